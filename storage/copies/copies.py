"""Certified copies as rows: draft, certified by a person, issued by the office; or void; or annulled later.

`signing.act` does the act; these verbs keep its state and refuse what the law refuses: no copy without every page
compared and every item answered, none with one person as certifier and seal keeper, none without a number.
"""

from __future__ import annotations

import base64
import datetime as dt
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session

from storage.audit.log import record
from storage.base import now
from storage.copies.register import settle_issued, void
from storage.copies.tables import CertifiedCopy, Register, RegisterEntry
from storage.documents.tables import Document
from storage.offices.break_glass import checked_reason
from storage.offices.tables import Office
from storage.requests.refusals import kept_back
from storage.requests.requests import mark_done
from storage.scope import CERTIFIER, SEAL_KEEPER, Actor, fetch, visible
from storage.text import VIETNAM, kept, line, past_day, required
from terms.errors import AccessError, StateError

_CODE, _SHA256 = re.compile(r"[a-z2-7]{26}"), re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class PublicCopy:
    """What anybody may know of an issued copy: no name of a requester, no content. `date`: of the certification, ISO.

    `status`: in_force, renewed, annulled or void.
    """

    kind: str
    original_name: str
    number: int
    register_symbol: str
    date: str
    office_name: str
    office_name_en: str
    status: str
    is_demo: bool
    pdf_sha256: str | None
    page_count: int
    annulled_on: str | None = None
    annulment_number: str | None = None  # of the decision, which the public page must show with its date
    annulment_date: str | None = None  # ISO (Circular 01/2020, Article 7)

    @property
    def decision(self) -> str | None:
        """The decision of annulment as one cites it in Viet Nam: `12/QĐ-UBND ngày 20/11/2026`."""
        return cited(self.annulment_number, self.annulment_date) if self.annulment_number else None


def cited(number: str, day: str | None) -> str:
    """A decision by number and day (ISO), as one cites it in Viet Nam."""
    return f"{number} ngày {'/'.join(reversed(day.split('-')))}" if day else number


def begin_copy(
    session: Session,
    actor: Actor,
    document_id: str,
    *,
    requester_name: str,
    page_count: int,
    answers: Mapping[str, Any],
    pages_compared: Iterable[int],
    entry_id: str | None = None,
    request_id: str | None = None,
    comparer_id: str | None = None,
) -> CertifiedCopy:
    """A draft, begun by its certifier, with its public code, the answers to Article 22 and the pages compared.

    `request_id`: what it answers; `comparer_id`: who compared it, where that was somebody else than the certifier.
    Raises StateError("answers_incomplete") unless there are answers and every page from 1 to `page_count` was compared,
    StateError("wrong_state") for a document no person has confirmed, AccessError unless the actor may certify.
    """
    copy = new_copy(
        session,
        actor,
        document_id,
        requester_name=requester_name,
        page_count=page_count,
        answers=answers,
        pages_compared=pages_compared,
        request_id=request_id,
        comparer_id=comparer_id,
    )
    copy.entry_id = reserved_entry(session, actor, entry_id)
    session.add(copy)
    session.flush()
    record(session, actor, "copy.begin", "certified_copy", copy.id, details={"document_id": copy.document_id})
    return copy


def new_copy(
    session: Session,
    actor: Actor,
    document_id: str,
    *,
    requester_name: str,
    page_count: int,
    answers: Mapping[str, Any],
    pages_compared: Iterable[int],
    request_id: str | None,
    comparer_id: str | None,
) -> CertifiedCopy:
    """The row of a copy, checked and not yet stored: the inner step of `begin_copy` and `prepared.prepare_copy`."""
    certifier = _person(actor, CERTIFIER)
    document = fetch(session, actor, Document, document_id)
    if document.state not in ("confirmed", "stored"):
        raise StateError("wrong_state", detail=f"the document is {document.state}, not confirmed")
    ticked = sorted(set(pages_compared))
    if not answers or page_count < 1 or ticked != list(range(1, page_count + 1)):
        raise StateError("answers_incomplete")
    return CertifiedCopy(
        office_id=document.office_id,
        document_id=document.id,
        code=new_code(),
        requester_name=line(requester_name, 200),
        page_count=page_count,
        answers=dict(answers),
        pages_compared=ticked,
        certifier_id=certifier,
        is_demo=session.get_one(Office, document.office_id).is_demo,
        request_id=request_id,
        comparer_id=comparer_id,
    )


