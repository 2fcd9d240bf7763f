"""From words to papers: a pile of pages is grouped into documents, each named and its fields lifted.

Pure: the same pages and catalogue give the same documents; no picture, file, network or clock but today's date.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from ocr.model import Box, DocumentReading, FieldValue, PageReading
from ocr.understanding.classify import PageView, Verdict, judge, view
from ocr.understanding.confidence import FieldModel
from ocr.understanding.covers import piles
from ocr.understanding.fields import Lifted, lift_fields
from ocr.understanding.group import Group, group
from ocr.understanding.holders import check_pile
from ocr.understanding.knowledge import Knowledge, shipped
from ocr.understanding.layout import lay_out
from terms.kinds import Catalogue, Kind, Words

__all__ = ["Explained", "Together", "explain", "lift", "understand", "values_on"]

_OF_A_CLOSED_LIST: Final = ("sex", "choice")
_COVER_SAYS_SO: Final = Words(
    vi="Tờ bìa phía trước ghi loại giấy tờ này.", en="The cover sheet before it says that it is one."
)


@dataclass(frozen=True)
class Together:
    """Pages (1-based) that are one paper in this order, as a person has said; `kind`: what they said it is."""

    pages: tuple[int, ...]
    kind: str | None = None


@dataclass(frozen=True)
class Explained:
    """A document with what led to it: its pages as they were seen, and of each field the draft that was taken with its
    evidence, its rivals and what the checks said. `lifted`: None where nothing may or can be lifted."""

    document: DocumentReading
    group: Group
    lifted: Lifted | None


def understand(
    pages: Sequence[PageReading],
    catalogue: Catalogue,
    together: Sequence[Together] = (),
    knowledge: Knowledge | None = None,
) -> tuple[DocumentReading, ...]:
    """The documents among the pages, in the order of their first pages, with every field of their kinds.

    A page that is blank belongs to no document unless it stands between two pages of one; a cover sheet of ours belongs
    to none and parts them. `together`: what a person has put together stays so; it is only named and its fields lifted.
    `knowledge`: what an office learned from its own papers; without it, what ships.
    """
    return tuple(one.document for one in explain(pages, catalogue, together, knowledge))


def explain(
    pages: Sequence[PageReading],
    catalogue: Catalogue,
    together: Sequence[Together] = (),
    knowledge: Knowledge | None = None,
    model: FieldModel | None = None,
) -> tuple[Explained, ...]:
    """As `understand`, each document with what led to it. `model`: of the confidences, without it what ships."""
    views = [view(lay_out(page), catalogue) for page in pages]
    groups = _groups(views, catalogue, together, knowledge or shipped())
    lifted = check_pile([_lifted(catalogue[one.verdict.code], one.views) for one in groups])
    return tuple(
        Explained(_document(one, catalogue, fields, model), one, fields)
        for one, fields in zip(groups, lifted, strict=True)
    )


def lift(pages: Sequence[PageReading], kind: Kind, catalogue: Catalogue) -> dict[str, FieldValue]:
    """Every field of `kind` from pages that are one paper of that kind, as a person has said."""
    views = [view(lay_out(page), catalogue) for page in pages]
    return _fields(kind, _lifted(kind, views))


def _groups(
    views: Sequence[PageView], catalogue: Catalogue, together: Sequence[Together], knowledge: Knowledge
) -> list[Group]:
    """The documents of the pile. Pages on either side of a cover sheet, or of what a person put together, are piles of
    their own."""
    by_number = {view.sheet.number: view for view in views}
    groups = [_as_put(one, [by_number[number] for number in one.pages], catalogue, knowledge) for one in together]
    taken = {number for one in together for number in one.pages}
    for pile in piles(views, taken):
        found = group(pile.views, catalogue, knowledge)
        if pile.kind is not None and found and found[0].verdict.code == pile.kind:
            why = found[0].verdict.why
            said = Words(vi=f"{why.vi} {_COVER_SAYS_SO.vi}", en=f"{why.en} {_COVER_SAYS_SO.en}")
            found[0].verdict = replace(found[0].verdict, why=said)
        groups += found
    return sorted(groups, key=lambda one: min(one.pages))


def _as_put(one: Together, views: list[PageView], catalogue: Catalogue, knowledge: Knowledge) -> Group:
    verdict = judge([view for view in views if not view.blank] or views, catalogue, knowledge)
    if one.kind is not None and one.kind in catalogue:
        verdict = Verdict(one.kind, 1.0, verdict.why)
    return Group(views, verdict, by_person=True)


def values_on(page: PageReading, catalogue: Catalogue) -> tuple[Box, ...]:
    """Where the printed values of fields stand on a page, as far as the page by itself tells: what to proofread."""
    return tuple(
        value.box
        for document in understand([page], catalogue)
        for name, value in document.fields.items()
        if value.box is not None
        and value.value is not None
        and value.source == "ocr"
        and catalogue[document.kind].field(name).type not in _OF_A_CLOSED_LIST
    )


def _document(one: Group, catalogue: Catalogue, lifted: Lifted | None, model: FieldModel | None) -> DocumentReading:
    kind = catalogue[one.verdict.code]
    marks = tuple(dict.fromkeys(mark for view in one.views if not view.blank for mark in view.marks))
    return DocumentReading(
        kind=kind.code,
        kind_confidence=round(one.verdict.confidence, 4),
        pages=one.pages,
        fields=_fields(kind, lifted, model),
        why=one.verdict.why.vi,
        why_en=one.verdict.why.en,
        marks=marks,
    )


def _lifted(kind: Kind, views: Sequence[PageView]) -> Lifted | None:
    printed = [view for view in views if not view.blank]
    # Circular 03/2025/TT-VPCP, Article 5: what is classified is not digitised. Of blank pages there is nothing to say.
    if not printed or any("secret" in page.marks for page in printed):
        return None
    return lift_fields(kind, printed)


def _fields(kind: Kind, lifted: Lifted | None, model: FieldModel | None = None) -> dict[str, FieldValue]:
    return {spec.name: FieldValue(None, 0.0) for spec in kind.fields} if lifted is None else lifted.fields(model)
