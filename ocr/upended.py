"""Labels of a list that the recogniser took for a line of writing from below upwards.

"1.", "2.", "3." stand one below the other at equal distances, all as narrow as each other: Tesseract reads the figures
of such a column turned by a quarter ("ƠI +> C2 2") and the lines beside it without their labels. No setting of it stops
that. Here the column is found out and the lines are made as long as they are, to be read again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from ocr.model import Box, around
from ocr.recognise import LineId, RawWord

_FEWEST_LINES: Final = 2
_REACH: Final = 1.5
_ABOVE_AND_BELOW: Final = 2.5


def upended(lines: Mapping[LineId, Sequence[RawWord]]) -> dict[LineId, Box]:
    """The lines whose words stand one above the other, and the box of each."""
    return {line: around([word.box for word in words]) for line, words in lines.items() if _is_upended(words)}


def lengthened(box: Box, columns: Sequence[Box]) -> Box:
    """The box of a line, with the part of a column of labels that stands right before it."""
    x, y, width, height = box
    for left, top, wide, high in columns:
        beside = left < x <= left + wide + _REACH * height
        room = _ABOVE_AND_BELOW * height
        if beside and top - room < y + height / 2 < top + high + room and width > wide:
            return (left, y, x + width - left, height)
    return box


def label_columns(lines: Mapping[LineId, Sequence[RawWord]]) -> dict[LineId, Box]:
    """The upended lines that stand before at least two level ones."""
    columns = upended(lines)
    level = [around([word.box for word in words]) for line, words in lines.items() if line not in columns]
    return {
        line: column
        for line, column in columns.items()
        if sum(lengthened(box, [column]) != box for box in level) >= _FEWEST_LINES
    }


def _is_upended(words: Sequence[RawWord]) -> bool:
    return len(words) > 1 and all(_stacked(one.box, other.box) for one, other in pairwise(words))


def _stacked(one: Box, other: Box) -> bool:
    """Whether two boxes share their columns and no row."""
    shared = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    apart = max(one[1], other[1]) - min(one[1] + one[3], other[1] + other[3])
    return shared > 0.6 * min(one[2], other[2]) and apart >= -2
