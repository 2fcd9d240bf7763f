"""The verdict on a captured page: is it good enough, and if not, what is wrong, told while the citizen is still there.

What is judged is physical (`ocr.capture`): how wide the edges of letters are against their height, how light the paper
is and how dark the ink on it, where paper is hidden or white with light, which lines run out of the picture. Nothing
depends on how much is written on the page; of one without writing little is said.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from ocr.capture import Capture, at_middles, bytes_of, in_rows, look, shrunk
from ocr.model import Box
from ocr.pixels import Image, Pixels
from ocr.quality import Code, Fault, Quality, Severity
from ocr.sheet import Corners, find_sheet

Map: TypeAlias = npt.NDArray[np.uint8]
Found: TypeAlias = "tuple[Severity, float, Box | None] | None"
"""How bad, the measure, and where on the maps of the capture."""

ENOUGH: Final = 1400
"""So many pixels along the longer side are enough for a verdict."""
# Each: where advice begins, and where the page should be captured again.
_DARK: Final = (110.0, 70.0)
_FAINT: Final = (0.33, 0.2)
_BLURRED: Final = (0.165, 0.205)
_BLURRED_WITHOUT_LETTERS: Final = (0.25, 0.35)
_SMALL_PRINT: Final = (12.5, 7.2)
_COARSE_DPI: Final = (190, 90)
_SHADOWED: Final = (0.38, 0.15)
_PENUMBRA: Final = 0.8
_RUNS_OUT: Final = (3, 6)
_RIM: Final = 0.012
_GLARE: Final = 250
_WHITE: Final = 245
_FALL: Final = 15.0
_SKIN: Final = 1.22


def verdict(pixels: Pixels, share: float = 1.0) -> Quality:
    """The verdict on a page as it was decoded, with `share` of the file's pixels in each direction."""
    base = shrunk(pixels.image)
    return verdict_on(pixels.image, base, pixels.dpi, pixels.stated, find_sheet(base), share)


def verdict_on(
    page: Image, base: Image, dpi: int, stated: bool, corners: Corners | None, share: float = 1.0
) -> Quality:
    """The verdict on a page (as a viewer shows it, or upright) of `dpi`, `stated` by the file or guessed.

    `base`: the page shrunk; `corners`: of the sheet on it, where it lies on something else; `share`: what `page` has of
    the file's pixels in each direction. Boxes of faults are in pixels of the file.
    """
    capture = look(page, base, corners)
    judges: tuple[tuple[Code, Callable[[], Found]], ...] = (
        ("too_dark", lambda: _too_dark(capture)),
        ("too_light", lambda: _too_light(capture)),
        ("low_resolution", lambda: _low_resolution(capture, dpi, stated, share)),
        ("blurred", lambda: _blurred(capture)),
        ("covered", lambda: _covered(capture)),
        ("glare", lambda: _glare(capture)),
        ("cut_off", lambda: _cut_off(capture) or (None if stated else _beyond(corners, base, capture))),
        ("shadow", lambda: _shadow(capture)),
    )
    faults = []
    for code, judge in judges:
        found = judge()
        if found is not None:
            severity, measure, box = found
            faults.append(Fault(code, severity, round(measure, 3), _on_page(box, capture, share)))
            if code in ("too_dark", "too_light") and severity == "retake":
                break  # nothing else can be told of what can hardly be seen
    return Quality(tuple(sorted(faults, key=lambda fault: fault.severity != "retake")))


def _graded(value: float, bounds: tuple[float, float], box: Box | None = None) -> Found:
    """`bounds`: where advice begins and where the page is to be captured again, falling or rising."""
    advice, retake = bounds
    sign = 1 if retake > advice else -1
    if sign * value < sign * advice:
        return None
    return ("retake" if sign * value >= sign * retake else "advice"), value, box


def _too_dark(capture: Capture) -> Found:
    """Lightness of the paper (0 to 255) where it is light."""
    light = float(np.percentile(capture.light[capture.sheet > 0], 85))
    return _graded(light, _DARK)


def _low_resolution(capture: Capture, dpi: int, stated: bool, share: float) -> Found:
    """Height in pixels of the letters, or the resolution where there are none."""
    if not capture.height:
        return _graded(dpi, _COARSE_DPI) if stated else None
    found = _graded(capture.height / share, _SMALL_PRINT)
    if found is None and stated and dpi < _COARSE_DPI[0]:
        return "advice", float(dpi), None
    return found


def _blurred(capture: Capture) -> Found:
    """Width of the edges of letters as a share of their height."""
    if capture.ink is None:
        return None
    return _graded(capture.ink.spread, _BLURRED if capture.height else _BLURRED_WITHOUT_LETTERS)


