"""The four sides of a sheet found one by one, by what lies on either hand of them.

Where a shadow makes part of the sheet as dark as the desk, its outline is lost; but all along each of its sides paper
is still lighter, in proportion, than what is beside it there.
"""

from __future__ import annotations

from typing import Final, TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from ocr.pixels import Image, reduced

Field: TypeAlias = npt.NDArray[np.float32]
Points: TypeAlias = npt.NDArray[np.float64]

_COARSE: Final = 320
_REACH: Final = 8
_DARK: Final = 10.0
_CLEAR: Final = 0.3
_LEANS: Final = np.linspace(-0.2, 0.2, 21)
_KEPT: Final = 3
_APART: Final = 5
_FAINT: Final = 0.15
_HOLDS: Final = 0.3
_OUTER: Final = 0.5
_ALONG: Final = 48
_SEEN: Final = 0.5
_NEAR: Final = 9
_RIM: Final = 3
_PAPER: Final = 0.82
_MOSTLY: Final = 0.97


def all_paper(page: Image) -> bool:
    """Whether the rim of the picture is as light as the paper in it, as on a scan: there is no desk to be seen."""
    step = max(1, max(page.shape[:2]) // _COARSE)
    few = darkest(np.ascontiguousarray(page[::step, ::step]))
    paper = float(np.percentile(few, 75))
    sides = (few[:_RIM], few[-_RIM:], few[:, :_RIM].T, few[:, -_RIM:].T)
    return all((side.mean(axis=0) > _PAPER * paper).mean() > _MOSTLY for side in sides)


def darkest(image: Image) -> Image:
    """The darkest colour of each place. Paper is light in every colour; wood and cloth are dark in one at least."""
    if image.ndim == 2:
        return image
    blue, green, red = cv2.split(image)
    return np.asarray(cv2.min(cv2.min(blue, green), red), dtype=np.uint8)


def by_its_sides(plain: Image) -> Points | None:
    """The four corners (from the top left, clockwise) between sides that are lighter within than without; or None.

    `plain`: a grey picture, without grain. The sides may lean by some ten degrees and must be seen.
    """
    small, scale = reduced(plain, _COARSE)
    steps = _steps(small, _REACH)
    drawn = _drawn(*_lines(steps[0]), *_lines(steps[1].T), (small.shape[1], small.shape[0]))
    if not len(drawn):
        return None
    held = _evidence(drawn, steps)
    # Within the outermost sides that hold others may: a printed frame, a card on the sheet.
    areas = np.array([cv2.contourArea(corners) for corners in drawn.astype(np.float32)]) / small.size
    clear = held.mean(axis=1) + _OUTER * areas
    weight = np.where(held.min(axis=1) >= _HOLDS, clear, 0.0)
    best = int(np.argmax(weight))
    return _fitted(drawn[best] / scale, plain) if weight[best] else None


def _steps(plain: Image, reach: int) -> tuple[Field, Field]:
    """How clearly it gets lighter to the right, and downwards, of each place, in proportion: between -1 and 1."""
    light = np.log(plain.astype(np.float32) + _DARK)
    across = np.zeros((1, 2 * reach + 1), np.float32)
    across[0, :reach], across[0, reach + 1 :] = -1 / reach, 1 / reach
    along = np.full((3, 1), 1 / 3, np.float32)
    right = cv2.sepFilter2D(light, -1, across, along, borderType=cv2.BORDER_REPLICATE)
    down = cv2.sepFilter2D(light, -1, along.T, across.T, borderType=cv2.BORDER_REPLICATE)
    return (
        np.asarray(right / (np.abs(right) + _CLEAR), np.float32),
        np.asarray(down / (np.abs(down) + _CLEAR), np.float32),
    )


def _lines(step: Field) -> tuple[Points, Points]:
    """The likeliest lines where it gets lighter to the right, and darker: rows of (column at mid height, lean)."""
    step = np.ascontiguousarray(step)
    height, width = step.shape
    middle = (height - 1) / 2
    profiles = np.empty((len(_LEANS), width), np.float32)
    for number, lean in enumerate(_LEANS):
        shear = np.array([[1, lean, -lean * middle], [0, 1, 0]], np.float64)
        leant = cv2.warpAffine(step, shear, (width, height), flags=cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP)
        profiles[number] = cv2.reduce(leant, 0, cv2.REDUCE_AVG)[0]
    return _peaks(profiles[:, : round(0.55 * width)], 0), _peaks(-profiles[:, width - round(0.55 * width) :], width)


def _peaks(profiles: Field, width: int) -> Points:
    start = width - profiles.shape[1] if width else 0
    best, leans = profiles.max(axis=0), _LEANS[profiles.argmax(axis=0)]
    found: list[tuple[float, float]] = []
    for _ in range(_KEPT):
        column = int(np.argmax(best))
        if best[column] < _FAINT:
            break
        found.append((float(start + column), float(leans[column])))
        best[max(0, column - _APART) : column + _APART + 1] = 0
    return np.array(found, np.float64).reshape(-1, 2)


def _drawn(left: Points, right: Points, top: Points, bottom: Points, size: tuple[int, int]) -> Points:
    """The corners of every quadrilateral of these sides that lies on a picture of `size` (width, height)."""
    picks = np.array(np.meshgrid(*(np.arange(len(side)) for side in (left, right, top, bottom)))).reshape(4, -1)
    if not picks.size:
        return np.empty((0, 4, 2))
    one, other, over, under = (side[pick] for side, pick in zip((left, right, top, bottom), picks, strict=True))
    corners = np.stack(
        [_crossing(*pair, size) for pair in ((one, over), (other, over), (other, under), (one, under))], 1
    )
    room = 0.03 * max(size)
    fits = ((corners > -room) & (corners < np.array(size) + room)).all(axis=(1, 2))
    return np.asarray(corners[fits])


def _crossing(upright: Points, level: Points, size: tuple[int, int]) -> Points:
    """Where lines x = a + b (y - mid) and y = c + d (x - mid) meet."""
    across, down = (size[0] - 1) / 2, (size[1] - 1) / 2
    a, b, c, d = upright[:, 0], upright[:, 1], level[:, 0], level[:, 1]
    x = (a + b * (c - down - d * across)) / (1 - b * d)
    return np.stack([x, c + d * (x - across)], axis=1)


def _evidence(corners: Points, steps: tuple[Field, Field]) -> Points:
    """How much lighter it is within than without along top, right, bottom and left of each quadrilateral: 1 at most."""
    height, width = steps[0].shape
    share = np.linspace(0.03, 0.97, _ALONG)[None, :, None]
    held = np.zeros((len(corners), 4))
    for side, (step, sign) in enumerate(((steps[1], 1), (steps[0], -1), (steps[1], -1), (steps[0], 1))):
        start, end = corners[:, None, side], corners[:, None, (side + 1) % 4]
        spots = np.round(start + share * (end - start)).astype(int)
        x, y = spots[..., 0], spots[..., 1]
        seen = (x >= 0) & (x < width) & (y >= 0) & (y < height)
        found = sign * step[np.clip(y, 0, height - 1), np.clip(x, 0, width - 1)] * seen
        held[:, side] = np.where(seen.mean(axis=1) >= _SEEN, found.sum(axis=1) / np.maximum(1, seen.sum(axis=1)), 0)
    return held


def _fitted(corners: Points, plain: Image) -> Points:
    """The corners between lines fitted to the steepest places along each side."""
    # The steepest place in plain brightness: in proportion it would lie towards the dark.
    light = np.asarray(cv2.blur(plain.astype(np.float32), (3, 3)), np.float32)
    middle = corners.mean(axis=0)
    sides = [_edge(corners[side], corners[(side + 1) % 4], middle, light) for side in range(4)]
    return np.array([_meeting(sides[side - 1], sides[side]) for side in range(4)])


def _edge(start: Points, end: Points, middle: Points, light: Field) -> Points:
    """Two places on the line near the side from `start` to `end` where it gets lighter towards the middle."""
    height, width = light.shape
    way = (end - start) / np.linalg.norm(end - start)
    inward = np.array([-way[1], way[0]])
    inward = inward if np.dot(inward, middle - start) > 0 else -inward
    far = np.arange(-_NEAR, _NEAR + 1)
    along = start + np.linspace(0.03, 0.97, _ALONG)[:, None] * (end - start)
    spots = np.round(along[:, None] + far[None, :, None] * inward).astype(int)
    seen = light[np.clip(spots[..., 1], 0, height - 1), np.clip(spots[..., 0], 0, width - 1)]
    steepest = (far[2:-2][(seen[:, 4:] - seen[:, :-4]).argmax(axis=1)]).astype(np.float64)
    places = np.arange(_ALONG, dtype=np.float64)
    drift, kept = np.zeros(2), np.abs(steepest - np.median(steepest)) <= _NEAR
    for _ in range(3):
        drift = np.polyfit(places[kept], steepest[kept], 1)
        off = np.abs(steepest - np.polyval(drift, places))
        kept = off <= max(1.0, 2 * float(np.median(off)))
    return np.asarray(along[[0, -1]] + np.polyval(drift, places[[0, -1]])[:, None] * inward)


def _meeting(one: Points, other: Points) -> Points:
    """Where the lines through two places each meet."""
    first, second = np.append(one, np.ones((2, 1)), 1), np.append(other, np.ones((2, 1)), 1)
    x, y, far = np.cross(np.cross(first[0], first[1]), np.cross(second[0], second[1]))
    return np.array([x / far, y / far])
