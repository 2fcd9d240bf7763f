"""Which days an office works, and by when a request for certification must be done.

Decree 23/2015/NĐ-CP, Article 7: the same day; the next working day for what is received after 15:00. Article 21: up to
two working days more for many pages or a hard comparison, longer by written agreement. Moments are aware datetimes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

import yaml

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
LAST_FOR_TODAY = dt.time(15)
"""What is received after this is due on the next working day (Decree 23/2015, Article 7)."""
MOST_EXTRA_DAYS = 2
"""Working days by which a request may be prolonged without a written agreement (Decree 23/2015, Article 21)."""

Rule = Literal["same_day", "next_working_day", "extended"]
Span = tuple[dt.time, dt.time]
# On the same date each year, known also for the years that the file does not list.
_FIXED = {(1, 1): "Tết Dương lịch", (4, 30): "Ngày Chiến thắng", (5, 1): "Ngày Quốc tế lao động", (9, 2): "Quốc khánh"}
_ONE = dt.timedelta(days=1)
_FARTHEST = 60  # days; no run of holidays is nearly as long


@dataclass(frozen=True)
class Calendar:
    """An office's days and hours: the country's calendar, where `days` does not say otherwise.

    `days`: True for a day worked (làm bù), False for one off. `hours`: when the office is open on a working day, in
    order; the end of the last span is the end of the day.
    """

    days: Mapping[dt.date, bool] = field(default_factory=dict)
    hours: tuple[Span, ...] = ((dt.time(7, 30), dt.time(11, 30)), (dt.time(13, 30), dt.time(17)))

    def works(self, day: dt.date) -> bool:
        """Whether the office works on this day."""
        own = self.days.get(day)
        return _country_works(day) if own is None else own

    def after(self, day: dt.date, days: int = 1) -> dt.date:
        """The working day that comes `days` working days after `day`. Raises ValueError where none is near."""
        found = day
        for _ in range(days):
            found = next((near for near in _following(found) if self.works(near)), dt.date.max)
            if found == dt.date.max:
                raise ValueError(f"no working day within {_FARTHEST} days of {day}")
        return found

    def between(self, earlier: dt.date, later: dt.date) -> int:
        """How many working days lie after `earlier`, up to and with `later`; 0 if it is not later."""
        return sum(self.works(earlier + n * _ONE) for n in range(1, max(0, (later - earlier).days) + 1))

    def end(self, day: dt.date) -> dt.datetime:
        """When office hours end on this day."""
        return dt.datetime.combine(day, self.hours[-1][1], VIETNAM)

    def add_hours(self, moment: dt.datetime, hours: float) -> dt.datetime:
        """The moment at which `hours` hours of office time have passed since `moment`."""
        local, left = moment.astimezone(VIETNAM), dt.timedelta(hours=hours)
        day = local.date()
        while True:
            for begin, finish in self.hours if self.works(day) else ():
                start = max(local, dt.datetime.combine(day, begin, VIETNAM))
                stop = dt.datetime.combine(day, finish, VIETNAM)
                if stop - start >= left:
                    return start + left
                left -= max(stop - start, dt.timedelta())
            day = self.after(day)


def due(shown_at: dt.datetime, calendar: Calendar, *, extra_days: int = 0) -> tuple[dt.datetime, Rule]:
    """By when a request must be done whose original was shown at `shown_at`, and by which rule.

    The end of the same day if it was shown on a working day and not after 15:00, else of the next working day;
    `extra_days` working days later where the request was prolonged.
    """
    local = shown_at.astimezone(VIETNAM)
    today = calendar.works(local.date()) and local.time() <= LAST_FOR_TODAY
    day = local.date() if today else calendar.after(local.date())
    if extra_days > 0:
        return calendar.end(calendar.after(day, extra_days)), "extended"
    return calendar.end(day), "same_day" if today else "next_working_day"


def holiday(day: dt.date) -> str | None:
    """The country's name for a day off that is no mere weekend; None for another day."""
    return _off().get(day) or _FIXED.get((day.month, day.day))


def years_known() -> tuple[int, ...]:
    """The years whose lunar and exchanged days are known; of others only the fixed holidays are."""
    return tuple(sorted(_file()))


def _following(day: dt.date) -> list[dt.date]:
    return [day + n * _ONE for n in range(1, _FARTHEST)]


def _country_works(day: dt.date) -> bool:
    if day in _worked():
        return True
    return day.weekday() < 5 and holiday(day) is None


@cache
def _file() -> dict[int, dict[str, dict[dt.date, str | dt.date]]]:
    content: dict[int, dict[str, dict[dt.date, str | dt.date]]] = yaml.safe_load(
        Path(__file__).with_name("holidays.yaml").read_text("utf-8")
    )
    return content


@cache
def _worked() -> frozenset[dt.date]:
    """Saturdays worked for another day."""
    days = (day for year in _file().values() for day in year.get("exchanged", {}).values())
    return frozenset(day for day in days if isinstance(day, dt.date))


@cache
def _off() -> dict[dt.date, str]:
    """Days off of the years that are known: holidays, what makes up for one on a weekend, days exchanged."""
    off = {day: str(name) for year in _file().values() for day, name in year["holidays"].items()}
    off |= {day: "Ngày nghỉ hoán đổi" for year in _file().values() for day in year.get("exchanged", {})}
    for day in sorted(day for day in off if day.weekday() >= 5):
        substitute = next(near for near in _following(day) if near.weekday() < 5 and near not in off)
        off[substitute] = f"Nghỉ bù {off[day]}"
    return off
