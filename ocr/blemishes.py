"""What a page bears besides its print, taken out for reading: the desk or a black lid around the sheet, punched holes,
streaks of a feeder, the print of the back that shimmers through. Stored pages keep their pixels.

Each is looked for on a reduced image, and nothing is done to a page without cause. All of it is seen on the page as it
was captured: a feeder's streak runs along the edge of the picture, not along the print.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from ocr.pixels import Image, connected, halved

_ANALYSIS: Final = 700
_GROUND: Final = 200
_PAGE_MM: Final = 297.0
# The sheet and what lies around it.
_CLOSED: Final = 15
_SHEET: Final = (0.45, 0.995)
_SOLID: Final = 0.95
_DARKER: Final = 40
_RIM_MM: Final = 0.7
# Holes.
_HOLE_MM: Final = (4.0, 8.5)
_HOLE_FROM_EDGE_MM: Final = 30.0
_DISC: Final = (0.68, 0.9)
_HOLE_DARK: Final = 0.55
# Streaks.
_MARGIN: Final = 0.02
_BANDS: Final = 12
_STREAK: Final = 0.04
_STREAK_WIDE_MM: Final = 1.5
_OPAQUE: Final = 0.4
# The print of the back.
_PALE: Final = (0.66, 0.92)
_DARK: Final = 0.5
_FEWEST_PALE: Final = 0.012
_FEWEST_DARK: Final = 0.004

Contour: TypeAlias = npt.NDArray[np.int32]


@dataclass(frozen=True)
class _Streak:
    """Columns from `start` to before `stop` of the reduced image."""

    start: int
    stop: int


def without_blemishes(page: Image, base: Image) -> Image:
    """`page` in grey as it is best read. `base`: the same in grey with fewer pixels, to see what is where."""
    # Halving is cheap where sides are even all the way.
    even = base[: max(8, base.shape[0] // 8 * 8), : max(8, base.shape[1] // 8 * 8)]
    small = np.ascontiguousarray(halved(even, _ANALYSIS / max(even.shape)))
    paper = int(np.percentile(small[::4, ::4], 80))
    sheet = _sheet_outline(small)
    cleaned = _without_streaks(page, base)
    ground = _ground(small)
    if (bleeding := _bleed_level(small, ground)) is not None:
        cleaned = _bleached(cleaned, ground, bleeding)
    scale = page.shape[1] / base.shape[1] * even.shape[1] / small.shape[1]
    holes = _holes(small, paper)
    if sheet is None and not holes:
        return cleaned
    cleaned = cleaned.copy() if cleaned is page else cleaned
    for x, y, radius in holes:
        cv2.circle(cleaned, (round(x * scale), round(y * scale)), round(radius * scale), paper, -1)
    return cleaned if sheet is None else _around_painted(cleaned, np.round(sheet * scale).astype(np.int32), paper)


# --- the sheet and what lies around it --------------------------------------------------------------------------------


def _sheet_outline(small: Image) -> Contour | None:
    """The convex outline of a light sheet on something darker; None where the page is all paper."""
    calm = cv2.blur(small, (5, 5))
    _, light = cv2.threshold(calm, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    rim = np.concatenate([light[0], light[-1], light[:, 0], light[:, -1]])
    if rim.mean() > 0.97 * 255:
        return None
    closed = cv2.morphologyEx(light, cv2.MORPH_CLOSE, np.ones((_CLOSED, _CLOSED), np.uint8))
    closed = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((9, 9), np.uint8))
    outlines, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not outlines:
        return None
    largest = max(outlines, key=cv2.contourArea)
    hull = cv2.convexHull(largest)
    area = cv2.contourArea(hull)
    if not _SHEET[0] <= area / small.size <= _SHEET[1] or cv2.contourArea(largest) < _SOLID * area:
        return None
    inside = np.zeros(small.shape, np.uint8)
    cv2.fillPoly(inside, [hull], 255)
    around = calm[inside == 0]
    if around.size == 0 or float(np.median(calm[inside > 0])) - float(np.percentile(around, 75)) < _DARKER:
        return None
    return np.asarray(hull.reshape(-1, 2), dtype=np.int32)


def _around_painted(page: Image, sheet: Contour, paper: int) -> Image:
    """The page with all that lies outside the sheet's outline, and the shadow of its edge, as light as paper."""
    height, width = page.shape
    outside = np.full(page.shape, 255, np.uint8)
    cv2.fillPoly(outside, [sheet], 0)
    rim = max(1, round(_RIM_MM * max(height, width) / _PAGE_MM))
    cv2.polylines(outside, [sheet], True, 255, 2 * rim)
    # The frame of the picture is no edge of the sheet: print may come close to it.
    page[outside > 0] = paper
    return page


