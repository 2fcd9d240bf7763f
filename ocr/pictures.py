"""Files that are pictures: JPEG, PNG, TIFF (several pages, CCITT) and HEIC from phones.

Headers are checked against the limits before a single pixel is decoded. EXIF orientation is applied.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np
from PIL import Image as Pillow
from PIL import ImageFile, ImageOps, UnidentifiedImageError

from ocr.formats import HEIC, JPEG, PNG, TIFF
from ocr.limits import Limits
from ocr.opened import OpenedFile, OpenedPage
from ocr.pixels import Image, Pixels, sensible_dpi
from terms.errors import InputError

ImageFile.LOAD_TRUNCATED_IMAGES = False
_PILLOW_FORMATS = {JPEG: ("JPEG", "MPO"), PNG: ("PNG",), TIFF: ("TIFF",), HEIC: ("HEIF",)}
_TAIL = 4096
_TURNED_SIDEWAYS = frozenset({5, 6, 7, 8})
_ORIENTATION = 0x0112


def open_picture(path: Path, media_type: str, limits: Limits) -> OpenedFile:
    """The pages of a picture file, read from its headers alone.

    Raises InputError `damaged`, `no_pages`, `too_many_pages` or `too_many_pixels` (a file of one page).
    """
    pages: list[OpenedPage] = []
    with _pillow(path, media_type) as picture:
        for number in range(1, limits.pages + 2):
            if not _seek(picture, number, media_type):
                break
            if number > limits.pages:
                raise InputError("too_many_pages", limit=limits.pages)
            pages.append(_describe(picture, number, limits))
    if not pages:
        raise InputError("no_pages")
    if len(pages) == 1 and pages[0].problem:
        raise InputError(pages[0].problem)
    return OpenedFile(media_type, tuple(pages))


def picture_pixels(path: Path, media_type: str, number: int, limits: Limits, *, enough: int | None = None) -> Pixels:
    """Page `number` (from 1) of a picture file, upright as a viewer shows it.

    `enough`: so many pixels along the longer side will do. A JPEG that has twice as many or more is decoded at half its
    size, which takes half the time; `dpi` stays that of the file.

    Raises InputError `damaged`, `no_pages` or `too_many_pixels`.
    """
    with _pillow(path, media_type) as picture:
        if not _seek(picture, number, media_type):
            raise InputError("no_pages")
        page = _describe(picture, number, limits)
        if page.problem:
            raise InputError(page.problem)
        dpi, stated = sensible_dpi(page.width, page.height, _stated_dpi(picture))
        if media_type == JPEG and picture.mode in ("L", "RGB"):
            image = _quick_jpeg(path, halved=enough is not None and max(picture.size) >= 2 * enough)
            if image is not None:
                return Pixels(image, dpi, stated)
        upright = ImageOps.exif_transpose(picture)
        return Pixels(_as_array(upright), dpi, stated)


@contextmanager
def _pillow(path: Path, media_type: str) -> Iterator[Pillow.Image]:
    if media_type == HEIC:
        import pi_heif

        pi_heif.register_heif_opener()
    # The limit on pixels is ours and is checked before decoding; Pillow's own would only warn up to twice its value.
    Pillow.MAX_IMAGE_PIXELS = None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Pillow.open(path, formats=_PILLOW_FORMATS[media_type]) as picture:
                yield picture
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError) as why:
        # Pillow's readers meet broken files with any of these.
        raise InputError("damaged") from why


def _seek(picture: Pillow.Image, number: int, media_type: str) -> bool:
    if number == 1:
        return True
    if media_type != TIFF:
        return False
    try:
        picture.seek(number - 1)
    except EOFError:
        return False
    return True


def _describe(picture: Pillow.Image, number: int, limits: Limits) -> OpenedPage:
    width, height = picture.size
    if width * height > limits.page_pixels:
        # Not a step further: asking a PNG for its EXIF data already decodes it.
        dpi, _ = sensible_dpi(width, height, None)
        return OpenedPage(number, width, height, dpi, "image", "too many pixels", "too_many_pixels")
    if picture.getexif().get(_ORIENTATION, 1) in _TURNED_SIDEWAYS:
        width, height = height, width
    dpi, _ = sensible_dpi(width, height, _stated_dpi(picture))
    return OpenedPage(number, width, height, dpi, "image", "the file is a picture")


def _stated_dpi(picture: Pillow.Image) -> float | None:
    stated = picture.info.get("dpi")
    try:
        return float(max(stated)) if stated else None
    except (TypeError, ValueError, ZeroDivisionError):
        return None


def _quick_jpeg(path: Path, *, halved: bool = False) -> Image | None:
    """A whole JPEG by OpenCV, which turns it by EXIF too; None if the file does not end as a JPEG should.

    OpenCV fills what a cut-off file lacks with grey and says nothing; Pillow refuses, so it gets those.
    """
    data = path.read_bytes()
    if b"\xff\xd9" not in data[-_TAIL:]:
        return None
    how = cv2.IMREAD_REDUCED_COLOR_2 if halved else cv2.IMREAD_COLOR
    image = cv2.imdecode(np.frombuffer(data, np.uint8), how)
    return None if image is None else np.asarray(image, dtype=np.uint8)


def _as_array(picture: Pillow.Image) -> Image:
    if picture.mode.startswith("I;16") or picture.mode in ("I", "F"):
        values = np.asarray(picture, dtype=np.float64)
        top = 65535.0 if values.max(initial=0) > 255 else 255.0
        return np.clip(values * (255.0 / top), 0, 255).astype(np.uint8)
    if picture.mode in ("1", "L"):
        return np.asarray(picture.convert("L"), dtype=np.uint8)
    if "A" in picture.mode or "transparency" in picture.info:
        # What is see-through is paper.
        layer = picture.convert("RGBA")
        paper = Pillow.new("RGBA", layer.size, "white")
        picture = Pillow.alpha_composite(paper, layer)
    return np.ascontiguousarray(np.asarray(picture.convert("RGB"), dtype=np.uint8)[:, :, ::-1])
