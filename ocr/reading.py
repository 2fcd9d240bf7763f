"""A file read from end to end: opened, its pages read in parallel, its documents understood."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ocr.child import ask
from ocr.limits import Limits
from ocr.model import DocumentReading, PageReading, Reading
from ocr.opened import OpenedFile, OpenedPage
from ocr.quality import Quality, quality_from_record, reason_unread
from ocr.records import opened_from_record, page_from_record
from terms.errors import HosoError, InputError

if TYPE_CHECKING:
    from terms.kinds import Catalogue

DEFAULT_LIMITS: Final = Limits()
_CHUNK: Final = 1 << 20
_MAX_IMAGE_WIDTH: Final = 4000

Understand = Callable[[Sequence[PageReading]], tuple[DocumentReading, ...]]


@dataclass(frozen=True)
class PageImage:
    """An upright page for the screen: a JPEG, the turn that set it upright, and the page's full size in pixels."""

    data: bytes
    rotation: int
    width: int
    height: int


def open_file(path: Path, limits: Limits = DEFAULT_LIMITS) -> OpenedFile:
    """What the file is and which pages it has, without decoding any.

    Raises InputError: `empty_file`, `too_large`, `unsupported_format`, `encrypted`, `damaged`, `no_pages`,
    `too_many_pages`, `too_many_pixels`, `too_slow`.
    """
    record, _ = ask("open", path, limits, seconds=limits.page_seconds, lost="damaged")
    return opened_from_record(record)


def read_page(
    path: Path,
    number: int,
    limits: Limits = DEFAULT_LIMITS,
    *,
    seconds: float | None = None,
    rotation: int | None = None,
) -> PageReading:
    """Read page `number` (from 1) of a file, within `seconds` (default: `limits.page_seconds`). `rotation`: the turn
    (degrees clockwise) that a person says sets it upright; None to find it.

    Raises InputError: those of `open_file`, and `page_unreadable`.
    """
    allowed = limits.page_seconds if seconds is None else min(seconds, limits.page_seconds)
    record, _ = ask(
        "read", path, limits, seconds=allowed, lost="page_unreadable", number=number, within=allowed, rotation=rotation
    )
    return page_from_record(record)


def page_picture(
    path: Path, number: int, *, width: int, rotation: int | None = None, limits: Limits = DEFAULT_LIMITS
) -> PageImage:
    """Page `number` for the screen, upright and at most `width` pixels wide.

    `rotation`: the turn that is already known (`PageReading.rotation`), so that image and boxes agree; None to find it.
    Raises InputError as `read_page` does.
    """
    wide = max(16, min(width, _MAX_IMAGE_WIDTH))
    facts, data = ask(
        "image", path, limits, seconds=limits.page_seconds, lost="page_unreadable", number=number, width=wide,
        rotation=rotation,
    )  # fmt: skip
    return PageImage(data, facts["rotation"], facts["width"], facts["height"])


def page_quality(path: Path, number: int, limits: Limits = DEFAULT_LIMITS, *, seconds: float | None = None) -> Quality:
    """How well page `number` was captured, within `seconds`: in some hundredths of one, long before it is read.

    Boxes of faults are in pixels of the page as a viewer shows it. Raises InputError as `read_page` does.
    """
    allowed = limits.page_seconds if seconds is None else min(seconds, limits.page_seconds)
    record, _ = ask("quality", path, limits, seconds=allowed, lost="page_unreadable", number=number)
    return quality_from_record(record)


def page_seals(path: Path, number: int, limits: Limits = DEFAULT_LIMITS) -> int | None:
    """How many round, seal-sized marks in red ink page `number` bears, in some hundredths of a second.

    None where the page shows no colour at all, so that a red seal could not be told. Raises InputError as `read_page`
    does.
    """
    record, _ = ask("seals", path, limits, seconds=limits.page_seconds, lost="page_unreadable", number=number)
    red = record["red"]
    return None if red is None else int(red)


def page_image(
    path: Path, number: int, *, width: int, rotation: int | None = None, limits: Limits = DEFAULT_LIMITS
) -> bytes:
    """The JPEG of `page_picture`."""
    return page_picture(path, number, width=width, rotation=rotation, limits=limits).data


def unread_page(page: OpenedPage, code: str) -> PageReading:
    """What stands for a page that could not be read: its place is kept, the reason is its warning."""
    return PageReading(
        number=page.number,
        width=page.width,
        height=page.height,
        dpi=page.dpi,
        rotation=0,
        skew=0.0,
        text="",
        confidence=0.0,
        blank=False,
        warnings=(code,),
    )


def read_pages(path: Path, opened: OpenedFile, limits: Limits = DEFAULT_LIMITS) -> tuple[PageReading, ...]:
    """Every page of an opened file in order, `limits.workers` at a time, within `limits.file_seconds`.

    A page that fails is there with its code as a warning. If no page could be read, the first one's code is raised.
    """
    deadline = time.monotonic() + limits.file_seconds
    pages = tuple(_in_window(lambda page: _read_or_say(path, page, limits, deadline), opened.pages, limits.workers))
    unread = [code for page in pages if not page.words and (code := reason_unread(page.warnings))]
    if len(unread) == len(pages):
        raise InputError(unread[0])
    return pages


def _read_or_say(path: Path, page: OpenedPage, limits: Limits, deadline: float) -> PageReading:
    if page.problem:
        return unread_page(page, page.problem)
    left = deadline - time.monotonic()
    if left < 1.0:
        return unread_page(page, "too_slow")
    try:
        return read_page(path, page.number, limits, seconds=left)
    except InputError as error:
        return unread_page(page, error.code)


def _in_window(
    read: Callable[[OpenedPage], PageReading], pages: Sequence[OpenedPage], workers: int
) -> Iterator[PageReading]:
    """Readings in the order of `pages`, with no more of them begun than twice the workers."""
    with ThreadPoolExecutor(workers) as pool:
        waiting: list[Future[PageReading]] = []
        for page in pages:
            if len(waiting) >= 2 * workers:
                yield waiting.pop(0).result()
            waiting.append(pool.submit(read, page))
        for future in waiting:
            yield future.result()


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in lower-case hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def read_with(path: Path, understand: Understand, limits: Limits = DEFAULT_LIMITS) -> Reading:
    """The whole file: its pages, and the documents that `understand` finds among them.

    Raises HosoError; an input that cannot be opened or has no readable page is an InputError.
    """
    start = time.monotonic()
    try:
        digest = sha256_of(path)
    except FileNotFoundError as why:
        raise HosoError("not_found") from why
    except OSError as why:
        raise InputError("damaged") from why
    opened = open_file(path, limits)
    pages = read_pages(path, opened, limits)
    documents = understand(pages)
    return Reading(digest, opened.media_type, time.monotonic() - start, pages, documents)


def read_file(path: Path, catalogue: Catalogue, limits: Limits = DEFAULT_LIMITS) -> Reading:
    """The whole file, its documents named and lifted into fields by `catalogue`. Raises as `read_with` does."""
    from ocr.understanding import understand

    return read_with(path, lambda pages: understand(pages, catalogue), limits)
