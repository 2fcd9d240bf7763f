"""What happens to paper before it is a file: scanners good and tired, phones, and clerks who lay sheets in sideways."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from random import Random
from typing import Any, Literal

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from samples.curled import Curl, curled
from samples.stage import Paper

Level = Literal[1, 2, 3]
Pixels = npt.NDArray[Any]
"""Of bytes: rows, columns and, in colour, three channels."""

_BENDS = 0.15


@dataclass(frozen=True)
class WornPage:
    """`jpeg` as it left the device. `rotation`: degrees clockwise that make it stand upright; `level`: 1 an office

    scanner at 300 dpi, 2 a tired one at 200, 3 a phone. `corners`: of the sheet in a photo once that stands upright,
    in pixels, clockwise from the top left; none for a scan.
    """

    jpeg: bytes
    rotation: int
    level: Level
    dpi: int
    corners: tuple[tuple[float, float], ...] = ()


def wear(paper: Paper, level: Level, seed: int | str, *, rotation: int | None = None) -> tuple[WornPage, ...]:
    """Every page of the paper, worn; the same for the same seed. `rotation`: drawn if not given, mostly upright."""
    rng = Random(f"wear {level} {seed}")
    return tuple(wear_page(page, level, rng, rotation=rotation) for page in paper.pages)


def wear_page(
    page: Image.Image,
    level: Level,
    rng: Random,
    *,
    rotation: int | None = None,
    colour: bool = False,
    bends: float = _BENDS,
) -> WornPage:
    """One page, worn as `level` says.

    `colour`: never in shades of grey, as scanners are set now and then. `bends`: the chance that a sheet in a photo
    does not lie flat.
    """
    turn = rng.choices((0, 90, 180, 270), (6, 1, 1, 1))[0] if rotation is None else rotation
    pixels = np.asarray(page.convert("RGB"))
    corners: tuple[tuple[float, float], ...] = ()
    if level == 3:
        pixels, quality, dpi, corners = _phone_photo(pixels, rng, bends)
    else:
        pixels, quality, dpi = {1: _office_scan, 2: _tired_scan}[level](pixels, rng)
    if not colour and level < 3 and rng.random() < 0.3:
        pixels = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    if turn:  # lay it in so that `turn` clockwise sets it right
        back = {90: cv2.ROTATE_90_COUNTERCLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_CLOCKWISE}
        pixels = cv2.rotate(pixels, back[turn])
    buffer = io.BytesIO()
    stated = {} if level == 3 else {"dpi": (dpi, dpi)}
    image = Image.fromarray(pixels)
    image.save(buffer, "JPEG", quality=quality, **stated)
    return WornPage(buffer.getvalue(), turn, level, dpi, corners)


def _office_scan(page: Pixels, rng: Random) -> tuple[Pixels, int, int]:
    page = _on_glass(page, rng, rng.uniform(-0.9, 0.9), (246, 246, 244))
    page = _blurred(page, rng.uniform(0.4, 0.8))
    page = _toned(page, rng.uniform(0.86, 0.95), rng.uniform(6, 20))
    page = _grained(page, rng, rng.uniform(1.5, 3.5))
    return page, rng.randint(78, 90), 300


def _tired_scan(page: Pixels, rng: Random) -> tuple[Pixels, int, int]:
    if rng.random() < 0.5:
        page = _bled_through(page, rng)
    if rng.random() < 0.5:
        page = _folded(page, rng)
    page = _on_glass(page, rng, rng.uniform(-2.2, 2.2), (226, 226, 222))
    page = cv2.resize(page, None, fx=2 / 3, fy=2 / 3, interpolation=cv2.INTER_AREA)
    page = _blurred(page, rng.uniform(0.3, 0.65))
    page = _toned(page, rng.uniform(0.74, 0.88), rng.uniform(14, 38))
    page = _speckled(page, rng)
    if rng.random() < 0.5:
        column = rng.randrange(page.shape[1])
        shade = rng.uniform(0.8, 0.95)
        page[:, column : column + 2] = (page[:, column : column + 2] * shade).astype(np.uint8)
    page = _grained(page, rng, rng.uniform(3, 7))
    return page, rng.randint(55, 74), 200


def _phone_photo(page: Pixels, rng: Random, bends: float) -> tuple[Pixels, int, int, tuple[tuple[float, float], ...]]:
    """The sheet lies on a table, seen at a slant, under one lamp, with the shadow of the hand that holds the phone."""
    # A lot of its own: sheets that lie flat stay what they were before some were bent.
    lot = Random(f"bent {rng.getstate()[1][:8]}")
    if rng.random() < 0.4:
        page = _folded(page, rng)
    high, wide = page.shape[:2]
    long = rng.randint(3100, 3800)
    scale = long / (max(wide, high) * 1.12)
    out_wide, out_high = int(wide * scale * 1.14), int(high * scale * 1.12)
    margin_x, margin_y = out_wide * 0.06, out_high * 0.05
    tilt = min(out_wide, out_high) * 0.045
    corners = np.array(
        [
            (x + rng.uniform(-tilt, tilt) * 0.8, y + rng.uniform(-tilt, tilt) * 0.8)
            for x, y in (
                (margin_x, margin_y),
                (out_wide - margin_x, margin_y),
                (out_wide - margin_x, out_high - margin_y),
                (margin_x, out_high - margin_y),
            )
        ],
        np.float32,
    )
    lean = math.radians(rng.uniform(-2.5, 2.5))
    centre = np.array((out_wide / 2, out_high / 2), np.float32)
    spin = np.array(((math.cos(lean), -math.sin(lean)), (math.sin(lean), math.cos(lean))), np.float32)
    corners = ((corners - centre) @ spin.T + centre).astype(np.float32)
    flat = np.array(((0, 0), (wide, 0), (wide, high), (0, high)), np.float32)
    warp = cv2.getPerspectiveTransform(flat, corners)
    photo = _table(out_wide, out_high, rng)
    shape = np.full((high, wide), 255, np.uint8)
    if lot.random() < bends:
        margin = max(high, wide) // 20
        page, shape = curled(page, Curl.drawn(lot), margin)
        warp = warp @ np.array(((1, 0, -margin), (0, 1, -margin), (0, 0, 1)), np.float64)
    laid = cv2.warpPerspective(page, warp, (out_wide, out_high), flags=cv2.INTER_AREA)
    mask = cv2.warpPerspective(shape, warp, (out_wide, out_high))
    aside = np.array(((1, 0, 14), (0, 1, 18)), np.float32)
    soft = cv2.blur(cv2.warpAffine(mask, aside, (out_wide, out_high)), (41, 41))
    photo = (photo * (1 - 0.5 * (soft / 255.0))[..., None]).astype(np.uint8)
    photo = np.where(mask[..., None] > 127, laid, photo)
    light = _light(out_wide, out_high, rng)
    warmth = np.array((rng.uniform(0.98, 1.04), 1.0, rng.uniform(0.88, 1.0)), np.float32)
    photo = np.clip(photo * light[..., None] * warmth, 0, 255).astype(np.uint8)
    photo = _blurred(photo, rng.uniform(0.5, 1.0))
    photo = _grained(photo, rng, rng.uniform(3, 6))
    seen = tuple((float(x), float(y)) for x, y in corners)
    return photo, rng.randint(68, 85), round(300 * scale), seen


# --- one thing each ---------------------------------------------------------------------------------------------------


def _on_glass(page: Pixels, rng: Random, degrees: float, lid: tuple[int, int, int]) -> Pixels:
    """Turned a little and shifted; where the sheet does not reach, the scanner's lid is seen."""
    high, wide = page.shape[:2]
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), -degrees, 1.0)
    turn[:, 2] += np.array((rng.uniform(-10, 10), rng.uniform(-10, 10)))
    return cv2.warpAffine(page, turn, (wide, high), flags=cv2.INTER_LINEAR, borderValue=lid)