def _too_light(capture: Capture) -> Found:
    """How much darker ink is than paper (0 to 1)."""
    if capture.ink is None or not capture.height:
        return None
    found = _graded(capture.ink.contrast, _FAINT)
    # What is blurred is paler, too.
    return None if found and found[0] == "advice" and capture.ink.spread > _BLURRED[0] else found


def _shadow(capture: Capture) -> Found:
    """Light of the darkest part of the sheet as a share of the lightest; 0 if lines of print end where the light does,
    for no print runs to the rim of a sheet."""
    if not capture.height:
        return None
    low, high = np.percentile(capture.light[capture.sheet > 0], (6, 90))
    rim = capture.sheet & (1 - bytes_of(cv2.erode(capture.sheet, np.ones((7, 7), np.uint8))))
    rim &= (capture.light < _PENUMBRA * high).astype(np.uint8)
    last = capture.letters[at_middles(rim, capture.letters, capture.small) > 0]
    if in_rows(last, capture.letters, capture.height * capture.scale).sum() >= _RUNS_OUT[1]:
        return "retake", 0.0, None
    return _graded(float(low) / max(1.0, float(high)), _SHADOWED)


def _cut_off(capture: Capture) -> Found:
    """How many letters touch one side of the picture: lines run out of it."""
    if not capture.height:
        return None
    boxes = capture.letters
    high, wide = capture.small.shape
    usual = capture.height * capture.scale
    ground = at_middles(capture.light, boxes, capture.small)
    boxes = boxes[(ground > 0.75 * np.median(ground)) & (boxes[:, 2:].max(axis=1) < 3 * usual)]
    sides = (
        boxes[:, 0] <= 1,
        boxes[:, 1] <= 1,
        boxes[:, 0] + boxes[:, 2] >= wide - 1,
        boxes[:, 1] + boxes[:, 3] >= high - 1,
    )
    cut = max((boxes[side][in_rows(boxes[side], boxes, usual)] for side in sides), key=len)
    return _graded(len(cut), _RUNS_OUT, _around(cut, capture.to_map)) if len(cut) else None


def _beyond(corners: Corners | None, base: Image, capture: Capture) -> Found:
    """Whether one side of a sheet that is seen on a desk lies on the rim of the picture; how many do."""
    if corners is None or not capture.height:
        return None
    high, wide = base.shape[:2]
    near = _RIM * max(high, wide)
    sides = []
    for k in range(4):
        two = corners[[k, (k + 1) % 4]]
        for axis, end in ((0, 0), (0, wide - 1), (1, 0), (1, high - 1)):
            if (np.abs(two[:, axis] - end) <= near).all():
                sides.append(two)
    if not 1 <= len(sides) <= 2:
        return None
    points = sides[0] * (capture.light.shape[1] / wide)
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    return "advice", float(len(sides)), (int(left), int(top), max(1, int(right - left)), max(1, int(bottom - top)))


def _glare(capture: Capture) -> Found:
    """Share of the written part that is white with light."""
    written = _written(capture)
    if written is None:
        return None
    if np.percentile(capture.pale[capture.sheet > 0], 20) > _WHITE:
        return None  # the paper itself is as white as can be
    white = ((capture.pale >= _GLARE) & (capture.sheet > 0)).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(white, connectivity=8)
    for label in np.argsort(-stats[1:, cv2.CC_STAT_AREA]) + 1 if count > 1 else ():
        blob = (labels == label).astype(np.uint8)
        over = float((blob & written).sum()) / float(written.sum())
        if over < 0.004:
            break
        if over < 0.95 and _fades(blob, capture) and _amid_writing(blob, capture):
            x, y, wide, high = (int(v) for v in stats[label, :4])
            return "retake" if over >= 0.03 else "advice", over, (x, y, wide, high)
    return None


def _amid_writing(blob: Map, capture: Capture) -> bool:
    """Whether letters stand near the spot on two sides that face each other."""
    near = bytes_of(cv2.dilate(blob, np.ones((31, 31), np.uint8)))
    letters = capture.letters[at_middles(near, capture.letters, capture.small) > 0]
    middles = (letters[:, :2] + letters[:, 2:] / 2) * capture.to_map
    down, across = np.nonzero(blob)
    ends = ((middles[:, 0], float(across.mean())), (middles[:, 1], float(down.mean())))
    return any(min(int((at < centre).sum()), int((at > centre).sum())) >= 3 for at, centre in ends)


