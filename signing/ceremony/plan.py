"""The plan of a ceremony: one file, settled and read by everybody beforehand, that leaves nothing to be decided."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal, TypeVar

from signing.trust import checked_name
from terms.errors import HosoError, InputError

Algorithm = Literal["ECDSA P-256", "RSA 3072"]
ALGORITHMS: tuple[Algorithm, ...] = ("ECDSA P-256", "RSA 3072")


@dataclass(frozen=True)
class TokenPlan:
    """The device: its PKCS#11 library and label. `initialise`: by this program, in rehearsal with SoftHSM2 only."""

    library: Path
    label: str


@dataclass(frozen=True)
class KeyPlan:
    """The key: its name at the signing worker, how it signs, and whom the certificate is asked for."""

    name: str
    algorithm: Algorithm
    holder: str
    organisation: str = ""
    serial: str = ""  # what the authority wants in the subject's UID: MST:…, CCCD:…


@dataclass(frozen=True)
class Attendee:
    """Who is there, and as what: người chủ trì, người giữ thiết bị, người giữ mã PIN, người chứng kiến."""

    role: str
    name: str


@dataclass(frozen=True)
class Tool:
    """A program or library that is used, and the SHA-256 (hex) it must have."""

    path: Path
    sha256: str


@dataclass(frozen=True)
class Plan:
    """What will be done. `sha256`: of the plan's file, which everybody has in print before them."""

    title: str
    office: str
    place: str
    token: TokenPlan
    key: KeyPlan
    people: tuple[Attendee, ...]
    tools: tuple[Tool, ...]
    rehearsal: bool = True
    sha256: str = field(default="")


_Record = TypeVar("_Record")
_FEWEST = 3  # who leads, who keeps the token, who witnesses: nobody alone makes a key


def read_plan(path: Path) -> Plan:
    """The plan in the TOML file `path`. Raises InputError("ceremony_plan") naming the first mistake."""
    try:
        data = path.read_bytes()
        said: dict[str, Any] = tomllib.loads(data.decode("utf-8"))
        token = _filled(TokenPlan, said.pop("token"))
        key = _filled(KeyPlan, said.pop("key"))
        people = tuple(_filled(Attendee, one) for one in said.pop("person"))
        tools = tuple(_filled(Tool, one) for one in said.pop("tool"))
        plan = _filled(Plan, said | {"token": token, "key": key, "people": people, "tools": tools})
        _check(plan)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError("ceremony_plan", detail=f"{path.name}: {error}") from error
    except HosoError as error:
        raise InputError("ceremony_plan", detail=f"{path.name}: key.name") from error
    return Plan(**{one.name: getattr(plan, one.name) for one in fields(plan)} | {"sha256": _sha256(data)})


def _check(plan: Plan) -> None:
    checked_name(plan.key.name)
    if plan.key.algorithm not in ALGORITHMS:
        raise ValueError(f"key.algorithm: {', '.join(ALGORITHMS)}")
    if len({one.name.casefold() for one in plan.people}) < _FEWEST:
        raise ValueError(f"person: {_FEWEST} different people at least")
    if plan.token.library not in {tool.path for tool in plan.tools}:
        raise ValueError("tool: the token's library is not among them")
    for text in (plan.title, plan.office, plan.place, plan.token.label, plan.key.holder):
        if not text.strip():
            raise ValueError("an empty line")


def _filled(record: type[_Record], said: dict[str, Any]) -> _Record:
    """`said` as a record: every key known, none missing, texts where texts belong. Raises ValueError, TypeError."""
    known = {one.name: str(one.type) for one in fields(record)}  # type: ignore[arg-type]
    unknown = sorted(set(said) - set(known) | ({"sha256"} & set(said) if record is Plan else set()))
    if unknown:
        raise ValueError(f"unknown: {', '.join(unknown)}")
    values = {name: Path(value) if known[name] == "Path" else value for name, value in said.items()}
    for name, value in values.items():
        if known[name] == "str" and not isinstance(value, str):
            raise TypeError(f"{name}: not a text")
    return record(**values)


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
