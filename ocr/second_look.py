"""A second, different look at the lines that were read with doubt.

Tesseract cuts its lines from a crowded page; where lines stand close it cuts off the tone marks on top ("hỗ trợ"
becomes "hô trợ"), and small print gets too few pixels. Each doubtful line is cut out again with room above it, cleared
of what belongs to its neighbours, small print taken from the page's full resolution, and all of them are read in one
more call, one below the other with space between. Of the two readings of a line the likelier one stays. Lines that the
first look passed over (it takes a name under a seal for part of a picture) are read in the same call.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Final

import cv2
import numpy as np

from ocr import pen
from ocr.covered import beheaded, covered_name, may_be_covered
from ocr.missed import Blobs, blobs, missed_lines
from ocr.model import Box, around
from ocr.pixels import Image
from ocr.recognise import SINGLE_COLUMN, LineId, RawWord, recognise
from ocr.upended import label_columns, lengthened

_DOUBTFUL_LINE: Final = 0.95
_DOUBTFUL_WORD: Final = 0.8
_SMALL_LINE: Final = 22
_GAP: Final = 24
_SIDE: Final = 8
_ABOVE: Final = 0.25
_BELOW: Final = 0.12
_MAX_LINES: Final = 120
_PAPER: Final = 255
_DISPUTED: Final = 0.8
_SPACE_WORTH: Final = 1.5
_MISSED: Final = -1
_MAX_MISSED: Final = 40
_FEWEST_LETTERS: Final = 3
_CREDIBLE: Final = 0.8
_HARDLY: Final = 0.3
_SMALL_PRINT, _SCRAWL = 0.5, 3.5
_MAX_COVERED: Final = 3


@dataclass(frozen=True)
class _Strip:
    """A line cut out: where it stood (`left`, `top` in the reading image), how much it was enlarged, its pixels."""

    line: LineId
    left: int
    top: int
    scale: float
    image: Image


def look_again(
    image: Image, words: Sequence[RawWord], fine: Callable[[], tuple[Image, float]], *, dpi: int, seconds: float
) -> list[RawWord]:
    """`words` of a level grey `image`, the doubtful lines replaced by a second reading where that is likelier.

    `fine` makes the same image with more pixels, and tells how many times more in each direction.
    Raises as `recognise` does.
    """
    lines = _by_line(words)
    columns = label_columns(lines)
    lines = {line: members for line, members in lines.items() if line not in columns}
    words = [word for members in lines.values() for word in members]
    usual = median(word.box[3] for word in words) if words else 0
    whole = {line: around([word.box for word in members]) for line, members in lines.items()}
    longer = {line: lengthened(box, list(columns.values())) for line, box in whole.items()}
    doubtful = [
        line
        for line, members in lines.items()
        if (_is_doubtful(members) or longer[line] != whole[line]) and _is_one_line(members, usual)
    ]
    boxes = {line: longer[line] for line in doubtful[:_MAX_LINES]}
    labels, stats = blobs(image)
    # A line that ran together with a signature beside it is not read again; what it hides may be a row by itself.
    taken = [word.box for word in words if word.line in boxes or word.confidence >= _HARDLY]
    missed = missed_lines(stats, image.shape, taken)
    boxes |= {(_MISSED, 0, number): box for number, box in enumerate(missed[:_MAX_MISSED])}
    strips = _strips(image, boxes, (labels, stats), fine)
    if not strips:
        return _with_covered(image, list(words), [], dpi=dpi, seconds=seconds)
    stack, tops = _stacked(strips)
    again = _placed(recognise(stack, dpi=dpi, layout=SINGLE_COLUMN, seconds=seconds), strips, tops)
    kept = [
        word
        for line, members in lines.items()
        for word in (_better(members, again[line]) if again.get(line) else members)
    ]
    found = {line: _credible(again.get(line, [])) for line in boxes if line[0] == _MISSED}
    rows = [boxes[line] for line, members in found.items() if members]
    kept = [word for word in kept if word.confidence >= _HARDLY or not any(_shares(word.box, row) for row in rows)]
    kept += [word for line in found for word in found[line]]
    unread = [(boxes[line], line) for line, words in found.items() if not words]
    return _with_covered(image, kept, unread, dpi=dpi, seconds=seconds)


def _with_covered(
    image: Image, words: list[RawWord], unread: Sequence[tuple[Box, LineId]], *, dpi: int, seconds: float
) -> list[RawWord]:
    """The words with names that a seal covers in part: rows that could not be read, and names that lack a letter."""
    if not pen.available():
        return words
    width = image.shape[1]
    places = [(box, line, list[RawWord]()) for box, line in unread if may_be_covered(box, width)]
    for line, members in _by_line(words).items():
        if short := beheaded(members, width):
            places.append((around([word.box for word in short]), line, short))
    # Names stand below their seals.
    for box, line, short in sorted(places, key=lambda place: -place[0][1])[:_MAX_COVERED]:
        if name := covered_name(image, box, line, dpi=dpi, seconds=seconds):
            first = " ".join(word.text for word in short) or None
            words = [word for word in words if word not in short] + [replace(name[0], first=first), *name[1:]]
    return words


def worth(words: Iterable[RawWord]) -> float:
    """How much a reading is worth: its letters, counted by how much likelier right than wrong they are."""
    return sum(len(word.text) * (word.confidence - 0.5) for word in words)


def _by_line(words: Sequence[RawWord]) -> dict[LineId, list[RawWord]]:
    lines: dict[LineId, list[RawWord]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    return lines


def _is_doubtful(words: Sequence[RawWord]) -> bool:
    letters = sum(len(word.text) for word in words)
    mean = sum(len(word.text) * word.confidence for word in words) / letters
    return mean < _DOUBTFUL_LINE or min(word.confidence for word in words) < _DOUBTFUL_WORD


def _is_one_line(words: Sequence[RawWord], usual: float) -> bool:
    """Whether the words' boxes can be those of one line: ink that runs across lines makes boxes of several."""
    height = around([word.box for word in words])[3]
    heights = [word.box[3] for word in words if word.box[3] > _SMALL_PRINT * usual]
    if heights and max(heights) > _SCRAWL * min(heights):
        return False
    return height < 2.2 * max(usual, _letter_height(words)) and _letter_height(words) < 3 * usual