# --- holes ------------------------------------------------------------------------------------------------------------


def _holes(small: Image, paper: int) -> list[tuple[float, float, float]]:
    """Dark discs of the size of punched holes near an edge, two at least at one distance from it: x, y, radius."""
    dark = np.asarray(small < _HOLE_DARK * paper, dtype=np.uint8)
    _, stats, _ = connected(dark)
    pixel_mm = _PAGE_MM / max(small.shape)
    x, y, wide, high, area = stats[1:].T.astype(np.float64)
    sized = (np.maximum(wide, high) * pixel_mm <= _HOLE_MM[1]) & (np.minimum(wide, high) * pixel_mm >= _HOLE_MM[0])
    share = area / (wide * high)
    discs = sized & (np.abs(wide - high) <= 0.22 * wide) & (share > _DISC[0]) & (share < _DISC[1])
    found = [
        (left + across / 2, top + down / 2, (across + down) / 4 + 1.5)
        for left, top, across, down in zip(x[discs], y[discs], wide[discs], high[discs], strict=True)
    ]
    height, width = small.shape
    edge = _HOLE_FROM_EDGE_MM / pixel_mm
    holes: set[tuple[float, float, float]] = set()
    for axis, length in ((0, width), (1, height)):
        near = [hole for hole in found if hole[axis] < edge or hole[axis] > length - edge]
        for hole in near:
            # A row of holes leans as the sheet does.
            row = [other for other in near if abs(other[axis] - hole[axis]) < 4 / pixel_mm]
            holes |= set(row) if len(row) > 1 else set()
    return sorted(holes)


# --- streaks ----------------------------------------------------------------------------------------------------------


def _without_streaks(page: Image, base: Image) -> Image:
    """The page without lines that run straight from edge to edge, upright or level."""
    cleaned = page
    for turned in (False, True):
        seen = base.T if turned else base
        streaks = _streaks(seen)
        if not streaks:
            continue
        cleaned = cleaned.copy() if cleaned is page else cleaned
        columns = cleaned.T if turned else cleaned
        scale = columns.shape[1] / seen.shape[1]
        for streak in streaks:
            _lift(columns, int((streak.start - 0.5) * scale), int(np.ceil((streak.stop + 0.5) * scale)))
    return cleaned


