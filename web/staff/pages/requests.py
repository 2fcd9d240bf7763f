"""Requests for certification at the desk: opened, booked, due; the original shown; prolonged, withdrawn."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from signing.hints import state_office_can_look
from storage.base import now
from storage.copies.tables import CertifiedCopy, PaperCopy
from storage.documents.review import document_by_id
from storage.offices.desk import desk_of
from storage.offices.tables import Office
from storage.requests import requests
from storage.requests.calendar import calendar_of
from storage.requests.requests import Asked
from storage.requests.tables import RefusalLetter, SuspectedForgery
from storage.scope import CERTIFIER, COUNTER, Row, visible
from terms.errors import HosoError
from terms.working_days import due
from web.access import actor, allow, services
from web.language import language, moment
from web.staff import answers
from web.staff.names import names_of

part = Blueprint("requests", __name__, url_prefix="/requests")


@part.get("")
@allow(COUNTER, CERTIFIER)
def page() -> str:
    """What is due first, what was booked, what was closed lately."""
    with services().database.session() as session:
        open_, booked = requests.due_first(session, actor()), requests.booked(session, actor())
        closed = requests.closed(session, actor(), limit=30)
    return render_template("requests.html", open=open_, booked=booked, closed=closed, now=now())


@part.get("/new")
@allow(COUNTER, CERTIFIER)
def new() -> str:
    """The form; `?document=` names the paper it is about."""
    return _form(Asked("", document_id=request.args.get("document") or None))


@part.post("/new")
@allow(COUNTER, CERTIFIER)
def open_() -> Response | tuple[str, int]:
    """Open a request, or book one whose original is still to be shown."""
    form = request.form
    asked = Asked(
        requester_name=form.get("requester_name", ""),
        kind=form.get("kind") or "electronic_copy",
        original_name=form.get("original_name", ""),
        purpose=form.get("purpose", ""),
        copies_wanted=form.get("copies", type=int, default=1),
        document_id=form.get("document") or None,
    )
    try:
        with services().database.session() as session:
            if form.get("booked"):
                made = requests.book_request(session, actor(), asked, channel="counter")
            else:
                made = requests.open_request(session, actor(), asked)
    except HosoError as refusal:
        if refusal.code != "bad_request":
            raise
        return _form(asked, refusal.message(language())), refusal.problem.status
    answers.note(_("Đã ghi yêu cầu số %(number)s/%(year)s.", number=made.number, year=made.year))
    return answers.see("requests.one", request_id=made.id)


@part.post("/find")
@allow(COUNTER, CERTIFIER)
def find() -> Response:
    """To the request with this number of this year."""
    number = request.form.get("number", type=int, default=0)
    with services().database.session() as session:
        found = requests.request_numbered(session, actor(), number)
    return answers.see("requests.one", request_id=found.id)


@part.get("/<request_id>")
@allow(COUNTER, CERTIFIER)
def one(request_id: str) -> str:
    """One request with everything that came of it; it prints as the appointment slip (phiếu hẹn)."""
    with services().database.session() as session:
        asked = requests.request_by_id(session, actor(), request_id)
        document = document_by_id(session, actor(), asked.document_id) if asked.document_id else None
        copies, papers = _of(session, CertifiedCopy, request_id), _of(session, PaperCopy, request_id)
        letters, suspected = _of(session, RefusalLetter, request_id), _of(session, SuspectedForgery, request_id)
        people = names_of(session, [asked.created_by])
        office = session.get_one(Office, asked.office_id)
    can_look = state_office_can_look(document.kind, asked.purpose) if document else False
    return render_template(
        "request.html", asked=asked, document=document, copies=copies, letters=letters, suspected=suspected,
        papers=papers, people=people, at=office, can_look=can_look, now=now(),
    )  # fmt: skip


@part.post("/<request_id>/show")
@allow(COUNTER, CERTIFIER)
def show(request_id: str) -> Response:
    with services().database.session() as session:
        asked = requests.show_original(session, actor(), request_id)
    answers.note(_("Bản chính đã được xuất trình. Hạn trả: %(due)s.", due=moment(asked.due_at)))
    return answers.see("requests.one", request_id=request_id)


@part.post("/<request_id>/prolong")
@allow(COUNTER, CERTIFIER)
def prolong(request_id: str) -> Response:
    days = request.form.get("days", type=int, default=0)
    with services().database.session() as session:
        asked = requests.prolong(session, actor(), request_id, days, request.form.get("agreement", ""))
    answers.note(_("Hạn trả mới: %(due)s. In lại phiếu hẹn cho người yêu cầu.", due=moment(asked.due_at)))
    return answers.see("requests.one", request_id=request_id)


@part.post("/<request_id>/withdraw")
@allow(COUNTER, CERTIFIER)
def withdraw(request_id: str) -> Response:
    with services().database.session() as session:
        requests.withdraw(session, actor(), request_id, request.form.get("reason", ""))
    answers.note(_("Đã đóng yêu cầu."), "doubt")
    return answers.see("requests.page")


def _form(asked: Asked, refusal: str | None = None) -> str:
    with services().database.session() as session:
        document = document_by_id(session, actor(), asked.document_id) if asked.document_id else None
        office = session.get_one(Office, actor().office_id)
        calendar, desk = calendar_of(session, office.id), desk_of(office)
    present = now()
    return render_template(
        "request_new.html", asked=asked, document=document, refusal=refusal, due=due(present, calendar),
        show_by=calendar.add_hours(present, desk.booking_hours), desk=desk,
    )  # fmt: skip


def _of(session: Session, table: type[Row], request_id: str) -> list[Row]:
    query = visible(actor(), table).where(table.__mapper__.columns["request_id"] == request_id)
    return list(session.scalars(query.order_by(table.__mapper__.primary_key[0])))
