"""Where each letter of a row of print stands, worked out from what was read and how wide letters are in print.

Boxes of single letters are what recognition is least sure of, and a mark has no box of its own. But a word's letters
have known widths: laid out in the face that fits its gaps best, they stand where the print has them, and the row's ink
from top to bottom says where its base line lies and how high it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from ocr.pixels import Image

Floats: TypeAlias = npt.NDArray[np.float32]

ABOVE: Final = 1.12
BELOW: Final = 0.34
"""How far a letter's window reaches above and below the base line, in ems: a capital with two marks, a dot below."""
WIDE: Final = 0.9
ROWS: Final = 48
COLUMNS: Final = 30
"""The size of a window in pixels."""

PROFILE_ABOVE: Final = 1.15
PROFILE_BELOW: Final = 0.35
PROFILE: Final = 64
"""The ink of a letter from top to bottom is kept in so many steps over so many ems."""

_HEIGHTS: Final = (0.84, 0.9, 0.95, 1.0, 1.05, 1.1, 1.16)
_BRIGHT: Final = 85
_DARK: Final = 1
_INK: Final = 0.3
_SIDE: Final = 0.12
_LEAST_EM: Final = 12.0
_SPREAD: Final = 3.0
# Two letters of one word stand nearer than this, in ems; so much ink is a letter's, and no speck.
_NEAR: Final = 0.17
_CORE: Final = 0.6
_LETTER: Final = 1.2
# How far a word may stand above or below its row, in ems.
_CLIMBS: Final = 0.2


@dataclass(frozen=True)
class Faces:
    """How letters lie in print. `index`: the place of each letter in the tables; `widths`: for each face and letter the
    advance and where its ink begins and ends, in ems; `profiles`: the ink of each letter from top to bottom."""

    index: dict[str, int]
    widths: Floats
    profiles: Floats


@dataclass(frozen=True)
class Row:
    """A row of print: `ink` from 0 (paper) to 1, `words` with their places in it (left, right) in pixels."""

    ink: Floats
    words: tuple[str, ...]
    spans: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Laid:
    """The letters of a row in place. `middles`: for each word of each letter, None for a word that could not be laid
    out; `bases`: the base line of each word (a row may climb); `em`: the height of an em. All in pixels. `fit`: how
    well the ink agrees, up to 1."""

    middles: tuple[Floats | None, ...]
    bases: tuple[float, ...]
    em: float
    fit: float


def ink_of(piece: Image) -> Floats:
    """How dark the piece is, from 0 (its paper) to 1 (its print)."""
    bright, dark = (float(value) for value in np.percentile(piece, (_BRIGHT, _DARK)))
    return np.asarray(np.clip((bright - piece.astype(np.float32)) / max(30.0, bright - dark), 0, 1), np.float32)


def laid_out(row: Row, faces: Faces) -> Laid | None:
    """The letters of the row in place; None if its words cannot be laid out."""
    known = [_indices(word, faces) for word in row.words]
    columns = row.ink.sum(axis=0)
    spans = [_span(columns, *span, row.ink.shape[0]) for span in row.spans]
    words = [(places, *span) for places, span in zip(known, spans, strict=True) if places is not None and span]
    if not words:
        return None
    face = min(range(len(faces.widths)), key=lambda one: _misfit(words, faces.widths[one], columns))
    table = faces.widths[face]
    ems = [_em(table[places], left, right) for places, left, right in words]
    em = float(np.average(ems, weights=[len(places) for places, _, _ in words]))
    if em < _LEAST_EM:
        return None
    base, high, fit = _levelled(row.ink, words, faces.profiles, em)
    core = row.ink[max(0, round(base - _CORE * high)) : max(1, round(base))].sum(axis=0)
    left_over = iter(words)
    placed = [
        next(left_over) if places is not None and span else None for places, span in zip(known, spans, strict=True)
    ]
    return Laid(
        tuple(
            None if word is None or _cut_into(*word[1:], core, high) else _middles(table[word[0]], *word[1:])
            for word in placed
        ),
        tuple(base if word is None else _own_base(row.ink, word, faces.profiles, base, high) for word in placed),
        high,
        fit,
    )


def window(ink: Floats, middle: float, base: float, em: float) -> Floats:
    """The surroundings of the letter whose middle stands there, at the size that letters are looked at."""
    across, down = WIDE * em / COLUMNS, (ABOVE + BELOW) * em / ROWS
    back = np.array([[across, 0.0, middle - WIDE * em / 2], [0.0, down, base - ABOVE * em]])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine(ink, back, (COLUMNS, ROWS), flags=flags), dtype=np.float32)


def _indices(word: str, faces: Faces) -> npt.NDArray[np.intp] | None:
    places = [faces.index.get(letter, -1) for letter in word]
    return None if not places or min(places) < 0 else np.array(places)


