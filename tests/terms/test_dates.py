"""Dates as papers print them, as much as is printed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terms.dates import PartialDate, find_dates, parse_date, spell_number


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("09/10/2020", "2020-10-09"),
        ("9-10-2020", "2020-10-09"),
        ("09.10.2020", "2020-10-09"),
        ("09 / 10 / 2020", "2020-10-09"),
        ("Sơn Dương, ngày 13 tháng 02 năm 2019", "2019-02-13"),
        ("19 tháng 10 năm 2020", "2020-10-19"),
        ("12 giờ 06 phút, ngày 02 tháng 10 năm 2018", "2018-10-02"),
        ("Ngày chín, tháng mười, năm hai nghìn không trăm hai mươi", "2020-10-09"),
        ("ngày mười lăm tháng năm năm một nghìn chín trăm chín mươi lăm", "1995-05-15"),
        ("ngày hai mươi mốt tháng chạp năm hai nghìn lẻ năm", "2005-12-21"),
        ("Ngày ba mươi, tháng tư, năm một chín bảy lăm", "1975-04-30"),
        ("tháng 5 năm 2001", "2001-05"),
        ("05/1990", "1990-05"),
        ("sinh năm 1984", "1984"),
        ("1984", "1984"),
    ],
)
def test_a_date_is_read_in_every_way_it_is_printed(printed: str, iso: str) -> None:
    found = parse_date(printed)
    assert found is not None
    assert found.iso == iso


@pytest.mark.parametrize(
    "printed",
    ["31/02/2020", "00/10/2020", "Thông tư số 66/2023/TT-BCA", "4/2020/TT", "1404,6 m2", "ngày tháng năm", ""],
)
def test_what_is_no_date_is_none(printed: str) -> None:
    assert parse_date(printed) is None


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_every_day_comes_back_from_both_printed_forms(day: date) -> None:
    for printed in (f"ngày {day.day:02d} tháng {day.month:02d} năm {day.year}", day.strftime("%d/%m/%Y")):
        found = parse_date(printed)
        assert found is not None
        assert found.iso == day.isoformat()
        assert PartialDate.from_iso(found.iso) == found


def test_several_dates_keep_their_places() -> None:
    text = "Từ 01/01/2024 đến ngày 31 tháng 12 năm 2024"
    found = find_dates(text)
    assert [one.date.iso for one in found] == ["2024-01-01", "2024-12-31"]
    assert [text[one.start : one.end] for one in found] == ["01/01/2024", "ngày 31 tháng 12 năm 2024"]


def test_a_whole_date_outranks_a_year_before_it() -> None:
    found = parse_date("năm 2019, ngày 3 tháng 4 năm 2020")
    assert found is not None
    assert found.iso == "2020-04-03"


def test_a_part_of_a_date_spans_all_its_days() -> None:
    assert (PartialDate(1990, 2).first_day, PartialDate(1990, 2).last_day) == (date(1990, 2, 1), date(1990, 2, 28))


def test_no_date_of_iso_form_is_refused() -> None:
    for text in ("1990-13", "1990-02-30", "mai", "90"):
        with pytest.raises(ValueError, match="not an ISO date"):
            PartialDate.from_iso(text)


def test_words_that_spell_no_number_are_none() -> None:
    assert spell_number("hai nghìn không trăm hai mươi tư") == 2024
    assert spell_number("hai con mèo") is None


@pytest.mark.parametrize("printed", ["12 May 1975", "May 12, 1975", "12th May, 1975"])
def test_english_dates_of_bilingual_papers_are_read(printed: str) -> None:
    found = parse_date(printed)
    assert found is not None
    assert found.iso == "1975-05-12"
