"""What the three rows of an identity card's machine-readable zone can say: letters laid on their places, check digits
that must hold.

A row as read is laid on its pattern letter by letter: a letter too many is left out, one that was lost leaves its place
empty, a letter in a digit's place is the digit it looks like. Several readings of a row lie one over the other; from
what they have in each place the rows are found in which everything agrees.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import product
from math import prod
from typing import Final, TypeAlias

from ocr.syllable_counts import syllable_counts
from terms.identifiers import check_digit

Slots: TypeAlias = tuple[str | None, ...]
"""A row laid on its pattern: thirty letters, None where none was read."""

LENGTH: Final = 30
# 9 a digit, S the sex, A a letter or the filler, all else stands for itself.
PATTERNS: Final = ("IDVNM" + "9" * 22 + "<<9", "9999999S9999999VNM<<<<<<<<<<<9", "A" * LENGTH)
_VARIABLE: Final = frozenset("9SA")
_FILLER: Final = "<"
_TO_DIGIT: Final = dict(zip("OQDUÖØILTZSGB", "0000001112568", strict=True))
_TO_LETTER: Final = dict(zip("0156824", "OISGBZA", strict=True))
_DIGITS: Final = tuple("0123456789")
# Figures that are taken for one another.
_ALIKE: Final = ("069", "08", "68", "38", "39", "89", "56", "58", "35", "36", "17", "14", "27", "12", "49", "46")
_TWIN: Final = 0.3
_WRONG: Final = 1.0
_LOST: Final = 0.9
_LOST_CONSTANT: Final = 0.5
_EXTRA: Final = 0.8
# One in a thousand ways holds by chance: three check digits.
_MOST_WAYS: Final = 64


@cache
def _twins(figure: str) -> tuple[str, ...]:
    return tuple(sorted({other for group in _ALIKE if figure in group for other in group} - {figure}))


def cleaned(text: str) -> str:
    """A row's text as capitals, digits and fillers; other letters stay for what they may be taken for."""
    text = text.upper().replace("«", "<<").replace("‹", "<").replace(" ", "")
    return "".join(letter for letter in text if letter.isalpha() or letter in "0123456789<({")


def laid_on(text: str, pattern: str) -> tuple[Slots, float]:
    """`text` laid on the pattern in the cheapest way, and what that costs: about 1 a letter that does not fit."""
    rows = len(text) + 1
    costs = [[0.0] * (LENGTH + 1) for _ in range(rows)]
    steps = [[""] * (LENGTH + 1) for _ in range(rows)]
    for at in range(rows):
        for place in range(LENGTH + 1):
            ways: list[tuple[float, str]] = []
            if at and place:
                ways.append((costs[at - 1][place - 1] + _fit(text[at - 1], pattern[place - 1])[1], "both"))
            if place:
                lost = _LOST if pattern[place - 1] in _VARIABLE else _LOST_CONSTANT
                ways.append((costs[at][place - 1] + lost, "lost"))
            if at:
                ways.append((costs[at - 1][place] + _EXTRA, "extra"))
            if ways:
                costs[at][place], steps[at][place] = min(ways)
    slots: list[str | None] = [None] * LENGTH
    at, place = len(text), LENGTH
    while at or place:
        step = steps[at][place]
        if step == "both":
            slots[place - 1] = _fit(text[at - 1], pattern[place - 1])[0]
        at, place = at - (step != "lost"), place - (step != "extra")
    fixed = [slot if kind in _VARIABLE else kind for slot, kind in zip(slots, pattern, strict=True)]
    return tuple(fixed), costs[-1][-1]


def _fit(letter: str, kind: str) -> tuple[str | None, float]:
    """What a letter is in a place of this kind, and how ill it fits."""
    if kind == "9":
        if letter in _DIGITS:
            return letter, 0.0
        return (_TO_DIGIT[letter], _TWIN) if letter in _TO_DIGIT else (None, _WRONG)
    if kind == "S":
        return (letter, 0.0) if letter in "MF" else (None, _WRONG)
    if kind == "A":
        if letter == _FILLER or "A" <= letter <= "Z":
            return letter, 0.0
        return (_TO_LETTER[letter], _TWIN) if letter in _TO_LETTER else (None, _WRONG)
    if letter == kind:
        return letter, 0.0
    similar = {"I": "T1L", "D": "0O", "V": "UY", "M": "N", "N": "M", _FILLER: "({KCLX"}[kind]
    return kind, _TWIN if letter in similar else _WRONG


