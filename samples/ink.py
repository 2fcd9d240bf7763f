"""What is not set in type: seals, signatures, figures by hand, codes, portraits, and grounds printed under the text."""

from __future__ import annotations

import math
from itertools import pairwise
from random import Random

import cv2
import numpy as np
import numpy.typing as npt
import segno
from PIL import Image, ImageChops, ImageDraw

from samples.faces import face

Pixels = npt.NDArray[np.uint8]
RED = (206, 32, 41)
BLUE = (28, 49, 138)
BLACK = (24, 24, 26)

# Figures as strokes on a unit square, y down: what a clerk writes into "Số: …" and "ngày … tháng …".
_FIGURES: dict[str, list[list[tuple[float, float]]]] = {
    "0": [[(0.5, 0), (0.15, 0.3), (0.15, 0.75), (0.5, 1), (0.85, 0.7), (0.85, 0.3), (0.5, 0)]],
    "1": [[(0.3, 0.22), (0.62, 0), (0.58, 1)]],
    "2": [[(0.15, 0.25), (0.45, 0), (0.8, 0.22), (0.6, 0.6), (0.12, 1), (0.88, 0.97)]],
    "3": [[(0.18, 0.08), (0.6, 0), (0.78, 0.25), (0.42, 0.46), (0.82, 0.68), (0.6, 1), (0.15, 0.92)]],
    "4": [[(0.6, 0), (0.12, 0.62), (0.9, 0.6)], [(0.68, 0.35), (0.62, 1)]],
    "5": [[(0.82, 0.02), (0.3, 0.04), (0.22, 0.45), (0.62, 0.42), (0.8, 0.72), (0.5, 1), (0.14, 0.92)]],
    "6": [[(0.72, 0), (0.28, 0.38), (0.18, 0.78), (0.5, 1), (0.8, 0.76), (0.52, 0.54), (0.2, 0.74)]],
    "7": [[(0.15, 0.05), (0.85, 0.02), (0.42, 1)], [(0.3, 0.5), (0.75, 0.48)]],
    "8": [[(0.72, 0.12), (0.4, 0), (0.25, 0.24), (0.75, 0.7), (0.5, 1), (0.22, 0.75), (0.72, 0.3), (0.72, 0.12)]],
    "9": [[(0.78, 0.3), (0.45, 0.45), (0.22, 0.22), (0.5, 0), (0.78, 0.2), (0.72, 0.7), (0.5, 1)]],
    "/": [[(0.75, -0.05), (0.25, 1.1)]],
    ".": [[(0.3, 0.96), (0.36, 1.0)]],
    "-": [[(0.2, 0.55), (0.8, 0.52)]],
}


def smooth(points: list[tuple[float, float]], steps: int = 12) -> list[tuple[float, float]]:
    """A Catmull-Rom curve through the points."""
    if len(points) < 3:
        return points
    padded = [points[0], *points, points[-1]]
    curve = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        for step in range(steps):
            t = step / steps
            curve.append(
                tuple(
                    0.5
                    * (
                        2 * b[k]
                        + (c[k] - a[k]) * t
                        + (2 * a[k] - 5 * b[k] + 4 * c[k] - d[k]) * t * t
                        + (3 * b[k] - a[k] - 3 * c[k] + d[k]) * t**3
                    )
                    for k in (0, 1)
                )
            )
    return [(x, y) for x, y in curve] + [points[-1]]


def press(page: Image.Image, stamp: Image.Image, x: int, y: int) -> None:
    """Ink on paper: `stamp` (dark on white) darkens what lies under it, at x, y of its upper left corner."""
    left, top = max(x, 0), max(y, 0)
    right, bottom = min(x + stamp.width, page.width), min(y + stamp.height, page.height)
    if right > left and bottom > top:
        under = page.crop((left, top, right, bottom))
        over = stamp.crop((left - x, top - y, right - x, bottom - y))
        page.paste(ImageChops.multiply(under, over), (left, top))


def seal(around: str, below: str, diameter: int, rng: Random, colour: tuple[int, int, int] = RED) -> Image.Image:
    """A round seal: double ring, name of the office around the top, its superior around the bottom, star within.

    The ink lies unevenly, as a rubber on cheap paper leaves it; white elsewhere, to be pressed on.
    """
    disc = Image.new("L", (diameter, diameter), 0)
    pen = ImageDraw.Draw(disc)
    middle = diameter / 2
    for radius, width in ((0.5, 0.018), (0.47, 0.008), (0.30, 0.009)):
        r = radius * diameter - 1
        pen.ellipse((middle - r, middle - r, middle + r, middle + r), outline=255, width=max(2, int(width * diameter)))
    star = [
        (
            middle + diameter * (0.17 if k % 2 == 0 else 0.07) * math.sin(math.pi * k / 5),
            middle - diameter * (0.17 if k % 2 == 0 else 0.07) * math.cos(math.pi * k / 5),
        )
        for k in range(10)
    ]
    pen.polygon(star, fill=255)
    _around(disc, around.upper(), upper=True)
    _around(disc, below.upper(), upper=False)
    disc = disc.rotate(rng.uniform(-14, 14), Image.Resampling.BICUBIC)
    coarse = np.random.default_rng(rng.getrandbits(32)).uniform(0.45, 1.15, (9, 9)).astype(np.float32)
    density = cv2.resize(coarse, (diameter, diameter), interpolation=cv2.INTER_CUBIC).clip(0.25, 0.95)
    strength = np.asarray(disc, np.float32)[..., None] / 255 * density[..., None] * rng.uniform(0.7, 0.95)
    inked = 255 - strength * (255 - np.array(colour, np.float32))
    return Image.fromarray(inked.astype(np.uint8))


