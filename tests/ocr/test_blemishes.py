"""What a page bears besides its print is out of the way when it is read; the print stays."""

from __future__ import annotations

import io

import cv2
import numpy as np
import pytest
from PIL import Image

import samples
from ocr.blemishes import bleed_of, without_back, without_blemishes
from ocr.pixels import Image as Array
from ocr.pixels import halved, turned
from ocr.straighten import skew_of
from tests.ocr.papers import BODY, as_array, letter
from tests.ocr.papers import leaning as leaned


def grey_letter(times: int = 1) -> Array:
    return np.asarray(cv2.cvtColor(as_array(letter(lines=BODY * times)), cv2.COLOR_BGR2GRAY), dtype=np.uint8)


def cleaned(page: Array) -> Array:
    base = halved(page, 1500 / max(page.shape))
    return without_blemishes(page, base, bleed_of(base))


def likeness(page: Array, model: Array) -> float:
    """Mean difference of two pages' pixels."""
    return float(np.abs(page.astype(int) - model).mean())


def test_nothing_is_done_to_a_clean_page() -> None:
    page = grey_letter()
    assert cleaned(page) is page
    framed = page.copy()
    cv2.rectangle(framed, (60, 60), (framed.shape[1] - 60, framed.shape[0] - 60), 40, 4)
    assert cleaned(framed) is framed


@pytest.mark.parametrize("lying", [False, True])
@pytest.mark.parametrize("share", [0.3, 0.7])
def test_a_streak_from_edge_to_edge_is_lifted_off_the_print(share: float, lying: bool) -> None:
    page = turned(grey_letter(), 90 if lying else 0)
    streaked = page.copy()
    part = streaked[700:703] if lying else streaked[:, 700:703]
    part[:] = (part * share).astype(np.uint8)
    found = cleaned(streaked)
    assert likeness(found, page) < 0.1 * likeness(streaked, page)
    assert streaked.min() == 0, "the page that was given keeps its pixels"


def test_a_rule_that_ends_before_the_margin_is_no_streak() -> None:
    page = grey_letter()
    page[120:-120, 700:703] = 60
    assert cleaned(page) is page


def test_black_around_a_sheet_that_lies_askew_becomes_paper() -> None:
    page = np.pad(grey_letter(), 60, constant_values=10)
    page = np.asarray(leaned(Image.fromarray(page).convert("RGB"), 0).convert("L"))
    height, width = page.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), 2.0, 0.97)
    askew = np.asarray(cv2.warpAffine(page, turn, (width, height), borderValue=10), dtype=np.uint8)
    found = cleaned(askew)
    rim = np.concatenate([found[:40].ravel(), found[-40:].ravel(), found[:, :30].ravel(), found[:, -30:].ravel()])
    assert rim.min() > 200
    middle = np.s_[height // 4 : height // 2, width // 4 : width // 2]
    assert np.array_equal(found[middle], askew[middle])


def test_punched_holes_vanish_and_a_single_dot_does_not() -> None:
    page = grey_letter()
    punched = page.copy()
    for y in (700, 1330):
        cv2.circle(punched, (90, y), 22, 20, -1)
    assert cleaned(punched)[:, :150].min() > 200
    dotted = page.copy()
    cv2.circle(dotted, (90, 700), 22, 20, -1)
    assert cleaned(dotted) is dotted


def test_holes_vanish_out_of_a_frame_that_they_cut() -> None:
    page = grey_letter()
    cv2.rectangle(page, (100, 60), (page.shape[1] - 60, page.shape[0] - 60), 70, 8)
    for y in (700, 1330):
        cv2.circle(page, (90, y), 22, 20, -1)
    found = cleaned(page)
    assert found[690:710, 72:90].min() > 200
    assert found[900:1100, 97:104].max() < 120


def test_the_print_of_the_back_vanishes_and_that_of_the_front_stays() -> None:
    page = grey_letter(5)
    back = cv2.GaussianBlur(page[:, ::-1], (0, 0), 1.5).astype(np.float32)
    thin = np.clip(page - (255 - np.roll(back, 14, axis=0)) * 0.2, 0, 255).astype(np.uint8)
    found = cleaned(thin)
    only_back = (page == 255) & (thin < 225)
    assert only_back.mean() > 0.01
    assert np.percentile(found[only_back], 10) > 235
    assert found[page < 60].mean() < 60


def test_streaks_on_a_worn_page_are_all_lifted() -> None:
    worn = samples.wear(samples.draw("death_extract", seed=3), 1, 3, rotation=0)[0]
    plain, streaked = (
        np.asarray(Image.open(io.BytesIO(one.jpeg)).convert("L")) for one in (worn, samples.blemish(worn, "streaks", 5))
    )
    columns, model = (np.median(cleaned(page), axis=0) for page in (streaked, plain))
    assert (columns > 0.9 * model).all()


def test_the_back_of_a_thin_sheet_does_not_tell_how_the_page_leans() -> None:
    page = np.asarray(leaned(letter(lines=BODY * 5), 1.5).convert("L"))
    back = cv2.GaussianBlur(page[:, ::-1], (0, 0), 1.5).astype(np.float32)
    thin = np.clip(page - (255 - np.roll(back, 14, axis=0)) * 0.25, 0, 255).astype(np.uint8)
    assert skew_of(without_back(thin, bleed_of(thin))) == pytest.approx(1.5, abs=0.12)
    assert without_back(page, bleed_of(page)) is page
