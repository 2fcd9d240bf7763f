"""The last net under a page's turn: what was read tells whether it was read the wrong way up.

Upside down, print yields hardly a syllable, and little confidence. On its side it is read all the same, for the
recogniser turns lines that stand on end, but in no order that makes sense.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeAlias

from ocr.model import Word
from ocr.syllables import is_syllable

Turns: TypeAlias = Sequence[tuple[int, float]]
"""Clockwise turns that may set a page upright and their probabilities, the likeliest first."""

# The network is never surer than 0.93.
_SURE: Final = 0.92
_FEW_WORDS: Final = 3
_GIBBERISH: Final = 0.3
_DOUBTFUL: Final = 0.7
_LONG: Final = 4
_AROUND_A_WORD: Final = ".,:;()-/\"'"


def other_turn(turns: Turns, words: Sequence[Word]) -> int | None:
    """The turn by which a page is to be read once more, if the likeliest was unsure and its words make no sense."""
    (first, chance), *others = turns
    if chance >= _SURE or not others:
        return None
    if _on_end(words):
        return next(turn for turn, _ in others if (turn - first) % 180)
    letters = sum(len(word.text) for word in words)
    if len(words) < _FEW_WORDS:
        return others[0][0]
    if sum(word.confidence * len(word.text) for word in words) > _DOUBTFUL * letters:
        return None
    spelt = sum(len(word.text) for word in words if _spelt(word))
    return (first + 180) % 360 if spelt < _GIBBERISH * letters else None


def sense(words: Sequence[Word]) -> float:
    """How much of what was read can be Vietnamese, in letters read surely on level lines."""
    level = [word for word in words if word.box[2] > word.box[3]]
    return sum(word.confidence * len(word.text) for word in level if _spelt(word))


def _on_end(words: Sequence[Word]) -> bool:
    long = [word for word in words if len(word.text) >= _LONG]
    return len(long) >= _FEW_WORDS and 2 * sum(word.box[3] > word.box[2] for word in long) > len(long)


def _spelt(word: Word) -> bool:
    bare = word.text.strip(_AROUND_A_WORD)
    return len(bare) > 1 and is_syllable(bare)