def _around(disc: Image.Image, text: str, *, upper: bool) -> None:
    """Set `text` letter by letter along the ring."""
    diameter = disc.width
    radius, most = diameter * 0.39, math.radians(235 if upper else 115)
    size = max(8, int(diameter * (0.105 if upper else 0.085)))
    while True:
        font = face("arial", "b", size)
        widths = [font.getlength(letter) * 1.1 for letter in text]
        if sum(widths) / radius <= most or size <= diameter * 0.055:
            break
        size -= 1
    sweep = min(sum(widths) / radius, most)
    stretch = sweep / (sum(widths) / radius) if sum(widths) else 1.0
    angle = -sweep / 2
    for letter, width in zip(text, widths, strict=True):
        share = width / radius * stretch
        at = angle + share / 2
        angle += share
        tile = Image.new("L", (size * 2, size * 2), 0)
        ImageDraw.Draw(tile).text((size, size), letter, fill=255, font=font, anchor="mm")
        if upper:
            turned, x, y = tile.rotate(-math.degrees(at), Image.Resampling.BICUBIC), math.sin(at), -math.cos(at)
        else:
            turned, x, y = tile.rotate(math.degrees(at), Image.Resampling.BICUBIC), math.sin(at), math.cos(at)
        place = (int(diameter / 2 + radius * x - size), int(diameter / 2 + radius * y - size))
        disc.paste(255, (*place, place[0] + tile.width, place[1] + tile.height), turned)


