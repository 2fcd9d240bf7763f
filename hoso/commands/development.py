"""Tests, benchmarks and long proofs: only in a checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import click

from terms.errors import HosoError

ROOT = Path(__file__).parents[2]
CHECKS = (
    ("ruff check", ["ruff", "check", "."]),
    ("ruff format", ["ruff", "format", "--check", "."]),
    ("mypy", ["mypy"]),
    ("import-linter", ["lint-imports"]),
)
PROOFS = {"kills": "hoso.prove.kills", "verdicts": "hoso.prove.verdicts"}


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
    started = time.monotonic()
    status = subprocess.run([sys.executable, "-P", "-m", "pytest", *arguments], cwd=ROOT, check=False).returncode
    click.echo(f"== {time.monotonic() - started:.0f} s", err=True)
    return 1 if status else 0


@click.command()
@click.argument("name", required=False)
def bench(name: str | None) -> int:
    """Benchmarks, each against its peer in the same run. They come with the parts they measure."""
    raise HosoError("not_built_yet")


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("name", required=False, type=click.Choice(list(PROOFS)))
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def prove(name: str | None, arguments: tuple[str, ...]) -> int:
    """Long proofs, seeded and resumable. Without a NAME: all of them. The last result of each lies in docs/proofs."""
    _checkout()
    worst = 0
    for proof in [name] if name else PROOFS:
        words = [sys.executable, "-P", "-m", PROOFS[proof], *arguments]
        worst = max(worst, subprocess.run(words, cwd=ROOT, check=False).returncode)
    return worst


def _checkout() -> None:
    if not (ROOT / "tests").is_dir():
        raise click.UsageError("this command works in a checkout of the project only")
    os.environ.setdefault("HOSO_ROOT", str(ROOT))
