"""Finding the sheet of paper in a photo."""

from random import Random

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from ocr.pixels import Image as Page
from ocr.pixels import halved
from ocr.sheet import find_sheet
from samples.worn import Level, wear_page
from tests.ocr.papers import letter


def worn(level: Level, seed: int, page: Image.Image | None = None) -> tuple[Page, npt.NDArray[np.float64]]:
    """A worn page that stands upright, as the sheet is looked for in it, and the corners of the sheet."""
    made = wear_page(page or letter(150), level, Random(seed), rotation=0, colour=True, bends=0.0)
    full = cv2.imdecode(np.frombuffer(made.jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert full is not None
    base = halved(np.asarray(full, np.uint8), 1500 / max(full.shape[:2]))
    return base, np.array(made.corners) * base.shape[1] / full.shape[1]


def off(found: npt.NDArray[np.float64] | None, true: npt.NDArray[np.float64]) -> float:
    """How far the worst corner is from where it should be, in shares of the sheet's height."""
    assert found is not None
    return float(np.linalg.norm(found - true, axis=1).max() / np.ptp(true[:, 1]))


def shaded(page: Page, strength: float) -> Page:
    """The page with its lower left half in shadow."""
    height, width = page.shape[:2]
    y, x = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j]
    light = 1 - strength / (1 + np.exp((x - y) * 20))
    return np.asarray(page * light[..., None], np.uint8)


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_the_corners_of_a_photographed_sheet_are_found(seed: int) -> None:
    photo, corners = worn(3, seed)
    assert off(find_sheet(photo), corners) < 0.005


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_a_shadow_as_dark_as_the_desk_hides_no_side(seed: int) -> None:
    photo, corners = worn(3, seed)
    assert off(find_sheet(shaded(photo, 0.6)), corners) < 0.005


@pytest.mark.parametrize("level", [1, 2])
def test_a_scan_is_all_paper(level: Level) -> None:
    scan, _ = worn(level, 5)
    assert find_sheet(scan) is None
    assert find_sheet(np.asarray(cv2.cvtColor(scan, cv2.COLOR_BGR2GRAY), np.uint8)) is None


def test_a_printed_frame_is_not_the_sheet() -> None:
    page = letter(150)
    frame = np.asarray(page.convert("RGB")).copy()
    height, width = frame.shape[:2]
    cv2.rectangle(frame, (60, 60), (width - 60, height - 60), (150, 30, 40), 9)
    photo, corners = worn(3, 6, Image.fromarray(frame))
    assert off(find_sheet(photo), corners) < 0.005
    scan, _ = worn(1, 6, Image.fromarray(frame))
    assert find_sheet(scan) is None


def test_a_sheet_that_passes_the_edge_of_the_picture_is_found_as_far_as_it_is_seen() -> None:
    photo, corners = worn(3, 7)
    low = round(0.8 * photo.shape[0])
    found = find_sheet(np.ascontiguousarray(photo[:low]))
    assert found is not None
    assert np.abs(found[:2] - corners[:2]).max() < 0.015 * photo.shape[0]
    assert found[2:, 1].min() > 0.97 * low


def test_a_desk_without_a_sheet_shows_none() -> None:
    grain = np.random.default_rng(3).normal(110, 25, (60, 200))
    desk = cv2.resize(grain, (1200, 1600), interpolation=cv2.INTER_CUBIC).clip(0, 255).astype(np.uint8)
    assert find_sheet(desk) is None
