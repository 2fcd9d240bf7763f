"""Fields against each other: what agrees grows surer, what contradicts is for a person.

A personal number holds the sex and the year of birth of its owner; dates run forwards; a name printed twice on a paper
should be spelt the same. Nothing is corrected here: contradictions exist on real papers too. What each check says is
in `terms.checks`; what it is worth, in `confidence`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from ocr.model import Finding
from ocr.understanding.classify import PageView
from ocr.understanding.draft import Draft
from ocr.understanding.form import Form
from terms.dates import PartialDate, find_dates
from terms.identifiers import personal_number
from terms.kinds import Check, FieldSpec, Kind
from terms.names import oddly_marked
from terms.text import fold, nfc, spelling_key
from terms.units import birth_province

_LATEST = timedelta(days=400)

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
    return {name: tuple(findings) for name, findings in found.items() if findings}


def _alone(spec: FieldSpec, draft: Draft, form: Form, views: Sequence[PageView]) -> list[Finding]:
    """What a value says by itself, and a second wording of it."""
    if spec.type == "date":
        return [*_date_possible(spec, draft), *_in_words(spec, draft, form)]
    if spec.type == "personal_number":
        number = personal_number(draft.value or "")
        if number is None:
            return [Finding("number_form", agrees=False)]
        if number.province_code is not None and birth_province(number.province_code) is None:
            return [Finding("number_province", agrees=False)]
    if spec.type in ("name", "names"):
        return _name(draft, views)
    return []


def _date_possible(spec: FieldSpec, draft: Draft) -> list[Finding]:
    found = _date(draft)
    latest = datetime.now(UTC).date() + (_LATEST * 40 if "expiry" in spec.name else _LATEST)
    return [] if found is not None and found.first_day <= latest else [Finding("date_form", agrees=False)]


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
    """What a code on the paper says beside its print."""
    if draft.evidence.place != "machine" or not draft.rivals or draft.rivals[0].value is None:
        return []
    printed = draft.rivals[0].value
    agrees = spelling_key(printed) == spelling_key(draft.value or "")
    return [Finding(draft.source, agrees, "" if agrees else printed)]


def _name(draft: Draft, views: Sequence[PageView]) -> list[Finding]:
    """A name that stands twice; a surname that there is not, but for its accents."""
    names = (draft.value or "").split("; ")
    pages = [nfc(segment.text).casefold() for view in views for segment in view.sheet.segments]
    found = []
    if all(sum(name.casefold() in text for text in pages) >= 2 for name in names):
        found.append(Finding("name_twice", agrees=True))
    if draft.evidence.put_right:
        found.append(Finding("surname", agrees=False))
    if any(oddly_marked(name) or not _MIXED_UP.isdisjoint(name.casefold().split()) for name in names):
        found.append(Finding("syllables", agrees=False))
    return found


# Syllables of names that recognisers give for another name's however well they see it: no model for Vietnamese knows
# the letter ỵ, and a hook above a circumflex looks like an acute.
_MIXED_UP = frozenset(("my", "ty", "ấn"))


def _spelt_two_ways(kind: Kind, drafts: Drafts, found: Findings) -> None:
    """The same name with other marks in another field ("HỘ KINH DOANH … HÃNG", "… HẰNG"): one of them is misread."""
    worded = [spec.name for spec in kind.fields if spec.type in ("name", "text", "person_or_body")]
    for spec in kind.fields:
        name = drafts[spec.name].value
        if spec.type != "name" or not name or len(name.split()) < 2:
            continue
        for other in worded:
            text = drafts[other].value or ""
            if other != spec.name and fold(name) in fold(text) and spelling_key(name) not in spelling_key(text):
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


_RULES = {"personal_number_agrees": _number_agrees, "in_order": _in_order, "years_apart": _years_apart}


def _date(draft: Draft) -> PartialDate | None:
    try:
        return PartialDate.from_iso(draft.value) if draft.value else None
    except ValueError:
        return None