def _blurred(page: Pixels, sigma: float) -> Pixels:
    return cv2.GaussianBlur(page, (0, 0), sigma)


def _toned(page: Pixels, contrast: float, black: float) -> Pixels:
    table = np.clip(np.arange(256) * contrast + black, 0, 255).astype(np.uint8)
    return cv2.LUT(page, table)


def _grained(page: Pixels, rng: Random, strength: float) -> Pixels:
    tile = np.random.default_rng(rng.getrandbits(32)).normal(0, strength, (512, 512)).astype(np.int16)
    high, wide = page.shape[:2]
    grain = np.tile(tile, (high // 512 + 1, wide // 512 + 1))[:high, :wide]
    grained: Pixels = np.clip(page.astype(np.int16) + grain[..., None], 0, 255).astype(np.uint8)
    return grained


def _speckled(page: Pixels, rng: Random) -> Pixels:
    high, wide = page.shape[:2]
    for _ in range(rng.randint(20, 120)):
        at = (rng.randrange(wide), rng.randrange(high))
        cv2.circle(page, at, rng.choice((1, 1, 1, 2)), (rng.randint(60, 140),) * 3, -1)
    return page


def _bled_through(page: Pixels, rng: Random) -> Pixels:
    """The back of the sheet shimmers through: here, what stands on the front, mirrored and pale."""
    back = cv2.GaussianBlur(page[:, ::-1], (0, 0), 3)
    strength = rng.uniform(0.03, 0.08)
    return np.clip(page.astype(np.float32) - (255 - back.astype(np.float32)) * strength, 0, 255).astype(np.uint8)


def _folded(page: Pixels, rng: Random) -> Pixels:
    """A fold across the sheet: a dark line and a lighter one beside it."""
    high = page.shape[0]
    y = int(high * rng.choice((1 / 3, 1 / 2, 2 / 3)) + rng.uniform(-30, 30))
    page = page.copy()
    for offset in range(-9, 10):
        if 0 <= y + offset < high:
            shade = 1 - 0.16 * math.exp(-((offset + 3) ** 2) / 10) + 0.04 * math.exp(-((offset - 4) ** 2) / 8)
            page[y + offset] = np.clip(page[y + offset] * shade, 0, 255).astype(np.uint8)
    return page


def _table(wide: int, high: int, rng: Random) -> Pixels:
    """Wood, cloth or stone: a colour with coarse grain along one way."""
    colour = np.array(rng.choice(((128, 92, 62), (70, 78, 88), (168, 160, 150), (52, 84, 70))), np.float32)
    source = np.random.default_rng(rng.getrandbits(32))
    long = source.normal(1, 0.14, (rng.choice((6, 60)), 260)).astype(np.float32)
    grain = cv2.resize(long, (wide, high), interpolation=cv2.INTER_CUBIC)
    table: Pixels = np.clip(colour * grain[..., None], 0, 255).astype(np.uint8)
    return table


def _light(wide: int, high: int, rng: Random) -> npt.NDArray[Any]:
    """Brighter towards the lamp, and the edge of a soft shadow across a corner."""
    x, y = np.meshgrid(np.linspace(-1, 1, 160, dtype=np.float32), np.linspace(-1, 1, 200, dtype=np.float32))
    angle = rng.uniform(0, 2 * math.pi)
    along = x * math.cos(angle) + y * math.sin(angle)
    light = 0.88 + rng.uniform(0.05, 0.16) * along
    if rng.random() < 0.7:
        edge = rng.uniform(0.25, 0.8)
        across = x * math.cos(angle + 2.2) + y * math.sin(angle + 2.2)
        light -= rng.uniform(0.1, 0.26) / (1 + np.exp(-(across - edge) * rng.uniform(8, 22)))
    return cv2.resize(light, (wide, high), interpolation=cv2.INTER_LINEAR)
