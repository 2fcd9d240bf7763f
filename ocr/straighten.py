"""Setting lines level: how far a page leans, where the sheet lies in a photo, and the way back to the page's pixels.

The reading image is made from the upright page by one projective map (shrink, deskew, flatten) and, of paper that did
not lie flat, a bend taken out of its lines. Boxes found in it are mapped back through the inverse, so that they lie on
the page after rotation only (docs/contract.md).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from ocr.curl import Bend, bend_of
from ocr.model import Box
from ocr.pixels import Image, connected, halved, reduced

Matrix: TypeAlias = npt.NDArray[np.float64]

_ANALYSIS: Final = 1200
_MAX_SKEW: Final = 12.0
_STRAIGHT: Final = 0.05
_MAX_POINTS: Final = 30_000
_LETTER_ANALYSIS: Final = 1600
_FEW_LETTERS: Final = 40
_SHRINKS: Final = 0.85
_BLUR: Final = 0.4
_GRID: Final = 16
_TRIES: Final = 4


@dataclass(frozen=True)
class View:
    """How the reading image was made from the upright page: `matrix` maps page pixels to reading pixels.

    `bend`: how far lines still bend after that; what stands on a bent line is read off it as if the line were level.
    """

    matrix: Matrix
    width: int
    height: int
    bend: Bend | None = None

    def of(self, page: Image) -> Image:
        """The reading image of `page`; what lies outside of it is taken for paper of the colour of its rim."""
        height, width = page.shape[:2]
        matrix, scale = self.matrix, self._shrinks_by()
        if scale < _SHRINKS:
            page = halved(page, scale)
            across, down = width / page.shape[1], height / page.shape[0]
            matrix, scale = matrix @ np.diag([across, down, 1.0]), scale * max(across, down)
            # A warp samples single points: with a little blur before, thin strokes are seen by some of them.
            page = np.asarray(cv2.GaussianBlur(page, (0, 0), _BLUR / scale), dtype=np.uint8)
            sampled = cv2.INTER_LINEAR
        elif self._shows_as_it_is(width, height):
            return page
        else:
            sampled = cv2.INTER_CUBIC
        if self.bend:
            return self._unbent(page, matrix, sampled)
        warped = cv2.warpPerspective(
            page, matrix, (self.width, self.height), flags=sampled, borderMode=cv2.BORDER_REPLICATE
        )
        return np.asarray(warped, dtype=np.uint8)

    def _shows_as_it_is(self, width: int, height: int) -> bool:
        same = (self.height, self.width) == (height, width) and np.allclose(self.matrix, np.eye(3), atol=2e-3)
        return bool(same and not self.bend)

    def on(self, scale: float) -> View:
        """The view that shows the same of a page shrunk by `scale`."""
        return replace(self, matrix=self.matrix @ np.diag([1 / scale, 1 / scale, 1.0]))

    def near(self, box: Box) -> Matrix:
        """`matrix` as it is near a box of the reading image, where the bend of lines is little more than a lean."""
        x, y, wide, high = box[0], box[1], max(1, box[2]), max(1, box[3])
        middle = np.array([x + wide / 2, y + high / 2])
        ends = middle + np.array([[0.0, 0.0], [-wide / 2, 0.0], [wide / 2, 0.0], [0.0, -high / 2], [0.0, high / 2]])
        down = self._down(ends)
        across, along = (down[2] - down[1]) / wide, (down[4] - down[3]) / high
        shift = down[0] - across * middle[0] - along * middle[1]
        bent = np.array([[1.0, 0.0, 0.0], [across, 1.0 + along, shift], [0.0, 0.0, 1.0]])
        return np.asarray(np.linalg.inv(bent) @ self.matrix, dtype=np.float64)

    def forth(self, box: Box) -> Box:
        """`box` of the page as the box around it in the reading image."""
        x, y, width, height = box
        corners = np.array([[[x, y], [x + width, y], [x + width, y + height], [x, y + height]]], np.float64)
        level = bent = cv2.perspectiveTransform(corners, self.matrix)[0]
        for _ in range(_TRIES if self.bend else 0):
            level = np.stack([bent[:, 0], bent[:, 1] - self._down(level)], axis=1)
        points = np.round(level).astype(int)
        (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
        return (int(left), int(top), max(1, int(right - left)), max(1, int(bottom - top)))

    def lean(self) -> float:
        """Degrees clockwise by which a level line of the reading image leans on the page, at its middle."""
        middle = np.array([self.width / 2, self.height / 2])
        aside = np.array([50.0, 0.0])
        (x0, y0), (x1, y1) = self._on_page(np.stack([middle - aside, middle + aside]))
        return float(np.degrees(np.arctan2(y1 - y0, x1 - x0)))

    def _on_page(self, points: Matrix) -> Matrix:
        bent = np.stack([points[:, 0], points[:, 1] + self._down(points)], axis=1)
        mapped = cv2.perspectiveTransform(bent.reshape(1, -1, 2).astype(np.float64), np.linalg.inv(self.matrix))
        return np.asarray(mapped[0], dtype=np.float64)

    def _down(self, points: Matrix) -> Matrix:
        """How far below each point of the reading image stands what is read there, before lines are unbent."""
        if not self.bend:
            return np.zeros(len(points))
        return self.height * self.bend.down(2 * points[:, 0] / self.width - 1, 2 * points[:, 1] / self.height - 1)

    def _unbent(self, page: Image, matrix: Matrix, sampled: int) -> Image:
        """The reading image point by point: the way back is worked out for some, and drawn out between them."""
        rows, columns = -(-self.height // _GRID), -(-self.width // _GRID)
        y, x = np.mgrid[0:rows, 0:columns] * float(_GRID) + (_GRID - 1) / 2
        known = replace(self, matrix=matrix)._on_page(np.stack([x.ravel(), y.ravel()], axis=1))
        known = known.reshape(rows, columns, 2).astype(np.float32)
        every = cv2.resize(known, (columns * _GRID, rows * _GRID), interpolation=cv2.INTER_LINEAR)
        across, down = cv2.split(every[: self.height, : self.width])
        return np.asarray(cv2.remap(page, across, down, sampled, borderMode=cv2.BORDER_REPLICATE), dtype=np.uint8)

    def _shrinks_by(self) -> float:
        middle = np.array([self.width / 2, self.height / 2])
        spot = self._on_page(middle + np.array([[0.0, 0.0], [10.0, 0.0], [0.0, 10.0]]))
        one, other = spot[1] - spot[0], spot[2] - spot[0]
        area = abs(float(one[0] * other[1] - one[1] * other[0]))
        return float(np.sqrt(100 / area)) if area else 1.0

    def back(self, box: Box, page_width: int, page_height: int) -> Box:
        """`box` of the reading image as the box around it on the page."""
        x, y, width, height = box
        points = self._on_page(np.array([[x, y], [x + width, y], [x + width, y + height], [x, y + height]], np.float64))
        left, top = np.clip(np.floor(points.min(axis=0)), 0, [page_width - 1, page_height - 1]).astype(int)
        right, bottom = np.clip(np.ceil(points.max(axis=0)), 1, [page_width, page_height]).astype(int)
        return (int(left), int(top), max(1, int(right - left)), max(1, int(bottom - top)))


def whole_view(width: int, height: int) -> View:
    """The page as it is."""
    return View(np.eye(3), width, height)


def flat_view(corners: Matrix) -> View:
    """The view that lays a sheet flat whose corners (from the top left, clockwise) are seen at an angle."""
    lengths = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    width, height = (max(1, round(float(max(lengths[k], lengths[k + 2])))) for k in (0, 1))
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), flat)
    return View(np.asarray(matrix, dtype=np.float64), width, height)


def scaled(view: View, scale: float) -> View:
    """`view` with `scale` times the pixels in each direction."""
    wide, high = max(1, round(view.width * scale)), max(1, round(view.height * scale))
    return View(np.diag([wide / view.width, high / view.height, 1.0]) @ view.matrix, wide, high)


def level(view: View, skew: float, bend: Bend | None = None) -> View:
    """`view` turned back by `skew` degrees about its middle, and the bend taken out of lines that still have one."""
    if abs(skew) < _STRAIGHT:
        return replace(view, bend=bend)
    turn = np.vstack([cv2.getRotationMatrix2D((view.width / 2, view.height / 2), skew, 1.0), [0, 0, 1]])
    return replace(view, matrix=turn @ view.matrix, bend=bend)


def skew_of(page: Image) -> float:
    """Degrees clockwise that the lines of a grey upright page lean; 0 if there are none to tell by."""
    small, _ = reduced(page, _ANALYSIS)
    return _lean(_ink_points(small), small.shape[1])


def skew_and_bend(page: Image) -> tuple[float, Bend | None]:
    """How the lines of a grey upright page lean, and how they bend once they are set level; None if they hardly do."""
    small, _ = reduced(page, _ANALYSIS)
    height, width = small.shape
    points = _ink_points(small)
    skew = _lean(points, width)
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), skew if abs(skew) >= _STRAIGHT else 0.0, 1.0)
    feet = points[:, ::-1] @ turn[:, :2].T + turn[:, 2]
    return skew, bend_of(np.asarray(feet, dtype=np.float64), width, height)


def _lean(points: npt.NDArray[np.int64], width: int) -> float:
    """Rows of text make the profile of dark points across the lines sharpest when it is taken along them."""
    if points.shape[0] < 200:
        return 0.0
    middle = width / 2
    across, down = (points[:, 1] - middle).astype(np.float64), points[:, 0].astype(np.float64)
    best = 0.0
    for reach, step in ((_MAX_SKEW, 0.5), (0.6, 0.1), (0.1, 0.025)):
        angles = np.arange(best - reach, best + reach + step / 2, step)
        best = float(angles[int(np.argmax([_sharpness(across, down, angle) for angle in angles]))])
    return 0.0 if abs(best) > _MAX_SKEW - 0.5 else best


def letter_height(page: Image, scale: float = 1.0) -> float | None:
    """The median height of what looks like letters on a grey page; None if there are too few to say.

    In pixels of the page that `page` was shrunk from by `scale`.
    """
    small, again = reduced(page, _LETTER_ANALYSIS)
    ink = cv2.adaptiveThreshold(small, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 15)
    _, stats, _ = connected(np.asarray(ink, dtype=np.uint8))
    wide, high = stats[1:, cv2.CC_STAT_WIDTH], stats[1:, cv2.CC_STAT_HEIGHT]
    letters = (stats[1:, cv2.CC_STAT_AREA] >= 8) & (high >= 4) & (wide >= 2) & (high < 0.05 * small.shape[0])
    letters &= (wide < 6 * high) & (high < 6 * wide)
    return float(np.median(high[letters])) / (scale * again) if letters.sum() >= _FEW_LETTERS else None


def _ink_points(small: Image) -> npt.NDArray[np.int64]:
    """Places of dark points (row, column) of text, without ruled lines, pictures and dark borders."""
    ink = cv2.adaptiveThreshold(small, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 15)
    _, stats, middles = connected(np.asarray(ink, dtype=np.uint8))
    if len(stats) <= 1:
        return np.empty((0, 2), np.int64)
    height, width = small.shape[:2]
    wide, high, area = stats[1:, cv2.CC_STAT_WIDTH], stats[1:, cv2.CC_STAT_HEIGHT], stats[1:, cv2.CC_STAT_AREA]
    letters = (area >= 6) & (high >= 3) & (high < height * 0.05) & (wide < width * 0.1)
    bottoms = stats[1:, cv2.CC_STAT_TOP] + high
    # The feet of letters lie on the baseline; their middles do not, for letters differ in height.
    points = np.stack([bottoms, np.round(middles[1:, 0])], axis=1)[letters].astype(np.int64)
    return np.asarray(points[:: max(1, len(points) // _MAX_POINTS)], dtype=np.int64)


def _sharpness(across: npt.NDArray[np.float64], down: npt.NDArray[np.float64], angle: float) -> float:
    rows = np.round(down - across * np.tan(np.radians(angle))).astype(np.int64)
    profile = np.bincount(rows - rows.min()).astype(np.float64)
    # Feet of one line fall into one row or its neighbour.
    return float(np.square(profile[:-1] + profile[1:]).sum()) if profile.size > 1 else 0.0
