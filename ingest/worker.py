"""One worker process: takes a job at a time from the queue, and sweeps.

The process is Celery's `solo` kind: no pool of forks to lose track of. Its supervisor runs as many as there are cores
and restarts what dies; the kernel and the reading child's own pipe see to it that nothing of a killed worker is left
running.
"""

from __future__ import annotations

import dataclasses
import logging
import threading
from dataclasses import dataclass
from typing import Final

from celery.worker import state

from ingest.jobs import Send
from ingest.sweep import sweep, sweep_forever
from ingest.tasks import QueueSettings, create_app, sender
from ingest.transport import tidy
from ingest.workplace import Workplace
from ocr.child import end_children
from storage.blobs.store import FolderBlobStore
from terms.errors import HosoError

log = logging.getLogger(__name__)

_LEFT_ALONE_S: Final = 24 * 3600.0


@dataclass(frozen=True)
class WorkerSettings:
    """`sweep_s`: how often lost work is looked for."""

    queue: QueueSettings
    sweep_s: float = 10.0


def run(settings: WorkerSettings, workplace: Workplace) -> int:
    """Work until SIGTERM or SIGINT, then give the job at hand back at its next page and leave. Returns the exit status.

    The `workplace` needs no `send`; the worker brings its own.
    """
    sending = sender(create_app(settings.queue), settings.queue)
    app = create_app(settings.queue, dataclasses.replace(workplace, send=sending, stopping=_stopping))
    ended = threading.Event()
    sweeper = threading.Thread(
        target=sweep_forever,
        args=(workplace.database, sending),
        kwargs={"every_s": settings.sweep_s, "stop": ended},
        name="sweep",
        daemon=True,
    )
    _clear_up(settings, workplace, sending)
    sweeper.start()
    try:
        worker = app.Worker(
            pool="solo",
            concurrency=1,
            hostname="worker@localhost",
            without_gossip=True,
            without_mingle=True,
            without_heartbeat=True,
            loglevel="WARNING",
            quiet=True,
        )
        worker.start()
        return int(worker.exitcode or 0)
    finally:
        ended.set()
        end_children()


def _clear_up(settings: WorkerSettings, workplace: Workplace, sending: Send) -> None:
    """What killed processes left behind: jobs go on at once, half-written files go."""
    try:
        sweep(workplace.database, sending)
        if not settings.queue.broker:
            tidy(settings.queue.folder, older_than_s=_LEFT_ALONE_S)
        if isinstance(workplace.blobs, FolderBlobStore):
            workplace.blobs.clear_temporary(_LEFT_ALONE_S)
    except (HosoError, OSError) as error:
        log.warning("clearing up: %s", error)


def _stopping() -> bool:
    # Celery puts the exit status there, and 0 is one.
    return any(word is not None and word is not False for word in (state.should_stop, state.should_terminate))
