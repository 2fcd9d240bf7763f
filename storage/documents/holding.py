"""Holding a document while acting on it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from storage.documents.tables import Document
from storage.dossiers.tables import Dossier
from storage.scope import Actor, fetch


def hold_document(session: Session, actor: Actor, document_id: str) -> Document:
    """The document, held until the transaction ends, and its dossier before it.

    The dossier comes first because whoever re-reads a dossier takes it first: two acts never wait for each other.
    Raises AccessError("not_found").
    """
    seen = fetch(session, actor, Document, document_id)
    if seen.dossier_id is not None:
        fetch(session, actor, Dossier, seen.dossier_id, lock=True)
    return fetch(session, actor, Document, document_id, lock=True)