def _strips(
    image: Image, boxes: dict[LineId, Box], ink: Blobs, fine: Callable[[], tuple[Image, float]]
) -> list[_Strip]:
    """The boxes' strips, small print cut from the finer image."""
    strips = []
    small = {line for line, box in boxes.items() if box[3] < _SMALL_LINE}
    full: tuple[Image, float] | None = fine() if small else None
    fine_ink = blobs(full[0]) if full is not None and full[1] > 1.05 else None
    for line, box in boxes.items():
        if line in small and full is not None and fine_ink is not None:
            strip = _cut(full[0], line, box, fine_ink, full[1])
        else:
            strip = _cut(image, line, box, ink, 1.0)
        if min(strip.image.shape) >= 4:
            strips.append(strip)
    return strips


def _credible(words: Sequence[RawWord]) -> Sequence[RawWord]:
    """A line that the first look missed counts only if it reads well: seals, signatures and patterns do not."""
    letters = sum(len(word.text) for word in words)
    if letters < _FEWEST_LETTERS:
        return ()
    mean = sum(len(word.text) * word.confidence for word in words) / letters
    return words if mean >= _CREDIBLE else ()


def _letter_height(words: Sequence[RawWord]) -> float:
    return float(median(word.box[3] for word in words))


def _cut(
    image: Image,
    line: LineId,
    box: Box,
    ink: Blobs,
    scale: float,
) -> _Strip:
    """The line's strip of the image, without ink whose middle lies above or below the line."""
    labels, stats = ink
    x, y, width, height = (round(value * scale) for value in box)
    top, bottom = max(0, round(y - _ABOVE * height)), min(image.shape[0], round(y + (1 + _BELOW) * height))
    left, right = max(0, x - _SIDE), min(image.shape[1], x + width + _SIDE)
    strip = image[top:bottom, left:right].copy()
    around = labels[top:bottom, left:right]
    inside = np.unique(around)
    middles = stats[inside, cv2.CC_STAT_TOP] + stats[inside, cv2.CC_STAT_HEIGHT] / 2
    foreign = inside[((middles < y - 0.15 * height) | (middles > y + 1.05 * height)) & (inside > 0)]
    if foreign.size:
        mask = cv2.dilate(np.isin(around, foreign).astype(np.uint8), np.ones((3, 3), np.uint8))
        strip[mask > 0] = np.percentile(strip, 90)
    return _Strip(line, round(left / scale), round(top / scale), scale, strip)


