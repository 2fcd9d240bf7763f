"""Proof that nothing is missing or altered: check."""

from __future__ import annotations

import click

from hoso import settings as configuration


@click.command()
@click.option("--quick", is_flag=True, help="Leave the content of the blobs unread.")
def check(quick: bool) -> int:
    """Blobs, rows, registers and audit log against each other. Leaves with 1 if anything is missing or altered."""
    from hoso.services import open_house
    from storage.audit.log import seal
    from storage.check import check as look

    house = open_house(configuration.load(), upgrade=False)
    with house.database.session() as session:
        seal(session)
    findings = look(house.database, house.blobs, hashes=not quick)
    for finding in findings:
        click.echo(f"{finding.level:7} {finding.code} {finding.subject}\n        {finding.vi}\n        {finding.en}")
    wrong = sum(finding.level == "error" for finding in findings)
    blobs = sum(1 for _ in house.blobs)
    click.echo(f"{blobs} tệp (blobs), {wrong} lỗi (errors), {len(findings) - wrong} ghi chú (other findings)")
    return 1 if wrong else 0
