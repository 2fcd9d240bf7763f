"""Refusals in writing (Decree 23/2015, Article 9) and papers kept back as suspected forgeries, with their minutes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from storage.audit.log import record
from storage.base import now
from storage.documents.tables import Document
from storage.offices.counters import next_number
from storage.requests.requests import mark_refused
from storage.requests.tables import RefusalLetter, SuspectedForgery
from storage.scope import CERTIFIER, Actor, fetch, visible
from storage.text import VIETNAM, kept, required
from terms.errors import AccessError, InputError, StateError

_LONGEST = 4000


@dataclass(frozen=True)
class Refused:
    """What a refusal says: to whom, of which paper, which items of Article 22 apply (by code), why in words."""

    requester_name: str
    original_name: str
    items: Sequence[str]
    reason: str
    request_id: str | None = None
    document_id: str | None = None


@dataclass(frozen=True)
class KeptBack:
    """What the minutes say: who brought which paper, what makes one suspect it, what they say, who was there."""

    holder_name: str
    original_name: str
    signs: str
    statement: str = ""
    witness_name: str = ""
    request_id: str | None = None
    document_id: str | None = None


def refuse_in_writing(session: Session, actor: Actor, refused: Refused) -> RefusalLetter:
    """A letter with its number; the request, if one is named, is refused. Its PDF follows (`set_letter`).

    Raises AccessError unless the actor certifies, InputError("bad_request") without a name, a paper and a reason.
    """
    certifier = _certifier(session, actor, refused.document_id)
    year = now().astimezone(VIETNAM).year
    letter = RefusalLetter(
        office_id=actor.office_id,
        request_id=refused.request_id,
        document_id=refused.document_id,
        year=year,
        number=next_number(session, actor.office_id, f"refusal:{year}"),
        requester_name=required(refused.requester_name, 200, "họ tên người yêu cầu / the requester's name"),
        original_name=required(refused.original_name, 500, "tên bản chính / the name of the original"),
        items=list(refused.items),
        reason=_words(refused.reason, "lý do / the reason"),
        refused_by=certifier,
    )
    session.add(letter)
    session.flush()
    if refused.request_id is not None:
        mark_refused(session, actor, refused.request_id, letter.reason)
    details = {"number": f"{letter.number}/{year}", "items": letter.items, "request_id": refused.request_id}
    record(session, actor, "refusal.write", "refusal_letter", letter.id, details=details)
    return letter


def set_letter(session: Session, actor: Actor, letter_id: str, pdf_sha256: str) -> RefusalLetter:
    """The letter's file is this blob. Raises StateError("wrong_state") for one that has its file."""
    letter = fetch(session, actor, RefusalLetter, letter_id, lock=True)
    if letter.pdf_sha256 is not None:
        raise StateError("wrong_state", detail="the letter has its file")
    letter.pdf_sha256 = pdf_sha256
    session.flush()
    return letter


def refusal_by_id(session: Session, actor: Actor, letter_id: str) -> RefusalLetter:
    """The letter; raises AccessError("not_found")."""
    return fetch(session, actor, RefusalLetter, letter_id)


def refusals(session: Session, actor: Actor, *, limit: int = 200) -> list[RefusalLetter]:
    """The refusals of the actor's offices, newest first."""
    return list(session.scalars(visible(actor, RefusalLetter).order_by(RefusalLetter.id.desc()).limit(limit)))


