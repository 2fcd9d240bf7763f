"""Fields against each other: what agrees grows surer, what contradicts is for a person.

A personal number holds the sex and the year of birth of its owner; dates run forwards; a name printed twice on a paper
should be spelt the same. Nothing is corrected here: contradictions exist on real papers too. What each check says is
in `terms.checks`; what it is worth, in `confidence`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from ocr.model import Finding
from ocr.understanding.classify import PageView
from ocr.understanding.draft import Draft
from ocr.understanding.features import FIGURES
from ocr.understanding.form import Form
from ocr.understanding.shapes import LIKELIER, shapes_of
from ocr.understanding.signature import electronic_signing_day
from ocr.understanding.word_checks import name_findings, place_findings
from terms.addresses import find_address
from terms.dates import PartialDate, find_dates
from terms.identifiers import find_personal_numbers, is_tax_code, personal_number
from terms.kinds import Check, FieldSpec, Kind
from terms.text import fold, spelling_key
from terms.units import birth_province, successor

_LATEST = timedelta(days=400)
_WELL_READ = 0.5
_LAST_COUNTRY = "3"
"""Numbers of people born abroad begin with their country's code, all below 400 (Circular 59/2021/TT-BCA)."""

Findings = dict[str, list[Finding]]
Drafts = Mapping[str, Draft]


def check(kind: Kind, drafts: Drafts, form: Form, views: Sequence[PageView]) -> dict[str, tuple[Finding, ...]]:
    """What the checks say of each field; nothing of a field of which none spoke."""
    found: Findings = defaultdict(list)
    for spec in kind.fields:
        draft = drafts[spec.name]
        if draft.value is not None:
            found[spec.name] += _alone(spec, draft, form, views)
            found[spec.name] += _against_codes(draft)
    _spelt_two_ways(kind, drafts, found)
    for one in kind.checks:
        _RULES[one.rule](one, drafts, found)
    for spec in kind.fields:
        if drafts[spec.name].value is not None and not any(one.agrees for one in found[spec.name]):
            found[spec.name] += _by_shape(spec, drafts[spec.name])
    return {name: tuple(findings) for name, findings in found.items() if findings}


def _alone(spec: FieldSpec, draft: Draft, form: Form, views: Sequence[PageView]) -> list[Finding]:
    """What a value says by itself, and a second wording of it."""
    if spec.type == "date":
        return [*_date_possible(spec, draft), *_in_words(spec, draft, form), *_signing_day(spec, draft, views)]
    if spec.type == "personal_number":
        return _number(draft, views)
    if spec.type in ("name", "names"):
        return name_findings(draft, views)
    if spec.type == "place":
        return place_findings(draft)
    if spec.type == "number" and (year := _YEAR_OF_NUMBER.search(draft.value or "")) is not None:
        possible = _FIRST_YEAR <= int(year[1]) <= datetime.now(UTC).year
        return [] if possible else [Finding("number_form", agrees=False)]
    return []


# "215/2020", "47/2024/QĐ-UBND": four figures behind the number are its year.
_YEAR_OF_NUMBER = re.compile(r"^[0-9]+[A-Za-z]?/([0-9]{4})(?:/|$)")
_FIRST_YEAR = 1945


def _number(draft: Draft, views: Sequence[PageView]) -> list[Finding]:
    """The form of a personal number, its province, and whether it stands a second time on the paper."""
    number = personal_number(draft.value or "")
    if number is None or (not number.old and number.digits[0] > _LAST_COUNTRY):
        return [Finding("number_form", agrees=False)]
    if number.province_code is not None and birth_province(number.province_code) is None:
        return [Finding("number_province", agrees=False)]
    if draft.evidence.place == "machine":
        return []
    printed = [one for view in views for segment in view.sheet.segments for one in find_personal_numbers(segment.text)]
    same = [one for one in printed if one.digits == number.digits]
    near = [one for one in printed if len(one.digits) == 12 and Levenshtein.distance(one.digits, number.digits) == 1]
    if near and not number.old:
        return [Finding("number_twice", agrees=False, beside=near[0].digits)]
    return [Finding("number_twice", agrees=True)] if len(same) >= 2 else []


def _date_possible(spec: FieldSpec, draft: Draft) -> list[Finding]:
    found = _date(draft)
    latest = datetime.now(UTC).date() + (_LATEST * 40 if "expiry" in spec.name else _LATEST)
    return [] if found is not None and found.first_day <= latest else [Finding("date_form", agrees=False)]


def _signing_day(spec: FieldSpec, draft: Draft, views: Sequence[PageView]) -> list[Finding]:
    """The day of the electronic signature's mark: the same as the document's as a rule, never before it."""
    signed = next((day for view in views if (day := electronic_signing_day(view.sheet)) is not None), None)
    issued = _date(draft)
    if "place_date" not in spec.zones or signed is None or issued is None or issued.day is None:
        return []
    if draft.evidence.fit < _WELL_READ:
        return []  # its day may be that of the mark
    if signed == issued:
        return [Finding("signing_day", agrees=True)]
    return [Finding("signing_day", agrees=False, beside=signed.iso)] if signed < issued else []


