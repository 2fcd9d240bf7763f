"""What goes wrong when a page is captured, one fault at a time and by how much: the truth behind a verdict on quality.

    spoilt = samples.spoil(worn, "blurred", strength=0.6, seed=7)

`strength` runs from 0 (not there) through 0.2 (hardly to be seen) to 1 (nobody would accept the picture). The codes are
those that `docs/contract.md` gives to faults of a page.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any, Literal, get_args

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from samples.worn import Pixels, WornPage

Fault = Literal["too_dark", "too_light", "blurred", "moved", "cut_off", "covered", "glare", "shadow", "low_resolution"]
"""`moved` is blurred by the hand that moved; a verdict calls both blurred."""
FAULTS: tuple[Fault, ...] = get_args(Fault)


@dataclass(frozen=True)
class SpoiltPage:
    """A worn page with one fault. `jpeg` as it left the device; `fault` and `strength` are exact."""

    jpeg: bytes
    fault: Fault
    strength: float
    rotation: int


def spoil(worn: WornPage, fault: Fault, strength: float, seed: int | str) -> SpoiltPage:
    """The page with that fault; the same for the same seed."""
    rng = Random(f"{fault} {seed}")
    with Image.open(io.BytesIO(worn.jpeg)) as picture:
        dpi = picture.info.get("dpi") if worn.level < 3 else None
        page = np.asarray(picture.convert("RGB"))
    if fault == "low_resolution":
        share = 1 - 0.85 * strength
        page = cv2.resize(page, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
        dpi = None if dpi is None else (round(dpi[0] * share), round(dpi[1] * share))
    else:
        page = _MAKE[fault](page, strength, rng)
    buffer = io.BytesIO()
    stated = {} if dpi is None else {"dpi": dpi}
    Image.fromarray(page).save(buffer, "JPEG", quality=80, **stated)
    return SpoiltPage(buffer.getvalue(), fault, strength, worn.rotation)


def _dark(page: Pixels, strength: float, rng: Random) -> Pixels:
    """Little light: everything is dim, and the camera's noise stays as it is or grows."""
    return _noisy(page * (1 - 0.93 * strength), 1 + 5 * strength, rng)


def _light(page: Pixels, strength: float, rng: Random) -> Pixels:
    """Faint: overexposed, or a toner that ran out. What is dark becomes nearly as light as the paper."""
    paper = float(np.percentile(page, 90))
    return _noisy(paper - (paper - page.astype(np.float32)) * (1 - 0.95 * strength), 1.5, rng)


def _blurred(page: Pixels, strength: float, rng: Random) -> Pixels:
    """Out of focus: each point a disc."""
    radius = _long(page) / 3500 * 14 * strength
    size = 2 * math.ceil(radius) + 1
    y, x = np.mgrid[:size, :size] - (size - 1) / 2
    disc = np.clip(radius + 0.5 - np.hypot(x, y), 0, 1).astype(np.float32)
    return _noisy(cv2.filter2D(page, -1, disc / disc.sum()).astype(np.float32), 2, rng)


def _moved(page: Pixels, strength: float, rng: Random) -> Pixels:
    """The hand moved: each point a stroke, all one way."""
    length = max(1.0, _long(page) / 3500 * 36 * strength)
    size = 2 * math.ceil(length / 2) + 1
    angle = rng.uniform(0, math.pi)
    stroke = np.zeros((size * 8, size * 8), np.float32)
    middle = size * 4.0
    reach = (math.cos(angle) * length * 4, math.sin(angle) * length * 4)
    start, end = ((round(middle + sign * reach[0]), round(middle + sign * reach[1])) for sign in (-1, 1))
    cv2.line(stroke, start, end, 1.0, 8)
    stroke = cv2.resize(stroke, (size, size), interpolation=cv2.INTER_AREA)
    return _noisy(cv2.filter2D(page, -1, stroke / stroke.sum()).astype(np.float32), 2, rng)


def _cut_off(page: Pixels, strength: float, rng: Random) -> Pixels:
    """One side of the sheet does not come into the picture."""
    high, wide = page.shape[:2]
    gone = 0.4 * strength
    side = rng.choice(("top", "bottom", "left", "right"))
    top, left = (round(gone * high) if side == "top" else 0), (round(gone * wide) if side == "left" else 0)
    bottom = high - round(gone * high) if side == "bottom" else high
    right = wide - round(gone * wide) if side == "right" else wide
    return np.ascontiguousarray(page[top:bottom, left:right])