def signature(width: int, height: int, rng: Random, colour: tuple[int, int, int] = BLUE) -> Image.Image:
    """A scribble that stays the same for the same seed, to be pressed on."""
    paper = np.full((height, width, 3), 255, np.uint8)
    loops = rng.randint(4, 8)
    points = [(rng.uniform(0.02, 0.15) * width, rng.uniform(0.4, 0.7) * height)]
    for k in range(loops):
        along = (k + 1) / (loops + 1)
        points.append(((along - rng.uniform(0, 0.08)) * width, rng.uniform(0.05, 0.5) * height))
        points.append(((along + rng.uniform(-0.1, 0.1)) * width, rng.uniform(0.45, 0.95) * height))
    points.append((rng.uniform(0.85, 0.99) * width, rng.uniform(0.3, 0.6) * height))
    _stroke(paper, smooth(points), colour, max(2, height // 38), rng)
    if rng.random() < 0.6:
        y = rng.uniform(0.7, 0.9) * height
        flourish = [
            (0.2 * width, y),
            (0.5 * width, y + 0.04 * height),
            (0.97 * width, y - rng.uniform(0, 0.2) * height),
        ]
        _stroke(paper, smooth(flourish), colour, max(2, height // 45), rng)
    return Image.fromarray(paper)


def _stroke(
    paper: Pixels, curve: list[tuple[float, float]], colour: tuple[int, int, int], width: int, rng: Random
) -> None:
    phase = rng.uniform(0, 6)
    for k, (a, b) in enumerate(pairwise(curve)):
        thick = max(1, round(width * (0.8 + 0.4 * math.sin(k / 7 + phase))))
        start, end = (round(a[0] * 8), round(a[1] * 8)), (round(b[0] * 8), round(b[1] * 8))
        cv2.line(paper, start, end, colour, thick, cv2.LINE_AA, 3)


def figures_width(text: str, height: int) -> int:
    """Pixels that `figures` takes for these figures."""
    return int(height * sum(0.32 if c in ". " else 0.62 for c in text)) + height // 5


def figures(text: str, height: int, rng: Random, colour: tuple[int, int, int] = BLUE) -> Image.Image:
    """Figures by hand, `height` pixels high with some room around, to be pressed on."""
    room = height // 3
    paper = np.full((height + 2 * room, figures_width(text, height) + 2 * room, 3), 255, np.uint8)
    x, lean = float(room), rng.uniform(-0.08, 0.22)
    for letter in text:
        step = height * (0.32 if letter in ". " else 0.62)
        tall, y = height * rng.uniform(0.9, 1.06), room + height * rng.uniform(-0.05, 0.07)
        for stroke in _FIGURES.get(letter, []):
            shaken = [
                (
                    x + (px + lean * (1 - py) + rng.uniform(-0.035, 0.035)) * height * 0.58,
                    y + (py + rng.uniform(-0.03, 0.03)) * tall,
                )
                for px, py in stroke
            ]
            _stroke(paper, smooth(shaken, 8), colour, max(2, height // 11), rng)
        x += step
    return Image.fromarray(paper)


def qr(content: str, side: int, error: str = "m") -> Image.Image:
    """A QR code with its quiet zone, about `side` pixels wide."""
    code = segno.make_qr(content, error=error)
    matrix = np.array([list(row) for row in code.matrix_iter(border=3)], np.uint8)
    scale = max(1, side // matrix.shape[0])
    return Image.fromarray(((1 - np.kron(matrix, np.ones((scale, scale), np.uint8))) * 255).astype(np.uint8)).convert(
        "RGB"
    )


def barcode(digits: str, width: int, height: int) -> Image.Image:
    """Bars that look like a code 128 and say nothing."""
    bars = Random(digits)
    image = Image.new("RGB", (width, height), "white")
    pen, x = ImageDraw.Draw(image), 0
    while x < width:
        step = bars.choice((2, 3, 4, 6))
        pen.rectangle((x, 0, x + step - 1, height), fill="black")
        x += step + bars.choice((2, 3, 5))
    return image


def portrait(width: int, height: int, rng: Random) -> Image.Image:
    """Nobody: a head and shoulders of flat shapes, where a card shows its holder."""
    ground = rng.choice([(198, 214, 232), (226, 230, 234), (120, 160, 205)])
    image = Image.new("RGB", (width, height), ground)
    pen = ImageDraw.Draw(image)
    skin, hair = rng.choice([(222, 184, 150), (206, 166, 130), (232, 196, 168)]), (38, 30, 28)
    shirt = rng.choice([(240, 240, 244), (60, 70, 96), (150, 60, 60), (90, 120, 90)])
    cx = width / 2
    pen.ellipse((cx - 0.48 * width, 0.70 * height, cx + 0.48 * width, 1.4 * height), fill=shirt)
    pen.rectangle((cx - 0.10 * width, 0.55 * height, cx + 0.10 * width, 0.76 * height), fill=skin)
    pen.ellipse((cx - 0.27 * width, 0.14 * height, cx + 0.27 * width, 0.50 * height), fill=hair)
    pen.ellipse((cx - 0.23 * width, 0.20 * height, cx + 0.23 * width, 0.64 * height), fill=skin)
    for side in (-1, 1):
        eye = cx + side * 0.09 * width
        pen.ellipse((eye - 0.025 * width, 0.385 * height, eye + 0.025 * width, 0.405 * height), fill=hair)
    pen.arc((cx - 0.08 * width, 0.46 * height, cx + 0.08 * width, 0.54 * height), 20, 160, fill=(160, 90, 80), width=3)
    return image


def guilloche(width: int, height: int, colour: tuple[int, int, int], rng: Random, lines: int = 40) -> Image.Image:
    """Fine waves in a pale colour on white, as certificates and cards are printed on."""
    paper = np.full((height, width, 3), 255, np.uint8)
    x = np.linspace(0, width, 220)
    depth, period, drift = (
        rng.uniform(0.02, 0.06) * height,
        rng.uniform(1.5, 4) * 2 * math.pi / width,
        rng.uniform(0, 6),
    )
    for k in range(lines):
        y = (k + 0.5) * height / lines + depth * np.sin(x * period + drift + k * 0.05) * np.cos(
            x * period * 0.37 + k * 0.02
        )
        curve = np.stack([x, y], 1).round().astype(np.int32)
        cv2.polylines(paper, [curve], False, colour, 1, cv2.LINE_AA)
    return Image.fromarray(paper)


def drum(diameter: int, colour: tuple[int, int, int]) -> Image.Image:
    """A bronze drum in pale rings with a star, the ground of land certificates."""
    paper = np.full((diameter, diameter, 3), 255, np.uint8)
    middle = (diameter // 2, diameter // 2)
    for share in (0.5, 0.48, 0.42, 0.40, 0.34, 0.27, 0.25, 0.18, 0.16):
        cv2.circle(paper, middle, int(share * diameter) - 2, colour, max(1, diameter // 300), cv2.LINE_AA)
    for k in range(28):
        angle = 2 * math.pi * k / 28
        tip = tuple(int(m + diameter * 0.155 * f(angle)) for m, f in zip(middle, (math.cos, math.sin), strict=True))
        cv2.line(paper, middle, tip, colour, max(1, diameter // 250), cv2.LINE_AA)
    return Image.fromarray(paper)
