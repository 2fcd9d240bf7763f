"""Proof that nothing is missing or altered: check."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from hoso import settings as configuration

if TYPE_CHECKING:
    from hoso.services import House
    from storage.check import Finding


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
    findings = [*look(house.database, house.blobs, hashes=not quick), *_certificates(house)]
    for finding in findings:
        click.echo(f"{finding.level:7} {finding.code} {finding.subject}\n        {finding.vi}\n        {finding.en}")
    wrong = sum(finding.level == "error" for finding in findings)
    blobs = sum(1 for _ in house.blobs)
    click.echo(f"{blobs} tệp (blobs), {wrong} lỗi (errors), {len(findings) - wrong} ghi chú (other findings)")
    return 1 if wrong else 0


def _certificates(house: House) -> Iterator[Finding]:
    """Certificates of our keys that end soon, or have ended."""
    from hoso.services import signing_settings
    from signing.renewal import known
    from storage.base import now
    from storage.check import Finding

    for one in known(signing_settings(house.settings)):
        if one.is_ending(now()):
            day = f"{one.until:%d/%m/%Y}"
            yield Finding(
                "warning" if one.is_urgent(now()) else "note",
                "certificate_ends",
                one.name,
                f"Chứng thư số của {one.holder} hết hạn ngày {day}. Xin gia hạn, rồi ./run admin certificate.",
                f"The certificate of {one.holder} ends on {day}. Have it renewed, then ./run admin certificate.",
            )