def _span(columns: Floats, left: float, right: float, high: int) -> tuple[float, float] | None:
    """Where the word's ink begins and ends, near where it was read."""
    room = _SIDE * high
    first, last = max(0, round(left - room)), min(len(columns), round(right + room))
    inked = np.flatnonzero(columns[first:last] > _INK * 3)
    if not len(inked):
        return None
    # What stands within the room at a side is this word's only where ink leads up to it without a gap.
    begin, end = max(0, round(left) - first), min(len(inked) and int(inked[-1]) + 1, round(right) - first)
    inside = inked[(inked >= begin - room / 2) & (inked <= end + room / 2)]
    if not len(inside):
        return None
    return float(first + inside[0]), float(first + inside[-1] + 1)


def _cut_into(left: float, right: float, columns: Floats, em: float) -> bool:
    """Whether ink stands so near an end of the word that it must be one of its letters (boxes of numbers lack their
    first figure now and then). `columns`: the ink between the base line and the top of small letters and figures."""
    near = max(2, round(_NEAR * em))
    start, end = round(left), round(right)
    beside = (columns[max(0, start - near) : start], columns[end : end + near])
    return any(float(part.max(initial=0)) > _LETTER for part in beside)


def _em(widths: Floats, left: float, right: float) -> float:
    """The em of a word between those ends: the advances before its last letter, less the paper at both ends."""
    across = float(widths[:-1, 0].sum() + widths[-1, 2] - widths[0, 1])
    return (right - left) / max(0.05, across)


def _middles(widths: Floats, left: float, right: float) -> Floats:
    em = _em(widths, left, right)
    starts = np.concatenate([[0.0], np.cumsum(widths[:-1, 0])])
    return np.asarray(left + em * (starts + (widths[:, 1] + widths[:, 2]) / 2 - widths[0, 1]), dtype=np.float32)


def _misfit(words: Sequence[tuple[npt.NDArray[np.intp], float, float]], table: Floats, columns: Floats) -> float:
    """How much ink stands where this face has the gaps between letters, and how unlike its words are in size."""
    gaps: list[Floats] = []
    ems = []
    for places, left, right in words:
        widths = table[places]
        em = _em(widths, left, right)
        ems.append(em)
        starts = np.concatenate([[0.0], np.cumsum(widths[:-1, 0])])
        between = (starts[:-1] + widths[:-1, 2] + starts[1:] + widths[1:, 1]) / 2
        gaps.append(np.asarray(left + em * (between - widths[0, 1]), dtype=np.float32))
    at = np.clip(np.concatenate(gaps).astype(int), 0, len(columns) - 1)
    inked = float(columns[at].mean() / max(1e-3, columns.max())) if len(at) else 0.0
    return inked + _SPREAD * float(np.std(np.log(ems)))


def _levelled(
    ink: Floats, words: Sequence[tuple[npt.NDArray[np.intp], float, float]], profiles: Floats, em: float
) -> tuple[float, float, float]:
    """Base line, em and fit: where the ink that these letters have from top to bottom agrees best with the row's."""
    rows = np.zeros(ink.shape[0], np.float32)
    for _, left, right in words:
        rows += ink[:, int(left) : int(right) + 1].sum(axis=1)
    wanted = profiles[np.concatenate([places for places, _, _ in words])].sum(axis=0)
    best = (0.0, em, -1.0)
    strength = float(np.linalg.norm(rows)) or 1.0
    for times in _HEIGHTS:
        high = em * times
        size = max(4, round((PROFILE_ABOVE + PROFILE_BELOW) * high))
        shape = cv2.resize(wanted.reshape(-1, 1), (1, size), interpolation=cv2.INTER_AREA).ravel()
        shape = shape / (float(np.linalg.norm(shape)) or 1.0)
        agree = np.correlate(rows, shape, "full") / strength
        at = int(agree.argmax())
        if agree[at] > best[2]:
            top = at - (size - 1)
            best = (top + PROFILE_ABOVE * high, high, float(agree[at]))
    return best


def _own_base(
    ink: Floats, word: tuple[npt.NDArray[np.intp], float, float], profiles: Floats, base: float, em: float
) -> float:
    """The base line of one word, near that of its row."""
    places, left, right = word
    rows = ink[:, max(0, int(left)) : int(right) + 1].sum(axis=1)
    size = max(4, round((PROFILE_ABOVE + PROFILE_BELOW) * em))
    wanted = profiles[places].sum(axis=0).reshape(-1, 1)
    shape = cv2.resize(wanted, (1, size), interpolation=cv2.INTER_AREA).ravel()
    agree = np.correlate(rows, shape, "full")
    at = base - PROFILE_ABOVE * em + size - 1
    first, last = max(0, round(at - _CLIMBS * em)), min(len(agree), round(at + _CLIMBS * em) + 1)
    if last <= first:
        return base
    return float(first + int(agree[first:last].argmax()) - (size - 1) + PROFILE_ABOVE * em)
