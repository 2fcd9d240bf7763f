"""Lines of print that a recogniser passed over: rows of letter-sized ink where no word was found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeAlias

import cv2
import numpy as np

from ocr.model import Box
from ocr.pixels import Image, Labels, connected

Blobs: TypeAlias = tuple[Labels, Labels]
"""Connected ink as OpenCV gives it: a label for each pixel, and a row of (x, y, width, height, area) for each label."""

_SIZES: Final = (0.55, 2.2)
_TOUCHES: Final = 4
_FEWEST: Final = 4
_SHORTEST: Final = 2.0
_WORD_GAP: Final = 2.2
_LEVEL: Final = 0.6


def blobs(image: Image) -> Blobs:
    """The connected ink of a grey image."""
    _, ink = cv2.threshold(image, 0, 1, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    labels, stats, _ = connected(np.asarray(ink, dtype=np.uint8))
    return labels, stats


def missed_lines(stats: Labels, shape: tuple[int, ...], words: Sequence[Box]) -> list[Box]:
    """Boxes of rows of letters that no word's box covers, from the top down.

    Letters are as high as those of the words that were found; without any there is nothing to go by.
    """
    if not words:
        return []
    letter = float(np.median([box[3] for box in words])) * 0.75
    x, y, wide, high = (stats[1:, column] for column in range(4))
    sized = (high > _SIZES[0] * letter) & (high < _SIZES[1] * letter) & (wide < 3.0 * letter) & (wide > 0.12 * letter)
    covered = np.zeros(shape[:2], np.uint8)
    for left, top, width, height in words:
        covered[max(0, top - _TOUCHES) : top + height + _TOUCHES, max(0, left - _TOUCHES) : left + width + _TOUCHES] = 1
    middles = covered[np.minimum(y + high // 2, shape[0] - 1), np.minimum(x + wide // 2, shape[1] - 1)]
    loose = sized & (middles == 0)
    if loose.sum() < _FEWEST:
        return []
    x, y, wide, high = x[loose], y[loose], wide[loose], high[loose]
    reach = round(0.5 * letter)
    # Only the part of the page in which they stand.
    edge, roof = max(0, int(x.min()) - reach), int(y.min())
    rows = np.zeros((int((y + high).max()) - roof, int((x + wide).max()) + reach - edge), np.uint8)
    for left, top, width, height in zip(x - edge, y - roof, wide, high, strict=True):
        rows[top : top + height, max(0, left - reach) : left + width + reach] = 1
    labels, found, _ = connected(rows)
    counts = np.bincount(labels[y + high // 2 - roof, x + wide // 2 - edge], minlength=len(found))
    return _joined(
        [
            (int(left) + edge + reach, int(top) + roof, max(1, int(width) - 2 * reach), int(height))
            for number, (left, top, width, height, _) in enumerate(found)
            if number > 0
            and counts[number] >= _FEWEST
            and width > _SHORTEST * height
            and height < 2.2 * _SIZES[1] * letter
        ],
        _WORD_GAP * letter,
    )


def _joined(rows: Sequence[Box], gap: float) -> list[Box]:
    """Rows put together that stand on one line no further apart than the words of a title or a name do."""
    joined: list[Box] = []
    for left, top, width, height in sorted(rows):
        for place, (x, y, wide, high) in enumerate(joined):
            shared = min(y + high, top + height) - max(y, top)
            if left - (x + wide) < gap and shared > _LEVEL * max(high, height):
                upper, lower = min(y, top), max(y + high, top + height)
                joined[place] = (x, upper, max(x + wide, left + width) - x, lower - upper)
                break
        else:
            joined.append((left, top, width, height))
    return sorted(joined, key=lambda box: box[1])
