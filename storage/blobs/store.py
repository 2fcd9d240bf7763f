"""Where bytes lie: each file once, under its SHA-256, read-only, never changed.

`FolderBlobStore` writes to a temporary file while hashing, makes it read-only, forces it to disk, gives it its name in
one step and forces the folder to disk: after a power cut a blob is whole or absent.
"""

from __future__ import annotations

import errno
import hashlib
import io
import os
import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol, runtime_checkable

from terms.errors import HosoError, InputError, StateError, UnavailableError

CHUNK = 1024 * 1024
_SHA256 = re.compile(r"[0-9a-f]{64}")
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@dataclass(frozen=True)
class StoredBlob:
    """What was stored: SHA-256 in lower-case hex, size in bytes, and whether the bytes were there before."""

    sha256: str
    size: int
    existed: bool = False


@runtime_checkable
class BlobStore(Protocol):
    """A place for bytes, addressed by their SHA-256."""

    def put(self, source: BinaryIO | bytes, *, max_size: int | None = None) -> StoredBlob:
        """Store all of `source`; the same bytes again change nothing.

        Raises InputError("too_large") past `max_size` bytes, UnavailableError("disk_full"); nothing is left then.
        """
        ...

    def open(self, sha256: str, *, verify: bool = False) -> BinaryIO:
        """A stream of the bytes. `verify`: hash them first.

        Raises StateError("blob_missing"), StateError("blob_altered").
        """
        ...

    def path(self, sha256: str) -> Path:
        """A file with the bytes, for programs that need one; not to be written. Raises StateError("blob_missing")."""
        ...

    def exists(self, sha256: str) -> bool: ...

    def verify(self, sha256: str) -> None:
        """Raise StateError("blob_missing") or ("blob_altered") unless the bytes are there and are what they were."""
        ...

    def erase(self, sha256: str) -> bool:
        """Remove the bytes (a recorded act of erasure, or a blob no row knows); whether they were there."""
        ...

    def __iter__(self) -> Iterator[str]:
        """The SHA-256 of every blob."""
        ...


class FolderBlobStore:
    """Blobs in a folder: `ab/cd/<sha256>`, mode 0440. Many processes may use it side by side."""

    def __init__(self, root: Path) -> None:
        self.root = Path(root)
        self._temporary = self.root / "tmp"
        with _disk():
            self._temporary.mkdir(parents=True, exist_ok=True)

    def put(self, source: BinaryIO | bytes, *, max_size: int | None = None) -> StoredBlob:
        stream = io.BytesIO(source) if isinstance(source, bytes | bytearray | memoryview) else source
        with _disk():
            handle, name = tempfile.mkstemp(dir=self._temporary)
            try:
                with os.fdopen(handle, "wb", buffering=0) as target:
                    sha256, size = _copy(stream, target, max_size)
                    place = self._place(sha256)
                    if self._is_whole(sha256):
                        return StoredBlob(sha256, size, existed=True)
                    os.fchmod(target.fileno(), 0o440)
                    os.fsync(target.fileno())
                self._settle(Path(name), place)
                return StoredBlob(sha256, size)
            finally:
                with suppress(FileNotFoundError):
                    os.unlink(name)

    def open(self, sha256: str, *, verify: bool = False) -> BinaryIO:
        if verify:
            self.verify(sha256)
        return self.path(sha256).open("rb")

    def path(self, sha256: str) -> Path:
        place = self._place(sha256)
        if not place.is_file():
            raise StateError("blob_missing", sha256=sha256)
        return place

    def exists(self, sha256: str) -> bool:
        return self._place(sha256).is_file()

    def verify(self, sha256: str) -> None:
        with self.path(sha256).open("rb") as stream:
            if hashlib.file_digest(stream, "sha256").hexdigest() != sha256:
                raise StateError("blob_altered", sha256=sha256)

    def erase(self, sha256: str) -> bool:
        place = self._place(sha256)
        try:
            place.unlink()
        except FileNotFoundError:
            return False
        _sync_folder(place.parent)
        return True

    def __iter__(self) -> Iterator[str]:
        for place in sorted(self.root.glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*")):
            if _SHA256.fullmatch(place.name):
                yield place.name

    def clear_temporary(self, older_than_s: float) -> int:
        """Remove what killed writers left half-written, if untouched for `older_than_s` seconds; how many files."""
        newest = time.time() - older_than_s
        gone = 0
        for leftover in self._temporary.iterdir():
            with suppress(FileNotFoundError):
                if leftover.stat().st_mtime < newest:
                    leftover.unlink()
                    gone += 1
        return gone

    def _place(self, sha256: str) -> Path:
        if not _SHA256.fullmatch(sha256):
            raise StateError("blob_missing", sha256=sha256[:64])
        return self.root / sha256[:2] / sha256[2:4] / sha256

    def _is_whole(self, sha256: str) -> bool:
        """Whether the bytes are there unaltered. Altered ones are mended by whoever hands the right ones in again."""
        try:
            self.verify(sha256)
        except StateError:
            return False
        return True

    def _settle(self, written: Path, place: Path) -> None:
        for folder in (place.parent.parent, place.parent):
            if not folder.exists():
                folder.mkdir(exist_ok=True)
                _sync_folder(folder.parent)
        written.rename(place)
        _sync_folder(place.parent)


def _copy(stream: BinaryIO, target: io.FileIO | BinaryIO, max_size: int | None) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        if max_size is not None and size > max_size:
            raise InputError("too_large", limit=f"{max_size / 1024 / 1024:g} MB")
        digest.update(chunk)
        view = memoryview(chunk)
        while view:  # an unbuffered write may take less than it is given
            view = view[target.write(view) :]
    return digest.hexdigest(), size


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _disk() -> Iterator[None]:
    """What the disk refuses becomes an error with a code."""
    try:
        yield
    except HosoError:
        raise
    except OSError as failure:
        if failure.errno in _FULL:
            raise UnavailableError("disk_full") from failure
        raise
