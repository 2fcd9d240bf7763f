"""The parts of a paper that repeat the same labels: wife and husband, mother and father, owner and representative.

They stand under each other, beside each other with labels of their own, or as columns of a table whose labels stand
once, at its left.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ocr.understanding.cues import phrase
from ocr.understanding.labels import Label, Position
from ocr.understanding.layout import Sheet
from terms.kinds import Kind

_END: Position = (10_000, 0)
_FAR = float("inf")
# A value may begin a little left of its column's first label.
_TOLERANCE = 40


@dataclass(frozen=True)
class Area:
    """Where a section lies: from one row to before another, and between two edges.

    `start_left`, `end_left`: where on its first row it begins, and where on the next one's, if within them.
    """

    name: str
    start: Position
    end: Position
    left: float
    right: float
    start_left: float = -_FAR
    end_left: float = -_FAR

    def holds(self, label: Label) -> bool:
        place = (label.position, label.left + 1)
        within = (self.start, self.start_left) <= place < (self.end, self.end_left)
        return within and self.left <= label.left + 1 < self.right

    def opened_by(self, label: Label) -> bool:
        return self.start == label.position and self.holds(label)


@dataclass(frozen=True)
class Table:
    """Sections as columns of a table. `left`: where the columns begin; `columns`: left and right edge of each; `stub`:
    where the first name of a row begins, from which the others drift on a page that leans."""

    start: Position
    end: Position
    left: float
    columns: Mapping[str, tuple[float, float]]
    stub: float

    def names(self, label: Label) -> bool:
        """True if the label stands at the left of the table and names a row."""
        return self.start < label.position < self.end and label.left < self.left

    def column_at(self, left: float) -> str | None:
        """The column that what begins at `left` stands in."""
        return next((name for name, (low, high) in self.columns.items() if low <= left < high), None)


@dataclass(frozen=True)
class Sections:
    areas: tuple[Area, ...] = ()
    tables: tuple[Table, ...] = ()

    def area_of(self, label: Label) -> Area | None:
        return next((area for area in reversed(self.areas) if area.holds(label)), None)

    def table_of(self, label: Label) -> Table | None:
        return next((table for table in self.tables if table.names(label)), None)

    def known(self, name: str) -> bool:
        return any(area.name == name for area in self.areas)


def mark_off(kind: Kind, labels: Sequence[Label], sheets: Sequence[Sheet]) -> Sections:
    """Each section from the first label that opens it to the next such label; two on one row stand side by side."""
    openers = _openers(kind, labels)
    rows = sorted({label.position for _name, label in openers})
    starts = _within_rows(openers, labels)
    areas: list[Area] = []
    tables: list[Table] = []
    for row in rows:
        end = next((other for other in rows if other > row), _END)
        beside = sorted(
            ((name, label) for name, label in openers if label.position == row), key=lambda one: one[1].left
        )
        sheet = sheets[row[0]]
        edges = _edges([label for _name, label in beside], sheet)
        asked = any(spec.section == name for name, _label in beside for spec in kind.fields)
        if len(beside) == 1 and not asked and (edge := _column_edge(beside[0][1], labels, end)) is not None:
            edges = [(edge, _FAR)]
        for (name, _label), (left, right) in zip(beside, edges, strict=True):
            areas.append(Area(name, row, end, left, right, starts.get(row, -_FAR), starts.get(end, -_FAR)))
        if len(beside) > 1 and all(label.heads for _name, label in beside):
            table = _table(beside, edges, row, end, labels, sheet)
            if table is not None:
                tables.append(table)
    before = _before_the_first(kind, areas)
    again = {area.name for area in before if all(_opened_before(area, other, areas) for other in kind.sections)}
    return Sections((*before, *(area for area in areas if area.name not in again)), tuple(tables))


def _opened_before(area: Area, name: str, areas: Sequence[Area]) -> bool:
    """True if the section of this name opens before the one that stands first opens in so many words: "BÊN A" then
    stands above a signature."""
    own = next((other.start for other in areas if other.name == area.name), _END)
    return name == area.name or any(other.name == name and other.start < own < _END for other in areas)


def _column_edge(opener: Label, labels: Sequence[Label], end: Position) -> float | None:
    """The left edge of the column that a section is confined to which opens in the middle of a list of answers
    ("Chủ hộ: …" to the right of "Giới tính: …"); None where nothing stands beside it. Only for sections that no field
    belongs to: of the others one cannot tell columns from pairs that are read line by line."""
    if opener.heads or not opener.starts_line:
        return None
    gap = _TOLERANCE + 3 * opener.segment.height
    aside = [one for one in labels if one.starts_line and one.segment.right < opener.left - gap]
    page, row = opener.position
    around = any(one.position in ((page, row - 1), (page, row), (page, row + 1)) for one in aside)
    below = any(opener.position <= one.position < end for one in aside)
    return opener.left - _TOLERANCE if around and below else None


def _within_rows(openers: Sequence[tuple[str, Label]], labels: Sequence[Label]) -> dict[Position, float]:
    """Where on its row a section begins that opens behind other labels: what stands before it is the last one's."""
    found: dict[Position, float] = {}
    for _name, label in openers:
        alone = sum(other.position == label.position for _, other in openers) == 1
        behind = any(other.position == label.position and other.left < label.left for other in labels)
        if alone and behind and not label.heads:
            found[label.position] = label.left
    return found


