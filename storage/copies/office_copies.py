"""Copies under Decree 30/2020, Article 25: SAO Y, SAO LỤC, TRÍCH SAO; made and signed by the office, not certified.

They have a numbering of their own, common to the three forms, from 1 each year. Nothing of the certified copy is
theirs: no Article 22, no certifier, no book of certification, no public code.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from storage.audit.log import record
from storage.base import now
from storage.copies.tables import OfficeCopy
from storage.documents.tables import Document
from storage.offices.counters import next_number
from storage.scope import REVIEWER, SEAL_KEEPER, Actor, fetch, visible
from storage.text import VIETNAM, required
from terms.errors import AccessError, InputError, StateError

FORMS = {"sao_y": "SY", "sao_luc": "SL", "trich_sao": "TrS"}  # Decree 30/2020, Annex III: as they are abbreviated


def begin_office_copy(session: Session, actor: Actor, document_id: str, form: str, *, symbol: str) -> OfficeCopy:
    """A copy that waits for the office's signature, with its number.

    `symbol`: number and symbol with {number} and {form} in braces, `{number:02}/{form}-UBND`: configuration. Raises
    StateError("wrong_state") for a document no person has confirmed.
    """
    actor.require(REVIEWER, SEAL_KEEPER)
    document = fetch(session, actor, Document, document_id)
    if document.office_id != actor.office_id:
        raise AccessError("not_found")
    if form not in FORMS or actor.person_id is None:
        raise InputError("bad_request", detail=f"hình thức sao / form of copy: {form[:20]}")
    if document.state not in ("confirmed", "stored"):
        raise StateError("wrong_state", detail=f"the document is {document.state}, not confirmed")
    year = now().astimezone(VIETNAM).year
    number = next_number(session, document.office_id, f"office_copy-{year}")
    copy = OfficeCopy(
        office_id=document.office_id,
        document_id=document.id,
        form=form,
        year=year,
        number=number,
        symbol=symbol.format(number=number, form=FORMS[form]),
        made_by=actor.person_id,
    )
    session.add(copy)
    session.flush()
    record(session, actor, "office_copy.begin", "office_copy", copy.id, details={"symbol": copy.symbol})
    return copy


def set_built(session: Session, actor: Actor, copy_id: str, unsigned_sha256: str) -> OfficeCopy:
    """Its file is built and waits for the office's signature."""
    copy = _waiting(session, actor, copy_id)
    copy.unsigned_sha256 = unsigned_sha256
    session.flush()
    return copy


def issue_office_copy(session: Session, actor: Actor, copy_id: str, pdf_sha256: str) -> OfficeCopy:
    """The office has signed; the issued file is `pdf_sha256`. Raises AccessError unless the actor keeps the seal."""
    actor.require(SEAL_KEEPER)
    copy = _waiting(session, actor, copy_id)
    copy.state, copy.pdf_sha256, copy.signed_by, copy.issued_at = "issued", pdf_sha256, actor.person_id, now()
    record(session, actor, "office_copy.issue", "office_copy", copy.id, details={"sha256": pdf_sha256})
    session.flush()
    return copy


def void_office_copy(session: Session, actor: Actor, copy_id: str, reason: str) -> OfficeCopy:
    """It will not be signed; its number stays empty."""
    copy = _waiting(session, actor, copy_id)
    copy.state = "void"
    details = {"reason": required(reason, 500, "the reason"), "symbol": copy.symbol}
    record(session, actor, "office_copy.void", "office_copy", copy.id, details=details)
    session.flush()
    return copy


def office_copy_by_id(session: Session, actor: Actor, copy_id: str) -> OfficeCopy:
    """The copy; raises AccessError("not_found")."""
    return fetch(session, actor, OfficeCopy, copy_id)


def office_copies(session: Session, actor: Actor, *, waiting: bool, limit: int = 100) -> list[OfficeCopy]:
    """Those that wait for the office's signature, oldest first; or all others, newest first."""
    query = visible(actor, OfficeCopy)
    if waiting:
        query = query.where(OfficeCopy.state == "waiting").order_by(OfficeCopy.created_at, OfficeCopy.id)
    else:
        query = query.where(OfficeCopy.state != "waiting").order_by(OfficeCopy.created_at.desc(), OfficeCopy.id.desc())
    return list(session.scalars(query.limit(limit)))


def _waiting(session: Session, actor: Actor, copy_id: str) -> OfficeCopy:
    actor.require(REVIEWER, SEAL_KEEPER)
    copy = fetch(session, actor, OfficeCopy, copy_id, lock=True)
    if copy.state != "waiting":
        raise StateError("wrong_state", detail=f"the copy is {copy.state}")
    return copy
