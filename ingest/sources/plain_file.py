"""Opening a file that somebody else may be writing, swapping or pointing elsewhere at this very moment.

Folders are entered one by one without following links, the file is opened without following one and without waiting (a
FIFO would hang), and what was opened is looked at, not what the name says. A second hard link would let bytes of
another folder in through ours, so there must be one.
"""

from __future__ import annotations

import contextlib
import errno
import io
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from terms.errors import InputError


class StillWriting(Exception):
    """The file changed while it was read: not an error, only too early."""


@dataclass(frozen=True)
class Look:
    """What tells one state of a file from another."""

    inode: int
    size: int
    changed_ns: int

    @classmethod
    def of(cls, status: os.stat_result) -> Look:
        return cls(status.st_ino, status.st_size, status.st_mtime_ns)


@contextlib.contextmanager
def entered(root: Path, folders: Sequence[str]) -> Iterator[int]:
    """A descriptor of the folder below `root`, entered without following links. Raises OSError."""
    descriptor = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for name in folders:
            below = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=descriptor)
            os.close(descriptor)
            descriptor = below
        yield descriptor
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def opened(name: str, folder: int, expected: Look) -> Iterator[IO[bytes]]:
    """The bytes of the plain file `name` in the folder with descriptor `folder`, seen before as `expected`.

    Raises InputError("not_a_plain_file") for a link, a FIFO or a file with a second name, InputError("not_readable") if
    it may not be opened, StillWriting if it is no longer (or, at its end, no more) what was expected.
    """
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY
    try:
        descriptor = os.open(name, flags, dir_fd=folder)
    except OSError as failure:
        if failure.errno in {errno.ELOOP, errno.ENXIO, errno.ENODEV}:
            raise InputError("not_a_plain_file") from failure
        if failure.errno in {errno.EACCES, errno.EPERM}:
            raise InputError("not_readable") from failure
        if failure.errno == errno.ENOENT:
            raise StillWriting from failure
        raise
    with os.fdopen(descriptor, "rb", buffering=0) as stream:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode) or status.st_nlink != 1:
            raise InputError("not_a_plain_file")
        if Look.of(status) != expected:
            raise StillWriting
        yield cast(IO[bytes], _Steady(stream, expected))


class _Steady(io.RawIOBase):
    """A stream whose end is only the end if the file did not change while it was read."""

    def __init__(self, stream: io.FileIO, expected: Look) -> None:
        self._stream = stream
        self._expected = expected

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        count = self._stream.readinto(buffer) or 0
        if count == 0 and len(buffer) and Look.of(os.fstat(self._stream.fileno())) != self._expected:
            raise StillWriting
        return count
