"""Printing a register and closing it: a month, a year or the whole volume as PDF/A; the closing signed for the office.

Decree 23/2015, Article 13: a register kept with software is printed each month, bound by the end of the year, and
closed with its count. The closed volume is one file, signed with the office's key; nothing enters the book any more.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from typing import Any

import rfc8785
from sqlalchemy.orm import Session

from signing import leftovers
from signing.channel import Batch
from signing.register_form import TITLES
from signing.register_print import RegisterSheet, Row, draw_register
from signing.services import SigningServices
from signing.settings import SigningSettings
from signing.statement import VIETNAM
from storage.copies.lines import Line, lines_of
from storage.copies.prints import record_print
from storage.copies.register import Count, count_register
from storage.copies.tables import Register, RegisterPrint
from storage.database import now
from storage.offices.signin import resolve
from storage.offices.tables import Office
from storage.scope import AUDITOR, CERTIFIER, SEAL_KEEPER, Actor, fetch
from terms.errors import AccessError, StateError

SCHEMA = "hoso/register/1"


def print_register(services: SigningServices, actor: Actor, register_id: str, *, month: int | None) -> RegisterPrint:
    """Print a month of the register, or the whole volume, and keep the file. Raises what `record_print` raises."""
    actor.require(CERTIFIER, SEAL_KEEPER, AUDITOR)
    with services.database.session() as session:
        book = fetch(session, actor, Register, register_id)
        period = f"{book.year}-{month:02}" if month else str(book.year)
        lines = lines_of(session, actor, register_id, month=period if month else "")
        counted = _counted(book, lines)
        plan = _sheet(session, services.settings, book, lines, counted, month=month)
    drawn = draw_register(plan)
    stored = services.blobs.put(drawn)
    with services.database.session() as session:
        return record_print(session, actor, register_id, period=period, counted=counted, pdf_sha256=stored.sha256)


def close_register(services: SigningServices, token: str, pin: str, register_id: str, *, code: str = "") -> str:
    """Close the register: its whole volume with the count, signed with the office's key; the SHA-256 of that file.

    `token`: the session of who keeps the seal; `pin`: of the office's key, given to the signing worker alone, as
    is `code`, of their second factor, where one is asked for. Raises
    StateError("register_unsettled") while numbers are reserved, ("conflict") if it grew meanwhile, and what `Batch`
    raises. A failure leaves the register open as it was.
    """
    with services.database.session() as session:
        signed_in = resolve(session, token)
        if signed_in is None:
            raise AccessError("not_signed_in")
        actor = signed_in.actor
        actor.require(SEAL_KEEPER)
        book = fetch(session, actor, Register, register_id)
        check_closable(book, actor, counted := count_register(session, actor, register_id))
        lines = lines_of(session, actor, register_id)
        closer = signed_in.person.full_name
        plan = _sheet(session, services.settings, book, lines, counted, month=None, closer=closer)
    with services.worker.open_batch(token, pin, "seal", code=code) as batch:
        return _close_in(services, batch, register_id, draw_register(plan))


def _close_in(services: SigningServices, batch: Batch, register_id: str, drawn: bytes) -> str:
    unsigned = leftovers.put(services.settings.folder, services.blobs, drawn).sha256
    try:
        answer = batch.sign("sign_register_closing", register_id=register_id, unsigned_sha256=unsigned)
    finally:
        leftovers.forget(services.blobs, unsigned)
    return str(answer["sha256"])


def check_closable(book: Register, actor: Actor, counted: Count) -> None:
    """Raise unless the register is open, of the actor's own office, and every number of it is settled."""
    if book.office_id != actor.office_id:
        raise AccessError("not_found")
    if book.closed_at is not None:
        raise StateError("wrong_state", detail=f"sổ đã khóa / the register {book.symbol} is closed")
    if counted.reserved:
        raise StateError("register_unsettled", count=counted.reserved)


def manifest_of(book: Register, office: Office, lines: Sequence[Line], counted: Count) -> dict[str, Any]:
    """What a program may know of a printed register: its count, and a digest over every line as the law has them."""
    entries: list[Any] = [
        [
            line.entry.number, line.entry.state, line.entry.certified_on or "", line.entry.requester_name,
            line.entry.original_name, line.entry.signer_name, line.entry.signer_title, line.entry.copies_made,
            line.entry.fee, line.entry.note, line.entry.void_reason or "", line.annulment or "",
        ]
        for line in lines
    ]  # fmt: skip
    return {
        "schema": SCHEMA,
        "hash_algorithm": "sha256",
        "office": {"code": office.code, "name": office.name},
        "register": book.symbol,
        "kind": book.kind,
        "year": book.year,
        "first_number": counted.first,
        "last_number": counted.last,
        "issued": counted.issued,
        "void": counted.void,
        "lines_sha256": hashlib.sha256(rfc8785.dumps(entries)).hexdigest(),
    }


