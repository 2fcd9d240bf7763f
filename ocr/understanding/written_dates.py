"""Dates as they were read: typewriters strike zeros through, strokes look like ones, letters stand for figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from ocr.understanding.value import Value, repair_digits
from terms.dates import find_dates


def read_date(text: str, latest: int) -> Value | None:
    """A date not after the year `latest`."""
    text = re.sub(r"(?<!\S)[.,:;'-](?=[0-9]{1,2}[/.-])", " ", text)
    part: Value | None = None
    for attempt, fit in _attempts(text, latest):
        for one in find_dates(attempt):
            if one.date.year > latest:
                continue
            if one.date.day is not None:
                return Value(one.date.iso, one.start, one.end, fit)
            # Figures before what is but a part of a date are the rest of it: "10 - 98 1956".
            torn = any(letter.isdigit() for letter in text[: one.start])
            part = part or Value(one.date.iso, one.start, one.end, (0.5 if torn else 0.85) * fit)
    return part


def _attempts(text: str, latest: int) -> Iterator[tuple[str, float]]:
    """The text as it was read and as it may have been printed, with how well a date of it then fits; each is as long
    as the text given."""
    yield text, 1.0
    if not any(letter.isdigit() for letter in text):
        return
    yield repair_digits(text), 0.6
    yield _DOUBLED_STROKE.sub(r"\1 ", text), 0.5
    yield _LOST_STROKE.sub(r"\1\2", text), 0.3
    yield _made_possible(text, latest), 0.3
    yield with_strokes(text), 0.3
    yield _SCRAP_BEFORE_YEAR.sub(r"\1\2 ", text), 0.3


# A stroke read twice: "21//06/2009"; and one of two not read at all: "28 10-1960"; as long as the text given.
_DOUBLED_STROKE = re.compile(r"(?<=[0-9])([/.-])\1(?=[0-9])")
_LOST_STROKE = re.compile(r"(?<![0-9/.-])([0-9]{1,2}) (?=[0-9]{1,2}([/.-])(?:19|20)[0-9]{2}(?![0-9]))")
# "31/12/2024" whose strokes were read as ones; as long as the text given.
_STROKES_AS_ONES = re.compile(r"(?<![0-9])([0-3][0-9])[1Il|/]([01][0-9])[1Il|/]((?:19|20)[0-9]{2})(?![0-9])")


def with_strokes(text: str) -> str:
    """`text` with the strokes of its dates that were read as ones."""
    return _STROKES_AS_ONES.sub(r"\1/\2/\3", text)


# A scrap read as a figure of the year: "28/08/41968"; as long as the text given.
_SCRAP_BEFORE_YEAR = re.compile(r"(?<![0-9])([0-9]{1,2}[/.-][0-9]{1,2}[/.-])[0-9]((?:19|20)[0-9]{2})(?![0-9])")
_FIGURES_OF_DATE = re.compile(r"(?<![0-9/])([0-9]{1,2})([/.-])([0-9]{1,2})\2([0-9]{4})(?![0-9/])")
_TYPED_TWINS = {"2": "0", "6": "0", "8": "0", "9": "0", "4": "1", "7": "1"}


def _made_possible(text: str, latest: int) -> str:
    """A date that cannot be ("17/19/2811"), with as few of its figures as possible as the zeros (typewriters strike
    them through) and ones that they may have been; as long as the text given. A proposal for a person."""
    match = _FIGURES_OF_DATE.search(text)
    if match is None:
        return text
    places = [at for at in range(match.start(), match.end()) if text[at] in _TYPED_TWINS]
    for count in range(1, 4):
        for chosen in combinations(places, count):
            attempt = "".join(_TYPED_TWINS[letter] if at in chosen else letter for at, letter in enumerate(text))
            if any(one.date.day and 1900 <= one.date.year <= latest for one in find_dates(attempt)):
                return attempt
    return text
