"""Names of people: cleaned of titles and of what hangs on, joined, and judged for plausibility.

Vietnamese names are one to six syllables (most three), surname first. A few hundred surnames cover nearly everybody;
names of the ethnic minorities (H'Mông, Ê Đê, Ba Na …) follow other rules and are never called wrong, only less sure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from terms.syllables import is_syllable
from terms.text import bare, fold, nfc, squeeze

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
SPELT_SURNAMES = frozenset(nfc(_SURNAMES_TEXT).casefold().split())
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
    return len(words) == 2 and right_surname(" ".join(words)).split()[0].casefold() not in SPELT_SURNAMES


def clean_name(text: str, *, titled: bool = False) -> str:
    """A person's name alone: without titles, years of birth, dots of the form and what hangs on at the ends.

    `titled`: a title stood before already, so that another "Ông" is a surname.
    """
    text = _AFTER_NAME.split(nfc(text) if titled else strip_titles(text), maxsplit=1)[0]
    words = [word.strip(".,:") for word in squeeze(text).strip(_ENDS).split()]
    return squeeze(" ".join(word for word in words if _WORD.fullmatch(word)))


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
