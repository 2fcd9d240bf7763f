"""How forms set their particulars: the same label and value in many manners, line by line, in columns or in a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from samples.sheet import Run, Sheet

Row = tuple[str, ...]
"""A label and its value, and on the same line another label and its value, and so on."""


@dataclass(frozen=True)
class Manner:
    """`mark`: between label and value. `count`: "{n}. ", "{a}) " … before the label. `tab`: where values begin.

    `value`, `name`: how values, and names in capitals among them, are set. `leader`: dots to the edge. `by_hand`:
    values of figures alone, such as days and numbers, are written by hand.
    """

    mark: str = ": "
    count: str = ""
    leader: bool = False
    label: str = ""
    value: str = ""
    name: str = "b"
    indent: float = 0
    after: float = 0.8
    points: float | None = None
    tab: float | None = None
    by_hand: bool = False


def pick(rng: Random, wordings: str) -> str:
    """One of the wordings between bars."""
    return rng.choice(wordings.split("|"))


def manner(rng: Random, **fixed: object) -> Manner:
    """A manner of an office's own; what is `fixed` stays so."""
    drawn: dict[str, object] = {
        "mark": rng.choice((": ", ": ", ": ", ": ", " : ", " : ", ":  ", ":  ", ":")),
        "leader": rng.random() < 0.2,
        "label": "i" if rng.random() < 0.12 else "",
        "value": "b" if rng.random() < 0.2 else "",
        "indent": rng.choice((0, 0, 6, 10)),
        "after": rng.uniform(0.2, 1.8),
    }
    return Manner(**(drawn | fixed))  # type: ignore[arg-type]


def particulars(sheet: Sheet, rows: Sequence[Row], how: Manner = Manner(), *, first: int = 1) -> None:
    """Line after line; of an empty value the label alone."""
    for place, row in enumerate(rows):
        head = _counted(how, first + place)
        pairs = list(zip(row[::2], row[1::2], strict=True))
        if len(pairs) > 1 and _beside(sheet, pairs, how, head):
            continue
        if how.tab is not None and len(pairs) == 1:
            _tabbed(sheet, head + pairs[0][0], pairs[0][1], how, how.tab)
            continue
        runs: list[Run] = []
        for number, (label, value) in enumerate(pairs):
            runs.append((("     " if number else head) + label + (how.mark if value else ""), how.label))
            if value:
                runs.append((value, _style(how, value)))
        sheet.line(*runs, indent=how.indent, leader=how.leader, after=how.after, points=how.points)


def grid(
    sheet: Sheet, rows: Sequence[tuple[str, str]], share: float = 0.36, *, count: str = "", points: float | None = None
) -> None:
    """The particulars as a table of two columns."""
    wide = sheet.right - sheet.left
    how = Manner(count=count)
    cells = [(_counted(how, number) + label, value) for number, (label, value) in enumerate(rows, 1)]
    sheet.table((wide * share, wide * (1 - share)), cells, points=points or sheet.points - 0.5, head=False)


def two_columns(
    sheet: Sheet, left: Sequence[Row], right: Sequence[Row], how: Manner = Manner(), *, gap: float = 5
) -> None:
    """Two blocks of particulars side by side; continues below the longer."""
    low_edge, high_edge, top = sheet.left, sheet.right, sheet.y
    middle, low = (low_edge + high_edge) / 2, sheet.y
    for edges, rows in (((low_edge, middle - gap / 2), left), ((middle + gap / 2, high_edge), right)):
        sheet.left, sheet.right = edges
        sheet.y = top
        particulars(sheet, rows, how)
        low = max(low, sheet.y)
    sheet.left, sheet.right, sheet.y = low_edge, high_edge, low


def _counted(how: Manner, number: int) -> str:
    return how.count.format(n=number, a="abcdđeghiklmnopqrstuvxy"[(number - 1) % 23])


def _style(how: Manner, value: str) -> str:
    if how.by_hand and re.fullmatch(r"[0-9./-]+", value):
        return "h"
    if value.isupper() and " " in value:
        return "".join(dict.fromkeys(how.value + how.name))
    return how.value


def _beside(sheet: Sheet, pairs: list[tuple[str, str]], how: Manner, head: str) -> bool:
    """The pairs of a line each at a column of its own; False where they do not fit."""
    step = (sheet.right - sheet.left - how.indent) / len(pairs)
    said = [(head if k == 0 else "") + label + (how.mark if value else "") for k, (label, value) in enumerate(pairs)]
    wide = [
        sheet.measure(text, how.label, how.points) + sheet.measure(value, _style(how, value), how.points)
        for text, (_, value) in zip(said, pairs, strict=True)
    ]
    if max(wide) > step - 2:
        return False
    x, line = sheet.left + how.indent, []
    for text, (_, value) in zip(said, pairs, strict=True):
        sheet.draw(x, sheet.y, text, how.label, how.points, None)
        across = sheet.measure(text, how.label, how.points)
        sheet.draw(x + across, sheet.y, value, _style(how, value), how.points, None)
        line.append(" ".join(sheet.spelt(f"{text}{value}").split()))
        x += step
    sheet.lines.append(" ".join(line))
    sheet.y += sheet.line_height(how.points) + how.after
    return True


def _tabbed(sheet: Sheet, label: str, value: str, how: Manner, tab: float) -> None:
    """The label in its column, the value in the next, each broken by itself."""
    top, left = sheet.y, sheet.left + how.indent
    sheet.line((label, how.label), left=left, right=left + tab - 2, points=how.points, after=0)
    low = sheet.y
    if value:
        sheet.y = top
        text = how.mark.strip() + " " + value if how.mark.strip() else value
        sheet.line((text, _style(how, value)), left=left + tab, points=how.points, after=0)
    sheet.y = max(low, sheet.y) + how.after
