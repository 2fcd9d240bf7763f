"""Cover sheets to print: cover."""

from __future__ import annotations

from pathlib import Path

import click

from hoso import settings as configuration

_MOST = 200


@click.command()
@click.option("--dossier", "code", metavar="CODE", help="A cover sheet that opens the dossier with this code.")
@click.option(
    "--paper", "kind", is_flag=False, flag_value="", default=None, metavar="[KIND]",
    help="A separator sheet that opens a new paper, perhaps of a kind of the catalogue.",
)  # fmt: skip
@click.option("-n", "count", type=click.IntRange(1, _MOST), default=1, show_default=True, help="So many of each.")
@click.option(
    "-o", "--output", "out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The PDF to write."
)
def cover(code: str | None, kind: str | None, count: int, out: Path) -> int:
    """Cover sheets to print and lay among papers before they are scanned: each opens a dossier or a new paper."""
    from ingest.cover_sheets import CoverSheet, cover_sheets
    from terms.covers import Cover
    from terms.kinds import Catalogue

    sheets = []
    if code is not None:
        sheets.append(CoverSheet(Cover(dossier=code)))
    if kind is not None or code is None:
        named = Catalogue.load(configuration.load().catalogue.folder).kinds.get(kind) if kind else None
        if kind and named is None:
            raise click.UsageError(f"there is no kind {kind!r} in the catalogue")
        sheets.append(CoverSheet.before(named))
    try:
        out.write_bytes(cover_sheets([sheet for sheet in sheets for _ in range(count)]))
    except ValueError as why:
        raise click.UsageError(str(why)) from why
    click.echo(f"{out}: {len(sheets) * count} tờ (sheets)", err=True)
    return 0
