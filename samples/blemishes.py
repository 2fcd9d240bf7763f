"""What a page bears besides its print: punched holes, a copier's black rim, a feeder's dirt, the print of its back.

    spoilt = samples.blemish(worn, "punch_holes", seed=7)

One blemish at a time on a page that is worn already; the print, and with it the truth, stays as it was.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Literal, get_args

import cv2
import numpy as np
from PIL import Image

from samples.worn import Pixels, WornPage

Blemish = Literal[
    "black_border", "punch_holes", "streaks", "bleed_through", "staple", "folded_corner", "torn_corner", "photocopy"
]
BLEMISHES: tuple[Blemish, ...] = get_args(Blemish)

_UNDO = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}
_REDO = {90: cv2.ROTATE_90_COUNTERCLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_CLOCKWISE}
_JPEG_QUALITY = 80


def blemish(worn: WornPage, kind: Blemish, seed: int | str) -> WornPage:
    """The page with one blemish, laid in as it was; the same for the same seed."""
    rng = Random(f"blemish {kind} {seed}")
    with Image.open(io.BytesIO(worn.jpeg)) as picture:
        stated = picture.info.get("dpi")
        page = np.asarray(picture.convert("RGB"))
    if worn.rotation:
        page = cv2.rotate(page, _UNDO[worn.rotation])
    page = _DRAW[kind](page.copy(), worn.dpi, rng)
    if worn.rotation:
        page = cv2.rotate(page, _REDO[worn.rotation])
    buffer = io.BytesIO()
    Image.fromarray(page).save(buffer, "JPEG", quality=_JPEG_QUALITY, **({"dpi": stated} if stated else {}))
    return replace(worn, jpeg=buffer.getvalue())


def _px(millimetres: float, dpi: int) -> int:
    return max(1, round(millimetres * dpi / 25.4))


def _black_border(page: Pixels, dpi: int, rng: Random) -> Pixels:
    """The lid was open: the sheet lies askew on black, and on two sides or more the black is seen."""
    high, wide = page.shape[:2]
    degrees = rng.uniform(-2.5, 2.5)
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), degrees, rng.uniform(0.95, 0.99))
    turn[:, 2] += (rng.uniform(-0.015, 0.015) * wide, rng.uniform(-0.01, 0.01) * high)
    shade = rng.randint(5, 45)
    laid = cv2.warpAffine(page, turn, (wide, high), flags=cv2.INTER_AREA, borderValue=(shade,) * 3)
    return _noisy(laid, rng, laid.max(axis=2) < shade + 12)


def _punch_holes(page: Pixels, dpi: int, rng: Random) -> Pixels:
    """Two holes 80 mm apart or four, at the left edge; black, or the grey of the lid with a shadow at the rim."""
    high = page.shape[0]
    radius, x = _px(rng.uniform(2.6, 3.2), dpi), _px(rng.uniform(9, 14), dpi)
    rows = rng.choice(((-40.0, 40.0), (-120.0, -40.0, 40.0, 120.0)))
    black = rng.random() < 0.6
    for row in rows:
        y = high // 2 + round(row * dpi / 25.4) + rng.randint(-3, 3)
        if not radius < y < high - radius:
            continue
        tone = rng.randint(8, 40) if black else rng.randint(205, 225)
        cv2.circle(page, (x, y), radius, (tone,) * 3, -1, cv2.LINE_AA)
        if not black:
            cv2.ellipse(page, (x, y), (radius, radius), 0, 150, 330, (90, 90, 92), max(2, radius // 6), cv2.LINE_AA)
    return page


def _streaks(page: Pixels, dpi: int, rng: Random) -> Pixels:
    """Dirt on the glass under which the sheet is drawn: lines along the whole way, dark or pale."""
    wide = page.shape[1]
    for _ in range(rng.randint(2, 5)):
        column, broad = rng.randrange(int(0.1 * wide), int(0.9 * wide)), rng.randint(1, max(1, _px(0.35, dpi)))
        share = rng.uniform(0.25, 0.75)
        band = page[:, column : column + broad].astype(np.float32)
        page[:, column : column + broad] = np.clip(band * share, 0, 255).astype(np.uint8)
    return page


def _bleed_through(page: Pixels, dpi: int, rng: Random) -> Pixels:
    """Thin paper: the print of the back is seen from the front, mirrored, blurred and paler than the front's."""
    back = np.roll(page[:, ::-1], _px(rng.uniform(-12, 12), dpi), axis=0)
    back = cv2.GaussianBlur(back, (0, 0), 0.16 * dpi / 25.4)
    share = 1 - rng.uniform(0.14, 0.3) * (1 - back.astype(np.float32) / max(1.0, float(np.percentile(back, 90))))
    seen: Pixels = np.clip(page * np.clip(share, 0, 1), 0, 255).astype(np.uint8)
    return seen


