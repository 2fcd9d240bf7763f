"""Misread syllables of names of people and companies, put right for a person to look at."""

from __future__ import annotations

import pytest

from ocr.understanding.bodies import right_trade
from terms.names import right_name
from tests.understanding.paper import MOTTO, one


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("LƯU QUỐC THẰNG", "LƯU QUỐC THẮNG"),  # a tone is oftener mixed up than seen where there is none (Thăng)
        ("PHÙNG THU HÃNG", "PHÙNG THU HẰNG"),
        ("VƯƠNG THIỆN ỨT", "VƯƠNG THIỆN ÚT"),
        ("ĐÀNG HUYỂN PHƯỢNG", "ĐÀNG HUYỂN PHƯỢNG"),  # Huyền or Huyến
        ("LÊ VĂN ĐIẼM", "LÊ VĂN ĐIỀM"),  # Đ is read for D by nobody: no Diễm
        ("LÊ DUẨN", "LÊ DUẨN"),  # not among the usual ones, and like none of them
    ],
)
def test_an_odd_syllable_behind_the_surname_is_the_one_given_name_that_differs_least(read: str, meant: str) -> None:
    assert right_name(read) == meant


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("CÔNG TY CỐ PHẦN DỊCH VŨ DŨNG AN", "CÔNG TY CỔ PHẦN DỊCH VỤ DŨNG AN"),
        ("CÔNG TY TNHH MTV VAN TÀI HUY PHAT", "CÔNG TY TNHH MTV VẬN TẢI HUY PHÁT"),
        ("CÔNG TY TNHH TUYEN LAN", "CÔNG TY TNHH TUYEN LAN"),  # Tuyên, Tuyền, Tuyến, Tuyển
        ("CÔNG TY TNHH FPT TELECOM", "CÔNG TY TNHH FPT TELECOM"),
        ("Đầu tư xây dưng", "Đầu tư xây dưng"),  # names no company
    ],
)
def test_a_company_s_name_has_the_words_of_trade_as_they_are_spelt(read: str, meant: str) -> None:
    assert right_trade(read) == meant


_WEDDING = (
    MOTTO
    + """
^GIẤY CHỨNG NHẬN KẾT HÔN

Họ, chữ đệm, tên vợ: {}
Ngày, tháng, năm sinh: 09/11/2003
Họ, chữ đệm, tên chồng: VƯƠNG HỮU TÀI
Ngày, tháng, năm sinh: 30/01/2006

Vợ                                    Chồng
{}                                    Vương Hữu Tài
"""
)


@pytest.mark.parametrize("read", ["MAT DIỆU NGÂN", "MAI DIỆU NGÂH"])
def test_a_name_whose_syllable_is_none_is_as_it_stands_below_the_signature(read: str) -> None:
    wife = one(_WEDDING.format(read, "Mai Diệu Ngân")).fields["wife_name"]
    assert (wife.value, wife.confidence < 0.9) == ("MAI DIỆU NGÂN", True)


def test_marks_that_no_name_has_are_as_they_stand_below_the_signature() -> None:
    assert one(_WEDDING.format("MẠI DIỆU NGÂN", "Mai Diệu Ngân")).fields["wife_name"].value == "MAI DIỆU NGÂN"


def test_a_usual_name_is_not_changed_for_another_that_differs_by_a_letter() -> None:
    wife = one(_WEDDING.format("MAI DIỆU NGÂN", "Lai Diệu Ngân")).fields["wife_name"]
    assert wife.value == "MAI DIỆU NGÂN"
