"""One blemish is laid on a worn page: it is there, and nothing else has changed."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

import samples
from samples.worn import Pixels, WornPage


@pytest.fixture(scope="module")
def worn() -> WornPage:
    return samples.wear(samples.draw("death_extract", seed=3), 1, 3, rotation=90)[0]


def seen(page: WornPage) -> Pixels:
    """Upright, without colour."""
    with Image.open(io.BytesIO(page.jpeg)) as picture:
        grey: Pixels = np.asarray(picture.convert("L").rotate(-page.rotation, expand=True))
        return grey


@pytest.mark.parametrize("kind", samples.BLEMISHES)
def test_a_blemish_follows_from_its_seed_and_keeps_size_and_turn(worn: WornPage, kind: samples.Blemish) -> None:
    once = samples.blemish(worn, kind, 5)
    assert once == samples.blemish(worn, kind, 5)
    assert once.jpeg != samples.blemish(worn, kind, 6).jpeg
    assert (once.rotation, once.level, once.dpi) == (worn.rotation, worn.level, worn.dpi)
    assert seen(once).shape == seen(worn).shape
    assert np.abs(seen(once).astype(int) - seen(worn)).max() > 30


def test_holes_are_punched_at_the_left_edge_of_the_upright_page(worn: WornPage) -> None:
    changed = np.abs(seen(samples.blemish(worn, "punch_holes", 5)).astype(int) - seen(worn)) > 60
    columns = np.flatnonzero(changed.any(axis=0))
    assert columns.max() < 0.12 * changed.shape[1]
    assert np.diff(np.flatnonzero(changed.any(axis=1))).max() > 200


def test_a_black_border_reaches_the_edge_of_the_picture(worn: WornPage) -> None:
    bordered = seen(samples.blemish(worn, "black_border", 5))
    rim = np.concatenate([bordered[0], bordered[-1], bordered[:, 0], bordered[:, -1]])
    assert (rim < 70).mean() > 0.3
    assert (seen(worn) < 70).mean() < 0.1


def test_a_streak_runs_from_edge_to_edge_of_the_upright_page(worn: WornPage) -> None:
    streaked = seen(samples.blemish(worn, "streaks", 5)).astype(int)
    darker = (seen(worn).astype(int) - streaked > 25).mean(axis=0)
    assert (darker > 0.9).sum() >= 2
