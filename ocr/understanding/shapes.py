"""What the letters of a value look like by themselves (`ocr.letter_shapes`), against what the value says."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from ocr.model import Doubt
from ocr.understanding.draft import Draft
from terms.text import nfc, spelling_key

LIKELIER: Final = 1.5
"""From these odds on (as a logarithm) for another letter, a person is told of it and looks."""

_SIGNS: Final = " .,:;()[]'\"“”-–/"


@dataclass(frozen=True)
class Shapes:
    """`looked_at`: words of the value were looked at; `told`: letters of some were told. `odds`: the logarithm of how
    much likelier another letter is than the value's, of the word in which that is likeliest; `word` and `instead`: that
    word as the value has it, and with the other letter."""

    looked_at: bool
    told: bool = False
    odds: float = -math.inf
    word: str = ""
    instead: str = ""


def shapes_of(draft: Draft, *, figures: bool) -> Shapes:
    """What is known of the letters of a draft's value. What stands otherwise in it than was read, because it was put
    right, is held against its own letters. `figures`: only words with figures in them count ("ngày" does not)."""
    words = [token for token in draft.tokens if token.key and (not figures or any(map(str.isdigit, token.text)))]
    told = [token for token in words if token.doubt is not None]
    looked_at = any(token.looks is not None for token in words)
    if not told:
        return Shapes(looked_at)
    spelt = {spelling_key(word.strip(_SIGNS)) for word in nfc(draft.value or "").split()}
    judged = [
        _judged(token.text, token.doubt, spelt, put_right=bool(draft.read_as))
        for token in told
        if token.doubt is not None
    ]
    return max(
        (Shapes(looked_at, True, odds, word, instead) for odds, word, instead in judged),
        key=lambda one: one.odds,
    )


def _judged(text: str, doubt: Doubt, spelt: set[str], *, put_right: bool) -> tuple[float, str, str]:
    read, instead = text.strip(_SIGNS), doubt.instead.strip(_SIGNS)
    if put_right and spelling_key(read) not in spelt and spelling_key(instead) in spelt:
        return -doubt.odds, instead, read
    return doubt.odds, read, instead
