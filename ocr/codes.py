"""Codes on a page that a machine can read: QR of identity cards and certificates, bar codes."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
import zxingcpp

from ocr.model import Box, Code
from ocr.pixels import Image, grey
from terms.text import nfc

_LONGEST: Final = 2600


def codes_on(page: Image) -> tuple[Code, ...]:
    """Every code on the page with its text and its box in the page's pixels; unreadable ones are left out."""
    image = grey(page)
    scale = min(1.0, _LONGEST / max(image.shape))
    if scale < 1:
        image = np.asarray(cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    found = zxingcpp.read_barcodes(np.ascontiguousarray(image))
    return tuple(
        Code(str(code.format).removeprefix("BarcodeFormat."), nfc(code.text), _box(code.position, scale))
        for code in found
        if code.valid and code.text
    )


def _box(position: zxingcpp.Position, scale: float) -> Box:
    corners = (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
    across, down = [corner.x / scale for corner in corners], [corner.y / scale for corner in corners]
    left, top = round(min(across)), round(min(down))
    return (max(0, left), max(0, top), max(1, round(max(across)) - left), max(1, round(max(down)) - top))
