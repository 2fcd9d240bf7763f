"""Commands of docs/contract.md that belong to later parts of the work: they say so instead of pretending."""

from __future__ import annotations

import click

from terms.errors import HosoError


def _later(name: str, text: str) -> click.Command:
    def refuse(words: tuple[str, ...]) -> None:
        raise HosoError("not_built_yet")

    return click.Command(
        name,
        callback=refuse,
        params=[click.Argument(["words"], nargs=-1, type=click.UNPROCESSED)],
        help=f"{text}\n\nNot built yet (chưa có).",
        context_settings={"ignore_unknown_options": True},
    )


compare = _later("compare", "A printed copy, scanned or photographed, against the issued one.")
rebuild = _later("rebuild", "Everything derived made anew from originals, decisions, register and log.")
backup = _later("backup", "Everything out.")
restore = _later("restore", "Everything back in.")
