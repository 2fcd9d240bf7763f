"""Files and folders named on the command line: `./run ingest PATH… [--dossier CODE]`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from ingest import jobs
from ingest.intake import NewDossier
from ingest.names import natural_order, safe_name, without_suffix
from ingest.sources.upload import Answer, receive_all
from ocr.limits import Limits
from storage.blobs.store import BlobStore
from storage.database import Database
from storage.scope import Actor
from terms.errors import HosoError, InputError

_SOURCE = "command"


@dataclass(frozen=True)
class Bundle:
    """Files that belong to one dossier, in their order, and how it shall be called."""

    title: str
    files: tuple[Path, ...]


def bundles(paths: Sequence[Path]) -> list[Bundle]:
    """What the paths stand for: each folder that holds files is a dossier of its own, loose files are one together.

    Hidden files are left out. Raises HosoError("not_found") for a path that does not exist.
    """
    found: list[Bundle] = []
    loose: list[Path] = []
    for path in paths:
        if not path.exists():
            raise HosoError("not_found")
        if path.is_dir():
            found += _folders(path)
        else:
            loose.append(path)
    if loose:
        found.insert(0, Bundle(without_suffix(safe_name(loose[0].name)), tuple(loose)))
    return found


def ingest(
    database: Database,
    blobs: BlobStore,
    paths: Sequence[Path],
    *,
    actor: Actor,
    limits: Limits,
    dossier_id: str | None = None,
    send: jobs.Send | None = None,
) -> list[Answer]:
    """Store what `paths` name, all into one dossier if `dossier_id` is given, else as `bundles` says.

    Every file has its answer. The files themselves stay where they are.
    """
    answers: list[Answer] = []
    for bundle in bundles(paths):
        unreadable: list[Answer] = []
        taken = receive_all(
            database,
            blobs,
            _streams(bundle.files, unreadable),
            actor=actor,
            source=_SOURCE,
            dossier_id=dossier_id or NewDossier(bundle.title),
            limits=limits,
            priority=jobs.BATCH_PRIORITY,
            send=send,
        )
        answers += taken + unreadable
    return answers


def _streams(files: Sequence[Path], unreadable: list[Answer]) -> Iterator[tuple[str, IO[bytes]]]:
    """Each file opened when its turn comes, and closed before the next."""
    for file in files:
        try:
            stream = file.open("rb")
        except OSError:
            unreadable.append(Answer(safe_name(file.name), error=InputError("not_readable")))
            continue
        with stream:
            yield file.name, stream


def _folders(root: Path) -> Iterator[Bundle]:
    entries = sorted((entry for entry in root.iterdir() if not entry.name.startswith(".")), key=_by_name)
    files = tuple(entry for entry in entries if entry.is_file())
    if files:
        yield Bundle(safe_name(root.resolve().name), files)
    for entry in entries:
        if entry.is_dir() and not entry.is_symlink():
            yield from _folders(entry)


def _by_name(path: Path) -> tuple[tuple[int, int, str], ...]:
    return natural_order(path.name)
