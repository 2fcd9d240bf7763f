"""What the acts of this room need, made once by whoever starts the program."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from signing.channel import WorkerClient
from signing.settings import SigningSettings
from storage.blobs.store import BlobStore
from storage.database import Database
from terms.kinds import Catalogue


@dataclass(frozen=True)
class SigningServices:
    """Database, blob store, catalogue, settings; and the way to the signing worker, which is a process of its own."""

    database: Database
    blobs: BlobStore
    catalogue: Catalogue
    settings: SigningSettings

    @cached_property
    def worker(self) -> WorkerClient:
        """The signing worker. Keys and PINs are its alone."""
        return WorkerClient(self.settings.socket)
