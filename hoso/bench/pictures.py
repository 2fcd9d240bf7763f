"""Pages as captured beside pages as read: `./run bench pictures [--set DIR] [--pages N] [-o OUT]`.

Without a set: the ten hard pages that docs/reading.md shows, with a line of figures each in OUT/figures.json.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from hoso.bench import peers
from hoso.bench.papers import Page, prepare
from hoso.bench.score import character_errors
from ocr.formats import JPEG
from ocr.limits import Limits
from ocr.page import read_pixels, reading_image
from ocr.pictures import picture_pixels
from ocr.pixels import Image, Pixels
from samples.hard_pages import hard_pages

ROOT = Path(__file__).parents[2]
_WIDE, _HIGH = 1600, 1120
_LARGEST = 150_000
_SECONDS = 120.0


@dataclass(frozen=True)
class Shown:
    """A page to show: its picture, and what is printed on it."""

    name: str
    picture: Path
    text: str


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench pictures", description=__doc__)
    parser.add_argument("--set", type=Path, metavar="DIR", help="a folder with truth.jsonl instead of the hard pages")
    parser.add_argument("--pages", type=int, default=10, help="how many pages of the set (10)")
    parser.add_argument("--work", type=Path, default=ROOT / "var" / "bench", help="its folder `pictures` is made anew")
    parser.add_argument("-o", "--out", type=Path, default=ROOT / "docs" / "images" / "reading")
    options = parser.parse_args(arguments)
    work = options.work / "pictures"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    options.out.mkdir(parents=True, exist_ok=True)
    shown = _of_set(options.set, work, options.pages) if options.set else _hard(work)
    bare = peers.tesseract([Page(one.name, one.picture) for one in shown], work, upright=False).texts
    figures = {one.name: _drawn(one, text or "", options.out) for one, text in zip(shown, bare, strict=True)}
    (options.out / "figures.json").write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
    for name, found in figures.items():
        print(f"{name:16} {found['letters']:5} letters, wrong: Tesseract {found['tesseract']}, Hoso {found['hoso']}")
    return 0


def _hard(work: Path) -> list[Shown]:
    shown = []
    for page in hard_pages():
        path = work / f"{page.name}.jpg"
        path.write_bytes(page.worn.jpeg)
        shown.append(Shown(page.name, path, page.text))
    return shown


def _of_set(folder: Path, work: Path, count: int) -> list[Shown]:
    """The first pages of a set, one a file: the truth is of files."""
    papers = prepare(folder, work)
    first = {page.file: page for page in reversed(papers.pages)}
    return [
        Shown(Path(str(truth["file"])).stem, first[str(truth["file"])].picture, str(truth["text"]))
        for truth in papers.truths[:count]
    ]


def _drawn(one: Shown, bare: str, out: Path) -> dict[str, Any]:
    """Write the picture of a page and count what both readings have wrong."""
    pixels = picture_pixels(one.picture, JPEG, 1, Limits())
    _write(side_by_side(pixels), out / f"{one.name}.jpg")
    read = read_pixels(pixels, 1, seconds=_SECONDS).text
    wrong, letters = character_errors(one.text, read)
    return {"letters": letters, "tesseract": character_errors(one.text, bare)[0], "hoso": wrong}


def side_by_side(pixels: Pixels) -> Image:
    """The page as captured (left) and as it is read (right), with a gap between."""
    captured, read = pixels.image, cv2.cvtColor(reading_image(pixels), cv2.COLOR_GRAY2BGR)
    halves = [_fitted(np.asarray(image, dtype=np.uint8)) for image in (captured, read)]
    return np.hstack([halves[0], np.full((_HIGH, 16, 3), 120, np.uint8), halves[1]])


def _fitted(image: Image) -> Image:
    """The image as large as half the picture holds, on grey."""
    colour = image if image.ndim == 3 else cv2.cvtColor(image, cv2.COLOR_GRAY2BGR)
    wide = (_WIDE - 16) // 2
    scale = min(wide / colour.shape[1], _HIGH / colour.shape[0])
    size = (round(colour.shape[1] * scale), round(colour.shape[0] * scale))
    small = cv2.resize(colour, size, interpolation=cv2.INTER_AREA)
    ground = np.full((_HIGH, wide, 3), 120, np.uint8)
    left, top = (wide - size[0]) // 2, (_HIGH - size[1]) // 2
    ground[top : top + size[1], left : left + size[0]] = small
    return ground


def _write(image: Image, path: Path) -> None:
    """A JPEG of 150 kB at most: paler in quality, then smaller."""
    for data in _encoded(image):
        path.write_bytes(data)
        if len(data) <= _LARGEST:
            return


def _encoded(image: Image) -> Iterator[bytes]:
    for scale in (1.0, 0.85, 0.7, 0.6):
        small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else image
        for quality in (80, 65, 50):
            yield cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()


if __name__ == "__main__":
    sys.exit(main())