def set_certified(
    session: Session,
    actor: Actor,
    copy_id: str,
    *,
    certified_sha256: str,
    entry_id: str | None = None,
    manifest: Mapping[str, Any] | None = None,
) -> CertifiedCopy:
    """The certifier has signed; the file so far is `certified_sha256`. It waits for the seal.

    The reserved number is given here unless `begin_copy` got it. Raises StateError("wrong_state"),
    AccessError("not_allowed") unless the actor is the one who began it.
    """
    copy = _held(session, actor, copy_id, "draft")
    if _person(actor, CERTIFIER) != copy.certifier_id:
        raise AccessError("not_allowed")
    if entry_id is not None:
        copy.entry_id = reserved_entry(session, actor, entry_id)
    if copy.entry_id is None:
        raise StateError("wrong_state", detail="the copy has no number yet")
    if manifest is not None:
        copy.manifest = dict(manifest)
    copy.state, copy.certified_sha256, copy.certified_at = "certified", certified_sha256, now()
    record(session, actor, "copy.certify", "certified_copy", copy.id, details={"sha256": certified_sha256})
    session.flush()
    return copy


def set_issued(
    session: Session, actor: Actor, copy_id: str, *, pdf_sha256: str, break_glass: str = ""
) -> CertifiedCopy:
    """The office has signed; the issued file is `pdf_sha256` and the number stands for it.

    The actor keeps the seal and is not the certifier, unless the office allows to break the glass and `break_glass`
    says why: then the copy and the register say so, too. Raises StateError("same_person_twice"), ("wrong_state"),
    ("kept_back") where the original was kept back meanwhile, AccessError("not_allowed").
    """
    copy = _held(session, actor, copy_id, "certified")
    if kept_back(session, actor, copy.document_id) is not None:
        raise StateError("kept_back")
    keeper = _person(actor, SEAL_KEEPER)
    if keeper == copy.certifier_id:
        _break_glass(session, actor, copy, break_glass)
    if copy.entry_id is None:
        raise StateError("wrong_state", detail="the copy has no number")
    settle_issued(session, copy.entry_id)
    copy.state, copy.seal_keeper_id = "issued", keeper
    copy.pdf_sha256, copy.issued_at = pdf_sha256, now()
    if copy.request_id is not None:
        mark_done(session, actor, copy.request_id)
    record(session, actor, "copy.issue", "certified_copy", copy.id, details={"sha256": pdf_sha256})
    session.flush()
    return copy


def _break_glass(session: Session, actor: Actor, copy: CertifiedCopy, reason: str) -> None:
    """One person certified and seals: with the reason in the copy, in the register's note and in the log, or not."""
    if not reason:
        raise StateError("same_person_twice")
    words = checked_reason(session.get_one(Office, copy.office_id), reason)
    copy.break_glass_reason = words
    if copy.entry_id is not None:
        entry = fetch(session, actor, RegisterEntry, copy.entry_id, lock=True)
        said = f"Một người chứng thực và ký số của cơ quan: {words}"
        entry.note = f"{entry.note}; {said}" if entry.note else said
    record(session, actor, "copy.break_glass", "certified_copy", copy.id, details={"reason": words})


def broken_glass(session: Session, actor: Actor, *, limit: int = 20) -> list[CertifiedCopy]:
    """The copies that one person certified and sealed, latest first."""
    query = visible(actor, CertifiedCopy).where(CertifiedCopy.break_glass_reason != "")
    return list(session.scalars(query.order_by(CertifiedCopy.id.desc()).limit(limit)))


def void_copy(session: Session, actor: Actor, copy_id: str, reason: str) -> CertifiedCopy:
    """A copy that was begun will not be issued; its number, if it has one, is void with the reason.

    Raises StateError("wrong_state") for an issued one, which can only be annulled.
    """
    copy = _held(session, actor, copy_id, "draft", "certified")
    words = required(reason, 500, "the reason")
    if copy.entry_id is not None:
        void(session, actor, copy.entry_id, words)
    copy.state = copy.status = "void"
    record(session, actor, "copy.void", "certified_copy", copy.id, details={"reason": words})
    session.flush()
    return copy


@dataclass(frozen=True)
class Annulment:
    """The decision by which a copy is annulled: its number, its date (ISO), and why."""

    number: str
    date: str
    reason: str = ""


def annul(session: Session, actor: Actor, copy_id: str, decision: Annulment) -> CertifiedCopy:
    """Annul an issued copy by a decision of the chairman (Circular 01/2020, Article 7); the public page says so.

    Raises StateError("wrong_state"); InputError("bad_request") unless the decision has a number and a day that is past.
    """
    copy = _held(session, actor, copy_id, "issued")
    if copy.status == "annulled":
        raise StateError("wrong_state", detail="the copy is annulled already")
    copy.annulment_number = required(decision.number, 60, "the number of the decision")
    copy.annulment_date = past_day(decision.date, "the date of the decision")
    copy.annulment_reason = kept(decision.reason)
    copy.status, copy.annulled_at, copy.annulled_by = "annulled", now(), actor.person_id
    details = {"decision": copy.annulment_number, "date": copy.annulment_date}
    record(session, actor, "copy.annul", "certified_copy", copy.id, details=details)
    session.flush()
    return copy


def copy_by_id(session: Session, actor: Actor, copy_id: str) -> CertifiedCopy:
    """The copy; raises AccessError("not_found")."""
    return fetch(session, actor, CertifiedCopy, copy_id)