def _openers(kind: Kind, labels: Sequence[Label]) -> list[tuple[str, Label]]:
    """The first label that opens each section."""
    names = {phrase(text).compact: name for name, cues in kind.sections.items() for text in cues}
    first: dict[str, Label] = {}
    for label in sorted(labels, key=lambda one: (one.position, one.left)):
        name = names.get(label.key)
        if name is None or not (label.heads or label.strength >= (0.75 if label.starts_line else 0.9)):
            continue
        # Of two on one row ("Phần khai về cha" | "NGƯỜI CHA") the right one heads the column.
        if name in first and not (label.heads and first[name].position == label.position):
            continue
        # "Vợ" or "Cha" opens a column or part only where it stands alone or before a colon; else it is any word.
        if len(label.key) <= 4 and not (label.heads or label.strength >= 1.0):
            continue
        first[name] = label
    return list(first.items())


def _head_left(label: Label, sheet: Sheet) -> float:
    """Where the head of a column begins: with its line there ("THÔNG TIN NGƯỜI CHA"), but for the first of the row,
    which may have been read in one with the name of the rows."""
    first = sheet.rows[label.position[1]][0]
    return label.segment.left if label.heads and label.segment.index != first.index else label.left


def _edges(beside: Sequence[Label], sheet: Sheet) -> list[tuple[float, float]]:
    """Left and right edge of each of the columns that begin with these labels."""
    borders = [-_FAR]
    for before, label in pairwise(beside):
        heads = before.heads and label.heads
        left = _head_left(label, sheet)
        borders.append((before.right + left) / 2 if heads else left - _TOLERANCE)
    return list(zip(borders, [*borders[1:], _FAR], strict=True))


def _table(
    beside: Sequence[tuple[str, Label]],
    edges: Sequence[tuple[float, float]],
    start: Position,
    end: Position,
    labels: Sequence[Label],
    sheet: Sheet,
) -> Table | None:
    """A table, if rows below are named at the left of the columns."""
    first = beside[0][1]
    margin = first.left - 3 * sheet.line_height
    naming = [one for one in labels if start < one.position < end and one.starts_line and one.left < margin]
    if len(naming) < 2:
        return None
    column = min(one.left for one in naming)
    stubs = [
        segment.right
        for segment in sheet.segments
        if abs(segment.left - column) < 1.5 * sheet.line_height and segment.right < first.left
    ]
    left = max(stubs, default=margin)
    columns = {
        name: (
            max(left, _edge(label, low, start, end, sheet)),
            _edge(after[1], high, start, end, sheet) if after else high,
        )
        for (name, label), (low, high), after in zip(beside, edges, [*beside[1:], None], strict=True)
    }
    return Table(start, end, left, columns, min(naming, key=lambda one: one.position).left)


def _edge(head: Label, middle: float, start: Position, end: Position, sheet: Sheet) -> float:
    """The left edge of a head's column: where its cells begin as the head does, there; else the middle before it."""
    last = end[1] if end[0] == start[0] else start[1] + 12
    left = _head_left(head, sheet)
    aligned = [
        token
        for segment in sheet.segments
        if start[1] < segment.row < last
        for token in segment.tokens
        if abs(token.left - left) < 0.6 * sheet.line_height
    ]
    return left - 0.7 * sheet.line_height if len(aligned) > 2 else middle


def _before_the_first(kind: Kind, areas: Sequence[Area]) -> list[Area]:
    """A section marked "^" may open without words: it is then what stands before the others, even where words that
    open it stand further down (above a signature)."""
    first = min((area.start for area in areas), default=_END)
    opening = {area.name for area in areas if area.start == first}
    return [
        Area(name, (0, 0), first, -_FAR, _FAR)
        for name, cues in kind.sections.items()
        if "^" in cues and name not in opening
    ]
