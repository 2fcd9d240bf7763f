"""How the two signatures look on the page: static drawings in our own letters, so that PDF/A stays PDF/A."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pdf import Rectangle, Sheets
from signing.office_copy_file import corner_block, corner_lines
from signing.statement import signing_time

_MM = 25.4 / 72
_RED, _BLUE, _GREY = (180, 20, 20), (20, 40, 140), (90, 90, 90)


def person_appearance(box: Rectangle, *, name: str, title: str, moment: dt.datetime, demo: bool) -> bytes:
    """The certifier's signature, as a PDF page that fills `box` (points)."""
    return _drawn(box, [("B", name), ("", title), ("", f"Thời gian ký: {signing_time(moment)}")], _BLUE, demo)


def office_appearance(box: Rectangle, *, name: str, moment: dt.datetime, demo: bool) -> bytes:
    """The office's signature, as a PDF page that fills `box` (points)."""
    return _drawn(box, [("B", name), ("", f"Thời gian ký: {signing_time(moment)}")], _RED, demo)


def office_copy_appearance(box: Rectangle, *, form: str, name: str, moment: dt.datetime) -> bytes:
    """The corner block of a SAO Y, which is the office's signature (Decree 30/2020), as a PDF page that fills `box`."""
    size = (box[2] - box[0]) * _MM, (box[3] - box[1]) * _MM
    return corner_block(size, corner_lines(form, name, moment))


def _drawn(
    box: Rectangle, lines: list[tuple[Literal["", "B"], str]], colour: tuple[int, int, int], demo: bool
) -> bytes:
    width, height = (box[2] - box[0]) * _MM, (box[3] - box[1]) * _MM
    sheet = Sheets(size=(width, height), margins=(2, 2, 2), family="sans", points=9)
    sheet.set_auto_page_break(False)
    sheet.add_page()
    sheet.set_draw_color(*colour)
    sheet.set_line_width(0.35)
    sheet.rect(0.6, 0.6, width - 1.2, height - 1.2, round_corners=True, corner_radius=1.2)
    sheet.set_text_color(*_GREY)
    sheet.paragraph("Đã ký số" + (" – DÙNG THỬ (DEMO)" if demo else ""), points=8, align="L", space_after=0.8)
    sheet.set_text_color(*colour)
    for style, words in lines:
        if words:
            points = _fitting(sheet, words, style, width - 4.5, 12 if style else 9)
            sheet.paragraph(words, style=style, points=points, align="L", leading=1.3, space_after=0.3)
    return bytes(sheet.output())


def _fitting(sheet: Sheets, words: str, style: Literal["", "B"], width: float, largest: float) -> float:
    """The largest size up to `largest` at which `words` take at most two lines of `width` millimetres."""
    points = largest
    while points > 5:
        sheet.set_font("sans", style, points)
        if sheet.get_string_width(words) <= width * (1.0 if points > 7 else 1.9):
            break
        points -= 0.5
    return points
