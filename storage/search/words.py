"""The words of a text, as both databases shall see them.

Only letters and digits make words, so that no parser, of SQLite or of PostgreSQL, has an opinion of its own and no
operator of a query language can be typed in.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from terms.text import fold, nfc, spelling_key


def exact_words(text: str) -> list[str]:
    """The words in lower case with their accents; *hoà* and *hòa* are one spelling."""
    return [_spelling(text[start:end]) for text in (nfc(text),) for start, end in spans(text)]


def folded_words(text: str) -> list[str]:
    """The words without accents, đ as d."""
    return [_plain(text[start:end]) for text in (nfc(text),) for start, end in spans(text)]


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Where the words of `text` stand: start and end of each run of letters and digits."""
    start = None
    for place, letter in enumerate(text):
        if letter.isalnum() or (start is not None and unicodedata.combining(letter)):
            start = place if start is None else start
        elif start is not None:
            yield start, place
            start = None
    if start is not None:
        yield start, len(text)


@lru_cache(maxsize=20_000)
def _spelling(word: str) -> str:
    return _letters(spelling_key(word))


@lru_cache(maxsize=20_000)
def _plain(word: str) -> str:
    return _letters(fold(word))


def _letters(word: str) -> str:
    # A mark that composes with no letter (a stray combining accent) stands in no word of the index.
    return "".join(letter for letter in word if letter.isalnum()) or "x"
