"""Words come in the order a person reads them."""

from ocr.lines import reading_order
from ocr.model import Box


def _ordered(rows: list[list[tuple[str, int]]], *, merged: bool = True) -> list[list[str]]:
    """Lines of words, given rows of (words, x) on a grid; `merged`: the recogniser took each row for one line."""
    texts: list[str] = []
    boxes: list[Box] = []
    found: list[tuple[int, int]] = []
    for number, row in enumerate(rows):
        for part, (text, left) in enumerate(row):
            for word in text.split():
                texts.append(word)
                boxes.append((left, 100 + 40 * number, 12 * len(word), 20))
                found.append((number, 0 if merged else part))
                left += 12 * len(word) + 8
    return [[texts[index] for index in line] for block in reading_order(boxes, found) for line in block]


def test_a_head_in_two_columns_is_read_left_column_first() -> None:
    lines = _ordered(
        [
            [("ỦY BAN NHÂN DÂN", 100), ("CỘNG HÒA XÃ HỘI", 600)],
            [("XÃ HÒA BÌNH", 100), ("Độc lập", 600)],
            [("Số: 45/UBND", 100), ("ngày 05", 600)],
            [("một dòng chữ chạy ngang qua cả trang giấy từ trái sang phải không nghỉ", 60)],
        ]
    )
    assert [" ".join(line) for line in lines] == [
        "ỦY BAN NHÂN DÂN",
        "XÃ HÒA BÌNH",
        "Số: 45/UBND",
        "CỘNG HÒA XÃ HỘI",
        "Độc lập",
        "ngày 05",
        "một dòng chữ chạy ngang qua cả trang giấy từ trái sang phải không nghỉ",
    ]


def test_columns_of_different_length_stay_apart() -> None:
    lines = _ordered(
        [
            [("Nơi nhận:", 100), ("KT. CHỦ TỊCH", 600)],
            [("- Như trên;", 100), ("PHÓ CHỦ TỊCH", 600)],
            [("- Lưu: VT.", 100)],
            [("Nguyễn Văn Bình", 600)],
        ]
    )
    assert [" ".join(line) for line in lines] == [
        "Nơi nhận:",
        "- Như trên;",
        "- Lưu: VT.",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
        "Nguyễn Văn Bình",
    ]


def test_two_fields_on_one_line_of_a_form_stay_one_line() -> None:
    lines = _ordered(
        [
            [("Họ và tên của người khai được viết đầy đủ ở đây bằng chữ in hoa", 100)],
            [("Giới tính: Nam", 100), ("Dân tộc: Kinh", 600)],
            [("Nơi sinh là bệnh viện đa khoa của tỉnh nhà nơi mẹ đã sinh con ra", 100)],
        ]
    )
    assert " ".join(lines[1]) == "Giới tính: Nam Dân tộc: Kinh"


def test_pieces_of_one_printed_line_that_were_found_apart_are_joined() -> None:
    lines = _ordered([[("Điều 1.", 100), ("Công nhận", 200)]], merged=False)
    assert [" ".join(line) for line in lines] == ["Điều 1. Công nhận"]


def test_a_page_without_words_has_no_lines() -> None:
    assert reading_order([], []) == []


def test_entries_of_a_form_that_stand_two_on_a_row_are_read_row_by_row() -> None:
    lines = _ordered(
        [
            [("Họ, chữ đệm, tên người mẹ: Viên Thu Bưởi", 100), ("Năm sinh: 1985", 630)],
            [("Họ, chữ đệm, tên người cha: Nguyễn Thế Thuật", 100), ("Năm sinh: 1980", 632)],
            [("Tôi cam đoan nội dung đề nghị trên đây là đúng sự thật, được sự thỏa thuận", 60)],
        ]
    )
    assert [" ".join(line) for line in lines][:2] == [
        "Họ, chữ đệm, tên người mẹ: Viên Thu Bưởi Năm sinh: 1985",
        "Họ, chữ đệm, tên người cha: Nguyễn Thế Thuật Năm sinh: 1980",
    ]
