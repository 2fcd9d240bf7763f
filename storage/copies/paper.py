"""Copies on paper (bản sao giấy): numbered in a book of their own, signed by hand and stamped; no copy of them is kept.

The number is reserved when the statement is printed. It stands once the certifier says that all copies are signed and
stamped, and is void with a reason where they were spoilt. Until then it is called to mind, never voided silently.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from storage.audit.log import record
from storage.base import now
from storage.copies.register import settle_issued, void
from storage.copies.tables import PaperCopy, Register, RegisterEntry
from storage.documents.tables import Document
from storage.requests.requests import mark_done
from storage.requests.tables import CertificationRequest
from storage.scope import CERTIFIER, Actor, fetch, visible
from terms.errors import AccessError, StateError

MOST_PAGES = 2000
OVERDUE = dt.timedelta(days=1)


def begin_paper_copy(
    session: Session,
    actor: Actor,
    entry_id: str,
    *,
    page_count: int,
    answers: Mapping[str, Any],
    request_id: str | None = None,
    document_id: str | None = None,
) -> PaperCopy:
    """Copies on paper, begun by their certifier with a number reserved in the book for paper copies.

    `page_count`: of the original. Raises StateError("answers_incomplete"), ("wrong_state") for a number of another book
    or one that is taken; AccessError unless the actor may certify.
    """
    actor.require(CERTIFIER)
    if actor.person_id is None:
        raise AccessError("not_allowed")
    entry = fetch(session, actor, RegisterEntry, entry_id)
    if fetch(session, actor, Register, entry.register_id).kind != "paper_copy" or entry.state != "reserved":
        raise StateError("wrong_state", detail=f"the number {entry.number} is not reserved for a paper copy")
    if session.scalar(select(exists().where(PaperCopy.entry_id == entry.id))):
        raise StateError("wrong_state", detail=f"the number {entry.number} is taken")
    if not answers or not 1 <= page_count <= MOST_PAGES:
        raise StateError("answers_incomplete")
    if request_id is not None:
        fetch(session, actor, CertificationRequest, request_id)
    if document_id is not None:
        fetch(session, actor, Document, document_id)
    copy = PaperCopy(
        office_id=entry.office_id,
        entry_id=entry.id,
        request_id=request_id,
        document_id=document_id,
        page_count=page_count,
        answers=dict(answers),
        certifier_id=actor.person_id,
    )
    session.add(copy)
    session.flush()
    record(session, actor, "paper.begin", "paper_copy", copy.id, details={"number": entry.number})
    return copy


def settle_paper_copy(session: Session, actor: Actor, paper_id: str) -> PaperCopy:
    """They are signed and stamped: the number stands, and the request is done. Said by the certifier who began them.

    Raises StateError("wrong_state"), AccessError("not_allowed").
    """
    copy = _reserved(session, actor, paper_id)
    if copy.certifier_id != actor.person_id:
        raise AccessError("not_allowed")
    settle_issued(session, copy.entry_id)
    copy.state, copy.settled_at = "issued", now()
    if copy.request_id is not None:
        mark_done(session, actor, copy.request_id)
    record(session, actor, "paper.issue", "paper_copy", copy.id)
    session.flush()
    return copy


def void_paper_copy(session: Session, actor: Actor, paper_id: str, reason: str) -> PaperCopy:
    """They were spoilt, or nobody signed them: the number is void with the reason. Any certifier of the office may."""
    copy = _reserved(session, actor, paper_id)
    void(session, actor, copy.entry_id, reason)
    copy.state, copy.settled_at = "void", now()
    record(session, actor, "paper.void", "paper_copy", copy.id, details={"reason": reason})
    session.flush()
    return copy


def paper_by_id(session: Session, actor: Actor, paper_id: str) -> PaperCopy:
    """The copies; raises AccessError("not_found")."""
    return fetch(session, actor, PaperCopy, paper_id)


def unsigned_papers(session: Session, actor: Actor) -> list[PaperCopy]:
    """Those whose number is reserved and neither stands nor is void, oldest first."""
    query = visible(actor, PaperCopy).where(PaperCopy.state == "reserved")
    return list(session.scalars(query.order_by(PaperCopy.created_at, PaperCopy.id)))


def settled_papers(session: Session, actor: Actor, *, limit: int = 60) -> list[PaperCopy]:
    """The others, newest first."""
    query = visible(actor, PaperCopy).where(PaperCopy.state != "reserved")
    return list(session.scalars(query.order_by(PaperCopy.created_at.desc(), PaperCopy.id.desc()).limit(limit)))


def is_overdue(copy: PaperCopy) -> bool:
    """Whether its number has been reserved for more than a day: somebody should say what became of it."""
    return copy.state == "reserved" and copy.created_at < now() - OVERDUE


def _reserved(session: Session, actor: Actor, paper_id: str) -> PaperCopy:
    actor.require(CERTIFIER)
    copy = fetch(session, actor, PaperCopy, paper_id, lock=True)
    if copy.state != "reserved":
        raise StateError("wrong_state", detail=f"the paper copies are {copy.state}")
    return copy
