"""A sheet that does not lie flat: the page of an open register, or paper that was rolled, as a camera sees it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

_STEPS = 400
_FAR = 1.7
"""How far the camera is, in long sides of the sheet."""


@dataclass(frozen=True)
class Curl:
    """A cylinder's bend. `rise`: how high the sheet stands off the table at each of many equal steps along it, in

    shares of its width; `slant`: by how much the camera looks from the side, as height seen per height that is.
    """

    rise: npt.NDArray[np.float64]
    slant: float

    @classmethod
    def drawn(cls, rng: Random) -> Curl:
        """Bound at one side, or bowed in the middle; 6 to 17 mm on a sheet of A4, seen 12 to 30 degrees aslant."""
        along = np.linspace(0, 1, _STEPS)
        high = rng.uniform(0.03, 0.08)
        if rng.random() < 0.6:
            reach = rng.uniform(0.15, 0.4)
            rise = high * (1 - np.exp(-along / reach))
        else:
            rise = high * np.sin(math.pi * along ** rng.uniform(0.7, 1.4))
        if rng.random() < 0.5:
            rise = rise[::-1]
        return cls(rise, math.tan(math.radians(rng.uniform(12, 30))) * rng.choice((-1, 1)))


def curled(page: npt.NDArray[Any], curl: Curl, margin: int) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """The page bent along its width, with `margin` pixels more on every side, and where in that picture it is seen."""
    high, wide = page.shape[:2]
    rise = curl.rise * wide
    steps = np.diff(rise, prepend=rise[0])
    along = np.cumsum(np.sqrt(np.maximum(0.0, (wide / (_STEPS - 1)) ** 2 - np.square(steps))))
    along -= (along[0] + along[-1]) / 2
    larger = 1 / (1 - (rise - rise.mean()) / (_FAR * max(high, wide)))
    seen_at = along * larger + wide / 2
    columns = np.arange(-margin, wide + margin, dtype=np.float64)
    place = np.interp(columns, seen_at, np.linspace(0, wide - 1, _STEPS), left=-1e4, right=-1e4)
    lifted = np.interp(columns, seen_at, (rise - rise.mean()) * curl.slant)
    scale = np.interp(columns, seen_at, larger)
    rows = np.arange(-margin, high + margin, dtype=np.float64)[:, None]
    down = (high / 2 + (rows - high / 2 - lifted) / scale).astype(np.float32)
    across = np.broadcast_to(place.astype(np.float32), down.shape)
    bent = cv2.remap(page, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    inside = (across >= 0) & (across <= wide - 1) & (down >= 0) & (down <= high - 1)
    # Light from one side falls flatter on what turns away from it.
    turn = np.interp(columns, seen_at, np.gradient(rise, wide / (_STEPS - 1)))
    shade = np.clip(1 + 0.35 * turn, 0.6, 1.15)
    lit = np.clip(bent * shade[None, :, None], 0, 255).astype(np.uint8)
    return lit, inside.astype(np.uint8) * 255
