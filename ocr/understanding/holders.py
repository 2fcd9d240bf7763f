"""People as several papers name them: across the papers of a dossier, and against what the office's store holds.

One personal number is one person: names and dates of birth beside it should agree. Where they do, all of them grow
surer; where they do not, a reviewer sees the other paper's value beside. Nothing is changed: people do change names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import permutations

from rapidfuzz.distance import Levenshtein

from ocr.model import FieldValue, Finding
from ocr.understanding.confidence import SURE, with_finding
from ocr.understanding.fields import Lifted
from terms.identifiers import personal_number
from terms.kinds import Holder, Kind
from terms.text import fold, same_spelling

_TELLING_NAME = 3
"""Syllables from which on two people of one dossier hardly bear the same name."""


@dataclass(frozen=True)
class Known:
    """A person as a paper names them, or a store does (then `paper`, what the paper is called, is "")."""

    name: str
    number: str | None
    born: str | None
    paper: str


def check_pile(pile: Sequence[Lifted | None]) -> list[Lifted | None]:
    """The documents of a pile, each with what the others say of its holders."""
    said: dict[tuple[int, str], list[Finding]] = {}
    people = [
        (number, holder, known)
        for number, lifted in enumerate(pile)
        if lifted is not None
        for holder, known in _holders(lifted.kind, {name: draft.value for name, draft in lifted.drafts.items()})
    ]
    for (mine, holder, one), (other, _, known) in permutations(people, 2):
        if mine != other:
            for field, finding in compared(holder, one, known, "other_paper").items():
                said.setdefault((mine, field), []).append(finding)
    return [lifted if lifted is None else _with(lifted, number, said) for number, lifted in enumerate(pile)]


def against_store(kind: Kind, fields: Mapping[str, FieldValue], known: Sequence[Known]) -> dict[str, FieldValue]:
    """The fields of a paper once the store has spoken: `known` are people it holds, of the caller's own office."""
    made = dict(fields)
    for holder, one in _holders(kind, {name: field.value for name, field in fields.items()}):
        found: dict[str, list[Finding]] = {}
        for other in known:
            for field, finding in compared(holder, one, other, "store").items():
                found.setdefault(field, []).append(finding)
        for field, findings in found.items():
            made[field] = _told(made[field], _weightiest(findings))
    return made


def compared(holder: Holder, one: Known, other: Known, check: str) -> dict[str, Finding]:
    """What `other` says of the fields that name `one`; nothing if they are not the same person for all one can tell."""
    alike = same_spelling(one.name, other.name)
    telling = fold(one.name) == fold(other.name) and len(one.name.split()) >= _TELLING_NAME
    same_number = one.number is not None and one.number == other.number
    near = _near(one.number, other.number)
    born_alike = one.born is not None and one.born == other.born
    if not same_number and not (telling and (near or born_alike or None in (one.number, other.number))):
        return {}
    found = {holder.name: Finding(check, alike, "" if alike else _beside(other, other.name))}
    if holder.personal_number and one.number and other.number:
        beside = "" if same_number else _beside(other, other.number)
        found[holder.personal_number] = Finding(check, same_number, beside)
    if holder.date_of_birth and one.born and other.born and len(one.born) == len(other.born):
        beside = "" if born_alike else _beside(other, other.born)
        found[holder.date_of_birth] = Finding(check, born_alike, beside)
    return found


def _beside(other: Known, value: str) -> str:
    return f"{other.paper}: {value}" if other.paper else value


def numbers_of(kind: Kind, fields: Mapping[str, FieldValue]) -> list[str]:
    """The personal numbers of the paper's holders."""
    values = {name: field.value for name, field in fields.items()}
    return [known.number for _, known in _holders(kind, values) if known.number is not None]


def _holders(kind: Kind, values: Mapping[str, str | None]) -> list[tuple[Holder, Known]]:
    """The people a paper is about. Of several in one field nobody can say whose number it is."""
    found = []
    for holder in kind.holders:
        name = values.get(holder.name)
        if holder.organisation or not name or ";" in name:
            continue
        number = personal_number(values.get(holder.personal_number or "") or "")
        digits = number.digits if number is not None and not number.old else None
        found.append((holder, Known(name, digits, values.get(holder.date_of_birth or ""), kind.names.vi)))
    return found


def _near(one: str | None, other: str | None) -> bool:
    """True for two numbers of which one digit was misread, or written wrong."""
    return one is not None and other is not None and Levenshtein.distance(one, other, score_cutoff=1) == 1


def _weightiest(findings: Sequence[Finding]) -> Finding:
    return min(findings, key=lambda finding: finding.agrees)


def _with(lifted: Lifted, number: int, said: Mapping[tuple[int, str], list[Finding]]) -> Lifted:
    more = {name: _weightiest(findings) for (mine, name), findings in said.items() if mine == number}
    if not more:
        return lifted
    findings = {**lifted.findings}
    for name, finding in more.items():
        findings[name] = (*findings.get(name, ()), finding)
    return replace(lifted, findings=findings)


def _told(field: FieldValue, finding: Finding) -> FieldValue:
    sure = with_finding(field.confidence, finding)
    if any(not one.agrees for one in field.findings) and field.confidence < SURE:
        sure = min(sure, field.confidence)  # what another check doubts stays for a person
    findings = tuple(sorted((*field.findings, finding), key=lambda one: one.agrees))
    return replace(field, confidence=sure, findings=findings)
