"""What papers have in common: the nation's name, letterheads, signatures with seals; and the register of layouts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from samples import faces, ink
from samples.sheet import Run, Sheet, px
from samples.stage import Office, Paper, Stage
from samples.world import long_date

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
TODAY = date(2026, 11, 1)
MERGER = date(2025, 7, 1)

Draw = Callable[[Stage], Paper]


@dataclass(frozen=True)
class Layout:
    """One wording and arrangement of a kind of paper, in use from `since` until the day before `until`.

    `apart`: kept out of what is fitted on ("first"), so that something is left to judge with ("second").
    """

    kind: str
    name: str
    since: date
    until: date
    draw: Draw
    apart: bool = False

    def fits(self, day: date) -> bool:
        return self.since <= day < self.until


LAYOUTS: dict[str, dict[str, Layout]] = {}


def layout(kind: str, since: date, until: date = TODAY, *, apart: bool = False) -> Callable[[Draw], Draw]:
    """Enter a drawing function into the register, under its own name."""

    def enter(draw: Draw) -> Draw:
        LAYOUTS.setdefault(kind, {})[draw.__name__] = Layout(kind, draw.__name__, since, until, draw, apart)
        return draw

    return enter


def paper(stage: Stage, kind: str, name: str, sheets: list[Sheet], fields: Mapping[str, str | None]) -> Paper:
    """The finished paper; fields without a value are those it does not bear."""
    return Paper(
        kind,
        name,
        tuple(sheet.image for sheet in sheets),
        tuple("\n".join(sheet.lines) for sheet in sheets),
        {key: sheets[0].spelt(value) for key, value in fields.items() if value},
        stage.contradictions("\n".join(line for sheet in sheets for line in sheet.lines), sheets[0].spelt),
    )


def a4(rng: Random, **settings: Any) -> Sheet:
    """An A4 sheet in a face and with margins of an office's own."""
    family = rng.choice(faces.SERIF) if rng.random() < 0.9 else rng.choice(faces.SANS)
    wide = 0.84 if family == "dejavu serif wide" else 0.9 if "dejavu" in family or "noto" in family else 1
    points = rng.choice((12, 12.5, 13, 13, 13.5, 14)) * (wide if family not in faces.SANS else 0.9)
    left, top = rng.uniform(25, 32), rng.uniform(14, 22)
    chosen: dict[str, Any] = {"family": family, "points": points, "margins": (left, top, rng.uniform(14, 20))}
    chosen["old_tones"] = rng.random() < 0.12
    return Sheet(rng, **(chosen | settings))


def nation(sheet: Sheet, x: float | None = None, *, points: float | None = None) -> None:
    """The nation's name and motto, centred at x (the page's middle), with the line under them."""
    middle = (sheet.left + sheet.right) / 2 if x is None else x
    size = points or sheet.points
    sheet.put(middle, sheet.y, NATION, "b", points=size - 0.5, align="c")
    sheet.y += sheet.line_height(size)
    width = sheet.put(middle, sheet.y, MOTTO, "b", points=size, align="c")
    sheet.y += sheet.line_height(size) + 0.3
    sheet.rule(middle - width / 2, middle + width / 2, sheet.y)
    sheet.y += 2


def letterhead(
    sheet: Sheet,
    office: Office,
    number: tuple[Run, ...] = (),
    day: date | None = None,
    *,
    short: str = "",
    below: str = "",
) -> None:
    """Office and nation side by side, under them the number (in runs) and where and when, as Decree 30/2020 lays down.

    `below`: a line under the number, such as "V/v …" of a letter.
    """
    rng = sheet.rng
    left, right = sheet.left + 32, sheet.right - 42
    top = sheet.y
    small = sheet.points - 1
    nation_wide = sheet.measure(NATION, "b", sheet.points - 1)
    room = min(78.0, 2 * (right - nation_wide / 2 - 5 - left))
    lines = ([(office.superior, "")] if office.superior else []) + [(part, "b") for part in office.name]
    for text, style in lines:
        words = _fitted(sheet, text, style, small, room)
        for part in words:
            sheet.put(left, sheet.y, part, style, points=small, align="c")
            sheet.y += sheet.line_height(small)
    sheet.rule(left - 10, left + 10, sheet.y + 0.6)
    end = sheet.y
    sheet.y = top
    nation(sheet, right, points=sheet.points - 0.5)
    sheet.y = max(sheet.y, end) + 2
    row = sheet.y
    if number:
        _centred(sheet, number, left, small)
    if day is not None:
        sheet.y = row
        by_hand = rng.random() < 0.3
        parts = long_date(day).split()
        if rng.random() < 0.1:  # the decree wants a zero before days below ten, and typists forget it
            parts[1], parts[3] = (parts[k].lstrip("0") for k in (1, 3))
        runs: list[Run] = [
            (f"{short or office.short}, ngày ", "i"),
            (parts[1], "h" if by_hand else "i"),
            (" tháng ", "i"),
        ]
        runs += [(parts[3], "h" if by_hand else "i"), (f" năm {parts[5]}", "i")]
        _centred(sheet, tuple(runs), right, small)
    if below:
        sheet.y = row + sheet.line_height(small)
        for text in _fitted(sheet, below, "", small - 1, 62):
            sheet.put(left, sheet.y, text, points=small - 1, align="c")
            sheet.y += sheet.line_height(small - 1)
    sheet.y = max(sheet.y, row + sheet.line_height()) + 5


