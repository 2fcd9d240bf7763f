"""What the child does for its parent: open a file, read a page, draw a page for the screen. Runs in the child only."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import cv2

from ocr.clean import seal_places
from ocr.formats import JPEG, PDF, recognise
from ocr.grey_seals import has_colour
from ocr.limits import Limits
from ocr.lines import reading_order
from ocr.model import Box, PageReading, Word
from ocr.opened import OpenedFile, OpenedPage
from ocr.page import read_pixels, set_upright, text_of
from ocr.pdf_pages import PdfFile
from ocr.pictures import open_picture, picture_pixels
from ocr.pixels import Pixels, reduced
from ocr.quality import Quality, quality_to_record
from ocr.records import opened_to_record, page_to_record
from ocr.understanding import values_on
from ocr.verdict import ENOUGH, verdict
from terms.errors import InputError
from terms.kinds import Catalogue

_catalogue: Final = lru_cache(maxsize=1)(Catalogue.load)
Answer = tuple[dict[str, Any], bytes]
_JPEG_QUALITY: Final = 85
_ANALYSIS: Final = 1000


class Desk:
    """The file that lies open, kept from one task to the next so that a long PDF is not opened again for each page."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._key: tuple[str, int, int] | None = None
        self._media_type = ""
        self._pdf: PdfFile | None = None

    def open(self, path: Path) -> Answer:
        media_type = self._lay(path)
        if self._pdf is not None:
            opened: OpenedFile = self._pdf.describe()
        else:
            opened = open_picture(path, media_type, self._limits)
        return opened_to_record(opened), b""

    def read(self, path: Path, number: int, within: float, rotation: int | None = None) -> Answer:
        """A page as read; `rotation`: the turn a person says sets it upright, None to find it."""
        self._lay(path)
        if self._pdf is not None:
            page, words = self._pdf.words(number)
            if words:
                return page_to_record(_from_own_text(page, words)), b""
        pixels = self._pixels(path, number)
        marks = self._pdf.marks(number) if self._pdf is not None else ()
        read = read_pixels(pixels, number, marks=marks, seconds=within, rotation=rotation, values_on=_values_on)
        return page_to_record(read), b""

    def quality(self, path: Path, number: int) -> Answer:
        """How well the page was captured; nothing is said of one that was never on paper."""
        self._lay(path)
        if self._pdf is not None:
            page, _ = self._pdf.words(number)
            if page.source == "text":
                return quality_to_record(Quality()), b""
            return quality_to_record(verdict(self._pdf.pixels(number))), b""
        pixels = picture_pixels(path, self._media_type, number, self._limits, enough=ENOUGH)
        share = 1.0
        if self._media_type == JPEG:
            (page,) = open_picture(path, JPEG, self._limits).pages
            share = max(pixels.image.shape[:2]) / max(page.width, page.height)
        return quality_to_record(verdict(pixels, share)), b""

    def seals(self, path: Path, number: int) -> Answer:
        """How many round, seal-sized marks in red ink stand on the page; None where it was captured without colour."""
        self._lay(path)
        pixels = self._pixels(path, number).image
        coloured = pixels.ndim == 3 and has_colour(reduced(pixels, _ANALYSIS)[0])
        return {"red": len(seal_places(pixels)) if coloured else None}, b""

    def image(self, path: Path, number: int, width: int, rotation: int | None) -> Answer:
        """A JPEG of the upright page, at most `width` wide; `rotation`: the known turn, None to find it."""
        self._lay(path)
        pixels = self._pixels(path, number)
        page = set_upright(pixels, rotation)
        height, wide = page.image.shape[:2]
        small, _ = reduced(page.image, round(max(height, wide) * min(1.0, width / wide)))
        done, data = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])
        if not done:
            raise InputError("page_unreadable")
        return {"rotation": page.rotation, "width": wide, "height": height}, data.tobytes()

    def close(self) -> None:
        if self._pdf is not None:
            self._pdf.close()
        self._pdf = None
        self._key = None

    def _lay(self, path: Path) -> str:
        try:
            status = path.stat()
        except OSError as why:
            raise InputError("damaged") from why
        key = (str(path), status.st_mtime_ns, status.st_size)
        if key != self._key:
            self.close()
            self._media_type = recognise(path, self._limits)
            if self._media_type == PDF:
                self._pdf = PdfFile(path, self._limits)
            self._key = key
        return self._media_type

    def _pixels(self, path: Path, number: int) -> Pixels:
        if self._pdf is not None:
            return self._pdf.pixels(number)
        return picture_pixels(path, self._media_type, number, self._limits)


def _from_own_text(page: OpenedPage, words: tuple[Word, ...]) -> PageReading:
    """A born-digital page: its own words, put in reading order."""
    ordered: list[Word] = []
    line = 0
    for block, lines in enumerate(reading_order([word.box for word in words], [word.line for word in words])):
        for indices in lines:
            ordered.extend(Word(words[i].text, words[i].box, words[i].confidence, line, block) for i in indices)
            line += 1
    return PageReading(
        number=page.number,
        width=page.width,
        height=page.height,
        dpi=page.dpi,
        rotation=0,
        skew=0.0,
        text=text_of(ordered),
        confidence=1.0,
        blank=False,
        source="text",
        words=tuple(ordered),
    )


def _values_on(page: PageReading) -> tuple[Box, ...]:
    return values_on(page, _catalogue())
