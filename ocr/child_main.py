"""The child: takes tasks one at a time from its standard input and answers them, within the limits it was given.

A task is a line of JSON; an answer is a line of JSON, then as many bytes as it says. When the parent is gone, the child
and whatever it started go too.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import queue
import resource
import shutil
import signal
import sys
import threading
from pathlib import Path
from typing import Any, BinaryIO

from ocr.limits import Limits
from terms.errors import HosoError


def main() -> None:
    """Serve tasks until the parent closes the pipe. `argv[1]`: the limits as JSON."""
    limits = Limits(**json.loads(sys.argv[1]))
    _confine(limits)
    answers = os.fdopen(os.dup(1), "wb")
    # Whatever a library prints must not be taken for an answer.
    os.dup2(2, 1)
    tasks: queue.Queue[bytes] = queue.Queue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, tasks), daemon=True).start()

    import cv2

    from ocr.tasks import Desk

    cv2.setNumThreads(1)
    desk = Desk(limits)
    while True:
        line = tasks.get()
        _allow_cpu(limits.cpu_seconds)
        before = _used()
        header, payload = _perform(desk, json.loads(line))
        header["bytes"] = len(payload)
        header["cpu"] = [now - then for now, then in zip(_used(), before, strict=True)]
        answers.write(json.dumps(header, ensure_ascii=False).encode() + b"\n")
        answers.write(payload)
        answers.flush()


def _confine(limits: Limits) -> None:
    for what, value in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_FSIZE, limits.written_bytes),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        lower = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(what, (lower, lower))


def _allow_cpu(seconds: int) -> None:
    """`seconds` more of processor time; past them the kernel ends the child."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    until = int(used.ru_utime + used.ru_stime) + 1 + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (until if hard == resource.RLIM_INFINITY else min(until, hard), hard))


def _used() -> tuple[float, float]:
    """Processor seconds so far: the child's own, and those of recognition, in itself or by a tool that it started."""
    from ocr.engines import recognition_seconds

    own, tools = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    recognition = recognition_seconds()
    return own.ru_utime + own.ru_stime - recognition, tools.ru_utime + tools.ru_stime + recognition


def _listen(stream: BinaryIO, tasks: queue.Queue[bytes]) -> None:
    for line in stream:
        tasks.put(line)
    # The parent has gone or wants no more: leave nothing behind, neither files nor a running Tesseract.
    shutil.rmtree(os.environ["TMPDIR"], ignore_errors=True)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(0, signal.SIGKILL)


def _perform(desk: Any, task: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    name, arguments = task["task"], task["arguments"]
    arguments["path"] = Path(arguments["path"])
    try:
        known = {"open": desk.open, "read": desk.read, "image": desk.image, "quality": desk.quality}
        work = {**known, "seals": desk.seals}[name]
        result, payload = work(**arguments)
    except HosoError as error:
        return {"error": error.code, "details": {key: str(value) for key, value in error.details.items()}}, b""
    except Exception as error:  # noqa: BLE001  the parent must get an answer whatever a decoder raises
        kind = type(error).__name__
        worn = isinstance(error, MemoryError) or "memory" in str(error).lower()
        return {"failed": f"{type(error).__module__}.{kind}", "worn": worn}, b""
    return {"result": result}, payload


def as_json(limits: Limits) -> str:
    """`limits` as the argument that `main` takes."""
    return json.dumps(dataclasses.asdict(limits))


if __name__ == "__main__":
    main()
