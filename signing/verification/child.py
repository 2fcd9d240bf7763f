"""The limited child that reads hostile bytes.

Starting Python and its libraries costs a second, a fork of a process that has them loaded some milliseconds. So one
nursery process loads them, opens nothing, knows nothing, and forks one child for each file: with limits on address
space, CPU time, open files and writing, killed when it is late. It answers in JSON; nothing it says is executed.

    python -m signing.verification.child SOCKET_FD
"""

from __future__ import annotations

import gc
import json
import logging
import mmap
import os
import resource
import select
import signal
import socket
import sys
import time
from datetime import datetime

from signing.verification import wire
from signing.verification.judge import judge
from signing.verification.limits import Limits


def main(descriptor: int) -> None:
    """Serves one socket until its other end closes."""
    logging.disable(logging.CRITICAL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.collect()
    gc.freeze()
    with socket.socket(fileno=descriptor) as server:
        server.sendall(b"+")
        while (request := wire.receive(server)) is not None:
            header, file = request
            try:
                wire.send(server, _answer(server, header, file))
            finally:
                os.close(file)


def _answer(server: socket.socket, header: bytes, file: int) -> bytes:
    order = json.loads(header)
    limits = Limits(**order["limits"])
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(ours)
        server.close()
        _work(order, limits, file, theirs)
    os.close(theirs)
    try:
        answer = _read_all(ours, time.monotonic() + limits.wall_seconds)
    finally:
        os.close(ours)
    if answer is None:
        os.kill(child, signal.SIGKILL)
    _, status, usage = os.wait4(child, 0)
    cost = {"cpu": usage.ru_utime + usage.ru_stime, "memory": usage.ru_maxrss * 1024}
    if answer is None or (os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGKILL)):
        return json.dumps({"failed": "too_slow", "cost": cost}).encode()
    if not answer or os.waitstatus_to_exitcode(status) != 0:
        return json.dumps({"failed": "checker_failed", "cost": cost}).encode()
    return json.dumps({**json.loads(answer), "cost": cost}).encode()


def _work(order: dict[str, object], limits: Limits, file: int, pipe: int) -> None:
    """In the child: judge and leave. Never returns."""
    try:
        _confine(limits)
        answer = _judge(order, file)
    except MemoryError:
        answer = b'{"failed": "too_much_memory"}'
    except BaseException:  # noqa: BLE001 - whatever it is, it must not climb into the nursery's own loop
        answer = b'{"failed": "checker_failed"}'
    with os.fdopen(pipe, "wb") as out:
        out.write(answer)
    os._exit(0)


def _confine(limits: Limits) -> None:
    seconds = int(limits.seconds + 0.999)
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)


def _judge(order: dict[str, object], file: int) -> bytes:
    anchors = wire.anchors_from(order["anchors"])
    at = datetime.fromisoformat(str(order["at"]))
    with os.fdopen(os.dup(file), "rb") as stream, mmap.mmap(file, 0, access=mmap.ACCESS_READ) as data:
        verdict = judge(stream, data, anchors, at)
    return b'{"verdict": ' + wire.VERDICT.dump_json(verdict) + b"}"


def _read_all(pipe: int, deadline: float) -> bytes | None:
    """All the child has to say, or None when it is late."""
    parts: list[bytes] = []
    while True:
        ready, _, _ = select.select([pipe], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            return None
        part = os.read(pipe, 1 << 16)
        if not part:
            return b"".join(parts)
        parts.append(part)


if __name__ == "__main__":
    main(int(sys.argv[1]))
