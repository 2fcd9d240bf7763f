"""Networks that look at letters are trained on drawn rows: the same for the same seed, and better than guessing."""

from __future__ import annotations

from random import Random

import numpy as np

from hoso.letter_training import LETTERS, gathered, measured, mistaken, trained
from ocr.letter_places import Faces
from ocr.letter_shapes import FIGURES, Net, numbers
from samples.rows_of_print import printed_row, some_figures, some_words
from terms.syllables import is_syllable


def faces() -> Faces:
    widths, profiles = measured()
    return Faces({letter: place for place, letter in enumerate(LETTERS)}, widths, profiles)


def test_rows_are_the_same_for_the_same_seed_and_hold_syllables() -> None:
    first, again = (printed_row(some_words(Random("row")), Random("worn")) for _ in range(2))
    assert first.words == again.words
    assert (first.picture == again.picture).all()
    assert all(is_syllable(word.strip("(),;:.")) for word in first.words)
    assert len(first.spans) == len(first.words)
    assert all(left < right <= first.picture.shape[1] for left, right in first.spans)


def test_a_few_rows_are_enough_to_tell_most_figures_apart() -> None:
    known = faces()
    layers = trained(gathered(60, "some", known, of_figures=True), len(FIGURES), (24,), 400)
    apart = gathered(12, "others", known, of_figures=True)
    said = Net(tuple(layers)).log_chances(numbers(apart.windows.astype(np.float32) / 255, apart.bases.tolist()))
    assert (said.argmax(axis=1) == apart.right).mean() > 0.6
    assert f"{len(apart.right)} letters" in mistaken(layers, apart, len(FIGURES))


def test_numbers_are_drawn_as_papers_have_them() -> None:
    for turn in range(20):
        assert all(set(part) <= set("0123456789/-.") for part in some_figures(Random(turn)))
