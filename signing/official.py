"""How an office's own papers look: heading, number, date, title, signatures, as Decree 30/2020/NĐ-CP lays them out."""

from __future__ import annotations

import datetime as dt
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pdf import Archive, Sheets
from signing.copy import demo_band
from signing.statement import VIETNAM
from terms.text import bare

_OFFICE = re.compile(r"^(?:Ủy|Uỷ) ban nhân dân\s+(?:xã|phường|đặc khu|thị trấn|tỉnh|thành phố)\s+(.+)$", re.IGNORECASE)
_LEFT, _RIGHT = 79.0, 90.0  # the two columns of the heading
_SIGNATURES = 56.0  # millimetres that the block of signatures takes and that are not torn apart
_LONGEST_LINE = 28
_RECIPIENTS = "Nơi nhận:"
_MOTTO = "Độc lập - Tự do - Hạnh phúc"


@dataclass(frozen=True)
class Heading:
    """The upper part of an official paper. `superior`: the body above the office, "" for none.

    `number`: số và ký hiệu, "05/TB-UBND"; `moment`: of which the day is printed.
    """

    office: str
    superior: str
    number: str
    moment: dt.datetime
    demo: bool = False


@dataclass(frozen=True)
class Signatory:
    """A column below: whose signature goes there (`role`, one or more lines), and the name under it."""

    role: str
    name: str = ""


class OfficialSheets(Sheets):
    """Pages of an official paper: numbered in the middle above, from the second on."""

    def header(self) -> None:
        """Called by fpdf at the top of each page."""
        if self.page_no() > 1:
            self.set_y(10)
            self.set_font("serif", "", 12)
            self.cell(0, 6, str(self.page_no()), align="C")
            self.set_y(self.t_margin)


def begun(heading: Heading, title: str, subject: str) -> OfficialSheets:
    """A paper with its heading and title, ready for its paragraphs."""
    sheet = OfficialSheets(margins=(30, 20, 20), points=13)
    sheet.add_page()
    if heading.demo:
        demo_band(sheet, points=11)
        sheet.ln(2)
    top, x = sheet.get_y(), sheet.w - sheet.r_margin - _RIGHT
    start = x - _LEFT - 3
    office = [(words, "B", 12.0) for words in _in_two(heading.office.upper())]
    ends = [
        _column(sheet, start, top, _LEFT, [(heading.superior.upper(), "", 12), *office]),
        _column(sheet, x, top, _RIGHT, [("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "B", 12), (_MOTTO, "B", 13)]),
    ]
    below = max(ends) + 4
    day = heading.moment.astimezone(VIETNAM)
    where = place_of(heading.office)
    dated = f"ngày {day.day:02} tháng {_month(day.month)} năm {day.year}"
    _column(sheet, start, below, _LEFT, [(f"Số: {heading.number}", "", 13)], ruled=False)
    low = _column(sheet, x, below, _RIGHT, [(f"{where}, {dated}" if where else dated, "I", 13)], ruled=False)
    sheet.set_y(low + 7)
    sheet.paragraph(title, style="B", points=14, align="C", space_after=0)
    sheet.paragraph(subject, style="B", points=13, align="C", space_after=5)
    return sheet


def closed(sheet: OfficialSheets, last: str, signatories: Sequence[Signatory], note: str) -> None:
    """The last paragraph and, side by side below it, the signatures: all on one page. `note`: what to do there."""
    width = sheet.w - sheet.l_margin - sheet.r_margin
    lines = 1 + sheet.get_string_width(last) / width
    if sheet.get_y() + _SIGNATURES + lines * sheet.font_size * 1.35 > sheet.h - sheet.b_margin:
        sheet.add_page()
    sheet.paragraph(last, space_after=6)
    top, share = sheet.get_y(), width / len(signatories)
    sheet.set_auto_page_break(False)
    for place, one in enumerate(signatories):
        x = sheet.l_margin + place * share
        if one.role == _RECIPIENTS:
            _recipients(sheet, top)
            continue
        lines_of_role = [(line, "B", 13) for line in one.role.splitlines()]
        _column(sheet, x, top, share - 2, [*lines_of_role, (note, "I", 11)], ruled=False)
        _column(sheet, x, top + 40, share - 2, [(one.name, "B", 13)], ruled=False)


def recipients() -> Signatory:
    """The column of the list of recipients (Nơi nhận), which nobody signs."""
    return Signatory(_RECIPIENTS)


def _recipients(sheet: OfficialSheets, top: float) -> None:
    sheet.set_y(top)
    for words, style, points in ((_RECIPIENTS, "B", 12), ("- Như trên;", "", 11), ("- Lưu: VT.", "", 11)):
        sheet.set_font("serif", style, points)
        sheet.cell(0, points * 0.46, words, new_x="LMARGIN", new_y="NEXT")
    sheet.set_font("serif", "", 13)


def as_pdfa(sheet: Sheets, *, title: str, office: str, moment: dt.datetime) -> bytes:
    """The finished paper as PDF/A-3b."""
    archive = Archive(title=title, created=moment, author=office)
    archive.add_sheets(sheet)
    with tempfile.TemporaryDirectory(prefix="hoso-paper-") as folder:
        archive.save(Path(folder) / "paper.pdf")
        return (Path(folder) / "paper.pdf").read_bytes()


def place_of(office: str) -> str:
    """The place an office's papers are dated from (địa danh): the name of its unit, "" if its name tells none."""
    found = _OFFICE.match(office.strip())
    return found[1] if found else ""


def _in_two(office: str) -> list[str]:
    """A body's name as it stands in a heading: of a people's committee the unit below, where a line holds not both."""
    body, unit = office[:15], office[15:].strip()
    return [body, unit] if bare(body) == "uy ban nhan dan" and len(office) > _LONGEST_LINE else [office]


def _month(month: int) -> str:
    """Decree 30 asks for a leading zero before January and February only."""
    return f"{month:02}" if month < 3 else str(month)


def _column(
    sheet: Sheets,
    x: float,
    top: float,
    width: float,
    lines: Sequence[tuple[str, str, float]],
    *,
    ruled: bool = True,
) -> float:
    """Lines centred in a column, smaller where they would not fit, the last with a rule under it; where it ends."""
    sheet.set_y(top)
    for words, style, largest in lines:
        if words:
            points = largest
            sheet.set_font("serif", style, points)
            while points > largest - 2 and sheet.get_string_width(words) > width - 3:
                points -= 0.25
                sheet.set_font("serif", style, points)
            sheet.set_x(x)
            sheet.multi_cell(width, points * 0.46, words, align="C", new_x="LMARGIN", new_y="NEXT")
    low = sheet.get_y()
    if ruled:
        middle, half = x + width / 2, width / 5
        sheet.set_line_width(0.3)
        sheet.line(middle - half, low + 1, middle + half, low + 1)
    sheet.set_font("serif", "", 13)
    return low + (1.5 if ruled else 0)
