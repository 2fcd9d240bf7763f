"""File names as they come in from anywhere, made fit to keep and to show."""

from __future__ import annotations

import re
import unicodedata

from terms.text import nfc, squeeze

_LONGEST_BYTES = 255
_SEPARATORS = re.compile(r"[/\\]")
_UNSAFE = re.compile(r'[<>:"|?*]')


def safe_name(name: str) -> str:
    """The last part of `name` in NFC, without anything that is no printed character, at most 255 bytes of UTF-8.

    Folders are dropped (`C:\\scan\\a.pdf` is `a.pdf`), so are control and direction-changing characters, which make a
    name look like another one. Never empty: `unnamed` where nothing is left.
    """
    last = _SEPARATORS.split(name)[-1]
    printed = "".join(
        " " if character.isspace() else character
        for character in nfc(last)
        if character.isspace() or unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )
    cleaned = squeeze(_UNSAFE.sub("_", printed)).lstrip(".").strip()
    return _shortened(cleaned) or "unnamed"


def without_suffix(name: str) -> str:
    """The name as a title: without `.pdf` or the like at its end."""
    stem, dot, suffix = name.rpartition(".")
    return stem if dot and stem and len(suffix) <= 5 else name


def natural_order(name: str) -> tuple[tuple[int, int, str], ...]:
    """A sort key that puts `scan 2` before `scan 10`."""
    parts = re.split(r"(\d+)", nfc(name).casefold())
    return tuple((0, int(part), "") if part.isascii() and part.isdigit() else (1, 0, part) for part in parts if part)


def _shortened(name: str) -> str:
    if len(name.encode()) <= _LONGEST_BYTES:
        return name
    stem, dot, suffix = name.rpartition(".")
    tail = f".{suffix}" if dot and len(suffix) <= 10 else ""
    kept = (stem if tail else name).encode()[: _LONGEST_BYTES - len(tail.encode())]
    return kept.decode(errors="ignore").rstrip() + tail
