"""Names of people: cleaned of titles and of what hangs on, joined, and judged for plausibility.

Vietnamese names are one to six syllables (most three), surname first. A few hundred surnames cover nearly everybody;
names of the ethnic minorities (H'Mông, Ê Đê, Ba Na …) follow other rules and are never called wrong, only less sure.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from itertools import takewhile

from terms.syllables import is_syllable
from terms.text import bare, fold, nfc, spelling_key, squeeze

_SPOUSE = re.compile(r"^\s*(?:[Vv]à\s+)?(?:vợ|chồng|Vợ|Chồng|VỢ|CHỒNG)(?:\s+là)?\s*[:,]?\s*(?=\S)")
_TITLES = re.compile(
    r"^[\s:.,;-]*(?:[Vv]à\s+)?(?:[Hh]ộ\s+|HỘ\s+)?"
    r"(?:[Ôô]ng\s*[/(]\s*[Bb]à\s*\)?|ÔNG\s*[/(]\s*BÀ\s*\)?|[Ôô]ng|ÔNG|[Bb]à|BÀ|[Aa]nh|[Cc]hị|M[Rr][Ss]?\.?|M[Ss]\.?)"
    r"(?=[\s:.,])[\s:.,]*"
)
_AFTER_NAME = re.compile(
    r"[,;|(0-9]|[.…_]{2,}|\s[-–]\s|\s(?:[Ss]inh\s+(?:năm|ngày)|[Nn]ăm\s+sinh|CCCD|CMND|[Gg]iới tính|[Dd]ân tộc)\b"
)
_ENDS = " \t.,:;|-–—_~*'\"`´‘’“”()[]{}<>/\\=+…"
_HOOK_AS_ACUTE = str.maketrans("ẩểổ", "ấếố")
_QUOTE_BETWEEN = re.compile(r"(?<=[^\W\d_][^\W\d_])['’.](?=[^\W\d_]{2})")
_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*['’]?")

_SURNAMES_TEXT = """
Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Đoàn Đào Trịnh Mai Trương Lâm Phùng
Lương Tạ Hà Tô Cao Châu Thái Quách Vương Lưu Chu Triệu Kiều Mạc Tống Thạch Sơn Kim Danh Lục Nông Hứa Quan Ma Vi Lò
Quàng Cầm Lường Tòng Cà Bạc Lù Giàng Vàng Sùng Thào Mùa Lầu Hạng Cứ Lỳ Tẩn Chảo Phàn Bàn Đàm Bế Linh La Lộc Lô Lã Lữ
Nghiêm Ninh Ông Phí Phương Quản Tăng Tiêu Từ Ứng Văn Viên Vòng Xa Xồng Lành Âu Bạch Bồ Cồ Cù Cung Chế Chử Diệp Doãn
Đái Đan Đậu Điền Điêu Đồng Đới Đường Giang Giáp Hàn Hầu Hình Hoa Kha Khổng Khúc Khuất Khương Kỷ Lại Liễu Luyện Lều
Mã Mẫn Mầu Mông Nhâm Nhan Nhữ Ong Phó Quang Quế Sầm Tào Tất Thân Thẩm Thi Thiều Thôi Thượng Tiết Tôn Trà Tri Trì
Trang Trác Tưởng Ty Uông Vạn Viêm Viết Vĩnh Xuân Yên An Ân Biện Cái Cấn Chung Chúc Chương Dư Giả Giản Kiên Lai Lạc
Long Lợi Lỗ Mâu Nhạc Nhiêu Ngụy Phú Phục Sử Sái Siu Ksor Rmah Rơ Kpă Nay Y Niê Mlô Êban Ayun A Bríu Zơrâm Alăng
Cơlâu Kray Thèn Then Tráng Tếnh Cháng Củng Chang Sín Lồ Tải Pờ Chẻo Phù Ly Lèng Đèo Lèo Mè Tao Hờ Vừ Mỷ Dàng Sần
Thao Chắng Ngân Quyền Xin Sa Mùi Lừu Cử Hảng Khang Phá Thò Hùng Đình Lang Bá Ngọc Nhật Thị Tuyên Trưng Hán Sĩ Tiền
Vưu Trầm Lư Hồng Giàu Chiêm Lăng Thành Đàng Trượng Quảng Bồng Cam Dụng Khoàng Chíu Chìu Tằng Phồng Moong Cụt Xeo
"""
# The commonest, whose misreadings ("Nguyên", "Đăng") are taken for themselves by nobody else.
_COMMONEST_TEXT = """
Nguyễn Trần Phạm Hoàng Huỳnh Võ Đặng Bùi Đỗ Hồ Ngô Dương Đoàn Đào Trịnh Trương Lâm Phùng Lương Tạ Hà Tô Lê Vũ Lý Đinh
"""
COMMONEST_SURNAMES = frozenset(nfc(_COMMONEST_TEXT).casefold().split())
# Syllables of given and middle names as they are usually spelt; folded, most stand for a handful of spellings, and one
# that is in none of them ("Huyển") is oftener a misreading of its neighbours than somebody's name.
_GIVEN_TEXT = """
Sông Ai Ái An Ân Ấn Ẩn Anh Ánh Ảnh Âu Ba Bá Bạch Ban Bang Băng Bằng Bảo Bảy Bắc Bé Bích Biên Biền Bình Bính Bỉnh Bộ
Bối Bội Bút Bưởi Bửu Bường Ca Cam Cảm Canh Cảnh Cao Cẩm Cần Cẩn Chánh Chăm Chấn Châm Chân Châu Chi Chí Chiên Chiến
Chiểu Chinh Chính Chỉnh Chiêu Chúc Chung Chuyên Chức Chương Chưởng Công Cúc Cung Cư Cử Cự Cường Cương Cừ Dậu Dân Dần
Danh Dạ Di Dĩ Diễm Diên Diễn Diện Diệp Diệu Dịu Dinh Doan Doanh Doãn Du Dụ Dục Dung Dũng Duy Duyên Duyệt Dự Dưỡng Dược
Dương Đa Đài Đại Đan Đán Đang Đào Đảo Đạo Đạt Đăng Đặng Đắc Đẳng Đề Đệ Đích Điềm Điền Điển Điệp Đình Đính Định Đoan
Đoàn Đoài Đô Độ Đôn Đông Đồng Động Đúc Đức Đường Được Én Gái Gấm Gia Giang Giao Giáp Giàu Giảng Hà Hạ Hai Hải Hàm Hân
Hậu Hạnh Hành Hào Hạo Hảo Hằng Hiên Hiến Hiền Hiển Hiện Hiệp Hiếu Hiểu Hiệu Hinh Hòa Hoa Hoài Hoan Hoàn Hoàng Hoạt
Hoành Hoạch Hoằng Học Hội Hợi Hồng Hồi Hợp Huân Huấn Huệ Huế Huy Huyên Huyền Huỳnh Hùng Húng Hưng Hương Hướng Hường
Hưởng Hữu Kha Khá Khả Khai Khải Khang Kháng Khanh Khánh Khảnh Khắc Khiêm Khiết Khiêu Khoa Khoan Khoát Khôi Khởi Khuê
Khuyên Khuyến Khương Kì Ký Kỳ Kỷ Kỉ Kiệm Kiên Kiến Kiệt Kiều Kim Kính Kỉnh Kông Lai Lam Lâm Lan Lang Lành Lãnh Lạc
Lăng Lân Lập Lâu Lễ Lê Lệ Lịch Liêm Liên Liễu Liệu Linh Lĩnh Loan Loát Long Lộc Lộ Lợi Luân Luận Luật Luyến Luyện Lục
Lữ Lực Lương Lượng Lưu Lựu Ly Lý Lịnh Mai Mạnh Mão Mẫn Mận Mậu Mến Mẹo Mi Mị Miên Miền Miện Minh Mơ Mùa Mùi Mừng My Mỵ
Mỹ Na Nam Năm Năng Nghi Nghị Nghĩa Nghiêm Nghiệp Ngà Ngạn Ngãi Ngân Ngọ Ngoan Ngoãn Ngọc Ngôn Nguyên Nguyện Nguyệt Ngữ
Ngự Nga Nhạc Nhã Nhạn Nhàn Nhài Nhanh Nhân Nhẫn Nhâm Nhất Nhật Nhi Nhị Nhiên Nhiệm Nhơn Nhu Nhuận Nhung Nhựt Như
Nhượng Nhường Ninh Nở Nương Nữ Oanh Oánh Phán Phát Phấn Phi Phong Phóng Phòng Phố Phú Phúc Phục Phụng Phùng Phước
Phương Phượng Phường Quang Quảng Quan Quán Quân Quận Quất Quế Quí Quý Quốc Quới Quy Quyên Quyến Quyền Quyết Quỳ Quỳnh
Quynh Rạng Sa Sang Sáng Sáu San Sâm Sen Sĩ Sinh Soạn Son Song Sơn Sỹ Suốt Sum Sung Sương Sửu Tạo Tài Tám Tâm Tân Tấn
Tây Tập Tất Thạc Thạch Thái Thanh Thành Thạnh Thao Thảo Thắm Thắng Thăng Thâm Thân Thập Thật Thế Thêm Thi Thìn Thiêm
Thiên Thiện Thiệp Thiết Thiều Thiệu Thịnh Thoa Thoại Thoan Thỏa Thọ Thông Thống Thơ Thơm Thời Thu Thuần Thuấn Thuận
Thuật Thục Thủy Thuỷ Thùy Thuỳ Thúy Thuý Thụy Thuyên Thuyết Thư Thứ Thức Thương Thường Thưởng Thượng Tỉnh Tiên Tiến
Tiền Tiệp Tịnh Tín Tính Tình Tĩnh Toại Toan Toán Toàn Toản Toái Tố Tốt Tới Tôn Tông Trà Trai Trang Tráng Trạng Trãi
Trâm Trân Trầm Tri Trí Trị Triết Triển Triều Triệu Trinh Trình Trọng Trung Trúc Truyền Trực Trường Trưởng Trương Tùng
Tuân Tuấn Tuất Tuế Tuệ Túc Tuyên Tuyến Tuyền Tuyển Tuyết Tú Tư Từ Tứ Tự Tường Tưởng Tước Tỵ Tý Tửu Tựu Ty Út Uyên Uyển
Vân Văn Vạn Vạng Vàng Vi Vĩ Viên Viễn Viện Việt Viết Vinh Vĩnh Vịnh Vọng Vũ Vui Vương Vượng Vy Vỹ Xinh Xoan Xuân Xuyên
Xuyến Xương Y Ý Yên Yến Thị Bách Nụ Bốn Cầm Chế Chè Cói Đằng Đắng Đôi Gừng Hạt Hòe Hến Khâm Kén Lài Lụa Lúa Mây Măng
Mướp Mười Nết Nhạ Nhẹ Niệm Nhớ Phiến Phiên Quả Rin Rê Sàng Sắc Sến Sim Sóc Tèo Tí Tằm Thà Thẻ Thêu Thỏ Tiếp Ven Vẻ Vóc
Xứng Yêm Bổn Bổng Bông Bống Búp Cậy Chắt Chút Chuyền Cốm Đẹp Đời Đua Đượm Gẫm Giỏi Giới Hí Hỉ Hỷ Hoán Huyến Kình Khỏe
Lắm Làn Lẫm Liền Liễn Lời Lúc Mẫu Mấy Miêng Ngát Ngạc Nghề Nghiên Nhiễu Nhĩ Nhuần Nhuệ Nuôi Phận Phê Phiếu Phin Quyển
Rộng Tải Tảo Tẹo Thẩm Thiềng Thiểu Thiêng Thụ Thủ Thúc Thùng Thưa Thước Tiềm Tiếng Tiếu Tòng Truật Trừ Trứ Trừng Tựa
Vấn Viển Vợi Xuất Yết Ích Ước Ứng Ưng Ơn Ổn Ưu Uy Bào Bân Bảng Biểu Chất Chuẩn Cổn Cổng Cửu Dâng Diệm Dõng Đậu Đỉnh
Đối Đới Giám Giác Gương Hảnh Hiếm Hổ Hớn Hưu Khắp Khẩn Khẩu Khiển Khôn Kích Lạng Lẹ Liệt Luôn Luông Lưới Mãn Mãnh Mao
Mầu Mộc Mộng Ngoạn Nguồn Nội Phẩm Phổ Phới Rực Sạ Sổ Suối Tá Tế Thám Thậm Thê Thiếc Thim Thìa Thoáng Thói Thuyền Tiêu
Tích Tiễn Tiếm Tranh Trạc Trắc Trọn Trợ Trợn Trù Tuyn Tụ Xa Xin
"""

SPELT_SURNAMES = frozenset(nfc(_SURNAMES_TEXT).casefold().split())
_SYLLABLE_LIST = tuple(nfc(f"{_SURNAMES_TEXT} {_GIVEN_TEXT}").split())
_GIVEN_LIST = tuple(nfc(_GIVEN_TEXT).split())
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_SPELT_SYLLABLES = frozenset(spelling_key(one) for one in _SYLLABLE_LIST)
_SYLLABLES = frozenset(fold(_SURNAMES_TEXT + _GIVEN_TEXT).split())
SURNAMES = frozenset(fold(_SURNAMES_TEXT).split())


def strip_titles(text: str) -> str:
    """`text` without "Ông", "Bà", "Ông/Bà", "Hộ ông", "Và vợ là bà" … before the name."""
    text = _SPOUSE.sub("", nfc(text))
    while match := _TITLES.match(text):
        rest = text[match.end() :]
        if not rest or (":" not in match.group() and _surname_ong(match.group(), rest)):
            break
        text = rest
    return text


def _surname_ong(title: str, rest: str) -> bool:
    """True if "Ông" is a surname: what follows is no full name ("ÔNG VĂN TẤN", "Ông Huy", "ÔNG NHƯ TRINH")."""
    words = _AFTER_NAME.split(rest, maxsplit=1)[0].split()
    if bare(title) != "ong":
        return False
    if len(words) < 2 or fold(words[0]) in ("van", "thi") or fold(words[0]) not in SURNAMES:
        return True
    if len(words) > 2 or words[0].casefold() in SPELT_SURNAMES:
        return False
    # "Ông Nguyên Vui" is a misread Nguyễn; but of "Ông Như Vui" the surname is not the rare Nhữ.
    right = right_surname(" ".join(words)).split()[0].casefold()
    return right not in (COMMONEST_SURNAMES if is_name_syllable(words[0]) else SPELT_SURNAMES)


_VOWEL = re.compile(r"[aeiouy]")


def clean_name(text: str, *, titled: bool = False) -> str:
    """A person's name alone: without titles, years of birth, dots of the form and what hangs on at the ends.

    `titled`: a title stood before already, so that another "Ông" is a surname.
    """
    text = nfc(text).lstrip(" .…_")
    text = _AFTER_NAME.split(text if titled else strip_titles(text), maxsplit=1)[0]
    words = [word.strip(".,:") for word in _parted(squeeze(text)).strip(_ENDS).split()]
    # What has letters and no vowel is no part of a name: an abbreviation of the next column ("MAI BÁ DUẨN QSDĐ").
    name = takewhile(lambda word: len(word) < 3 or not word.isalpha() or _VOWEL.search(fold(word)), words)
    return squeeze(" ".join(word for word in name if _WORD.fullmatch(word)))


def _parted(text: str) -> str:
    """`text` with the syllables of names apart that were read as one word: "NhưẨn", "KIMLÝNGÂN"."""
    text = _QUOTE_BETWEEN.sub(" ", text)
    apart = "".join(
        f" {letter}" if before.islower() and letter.isupper() else letter
        for before, letter in zip(f" {text}", text, strict=False)
    )
    return " ".join(_syllables_of(word) for word in apart.split())


def _syllables_of(word: str) -> str:
    """A capital word that is no syllable, as the fewest syllables of names it can be made of; else itself."""
    if not (word.isalpha() and word.isupper()) or len(word) < 5 or is_syllable(word):
        return word
    ways: list[tuple[str, ...] | None] = [()]
    for end in range(1, len(word) + 1):
        made = [
            (*before, word[start:end])
            for start in range(max(0, end - 7), end - 1)
            if (before := ways[start]) is not None and spelling_key(word[start:end]) in _SPELT_SYLLABLES
        ]
        ways.append(min(made, key=len, default=None))
    return " ".join(ways[-1] or (word,))


def right_surname(name: str) -> str:
    """`name` with its surname spelt as surnames are: "Nguyên Văn A" is a misreading of "Nguyễn Văn A", "Không" one of
    "Khổng". Where several surnames differ by marks only, the commonest.

    For a name that a person will look at: a very few people are called so.
    """
    first, space, rest = nfc(name).partition(" ")
    if first.casefold() in SPELT_SURNAMES or not rest:
        return name
    alike = [known for known in SPELT_SURNAMES if fold(known) == fold(first)]
    common = [known for known in alike if known in COMMONEST_SURNAMES]
    if len(alike) != 1 and not common:
        return name
    right = (common or alike)[0]
    return (right.upper() if first.isupper() else right.capitalize()) + space + rest


def right_name(name: str) -> str:
    """`name` with surname and oddly marked syllables spelt as they usually are, where that can be but one spelling.

    For a name that a person will look at.
    """
    surname, *given = right_surname(name).split(" ")
    return " ".join([_usual_spelling(surname), *(_nearest_given(_usual_spelling(word)) for word in given)])


def _nearest_given(word: str) -> str:
    """An oddly marked syllable behind a surname as the one usual there that differs least: "HÃNG" is Hằng. Not
    where a tone alone differs: there are people called Lưỡng."""
    if not oddly_marked(word):
        return word
    alike = {spelling_key(one): one for one in _GIVEN_LIST if fold(one) == fold(word) and _stroke(one) == _stroke(word)}
    apart = {key: _marks_apart(spelling_key(word), key) for key in alike}
    nearest = [key for key in apart if apart[key] == min(apart.values())]
    if len(nearest) != 1 or _without_tone(nearest[0]) == _without_tone(spelling_key(word)):
        return word
    right = alike[nearest[0]]
    return right.upper() if word.isupper() else right


def _stroke(word: str) -> list[int]:
    return [at for at, letter in enumerate(word.lower()) if letter == "đ"]


def _without_tone(word: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFD", word) if letter not in _TONES)


def _marks_apart(read: str, meant: str) -> int:
    """How far two spellings of the same letters lie apart: tones are oftener lost and mixed up than seen where there
    is none."""
    parted = [
        [[one for one in unicodedata.normalize("NFD", word) if (one in _TONES) == tone] for tone in (True, False)]
        for word in (read, meant)
    ]
    (tone, letters), (meant_tone, meant_letters) = parted
    return (0 if tone == meant_tone else 1 if meant_tone else 3) + (letters != meant_letters)


def _usual_spelling(word: str) -> str:
    """The word as the one usual syllable of which it is a common misreading: all marks lost, marks that no syllable
    has, or a hook above a circumflex taken for an acute."""
    if not oddly_marked(word):
        return word
    plain = fold(word) == word.casefold() or not is_syllable(word)
    alike = {
        spelling_key(one): one
        for one in _SYLLABLE_LIST
        if fold(one) == fold(word) and (plain or _like_acute(one) == spelling_key(word))
    }
    if len(alike) != 1:
        return word
    (right,) = alike.values()
    return right.upper() if word.isupper() else right


def _like_acute(syllable: str) -> str:
    """How a syllable looks whose hook above a circumflex is taken for an acute: ẩ ấ, ể ế, ổ ố."""
    return spelling_key(syllable).translate(_HOOK_AS_ACUTE)


def right_syllables(text: str) -> str:
    """`text` in capitals, the name of a company, with its unmarked words that are no Vietnamese syllables as the one
    usual syllable of names they can be: "HUY PHAT" is HUY PHÁT. For a text that a person will look at."""
    return " ".join(
        _usual_spelling(word) if word.isupper() and word.isascii() and not is_syllable(word) else word
        for word in text.split(" ")
    )


def oddly_marked(name: str) -> bool:
    """True if a syllable of `name` is one of the usual ones but for its marks: "Huyển" for "Huyền"."""
    return any(
        fold(word) in _SYLLABLES and spelling_key(word) not in _SPELT_SYLLABLES
        for word in name.split()
        if word.isalpha()
    )


def is_usual(name: str) -> bool:
    """True if surname and syllables of `name` are spelt as such are."""
    return right_surname(name) == nfc(name) and not oddly_marked(name)


def is_name_syllable(word: str) -> bool:
    """True if `word`, as it is marked, is a usual syllable of names."""
    return spelling_key(word) in _SPELT_SYLLABLES


def name_rivals(word: str) -> bool:
    """True if other marks make another usual syllable of names of `word`: Tuyên, Tuyền, Tuyến."""
    return any(one != spelling_key(word) for one in _spellings().get(fold(word), ()))


@cache
def _spellings() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for one in _SYLLABLE_LIST:
        found.setdefault(fold(one), set()).add(spelling_key(one))
    return {key: frozenset(spellings) for key, spellings in found.items()}


def join_names(names: Iterable[str]) -> str:
    """Several names as one value, in printed order (docs/contract.md)."""
    return "; ".join(names)


def plausibility(name: str) -> float:
    """How much `name` looks like a Vietnamese person's name, 0 to 1; below 0.5 a person should look."""
    words = name.split()
    if not 1 < len(words) <= 7:
        return 0.2 if words else 0.0
    if not all(letter.isalpha() or letter in "'’-." for letter in "".join(words)):
        return 0.1
    if not (name.isupper() or all(word[:1].isupper() for word in words)):
        return 0.35
    if any(len(word) > 1 and not (word.isupper() or word[1:].islower() or "'" in word) for word in words):
        return 0.4
    known = fold(words[0]) in SURNAMES or words[0].upper().startswith("H'")
    spelled = sum(is_syllable(word) for word in words) / len(words)
    return min(1.0, (0.55 if known else 0.3) + 0.45 * spelled)
