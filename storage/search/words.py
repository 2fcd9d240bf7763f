"""The words of a text, and how both databases come to see the same ones.

Only letters and digits make words, so that no operator of a query language can be typed in. In the index a word is
written in plain letters and digits alone (`indexed`), so that the parsers of SQLite and PostgreSQL, their locales and
their ideas of numbers have nothing to disagree about.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from terms.text import fold, nfc, spelling_key

LONGEST = 100  # letters of one word that count
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")


def exact_words(text: str) -> list[str]:
    """The words in lower case with their accents; *hoà* and *hòa* are one spelling."""
    text = nfc(text)
    return [word for start, end in spans(text) if (word := exact_word(text[start:end]))]


def folded_words(text: str) -> list[str]:
    """The words without accents, đ as d, m² as m2."""
    text = nfc(text)
    return [word for start, end in spans(text) if (word := folded_word(text[start:end]))]


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


def indexed(words: Iterable[str]) -> str:
    """The words as they stand in the index and in a question to it: `ánh` as `wxe1xnh`."""
    return " ".join(_token(word) for word in words)


@lru_cache(maxsize=20_000)
def exact_word(word: str) -> str:
    """One word as the index compares it exactly; "" if nothing of it can be compared."""
    return _letters(spelling_key(unicodedata.normalize("NFKC", word)))


@lru_cache(maxsize=20_000)
def folded_word(word: str) -> str:
    """One word as the index compares it without accents."""
    return _letters(fold(unicodedata.normalize("NFKC", word)))


def _letters(word: str) -> str:
    return "".join(letter for letter in word if letter.isalnum())[:LONGEST]


@lru_cache(maxsize=20_000)
def _token(word: str) -> str:
    return "w" + "".join(letter if letter in _PLAIN else f"x{ord(letter):x}x" for letter in word)