def row_of(line: Line) -> Row:
    """A line as it is printed, exported and read aloud: the law's columns by their codes."""
    entry = line.entry
    stands = entry.state != "void"
    notes = [entry.note]
    if entry.state == "void":
        notes.append(f"Bỏ số: {entry.void_reason}")
    elif entry.state == "reserved":
        notes.append("Đang giữ số, chưa cấp")
    if line.annulment:
        notes.append(f"Đã hủy bỏ theo Quyết định số {line.annulment}")
    cells = {
        "number": str(entry.number),
        "date": day(entry.certified_on),
        "requester": entry.requester_name,
        "original": entry.original_name,
        "signer": ", ".join(part for part in (entry.signer_name, entry.signer_title) if part),
        "copies": str(entry.copies_made) if stands else "",
        "fee": f"{entry.fee:,}".replace(",", ".") if stands else "",
        "note": ". ".join(note.rstrip(". ") for note in notes if note),
    }
    return Row(cells, is_void=not stands)


def day(iso: str | None) -> str:
    """An ISO date as it is written in Viet Nam: 20/11/2026."""
    return "/".join(reversed(iso.split("-"))) if iso else ""


def _counted(book: Register, lines: Sequence[Line]) -> Count:
    """The count of these lines. A month without a line begins and ends nowhere: 0."""
    states = [line.entry.state for line in lines]
    first, last = (lines[0].entry.number, lines[-1].entry.number) if lines else (0, 0)
    return Count(first, last, states.count("issued"), states.count("void"), states.count("reserved"))


def _sheet(
    session: Session,
    settings: SigningSettings,
    book: Register,
    lines: Sequence[Line],
    counted: Count,
    *,
    month: int | None,
    closer: str | None = None,
) -> RegisterSheet:
    moment = now().replace(microsecond=0)
    office = session.get_one(Office, book.office_id)
    facts = [("Năm", str(book.year)), ("Mở ngày", _written(book.opened_at))]
    closed_at = moment if closer is not None else book.closed_at
    if closed_at is not None:
        facts.append(("Khóa ngày", _written(closed_at)))
    facts.append(("Kỳ in", f"tháng {month:02} năm {book.year}" if month else "toàn bộ quyển sổ"))
    facts.append(("In lúc", moment.astimezone(VIETNAM).strftime("%H:%M ngày %d/%m/%Y")))
    return RegisterSheet(
        title=TITLES[book.kind],
        office_name=office.name,
        symbol=book.symbol,
        facts=tuple(facts),
        columns=settings.register_columns,
        rows=tuple(row_of(line) for line in lines),
        count=_count_sentences(book, counted, moment, closing=closer is not None),
        moment=moment,
        demo=office.is_demo,
        manifest=rfc8785.dumps(manifest_of(book, office, lines, counted)),
        closing=closer,
    )


def _count_sentences(book: Register, counted: Count, moment: dt.datetime, *, closing: bool) -> tuple[str, ...]:
    whole = counted.issued + counted.void + counted.reserved
    if not whole:
        return ("Không có số nào." if not closing else f"KHÓA SỔ quyển số {book.symbol}: sổ không có số nào.",)
    held = f", đang giữ {counted.reserved} số" if counted.reserved else ""
    said = f"từ số {counted.first} đến số {counted.last}, tổng cộng {whole} số: đã cấp {counted.issued} số, "
    said += f"bỏ {counted.void} số{held}."
    if not closing and book.closed_at is not None:
        return (f"Trong kỳ: {said}", f"Sổ đã khóa ngày {_written(book.closed_at)}, có chữ ký số của cơ quan.")
    if not closing:
        return (f"Trong kỳ: {said}",)
    local = moment.astimezone(VIETNAM)
    when = f"Ngày {local.day:02} tháng {local.month:02} năm {local.year}."
    return (f"KHÓA SỔ quyển số {book.symbol}: {said}", when)


def _written(moment: dt.datetime) -> str:
    return moment.astimezone(VIETNAM).strftime("%d/%m/%Y")
