"""A closer look at a few pieces of a page where only certain letters can stand: figures, dates, machine-readable rows.

Two readers give it. Tesseract reads all pieces in one call, told which letters there are; the network that knows
handwriting (`ocr.pen`) reads one piece at a time, slower and truer. Each makes mistakes of its own, so that what both
read is all but certain.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

import cv2
import numpy as np

from ocr import pen
from ocr.handwriting import Cut, Look
from ocr.model import Box
from ocr.pixels import Image
from ocr.recognise import NO_OPTIONS, LineId, RawWord, recognise

UPRIGHT: Final = Cut(0.25)
WIDER: Final = Cut(0.15, stretch=1.2)
LEANT: Final = Cut(0.25, lean=0.2)
LEANT_WIDER: Final = Cut(0.4, stretch=1.2, lean=0.15)
"""How a piece is cut out. Leant to the right slashes lean so far that Tesseract takes them for nothing else: of 33
dates that it had read without them it read 9 cut out upright, 32 leant. It reads OCR-B better so, too."""

_BLOCK: Final = 6
_DPI: Final = 200
_GAP: Final = 24
_SIDE: Final = 20
_PAPER: Final = 255
_BRIGHT: Final = 90
_TELLING: Final = 3
_TOO_HIGH: Final = 1.7


@dataclass(frozen=True)
class Seen:
    """What a reader saw on a piece, without spaces, and the least probability of its parts; "" and 0 for nothing."""

    text: str
    chance: float


NOTHING: Final = Seen("", 0.0)


@dataclass(frozen=True)
class Eyes:
    """Both readers over one page: `look` cuts pieces out of it, `seconds` is how long Tesseract may take for a call."""

    look: Look
    seconds: float

    def by_tesseract(self, boxes: Sequence[Box], allowed: str, cut: Cut = LEANT) -> list[Seen]:
        """What stands in each of the boxes of the reading image if nothing but the letters of `allowed` can.

        Raises as `recognise` does.
        """
        return read_pieces([self.look(box, cut) for box in boxes], allowed, seconds=self.seconds)

    def rows(self, boxes: Sequence[Box], cut: Cut) -> list[list[str]]:
        """The words that Tesseract reads in each of the boxes of the reading image, from the left.

        Raises as `recognise` does.
        """
        pieces = [self.look(box, cut) for box in boxes]
        return [[word.text for word in row] for row in _rows(pieces, NO_OPTIONS, seconds=self.seconds)]

    def by_network(self, box: Box, cut: Cut = UPRIGHT) -> Seen:
        """What the network sees in a box; nothing where it is not installed."""
        return read_by_network(self.look(box, cut))


def read_by_network(picture: Image) -> Seen:
    """What the network sees on the picture of one line."""
    letters = [letter for letter in pen.read_line(picture) if not letter.text.isspace()]
    if not letters:
        return NOTHING
    # The network also knows the wide figures of Chinese print.
    text = unicodedata.normalize("NFKC", "".join(letter.text for letter in letters))
    return Seen(text, min(letter.chance for letter in letters))


def read_pieces(pieces: Sequence[Image], allowed: str, *, seconds: float) -> list[Seen]:
    """What Tesseract reads on each picture of a line, in one call, if nothing but the letters of `allowed` can stand.

    Raises as `recognise` does.
    """
    return [_joined(row) for row in _rows(pieces, {"tessedit_char_whitelist": allowed}, seconds=seconds)]


def leant(picture: Image) -> Image:
    """The picture leant to the right as `LEANT` cuts are."""
    high, wide = picture.shape
    shear = np.array([[1.0, -LEANT.lean, LEANT.lean * high], [0.0, 1.0, 0.0]])
    size = (wide + round(LEANT.lean * high), high)
    return np.asarray(cv2.warpAffine(picture, shear, size, borderValue=_PAPER), dtype=np.uint8)


def by_line(words: Sequence[RawWord]) -> dict[LineId, list[RawWord]]:
    """The words of each line, from the left."""
    lines: dict[LineId, list[RawWord]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    return {line: sorted(members, key=lambda word: word.box[0]) for line, members in lines.items()}


def in_line(word: RawWord, line: Sequence[RawWord]) -> Box:
    """The word's box with some room at its sides, no higher than its line: ink that crosses it makes it too high."""
    x, y, width, height = word.box
    others = [member for member in line if sum(map(str.isalnum, member.text)) >= _TELLING and member is not word]
    if others and height > _TOO_HIGH * median(member.box[3] for member in others):
        nearest = min(others, key=lambda member: abs(member.box[0] - x))
        y, height = nearest.box[1], nearest.box[3]
    side = height // 4
    return (max(0, x - side), y, width + 2 * side, height)


def _rows(pieces: Sequence[Image], options: Mapping[str, str], *, seconds: float) -> list[list[RawWord]]:
    """The words on each picture of a line, from the left, all pictures read in one call."""
    found: list[list[RawWord]] = [[] for _ in pieces]
    if not pieces:
        return found
    stack, tops = _stacked([on_white(piece) for piece in pieces])
    for word in recognise(stack, dpi=_DPI, layout=_BLOCK, options=options, seconds=seconds):
        row = int(np.searchsorted(tops, word.box[1] + word.box[3] / 2, side="right")) - 1
        found[max(0, row)].append(word)
    return [sorted(row, key=lambda word: word.box[0]) for row in found]


def _joined(words: Sequence[RawWord]) -> Seen:
    if not words:
        return NOTHING
    return Seen("".join(word.text for word in words), min(word.confidence for word in words))


def on_white(piece: Image) -> Image:
    """The piece with its paper white, so that pieces from light and dark places can stand in one picture."""
    bright = max(1.0, float(np.percentile(piece, _BRIGHT)))
    return np.asarray(np.clip(piece * (_PAPER / bright), 0, _PAPER), dtype=np.uint8)


def _stacked(pieces: Sequence[Image]) -> tuple[Image, list[int]]:
    """The pieces one below the other on white paper, and where each begins."""
    width = max(piece.shape[1] for piece in pieces) + 2 * _SIDE
    stack = np.full((sum(piece.shape[0] + _GAP for piece in pieces) + _GAP, width), _PAPER, np.uint8)
    tops, top = [], _GAP
    for piece in pieces:
        high, wide = piece.shape
        stack[top : top + high, _SIDE : _SIDE + wide] = piece
        tops.append(top - _GAP // 2)
        top += high + _GAP
    return stack, tops
