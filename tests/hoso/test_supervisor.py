"""The supervisor: what dies is started again, what cannot start does not eat the machine, what is stopped is gone."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# A child that writes its pid and that of a grandchild, then waits for the end.
CHILD = """
import os, subprocess, sys, pathlib, signal
grandchild = subprocess.Popen(["sleep", "600"], start_new_session=True)
with open(sys.argv[1], "a") as told:
    told.write(f"{os.getpid()} {grandchild.pid}\\n")
signal.pause()
"""
SUPERVISOR = """
import sys, json
from hoso.supervisor import Patience, Program, Supervisor
programs, patience = json.loads(sys.argv[1])
Supervisor([Program(name, command) for name, command in programs.items()], patience=Patience(**patience)).run()
"""


class Running:
    """A supervisor in a process of its own, and what its children told about themselves."""

    def __init__(self, folder: Path, names: list[str], child: str = CHILD, **patience: float) -> None:
        import json

        self.folder = folder
        settings = {
            "steady_s": 0.0,
            "first_pause_s": 0.05,
            "longest_pause_s": 0.2,
            "grace_s": 5.0,
            "orphan_s": 0.2,
            **patience,
        }
        programs = {name: [sys.executable, "-c", child, str(folder / name)] for name in names}
        self.process = subprocess.Popen(
            [sys.executable, "-c", SUPERVISOR, json.dumps([programs, settings])],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stderr=subprocess.DEVNULL,
        )

    def lives(self, name: str) -> list[tuple[int, int]]:
        """(pid of the child, pid of its grandchild), one for each start."""
        try:
            lines = (self.folder / name).read_text().splitlines()
        except FileNotFoundError:
            return []
        return [(int(line.split()[0]), int(line.split()[1])) for line in lines]

    def everyone(self) -> list[int]:
        return [pid for path in self.folder.iterdir() for life in self.lives(path.name) for pid in life]


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Callable[..., Running]]:
    running: list[Running] = []

    def start(*names: str, child: str = CHILD, **patience: float) -> Running:
        running.append(Running(tmp_path, list(names), child, **patience))
        return running[-1]

    yield start
    for one in running:
        one.process.kill()
        one.process.wait()
        for pid in one.everyone():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def test_a_killed_process_is_started_again_and_its_children_do_not_outlive_it(run: Callable[..., Running]) -> None:
    service = run("web", "worker")
    assert until(lambda: len(service.lives("web")) == len(service.lives("worker")) == 1)
    (web, web_child), (worker, _) = service.lives("web")[0], service.lives("worker")[0]
    os.kill(web, signal.SIGKILL)
    assert until(lambda: len(service.lives("web")) == 2)
    assert until(lambda: not alive(web_child))
    assert alive(worker)
    assert len(service.lives("worker")) == 1


def test_sigterm_stops_everything_and_the_supervisor_ends_well(run: Callable[..., Running]) -> None:
    service = run("web", "worker")
    assert until(lambda: len(service.lives("web")) == len(service.lives("worker")) == 1)
    service.process.send_signal(signal.SIGTERM)
    assert service.process.wait(20) == 0
    assert not any(alive(pid) for pid in service.everyone())


def test_a_child_that_will_not_stop_is_killed(run: Callable[..., Running]) -> None:
    deaf = CHILD.replace("signal.pause()", "signal.signal(signal.SIGTERM, signal.SIG_IGN)\nwhile True: signal.pause()")
    service = run("web", child=deaf, grace_s=0.3)
    assert until(lambda: len(service.lives("web")) == 1)
    service.process.send_signal(signal.SIGINT)
    assert service.process.wait(20) == 0
    assert not any(alive(pid) for pid in service.everyone())


def test_when_the_supervisor_is_killed_nothing_is_left_running(run: Callable[..., Running]) -> None:
    service = run("web", "worker")
    assert until(lambda: len(service.lives("web")) == len(service.lives("worker")) == 1)
    children = [service.lives(name)[0][0] for name in ("web", "worker")]
    grandchildren = [service.lives(name)[0][1] for name in ("web", "worker")]
    service.process.kill()
    assert until(lambda: not any(alive(pid) for pid in children))
    assert all(alive(pid) for pid in grandchildren)  # theirs to look after: the reading child watches its pipe


def test_sighup_restarts_all(run: Callable[..., Running]) -> None:
    service = run("web", "worker")
    assert until(lambda: len(service.lives("web")) == len(service.lives("worker")) == 1)
    service.process.send_signal(signal.SIGHUP)
    assert until(lambda: len(service.lives("web")) == len(service.lives("worker")) == 2)


def test_a_process_that_cannot_run_is_tried_less_and_less_often(run: Callable[..., Running]) -> None:
    dies = 'import sys\nwith open(sys.argv[1], "a") as told: told.write("0 0\\n")'
    service = run("web", child=dies, steady_s=60.0, first_pause_s=0.1, longest_pause_s=30.0)
    assert until(lambda: len(service.lives("web")) >= 3)
    service.process.send_signal(signal.SIGTERM)
    service.process.wait(20)
    assert len(service.lives("web")) <= 6
    service.folder.joinpath("web").unlink()


def test_a_program_that_does_not_exist_is_no_reason_to_end(run: Callable[..., Running], tmp_path: Path) -> None:
    from hoso.supervisor import Patience, Program, Supervisor

    told: list[tuple[str, int]] = []
    supervisor = Supervisor(
        [Program("gone", ["/no/such/program"]), Program("there", ["sleep", "600"])],
        patience=Patience(first_pause_s=0.05),
        on_start=lambda name, pid: (told.append((name, pid)), signal.raise_signal(signal.SIGTERM))[0],
    )
    supervisor.run()
    assert [name for name, _ in told] == ["there"]
    assert not alive(told[0][1])


def test_children_that_were_there_before_are_none_of_its_business() -> None:
    from hoso.supervisor import Patience, Program, Supervisor

    with subprocess.Popen(["sleep", "600"]) as other:
        Supervisor(
            [Program("there", ["sleep", "600"])],
            patience=Patience(),
            on_start=lambda name, pid: signal.raise_signal(signal.SIGTERM),
        ).run()
        assert alive(other.pid)
        other.kill()


def test_two_programs_of_one_name_are_a_mistake() -> None:
    from hoso.supervisor import Program, Supervisor

    with pytest.raises(ValueError, match="web"):
        Supervisor([Program("web", ["a"]), Program("web", ["b"])])


def alive(pid: int) -> bool:
    """Whether the process runs (a body not yet buried does not)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except FileNotFoundError:
        return False


def until(condition: Callable[[], bool], within_s: float = 20.0) -> bool:
    """Wait until `condition` holds."""
    pause = threading.Event()
    for _ in range(int(within_s / 0.05)):
        if condition():
            return True
        pause.wait(0.05)
    return False
