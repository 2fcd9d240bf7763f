"""Conversion: from a confirmed paper to an electronic document the law knows (Law 20/2023/QH15, Article 12).

A converted document carries the mark (ký hiệu riêng) with time and name of who converted it. A permit, certificate or
confirmation issued by an authority also needs the digital signature of the office that converted it; until then it is
confirmed but not stored, and cannot be re-used.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from storage.audit.log import record
from storage.base import now
from storage.documents.holding import hold_document
from storage.documents.tables import Document
from storage.dossiers.dossiers import settle_state
from storage.scope import Actor, visible
from storage.search.index import index_document
from storage.text import required
from terms.errors import StateError


def record_conversion(
    session: Session, actor: Actor, document_id: str, *, mark: str, sha256: str, needs_office_signature: bool
) -> Document:
    """Say that the document was converted: its mark, the converted file, and whether the office must sign it.

    Without need of a signature it is stored at once with the trust `digitised`. Converted by the person who acts, or,
    where the program does it, in the name of the person who confirmed. Raises StateError("wrong_state") unless the
    document is confirmed.
    """
    document = hold_document(session, actor, document_id)
    if document.state != "confirmed":
        raise StateError("wrong_state", detail=f"the document is {document.state}, not confirmed")
    document.conversion_mark = required(mark, 1000, "the conversion mark")
    document.converted_sha256 = sha256
    document.converted_by, document.converted_at = actor.person_id or document.confirmed_by, now()
    document.needs_office_signature = needs_office_signature
    details = {"sha256": sha256, "needs_office_signature": needs_office_signature}
    record(session, actor, "document.convert", "document", document.id, details=details)
    if not needs_office_signature:
        _store(session, actor, document, "digitised")
    session.flush()
    return document


def record_office_signature(session: Session, actor: Actor, document_id: str, sha256: str) -> Document:
    """Say that the office has signed the converted file, now `sha256`; stored with the trust `digitised_signed`.

    Raises StateError("wrong_state") unless the document is converted and waits for the signature.
    """
    document = hold_document(session, actor, document_id)
    if document.state != "confirmed" or document.converted_sha256 is None or not document.needs_office_signature:
        raise StateError("wrong_state", detail="the document does not wait for the office's signature")
    document.converted_sha256, document.office_signed_at = sha256, now()
    record(session, actor, "document.office_signature", "document", document.id, details={"sha256": sha256})
    _store(session, actor, document, "digitised_signed")
    session.flush()
    return document


def awaiting_office_signature(session: Session, actor: Actor, *, limit: int = 100) -> list[Document]:
    """The converted documents of the actor's offices that wait for the office's signature, oldest first."""
    query = visible(actor, Document).where(
        Document.state == "confirmed", Document.needs_office_signature, Document.converted_sha256.is_not(None)
    )
    return list(session.scalars(query.order_by(Document.converted_at, Document.id).limit(limit)))


def awaiting_conversion(session: Session, actor: Actor, *, limit: int = 100) -> list[Document]:
    """The confirmed documents of the actor's offices that were not converted yet, oldest first."""
    query = visible(actor, Document).where(Document.state == "confirmed", Document.converted_sha256.is_(None))
    return list(session.scalars(query.order_by(Document.confirmed_at, Document.id).limit(limit)))


def set_status(session: Session, actor: Actor, document_id: str, status: str, reason: str) -> Document:
    """Say that a stored document no longer holds (superseded, revoked, disputed), or holds again (in_force)."""
    document = hold_document(session, actor, document_id)
    if document.state != "stored" or status not in ("in_force", "superseded", "revoked", "disputed"):
        raise StateError("wrong_state", detail="only a stored document has a status")
    details = {"status": status, "was": document.status, "reason": required(reason, 500, "the reason")}
    document.status = status
    record(session, actor, "document.status", "document", document.id, details=details)
    session.flush()
    return document


def _store(session: Session, actor: Actor, document: Document, trust: str) -> None:
    document.state, document.trust = "stored", trust
    session.flush()
    record(session, actor, "document.store", "document", document.id, details={"trust": trust})
    index_document(session, document.id)
    if document.dossier_id:
        settle_state(session, document.dossier_id)
