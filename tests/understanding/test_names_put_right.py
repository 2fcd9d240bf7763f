"""Misread letters, in names of people, companies and places and in the labels before them, put right."""

from __future__ import annotations

import pytest

from ocr.understanding.bodies import right_trade
from terms.names import right_name
from tests.understanding.paper import MOTTO, one


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("TRẦN BÍCH LƯỠNG", "TRẦN BÍCH LƯỠNG"),  # a tone alone may well be hers
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


@pytest.mark.parametrize("label", ["nợ và tên:", "Hệ và tên:", "to tên/Eul name:"])
def test_the_label_of_a_name_is_known_though_its_first_word_was_misread(label: str) -> None:
    card = MOTTO + "\n^GIẤY PHÉP LÁI XE\n\nSố: AB891463\n{} LÊ THU HÀ\nSinh ngày: 26/02/1975\n"
    assert one(card.format(label)).fields["full_name"].value == "LÊ THU HÀ"


def test_a_place_to_sign_is_no_misread_label_of_a_name() -> None:
    card = MOTTO + "\n^GIẤY PHÉP LÁI XE\n\nSố: AB891463\nKý tên: LÊ THU HÀ\nSinh ngày: 26/02/1975\n"
    assert one(card).fields["full_name"].value is None


def test_a_semicolon_and_a_speck_in_an_address_are_a_comma_and_a_space() -> None:
    born = MOTTO + "\n^GIẤY KHAI SINH\n\nQuê quán: {}\n"
    fields = one(born.format("Thôn Yên Lãng, Đông Lâm, Tiền Hải; Thái Bình")).fields
    assert fields["place_of_origin"].value == "Thôn Yên Lãng, Đông Lâm, Tiền Hải, Thái Bình"
    fields = one(born.format("xã Kế.An, huyện Kế Sách, tỉnh Sóc Trăng")).fields
    assert fields["place_of_origin"].value == "xã Kế An, huyện Kế Sách, tỉnh Sóc Trăng"


def test_the_entry_of_an_extract_is_found_though_a_letter_of_its_day_was_misread() -> None:
    wedding = one(_WEDDING.format("MAI DIỆU NGÂN", "") + "\nSố 103/2023 hgày 02/08/2023.\n").fields
    assert (wedding["registration_number"].value, wedding["registration_date"].value) == ("103/2023", "2023-08-02")
