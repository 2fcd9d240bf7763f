"""Requests for certification: asked for, the original shown, done or refused; or withdrawn, or expired.

The law's clock starts when the original lies on the counter (`shown_at`). What was booked without it waits for the
original until `show_by`, counted in office hours, and expires after that. By when a request must be done is worked out
from the office's own calendar when the original is shown (`terms.working_days.due`).
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from storage.audit.log import record
from storage.base import now
from storage.copies.tables import CertifiedCopy, PaperCopy
from storage.documents.tables import Document
from storage.offices.counters import next_number
from storage.offices.desk import desk_of
from storage.offices.tables import Office
from storage.owners.tables import Owner
from storage.requests.calendar import calendar_of
from storage.requests.tables import CertificationRequest
from storage.scope import CERTIFIER, COUNTER, Actor, fetch, system, visible
from storage.text import VIETNAM, kept, line, required
from terms.errors import AccessError, InputError, StateError
from terms.working_days import MOST_EXTRA_DAYS, due

KINDS = ("electronic_copy", "paper_copy")
MOST_COPIES = 999


@dataclass(frozen=True)
class Asked:
    """What the requester wants. `purpose`: where the copy will be used, if they say; `owner_id`: whose store gets it.

    `original_name` and `document_id`: the paper, as far as it is known already.
    """

    requester_name: str
    kind: str = "electronic_copy"
    original_name: str = ""
    purpose: str = ""
    copies_wanted: int = 1
    document_id: str | None = None
    owner_id: str | None = None


def open_request(session: Session, actor: Actor, asked: Asked) -> CertificationRequest:
    """A request made at the counter with the original in hand: the clock starts now.

    Raises AccessError unless the actor works at the counter or certifies, InputError("bad_request").
    """
    request = _new(session, actor, asked, "counter", "open")
    _shown(session, request)
    record(session, actor, "request.open", "certification_request", request.id, details=_about(request))
    return request


def book_request(session: Session, actor: Actor, asked: Asked, *, channel: str = "online") -> CertificationRequest:
    """A request made without the original, which must be shown within the office's hours for bookings.

    By the staff, or by another system on a requester's behalf. Raises as `open_request` does.
    """
    request = _new(session, actor, asked, channel, "booked")
    desk = desk_of(session.get_one(Office, request.office_id))
    request.show_by = calendar_of(session, request.office_id).add_hours(now(), desk.booking_hours)
    record(session, actor, "request.book", "certification_request", request.id, details=_about(request))
    session.flush()
    return request


def show_original(session: Session, actor: Actor, request_id: str) -> CertificationRequest:
    """The original of a booked request lies on the counter: the clock starts now.

    Raises StateError("wrong_state") for one that is not booked any more, or whose time is over.
    """
    request = _held(session, actor, request_id, "booked")
    if request.show_by is not None and request.show_by < now():
        raise StateError(
            "wrong_state", detail="đã quá hạn xuất trình bản chính / the time to show the original is over"
        )
    request.state = "open"
    _shown(session, request)
    record(session, actor, "request.show", "certification_request", request.id, details=_about(request))
    return request


def link_document(session: Session, actor: Actor, request_id: str, document_id: str) -> CertificationRequest:
    """The request is about this document. Raises StateError("wrong_state") if it is about another one already."""
    request = _held(session, actor, request_id, "open", "booked")
    document = fetch(session, actor, Document, document_id)
    if document.office_id != request.office_id:
        raise AccessError("not_found")
    if request.document_id not in (None, document.id):
        raise StateError("wrong_state", detail="yêu cầu này về giấy tờ khác / the request is about another paper")
    if request.document_id is None:
        request.document_id = document.id
        details = _about(request) | {"document_id": document.id}
        record(session, actor, "request.document", "certification_request", request.id, details=details)
        session.flush()
    return request


def prolong(
    session: Session, actor: Actor, request_id: str, extra_days: int, agreement: str = ""
) -> CertificationRequest:
    """The request is due `extra_days` working days later than the rule says (Decree 23/2015, Article 21).

    `agreement`: what was agreed in writing with the requester; without it no more than two days are allowed.
    Raises InputError("bad_request"), StateError("wrong_state").
    """
    request = _held(session, actor, request_id, "open")
    agreed = line(agreement, 500)
    if not 1 <= extra_days <= (60 if agreed else MOST_EXTRA_DAYS):
        raise InputError(
            "bad_request",
            detail=f"kéo dài quá {MOST_EXTRA_DAYS} ngày làm việc phải có thỏa thuận bằng văn bản"
            f" / more than {MOST_EXTRA_DAYS} working days need a written agreement",
        )
    shown_at = request.shown_at or now()
    request.due_at, request.due_rule = due(shown_at, calendar_of(session, request.office_id), extra_days=extra_days)
    request.extended_by_agreement = agreed
    details = _about(request) | {"days": extra_days, "agreed": bool(agreed)}
    record(session, actor, "request.prolong", "certification_request", request.id, details=details)
    session.flush()
    return request


def withdraw(session: Session, actor: Actor, request_id: str, reason: str) -> CertificationRequest:
    """The requester takes it back, or does not come.

    Raises StateError("wrong_state") for one that is closed, and while a copy for it is being made.
    """
    request = _held(session, actor, request_id, "open", "booked")
    _nothing_under_way(session, request)
    return _close(session, actor, request, "withdrawn", required(reason, 500, "lý do / the reason"))


def mark_done(session: Session, actor: Actor, request_id: str) -> CertificationRequest:
    """What was asked for was issued, whoever issued it. One that was closed otherwise stays as it is."""
    request = fetch(session, actor, CertificationRequest, request_id, lock=True)
    return _close(session, actor, request, "done", "") if request.state == "open" else request


def mark_refused(
    session: Session, actor: Actor, request_id: str, reason: str, *, kept_back: bool = False
) -> CertificationRequest:
    """It was refused in writing, or the paper was kept back (`kept_back`).

    Raises StateError("wrong_state") for one that is closed; while a copy for it is being made only a paper that is kept
    back closes it, and that copy will not be sealed.
    """
    request = _held(session, actor, request_id, "open", "booked")
    actor.require(CERTIFIER)
    if not kept_back:
        _nothing_under_way(session, request)
    return _close(session, actor, request, "refused", kept(reason, 1000))


def expire_overdue(session: Session, *, limit: int = 200) -> int:
    """Bookings of all offices whose original was not shown in time expire; how many did. Run by the sweep."""
    late = select(CertificationRequest).where(
        CertificationRequest.state == "booked", CertificationRequest.show_by < now()
    )
    found = session.scalars(late.limit(limit).with_for_update(skip_locked=True)).all()
    for request in found:
        _close(session, system(request.office_id), request, "expired", "Quá hạn xuất trình bản chính")
    return len(found)


def request_by_id(session: Session, actor: Actor, request_id: str) -> CertificationRequest:
    """The request; raises AccessError("not_found")."""
    return fetch(session, actor, CertificationRequest, request_id)


def request_numbered(session: Session, actor: Actor, number: int, year: int | None = None) -> CertificationRequest:
    """The request of the actor's own office with this number, of this year unless told otherwise.

    Raises AccessError("not_found").
    """
    query = visible(actor, CertificationRequest).where(
        CertificationRequest.office_id == actor.office_id,
        CertificationRequest.number == number,
        CertificationRequest.year == (year or _year()),
    )
    found = session.scalars(query).one_or_none()
    if found is None:
        raise AccessError("not_found")
    return found


def open_request_of(session: Session, actor: Actor, document_id: str) -> CertificationRequest | None:
    """The oldest request about this document for an electronic copy whose original was shown and that is not done."""
    query = visible(actor, CertificationRequest).where(
        CertificationRequest.document_id == document_id,
        CertificationRequest.state == "open",
        CertificationRequest.kind == "electronic_copy",
    )
    return session.scalars(query.order_by(CertificationRequest.id).limit(1)).one_or_none()


def due_first(session: Session, actor: Actor, *, limit: int = 100) -> list[CertificationRequest]:
    """Open requests of the actor's offices, what is overdue or due soonest first."""
    query = visible(actor, CertificationRequest).where(CertificationRequest.state == "open")
    return list(session.scalars(query.order_by(CertificationRequest.due_at, CertificationRequest.id).limit(limit)))