def _streaks(base: Image) -> list[_Streak]:
    """Narrow columns that are darker than their neighbours all along, in the blank margins at both ends too."""
    margin = max(2, round(_MARGIN * base.shape[0]))
    ends = [cv2.reduce(np.ascontiguousarray(part), 0, cv2.REDUCE_AVG, dtype=cv2.CV_32F)[0]
            for part in (base[:margin], base[-margin:])]  # fmt: skip
    broad = max(3, 2 * round(_STREAK_WIDE_MM * max(base.shape) / _PAGE_MM) + 1)
    suspects = np.logical_and(*(_dips(end, broad) for end in ends))
    if not suspects.any() or suspects.mean() > 0.1:
        return []
    step = max(1, base.shape[0] // 500)
    rows = base[::step]
    rows = rows[: len(rows) // _BANDS * _BANDS]
    levels = np.median(rows.reshape(_BANDS, -1, base.shape[1]), axis=1)
    dark = np.mean([_dips(level.astype(np.float32), broad) for level in levels], axis=0) >= (_BANDS - 2) / _BANDS
    near = cv2.dilate(suspects.astype(np.uint8)[None], np.ones((1, 3), np.uint8))[0] > 0
    return _runs(dark & near, broad)


def _dips(level: npt.NDArray[np.float32], broad: int) -> npt.NDArray[np.bool_]:
    """Where a row of brightness falls below that of its neighbourhood."""
    ground = cv2.erode(cv2.dilate(level[None], np.ones((1, broad))), np.ones((1, broad)))[0]
    return np.asarray(level < (1 - _STREAK) * ground)


def _runs(marked: npt.NDArray[np.bool_], broad: int) -> list[_Streak]:
    edges = np.flatnonzero(np.diff(np.concatenate([[0], marked.astype(np.int8), [0]])))
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return [_Streak(int(start), int(stop)) for start, stop in pairs if stop - start <= broad]


def _lift(columns: Image, start: int, stop: int) -> None:
    """Make a streak's columns as light as those beside it; where it hides all, let the print beside it run across."""
    width = columns.shape[1]
    start, stop = max(1, start), min(width - 1, stop)
    left, right = max(0, start - 2), min(width - 1, stop + 1)
    beside = (columns[:, left].astype(np.float32) + columns[:, right].astype(np.float32)) / 2
    paper = float(np.median(beside))
    for column in range(start, stop):
        level = float(np.median(columns[:, column]))
        if level >= 0.98 * paper:
            continue
        if level > _OPAQUE * paper:
            lighter = np.minimum(np.arange(256) * (paper / level), 255).astype(np.uint8)
            columns[:, column] = lighter[columns[:, column]]
        else:
            columns[:, column] = beside.astype(np.uint8)


# --- the print of the back --------------------------------------------------------------------------------------------


def _bleed_level(small: Image, ground: Image) -> float | None:
    """As a share of the paper's brightness, what is to be white that pale strokes may vanish; None without cause."""
    shade = cv2.divide(small, ground, scale=255)
    dark = np.asarray(shade < _DARK * 255, dtype=np.uint8)
    near = cv2.dilate(dark, np.ones((7, 7), np.uint8))
    counts = cv2.calcHist([shade], [0], 1 - near, [256], [0, 256]).ravel()
    first, last = (round(share * 255) for share in _PALE)
    pale = counts[first:last]
    if dark.mean() < _FEWEST_DARK or pale.sum() < _FEWEST_PALE * shade.size:
        return None
    return float(first + np.searchsorted(np.cumsum(pale), 0.1 * pale.sum())) / 255


def _ground(small: Image) -> Image:
    """The brightness of the paper behind the print, over all of the reduced image."""
    tiny = halved(small, _GROUND / max(small.shape))
    light = cv2.medianBlur(cv2.dilate(tiny, np.ones((3, 3), np.uint8)), 9)
    return np.asarray(cv2.resize(light, (small.shape[1], small.shape[0]), interpolation=cv2.INTER_LINEAR), np.uint8)


def _bleached(page: Image, ground: Image, level: float) -> Image:
    """The page with all that is lighter than `level` of the ground around it made white."""
    ground = np.asarray(cv2.resize(ground, (page.shape[1], page.shape[0]), interpolation=cv2.INTER_LINEAR), np.uint8)
    shade = cv2.divide(page, ground, scale=255)
    # Dark print stays as dark as it is; from there to `level` everything is drawn out.
    curve = np.interp(np.arange(256), [0, 128 * level, 255 * level, 255], [0, 128 * level, 255, 255]).astype(np.uint8)
    return np.asarray(cv2.LUT(shade, curve), dtype=np.uint8)
