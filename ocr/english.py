"""English words of labels and formulas on papers in two languages.

Tesseract's Vietnamese model hardly knows them: it reads "Ereedom", "OE", "Plaee of bith". A word beside an English one
that is no Vietnamese syllable, and a letter or two away from one English word that such papers print, is that word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files
from typing import Final

from rapidfuzz.distance import Levenshtein

from ocr.model import Word
from terms.syllables import is_syllable

_FORMULAS: Final = """
Socialist Republic of Viet Nam Independence Freedom Happiness Citizen Identity Card Date of birth Full name Sex
Nationality Place of origin residence expiry Personal identification date month year issue issued Address Class Number
the degree Bachelor Engineer Master Doctor rector principal university confers upon major mode study Full-time part-time
graduation classification Good Excellent Distinction Average ranking certificate reference signature driver licence
License Ministry Education Training Director Department Police validity beginning
"""
_ITEM: Final = re.compile(r"\ben: \"?([^,\"}]+)")
_CORE: Final = re.compile(r"^((?:[^\W\d_]+/)?[(\"“/'‘’]*)([A-Za-z]+)((?:-[A-Za-z]+)?['’]?[):;,./]*)$")
_JOINED: Final = re.compile(r"^([^\W\d_]+)[Il|]([A-Z][a-z]+)(\W*)$")
# Labels begin with a capital; that of these words looks like the small letter.
_SMALL_LIKE_CAPITAL: Final = re.compile(r"^(?:sex|citizen|class)\b")
_OF: Final = frozenset(("OE", "OEF"))
_SHORTEST, _LONG, _VERY_LONG = 4, 8, 10


def in_english(line: Sequence[Word]) -> list[Word]:
    """The words of a line of print, English words of labels and formulas spelt as they are."""
    words = list(line)
    lettered = [at for at, word in enumerate(line) if any(letter.isalpha() for letter in word.text)]
    english = [_is_english(line[at].text) for at in lettered]
    for place, at in enumerate(lettered):
        word, before = line[at], line[at - 1].text if at else ""
        if word.confidence == 1 or (english[place] and before != "/"):
            continue
        text = _joined(word.text)
        if before == "/" and _SMALL_LIKE_CAPITAL.match(text):
            text = text[0].upper() + text[1:]
        core = _CORE.match(text)
        if core is not None:
            beside = any(english[place + 1 : place + 2]) or _leads(before, english, place)
            text = core[1] + _right(core[2], beside=beside, labelled="/" in core[1]) + core[3]
        if text != word.text:
            words[at] = replace(word, text=text, first=word.first or word.text)
    return words


def _leads(before: str, english: Sequence[bool], place: int) -> bool:
    """Whether an English word goes before; behind a colon stands what is the owner's: a name."""
    return place > 0 and english[place - 1] and not before.endswith(":")


def _is_english(text: str) -> bool:
    core = _CORE.match(text)
    return core is not None and core[2].lower() in label_words() and not is_syllable(core[2])


def _joined(text: str) -> str:
    """A label in two languages with the stroke between them that was read as a letter: "SốINo:"."""
    parts = _JOINED.match(text)
    if (
        parts is None
        or parts[1].isascii()
        or not is_syllable(parts[1])
        or parts[2].lower() not in {"no", *label_words()}
    ):
        return text
    return f"{parts[1]}/{parts[2]}{parts[3]}"


def _right(read: str, *, beside: bool, labelled: bool) -> str:
    """The English word that was read as `read`, itself if it is none. `beside`: an English word stands beside it;
    `labelled`: it follows a Vietnamese word and a stroke."""
    if read in _OF and beside:
        return "OF"
    least = _SHORTEST - 1 if labelled else _SHORTEST
    beside = beside or labelled or len(read) >= _VERY_LONG
    if not beside or len(read) < least or is_syllable(read) or read.lower() in label_words():
        return read
    found = _nearest(read.lower())
    if not found or read.isupper():
        return found.upper() or read
    # A capital I is read as a small l.
    return found.capitalize() if read[0].isupper() or (read[0], found[0]) == ("l", "i") else found


@lru_cache(maxsize=1000)
def _nearest(read: str) -> str:
    """The one word that is near enough to `read`; or ""."""
    most = 2 if len(read) >= _LONG else 1
    near = [
        word
        for word in label_words()
        if len(word) >= _SHORTEST and Levenshtein.distance(read, word, score_cutoff=most) <= most
    ]
    return near[0] if len(near) == 1 else ""


@lru_cache(maxsize=1)
def label_words() -> frozenset[str]:
    """The English words, in small letters, that labels and formulas of papers in two languages are made of."""
    texts = [_FORMULAS]
    for file in files("terms").joinpath("catalogue").iterdir():
        if file.name.endswith(".yaml"):
            texts += _ITEM.findall(file.read_text(encoding="utf-8"))
    found = {word.lower() for text in texts for word in re.findall(r"[A-Za-z]+", text)}
    return frozenset(word for word in found if len(word) > 1)
