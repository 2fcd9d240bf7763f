"""What can be measured on a captured page before it is read: light, ink, letters, edges, what lies over the paper.

Everything is looked at on a reduced picture and, for the edges of letters, on a few full-size squares of it. The page
may lie on any side.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from ocr.pixels import Image, connected, grey
from ocr.sheet import Corners

Boxes: TypeAlias = npt.NDArray[np.int32]
Values: TypeAlias = npt.NDArray[np.float64]

SMALL: Final = 1000
_TINY: Final = 250
_FEW_LETTERS: Final = 25
_LARGEST_LETTER: Final = 40
_ROUGH: Final = 0.015
_DARKEST: Final = 0.12
_STEADY: Final = 0.3
_CELLS: Final = 24
# Letters of 13-point print on A4 are so high against the longer side of the page.
_COMMON: Final = 0.009
_IN_A_ROW: Final = 4
_LEAN: Final = 0.05
_PATCHES: Final = 9
_PATCH: Final = 144
_SOFTENED: Final = 1.0
# Smoothing, the lens, the sensor's grid and JPEG make an edge of the sharpest letter so wide.
_SHARPEST: Final = 3.9
# Narrower edges are sharp, however small the letters.
_WIDE: Final = 4.8


@dataclass(frozen=True)
class Ink:
    """Letters seen close by, the middle value over several places of the page.

    `paper`: its lightness (0 to 255); `contrast`: how much of that ink takes away (0 to 1); `noise`: standard deviation
    of lightness on plain paper; `spread`: how wide the edges of letters are beyond what any camera does, as a share of
    the height of letters, in the worse direction.
    """

    paper: float
    contrast: float
    noise: float
    spread: float


@dataclass(frozen=True)
class Capture:
    """A page reduced to what a verdict looks at.

    `small`: in grey, `scale` from the page to it. On a map a quarter as large: `light` of the paper place by place, the
    `pale` (least light) and the `red` and `blue` of what lies there, and where the `sheet` is. `letters`: boxes (x, y,
    width, height) in `small` of what looks like letters; `height`: their median in pixels of the page, 0 if there are
    too few to say; `ink`: None likewise.
    """

    small: Image
    scale: float
    light: Image
    pale: Image
    red: Image
    blue: Image
    sheet: Image
    letters: Boxes
    height: float
    ink: Ink | None

    @property
    def to_map(self) -> float:
        """From `small` to the maps."""
        return float(self.light.shape[1] / self.small.shape[1])


def bytes_of(values: npt.NDArray[Any]) -> Image:
    """What OpenCV made of an image: its types do not tell that bytes stay bytes."""
    return np.asarray(values, dtype=np.uint8)


def shrunk(page: Image) -> Image:
    """The page about SMALL long. By whole steps, which costs a third of what any other scale does."""
    height, width = page.shape[:2]
    step = max(1, round(max(height, width) / SMALL))
    if step == 1:
        return page
    whole = page[: height // step * step, : width // step * step]
    return np.asarray(cv2.resize(whole, (width // step, height // step), interpolation=cv2.INTER_AREA), dtype=np.uint8)


def look(page: Image, base: Image, corners: Corners | None) -> Capture:
    """Measure a page. `base`: the same page shrunk; `corners`: of the sheet on it, where it lies on something else."""
    small = shrunk(base)
    plain, scale = grey(small), small.shape[1] / page.shape[1]
    tiny = _tiny(small)
    channels = [tiny, tiny, tiny] if tiny.ndim == 2 else [bytes_of(channel) for channel in cv2.split(tiny)]
    light, pale = _ground(np.maximum.reduce(channels)), _ground(np.minimum.reduce(channels))
    sheet = np.full(light.shape, 1, np.uint8)
    if corners is not None:
        sheet[:] = 0
        cv2.fillConvexPoly(sheet, np.round(corners * light.shape[1] / base.shape[1]).astype(np.int32), 1)
    even = _evened(plain, bytes_of(cv2.addWeighted(light, 0.5, pale, 0.5, 0)))
    letters = _letters(even, _lit(light) * _smooth(light))
    inside = at_middles(sheet, letters, even) > 0
    if _is_print(letters[~inside], letters[inside]):
        sheet[:] = 1  # what was taken for the desk is the sheet in shadow
    else:
        letters = letters[inside]
    height = 0.0
    if len(letters) >= _FEW_LETTERS:
        # The lesser side: letters of a word run together, and lines may run upwards.
        height = _middle(letters[:, 2:].min(axis=1)) / scale
        ink = _ink(
            _squares(page, scale, _density(letters[at_middles(_steady(light), letters, even) > 0], even)), height
        )
    else:
        ink = _any_ink(page, scale, even, sheet * _steady(light))
    return Capture(plain, scale, light, pale, channels[2], channels[0], sheet, letters, height, ink)


def _tiny(small: Image) -> Image:
    """A map of the page. Sampled, not averaged: print goes from it anyway."""
    share = _TINY / max(small.shape[:2])
    return bytes_of(cv2.resize(small, None, fx=share, fy=share, interpolation=cv2.INTER_LINEAR))


def _middle(values: Boxes) -> float:
    """The mean of the middle half: as robust as the median, and finer than whole pixels."""
    ordered = np.sort(values)
    return float(ordered[len(ordered) // 4 : len(ordered) - len(ordered) // 4].mean())


def _ground(values: Image) -> Image:
    """Without print: what is thin and dark on something lighter goes."""
    return np.asarray(cv2.medianBlur(cv2.dilate(values, np.ones((5, 5), np.uint8)), 9), dtype=np.uint8)


def in_rows(some: Boxes, boxes: Boxes, usual: float) -> npt.NDArray[np.bool_]:
    """Which of `some` letters stand in a row with others, all about as large as usual: specks and grain do not."""
    sizes = boxes[:, 2:].min(axis=1)
    boxes = boxes[(sizes >= 0.6 * usual) & (sizes <= 1.7 * usual)]
    apart = np.abs((boxes[:, :2] + boxes[:, 2:] / 2)[None] - (some[:, :2] + some[:, 2:] / 2)[:, None])
    rows = []
    for along, across in ((apart[..., 0], apart[..., 1]), (apart[..., 1], apart[..., 0])):
        rows.append(((along < 12 * usual) & (across < 0.5 * usual + _LEAN * along)).sum(axis=1))
    return np.asarray(np.maximum(*rows) >= _IN_A_ROW)


def _is_print(outside: Boxes, inside: Boxes) -> bool:
    """Whether what stands beside the sheet is print as on it."""
    if len(outside) < max(_FEW_LETTERS, 0.3 * len(inside)) or not len(inside):
        return False
    some = outside[:: max(1, len(outside) // 60)]
    rows = in_rows(some, outside, _middle(inside[:, 2:].min(axis=1)))
    return float(rows.mean()) > 0.6


def at_middles(values: Image, boxes: Boxes, of: Image) -> Image:
    """The values of a map at the middles of boxes in the larger image it is a map `of`."""
    rows, columns = values.shape
    middle = ((boxes[:, :2] + boxes[:, 2:] / 2) * (columns / of.shape[1])).astype(int)
    return bytes_of(values[np.minimum(middle[:, 1], rows - 1), np.minimum(middle[:, 0], columns - 1)])


def _lit(light: Image) -> Image:
    """Where there is light enough to tell ink from noise."""
    return np.asarray(light > _DARKEST * np.percentile(light[::2, ::2], 85), dtype=np.uint8)


def _smooth(light: Image) -> Image:
    """Where light changes slowly, as it does on paper and does not on wood or cloth."""
    half = np.ascontiguousarray(light[::2, ::2])
    rough = cv2.blur(cv2.absdiff(half, cv2.medianBlur(half, 11)).astype(np.float32), (5, 5))
    return np.asarray(cv2.resize((rough <= _ROUGH * half).astype(np.uint8), light.shape[::-1]), dtype=np.uint8)


def _steady(light: Image) -> Image:
    """Where neither a shadow nor the sheet ends, so that what is darker there is ink."""
    around = np.ones((13, 13), np.uint8)
    fall = cv2.subtract(cv2.dilate(light, around), cv2.erode(light, around))
    return np.asarray(fall < _STEADY * light, dtype=np.uint8)


def _evened(plain: Image, ground: Image) -> Image:
    """The page as if its light were even: paper white."""
    light = cv2.resize(ground, plain.shape[::-1])
    return bytes_of(cv2.divide(plain, np.maximum(light, 1), scale=255))


def _letters(even: Image, paper: Image) -> Boxes:
    """Boxes of what looks like letters where there is paper."""
    least = float(np.clip(4 * noise_of(even[::2]), 8, 25))
    ink = bytes_of(cv2.adaptiveThreshold(even, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, least))
    labels, stats, _ = connected(ink)
    wide, high, area = (stats[:, k] for k in (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT, cv2.CC_STAT_AREA))
    kept = (area >= 6) & (high >= 3) & (wide >= 2) & (np.maximum(wide, high) < _LARGEST_LETTER)
    kept &= (wide < 8 * high) & (high < 8 * wide) & _inked(even, ink, labels, len(stats))
    kept[0] = False
    boxes = np.asarray(stats[:, :4][kept], dtype=np.int32)
    return np.asarray(boxes[at_middles(paper, boxes, even) > 0], dtype=np.int32)


def _inked(even: Image, ink: Image, labels: npt.NDArray[Any], count: int) -> npt.NDArray[np.bool_]:
    """Which of the labelled places are about as dark as the page's ink is: guilloches, grain and bleeding are not."""
    inked = np.zeros(count, np.bool_)
    places = np.flatnonzero(ink.view(np.bool_))
    if places.size:
        levels = even.ravel()[places]
        inked[labels.ravel()[places[levels < 255 - 0.35 * (255 - quantile(levels, 0.1))]]] = True
    return inked


