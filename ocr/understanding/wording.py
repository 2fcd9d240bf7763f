"""Running text of offices weighed word by word: which words their neighbours confirm, and which they speak against.

The title of a form or the abstract of a letter is written in the law's language, whose turns of phrase are counted
(`ocr.syllable_counts`). A word that stands hundreds of times beside its neighbour, where no other with the same letters
does, is read right however faint it is; one beside which another belongs is in doubt however clear.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from ocr.language import settled
from ocr.model import Word
from ocr.syllable_counts import NUMBER, SyllableCounts, syllable_counts
from ocr.understanding.layout import Token
from terms.text import spelling_key

# Syllables of names that recognisers give for another name's however well they see it: no model for Vietnamese knows
# the letter ỵ, a hook above a circumflex looks like an acute, of ề and ể, ă and ắ they give what they know better.
MIXED_UP: Final = frozenset(("my", "ty", "ấn", "tuyển", "thăng"))
# Of words that their neighbours confirm, fewer than two in a thousand were read wrong; of faint ones a few more.
_CONFIRMED: Final = 0.998
_CONFIRMED_FAINT: Final = 0.97
_FAINT: Final = 0.7
_SPOKEN_AGAINST, _CLEARLY_SPOKEN_AGAINST = 0.85, 0.93
_CLEAR: Final = 0.985
_OFTEN, _VERY_OFTEN, _ALONE = 20, 300, 30
_BREAK: Final = re.compile(r"[.,;:!?()\[\]]$")
_CORE: Final = re.compile(r"^\W*([^\W\d_]{2,})\W*$")


def weighed(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """The words of one running text, over all its lines: doubtful marks settled, confidences as neighbours say."""
    counts = syllable_counts()
    read = _settled(tokens)
    keys = [_key(token.text) for token in read]
    return tuple(
        _weighed(token, key, _neighbours(read, keys, at), counts)
        for at, (token, key) in enumerate(zip(read, keys, strict=True))
    )


def doubted(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """The words of a text that may hold names; those are doubted that no text has so and many with other marks, as
    "PHAT" for "PHÁT" and "CỐ PHẦN" for "CỔ PHẦN"."""
    counts = syllable_counts()
    keys = [_key(token.text) for token in tokens]
    return tuple(
        replace(token, confidence=token.confidence * _SPOKEN_AGAINST)
        if key is not None and key != NUMBER and _is_odd(key, _neighbours(tokens, keys, at), counts)
        else token
        for at, (token, key) in enumerate(zip(tokens, keys, strict=True))
    )


def _is_odd(key: str, beside: tuple[str | None, str | None], counts: SyllableCounts) -> bool:
    times = _times(key, beside, counts)
    if key in MIXED_UP and times < _OFTEN:
        return True
    if not counts.known(key):
        return bool(counts.alike(key))
    rival = max((_times(other, beside, counts) for other in counts.alike(key) if other != key), default=0)
    return rival >= max(_VERY_OFTEN, _ALONE * (times + 1))


def _settled(tokens: Sequence[Token]) -> list[Token]:
    words = [Word(token.text, token.box, token.confidence, 0, first="" if token.replaced else None) for token in tokens]
    return [
        token if word.text == token.text else replace(token, text=word.text, confidence=word.confidence, replaced=True)
        for token, word in zip(tokens, settled(words), strict=True)
    ]


def _weighed(token: Token, key: str | None, beside: tuple[str | None, str | None], counts: SyllableCounts) -> Token:
    if key is None or key == NUMBER:
        return token
    times = _times(key, beside, counts)
    rival = max((_times(other, beside, counts) for other in counts.alike(key) if other != key), default=0)
    if times >= _OFTEN and times >= _ALONE * rival:
        sure = _CONFIRMED if token.confidence >= _FAINT or token.replaced else _CONFIRMED_FAINT
        return replace(token, confidence=max(token.confidence, sure))
    if rival >= _OFTEN * (times + 1):
        against = (
            _SPOKEN_AGAINST if token.confidence < _CLEAR else _CLEARLY_SPOKEN_AGAINST if rival >= _VERY_OFTEN else 1
        )
        return replace(token, confidence=token.confidence * against)
    return token


def _times(key: str, beside: tuple[str | None, str | None], counts: SyllableCounts) -> int:
    before, after = beside
    return max(counts.times(before, key) if before else 0, counts.times(key, after) if after else 0)


def _neighbours(tokens: Sequence[Token], keys: Sequence[str | None], at: int) -> tuple[str | None, str | None]:
    before = keys[at - 1] if at and not _BREAK.search(tokens[at - 1].text) else None
    after = keys[at + 1] if at + 1 < len(keys) and not _BREAK.search(tokens[at].text) else None
    return before, after


def _key(text: str) -> str | None:
    match = _CORE.match(text)
    if match is not None:
        return spelling_key(match[1])
    return NUMBER if re.fullmatch(r"\d[\d.,/]*\W?", text) else None
