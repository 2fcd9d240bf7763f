"""The registers: every number with what it stands for, voids too; opened and closed here, printed from here."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from flask import Blueprint, render_template, request
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from storage.copies import register
from storage.copies.tables import CertifiedCopy, Register, RegisterEntry
from storage.scope import AUDITOR, CERTIFIER, SEAL_KEEPER, fetch, visible
from web.access import actor, allow, services
from web.language import ZONE
from web.staff import answers

part = Blueprint("registers", __name__, url_prefix="/registers")

PAGE_SIZE = 100


@dataclass(frozen=True)
class Line:
    """A line of the register and the copy behind it."""

    entry: RegisterEntry
    copy: CertifiedCopy | None


@part.get("")
@allow(CERTIFIER, SEAL_KEEPER, AUDITOR)
def page() -> str:
    with services().database.session() as session:
        registers = session.scalars(
            visible(actor(), Register).order_by(Register.year.desc(), Register.volume.desc())
        ).all()
    return render_template(
        "registers.html",
        registers=registers,
        is_open=any(one.closed_at is None for one in registers),
        year=dt.datetime.now(ZONE).year,
    )


@part.post("")
@allow(CERTIFIER)
def open_() -> Response:
    with services().database.session() as session:
        opened = register.open_register(session, actor(), year=dt.datetime.now(ZONE).year, suffix=_suffix())
    answers.note(_("Đã mở sổ %(symbol)s.", symbol=opened.symbol))
    return answers.see("registers.one", register_id=opened.id)


@part.get("/<register_id>")
@allow(CERTIFIER, SEAL_KEEPER, AUDITOR)
def one(register_id: str) -> str:
    after = request.args.get("after", type=int, default=0)
    with services().database.session() as session:
        book = fetch(session, actor(), Register, register_id)
        lines = _lines(session, register_id, after, PAGE_SIZE + 1)
    more = len(lines) > PAGE_SIZE
    shown = lines[:PAGE_SIZE]
    return render_template(
        "register.html", book=book, lines=shown, more_after=shown[-1].entry.number if more else None, after=after
    )


@part.get("/<register_id>/print")
@allow(CERTIFIER, SEAL_KEEPER, AUDITOR)
def print_(register_id: str) -> str:
    """The whole register in the columns of the prescribed form, to be printed each month and bound."""
    with services().database.session() as session:
        book = fetch(session, actor(), Register, register_id)
        lines = _lines(session, register_id, 0, 100_000)
    return render_template("register_print.html", book=book, lines=lines)


@part.post("/<register_id>/close")
@allow(CERTIFIER)
def close(register_id: str) -> Response:
    with services().database.session() as session:
        closed = register.close_register(session, actor(), register_id)
    answers.note(_("Đã khóa sổ %(symbol)s.", symbol=closed.symbol))
    return answers.see("registers.one", register_id=register_id)


def _suffix() -> str:
    settings = services().signing
    return settings.settings.register_suffix if settings else "SCTĐT/BS"


def _lines(session: Session, register_id: str, after: int, limit: int) -> list[Line]:
    entries = register.entries(session, actor(), register_id, after=after, limit=limit)
    ids = select(RegisterEntry.id).where(RegisterEntry.register_id == register_id)
    copies = session.scalars(visible(actor(), CertifiedCopy).where(CertifiedCopy.entry_id.in_(ids)))
    by_entry = {copy.entry_id: copy for copy in copies}
    return [Line(entry, by_entry.get(entry.id)) for entry in entries]