def quantile(values: Image, share: float) -> float:
    """The value below which that share of `values` lies (small whole numbers), between them where it falls there."""
    counts = cv2.calcHist([np.ascontiguousarray(values)], [0], None, [256], [0, 256])
    shares = np.cumsum(counts, dtype=np.float64) / values.size
    above = int(np.searchsorted(shares, share))
    below = float(shares[above - 1]) if above else 0.0
    return above - 0.5 + (share - below) / max(1e-9, float(shares[above]) - below)


def noise_of(image: Image) -> float:
    """Standard deviation of noise: most of a page is plain, so the median of its curvature is that of noise."""
    curved = bytes_of(cv2.convertScaleAbs(cv2.Laplacian(image, cv2.CV_16S)))
    return max(0.0, quantile(curved[1:-1:2, 1:-1:2], 0.5)) / 3.0


def _density(letters: Boxes, even: Image) -> Values:
    """How many letters stand in each cell of a grid of twelve cells across the longer side, or more."""
    cell = max(even.shape) / _CELLS
    rows, columns = (max(1, round(side / cell)) for side in even.shape)
    middle = ((letters[:, :2] + letters[:, 2:] / 2) / cell).astype(int)
    density = np.zeros((rows, columns))
    np.add.at(density, (np.minimum(middle[:, 1], rows - 1), np.minimum(middle[:, 0], columns - 1)), 1)
    return density


