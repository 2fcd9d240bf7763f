"""Which letters can be printed on a copy: those our own fonts have. What has no shape there would be left blank."""

from __future__ import annotations

from functools import cache

from fontTools.ttLib import TTFont

from pdf import fonts
from terms.errors import InputError
from terms.text import nfc, squeeze

LONGEST_NAME = 500


def printable(name: str) -> str:
    """`name` in one line, as it will be printed.

    Raises InputError("bad_request") for one that is too long, or has a letter that no font of ours can show: nothing is
    left out silently of what a person certifies.
    """
    line = squeeze(nfc(name))
    if len(line) > LONGEST_NAME:
        raise InputError("bad_request", detail=f"dài quá {LONGEST_NAME} ký tự / longer than {LONGEST_NAME} characters")
    _check_letters(line)
    return line


def printable_lines(text: str) -> list[str]:
    """The lines of a longer text that are not empty, as they will be printed. Raises as `printable` does."""
    lines = [squeeze(nfc(line)) for line in text.splitlines()]
    for line in lines:
        _check_letters(line)
    return [line for line in lines if line]


def _check_letters(line: str) -> None:
    unknown = sorted({letter for letter in line if ord(letter) not in _letters()})
    if unknown:
        shown = " ".join(letter if letter.isprintable() else f"U+{ord(letter):04X}" for letter in unknown[:10])
        raise InputError("bad_request", detail=f"không in được / cannot be printed: {shown}")


def drawable(text: str) -> str:
    """`text` in one line, each letter that no font of ours can show as "?": for what is only listed, not certified.

    A letter without a shape would be left blank, and would cost the file its conformance with PDF/A.
    """
    return "".join(letter if ord(letter) in _letters() else "?" for letter in squeeze(nfc(text)))


@cache
def _letters() -> frozenset[int]:
    """Code points that each of the faces used on a statement has."""
    faces: list[tuple[fonts.Family, fonts.Style]]
    faces = [("serif", "regular"), ("serif", "bold"), ("sans", "regular"), ("sans", "bold")]
    covered = []
    for family, style in faces:
        with TTFont(fonts.path(family, style)) as font:
            covered.append(frozenset(font.getBestCmap()))
    return frozenset.intersection(*covered)
