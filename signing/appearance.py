"""How the two signatures look on the page: static drawings in our own letters, so that PDF/A stays PDF/A."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from pathlib import Path

from pdf import Fonts, Leaf, Rectangle, Type
from pdf.leaf import POINTS, Colour, Picture, wrapped
from signing.office_copy_file import corner_block, corner_lines
from signing.statement import signing_time

_RED, _BLUE, _GREY = (180, 20, 20), (20, 40, 140), (90, 90, 90)
_SIDE = 2.0
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_LARGEST_SEAL = 40.0  # millimetres; round seals of authorities measure 34 to 37
_IN_A_DATE = "0123456789/:+ "  # in each font from the start, so that the next copy of a batch finds it made already


def person_appearance(
    box: Rectangle, *, name: str, title: str, moment: dt.datetime, demo: bool, title_lines: tuple[str, ...] = ()
) -> Leaf:
    """The certifier's signature, filling `box` (points). `title_lines` stand above the name, `title` below it."""
    return _drawn(box, title_lines, name, "" if title_lines else title, moment, _BLUE, demo=demo)


def office_appearance(
    box: Rectangle, *, name: str, moment: dt.datetime, demo: bool, seal: Picture | None = None
) -> Leaf:
    """The office's signature, filling `box` (points). `seal`: the picture of its seal, drawn over it in true size."""
    leaf = _drawn(box, (), name, "", moment, _RED, demo=demo)
    if seal is not None:
        leaf.picture(seal, leaf.width - seal.width - _SIDE, (leaf.height - seal.height) / 2)
    return leaf


@lru_cache(maxsize=64)
def seal_picture(folder: Path, office_code: str) -> Picture | None:
    """The picture of an office's seal, if the signing worker's folder has one: `seals/<code>.png`.

    Read once a process. A file that is no picture, or larger than a seal is, counts as none.
    """
    path = folder / "seals" / f"{office_code}.png"
    if not _CODE.fullmatch(office_code) or not path.exists():
        return None
    try:
        seal = Picture.read(path)
    except OSError:
        return None
    return seal if max(seal.width, seal.height) <= _LARGEST_SEAL else None


def office_copy_appearance(box: Rectangle, *, form: str, name: str, moment: dt.datetime) -> Leaf:
    """The corner block of a SAO Y, which is the office's signature (Decree 30/2020), filling `box` (points)."""
    size = (box[2] - box[0]) / POINTS, (box[3] - box[1]) / POINTS
    return corner_block(size, corner_lines(form, name, moment))


def _drawn(
    box: Rectangle,
    above: tuple[str, ...],
    name: str,
    below: str,
    moment: dt.datetime,
    colour: Colour,
    *,
    demo: bool,
) -> Leaf:
    leaf = Leaf((box[2] - box[0]) / POINTS, (box[3] - box[1]) / POINTS, Fonts(_IN_A_DATE))
    leaf.frame(0.6, line=0.35, colour=colour, corner=1.2)
    room = leaf.width - 2 * _SIDE
    said = "Đã ký số" + (" – DÙNG THỬ (DEMO)" if demo else "")
    y = leaf.text(said, _SIDE, _SIDE, room, Type(8, "sans", colour=_GREY, leading=1.3), None) + 0.5
    small, strong = Type(9, "sans", colour=colour, leading=1.3), Type(12, "sans", "bold", colour=colour, leading=1.3)
    lines = [*((line, small) for line in above), (name, strong), (below, small)]
    for words, kind in [*lines, (f"Thời gian ký: {signing_time(moment)}", small)]:
        if words:
            y = leaf.text(words, _SIDE, y, room, _fitting(words, room, kind), None) + 0.2
    return leaf


def _fitting(words: str, room: float, kind: Type) -> Type:
    """The type, as large as lets `words` take one line, or two where that would be too small to read."""
    points = kind.points
    while points > 5:
        smaller = Type(points, kind.family, kind.style, kind.align, kind.colour, kind.leading)
        if len(wrapped(words, room, smaller)) <= (1 if points > 9 else 2):
            return smaller
        points -= 0.5
    return Type(5, kind.family, kind.style, kind.align, kind.colour, kind.leading)
