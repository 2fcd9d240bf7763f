"""Pages of text, set in our own letters: statements, marks and manifests to be read by people."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

import segno
from fpdf import FPDF, Align, XPos, YPos
from fpdf.enums import DocumentCompliance, TextEmphasis
from fpdf.fonts import TTFFont

from pdf import fonts

Rectangle = tuple[float, float, float, float]
_POINTS = 72 / 25.4
_STYLES: dict[str, fonts.Style] = {"": "regular", "B": "bold", "I": "italic"}
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Place:
    """Room kept free on a page: `page` counts from 0 among the sheets, `box` is left, bottom, right, top in points."""

    page: int
    box: Rectangle


class Sheets(FPDF):
    """Pages of text in millimetres, A4 unless said otherwise, in "serif" and "sans" with regular, bold and italic.

    Everything of `fpdf.FPDF` may be used as well; letters outside Latin, Vietnamese and punctuation have no shape.
    """

    def __init__(
        self,
        *,
        size: tuple[float, float] = (210, 297),
        margins: tuple[float, float, float] = (30, 20, 20),
        family: fonts.Family = "serif",
        points: float = 13,
    ) -> None:
        super().__init__(unit="mm", format=size, enforce_compliance=DocumentCompliance.PDFA_3B)
        left, top, right = margins
        self.set_margins(left, top, right)
        self.set_auto_page_break(True, margin=top)
        self.set_creation_date(_EPOCH)
        self.set_font(family, size=points)

    def set_font(self, family: str | None = None, style: str | TextEmphasis = "", size: float = 0) -> None:
        """As in fpdf, with "serif" and "sans" always at hand; a face is loaded when it is first used."""
        key = str(style).upper() if isinstance(style, str) else ""
        if family in ("serif", "sans") and key in _STYLES and family + key not in self.fonts:
            self._load("serif" if family == "serif" else "sans", key)
        super().set_font(family, style, size)

    def _load(self, family: fonts.Family, style: str) -> None:
        path = fonts.path(family, _STYLES[style])
        self.add_font(family, style, path)
        loaded = self.fonts[family + style]
        if isinstance(loaded, TTFFont):  # fpdf would hold the file open as long as it lives
            loaded.ttfont.reader.file.close()
            loaded.ttfont.reader.file = io.BytesIO(path.read_bytes())

    def pdf(self) -> bytes:
        """The finished file. Nothing can be added afterwards."""
        return bytes(self.output())

    def paragraph(
        self,
        text: str,
        *,
        style: Literal["", "B", "I"] = "",
        points: float | None = None,
        align: Literal["L", "C", "R", "J"] = "J",
        leading: float = 1.35,
        space_after: float = 1.5,
    ) -> None:
        """Text over the whole width between the margins; `leading` in line heights, `space_after` in millimetres."""
        family, before, size = self.font_family, self.font_style, self.font_size_pt
        self.set_font(family, style, points or size)
        self.multi_cell(
            0, self.font_size * leading, text, align=Align.coerce(align), new_x=XPos.LMARGIN, new_y=YPos.NEXT
        )
        self.ln(space_after)
        self.set_font(family, before, size)

    def rows(self, pairs: Iterable[tuple[str, str]], *, label_width: float = 60) -> None:
        """Labels to the left, values to the right of them, a line or more each; a value may wrap."""
        for label, value in pairs:
            top = self.get_y()
            self.multi_cell(label_width, self.font_size * 1.35, label, align=Align.L, new_x=XPos.RIGHT, new_y=YPos.TOP)
            low = top + self.font_size * 1.35
            self.set_xy(self.l_margin + label_width, top)
            self.multi_cell(0, self.font_size * 1.35, value or " ", align=Align.L, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
            self.set_y(max(self.get_y(), low))

    def qr(self, content: str, x: float, y: float, side: float) -> None:
        """A QR code of `content`, `side` millimetres wide with its quiet zone, at x, y (its upper left)."""
        code = segno.make_qr(content, error="m")
        width, _ = code.symbol_size(border=4)
        step = side / width
        self.set_fill_color(0, 0, 0)
        for row, line in enumerate(code.matrix_iter(border=4)):
            start = None
            for column, dark in enumerate([*line, 0]):
                if dark and start is None:
                    start = column
                elif not dark and start is not None:
                    self.rect(x + start * step, y + row * step, (column - start) * step, step, style="F")
                    start = None

    def keep_free(self, width: float, height: float, *, x: float | None = None, y: float | None = None) -> Place:
        """Room for something placed later (a visible signature), at x, y or where the text stands; breaks the page."""
        if y is None and self.will_page_break(height):
            self.add_page()
        left, top = self.get_x() if x is None else x, self.get_y() if y is None else y
        box = (left, self.h - top - height, left + width, self.h - top)
        across, low, right, high = (round(edge * _POINTS, 2) for edge in box)
        return Place(page=self.page - 1, box=(across, low, right, high))
