"""The page as a reader sees it, and the way from there to the page as it is stored."""

from __future__ import annotations

from dataclasses import dataclass

import pikepdf
from pikepdf import Dictionary, Name, Object


@dataclass(frozen=True)
class Upright:
    """Size in points of the page as it is shown, and the matrix that brings points of it (origin lower left, y up)

    to the page as it is stored, before its /Rotate.
    """

    width: float
    height: float
    matrix: tuple[float, float, float, float, float, float]


def upright(page: pikepdf.Page) -> Upright:
    """How `page` is shown: its crop box, turned by its /Rotate."""
    x, y, far_x, far_y = (float(edge) for edge in page.cropbox)
    left, low, right, top = min(x, far_x), min(y, far_y), max(x, far_x), max(y, far_y)
    turned = _rotation(page)
    across, up = (right - left, top - low) if turned % 180 == 0 else (top - low, right - left)
    matrix = {
        90: (0.0, 1.0, -1.0, 0.0, right, low),
        180: (-1.0, 0.0, 0.0, -1.0, right, top),
        270: (0.0, -1.0, 1.0, 0.0, left, top),
    }.get(turned, (1.0, 0.0, 0.0, 1.0, left, low))
    return Upright(across, up, matrix)


def turn(page: pikepdf.Page, degrees: int) -> None:
    """Show `page` turned clockwise by `degrees` (a multiple of 90) from how it was shown."""
    page.obj[Name.Rotate] = (_rotation(page) + degrees) % 360


def _rotation(page: pikepdf.Page) -> int:
    stored = page.obj.get(Name.Rotate, 0)
    return int(stored) % 360 if isinstance(stored, int) else 0


def add_picture_resource(page: pikepdf.Page, picture: Object) -> Name:
    """Make a picture or form known to `page`; its name there, the same each time."""
    taken = page.obj.get(Name.Resources, Dictionary()).get(Name.XObject, Dictionary())
    name = next(Name(f"/Hoso{count}") for count in range(1000) if f"/Hoso{count}" not in taken)
    return page.add_resource(picture, Name.XObject, name=name)
