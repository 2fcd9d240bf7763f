"""Moving what was taken or refused, and saying why in words for whoever looks into the folder."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Final
from zoneinfo import ZoneInfo

from ingest.sources.hot_folder.listing import DONE, FAILED
from ingest.sources.plain_file import entered
from terms.errors import HosoError

HERE: Final = ZoneInfo("Asia/Ho_Chi_Minh")


def to_done(root: Path, path: PurePosixPath, now: dt.datetime) -> PurePosixPath:
    """Move a stored file to `done/<day>/…`; where it lies then. Raises OSError."""
    return _move(root, path, PurePosixPath(DONE, now.astimezone(HERE).date().isoformat(), path))


def to_failed(root: Path, path: PurePosixPath, origin: PurePosixPath, error: HosoError, now: dt.datetime) -> None:
    """Move a file to `failed/<code>/…`, named as it was at `origin`, with the reason beside it. Raises OSError."""
    moved = _move(root, path, PurePosixPath(FAILED, error.code, origin))
    reason = _reason(origin, error, now.astimezone(HERE))
    with contextlib.suppress(OSError), entered(root, moved.parts[:-1]) as folder:
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
        with os.fdopen(os.open(f"{moved.name}.txt", flags, 0o644, dir_fd=folder), "w", encoding="utf-8") as note:
            note.write(reason)


def _reason(origin: PurePosixPath, error: HosoError, when: dt.datetime) -> str:
    again_vi = "Sau khi khắc phục, chỉ cần thả lại tệp vào thư mục nhận."
    again_en = "When it is put right, simply drop the file into the folder again."
    return (
        f"Tệp: {origin}\n"
        f"Lúc: {when:%d/%m/%Y %H:%M:%S}\n"
        f"Lý do [{error.code}]: {error.message('vi')}\n{again_vi}\n\n"
        f"File: {origin}\n"
        f"When: {when:%Y-%m-%d %H:%M:%S %z}\n"
        f"Reason [{error.code}]: {error.message('en')}\n{again_en}\n"
    )


def _move(root: Path, source: PurePosixPath, target: PurePosixPath) -> PurePosixPath:
    """Rename below `root` without following links and without overwriting anything; where the file lies then."""
    _make_folders(root, target.parts[:-1])
    with entered(root, source.parts[:-1]) as from_folder, entered(root, target.parts[:-1]) as to_folder:
        name = _free_name(target.name, to_folder)
        os.rename(source.name, name, src_dir_fd=from_folder, dst_dir_fd=to_folder)
    return target.with_name(name)


def _make_folders(root: Path, names: Sequence[str]) -> None:
    for depth, name in enumerate(names):
        with entered(root, names[:depth]) as folder, contextlib.suppress(FileExistsError):
            os.mkdir(name, dir_fd=folder)


def _free_name(name: str, folder: int) -> str:
    there = set(os.listdir(folder))
    stem, dot, suffix = name.rpartition(".")
    tries = (f"{stem} ({number}).{suffix}" if dot and stem else f"{name} ({number})" for number in range(2, 10**6))
    return name if name not in there else next(candidate for candidate in tries if candidate not in there)
