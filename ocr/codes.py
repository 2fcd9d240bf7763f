"""Codes on a page that a machine can read: QR of identity cards and certificates, bar codes, our own cover sheets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import cv2
import numpy as np
import zxingcpp

from ocr.model import Box, Code, around
from ocr.pixels import Image, connected, grey, halved, reduced
from terms.text import nfc

_KIND: Final = zxingcpp.BarcodeFormat
# The QR of an identity card is dense, and finding QR costs little: all pixels. Bars are sought on fewer: every row is
# tried. On an upright page bars stand, and QR is found any way up. Formats that Vietnamese papers do not bear (Aztec,
# Data Matrix) cost half as much as all others; those without a checksum to speak of (ITF, Codabar) are found in dotted
# lines.
_QR: Final = [_KIND.QRCode]
_QR_LONGEST: Final = 4000
_BARS: Final = [_KIND.Code128, _KIND.Code39, _KIND.EAN13, _KIND.PDF417]
_BARS_LONGEST: Final = 1800
# Where a code that was not read is sought: so many pixels on the longer side, halved once more.
_SOUGHT_AT: Final = 1500
_WINDOW: Final = 41
_DARKER: Final = 14
_AROUND: Final = 7
_INKY: Final = 0.3
_FILLS: Final = 0.7
_LEAST: Final = 12
_MOST_SQUARES: Final = 3
# How such a place is looked at: enlarged so many times, what blurs it taken off so strongly. The first reads most.
_CLOSER: Final = ((4.0, 3.0), (2.0, 3.0), (3.0, 1.5))
_CLOSE_UP: Final = 1600


def codes_on(page: Image) -> tuple[Code, ...]:
    """Every code on the page with its text and its box in the page's pixels; unreadable ones are left out."""
    plain = grey(page)
    image, scale = reduced(plain, _QR_LONGEST)
    seen = _scanned(image, _QR, errors=True)
    codes = [_code(code, scale) for code in seen if code.valid and code.text]
    spoilt = [_box(code.position, scale) for code in seen if not code.valid]
    codes += _looked_closer(plain, [code.box for code in codes], spoilt)
    image, scale = reduced(plain, _BARS_LONGEST)
    codes += [_code(code, scale) for code in _scanned(image, _BARS) if code.valid and code.text]
    return tuple(codes)


def _looked_closer(plain: Image, read: Sequence[Box], spoilt: Sequence[Box]) -> list[Code]:
    """The QR codes that were not read at once: where one was found whose content did not hold, and where dark and
    light change as in a QR code.

    A module of a card's code is a sixth of a millimetre: little more than a pixel of a scan at 200 dpi.
    """
    codes: list[Code] = []
    squares = _squares(plain)
    lone = [box for box in spoilt if not any(_meet(box, square) for square in squares)]
    for box in [*squares, *_together(lone)][:_MOST_SQUARES]:
        if not any(_meet(box, other) for other in [*read, *(code.box for code in codes)]):
            codes.extend(_close_up(plain, box))
    return codes


def _close_up(plain: Image, box: Box) -> list[Code]:
    """The QR codes in a small part of the page, enlarged and sharpened until one is read."""
    height, width = plain.shape
    room = max(box[2:]) // 3 + 8
    left, top = max(0, box[0] - room), max(0, box[1] - room)
    part = plain[top : min(height, box[1] + box[3] + room), left : min(width, box[0] + box[2] + room)]
    for larger, stronger in _CLOSER:
        scale = min(larger, _CLOSE_UP / max(part.shape))
        big = cv2.resize(part, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
        sharp = cv2.addWeighted(big, 1 + stronger, cv2.GaussianBlur(big, (0, 0), max(1.0, scale)), -stronger, 0)
        found = [code for code in _scanned(np.asarray(sharp, dtype=np.uint8), _QR) if code.valid and code.text]
        if found:
            return [_code(code, scale, (left, top)) for code in found]
    return []


def _squares(plain: Image) -> list[Box]:
    """Where the page is as dark and light as a QR code, over a square: the fullest first."""
    image, scale = reduced(plain, _SOUGHT_AT)
    ink = cv2.adaptiveThreshold(image, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, _WINDOW, _DARKER)
    coarse = halved(np.asarray(ink, dtype=np.uint8), 0.5)
    dense = (cv2.blur(coarse, (_AROUND, _AROUND)) > _INKY * 255).astype(np.uint8)
    _, stats, _ = connected(dense)
    found: list[tuple[float, Box]] = []
    for x, y, width, height, area in stats[1:].tolist():
        fills = area / (width * height)
        if min(width, height) >= _LEAST and 0.7 < width / height < 1.4 and fills > _FILLS:
            back = 2 / scale
            found.append((-fills, (round(x * back), round(y * back), round(width * back), round(height * back))))
    return [box for _, box in sorted(found)]


def _together(boxes: Sequence[Box]) -> Iterator[Box]:
    """Boxes near each other as one: what was found of a spoilt code may be any three of its patterns."""
    left = list(boxes)
    while left:
        group = [left.pop()]
        while near := [box for box in left if any(_meet(box, _grown(one)) for one in group)]:
            group += near
            left = [box for box in left if box not in near]
        yield _grown(around(group))


def _grown(box: Box) -> Box:
    x, y, width, height = box
    room = max(width, height)
    return (max(0, x - room), max(0, y - room), width + 2 * room, height + 2 * room)


def _meet(one: Box, other: Box) -> bool:
    return (
        one[0] < other[0] + other[2]
        and other[0] < one[0] + one[2]
        and one[1] < other[1] + other[3]
        and other[1] < one[1] + one[3]
    )


def _scanned(image: Image, formats: list[zxingcpp.BarcodeFormat], *, errors: bool = False) -> list[zxingcpp.Barcode]:
    return list(
        zxingcpp.read_barcodes(
            np.ascontiguousarray(image),
            formats=zxingcpp.BarcodeFormats(formats),
            try_rotate=False,
            try_invert=False,
            return_errors=errors,
        )
    )


def _code(code: zxingcpp.Barcode, scale: float, origin: tuple[int, int] = (0, 0)) -> Code:
    x, y, width, height = _box(code.position, scale)
    box = (x + origin[0], y + origin[1], width, height)
    return Code(code.format.name, nfc(_text(code)), box)


def _text(code: zxingcpp.Barcode) -> str:
    """The text of a code as UTF-8 where it can be that: without a word on its encoding any reader can only guess."""
    try:
        return bytes(code.bytes).decode("utf-8") or str(code.text)
    except UnicodeDecodeError:
        return str(code.text)


def _box(position: zxingcpp.Position, scale: float) -> Box:
    corners = (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
    across, down = [corner.x / scale for corner in corners], [corner.y / scale for corner in corners]
    left, top = max(0, round(min(across))), max(0, round(min(down)))
    return (left, top, max(1, round(max(across)) - left), max(1, round(max(down)) - top))
