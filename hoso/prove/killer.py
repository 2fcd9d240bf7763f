"""Killing processes of the service with SIGKILL, each in the middle of something that was chosen."""

from __future__ import annotations

import os
import signal
import time
from collections import Counter as Counted
from collections.abc import Callable
from dataclasses import dataclass

from hoso.prove.counter import Counter
from hoso.prove.service import Busy, Service, alive, reading_children
from ingest.jobs import READ_ORIGINAL, UNDERSTAND_DOSSIER

# Where in its work a worker is met; the stages as they stand in the jobs table and in the log.
WORKER_STAGES = ("page", "open", "understand", "page", "propose", "page", "pages", "page")
CHILD_STAGES = ("page", "page", "open")

_KIND_OF_STAGE = {"open": READ_ORIGINAL, "page": READ_ORIGINAL} | dict.fromkeys(
    ("pages", "understand", "propose"), UNDERSTAND_DOSSIER
)
_PATIENCE_S = 40.0
_STEP_S = 0.002
_STEPS = 1500
# A page that costs five children their lives is left for a person to see; that is another promise than this proof's.
_SAME_PAGE = 3


@dataclass(frozen=True)
class Kill:
    """One kill: who, in the middle of what, and how long until the supervisor had another one running."""

    target: str
    stage: str
    page: int | None
    pid: int
    at_s: float
    back_s: float | None


class Killer:
    """Kills what `service` runs. `clock`: seconds since the proof began. `check` raises when the proof is over."""

    def __init__(self, service: Service, clock: Callable[[], float], check: Callable[[str], None]) -> None:
        self._service = service
        self._clock = clock
        self._check = check
        self._struck_at: Counted[tuple[str, int]] = Counted()
        self._answered = 0

    def kill(self, target: str, stage: str, counter: Counter, *, feeding: Callable[[], bool]) -> Kill:
        """Kill the `target` ("worker", "reading child", "web") once it is at `stage`, or at any if that never comes."""
        if target == "web":
            return self._web(counter, feeding)
        patient_until = time.monotonic() + _PATIENCE_S
        while True:
            self._check(f"a {target} was at work")
            for busy in self._service.busy():
                wanted = stage if time.monotonic() < patient_until else busy.stage
                if busy.kind == _KIND_OF_STAGE.get(wanted):
                    struck = self._strike(target, wanted, busy)
                    if struck is not None:
                        return struck
            time.sleep(0.005)

    def _strike(self, target: str, stage: str, busy: Busy) -> Kill | None:
        """Bring the worker to the stage, step by step, and while it is held still kill it or its child."""
        still = self._held_at(stage, busy)
        if still is None:
            return None
        try:
            children = reading_children(still.pid)
            if target == "worker":
                os.kill(still.pid, signal.SIGKILL)
                return self._struck(target, still, still.pid, children)
            if not children or self._struck_at[still.job_id, still.pages_done] >= _SAME_PAGE:
                return None
            self._struck_at[still.job_id, still.pages_done] += 1
            os.kill(children[0], signal.SIGKILL)
            return self._struck(target, still, children[0], [])
        finally:
            if alive(still.pid):
                os.kill(still.pid, signal.SIGCONT)

    def _held_at(self, stage: str, busy: Busy) -> Busy | None:
        """The job, held still at the stage; None, and let go, if the worker is through with it before that."""
        for _ in range(_STEPS):
            if not alive(busy.pid):
                return None
            os.kill(busy.pid, signal.SIGSTOP)
            now = self._service.at_work(busy)
            if now is not None and now.stage == stage:
                return now
            os.kill(busy.pid, signal.SIGCONT)
            if now is None or stage == "page":  # a page takes long: the next round of looking meets it
                return None
            time.sleep(_STEP_S)
        return None

    def _struck(self, target: str, busy: Busy, pid: int, orphans: list[int]) -> Kill:
        at = self._clock()
        back = self._back(pid, "worker") if target == "worker" else None
        self._wait(lambda: not any(alive(orphan) for orphan in orphans), 20.0, "what it had started was gone")
        page = busy.pages_done + 1 if busy.stage == "page" else None
        return Kill(target, busy.stage, page, pid, at, back)

    def _web(self, counter: Counter, feeding: Callable[[], bool]) -> Kill:
        """Kill the web process while a call is on its way, if there are any more; it has answered one since last
        time."""
        while feeding() and not (counter.answered > self._answered and counter.in_flight.is_set()):
            self._check("the web process answered")
            time.sleep(0.002)
        stage = "request" if counter.in_flight.is_set() else "idle"
        (pid,) = self._service.pids("process", "web")
        at = self._clock()
        os.kill(pid, signal.SIGKILL)
        self._answered = counter.answered
        return Kill("web", stage, None, pid, at, self._back(pid, "web"))

    def _back(self, dead: int, name: str) -> float:
        """How long until another process stands in for the dead one."""
        wanted = 1 if name == "web" else self._service.house.settings.worker.processes
        began = time.monotonic()
        self._wait(lambda: len(self._service.pids("process", name) - {dead}) == wanted, 60.0, f"the {name} was back")
        return round(time.monotonic() - began, 2)

    def _wait(self, condition: Callable[[], bool], within_s: float, what: str) -> None:
        until = time.monotonic() + within_s
        while not condition():
            self._check(what)
            if time.monotonic() > until:
                raise TimeoutError(f"it was time before {what}")
            time.sleep(0.01)
