"""The first start: a practice office with fictitious people, so that a newcomer can try everything at once.

Only when the database has no office at all. The office is marked as a demo: what it signs, it signs with the demo
authority, and says so everywhere. A real office is made with `./run admin` and never gets any of this.
"""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from hoso.services import House, signing_settings
from signing.authority import DemoAuthority
from signing.outfit import outfit_demo
from signing.statement import VIETNAM
from storage.copies.register import open_register
from storage.database import now
from storage.offices.people import create_office, create_person, offices
from storage.offices.tables import Office
from storage.scope import ADMINISTRATOR, AUDITOR, CERTIFIER, COUNTER, REVIEWER, SEAL_KEEPER, system

OFFICE_CODE = "H99.01"
OFFICE_NAME = "Ủy ban nhân dân xã Thực Hành"
OFFICE_NAME_EN = "People's Committee of Thực Hành commune (practice)"
PEOPLE = (
    ("tiepnhan", "Nguyễn Thị Hạnh", "Công chức tiếp nhận", (COUNTER, REVIEWER)),
    ("doisoat", "Trần Văn Lâm", "Công chức tư pháp - hộ tịch", (REVIEWER,)),
    ("chungthuc", "Lê Minh Quang", "Phó Chủ tịch", (CERTIFIER, REVIEWER)),
    ("vanthu", "Phạm Thu Hà", "Công chức văn thư", (SEAL_KEEPER,)),
    ("kiemtra", "Đỗ Hoài Nam", "Thanh tra viên", (AUDITOR,)),
    ("quantri", "Vũ Thị Bích", "Quản trị hệ thống", (ADMINISTRATOR, AUDITOR)),
)
# Letters and digits that nobody confuses when typing them from a sheet of paper.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class Account:
    """How one of the fictitious people signs in; `pin` opens the key this person signs with, if any."""

    username: str
    full_name: str
    title: str
    roles: tuple[str, ...]
    password: str
    pin: str = ""


def first_run(house: House) -> str:
    """Make the practice office if there is none yet. Returns what to tell whoever starts the service."""
    with house.database.session() as session:
        known = offices(session)
        practice = next((office for office in known if office.code == OFFICE_CODE and office.is_demo), None)
        if known and practice is None:
            return ""
        if practice is None:
            _make_practice_office(session, house)
    return f"\n  Cơ quan dùng thử (practice office): tài khoản trong (accounts in) {accounts_file(house)}\n"


def accounts(house: House) -> dict[str, Account]:
    """The accounts of the practice office by user name, as the first start wrote them down."""
    rows = json.loads(accounts_file(house).read_text("utf-8"))["accounts"]
    return {row["username"]: Account(**(row | {"roles": tuple(row["roles"])})) for row in rows}


def accounts_file(house: House) -> Path:
    """Where the passwords and PINs of the fictitious people lie; readable by its owner alone."""
    return house.settings.data / "practice-accounts.json"


def _make_practice_office(session: Session, house: House) -> Office:
    made = [
        Account(username, name, title, roles, _password(), _pin() if _signs(roles) else "")
        for username, name, title, roles in PEOPLE
    ]
    # The accounts are written down before they exist: without the file nobody could ever use them.
    _write_accounts(accounts_file(house), made)
    office = create_office(
        session,
        code=OFFICE_CODE,
        name=OFFICE_NAME,
        name_en=OFFICE_NAME_EN,
        level="commune",
        is_demo=True,
    )
    for account in made:
        create_person(
            session,
            None,
            office_id=office.id,
            username=account.username,
            full_name=account.full_name,
            password=account.password,
            roles=account.roles,
            title=account.title,
        )
    year = now().astimezone(VIETNAM).year
    open_register(session, system(office.id), year=year)
    open_register(session, system(office.id), year=year, kind="paper_copy")
    _make_keys(session, house, office, {account.username: account for account in made})
    return office


def _make_keys(session: Session, house: House, office: Office, made: dict[str, Account]) -> None:
    settings = signing_settings(house.settings)
    if DemoAuthority.exists(settings.authority):
        # Left by a start that was cut off before its office was written: keys whose PINs are lost open nothing.
        settings.authority.rename(settings.authority.with_name(f"lost-{secrets.token_hex(4)}"))
    outfit_demo(
        session,
        settings,
        office.id,
        authority_pin=_pin() + _pin(),
        office_pin=made["vanthu"].pin,
        pins={"chungthuc": made["chungthuc"].pin},
    )


def _write_accounts(path: Path, made: list[Account]) -> None:
    note = "Người và cơ quan đều là hư cấu. Chỉ để dùng thử. / Fictitious people and office, for trying out only."
    content = json.dumps({"note": note, "accounts": [asdict(one) for one in made]}, ensure_ascii=False, indent=1)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(content + "\n")


def _signs(roles: tuple[str, ...]) -> bool:
    return CERTIFIER in roles or SEAL_KEEPER in roles


def _password() -> str:
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))


def _pin() -> str:
    return "".join(secrets.choice("0123456789") for _ in range(6))
