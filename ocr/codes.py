"""Codes on a page that a machine can read: QR of identity cards and certificates, bar codes."""

from __future__ import annotations

from typing import Final

import numpy as np
import zxingcpp

from ocr.model import Box, Code
from ocr.pixels import Image, grey, reduced
from terms.text import nfc

_KIND: Final = zxingcpp.BarcodeFormat
# The QR of an identity card is dense, and finding QR costs little: all pixels. Bars are sought on fewer: every row is
# tried. On an upright page bars stand, and QR is found any way up. Formats that Vietnamese papers do not bear (Aztec,
# Data Matrix) cost half as much as all others; those without a checksum to speak of (ITF, Codabar) are found in dotted
# lines.
_LOOKS: Final = (
    (4000, [_KIND.QRCode]),
    (1800, [_KIND.Code128, _KIND.Code39, _KIND.EAN13, _KIND.PDF417]),
)


def codes_on(page: Image) -> tuple[Code, ...]:
    """Every code on the page with its text and its box in the page's pixels; unreadable ones are left out."""
    plain = grey(page)
    codes: list[Code] = []
    for longest, formats in _LOOKS:
        image, scale = reduced(plain, longest)
        found = zxingcpp.read_barcodes(
            np.ascontiguousarray(image),
            formats=zxingcpp.BarcodeFormats(formats),
            try_rotate=False,
            try_invert=False,
        )
        codes.extend(
            Code(str(code.format).removeprefix("BarcodeFormat."), nfc(code.text), _box(code.position, scale))
            for code in found
            if code.valid and code.text
        )
    return tuple(codes)


def _box(position: zxingcpp.Position, scale: float) -> Box:
    corners = (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
    across, down = [corner.x / scale for corner in corners], [corner.y / scale for corner in corners]
    left, top = max(0, round(min(across))), max(0, round(min(down)))
    return (left, top, max(1, round(max(across)) - left), max(1, round(max(down)) - top))
