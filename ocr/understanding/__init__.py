"""From words to papers: a pile of pages is grouped into documents, each named and its fields lifted.

Pure: the same pages and catalogue give the same documents; no picture, file, network or clock but today's date.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from ocr.model import DocumentReading, FieldValue, PageReading
from ocr.quality import RETAKE
from ocr.understanding.check import check
from ocr.understanding.classify import PageView, view
from ocr.understanding.extract import extract
from ocr.understanding.group import Group, group
from ocr.understanding.layout import lay_out
from terms.kinds import Catalogue, Kind

__all__ = ["lift", "understand"]

_POOR_PAGE: Final = 0.85


def understand(pages: Sequence[PageReading], catalogue: Catalogue) -> tuple[DocumentReading, ...]:
    """The documents among the pages, in the order of their first pages, with every field of their kinds.

    A page that is blank belongs to no document unless it stands between two pages of one.
    """
    views = [view(lay_out(page), catalogue) for page in pages]
    found = tuple(_document(one, catalogue) for one in group(views, catalogue))
    return tuple(replace(document, fields=_doubted(document.fields, pages)) for document in found)


def lift(pages: Sequence[PageReading], kind: Kind, catalogue: Catalogue) -> dict[str, FieldValue]:
    """Every field of `kind` from pages that are one paper of that kind, as a person has said."""
    views = [view(lay_out(page), catalogue) for page in pages]
    return _doubted(_fields(kind, [view for view in views if not view.blank]), pages)


def _document(one: Group, catalogue: Catalogue) -> DocumentReading:
    kind = catalogue[one.verdict.code]
    printed = [view for view in one.views if not view.blank]
    marks = tuple(dict.fromkeys(mark for view in printed for mark in view.marks))
    return DocumentReading(
        kind=kind.code,
        kind_confidence=round(one.verdict.confidence, 4),
        pages=one.pages,
        fields=_fields(kind, printed),
        why=one.verdict.why,
        marks=marks,
    )


def _fields(kind: Kind, printed: Sequence[PageView]) -> dict[str, FieldValue]:
    # Circular 03/2025/TT-VPCP, Article 5: what is classified is not digitised. Of blank pages there is nothing to say.
    if not printed or any("secret" in page.marks for page in printed):
        return {spec.name: FieldValue(None, 0.0) for spec in kind.fields}
    return check(kind, extract(kind, printed), printed)


def _doubted(fields: Mapping[str, FieldValue], pages: Sequence[PageReading]) -> dict[str, FieldValue]:
    """The fields, none of them sure that stands on a page which should be captured again."""
    poor = {page.number for page in pages if RETAKE in page.warnings}
    return {
        name: replace(value, confidence=min(value.confidence, _POOR_PAGE)) if value.page in poor else value
        for name, value in fields.items()
    }
