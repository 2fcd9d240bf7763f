"""The certification desk as its office runs it: hours, bookings, who compares, symbols, days worked and off."""

from __future__ import annotations

import datetime as dt

from flask import Blueprint, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from storage.base import now
from storage.offices.desk import Desk, desk_of, set_desk
from storage.offices.tables import Office
from storage.requests import calendar
from storage.scope import ADMINISTRATOR
from terms.errors import InputError
from terms.working_days import Span, holiday, years_known
from web.access import actor, allow, services
from web.language import ZONE, day
from web.staff import answers

part = Blueprint("desk", __name__, url_prefix="/office/desk")

_SHOWN_DAYS = 400


@part.get("")
@allow(ADMINISTRATOR)
def page() -> str:
    today = now().astimezone(ZONE).date()
    with services().database.session() as session:
        desk = desk_of(session.get_one(Office, actor().office_id))
        own = calendar.own_days(session, actor(), since=today.isoformat())
    coming = [today + dt.timedelta(days=n) for n in range(_SHOWN_DAYS)]
    named = [(one, name) for one in coming if (name := holiday(one)) is not None]
    return render_template(
        "desk.html",
        desk=desk,
        own=own,
        holidays=named,
        known_until=years_known()[-1],
        today=today,
        next_year=today.year + 1,
    )


@part.post("")
@allow(ADMINISTRATOR)
def save() -> Response:
    form = request.form
    wanted = Desk(
        hours=_hours(form.get("hours", "")),
        booking_hours=form.get("booking_hours", type=float, default=Desk.booking_hours),
        separate_comparer=form.get("separate_comparer") == "yes",
        refusal_symbol=form.get("refusal_symbol", ""),
        minutes_symbol=form.get("minutes_symbol", ""),
    )
    with services().database.session() as session:
        set_desk(session, actor(), actor().office_id, wanted)
    answers.note(_("Đã ghi."))
    return answers.see("desk.page")


@part.post("/days")
@allow(ADMINISTRATOR)
def set_day() -> Response:
    try:
        chosen = dt.date.fromisoformat(request.form.get("day", ""))
    except ValueError as error:
        raise InputError("bad_request", detail=_("chọn một ngày")) from error
    with services().database.session() as session:
        calendar.set_day(
            session, actor(), chosen, works=request.form.get("works") == "yes", name=request.form.get("name", "")
        )
    answers.note(_("Đã ghi ngày %(day)s.", day=day(chosen)))
    return answers.see("desk.page")


@part.post("/days/<day_id>/clear")
@allow(ADMINISTRATOR)
def clear_day(day_id: str) -> Response:
    with services().database.session() as session:
        calendar.clear_day(session, actor(), day_id)
    answers.note(_("Ngày này theo lịch chung."))
    return answers.see("desk.page")


def _hours(text: str) -> tuple[Span, ...]:
    """`07:30-11:30, 13:30-17:00` as spans. Raises InputError("bad_request")."""
    try:
        spans = [span.split("-") for span in text.replace("–", "-").replace(";", ",").split(",") if span.strip()]
        return tuple(
            (dt.time.fromisoformat(begin.strip().zfill(5)), dt.time.fromisoformat(end.strip().zfill(5)))
            for begin, end in spans
        )
    except ValueError as error:
        raise InputError("bad_request", detail=_("ghi giờ như 07:30-11:30, 13:30-17:00")) from error
