"""Vietnamese text: one form to store, one to search by, one to compare by.

Stored and shown is NFC. Searching folds accents and đ. Comparing two readings of one word must not stumble over where
a typist put the tone mark: *hoà* and *hòa*, *uỷ* and *ủy* are one spelling (both schools are taught and printed).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_OLD_TONE_PLACE = re.compile(rf"([oOuU])([aAeEyY])([{_TONES}])")
_FOLD_FIRST = str.maketrans({"đ": "d", "Đ": "D", "ð": "d", "Ð": "D"})
_SPACES = re.compile(r"\s+")


def nfc(text: str) -> str:
    """`text` in Unicode's composed form (NFC), the only one that is stored."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """`text` without accents, đ as d, in lower case: what searching and cue matching compare.

    Has as many characters as the NFC form of `text` for every Vietnamese letter, so that a position found in the folded
    text is a position in the printed one.
    """
    if text.isascii():
        return text.lower()
    return "".join(_fold_letter(letter) for letter in nfc(text))


def same_spelling(left: str, right: str) -> bool:
    """True if both are one spelling: case, white space, composition and the two schools of tone placement aside."""
    return spelling_key(left) == spelling_key(right)


def spelling_key(text: str) -> str:
    """A key that is equal for equal spellings (see `same_spelling`)."""
    parts = unicodedata.normalize("NFD", squeeze(text))
    # NFD puts the tone after its vowel: "hoà" is o-a-̀ and "hòa" o-̀-a. The key moves it onto the first vowel.
    return unicodedata.normalize("NFC", _OLD_TONE_PLACE.sub(r"\1\3\2", parts)).casefold()


def squeeze(text: str) -> str:
    """`text` with every run of white space as one space and none at the ends."""
    return _SPACES.sub(" ", text).strip()


def bare(text: str) -> str:
    """Folded letters and digits only, single spaces between words: punctuation neither helps nor hinders a match."""
    return squeeze("".join(letter if letter.isalnum() else " " for letter in fold(text)))


@lru_cache(maxsize=1024)
def _fold_letter(letter: str) -> str:
    if letter.isascii():
        return letter.lower()
    base = unicodedata.normalize("NFD", letter.translate(_FOLD_FIRST))[:1]
    folded = base.lower()
    return folded if len(folded) == 1 else base
