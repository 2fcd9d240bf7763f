"""Tests, benchmarks and long proofs: only in a checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import click

ROOT = Path(__file__).parents[2]
CHECKS = (
    ("ruff check", ["ruff", "check", "."]),
    ("ruff format", ["ruff", "format", "--check", "."]),
    ("mypy", ["mypy"]),
    ("import-linter", ["lint-imports"]),
)
_TESTS_AT_ONCE = 4  # files of tests, each in one process; more want more memory than a small machine has
BENCHES = {
    "read": "hoso.bench.read",
    "quality": "hoso.bench.quality",
    "pictures": "hoso.bench.pictures",
    "learning": "hoso.bench.learning",
    "understand": "hoso.bench.understand",
    "sign": "hoso.bench.sign",
}
PROOFS = {
    "act": "hoso.prove.act",
    "copies": "hoso.prove.copies",
    "kills": "hoso.prove.kills",
    "numbers": "hoso.prove.numbers",
    "verdicts": "hoso.prove.verdicts",
}


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def test(arguments: tuple[str, ...]) -> int:
    """The whole test suite: style, types, import rules, tests. With ARGUMENTS: pytest alone, with these."""
    _checkout()
    tools = Path(sys.executable).parent
    if not arguments:
        for name, words in CHECKS:
            click.echo(f"== {name}", err=True)
            if subprocess.run([tools / words[0], *words[1:]], cwd=ROOT, check=False).returncode:
                return 1
        arguments = ("-n", str(min(os.cpu_count() or 1, _TESTS_AT_ONCE)), "--dist", "loadfile")
    started = time.monotonic()
    status = subprocess.run([sys.executable, "-P", "-m", "pytest", *arguments], cwd=ROOT, check=False).returncode
    click.echo(f"== {time.monotonic() - started:.0f} s", err=True)
    return 1 if status else 0


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("name", required=False, type=click.Choice(list(BENCHES)))
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def bench(name: str | None, arguments: tuple[str, ...]) -> int:
    """Benchmarks, each against its peers in the same run. Without a NAME: all of them. Results lie in docs/bench."""
    return _each(BENCHES, name, arguments)


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("name", required=False, type=click.Choice(list(PROOFS)))
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def prove(name: str | None, arguments: tuple[str, ...]) -> int:
    """Long proofs, seeded and resumable. Without a NAME: all of them. The last result of each lies in docs/proofs."""
    return _each(PROOFS, name, arguments)


def _each(modules: dict[str, str], name: str | None, arguments: tuple[str, ...]) -> int:
    _checkout()
    worst = 0
    for one in [name] if name else modules:
        words = [sys.executable, "-P", "-m", modules[one], *arguments]
        worst = max(worst, subprocess.run(words, cwd=ROOT, check=False).returncode)
    return worst


def _checkout() -> None:
    if not (ROOT / "tests").is_dir():
        raise click.UsageError("this command works in a checkout of the project only")
    os.environ.setdefault("HOSO_ROOT", str(ROOT))
