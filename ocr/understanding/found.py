"""A value found somewhere on a paper, before anything else is known of it."""

from __future__ import annotations

from dataclasses import dataclass

from ocr.understanding.layout import Token


@dataclass(frozen=True)
class Found:
    """A value and the words it was taken from. `fit`: how well they answer what was looked for, 0 to 1."""

    value: str | None
    tokens: tuple[Token, ...]
    page: int
    fit: float
