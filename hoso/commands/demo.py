"""`./run demo`: the whole road on the sample dossier, told in a short account."""

from __future__ import annotations

import logging
from pathlib import Path

import click

from hoso import settings as configuration


@click.command()
@click.option(
    "--output", type=click.Path(path_type=Path), help="Where the results go; default: demo/ in the data folder."
)
def demo(output: Path | None) -> int:
    """Take the sample dossier from paper to a certified copy: digitise, review, store, certify, verify, look up.

    Works in the practice office, with its fictitious people. Leaves nothing running.
    """
    from hoso.demonstration import run

    for room in ("ingest", "signing"):  # their progress is told by the account itself
        logging.getLogger(room).setLevel(logging.WARNING)
    settings = configuration.load()
    return run(settings, output or settings.data / "demo")
