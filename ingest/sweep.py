"""The sweep: whatever was lost on the way is sent again, bookings end, and the audit log is sealed.

A message may be lost with the worker that had it, a broker may have been down when a job was made, a worker may have
been killed in the middle of a page. The database knows each of these jobs; here they are found. Sealing runs as often,
because entries of the log that are not chained yet are protected by the database alone.
"""

from __future__ import annotations

import functools
import logging
import threading
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ingest.faults import where
from ingest.jobs import Send
from ingest.work import is_dead, place
from storage.audit.log import seal
from storage.database import Database, after_commit, now
from storage.jobs import queue
from storage.jobs.tables import Job
from storage.requests.requests import expire_overdue
from terms.errors import HosoError

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Swept:
    """How many jobs were sent (again), how many entries of the audit log were chained, how many bookings expired."""

    sent: int
    sealed: int
    expired: int = 0


def sweep(database: Database, send: Send, *, limit: int = 100) -> Swept:
    """Send what nobody holds, once; end bookings nobody came for; seal what is not sealed.

    May run in many places at the same time. Raises UnavailableError if the database does not answer.
    """
    with database.session() as session:
        _release_dead(session)
        session.flush()
        found = queue.due(session, limit)
        sent = [job for job in found if _take(session, job)]
        for job in sent:
            after_commit(session, functools.partial(send, job.id, job.priority))
    with database.session() as session:
        expired = expire_overdue(session)
    with database.session() as session:
        sealed = seal(session)
    if sent:
        log.info("sweep: %d jobs sent again", len(sent))
    return Swept(len(sent), sealed, expired)


def sweep_forever(database: Database, send: Send, *, every_s: float, stop: threading.Event) -> None:
    """Sweep every `every_s` seconds until `stop` is set; a database that is away is waited for."""
    while not stop.wait(every_s):
        try:
            sweep(database, send)
        except HosoError as error:
            log.warning("sweep: %s", error.code)
        except Exception as error:  # noqa: BLE001 - without the sweep lost work would stay lost
            log.error("sweep: this round failed, the next one follows: %s", where(error))


def _release_dead(session: Session) -> None:
    """End the leases of processes of this machine that are no more, instead of waiting for them to run out."""
    held = select(Job).where(Job.state == "running", Job.holder.startswith(f"{place()}:", autoescape=True))
    for job in session.scalars(held.with_for_update(skip_locked=True)):
        if job.holder is not None and is_dead(job.holder):
            job.lease_until = now()


def _take(session: Session, job: Job) -> bool:
    """Mark a due job as sent, unless another sweep was quicker; one whose holder is gone waits again."""
    mine = update(Job).where(Job.id == job.id, Job.state == job.state, Job.fence == job.fence)
    mine = mine.where(Job.sent_at.is_(None) if job.sent_at is None else Job.sent_at == job.sent_at)
    changes = {"state": "waiting", "holder": None, "lease_until": None, "sent_at": now()}
    return session.execute(mine.values(changes).returning(Job.id)).first() is not None
