"""A second opinion on single letters: which marks stand on a vowel, which figure a figure is, by its shape alone.

Tesseract reads a line at a time and knows the language: where it takes one mark for another it does so at every look,
and is as sure as ever. What stands here knows no words. It sees a letter at a time, in the place where the read word
has it (`ocr.letter_places`), and says how likely its marks are; what it says otherwise than was read is a doubt, never
a correction. Two small networks, one for marks and one for figures, trained on letters drawn in many faces and worn as
paper is (`hoso.letter_training`); their weights are data beside this file.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from ocr.handwriting import Cut, Look
from ocr.letter_places import Faces, Floats, Laid, Row, ink_of, laid_out, window
from ocr.model import Box, Doubt, Word, around
from ocr.pixels import Image
from ocr.proofread import roomy, rows_of
from terms.syllables import is_syllable
from terms.text import nfc

SHIPPED: Final = Path(__file__).with_name("letter_shapes.npz")

TONES: Final = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
VOWEL_MARKS: Final = ("", "\u0302", "\u0306", "\u031b")
BASES: Final = "aeiouydAEIOUYD"
_BARRED: Final = len(TONES) * len(VOWEL_MARKS)
MARKINGS: Final = _BARRED + 1
"""A letter's marking: the vowel mark's number times six and the tone's, or the bar of đ."""
FIGURES: Final = "0123456789"
CUT: Final = Cut(0.25, high=72)
"""How a row is cut out to look at its letters."""
_MARKS_OF: Final[Mapping[str, tuple[int, ...]]] = {"a": (0, 1, 2), "e": (0, 1), "o": (0, 1, 3), "u": (0, 3)}

# The rows of a window in which marks above letters stand.
_TOP: Final = 28
_FITS: Final = 0.86
_SIGNS: Final = ".,:;-–/()'\"&"
_MOST: Final = 15.0


@dataclass(frozen=True)
class Letter:
    """What can stand in a letter's place. `classes`: their numbers; `read`: the number of what was read."""

    base: int
    classes: tuple[int, ...]
    read: int


@dataclass(frozen=True)
class Net:
    """Layers of weights, each with its biases in the last row."""

    layers: tuple[Floats, ...]

    def log_chances(self, seen: Floats) -> Floats:
        """What the network makes of each row of numbers, before classes that cannot be are ruled out."""
        for number, layer in enumerate(self.layers):
            seen = seen @ layer[:-1] + layer[-1]
            if number < len(self.layers) - 1:
                seen = np.maximum(seen, 0)
        return seen


@dataclass(frozen=True)
class Shapes:
    """All that is needed to look at letters."""

    faces: Faces
    marks: Net
    figures: Net


def with_doubts(
    words: Sequence[Word], values: Sequence[Box], look: Look, forth: Callable[[Box], Box]
) -> tuple[Word, ...]:
    """`words` with what the letters of those that stand in `values` look like. `look` cuts a row out of the reading
    image; `forth`: a box of the page in it."""
    made = list(words)
    for places in rows_of(words, values):
        boxes = [forth(words[place].box) for place in places]
        whole = roomy(around(boxes))
        row = row_of(look(whole, CUT), whole, boxes, [words[place].text for place in places])
        for place, doubt in zip(places, doubts(row), strict=True):
            if doubt is not None and not words[place].by_hand:
                made[place] = replace(words[place], doubt=doubt)
    return tuple(made)


def row_of(piece: Image, whole: Box, boxes: Sequence[Box], texts: Sequence[str]) -> Row:
    """The row that `piece` shows, cut out around `whole` as `CUT` says; `boxes` of its words in the same image."""
    times = CUT.high / ((1 + 2 * CUT.around) * max(1, whole[3]))
    spans = tuple(((box[0] - whole[0]) * times, (box[0] + box[2] - whole[0]) * times) for box in boxes)
    return Row(ink_of(piece), tuple(nfc(text) for text in texts), spans)


def doubts(row: Row, shapes: Shapes | None = None) -> list[Doubt | None]:
    """What the letters of each word of a row look like; None where that cannot be told."""
    shapes = shapes or load()
    found: list[Doubt | None] = [None] * len(row.words)
    laid = laid_out(row, shapes.faces)
    if laid is None or laid.fit < _FITS:
        return found
    for net, letter_of in ((shapes.marks, marking), (shapes.figures, figure)):
        seen = _letters(row, laid, letter_of)
        if not seen:
            continue
        windows = np.stack([window(row.ink, one.middle, laid.bases[one.word], laid.em) for one in seen])
        said = net.log_chances(numbers(windows, [one.letter.base for one in seen]))
        for one, chances in zip(seen, said, strict=True):
            doubt, best = _doubt(row.words[one.word], one, chances), found[one.word]
            if doubt is not None and (best is None or doubt.odds > best.odds):
                found[one.word] = doubt
    return found


@dataclass(frozen=True)
class _Placed:
    """A letter of a row: the place of its word, its own place in that, and where its middle stands."""

    word: int
    turn: int
    middle: float
    letter: Letter


