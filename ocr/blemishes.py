"""What a page bears besides its print, taken out for reading: a black lid around the sheet, punched holes, the
streaks of a feeder, the print of the back that shimmers through. Stored pages keep their pixels.

Each is looked for on a reduced image, and nothing is done to a page without cause. All of it is seen on the page as it
was captured: a feeder's streak runs along the edge of the picture, not along the print.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from ocr.pixels import Image, connected, halved

_ANALYSIS: Final = 700
_GROUND: Final = 200
_PAGE_MM: Final = 297.0
# What lies around the sheet.
_BLACK: Final = 0.36
_FEWEST_BLACK: Final = 0.02
_MOST_BLACK: Final = 0.4
_RIM_MM: Final = 1.2
# Holes.
_HOLE_MM: Final = (4.0, 8.5)
_HOLE_FROM_EDGE_MM: Final = 30.0
_DISC: Final = (0.68, 0.9)
_HOLE_DARK: Final = 0.55
_THIN_MM: Final = 2.0
# Streaks.
_MARGIN: Final = 0.02
_BANDS: Final = 12
_STREAK: Final = 0.04
_STREAK_WIDE_MM: Final = 1.5
_OPAQUE: Final = 0.4
# The print of the back.
_LOOKS, _BAND = 8, 64
_PALE: Final = (0.6, 0.92)
_DARK: Final = 0.55
_IN_LIGHT: Final = 0.75
_FEWEST_PALE: Final = 0.0095
_PALEST: Final = 0.76


@dataclass(frozen=True)
class _Streak:
    """Columns from `start` to before `stop` of the reduced image."""

    start: int
    stop: int


@dataclass(frozen=True)
class Bleed:
    """The print of the back: what is lighter than `level` (a share) of the `ground` around it is to be white."""

    ground: Image
    level: float


def without_blemishes(page: Image, base: Image, bleed: Bleed | None) -> Image:
    """`page` in grey as it is best read. `base`: the same in grey with fewer pixels, to see what is where;
    `bleed`: what `bleed_of` says of it."""
    small, share = _small(base)
    paper = _paper(small)
    black = _blackness(small, paper)
    cleaned = _without_streaks(page, base)
    cleaned = without_back(cleaned, bleed)
    scale = page.shape[1] / base.shape[1] / share
    holes = _holes(small, paper)
    if black is None and not holes:
        return cleaned
    cleaned = cleaned.copy() if cleaned is page else cleaned
    for x, y, radius in holes:
        cv2.circle(cleaned, (round(x * scale), round(y * scale)), round(radius * scale), paper, -1)
    return cleaned if black is None else _painted(cleaned, black, paper)


def _small(base: Image) -> tuple[Image, float]:
    """The page small enough to look all of it over, and its scale."""
    # Halving is cheap where sides are even all the way.
    even = base[: max(8, base.shape[0] // 8 * 8), : max(8, base.shape[1] // 8 * 8)]
    small = np.ascontiguousarray(halved(even, _ANALYSIS / max(even.shape)))
    return small, small.shape[1] / even.shape[1]


def _paper(small: Image) -> int:
    return int(np.percentile(small[::4, ::4], 80))


# --- the sheet and what lies around it --------------------------------------------------------------------------------


def _blackness(small: Image, paper: int) -> Image | None:
    """Where a black lid or table lies beside the sheet, up to the edges of the picture; None where nowhere.

    Nothing but black is taken for it: half of a sheet may lie in shadow.
    """
    dark = np.asarray(cv2.blur(small, (3, 3)) < _BLACK * paper, dtype=np.uint8)
    rim = np.concatenate([dark[0], dark[-1], dark[:, 0], dark[:, -1]])
    if rim.mean() < _FEWEST_BLACK:
        return None
    opened = np.asarray(cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8)), dtype=np.uint8)
    labels, stats, _ = connected(
        np.asarray(cv2.copyMakeBorder(opened, 1, 1, 1, 1, cv2.BORDER_REPLICATE), dtype=np.uint8)
    )
    x, y, wide, high = stats[:, 0], stats[:, 1], stats[:, 2], stats[:, 3]
    outer = (x == 0) | (y == 0) | (x + wide == labels.shape[1]) | (y + high == labels.shape[0])
    outer[0] = False
    around = np.asarray(outer[labels[1:-1, 1:-1]], dtype=np.uint8)
    if not around.any() or around.mean() > _MOST_BLACK:
        return None
    rim_wide = 2 * max(1, round(_RIM_MM * max(small.shape) / _PAGE_MM)) + 1
    return np.asarray(cv2.dilate(around, np.ones((rim_wide, rim_wide), np.uint8)), dtype=np.uint8)


def _painted(page: Image, where: Image, paper: int) -> Image:
    """The page as light as paper where the mask, which has fewer pixels, says so."""
    mask = cv2.resize(where, (page.shape[1], page.shape[0]), interpolation=cv2.INTER_NEAREST)
    page[mask > 0] = paper
    return page


# --- holes ------------------------------------------------------------------------------------------------------------


def _holes(small: Image, paper: int) -> list[tuple[float, float, float]]:
    """Dark discs of the size of punched holes near an edge, two at least at one distance from it: x, y, radius."""
    pixel_mm = _PAGE_MM / max(small.shape)
    dark = np.asarray(small < _HOLE_DARK * paper, dtype=np.uint8)
    # Frames and letters that a hole touches are thinner than it.
    thin = max(3, round(_THIN_MM / pixel_mm))
    round_one = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (thin, thin))
    solid = cv2.morphologyEx(dark, cv2.MORPH_OPEN, round_one)
    _, stats, _ = connected(np.asarray(solid, dtype=np.uint8))
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


def bleed_of(base: Image) -> Bleed | None:
    """What shimmers through from the back of a grey page; None where nothing does."""
    small, _ = _small(base)
    ground = _ground(small)
    level = _bleed_level(base, ground, _paper(small))
    return None if level is None else Bleed(ground, level)


def without_back(page: Image, bleed: Bleed | None) -> Image:
    """The page without the print of the back, which leans the other way and would pass for the page's own lean."""
    return page if bleed is None else _bleached(page, bleed.ground, bleed.level)


def _bleed_level(base: Image, ground: Image, paper: int) -> float | None:
    """As a share of the paper's brightness, what is to be white that pale strokes may vanish; None without cause.

    `ground`: the paper's brightness, with fewer pixels. Looked at in a few bands of the page, with all pixels there:
    thin print is dark only there. Pale strokes away from dark ones, and few that are nearly dark, are the back's.
    """
    height, width = base.shape
    tops = np.linspace(0.08 * height, max(0.0, 0.92 * height - _BAND), _LOOKS).astype(int)
    part = np.vstack([base[top : top + _BAND] for top in tops])
    behind = np.vstack([ground[top * len(ground) // height][None] for top in tops for _ in range(_BAND)])[: len(part)]
    behind = cv2.resize(behind, (width, len(part)), interpolation=cv2.INTER_NEAREST)
    shade = cv2.divide(part, behind, scale=255)
    near = cv2.dilate(np.asarray(shade < _DARK * 255, dtype=np.uint8), np.ones((13, 13), np.uint8))
    seen = (near == 0) & (behind > _IN_LIGHT * paper)
    pale = np.asarray(seen & (shade > _PALE[0] * 255) & (shade < _PALE[1] * 255), dtype=np.uint8)
    strokes = shade[cv2.morphologyEx(pale, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8)) > 0]
    if strokes.size < _FEWEST_PALE * shade.size:
        return None
    level = float(np.percentile(strokes, 10)) / 255
    return level if level >= _PALEST else None


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
