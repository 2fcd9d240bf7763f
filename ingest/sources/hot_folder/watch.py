"""The watch of one hot folder (see the package)."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from ingest import jobs
from ingest.faults import where
from ingest.intake import NewDossier, Received, receive
from ingest.names import natural_order, safe_name, without_suffix
from ingest.sources.hot_folder.aside import to_done, to_failed
from ingest.sources.hot_folder.listing import dossier_folder, files_below
from ingest.sources.hot_folder.memory import Memory
from ingest.sources.plain_file import Look, StillWriting, entered, opened
from ocr.limits import Limits
from storage.blobs.store import BlobStore
from storage.database import Database, now
from storage.documents.tables import Original
from storage.dossiers.tables import Dossier
from storage.scope import Actor, visible
from terms.errors import PROBLEMS, HosoError, InputError, UnavailableError

log = logging.getLogger(__name__)

_SOURCE: Final = "hot_folder"
_TRIES: Final = 3
_PAUSE_S: Final = 30.0


@dataclass(frozen=True)
class HotFolderSettings:
    """`folder` is looked at every `poll_s` seconds; a file is taken when it has not changed for `stable_s`.

    `memory`: a file of ours outside the watched folder, which keeps what a restart must not forget.
    """

    folder: Path
    memory: Path
    stable_s: float = 2.0
    poll_s: float = 1.0


class HotFolder:
    """Watches one folder for one office (`actor`). `clock` gives seconds that never run backwards."""

    def __init__(
        self,
        settings: HotFolderSettings,
        *,
        database: Database,
        blobs: BlobStore,
        actor: Actor,
        limits: Limits,
        send: jobs.Send | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings = settings
        self._root = settings.folder
        self._database = database
        self._blobs = blobs
        self._actor = actor
        self._limits = limits
        self._send = send
        self._clock = clock
        self._memory = Memory.load(settings.memory)
        self._seen: dict[PurePosixPath, tuple[Look, float]] = {}  # how it looks, and since when
        self._troubles: dict[PurePosixPath, tuple[int, float]] = {}  # how many, and not to be tried before

    def watch(self, stop: threading.Event) -> None:
        """Look again and again until `stop` is set."""
        while not stop.is_set():
            try:
                self.look()
            except Exception as error:  # noqa: BLE001 - one bad round (a share that is away) must not end the watch
                log.error("hot folder: this round failed, the next one follows: %s", where(error))
            stop.wait(self._settings.poll_s)

    def look(self) -> int:
        """Look once and take what is ready. Returns how many files were moved. Raises OSError if the folder is away."""
        self._root.mkdir(parents=True, exist_ok=True)
        moved = sum(self._take(path) for path in self._ready())
        self._follow_up()
        return moved

    def _ready(self) -> list[PurePosixPath]:
        """The files that have come to rest, in the order a person would read their names."""
        moment = self._clock()
        before, self._seen = self._seen, {}
        for path, look in files_below(self._root):
            last = before.get(path)
            self._seen[path] = last if last is not None and last[0] == look else (look, moment)
        self._troubles = {path: trouble for path, trouble in self._troubles.items() if path in self._seen}
        restless = {
            dossier_folder(path) or path
            for path, (_, since) in self._seen.items()
            if moment - since < self._settings.stable_s
        }
        ready = [
            path
            for path in self._seen
            if (dossier_folder(path) or path) not in restless and self._troubles.get(path, (0, 0.0))[1] <= moment
        ]
        return sorted(ready, key=lambda path: [natural_order(part) for part in path.parts])

    def _take(self, path: PurePosixPath) -> bool:
        """Take one file, whatever it is. True if it was moved away, False if it stays for later."""
        try:
            received = self._receive(path)
            self._clear(path, received)
        except StillWriting:
            return False
        except UnavailableError as error:
            log.error("hot folder: waiting, nothing is lost: %s", error.message("en"))
            self._later(path)
            return False
        except HosoError as error:
            return self._set_aside(path, path, error)
        except Exception as error:  # noqa: BLE001 - whatever it was, the next file must have its turn
            log.error("hot folder: a file could not be taken: %s", where(error))
            if self._later(path) < _TRIES:
                return False
            return self._set_aside(path, path, HosoError("internal", reference=_SOURCE))
        return True

    def _receive(self, path: PurePosixPath) -> Received:
        with entered(self._root, path.parts[:-1]) as folder, opened(path.name, folder, self._seen[path][0]) as stream:
            return receive(
                self._database,
                self._blobs,
                stream,
                actor=self._actor,
                filename=path.name,
                source=_SOURCE,
                dossier_id=self._destination(path),
                limits=self._limits,
                priority=jobs.BATCH_PRIORITY,
                send=self._send,
            )

    def _destination(self, path: PurePosixPath) -> str | NewDossier:
        folder = dossier_folder(path)
        if folder is None:
            return NewDossier(without_suffix(safe_name(path.name)))
        inode, known = self._memory.dossiers.get(folder, (0, ""))
        wanted = Dossier.id == known if known and inode == self._inode(folder) else Dossier.code == folder
        with self._database.session() as session:
            dossier = session.scalars(visible(self._actor, Dossier).where(wanted).limit(1)).first()
        if dossier is not None and dossier.state in jobs.WORKED_ON:
            return dossier.id
        return NewDossier(safe_name(folder))

    def _clear(self, path: PurePosixPath, received: Received) -> None:
        """The bytes are safe: remember what belongs together, then move the file away."""
        if folder := dossier_folder(path):
            self._memory.dossiers[folder] = (self._inode(folder), received.dossier_id)
            self._memory.keep()
        lies = to_done(self._root, path, now())
        self._seen.pop(path, None)
        if received.job_id is not None:
            self._memory.unread[received.original_id] = (str(lies), str(path))
        self._memory.keep()

    def _follow_up(self) -> None:
        """Move aside what was stored but then could not be read, and forget what was."""
        if not self._memory.unread:
            return
        with self._database.session() as session:
            ids = list(self._memory.unread)
            settled = visible(self._actor, Original).where(Original.id.in_(ids), Original.state.in_(jobs.SETTLED))
            originals = session.scalars(settled).all()
        for original in originals:
            lies, origin = self._memory.unread.pop(original.id)
            if original.state in {"failed", "set_apart"}:
                code = original.error if original.error in PROBLEMS else "internal"
                self._set_aside(PurePosixPath(lies), PurePosixPath(origin), InputError(code or "internal"))
        if originals:
            self._memory.keep()

    def _set_aside(self, path: PurePosixPath, origin: PurePosixPath, error: HosoError) -> bool:
        log.warning("hot folder: a file is set aside: %s", error.code)
        try:
            to_failed(self._root, path, origin, error, now())
        except OSError as failure:
            log.error("hot folder: a file could not be set aside: %s", failure.strerror)
            self._later(path)
            return False
        self._seen.pop(path, None)
        return True

    def _later(self, path: PurePosixPath) -> int:
        """Leave a file alone for a while, longer each time; how often that was."""
        often = self._troubles.get(path, (0, 0.0))[0] + 1
        self._troubles[path] = (often, self._clock() + min(_PAUSE_S * often, 20 * _PAUSE_S))
        return often

    def _inode(self, folder: str) -> int:
        return os.stat(self._root / folder, follow_symlinks=False).st_ino
