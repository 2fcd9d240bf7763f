"""From the bytes of an original to its pages as read: open, then page by page.

Each page's reading is kept as soon as it is there. A successor of a killed worker finds what is done and goes on with
the next page; the page that was being read is read again, and that is all that is lost.
"""

from __future__ import annotations

import dataclasses
import itertools
import logging
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from sqlalchemy.orm import Session

from ingest import jobs
from ingest.pipeline.hold import Hold
from ingest.pipeline.stage import Stage
from ocr.child import ChildLost
from ocr.limits import Limits
from ocr.model import PageReading
from ocr.opened import OpenedFile, OpenedPage
from ocr.reading import open_file, read_page, unread_page
from ocr.records import opened_from_record, opened_to_record, page_from_record, page_to_record
from ocr.understanding import understand
from ocr.understanding.covers import cover_on
from storage.documents.originals import original_by_id, pages_of, set_original_state
from storage.documents.readings import PageRow, save_pages, save_turned
from storage.documents.tables import Original
from storage.jobs import artefacts, queue
from terms.errors import InputError

log = logging.getLogger(__name__)

_TRIES: Final = 5
_TRIES_SLOW: Final = 2
_OPEN_S: Final = 60.0
_NO_MORE: Final = jobs.SETTLED - {"failed"}  # a failed one is read again when a person restarts its job
Made = TypeVar("Made")


@dataclass(frozen=True)
class StoredFile:
    """Bytes in the store, and what reading them may cost."""

    path: Path
    limits: Limits


@dataclass(frozen=True)
class PageToRead:
    """One page of stored bytes. `rotation`: the turn that a person says sets it upright."""

    path: Path
    page: OpenedPage
    limits: Limits
    rotation: int | None = None


def open_stored(given: StoredFile) -> OpenedFile:
    """What the file is and which pages it has. Raises InputError."""
    return _tried(lambda: open_file(given.path, given.limits))


def read_one(given: PageToRead) -> PageReading:
    """The page as read. Raises InputError if it cannot be."""
    if given.page.problem:
        raise InputError(given.page.problem)
    known = {} if given.rotation is None else {"rotation": given.rotation}
    return _tried(lambda: read_page(given.path, given.page.number, given.limits, **known))


OPEN: Final = Stage("open", "1", open_stored, opened_to_record, opened_from_record)
PAGE: Final = Stage("page", "1", read_one, page_to_record, page_from_record)
ORIGINAL_STAGES: Final = (OPEN, PAGE)
TURN: Final = "turn"


def read_original(hold: Hold) -> None:
    """Read the original that the job names, page by page, and see its dossiers on their way.

    Raises InputError if the file is at fault, and HosoError; StateError and Stopping as `Hold.begin` does.
    """
    original = _begin(hold)
    if original.state in _NO_MORE:
        _finish(hold, [])
        return
    opened = _open(hold, original)
    rows: list[PageRow] = []
    for reading, key in _pages(hold, original, opened.pages):
        if _looks_secret(reading, hold):
            _set_apart(hold, original)
            return
        rows.append(_row(reading, key))
    unread = [row.warnings[0] for row in rows if row.reading is None]
    if len(unread) == len(rows):
        raise InputError(unread[0])
    _finish(hold, rows)


def read_turned(hold: Hold) -> None:
    """Read again, that way up, the pages of the original that a person has turned. Raises as `read_original` does.

    A page that cannot be read so stays as it was read, and is only shown turned.
    """
    hold.begin(TURN, allowed_s=_OPEN_S + hold.workplace.limits.page_seconds * _TRIES_SLOW)
    with hold.transaction() as session:
        original = original_by_id(session, hold.actor, hold.subject_id)
        turned = {page.number: page.id for page in pages_of(session, hold.actor, original.id) if page.turned_by_person}
    if original.state != "read" or not turned:
        _finish(hold, [])
        return
    hold.workplace.blobs.verify(original.sha256)
    opened = _open(hold, original)
    pages = [page for page in opened.pages if page.number in turned]
    for reading, key in _pages(hold, original, pages):
        if _looks_secret(reading, hold):
            _set_apart(hold, original)
            return
        if key is not None:
            with hold.transaction() as session:
                save_turned(session, hold.actor, turned[reading.number], _row(reading, key))
    _finish(hold, [])


def _begin(hold: Hold) -> Original:
    hold.begin(OPEN.name, allowed_s=_OPEN_S + hold.workplace.limits.page_seconds * _TRIES_SLOW)
    with hold.transaction() as session:
        original = original_by_id(session, hold.actor, hold.subject_id)
        if original.state in _NO_MORE:
            return original
        set_original_state(session, hold.actor, original.id, "reading")
    hold.workplace.blobs.verify(original.sha256)
    return original


