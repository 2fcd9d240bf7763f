"""A page as pixels, and the resolution they stand for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

Image: TypeAlias = npt.NDArray[np.uint8]
"""Grey (height, width) or colour in OpenCV's order (height, width, blue-green-red), eight bits a channel."""

Labels: TypeAlias = npt.NDArray[np.integer]
Places: TypeAlias = npt.NDArray[np.float64]

A4_LONG_INCHES = 11.69
_PLAUSIBLE_LONG_INCHES = (3.0, 24.0)


@dataclass(frozen=True)
class Pixels:
    """A page as a viewer shows it (EXIF and /Rotate applied), not yet turned upright.

    `stated` tells whether `dpi` was stated by the file and is plausible, or was guessed from the size of A4.
    """

    image: Image
    dpi: int
    stated: bool


def sensible_dpi(width: int, height: int, stated: float | None) -> tuple[int, bool]:
    """The resolution to go by, and whether it is the stated one.

    Phones and editors write 72 or 96 whatever they hold; a statement is believed only if it makes a page of a size
    that papers have. Otherwise the longer side is taken for that of A4.
    """
    longest = max(width, height)
    if stated and _PLAUSIBLE_LONG_INCHES[0] <= longest / stated <= _PLAUSIBLE_LONG_INCHES[1] and stated > 60:
        return round(stated), True
    return max(30, round(longest / A4_LONG_INCHES)), False


def grey(image: Image) -> Image:
    """`image` without colour."""
    if image.ndim == 2:
        return image
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), dtype=np.uint8)


def turned(image: Image, degrees: int) -> Image:
    """`image` turned clockwise by 0, 90, 180 or 270 degrees."""
    codes = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}
    if degrees == 0:
        return image
    return np.asarray(cv2.rotate(image, codes[degrees]), dtype=np.uint8)


def reduced(image: Image, longest: int) -> tuple[Image, float]:
    """`image` shrunk so that its longer side has at most `longest` pixels, and the scale it was shrunk by (≤ 1).

    For analysis: halved while that leaves enough, at a tenth of the cost of shrinking by an odd factor, then sampled.
    """
    height, width = image.shape[:2]
    scale = longest / max(height, width)
    if scale >= 1:
        return image, 1.0
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(cv2.resize(halved(image, scale), size, interpolation=cv2.INTER_LINEAR), dtype=np.uint8), scale


def halved(image: Image, scale: float) -> Image:
    """`image` halved for as long as it keeps `scale` times its pixels in each direction, or more."""
    while scale <= 0.5 and min(image.shape[:2]) > 1:
        high, wide = image.shape[0] // 2, image.shape[1] // 2
        # By exactly two: any other factor costs ten times as much, and an odd row is one.
        even = image[: 2 * high, : 2 * wide]
        image = np.asarray(cv2.resize(even, (wide, high), interpolation=cv2.INTER_AREA), dtype=np.uint8)
        scale *= 2
    return image


def connected(ink: Image) -> tuple[Labels, Labels, Places]:
    """What hangs together in a black-and-white image: a label for each pixel; (x, y, width, height, area) and middle
    for each label. Labels of sixteen bits cost a third; a speckled page can have too many for them.
    """
    try:
        _, labels, stats, middles = cv2.connectedComponentsWithStats(ink, connectivity=8, ltype=cv2.CV_16U)
    except cv2.error:
        _, labels, stats, middles = cv2.connectedComponentsWithStats(ink, connectivity=8, ltype=cv2.CV_32S)
    return np.asarray(labels), np.asarray(stats), np.asarray(middles)
