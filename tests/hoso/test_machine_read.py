"""The count of what machines read of worn cards: real cards, and totals with their bounds."""

from __future__ import annotations

from hoso.bench.machine_read import Part, measure, record


def test_cards_as_good_as_drawn_are_read_whole() -> None:
    parts = measure(1, "a card", levels=(1,))
    assert parts == [Part("mrz", "chip_card_of_2021", 1, 1, 1), Part("qr", "chip_card_of_2021", 1, 1, 1)]


def test_totals_stand_behind_the_parts_with_their_bounds() -> None:
    told = record([Part("qr", "a", 1, 10, 10), Part("qr", "b", 3, 8, 10), Part("mrz", "a", 1, 0, 0)])
    assert [(one["part"], one["layout"], one["count"], one["of"]) for one in told] == [
        ("mrz", "a", 0, 0),
        ("mrz", "all", 0, 0),
        ("qr", "a", 10, 10),
        ("qr", "b", 8, 10),
        ("qr", "all", 18, 20),
    ]
    assert told[-1]["low"] < 0.9 < told[-1]["high"]
    assert told[0]["share"] is None
