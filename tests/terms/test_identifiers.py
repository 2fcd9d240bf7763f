"""Personal numbers, tax codes, and what the identity card says to machines."""

from __future__ import annotations

import pytest

from terms.identifiers import (
    check_digit,
    find_mrz,
    find_personal_numbers,
    is_tax_code,
    mask,
    parse_id_card_qr,
    parse_mrz,
    personal_number,
)

CARD = ("IDVNM0850001235008085000123<<3", "8503013M4503015VNM<<<<<<<<<<<0", "NGUYEN<<VAN<AN<<<<<<<<<<<<<<<<")


def test_twelve_digits_tell_province_sex_and_year() -> None:
    number = personal_number("008 320 234685")
    assert number is not None
    assert (number.province_code, number.sex, number.birth_year) == ("08", "female", 2020)


def test_nine_digits_tell_nothing() -> None:
    number = personal_number("071234567")
    assert number is not None
    assert number.old
    assert (number.province_code, number.sex, number.birth_year) == (None, None, None)


@pytest.mark.parametrize("text", ["00832023468", "0083202346855", "00832O234685", "", "số 008320234685"])
def test_other_text_is_no_personal_number(text: str) -> None:
    assert personal_number(text) is None


def test_numbers_are_found_in_a_line_twelve_digits_first() -> None:
    line = "CMND số 071234567, nay là CCCD số 008084098143 cấp ngày 02/08/2021"
    assert [one.digits for one in find_personal_numbers(line)] == ["008084098143", "071234567"]


def test_a_masked_number_shows_its_last_four_digits_only() -> None:
    assert mask("008320234685") == "••••••••4685"
    assert mask("123") == "•••"


def test_tax_codes() -> None:
    assert is_tax_code("0100233488")
    assert is_tax_code("0100233488-001")
    assert is_tax_code("008320234685")
    assert not is_tax_code("0100233487")
    assert not is_tax_code("0100233488-000")


def test_a_cards_qr_code_gives_its_seven_fields() -> None:
    card = parse_id_card_qr("008065204771|071234567|NGÔ BÁ QUYẾT|22061965|Nam|xã Thiện Kế, Tuyên Quang|02082021")
    assert card is not None
    assert (card.number.digits, card.old_number, card.full_name, card.sex) == (
        "008065204771",
        "071234567",
        "NGÔ BÁ QUYẾT",
        "male",
    )
    assert card.date_of_birth is not None
    assert card.issue_date is not None
    assert (card.date_of_birth.iso, card.issue_date.iso) == ("1965-06-22", "2021-08-02")


def test_newer_cards_append_fields_and_a_wrong_charset_is_put_right() -> None:
    text = "008165204772||NGÔ THỊ QUYẾT|00001965|Nữ|xã Thiện Kế|02082024|||KHÁC"
    card = parse_id_card_qr(text.encode().decode("latin-1"))
    assert card is not None
    assert (card.full_name, card.old_number, card.rest) == ("NGÔ THỊ QUYẾT", None, ("", "", "KHÁC"))
    assert card.date_of_birth is not None
    assert card.date_of_birth.iso == "1965"


NEWER = "008165204772||NGÔ THỊ QUYẾT|04091965|Nữ|thôn 3, xã Thiện Kế|02082024|Ngô Văn Hùng|Lê Thị Hòa|008165999999|"


def test_what_further_fields_of_newer_cards_are_their_shape_tells() -> None:
    card = parse_id_card_qr(NEWER)
    assert card is not None
    assert card.parents == ("Ngô Văn Hùng", "Lê Thị Hòa")
    assert card.cancelled_numbers == ("008165999999",)
    assert card.rest == ("Ngô Văn Hùng", "Lê Thị Hòa", "008165999999", "")


@pytest.mark.parametrize("encoding", ["latin-1", "cp437", "cp1251", "mac_roman"])
def test_a_code_that_a_reader_took_for_another_encoding_is_put_right(encoding: str) -> None:
    card = parse_id_card_qr(NEWER.encode().decode(encoding))
    assert card is not None
    assert (card.full_name, card.sex, card.residence) == ("NGÔ THỊ QUYẾT", "female", "thôn 3, xã Thiện Kế")


