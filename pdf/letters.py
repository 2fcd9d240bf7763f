"""Our own letters in a file: how wide a text is, and a font that holds the glyphs used and no others.

Subsetting by a library costs twenty milliseconds a face; the faces of this folder have no hinting and simple tables, so
picking their glyphs out is a matter of one.
"""

from __future__ import annotations

import hashlib
import io
import struct
from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from fontTools.ttLib import TTFont

from pdf import fonts
from pdf.plain import Objects

_TOP = b"\x00\x01\x00\x00"
_NO_SHAPE = "?"  # glyph 0 must not be shown in PDF/A
_ARGUMENTS_ARE_WORDS, _SCALED, _MORE, _SCALED_TWICE, _MATRIX = 0x1, 0x8, 0x20, 0x40, 0x80


class Face:
    """One face of `pdf.fonts`. Widths are thousandths of the size, as in the files themselves."""

    def __init__(self, family: fonts.Family, style: fonts.Style) -> None:
        data = fonts.path(family, style).read_bytes()
        self.name = f"Noto{family.capitalize()}-{style.capitalize()}"
        self.is_serif, self.is_italic, self.is_bold = family == "serif", style == "italic", style == "bold"
        self._tables = _tables(data)
        with TTFont(io.BytesIO(data), lazy=True) as font:
            self._glyphs: dict[int, int] = {
                code: font.getGlyphID(name) for code, name in (font.getBestCmap() or {}).items()
            }
        count = struct.unpack(">H", self._tables["maxp"][4:6])[0]
        measured = struct.unpack(">H", self._tables["hhea"][34:36])[0]
        pairs = struct.unpack(f">{2 * measured}H", self._tables["hmtx"][: 4 * measured])
        self.widths = [*pairs[::2], *[pairs[-2]] * (count - measured)]
        self._bearings = self._tables["hmtx"]
        self._measured = measured
        offsets = struct.unpack(f">{count + 1}H", self._tables["loca"][: 2 * (count + 1)])
        self._places = [2 * offset for offset in offsets]

    def glyphs(self, text: str) -> list[int]:
        """The glyph of each letter; a letter without a shape gets a question mark."""
        known, none = self._glyphs, self._glyphs[ord(_NO_SHAPE)]
        return [known.get(ord(letter), none) for letter in text]

    def width(self, text: str) -> int:
        """Width of `text`, in thousandths of the size."""
        return sum(self.widths[glyph] for glyph in self.glyphs(text))

    def metric(self, glyph: int) -> bytes:
        """Advance and left bearing of a glyph, as `hmtx` has them."""
        if glyph < self._measured:
            return self._bearings[4 * glyph : 4 * glyph + 4]
        at = 4 * self._measured + 2 * (glyph - self._measured)
        return struct.pack(">H", self.widths[glyph]) + self._bearings[at : at + 2]

    def outline(self, glyph: int) -> bytes:
        return self._tables["glyf"][self._places[glyph] : self._places[glyph + 1]]

    def table(self, name: str) -> bytes:
        return self._tables[name]

    @cached_property
    def box(self) -> tuple[int, ...]:
        """The box around all glyphs: left, bottom, right, top."""
        return struct.unpack(">4h", self._tables["head"][36:44])


@lru_cache
def face(family: fonts.Family, style: fonts.Style = "regular") -> Face:
    """The face, loaded once a process."""
    return Face(family, style)


class FontUse:
    """What is used of a face in one file: its glyphs are numbered anew, in the order in which they are met."""

    def __init__(self, of: Face, first: str = "") -> None:
        """`first`: letters that are in the font in any case, so that texts with other digits share it."""
        self.face = of
        self._numbers: dict[int, int] = {0: 0}
        self._letters: dict[int, str] = {}
        self.encoded(first)

    def encoded(self, text: str) -> str:
        """`text` as a hexadecimal string of this font, without its brackets."""
        numbers = self._numbers
        codes = []
        for letter, glyph in zip(text, self.face.glyphs(text), strict=True):
            number = numbers.setdefault(glyph, len(numbers))
            self._letters.setdefault(number, letter)
            codes.append(f"{number:04X}")
        return "".join(codes)

    def write(self, objects: Objects) -> int:
        """Write the font and all it needs into `objects`; the number of the font object."""
        parts = _font(self.face, tuple(self._numbers), tuple(sorted(self._letters.items())))
        program = objects.add(f"<< /Length1 {parts.length}", parts.program)
        descriptor = objects.add(f"{parts.descriptor} /FontFile2 {program} 0 R >>")
        below = objects.add(f"{parts.descendant} /FontDescriptor {descriptor} 0 R >>")
        meaning = objects.add("<<", parts.meaning)
        return objects.add(
            f"<< /Type /Font /Subtype /Type0 /BaseFont /{parts.name} /Encoding /Identity-H "
            f"/DescendantFonts [{below} 0 R] /ToUnicode {meaning} 0 R >>"
        )


