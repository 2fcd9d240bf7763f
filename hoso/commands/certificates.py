"""Certificates of our keys: how long each lasts; a renewed one put in place."""

from __future__ import annotations

from pathlib import Path

import click

from hoso import settings as configuration


@click.command()
@click.argument("name", required=False)
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False), required=False)
@click.option("--request", type=click.Path(path_type=Path, exists=True, dir_okay=False),
              help="The certificate request of the ceremony, for a key's first certificate.")  # fmt: skip
def certificate(name: str | None, file: Path | None, request: Path | None) -> None:
    """Without arguments: how long each key's certificate lasts. With NAME and FILE: put a renewed one in place.

    The old one stays until it ends; of two that hold, the one that lasts longer signs (docs/signing.md).
    """
    from hoso.services import open_house, signing_settings
    from signing import renewal
    from signing.outfit import note_certificate
    from storage.base import now

    settings = configuration.load()
    rooms = signing_settings(settings)
    if name is not None:
        if file is None:
            raise click.UsageError("name the key and the file with its certificate")
        new = renewal.install(rooms, name, file, request=request)
        with open_house(settings).database.session() as session:
            note_certificate(session, name, new)
    for one in renewal.known(rooms):
        mark = "!!" if one.is_urgent(now()) else "! " if one.is_ending(now()) else "  "
        click.echo(f"{mark} {one.name:24} {one.until:%d/%m/%Y} {one.days_left(now()):>5} ngày (days)  {one.holder}")
