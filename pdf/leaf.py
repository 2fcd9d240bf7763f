"""A page of text drawn by ourselves, quickly, and told to screen readers: statements, marks, how a signature looks.

`pdf.Sheets` sets longer texts with tables, in its own time; a leaf is for the few lines that stand on each copy.
Lengths are millimetres from the upper left, sizes of letters points. What is drawn is plain text, lines, rectangles.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import numpy as np
import zxingcpp
from PIL import Image

from pdf import fonts
from pdf.letters import FontUse, face
from pdf.plain import Objects

POINTS = 72 / 25.4
Colour = tuple[float, float, float]
Align = Literal["left", "centre", "right"]
Role = Literal["H1", "H2", "P", "Figure"]
BLACK: Colour = (0, 0, 0)
_ROUND = 0.5523  # where Bézier curves of a quarter of a circle have their handles


@dataclass(frozen=True)
class Type:
    """How letters look. `leading`: height of a line, in sizes of the letters."""

    points: float
    family: fonts.Family = "serif"
    style: fonts.Style = "regular"
    align: Align = "left"
    colour: Colour = BLACK
    leading: float = 1.35

    @property
    def line(self) -> float:
        """Height of a line in millimetres."""
        return self.points * self.leading / POINTS

    def width(self, text: str) -> float:
        """Width of `text` in millimetres."""
        return face(self.family, self.style).width(text) * self.points / 1000 / POINTS


@dataclass(frozen=True)
class Mark:
    """A piece of a page's structure: its role, its number in the page's content, what stands for it where it is a

    picture (`alt`).
    """

    role: Role
    number: int
    alt: str = ""


@dataclass(frozen=True)
class Picture:
    """A picture to be drawn on a leaf, transparent where it says so; `width` and `height` are millimetres."""

    width: float
    height: float
    pixels: tuple[int, int]
    colours: bytes
    opacity: bytes

    @classmethod
    def read(cls, path: Path, *, dpi: float = 300) -> Picture:
        """The picture in a file, at the size it says it has; `dpi` where it says nothing. Raises OSError."""
        with Image.open(path) as image:
            across, up = (float(said) or dpi for said in image.info.get("dpi", (dpi, dpi)))
            drawn = image.convert("RGBA")
        size = (drawn.width / across * 25.4, drawn.height / up * 25.4)
        colours, opacity = drawn.convert("RGB").tobytes(), drawn.getchannel("A").tobytes()
        return cls(*size, drawn.size, zlib.compress(colours, 9), zlib.compress(opacity, 9))

    def write(self, objects: Objects) -> int:
        """Write it into `objects`; the number of the picture."""
        kind = f"<< /Type /XObject /Subtype /Image /Width {self.pixels[0]} /Height {self.pixels[1]} /BitsPerComponent 8"
        kind += " /Filter /FlateDecode"
        mask = objects.add(f"{kind} /ColorSpace /DeviceGray", self.opacity, packed=False)
        return objects.add(f"{kind} /ColorSpace /DeviceRGB /SMask {mask} 0 R", self.colours, packed=False)


class Fonts:
    """The fonts that the leaves of one file share."""

    def __init__(self, first: str = "") -> None:
        """`first`: letters that each font gets first, so that fonts of similar texts are the same."""
        self._first = first
        self._used: dict[tuple[fonts.Family, fonts.Style], tuple[str, FontUse]] = {}

    def of(self, kind: Type) -> tuple[str, FontUse]:
        """The font of a type, with its name on the page."""
        key = (kind.family, kind.style)
        if key not in self._used:
            self._used[key] = (f"/F{len(self._used) + 1}", FontUse(face(*key), self._first))
        return self._used[key]

    def write(self, objects: Objects) -> str:
        """Write the fonts that were used; the entries of a font dictionary."""
        return " ".join(f"{name} {use.write(objects)} 0 R" for name, use in self._used.values())


@dataclass
class Leaf:
    """One page or form, `width` by `height` millimetres. Draw from the top; `marks` tell what is text to be read."""

    width: float
    height: float
    fonts: Fonts = field(default_factory=Fonts)
    marks: list[Mark] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    _drawn: list[str] = field(default_factory=list)

    def text(self, words: str, x: float, y: float, width: float, kind: Type, role: Role | None = "P") -> float:
        """Set `words` in lines of `width` from x, y on; where the next line would begin. No role: an ornament."""
        lines = wrapped(words, width, kind)
        name, use = self.fonts.of(kind)
        kerned = []
        for number, line in enumerate(lines, start=1):
            gap = width - kind.width(line)
            left = x + {"left": 0.0, "centre": gap / 2, "right": gap}[kind.align]
            shown = f"{line} " if number < len(lines) else line  # or a reader would join the words around a break
            base = y + kind.line / 2 + 0.36 * kind.points / POINTS
            kerned.append(f"1 0 0 1 {_pt(left)} {_pt(self.height - base)} Tm <{use.encoded(shown)}> Tj")
            y += kind.line
        self._add(f"BT {name} {_number(kind.points)} Tf {_colour(kind.colour)} rg\n" + "\n".join(kerned) + "\nET", role)
        return y

    def frame(self, inset: float, *, line: float, colour: Colour, corner: float) -> None:
        """A line of `line` millimetres with round corners around it all, `inset` from the edge."""
        left, low, right, top = inset, inset, self.width - inset, self.height - inset
        bend = corner * (1 - _ROUND)
        path = [
            f"{_pt(left + corner)} {_pt(low)} m {_pt(right - corner)} {_pt(low)} l",
            _curve((right - bend, low), (right, low + bend), (right, low + corner)),
            f"{_pt(right)} {_pt(top - corner)} l",
            _curve((right, top - bend), (right - bend, top), (right - corner, top)),
            f"{_pt(left + corner)} {_pt(top)} l",
            _curve((left + bend, top), (left, top - bend), (left, top - corner)),
            f"{_pt(left)} {_pt(low + corner)} l",
            _curve((left, low + bend), (left + bend, low), (left + corner, low)),
        ]
        self._add(f"{_colour(colour)} RG {_pt(line)} w " + " ".join(path) + " s", None)

    def qr(self, content: str, x: float, y: float, side: float, alt: str) -> None:
        """A QR code of `content`, `side` wide with its quiet zone, its upper left at x, y."""
        code = np.asarray(zxingcpp.create_barcode(content, zxingcpp.BarcodeFormat.QRCode, ec_level="M").to_image())
        step = side / len(code)  # its quiet zone is part of it
        bars = []
        for row, line in enumerate((code < 128).tolist()):
            low = _pt(self.height - y - (row + 1) * step)
            bars += [
                f"{_pt(x + first * step)} {low} {_pt(count * step)} {_pt(step)} re" for first, count in _runs(line)
            ]
        self._add("0 0 0 rg " + " ".join(bars) + " f", "Figure", alt)

    def picture(self, picture: Picture, x: float, y: float) -> None:
        """An ornament: `picture` at its true size, its upper left at x, y, over what was drawn before."""
        self.pictures.append(picture)
        place = (picture.width, 0, 0, picture.height, x, self.height - y - picture.height)
        self._add(f"{' '.join(_pt(part) for part in place)} cm /Im{len(self.pictures)} Do", None)

    def resources(self, objects: Objects) -> str:
        """Write fonts and pictures; the entries of a resource dictionary."""
        drawn = [f"/Im{number} {one.write(objects)} 0 R" for number, one in enumerate(self.pictures, start=1)]
        known = f" /XObject << {' '.join(drawn)} >>" if drawn else ""
        return f"/Font << {self.fonts.write(objects)} >>{known}"

    def content(self) -> bytes:
        """The content stream."""
        return "\n".join(self._drawn).encode("ascii")

    def _add(self, operators: str, role: Role | None, alt: str = "") -> None:
        if role is None:
            self._drawn.append(f"/Artifact BMC q {operators} Q EMC")
            return
        mark = Mark(role, len(self.marks), alt)
        self.marks.append(mark)
        self._drawn.append(f"/{role} << /MCID {mark.number} >> BDC q {operators} Q EMC")


def leaves_pdf(leaves: Sequence[Leaf]) -> bytes:
    """The leaves as pages of a PDF; all of them share the fonts, and only the first may have pictures."""
    objects = Objects()
    catalogue, tree, resources = objects.reserve(), objects.reserve(), objects.reserve()
    pages = []
    for leaf in leaves:
        content = objects.add("<<", leaf.content())
        box = f"[0 0 {_pt(leaf.width)} {_pt(leaf.height)}]"
        shown = f"/MediaBox {box} /Resources {resources} 0 R /Contents {content} 0 R"
        pages.append(objects.add(f"<< /Type /Page /Parent {tree} 0 R {shown} >>"))
    objects.put(resources, f"<< {leaves[0].resources(objects)} >>")
    kids = " ".join(f"{page} 0 R" for page in pages)
    objects.put(tree, f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>")
    objects.put(catalogue, f"<< /Type /Catalog /Pages {tree} 0 R >>")
    return objects.file(catalogue)


def write_form(leaf: Leaf, objects: Objects) -> int:
    """Write the leaf as a form, to be drawn wherever it is wanted; its number."""
    box = f"[0 0 {_pt(leaf.width)} {_pt(leaf.height)}]"
    resources = leaf.resources(objects)
    return objects.add(f"<< /Type /XObject /Subtype /Form /BBox {box} /Resources << {resources} >>", leaf.content())


def wrapped(words: str, width: float, kind: Type) -> list[str]:
    """`words` in lines no wider than `width` millimetres; a word that is too wide is broken where it must be."""
    letters = face(kind.family, kind.style)
    room = width * POINTS * 1000 / kind.points + 0.5
    space = letters.width(" ")
    lines: list[str] = []
    line, taken = "", 0.0
    for word in words.split(" "):
        wide = letters.width(word)
        if line and taken + space + wide <= room:
            line, taken = f"{line} {word}", taken + space + wide
            continue
        if line:
            lines.append(line)
        while wide > room and len(word) > 1:
            fits = max(1, math.floor(len(word) * room / wide))
            while fits > 1 and letters.width(word[:fits]) > room:
                fits -= 1
            lines.append(word[:fits])
            word = word[fits:]
            wide = letters.width(word)
        line, taken = word, wide
    return [*lines, line]


def _runs(line: Iterable[bool]) -> Iterable[tuple[int, int]]:
    """Where dark modules begin and how many there are side by side."""
    start = None
    for column, dark in enumerate([*line, False]):
        if dark and start is None:
            start = column
        elif not dark and start is not None:
            yield start, column - start
            start = None


def _curve(*points: tuple[float, float]) -> str:
    return " ".join(f"{_pt(x)} {_pt(y)}" for x, y in points) + " c"


def _pt(millimetres: float) -> str:
    return _number(millimetres * POINTS)


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".") or "0"


def _colour(colour: Colour) -> str:
    return " ".join(_number(part / 255) for part in colour)
