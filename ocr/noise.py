"""What a recogniser takes for words and is none: specks, scrawls of ink, the grain of a desk.

Print keeps measures: a hyphen is wider than high, a colon nearly as high as a small letter, and no word stands on a
line three times as high as its neighbours. A speck read as ":" or "-" is told from a printed one by these, however sure
the recogniser was of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median
from typing import Final

from ocr.model import Box
from ocr.recognise import LineId, RawWord
from ocr.syllables import is_marked, is_syllable

_NEVER: Final = 0.15
_HARDLY: Final = 0.3
_DOUBTED: Final = 0.5
_DOUBTED_LINE: Final = 0.4
_LIKELY: Final = 0.65
_CLEAR: Final = 0.75
_SURE: Final = 0.9
_CERTAIN: Final = 0.95
# Noise comes in short words; a long one is print that was hard to read, such as the rows of an identity card.
_LONG_WORD: Final = 6
_RULES: Final = frozenset("_|¦‗¯⎯│")
_RULE_BEFORE: Final = re.compile(r"[.,:]?[|¦│]([^\W\d_].*)", re.DOTALL)
# Accents that stand by themselves count as letters in Unicode.
_ACCENTS: Final = frozenset("ˆˇˉˊˋ˘˙˚˜ˮ")
_DASHES: Final = frozenset("-–—")
# By themselves these are rules.
_LONG_DASHES: Final = frozenset("–—")
# Signs that print sets apart from words on both sides.
_STAND_ALONE: Final = frozenset('-–—/:+*=&%()[]<>…•→“”"«»')
# Heights and widths in heights of an ordinary word of the page (its accents and descenders with it).
_DASH_WIDE, _DASH_HIGH, _DASH_SHAPE = 0.2, 0.45, 1.3
_SIGN_HIGH: Final = (0.33, 2.1)
_DOT: Final = 0.33
_TALL: Final = 2.5
_APART: Final = 2.0
_ALIKE: Final = (0.7, 1.4)
_SHORT_PIECE: Final = 4
_NUMBER: Final = 4
_FEWEST_SURE: Final = 12


def without_noise(raw: Sequence[RawWord]) -> list[RawWord]:
    """The words without specks, and without what stands by itself and was read with no confidence."""
    words = [_without_rule(word) for word in raw]
    usual = usual_height(words)
    lines: dict[LineId, list[RawWord]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    lines = {line: [word for word in members if not _is_speck(word, members, usual)] for line, members in lines.items()}
    lines = {line: members for line, members in lines.items() if members and not _is_scrawl(members)}
    pieces = [piece for members in lines.values() for piece in _pieces(members, usual)]
    printed = _print_area(words)
    noise = {id(word) for piece in pieces if _is_stray(piece, usual) or _is_beyond(piece, printed) for word in piece}
    kept = {id(word) for piece in pieces for word in piece} - noise
    return [word for word in words if id(word) in kept]


def usual_height(words: Sequence[RawWord]) -> float | None:
    """The height in pixels of an ordinary word that was surely read; None where none was."""
    heights = [word.box[3] for word in words if word.confidence >= _SURE and len(word.text) > 2]
    return float(median(heights)) if heights else None


def _without_rule(word: RawWord) -> RawWord:
    """The word without the table's rule before it that was read as a letter of it ("|Vợ")."""
    parts = _RULE_BEFORE.match(word.text)
    return replace(word, text=parts[1], first=word.first or word.text) if parts else word


def _is_speck(word: RawWord, line: Sequence[RawWord], usual: float | None) -> bool:
    if set(word.text) <= _RULES:
        return True
    if not any(letter.isalnum() and letter not in _ACCENTS for letter in word.text):
        return word.confidence < _DOUBTED or (usual is not None and not _can_be_a_sign(word, line, usual))
    if word.confidence < _NEVER and len(word.text) < _LONG_WORD and not _fits_in(word, line):
        return True
    if usual is None:
        return False
    tiny = word.box[3] < _DOT * usual and len(word.text) <= 2
    return tiny or (word.box[3] > _TALL * usual and word.confidence < _CLEAR and len(word.text) < _LONG_WORD)