def _in_words(spec: FieldSpec, draft: Draft, form: Form) -> list[Finding]:
    """The same date in words, just after."""
    if not spec.confirmed_by:
        return []
    confirming = FieldSpec(name=spec.name, labels=spec.labels, type="text", section="*", cues=spec.confirmed_by)
    for label in form.in_printed_order(confirming):
        answer = form.answer(label, confirming)
        if draft.tokens and draft.tokens[0] in answer.tokens:
            return []  # the words are all that was read of it
        words = " ".join(token.text for token in answer.tokens)
        found = [one for one in find_dates(words) if one.written == "words"]
        if found:
            return [Finding("date_words", found[0].date.iso == draft.value, found[0].date.iso)]
    return []


def _against_codes(draft: Draft) -> list[Finding]:
    """What the codes on the paper say: the one that was taken beside the print, another beside what was taken."""
    findings = []
    for rival in draft.rivals:
        if draft.evidence.place != "machine" or rival.refused != "outranked" or rival.value is None:
            continue
        agrees = spelling_key(rival.value) == spelling_key(draft.value or "")
        spoke = rival.source if rival.evidence.place == "machine" else draft.source
        findings.append(Finding(spoke, agrees, "" if agrees else rival.value))
    return findings


def _by_shape(spec: FieldSpec, draft: Draft) -> list[Finding]:
    """A word whose letters by themselves look like another word's, where nothing bears it out."""
    shapes = shapes_of(draft, figures=spec.type in FIGURES)
    if draft.evidence.place == "machine" or shapes.odds < LIKELIER:
        return []
    return [Finding("letter_shapes", agrees=False, beside=f"{shapes.word} / {shapes.instead}")]


def _spelt_two_ways(kind: Kind, drafts: Drafts, found: Findings) -> None:
    """The same name with other marks in another field ("HỘ KINH DOANH … HÃNG", "… HẰNG"): one of them is misread."""
    worded = [spec.name for spec in kind.fields if spec.type in ("name", "text", "person_or_body")]
    for spec in kind.fields:
        name = drafts[spec.name].value
        if spec.type != "name" or not name or len(name.split()) < 2:
            continue
        for other in worded:
            text = drafts[other].value or ""
            if other == spec.name or fold(name) not in fold(text):
                continue
            if drafts[other].read_as:
                found[other].append(Finding("name_spelling", agrees=False, beside=drafts[other].read_as))
            elif spelling_key(name) in spelling_key(text):
                found[other].append(Finding("name_spelling", agrees=True, beside=name))
            else:
                found[spec.name].append(Finding("name_spelling", agrees=False, beside=text))
                found[other].append(Finding("name_spelling", agrees=False, beside=name))


def _number_agrees(one: Check, drafts: Drafts, found: Findings) -> None:
    """The year of birth and the sex in a personal number, against those printed."""
    number_name, birth_name, *sex_name = one.fields
    number = personal_number(drafts[number_name].value or "")
    if number is None or number.old:
        return
    birth = _date(drafts[birth_name])
    if birth is not None:
        agrees = birth.year == number.birth_year
        found[number_name].append(Finding("birth_year", agrees, birth.iso))
        found[birth_name].append(Finding("birth_year", agrees, number.digits))
    sex = drafts[sex_name[0]].value if sex_name else None
    if sex is not None:
        agrees = sex == number.sex
        found[number_name].append(Finding("sex_digit", agrees, sex))
        found[sex_name[0]].append(Finding("sex_digit", agrees, number.digits))


def _in_order(one: Check, drafts: Drafts, found: Findings) -> None:
    known = [(name, date) for name in one.fields if (date := _date(drafts[name])) is not None]
    for (before, earlier), (after, later) in pairwise(known):
        if earlier.first_day > later.last_day:
            found[before].append(Finding("date_order", agrees=False, beside=later.iso))
            found[after].append(Finding("date_order", agrees=False, beside=earlier.iso))


def _years_apart(one: Check, drafts: Drafts, found: Findings) -> None:
    first, second = one.fields[:2]
    earlier, later = _date(drafts[first]), _date(drafts[second])
    if earlier is not None and later is not None and later.last_day.year - earlier.first_day.year < one.years:
        found[first].append(Finding("years_apart", agrees=False, beside=later.iso))
        found[second].append(Finding("years_apart", agrees=False, beside=earlier.iso))


def _birth_province(one: Check, drafts: Drafts, found: Findings) -> None:
    """The province where the birth was registered, in the number, against the place of origin: mostly the same, and
    where not, that proves nothing."""
    number = personal_number(drafts[one.fields[0]].value or "")
    named = find_address(drafts[one.fields[1]].value or "").province
    code = number.province_code if number is not None else None
    if named is None or code is None or (old := birth_province(code)) is None:
        return
    now = successor(code)
    agrees = named.name in (old.name, now.name if now else "")
    found[one.fields[0]].append(Finding("birth_province", agrees, named.full_name))
    found[one.fields[1]].append(Finding("birth_province", agrees, old.full_name))


def _tax_code(one: Check, drafts: Drafts, found: Findings) -> None:
    for name in one.fields:
        if value := drafts[name].value:
            found[name].append(Finding("tax_code", is_tax_code(value)))


_RULES = {
    "personal_number_agrees": _number_agrees,
    "birth_province_agrees": _birth_province,
    "tax_code": _tax_code,
    "in_order": _in_order,
    "years_apart": _years_apart,
}


def _date(draft: Draft) -> PartialDate | None:
    try:
        return PartialDate.from_iso(draft.value) if draft.value else None
    except ValueError:
        return None
