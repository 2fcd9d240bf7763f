"""Jobs: claimed under a lease, guarded by a fence, tried again later, never lost.

The database holds the truth; the queue carries ids. A worker *claims* a job and gets a fence, a number higher than any
before it. Each write it makes for the job is *guarded* by that fence in the same transaction: once somebody else has
claimed the job, a worker thought dead cannot write. Times are compared on the database's rows with the clock of the
machine that asks; machines of one service keep their clocks together (NTP), and a lease is long against what is left.

Locks are taken in one order everywhere, so that no two acts wait for each other: job, dossier, document.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.orm import Session

from storage.audit.log import record
from storage.base import now
from storage.documents.tables import DossierOriginal, Original
from storage.dossiers.dossiers import settle_state
from storage.dossiers.tables import Dossier
from storage.jobs.tables import Job
from storage.scope import Actor, fetch, visible
from storage.text import kept_json
from terms.errors import AccessError, StateError

READ_ORIGINAL, UNDERSTAND_DOSSIER = "read_original", "understand_dossier"
LEASE_S = 120.0
RESEND = dt.timedelta(minutes=2)  # how long a job that was sent is given to be claimed


@dataclass(frozen=True)
class Claim:
    """A job held by a worker. `fence` goes with each write; a higher one means somebody else holds the job."""

    job: Job
    fence: int

    @property
    def job_id(self) -> str:
        return self.job.id


def add_job(
    session: Session,
    actor: Actor,
    *,
    kind: str,
    subject_id: str,
    priority: int = 5,
    details: Mapping[str, Any] | None = None,
) -> Job:
    """Ask for a piece of work, in the transaction of the act that makes it necessary. Lower `priority` goes first.

    A job of this kind that waits for the same subject serves as well and is given back. One that runs does not: it may
    have started before what has just changed. Raises AccessError("not_found") for a subject of another office.
    """
    office_id = _office_of(session, actor, subject_id)
    waiting = session.scalars(
        select(Job)
        .where(Job.kind == kind, Job.subject_id == subject_id, Job.state == "waiting", Job.office_id == office_id)
        # One that somebody holds is being claimed: it may miss what has just changed, and it is not waited for.
        .with_for_update(key_share=True, skip_locked=True)
    ).first()
    if waiting is not None:
        waiting.priority = min(waiting.priority, priority)
        return waiting
    job = Job(
        office_id=office_id, kind=kind, subject_id=subject_id, priority=priority, details=kept_json(dict(details or {}))
    )
    session.add(job)
    session.flush()
    _settle_dossiers(session, job)
    return job


def claim(session: Session, job_id: str, *, holder: str, lease_s: float = LEASE_S) -> Claim | None:
    """Take the job for `lease_s` seconds; None if there is nothing to take: ended, held by another, not yet due.

    A job whose lease has run out is taken over; the attempt that never ended counts. One that has used up its attempts
    so becomes `failed` with the error "internal" (a poisonous file stops killing workers).
    """
    moment = now()
    job = session.scalars(
        select(Job).where(Job.id == job_id).with_for_update(key_share=True).execution_options(populate_existing=True)
    ).one_or_none()
    if job is None or job.state not in ("waiting", "running"):
        return None
    if job.state == "running" and job.lease_until is not None and job.lease_until > moment:
        return None
    if job.state == "waiting" and job.not_before is not None and job.not_before > moment:
        return None
    if job.cancel_requested:
        _end(session, job, "cancelled")
        return None
    if job.attempts >= job.max_attempts:
        job.error = job.error or "internal"
        _end(session, job, "failed")
        return None
    job.state, job.holder, job.error = "running", holder[:100], None
    job.fence += 1
    job.attempts += 1
    job.lease_until = moment + dt.timedelta(seconds=lease_s)
    session.flush()
    _settle_dossiers(session, job)
    return Claim(job, job.fence)


def renew(
    session: Session,
    claim: Claim,
    *,
    stage: str | None = None,
    pages_done: int | None = None,
    pages_total: int | None = None,
    lease_s: float = LEASE_S,
) -> None:
    """Say that the work goes on and how far it is.

    Raises StateError("lost_lease") if somebody else holds the job, StateError("cancelled") if it shall stop.
    """
    job = guard(session, claim)
    job.lease_until = now() + dt.timedelta(seconds=lease_s)
    if stage is not None:
        job.stage = stage[:40]
    if pages_done is not None:
        job.pages_done = pages_done
    if pages_total is not None:
        job.pages_total = pages_total
    session.flush()


def guard(session: Session, claim: Claim) -> Job:
    """Make sure, until this transaction ends, that the claim still holds: call it before writing what the job made.

    Raises StateError("lost_lease") or StateError("cancelled").
    """
    job = _held(session, claim)
    if job.cancel_requested:
        raise StateError("cancelled")
    return job


def finish(session: Session, claim: Claim) -> None:
    """The work is done. Raises StateError("lost_lease")."""
    _end(session, _held(session, claim), "done")


def cancelled(session: Session, claim: Claim) -> None:
    """The worker has stopped, as it was asked to."""
    _end(session, _held(session, claim), "cancelled")


def fail(session: Session, claim: Claim, code: str, retry: bool) -> Job:
    """The work failed with an error of `terms.errors`.

    `retry`: try again after 1, 2, 4, 8 … minutes until the attempts are used up. Then, or without it, the job stays
    `failed` for a person to see and to restart. Raises StateError("lost_lease").
    """
    job = _held(session, claim)
    job.error = code[:40]
    if job.cancel_requested:
        _end(session, job, "cancelled")
    elif retry and job.attempts < job.max_attempts:
        job.state, job.holder, job.lease_until, job.sent_at = "waiting", None, None, None
        job.not_before = now() + dt.timedelta(minutes=2 ** (job.attempts - 1))
        session.flush()
    else:
        _end(session, job, "failed")
    return job


def request_cancel(session: Session, actor: Actor, job_id: str) -> Job:
    """Ask a job to stop. One that waits is cancelled at once; one that runs stops at its next step."""
    job = fetch(session, actor, Job, job_id, lock=True)
    if job.state in ("waiting", "running") and not job.cancel_requested:
        job.cancel_requested = True
        record(session, actor, "job.cancel", "job", job.id, details={"kind": job.kind, "subject_id": job.subject_id})
        if job.state == "waiting":
            _end(session, job, "cancelled")
    return job


def restart(session: Session, actor: Actor, job_id: str) -> Job:
    """Try a failed or cancelled job again from the start of its attempts. Raises StateError("wrong_state")."""
    job = fetch(session, actor, Job, job_id, lock=True)
    if job.state not in ("failed", "cancelled"):
        raise StateError("wrong_state", detail="only a failed or cancelled job can be started again")
    job.state, job.attempts, job.error, job.cancel_requested = "waiting", 0, None, False
    job.not_before = job.lease_until = job.sent_at = job.finished_at = job.holder = None
    record(session, actor, "job.restart", "job", job.id, details={"kind": job.kind, "subject_id": job.subject_id})
    session.flush()
    _settle_dossiers(session, job)
    return job


def due(session: Session, limit: int = 100) -> list[Job]:
    """What nobody holds and ought to: due and never sent, sent and not claimed in time, or with a lease run out.

    Offices take turns: of each office the most urgent first, so that one with a thousand files does not keep the
    others waiting. For the sweep, which sends their ids and calls `mark_sent`.
    """
    moment = now()
    fresh = and_(
        Job.state == "waiting",
        or_(Job.not_before.is_(None), Job.not_before <= moment),
        or_(Job.sent_at.is_(None), Job.sent_at <= moment - RESEND),
    )
    orphaned = and_(Job.state == "running", Job.lease_until <= moment)
    turn = func.row_number().over(partition_by=Job.office_id, order_by=(Job.priority, Job.id))
    ranked = select(Job.id, turn.label("turn")).where(or_(fresh, orphaned)).subquery()
    query = select(Job).join(ranked, ranked.c.id == Job.id).order_by(ranked.c.turn, Job.priority, Job.id)
    return list(session.scalars(query.limit(limit)))


def mark_sent(session: Session, *job_ids: str) -> None:
    """Note that the ids were handed to the queue, so that the sweep leaves them alone for a while."""
    session.execute(update(Job).where(Job.id.in_(job_ids), Job.state == "waiting").values(sent_at=now()))


def job_by_id(session: Session, actor: Actor, job_id: str) -> Job:
    """The job; raises AccessError("not_found")."""
    return fetch(session, actor, Job, job_id)


def failed_jobs(session: Session, actor: Actor, limit: int = 50) -> list[Job]:
    """The jobs of the actor's offices that need somebody's attention, newest first."""
    return list(session.scalars(visible(actor, Job).where(Job.state == "failed").order_by(Job.id.desc()).limit(limit)))


def _held(session: Session, claim: Claim) -> Job:
    job = session.scalars(
        select(Job)
        .where(Job.id == claim.job_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if job is None or job.state != "running" or job.fence != claim.fence:
        raise StateError("lost_lease")
    return job


def _end(session: Session, job: Job, state: str) -> None:
    job.state, job.finished_at = state, now()
    job.holder = job.lease_until = None
    session.flush()
    _settle_dossiers(session, job)


def _settle_dossiers(session: Session, job: Job) -> None:
    linked = select(DossierOriginal.dossier_id).where(DossierOriginal.original_id == job.subject_id)
    for dossier_id in session.scalars(linked.order_by(DossierOriginal.dossier_id)).all() or [job.subject_id]:
        settle_state(session, dossier_id)


def _office_of(session: Session, actor: Actor, subject_id: str) -> str:
    """The office of the subject; a subject that is neither original nor dossier is the actor's own affair."""
    original, dossier = session.get(Original, subject_id), session.get(Dossier, subject_id)
    office_id = original.office_id if original else dossier.office_id if dossier else actor.office_id
    if office_id not in actor.office_ids:
        raise AccessError("not_found")
    return office_id
