"""What a worker needs to work with, made once by whoever starts it and handed down."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import ocr
import terms
from ingest.jobs import Send
from ingest.shelf import Shelf
from ocr.limits import Limits
from ocr.understanding.knowledge import Knowledge, shipped
from storage.blobs.store import BlobStore
from storage.database import Database
from terms.kinds import Catalogue


@dataclass(frozen=True)
class Workplace:
    """`lease_s`: how long a job belongs to a worker that gives no sign of life; it is renewed three times as often.

    `stopping`: whether the worker was asked to stop; work is then given back at the next page. `shelf`: where what
    offices learned of kinds and piles lies.
    """

    database: Database
    blobs: BlobStore
    catalogue: Catalogue
    limits: Limits = field(default_factory=Limits)
    send: Send | None = None
    lease_s: float = 60.0
    stopping: Callable[[], bool] = lambda: False
    shelf: Shelf | None = None

    def knowledge(self, office_id: str) -> Knowledge:
        """What the office reads with: of kinds and of piles."""
        return shipped() if self.shelf is None else self.shelf.of(office_id)


@functools.cache
def reader_version() -> str:
    """A digest of all code, counts and models that read: an artefact of others is never mistaken for one of ours."""
    digest = hashlib.sha256()
    for package in (ocr, terms):
        root = Path(str(package.__file__)).parent
        for path in sorted(path for path in root.rglob("*") if path.suffix in (".py", ".npz", ".json")):
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
