"""Pictures of pages: drawn once in a limited child, kept in a folder that may be emptied at any time."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from flask import Blueprint, Response, request

import ocr
from storage.documents import originals
from terms.errors import AccessError, StateError
from web.access import actor, allow, services
from web.staff.words import READERS

part = Blueprint("pictures", __name__)

SMALL, LARGE = 240, 1600


@part.get("/pages/<page_id>/picture")
@allow(*READERS)
def picture(page_id: str) -> Response:
    """A page as a JPEG: `?size=large` for work, small else; `?as=read` without a person's turn, as the boxes stand."""
    with services().database.session() as session:
        page = originals.page_by_id(session, actor(), page_id)
        original = originals.original_by_id(session, actor(), page.original_id)
    if original.state in ("erased", "set_apart"):
        raise AccessError("not_found")
    width = LARGE if request.args.get("size") == "large" else SMALL
    turn = 0 if request.args.get("as") == "read" else page.turned_by_person * 90
    return drawn(original.sha256, page.number, (page.rotation + turn) % 360, width)


def drawn(sha256: str, number: int, rotation: int, width: int) -> Response:
    """The answer with page `number` of a stored file as a JPEG.

    The browser asks each time and is told "unchanged": a page of a citizen's papers is not shown from a cache to
    whoever sits down next.
    """
    name = f"{sha256}-{number}-{rotation}-{width}.jpg"
    response = Response(mimetype="image/jpeg")
    response.set_etag(name)
    response.headers["Cache-Control"] = "private, no-cache"
    if request.if_none_match.contains(name):
        response.status_code = 304
        return response
    response.set_data(_drawn(sha256, number, rotation, width, name))
    return response


def _drawn(sha256: str, number: int, rotation: int, width: int, name: str) -> bytes:
    folder = services().page_images / name[:2]
    kept = folder / name
    try:
        return kept.read_bytes()
    except FileNotFoundError:
        pass
    path = services().blobs.path(sha256)
    if not path.exists():
        raise StateError("blob_missing", sha256=sha256)
    data = ocr.page_image(path, number, width=width, rotation=rotation, limits=services().limits)
    keep(folder, kept, data)
    return data


def keep(folder: Path, kept: Path, data: bytes) -> None:
    """Write beside and rename: another request never reads half a picture. A full disk costs the cache, no more."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, delete=False) as draft:
            draft.write(data)
        os.replace(draft.name, kept)
    except OSError:
        return
