"""The key ceremony, at the keyboard."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("plan", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=Path("ceremony"), show_default=True)
@click.option("--check", is_flag=True, help="Read the plan, show its hash, do nothing.")
def ceremony(plan: Path, out: Path, check: bool) -> None:
    """Make a key on a token before witnesses, by the plan in a TOML file, and print the minutes (docs/signing.md)."""
    from signing.ceremony import hold, read_plan

    read = read_plan(plan)
    click.echo(f"{'TỔNG DUYỆT (rehearsal)  ' if read.rehearsal else ''}{read.title}\nSHA-256 {read.sha256}")
    if check:
        return
    click.confirm("Mọi người đã so mã SHA-256 của kịch bản với bản in? (compared with the print?)", abort=True)
    held = hold(read, out, lambda question: str(click.prompt(question, hide_input=True)), click.echo)
    for name, path in (("CSR", held.request), ("nhật ký (transcript)", held.transcript), ("biên bản", held.minutes)):
        click.echo(f"{name}: {path}")
    click.echo(f"SHA-256 nhật ký (transcript): {held.transcript_sha256}")
