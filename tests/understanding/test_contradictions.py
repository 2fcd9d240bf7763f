"""What a paper says against itself is found wherever it stands, also between things that are no field of its kind."""

from __future__ import annotations

import pytest

from ocr.model import Code
from ocr.understanding import explain
from ocr.understanding.contradictions import Contradiction, contradictions
from tests.understanding.paper import CATALOGUE, HEAD, MOTTO, page

RESIDENCE = (
    HEAD
    + """
^GIẤY XÁC NHẬN CƯ TRÚ
Bà: CHÂU HUYỀN KỲ
Sinh ngày: 03/10/1995     Giới tính: Nữ
Số định danh cá nhân: 058195853884
Có nơi thường trú tại: Tổ 8, phường Mỹ Đông, thành phố Phan Rang - Tháp Chàm,
tỉnh Ninh Thuận
"""
)


def found(*texts: str, codes: tuple[Code, ...] = ()) -> list[Contradiction]:
    pages = [page(text, number, codes=codes) for number, text in enumerate(texts, start=1)]
    return [one for document in explain(pages, CATALOGUE) for one in contradictions(document.group.views)]


def said(*texts: str) -> list[tuple[str, str, str]]:
    return [(one.finding.check, one.words, one.finding.beside) for one in found(*texts)]


def test_a_paper_that_agrees_with_itself_says_nothing() -> None:
    assert said(RESIDENCE) == []


@pytest.mark.parametrize(
    ("printed", "instead", "check", "beside"),
    [
        ("058195853884", "058095853884", "sex_digit", "female"),
        ("058195853884", "058188853884", "birth_year", "1995"),
        ("Giới tính: Nữ", "Giới tính: Nam", "sex_digit", "male"),
        ("03/10/1995", "03/10/1959", "birth_year", "1959"),
    ],
)
def test_a_number_against_the_sex_and_the_birth_that_stand_by_it(
    printed: str, instead: str, check: str, beside: str
) -> None:
    (one,) = found(RESIDENCE.replace(printed, instead))
    assert (one.finding.check, one.finding.beside) == (check, beside)
    assert one.proves
    assert one.words.startswith("058")


def test_each_of_two_people_is_held_against_own_things() -> None:
    text = (
        MOTTO
        + """
^HỢP ĐỒNG ỦY QUYỀN
Bên ủy quyền: Ông NGUYỄN VĂN AN
Sinh ngày: 01/02/1980     Giới tính: Nam
Căn cước công dân số: 001080123456
Bên được ủy quyền: Bà TRẦN THỊ BÌNH
Sinh ngày: 05/06/1991     Giới tính: Nữ
Căn cước công dân số: 001191654321
"""
    )
    assert said(text) == []
    assert said(text.replace("001191654321", "001091654321")) == [("sex_digit", "001091654321", "female")]


def test_a_number_of_another_province_is_only_odd() -> None:
    (one,) = found(RESIDENCE.replace("058195853884", "001195853884"))
    assert (one.finding.check, one.proves) == ("birth_province", False)


def test_other_numbers_of_twelve_digits_are_no_personal_numbers() -> None:
    assert said(MOTTO + "^GIẤY PHÉP LÁI XE\nSố: 058095853884\nHọ tên: LÊ VĂN AN\nNgày sinh: 01/02/1990") == []


def test_a_commune_that_lies_in_another_district() -> None:
    good = "Nơi cư trú: xã Vạn Phúc, huyện Thanh Trì, thành phố Hà Nội"
    assert said(MOTTO + good) == []
    (one,) = found(MOTTO + good.replace("huyện Thanh Trì", "huyện Sóc Sơn"))
    assert (one.finding.check, one.finding.beside) == ("place", "xã Vạn Phúc")


def test_a_name_spelt_in_two_ways_and_a_place_that_is_none() -> None:
    text = MOTTO + "^GIẤY CAM KẾT\nHọ và tên: LƯU BẢO QUYÊN\nTheo đề nghị của: Lưu Bảo Quyền\nphường An Bình A"
    assert said(text) == [("name_twice", "LƯU BẢO QUYÊN", "Lưu Bảo Quyền")]
    assert said(text.replace("Quyền", "Quyên")) == []


def test_a_date_in_words_without_its_figures() -> None:
    text = (
        MOTTO
        + "^TRÍCH LỤC KHAI TỬ\nĐã chết ngày: 09/06/2019\nBằng chữ: Ngày {}, tháng sáu,"
        + " năm hai nghìn không trăm mười chín"
    )
    assert said(text.format("chín")) == []
    assert said(text.format("mười")) == [("date_words", "2019-06-10", "2019-06-09")]


def test_a_date_in_words_is_held_against_the_figures_before_it() -> None:
    text = (
        MOTTO
        + "^TRÍCH LỤC KHAI TỬ\nĐã chết ngày: 07/04/2024\nGhi bằng chữ: Ngày tám, tháng tư,"
        + " năm hai nghìn không trăm hai mươi bốn\nNguyên nhân: bệnh\nNơi chết: tại nhà\nNgày đăng ký: 08/04/2024"
    )
    assert ("date_words", "2024-04-08", "2024-04-07") in said(text)


def test_nobody_is_born_after_every_other_day_of_the_paper() -> None:
    text = MOTTO + "^CĂN CƯỚC\nNgày sinh: {}\nNgày cấp: 10/06/2026\nNgày hết hạn: 02/07/2040"
    assert said(text.format("02/07/2001")) == []
    assert said(text.format("02/07/2026")) == [("date_order", "2026-07-02", "2026-06-10")]


def test_a_cards_code_against_its_print() -> None:
    text = MOTTO + "^CĂN CƯỚC CÔNG DÂN\nSố / No.: 024089593578\nHọ và tên / Full name: NÔNG VĂN KHÁNH"
    code = "024089593509||Nông Văn Khánh|19101989|Nam|Bắc Giang|06012022"
    (one,) = found(text, codes=(Code("QRCode", code, (1900, 100, 300, 300)),))
    assert (one.finding.check, one.words, one.finding.beside) == ("qr", "024089593509", "024089593578")
    same = code.replace("024089593509", "024089593578")
    assert found(text, codes=(Code("QRCode", same, (1900, 100, 300, 300)),)) == []


def test_it_is_said_where_the_words_stand() -> None:
    (one,) = found(RESIDENCE.replace("058195853884", "058095853884"))
    words = [word for word in page(RESIDENCE.replace("058195853884", "058095853884")).words if "058095" in word.text]
    left, top, width, height = one.box
    assert one.page == 1
    assert left <= words[0].box[0] <= left + width
    assert top <= words[0].box[1] <= top + height
