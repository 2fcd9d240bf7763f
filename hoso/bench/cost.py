"""What a process costs: processor seconds, wall time, memory, with everything that it started."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_EVERY_S = 0.2
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
_MB = 1e6


@dataclass(frozen=True)
class Cost:
    """`cpu_s` of a process and all it waited for, `wall_s`, `peak_mb` of resident memory of them all together

    (looked at five times a second; pages that they share count for each), and the exit `status`.
    """

    cpu_s: float
    wall_s: float
    peak_mb: float
    status: int

    def beside(self, other: Cost) -> Cost:
        """This and another that ran at the same time."""
        return Cost(
            self.cpu_s + other.cpu_s,
            max(self.wall_s, other.wall_s),
            self.peak_mb + other.peak_mb,
            max(self.status, other.status),
        )


def run_and_measure(words: Sequence[str | Path], *, log: Path, environment: Mapping[str, str] | None = None) -> Cost:
    """Run a command to its end; what it says goes to `log`."""
    began = time.monotonic()
    with log.open("wb") as output:
        process = subprocess.Popen(
            [str(word) for word in words],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(environment or {})},
        )
        with Watch(process.pid) as watch:
            _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    return Cost(used.ru_utime + used.ru_stime, time.monotonic() - began, watch.peak_mb, process.returncode)


class Watch:
    """Watches the resident memory of a process and all below it while the block runs.

    `peak_mb` is the most of all together; `each_mb` the most of any one process by what it is (`name_of`).
    """

    def __init__(self, root: int, looked: Callable[[dict[str, float]], None] | None = None) -> None:
        self.peak_mb = 0.0
        self.each_mb: dict[str, float] = {}
        self._root = root
        self._looked = looked
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(_EVERY_S):
            found = [(name_of(pid, self._root), resident_mb(pid)) for pid in family(self._root)]
            now: dict[str, float] = {}
            for name, size in found:
                now[name] = max(now.get(name, 0.0), size)
            self.peak_mb = max(self.peak_mb, sum(size for _, size in found))
            for name, size in now.items():
                self.each_mb[name] = max(self.each_mb.get(name, 0.0), size)
            if self._looked is not None:
                self._looked(now)


def family(root: int) -> list[int]:
    """The process and all below it that still run."""
    members, asked = [root], 0
    while asked < len(members):
        for listing in Path(f"/proc/{members[asked]}/task").glob("*/children"):
            try:
                members.extend(int(pid) for pid in listing.read_text().split())
            except OSError:
                continue
        asked += 1
    return members


def resident_mb(pid: int) -> float:
    """Resident memory now, in megabytes; 0 for one that has ended."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE_BYTES / _MB
    except (OSError, IndexError, ValueError):
        return 0.0


def name_of(pid: int, root: int) -> str:
    """ "worker" for the process itself, "child" for its Python below it, else the program's name."""
    if pid == root:
        return "worker"
    try:
        name = Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return "ended"
    return "child" if name.startswith("python") else name