def _fades(blob: Map, capture: Capture) -> bool:
    """Whether the light falls around a white spot as it does around a mirrored lamp: fast, but not at once."""
    levels = []
    inner = blob
    paper = (capture.pale > 0.6 * np.percentile(capture.pale, 75)) & (capture.sheet > 0)
    for size in (5, 9, 13):
        outer = bytes_of(cv2.dilate(inner, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))))
        ring = (outer > 0) & (inner == 0) & paper
        if not ring.any():
            return False
        levels.append(float(np.median(capture.pale[ring])))
        inner = outer
    near, _, far = levels
    fall = 255 - far
    return fall >= _FALL and near - far >= 0.3 * fall


def _covered(capture: Capture) -> Found:
    """Depth to which something lies over the sheet from its rim, as a share of the shorter side."""
    written = _written(capture)
    if written is None:
        return None
    pale = capture.pale.astype(np.float32)
    on_sheet = capture.sheet > 0
    level = float(np.percentile(pale[on_sheet], 75))
    tint = (capture.red.astype(np.float32) + 8) / (capture.blue.astype(np.float32) + 8)
    tint = np.asarray(cv2.medianBlur(tint, 5), dtype=np.float32)
    paper_tint = float(np.median(tint[on_sheet & (pale > 0.8 * level)]))
    other = (pale < 0.35 * level) | ((tint > _SKIN * paper_tint) & (pale < 0.85 * level))
    paper = bytes_of(cv2.morphologyEx((~other).astype(np.uint8), cv2.MORPH_OPEN, np.ones((5, 5), np.uint8)))
    outlines, _ = cv2.findContours(paper, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if not outlines:
        return None
    hull = np.zeros(paper.shape, np.uint8)
    cv2.fillConvexPoly(hull, cv2.convexHull(max(outlines, key=cv2.contourArea)), 1)
    hull &= capture.sheet
    depth = cv2.distanceTransform(np.pad(hull, 1), cv2.DIST_L2, 3)[1:-1, 1:-1]
    count, labels, stats, _ = cv2.connectedComponentsWithStats(hull & (1 - paper), connectivity=4)
    worst: Found = None
    for label in range(1, count):
        x, y, wide, high, area = (int(v) for v in stats[label])
        if area < 60:
            continue
        place = labels == label
        deep = float(depth[place].max()) / min(paper.shape)
        rim = int((depth[place] <= 2).sum())
        if deep < 0.05 or not 3 <= rim <= 90 or area > 0.25 * hull.sum() or not _sharp(place & (hull > 0), pale):
            continue
        over = (place & (written > 0)).sum() > 0.04 * area
        if worst is None or deep > worst[1]:
            worst = ("retake" if over else "advice"), deep, (x, y, wide, high)
    return worst


def _sharp(place: npt.NDArray[np.bool_], pale: npt.NDArray[np.float32]) -> bool:
    """Whether a dark place ends at once, as a thing does, and not over a way, as a shadow does."""
    thing, kernel = place.astype(np.uint8), np.ones((5, 5), np.uint8)
    inner, around = cv2.erode(thing, kernel), cv2.dilate(thing, np.ones((13, 13), np.uint8))
    rim = cv2.dilate(thing, kernel) - inner
    outside = (around > 0) & ~place & (rim == 0)
    if not inner.any() or not outside.any():
        return False
    step = float(np.median(pale[outside])) - float(np.median(pale[inner > 0]))
    steepest = cv2.dilate(pale, kernel) - cv2.erode(pale, kernel)
    return step > 0 and float(np.median(steepest[rim > 0])) > 0.5 * step


def _written(capture: Capture) -> Map | None:
    """The part of the page on which writing stands, on the maps."""
    if not capture.height:
        return None
    boxes = capture.letters
    points = np.vstack([boxes[:, :2], boxes[:, :2] + boxes[:, 2:]]) * capture.to_map
    part = np.zeros(capture.light.shape, np.uint8)
    cv2.fillConvexPoly(part, cv2.convexHull(np.round(points).astype(np.int32)), 1)
    return part


def _around(boxes: npt.NDArray[np.int32], to_map: float) -> Box:
    left, top = (boxes[:, :2].min(axis=0) * to_map).astype(int)
    right, bottom = np.ceil((boxes[:, :2] + boxes[:, 2:]).max(axis=0) * to_map).astype(int)
    return int(left), int(top), int(right - left), int(bottom - top)


def _on_page(box: Box | None, capture: Capture, share: float) -> Box | None:
    if box is None:
        return None
    x, y, wide, high = (round(value / capture.to_map / capture.scale / share) for value in box)
    return x, y, wide, high