def _squares(page: Image, scale: float, density: Values) -> list[Image]:
    """Full-size squares of the page in grey where there is most to see, apart from each other."""
    height, width = page.shape[:2]
    rows, columns = density.shape
    density, cut = density.copy(), list[Image]()
    while len(cut) < _PATCHES and density.max() > 0:
        row, column = (int(at) for at in np.unravel_index(int(density.argmax()), density.shape))
        density[max(0, row - 1) : row + 2, max(0, column - 1) : column + 2] = 0
        top, left = row * height // rows, column * width // columns
        cut.append(grey(np.ascontiguousarray(page[top : top + _PATCH, left : left + _PATCH])))
    return [square for square in cut if min(square.shape) >= _PATCH // 4]


def _ink(squares: list[Image], height: float) -> Ink | None:
    if not squares:
        return None
    paper, contrast, noise, width = (float(value) for value in np.median([_edges(one) for one in squares], axis=0))
    return Ink(paper, contrast / max(1.0, paper), noise, _spread(width, height))


def _any_ink(page: Image, scale: float, even: Image, where: Image) -> Ink | None:
    """Ink where no letters can be told: a drawing, a signature, or letters too blurred. The sharpest place counts, and
    the height of letters is taken for that of common print on A4."""
    dark = cv2.multiply(255 - even, cv2.resize(where, even.shape[::-1], interpolation=cv2.INTER_NEAREST))
    cell = max(even.shape) / _CELLS
    size = (max(1, round(even.shape[1] / cell)), max(1, round(even.shape[0] / cell)))
    squares = _squares(page, scale, cv2.resize(dark, size, interpolation=cv2.INTER_AREA).astype(np.float64) - 2)
    seen = [
        (paper, contrast, noise, width)
        for paper, contrast, noise, width in map(_edges, squares)
        if contrast > max(0.1 * paper, 6 * noise)
    ]
    if not seen:
        return None
    paper, contrast, noise, width = min(seen, key=lambda one: one[3])
    return Ink(paper, contrast / max(1.0, paper), noise, _spread(width, _COMMON * max(page.shape[:2])))


def _spread(width: float, height: float) -> float:
    return max(0.0, width**2 - _SHARPEST**2) ** 0.5 / height if width > _WIDE else 0.0


def _edges(place: Image) -> tuple[float, float, float, float]:
    """Lightness of paper, how much darker ink is, noise, and the width of edges in that of four directions in which
    they are widest (a hand moves one way): the whole step from paper to ink over the steepest slope there."""
    soft = bytes_of(cv2.GaussianBlur(place, (0, 0), _SOFTENED))
    ink, paper = quantile(soft[::2, ::2], 0.015), quantile(soft[::2, ::2], 0.85)
    slopes = (
        (soft[::2, 2:], soft[::2, :-2], 2.0),
        (soft[2:, ::2], soft[:-2, ::2], 2.0),
        (soft[2::2, 2:], soft[:-2:2, :-2], 8**0.5),
        (soft[2::2, :-2], soft[:-2:2, 2:], 8**0.5),
    )
    steepest = min(quantile(bytes_of(cv2.absdiff(one, other)), 0.99) / apart for one, other, apart in slopes)
    return paper, paper - ink, noise_of(place), (paper - ink) / max(steepest, 0.1)
