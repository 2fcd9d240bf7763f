"""Digits that stand each in a printed box: personal numbers, tax codes, account numbers on forms.

Tesseract reads the sides of the boxes as bars and brackets and loses digits between them ("[0|5[ø|0[8|"). Where a line
has many of those, the sides are found as what they are, upright strokes at equal distances; the digits are set beside
each other without them and read again, by both readers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from ocr.closer import Eyes, by_line, leant, on_white, read_by_network, read_pieces
from ocr.handwriting import Cut
from ocr.model import Box, around
from ocr.pixels import Image
from ocr.recognise import LineId, RawWord
from terms.identifiers import personal_number
from terms.text import fold
from terms.units import birth_province

_DIGITS: Final = "0123456789"
_BARS: Final = frozenset("|[](){}!¦")
_SIDES: Final = _BARS | frozenset("/\\lI")
_ASKS: Final = re.compile(r"dinh danh|cmnd|cccd|can cuoc|ma so|tai khoan")
_NEAR_LABEL: Final = 2.0
_BOX_HEIGHT: Final = 1.3
_TOO_HIGH: Final = 2.0
_LONG: Final = 14
_MOST_RUNS: Final = 8
_FEWEST_SIDES: Final = 4
_FEWEST_DIGITS: Final = 4
_FEWEST_LETTERS: Final = 6
_FEWEST_CELLS: Final = 9
_MOST_CELLS: Final = 14
_USUAL_LENGTHS: Final = frozenset((9, 10, 12, 13))
_ROOM: Final = Cut(0.1)
_REACHES: Final = (2.5, 6.0, 10.0)
_SIDE_HEIGHT: Final = 0.13
_STRONG: Final = 0.35
_UNEVEN: Final = 0.15
_RULED: Final = 0.6
_EDGE: Final = 0.1
_INK: Final = 190
_FEWEST_INKED: Final = 2
_SPACE: Final = 9
_PAPER: Final = 255
# How sure the number is: both readers agree on a digit a box; one of them does with itself; one look alone gave a digit
# a box; something is missing.
_BOTH: Final = 0.95
_TWICE: Final = 0.92
_LABEL: Final = 0.8
_ONE: Final = 0.75
_TORN: Final = 0.3


@dataclass(frozen=True)
class _Run:
    """Boxes of digits in a line: the words read of them (none where nothing was), and where they stand.

    `before`: what stands in the first of the words before its first box.
    """

    line: tuple[RawWord, ...]
    words: tuple[RawWord, ...]
    before: str
    box: Box


def with_cells(words: list[RawWord], eyes: Eyes) -> list[RawWord]:
    """`words` with digits in boxes as one number each.

    Raises as `recognise` does.
    """
    runs = [run for line in by_line(words).values() if (run := _run(line) or _unread(line))]
    for run in runs[:_MOST_RUNS]:
        if number := _number(run, eyes):
            read = {id(word) for word in run.words}
            kept = [word for word in words if id(word) not in read and not _lies_in(word, number)]
            words = [*kept, *_label(run, number), replace(number, line=_line_of(number, kept, run))]
    return words


def _lies_in(word: RawWord, number: RawWord) -> bool:
    """Whether a word stands where the number does: boxes may have been read as parts of several lines."""
    across, down = word.box[0] + word.box[2] / 2, word.box[1] + word.box[3] / 2
    x, y, width, height = number.box
    return x <= across <= x + width and y <= down <= y + height


def _line_of(number: RawWord, words: Sequence[RawWord], run: _Run) -> LineId:
    """The line of the word just before the number, or the one that its boxes were read in."""
    x, y, _, height = number.box
    before = [
        word
        for word in words
        if y <= word.box[1] + word.box[3] / 2 <= y + height
        and -height < x - word.box[0] - word.box[2] < _NEAR_LABEL * height
    ]
    return max(before, key=lambda word: word.box[0]).line if before else run.line[0].line


def _run(line: Sequence[RawWord]) -> _Run | None:
    """The boxes in a line, of which bars and digits were read; None if there are none."""
    if sum(letter in _BARS for word in line for letter in word.text) < _FEWEST_SIDES:
        return None
    start = next((index for index, word in enumerate(line) if _begins(word.text)), None)
    if start is None:
        return None
    end = start + 1
    while end < len(line) and _is_boxed(line[end].text):
        end += 1
    members = tuple(line[start:end])
    head, colon, _ = members[0].text.rpartition(":")
    before = head + colon
    if not _looks_boxed("".join(word.text for word in members)[len(before) :]):
        return None
    x, _, width, _ = around([word.box for word in members])
    if before:
        shift = round(members[0].box[2] * len(before) / len(members[0].text))
        x, width = x + shift, width - shift
    # Bars are as high as the boxes; ink that crosses a word makes it too high.
    barred = [word.box for word in members if any(letter in _BARS for letter in word.text)]
    y, height = (round(median(box[place] for box in barred)) for place in (1, 3))
    label = [word for word in line[:start] if len(word.text) > 1]
    if label and height > _TOO_HIGH * median(word.box[3] for word in label):
        y, height = _band(label)
    return _Run(tuple(line), members, before, (x, y, width, height))


def _unread(line: Sequence[RawWord]) -> _Run | None:
    """Where boxes may stand of which nothing was read: behind a label that asks for a number."""
    last = line[-1]
    if not last.text.endswith(":") or not _ASKS.search(fold(" ".join(word.text for word in line))):
        return None
    y, height = _band(line)
    return _Run(tuple(line), (), "", (last.box[0] + last.box[2], y, _LONG * height, height))


def _band(label: Sequence[RawWord]) -> tuple[int, int]:
    """Top and height within which the sides of boxes beside a label are seen from end to end."""
    height = round(_BOX_HEIGHT * median(word.box[3] for word in label))
    middle = median(word.box[1] + word.box[3] / 2 for word in label)
    return round(middle - height / 2), height


def _looks_boxed(text: str) -> bool:
    """Whether there are bars enough in what was read, and digits enough between them."""
    bars, digits, letters = (sum(map(test, text)) for test in (_BARS.__contains__, str.isdecimal, str.isalnum))
    return bars >= _FEWEST_SIDES and digits >= _FEWEST_DIGITS and letters >= _FEWEST_LETTERS


def _begins(text: str) -> bool:
    """Whether a word is boxes, but for a label before them ("nhân/CMND:|0|8")."""
    boxes = text.rpartition(":")[2]
    bars = sum(letter in _BARS for letter in boxes)
    return any(letter in _BARS for letter in boxes[:2]) and sum(letter.isalpha() for letter in boxes) <= bars + 1


def _is_boxed(text: str) -> bool:
    return len(text) == 1 or any(letter in _SIDES for letter in text) or text.isdigit()


def _label(run: _Run, number: RawWord) -> list[RawWord]:
    """What stood before the first box in the same word, as a word of its own."""
    if not run.before:
        return []
    word = run.words[0]
    x, y, _, height = word.box
    box = (x, y, max(1, number.box[0] - x - 2), height)
    return [replace(word, text=run.before, box=box, confidence=max(word.confidence, _LABEL), first=word.text)]


def _number(run: _Run, eyes: Eyes) -> RawWord | None:
    """The number in the boxes, as one word; None if there are no boxes in equal distances."""
    x, y, width, height = run.box
    for reach in (round(times * height) for times in (_REACHES if run.words else _REACHES[:1])):
        left = max(0, x - reach)
        box = (left, y, x + width + reach - left, height)
        picture = on_white(eyes.look(box, _ROOM))
        sides = _sides(picture)
        # Boxes up to the picture's edge go on beyond it.
        if sides is not None and _whole(sides, picture.shape[1]):
            break
    else:
        return None
    line, filled = _without_boxes(picture, sides)
    text, chance = _read(line, sum(filled), eyes)
    if not text:
        return None
    if not all(filled[: sum(filled)]):
        # Only the last boxes can be empty.
        chance = min(chance, _TORN)
    scale = box[2] / picture.shape[1]
    first_side, last_side = round(box[0] + sides[0] * scale), round(box[0] + sides[-1] * scale)
    first = " ".join(word.first or word.text for word in run.words)
    box = (first_side, y, max(1, last_side - first_side), height)
    return RawWord(text, box, chance, run.line[0].line, first or None)


def _whole(sides: Sequence[int], width: int) -> bool:
    """Whether there is room for one more box at either end of a picture of this width."""
    pitch = (sides[-1] - sides[0]) / (len(sides) - 1)
    return sides[0] > 1.1 * pitch and width - sides[-1] > 1.1 * pitch


def _sides(picture: Image) -> list[int] | None:
    """Where the upright sides of a row of boxes stand in a picture of it; None if it shows none."""
    kernel = np.ones((1, 9), np.uint8)
    thin = cv2.morphologyEx(picture, cv2.MORPH_BLACKHAT, kernel)
    # A side leans or sways by a pixel.
    thin = cv2.dilate(thin, np.ones((1, 3), np.uint8))
    high = picture.shape[0]
    middle = thin[round(_SIDE_HEIGHT * high) : round((1 - _SIDE_HEIGHT) * high)]
    strength: npt.NDArray[np.float64] = np.percentile(middle, 12, axis=0)
    top = float(np.sort(strength)[-_FEWEST_CELLS:].mean()) if strength.size > _FEWEST_CELLS else 0.0
    if top < 12:
        return None
    peaks: list[int] = []
    for column in np.flatnonzero(strength >= _STRONG * top):
        if peaks and column - peaks[-1] <= 4:
            if strength[column] > strength[peaks[-1]]:
                peaks[-1] = int(column)
        else:
            peaks.append(int(column))
    return _evenly(peaks)


def _evenly(peaks: Sequence[int]) -> list[int] | None:
    """The longest run of places in equal distances, one that is missing among them put in."""
    if len(peaks) < _FEWEST_CELLS:
        return None
    pitch = float(np.median(np.diff(peaks)))
    best: list[int] = []
    for start in range(len(peaks)):
        chain = [peaks[start]]
        for place in peaks[start + 1 :]:
            steps = (place - chain[-1]) / pitch
            count = round(steps)
            if count in (1, 2) and abs(steps - count) <= _UNEVEN * count:
                if count == 2:
                    chain.append((chain[-1] + place) // 2)
                chain.append(place)
        best = max(best, chain, key=len)
    return best if _FEWEST_CELLS <= len(best) - 1 <= _MOST_CELLS else None


def _without_boxes(picture: Image, sides: Sequence[int]) -> tuple[Image, list[bool]]:
    """What stands in the boxes, side by side on white, and in which boxes something stands."""
    run = picture[:, sides[0] : sides[-1]]
    ruled = (run < _INK).mean(axis=1) > _RULED
    ruled = cv2.dilate(ruled.astype(np.uint8).reshape(-1, 1), np.ones((3, 1), np.uint8)).ravel() > 0
    cleared = picture.copy()
    cleared[ruled] = _PAPER
    white = np.full((picture.shape[0], _SPACE), _PAPER, np.uint8)
    pieces, filled = [white], []
    for left, right in pairwise(sides):
        edge = max(2, round(_EDGE * (right - left)))
        inside = cleared[:, left + edge : right - edge]
        inked = np.flatnonzero((inside < _INK).sum(axis=0) >= _FEWEST_INKED)
        filled.append(inked.size > 0)
        if filled[-1]:
            pieces += [inside[:, max(0, inked[0] - 2) : inked[-1] + 3], white]
    return np.asarray(np.hstack(pieces), dtype=np.uint8), filled


def _read(line: Image, count: int, eyes: Eyes) -> tuple[str, float]:
    """The digits of a line by as many looks as it takes, and how sure they are."""
    usual = count in _USUAL_LENGTHS
    upright, other = (seen.text for seen in read_pieces([line, leant(line)], _DIGITS, seconds=eyes.seconds))
    if usual and len(upright) == count and upright == other:
        return upright, _TWICE
    by_network = _digits(read_by_network(line).text)
    whole = [text for text in (by_network, upright, other) if len(text) == count]
    if usual and by_network in whole[1:]:
        return by_network, _BOTH
    plausible = [text for text in whole if _can_be_personal(text)] or whole
    if plausible:
        return plausible[0], _ONE if usual else _TORN
    return max(by_network, upright, key=len), _TORN


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter in _DIGITS)


def _can_be_personal(text: str) -> bool:
    """Whether digits can be a personal number as far as it says anything of itself."""
    number = personal_number(text)
    if number is None:
        return False
    return number.province_code is None or birth_province(number.province_code) is not None
