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

from celery.worker import state

from ingest.sweep import sweep, sweep_forever
from ingest.tasks import QueueSettings, create_app, sender
from ingest.workplace import Workplace
from ocr.child import end_children
from terms.errors import HosoError

log = logging.getLogger(__name__)


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
    try:
        sweep(workplace.database, sending)  # what a worker before us left behind goes on at once
    except HosoError as error:
        log.warning("first sweep: %s", error.code)
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


def _stopping() -> bool:
    # Celery puts the exit status there, and 0 is one.
    return any(word is not None and word is not False for word in (state.should_stop, state.should_terminate))
