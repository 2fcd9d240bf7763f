"""A document's fields: what was found, held against everything that can speak for or against it, and how sure it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ocr.model import FieldValue, Finding
from ocr.understanding.cards import card_fields
from ocr.understanding.check import check
from ocr.understanding.classify import PageView
from ocr.understanding.confidence import probability
from ocr.understanding.draft import Draft, Evidence
from ocr.understanding.extract import extract
from ocr.understanding.form import read_form
from terms.addresses import hold_against_tables
from terms.kinds import Kind
from terms.text import same_spelling


@dataclass(frozen=True)
class Lifted:
    """The fields of one document before they are numbers to show: drafts, and what the checks said of each."""

    kind: Kind
    views: tuple[PageView, ...]
    drafts: Mapping[str, Draft]
    findings: Mapping[str, tuple[Finding, ...]]

    def fields(self) -> dict[str, FieldValue]:
        """Every field of the kind with its probability, contradictions first among what was found."""
        return {spec.name: self._field(spec.name) for spec in self.kind.fields}

    def _field(self, name: str) -> FieldValue:
        draft, findings = self.drafts[name], self.findings.get(name, ())
        value = draft.value or None
        confidence = probability(self.kind.field(name), draft, findings, [view.sheet.page for view in self.views])
        return FieldValue(
            value,
            round(confidence, 4),
            draft.page if draft.box is not None or value is not None else None,
            draft.box,
            draft.source,
            tuple(sorted(findings, key=lambda finding: finding.agrees)),
            normalised=hold_against_tables(value).today if value and self.kind.field(name).type == "place" else "",
        )


def lift_fields(kind: Kind, views: Sequence[PageView]) -> Lifted:
    """What the pages of one document of this kind say in each field. Raises nothing; `views` are not empty."""
    match = views[0].title_of(kind)
    form = read_form(kind, [view.sheet for view in views], match.own if match else ())
    drafts = _with_codes(extract(kind, form, views), _machine_read(kind, views))
    return Lifted(kind, tuple(views), drafts, check(kind, drafts, form, views))


def _machine_read(kind: Kind, views: Sequence[PageView]) -> dict[str, FieldValue]:
    if kind.code != "citizen_id":
        return {}
    fields: dict[str, FieldValue] = {}
    for view in views:
        if view.card is not None:
            for name, value in card_fields(view.card).items():
                if name not in fields or value.confidence > fields[name].confidence:
                    fields[name] = value
    return fields


def _with_codes(drafts: Mapping[str, Draft], machine: Mapping[str, FieldValue]) -> dict[str, Draft]:
    """Codes outrank print; where print says the same, its box (where a person looks) and spelling stay."""
    return {name: _with_code(draft, machine[name]) if name in machine else draft for name, draft in drafts.items()}


def _with_code(printed: Draft, code: FieldValue) -> Draft:
    if code.value is None:
        return printed
    same = printed.value is not None and same_spelling(printed.value, code.value)
    if not same and printed.value is not None and printed.sureness >= code.confidence:
        return printed
    outranked = replace(printed, refused="outranked", rivals=())
    return Draft(
        value=printed.value if same else code.value,
        tokens=printed.tokens if same else (),
        page=printed.page if same else code.page or printed.page,
        source=code.source,
        evidence=Evidence("machine", reading=max(code.confidence, printed.sureness if same else 0.0)),
        label=code.source,
        place=printed.box if same and printed.box is not None else code.box,
        rivals=(outranked, *printed.rivals),
    )
