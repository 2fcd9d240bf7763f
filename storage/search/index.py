"""What of a document can be searched: what its pages say, and its fields as they stand."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from storage.base import now
from storage.documents.tables import Document, DocumentPage, FieldDecision, FieldProposal, Page
from storage.dossiers.tables import Dossier
from storage.search.tables import SearchEntry
from storage.search.words import exact_words, folded_words, indexed

LONGEST = 200_000  # characters of one document: some 80 full pages
LONGEST_INDEXED = 500_000  # of its words in the index: a tsvector of PostgreSQL holds 1 MB, and some go for places


def index_document(session: Session, document_id: str) -> None:
    """Make the document findable as it now stands; take it out if it was rejected or erased."""
    session.flush()
    document = session.get(Document, document_id)
    if document is None or document.state in ("rejected", "erased"):
        forget_document(session, document_id)
        return
    text = _text_of(session, document)[:LONGEST]
    entry = session.scalars(select(SearchEntry).where(SearchEntry.document_id == document_id)).one_or_none()
    if entry is None:
        entry = SearchEntry(document_id=document_id, office_id=document.office_id)
        session.add(entry)
    elif entry.original == text and entry.dossier_id == document.dossier_id:
        return
    entry.office_id, entry.dossier_id = document.office_id, document.dossier_id
    entry.original = text
    entry.exact, entry.folded = (indexed(words(text))[:LONGEST_INDEXED] for words in (exact_words, folded_words))
    entry.indexed_at = now()
    session.flush()


def index_all(session: Session, *, after: str = "", limit: int = 200) -> str | None:
    """Make the next `limit` documents findable anew (`./run rebuild`): the last one's id, None at the end.

    Begin with `after=""` and go on with what it gives, a transaction each, so that nobody is kept waiting.
    """
    query = select(Document.id).where(Document.id > after).order_by(Document.id).limit(limit)
    last = None
    for document_id in session.scalars(query).all():
        forget_document(session, document_id)
        index_document(session, document_id)
        last = document_id
    return last


def forget_document(session: Session, document_id: str) -> None:
    """Take the document out of the index."""
    session.execute(delete(SearchEntry).where(SearchEntry.document_id == document_id))


def _text_of(session: Session, document: Document) -> str:
    pages = session.scalars(
        select(Page.text)
        .join(DocumentPage, DocumentPage.page_id == Page.id)
        .where(DocumentPage.document_id == document.id)
        .order_by(DocumentPage.position)
    ).all()
    values: dict[str, str | None] = {}
    for name, value in session.execute(
        select(FieldProposal.name, FieldProposal.value)
        .where(FieldProposal.document_id == document.id)
        .order_by(FieldProposal.id)
    ):
        values[name] = value
    for name, value in session.execute(
        select(FieldDecision.name, FieldDecision.value)
        .where(FieldDecision.document_id == document.id)
        .order_by(FieldDecision.id)
    ):
        values[name] = value
    dossier = session.get(Dossier, document.dossier_id) if document.dossier_id else None
    codes = [document.title, document.doc_code, dossier.code if dossier else "", dossier.title if dossier else ""]
    return "\n".join(part for part in [*values.values(), *pages, *codes] if part and part.strip())
