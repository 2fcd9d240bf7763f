"""Intake: bytes in, and only when they are safe on disk and in the database is the sender told so.

The order matters and is the same for every source: look at the first bytes and refuse what cannot be read; stream to
disk while hashing and counting; write the rows *and* the job in one transaction; send the job; acknowledge. Only then
may a source clear what it brought. Whatever fails before leaves the source as it was.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import IO, Any, BinaryIO, Final, cast

from sqlalchemy.orm import Session

from ingest import jobs
from ingest.names import safe_name
from ocr.formats import media_type
from ocr.limits import Limits
from storage.audit import log as audit
from storage.blobs.store import BlobStore
from storage.database import Database
from storage.documents.originals import add_original, original_by_sha256, set_original_state
from storage.documents.tables import DossierOriginal, Original
from storage.dossiers.dossiers import open_dossier, settle_state
from storage.dossiers.tables import Dossier
from storage.jobs.tables import Job
from storage.scope import Actor, fetch, visible
from storage.text import line
from terms.errors import InputError, StateError

_HEAD: Final = 4096


@dataclass(frozen=True)
class NewDossier:
    """Where the bytes shall go: a dossier that is opened with them, in one transaction."""

    title: str


@dataclass(frozen=True)
class Received:
    """Bytes that are safe. `duplicate_of`: the original that was there already (then `original_id` is the same), or
    None. `job_id`: the job that goes on with them; None if nothing is left to do."""

    original_id: str
    sha256: str
    duplicate_of: str | None
    job_id: str | None
    dossier_id: str


def receive(
    database: Database,
    blobs: BlobStore,
    stream: IO[bytes],
    *,
    actor: Actor,
    filename: str,
    source: str,
    dossier_id: str | NewDossier,
    limits: Limits,
    priority: int = jobs.COUNTER_PRIORITY,
    send: jobs.Send | None = None,
) -> Received:
    """Take the bytes of `stream` into a dossier. When this returns they are safe, and only then.

    `filename` is only shown, never trusted. `source`: upload, command, hot_folder, api … `limits.file_bytes` is
    counted while streaming. The same bytes in one office are one original: they are linked to the dossier, and
    `duplicate_of` says so; an original whose reading had failed is read again. A `NewDossier` for bytes that already
    lie in a dossier of this title that is still being worked on is that dossier: a source that was interrupted before
    it cleared its file makes no second one.

    Raises InputError("empty_file", "unsupported_format", "too_large") before anything is written to the database;
    AccessError("not_found") and StateError("wrong_state") for the dossier; UnavailableError("disk_full",
    "database_unavailable"). Refusals are told in the audit log of the dossier they were meant for.
    """
    if isinstance(dossier_id, str):
        with database.session() as session:
            _must_take(fetch(session, actor, Dossier, dossier_id))
    try:
        head = _head(stream)
        media = media_type(head)
        stored = blobs.put(cast(BinaryIO, _Rejoined(head, stream)), max_size=limits.file_bytes)
    except InputError as refusal:
        _record_refusal(database, actor, dossier_id, refusal)
        raise
    try:
        with database.session() as session:
            target = _dossier(session, actor, dossier_id, stored.sha256)
            original, known = add_original(
                session,
                actor,
                sha256=stored.sha256,
                size=stored.size,
                media_type=media,
                filename=safe_name(filename),
                source=source,
                dossier_id=target.id,
            )
            job = _go_on(session, actor, original, target.id, known=known, priority=priority, send=send)
            settle_state(session, target.id)
            return Received(
                original.id, stored.sha256, original.id if known else None, job.id if job else None, target.id
            )
    except StateError:
        if not stored.existed:
            _drop_if_erased(database, blobs, actor, stored.sha256)
        raise


def _go_on(
    session: Session,
    actor: Actor,
    original: Original,
    dossier_id: str,
    *,
    known: bool,
    priority: int,
    send: jobs.Send | None,
) -> Job | None:
    """What is to be done next with an original that has just come in, new or known."""
    if original.state == "set_apart":
        return None
    if known and original.state == "read":
        return jobs.add_understanding(session, actor, dossier_id, priority=priority, send=send)
    if original.state == "failed":  # handed in once more: a new try
        set_original_state(session, actor, original.id, "received")
    return jobs.add_reading(session, actor, original.id, priority=priority, send=send)


def _drop_if_erased(database: Database, blobs: BlobStore, actor: Actor, sha256: str) -> None:
    """Bytes that were erased by decision and came in again are refused; they must not lie in the store either."""
    with database.session() as session:
        original = original_by_sha256(session, actor, sha256)
        erased = original is not None and original.state == "erased"
    if erased:
        blobs.erase(sha256)


def _dossier(session: Session, actor: Actor, wanted: str | NewDossier, sha256: str) -> Dossier:
    if isinstance(wanted, str):
        dossier = fetch(session, actor, Dossier, wanted, lock=True)
        _must_take(dossier)
        return dossier
    holding = (
        visible(actor, Dossier)
        .join(DossierOriginal, DossierOriginal.dossier_id == Dossier.id)
        .join(Original, Original.id == DossierOriginal.original_id)
        .where(
            Original.sha256 == sha256,
            Original.office_id == actor.office_id,
            Dossier.state.in_(jobs.WORKED_ON),
            Dossier.title == line(wanted.title, 300),
        )
    )
    there = session.scalars(holding.order_by(Dossier.id.desc())).first()
    return there or open_dossier(session, actor, title=wanted.title)


def _must_take(dossier: Dossier) -> None:
    if dossier.state == "cancelled":
        raise StateError("wrong_state", detail=f"hồ sơ {dossier.code}: {dossier.state}")


def _head(stream: IO[bytes]) -> bytes:
    """The first bytes, as many as are needed to know the format. A stream may give fewer at a time than asked for."""
    head = b""
    while len(head) < _HEAD:
        more = stream.read(_HEAD - len(head))
        if not more:
            break
        head += more
    if not head:
        raise InputError("empty_file")
    return head


class _Rejoined(io.RawIOBase):
    """A stream that begins with what was already read of it."""

    def __init__(self, head: bytes, rest: IO[bytes]) -> None:
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        if not self._head:
            return self._rest.read(size)
        if size is None or size < 0:
            whole, self._head = self._head + self._rest.read(), b""
            return whole
        part, self._head = self._head[:size], self._head[size:]
        return part

    def readinto(self, buffer: Any, /) -> int:
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def _record_refusal(database: Database, actor: Actor, dossier_id: str | NewDossier, refusal: InputError) -> None:
    """Leave word of what was refused. The name of the file may name a citizen, so it is not kept."""
    if not isinstance(dossier_id, str):
        return
    with database.session() as session:
        audit.record(session, actor, "intake.refuse", "dossier", dossier_id, details={"code": refusal.code})