def keep_back(session: Session, actor: Actor, paper: KeptBack) -> SuspectedForgery:
    """A paper is kept back for suspected forgery; the request, if one is named, is refused. The PDF follows.

    Raises AccessError unless the actor certifies, InputError("bad_request") without who brought it, which paper, and
    what makes one suspect it.
    """
    certifier = _certifier(session, actor, paper.document_id)
    year = now().astimezone(VIETNAM).year
    found = SuspectedForgery(
        office_id=actor.office_id,
        request_id=paper.request_id,
        document_id=paper.document_id,
        year=year,
        number=next_number(session, actor.office_id, f"suspected:{year}"),
        holder_name=required(paper.holder_name, 200, "người xuất trình / who brought it"),
        original_name=required(paper.original_name, 500, "tên giấy tờ / the name of the paper"),
        signs=_words(paper.signs, "dấu hiệu nghi giả mạo / the signs of forgery"),
        statement=kept(paper.statement.strip(), _LONGEST),
        witness_name=kept(paper.witness_name.strip(), 200),
        kept_by=certifier,
    )
    session.add(found)
    session.flush()
    if paper.request_id is not None:
        reason = f"Tạm giữ giấy tờ nghi giả mạo, biên bản số {found.number}/{year}"
        mark_refused(session, actor, paper.request_id, reason, kept_back=True)
    details = {"number": f"{found.number}/{year}", "request_id": paper.request_id, "document_id": paper.document_id}
    record(session, actor, "forgery.keep", "suspected_forgery", found.id, details=details)
    return found


def set_minutes(session: Session, actor: Actor, forgery_id: str, pdf_sha256: str) -> SuspectedForgery:
    """The file of the minutes is this blob. Raises StateError("wrong_state") for one that has its file."""
    found = fetch(session, actor, SuspectedForgery, forgery_id, lock=True)
    if found.pdf_sha256 is not None:
        raise StateError("wrong_state", detail="the minutes have their file")
    found.pdf_sha256 = pdf_sha256
    session.flush()
    return found


def record_outcome(session: Session, actor: Actor, forgery_id: str, state: str, outcome: str) -> SuspectedForgery:
    """What became of a paper kept back: `handed_over` to whom, or `returned` and why. Said once.

    Raises StateError("wrong_state") once it was said, InputError("bad_request") without words.
    """
    found = fetch(session, actor, SuspectedForgery, forgery_id, lock=True)
    actor.require(CERTIFIER)
    if state not in ("handed_over", "returned"):
        raise InputError("bad_request", detail="chọn kết quả / choose an outcome")
    if found.state != "kept":
        raise StateError("wrong_state", detail="đã ghi kết quả / its outcome was recorded")
    found.outcome = _words(outcome, "kết quả / the outcome")
    found.state, found.outcome_by, found.outcome_at = state, actor.person_id, now()
    details = {"number": f"{found.number}/{found.year}", "state": state}
    record(session, actor, "forgery.outcome", "suspected_forgery", found.id, details=details)
    session.flush()
    return found


def forgery_by_id(session: Session, actor: Actor, forgery_id: str) -> SuspectedForgery:
    """The paper kept back; raises AccessError("not_found")."""
    return fetch(session, actor, SuspectedForgery, forgery_id)


def suspected(session: Session, actor: Actor, *, limit: int = 200) -> list[SuspectedForgery]:
    """Papers kept back in the actor's offices, newest first."""
    return list(session.scalars(visible(actor, SuspectedForgery).order_by(SuspectedForgery.id.desc()).limit(limit)))


def kept_back(session: Session, actor: Actor, document_id: str) -> SuspectedForgery | None:
    """The record by which the original of this document is kept back at present; None if it is not."""
    query = visible(actor, SuspectedForgery).where(
        SuspectedForgery.document_id == document_id, SuspectedForgery.state == "kept"
    )
    return session.scalars(query.limit(1)).one_or_none()


def _certifier(session: Session, actor: Actor, document_id: str | None) -> str:
    if actor.office_id not in actor.office_ids:
        raise AccessError("not_found")
    if document_id is not None and fetch(session, actor, Document, document_id).office_id != actor.office_id:
        raise AccessError("not_found")
    actor.require(CERTIFIER)
    if actor.person_id is None:
        raise AccessError("not_allowed")
    return actor.person_id


def _words(text: str, what: str) -> str:
    words = kept(text.strip())
    if not words or len(words) > _LONGEST:
        raise InputError("bad_request", detail=f"{what}: 1–{_LONGEST}")
    return words