def _stacked(strips: Sequence[_Strip]) -> tuple[Image, list[int]]:
    """The strips one below the other on white paper, and where each begins."""
    width = max(strip.image.shape[1] for strip in strips) + 2 * _GAP
    tops = []
    top = _GAP
    for strip in strips:
        tops.append(top)
        top += strip.image.shape[0] + _GAP
    stack = np.full((top, width), _PAPER, np.uint8)
    for strip, start in zip(strips, tops, strict=True):
        high, wide = strip.image.shape
        # One threshold is laid through all: grey paper on a white ground would be taken for ink.
        ground = max(1.0, float(np.percentile(strip.image, 75)))
        stack[start : start + high, _GAP : _GAP + wide] = cv2.convertScaleAbs(strip.image, alpha=_PAPER / ground)
    return stack, tops


def _placed(found: Sequence[RawWord], strips: Sequence[_Strip], tops: Sequence[int]) -> dict[LineId, list[RawWord]]:
    """Words of the stack as words of the lines they were cut from."""
    rows: dict[tuple[int, LineId], list[RawWord]] = {}
    for word in found:
        x, y, width, height = word.box
        index = int(np.searchsorted(tops, y + height / 2, side="right")) - 1
        if index < 0:
            continue
        strip = strips[index]
        box = (
            strip.left + round((x - _GAP) / strip.scale),
            strip.top + round((y - tops[index]) / strip.scale),
            max(1, round(width / strip.scale)),
            max(1, round(height / strip.scale)),
        )
        rows.setdefault((index, word.line), []).append(replace(word, box=box, line=strip.line))
    lines: dict[LineId, list[RawWord]] = {}
    for (index, _), words in rows.items():
        # A strip was cut for one line; a second row in it is the edge of a neighbour, which is read in its own place.
        line = strips[index].line
        if worth(words) > worth(lines.get(line, ())):
            lines[line] = words
    return lines


def _better(first: Sequence[RawWord], second: Sequence[RawWord]) -> list[RawWord]:
    """The likelier reading of a line; words that both readings have gain by it, disputed ones lose."""
    # A reading that runs words together looks as likely letter by letter; each space it lacks must be made good.
    run_together = max(0, len(first) - len(second)) * _SPACE_WORTH
    kept, other = (second, first) if worth(second) > worth(first) + run_together else (first, second)
    spelled = {word.text for word in other}
    return [
        replace(word, confidence=1 - (1 - word.confidence) / 2)
        if word.text in spelled
        else replace(word, confidence=min(word.confidence, _DISPUTED))
        for word in kept
    ]


def _shares(box: Box, row: Box) -> bool:
    """Whether a box and a row have ground in common."""
    across = min(box[0] + box[2], row[0] + row[2]) - max(box[0], row[0])
    return across > 0 and min(box[1] + box[3], row[1] + row[3]) > max(box[1], row[1])