def booked(session: Session, actor: Actor, *, limit: int = 100) -> list[CertificationRequest]:
    """Booked requests whose original is still to be shown, those that expire soonest first."""
    query = visible(actor, CertificationRequest).where(CertificationRequest.state == "booked")
    return list(session.scalars(query.order_by(CertificationRequest.show_by, CertificationRequest.id).limit(limit)))


def closed(session: Session, actor: Actor, *, limit: int = 100) -> list[CertificationRequest]:
    """Requests that are done, refused, withdrawn or expired, the latest first."""
    query = visible(actor, CertificationRequest).where(CertificationRequest.state.not_in(("open", "booked")))
    return list(session.scalars(query.order_by(CertificationRequest.closed_at.desc()).limit(limit)))


def _new(session: Session, actor: Actor, asked: Asked, channel: str, state: str) -> CertificationRequest:
    if actor.office_id not in actor.office_ids:
        raise AccessError("not_found")
    if actor.api_client_id is None or state != "booked":
        actor.require(COUNTER, CERTIFIER)
    if asked.kind not in KINDS or channel not in ("counter", "online"):
        raise InputError("bad_request", detail=f"{asked.kind}, {channel}")
    if not 1 <= asked.copies_wanted <= MOST_COPIES:
        raise InputError("bad_request", detail=f"số bản sao từ 1 đến {MOST_COPIES} / the number of copies")
    if asked.document_id is not None and (
        fetch(session, actor, Document, asked.document_id).office_id != actor.office_id
    ):
        raise AccessError("not_found")
    if asked.owner_id is not None:
        fetch(session, actor, Owner, asked.owner_id)
    year = _year()
    request = CertificationRequest(
        office_id=actor.office_id,
        year=year,
        number=next_number(session, actor.office_id, f"request:{year}"),
        kind=asked.kind,
        channel=channel,
        state=state,
        requester_name=required(asked.requester_name, 200, "họ tên người yêu cầu / the requester's name"),
        original_name=line(asked.original_name, 500),
        purpose=line(asked.purpose, 500),
        copies_wanted=asked.copies_wanted,
        owner_id=asked.owner_id,
        document_id=asked.document_id,
        shown_at=now() if state == "open" else None,
        created_by=actor.person_id,
    )
    session.add(request)
    session.flush()
    return request


