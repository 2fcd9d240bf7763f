"""Doing one job: claim it, work, and leave it in a state that says what became of it, whatever happened."""

from __future__ import annotations

import functools
import logging
import os
import platform
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, Literal

from sqlalchemy.orm import Session

from ingest import jobs
from ingest.faults import where
from ingest.pipeline import read_original, read_turned, understand_dossier
from ingest.pipeline.dossier import leave_to_person
from ingest.pipeline.hold import Hold, Stopping
from ingest.workplace import Workplace
from storage.documents.originals import set_original_state
from storage.documents.tables import Original
from storage.jobs import queue
from storage.jobs.tables import Job
from storage.scope import Actor, fetch, system
from terms.errors import HosoError, StateError, UnavailableError

log = logging.getLogger(__name__)

OVERRUN_STATUS: Final = 70
"""Exit status of a worker that gave itself up because a step took longer than it may."""

Outcome = Literal["done", "nothing", "failed", "later", "cancelled", "taken", "given_back"]

HANDLERS: Final[Mapping[str, Callable[[Hold], None]]] = {
    jobs.READ_ORIGINAL: read_original,
    jobs.TURN_PAGES: read_turned,
    jobs.UNDERSTAND_DOSSIER: understand_dossier,
}


def do_job(workplace: Workplace, job_id: str, *, overrun: Callable[[Hold], None] | None = None) -> Outcome:
    """Do the job if it is there to be done. Safe to call twice, at once or one after the other, for the same job.

    Never raises for the job's sake. What came of it: "done", "nothing" (there was nothing to do), "failed" for good,
    "later" (it is tried again), "cancelled" by a person, "taken" over by another worker, "given_back" because this
    worker was asked to stop. `overrun`: see `Hold`; by default the process ends (`give_up`).
    """
    try:
        return _do(workplace, job_id, overrun or give_up)
    except UnavailableError as error:
        # Not even the failure could be written down: the lease runs out, the sweep sends the job again.
        log.warning("job %s: %s", job_id, error.code)
        return "later"


def _do(workplace: Workplace, job_id: str, overrun: Callable[[Hold], None]) -> Outcome:
    with workplace.database.session() as session:
        claim = queue.claim(session, job_id, holder=holder(), lease_s=workplace.lease_s)
        if claim is None:
            _settle_exhausted(session, workplace, job_id)
            return "nothing"
    try:
        with Hold(workplace, claim, overrun=overrun) as hold:
            return _work(hold)
    except StateError as error:
        if error.code == "cancelled":
            return _cancel(workplace, claim)
        if error.code == "lost_lease":
            log.warning("job %s: another worker has taken over", job_id)
            return "taken"
        raise


def _work(hold: Hold) -> Outcome:
    try:
        HANDLERS[hold.claim.job.kind](hold)
    except Stopping:
        hold.give_back()
        log.info("job %s: given back", hold.claim.job_id)
        return "given_back"
    except HosoError as error:
        if error.code in {"lost_lease", "cancelled"}:
            raise
        return _fail(hold, error.code, retry=error.problem.retry)
    except Exception as error:  # noqa: BLE001 - no job may end without a word
        reference = secrets.token_hex(4)
        log.error("job %s: unexpected, on record as %s: %s", hold.claim.job_id, reference, where(error))
        return _fail(hold, "internal", retry=True)
    return "done"


def give_up(hold: Hold) -> None:
    """End this process, because a step of its job takes longer than it may; the job is tried again elsewhere, later."""
    try:
        _fail(hold, "too_slow", retry=True)
    finally:
        os._exit(OVERRUN_STATUS)


def _fail(hold: Hold, code: str, *, retry: bool) -> Outcome:
    with hold.workplace.database.session() as session:
        job = queue.fail(session, hold.claim, code, retry)
        log.warning("job %s: %s, %s", job.id, code, "again later" if job.state == "waiting" else job.state)
        if job.state == "waiting":
            return "later"
        _settle_subject(session, hold.workplace, job)
        return "failed"


def _cancel(workplace: Workplace, claim: queue.Claim) -> Outcome:
    with workplace.database.session() as session:
        queue.cancelled(session, claim)
        _settle_subject(session, workplace, queue.job_by_id(session, system(claim.job.office_id), claim.job_id))
    log.info("job %s: cancelled", claim.job_id)
    return "cancelled"


def _settle_exhausted(session: Session, workplace: Workplace, job_id: str) -> None:
    """A job whose every attempt took its worker down was failed by `claim` just now: its file is not left over."""
    job = session.get(Job, job_id)
    if job is not None and job.state in {"failed", "cancelled"}:
        _settle_subject(session, workplace, job)


def _settle_subject(session: Session, workplace: Workplace, job: Job) -> None:
    """What a job that has ended without a result leaves behind must be in a state that a person can go on from."""
    actor = system(job.office_id)
    if jobs.live(session, actor, job.kind, job.subject_id) is not None:
        return
    if job.kind == jobs.READ_ORIGINAL:
        _settle_original(session, workplace, job, actor)
    elif job.kind == jobs.UNDERSTAND_DOSSIER and job.state == "failed":
        try:
            with session.begin_nested():
                leave_to_person(session, actor, job.subject_id, workplace.catalogue)
        except Exception as error:  # noqa: BLE001 - the job must be able to fail, or it would come back for ever
            log.error("job %s: its papers could not be proposed either: %s", job.id, where(error))


def _settle_original(session: Session, workplace: Workplace, job: Job, actor: Actor) -> None:
    """An original that was not read says so, and its dossiers go on without it."""
    original = fetch(session, actor, Original, job.subject_id, lock=True)
    if original.state in jobs.SETTLED:
        return
    if job.state == "cancelled":
        original.state = "received"
    else:
        set_original_state(session, actor, original.id, "failed", error=job.error or "internal")
    jobs.settle(session, actor, original.id, priority=job.priority, send=workplace.send)


# --- who holds a job -------------------------------------------------------------------------------------------------


@functools.cache
def place() -> str:
    """This machine, or this container: where a process number means one process."""
    try:
        namespace = os.stat("/proc/self/ns/pid").st_ino
    except OSError:
        namespace = 0
    return f"{platform.node()[:40]}:{namespace}"


def holder() -> str:
    """This process, told from every other one of this and any other time."""
    return f"{place()}:{os.getpid()}:{_started(os.getpid())}"


def is_dead(name: str) -> bool:
    """Whether the holder of this name was a process of this place that is no more. False where it cannot be known."""
    where, _, process = name.rpartition(f"{place()}:")
    pid, _, started = process.partition(":")
    if where or not pid.isdigit() or not started:
        return False
    return _started(int(pid)) != started


def _started(pid: int) -> str:
    """When a process began, in the kernel's ticks; empty if there is none, or only its unburied body."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if fields[0] in {"Z", "X"} else fields[19]
