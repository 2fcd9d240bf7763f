"""The command line: quick to answer, plain when it refuses, and quiet on standard output."""

from __future__ import annotations

import subprocess
import sys

import pytest

from hoso.command import COMMANDS


def hoso(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "hoso", *words], capture_output=True, text=True, check=False)


def test_help_names_every_command() -> None:
    answer = hoso("--help")
    assert answer.returncode == 0
    assert all(name in answer.stdout for name in COMMANDS)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_has_help(name: str) -> None:
    answer = hoso(name, "--help")
    assert answer.returncode == 0, answer.stderr
    assert "Usage:" in answer.stdout


@pytest.mark.parametrize("words", [("nothing",), ("read", "--no-such-option"), ("read",)])
def test_wrong_usage_leaves_with_2_and_prints_nothing_on_standard_output(words: tuple[str, ...]) -> None:
    answer = hoso(*words)
    assert answer.returncode == 2
    assert answer.stdout == ""
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize("name", ["compare", "backup", "restore", "rebuild"])
def test_a_command_of_a_later_part_says_so_in_both_languages(name: str) -> None:
    answer = hoso(name, "x")
    assert answer.returncode == 1
    assert "chưa có" in answer.stderr
    assert "[not_built_yet]" in answer.stderr


def test_help_imports_no_heavy_library() -> None:
    code = "import sys, hoso.command; sys.exit(any(m in sys.modules for m in ('cv2', 'sqlalchemy', 'flask', 'celery')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
