"""What lies in the hot folder, without following a link anywhere."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final

from ingest.sources.plain_file import Look

DONE: Final = "done"
FAILED: Final = "failed"

_DEEPEST: Final = 4
_IGNORED_SUFFIXES: Final = (".tmp", ".part", ".partial", ".crdownload", ".filepart", ".lock")
_IGNORED_NAMES: Final = frozenset({"thumbs.db", "desktop.ini"})


def files_below(root: Path) -> Iterator[tuple[PurePosixPath, Look]]:
    """Every file to be taken, as a path below `root` and how it looks now.

    A link or a FIFO is yielded like a file (it is refused when it is opened); folders deeper than four are left alone,
    as are hidden files and those that programs name so while they write.
    """
    for here, folders, names, descriptor in os.fwalk(root, follow_symlinks=False):
        below = PurePosixPath(Path(here).relative_to(root).as_posix())
        links = [name for name in folders if _is_link(name, descriptor)]
        folders[:] = [
            name for name in folders if name not in links and _walked(below, name) and len(below.parts) < _DEEPEST
        ]
        for name in [*names, *links]:
            if _ignored(name):
                continue
            try:
                status = os.stat(name, dir_fd=descriptor, follow_symlinks=False)
            except FileNotFoundError:
                continue
            yield below / name, Look.of(status)


def dossier_folder(path: PurePosixPath) -> str | None:
    """The subfolder that stands for the dossier of this file; None for a file that lies by itself."""
    return path.parts[0] if len(path.parts) > 1 else None


def _walked(below: PurePosixPath, name: str) -> bool:
    ours = not below.parts and name in {DONE, FAILED}
    return not ours and not name.startswith(".")


def _ignored(name: str) -> bool:
    lower = name.lower()
    return lower.startswith((".", "~$")) or lower.endswith(_IGNORED_SUFFIXES) or lower in _IGNORED_NAMES


def _is_link(name: str, folder: int) -> bool:
    try:
        return stat.S_ISLNK(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode)
    except FileNotFoundError:
        return False
