"""From words to papers: a pile of pages is grouped into documents, each named and its fields lifted.

Pure: the same pages and catalogue give the same documents; no picture, file, network or clock but today's date.
"""

from __future__ import annotations

from collections.abc import Sequence

from ocr.model import DocumentReading, FieldValue, PageReading
from ocr.understanding.check import check
from ocr.understanding.classify import view
from ocr.understanding.extract import extract
from ocr.understanding.group import Group, group
from ocr.understanding.layout import lay_out
from terms.kinds import Catalogue

__all__ = ["understand"]


def understand(pages: Sequence[PageReading], catalogue: Catalogue) -> tuple[DocumentReading, ...]:
    """The documents among the pages, in the order of their first pages, with every field of their kinds.

    A page that is blank belongs to no document unless it stands between two pages of one.
    """
    views = [view(lay_out(page), catalogue) for page in pages]
    return tuple(_document(one, catalogue) for one in group(views, catalogue))


def _document(one: Group, catalogue: Catalogue) -> DocumentReading:
    kind = catalogue[one.verdict.code]
    printed = [view for view in one.views if not view.blank]
    marks = tuple(dict.fromkeys(mark for view in printed for mark in view.marks))
    if "secret" in marks:  # Circular 03/2025/TT-VPCP, Article 5: what is classified is not digitised
        fields = {spec.name: FieldValue(None, 0.0) for spec in kind.fields}
    else:
        fields = check(kind, extract(kind, printed), printed)
    return DocumentReading(
        kind=kind.code,
        kind_confidence=round(one.verdict.confidence, 4),
        pages=one.pages,
        fields=fields,
        why=one.verdict.why,
        marks=marks,
    )
