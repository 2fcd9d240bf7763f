"""Every layout of every kind: its truth stands on it, its people agree with themselves and the law of their day."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from random import Random

import pytest
import zxingcpp

import samples
from samples import Paper
from samples.papers import LAYOUTS
from samples.world import dashed, slashed
from terms.identifiers import parse_id_card_qr, parse_mrz, personal_number
from terms.kinds import Catalogue
from terms.units import MERGED_ON

ALL = [(kind, name) for kind in samples.KINDS for name in samples.layouts(kind)]


@cache
def drawn(kind: str, name: str) -> Paper:
    return samples.draw(kind, 11, name)


@cache
def catalogue() -> Catalogue:
    return Catalogue.load()


def printed(paper: Paper) -> str:
    return " ".join(" ".join(paper.texts).split())


def spellings(value: str) -> list[str]:
    """How a field's value may stand on paper: dates in figures or words, a sex in Vietnamese, areas with a comma."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        day = date.fromisoformat(value)
        month = f"(0?{day.month})"
        return [
            slashed(day),
            dashed(day),
            rf"ngày(/date)? 0?{day.day} tháng(/month)? {month} năm(/year)? {day.year}",
        ]
    if value in ("male", "female"):
        return ["Nam" if value == "male" else "Nữ"]
    if re.fullmatch(r"\d+(\.\d)?", value):
        whole, _, tenth = value.partition(".")
        comma = f",{tenth}" if tenth else ""
        grouped = f"{whole[:-3]}.{whole[-3:]}" if len(whole) > 3 else whole
        return [re.escape(whole + comma), re.escape(grouped + comma)]
    return [re.escape(value)]


def test_every_kind_of_the_catalogue_is_drawn_in_two_ways_at_least_and_in_one_kept_apart() -> None:
    assert set(samples.KINDS) == set(catalogue().kinds)
    for kind in samples.KINDS:
        first, second = (set(samples.layouts(kind, wordings)) for wordings in ("first", "second"))
        assert len(first) >= 2
        assert second
        assert first | second == set(samples.layouts(kind))
        assert not first & second


def test_a_set_for_judging_is_drawn_from_layouts_kept_apart_alone() -> None:
    drawn_from = {samples.draw("birth_certificate", seed, wordings="second").layout for seed in range(6)}
    assert drawn_from <= set(samples.layouts("birth_certificate", "second"))
    assert samples.draw("birth_certificate", 1, wordings=("birth_of_2006",)).layout == "birth_of_2006"


@pytest.mark.parametrize(("kind", "name"), ALL)
def test_what_the_truth_says_is_printed(kind: str, name: str) -> None:
    paper = drawn(kind, name)
    text = printed(paper)
    known = {field.name for field in catalogue()[kind].fields}
    assert set(paper.fields) <= known
    for field, value in paper.fields.items():
        if value in ("Công văn",):
            continue  # what the contract says of a letter, on which no kind is printed
        for part in value.split("; "):
            assert any(re.search(spelling, text, re.IGNORECASE) for spelling in spellings(part)), (field, part, text)
    assert len(paper.pages) == len(paper.texts) > 0


@pytest.mark.parametrize(("kind", "name"), ALL)
def test_personal_numbers_agree_with_sex_and_birth(kind: str, name: str) -> None:
    fields = drawn(kind, name).fields
    pairs = [("personal_id", "date_of_birth"), ("wife_personal_id", "wife_date_of_birth")]
    pairs.append(("husband_personal_id", "husband_date_of_birth"))
    for number, born in pairs:
        if number in fields and born in fields:
            parsed = personal_number(fields[number])
            assert parsed is not None
            if not parsed.old:
                assert str(parsed.birth_year) == fields[born][:4]
                assert parsed.sex == fields.get("sex", parsed.sex)
                assert parsed.sex == {"wife_personal_id": "female", "husband_personal_id": "male"}.get(
                    number, parsed.sex
                )


@pytest.mark.parametrize("seed", range(4))
def test_nothing_issued_after_june_2025_knows_a_district(seed: int) -> None:
    for kind, name in (
        ("construction_permit", "permit_of_a_commune"),
        ("household_business_registration", "household_of_a_commune"),
        ("land_use_certificate", "certificate_of_2024"),
        ("judicial_record", "record_of_police"),
    ):
        paper = samples.draw(kind, seed, name)
        if date.fromisoformat(paper.fields["issue_date"]) >= MERGED_ON:
            assert not re.search(r"\b(huyện|quận|thị xã)\b", printed(paper), re.IGNORECASE), printed(paper)


