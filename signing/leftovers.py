"""Files of an act that was cut off: a copy half signed must not lie anywhere once its number is void.

Before a file of an act goes into the blob store, its hash is noted in the signing folder. Housekeeping looks at notes
older than an act may last: the file is erased unless a row has come to stand for it. So a worker or a page that is
killed between writing a file and writing its row leaves nothing that bears a person's signature.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import re
from contextlib import suppress
from pathlib import Path

from storage.blobs.store import BlobStore, StoredBlob
from storage.copies.standing import stands_for
from storage.database import Database, now
from terms.errors import HosoError

log = logging.getLogger(__name__)

_SHA256 = re.compile(r"[0-9a-f]{64}")


def put(folder: Path, blobs: BlobStore, data: bytes) -> StoredBlob:
    """Store a file of an act, noted first in the signing folder `folder`."""
    notes = folder / "unsettled"
    notes.mkdir(parents=True, exist_ok=True, mode=0o700)
    (notes / hashlib.sha256(data).hexdigest()).touch(mode=0o600)
    return blobs.put(data)


def sweep(folder: Path, database: Database, blobs: BlobStore, older_than: dt.timedelta) -> int:
    """Erase the noted files that no row came to stand for; how many there were. Raises HosoError."""
    erased = 0
    for note in sorted((folder / "unsettled").glob("*")):
        try:
            age = now().timestamp() - note.stat().st_mtime
        except FileNotFoundError:
            continue
        if age < older_than.total_seconds() or not _SHA256.fullmatch(note.name):
            continue
        with database.reading() as session:
            stands = stands_for(session, note.name)
        if not stands and blobs.exists(note.name):
            blobs.erase(note.name)
            erased += 1
            log.info("a file of an act that was cut off is erased: %s", note.name)
        note.unlink(missing_ok=True)
    return erased


def forget(blobs: BlobStore, sha256: str | None) -> None:
    """Remove the file of a copy that was not issued: half a copy, maybe with a person's valid signature on it."""
    if sha256 is not None:
        with suppress(HosoError):  # the sweep comes by later, and ./run check names what is left
            blobs.erase(sha256)
