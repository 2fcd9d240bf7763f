"""Square metres: the raised figure that Tesseract cannot read.

Its Vietnamese model has no "²" and gives "m?", "m°", "m2" or "m" for "m²". No print has the first two behind a number.
The others are looked at: the figure of "m²" ends well above the line on which its letter stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import cv2

from ocr.model import Box, Word
from ocr.pixels import Image, grey
from terms.text import bare

_UNIT: Final = re.compile(r"^(|.*\d)m([?°ºZz*'’”\"²]|2?)([.,;:)\]]*)$")
_NUMBER: Final = re.compile(r"\d[.,]?$|\d\)$")
_AREA: Final = frozenset(("tich", "dat", "san", "rong"))
_TOO_SMALL: Final = 6
# In heights of the "m": how far above its foot the figure ends, how high it is at least, how far right it may stand.
_ABOVE, _HIGH, _WIDE, _BESIDE = 0.3, 0.3, 1.2, 0.6


def squared(line: Sequence[Word], page: Image) -> list[Word]:
    """The words of a line of print, "m²" where that is printed behind a number. `page`: the upright page."""
    words = list(line)
    for at, word in enumerate(line):
        unit = _UNIT.match(word.text) if "m" in word.text and word.confidence < 1 else None
        if unit is None or not (unit[1] or (at and _NUMBER.search(line[at - 1].text))):
            continue
        if not unit[2] and not _AREA.intersection(bare(other.text) for other in line):
            continue
        right = line[at + 1].box[0] if at + 1 < len(line) else None
        if _is_squared(unit, word.box, right, page):
            text = f"{unit[1]}m²{unit[3]}"
            words[at] = replace(word, text=text, first=word.first or word.text) if text != word.text else word
    return words


def _is_squared(unit: re.Match[str], box: Box, right: int | None, page: Image) -> bool:
    read = unit[2]
    if read not in ("", "2"):
        return True
    x, y, width, height = box
    room = height if right is None else max(0, min(height, right - x - width - 1))
    if read == "2":
        room = 0
    rise = height // 2
    part = page[max(0, y - rise) : y + height, max(0, x) : x + width + room]
    return part.size > 0 and _figure_is_raised(grey(part), width, unit, bool(read))


def _figure_is_raised(part: Image, width: int, unit: re.Match[str], figure: bool) -> bool:
    """Whether right of the letter m stands a figure that ends above the letter's foot. `width`: of the word in `part`;
    `figure`: a figure was read."""
    _, ink = cv2.threshold(part, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink)
    blobs = [tuple(int(value) for value in row) for row in stats[1:] if row[cv2.CC_STAT_AREA] >= _TOO_SMALL]
    inside = [blob for blob in blobs if blob[0] < width]
    letter = max(inside, key=lambda blob: blob[2], default=None)
    if letter is None:
        return False
    left, top, wide, high, _ = letter
    foot = top + high
    return any(
        -0.1 * high <= blob[0] - left - wide <= _BESIDE * high
        and blob[1] + blob[3] <= foot - _ABOVE * high
        and blob[3] >= _HIGH * high
        and blob[2] <= _WIDE * high
        and blob[1] < top + 0.25 * high
        for blob in blobs
    )
