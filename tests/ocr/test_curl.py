"""Lines of print that bend because the paper did not lie flat."""

from random import Random

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from ocr.pixels import Image, grey
from ocr.straighten import View, level, scaled, skew_and_bend, whole_view
from samples.curled import Curl, curled
from tests.ocr.papers import BODY, as_array, leaning, letter

MARGIN = 60
TEXT = BODY * 4


def bowed(high: float, slant: float) -> Image:
    """A letter on paper that rises in the middle by `high` of its width, seen aslant."""
    rise = high * np.sin(np.pi * np.linspace(0, 1, 400))
    page, inside = curled(as_array(letter(200, TEXT)), Curl(rise, slant), MARGIN)
    page[inside == 0] = 255
    return np.asarray(page, np.uint8)


def view_of(page: Image) -> View:
    """How a page of 200 dpi is looked at for reading."""
    height, width = page.shape[:2]
    whole = whole_view(width, height)
    return level(whole, *skew_and_bend(scaled(whole, 1200 / height).of(grey(page))))


def stand_out(image: Image) -> float:
    """How sharply rows of print stand out from what is between them, taken along level lines."""
    ink = (image < 128).mean(axis=1)
    return float(np.square(ink).sum() / ink.sum())


@pytest.mark.parametrize(("high", "slant"), [(0.05, 0.4), (0.07, -0.3), (0.04, 0.5)])
def test_bent_lines_come_out_level(high: float, slant: float) -> None:
    page = grey(bowed(high, slant))
    view = view_of(page)
    assert view.bend is not None
    straight, bent = stand_out(view.of(page)), stand_out(page)
    flat = stand_out(grey(as_array(letter(200, TEXT))))
    assert straight - bent > 0.65 * (flat - bent)


@pytest.mark.parametrize("lean", [0.0, 2.0])
def test_straight_lines_are_left_alone(lean: float) -> None:
    assert view_of(as_array(leaning(letter(200, TEXT), lean))).bend is None


def test_a_page_with_few_letters_has_no_bend() -> None:
    assert view_of(as_array(letter(200, ("Một dòng.",)))).bend is None


def test_what_is_read_on_a_bent_line_is_mapped_back_to_where_it_stands_on_the_page() -> None:
    page = bowed(0.06, 0.4)
    height, width = page.shape[:2]
    view = view_of(page)
    rng = Random(3)
    for _ in range(20):
        left, top = rng.randrange(200, width - 300), rng.randrange(300, height - 500)
        found = view.back(view.forth((left, top, 20, 20)), width, height)
        assert abs(found[0] - left) <= 3
        assert abs(found[1] - top) <= 3
        assert abs(found[2] - 20) <= 5
        assert abs(found[3] - 20) <= 5


def test_the_picture_shows_a_place_where_its_box_says() -> None:
    page = grey(bowed(0.06, 0.4))
    width = page.shape[1]
    view = view_of(page)
    for across, down in ((400, 900), (width // 2, 1300), (width - 400, 700)):
        marked = np.full_like(page, 255)
        cv2.circle(marked, (across, down), 6, 0, -1)
        y, x = middle_of(view.of(marked))
        left, top, wide, high = view.forth((across - 6, down - 6, 12, 12))
        assert abs(left + wide / 2 - x) <= 1.5
        assert abs(top + high / 2 - y) <= 1.5
        near = cv2.perspectiveTransform(np.array([[[float(across), float(down)]]]), view.near((left, top, wide, high)))
        assert np.abs(near[0, 0] - [x, y]).max() <= 1.5


def middle_of(image: Image) -> npt.NDArray[np.float64]:
    return np.asarray(np.argwhere(image < 128).mean(axis=0), dtype=np.float64)
