"""Titles under which people sign: on one line in a register, on two above a name (Decree 30/2020, Article 13)."""

from __future__ import annotations

BETWEEN = " – "
"""Between whom somebody signs for and as what: `KT. CHỦ TỊCH – PHÓ CHỦ TỊCH`."""


def title_lines(title: str) -> tuple[str, ...]:
    """The lines that stand above the name: `KT. CHỦ TỊCH`, then `PHÓ CHỦ TỊCH`; none for no title."""
    return tuple(line for line in (part.strip() for part in title.split(BETWEEN)) if line)
