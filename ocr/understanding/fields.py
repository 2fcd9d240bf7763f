"""A document's fields: what was found, held against everything that can speak for or against it, and how sure it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ocr.model import FieldValue, Finding
from ocr.understanding.check import check
from ocr.understanding.classify import PageView
from ocr.understanding.coded import with_codes
from ocr.understanding.confidence import FieldModel, probability
from ocr.understanding.draft import Draft
from ocr.understanding.extract import extract
from ocr.understanding.form import read_form
from terms.addresses import hold_against_tables
from terms.kinds import FieldSpec, Kind

_FIGURES: Final = ("personal_number", "date", "number", "code", "area")


@dataclass(frozen=True)
class Lifted:
    """The fields of one document before they are numbers to show: drafts, and what the checks said of each."""

    kind: Kind
    views: tuple[PageView, ...]
    drafts: Mapping[str, Draft]
    findings: Mapping[str, tuple[Finding, ...]]

    def fields(self, model: FieldModel | None = None) -> dict[str, FieldValue]:
        """Every field of the kind with its probability, contradictions first among what was found."""
        return {spec.name: self._field(spec.name, model) for spec in self.kind.fields}

    def _field(self, name: str, model: FieldModel | None) -> FieldValue:
        draft, findings = self.drafts[name], self.findings.get(name, ())
        value = draft.value or None
        confidence = probability(
            self.kind.field(name), draft, findings, [view.sheet.page for view in self.views], model
        )
        return FieldValue(
            value,
            round(confidence, 4),
            draft.page if draft.box is not None or value is not None else None,
            draft.box,
            draft.source,
            tuple(sorted(findings, key=lambda finding: finding.agrees)),
            handwritten=_by_hand(self.kind.field(name), draft),
            normalised=hold_against_tables(value).today if value and self.kind.field(name).type == "place" else "",
        )


def _by_hand(spec: FieldSpec, draft: Draft) -> bool:
    """Whether the value was written by hand: one figure of a number or date tells it, most words of any other."""
    written = [token.by_hand for token in draft.tokens]
    return any(written) if spec.type in _FIGURES else 2 * sum(written) > len(written)


def lift_fields(kind: Kind, views: Sequence[PageView]) -> Lifted:
    """What the pages of one document of this kind say in each field. Raises nothing; `views` are not empty."""
    match = views[0].title_of(kind)
    form = read_form(kind, [view.sheet for view in views], match.own if match else ())
    drafts = with_codes(kind, extract(kind, form, views), views)
    return Lifted(kind, tuple(views), drafts, check(kind, drafts, form, views))
