"""Seals that a copier made grey are faded from under the print; what is as black as print stays."""

from __future__ import annotations

from random import Random

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ocr.grey_seals import has_colour, rings, without_grey_seals
from ocr.pixels import Image as Array
from ocr.pixels import grey, reduced
from samples.ink import BLACK, RED, press, seal
from tests.ocr.papers import FONT, as_array, letter

MIDDLE = (1000, 1500)
NAME = (1000, 1540)


def page(ink: tuple[int, int, int] | None, *, coloured: bool = False) -> Array:
    """A letter with a name, and a seal of 35 mm in this ink over its beginning; without colour unless `coloured`."""
    paper = letter()
    ImageDraw.Draw(paper).text(NAME, "Huỳnh Huyền Linh", "black", ImageFont.truetype(FONT, 38))
    if ink is not None:
        press(paper, seal("ỦY BAN NHÂN DÂN XÃ NGHĨA HÀNH", "TỈNH QUẢNG NGÃI", 276, Random(1), ink), 862, 1362)
    return as_array(paper if coloured else paper.convert("L").convert("RGB"))


def faded(picture: Array) -> Array:
    return without_grey_seals(grey(picture), picture)


def test_a_ring_is_found_where_the_seal_is_and_nowhere_else() -> None:
    small, scale = reduced(grey(page(RED)), 900)
    (ring,) = rings(small)
    assert np.hypot(ring.x / scale - MIDDLE[0], ring.y / scale - MIDDLE[1]) < 12
    assert abs(ring.radius / scale - 138) < 12
    assert rings(reduced(grey(page(None)), 900)[0]) == []


def test_a_grey_seal_fades_and_the_name_on_it_stays() -> None:
    plain, sealed = grey(page(None)), page(RED)
    found = faded(sealed)
    place = np.s_[1340:1660, 840:1160]
    away = np.abs(found[place].astype(int) - plain[place]).mean()
    assert away < 0.25 * np.abs(grey(sealed)[place].astype(int) - plain[place]).mean()
    strokes = plain[place] < 40
    assert np.median(found[place][strokes]) < 60
    assert np.array_equal(found[:1300], grey(sealed)[:1300])


def test_a_seal_as_black_as_the_print_stays() -> None:
    hard = np.asarray(cv2.threshold(page(BLACK), 190, 255, cv2.THRESH_BINARY)[1], dtype=np.uint8)
    assert np.array_equal(faded(hard), grey(hard))


@pytest.mark.parametrize("ink", [RED, None])
def test_pages_in_colour_and_pages_without_a_seal_are_handed_back_as_they_are(ink: tuple[int, int, int] | None) -> None:
    picture = page(ink, coloured=True)
    plain = grey(picture)
    assert without_grey_seals(plain, picture) is plain


def test_a_yellow_ground_is_no_coloured_ink() -> None:
    sheet = Image.new("RGB", (800, 1100), (246, 238, 214))
    assert not has_colour(as_array(sheet))
    ImageDraw.Draw(sheet).ellipse((300, 300, 400, 400), outline=(200, 30, 40), width=9)
    assert has_colour(as_array(sheet))
