"""Labels of lists, settled by the labels above and below them.

Labels are letters that no word helps to read: "g)" is read "ø)" and "đ)" "ở)", "5." becomes "5,", of "III." a stroke
is lost. But they follow each other: a, b, c, d, đ, e, g, h … (Vietnamese lists have no f), 1, 2, 3 …, I, II, III ….
A label is changed only where its neighbours leave no other, and what was read looks like it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from ocr.model import Word

_LETTERS: Final = "abcdđeghiklmnopqrstuvxy"
_ROMANS: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
_ENDS: Final = (";", ".", ":", ",")
# What the letters of labels are read as beside themselves.
_LOOKS_LIKE: Final = {
    "a": "áạä8", "b": "h6", "c": "e", "d": "đ", "đ": "dởôơớðóỏ", "e": "êéc", "g": "øgọởợq98ụ", "h": "bn", "i": "í1l",
    "l": "1iI",
}  # fmt: skip
_ALWAYS: Final = {"ø": "g", "ð": "đ"}
_LETTER_LABEL: Final = re.compile(r"^[:.,;'‘’`-]?(?:[0-9]?([^\W\d_])|([0-9]))?\)$")
_NUMBER_LABEL: Final = re.compile(r"^(\d{1,2})([.,])$")
_ROMAN_LABEL: Final = re.compile(r"^([IVXLHl1|]{1,5})([.,])$")
_DASHES: Final = re.compile(r"^(?:[~¬]|[-–—~¬_=]*[-–—~¬][_=~¬][-–—~¬_=]*)$")


@dataclass(frozen=True)
class _Label:
    """A label: which word of the page it is, what was read, the place in its sequence that stands for (None: none)."""

    at: int
    read: str
    place: int | None


def numbered(lines: Sequence[Sequence[Word]]) -> list[list[Word]]:
    """The lines of a page with the labels of its lists settled."""
    fixed = [list(line) for line in lines]
    for line in fixed:
        if len(line) > 1 and _DASHES.match(line[0].text) and line[1].text[:1].isalpha() and line[0].confidence < 1:
            line[0] = _said(line[0], "-")
    _settle_letters(fixed)
    _settle_numbers(fixed)
    _settle_romans(fixed)
    return fixed


def _said(word: Word, text: str) -> Word:
    """`word` as `text`. Where it stands leaves no other reading, so it is as sure as it was."""
    return word if text == word.text else replace(word, text=text, first=word.first or word.text)


def _settle_letters(lines: list[list[Word]]) -> None:
    """Letters, of which several may stand in one line: "a) Thửa đất số: 942; b) Tờ bản đồ số: 2;"."""
    places = [
        (row, at)
        for row, line in enumerate(lines)
        for at, word in enumerate(line)
        if _LETTER_LABEL.match(word.text) and at + 1 < len(line) and (at == 0 or line[at - 1].text.endswith(_ENDS))
    ]
    read = [_letter_read(lines[row][at].text) for row, at in places]
    known = [_LETTERS.find(letter) if letter else -1 for letter in read]
    for number, (row, at) in enumerate(places):
        before = known[number - 1] if number else -1
        after = known[number + 1] if number + 1 < len(places) else -1
        letter = _letter(read[number], known[number], before, after)
        if letter in _LETTERS and letter and lines[row][at].confidence < 1:
            known[number] = _LETTERS.index(letter)
            lines[row][at] = _said(lines[row][at], letter + ")")


def _letter_read(text: str) -> str:
    """What was read before the bracket: its letter, or a figure that may be one, or nothing."""
    found = _LETTER_LABEL.match(text)
    return (found[1] or found[2] or "") if found is not None else ""


def _letter(read: str, place: int, before: int, after: int) -> str:
    """The letter of a label, between labels at the places `before` and `after` of the alphabet (-1: unknown)."""
    due = before + 1 if before < len(_LETTERS) - 1 else 0
    called_for = before >= 0 and after == due + 1
    if place < 0:
        # A figure may be one of another list, and nothing may be a bracket that closes: both sides must call for it.
        fits = called_for if not read or read.isdigit() else before >= 0 and after in (-1, 0, due, due + 1)
        if fits and (not read or read in _LOOKS_LIKE.get(_LETTERS[due], "")):
            return _LETTERS[due]
        if after > 0 and read and read in _LOOKS_LIKE.get(_LETTERS[after - 1], ""):
            return _LETTERS[after - 1]
        return _ALWAYS.get(read, read)
    # d and đ differ by a hair: the one that the sequence calls for, where the other would leave a gap or stand twice.
    return _LETTERS[due] if before >= 0 and {read, _LETTERS[due]} == {"d", "đ"} else read


def _settle_numbers(lines: list[list[Word]]) -> None:
    """A comma behind the number that opens a line is a full stop, if the numbers above and below say that it is one of
    a list."""
    found = [
        (row, int(match[1]), match[2])
        for row, line in enumerate(lines)
        if len(line) > 1 and (match := _NUMBER_LABEL.match(line[0].text)) and line[1].text[:1].isupper()
    ]
    for index, (row, number, sign) in enumerate(found):
        beside = {value - number for _, value, _ in (found[index - 1 : index] + found[index + 1 : index + 2])}
        if sign == "," and beside & {-1, 1} and lines[row][0].confidence < 1:
            lines[row][0] = _said(lines[row][0], f"{number}.")


def _settle_romans(lines: list[list[Word]]) -> None:
    """Roman numbers that open a line, of which strokes were lost or are another letter's."""
    labels = []
    for row, line in enumerate(lines):
        match = _ROMAN_LABEL.match(line[0].text) if len(line) > 1 and line[1].text[:1].isupper() else None
        if match and (match[1] in _ROMANS or not match[1].isdigit() or _opens_romans(lines, row)):
            labels.append(_Label(row, match[1], _ROMANS.index(match[1]) if match[1] in _ROMANS else None))
    places = [label.place for label in labels]
    for index, label in enumerate(labels):
        before = places[index - 1] if index else None
        after = places[index + 1] if index + 1 < len(labels) else None
        place = _roman_place(label, before, after, first=index == 0)
        if place is not None and (place != label.place or lines[label.at][0].text[-1] == ","):
            places[index] = place
            if lines[label.at][0].confidence < 1:
                lines[label.at][0] = _said(lines[label.at][0], _ROMANS[place] + ".")


def _opens_romans(lines: Sequence[Sequence[Word]], row: int) -> bool:
    """Whether the "1." that opens a line is an "I.": the next numbers that open lines below it are "II.", not "2."."""
    below = (line[0].text for line in lines[row + 1 :] if line[0].text[:1] in "12I" and line[0].text[-1:] in ".,")
    return lines[row][0].text == "1." and next(below, "")[:-1] == "II"


def _roman_place(label: _Label, before: int | None, after: int | None, *, first: bool) -> int | None:
    """The place of a roman number between its neighbours; None where they do not settle it."""
    if before is not None:
        due = before + 1
    elif first and label.place is None and after:
        due = after - 1
    else:
        return None
    if due >= len(_ROMANS) or (after is not None and before is not None and after not in (due + 1, due)):
        return None
    return due if _strokes_apart(label.read, _ROMANS[due]) <= 1 else None


def _strokes_apart(read: str, meant: str) -> int:
    """How many strokes were lost or gained, if `read` can be a misreading of `meant`; else many."""
    plain = read.replace("H", "II").replace("l", "I").replace("1", "I").replace("|", "I").replace("L", "I")
    if plain.strip("I") != meant.strip("I"):
        return 9
    return abs(len(plain) - len(meant))
