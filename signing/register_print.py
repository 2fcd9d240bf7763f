"""A register on paper: title page, the prescribed columns on landscape A4, the count, the closing. PDF/A.

Knows no database: rows go in as they will read. Long names wrap, a row higher than a page goes on over the next, the
heading stands on every page.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pdf import Archive, Attachment, Place, Sheets
from signing.copy import MANIFEST, OFFICE_FIELD, demo_band
from signing.letters import drawable
from signing.register_form import Column

_PAGE = (297.0, 210.0)
_MARGINS = (20.0, 15.0, 12.0)  # left (where it is bound), top, right
_FOOT = 14.0
_WEIGHTS = {
    "number": 16,
    "date": 23,
    "requester": 42,
    "original": 68,
    "signer": 44,
    "copies": 19,
    "fee": 22,
    "note": 40,
}
_CENTRED = frozenset({"number", "date", "copies"})
_RIGHT = frozenset({"fee"})
_POINTS, _LEADING, _PADDING = 9.5, 4.3, 1.2
_CLOSING_HIGH = 62.0
_SIGNATURE = (84.0, 26.0)


@dataclass(frozen=True)
class Row:
    """A line: what stands in each column, by its code. `is_void`: its number stands for nothing."""

    cells: dict[str, str]
    is_void: bool = False


@dataclass(frozen=True)
class RegisterSheet:
    """All that is printed. `facts` of the title page and `count` at the end are sentences; `manifest` is attached.

    `closing`: who closes it, where the book is closed with this print; room is then made for the office's signature.
    """

    title: str
    office_name: str
    symbol: str
    facts: tuple[tuple[str, str], ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    count: tuple[str, ...]
    moment: dt.datetime
    demo: bool
    manifest: bytes
    closing: str | None = None


def draw_register(plan: RegisterSheet) -> bytes:
    """Draw it. The same plan gives the same bytes."""
    book = _Book(plan)
    place = book.draw()
    archive = Archive(
        title=f"{plan.title}, quyển số {plan.symbol}",
        created=plan.moment,
        author=plan.office_name,
        subject=plan.count[0],
    )
    archive.add_sheets(book)
    if place is not None:
        archive.add_signature_field(OFFICE_FIELD, place, f"Chữ ký số của {plan.office_name}")
    archive.attach(Attachment(MANIFEST, plan.manifest, "application/json", "Data", "Số liệu của sổ (RFC 8785)"))
    with tempfile.TemporaryDirectory(prefix="hoso-register-") as folder:
        out = Path(folder) / "register.pdf"
        archive.save(out)
        return out.read_bytes()


class _Book(Sheets):
    """The pages of one register."""

    def __init__(self, plan: RegisterSheet) -> None:
        super().__init__(size=_PAGE, margins=_MARGINS, points=_POINTS)
        self.set_auto_page_break(False)
        self._plan = plan
        whole = _PAGE[0] - _MARGINS[0] - _MARGINS[2]
        weight = sum(_WEIGHTS[column.code] for column in plan.columns)
        self._widths = [whole * _WEIGHTS[column.code] / weight for column in plan.columns]
        self._word_widths: dict[str, float] = {}

    def draw(self) -> Place | None:
        """Title page, pages of lines, the count; the place of the office's signature, if the book is closed."""
        self._title_page()
        self._headings = self._heading_lines()
        pages = self._paged()
        end_high = _CLOSING_HIGH if self._plan.closing is not None else 8.0 + 6.0 * len(self._plan.count)
        room = self._low - sum(_height(row) for _, row in pages[-1]) - self._top - end_high
        total = len(pages) + (room < 0)
        for number, rows in enumerate(pages, start=1):
            self._page_of(rows, number, total)
        if room < 0:
            self.add_page()
            self._page_number(total, total)
            self.set_y(_MARGINS[1])
        return self._end()

    def _title_page(self) -> None:
        plan = self._plan
        self.add_page()
        if plan.demo:
            demo_band(self, points=12)
        self.set_y(30)
        self.paragraph(drawable(plan.office_name.upper()), style="B", points=15, align="C", space_after=34)
        self.paragraph(plan.title, style="B", points=22, align="C", space_after=6)
        self.paragraph(f"Quyển số: {plan.symbol}", style="B", points=16, align="C", space_after=22)
        for label, value in plan.facts:
            self.paragraph(f"{label}: {drawable(value)}", points=13, align="C", space_after=1)

    # --- lines ---------------------------------------------------------------------------------------------------

    @property
    def _top(self) -> float:
        """Where the first line of a page begins: under the running head and the headings."""
        return _MARGINS[1] + 6 + _height(self._headings) + 4.6

    @property
    def _low(self) -> float:
        return _PAGE[1] - _FOOT

    def _heading_lines(self) -> list[list[str]]:
        self.set_font("serif", "B", _POINTS)
        wrapped = self._wrap_all([column.heading for column in self._plan.columns])
        self._word_widths.clear()  # of the bold face
        return wrapped

    def _paged(self) -> list[list[tuple[Row, list[list[str]]]]]:
        """The rows, each with the lines of its cells, page by page; at least one page."""
        self.set_font("serif", "", _POINTS)
        pages: list[list[tuple[Row, list[list[str]]]]] = [[]]
        left = room = self._low - self._top
        for row in self._plan.rows:
            wrapped = self._wrap_all([drawable(row.cells.get(column.code, "")) for column in self._plan.columns])
            for part in _parts(wrapped, int((room - 2 * _PADDING) // _LEADING)):
                if _height(part) > left:
                    pages.append([])
                    left = room
                pages[-1].append((row, part))
                left -= _height(part)
        return pages

    def _page_of(self, rows: Sequence[tuple[Row, list[list[str]]]], number: int, total: int) -> None:
        self.add_page()
        self._page_number(number, total)
        self.set_font("serif", "I", 9)
        self.text(_MARGINS[0], _MARGINS[1] + 3, f"{self._plan.title} – quyển số {self._plan.symbol}")
        y = _MARGINS[1] + 6
        self.set_font("serif", "B", _POINTS)
        self._line(y, self._headings, centred=True)
        y += _height(self._headings)
        self.set_font("serif", "I", 8)
        self._line(y, [[f"({place})"] for place in range(1, len(self._widths) + 1)], centred=True, high=4.6)
        y += 4.6
        self.set_font("serif", "", _POINTS)
        for row, part in rows:
            self.set_text_color(*((110, 20, 20) if row.is_void else (0, 0, 0)))
            self._line(y, part)
            y += _height(part)
        self.set_text_color(0, 0, 0)
        self.set_y(y)

    def _line(self, y: float, cells: list[list[str]], *, centred: bool = False, high: float | None = None) -> None:
        """One row of cells in their frames."""
        high = high or _height(cells)
        x = _MARGINS[0]
        self.set_line_width(0.15)
        for column, width, lines in zip(self._plan.columns, self._widths, cells, strict=True):
            self.rect(x, y, width, high)
            for place, words in enumerate(lines):
                base = y + _PADDING + _LEADING * place + 3.1
                self.text(x + self._indent(column.code, width, words, centred), base, words)
            x += width

    def _indent(self, code: str, width: float, words: str, centred: bool) -> float:
        if centred or code in _CENTRED:
            return (width - float(self.get_string_width(words))) / 2
        return width - float(self.get_string_width(words)) - _PADDING if code in _RIGHT else _PADDING

    def _wrap_all(self, cells: Sequence[str]) -> list[list[str]]:
        return [
            list(self._wrapped(text, width - 2 * _PADDING)) for text, width in zip(cells, self._widths, strict=True)
        ]

    def _wrapped(self, text: str, width: float) -> Iterator[str]:
        """The lines of a cell: broken between words, inside a word only where it is wider than the cell."""
        line, used, space = "", 0.0, self._width_of(" ")
        for word in (part for whole in text.split() for part in self._broken(whole, width)):
            needed = self._width_of(word)
            if line and used + space + needed > width:
                yield line
                line, used = "", 0.0
            line, used = (f"{line} {word}", used + space + needed) if line else (word, needed)
        yield line

    def _broken(self, word: str, width: float) -> Iterator[str]:
        while self._width_of(word) > width and len(word) > 1:
            most = next(n for n in range(len(word) - 1, 0, -1) if n == 1 or self._width_of(word[:n]) <= width)
            yield word[:most]
            word = word[most:]
        yield word

    def _width_of(self, word: str) -> float:
        if word not in self._word_widths:
            self._word_widths[word] = float(self.get_string_width(word))
        return self._word_widths[word]

    # --- the end -------------------------------------------------------------------------------------------------

    def _end(self) -> Place | None:
        """The count; and where the book is closed, who closed it and room for the office's signature."""
        plan = self._plan
        self.set_y(self.get_y() + 5)
        for sentence in plan.count:
            self.paragraph(drawable(sentence), style="B", points=11, align="L", space_after=0.6)
        if plan.closing is None:
            return None
        column, top = 100.0, self.get_y() + 3
        right = _PAGE[0] - _MARGINS[2] - column
        for x, heading, name in (
            (_MARGINS[0], "Người khóa sổ", plan.closing),
            (right, "Cơ quan thực hiện chứng thực", plan.office_name),
        ):
            self.set_xy(x, top)
            self.set_font("serif", "B", 11)
            self.multi_cell(column, 5.4, f"{heading}\n{drawable(name)}", align="C")
        width, high = _SIGNATURE
        return self.keep_free(width, high, x=right + (column - width) / 2, y=top + 13)

    def _page_number(self, number: int, total: int) -> None:
        self.set_font("serif", "", 9)
        words = f"Trang {number}/{total}"
        self.text(_PAGE[0] - _MARGINS[2] - self.get_string_width(words), _PAGE[1] - 7, words)
        if self._plan.demo:
            self.set_text_color(190, 0, 0)
            self.text(_MARGINS[0], _PAGE[1] - 7, "BẢN DÙNG THỬ (DEMO) – KHÔNG CÓ GIÁ TRỊ PHÁP LÝ")
            self.set_text_color(0, 0, 0)


def _height(cells: list[list[str]]) -> float:
    return 2 * _PADDING + _LEADING * max(len(lines) for lines in cells)


def _parts(cells: list[list[str]], most: int) -> Iterator[list[list[str]]]:
    """A row in parts of at most `most` lines, so that each fits on a page."""
    lines = max(len(one) for one in cells)
    for start in range(0, lines, most):
        yield [one[start : start + most] or [""] for one in cells]
