"""The machine-readable zone of an identity card: three rows of thirty letters in OCR-B (ICAO 9303, TD1).

Tesseract's model knows no OCR-B: it takes I for T, 0 for 9 or 6, O for 0, and loses letters. The rows it read are laid
on their patterns (`ocr.zone_rows`); where their check digits do not hold, other readers look at them, last one figure
may be exchanged for one it is often taken for. The zone then stands in the page's words as three whole rows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ocr import pen
from ocr.closer import Eyes, by_line
from ocr.model import Box, around
from ocr.recognise import RawWord
from ocr.zone_rows import LENGTH, PATTERNS, Sightings, Slots, cleaned, laid_on, name_row, spelt
from terms.text import fold

_ALLOWED: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<"
_FEWEST: Final = 20
_MOST_ROWS: Final = 12
_MOST_COST: Final = 9.0
_MOST_LOST: Final = 2
_DEEP: Final = 7.0
_HIGHEST: Final = 0.85
_ADDED: Final = -3
# How sure a row is: its check digits hold; they do with one figure exchanged; they do not. Of the name: two readers
# agree or it could not be read otherwise; one read it.
_HOLDS: Final = 0.97
_EXCHANGED: Final = 0.88
_FAILS: Final = 0.6
_NAME: Final = 0.95
_NAME_OF_ONE: Final = 0.85


@dataclass(frozen=True)
class _Row:
    """A row of the zone as it was read: its words, where it stands, its letters on their places."""

    words: tuple[RawWord, ...]
    box: Box
    slots: Slots
    number: int


def with_machine_zone(words: Sequence[RawWord], eyes: Eyes) -> list[RawWord]:
    """`words` with the rows of a machine-readable zone as one word each, put right as far as check digits tell how.

    Raises as `recognise` does.
    """
    if not any("<<" in word.text or "VNM" in word.text for word in words):
        return list(words)
    kept = list(words)
    for rows in _zones(words):
        seen = Sightings()
        for number in (0, 1):
            seen.add(number, rows[number].slots)
        figures, sure = _figures(rows, seen, words, eyes)
        name, name_sure = _name(rows[2], words, eyes)
        said = [(rows[0], figures[0], sure), (rows[1], figures[1], sure), (rows[2], name, name_sure)]
        said = [(row, text, chance) for row, text, chance in said if any(map(str.isalnum, text))]
        gone = {id(word) for row, _, _ in said for word in row.words}
        kept = [word for word in kept if id(word) not in gone]
        kept += [_word(row, text, chance) for row, text, chance in said]
    return kept


def _zones(words: Sequence[RawWord]) -> list[tuple[_Row, _Row, _Row]]:
    """The zones on a page; of one whose rows were not all found the third is where the other two say."""
    rows = sorted(filter(None, map(_row, by_line(words).values())), key=lambda row: row.box[1])[:_MOST_ROWS]
    zones = []
    while len(rows) >= 2:
        group = [row for row in rows if _beside(rows[0], row)]
        rows = [row for row in rows if row not in group]
        numbered = {row.number: row for row in reversed(group)}
        tops = [numbered[number].box[1] for number in sorted(numbered)]
        if len(numbered) >= 2 and tops == sorted(tops):
            whole = tuple(numbered.get(number) or _between(numbered, number, words) for number in range(3))
            zones.append((_level(whole, 0), _level(whole, 1), _level(whole, 2)))
    return zones


def _row(line: Sequence[RawWord]) -> _Row | None:
    """The row of a zone that a line is; None if it is none."""
    inside = [word for word in line if sum(letter in _ALLOWED for letter in word.text.upper()) * 2 > len(word.text)]
    text = cleaned("".join(word.text for word in inside))
    if not _FEWEST <= len(text) <= 2 * LENGTH or not ("<<" in text or "VNM" in text):
        return None
    fits = [laid_on(text, pattern) for pattern in PATTERNS]
    number = min(range(3), key=lambda one: fits[one][1])
    slots, cost = fits[number]
    return _Row(tuple(inside), around([word.box for word in inside]), slots, number) if cost <= _MOST_COST else None


def _beside(first: _Row, other: _Row) -> bool:
    """Whether two rows can be of one zone: one above the other and near."""
    height = max(first.box[3], 1)
    aside = abs(first.box[0] + first.box[2] / 2 - other.box[0] - other.box[2] / 2)
    return aside < 0.25 * first.box[2] and other.box[1] - first.box[1] < _DEEP * height


def _between(rows: Mapping[int, _Row], number: int, words: Sequence[RawWord]) -> _Row:
    """The row that was not found, by the two that were, with the words that were read in its place."""
    (one, first), (two, second) = sorted(rows.items())
    pitch = (second.box[1] - first.box[1]) / (two - one)
    x, width, height = first.box[0], first.box[2], first.box[3]
    top = round(first.box[1] + (number - one) * pitch)
    known = {id(word) for row in rows.values() for word in row.words}
    inside = [
        word
        for word in words
        if id(word) not in known
        and top <= word.box[1] + word.box[3] / 2 <= top + height
        and x - height <= word.box[0] <= x + width
    ]
    slots, cost = laid_on(cleaned("".join(word.text for word in inside)), PATTERNS[number])
    if cost > _MOST_COST:
        slots = (None,) * LENGTH
    return _Row(tuple(inside), (x, top, width, height), slots, number)


def _level(rows: Sequence[_Row], number: int) -> _Row:
    """A row no higher than rows can be that stand so close: ink between them makes boxes too high."""
    pitch = (rows[2].box[1] - rows[0].box[1]) / 2
    x, y, width, height = rows[number].box
    most = max(1, round(_HIGHEST * pitch))
    if height <= most:
        return rows[number]
    return replace(rows[number], box=(x, y + (height - most) // 2, width, most))


def _figures(
    rows: Sequence[_Row], seen: Sightings, words: Sequence[RawWord], eyes: Eyes
) -> tuple[tuple[str, str], float]:
    """The first two rows, and how sure they are; each further look is taken only if check digits do not hold."""
    if found := seen.rows():
        return found, _HOLDS
    for look in (_by_tesseract, _by_network):
        for row in seen.unsound():
            if slots := look(rows[row].box, PATTERNS[row], eyes):
                seen.add(row, slots)
            if found := seen.rows():
                return found, _HOLDS
    for digits in _printed_numbers(words):
        seen.add_number(digits)
    if found := seen.rows():
        return found, _HOLDS
    if found := seen.rows_with_one_exchanged():
        return found, _EXCHANGED
    first, second = ("".join(letter or "<" for letter in seen.likeliest(number)) for number in (0, 1))
    return (first, second), _FAILS


def _name(row: _Row, words: Sequence[RawWord], eyes: Eyes) -> tuple[str, float]:
    """The row of the name, and how sure it is."""
    names = [fold(word.text).upper() for word in words if word.text.isupper() and word.text.isalpha()]
    read = name_row(row.slots)
    if None not in row.slots and (name := _spelt(row, names)):
        return name, _NAME
    # The fillers behind the name need no look, if it is clear where they begin.
    length = len(read.rstrip("<")) + 2 if row.slots.count(None) <= _MOST_LOST else LENGTH
    x, y, width, height = row.box
    box = (x, y, round(width * min(1.0, length / LENGTH)), height)
    again = _by_network(box, PATTERNS[2], eyes) or _by_tesseract(row.box, PATTERNS[2], eyes)
    if again is None:
        return read, _FAILS
    name = name_row(again)
    agree = name.replace("I", "T") == read.replace("I", "T")
    return name, _NAME if agree and pen.available() else _NAME_OF_ONE if agree else _FAILS


def _spelt(row: _Row, names: Sequence[str]) -> str | None:
    """The row of the name as it can only be spelt; None if that leaves it open, or letters are missing."""
    text = "".join(letter for letter in cleaned("".join(word.text for word in row.words)) if letter.isascii())
    texts = [text] if len(text) == LENGTH else []
    if len(text) == LENGTH + 1:
        # The broad I of OCR-B is also read as two letters.
        texts = [f"{text[: at.start()]}I{text[at.end() :]}" for at in re.finditer("TI", text)]
    found = {spelt(name_row(laid_on(one, PATTERNS[2])[0]), names) for one in texts}
    return found.pop() if len(found) == 1 else None


def _by_network(box: Box, pattern: str, eyes: Eyes) -> Slots | None:
    return _laid(eyes.by_network(_roomy(box)).text, pattern) if pen.available() else None


def _by_tesseract(box: Box, pattern: str, eyes: Eyes) -> Slots | None:
    return _laid(eyes.by_tesseract([_roomy(box)], _ALLOWED)[0].text, pattern)


def _laid(text: str, pattern: str) -> Slots | None:
    slots, cost = laid_on(cleaned(text).ljust(LENGTH if pattern == PATTERNS[2] else 0, "<"), pattern)
    return slots if cost <= _MOST_COST else None


def _roomy(box: Box) -> Box:
    x, y, width, height = box
    return (max(0, x - height // 2), y, width + height, height)


def _word(row: _Row, text: str, chance: float) -> RawWord:
    first = " ".join(word.first or word.text for word in row.words)
    line = row.words[0].line if row.words else (_ADDED, row.box[1], row.number)
    return RawWord(text, row.box, chance, line, first if first != text else None)


def _printed_numbers(words: Sequence[RawWord]) -> list[str]:
    return [word.text for word in words if len(word.text) == 12 and word.text.isdecimal()]
