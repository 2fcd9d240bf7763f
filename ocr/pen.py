"""One line of figures at a time, read by a network that has seen handwriting: for pen-written numbers and days.

The network (PP-OCRv6, Apache-2.0) comes with the `rapidocr` wheel; OpenCV runs it, so that neither that package's code
nor onnxruntime is loaded. It lacks most Vietnamese letters: it is asked only where figures are expected.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np

from ocr.pixels import Image

HEIGHT: Final = 48
"""Height in pixels of the line images that the network reads."""

STEP: Final = 8
"""Pixels of such an image from one of the network's places to the next; a figure is about two of them wide."""

_MODELS: Final = "PP-OCRv*_rec_*.onnx"
_BLANK: Final = 0
# Where the exported network keeps its letters: a metadata entry of this name, its length and text behind it (protobuf).
_LETTERS_KEY: Final = b"\x0a\x09character\x12"


@dataclass(frozen=True)
class Letter:
    """One letter as read, its probability, and where in the image's width it stands (0 to 1)."""

    text: str
    chance: float
    place: float


def available() -> bool:
    """Whether the network is installed."""
    return _network() is not None


def read_line(line: Image) -> tuple[Letter, ...]:
    """What stands on the picture of one line, `HEIGHT` pixels high, grey or in colour; nothing where not installed."""
    found = _network()
    if found is None or line.shape[1] < HEIGHT // 4:
        return ()
    network, letters = found
    colour = line if line.ndim == 3 else cv2.cvtColor(line, cv2.COLOR_GRAY2BGR)
    network.setInput(((colour.astype(np.float32) / 255 - 0.5) / 0.5).transpose(2, 0, 1)[None])
    chances = network.forward()[0]
    best = chances.argmax(axis=1)
    steps = len(best)
    read: list[Letter] = []
    before = _BLANK
    for step, index in enumerate(best):
        chance = float(chances[step, index])
        if index not in (_BLANK, before) and index <= len(letters):
            read.append(Letter(letters[index - 1], chance, (step + 0.5) / steps))
        elif index == before != _BLANK and chance > read[-1].chance:
            read[-1] = Letter(read[-1].text, chance, read[-1].place)
        before = int(index)
    return tuple(read)


@lru_cache(maxsize=1)
def _network() -> tuple[Any, str] | None:
    """The network and its letters; the blank stands before them, the space behind."""
    found = find_spec("rapidocr")
    if found is None or found.origin is None:
        return None
    models = sorted((Path(found.origin).parent / "models").glob(_MODELS))
    if not models:
        return None
    data = models[-1].read_bytes()
    letters = _letters_of(data)
    return (cv2.dnn.readNetFromONNX(str(models[-1])), letters) if letters else None


def _letters_of(model: bytes) -> str:
    start = model.rfind(_LETTERS_KEY)
    if start < 0:
        return ""
    place, length, shift = start + len(_LETTERS_KEY), 0, 0
    while True:
        length |= (model[place] & 0x7F) << shift
        shift, place = shift + 7, place + 1
        if model[place - 1] < 0x80:
            break
    return "".join(model[place : place + length].decode().split("\n")) + " "
