"""Marks that were read with doubt are settled by their neighbours; names, numbers and codes stay as they were read."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

import samples
from ocr.language import settled
from ocr.model import PageReading, Word
from ocr.records import page_from_json, page_to_json
from ocr.syllable_counts import NUMBER, read_counts, syllable_counts, write_counts


def _words(text: str, confidence: float = 0.7) -> list[Word]:
    """A page of these lines, every word read with this confidence."""
    return [
        Word(word, (60 * at, 40 * number, 50, 20), confidence, number)
        for number, line in enumerate(text.split("\n"))
        for at, word in enumerate(line.split())
    ]


def _settled(text: str, confidence: float = 0.7) -> str:
    lines: dict[int, list[str]] = {}
    for word in settled(_words(text, confidence)):
        lines.setdefault(word.line, []).append(word.text)
    return "\n".join(" ".join(line) for line in lines.values())


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("cơ quan có thâm quyên giải quyêt", "cơ quan có thẩm quyền giải quyết"),
        ("hỗ sơ đê nghị câp giây phép", "hồ sơ đề nghị cấp giấy phép"),
        ("sửa đôi, bồ sung một sô điêu", "sửa đổi, bổ sung một số điều"),
        ("cơ sở đữ liệu quôc gia", "cơ sở dữ liệu quốc gia"),
        ("QUYÉT ĐỊNH:", "QUYẾT ĐỊNH:"),
        ("Quyêt định này có hiệu lực", "Quyết định này có hiệu lực"),
        ("tổ chức thực\nhiên quyết định", "tổ chức thực\nhiện quyết định"),
    ],
)
def test_doubtful_marks_are_settled_by_what_stands_around(read: str, printed: str) -> None:
    assert _settled(read) == printed


def test_the_first_reading_stays_recorded_and_the_word_doubtful() -> None:
    words = settled(_words("cơ quan có thâm quyền"))
    changed = words[3]
    assert (changed.text, changed.first) == ("thẩm", "thâm")
    assert changed.confidence < 0.9
    assert [word.first for word in words if word is not changed] == [None] * 4
    page = PageReading(1, 600, 800, 200, 0, 0.0, "", 0.9, blank=False, words=words)
    assert page_from_json(page_to_json(page)) == page


def test_two_words_that_are_always_mixed_up_are_told_apart() -> None:
    assert _settled("quy định chỉ tiết về chỉ phí", 0.996) == "quy định chi tiết về chi phí"
    assert _settled("chỉ đạo, chỉ được, địa chỉ", 0.996) == "chỉ đạo, chỉ được, địa chỉ"


@pytest.mark.parametrize(
    "line",
    [
        "Họ, chữ đệm, tên: Nguyên Thị Quyên",
        "Họ, chữ đệm, tên: NGUYÊN THỊ QUYÊN",
        "NGUYÊN VĂN QUYÊT",
        "Nguyên Hoàng Giang",
        "Ông Trân Văn Tô và bà Lê Thị Câu",
        "Người ký: Đô Quôc Hôi",
        "XÃ HÔI AN",
        "xã Tân Thông, huyện Yên Thê",
    ],
)
def test_names_stay_as_they_were_read(line: str) -> None:
    assert _settled(line) == line


@pytest.mark.parametrize(
    "line",
    [
        "Bằng chữ: hai mươi tám triêu đông chẵn",
        "ngày mười bây tháng tu năm hai nghìn",
        "Số: 12/QĐ-UBND ngày 1O/02/2O25",
        "Full name and date of birth",
        "3.5O0.000 dong",
        "a) đ) h)",
    ],
)
def test_numbers_amounts_codes_and_foreign_words_stay_as_they_were_read(line: str) -> None:
    assert _settled(line, 0.5) == line


def test_what_is_known_for_certain_is_not_touched() -> None:
    assert _settled("cơ quan có thâm quyên", 1.0) == "cơ quan có thâm quyên"


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("nêu cao tỉnh thần trách nhiệm", "nêu cao tinh thần trách nhiệm"),
        ("trên Cống dịch vụ công quốc gia", "trên Cổng dịch vụ công quốc gia"),
        ("có giá trị 6 tháng kế từ ngày cấp", "có giá trị 6 tháng kể từ ngày cấp"),
        ("Mâu số 09 ban hành kèm theo", "Mẫu số 09 ban hành kèm theo"),
        ("Giấy này được cấp để: Bố sung hồ sơ", "Giấy này được cấp để: Bổ sung hồ sơ"),
    ],
)
def test_marks_that_look_alike_are_settled_however_sure_the_recogniser_was(read: str, printed: str) -> None:
    assert _settled(read, 0.993) == printed


def test_a_phrase_in_capitals_is_no_name_though_it_begins_like_one() -> None:
    assert _settled("BẠN QUẢN LÝ DỰ ÁN", 0.9) == "BAN QUẢN LÝ DỰ ÁN"
    assert _settled("CÁC LOẠI XE CƠ GIỚI ĐƯỜNG BỘ ĐƯỢC ĐIỀU KHIẾN", 0.9).endswith("ĐIỀU KHIỂN")
    assert _settled("BAN QUANG LINH", 0.9) == "BAN QUANG LINH"


def test_two_guesses_in_capitals_do_not_make_each_other_surer() -> None:
    assert _settled("CÂU CHUYỆN DU LỊCH", 0.9) == "CÂU CHUYỆN DU LỊCH"


def test_a_word_before_a_name_is_not_settled_by_the_name() -> None:
    assert _settled("hôm nay, tôi Cao Cẩm Sen, công chứng viên", 0.9).startswith("hôm nay, tôi Cao")


def test_a_word_that_was_only_cut_off_may_be_settled() -> None:
    whole = "thâm,quyền"
    words = [replace(word, first=whole) if word.text == "thâm" else word for word in _words("cơ quan có thâm quyền")]
    assert [word.text for word in settled(words)] == ["cơ", "quan", "có", "thẩm", "quyền"]
    words[3] = replace(words[3], first="thẫm")
    assert settled(words)[3].text == "thâm", "it was read twice"


def test_a_sign_between_two_words_parts_them() -> None:
    assert _settled("kèm theo quy. Đinh") == "kèm theo quy. Đinh"


@pytest.mark.parametrize(("read", "printed"), [("thoa thuận", "thỏa thuận"), ("thoà thuận", "thoả thuận")])
def test_the_tone_stands_where_the_printer_puts_it(read: str, printed: str) -> None:
    assert _settled(read) == printed


def test_the_letter_that_no_model_knows_is_known_in_years() -> None:
    assert _settled("dịp Tết Nguyên đán Át Ty - năm 2025", 0.97) == "dịp Tết Nguyên đán Ất Tỵ - năm 2025"
    assert _settled("Bà Đinh Ty, sinh tại", 0.97) == "Bà Đinh Ty, sinh tại"
    assert _settled("năm Canh Tý", 0.97) == "năm Canh Tý"


@pytest.mark.parametrize("kind", samples.KINDS)
def test_papers_read_right_but_doubted_stay_right(kind: str) -> None:
    pages = [_words(text, 0.8) for text in samples.draw(kind, "language").texts]
    changed = [(one, two) for page in pages for one, two in zip(page, settled(page), strict=True) if one != two]
    assert len(changed) <= 0.003 * sum(len(page) for page in pages)
    assert all(two.first == one.text and two.confidence < 0.9 for one, two in changed)


def test_counts_are_made_of_vietnamese_text_alone(tmp_path: Path) -> None:
    text = "Thuỷ lợi, thủy lợi và 12 công trình thủy lợi\nthe law of the land"
    write_counts([text] * 4, tmp_path / "counts.npz")
    counts = read_counts(tmp_path / "counts.npz")
    assert counts.alike("thuy") == ["thủy"]
    assert counts.printed("thủy") == "thủy"
    assert counts.times("thủy", "lợi") == 12
    assert counts.times("lợi", "thủy") == 0, "a comma stands between them"
    assert counts.times(NUMBER, "công") == 4
    assert counts.alike("law") == []


def test_the_counts_that_ship_know_the_language_of_offices() -> None:
    counts = syllable_counts()
    for one, two in pairwise(["căn", "cứ", "nghị", "định", "của", "chính", "phủ"]):
        assert counts.times(one, two) > 20
    assert counts.times("điều", NUMBER) > 1000
    assert counts.chance("định", "quy") > 0.5 > counts.chance("đinh", "quy") > 0
