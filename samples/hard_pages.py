"""Ten pages from the mill that are hard to read, each for another reason, the same every time."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

import cv2
import numpy as np
from PIL import Image

from samples.blemishes import Blemish, blemish
from samples.drawing import draw
from samples.worn import Level, Pixels, WornPage, wear_page


@dataclass(frozen=True)
class HardPage:
    """A page as it left the device, what makes it hard, and the printed lines."""

    name: str
    worn: WornPage
    text: str


@dataclass(frozen=True)
class _Recipe:
    """A paper of the mill, how it was captured, and what was done to the picture then."""

    name: str
    kind: str
    seed: int
    level: Level
    rotation: int = 0
    blemish: Blemish | None = None
    change: Callable[[Pixels], Pixels] | None = None


def hard_pages() -> list[HardPage]:
    """All ten, in the order of the page that shows them."""
    return [_made(recipe) for recipe in _RECIPES]


def _made(recipe: _Recipe) -> HardPage:
    paper = draw(recipe.kind, recipe.seed)
    rng = Random(f"hard {recipe.name}")
    worn = wear_page(paper.pages[0], recipe.level, rng, rotation=recipe.rotation, colour=True)
    if recipe.blemish:
        worn = blemish(worn, recipe.blemish, recipe.seed)
    return HardPage(recipe.name, _changed(worn, recipe.change) if recipe.change else worn, paper.texts[0])


def _changed(worn: WornPage, change: Callable[[Pixels], Pixels]) -> WornPage:
    with Image.open(io.BytesIO(worn.jpeg)) as picture:
        stated = picture.info.get("dpi")
        before = np.asarray(picture.convert("RGB"))
    after = change(before)
    scale = after.shape[1] / before.shape[1] if after.shape != before.shape else 1.0
    dpi = round(worn.dpi * scale)
    buffer = io.BytesIO()
    Image.fromarray(after).save(buffer, "JPEG", quality=80, **({"dpi": (dpi, dpi)} if stated else {}))
    return replace(worn, jpeg=buffer.getvalue(), dpi=dpi)


def _dark(page: Pixels) -> Pixels:
    """Taken in the evening, aslant: a third of the light, and the far edge smaller than the near one."""
    high, wide = page.shape[:2]
    square = np.array(((0, 0), (wide, 0), (wide, high), (0, high)), np.float32)
    slant = np.array(
        ((0.09 * wide, 0.03 * high), (0.97 * wide, 0), (wide, high), (0, 0.97 * high)), np.float32
    )  # fmt: skip
    seen = cv2.warpPerspective(
        page, cv2.getPerspectiveTransform(square, slant), (wide, high), borderMode=cv2.BORDER_REFLECT
    )
    light = np.linspace(0.5, 0.28, wide, dtype=np.float32)[None, :, None]
    dark: Pixels = np.clip(seen * light, 0, 255).astype(np.uint8)
    return dark


def _askew(page: Pixels) -> Pixels:
    """Laid on the glass eight degrees askew."""
    high, wide = page.shape[:2]
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), 8, 0.9)
    laid: Pixels = cv2.warpAffine(page, turn, (wide, high), flags=cv2.INTER_AREA, borderValue=(236, 236, 234))
    return laid


def _coarse(page: Pixels) -> Pixels:
    """A scanner set to 100 dots an inch."""
    coarse: Pixels = cv2.resize(page, None, fx=1 / 3, fy=1 / 3, interpolation=cv2.INTER_AREA)
    return coarse


_RECIPES = (
    _Recipe("dark-photo", "residence_confirmation", 21, 3, change=_dark),
    _Recipe("upside-down", "death_extract", 22, 2, 180, "black_border"),
    _Recipe("red-seal", "household_business_registration", 23, 1),
    _Recipe("copier", "construction_permit", 24, 2, 0, "photocopy"),
    _Recipe("bleed-through", "marriage_certificate", 25, 2, 0, "bleed_through"),
    _Recipe("streaks", "administrative_document", 26, 2, 0, "streaks"),
    _Recipe("punch-holes", "birth_certificate", 37, 2, 0, "punch_holes"),
    _Recipe("folded", "marital_status_certificate", 28, 2, 90, "folded_corner"),
    _Recipe("askew", "judicial_record", 29, 1, change=_askew),
    _Recipe("coarse", "application_form", 30, 1, change=_coarse),
)
