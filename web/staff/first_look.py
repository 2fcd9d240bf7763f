"""The first look at a file that has just come in: how well its first pages were captured, before any is read.

What was seen is kept beside the drawn pages, in a folder that may be emptied at any time. A file that cannot be looked
at says nothing here: reading it will say why.
"""

from __future__ import annotations

import json
from pathlib import Path

import ocr
from terms.errors import HosoError
from web.access import services
from web.staff.pages.pictures import keep

Seen = dict[int, list[str]]
"""Warnings by number of the page."""

_PAGES = 4
_SECONDS = 2.0


def seen(sha256: str) -> Seen | None:
    """What an earlier look at the file saw; None if nobody has looked yet."""
    try:
        kept = json.loads(_place(sha256).read_text("utf-8"))
        return {int(number): list(codes) for number, codes in kept.items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return None


def look(sha256: str) -> Seen:
    """Look at the first pages of the file, in some hundredths of a second each."""
    known = seen(sha256)
    if known is not None:
        return known
    path, limits = services().blobs.path(sha256), services().limits
    found: Seen = {}
    try:
        for page in ocr.open_file(path, limits).pages[:_PAGES]:
            if not page.problem and page.source in ("image", "scan"):
                found[page.number] = list(ocr.page_quality(path, page.number, limits, seconds=_SECONDS).warnings)
    except HosoError:
        return found
    place = _place(sha256)
    keep(place.parent, place, json.dumps(found).encode())
    return found


def _place(sha256: str) -> Path:
    return services().page_images / sha256[:2] / f"{sha256}-captured.json"
