"""Names that a seal or a signature covers in part: the line below the seal, whose first letters it touches.

A red seal is faded before anything is read; a black one (a copier's, a two-colour scan's) stays, and Tesseract takes a
word in it for a part of the picture. Names begin with one of a few surnames: the network that reads handwriting tells
through the seal which, Tesseract reads the rest and the marks on it. A surname found so is never sure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from rapidfuzz.distance import Levenshtein

from ocr import pen
from ocr.model import Box
from ocr.pixels import Image
from ocr.recognise import LineId, RawWord, recognise
from terms.names import COMMONEST_SURNAMES, SPELT_SURNAMES
from terms.text import fold

_ONE_LINE: Final = 7
_SIDE: Final = 24
_ABOVE: Final = 0.18
_REACHES: Final = (0.6, 3.0, 6.0)
_SHORTEST: Final = 3.0
_RIGHT_PART: Final = 0.45
_COLUMN: Final = 2.0
_LEAST: Final = 0.5
_GUESSED: Final = 0.7
_LEAST_SHARED: Final = 0.5


@dataclass(frozen=True)
class _Seen:
    """A word as the network saw it, and from where to where it stands in the reading image."""

    text: str
    left: float
    right: float


def may_be_covered(box: Box, width: int) -> bool:
    """Whether a row of letters in an image of `width` that could not be read may be a signer's name."""
    return box[0] + box[2] / 2 > _RIGHT_PART * width and box[2] > _SHORTEST * box[3]


def beheaded(line: Sequence[RawWord], width: int) -> list[RawWord]:
    """The words of a line that look like a name without its first letter ("hạm Trường Thọ"); none if none do."""
    run = sorted(line, key=lambda word: word.box[0])
    for index in range(len(run) - 1, 0, -1):
        before, after = run[index - 1].box, run[index].box
        if after[0] - before[0] - before[2] > _COLUMN * after[3]:
            run = run[index:]
            break
    if not 2 <= len(run) <= 5 or run[0].box[0] < _RIGHT_PART * width:
        return []
    titled = all(word.text.isalpha() and word.text.istitle() for word in run[1:])
    return run if titled and run[0].text.isalpha() and run[0].text.islower() else []


def covered_name(image: Image, box: Box, line: LineId, *, dpi: int, seconds: float) -> list[RawWord]:
    """The name that ends in a box of a level grey image and may begin left of it; nothing if none is made out."""
    x, y, width, height = box
    name: list[_Seen] = []
    for reach in _REACHES:
        left = max(0, round(x - reach * height))
        name = _name_among(_seen(image, (left, y, x + width - left, height)))
        if name and name[0].left < x + height:
            break
    else:
        return []
    start = max(0, round(name[0].left - 0.5 * height))
    part = _strip(image, (start, y, x + width - start, height))
    framed = cv2.copyMakeBorder(part, _SIDE, _SIDE, _SIDE, _SIDE, cv2.BORDER_CONSTANT, value=255)
    top = y - round(_ABOVE * height)
    read = [
        RawWord(
            word.text, (word.box[0] + start - _SIDE, word.box[1] + top - _SIDE, *word.box[2:]), word.confidence, line
        )
        for word in recognise(np.asarray(framed, dtype=np.uint8), dpi=dpi, layout=_ONE_LINE, seconds=seconds)
    ]
    return [_settled(seen, read, index == 0, (y, height), line) for index, seen in enumerate(name)]


def _settled(seen: _Seen, read: Sequence[RawWord], first: bool, band: tuple[int, int], line: LineId) -> RawWord:
    """The word of a name as both readers have it."""
    match = max(read, key=lambda word: _shared(seen, word.box), default=None)
    if match is not None and _shared(seen, match.box) > _LEAST_SHARED and match.confidence >= _LEAST:
        close = Levenshtein.normalized_similarity(fold(match.text), fold(seen.text)) >= 0.6
        if close and match.text.istitle() and (not first or match.text.casefold() in SPELT_SURNAMES):
            return match
    box = (round(seen.left), band[0], max(1, round(seen.right - seen.left)), band[1])
    text = (_surname(seen.text) or seen.text) if first else seen.text
    return RawWord(text, box, _GUESSED if first else _LEAST, line)


def _name_among(seen: Sequence[_Seen]) -> list[_Seen]:
    """The words from a surname on, if capitals begin all that follow. A word all in capitals is of a seal's ring."""
    for start in range(len(seen) - 1):
        rest = seen[start:]
        if len(rest) <= 5 and _surname(rest[0].text) and all(_may_be_given(word.text) for word in rest):
            return list(rest)
    return []


def _may_be_given(text: str) -> bool:
    return text[:1].isupper() and not (len(text) > 1 and text.isupper())


def _surname(text: str) -> str | None:
    """The common surname that a reading without marks, or with one letter wrong, stands for; None if not just one."""
    key = fold(text)
    if len(key) < 2 or not text[:1].isupper():
        return None
    exact = [name for name in COMMONEST_SURNAMES if fold(name) == key]
    near = exact or [name for name in COMMONEST_SURNAMES if len(key) > 2 and Levenshtein.distance(fold(name), key) == 1]
    return near[0].capitalize() if len(near) == 1 else None


def _seen(image: Image, box: Box) -> list[_Seen]:
    """The words that the network sees in a box."""
    part = _strip(image, box)
    if min(part.shape) < 8:
        return []
    scale = pen.HEIGHT / part.shape[0]
    line = cv2.resize(part, (max(1, round(part.shape[1] * scale)), pen.HEIGHT), interpolation=cv2.INTER_AREA)
    words: list[_Seen] = []
    text, places = "", list[float]()
    half = pen.STEP / scale
    for letter in (*pen.read_line(np.asarray(line, dtype=np.uint8)), pen.Letter(" ", 1.0, 1.0)):
        if letter.text != " ":
            text += letter.text
            places.append(box[0] + letter.place * part.shape[1])
        elif text:
            words.append(_Seen(text, places[0] - half, places[-1] + half))
            text, places = "", []
    return words


def _strip(image: Image, box: Box) -> Image:
    x, y, width, height = box
    above = round(_ABOVE * height)
    return image[max(0, y - above) : y + height + above // 2, max(0, x) : x + width + round(0.3 * height)]


def _shared(seen: _Seen, box: Box) -> float:
    """How much of the narrower of two words lies in the other."""
    shared = min(seen.right, box[0] + box[2]) - max(seen.left, box[0])
    return shared / max(1.0, min(seen.right - seen.left, box[2]))
