"""Codes on papers that are no identity cards: they confirm print, and have it right where print is misread."""

from __future__ import annotations

import pytest

from ocr.model import Code, DocumentReading
from ocr.understanding import understand
from ocr.understanding.evidence import phrases_in
from ocr.understanding.layout import lay_out
from terms.covers import Cover
from tests.understanding.paper import CATALOGUE, page
from tests.understanding.test_cards_and_diplomas import INSURANCE, LICENCE
from tests.understanding.test_land_and_business import LAND_2024


def read_with(text: str, said: str, *, sure: float = 0.85, kind: str = "QRCode") -> DocumentReading:
    (document,) = understand([page(text, codes=[Code(kind, said, (1900, 300, 240, 240))], sure=sure)], CATALOGUE)
    return document


def test_the_address_in_a_land_certificates_code_confirms_its_number() -> None:
    serial = read_with(LAND_2024, "https://tracuu.example.test/gcn/AA00123456").fields["serial_number"]
    assert (serial.value, serial.source) == ("AA 00123456", "qr")
    assert serial.confidence > 0.99
    assert [(one.check, one.agrees) for one in serial.findings] == [("qr", True)]


def test_a_digit_misread_in_print_is_taken_from_the_code_in_the_prints_grouping() -> None:
    misread = LAND_2024.replace("AA 00123456", "AA 00128456")
    serial = read_with(misread, "AA00123456", kind="Code128").fields["serial_number"]
    assert (serial.value, serial.source) == ("AA 00123456", "qr")
    assert [(one.agrees, one.beside) for one in serial.findings] == [(False, "AA 00128456")]


def test_print_read_well_against_a_code_is_for_a_person() -> None:
    misread = LAND_2024.replace("AA 00123456", "AA 00128456")
    assert read_with(misread, "AA00123456", sure=0.99).fields["serial_number"].confidence < 0.9


def test_a_number_that_print_lost_is_offered_by_the_code_but_not_as_sure() -> None:
    lost = LAND_2024.replace("AA 00123456", "")
    serial = read_with(lost, "https://tracuu.example.test/gcn/AA00123456").fields["serial_number"]
    assert serial.value == "AA00123456"
    assert serial.confidence < 0.9


def test_another_number_in_the_code_says_nothing_of_the_field() -> None:
    serial = read_with(LAND_2024, "https://tracuu.example.test/gcn/BB99999999").fields["serial_number"]
    assert (serial.value, serial.source) == ("AA 00123456", "ocr")


def test_a_licences_code_confirms_number_and_name() -> None:
    document = read_with(LICENCE, "GPLX|080123456789|Hà Văn Toàn|B2")
    number, name, born = (document.fields[key] for key in ("licence_number", "full_name", "date_of_birth"))
    assert (number.value, number.source) == ("080123456789", "qr")
    assert (name.value, name.source) == ("HÀ VĂN TOÀN", "qr")
    assert born.source == "ocr"


def test_a_health_insurance_cards_code_in_hexadecimal_spells_the_name() -> None:
    name = "Trần Thị Bình".encode().hex()
    document = read_with(INSURANCE.replace("TRẦN THỊ BÌNH", "TRÂN THỊ BÌNH"), f"0801234567|{name}|03/04/1985|2|-|$")
    full_name, born = document.fields["full_name"], document.fields["date_of_birth"]
    assert (full_name.value, full_name.source) == ("TRẦN THỊ BÌNH", "qr")
    assert (born.value, born.source) == ("1985-04-03", "qr")
    assert document.fields["card_number"].confidence > 0.99


def test_a_portals_code_that_names_the_paper_speaks_for_its_kind() -> None:
    code = Code("QRCode", "H60.12-261120-0001|1.001193|Giấy khai sinh|2026-11-20", (100, 100, 240, 240))
    evidence, _ = phrases_in(list(CATALOGUE), lay_out(page("Họ, chữ đệm, tên: NGUYỄN THỊ VƯỢNG", codes=[code])))
    assert evidence["birth_certificate"] == ("GIẤY KHAI SINH",)
    assert evidence["marriage_certificate"] == ()


@pytest.mark.parametrize(
    "said",
    ["", "|" * 500, "x" * 5000, "https://[", "http://a/%zz?=&", "\x00\x01", Cover().payload, "00" * 900, "='1';|𝟎𝟖𝟎"],
)
def test_hostile_codes_change_nothing(said: str) -> None:
    plain = understand([page(LICENCE, sure=0.85)], CATALOGUE)[0].fields
    found = read_with(LICENCE, said).fields if said != Cover().payload else plain
    assert {name: (field.value, field.source) for name, field in found.items()} == {
        name: (field.value, field.source) for name, field in plain.items()
    }
