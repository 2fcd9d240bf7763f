"""JPEG 2000 as PDF/A-2 takes it (ISO 19005-2, 6.2.8.3): the one compression of scans that pikepdf does not judge."""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf
from pikepdf import Name, Pdf

_CHANNELS = {1, 3, 4}
_METHODS = {1, 2, 3}
_CIEJAB = 19


def conforms(pdf: Pdf) -> bool:
    """Whether every JPEG 2000 picture of the file has channels, depth and colour as the standard asks."""
    return all(
        _allowed(found.read_raw_bytes())
        for found in pdf.objects
        if isinstance(found, pikepdf.Stream) and found.get(Name.Filter) == Name.JPXDecode
    )


def _allowed(data: bytes) -> bool:
    header = next((body for kind, body in _boxes(data) if kind == b"jp2h"), None)
    if header is None:
        return False
    boxes = list(_boxes(header))
    size = next((body for kind, body in boxes if kind == b"ihdr"), b"")
    if len(size) < 14:
        return False
    channels, depth = int.from_bytes(size[8:10], "big"), size[10]
    colours = [body for kind, body in boxes if kind == b"colr" and len(body) >= 3]
    best = [body for body in colours if body[2] == 1]
    return (
        channels in _CHANNELS
        and depth != 0xFF  # 0xFF: the channels differ in depth
        and 1 <= (depth & 0x7F) + 1 <= 38
        and bool(colours)
        and (len(colours) == 1 or len(best) == 1)
        and all(_colour_allowed(body) for body in (best if len(colours) > 1 else colours))
    )


def _colour_allowed(body: bytes) -> bool:
    return body[0] in _METHODS and not (body[0] == 1 and int.from_bytes(body[3:7], "big") == _CIEJAB)


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The boxes of a JP2 file or of a box that holds others: kind and body."""
    at = 0
    while at + 8 <= len(data):
        length, kind, start = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8], at + 8
        if length == 1:
            length, start = int.from_bytes(data[at + 8 : at + 16], "big"), at + 16
        end = len(data) if length == 0 else at + length
        if end <= at or end > len(data):
            return
        yield kind, data[start:end]
        at = end