def _staple(page: Pixels, dpi: int, rng: Random) -> Pixels:
    """A staple at the upper left, aslant, with its shadow."""
    x, y, length = _px(rng.uniform(8, 14), dpi), _px(rng.uniform(6, 11), dpi), _px(10, dpi)
    angle = math.radians(rng.uniform(20, 60))
    end = (x + round(length * math.cos(angle)), y - round(length * math.sin(angle)) + _px(6, dpi))
    aside = _px(0.8, dpi)
    cv2.line(page, (x + aside, y + aside), (end[0] + aside, end[1] + aside), (150,) * 3, _px(1.2, dpi), cv2.LINE_AA)
    cv2.line(page, (x, y), end, (96, 96, 100), _px(0.6, dpi), cv2.LINE_AA)
    return page


def _folded_corner(page: Pixels, dpi: int, rng: Random) -> Pixels:
    """The upper right corner lies folded inwards: its back, a shadow along the fold, the lid beyond."""
    size, wide = _px(rng.uniform(12, 20), dpi), page.shape[1]
    corner = np.array([(wide - size, 0), (wide, 0), (wide, size)], np.int32)
    flap = np.array([(wide - size, 0), (wide - size, size), (wide, size)], np.int32)
    paper = int(np.percentile(page[::16, ::16], 80))
    cv2.fillPoly(page, [corner], (235, 235, 232))
    cv2.fillPoly(page, [flap], (max(0, paper - 6),) * 3)
    for start, stop in ((0, 1), (1, 2)):
        cv2.line(page, flap[start].tolist(), flap[stop].tolist(), (140,) * 3, _px(0.5, dpi), cv2.LINE_AA)
    return page


def _torn_corner(page: Pixels, dpi: int, rng: Random) -> Pixels:
    """The lower left corner is torn off; the open lid is black there."""
    size, high = _px(rng.uniform(10, 18), dpi), page.shape[0]
    edge = [(round(size * k / 8), round(high - size * (1 - k / 8) + rng.uniform(-1, 1) * size / 12)) for k in range(9)]
    cv2.fillPoly(page, [np.array([*edge, (0, high)], np.int32)], (rng.randint(10, 40),) * 3)
    return page


def _photocopy(page: Pixels, dpi: int, rng: Random) -> Pixels:
    """A copy of it: without colour, hard in contrast, so that the red seal comes out grey, with dust of the drum."""
    grey = cv2.cvtColor(page, cv2.COLOR_RGB2GRAY).astype(np.float32)
    paper = float(np.percentile(grey, 80))
    hard = np.clip((grey / paper - 0.18) / 0.7, 0, 1) ** rng.uniform(1.0, 1.6) * 246 + 4
    copy = cv2.GaussianBlur(hard, (0, 0), 0.5)
    for _ in range(rng.randint(60, 200)):
        at = (rng.randrange(page.shape[1]), rng.randrange(page.shape[0]))
        cv2.circle(copy, at, rng.choice((1, 1, 2)), rng.uniform(20, 120), -1)
    copied: Pixels = cv2.cvtColor(np.clip(copy, 0, 255).astype(np.uint8), cv2.COLOR_GRAY2RGB)
    return copied


def _noisy(page: Pixels, rng: Random, where: Pixels) -> Pixels:
    noise = np.random.default_rng(rng.getrandbits(32)).integers(0, 14, page.shape[:2], dtype=np.uint8)
    speckled: Pixels = np.where(where[..., None], cv2.add(page, cv2.merge([noise] * 3)), page)
    return speckled


_DRAW: dict[Blemish, Callable[[Pixels, int, Random], Pixels]] = {
    "black_border": _black_border,
    "punch_holes": _punch_holes,
    "streaks": _streaks,
    "bleed_through": _bleed_through,
    "staple": _staple,
    "folded_corner": _folded_corner,
    "torn_corner": _torn_corner,
    "photocopy": _photocopy,
}
