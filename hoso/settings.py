"""Configuration, read once at the start: a TOML file, then the environment, into frozen records for the rooms.

File: `$HOSO_CONFIG`, or `hoso.toml` in the data folder if there is one; a table a room. Environment: the same names as
`HOSO_<TABLE>_<KEY>`, e.g. `HOSO_DATABASE_URL`; it wins over the file. An unknown table or key stops the start.
"""

from __future__ import annotations

import dataclasses
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote, urlsplit, urlunsplit

from hoso.records import fill
from terms.errors import HosoError

# Variables of the program itself that are not settings of a room.
OWN_VARIABLES = frozenset({"HOSO_ROOT", "HOSO_DATA", "HOSO_CONFIG", "HOSO_TEST_POSTGRES", "HOSO_SCREENSHOTS"})


@dataclass(frozen=True)
class DatabaseSettings:
    """`url`: empty for SQLite in the data folder; else `postgresql+psycopg://user@host/name`.

    `password_file`: a file that holds the password alone, so that it stands in no environment and no process list.
    """

    url: str = ""
    password_file: Path | None = None


@dataclass(frozen=True)
class WebSettings:
    """Staff pages and API. `threads`: requests answered at once. `max_upload_mb`: the largest file taken."""

    host: str = "127.0.0.1"
    port: int = 8000
    threads: int = 8
    max_upload_mb: int = 200


@dataclass(frozen=True)
class PublicSettings:
    """Public verification. `address`: what the QR of a certified copy points to, without a slash at the end.

    `trusted_proxies`: how many proxies of our own stand before it. `max_upload_mb`: the largest PDF it judges.
    `database_url`: the database as a role that may do no more than this process needs (docs/operate.md); empty for that
    of `[database]`.
    """

    host: str = "127.0.0.1"
    port: int = 8001
    threads: int = 4
    address: str = "http://127.0.0.1:8001"
    trusted_proxies: int = 0
    max_upload_mb: int = 50
    database_url: str = ""
    database_password_file: Path | None = None


@dataclass(frozen=True)
class WorkerSettings:
    """`broker`: empty for a folder (no server needed), else an AMQP or Redis address. `processes`: pages at once."""

    broker: str = ""
    broker_password_file: Path | None = None
    processes: int = 2
    lease_s: int = 60


@dataclass(frozen=True)
class CatalogueSettings:
    """`folder`: an office's own kinds of paper as YAML, beside those that ship. `knowledge`: where what offices learned

    of kinds and piles lies, for all workers alike; empty for `knowledge` in the data folder.
    """

    folder: Path | None = None
    knowledge: Path | None = None


@dataclass(frozen=True)
class HotFolderSettings:
    """`folder`: where scanners drop files; empty switches it off. `office`: the code of the office they belong to."""

    folder: Path | None = None
    office: str = ""
    stable_s: float = 2.0


@dataclass(frozen=True)
class SigningSettings:
    """Signing. `timestamp_url`: an RFC 3161 authority; empty for the demo authority's own (demo offices only).

    `anchors`: PEM files with the roots trusted when certificates are checked; `intermediates`: authorities below them.
    `pkcs11_library`, `pkcs11_token`: the device that holds keys. `check_revocation`: whether signing waits for a known
    status; `fetch_revocation`: ask the addresses our own certificates name.
    `level`: how much proof a copy carries where there are timestamps, from `B-B` (signatures alone) to `B-LTA` (time,
    statuses, and a timestamp over all).
    `agents`: let files leave for signing programs on people's own machines (docs/signing.md).

    What no legal text that was seen fixes (docs/law.md): `register_suffix`, `paper_suffix` of the books;
    `register_columns` of their prints, `number` or `number: Số thứ tự`; the lines of the statements, `statement_…` on
    electronic copies and `paper_statement_…` on paper, empty for those in use; `office_copy_symbol` of a SAO Y.
    """

    timestamp_url: str = ""
    anchors: tuple[Path, ...] = ()
    intermediates: tuple[Path, ...] = ()
    pkcs11_library: Path | None = None
    pkcs11_token: str = ""
    check_revocation: Literal["required", "if_available"] = "required"
    fetch_revocation: bool = False
    level: Literal["B-B", "B-T", "B-LT", "B-LTA"] = "B-LTA"
    agents: bool = False
    register_suffix: str = "SCTĐT/BS"
    paper_suffix: str = "SCT/BS"
    register_columns: tuple[str, ...] = ()
    statement_title: str = ""
    statement_number: str = ""
    statement_date: str = ""
    statement_certifier: str = ""
    statement_office: str = ""
    paper_statement_title: str = ""
    paper_statement_number: str = ""
    paper_statement_date: str = ""
    paper_statement_certifier: str = ""
    paper_statement_by_hand: str = ""
    office_copy_symbol: str = "{number:02}/{form}-UBND"


