"""Labels said again in English: beside the Vietnamese one, behind a stroke or in brackets, or on the line below it.

What stands behind a label in two languages answers it; its translation is never the answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from ocr.english import label_words
from ocr.understanding.layout import Token
from terms.syllables import is_syllable

# Words of such labels beside those of `ocr.english`.
_FURTHER_TEXT: Final = """
a and are as at bank by capital charter code current date day deceased degree details document domicile duration
dwelling enterprise ethnicity form from granted grade grantee head holder home hometown identity in information
initials kind land legal location male female marital married member mr mrs ms nation native no note occupation on
owner paper passport permanent person phone position purpose race rank registered registration religion remarks
representative resident school single spouse status student surname given telephone temporary time title to type
until use validity vehicle village ward whereabouts with
"""
_FURTHER: Final = frozenset(_FURTHER_TEXT.split())
_CORE: Final = re.compile(r"^[(/\[\"“'‘’*]*([A-Za-z]+)(?:['’]s)?(?:[-/][A-Za-z]+)?[)\]\"”'’*.,;/]*(:?)$")
_STROKES: Final = ("/", "-", "–")
_LONGEST: Final = 10


def translation_end(tokens: Sequence[Token], start: int) -> int:
    """Where the English words end that begin at `start` ("/ Date of birth:"), past their colon; `start` if none do.

    At least one of them must be no Vietnamese syllable: a name without marks is no translation.
    """
    at = start + 1 if start < len(tokens) and tokens[start].text in _STROKES else start
    foreign = False
    for index in range(at, min(len(tokens), at + _LONGEST)):
        core = _CORE.match(tokens[index].text)
        if core is None or not _is_label_word(core[1]):
            return index if foreign else start
        foreign |= not is_syllable(core[1])
        if core[2] and foreign:
            return index + 1
    return min(len(tokens), at + _LONGEST) if foreign else start


def is_translation(tokens: Sequence[Token]) -> bool:
    """True if all of these words are a label in English."""
    return bool(tokens) and translation_end(tokens, 0) >= len(tokens)


@lru_cache(maxsize=4096)
def _is_label_word(word: str) -> bool:
    return word.lower() in _FURTHER or word.lower() in label_words()
