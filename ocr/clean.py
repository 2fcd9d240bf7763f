"""Cleaning for reading only: seals apart from the text under them, light evened out. Stored pages keep their pixels."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from ocr.pixels import Image, connected, grey, reduced

_ANALYSIS: Final = 1000
_SEAL_MM: Final = (22.0, 55.0)
_PAGE_MM: Final = 297.0
_REDDER: Final = 30
_LEAST_RED: Final = 14
_MOST_LIFT: Final = 1.6
# What is lighter than this share of the paper is paper.
_PAPER: Final = 0.9


def without_seals(page: Image, base: Image) -> Image:
    """The page in grey, round red seals faded: inside them the red channel is taken, in which red ink is paper.

    Only there: red titles and red serial numbers would vanish with it elsewhere. `base`: the page, smaller.
    """
    if page.ndim == 2:
        return page
    plain, scale = grey(page), page.shape[1] / base.shape[1]
    for seal in seal_places(base):
        left, top, right, bottom = (round(side * scale) for side in seal)
        faded = _faded(page[top:bottom, left:right])
        plain[top:bottom, left:right] = np.maximum(plain[top:bottom, left:right], faded)
    return plain


def _faded(place: Image) -> Image:
    """The red channel of a sealed place, lifted so that red ink comes out as light as the paper around it."""
    red = place[:, :, 2]
    inked = _red_ink(place)
    if inked.sum() < 20:
        return red
    paper, ink = float(np.percentile(red, 85)), float(np.median(red[inked]))
    lift = min(_MOST_LIFT, max(1.0, paper / max(1.0, ink)))
    return np.asarray(cv2.convertScaleAbs(red, alpha=lift), dtype=np.uint8)


def _red_ink(image: Image) -> npt.NDArray[np.bool_]:
    blue, green, red = (image[:, :, channel].astype(np.int16) for channel in range(3))
    # In the shade red is less red: what counts is its share of the light that falls there.
    return np.asarray(red - np.maximum(green, blue) > np.maximum(_REDDER * red // 255, _LEAST_RED))


def seal_places(page: Image) -> list[tuple[int, int, int, int]]:
    """Where round, seal-sized marks in red ink stand: (left, top, right, bottom) in pixels of the page."""
    small, scale = reduced(page, _ANALYSIS)
    height, width = small.shape[:2]
    inked = np.asarray(_red_ink(small), dtype=np.uint8)
    if inked.mean() > 0.3:
        # A red sheet, not a red seal on a sheet.
        return []
    pixel_mm = _PAGE_MM / max(height, width)
    joined = np.asarray(cv2.morphologyEx(inked, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8)), dtype=np.uint8)
    _, stats, _ = connected(joined)
    places = []
    for x, y, wide, high, area in stats[1:]:
        large, small_side = max(wide, high) * pixel_mm, min(wide, high) * pixel_mm
        cut = x <= 2 or y <= 2 or x + wide >= width - 2 or y + high >= height - 2
        round_enough = small_side > 0.7 * large or (cut and small_side > 0.25 * large)
        if _SEAL_MM[0] <= large <= _SEAL_MM[1] and round_enough and area > 0.08 * wide * high:
            rim = 3
            places.append(
                (
                    max(0, int((x - rim) / scale)),
                    max(0, int((y - rim) / scale)),
                    min(page.shape[1], int((x + wide + rim) / scale)),
                    min(page.shape[0], int((y + high + rim) / scale)),
                )
            )
    return places


def even_light(page: Image) -> Image:
    """A grey page with shadows and a grey or yellow ground taken out: paper white, ink as dark as it was against it."""
    small, _ = reduced(page, 500)
    ground = cv2.medianBlur(cv2.dilate(small, np.ones((9, 9), np.uint8)), 31)
    ground = cv2.resize(ground, (page.shape[1], page.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(page, ground, scale=255), dtype=np.uint8)


def whitened(page: Image) -> Image:
    """A grey page whose paper is white, its grain gone, ink as dark against it as it was.

    Tesseract packs every line as PNG on its way to the network: grain costs it a tenth of its time. Lines are found as
    well by one threshold on such a page as by Sauvola's on a grained one, which costs another tenth.
    """
    levels = np.bincount(page[::4, ::4].ravel(), minlength=256).cumsum()
    paper = int(np.searchsorted(levels, levels[-1] / 2))
    table = np.clip(np.arange(256) * (255 / max(1.0, _PAPER * paper)), 0, 255).astype(np.uint8)
    return np.asarray(cv2.LUT(page, table), dtype=np.uint8)


def uneven(page: Image) -> bool:
    """Whether the ground of a grey page is dark or varies enough to be worth evening out."""
    small, _ = reduced(page, 200)
    ground = cv2.medianBlur(cv2.dilate(small, np.ones((5, 5), np.uint8)), 21)
    low, high = np.percentile(ground, [5, 95])
    return bool(high - low > 25 or high < 200)


def looks_blank(page: Image) -> bool:
    """Whether nothing is printed or written on a grey page: no cluster of dark points large enough for a letter."""
    small, _ = reduced(page, _ANALYSIS)
    height, width = small.shape[:2]
    inner = small[int(height * 0.04) : int(height * 0.96) or 1, int(width * 0.04) : int(width * 0.96) or 1]
    if inner.size == 0:
        return True
    ink = cv2.adaptiveThreshold(inner, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 51, 25)
    _, stats, _ = connected(np.asarray(ink, dtype=np.uint8))
    return int((stats[1:, cv2.CC_STAT_AREA] >= 8).sum()) < 3
