"""Training of `ocr.letter_shapes`: rows of print drawn in many faces, worn, and laid out as rows of papers are.

    python -m hoso.letter_training [--rows N] [--rounds N]      # writes ocr/letter_shapes.npz

It prints how often the networks are wrong on rows kept apart.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random
from string import ascii_letters
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw

from ocr.letter_places import PROFILE, PROFILE_ABOVE, PROFILE_BELOW, Faces, Floats, Row, ink_of, laid_out, window
from ocr.letter_shapes import BASES, CUT, FIGURES, MARKINGS, Letter, Net, figure, marked, marking, numbers, save
from samples.faces import Style, face
from samples.rows_of_print import PrintedRow, printed_row, some_figures, some_words

Bytes = npt.NDArray[Any]

_UPRIGHT: Final[tuple[Style, ...]] = ("", "b")
# Faces whose widths are kept: among them those of any other face are found nearly enough.
_MEASURED: Final[tuple[tuple[str, Style], ...]] = (
    *((family, style) for family in ("times", "arial", "noto serif", "noto sans") for style in _UPRIGHT),
    ("times", "i"),
    ("typewriter", ""),
    ("dejavu serif", ""),
    ("dejavu sans", ""),
    ("dejavu serif wide", "b"),
)
_SIZE: Final = 200
_BATCH: Final = 256
_CHUNK: Final = 2000
_RATE: Final = 2e-3
_DECAY: Final = 1e-5
_SIDE: Final = 0.35
_SHRINKS: Final = 0.85
_BLUR: Final = 0.4
_VOWELS: Final = [
    marked(base, number)
    for base in BASES
    for number in range(MARKINGS)
    if (one := marking(base)) and number in one.classes
]
LETTERS: Final = "".join(dict.fromkeys(f"{ascii_letters}{FIGURES}.,:;-–/()'\"&" + "".join(_VOWELS)))
"""All letters and signs that rows may hold."""


def measured() -> tuple[Floats, Floats]:
    """How wide letters are in each face, and their ink from top to bottom over all faces."""
    widths = np.zeros((len(_MEASURED), len(LETTERS), 3), np.float32)
    profiles = np.zeros((len(LETTERS), PROFILE), np.float32)
    size = round((PROFILE_ABOVE + PROFILE_BELOW) * _SIZE)
    for number, (family, style) in enumerate(_MEASURED):
        font = face(family, style, _SIZE)
        for at, letter in enumerate(LETTERS):
            picture = Image.new("L", (3 * _SIZE, size), 0)
            ImageDraw.Draw(picture).text(
                (_SIZE, round(PROFILE_ABOVE * _SIZE)), letter, fill=255, font=font, anchor="ls"
            )
            ink = np.asarray(picture, np.float32) / 255
            across = np.flatnonzero(ink.sum(axis=0) > 1)
            widths[number, at] = font.getlength(letter), across[0] - _SIZE, across[-1] + 1 - _SIZE
            steps = cv2.resize(ink.sum(axis=1).reshape(-1, 1), (1, PROFILE), interpolation=cv2.INTER_AREA).ravel()
            profiles[at] += steps / _SIZE / len(_MEASURED)
    return widths / _SIZE, profiles


def _cut_out(row: PrintedRow, rng: Random) -> Row:
    """The row as it is cut out of a page to look at its letters: around boxes that are a little off."""
    top, tall = row.top + rng.uniform(-2, 2), row.bottom - row.top + rng.uniform(-2, 3)
    left, right = row.spans[0][0] - _SIDE * tall, row.spans[-1][1] + _SIDE * tall
    times = CUT.high / ((1 + 2 * CUT.around) * tall)
    place = np.array([[times, 0, -times * left], [0, times, -times * (top - CUT.around * tall)]])
    picture, sampled = row.picture, cv2.INTER_CUBIC
    if times < _SHRINKS:
        picture, sampled = cv2.GaussianBlur(picture, (0, 0), _BLUR / times), cv2.INTER_LINEAR
    size = (max(8, int((right - left) * times)), CUT.high)
    piece = cv2.warpAffine(picture, place, size, flags=sampled, borderMode=cv2.BORDER_REPLICATE)
    spans = tuple(
        ((start - left) * times + rng.uniform(-2, 2), (end - left) * times + rng.uniform(-2, 2))
        for start, end in row.spans
    )
    return Row(ink_of(piece), row.words, spans)


def _misread(word: str, rng: Random) -> str:
    """The word with one marking taken for another, as it may have been read."""
    places = [at for at, char in enumerate(word) if marking(char) is not None]
    if not places:
        return word
    at = rng.choice(places)
    one = marking(word[at])
    return word if one is None else word[:at] + marked(BASES[one.base], rng.choice(one.classes)) + word[at + 1 :]


def letters(count: int, seed: str, faces: Faces, *, of_figures: bool) -> Iterator[tuple[Floats, Letter]]:
    """The windows of the letters of that many rows, each with what really stands there."""
    for number in range(count):
        rng = Random(f"{seed} {of_figures} {number}")  # noqa: S311  rows are drawn, and no secret
        row = _cut_out(printed_row(some_figures(rng) if of_figures else some_words(rng), rng), rng)
        read = tuple(_misread(word, rng) if rng.random() < 0.3 else word for word in row.words)
        laid = laid_out(Row(row.ink, read, row.spans), faces)
        if laid is None:
            continue
        for word, middles, base in zip(row.words, laid.middles, laid.bases, strict=True):
            if middles is None:
                continue
            for char, middle in zip(word, middles, strict=True):
                letter = figure(char) if of_figures else marking(char)
                if letter is not None:
                    yield window(row.ink, float(middle), base, laid.em), letter


@dataclass(frozen=True)
class Gathered:
    """`windows` in bytes, which letters they are of (`BASES`), and the number of what stands there."""

    windows: Bytes
    bases: Bytes
    right: Bytes


def gathered(count: int, seed: str, faces: Faces, *, of_figures: bool) -> Gathered:
    """The letters of so many rows."""
    windows, bases, right = [], [], []
    for seen, letter in letters(count, seed, faces, of_figures=of_figures):
        windows.append(np.round(seen * 255).astype(np.uint8))
        bases.append(letter.base)
        right.append(letter.read)
    return Gathered(np.stack(windows), np.array(bases), np.array(right))


def trained(inputs: Gathered, classes: int, hidden: Sequence[int], rounds: int) -> list[Floats]:
    """The layers of a network, by Adam on the cross entropy, its step falling to nothing."""
    source = np.random.default_rng(1)
    bases, right = inputs.bases, inputs.right
    known = np.concatenate([_numbers(inputs, slice(at, at + _CHUNK)) for at in range(0, len(right), _CHUNK)])
    sizes = [known.shape[1], *hidden, classes]
    layers = [
        np.concatenate([source.normal(0, np.sqrt(2 / size), (size, after)), np.zeros((1, after))]).astype(np.float32)
        for size, after in pairwise(sizes)
    ]
    adam = Adam(layers, rounds * (len(right) // _BATCH))
    rules = ruled_out(classes)
    for turn in range(rounds):
        order, loss = source.permutation(len(right)), 0.0
        for start in range(0, len(order) - _BATCH + 1, _BATCH):
            some = order[start : start + _BATCH]
            slopes, lost = _slopes(layers, known[some], rules[bases[some]], right[some])
            adam.step(layers, slopes)
            loss += lost
        print(f"round {turn + 1} of {rounds}: {loss / (len(order) // _BATCH):.4f}", file=sys.stderr, flush=True)
    return layers


def _slopes(layers: Sequence[Floats], seen: Floats, rules: Floats, right: Bytes) -> tuple[list[Floats], float]:
    """By how much each weight makes the cross entropy grow, and that itself."""
    through = [seen]
    for number, layer in enumerate(layers):
        out = through[-1] @ layer[:-1] + layer[-1]
        through.append(np.maximum(out, 0) if number < len(layers) - 1 else out)
    odds = through[-1] + rules
    chances = np.exp(odds - odds.max(axis=1, keepdims=True))
    chances /= chances.sum(axis=1, keepdims=True)
    each = np.arange(len(right))
    lost = -float(np.log(chances[each, right] + 1e-9).mean())
    chances[each, right] -= 1
    pull = chances / len(right)
    slopes: list[Floats] = []
    for number in range(len(layers) - 1, -1, -1):
        slopes.insert(0, np.concatenate([through[number].T @ pull, pull.sum(axis=0, keepdims=True)]))
        if number:
            pull = (pull @ layers[number][:-1].T) * (through[number] > 0)
    return slopes, lost


class Adam:
    """Steps down a slope, each weight's as long as its slopes have been steady (Kingma and Ba, 2015)."""

    def __init__(self, layers: Sequence[Floats], steps: int) -> None:
        self._first = [np.zeros_like(layer) for layer in layers]
        self._second = [np.zeros_like(layer) for layer in layers]
        self._steps, self._done = steps, 0

    def step(self, layers: Sequence[Floats], slopes: Sequence[Floats]) -> None:
        self._done += 1
        rate = _RATE * (1 - self._done / (self._steps + 1)) * min(1.0, self._done / 200)
        for layer, slope, first, second in zip(layers, slopes, self._first, self._second, strict=True):
            slope = slope + _DECAY * layer
            first += 0.1 * (slope - first)
            second += 0.001 * (slope * slope - second)
            steady = np.sqrt(second / (1 - 0.999**self._done)) + 1e-8
            layer -= rate * first / (1 - 0.9**self._done) / steady