def _open(hold: Hold, original: Original) -> OpenedFile:
    key = hold.key(OPEN, original.sha256, {})
    opened = hold.found(OPEN, key)
    if opened is not None:
        return opened
    opened = OPEN.run(StoredFile(hold.workplace.blobs.path(original.sha256), hold.workplace.limits))
    with hold.transaction() as session:
        hold.keep(session, OPEN, key, original.sha256, opened)
        if original.state == "read":
            return opened
        set_original_state(
            session,
            hold.actor,
            original.id,
            "reading",
            media_type=opened.media_type,
            page_count=len(opened.pages),
            signed=opened.signed,
        )
    return opened


def _pages(hold: Hold, original: Original, pages: Sequence[OpenedPage]) -> Iterator[tuple[PageReading, str | None]]:
    """Each page as read, in order, with the key of its artefact.

    The first page is read alone, because a secret paper says so on it; then as many at a time as the limits allow.
    """
    limits = hold.workplace.limits
    hold.begin(PAGE.name, allowed_s=_OPEN_S, total=len(pages))
    with hold.transaction() as session:
        upright = {page.number: page.rotation_by_person for page in pages_of(session, hold.actor, original.id)}
    path = hold.workplace.blobs.path(original.sha256)
    todo = [PageToRead(path, page, limits, upright.get(page.number)) for page in pages]
    yield _page(hold, original, todo[0])
    pool = ThreadPoolExecutor(limits.workers, thread_name_prefix="page")
    try:
        ahead: deque[Future[tuple[PageReading, str | None]]] = deque()
        for given in todo[1:]:
            if len(ahead) == limits.workers:
                yield ahead.popleft().result()
            ahead.append(pool.submit(_page, hold, original, given))
        while ahead:
            yield ahead.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def _page(hold: Hold, original: Original, given: PageToRead) -> tuple[PageReading, str | None]:
    """One page as read and the key of its artefact; a page that cannot be read keeps its place and has no artefact."""
    page = given.page
    turn = {} if given.rotation is None else {"rotation": given.rotation}
    key = hold.key(PAGE, original.sha256, {"page": page.number, **turn})
    hold.begin_page(page.number, allowed_s=_OPEN_S + given.limits.page_seconds * _TRIES_SLOW)
    found = hold.found(PAGE, key)
    if found is not None:
        with hold.transaction() as session:
            hold.end_page(session, fresh=False)
        return found, key
    try:
        reading = PAGE.run(given)
    except InputError as error:
        log.warning("job %s: page %d: %s", hold.claim.job_id, page.number, error.code)
        with hold.transaction() as session:
            hold.end_page(session, fresh=False)
        return unread_page(page, error.code), None
    with hold.transaction() as session:
        hold.keep(session, PAGE, key, original.sha256, reading)
        hold.end_page(session, fresh=True)
    return reading, key


def _row(reading: PageReading, key: str | None) -> PageRow:
    return PageRow(
        number=reading.number,
        width=reading.width,
        height=reading.height,
        dpi=reading.dpi,
        rotation=reading.rotation,
        skew=reading.skew,
        confidence=reading.confidence,
        blank=reading.blank,
        text=reading.text,
        warnings=reading.warnings,
        reading=key,
        cover=cover.payload if (cover := cover_on(reading)) is not None else None,
    )


def _looks_secret(reading: PageReading, hold: Hold) -> bool:
    if reading.blank or not reading.text:
        return False
    alone = dataclasses.replace(reading, number=1)
    return any("secret" in document.marks for document in understand((alone,), hold.workplace.catalogue))


def _set_apart(hold: Hold, original: Original) -> None:
    """Nothing of a secret paper is read further, shown or searched: what was read of it so far goes."""
    with hold.transaction() as session:
        set_original_state(session, hold.actor, original.id, "set_apart", error="secret_paper")
        artefacts.forget(session, original.sha256)
        _end(hold, session)


def _finish(hold: Hold, rows: list[PageRow]) -> None:
    with hold.transaction() as session:
        if rows:
            save_pages(session, hold.actor, hold.subject_id, rows)
        hold.show(session, "", done=len(rows), total=len(rows) or None)
        _end(hold, session)


def _end(hold: Hold, session: Session) -> None:
    queue.finish(session, hold.claim)
    jobs.settle(session, hold.actor, hold.subject_id, priority=hold.priority, send=hold.workplace.send)


def _tried(work: Callable[[], Made]) -> Made:
    """Do `work`, again if its child was lost: one that somebody killed (the kernel, when memory ran out) says nothing
    about the page, nor does a machine that was busy for a while. What a child has judged is not asked twice."""
    for attempt in itertools.count(1):
        try:
            return work()
        except InputError as error:
            lost = isinstance(error.__cause__, ChildLost)
            if not lost or attempt >= (_TRIES_SLOW if error.code == "too_slow" else _TRIES):
                raise
    raise AssertionError("unreachable")
