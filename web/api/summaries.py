"""Rows of storage as the API shows them."""

from __future__ import annotations

from storage.tables import Document
from web.api.models import DocumentSummary


def summary(document: Document) -> DocumentSummary:
    """A document in one line."""
    return DocumentSummary(
        id=document.id,
        doc_code=document.doc_code,
        kind=document.kind,
        title=document.title,
        status=document.status,
        trust=document.trust,
        valid_from=document.valid_from,
        valid_to=document.valid_to,
        stored_at=document.converted_at,
    )