class Sightings:
    """What was seen in the places of the first two rows, by how many looks."""

    def __init__(self) -> None:
        self._looks: tuple[list[Slots], list[Slots]] = ([], [])
        self._seen: list[list[Counter[str]]] = [[Counter() for _ in range(LENGTH)] for _ in range(2)]

    def add(self, row: int, slots: Slots) -> None:
        """One more look at a row."""
        self._looks[row].append(slots)
        for counter, letter in zip(self._seen[row], slots, strict=True):
            if letter is not None:
                counter[letter] += 1

    def add_number(self, digits: str) -> None:
        """The personal number as it is printed elsewhere on the page, if it can be that of the card."""
        places = self._seen[0][15:27]
        if sum(digit in seen for digit, seen in zip(digits, places, strict=True)) >= len(digits) - 3:
            for digit, seen in zip(digits, places, strict=True):
                seen[digit] += 1

    def unsound(self) -> list[int]:
        """The rows in which check digits of their own do not hold; both if only the one over all of them does not."""
        options = self._options()
        number, days = options[:14], options[14:29]
        first = any(
            check_digit(f"{three}{nine}<<") in number[13]
            for nine, _ in _checked(number[3:12], number[12])
            for three in _fillings(number[:3])
        )
        second = _checked(days[:6], days[6]) and _checked(days[8:14], days[14])
        return [row for row, sound in enumerate((first, second)) if not sound] or [0, 1]

    def rows(self) -> tuple[str, str] | None:
        """The two rows in which all check digits hold, as single looks saw them or else made of what all saw in each
        place; None if there are none, or several."""
        single = {
            way
            for first, second in product(*self._looks)
            for way in _ways(_options_of([_seen_once(first), _seen_once(second)]))
        }
        return _one(single) or _one(_ways(self._options()))

    def rows_with_one_exchanged(self) -> tuple[str, str] | None:
        """The same where one figure was taken for one that looks like it, if there is just one such way."""
        options = self._options()
        lost = [place for place, seen in enumerate(options) if not seen]
        if lost:
            return _one(_ways([seen or _DIGITS for seen in options])) if len(lost) == 1 else None
        found: set[tuple[str, str]] = set()
        for place, seen in enumerate(options):
            for twin in sorted({twin for digit in seen if digit in _DIGITS for twin in _twins(digit)} - set(seen)):
                found.update(_ways([*options[:place], (twin,), *options[place + 1 :]]))
                if len(found) > 1:
                    return None
        return _one(found)

    def likeliest(self, row: int) -> Slots:
        """What most looks saw in each place of a row."""
        return tuple(seen.most_common(1)[0][0] if seen else None for seen in self._seen[row])

    def _options(self) -> list[tuple[str, ...]]:
        return _options_of(self._seen)


def _seen_once(slots: Slots) -> list[Counter[str]]:
    return [Counter(letter or "") for letter in slots]


def _options_of(rows: Sequence[Sequence[Counter[str]]]) -> list[tuple[str, ...]]:
    """What was seen in each place that is told apart: three digits of the number, nine that stand twice, and so on."""
    first, second = rows
    twice = [first[5 + index] + first[18 + index] for index in range(9)]
    return [
        tuple(letter for letter, _ in seen.most_common())
        for seen in (*first[15:18], *twice, first[14], first[29], *second[:15], second[29])
    ]


def _ways(options: Sequence[tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    """The pairs of rows in which all check digits hold; none where so much is open that some would hold by chance."""
    if not 0 < prod(map(len, options)) <= _MOST_WAYS:
        return
    one, two, born, sex, until, whole = (options[place] for place in (12, 13, 20, 21, 28, 29))
    days = list(product(_checked(options[14:20], born), _checked(options[22:28], until), sex))
    for (nine, check), three in product(_checked(options[3:12], one), _fillings(options[:3])):
        last = check_digit(three + nine + "<<")
        if last not in two:
            continue
        first = f"IDVNM{nine}{check}{three}{nine}<<{last}"
        for (day, day_check), (end, end_check), letter in days:
            held = check_digit(first[5:] + day + day_check + end + end_check + _FILLER * 11)
            if held in whole and _is_day(day) and _is_day(end):
                yield first, f"{day}{day_check}{letter}{end}{end_check}VNM{_FILLER * 11}{held}"


def _checked(options: Sequence[tuple[str, ...]], checks: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(digits, check) for digits in _fillings(options) if (check := check_digit(digits)) in checks]


def _fillings(options: Sequence[tuple[str, ...]]) -> list[str]:
    if prod(map(len, options)) > _MOST_WAYS:
        return []
    return ["".join(letters) for letters in product(*options)]


def _is_day(digits: str) -> bool:
    """Whether six digits can be a day, year first; a day or month that nobody knows is 00."""
    return int(digits[2:4]) <= 12 and int(digits[4:]) <= 31


def _one(found: Iterable[tuple[str, str]]) -> tuple[str, str] | None:
    ways = set(found)
    return ways.pop() if len(ways) == 1 else None


def name_row(slots: Slots) -> str:
    """The third row: its letters up to the fillers, and nothing but fillers from there."""
    text = "".join(letter or " " for letter in slots)
    name = re.match(r"[A-Z ]+(?:<{1,2}[A-Z ]+)*", text)
    return (name.group().replace(" ", "") if name else "").ljust(LENGTH, _FILLER)[:LENGTH]


def spelt(row: str, names: Sequence[str]) -> str | None:
    """The third row with I where T was read for it, by the names printed on the page or else by what can be a syllable;
    None if that leaves it open. `names`: in capitals without marks."""
    parts = re.split("(<+)", row)
    for index, part in enumerate(parts):
        if not {"I", "T"} & set(part):
            continue
        ways = {"".join(letters) for letters in product(*("IT" if letter in "IT" else letter for letter in part))}
        printed = [way for way in ways if way in names]
        known = printed or [way for way in ways if syllable_counts().alike(way.lower())]
        if len(known) != 1:
            return None
        parts[index] = known[0]
    return "".join(parts)
