"""Words by Tesseract: one call a page, answering words with boxes and confidences."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, TypeAlias

import numpy as np

from ocr.engines import engine
from ocr.model import Box
from ocr.pixels import Image
from terms.text import nfc

AUTOMATIC: Final = 3
SINGLE_COLUMN: Final = 4
NO_OPTIONS: Final[Mapping[str, str]] = MappingProxyType({})

LineId: TypeAlias = tuple[int, int, int]
"""Block, paragraph and line as Tesseract numbers them."""

_WORD_LEVEL: Final = "5"
# Tesseract's confidence of a word against how often such words are right.
_CONFIDENCE: Final = ((0.0, 0.05), (30.0, 0.25), (60.0, 0.6), (80.0, 0.86), (90.0, 0.96), (95.0, 0.99), (100.0, 0.998))


@dataclass(frozen=True)
class RawWord:
    """A word as Tesseract gives it, boxed in the image that was read; `confidence` is a probability.

    `first`: what stood here before another reading replaced it. `by_hand`: it looks written, not printed.
    """

    text: str
    box: Box
    confidence: float
    line: LineId
    first: str | None = None
    by_hand: bool = False


def recognise(
    image: Image, *, dpi: int, layout: int = AUTOMATIC, options: Mapping[str, str] = NO_OPTIONS, seconds: float = 60
) -> list[RawWord]:
    """The words of a grey image. `layout` is Tesseract's page segmentation mode; `options` its variables.

    Raises InputError `too_slow` or `page_unreadable`, UnavailableError `tool_missing`.
    """
    return _words(engine().table(image, dpi=dpi, layout=layout, options=options, seconds=seconds))


def probability(confidence: float) -> float:
    """Tesseract's confidence (0 to 100) as the probability that the word is right."""
    marks, chances = zip(*_CONFIDENCE, strict=True)
    return float(np.interp(confidence, marks, chances))


def _words(table: str) -> list[RawWord]:
    words = []
    for row in csv.reader(table.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
        if len(row) < 12 or row[0] != _WORD_LEVEL:
            continue
        text = nfc("".join(letter for letter in row[11] if unicodedata.category(letter)[0] != "C")).strip()
        if not text:
            continue
        left, top, width, height = (int(value) for value in row[6:10])
        line = (int(row[2]), int(row[3]), int(row[4]))
        words.append(RawWord(text, (left, top, width, height), probability(float(row[10])), line))
    return words
