"""The letters that every file of ours carries: Noto Serif and Noto Sans (OFL.txt), and a font without outlines."""

from pathlib import Path
from typing import Literal

Family = Literal["serif", "sans"]
Style = Literal["regular", "bold", "italic"]

_HERE = Path(__file__).parent
INVISIBLE = _HERE / "Invisible.ttf"


def path(family: Family, style: Style = "regular") -> Path:
    """The file of one face. Each covers Latin, all Vietnamese letters, punctuation and the đồng sign."""
    return _HERE / f"Noto{family.capitalize()}-{style.capitalize()}.ttf"
