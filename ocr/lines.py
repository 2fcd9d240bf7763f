"""Lines in the order a person reads them: across one column, and down the left column before the right one.

Vietnamese papers begin with two columns (issuer left, motto right) and end with two (recipients left, signer right);
between them runs one. A recogniser that is asked for words may mix those columns; this puts them apart again.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median
from typing import Final, TypeAlias

from ocr.model import Box

Lines: TypeAlias = list[list[int]]

_GAP: Final = 2.0
_NARROW_GAP: Final = 1.1
_ONE_MARGIN: Final = 0.35
_FORM_GAP: Final = 2.0
_FOLLOWS: Final = 2.5


@dataclass(frozen=True)
class _Piece:
    """Words (by index) that stand close together on one line, and the box around them."""

    words: tuple[int, ...]
    left: int
    top: int
    right: int
    bottom: int

    @property
    def height(self) -> int:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def reading_order(boxes: Sequence[Box], found: Sequence[Hashable]) -> list[Lines]:
    """Blocks of lines of word indices, in reading order.

    `boxes` are the words' boxes on a level page; `found` tells for each word which line the recogniser put it in.
    """
    pieces = [piece for line in _by_line(found) for piece in _split(line, boxes)]
    if not pieces:
        return []
    rows = _rows(pieces)
    blocks: list[Lines] = []
    single: list[list[_Piece]] = []
    for columns, group in _bands(rows):
        if columns:
            if single:
                blocks.append([_joined(row) for row in single])
                single = []
            blocks.extend(_columns(group))
        else:
            single.extend(group)
    if single:
        blocks.append([_joined(row) for row in single])
    return blocks


def _by_line(found: Sequence[Hashable]) -> list[list[int]]:
    lines: dict[Hashable, list[int]] = {}
    for index, line in enumerate(found):
        lines.setdefault(line, []).append(index)
    return list(lines.values())


def _split(line: list[int], boxes: Sequence[Box]) -> list[_Piece]:
    """A recogniser's line in pieces, parted where the gap between two words is wide enough to part columns."""
    line = sorted(line, key=lambda index: boxes[index][0])
    height = median(boxes[index][3] for index in line)
    gaps = [boxes[right][0] - (boxes[left][0] + boxes[left][2]) for left, right in pairwise(line)]
    usual = median(gaps) if gaps else 0
    parts: list[list[int]] = [[line[0]]]
    for gap, index in zip(gaps, line[1:], strict=True):
        if gap > _GAP * height or (gap > _NARROW_GAP * height and gap > 3 * max(usual, 1)):
            parts.append([])
        parts[-1].append(index)
    return [_piece(part, boxes) for part in parts]


def _piece(words: list[int], boxes: Sequence[Box]) -> _Piece:
    # Accents, brackets and a stray tall mark should not make a line look as tall as two.
    top = median(boxes[index][1] for index in words)
    bottom = median(boxes[index][1] + boxes[index][3] for index in words)
    return _Piece(
        tuple(words),
        min(boxes[index][0] for index in words),
        round(top),
        max(boxes[index][0] + boxes[index][2] for index in words),
        max(round(bottom), round(top) + 1),
    )


def _rows(pieces: list[_Piece]) -> list[list[_Piece]]:
    """Pieces that stand beside each other, from left to right; rows from top to bottom."""
    rows: list[list[_Piece]] = []
    for piece in sorted(pieces, key=lambda piece: piece.middle):
        row = rows[-1] if rows else None
        if row and _beside(piece, row):
            row.append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda piece: piece.left) for row in rows]


def _beside(piece: _Piece, row: list[_Piece]) -> bool:
    return all(
        abs(piece.middle - other.middle) < 0.5 * min(piece.height, other.height)
        and (piece.left >= other.right or piece.right <= other.left)
        for other in row
    )


def _bands(rows: list[list[_Piece]]) -> list[tuple[bool, list[list[_Piece]]]]:
    """Rows in bands: `True` with rows that stand in two columns, `False` with rows that run across."""
    height = median(piece.height for row in rows for piece in row)
    marks = [False] * len(rows)
    start = 0
    while start < len(rows):
        end = _band_end(rows, start, height) if len(rows[start]) == 2 else start
        pairs = [row for row in rows[start:end] if len(row) == 2]
        if len(pairs) >= 2 and not _of_a_form(pairs, height):
            marks[start:end] = [True] * (end - start)
            start = end
        else:
            start += 1
    tagged = list(zip(marks, rows, strict=True))
    return [(mark, [row for _, row in group]) for mark, group in groupby(tagged, key=lambda pair: pair[0])]


def _of_a_form(pairs: list[list[_Piece]], height: float) -> bool:
    """Whether rows of two pieces are entries of a form that follow each other in their rows, not two columns.

    Entries begin at one margin, with a little space between them; heads are centred, and further apart.
    """
    margins = [row[0].left for row in pairs]
    corridor = min(row[1].left for row in pairs) - max(row[0].right for row in pairs)
    return max(margins) - min(margins) < _ONE_MARGIN * height and corridor < _FORM_GAP * height


def _band_end(rows: list[list[_Piece]], start: int, height: float) -> int:
    """Where the two columns that begin at `start` end: at the first row that crosses the corridor between them."""
    corridor = (rows[start][0].right, rows[start][1].left)
    bottom = rows[start][0].bottom
    for number in range(start + 1, len(rows)):
        row = rows[number]
        far = min(piece.top for piece in row) - bottom > _FOLLOWS * 2 * height
        if len(row) == 2:
            narrowed = (max(corridor[0], row[0].right), min(corridor[1], row[1].left))
        elif len(row) == 1 and row[0].right <= corridor[1]:
            narrowed = (max(corridor[0], row[0].right), corridor[1])
        elif len(row) == 1 and row[0].left >= corridor[0]:
            narrowed = (corridor[0], min(corridor[1], row[0].left))
        else:
            return number
        if far or narrowed[1] - narrowed[0] < 0.5 * height:
            return number
        corridor = narrowed
        bottom = max(bottom, *(piece.bottom for piece in row))
    return len(rows)


def _columns(rows: list[list[_Piece]]) -> list[Lines]:
    """The left column's lines, then the right one's."""
    pairs = [row for row in rows if len(row) == 2]
    corridor = (max(row[0].right for row in pairs) + min(row[1].left for row in pairs)) / 2
    left: Lines = []
    right: Lines = []
    for row in rows:
        for piece in row:
            middle = (piece.left + piece.right) / 2
            (left if middle < corridor else right).append(list(piece.words))
    return [left, right]


def _joined(row: list[_Piece]) -> list[int]:
    return [word for piece in row for word in piece.words]
