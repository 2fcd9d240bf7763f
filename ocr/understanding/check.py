"""Fields against each other: what agrees grows surer, what contradicts is for a person.

A personal number holds the sex and the year of birth of its owner; dates run forwards; a name printed twice on a paper
should be spelt the same. Nothing is corrected here: contradictions exist on real papers too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from ocr.model import FieldValue
from ocr.understanding.classify import PageView
from terms.dates import PartialDate
from terms.identifiers import personal_number
from terms.kinds import Check, FieldSpec, Kind
from terms.names import join_names, right_surname
from terms.text import fold, nfc, spelling_key
from terms.units import birth_province

_DOUBTED = 0.5
_LATEST = timedelta(days=400)


def check(kind: Kind, fields: Mapping[str, FieldValue], views: Sequence[PageView]) -> dict[str, FieldValue]:
    """The fields with confidences raised or lowered by what they say of each other."""
    checked = dict(fields)
    for spec in kind.fields:
        checked[spec.name] = _alone(spec, checked[spec.name], views)
    _spelt_two_ways(kind, checked)
    for one in kind.checks:
        _RULES[one.rule](one, checked)
    return checked


def _alone(spec: FieldSpec, field: FieldValue, views: Sequence[PageView]) -> FieldValue:
    """What a value says by itself."""
    if field.value is None:
        return field
    if spec.type == "date":
        found = _date(field)
        if found is None or found.first_day > datetime.now(UTC).date() + (
            _LATEST * 40 if "expiry" in spec.name else _LATEST
        ):
            return _doubt(field)
    if spec.type == "personal_number":
        number = personal_number(field.value)
        if number is None:
            return _doubt(field)
        if number.province_code is not None and birth_province(number.province_code) is None:
            return _doubt(field, 0.7)
    if spec.type in ("name", "names"):
        return _name(field, views)
    return field


def _name(field: FieldValue, views: Sequence[PageView]) -> FieldValue:
    """A name that stands twice is surer; a surname that there is not, but for its accents, is doubted."""
    names = (field.value or "").split("; ")
    pages = [nfc(segment.text).casefold() for view in views for segment in view.sheet.segments]
    if all(sum(name.casefold() in text for text in pages) >= 2 for name in names):
        return _raise(field, 0.5)
    right = [right_surname(name) for name in names]
    if right != names:
        return replace(_doubt(field, 0.7), value=join_names(right))
    return field


def _spelt_two_ways(kind: Kind, fields: dict[str, FieldValue]) -> None:
    """The same name with other marks in another field ("HỘ KINH DOANH … HÃNG", "… HẰNG"): one of them is misread."""
    worded = [spec.name for spec in kind.fields if spec.type in ("name", "text", "person_or_body")]
    for spec in kind.fields:
        name = fields[spec.name].value
        if spec.type != "name" or not name or len(name.split()) < 2:
            continue
        for other in worded:
            text = fields[other].value or ""
            if other != spec.name and fold(name) in fold(text) and spelling_key(name) not in spelling_key(text):
                fields[spec.name], fields[other] = _doubt(fields[spec.name], 0.75), _doubt(fields[other], 0.75)


def _number_agrees(one: Check, fields: dict[str, FieldValue]) -> None:
    number_field = fields[one.fields[0]]
    number = personal_number(number_field.value or "")
    if number is None or number.old:
        return
    agree = True
    birth_field = fields[one.fields[1]]
    if (birth := _date(birth_field)) is not None:
        agree &= birth.year == number.birth_year
    sex_field = fields[one.fields[2]] if len(one.fields) > 2 else None
    if sex_field is not None and sex_field.value is not None:
        agree &= sex_field.value == number.sex
    if birth is None:
        return
    if agree:
        fields[one.fields[0]] = _raise(number_field, 0.4)
        fields[one.fields[1]] = _raise(birth_field, 0.3)
        if sex_field is not None:
            fields[one.fields[2]] = _raise(sex_field, 0.6)
        return
    # Of two that disagree, one read by a machine from a code is not in doubt.
    for name in one.fields:
        if fields[name].source not in ("qr", "mrz"):
            fields[name] = _doubt(fields[name], 0.6)


def _in_order(one: Check, fields: dict[str, FieldValue]) -> None:
    known = [(name, found) for name in one.fields if (found := _date(fields[name])) is not None]
    for (before, earlier), (after, later) in pairwise(known):
        if earlier.first_day > later.last_day:
            fields[before], fields[after] = _doubt(fields[before]), _doubt(fields[after])


def _years_apart(one: Check, fields: dict[str, FieldValue]) -> None:
    earlier, later = (_date(fields[name]) for name in one.fields[:2])
    if earlier is not None and later is not None and later.last_day.year - earlier.first_day.year < one.years:
        for name in one.fields[:2]:
            fields[name] = _doubt(fields[name])


_RULES = {"personal_number_agrees": _number_agrees, "in_order": _in_order, "years_apart": _years_apart}


def _date(field: FieldValue) -> PartialDate | None:
    try:
        return PartialDate.from_iso(field.value) if field.value else None
    except ValueError:
        return None


def _raise(field: FieldValue, share: float) -> FieldValue:
    """Surer by `share` of what was missing to certainty. A reading that was hardly one stays for a person."""
    if field.value is None or field.confidence < 0.5:
        return field
    return replace(field, confidence=round(1 - (1 - field.confidence) * (1 - share), 4))


def _doubt(field: FieldValue, at_most: float = _DOUBTED) -> FieldValue:
    return replace(field, confidence=min(field.confidence, at_most)) if field.value is not None else field