def _centred(sheet: Sheet, runs: tuple[Run, ...], x: float, points: float) -> None:
    width = sum(sheet.measure(*(run if isinstance(run, tuple) else (run, "")), points) for run in runs)
    sheet.line(*runs, left=x - width / 2 - 0.2, right=x + width / 2 + 5, points=points, after=0)


def _fitted(sheet: Sheet, text: str, style: str, points: float, width: float) -> list[str]:
    """`text` broken into rows that fit `width`."""
    rows, row = [], ""
    for word in text.split():
        if row and sheet.measure(f"{row} {word}", style, points) > width:
            rows.append(row)
            row = word
        else:
            row = f"{row} {word}".strip()
    return [*rows, row]


def title(sheet: Sheet, *lines: str, red: bool = False, points: float | None = None, after: float = 4) -> None:
    """The paper's name, centred and bold."""
    for text in lines:
        sheet.line((text, "br" if red else "b"), align="c", points=points or sheet.points + 2, after=0.4)
    sheet.y += after


def number_runs(rng: Random, number: int | str, rest: str) -> tuple[Run, ...]:
    """ "Số: 17/QĐ-UBND", the figure now and then by hand."""
    return (
        rng.choice(("Số: ", "Số: ", "Số: ", "Số: ", "Số: ", "Số ", "Số:")),
        (str(number), "h" if rng.random() < 0.35 else ""),
        rest,
    )


def signed(
    sheet: Sheet,
    office: Office,
    titles: list[str],
    name: str,
    *,
    x: float | None = None,
    sealed: bool = True,
    note: str = "",
    room: float = 26,
) -> None:
    """Title, signature with the seal over its left third, and the name under it."""
    rng = sheet.rng
    middle = sheet.right - 40 if x is None else x
    for text in titles:
        sheet.put(middle, sheet.y, text, "b", align="c")
        sheet.y += sheet.line_height()
    if note:
        sheet.put(middle, sheet.y, note, "i", points=sheet.points - 2, align="c")
        sheet.y += sheet.line_height()
    wide, high = rng.uniform(34, 46), rng.uniform(15, 20)
    pen = ink.BLUE if rng.random() < 0.8 else ink.BLACK
    top = sheet.y + rng.uniform(1, 4)
    sheet.picture(ink.signature(px(wide), px(high), rng, pen), middle - wide / 2 + 4, top)
    if sealed:
        diameter = rng.uniform(33, 37)
        stamp = ink.seal(office.issuing, office.seal_below, px(diameter), rng)
        over_the_title = rng.random() < 0.35  # it should lie over the signature's left third, and often slips higher
        up = rng.uniform(0.2, 0.32) if over_the_title else rng.uniform(-0.06, 0.08)
        sheet.picture(stamp, middle - wide / 2 - diameter * 0.55, top - diameter * up)
    sheet.y += room
    sheet.put(middle, sheet.y, name, "b", align="c")
    sheet.y += sheet.line_height()


def dated(sheet: Sheet, place: str, day: date, *, x: float | None = None, points: float | None = None) -> None:
    """ "Kim Liên, ngày 05 tháng 01 năm 2024" over the signature."""
    sheet.put(
        sheet.right - 40 if x is None else x, sheet.y, f"{place}, {long_date(day)}", "i", points=points, align="c"
    )
    sheet.y += sheet.line_height(points) + 0.6


def form_mark(sheet: Sheet, text: str, *, align: str = "l", points: float = 9) -> None:
    """The form's own name in a corner: "Mẫu TP/HT-2010-KS.2"."""
    sheet.line((text, "i"), align=align, points=points, after=1)


def recipients(sheet: Sheet, y: float, *lines: str) -> None:
    """ "Nơi nhận" at the lower left, beside the signature."""
    sheet.put(sheet.left, y, "Nơi nhận:", "bi", points=sheet.points - 1)
    y += sheet.line_height(sheet.points - 1)
    for text in lines:
        sheet.put(sheet.left, y, text, points=sheet.points - 2)
        y += sheet.line_height(sheet.points - 2)


def framed(sheet: Sheet, colour: tuple[int, int, int], inset: float = 8) -> None:
    """A border as certificates have it: a heavy line and a fine one."""
    sheet.box(inset, inset, sheet.width - inset, sheet.height - inset, 1.2, colour)
    sheet.box(inset + 2, inset + 2, sheet.width - inset - 2, sheet.height - inset - 2, 0.3, colour)
