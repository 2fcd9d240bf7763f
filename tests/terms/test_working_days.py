"""When a request for certification is due: Decree 23/2015, Articles 7 and 21, on Viet Nam's own calendar."""

from __future__ import annotations

import datetime as dt

import pytest

from terms.working_days import VIETNAM, Calendar, due, holiday, years_known

COUNTRY = Calendar()


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("shown", "until", "rule"),
    [
        ("2026-11-20T08:00", "2026-11-20T17:00", "same_day"),
        ("2026-11-20T15:00", "2026-11-20T17:00", "same_day"),  # "after 15:00" begins after it
        ("2026-11-20T15:01", "2026-11-23T17:00", "next_working_day"),  # a Friday
        ("2026-11-21T09:00", "2026-11-23T17:00", "next_working_day"),  # a Saturday
        ("2026-02-13T15:01", "2026-02-23T17:00", "next_working_day"),  # the last Friday before Tết
        ("2026-12-31T15:01", "2027-01-04T17:00", "next_working_day"),  # New Year's Day is a Friday
        ("2027-12-31T15:01", "2028-01-04T17:00", "next_working_day"),  # it is a Saturday, made up for on Monday
        ("2026-08-21T15:01", "2026-08-22T17:00", "next_working_day"),  # Saturday is worked for 31 August
        ("2026-08-22T10:00", "2026-08-22T17:00", "same_day"),
        ("2026-08-28T16:00", "2026-09-03T17:00", "next_working_day"),
        ("2026-04-24T15:01", "2026-04-28T17:00", "next_working_day"),  # Hùng Kings on a Sunday: Monday off
        ("2028-04-28T15:30", "2028-05-03T17:00", "next_working_day"),  # Sunday 30/4, Monday 1/5, made up for on Tuesday
    ],
)
def test_the_same_day_or_the_next_working_day_after_15_o_clock(shown: str, until: str, rule: str) -> None:
    assert due(at(shown), COUNTRY) == (at(until), rule)


def test_a_moment_is_taken_where_viet_nam_is() -> None:
    assert due(dt.datetime(2026, 11, 20, 7, 59, tzinfo=dt.UTC), COUNTRY)[1] == "same_day"
    assert due(dt.datetime(2026, 11, 20, 8, 1, tzinfo=dt.UTC), COUNTRY)[1] == "next_working_day"


def test_prolonged_by_working_days() -> None:
    assert due(at("2026-11-20T09:00"), COUNTRY, extra_days=2) == (at("2026-11-24T17:00"), "extended")
    assert due(at("2026-11-20T16:00"), COUNTRY, extra_days=1) == (at("2026-11-24T17:00"), "extended")


def test_an_offices_own_calendar_overrules_the_countrys() -> None:
    own = Calendar({day("2026-11-21"): True, day("2026-11-23"): False}, ((dt.time(7), dt.time(16, 30)),))
    assert due(at("2026-11-20T15:30"), own) == (at("2026-11-21T16:30"), "next_working_day")
    assert due(at("2026-11-21T15:30"), own) == (at("2026-11-24T16:30"), "next_working_day")


def test_five_days_of_tet_each_year_around_its_first() -> None:
    first = {2025: "2025-01-29", 2026: "2026-02-17", 2027: "2027-02-06", 2028: "2028-01-26"}
    assert years_known() == tuple(first)
    for year, new_year in first.items():
        near = [day(new_year) + dt.timedelta(days=n) for n in range(-10, 11)]
        named = [one for one in near if holiday(one) == "Tết Nguyên đán"]
        assert len(named) == 5, year
        assert (named[-1] - named[0]).days == 4
        assert day(new_year) in named[1:3]
        weekend = sum(one.weekday() >= 5 for one in named)
        assert sum((holiday(one) or "").startswith("Nghỉ bù Tết") for one in near) == weekend, year


def test_of_a_year_that_is_not_known_the_fixed_holidays_are() -> None:
    assert not COUNTRY.works(day("2031-05-01"))
    assert COUNTRY.works(day("2031-05-02"))


def test_working_days_are_counted() -> None:
    assert COUNTRY.between(day("2026-11-20"), day("2026-11-24")) == 2
    assert COUNTRY.between(day("2026-11-20"), day("2026-11-22")) == 0
    assert COUNTRY.between(day("2026-11-24"), day("2026-11-20")) == 0


@pytest.mark.parametrize(
    ("asked", "hours", "until"),
    [
        ("2026-11-20T07:30", 4, "2026-11-20T11:30"),
        ("2026-11-20T07:30", 4.5, "2026-11-20T14:00"),
        ("2026-11-20T10:00", 8, "2026-11-23T10:30"),  # over the weekend
        ("2026-11-20T19:00", 1, "2026-11-23T08:30"),
        ("2026-11-20T12:00", 1, "2026-11-20T14:30"),
    ],
)
def test_hours_pass_only_while_the_office_is_open(asked: str, hours: float, until: str) -> None:
    assert COUNTRY.add_hours(at(asked), hours) == at(until)


def test_a_calendar_without_any_working_day_is_refused_rather_than_searched_forever() -> None:
    closed = Calendar({day("2026-11-20") + dt.timedelta(days=n): False for n in range(100)})
    with pytest.raises(ValueError, match="no working day"):
        due(at("2026-11-20T16:00"), closed)