def _covered(page: Pixels, strength: float, rng: Random) -> Pixels:
    """A thumb holds the sheet from one side and lies over it."""
    high, wide = page.shape[:2]
    thick = 0.06 * max(wide, high) * rng.uniform(0.85, 1.2)
    reach = 0.09 * min(wide, high) + 0.35 * min(wide, high) * strength
    side, along = rng.choice(("top", "bottom", "left", "right")), rng.uniform(0.2, 0.8)
    x, y = {"top": (along, 0), "bottom": (along, 1), "left": (0, along), "right": (1, along)}[side]
    inward = {"top": (0, 1), "bottom": (0, -1), "left": (1, 0), "right": (-1, 0)}[side]
    lean = rng.uniform(-0.35, 0.35)
    way = (inward[0] + lean * inward[1], inward[1] + lean * inward[0])
    start = (round(x * wide - way[0] * thick), round(y * high - way[1] * thick))
    tip = (round(x * wide + way[0] * (reach - thick / 2)), round(y * high + way[1] * (reach - thick / 2)))
    mask = np.zeros((high, wide), np.uint8)
    cv2.line(mask, start, tip, 255, round(thick))
    soft = cv2.GaussianBlur(mask, (0, 0), max(1.0, thick / 40)).astype(np.float32)[..., None] / 255
    round_light = cv2.GaussianBlur(mask, (0, 0), thick / 3).astype(np.float32)[..., None] / 255
    paper = np.percentile(page.reshape(-1, 3)[::101], 90, axis=0)
    skin = np.array(rng.choice(((214, 168, 140), (190, 138, 108), (150, 104, 78))), np.float32) * paper / paper.max()
    return _noisy(page * (1 - soft) + skin * (0.6 + 0.45 * round_light) * soft, 2, rng)


def _glare(page: Pixels, strength: float, rng: Random) -> Pixels:
    """A lamp mirrored in the sheet (or its film): white in the middle, fading into the page around it."""
    high, wide = page.shape[:2]
    spot = 0.28 * min(high, wide) * strength
    at = (rng.uniform(0.3, 0.7) * wide, rng.uniform(0.25, 0.75) * high)
    stretched = rng.uniform(0.6, 1.6)
    y, x = np.mgrid[:high, :wide].astype(np.float32)
    far = np.hypot((x - at[0]) / stretched, y - at[1]) / max(1.0, spot)
    added = 330 / (1 + np.exp(np.minimum((far - 1) * 6, 60)))
    return _clipped(page + added[..., None])


def _shadow(page: Pixels, strength: float, rng: Random) -> Pixels:
    """The shadow of a hand or a head, with a rather sharp edge, over about half of the page."""
    high, wide = page.shape[:2]
    angle = rng.uniform(0, 2 * math.pi)
    y, x = np.mgrid[-1:1:200j, -1:1:160j]  # type: ignore[misc]
    across = x * math.cos(angle) + y * math.sin(angle)
    light = 1 - 0.93 * strength / (1 + np.exp(-(across - rng.uniform(-0.2, 0.3)) * rng.uniform(15, 40)))
    full = cv2.resize(light.astype(np.float32), (wide, high), interpolation=cv2.INTER_LINEAR)
    return _noisy(page * full[..., None], 1 + 3 * strength, rng)


def _noisy(page: npt.NDArray[Any], strength: float, rng: Random) -> Pixels:
    """Whatever happened on the way, the sensor adds its own noise last."""
    tile = np.random.default_rng(rng.getrandbits(32)).normal(0, strength, (512, 512)).astype(np.float32)
    high, wide = page.shape[:2]
    return _clipped(page + np.tile(tile, (high // 512 + 1, wide // 512 + 1))[:high, :wide, None])


def _clipped(page: npt.NDArray[Any]) -> Pixels:
    clipped: Pixels = np.clip(page, 0, 255).astype(np.uint8)
    return clipped


def _long(page: Pixels) -> int:
    return max(page.shape[:2])


_MAKE: dict[str, Callable[[Pixels, float, Random], Pixels]] = {
    "too_dark": _dark,
    "too_light": _light,
    "blurred": _blurred,
    "moved": _moved,
    "cut_off": _cut_off,
    "covered": _covered,
    "glare": _glare,
    "shadow": _shadow,
}