def _letters(row: Row, laid: Laid, letter_of: Callable[[str], Letter | None]) -> list[_Placed]:
    return [
        _Placed(place, turn, float(middles[turn]), letter)
        for place, (word, middles) in enumerate(zip(row.words, laid.middles, strict=True))
        if middles is not None
        for turn, char in enumerate(word)
        if (letter := letter_of(char)) is not None
    ]


def marking(char: str) -> Letter | None:
    """A vowel or đ as what may stand in its place; None for any other letter."""
    if char in "đĐ":
        return Letter(BASES.index("d" if char == "đ" else "D"), (0, _BARRED), _BARRED)
    parts = unicodedata.normalize("NFD", char)
    base, marks = parts[:1], parts[1:]
    if not base or base not in BASES:
        return None
    if base in "dD":
        return None if marks else Letter(BASES.index(base), (0, _BARRED), 0)
    tone = next((TONES.index(mark) for mark in marks if mark in TONES), 0)
    mark = next((VOWEL_MARKS.index(mark) for mark in marks if mark in VOWEL_MARKS), 0)
    allowed = _MARKS_OF.get(base.lower(), (0,))
    classes = tuple(one * len(TONES) + other for one in allowed for other in range(len(TONES)))
    return Letter(BASES.index(base), classes, mark * len(TONES) + tone)


def figure(char: str) -> Letter | None:
    """A figure as what may stand in its place; None for any other letter."""
    return Letter(0, tuple(range(10)), FIGURES.index(char)) if char in FIGURES else None


def marked(base: str, number: int) -> str:
    """The letter with the marking of that number."""
    if number == _BARRED:
        return "đ" if base == "d" else "Đ"
    mark, tone = divmod(number, len(TONES))
    return nfc(base + VOWEL_MARKS[mark] + TONES[tone])


def numbers(windows: Floats, bases: Sequence[int]) -> Floats:
    """Windows as the networks take them: their grey, how their edges run in each part, and which letter it is; where
    marks stand, more closely."""
    count = len(windows)
    down = np.diff(windows, axis=1, prepend=0)
    across = np.diff(windows, axis=2, prepend=0)
    slant, other = (across + down) * 0.7, (across - down) * 0.7
    signed = [part for run in (down, across, slant, other) for part in (np.maximum(run, 0), np.maximum(-run, 0))]
    edges = np.stack(signed, axis=1)
    which = np.zeros((count, len(BASES)), np.float32)
    which[np.arange(count), bases] = 1
    parts = (
        _pooled(windows[:, None], 2, 2),
        4 * _pooled(edges, 4, 3),
        windows[:, :_TOP, 3:-3],
        3 * _pooled(edges[:, :, :_TOP], 2, 3),
        which,
    )
    return np.concatenate([part.reshape(count, -1) for part in parts], axis=1).astype(np.float32)


def _pooled(maps: Floats, down: int, across: int) -> Floats:
    """Maps (of each window several) with means of so many pixels in place of single ones."""
    count, many, rows, columns = maps.shape
    return np.asarray(
        maps.reshape(count, many, rows // down, down, columns // across, across).mean(axis=(3, 5)), np.float32
    )


def _doubt(word: str, one: _Placed, chances: Floats) -> Doubt | None:
    """The word with the likeliest other letter in that place that leaves it a syllable, if it was one."""
    letter, turn = one.letter, one.turn
    syllable = is_syllable(word.strip(_SIGNS))
    for number in sorted(letter.classes, key=lambda number: -float(chances[number])):
        char = FIGURES[number] if word[turn] in FIGURES else marked(BASES[letter.base], number)
        instead = word[:turn] + char + word[turn + 1 :]
        if number == letter.read or (syllable and not is_syllable(instead.strip(_SIGNS))):
            continue
        odds = float(chances[number] - chances[letter.read])
        return Doubt(instead, round(max(-_MOST, min(_MOST, odds)), 2))
    return None


@lru_cache(maxsize=1)
def load(path: Path = SHIPPED) -> Shapes:
    """The weights of a file. Raises OSError, ValueError if it is damaged."""
    with np.load(path, allow_pickle=False) as kept:
        arrays = {name: kept[name] for name in kept.files}
    if str(arrays.pop("sha256")) != digest(arrays):
        raise ValueError("the letters' shapes are not what was written")
    floats = {name: part.astype(np.float32) for name, part in arrays.items() if name != "letters"}
    index = {letter: place for place, letter in enumerate(str(arrays["letters"]))}
    nets = [
        Net(tuple(floats[f"{which}{number}"] for number in range(9) if f"{which}{number}" in floats))
        for which in ("marks", "figures")
    ]
    return Shapes(Faces(index, floats["widths"], floats["profiles"]), *nets)


def save(arrays: Mapping[str, npt.NDArray[np.generic]], path: Path = SHIPPED) -> None:
    """Write weights with a digest of themselves."""
    np.savez_compressed(path, sha256=np.array(digest(arrays)), **arrays)  # type: ignore[arg-type]


def digest(arrays: Mapping[str, npt.NDArray[np.generic]]) -> str:
    """The SHA-256 of all arrays, by name."""
    made = hashlib.sha256()
    for name in sorted(arrays):
        made.update(name.encode() + str(arrays[name].dtype).encode() + str(arrays[name].shape).encode())
        made.update(np.ascontiguousarray(arrays[name]).tobytes())
    return made.hexdigest()
