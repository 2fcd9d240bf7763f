"""The register (sổ chứng thực): numbers without a gap, never used twice, voids visible.

Numbers start at 1 each year and go on across the volumes of the year (Decree 23/2015, Article 13). A number is
*reserved* before anything is signed, because it stands inside the signed bytes; then it is *issued*, or *void* with a
reason. The register's row is held while a number is taken, so two offices' desks never get the same one; a transaction
that is undone takes its number back, so none is missing.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from storage.audit.log import record
from storage.base import now
from storage.copies.tables import Register, RegisterEntry
from storage.scope import SEAL_KEEPER, Actor, fetch, visible
from storage.text import VIETNAM, kept, line, required
from terms.errors import AccessError, InputError, StateError

KINDS = ("electronic_copy", "paper_copy")
SUFFIXES = {"electronic_copy": "SCTĐT/BS", "paper_copy": "SCT/BS"}  # in use in the field


@dataclass(frozen=True)
class Count:
    """The count of a register: from its first number to its last, so many issued, void, and still reserved."""

    first: int
    last: int
    issued: int
    void: int
    reserved: int = 0


def open_register(
    session: Session,
    actor: Actor,
    *,
    year: int,
    kind: str = "electronic_copy",
    suffix: str = "",
) -> Register:
    """Open the year's register of the actor's office, or its next volume. `suffix`: configuration; empty: as in use.

    The symbol reads `01/2026-SCTĐT/BS`: volume, year, suffix. Raises StateError("wrong_state") while another register
    of the kind is open, or if a later year's was opened already.
    """
    if kind not in KINDS:
        raise InputError("bad_request", detail=f"unknown kind of register: {kind}")
    if not 2000 <= year <= 9999:
        raise InputError("bad_request", detail="the year of a register has four digits")
    if actor.office_id not in actor.office_ids:
        raise AccessError("not_found")
    earlier = session.scalars(
        select(Register)
        .where(Register.office_id == actor.office_id, Register.kind == kind)
        .order_by(Register.year.desc(), Register.volume.desc())
        .limit(1)
    ).one_or_none()
    if earlier is not None and earlier.closed_at is None:
        raise StateError("wrong_state", detail=f"the register {earlier.symbol} is open; close it first")
    if earlier is not None and earlier.year > year:
        raise StateError("wrong_state", detail=f"the register {earlier.symbol} of a later year was opened already")
    goes_on = earlier is not None and earlier.year == year
    volume = earlier.volume + 1 if earlier is not None and goes_on else 1
    last = earlier.last_number if earlier is not None and goes_on else 0
    register = Register(
        office_id=actor.office_id,
        kind=kind,
        year=year,
        volume=volume,
        symbol=f"{volume:02d}/{year}-{required(suffix or SUFFIXES[kind], 40, 'the suffix of the register')}",
        first_number=last + 1,
        last_number=last,
    )
    try:
        with session.begin_nested():
            session.add(register)
    except IntegrityError as failure:
        raise StateError("wrong_state", detail="a register of this kind is open") from failure
    record(session, actor, "register.open", "register", register.id, details={"symbol": register.symbol})
    session.flush()
    return register


def open_register_of(session: Session, actor: Actor, kind: str = "electronic_copy") -> Register | None:
    """The register of this kind that is open in the actor's office, or None."""
    query = visible(actor, Register).where(
        Register.office_id == actor.office_id, Register.kind == kind, Register.closed_at.is_(None)
    )
    return session.scalars(query).one_or_none()


def registers_of(session: Session, actor: Actor) -> list[Register]:
    """The registers of the actor's offices, newest first."""
    return list(session.scalars(visible(actor, Register).order_by(Register.year.desc(), Register.volume.desc())))


