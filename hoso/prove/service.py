"""The whole service as a proof sees it: started as a user starts it, watched from outside, never restarted from
here."""

from __future__ import annotations

import functools
import os
import signal
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from hoso import settings as configuration
from hoso.services import House, open_house
from hoso.supervisor import die_with
from ingest.work import place
from storage.database import Database
from storage.jobs.tables import Job

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Busy:
    """A job in a worker's hands at this moment."""

    job_id: str
    kind: str
    stage: str
    pages_done: int
    pid: int
    fence: int


class Service:
    """`./run serve` on a data folder of its own. What it says goes to `log`."""

    def __init__(self, folder: Path, **variables: str) -> None:
        port, public = free_port(), free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.log = folder / "service.log"
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("HOSO_")}
        self.environment |= {
            "HOSO_DATA": str(folder / "data"),
            "HOSO_WEB_PORT": str(port),
            "HOSO_PUBLIC_PORT": str(public),
            "HOSO_PUBLIC_ADDRESS": f"http://127.0.0.1:{public}",
            "PYTHONPATH": str(ROOT),
            **variables,
        }
        self.house: House = open_house(configuration.load(self.environment))
        self._reader = Database(self.house.settings.database_url, read_only=True)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; it comes up by itself."""
        with self.log.open("ab") as log:
            command = [sys.executable, "-P", "-m", "hoso", "serve"]
            begin = functools.partial(die_with, os.getpid())  # a proof that is cut off leaves nothing running
            self._process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, preexec_fn=begin
            )

    def stop(self) -> int:
        """Ask it to stop; its exit status."""
        assert self._process is not None  # noqa: S101 - a mistake of the proof
        self._process.send_signal(signal.SIGTERM)
        try:
            return self._process.wait(60)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.wait()

    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def pids(self, *words: str) -> set[int]:
        """The service's processes whose command line ends with these words."""
        assert self._process is not None  # noqa: S101 - a mistake of the proof
        return {pid for pid in children(self._process.pid) if _command(pid)[-len(words) :] == list(words)}

    def busy(self) -> list[Busy]:
        """The jobs that living workers have in hand."""
        workers = self.pids("process", "worker")
        with self._reader.session() as session:
            jobs = session.scalars(select(Job).where(Job.state == "running")).all()
            return [
                Busy(job.id, job.kind, job.stage, job.pages_done, pid, job.fence)
                for job in jobs
                if (pid := _pid(job.holder)) in workers
            ]

    def at_work(self, busy: Busy) -> Busy | None:
        """Where the job is now; None if it is no longer in the same hands."""
        with self._reader.session() as session:
            job = session.get(Job, busy.job_id)
            if job is None or job.state != "running" or job.fence != busy.fence:
                return None
            return Busy(job.id, job.kind, job.stage, job.pages_done, busy.pid, busy.fence)

    def close(self) -> None:
        self._reader.dispose()
        self.house.database.dispose()


def reading_children(worker: int) -> list[int]:
    """The limited children of a worker, those at work (with a Tesseract of their own) first."""
    found = [pid for pid in children(worker) if "ocr.child_main" in _command(pid)]
    return sorted(found, key=lambda pid: not children(pid))


def children(pid: int) -> list[int]:
    """The processes that `pid` started and that run."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            state, parent = _state(int(entry.name))
            if parent == pid and state not in "ZX":
                found.append(int(entry.name))
    return found


def alive(pid: int) -> bool:
    """Whether the process runs; a body not yet buried does not."""
    return _state(pid)[0] not in "ZX"


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _pid(holder: str | None) -> int:
    here = f"{place()}:"
    return int(holder.removeprefix(here).split(":")[0]) if holder and holder.startswith(here) else 0


def _state(pid: int) -> tuple[str, int]:
    try:
        state, parent = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()[:2]
    except OSError:
        return "X", 0
    return state, int(parent)


def _command(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text("utf-8", "replace").rstrip("\0").split("\0")
    except OSError:
        return []
