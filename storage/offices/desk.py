"""How an office's certification desk works: its hours, bookings, who compares, how refusals are numbered."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from storage.audit.log import record
from storage.offices.people import administers
from storage.offices.tables import Office
from storage.scope import Actor, system
from storage.text import required
from terms.errors import AccessError, InputError
from terms.working_days import Calendar, Span

_KEY = "certification_desk"
_OPEN = Calendar().hours
LONGEST_BOOKING = 80.0


@dataclass(frozen=True)
class Desk:
    """What an office decides for itself.

    `hours`: when it is open on a working day. `booking_hours`: office hours within which the original of a booked
    request must be shown. `separate_comparer`: somebody else than the certifier compares with the original.
    `refusal_symbol` and `minutes_symbol`: behind the number of a refusal in writing and of minutes [M].
    """

    hours: tuple[Span, ...] = _OPEN
    booking_hours: float = 8.0
    separate_comparer: bool = False
    refusal_symbol: str = "TB-UBND"
    minutes_symbol: str = "BB-UBND"


def desk_of(office: Office) -> Desk:
    """How this office's desk works; what it has not decided is as shipped."""
    kept: dict[str, Any] = office.settings.get(_KEY) or {}
    hours = tuple((dt.time.fromisoformat(begin), dt.time.fromisoformat(end)) for begin, end in kept.get("hours", ()))
    return Desk(
        hours=hours or _OPEN,
        booking_hours=float(kept.get("booking_hours", Desk.booking_hours)),
        separate_comparer=bool(kept.get("separate_comparer", False)),
        refusal_symbol=str(kept.get("refusal_symbol", Desk.refusal_symbol)),
        minutes_symbol=str(kept.get("minutes_symbol", Desk.minutes_symbol)),
    )


def set_desk(session: Session, actor: Actor | None, office_id: str, desk: Desk) -> Office:
    """From now on the office's desk works like this.

    Raises AccessError unless `actor` administers the office, InputError("bad_request") for hours that overlap or are
    none, a booking of less than an hour or more than 80.
    """
    administers(actor, office_id)
    office = session.get(Office, office_id, with_for_update=True)
    if office is None:
        raise AccessError("not_found")
    if not 1 <= desk.booking_hours <= LONGEST_BOOKING:
        raise InputError("bad_request", detail=f"giờ đặt trước từ 1 đến {LONGEST_BOOKING:.0f} / hours of a booking")
    edges = [edge for span in desk.hours for edge in span]
    if not edges or sorted(set(edges)) != edges:
        raise InputError("bad_request", detail="giờ làm việc phải nối tiếp nhau / office hours must follow each other")
    kept = {
        "hours": [[begin.strftime("%H:%M"), end.strftime("%H:%M")] for begin, end in desk.hours],
        "booking_hours": desk.booking_hours,
        "separate_comparer": desk.separate_comparer,
        "refusal_symbol": required(desk.refusal_symbol, 40, "ký hiệu / the symbol of refusals"),
        "minutes_symbol": required(desk.minutes_symbol, 40, "ký hiệu / the symbol of minutes"),
    }
    if office.settings.get(_KEY) != kept:
        office.settings = office.settings | {_KEY: kept}
        details = kept | {"booking_hours": str(desk.booking_hours)}
        record(session, actor or system(office_id), "office.desk", "office", office_id, details=details)
    session.flush()
    return office
