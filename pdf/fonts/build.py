"""Makes the font files of this folder from a system's Noto fonts. Run once, by hand; the results are kept in the tree.

    python -m pdf.fonts.build /usr/share/fonts/truetype/noto

Noto Serif and Noto Sans are subset to Latin, Vietnamese, punctuation and currency. Both have 1000 units to the em:
PDF/A wants the widths in the file and in the font to agree to a thousandth, and other sizes do not survive rounding.

`Invisible.ttf` has the widths of Noto Sans and no outlines: it carries the text layer under a scan, so that a
selection in a viewer follows the letters in the picture.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
FACES = tuple(f"Noto{family}-{style}" for family in ("Sans", "Serif") for style in ("Regular", "Bold", "Italic"))
_MADE = 3_786_825_600  # 2024-01-01 in seconds since 1904, so that the same fonts give the same bytes
LETTERS = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x250),  # Latin-1, Latin Extended-A and -B (ơ, ư)
    *(0x300, 0x301, 0x302, 0x303, 0x306, 0x309, 0x31B, 0x323),  # marks of decomposed Vietnamese
    *range(0x1E00, 0x1F00),  # Latin Extended Additional: all Vietnamese letters
    *range(0x2010, 0x2060),  # dashes, quotation marks, dots, bullets
    *(0x20AB, 0x20AC, 0x2116, 0x2122, 0x2212, 0x2190, 0x2192, 0x2260, 0x2264, 0x2265, 0x25A1, 0x25CF, 0x2022),
)


def subset(source: Path, target: Path) -> None:
    """Keep the letters above, kerning and mark placement; drop hinting, so that the file is the same everywhere."""
    options = Options()
    options.hinting = False
    options.layout_features = ["kern", "mark", "mkmk", "ccmp", "locl"]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.recalc_timestamp = False
    font = TTFont(source, recalcTimestamp=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=LETTERS)
    subsetter.subset(font)
    font.save(target)


def invisible(source: Path, target: Path) -> None:
    """A font without outlines: glyph 1 stands for any letter that is not listed, the others have their true width."""
    model = TTFont(source)
    widths = {code: model["hmtx"][name][0] for code, name in sorted(model.getBestCmap().items())}
    blank = TTGlyphPen(None).glyph()
    names = {code: f"uni{code:04X}" for code in widths}
    order = [".notdef", "any", *names.values()]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(names)
    builder.setupGlyf(dict.fromkeys(order, blank))
    metrics = {".notdef": (500, 0), "any": (500, 0)} | {names[code]: (width, 0) for code, width in widths.items()}
    builder.setupHorizontalMetrics(metrics)
    builder.setupHorizontalHeader(ascent=780, descent=-220)
    builder.setupNameTable({"familyName": "Hoso Invisible", "styleName": "Regular", "psName": "HosoInvisible"})
    builder.setupOS2(sTypoAscender=780, sTypoDescender=-220, usWinAscent=780, usWinDescent=220)
    builder.setupPost()
    builder.updateHead(created=_MADE, modified=_MADE)
    builder.font.recalcTimestamp = False
    builder.save(target)


def main(folder: Path) -> None:
    for face in FACES:
        subset(folder / f"{face}.ttf", HERE / f"{face}.ttf")
    invisible(HERE / "NotoSans-Regular.ttf", HERE / "Invisible.ttf")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