def copies_of(session: Session, actor: Actor, document_id: str) -> list[CertifiedCopy]:
    """Every copy ever begun of the document, newest first."""
    fetch(session, actor, Document, document_id)
    query = visible(actor, CertifiedCopy).where(CertifiedCopy.document_id == document_id)
    return list(session.scalars(query.order_by(CertifiedCopy.id.desc())))


def awaiting_seal(session: Session, actor: Actor, *, limit: int = 100) -> list[CertifiedCopy]:
    """The copies of the actor's offices that a certifier has signed and the office has not, oldest first."""
    query = visible(actor, CertifiedCopy).where(CertifiedCopy.state == "certified")
    return list(session.scalars(query.order_by(CertifiedCopy.id).limit(limit)))


def unfinished(session: Session, actor: Actor, *, older_than: dt.timedelta) -> list[CertifiedCopy]:
    """Drafts begun long ago: an act that was cut short. To be settled, so that their numbers say what became of them.

    One that was prepared counts from when it got its number, not from when it was compared.
    """
    begun = func.coalesce(RegisterEntry.reserved_at, CertifiedCopy.created_at)
    query = (
        visible(actor, CertifiedCopy)
        .outerjoin(RegisterEntry, RegisterEntry.id == CertifiedCopy.entry_id)
        .where(CertifiedCopy.state == "draft", begun < now() - older_than)
    )
    return list(session.scalars(query.order_by(CertifiedCopy.id)))


def copy_by_code(session: Session, code: str) -> PublicCopy | None:
    """The issued copy with this public code, as anybody may see it; None if there is none."""
    wanted = code.strip().lower()
    return _public(session, _PUBLIC.where(CertifiedCopy.code == wanted)) if _CODE.fullmatch(wanted) else None


def copy_by_sha256(session: Session, sha256: str) -> PublicCopy | None:
    """The issued copy that is this very file, as anybody may see it; None if there is none."""
    wanted = sha256.strip().lower()
    return _public(session, _PUBLIC.where(CertifiedCopy.pdf_sha256 == wanted)) if _SHA256.fullmatch(wanted) else None


def new_code() -> str:
    """A code nobody can guess: 128 random bits in base32, 26 lower-case letters and digits."""
    return base64.b32encode(secrets.token_bytes(16)).decode("ascii").rstrip("=").lower()


_PUBLIC: Select[CertifiedCopy, RegisterEntry, Register, Office, str] = (
    select(CertifiedCopy, RegisterEntry, Register, Office, Document.kind)
    .join(RegisterEntry, RegisterEntry.id == CertifiedCopy.entry_id)
    .join(Register, Register.id == RegisterEntry.register_id)
    .join(Office, Office.id == CertifiedCopy.office_id)
    .join(Document, Document.id == CertifiedCopy.document_id)
    # One that was certified and then void may have left the house: whoever holds it learns that it is void.
    .where(
        (CertifiedCopy.state == "issued") | (CertifiedCopy.certified_at.is_not(None) & (CertifiedCopy.state == "void"))
    )
)


def _public(session: Session, query: Select[CertifiedCopy, RegisterEntry, Register, Office, str]) -> PublicCopy | None:
    row = session.execute(query.limit(1)).one_or_none()
    if row is None:
        return None
    copy, entry, register, office, kind = row
    return PublicCopy(
        kind=kind,
        original_name=entry.original_name,
        number=entry.number,
        register_symbol=register.symbol,
        date=entry.certified_on or "",
        office_name=office.name,
        office_name_en=office.name_en,
        status=copy.status,
        is_demo=copy.is_demo,
        pdf_sha256=copy.pdf_sha256,
        page_count=copy.page_count,
        annulled_on=copy.annulled_at.astimezone(VIETNAM).date().isoformat() if copy.annulled_at else None,
        annulment_number=copy.annulment_number or None,
        annulment_date=copy.annulment_date or None,
    )


def _held(session: Session, actor: Actor, copy_id: str, *states: str) -> CertifiedCopy:
    copy = fetch(session, actor, CertifiedCopy, copy_id, lock=True)
    if copy.state not in states:
        raise StateError("wrong_state", detail=f"the copy is {copy.state}")
    return copy


def _person(actor: Actor, role: str) -> str:
    actor.require(role)
    if actor.person_id is None:
        raise AccessError("not_allowed")
    return actor.person_id


def reserved_entry(session: Session, actor: Actor, entry_id: str | None) -> str | None:
    """The id of a reserved number that no copy has yet, or None for none. Raises StateError("wrong_state")."""
    if entry_id is None:
        return None
    entry = fetch(session, actor, RegisterEntry, entry_id)
    if entry.state != "reserved":
        raise StateError("wrong_state", detail=f"the number {entry.number} is {entry.state}")
    if session.scalar(select(exists().where(CertifiedCopy.entry_id == entry.id))):
        raise StateError("wrong_state", detail=f"the number {entry.number} is taken by another copy")
    return entry.id
