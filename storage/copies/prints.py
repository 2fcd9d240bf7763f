"""Prints of a register: which months and years were printed, when, by whom, and the file."""

from __future__ import annotations

import re

from sqlalchemy.orm import Session

from storage.audit.log import record
from storage.copies.register import Count
from storage.copies.tables import Register, RegisterPrint
from storage.scope import AUDITOR, CERTIFIER, SEAL_KEEPER, Actor, fetch, visible
from terms.errors import InputError

_PERIOD = re.compile(r"\d{4}(-(0[1-9]|1[0-2]))?")


def record_print(
    session: Session, actor: Actor, register_id: str, *, period: str, counted: Count, pdf_sha256: str
) -> RegisterPrint:
    """Say that a month (2026-11) or a year (2026) of the register was printed into the file `pdf_sha256`.

    With software the register is printed month by month and bound by the end of the year (Decree 23/2015, Article 13).
    """
    actor.require(CERTIFIER, SEAL_KEEPER, AUDITOR)
    register = fetch(session, actor, Register, register_id)
    if not _PERIOD.fullmatch(period) or int(period[:4]) != register.year:
        raise InputError("bad_request", detail=f"kỳ in / period: {period[:10]}")
    printed = RegisterPrint(
        office_id=register.office_id,
        register_id=register.id,
        period=period,
        first_number=counted.first,
        last_number=counted.last,
        issued=counted.issued,
        void=counted.void,
        pdf_sha256=pdf_sha256,
        printed_by=actor.person_id,
    )
    session.add(printed)
    session.flush()
    details = {"register": register.symbol, "period": period, "sha256": pdf_sha256}
    record(session, actor, "register.print", "register", register.id, details=details)
    return printed


def prints_of(session: Session, actor: Actor, register_id: str, *, limit: int = 50) -> list[RegisterPrint]:
    """The prints made of a register, newest first."""
    register = fetch(session, actor, Register, register_id)
    query = visible(actor, RegisterPrint).where(RegisterPrint.register_id == register.id)
    return list(session.scalars(query.order_by(RegisterPrint.printed_at.desc(), RegisterPrint.id.desc()).limit(limit)))


def print_by_id(session: Session, actor: Actor, print_id: str) -> RegisterPrint:
    """The print; raises AccessError("not_found")."""
    return fetch(session, actor, RegisterPrint, print_id)
