"""Strokes read twice or not at all, enumerated labels, and numbers that go on in a column: on forms and cards."""

from __future__ import annotations

import pytest

from ocr.understanding.layout import lay_out
from tests.understanding.paper import HEAD, MOTTO, one, page, values

_LICENCE = (
    MOTTO
    + """
^GIẤY PHÉP LÁI XE
Số: AB891463
Họ và tên: LÊ THU HÀ
Sinh ngày: {}
Được phép lái xe hạng: B2
Có giá trị đến: 21//06/2009
"""
)


@pytest.mark.parametrize("printed", ["26/02//1975", "26//02/1975", "26 02-1975", "26 02/1975"])
def test_a_stroke_read_twice_or_not_at_all_leaves_the_whole_day_for_a_person(printed: str) -> None:
    fields = one(_LICENCE.format(printed)).fields
    assert (fields["date_of_birth"].value, fields["date_of_birth"].confidence < 0.9) == ("1975-02-26", True)
    assert (fields["expiry_date"].value, fields["expiry_date"].confidence < 0.9) == ("2009-06-21", True)


def test_a_year_behind_figures_that_are_no_day_is_for_a_person() -> None:
    born = one(_LICENCE.format("10 - 98 1956")).fields["date_of_birth"]
    assert (born.value, born.confidence < 0.9) == ("1956", True)


def test_a_number_whose_stroke_was_read_twice_goes_on_behind_it() -> None:
    wedding = one(MOTTO + "\n^GIẤY CHỨNG NHẬN KẾT HÔN\nSố: 200//2026\n\nHọ, chữ đệm, tên vợ: LÊ THU HÀ\n")
    number = wedding.fields["registration_number"]
    assert (number.value, number.confidence < 0.9) == ("200/2026", True)
    letter = one(HEAD + "\nSố: 22//UBND-VP\n\n^GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN\n\nBà: LÊ THU HÀ\n")
    assert values(letter)["document_number"] == "22/UBND-VP"


def test_a_numbered_label_is_the_longest_that_stands_there() -> None:
    land = one(
        MOTTO
        + """
^GIẤY CHỨNG NHẬN
^QUYỀN SỬ DỤNG ĐẤT
I. Thửa đất được quyền sử dụng
1. Thửa đất số: 146
2. Tờ bản đồ số: 9
4. Diện tích: 2.127,8 m2
"""
    )
    assert (values(land)["parcel_number"], values(land)["map_sheet_number"]) == ("146", "9")


_COUPLE = (
    MOTTO
    + """
^GIẤY CHỨNG NHẬN KẾT HÔN

Họ, chữ đệm, tên vợ: LÊ THU HÀ                Họ, chữ đệm, tên chồng: LÊ VĂN NAM
Ngày, tháng, năm sinh: 27/12/1993             Ngày, tháng, năm sinh: 29/08/1990
Dân tộc: Kinh                                 Dân tộc: Kinh
Quốc tịch: Việt Nam                           Quốc tịch: Việt Nam
Nơi cư trú: xã Hòa Lễ                         Giấy tờ tùy thân: Căn cước công dân số
Giấy tờ tùy thân: Căn cước công dân số        066090016961
066193295598
"""
)


def test_a_number_that_begins_a_line_of_the_column_beside_belongs_to_that_column() -> None:
    lines = [segment.text for segment in lay_out(page(_COUPLE)).segments]
    assert "Giấy tờ tùy thân: Căn cước công dân số" in lines
    found = values(one(_COUPLE))
    assert (found["wife_personal_id"], found["husband_personal_id"]) == ("066193295598", "066090016961")


_RED_BOOK = """
^CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
^Độc lập - Tự do - Hạnh phúc
^GIẤY CHỨNG{}
^QUYỀN SỬ DỤN{}
^ỦY BAN NHÂN DÂN HUYỆN BẮC BÌNH
^CHỨNG NHẬN
Ông: LÊ VĂN NAM
Số CMND: 366315292
^Được quyền sử dụng đất với các nội dung ghi ở trang bên./.
"""
_PARCEL = """
I. Thửa đất được quyền sử dụng
1. Thửa đất số: 298
2. Tờ bản đồ số: 6
IV. Sơ đồ thửa đất
"""


@pytest.mark.parametrize("ends", [("", ""), (":", "A"), (" NHẬN", "")])
def test_a_title_whose_lines_ends_were_not_read_is_still_that_title(ends: tuple[str, str]) -> None:
    book = one(_RED_BOOK.format(*ends), _PARCEL)
    assert (book.kind, book.pages) == ("land_use_certificate", (1, 2))


def test_a_title_does_not_end_within_a_word_of_its_second_line() -> None:
    paper = one(MOTTO + "\n^GIẤY CHỨNG\n^QUYỀN ĐƯỢC THƯỞNG\n\nHọ và tên: LÊ VĂN NAM\n")
    assert paper.kind == "other"