def _shown(session: Session, request: CertificationRequest) -> None:
    request.shown_at = now()
    request.due_at, request.due_rule = due(request.shown_at, calendar_of(session, request.office_id))
    session.flush()


def _held(session: Session, actor: Actor, request_id: str, *states: str) -> CertificationRequest:
    request = fetch(session, actor, CertificationRequest, request_id, lock=True)
    actor.require(COUNTER, CERTIFIER)
    if request.state not in states:
        raise StateError("wrong_state", detail=f"yêu cầu / the request: {request.state}")
    return request


def _nothing_under_way(session: Session, request: CertificationRequest) -> None:
    electronic = exists().where(
        CertifiedCopy.request_id == request.id, CertifiedCopy.state.in_(("prepared", "draft", "certified"))
    )
    on_paper = exists().where(PaperCopy.request_id == request.id, PaperCopy.state == "reserved")
    if session.scalar(select(electronic | on_paper)):
        raise StateError("wrong_state", detail="bản sao của yêu cầu này đang được làm / a copy for it is being made")


def _close(
    session: Session, actor: Actor, request: CertificationRequest, state: str, reason: str
) -> CertificationRequest:
    request.state, request.closed_at, request.close_reason = state, now(), reason
    record(session, actor, f"request.{state}", "certification_request", request.id, details=_about(request))
    session.flush()
    return request


def _about(request: CertificationRequest) -> dict[str, str | int | None]:
    """What the audit log says of a request: no name."""
    return {
        "number": f"{request.number}/{request.year}",
        "kind": request.kind,
        "due": request.due_at.isoformat() if request.due_at else None,
        "rule": request.due_rule,
    }


def _year() -> int:
    return now().astimezone(VIETNAM).year
