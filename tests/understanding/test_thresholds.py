"""What a threshold buys."""

from __future__ import annotations

import pytest

from ocr.understanding.thresholds import bought, curve_of, from_record, measured, to_record

# Nine sure and right, one sure and wrong, one doubtful and right, one not read though it was there.
CLAIMS = [(0.99, True)] * 7 + [(0.99, False), (0.8, True), (0.0, False)]


def test_what_lies_below_the_threshold_is_looked_at_and_wrong_above_it_passes() -> None:
    curve = curve_of(CLAIMS, papers=2)
    assert (curve.fields, curve.papers) == (10, 2)
    at = curve.bought(0.9)
    assert (at.flagged, at.let_through) == (200, 100)
    low = curve.bought(0.7)
    assert (low.flagged, low.let_through) == (100, 100)
    high = curve.bought(0.999)
    assert (high.flagged, high.let_through) == (1000, 0)


def test_between_two_measured_thresholds_it_is_in_proportion() -> None:
    curve = curve_of([(0.55, True), (0.65, True)], papers=1)
    assert curve.bought(0.575).flagged == pytest.approx(250)


def test_beyond_the_ends_it_is_as_at_the_ends() -> None:
    curve = curve_of(CLAIMS, papers=2)
    assert curve.bought(0.1).flagged == curve.bought(0.5).flagged
    assert curve.bought(1.0).flagged == 1000


def test_a_curve_is_kept_and_found_again() -> None:
    curve = curve_of(CLAIMS, papers=2)
    assert from_record(to_record(curve)) == curve


def test_the_measured_curve_goes_one_way() -> None:
    """The surer the machine must be, the more is looked at and the less passes unseen."""
    points = measured().points
    assert [point.flagged for point in points] == sorted(point.flagged for point in points)
    assert [point.let_through for point in points] == sorted((point.let_through for point in points), reverse=True)
    assert bought(0.9).flagged < bought(0.99).flagged
    assert measured().fields >= 1000