@dataclass(frozen=True)
class Settings:
    """All of it. `data`: the folder that holds database, blobs, keys and queues unless told otherwise."""

    data: Path
    database: DatabaseSettings = field(default_factory=DatabaseSettings)
    web: WebSettings = field(default_factory=WebSettings)
    public: PublicSettings = field(default_factory=PublicSettings)
    worker: WorkerSettings = field(default_factory=WorkerSettings)
    catalogue: CatalogueSettings = field(default_factory=CatalogueSettings)
    hot_folder: HotFolderSettings = field(default_factory=HotFolderSettings)
    signing: SigningSettings = field(default_factory=SigningSettings)

    @property
    def database_url(self) -> str:
        """Where the database is, its password filled in. Holds a secret: never log it."""
        if not self.database.url:
            return f"sqlite:///{self.data / 'hoso.db'}"
        return _with_password(self.database.url, self.database.password_file)

    @property
    def public_database_url(self) -> str:
        """The same for the public process, in a role of its own if there is one. Holds a secret: never log it."""
        if not self.public.database_url:
            return self.database_url
        return _with_password(self.public.database_url, self.public.database_password_file)

    @property
    def broker_url(self) -> str:
        """Where the broker is, its password filled in; empty for the folder. Holds a secret: never log it."""
        return _with_password(self.worker.broker, self.worker.broker_password_file)


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings of this start. Raises HosoError("settings_invalid") naming the place of the first mistake."""
    environ = os.environ if environ is None else environ
    data = _data_folder(environ)
    values = _from_file(environ, data)
    for table, key, text in _from_environment(environ):
        values.setdefault(table, {})[key] = text
    tables = {f.name: f for f in dataclasses.fields(Settings) if f.name != "data"}
    unknown = sorted(set(values) - set(tables))
    if unknown:
        raise HosoError("settings_invalid", detail=f"unknown table {', '.join(unknown)}; known: {', '.join(tables)}")
    records = {name: fill(_record(tables[name]), given, where=name) for name, given in values.items()}
    return Settings(data=data, **records)


def _with_password(url: str, password_file: Path | None) -> str:
    if password_file is None or not url:
        return url
    try:
        password = password_file.read_text("utf-8").strip()
    except OSError as error:
        raise HosoError("settings_invalid", detail=f"{password_file}: {error.strerror}") from error
    parts = urlsplit(url)
    user, _, place = parts.netloc.rpartition("@")
    return urlunsplit(parts._replace(netloc=f"{user.partition(':')[0]}:{quote(password, safe='')}@{place}"))


def _record(table: dataclasses.Field[Any]) -> type[Any]:
    factory = table.default_factory
    assert isinstance(factory, type)  # noqa: S101 - each table's default is its own record
    return factory


def _data_folder(environ: Mapping[str, str]) -> Path:
    if environ.get("HOSO_DATA"):
        return Path(environ["HOSO_DATA"]).expanduser().resolve()
    if environ.get("HOSO_ROOT"):
        return Path(environ["HOSO_ROOT"]) / "var"
    return Path(environ.get("XDG_DATA_HOME") or "~/.local/share").expanduser() / "hoso"


def _from_file(environ: Mapping[str, str], data: Path) -> dict[str, dict[str, Any]]:
    named = environ.get("HOSO_CONFIG")
    path = Path(named).expanduser() if named else data / "hoso.toml"
    if not named and not path.exists():
        return {}
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise HosoError("settings_invalid", detail=f"{path}: {error}") from error
    wrong = [name for name, value in values.items() if not isinstance(value, dict)]
    if wrong:
        raise HosoError("settings_invalid", detail=f"{path}: {wrong[0]} stands outside a table")
    return values


def _from_environment(environ: Mapping[str, str]) -> list[tuple[str, str, str]]:
    found = []
    tables = sorted((f.name for f in dataclasses.fields(Settings) if f.name != "data"), key=len, reverse=True)
    for name, text in environ.items():
        if not name.startswith("HOSO_") or name in OWN_VARIABLES:
            continue
        rest = name.removeprefix("HOSO_").lower()
        table = next((t for t in tables if rest.startswith(t + "_")), None)
        if table is None:
            raise HosoError("settings_invalid", detail=f"environment: {name} belongs to no table")
        found.append((table, rest.removeprefix(table + "_"), text))
    return found
