"""Which jobs there are, and when the next one is due: reading an original, then understanding its dossiers.

A job row is written in the transaction that makes it necessary; its id is sent to a queue after the commit. A message
that gets lost is sent again by the sweep.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.database import after_commit, now
from storage.documents.originals import pages_of_dossier
from storage.documents.tables import DossierOriginal, Original
from storage.dossiers.tables import Dossier
from storage.jobs.queue import add_job
from storage.jobs.tables import Job
from storage.scope import Actor, fetch, visible

log = logging.getLogger(__name__)

READ_ORIGINAL: Final = "read_original"
TURN_PAGES: Final = "turn_pages"
UNDERSTAND_DOSSIER: Final = "understand_dossier"

COUNTER_PRIORITY: Final = 1
"""Somebody waits at the counter."""
BATCH_PRIORITY: Final = 7
"""Nobody waits: hot folder, command line."""

SETTLED: Final = frozenset({"read", "failed", "set_apart", "erased"})
"""States of an original that needs no more reading."""
WORKED_ON: Final = frozenset({"open", "processing", "review"})
"""States of a dossier that somebody is still at work on. A done one takes papers too, a cancelled one does not."""

Send = Callable[[str, int], None]
"""Puts a job's id on the queue for its priority. Never raises: what is not sent is found by the sweep."""


def add_reading(session: Session, actor: Actor, original_id: str, *, priority: int, send: Send | None) -> Job:
    """The job that reads an original: the one that already waits or runs, else a new one, sent after the commit."""
    return live(session, actor, READ_ORIGINAL, original_id) or _add(
        session, actor, READ_ORIGINAL, original_id, priority, send
    )


def add_understanding(
    session: Session, actor: Actor, dossier_id: str, *, priority: int, send: Send | None
) -> Job | None:
    """The job that understands a dossier, if all its originals have settled; None while one is still to be read.

    The dossier's row is locked: of two originals that settle at the same moment one sees the other.
    """
    dossier = fetch(session, actor, Dossier, dossier_id, lock=True)
    if dossier.state == "cancelled":
        return None
    unsettled = (
        visible(actor, Job)
        .join(DossierOriginal, DossierOriginal.original_id == Job.subject_id)
        .join(Original, Original.id == Job.subject_id)
        .where(
            DossierOriginal.dossier_id == dossier_id,
            Original.state.not_in(SETTLED),
            Job.kind == READ_ORIGINAL,
            Job.state.in_(("waiting", "running")),
        )
    )
    if session.scalars(unsettled.limit(1)).first() is not None:
        return None
    # One that runs may have begun before the last page came: only one that still waits will see everything.
    waiting = live(session, actor, UNDERSTAND_DOSSIER, dossier_id, states=("waiting",))
    return waiting or _add(session, actor, UNDERSTAND_DOSSIER, dossier_id, priority, send)


def after_arranging(session: Session, actor: Actor, dossier_id: str, *, priority: int, send: Send | None) -> list[Job]:
    """After a person has arranged a dossier's pages: turned ones are read again that way up, then fields are lifted."""
    turned = sorted(
        {page.original_id for page in pages_of_dossier(session, actor, dossier_id) if page.turned_by_person}
    )
    added = [_add(session, actor, TURN_PAGES, original_id, priority, send) for original_id in turned]
    understanding = None if added else add_understanding(session, actor, dossier_id, priority=priority, send=send)
    return [*added, *([understanding] if understanding else [])]


def settle(session: Session, actor: Actor, original_id: str, *, priority: int, send: Send | None) -> None:
    """After an original has come to rest: understand each of its dossiers that waited for nothing else."""
    dossiers = select(DossierOriginal.dossier_id).where(DossierOriginal.original_id == original_id)
    for dossier_id in session.scalars(dossiers.order_by(DossierOriginal.dossier_id)).all():
        add_understanding(session, actor, dossier_id, priority=priority, send=send)


def live(
    session: Session, actor: Actor, kind: str, subject_id: str, states: tuple[str, ...] = ("waiting", "running")
) -> Job | None:
    """The job of this kind for this subject that is in one of `states` and not about to be cancelled."""
    jobs = visible(actor, Job).where(Job.kind == kind, Job.subject_id == subject_id, Job.state.in_(states))
    return session.scalars(jobs.where(Job.cancel_requested.is_(False)).order_by(Job.id)).first()


def _add(session: Session, actor: Actor, kind: str, subject_id: str, priority: int, send: Send | None) -> Job:
    job = add_job(session, actor, kind=kind, subject_id=subject_id, priority=priority)
    if send is not None:
        job.sent_at = now()  # should the message get lost, the sweep will wonder why nobody has taken the job
        after_commit(session, functools.partial(send, job.id, priority))
    return job