def test_a_code_of_which_letters_were_lost_keeps_what_is_whole() -> None:
    card = parse_id_card_qr("008165204772||NG? TH? QUY?T|04091965|N?|th?n 3|02082024")
    assert card is not None
    assert (card.number.digits, card.full_name, card.residence, card.sex) == ("008165204772", "", "", "female")
    assert card.date_of_birth is not None


def test_dates_with_slashes_are_read_too() -> None:
    card = parse_id_card_qr("008165204772||NGÔ THỊ QUYẾT|04/09/1965|Nữ|thôn 3|02/08/2024")
    assert card is not None
    assert card.date_of_birth is not None
    assert card.issue_date is not None
    assert (card.date_of_birth.iso, card.issue_date.iso) == ("1965-09-04", "2024-08-02")


def test_a_code_that_contradicts_itself_says_so() -> None:
    assert (card := parse_id_card_qr(NEWER)) is not None
    assert card.consistent
    assert (card := parse_id_card_qr(NEWER.replace("|Nữ|", "|Nam|"))) is not None
    assert not card.consistent
    assert (card := parse_id_card_qr(NEWER.replace("04091965", "04091966"))) is not None
    assert not card.consistent


@pytest.mark.parametrize(
    "text",
    [
        "008165204772|" + "x" * 1000 + "|A|04091965|Nữ|x|02082024",
        "008165204772" + "|" * 40,
        "０08165204772||NGÔ THỊ QUYẾT|04091965|Nữ|thôn 3|02082024",
    ],
)
def test_hostile_codes_are_no_cards(text: str) -> None:
    assert parse_id_card_qr(text) is None


def test_hostile_fields_of_a_card_are_left_out() -> None:
    card = parse_id_card_qr("008165204772|1 OR 1=1|<script>alert(1)</script>|99999999|x|<b>|31022024")
    assert card is not None
    assert (card.old_number, card.full_name, card.date_of_birth, card.sex, card.issue_date) == (
        None,
        "",
        None,
        None,
        None,
    )


@pytest.mark.parametrize("text", ["https://example.test/v/1", "1|2|3", "00806520477|0|A|22061965|Nam|x|02082021"])
def test_another_qr_code_is_no_card(text: str) -> None:
    assert parse_id_card_qr(text) is None


def test_the_machine_readable_zone_holds_together() -> None:
    card = parse_mrz(CARD)
    assert card is not None
    assert card.sound
    assert (card.number.digits, card.name, card.sex) == ("008085000123", "NGUYEN VAN AN", "male")
    assert card.date_of_birth is not None
    assert card.expiry is not None
    assert (card.date_of_birth.iso, card.expiry.iso) == ("1985-03-01", "2045-03-01")


def test_letters_read_for_digits_are_put_right() -> None:
    card = parse_mrz((CARD[0].replace("0850001235", "O85OOO123S"), CARD[1].replace("8503", "85O3", 1), CARD[2]))
    assert card is not None
    assert card.sound


@pytest.mark.parametrize("position", [6, 14, 20, 27 - 1])
def test_a_wrong_digit_is_told(position: int) -> None:
    wrong = str((int(CARD[0][position]) + 1) % 10)
    card = parse_mrz((CARD[0][:position] + wrong + CARD[0][position + 1 :], *CARD[1:]))
    assert card is not None
    assert not card.sound


def test_the_zone_is_found_among_other_lines() -> None:
    found = find_mrz(["CỤC TRƯỞNG", *(" ".join((line[:10], line[10:])) for line in CARD), "x"])
    assert found is not None
    assert found.sound
    assert find_mrz(["CỤC TRƯỞNG", CARD[0]]) is None


def test_check_digits_follow_icao_9303() -> None:
    assert check_digit("D23145890734") == "9"
    assert check_digit("740812") == "2"
