"""The faces papers are set in: what offices really print with, where the system has it, else the ones we ship."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

from PIL import ImageFont

from pdf import fonts

Style = Literal["", "b", "i", "bi"]

_SYSTEM = Path("/usr/share/fonts/truetype")
# Family → file name and its endings for regular, bold, italic, bold italic. All have every Vietnamese letter.
_FAMILIES: dict[str, tuple[str, tuple[str, str, str, str]]] = {
    "times": ("liberation2/LiberationSerif-", ("Regular", "Bold", "Italic", "BoldItalic")),
    "arial": ("liberation2/LiberationSans-", ("Regular", "Bold", "Italic", "BoldItalic")),
    "typewriter": ("liberation2/LiberationMono-", ("Regular", "Bold", "Italic", "BoldItalic")),
    "noto serif": ("noto/NotoSerif-", ("Regular", "Bold", "Italic", "BoldItalic")),
    "noto sans": ("noto/NotoSans-", ("Regular", "Bold", "Italic", "BoldItalic")),
    "dejavu serif": ("dejavu/DejaVuSerifCondensed", ("", "-Bold", "-Italic", "-BoldItalic")),
    "dejavu sans": ("dejavu/DejaVuSansCondensed", ("", "-Bold", "-Oblique", "-BoldOblique")),
    "noto sans display": ("noto/NotoSansDisplay-", ("Regular", "Bold", "Italic", "BoldItalic")),
    "dejavu serif wide": ("dejavu/DejaVuSerif", ("", "-Bold", "-Italic", "-BoldItalic")),
    "calibri": ("crosextra/Carlito-", ("Regular", "Bold", "Italic", "BoldItalic")),
    "free serif": ("freefont/FreeSerif", ("", "Bold", "Italic", "BoldItalic")),
}
SERIF = ("times", "times", "times", "times", "noto serif", "free serif", "dejavu serif", "dejavu serif wide")
SANS = ("arial", "arial", "noto sans", "calibri", "dejavu sans", "noto sans display")
ANY = (*SERIF, *SANS)


@lru_cache(maxsize=512)
def face(family: str, style: str, pixels: int) -> ImageFont.FreeTypeFont:
    """One face at one height. A family that this machine lacks is replaced by one of ours, with the same letters."""
    bold, italic = "b" in style, "i" in style
    folder, endings = _FAMILIES[family]
    path = _SYSTEM / f"{folder}{endings[bold + 2 * italic]}.ttf"
    if not path.exists():
        kind: fonts.Family = "serif" if family in SERIF else "sans"
        path = fonts.path(kind, "bold" if bold else "italic" if italic else "regular")
    return ImageFont.truetype(str(path), pixels, layout_engine=ImageFont.Layout.BASIC)
