"""Words that no language model may touch: names of people and places, numbers and amounts in words, foreign words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ocr.model import Word
from terms.names import SURNAMES
from terms.text import bare

# All folded.
_NUMBERS_TEXT: Final = """
khong mot hai ba bon tu nam lam nham sau bay bai tam chin muoi tram nghin ngan trieu ty ti linh le ruoi chan dong
"""
_PLACES_TEXT: Final = "tinh huyen quan xa phuong pho tran thon ap xom ban buon lang duong khu to"
_PERSONS_TEXT: Final = "ong ba anh chi em chau con me cha bo vo chong co chu bac ho ten la hieu ky luong"
_NUMBERS: Final = frozenset(_NUMBERS_TEXT.split())
_PLACES: Final = frozenset(_PLACES_TEXT.split())
_BEFORE_NAMES: Final = _PLACES | frozenset(_PERSONS_TEXT.split())
_ENDS: Final = (".", ";", "!", "?")
_FEW: Final = 4
_MARKED: Final = 0.2
_LONGEST_NAME: Final = 6


def untouched(words: Sequence[Word]) -> list[bool]:
    """For each word of a page whether it must stay as it was read. Words of one line follow each other."""
    fixed: list[bool] = []
    start = 0
    for at in range(1, len(words) + 1):
        if at == len(words) or words[at].line != words[start].line:
            fixed += _in_line([word.text for word in words[start:at]])
            start = at
    return fixed


def _in_line(texts: Sequence[str]) -> list[bool]:
    folded = [bare(text) for text in texts]
    lettered = [text for text in texts if any(letter.isalpha() for letter in text)]
    # Text in a foreign language, and amounts ("Bằng chữ: hai mươi triệu đồng").
    foreign = len(lettered) >= _FEW and sum(not text.isascii() for text in lettered) < _MARKED * len(lettered)
    if foreign or "bang chu" in " ".join(folded):
        return [True] * len(texts)
    if all(text.isupper() for text in lettered):
        return _in_capitals(texts, folded)
    return [
        _is_number_word(at, folded) or not (_is_lower(text) or (_is_title(text) and _opens_text(at, texts, folded)))
        for at, text in enumerate(texts)
    ]


def _in_capitals(texts: Sequence[str], folded: Sequence[str]) -> list[bool]:
    """Titles of papers and of offices may be settled; a name of a person, what follows a colon, and places may not."""
    words = [word for word in folded if word]
    if len(words) < 2 or (len(words) <= _LONGEST_NAME and words[0] in SURNAMES) or words[0] in ("ong", "ba"):
        return [True] * len(texts)
    fixed, named = [], False
    for at, text in enumerate(texts):
        fixed.append(named or not text.strip(".,;:").isalpha() or _is_number_word(at, folded))
        named = named or folded[at] in _PLACES or text.endswith(":")
    return fixed


def _is_lower(text: str) -> bool:
    return text.islower()


def _is_title(text: str) -> bool:
    letters = "".join(letter for letter in text if letter.isalpha())
    return len(letters) > 1 and letters[0].isupper() and letters[1:].islower()


def _opens_text(at: int, texts: Sequence[str], folded: Sequence[str]) -> bool:
    """Whether a capital is that of a sentence or of a common word, going by the words before and behind it."""
    if at + 1 >= len(texts) or not _is_lower(texts[at + 1]):
        return False
    if at == 0:
        return True
    before = texts[at - 1]
    if not any(letter.isalpha() for letter in before):
        return before[-1:] != ":"
    return before.endswith(_ENDS) or (before.islower() and before.isalpha() and folded[at - 1] not in _BEFORE_NAMES)


def _is_number_word(at: int, folded: Sequence[str]) -> bool:
    """Whether the word is a number in words beside another, or beside figures: of dates and amounts too."""
    if folded[at] not in _NUMBERS:
        return False
    around = (folded[i] for i in (at - 1, at + 1) if 0 <= i < len(folded))
    return any(word in _NUMBERS or word[:1].isdigit() for word in around)
