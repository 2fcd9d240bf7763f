"""Children that decode what came from outside, one a task: forked from a process that has everything loaded already.

Starting Python and loading the libraries costs five times as much as building a copy. The nursery is that start, done
once; it never looks at a file itself, so that what one file did to a child is gone with the child.
"""

from __future__ import annotations

import atexit
import contextlib
import errno
import json
import os
import resource
import select
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, cast

from terms.errors import PROBLEMS, HosoError, InputError, UnavailableError

_LIMITS = {
    resource.RLIMIT_AS: 3_000_000_000,
    resource.RLIMIT_FSIZE: 1_000_000_000,
    resource.RLIMIT_NOFILE: 256,
    resource.RLIMIT_CORE: 0,
}
_CPU_SECONDS = 90
_SECONDS = 100.0
_KEPT_WARM = 2
_ROOT = Path(__file__).resolve().parent.parent

Work = Callable[[dict[str, Any]], dict[str, Any]]


class Nurseries:
    """The nurseries of this process that run `module`; safe to use from several threads, made anew after a fork."""

    def __init__(self, module: str) -> None:
        self._module = module
        self._lock = threading.Lock()
        self._idle: list[_Nursery] = []
        self._process = os.getpid()
        atexit.register(self.end)

    def ask(self, question: dict[str, Any]) -> dict[str, Any]:
        """The answer of a fresh child. Raises InputError("too_slow"), ("damaged") or what the child raised."""
        nursery = self._borrow()
        try:
            answer = nursery.ask(json.dumps(question).encode(), _SECONDS)
        except BaseException:
            nursery.end()
            raise
        self._give_back(nursery)
        if "error" in answer:
            kind = UnavailableError if PROBLEMS[answer["error"]].retry else InputError
            raise kind(answer["error"], **answer["details"])
        return answer

    def end(self) -> None:
        """End the nurseries that are kept warm."""
        with self._lock:
            idle, self._idle = self._idle, []
        if self._process == os.getpid():
            for nursery in idle:
                nursery.end()

    def _borrow(self) -> _Nursery:
        with self._lock:
            if self._process != os.getpid():
                self._idle, self._process = [], os.getpid()  # those belong to the process that forked
            while self._idle:
                nursery = self._idle.pop()
                if nursery.is_alive():
                    return nursery
        return _Nursery(self._module)

    def _give_back(self, nursery: _Nursery) -> None:
        with self._lock:
            if len(self._idle) < _KEPT_WARM:
                self._idle.append(nursery)
                return
        nursery.end()


class _Nursery:
    """One nursery, seen from the process that asks; one question at a time."""

    def __init__(self, module: str) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="hoso-build-")
        environment = {"PYTHONPATH": str(_ROOT), "TMPDIR": self._folder.name, "HOME": self._folder.name}
        environment |= {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-s", "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env=environment,
            start_new_session=True,
        )
        self._questions = cast(IO[bytes], self._process.stdin)
        self._answers = cast(IO[bytes], self._process.stdout)

    def is_alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, question: bytes, seconds: float) -> dict[str, Any]:
        until = time.monotonic() + seconds
        try:
            self._questions.write(question + b"\n")
            self._questions.flush()
        except OSError as error:
            raise UnavailableError("internal", reference="building process") from error
        data = bytearray()
        while not data.endswith(b"\n"):
            ready, _, _ = select.select([self._answers], [], [], max(0.0, until - time.monotonic()))
            if not ready:
                raise InputError("too_slow")
            chunk = os.read(self._answers.fileno(), 65536)
            if not chunk:
                raise UnavailableError("internal", reference="building process")
            data += chunk
        answer: dict[str, Any] = json.loads(data)
        return answer

    def end(self) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        for pipe in (self._questions, self._answers):
            with contextlib.suppress(OSError):
                pipe.close()
        self._folder.cleanup()


def serve(work: Work) -> None:
    """The nursery itself: a child for each line of standard input, its answer on standard output, till it is closed."""
    for what, value in _LIMITS.items():
        _, hard = resource.getrlimit(what)
        lower = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(what, (lower, lower))
    out = os.dup(1)
    os.dup2(2, 1)  # whatever a library prints must not be taken for an answer
    for line in sys.stdin.buffer:
        os.write(out, _in_child(work, line) + b"\n")


def _in_child(work: Work, question: bytes) -> bytes:
    """What a child of its own makes of the question; a crash of the child is the file's fault."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _live(work, question, writing)
    os.close(writing)
    with open(reading, "rb") as pipe:
        answer = pipe.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU:
        return b'{"error": "too_slow", "details": {}}'
    return answer or b'{"error": "damaged", "details": {}}'


def _live(work: Work, question: bytes, writing: int) -> None:
    """The child: answers and is gone."""
    try:
        # The soft limit ends the child by a signal of its own, which says that time was up.
        resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS + 5))
        answer = _answered(work, json.loads(question))
        with open(writing, "wb") as pipe:
            pipe.write(json.dumps(answer).encode())
    finally:
        os._exit(0)


def _answered(work: Work, question: dict[str, Any]) -> dict[str, Any]:
    try:
        return work(question)
    except HosoError as error:
        return {"error": error.code, "details": {key: str(value) for key, value in error.details.items()}}
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        return {"error": "disk_full" if full else "damaged", "details": {}}
    except Exception:  # noqa: BLE001 - there must be an answer whatever a decoder raises
        return {"error": "damaged", "details": {}}
