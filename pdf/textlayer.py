"""The words of a page, laid invisibly over its picture, so that a scan can be searched, selected and read aloud."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from statistics import median
from typing import Any

import pikepdf
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from pdf import fonts
from pdf.upright import Upright, turn, upright

FONT = Name("/HosoText")
_DESCENT = 0.22  # of the height of a line, under its baseline; the invisible font is described to match
_ANY_GLYPH = 1


@dataclass(frozen=True)
class TextWord:
    """One word. `box`: x, y, width, height in pixels of the page after `TextPage.rotation`; `line` numbers its line."""

    text: str
    box: tuple[int, int, int, int]
    line: int


@dataclass(frozen=True)
class TextPage:
    """What was read on one page of a file.

    `number` counts from 1. `width` and `height` are pixels after `rotation`, which says how many degrees clockwise
    (0, 90, 180, 270) the page, as a viewer shows it, was turned to stand upright; `skew` how many degrees clockwise
    it still leans. `own_text`: the words are the page's own, digitally born, and need no second layer. `dpi` is the
    resolution the pixels stand for, used only where a picture does not know its own.
    """

    number: int
    width: int
    height: int
    rotation: int = 0
    skew: float = 0.0
    words: tuple[TextWord, ...] = ()
    own_text: bool = False
    dpi: int | None = None


def add_text(page: pikepdf.Page, text: TextPage, font: Object | None) -> None:
    """Lay the words of `text` over `page` and turn the page upright. Its own content is left as it is.

    `font` is the `invisible_font` of the file, made once; None where no page has words.
    """
    turn(page, text.rotation)
    layer = _layer(text, upright(page))
    if not layer or font is None:
        return
    _own_resources(page)[FONT] = font
    page.contents_add(b"q", prepend=True)
    page.contents_add(b"Q\n" + layer)


def _own_resources(page: pikepdf.Page) -> Object:
    """The fonts of this page alone: a dictionary that other pages share must not change under them."""
    resources = Dictionary()
    for key, value in page.obj.get(Name.Resources, Dictionary()).items():
        resources[key] = value
    fonts_of_page = Dictionary()
    for key, value in resources.get(Name.Font, Dictionary()).items():
        fonts_of_page[key] = value
    resources[Name.Font] = fonts_of_page
    page.obj[Name.Resources] = resources
    return resources[Name.Font]


def _layer(text: TextPage, frame: Upright) -> bytes:
    """Content stream: all words in one text object, in points of the upright page, brought to the page by a matrix."""
    if text.width <= 0 or text.height <= 0:
        return b""
    scale, up = (frame.width / text.width, frame.height / text.height), frame.height
    shown = [
        operator
        for _, line in groupby(sorted(text.words, key=lambda word: word.line), key=lambda word: word.line)
        for operator in _line(tuple(line), text, scale, up)
    ]
    if not shown:
        return b""
    head = f"q {_numbers(frame.matrix)} cm BT 3 Tr"
    return "\n".join([head, *shown, "ET Q"]).encode("ascii")


def _line(words: tuple[TextWord, ...], text: TextPage, scale: tuple[float, float], up: float) -> Iterable[str]:
    """One line: a common baseline and size, so that a selection runs smoothly, and each word as wide as it is seen.

    On a leaning page the words climb or fall along the line like stairs, each of them level: readers that know only
    level lines (poppler) would cut a leaning word in two.
    """
    lean = math.radians(text.skew if abs(text.skew) < 45 else 0.0)
    cos, sin = math.cos(lean), math.sin(lean)
    placed = [(word, *_straightened(word.box, cos, sin)) for word in words if word.box[2] > 0 and word.box[3] > 0]
    if not placed:
        return
    top = median(v - h / 2 for _, _, v, _, h in placed)
    bottom = median(v + h / 2 for _, _, v, _, h in placed)
    baseline = bottom - _DESCENT * (bottom - top)
    size = max((bottom - top) * scale[1], 0.5)
    yield f"{FONT} {_number(size)} Tf"
    for word, u, _, length, _ in placed:
        letters = _printable(word.text)
        if not letters:
            continue
        x, y = u * cos - baseline * sin - length / 2, u * sin + baseline * cos
        stretch = max(length, 1.0) * scale[0] / (_width(letters) * size)
        place = (stretch, 0, 0, 1, x * scale[0], up - y * scale[1])
        code = f"{letters} ".encode("utf-16-be").hex()  # the space also keeps pdfium from losing a lone last letter
        yield f"{_numbers(place)} Tm <{code}> Tj"


def _straightened(box: tuple[int, int, int, int], cos: float, sin: float) -> tuple[float, float, float, float]:
    """Centre (u along the line, v across it) and size of a leaning word, from the upright box around it."""
    x, y, width, height = box
    cx, cy = x + width / 2, y + height / 2
    u, v = cx * cos + cy * sin, cy * cos - cx * sin
    lean = abs(sin)
    square = cos * cos - lean * lean
    length, tall = (width * cos - height * lean) / square, (height * cos - width * lean) / square
    return u, v, max(length, 0.3 * width), max(tall, 0.3 * height)


def _printable(text: str) -> str:
    """NFC without control characters and without what lies beyond the basic plane, which our encoding cannot name."""
    return "".join(c for c in unicodedata.normalize("NFC", text) if c.isprintable() and ord(c) < 0xFB00).strip()


def _width(letters: str) -> float:
    widths = _widths()
    return sum(widths.get(ord(letter), 500) for letter in letters) / 1000 or 0.5


def _number(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".") or "0"


def _numbers(values: Iterable[float]) -> str:
    return " ".join(_number(value) for value in values)


# --- the font ---------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _letters() -> dict[int, tuple[int, int]]:
    """Code point → (glyph, width in thousandths) of the invisible font."""
    with TTFont(fonts.INVISIBLE) as font:
        widths = font["hmtx"]
        return {code: (font.getGlyphID(name), widths[name][0]) for code, name in font.getBestCmap().items()}


def _widths() -> dict[int, int]:
    return {code: width for code, (_, width) in _letters().items()}


def invisible_font(pdf: Pdf) -> Object:
    """The font of the text layer, to be made once a file.

    Codes are UTF-16, so any letter can be shown, those of the font with their true widths.
    """
    glyphs = bytearray(_ANY_GLYPH.to_bytes(2, "big") * 0x10000)
    widths: list[Any] = []
    for code, (glyph, width) in sorted(_letters().items()):
        glyphs[2 * code : 2 * code + 2] = glyph.to_bytes(2, "big")
        widths += [code, [width]]
    name = Name("/HosoInvisible")
    descriptor = pdf.make_indirect(
        Dictionary(
            Type=Name.FontDescriptor,
            FontName=name,
            Flags=4,
            FontBBox=[0, -220, 1000, 780],
            ItalicAngle=0,
            Ascent=780,
            Descent=-220,
            CapHeight=700,
            StemV=80,
            FontFile2=pdf.make_stream(fonts.INVISIBLE.read_bytes()),
        )
    )
    descendant = pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=name,
            CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
            FontDescriptor=descriptor,
            DW=500,
            W=Array(widths),
            CIDToGIDMap=pdf.make_stream(bytes(glyphs)),
        )
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=name,
            Encoding=Name("/Identity-H"),
            DescendantFonts=[descendant],
            ToUnicode=pdf.make_stream(_to_unicode()),
        )
    )


def _to_unicode() -> bytes:
    """Every code of the basic plane below the private and presentation forms stands for itself."""
    rows = [high for high in range(0xFB) if not 0xD8 <= high <= 0xDF]
    ranges = [f"<{high:02X}{'01' if high == 0 else '00'}> <{high:02X}FF> <{high:02X}{'01' if high == 0 else '00'}>"
              for high in rows]  # fmt: skip
    blocks = [ranges[start : start + 100] for start in range(0, len(ranges), 100)]
    body = "\n".join(f"{len(block)} beginbfrange\n" + "\n".join(block) + "\nendbfrange" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        f"{body}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode("ascii")
