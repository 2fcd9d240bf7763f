"""What a field is held against: the reviewer is told which check spoke; nothing is ever changed by one."""

from __future__ import annotations

from pathlib import Path

import pytest

import ocr
import samples
from ocr.model import FieldValue, Finding
from ocr.understanding.features import FEATURES
from ocr.understanding.holders import Known, against_store
from samples.dossiers import file_of
from terms import checks
from terms.addresses import hold_against_tables
from tests.understanding.paper import CATALOGUE, MOTTO, one, read
from tests.understanding.test_civil_status import BIRTH_2020
from tests.understanding.test_land_and_business import ENTERPRISE


def said(field: FieldValue) -> dict[str, bool]:
    return {finding.check: finding.agrees for finding in field.findings}


def test_a_sound_paper_is_confirmed_by_what_it_says_twice() -> None:
    fields = one(BIRTH_2020).fields
    assert said(fields["personal_id"]) == {"birth_year": True, "sex_digit": True, "birth_province": True}
    assert said(fields["date_of_birth"]) == {"date_words": True, "birth_year": True}
    assert said(fields["place_of_origin"]) == {"place": True, "birth_province": True}


def test_the_date_in_words_contradicts_the_figures_and_both_are_shown() -> None:
    field = one(BIRTH_2020.replace("09/10/2020", "08/10/2020")).fields["date_of_birth"]
    assert (field.value, field.confidence < 0.9) == ("2020-10-08", True)
    assert field.findings[0] == Finding("date_words", agrees=False, beside="2020-10-09")


@pytest.mark.parametrize(("number", "check"), [
    ("008319234685", "birth_year"), ("008220234685", "sex_digit"), ("498320234685", "number_form"),
    ("003320234685", "number_province"),
])  # fmt: skip
def test_digits_of_a_personal_number_that_cannot_be_so_are_named_and_left(number: str, check: str) -> None:
    field = one(BIRTH_2020.replace("008320234685", number)).fields["personal_id"]
    assert (field.value, field.confidence < 0.9) == (number, True)
    assert said(field)[check] is False


def test_a_birth_registered_in_another_province_is_named_and_no_reason_to_doubt() -> None:
    field = one(BIRTH_2020.replace("008320234685", "001320234685")).fields["personal_id"]
    assert said(field)["birth_province"] is False
    assert field.confidence >= 0.9


def test_a_commune_as_it_was_says_where_it_lies_today() -> None:
    field = one(BIRTH_2020).fields["place_of_origin"]
    assert field.value == "thôn Đồng Trò, xã Lực Hành, huyện Yên Sơn, tỉnh Tuyên Quang"
    assert field.normalised.endswith("Tỉnh Tuyên Quang")
    assert field.normalised.startswith("Xã ")


def test_a_commune_read_surely_stands_as_printed_and_the_table_s_spelling_beside_it() -> None:
    field = one(BIRTH_2020.replace("xã Lực Hành, huyện Yên Sơn,\n", "xã Lục Hành, huyện Yên Sơn,\n")).fields[
        "place_of_origin"
    ]
    assert field.value == "thôn Đồng Trò, xã Lục Hành, huyện Yên Sơn, tỉnh Tuyên Quang"
    assert field.findings[0] == Finding("place_spelling", agrees=False, beside="Xã Lực Hành")
    assert field.confidence < 0.9


@pytest.mark.parametrize(("address", "unknown", "near"), [
    ("xã Lục Hàn, huyện Yên Sơn, tỉnh Tuyên Quang", "xã Lục Hàn", "Xã Lực Hành"),
    ("xã Lực Hành, huyện Yên Sớm, tỉnh Tuyên Quang", "huyện Yên Sớm", "Huyện Yên Sơn"),
    ("xã Không Đâu Cả, huyện Yên Sơn, tỉnh Tuyên Quang", "xã Không Đâu Cả", None),
])  # fmt: skip
def test_a_unit_that_no_table_has_is_named_with_what_it_may_be(address: str, unknown: str, near: str | None) -> None:
    held = hold_against_tables(address)
    assert (held.unknown, held.complete) == (unknown, False)
    assert near in held.near if near else held.near == ()


