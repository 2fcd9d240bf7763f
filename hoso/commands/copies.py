"""Certified copies: certify, verify."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hoso import settings as configuration

if TYPE_CHECKING:
    from signing.verification import Verdict

NOT_VALID = 3


class _Moment(click.ParamType):
    """A date or a moment; without a zone it is Vietnam's."""

    name = "TIME"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> dt.datetime:
        try:
            moment = dt.datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is no time: write 2026-11-20 or 2026-11-20T08:30:00+07:00", param, ctx)
        return moment if moment.tzinfo else moment.replace(tzinfo=dt.timezone(dt.timedelta(hours=7)))


@click.command()
@click.argument("document_id")
@click.option("--certifier", required=True, metavar="USER", help="Who compared the original and signs as a person.")
@click.option("--seal-keeper", required=True, metavar="USER", help="Who signs for the office; never the same person.")
@click.option(
    "--answers", required=True, type=click.Path(path_type=Path), help="JSON: requester, Article 22, pages ticked."
)
@click.option("-o", "--output", "out", type=click.Path(path_type=Path), help="Where to write the copy.")
def certify(document_id: str, certifier: str, seal_keeper: str, answers: Path, out: Path | None) -> int:
    """Issue a certified copy. Passwords and PINs are asked for, never arguments. The signing worker must be running."""
    from hoso.services import open_house, signing_settings
    from signing.command import certify as issue
    from signing.services import SigningServices

    house = open_house(configuration.load())
    services = SigningServices(house.database, house.blobs, house.catalogue, signing_settings(house.settings))

    def ask(question: str) -> str:
        return str(click.prompt(question, hide_input=True, err=True))

    issued = issue(services, document_id, certifier=certifier, seal_keeper=seal_keeper, answers=answers, ask=ask)
    path = out or Path(f"{issued.code}.pdf")
    path.write_bytes(house.blobs.path(issued.pdf_sha256).read_bytes())
    click.echo(f"{path}\n{services.settings.public_address}/v/{issued.code}")
    return 0


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@click.option(
    "--trust",
    "trusted",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="CERT.pem",
    help="A certificate to trust, besides those of the settings.",
)
@click.option("--at", type=_Moment(), help="Judge as of this time instead of now.")
@click.option("--offline", is_flag=True, help="Do not ask the register.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a file, a line each (docs/contract.md).")
def verify(
    files: tuple[Path, ...], trusted: tuple[Path, ...], at: dt.datetime | None, offline: bool, as_json: bool
) -> int:
    """Judge signed PDFs, ours or anyone's. Leaves with 3 if a verdict is not valid, with 1 if a file cannot be read."""
    from hoso.services import anchors_of, register_of
    from signing.verification import Verifier
    from terms.errors import HosoError
    from web.public.register import Asked

    settings = configuration.load()
    anchors = anchors_of(settings, trusted)
    known = None if offline else register_of(settings)
    verifier, worst = Verifier(), 0
    try:
        for path in files:
            try:
                verdict = verifier.verify(path, anchors, at=at, register=Asked(known) if known else None)
            except (OSError, HosoError) as error:
                worst = max(worst, 1)
                click.echo(_unreadable(path, error, as_json))
                continue
            if verdict.verdict != "valid":
                worst = NOT_VALID
            click.echo(
                json.dumps(verdict.to_json(str(path)), ensure_ascii=False) if as_json else _as_text(path, verdict)
            )
    finally:
        verifier.close()
    return worst


def _unreadable(path: Path, error: Exception, as_json: bool) -> str:
    from terms.errors import HosoError

    known = error if isinstance(error, HosoError) else HosoError("not_found")
    if as_json:
        return json.dumps(
            {"file": str(path), "error": {"code": known.code, "message": known.message("vi")}}, ensure_ascii=False
        )
    return f"{path}: {known.message('vi')} ({known.message('en')})"


def _as_text(path: Path, verdict: Verdict) -> str:
    words = {
        "valid": "HỢP LỆ (valid)",
        "invalid": "KHÔNG HỢP LỆ (invalid)",
        "indeterminate": "CHƯA XÁC ĐỊNH (indeterminate)",
    }
    lines = [f"{path}: {words[verdict.verdict]}{'  — DÙNG THỬ (demo)' if verdict.demo else ''}"]
    lines += [f"  {reason.message('vi')} ({reason.message('en')})" for reason in verdict.reasons]
    for signature in verdict.signatures:
        when = signature.time.astimezone().isoformat(" ", "seconds") if signature.time else "?"
        lines.append(
            f"  {signature.signer} · {when} ({signature.time_source}) · {signature.level} · {signature.indication}"
        )
    return "\n".join(lines)