def test_the_card_s_code_and_machine_readable_zone_say_what_its_face_says() -> None:
    with_codes = [name for name in samples.layouts("citizen_id") if "nine_digits" not in name and "coded" not in name]
    for seed, name in enumerate(with_codes * 2):
        card = samples.draw("citizen_id", seed, name)
        lines = [line for line in "\n".join(card.texts).splitlines() if re.fullmatch(r"[A-Z0-9<]{30}", line)]
        zone = parse_mrz(lines)
        assert zone is not None
        assert zone.sound, zone.faults
        assert zone.number.digits == card.fields["personal_id"]
        codes = [found.text for page in card.pages for found in zxingcpp.read_barcodes(page)]
        parsed = [code for code in map(parse_id_card_qr, codes) if code]
        assert len(parsed) == 1, codes
        assert parsed[0].full_name.upper() == card.fields["full_name"]
        assert parsed[0].number.digits == card.fields["personal_id"]
        assert parsed[0].residence == card.fields["permanent_residence"]
        assert parsed[0].issue_date is not None
        assert parsed[0].issue_date.iso == card.fields["issue_date"]


def test_the_same_seed_draws_the_same_paper_and_another_seed_another() -> None:
    one, again, other = (samples.draw("marriage_certificate", seed) for seed in (3, 3, 4))
    assert [page.tobytes() for page in one.pages] == [page.tobytes() for page in again.pages]
    assert one.fields == again.fields
    assert one.fields != other.fields


def test_what_is_planted_to_disagree_says_so() -> None:
    paper = samples.draw("birth_certificate", 5, "birth_extract", contradicting="birth_year")
    number = personal_number(paper.fields["personal_id"])
    assert number is not None
    assert str(number.birth_year) != paper.fields["date_of_birth"][:4]
    assert paper.contradictions == ("birth_year",)
    assert not drawn("birth_certificate", "birth_extract").contradictions


@pytest.mark.parametrize(
    ("kind", "layout", "flaw"),
    [
        ("birth_certificate", "birth_extract", "sex_digit"),
        ("birth_certificate", "birth_extract", "province_digits"),
        ("birth_certificate", "birth_extract", "date_in_words"),
        ("birth_certificate", "birth_extract", "before_birth"),
        ("residence_confirmation", "ct07_of_2024", "commune_in_district"),
        ("citizen_id", "chip_card_of_2021", "qr_and_print"),
        ("citizen_id", "chip_card_of_2021", "mrz_and_print"),
        ("marital_status_certificate", "marital_status_of_2020", "name_twice"),
        ("death_extract", "death_extract_copy", "before_birth"),
    ],
)
def test_each_sort_of_contradiction_can_be_planted_and_is_named(kind: str, layout: str, flaw: samples.Flaw) -> None:
    planted = samples.draw(kind, 3, layout, contradicting=flaw)
    assert planted.contradictions == (flaw,)
    assert planted.texts != samples.draw(kind, 3, layout).texts or flaw == "qr_and_print"


def test_a_registration_before_the_birth_and_a_code_of_somebody_else_are_what_they_say() -> None:
    birth = samples.draw("birth_certificate", 3, "birth_extract", contradicting="before_birth").fields
    assert birth["registration_date"] < birth["date_of_birth"]
    card = samples.draw("citizen_id", 3, "chip_card_of_2021", contradicting="qr_and_print")
    codes = [parse_id_card_qr(found.text) for page in card.pages for found in zxingcpp.read_barcodes(page)]
    assert [code.number.digits == card.fields["personal_id"] for code in codes if code] == [False]


def test_any_contradiction_that_a_paper_can_bear_is_planted_where_none_is_named() -> None:
    found = {samples.draw(kind, 8, contradicting=True).contradictions for kind in samples.KINDS[1:6]}
    assert () not in found
    assert len(found) >= 2


def test_an_unknown_kind_or_layout_is_refused() -> None:
    with pytest.raises(KeyError):
        samples.draw("passport", 1)
    with pytest.raises(KeyError):
        samples.draw("other", 1, "no_such_layout")


def test_layouts_are_in_use_when_they_are_dated() -> None:
    for kind, name in ALL:
        issued = drawn(kind, name).fields.get("registration_date")
        if issued and "extract" not in name:
            assert LAYOUTS[kind][name].fits(date.fromisoformat(issued))


def test_a_stamp_of_another_office_adds_its_lines_and_changes_no_field() -> None:
    paper = drawn("diploma", "diploma_of_a_high_school")
    birth = drawn("birth_certificate", "birth_extract")
    copy = samples.certified(birth, Random(1))
    assert copy.marks == ("certified_copy",)
    assert copy.fields == birth.fields
    assert "CHỨNG THỰC BẢN SAO ĐÚNG VỚI BẢN CHÍNH" in copy.texts[-1]
    assert copy.pages[-1].tobytes() != birth.pages[-1].tobytes()
    letter = samples.received(drawn("administrative_document", "letter"), Random(2))
    assert letter.marks == ("received",)
    assert "CÔNG VĂN ĐẾN" in letter.texts[0]
    assert samples.certified(paper, Random(1)).marks == ()  # a small sheet has no room for it
