"""An office's own days: where its calendar differs from the country's (`terms.working_days`)."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.audit.log import record
from storage.base import now
from storage.offices.desk import desk_of
from storage.offices.people import administers
from storage.offices.tables import Office
from storage.requests.tables import CalendarDay
from storage.scope import Actor, fetch, visible
from storage.text import line
from terms.errors import InputError
from terms.working_days import Calendar

_FARTHEST = 5  # years; what lies farther off is a slip of the keyboard


def calendar_of(session: Session, office_id: str) -> Calendar:
    """The calendar of this office: its own days over the country's, its own hours."""
    days = session.scalars(select(CalendarDay).where(CalendarDay.office_id == office_id))
    hours = desk_of(session.get_one(Office, office_id)).hours
    return Calendar({dt.date.fromisoformat(own.day): own.works for own in days}, hours)


def own_days(session: Session, actor: Actor, *, since: str = "") -> list[CalendarDay]:
    """The days, from `since` (ISO) on, that the actor's office has set itself."""
    query = visible(actor, CalendarDay).where(CalendarDay.office_id == actor.office_id, CalendarDay.day >= since)
    return list(session.scalars(query.order_by(CalendarDay.day)))


def set_day(session: Session, actor: Actor, day: dt.date, *, works: bool, name: str = "") -> CalendarDay:
    """This day is worked, or off, in the actor's office, whatever the country's calendar says.

    Raises AccessError unless the actor administers the office, InputError("bad_request") for a day far from now.
    """
    administers(actor, actor.office_id)
    if abs((day - now().date()).days) > 366 * _FARTHEST:
        raise InputError("bad_request", detail="ngày quá xa / the day is too far off")
    own = session.scalars(
        visible(actor, CalendarDay).where(CalendarDay.office_id == actor.office_id, CalendarDay.day == day.isoformat())
    ).one_or_none()
    if own is None:
        own = CalendarDay(office_id=actor.office_id, day=day.isoformat())
        session.add(own)
    own.works, own.name, own.set_by = works, line(name, 200), actor.person_id
    session.flush()
    details = {"day": own.day, "works": works, "name": own.name}
    record(session, actor, "calendar.set", "calendar_day", own.id, details=details)
    return own


def clear_day(session: Session, actor: Actor, calendar_day_id: str) -> None:
    """The country's calendar holds again on this day."""
    own = fetch(session, actor, CalendarDay, calendar_day_id)
    administers(actor, own.office_id)
    record(session, actor, "calendar.clear", "calendar_day", own.id, details={"day": own.day})
    session.delete(own)
    session.flush()
