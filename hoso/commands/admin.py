"""Administration: migrations, offices, people, registers, other systems, keys of the demo authority, kinds,
learning."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hoso import settings as configuration
from hoso.commands.ceremony import ceremony
from hoso.commands.certificates import certificate
from hoso.commands.learning import corrections, retrain, training_export

if TYPE_CHECKING:
    from hoso.services import House

ROLE_NAMES = ("counter", "reviewer", "certifier", "seal_keeper", "auditor", "administrator")


@click.group()
def admin() -> None:
    """First administrator, offices, people, registers, migrations, other systems."""


@admin.command()
def migrate() -> None:
    """Bring the database's schema up to date."""
    house = _house()
    click.echo(f"{house.database.revision}")


@admin.command("office")
@click.argument("code")
@click.argument("name")
@click.option("--level", type=click.Choice(["province", "commune"]), default="commune", show_default=True)
@click.option("--name-en", default="", help="The name in English.")
@click.option("--parent", help="The code of the office above.")
@click.option("--seal-key", default="", help="The name of the office's key at the signing worker.")
def add_office(code: str, name: str, level: str, name_en: str, parent: str | None, seal_key: str) -> None:
    """Add an office and open its register of this year."""
    from signing.outfit import assign_seal
    from signing.statement import VIETNAM
    from storage.copies.register import open_register
    from storage.database import now
    from storage.offices.people import create_office, office_by_code
    from storage.scope import system

    house = _house()
    with house.database.session() as session:
        above = office_by_code(session, parent).id if parent else None
        office = create_office(
            session,
            code=code,
            name=name,
            name_en=name_en,
            level=level,
            parent_id=above,
        )
        if seal_key:
            assign_seal(session, None, office.id, seal_key)
        year = now().astimezone(VIETNAM).year
        register = open_register(session, system(office.id), year=year, suffix=house.settings.signing.register_suffix)
        click.echo(f"{office.code} {office.name}: {register.symbol}")


@admin.command("person")
@click.argument("username")
@click.argument("full_name")
@click.option("--office", required=True, help="The office's code.")
@click.option("--role", "roles", multiple=True, type=click.Choice(ROLE_NAMES), required=True)
@click.option("--title", default="", help="Chức danh, as printed under a signature.")
@click.option("--key", "key_name", help="The name of this person's key at the signing worker.")
@click.password_option(help="Asked for; never written on the command line where others can see it.")
def add_person(
    username: str, full_name: str, office: str, roles: tuple[str, ...], title: str, key_name: str | None, password: str
) -> None:
    """Add a member of the staff. The first administrator is made with --role administrator."""
    from signing.outfit import assign_key
    from storage.offices.people import create_person, office_by_code

    with _house().database.session() as session:
        where = office_by_code(session, office).id
        person = create_person(
            session,
            None,
            office_id=where,
            username=username,
            full_name=full_name,
            password=password,
            roles=roles,
            title=title,
        )
        if key_name:
            assign_key(session, None, person.username, key_name)
        click.echo(f"{person.username}: {person.full_name}")


@admin.command("client")
@click.argument("name")
@click.option("--office", required=True, help="The office's code.")
@click.option("--scope", "scopes", multiple=True, required=True, help="What it may do; repeat for more.")
def add_client(name: str, office: str, scopes: tuple[str, ...]) -> None:
    """Let another system use the API. Its secret is shown once."""
    from storage.offices.clients import create_client
    from storage.offices.people import office_by_code
    from storage.scope import system
    from web.api.access import SCOPES

    unknown = sorted(set(scopes) - set(SCOPES))
    if unknown:
        raise click.UsageError(f"unknown scope {', '.join(unknown)}; known: {', '.join(SCOPES)}")
    with _house().database.session() as session:
        client, secret = create_client(session, system(office_by_code(session, office).id), name=name, scopes=scopes)
        click.echo(f"client_id: {client.id}\nclient_secret: {secret}")


@admin.command("kinds")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False), required=False)
@click.option("--schema", is_flag=True, help="Print the JSON Schema of such a file, for editors.")
def check_kinds(folder: Path | None, schema: bool) -> int:
    """Check an office's own kinds of paper (YAML) before they are used."""
    from terms.kinds import Kind, problems

    if schema:
        click.echo(json.dumps(Kind.model_json_schema(), ensure_ascii=False, indent=1))
        return 0
    if folder is None:
        raise click.UsageError("name the folder of YAML files, or ask for --schema")
    found = problems(folder)
    for problem in found:
        click.echo(problem)
    click.echo(f"{len(found)} lỗi (problems)")
    return 1 if found else 0


@admin.command()
def practice() -> None:
    """Make the practice office with its fictitious people and demo keys, in an empty database."""
    from hoso.first_run import first_run

    click.echo(first_run(_house()) or "Đã có cơ quan; không tạo gì. (There are offices already; nothing was made.)")


for _command in (ceremony, certificate, corrections, retrain, training_export):
    admin.add_command(_command)


def _house() -> House:
    from hoso.services import open_house

    return open_house(configuration.load())