def ruled_out(classes: int) -> Floats:
    """What is added to the odds of each class, for each letter: much less than nothing where it cannot be."""
    if classes == len(FIGURES):
        return np.zeros((len(BASES), classes), np.float32)
    table = np.full((len(BASES), classes), -30.0, np.float32)
    for number, base in enumerate(BASES):
        one = marking(base)
        if one is not None:
            table[number, list(one.classes)] = 0
    return table


def _numbers(inputs: Gathered, which: slice) -> Floats:
    return numbers(inputs.windows[which].astype(np.float32) / 255, inputs.bases[which])


def mistaken(layers: Sequence[Floats], inputs: Gathered, classes: int) -> str:
    """How many letters kept apart are taken for others: of all, and of those told apart with some sureness."""
    odds = Net(tuple(layers)).log_chances(_numbers(inputs, slice(None))) + ruled_out(classes)[inputs.bases]
    wrong = odds.argmax(axis=1) != inputs.right
    ranked = np.sort(odds, axis=1)
    ahead = ranked[:, -1] - ranked[:, -2]
    parts = [f"{least}: {wrong[ahead > least].mean():.4%} of {(ahead > least).mean():.1%}" for least in (0, 2, 4, 6)]
    return f"{len(wrong)} letters, wrong by odds ahead: " + ", ".join(parts)


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw, train, write."""
    parser = argparse.ArgumentParser(prog="python -m hoso.letter_training")
    parser.add_argument("--rows", type=int, default=27_000, help="rows of words to draw; of figures a quarter as many")
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--seed", default="letters")
    options = parser.parse_args(arguments)
    widths, profiles = measured()
    faces = Faces({letter: place for place, letter in enumerate(LETTERS)}, widths, profiles)
    arrays: dict[str, Bytes] = {"letters": np.array(LETTERS), "widths": widths, "profiles": profiles}
    for name, of_figures, classes, hidden in (("marks", False, MARKINGS, (160,)), ("figures", True, 10, (64,))):
        rows = options.rows // 4 if of_figures else options.rows
        layers = trained(gathered(rows, options.seed, faces, of_figures=of_figures), classes, hidden, options.rounds)
        apart = gathered(max(50, rows // 20), f"{options.seed} apart", faces, of_figures=of_figures)
        print(f"{name}: {mistaken(layers, apart, classes)}")
        arrays |= {f"{name}{number}": layer for number, layer in enumerate(layers)}
    save({name: part if name == "letters" else part.astype(np.float16) for name, part in arrays.items()})
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
