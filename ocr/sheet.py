"""Where the sheet of paper lies in a photo: its four corners against the desk, so that it can be laid flat."""

from __future__ import annotations

from typing import Final, TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from ocr.pixels import Image, reduced
from ocr.sheet_sides import all_paper, by_its_sides, darkest

Corners: TypeAlias = npt.NDArray[np.float64]
"""Top left, top right, bottom right, bottom left: (4, 2) in pixels of the page."""
Point: TypeAlias = npt.NDArray[np.float64]

_ANALYSIS: Final = 640
_SMALLEST: Final = 0.2
_LEVELS: Final = (1.0, 0.8, 0.65, 1.15)
_FILLS: Final = 0.95
_FRAME: Final = 0.012
_SQUARE: Final = 0.85
_ALIKE: Final = 0.7
_STEP: Final = 7.0
_DARKER: Final = 12
_ALL_ALONG: Final = 0.85


def find_sheet(page: Image) -> Corners | None:
    """The corners of the sheet if it is seen lying on something darker, else None (a scan that is all paper).

    A sheet may touch or pass the edges of the picture; its sides must be straight and its corners near right angles.
    """
    if all_paper(page):
        return None
    small, scale = reduced(page, _ANALYSIS)
    plain = np.asarray(cv2.GaussianBlur(darkest(small), (0, 0), 2.0), dtype=np.uint8)
    corners = by_its_sides(plain)
    if corners is None or not _shaped_as_paper(corners, plain):
        corners = _by_its_outline(plain)
    return None if corners is None else corners / scale


def _by_its_outline(plain: Image) -> Corners | None:
    """The corners of a light sheet that passes the edges of the picture, so that not all of its sides are seen."""
    level, _ = cv2.threshold(plain, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    # A sheet in half shadow is darker at one end than the desk's mean: lower levels are tried until the sides hold.
    for share in _LEVELS:
        bright = (plain > level * share).astype(np.uint8) * 255
        outline = _largest_outline(bright)
        corners = _four_corners(outline) if outline is not None else None
        if corners is not None and outline is not None and _plausible(corners, outline, plain):
            return corners
    return None


def _largest_outline(bright: Image) -> npt.NDArray[np.int32] | None:
    # Print at the rim must not bite into the outline.
    closed = cv2.morphologyEx(bright, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8), borderType=cv2.BORDER_REPLICATE)
    opened = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((9, 9), np.uint8))
    outlines, _ = cv2.findContours(opened, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if not outlines:
        return None
    largest = max(outlines, key=cv2.contourArea)
    if cv2.contourArea(largest) < _SMALLEST * bright.size:
        return None
    return np.asarray(cv2.convexHull(largest), dtype=np.int32)


def _four_corners(outline: npt.NDArray[np.int32]) -> Corners | None:
    """The quadrilateral whose sides follow the outline: a line is fitted to the outline along each side."""
    length = cv2.arcLength(outline, True)
    for tolerance in (0.02, 0.03, 0.045, 0.06):
        rough = cv2.approxPolyDP(outline, tolerance * length, True)
        if len(rough) == 4:
            return _in_order(rough.reshape(4, 2).astype(np.float64))
    return None


def _in_order(points: Corners) -> Corners:
    """Clockwise from the top left."""
    middle = points.mean(axis=0)
    angles = np.arctan2(points[:, 1] - middle[1], points[:, 0] - middle[0])
    around = points[np.argsort(angles)]
    first = int(np.argmin(around.sum(axis=1)))
    return np.roll(around, -first, axis=0)


def _plausible(corners: Corners, outline: npt.NDArray[np.int32], plain: Image) -> bool:
    """Whether these can be the corners of a sheet: straight sides, near right angles, darker all around."""
    area = cv2.contourArea(corners.astype(np.float32))
    if not area or cv2.contourArea(outline) / area < _FILLS or not _shaped_as_paper(corners, plain):
        return False
    held = [_side_holds(corners[k], corners[(k + 1) % 4], corners.mean(axis=0), plain) for k in range(4)]
    return all(side is not False for side in held) and sum(side is True for side in held) >= 2


def _shaped_as_paper(corners: Corners, plain: Image) -> bool:
    """Whether the quadrilateral is more than a speck, less than the whole picture, and near a rectangle."""
    height, width = plain.shape
    frame = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64)
    if np.abs(corners - frame).max() < _FRAME * max(width, height):
        return False
    sides = np.roll(corners, -1, axis=0) - corners
    lengths = np.linalg.norm(sides, axis=1)
    following, next_lengths = np.roll(sides, -1, axis=0), np.roll(lengths, -1)
    sines = np.abs(sides[:, 0] * following[:, 1] - sides[:, 1] * following[:, 0]) / (lengths * next_lengths)
    opposite = np.minimum(lengths, np.roll(lengths, 2)) / np.maximum(lengths, np.roll(lengths, 2))
    large = cv2.contourArea(corners.astype(np.float32)) >= _SMALLEST * plain.size
    return bool(large and sines.min() >= _SQUARE and opposite.min() >= _ALIKE)


def _side_holds(start: Point, end: Point, middle: Point, plain: Image) -> bool | None:
    """Whether paper lies inside and something darker outside all along a side; None if it runs along the frame."""
    height, width = plain.shape
    along = start + np.linspace(0.04, 0.96, 50)[:, None] * (end - start)
    inward = np.array([start[1] - end[1], end[0] - start[0]]) / np.linalg.norm(end - start)
    if np.dot(inward, middle - start) < 0:
        inward = -inward
    inner, outer = along + _STEP * inward, along - _STEP * inward
    seen = ((outer >= 0) & (outer < [width, height]) & (inner >= 0) & (inner < [width, height])).all(axis=1)
    if seen.sum() < 10:
        return None
    inside = plain[inner[seen, 1].astype(int), inner[seen, 0].astype(int)].astype(int)
    outside = plain[outer[seen, 1].astype(int), outer[seen, 0].astype(int)].astype(int)
    return bool((inside - outside > _DARKER).mean() > _ALL_ALONG)
