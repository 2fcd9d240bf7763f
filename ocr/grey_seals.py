"""Round seals on a page without colour: a copier turns red ink into a grey that is paler than the print's black.

Where ring and print differ in tone, all that is paler than print is taken for paper inside the ring, and the names and
titles that the seal lies on can be read. A seal as black as the print (a two-colour scan's) stays as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from ocr.pixels import Image, grey, reduced

_ANALYSIS: Final = 900
_PAGE_MM: Final = 297.0
_DIAMETER_MM: Final = (24.0, 50.0)
_MOST: Final = 3
_COLOURED: Final = 24
_FEWEST_COLOURED: Final = 0.0008
# Brightness as a share of the paper's: what is neither paper nor surely print.
# The print of a hard copy is blacker, and so is the seal on it.
_PRINT: Final = (0.45, 0.25)
_MID: Final = 0.86
_FEWEST_MID, _MOST_MID = 0.0015, 0.02
_VOTES: Final = 22
_ROUND: Final = 0.72
_DIRECTIONS: Final = 96
_SLACK: Final = 5
_APART: Final = 0.1
_SHARE: Final = 0.6

Radii: TypeAlias = npt.NDArray[np.floating]
Places: TypeAlias = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Ring:
    """A seal's outer ring in pixels of the image it was found in."""

    x: float
    y: float
    radius: float


def without_grey_seals(page: Image, base: Image) -> Image:
    """`page` in grey, grey round seals faded from under the print. `base`: the page with fewer pixels, for analysis."""
    if has_colour(base):
        return page
    small, scale = reduced(grey(base), _ANALYSIS)
    scale *= base.shape[1] / page.shape[1]
    found = rings(small)
    print_tone = _tone_of_print(page) if found else 0.0
    cleaned = page
    for ring in found:
        cleaned = cleaned.copy() if cleaned is page else cleaned
        _fade(cleaned, Ring(ring.x / scale, ring.y / scale, ring.radius / scale), print_tone)
    return cleaned


def has_colour(image: Image) -> bool:
    """Whether there is coloured ink on a page; a yellowish ground is none."""
    if image.ndim == 2:
        return False
    some = image[::7, ::7].astype(np.int16)
    spread = some.max(axis=2) - some.min(axis=2)
    return bool((spread > _COLOURED + np.median(spread)).mean() > _FEWEST_COLOURED)


def rings(small: Image) -> list[Ring]:
    """The rings of round seals in a grey image of a page in about 75 dpi, paler than its print."""
    paper = float(np.percentile(small[::4, ::4], 80))
    for print_share in _PRINT:
        # The edges of print are of a middling tone too.
        near = cv2.dilate(np.asarray(small < print_share * paper, dtype=np.uint8), np.ones((5, 5), np.uint8))
        mid = np.asarray((near == 0) & (small < _MID * paper), dtype=np.uint8) * 255
        if not _FEWEST_MID * 255 < mid.mean() < _MOST_MID * 255:
            continue
        if found := _rings_of(mid):
            return found
    return []


def _rings_of(mid: Image) -> list[Ring]:
    """The circles of a seal's size in an image of pale ink."""
    pixel_mm = _PAGE_MM / max(mid.shape)
    least, most = (round(diameter / 2 / pixel_mm) for diameter in _DIAMETER_MM)
    found = cv2.HoughCircles(
        cv2.GaussianBlur(mid, (3, 3), 0), cv2.HOUGH_GRADIENT, 1.5, least, None, 160, _VOTES, least, most
    )
    kept: list[Ring] = []
    for x, y, radius in [] if found is None else found.reshape(-1, 3)[:12].astype(float):
        if any(np.hypot(x - ring.x, y - ring.y) < ring.radius for ring in kept):
            continue
        tried = [radius + step for step in range(-_SLACK, _SLACK + 1)]
        best = max(tried, key=lambda one: _inked(mid, x, y, one))
        if _inked(mid, x, y, best) >= _ROUND:
            kept.append(Ring(x, y, best))
    return kept[:_MOST]


def _inked(mid: Image, x: float, y: float, radius: float) -> float:
    """How much of a circle has ink along it."""
    across, down = _around(x, y, radius + np.arange(-2.0, 3.0)[:, None], mid)
    return float((mid[down, across] > 0).any(axis=0).mean())


def _around(x: float, y: float, radii: Radii, image: Image) -> tuple[Places, Places]:
    """The pixels (column, row) on circles around a point, a row for each radius."""
    angles = np.arange(_DIRECTIONS) * 2 * np.pi / _DIRECTIONS
    across = np.clip(np.round(x + radii * np.cos(angles)), 0, image.shape[1] - 1).astype(np.int64)
    down = np.clip(np.round(y + radii * np.sin(angles)), 0, image.shape[0] - 1).astype(np.int64)
    return across, down


def _fade(page: Image, ring: Ring, print_tone: float) -> None:
    """Make paper of what is paler than print inside the ring, in place; nothing where its ink is as dark as print."""
    reach = ring.radius * 1.1 + 2
    left, top = max(0, int(ring.x - reach)), max(0, int(ring.y - reach))
    place = page[top : int(ring.y + reach) + 1, left : int(ring.x + reach) + 1]
    paper = float(np.percentile(place, 80))
    wide = max(2, round(0.05 * ring.radius))
    across, down = _around(ring.x, ring.y, ring.radius + np.arange(-wide, wide + 1.0)[:, None], page)
    seal_tone = float(np.percentile(page[down, across].min(axis=0), 25))
    if seal_tone - print_tone < _APART * paper:
        return
    limit = print_tone + _SHARE * (seal_tone - print_tone)
    low = print_tone + 0.3 * (limit - print_tone)
    curve = np.interp(np.arange(256), [0, low, limit, 255], [0, low, paper, 255]).astype(np.uint8)
    disc = np.zeros(place.shape, np.uint8)
    cv2.circle(disc, (round(ring.x - left), round(ring.y - top)), round(reach), 255, -1)
    place[disc > 0] = np.maximum(place, curve[place])[disc > 0]


def _tone_of_print(page: Image) -> float:
    """How dark the strokes of a page's print are within."""
    some = page[::3, ::3]
    dark = some[some < _PRINT[0] * float(np.percentile(some, 80))]
    return float(np.median(dark)) if dark.size else 0.0
