"""Words by Tesseract: one call a page, on a PGM file, answering words with boxes and confidences."""

from __future__ import annotations

import csv
import tempfile
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

import numpy as np
import pytesseract

from ocr.model import Box
from ocr.pixels import Image
from terms.errors import InputError, UnavailableError
from terms.text import nfc

LANGUAGE: Final = "vie"
AUTOMATIC: Final = 3
SINGLE_COLUMN: Final = 4
SAUVOLA: Final = "thresholding_method=2"
"""Tesseract finds lines on uneven ground better by Sauvola's threshold than by Otsu's (1.6 → 1.5 % of characters)."""

LineId: TypeAlias = tuple[int, int, int]
"""Block, paragraph and line as Tesseract numbers them."""

_WORD_LEVEL: Final = "5"
# Tesseract's confidence of a word against how often such words are right.
_CONFIDENCE: Final = ((0.0, 0.05), (30.0, 0.25), (60.0, 0.6), (80.0, 0.86), (90.0, 0.96), (95.0, 0.99), (100.0, 0.998))


@dataclass(frozen=True)
class RawWord:
    """A word as Tesseract gives it, boxed in the image that was read; `confidence` is a probability.

    `first`: what stood here before another reading replaced it.
    """

    text: str
    box: Box
    confidence: float
    line: LineId
    first: str | None = None


def recognise(
    image: Image, *, dpi: int, layout: int = AUTOMATIC, options: tuple[str, ...] = (), seconds: float = 60
) -> list[RawWord]:
    """The words of a grey image. `layout` is Tesseract's page segmentation mode; `options` its `-c` variables.

    Raises InputError `too_slow` or `page_unreadable`, UnavailableError `tool_missing`.
    """
    config = " ".join([f"--oem 1 --psm {layout} --dpi {dpi}", *(f"-c {option}" for option in options)])
    with tempfile.TemporaryDirectory(prefix="page-") as folder:
        path = Path(folder) / "page.pgm"
        write_pgm(path, image)
        try:
            table = pytesseract.image_to_data(str(path), lang=LANGUAGE, config=config, timeout=seconds)
        except pytesseract.TesseractNotFoundError as why:
            raise UnavailableError(
                "tool_missing", tool="tesseract", remedy="apt-get install tesseract-ocr tesseract-ocr-vie"
            ) from why
        except RuntimeError as why:
            slow = "timeout" in str(why).lower()
            raise InputError("too_slow" if slow else "page_unreadable") from why
    return _words(table)


def write_pgm(path: Path, image: Image) -> None:
    """`image` (grey) as a binary PGM: no packing, so neither side spends time on it."""
    height, width = image.shape
    with path.open("wb") as stream:
        stream.write(b"P5\n%d %d\n255\n" % (width, height))
        stream.write(np.ascontiguousarray(image).tobytes())


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
