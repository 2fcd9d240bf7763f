"""The limited child, seen from the parent: start it, ask it, and outlive whatever a hostile file does to it.

Nothing is decoded or recognised in the parent. A child that crashes, runs out of memory or takes too long is ended with
everything it started; what it was doing becomes an error of that page, and the next task gets a fresh child. A child
that answered is kept warm for the next task, for starting one costs half a second.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import logging
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final, cast

from ocr.limits import Limits
from terms.errors import InputError, UnavailableError

log = logging.getLogger(__name__)

_ROOT: Final = Path(__file__).resolve().parent.parent
_PASSED_ON: Final = ("PATH", "TESSDATA_PREFIX", "LD_LIBRARY_PATH", "SYSTEMROOT")
_KEPT_WARM: Final = 2
_MAX_HEADER: Final = 64 * 1024 * 1024
_START_SECONDS: Final = 20.0
_END_SECONDS: Final = 5.0
_TASKS_EACH: Final = 200
_CHUNK: Final = 1 << 16


class ChildLost(Exception):
    """The child died, or had to be ended, before it answered. `code`: what that means for the page."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Spent:
    """Processor seconds that the children of this process have spent on tasks they answered.

    `own`: decoding and image work; `tools`: Tesseract, within the children or started by them.
    """

    own: float = 0.0
    tools: float = 0.0


class Child:
    """One child process under `limits`, serving one task at a time. Not for use by two threads at once."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.tasks_done = 0
        self._folder = tempfile.mkdtemp(prefix="hoso-read-")
        environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        environment |= {
            "PYTHONPATH": str(_ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
            "TMPDIR": self._folder,
            "HOME": self._folder,
            "LC_ALL": "C.UTF-8",
            # Tesseract's threads fight for the cores; pages are read in parallel instead.
            "OMP_THREAD_LIMIT": "1",
            "OMP_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
            "OPENCV_IO_MAX_IMAGE_PIXELS": str(limits.page_pixels * 2),
        }
        from ocr.child_main import as_json

        try:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-s", "-m", "ocr.child_main", as_json(limits)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env=environment,
                start_new_session=True,
            )
        except OSError:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise
        # Both are pipes, as asked for above; typeshed cannot know.
        self._tasks = cast(IO[bytes], self._process.stdin)
        self._answers = cast(IO[bytes], self._process.stdout)
        self._fresh = True

    def ask(self, task: str, arguments: dict[str, Any], seconds: float) -> tuple[dict[str, Any], bytes]:
        """The child's answer to a task: its header and payload. Raises ChildLost; the child is of no more use then."""
        until = time.monotonic() + seconds + (_START_SECONDS if self._fresh else 0.0)
        try:
            self._tasks.write(json.dumps({"task": task, "arguments": arguments}).encode() + b"\n")
            self._tasks.flush()
        except OSError as why:
            raise ChildLost("page_unreadable") from why
        head, _, rest = self._read_until(b"\n", until)
        header: dict[str, Any] = json.loads(head)
        payload = bytearray(rest)
        while len(payload) < header["bytes"]:
            payload += self._receive(until)
        self._fresh = False
        self.tasks_done += 1
        return header, bytes(payload)

    @property
    def pid(self) -> int:
        """The child's process id, and its process group's."""
        return self._process.pid

    def alive(self) -> bool:
        return self._process.poll() is None

    def end(self) -> None:
        """End the child and all it started, and clear its folder away."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._close_pipes()
        shutil.rmtree(self._folder, ignore_errors=True)

    def forget(self) -> None:
        """Let go of a child that belongs to the process this one was forked from."""
        self._close_pipes()
        self._process.returncode = 0

    def _close_pipes(self) -> None:
        for pipe in (self._tasks, self._answers):
            with contextlib.suppress(OSError):
                pipe.close()

    def _read_until(self, mark: bytes, until: float) -> tuple[bytes, bytes, bytes]:
        data = bytearray()
        while mark not in data:
            data += self._receive(until)
            if len(data) > _MAX_HEADER:
                raise ChildLost("page_unreadable")
        return bytes(data).partition(mark)

    def _receive(self, until: float) -> bytes:
        descriptor = self._answers.fileno()
        poll = select.poll()
        poll.register(descriptor, select.POLLIN | select.POLLHUP)
        if not poll.poll(max(0.0, until - time.monotonic()) * 1000):
            raise ChildLost("too_slow")
        data = os.read(descriptor, _CHUNK)
        if not data:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(_END_SECONDS)
            raise ChildLost("too_slow" if self._process.returncode == -signal.SIGXCPU else "page_unreadable")
        return data


class _Nursery:
    """Children kept warm between tasks."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: list[Child] = []
        self.spent = Spent()

    def count(self, own: float, tools: float) -> None:
        with self._lock:
            self.spent = Spent(self.spent.own + own, self.spent.tools + tools)

    def borrow(self, limits: Limits) -> Child:
        with self._lock:
            for child in self._idle:
                if child.limits == limits and child.alive():
                    self._idle.remove(child)
                    return child
        try:
            return Child(limits)
        except OSError as why:
            raise UnavailableError("internal", reference="reading process") from why

    def give_back(self, child: Child) -> None:
        if child.tasks_done >= _TASKS_EACH:
            # What the decoders leak goes with the child.
            child.end()
            return
        with self._lock:
            self._idle.append(child)
            surplus = self._idle[:-_KEPT_WARM]
            del self._idle[:-_KEPT_WARM]
        for one in surplus:
            one.end()

    def clear(self) -> None:
        with self._lock:
            idle, self._idle = self._idle, []
        for child in idle:
            child.end()

    def forget(self) -> None:
        """After a fork: the children belong to the process that forked."""
        self._lock = threading.Lock()
        self.spent = Spent()
        idle, self._idle = self._idle, []
        for child in idle:
            child.forget()


_nursery: Final = _Nursery()
atexit.register(_nursery.clear)
os.register_at_fork(after_in_child=_nursery.forget)


def ask(task: str, path: Path, limits: Limits, *, seconds: float, lost: str, **arguments: object) -> tuple[Any, bytes]:
    """Have a child do `task` on the file at `path`: the result, and the bytes that come with it.

    Raises InputError with the child's code; `lost` is the code for a child that crashed or failed in a way that no code
    is known for.
    """
    child = _nursery.borrow(limits)
    try:
        header, payload = child.ask(task, {"path": str(path.absolute()), **arguments}, seconds)
    except ChildLost as why:
        child.end()
        log.warning("reading child lost during %s: %s", task, why.code)
        raise InputError("too_slow" if why.code == "too_slow" else lost) from why
    except BaseException:
        child.end()
        raise
    _nursery.count(*header["cpu"])
    if header.get("worn"):
        child.end()
    else:
        _nursery.give_back(child)
    if "error" in header:
        raise InputError(header["error"], **header["details"])
    if "failed" in header:
        log.warning("reading child failed during %s: %s", task, header["failed"])
        raise InputError(lost)
    return header["result"], payload


def spent() -> Spent:
    """What the children of this process have spent so far, the ended ones included."""
    return _nursery.spent


def end_children() -> None:
    """End the children that are kept warm (at the end of a test or before a long rest)."""
    _nursery.clear()
