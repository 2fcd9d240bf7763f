"""The statement for copies on paper: a page to print behind the copy, and the same words in the size of a stamp.

The certifier signs by hand above the name, and the office's stamp goes over the signature: room is left for both.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from dataclasses import dataclass
from pathlib import Path

from pdf import Archive, Sheets
from signing.copy import demo_band
from signing.letters import drawable
from signing.statement import PaperWording, filled

_BLOCK = (92.0, 80.0)  # millimetres: fits the free foot of most last pages
_ROOM = 24.0  # for signature and stamp


@dataclass(frozen=True)
class PaperStatement:
    """What is printed. `moment`: when the number was reserved, which is the day of the statement."""

    wording: PaperWording
    number: int
    register: str
    moment: dt.datetime
    office_name: str
    original_name: str
    certifier_name: str
    certifier_title: str
    demo: bool


def statement_page(said: PaperStatement) -> bytes:
    """An A4 page with the statement at its foot on the right, for the last page of the copy or behind it."""
    sheet = Sheets()
    sheet.add_page()
    sheet.set_auto_page_break(False)
    if said.demo:
        demo_band(sheet, points=11)
    sheet.set_y(sheet.h - 25 - _BLOCK[1])
    sheet.set_left_margin(sheet.w - sheet.r_margin - _BLOCK[0])
    sheet.set_x(sheet.l_margin)
    _lines(sheet, said)
    return _file(sheet, said)


def statement_block(said: PaperStatement) -> bytes:
    """The statement alone, in the size of a large stamp, to be printed onto the free foot of a copy's last page."""
    sheet = Sheets(size=_BLOCK, margins=(2, 2, 2), points=11)
    sheet.set_auto_page_break(False)
    sheet.add_page()
    if said.demo:
        demo_band(sheet, points=7)
    _lines(sheet, said)
    return _file(sheet, said)


def _lines(sheet: Sheets, said: PaperStatement) -> None:
    wording = said.wording
    sheet.paragraph(wording.title, style="B", points=12, align="C", space_after=0.8)
    for line in (wording.number, wording.date):
        words = filled(line, number=said.number, register=said.register, moment=said.moment)
        sheet.paragraph(words, points=11, align="C", space_after=0.8)
    sheet.paragraph(wording.certifier, style="B", points=11, align="C", space_after=0.4)
    if said.certifier_title:
        sheet.paragraph(drawable(said.certifier_title), style="B", points=10, align="C", space_after=0.4)
    sheet.paragraph(wording.by_hand, style="I", points=10, align="C", space_after=_ROOM)
    sheet.paragraph(drawable(said.certifier_name), style="B", points=11, align="C", space_after=0)


def _file(sheet: Sheets, said: PaperStatement) -> bytes:
    title = f"{said.wording.title}: {drawable(said.original_name)}"
    archive = Archive(title=title, created=said.moment, author=said.office_name)
    archive.add_sheets(sheet)
    with tempfile.TemporaryDirectory(prefix="hoso-paper-") as folder:
        out = Path(folder) / "statement.pdf"
        archive.save(out)
        return out.read_bytes()