def _fits_in(word: RawWord, line: Sequence[RawWord]) -> bool:
    """Whether a word that was hard to read is print all the same: as high as the words beside it, which were read
    surely, and a syllable or right between two of them."""
    others = [other for other in line if other is not word and other.confidence >= _SURE and len(other.text) > 1]
    if len(others) < 2:
        return False
    usual = median(other.box[3] for other in others)
    if not _ALIKE[0] < word.box[3] / usual < _ALIKE[1]:
        return False
    if is_syllable(word.text) and is_marked(word.text):
        return True
    left, right = word.box[0], word.box[0] + word.box[2]
    before = any(0 <= left - other.box[0] - other.box[2] < usual for other in others)
    return before and any(0 <= other.box[0] - right < usual for other in others)


def _can_be_a_sign(word: RawWord, line: Sequence[RawWord], usual: float) -> bool:
    """Whether signs without a letter among them have a shape that print gives them. A line may be of small print."""
    least = min(usual, usual_height(line) or usual)
    wide, high = word.box[2] / least, word.box[3] / least
    if set(word.text) <= _DASHES:
        flat = high < _DASH_HIGH and wide > _DASH_SHAPE * high
        # What is printed under a dash may be boxed with it: the rule under "Độc lập - Tự do - Hạnh phúc".
        return wide > _DASH_WIDE and (flat or (word.confidence >= _CERTAIN and word.box[3] < _SIGN_HIGH[1] * usual))
    return set(word.text) <= _STAND_ALONE and high >= _SIGN_HIGH[0] and word.box[3] <= _SIGN_HIGH[1] * usual


def _is_scrawl(words: Sequence[RawWord]) -> bool:
    """Whether a line was read with no confidence in any word: wood grain, cloth, signatures, portraits."""
    telling = any(len(word.text) >= (3 if word.confidence >= _CLEAR else _LONG_WORD) for word in words)
    return _mean(words) < _DOUBTED_LINE and not telling


def _is_stray(piece: Sequence[RawWord], usual: float | None) -> bool:
    """Whether a few words that stand apart are none: nothing in them is sure, and they are short or out of measure."""
    if any(word.confidence >= _CLEAR and len(word.text) > 1 for word in piece):
        return False
    mean, letters = _mean(piece), sum(len(word.text) for word in piece)
    if all(set(word.text) <= _LONG_DASHES for word in piece):
        return True
    if letters == 1:
        return mean < _CLEAR
    if letters <= _SHORT_PIECE:
        marked = any(len(word.text) > 1 and is_marked(word.text) and is_syllable(word.text) for word in piece)
        return mean < (_DOUBTED_LINE if marked else _LIKELY)
    text = "".join(word.text for word in piece)
    if "<" in text or sum(letter.isdigit() for letter in text) >= _NUMBER:
        # Rows of a card that a machine reads look like nothing else, and numbers are left to whoever checks them.
        return False
    tall = usual is not None and max(word.box[3] for word in piece) > _TALL * usual
    spelt = any(len(word.text) > 1 and is_syllable(word.text) for word in piece)
    return tall or mean < _NEVER or (mean < _HARDLY and not spelt)


def _print_area(words: Sequence[RawWord]) -> Box | None:
    """Where print was surely read: left, top, right, bottom; None where too little was to say."""
    sure = [word.box for word in words if word.confidence >= _CERTAIN and len(word.text) > 2]
    if len(sure) < _FEWEST_SURE:
        return None
    left, top = min(box[0] for box in sure), min(box[1] for box in sure)
    return left, top, max(box[0] + box[2] for box in sure), max(box[1] + box[3] for box in sure)


def _is_beyond(piece: Sequence[RawWord], printed: Box | None) -> bool:
    """Whether doubtful words stand outside all that was surely read: on the desk around the sheet, or at its edge."""
    if printed is None or _mean(piece) >= _LIKELY or any("<" in word.text for word in piece):
        return False
    left, top, right, bottom = printed
    return all(
        not (left <= word.box[0] + word.box[2] / 2 <= right and top <= word.box[1] + word.box[3] / 2 <= bottom)
        for word in piece
    )


def _pieces(words: Sequence[RawWord], usual: float | None) -> list[list[RawWord]]:
    """A line's words in pieces that stand far apart."""
    ordered = sorted(words, key=lambda word: word.box[0])
    far = _APART * (usual or median(word.box[3] for word in words))
    pieces = [[ordered[0]]]
    for before, after in pairwise(ordered):
        if after.box[0] - before.box[0] - before.box[2] > far:
            pieces.append([])
        pieces[-1].append(after)
    return pieces


def _mean(words: Sequence[RawWord]) -> float:
    return sum(len(word.text) * word.confidence for word in words) / sum(len(word.text) for word in words)
