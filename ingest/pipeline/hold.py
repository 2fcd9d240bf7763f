"""A job in the hands of one worker: its lease, its progress, its transactions, its artefacts.

A thread renews the lease while the work goes on, but only as long as the step at hand has been allowed to take: a
worker that hangs loses the job and its life, and somebody else goes on.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from types import TracebackType
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from ingest.pipeline.stage import Stage
from ingest.workplace import Workplace, reader_version
from storage.jobs import artefacts, queue
from storage.scope import Actor, system
from terms.errors import HosoError, StateError

log = logging.getLogger(__name__)

Given = TypeVar("Given")
Made = TypeVar("Made")


class Stopping(Exception):
    """The worker was asked to stop: not an error, the job is given back."""


class Hold:
    """A claimed job at work. Use as a context manager; inside it the lease is kept alive.

    `overrun`: called, from another thread, when a step takes longer than allowed; it ends the process, because a thread
    that hangs cannot be ended otherwise.
    """

    def __init__(self, workplace: Workplace, claim: queue.Claim, *, overrun: Callable[[Hold], None]) -> None:
        self.workplace = workplace
        self.claim = claim
        self.actor: Actor = system(claim.job.office_id)
        self._overrun = overrun
        self._stage = claim.job.stage
        self._pages_done = 0
        self._pages_total: int | None = claim.job.pages_total
        self._until = time.monotonic() + 60.0
        self._lost: HosoError | None = None
        self._ended = threading.Event()
        self._beat = threading.Thread(target=self._keep_alive, name=f"lease {claim.job.id}", daemon=True)

    @property
    def subject_id(self) -> str:
        return self.claim.job.subject_id

    @property
    def priority(self) -> int:
        return self.claim.job.priority

    def __enter__(self) -> Hold:
        self._beat.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._beat.join()

    def begin(self, stage: str, *, allowed_s: float, done: int = 0, total: int | None = None) -> None:
        """Say what comes next, and how long it may take.

        Raises StateError("cancelled"), StateError("lost_lease") or Stopping: nothing more is to be done then.
        """
        self._stage, self._pages_done, self._pages_total = stage, done, total
        self._go_on(allowed_s)
        log.info("job %s: %s, %s pages", self.claim.job.id, stage, total if total is not None else "?")

    def begin_page(self, number: int, *, allowed_s: float) -> None:
        """Say that a page of the present stage comes next. Several may be at work at once. Raises as `begin` does."""
        self._go_on(allowed_s)
        log.info("job %s: %s %d of %s", self.claim.job.id, self._stage, number, self._pages_total)

    def _go_on(self, allowed_s: float) -> None:
        self._until = time.monotonic() + allowed_s
        if self._lost is not None:
            raise self._lost
        if self.workplace.stopping():
            raise Stopping
        with self.workplace.database.session() as session:
            self.renew(session)

    def renew(self, session: Session) -> None:
        """Renew the lease with the present progress. Raises StateError as `begin` does."""
        queue.renew(
            session,
            self.claim,
            stage=self._stage,
            pages_done=self._pages_done,
            pages_total=self._pages_total,
            lease_s=self.workplace.lease_s,
        )

    def show(self, session: Session, stage: str, *, done: int, total: int | None) -> None:
        """Put progress into the caller's transaction."""
        self._stage, self._pages_done, self._pages_total = stage, done, total
        self.renew(session)

    def end_page(self, session: Session, *, fresh: bool) -> None:
        """Count a page as done, in the caller's transaction. Work that gets on is no poison, however often it is
        interrupted: with a page that nobody had read before (`fresh`) its attempts are counted anew."""
        self._pages_done += 1  # transactions of one job come one after the other: each holds the job's row
        self.renew(session)
        if fresh:
            queue.guard(session, self.claim).attempts = 1

    def give_back(self) -> None:
        """Let somebody else go on at once, as if this attempt had not been. Raises StateError("lost_lease")."""
        with self.transaction() as session:
            job = queue.guard(session, self.claim)
            job.state, job.holder, job.lease_until, job.sent_at = "waiting", None, None, None
            job.attempts = max(0, job.attempts - 1)

    @contextlib.contextmanager
    def transaction(self) -> Iterator[Session]:
        """A transaction that only the present holder of the job can commit. Raises StateError("lost_lease")."""
        with self.workplace.database.session() as session:
            queue.guard(session, self.claim)
            yield session

    def key(self, stage: Stage[Any, Any], input_sha256: str, parameters: Mapping[str, Any]) -> str:
        """The key of what a stage makes: the same input, stage, code and parameters in the same office."""
        own = {"office": self.actor.office_id, "code": reader_version()}
        return artefacts.artefact_key(input_sha256, stage.name, stage.version, {**parameters, **own})

    def found(self, stage: Stage[Any, Made], key: str) -> Made | None:
        """What the stage made earlier, if it is there."""
        assert stage.from_record is not None  # noqa: S101 - a mistake of ours, not of the input
        with self.workplace.database.session() as session:
            content = artefacts.get(session, key)
        return None if content is None else stage.from_record(content)

    def keep(self, session: Session, stage: Stage[Any, Made], key: str, input_sha256: str, made: Made) -> None:
        """Keep what the stage made, in the caller's transaction."""
        assert stage.to_record is not None  # noqa: S101 - a mistake of ours, not of the input
        artefacts.put(
            session,
            self.actor,
            key=key,
            input_sha256=input_sha256,
            stage=stage.name,
            version=stage.version,
            content=stage.to_record(made),
        )

    def _keep_alive(self) -> None:
        while not self._ended.wait(self.workplace.lease_s / 3):
            if time.monotonic() > self._until:
                log.error("job %s: %s takes too long; the worker gives itself up", self.claim.job.id, self._stage)
                self._overrun(self)
                return
            try:
                with self.workplace.database.session() as session:
                    self.renew(session)
            except StateError as error:
                self._lost = error
                return
            except HosoError as error:
                log.warning("job %s: the lease could not be renewed: %s", self.claim.job.id, error.code)
