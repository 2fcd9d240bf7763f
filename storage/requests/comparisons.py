"""Comparisons with the original paper by somebody else than the certifier, where an office works like that."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from storage.audit.log import record
from storage.documents.readings import pages_of_document
from storage.documents.tables import Document
from storage.requests.tables import Comparison
from storage.scope import CERTIFIER, REVIEWER, Actor, fetch, visible
from terms.errors import AccessError, InputError, StateError


def record_comparison(session: Session, actor: Actor, document_id: str, ticked: Iterable[int]) -> Comparison:
    """The actor compared each page (`ticked`, from 1) of a confirmed document with the original.

    Raises InputError("answers_incomplete") unless every page was, StateError("wrong_state") for a document that no
    person has confirmed, AccessError unless the actor reviews or certifies.
    """
    document = fetch(session, actor, Document, document_id)
    actor.require(REVIEWER, CERTIFIER)
    if actor.person_id is None:
        raise AccessError("not_allowed")
    if document.state not in ("confirmed", "stored"):
        raise StateError("wrong_state", detail=f"the document is {document.state}, not confirmed")
    pages = [page.id for page in pages_of_document(session, actor, document_id)]
    if not pages or sorted(set(ticked)) != list(range(1, len(pages) + 1)):
        raise InputError("answers_incomplete")
    done = Comparison(office_id=document.office_id, document_id=document.id, pages=pages, compared_by=actor.person_id)
    session.add(done)
    session.flush()
    details = {"document_id": document.id, "pages": len(pages)}
    record(session, actor, "document.compare", "comparison", done.id, details=details)
    return done


def comparison_of(session: Session, actor: Actor, document_id: str) -> Comparison | None:
    """The newest comparison of the document as its pages are now; None if there is none."""
    fetch(session, actor, Document, document_id)
    query = visible(actor, Comparison).where(Comparison.document_id == document_id)
    found = session.scalars(query.order_by(Comparison.id.desc()).limit(1)).one_or_none()
    pages = [page.id for page in pages_of_document(session, actor, document_id)]
    return found if found is not None and found.pages == pages else None
