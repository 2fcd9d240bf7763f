"""Starting, restarting and stopping the processes of the service: what `./run serve` and `./run worker` stand on.

Each child runs in a session of its own, so that Ctrl-C reaches the supervisor alone. Whatever a dead child leaves
behind (a Tesseract in the middle of a page) falls to the supervisor, which gives it a moment and then sweeps it away.
The kernel kills every child at once when the supervisor itself is killed: nothing goes on writing that nobody looks
after.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import logging
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

log = logging.getLogger(__name__)

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36
_WATCHED = {signal.SIGCHLD, signal.SIGTERM, signal.SIGINT, signal.SIGHUP}


@dataclass(frozen=True)
class Program:
    """A process to keep alive: its name in the log, its command line, and what to add to the environment."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Patience:
    """How the supervisor waits, in seconds.

    A child that lived for `steady_s` is restarted at once; one that dies sooner waits `first_pause_s`, doubled each
    time, at most `longest_pause_s`: a process that cannot start must not eat the machine. A child asked to stop gets
    `grace_s`, then it is killed. What a dead child left running gets `orphan_s` to clear up and leave.
    """

    steady_s: float = 5.0
    first_pause_s: float = 0.5
    longest_pause_s: float = 30.0
    grace_s: float = 15.0
    orphan_s: float = 3.0


@dataclass
class _Child:
    program: Program
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    quick_deaths: int = 0
    start_at: float = 0.0


class Supervisor:
    """Keeps `programs` running until it gets SIGTERM or SIGINT (or `stop` returns True); SIGHUP restarts all of them.

    `run()` must be called from the main thread. `on_start(name, pid)` and `on_exit(name, pid, status)` are told of
    every start and end; a negative status is the signal that killed the child.
    """

    def __init__(
        self,
        programs: Sequence[Program],
        *,
        patience: Patience | None = None,
        on_start: Callable[[str, int], None] | None = None,
        on_exit: Callable[[str, int, int], None] | None = None,
    ) -> None:
        names = [program.name for program in programs]
        if len(set(names)) != len(names):
            raise ValueError(f"two programs have one name: {names}")
        self._children = [_Child(program) for program in programs]
        self._patience = patience or Patience()
        self._others: set[int] = set()  # children of this process that are none of the supervisor's business
        self._sweep_at: float | None = None
        self._on_start = on_start
        self._on_exit = on_exit

    def run(self) -> None:
        """Start everything, keep it running, and come back when all children have ended after a signal to stop."""
        # The signals are blocked and waited for: no handler runs between two lines of this file.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, _WATCHED)
        self._others = set(_children_of(os.getpid()))
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        try:
            self._watch()
        finally:
            self._stop_all()
            ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def _watch(self) -> None:
        while True:
            for child in self._children:
                self._reap(child)
                if child.process is None and time.monotonic() >= child.start_at:
                    self._start(child)
            self._look_after_orphans()
            received = signal.sigtimedwait(_WATCHED, self._until_next_act())
            if received is None or received.si_signo == signal.SIGCHLD:
                continue
            if received.si_signo == signal.SIGHUP:
                log.info("restarting all processes")
                self._tell_all(signal.SIGTERM)
                continue
            log.info("stopping")
            return

    def _until_next_act(self) -> float:
        due = [child.start_at for child in self._children if child.process is None]
        due += [self._sweep_at] if self._sweep_at is not None else []
        return max(0.0, min([*due, time.monotonic() + 60.0]) - time.monotonic())

    def _look_after_orphans(self) -> None:
        """Bury the dead that fell to us, and end what a dead child left running once its time is over."""
        known = self._others | {child.process.pid for child in self._children if child.process is not None}
        if self._sweep_at is not None and time.monotonic() >= self._sweep_at:
            self._sweep_at = None
            _kill_orphans(known)
        _bury_orphans(known)

    def _start(self, child: _Child) -> None:
        try:
            child.process = subprocess.Popen(
                list(child.program.command),
                env={**os.environ, **child.program.environment},
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                preexec_fn=functools.partial(die_with, os.getpid()),  # safe: the supervisor has one thread
            )
        except OSError as error:
            log.error("%s cannot be started: %s", child.program.name, error)
            self._plan_restart(child, lived_s=0.0)
            return
        child.started_at = time.monotonic()
        log.info("%s started (pid %d)", child.program.name, child.process.pid)
        if self._on_start:
            self._on_start(child.program.name, child.process.pid)

    def _reap(self, child: _Child) -> None:
        if child.process is None or child.process.poll() is None:
            return
        pid, status = child.process.pid, child.process.returncode
        child.process = None
        self._sweep_at = time.monotonic() + self._patience.orphan_s
        log.warning("%s (pid %d) %s", child.program.name, pid, _how_it_ended(status))
        self._plan_restart(child, lived_s=time.monotonic() - child.started_at)
        if self._on_exit:
            self._on_exit(child.program.name, pid, status)

    def _plan_restart(self, child: _Child, *, lived_s: float) -> None:
        if lived_s >= self._patience.steady_s:
            child.quick_deaths, pause = 0, 0.0
        else:
            pause = min(self._patience.longest_pause_s, self._patience.first_pause_s * 2**child.quick_deaths)
            child.quick_deaths = min(child.quick_deaths + 1, 16)
        child.start_at = time.monotonic() + pause

    def _tell_all(self, number: signal.Signals) -> None:
        for child in self._children:
            if child.process is not None and child.process.poll() is None:
                with contextlib.suppress(ProcessLookupError):
                    child.process.send_signal(number)

    def _stop_all(self) -> None:
        self._tell_all(signal.SIGTERM)
        deadline = time.monotonic() + self._patience.grace_s
        for child in self._children:
            if child.process is None:
                continue
            try:
                child.process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                log.warning("%s did not stop in time and is killed", child.program.name)
                child.process.kill()
                child.process.wait()
            child.process = None
        _kill_orphans(self._others)
        _bury_orphans(self._others)


def hold_signals() -> None:
    """Keep signals waiting until `Supervisor.run` takes them. Call it before anything starts a thread.

    A numeric library's threads take a signal that is sent to the process and only one thread holds back, and the
    process would end without stopping its children in peace.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, _WATCHED)


def die_with(parent: int) -> None:
    """For `preexec_fn`, in a new process before its program begins: receive signals again, and die with `parent`."""
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it died between the fork and the line above
        os._exit(1)


def _kill_orphans(known: set[int]) -> None:
    """Kill every process that fell to us from a dead child, and what it started."""
    strangers = [pid for pid in _children_of(os.getpid()) if pid not in known]
    while strangers:
        pid = strangers.pop()
        strangers += _children_of(pid)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)


def _bury_orphans(known: set[int]) -> None:
    """Take note of the end of processes other than `known` ones: as process 1 of a container nobody else would."""
    with contextlib.suppress(ChildProcessError):
        while (dead := os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)) and dead.si_pid not in known:
            os.waitpid(dead.si_pid, 0)


def _children_of(pid: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):  # gone while we looked
                if (entry / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()[1] == str(pid):
                    found.append(int(entry.name))
    return found


def _how_it_ended(status: int) -> str:
    return f"was killed by {signal.Signals(-status).name}" if status < 0 else f"ended with status {status}"
