"""Words that no language model may touch: names of people and places, numbers and amounts in words, foreign words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from ocr.model import Word
from ocr.syllable_counts import syllable_counts
from terms.names import SURNAMES
from terms.text import bare, spelling_key

# All folded.
_NUMBERS_TEXT: Final = """
khong mot hai ba bon tu nam lam nham sau bay bai tam chin muoi tram nghin ngan trieu ty ti linh le ruoi chan dong
"""
_PLACES_TEXT: Final = "tinh huyen quan xa phuong pho tran thon ap xom ban buon lang duong khu to"
_PERSONS_TEXT: Final = "ong ba anh chi em chau con me cha bo vo chong co chu bac ho ten la hieu ky luong"
_NUMBERS: Final = frozenset(_NUMBERS_TEXT.split())
_PLACES: Final = frozenset(_PLACES_TEXT.split())
# In capitals these are other words oftener: ỦY BAN, ĐƯỜNG BỘ, KHU CÔNG NGHIỆP, TỔ CHỨC, BUÔN BÁN.
_OTHER_WORDS: Final = frozenset(("ban", "duong", "khu", "to", "buon"))
_BEFORE_NAMES: Final = _PLACES | frozenset(_PERSONS_TEXT.split())
_ENDS: Final = (".", ";", "!", "?")
_FEW: Final = 4
_MARKED: Final = 0.2
_LONGEST_NAME: Final = 6
# How often each two words of a phrase must be known to follow each other that it is no name.
_PHRASE, _FEWEST_OF_PHRASE = 100, 3


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
    if len(words) < 2 or words[0] in ("ong", "ba") or _may_be_name(words):
        return [True] * len(texts)
    fixed, named = [], False
    for at, text in enumerate(texts):
        fixed.append(named or not text.strip(".,;:").isalpha() or _is_number_word(at, folded))
        named = named or _places_follow(at, texts, folded) or text.endswith(":")
    return fixed


def _may_be_name(words: Sequence[str]) -> bool:
    """Whether folded words in capitals can be a person's name: not if each is known to follow the one before it."""
    if len(words) > _LONGEST_NAME or words[0] not in SURNAMES:
        return False
    counts = syllable_counts()
    return len(words) < _FEWEST_OF_PHRASE or not all(
        any(counts.times(left, right) >= _PHRASE for left in counts.alike(one) for right in counts.alike(two))
        for one, two in pairwise(words)
    )


def _places_follow(at: int, texts: Sequence[str], folded: Sequence[str]) -> bool:
    """Whether the name of a place follows a word in capitals."""
    word = folded[at]
    if word == "pho":
        return at > 0 and folded[at - 1] in ("thanh", "khu")
    return word in _PLACES - _OTHER_WORDS and (word != "quan" or spelling_key(texts[at]) == "quận")


def _is_lower(text: str) -> bool:
    return text.islower()


def _is_title(text: str) -> bool:
    letters = "".join(letter for letter in text if letter.isalpha())
    return len(letters) > 1 and letters[0].isupper() and letters[1:].islower()


def _opens_text(at: int, texts: Sequence[str], folded: Sequence[str]) -> bool:
    """Whether a capital is that of a sentence or of a common word, going by the words before and behind it."""
    if at + 1 >= len(texts):
        return False
    if not _is_lower(texts[at + 1]):
        # "Mẫu CT07", "Điều 5": words that are numbered open a line, names do not.
        return at == 0 and any(letter.isdigit() for letter in texts[1])
    if at == 0:
        return True
    before = texts[at - 1]
    if not any(letter.isalpha() for letter in before):
        return before[-1:] != ":"
    if before.endswith(":"):
        # Text behind a label, if a name would have another capital.
        return at + 2 < len(texts) and _is_lower(texts[at + 2])
    return before.endswith(_ENDS) or (before.islower() and before.isalpha() and folded[at - 1] not in _BEFORE_NAMES)


def _is_number_word(at: int, folded: Sequence[str]) -> bool:
    """Whether the word is a number in words beside another, or beside figures: of dates and amounts too."""
    if folded[at] not in _NUMBERS:
        return False
    around = (folded[i] for i in (at - 1, at + 1) if 0 <= i < len(folded))
    return any(word in _NUMBERS or word[:1].isdigit() for word in around)