class _Parts(NamedTuple):
    """The parts of a font: heads of dictionaries, packed streams."""

    name: str
    program: bytes
    length: int
    descriptor: str
    descendant: str
    meaning: bytes


@lru_cache(maxsize=64)
def _font(of: Face, glyphs: tuple[int, ...], letters: tuple[tuple[int, str], ...]) -> _Parts:
    """Kept, because one person's signature looks the same on each copy of a batch but for the time."""
    tag = hashlib.sha256(repr(glyphs).encode()).digest()
    name = "".join(chr(65 + byte % 26) for byte in tag[:6]) + "+" + of.name
    program = _program(of, glyphs)
    left, low, right, top = of.box
    flags = 4 | (2 if of.is_serif else 0) | (64 if of.is_italic else 0)
    descriptor = (
        f"<< /Type /FontDescriptor /FontName /{name} /Flags {flags} /FontBBox [{left} {low} {right} {top}] "
        f"/ItalicAngle {-12 if of.is_italic else 0} /Ascent 1069 /Descent -293 /CapHeight 714 "
        f"/StemV {140 if of.is_bold else 80}"
    )
    widths = " ".join(str(of.widths[glyph]) for glyph in glyphs)
    descendant = (
        f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{name} /CIDToGIDMap /Identity /DW 0 /W [0 [{widths}]] "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
    )
    return _Parts(name, program, len(program), descriptor, descendant, _meaning(letters))


def _meaning(letters: Sequence[tuple[int, str]]) -> bytes:
    """Which letter each code stands for, so that text can be copied, searched and read aloud."""
    lines = [f"<{number:04X}> <{letter.encode('utf-16-be').hex().upper()}>" for number, letter in letters]
    blocks = [lines[start : start + 100] for start in range(0, len(lines), 100)]
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        f"{body}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode("ascii")


# --- the font program -------------------------------------------------------------------------------------------------


def _tables(data: bytes) -> dict[str, bytes]:
    count = struct.unpack(">H", data[4:6])[0]
    found = {}
    for place in range(12, 12 + 16 * count, 16):
        name, _, offset, length = struct.unpack(">4sLLL", data[place : place + 16])
        found[name.decode("ascii")] = data[offset : offset + length]
    return found


def _program(of: Face, wanted: Sequence[int]) -> bytes:
    """A TrueType program of the glyphs `wanted`, in that order, and of the parts they are put together from."""
    order = list(wanted)
    numbers = {glyph: number for number, glyph in enumerate(order)}
    outlines = bytearray()
    places = [0]
    at = 0
    while at < len(order):
        outlines += _renumbered(of.outline(order[at]), numbers, order)
        outlines += bytes(-len(outlines) % 4)
        places.append(len(outlines))
        at += 1
    count = struct.pack(">H", len(order))
    head, maxp, hhea = of.table("head"), of.table("maxp"), of.table("hhea")
    tables = {
        "glyf": bytes(outlines),
        "head": head[:8] + bytes(4) + head[12:50] + b"\x00\x01" + head[52:],
        "hhea": hhea[:34] + count,
        "hmtx": b"".join(of.metric(glyph) for glyph in order),
        "loca": struct.pack(f">{len(places)}L", *places),
        "maxp": maxp[:4] + count + maxp[6:],
    }
    return _assembled(tables)


def _renumbered(outline: bytes, numbers: dict[int, int], order: list[int]) -> bytes:
    """An outline whose parts, if it has any, carry their new numbers; parts not met before join the order."""
    if not outline or struct.unpack(">h", outline[:2])[0] >= 0:
        return outline
    changed, place = bytearray(outline), 10
    while True:
        flags, part = struct.unpack(">HH", outline[place : place + 4])
        if part not in numbers:
            numbers[part] = len(order)
            order.append(part)
        changed[place + 2 : place + 4] = struct.pack(">H", numbers[part])
        place += 8 if flags & _ARGUMENTS_ARE_WORDS else 6
        place += 2 if flags & _SCALED else 4 if flags & _SCALED_TWICE else 8 if flags & _MATRIX else 0
        if not flags & _MORE:
            return bytes(changed)


def _assembled(tables: dict[str, bytes]) -> bytes:
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    directory = _TOP + struct.pack(">HHHH", count, 16 * power, power.bit_length() - 1, 16 * (count - power))
    offset = 12 + 16 * count
    body = bytearray()
    for name, data in sorted(tables.items()):
        padded = data + bytes(-len(data) % 4)
        directory += struct.pack(">4sLLL", name.encode("ascii"), _sum(padded), offset + len(body), len(data))
        body += padded
    whole = bytearray(directory + body)
    head = struct.unpack(">L", directory[12 + 16 * sorted(tables).index("head") + 8 :][:4])[0]
    whole[head + 8 : head + 12] = struct.pack(">L", (0xB1B0AFBA - _sum(bytes(whole))) & 0xFFFFFFFF)
    return bytes(whole)


def _sum(data: bytes) -> int:
    return int(sum(struct.unpack(f">{len(data) // 4}L", data))) & 0xFFFFFFFF
