"""Setting lines level: how far a page leans, where the sheet lies in a photo, and the way back to the page's pixels.

The reading image is made from the upright page by one projective map (shrink, deskew, flatten). Boxes found in it are
mapped back through the inverse, so that they lie on the page after rotation only (docs/contract.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from ocr.model import Box
from ocr.pixels import Image, connected, halved, reduced

Matrix: TypeAlias = npt.NDArray[np.float64]

_ANALYSIS: Final = 1200
_MAX_SKEW: Final = 12.0
_MAX_POINTS: Final = 30_000
_LETTER_ANALYSIS: Final = 1600
_FEW_LETTERS: Final = 40
_SHRINKS: Final = 0.85
_BLUR: Final = 0.4


@dataclass(frozen=True)
class View:
    """How the reading image was made from the upright page: `matrix` maps page pixels to reading pixels."""

    matrix: Matrix
    width: int
    height: int

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
        elif (self.height, self.width) == (height, width) and np.allclose(matrix, np.eye(3), atol=2e-3):
            return page
        else:
            sampled = cv2.INTER_CUBIC
        warped = cv2.warpPerspective(
            page, matrix, (self.width, self.height), flags=sampled, borderMode=cv2.BORDER_REPLICATE
        )
        return np.asarray(warped, dtype=np.uint8)

    def on(self, scale: float) -> View:
        """The view that shows the same of a page shrunk by `scale`."""
        return View(self.matrix @ np.diag([1 / scale, 1 / scale, 1.0]), self.width, self.height)

    def forth(self, box: Box) -> Box:
        """`box` of the page as the box around it in the reading image."""
        x, y, width, height = box
        corners = np.array([[[x, y], [x + width, y], [x + width, y + height], [x, y + height]]], np.float64)
        points = np.round(cv2.perspectiveTransform(corners, self.matrix)[0]).astype(int)
        (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
        return (int(left), int(top), max(1, int(right - left)), max(1, int(bottom - top)))

    def lean(self) -> float:
        """Degrees clockwise by which a level line of the reading image leans on the page, at its middle."""
        middle = np.array([self.width / 2, self.height / 2])
        aside = np.array([50.0, 0.0])
        (x0, y0), (x1, y1) = self._on_page(np.stack([middle - aside, middle + aside]))
        return float(np.degrees(np.arctan2(y1 - y0, x1 - x0)))

    def _on_page(self, points: Matrix) -> Matrix:
        mapped = cv2.perspectiveTransform(points.reshape(1, -1, 2).astype(np.float64), np.linalg.inv(self.matrix))
        return np.asarray(mapped[0], dtype=np.float64)

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


def level(view: View, skew: float) -> View:
    """`view` turned back by `skew` degrees about its middle."""
    if abs(skew) < 0.05:
        return view
    turn = np.vstack([cv2.getRotationMatrix2D((view.width / 2, view.height / 2), skew, 1.0), [0, 0, 1]])
    return View(turn @ view.matrix, view.width, view.height)


def skew_of(page: Image) -> float:
    """Degrees clockwise that the lines of a grey upright page lean; 0 if there are none to tell by.

    Rows of text make the profile of dark points across the lines sharpest when it is taken along them.
    """
    small, _ = reduced(page, _ANALYSIS)
    points = _ink_points(small)
    if points.shape[0] < 200:
        return 0.0
    middle = small.shape[1] / 2
    across, down = points[:, 1] - middle, points[:, 0].astype(np.float64)
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
