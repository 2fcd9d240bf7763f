"""The child may crash, hang or swell; its parent goes on, and nothing is left running."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ocr.child import Child, ChildLost, ask, end_children, spent
from ocr.limits import Limits
from ocr.reading import read_page
from terms.errors import InputError
from tests.ocr.papers import as_jpeg, letter

LIMITS = Limits(page_seconds=20)


def _processes_of_group(group: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            if int(fields[2]) == group and fields[0] != "Z":
                found.append(int(entry.name))
    return found


def _wait_until_gone(group: int) -> bool:
    """True once no process of the group is left (the kernel needs a moment to end them)."""
    for pid in _processes_of_group(group):
        try:
            handle = os.pidfd_open(pid)
        except ProcessLookupError:
            continue
        try:
            select.select([handle], [], [], 5)
        finally:
            os.close(handle)
    return not _processes_of_group(group)


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "paper.jpg"
    path.write_bytes(as_jpeg(letter(120), dpi=120))
    return path


def test_a_killed_child_is_a_lost_page_and_the_next_page_is_read(paper: Path) -> None:
    child = Child(LIMITS)
    os.kill(child.pid, signal.SIGSEGV)
    with pytest.raises(ChildLost) as lost:
        child.ask("open", {"path": str(paper)}, 10)
    assert lost.value.code == "page_unreadable"
    child.end()
    assert "ỦY BAN NHÂN DÂN" in read_page(paper, 1, LIMITS).text


def test_a_child_that_takes_too_long_is_ended_with_all_it_started(paper: Path) -> None:
    child = Child(LIMITS)
    child.ask("open", {"path": str(paper)}, 10)
    os.kill(child.pid, signal.SIGSTOP)
    with pytest.raises(ChildLost) as lost:
        child.ask("read", {"path": str(paper), "number": 1, "within": 5}, 0.2)
    assert lost.value.code == "too_slow"
    child.end()
    assert _wait_until_gone(child.pid)


def test_a_page_that_wants_more_memory_than_allowed_is_an_error_of_that_page(tmp_path: Path) -> None:
    path = tmp_path / "large.jpg"
    path.write_bytes(as_jpeg(letter(700), dpi=700))
    small = Limits(memory_bytes=420_000_000, page_seconds=30)
    with pytest.raises(InputError) as refusal:
        read_page(path, 1, small)
    assert refusal.value.code == "page_unreadable"


def test_the_child_sees_none_of_the_parents_secrets(paper: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOSO_DATABASE_PASSWORD", "bi-mat")
    child = Child(LIMITS)
    try:
        child.ask("open", {"path": str(paper)}, 10)
        environment = Path(f"/proc/{child.pid}/environ").read_bytes()
        assert b"OMP_THREAD_LIMIT=1" in environment
        assert b"bi-mat" not in environment
    finally:
        child.end()


def test_the_childs_limits_are_set_by_the_kernel(paper: Path) -> None:
    child = Child(LIMITS)
    try:
        child.ask("open", {"path": str(paper)}, 10)
        limits = Path(f"/proc/{child.pid}/limits").read_text()
        for name, value in (
            ("Max address space", LIMITS.memory_bytes),
            ("Max file size", LIMITS.written_bytes),
            ("Max open files", LIMITS.open_files),
            ("Max core file size", 0),
        ):
            row = next(line for line in limits.splitlines() if line.startswith(name))
            assert row.removeprefix(name).split()[0] == str(value)
        assert "Max cpu time              unlimited" not in limits
    finally:
        child.end()


def test_a_forked_worker_starts_children_of_its_own(paper: Path) -> None:
    read_page(paper, 1, LIMITS)
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            code = 0 if "XÃ HÒA BÌNH" in read_page(paper, 1, LIMITS).text else 2
            end_children()
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert "XÃ HÒA BÌNH" in read_page(paper, 1, LIMITS).text


def test_when_the_parent_is_killed_the_child_goes_too(paper: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from ocr.child import Child; from ocr.limits import Limits\n"
        "child = Child(Limits()); child.ask('open', {'path': sys.argv[1]}, 10)\n"
        "print(child.pid, flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(paper)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        group = int(parent.stdout.readline())
        assert _processes_of_group(group)
        parent.kill()
        parent.wait()
        assert _wait_until_gone(group)


def test_what_reading_costs_is_known_apart_for_image_work_and_for_tesseract(paper: Path) -> None:
    before = spent()
    read_page(paper, 1, LIMITS)
    after = spent()
    assert 0 < after.own - before.own < 20
    assert 0 < after.tools - before.tools < 20


def test_a_task_the_child_does_not_know_what_to_do_with_is_answered(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refusal:
        ask("open", tmp_path / "not-there.pdf", LIMITS, seconds=10, lost="damaged")
    assert refusal.value.code == "damaged"