def test_a_province_with_a_dash_in_its_name_is_one() -> None:
    assert hold_against_tables("phường Phước Trung, thành phố Bà Rịa, tỉnh Bà Rịa - Vũng Tàu").complete


def test_a_tax_code_with_a_wrong_check_digit_is_for_a_person() -> None:
    sound = one(MOTTO + ENTERPRISE if not ENTERPRISE.startswith(MOTTO) else ENTERPRISE).fields["enterprise_code"]
    digits = sound.value or ""
    wrong = digits[:-1] + str((int(digits[-1]) + 1) % 10)
    field = one(ENTERPRISE.replace(digits, wrong)).fields["enterprise_code"]
    assert (said(sound)["tax_code"], said(field)["tax_code"]) == (True, False)
    assert (field.value, field.confidence < 0.9) == (wrong, True)


CARD_OF_CHILD = (
    MOTTO
    + """
^CĂN CƯỚC CÔNG DÂN
^Citizen Identity Card

Số / No.:   008320234685
Họ và tên / Full name:
NGUYỄN THỊ VƯƠNG
Ngày sinh / Date of birth: 09/10/2020
Giới tính / Sex: Nữ   Quốc tịch / Nationality: Việt Nam
"""
)


def test_papers_of_one_person_in_a_dossier_are_held_against_each_other() -> None:
    birth, card = read(BIRTH_2020, CARD_OF_CHILD)
    name = birth.fields["full_name"]
    assert name.value == "NGUYỄN THỊ VƯỢNG"
    assert (
        Finding("other_paper", agrees=False, beside="Căn cước: NGUYỄN THỊ VƯƠNG")
        in [Finding(one.check, one.agrees, one.beside.replace("Thẻ căn cước", "Căn cước")) for one in name.findings]
        or said(name)["other_paper"] is False
    )
    assert said(birth.fields["personal_id"])["other_paper"] is True
    assert said(card.fields["date_of_birth"])["other_paper"] is True


def test_papers_of_different_people_say_nothing_of_each_other() -> None:
    stranger = CARD_OF_CHILD.replace("008320234685", "001190004455").replace("VƯƠNG", "HOA")
    birth, _card = read(BIRTH_2020, stranger)
    assert "other_paper" not in said(birth.fields["full_name"])


def test_the_store_raises_what_agrees_and_lowers_what_does_not() -> None:
    kind, fields = CATALOGUE["birth_certificate"], one(BIRTH_2020).fields
    same = Known("Nguyễn Thị Vượng", "008320234685", "2020-10-09", "Giấy khai sinh số 215/2020")
    other = Known("Nguyễn Thị Vương", "008320234685", "2020-10-09", "Thẻ căn cước")
    agreed = against_store(kind, fields, [same])["full_name"]
    differs = against_store(kind, fields, [other])["full_name"]
    assert agreed.confidence > fields["full_name"].confidence > differs.confidence
    assert differs.findings[0] == Finding("store", agrees=False, beside="Thẻ căn cước: Nguyễn Thị Vương")
    assert (agreed.value, differs.value) == (fields["full_name"].value,) * 2


def test_every_check_of_the_model_has_its_words() -> None:
    spoken = {name.partition(":")[2] for name in FEATURES if name.startswith("agrees:")} - {"code"}
    assert spoken <= set(checks.CHECKS)


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "flaw", "check"), [
    ("judicial_record", "birth_year", "birth_year"), ("birth_certificate", "sex_digit", "sex_digit"),
])  # fmt: skip
def test_a_contradiction_planted_by_the_mill_is_found_and_named(
    tmp_path: Path, kind: str, flaw: samples.Flaw, check: str
) -> None:
    drawn = (samples.draw(kind, f"at odds {number}", contradicting=flaw) for number in range(40))
    paper = next(paper for paper in drawn if paper.contradictions == (flaw,))
    file = file_of("paper", [(paper, samples.wear(paper, level=1, seed=1))], 1)
    path = tmp_path / file.name
    path.write_bytes(file.data)
    (document,) = ocr.read_file(path, CATALOGUE).documents
    told = [field for field in document.fields.values() if said(field).get(check) is False]
    assert told
    assert all(field.confidence < 0.9 for field in told)
