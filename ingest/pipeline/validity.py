"""From when until when a paper proves something, by what the catalogue says of its kind."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping

from ocr.model import FieldValue
from terms.kinds import Kind


def valid_between(kind: Kind, fields: Mapping[str, FieldValue]) -> tuple[str | None, str | None]:
    """The first and the last day of validity in ISO 8601; None where the paper or the catalogue does not tell.

    Only whole dates count: from a paper that prints a year alone no last day is made up.
    """
    begins = _day(fields, kind.date)
    if kind.validity is None:
        return _iso(begins), None
    if kind.validity.until is not None:
        return _iso(begins), _iso(_day(fields, kind.validity.until))
    counted_from = _day(fields, kind.validity.counted_from)
    if counted_from is None or kind.validity.months is None:
        return _iso(begins), None
    return _iso(begins), _iso(months_later(counted_from, kind.validity.months))


def months_later(day: dt.date, months: int) -> dt.date:
    """The same day so many months on, or the month's last if it has no such day (Civil Code 2015, Article 148)."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _day(fields: Mapping[str, FieldValue], name: str | None) -> dt.date | None:
    value = fields[name].value if name and name in fields else None
    if value is None or len(value) != len("2026-11-20"):
        return None
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        return None


def _iso(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()
