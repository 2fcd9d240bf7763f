"""Which format a file has, told from its content and never from its name."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from ocr.limits import Limits
from terms.errors import InputError

PDF: Final = "application/pdf"
JPEG: Final = "image/jpeg"
PNG: Final = "image/png"
TIFF: Final = "image/tiff"
HEIC: Final = "image/heic"

_HEAD = 1024
_HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})


def media_type(head: bytes) -> str:
    """The media type of a file that starts with `head` (at least its first 1024 bytes).

    Raises InputError `unsupported_format`. A PDF may carry up to a kilobyte of stray bytes before its header, as real
    viewers allow, but not if those bytes are the head of another format.
    """
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"):
        return TIFF
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        return HEIC
    if b"%PDF-" in head[:_HEAD] and not head.startswith(
        (b"PK", b"\x1f\x8b", b"7z", b"Rar!", b"GIF8", b"\x7fELF", b"MZ")
    ):
        return PDF
    raise InputError("unsupported_format")


def recognise(path: Path, limits: Limits) -> str:
    """The media type of the file at `path`, after its size has been checked.

    Raises InputError `empty_file`, `too_large` or `unsupported_format`.
    """
    size = path.stat().st_size
    if size == 0:
        raise InputError("empty_file")
    if size > limits.file_bytes:
        raise InputError("too_large", limit=f"{limits.file_bytes // (1024 * 1024)} MB")
    with path.open("rb") as stream:
        return media_type(stream.read(_HEAD))