def reserve(
    session: Session,
    actor: Actor,
    *,
    kind: str = "electronic_copy",
    year: int,
    requester_name: str,
    original_name: str,
    signer_name: str,
    signer_title: str,
    fee: int,
    copies_made: int = 1,
    note: str = "",
) -> RegisterEntry:
    """The next number of the open register of `year`, with the columns the law prescribes; `fee` in đồng.

    Raises StateError("no_open_register").
    """
    if fee < 0 or copies_made < 1:
        raise InputError("bad_request", detail="the fee is not negative, and at least one copy is made")
    register = session.scalars(
        visible(actor, Register)
        .where(
            Register.office_id == actor.office_id,
            Register.kind == kind,
            Register.year == year,
            Register.closed_at.is_(None),
        )
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if register is None:
        raise StateError("no_open_register")
    register.last_number += 1
    entry = RegisterEntry(
        office_id=register.office_id,
        register_id=register.id,
        number=register.last_number,
        certified_on=now().astimezone(VIETNAM).date().isoformat(),
        requester_name=line(requester_name, 200),
        original_name=kept(original_name),
        signer_name=line(signer_name, 200),
        signer_title=line(signer_title, 200),
        copies_made=copies_made,
        fee=fee,
        note=kept(note),
    )
    session.add(entry)
    session.flush()
    details = {"register": register.symbol, "number": entry.number}
    record(session, actor, "register.reserve", "register_entry", entry.id, details=details)
    return entry


def settle_issued(session: Session, entry_id: str) -> RegisterEntry:
    """The number now stands for an issued copy. Inner step of issuing (`copies.set_issued`), which checks who acts."""
    entry = _held(session, entry_id)
    if entry.state != "reserved":
        raise StateError("wrong_state", detail=f"the number {entry.number} is {entry.state}")
    entry.state, entry.settled_at = "issued", now()
    session.flush()
    return entry


def void(session: Session, actor: Actor, entry_id: str, reason: str) -> RegisterEntry:
    """A reserved number stands for nothing, and says why. It is never given again. Once more does nothing.

    Raises StateError("wrong_state") for one that was issued: a wrong copy is annulled, its number stays.
    """
    fetch(session, actor, RegisterEntry, entry_id)
    entry = _held(session, entry_id)
    if entry.state == "void":
        return entry
    if entry.state != "reserved":
        raise StateError("wrong_state", detail=f"the number {entry.number} is {entry.state}")
    entry.void_reason = required(reason, 500, "the reason")
    entry.state, entry.settled_at = "void", now()
    details = {"number": entry.number, "reason": entry.void_reason}
    record(session, actor, "register.void", "register_entry", entry.id, details=details)
    session.flush()
    return entry


def count_register(session: Session, actor: Actor, register_id: str) -> Count:
    """How many numbers of the register stand for something, how many for nothing."""
    register = fetch(session, actor, Register, register_id)
    counted = (
        select(RegisterEntry.state, func.count())
        .where(RegisterEntry.register_id == register.id)
        .group_by(RegisterEntry.state)
    )
    states = dict(session.execute(counted).all())
    return Count(
        first=register.first_number,
        last=register.last_number,
        issued=states.get("issued", 0),
        void=states.get("void", 0),
        reserved=states.get("reserved", 0),
    )


def close_register(
    session: Session, actor: Actor, register_id: str, *, counted: Count, closing_sha256: str
) -> Register:
    """Close the register for good with its count (at year's end, Decree 23/2015, Article 13).

    `closing_sha256`: the whole volume with the count, as PDF/A, signed with the office's key. Raises
    StateError("wrong_state") while a number is reserved and neither issued nor void, and where the register has grown
    since it was counted; AccessError unless the actor keeps the seal.
    """
    actor.require(SEAL_KEEPER)
    register = fetch(session, actor, Register, register_id, lock=True)
    if register.closed_at is not None:
        raise StateError("wrong_state", detail=f"the register {register.symbol} is closed")
    found = count_register(session, actor, register.id)
    if found.reserved:
        raise StateError("register_unsettled", count=found.reserved)
    if found != counted:
        raise StateError("conflict")
    register.closed_at, register.closed_by = now(), actor.person_id
    register.closing_issued, register.closing_void = found.issued, found.void
    register.closing_sha256 = closing_sha256
    details = {"symbol": register.symbol, "issued": found.issued, "void": found.void, "sha256": closing_sha256}
    record(session, actor, "register.close", "register", register.id, details=details)
    session.flush()
    return register


def entries(
    session: Session, actor: Actor, register_id: str, *, after: int = 0, limit: int = 1000
) -> list[RegisterEntry]:
    """The entries of a register by number, those after number `after`."""
    register = fetch(session, actor, Register, register_id)
    query = visible(actor, RegisterEntry).where(RegisterEntry.register_id == register.id, RegisterEntry.number > after)
    return list(session.scalars(query.order_by(RegisterEntry.number).limit(limit)))


def entry_by_id(session: Session, actor: Actor, entry_id: str) -> RegisterEntry:
    """The entry; raises AccessError("not_found")."""
    return fetch(session, actor, RegisterEntry, entry_id)


def _held(session: Session, entry_id: str) -> RegisterEntry:
    entry = session.scalars(
        select(RegisterEntry)
        .where(RegisterEntry.id == entry_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if entry is None:
        raise AccessError("not_found")
    return entry
