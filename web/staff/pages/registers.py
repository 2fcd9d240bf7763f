"""The registers: every number with what it stands for, voids too; opened, searched and closed here."""

from __future__ import annotations

import datetime as dt

from flask import Blueprint, make_response, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from signing import registers
from signing.settings import SigningSettings
from storage.copies import register
from storage.copies.lines import SORTS, LineSearch, find_lines
from storage.copies.tables import Register
from storage.scope import AUDITOR, CERTIFIER, SEAL_KEEPER, fetch
from terms.errors import HosoError, InputError
from web.access import actor, allow, services, session_token, signing
from web.language import ZONE, language
from web.staff import answers
from web.staff.names import names_of
from web.staff.second_factor import own_factor

part = Blueprint("registers", __name__, url_prefix="/registers")

PAGE_SIZE = 100
STATES = ("issued", "void", "reserved", "annulled")
MAY_READ = (CERTIFIER, SEAL_KEEPER, AUDITOR)


@part.get("")
@allow(*MAY_READ)
def page() -> str:
    with services().database.session() as session:
        books = register.registers_of(session, actor())
    year = dt.datetime.now(ZONE).year
    kinds = {kind: [book for book in books if book.kind == kind] for kind in register.KINDS}
    return render_template("registers.html", kinds=kinds, year=year)


@part.post("")
@allow(CERTIFIER)
def open_() -> Response:
    kind = request.form.get("kind", "electronic_copy")
    if kind not in register.KINDS:
        raise InputError("bad_request", detail=_("loại sổ"))
    found = services().signing
    suffix = (found.settings if found else SigningSettings).suffix(kind)
    with services().database.session() as session:
        opened = register.open_register(session, actor(), year=dt.datetime.now(ZONE).year, kind=kind, suffix=suffix)
    answers.note(_("Đã mở sổ %(symbol)s.", symbol=opened.symbol))
    return answers.see("registers.one", register_id=opened.id)


@part.route("/<register_id>", methods=["GET", "POST"])
@allow(*MAY_READ)
def one(register_id: str) -> str:
    """A book, or with `whole_year` every volume of its year: searched, sorted, a hundred lines a page.

    What is searched for may be a name, so it is posted and stands in no address.
    """
    wanted = wanted_lines()
    number = max(1, request.form.get("page", type=int, default=1))
    with services().database.session() as session:
        book = fetch(session, actor(), Register, register_id)
        found = find_lines(session, actor(), register_id, wanted, offset=PAGE_SIZE * (number - 1), limit=PAGE_SIZE)
        counted = register.count_register(session, actor(), register_id)
    return render_template(
        "register.html", book=book, found=found, wanted=wanted, counted=counted, number=number,
        pages=max(1, -(-found.total // PAGE_SIZE)),
    )  # fmt: skip


@part.get("/<register_id>/close")
@allow(SEAL_KEEPER)
def closing(register_id: str) -> str:
    return _closing(register_id)


@part.post("/<register_id>/close")
@allow(SEAL_KEEPER)
def close(register_id: str) -> Response:
    """Close the book: its whole volume with the count, signed with the office's key."""
    with services().database.session() as session:
        book = fetch(session, actor(), Register, register_id)
    try:
        pin, code = request.form.get("pin", ""), request.form.get("code", "")
        registers.close_register(signing(), session_token(), pin, register_id, code=code)
    except HosoError as refusal:
        if refusal.code in ("not_found", "not_signed_in", "wrong_state"):
            raise
        return make_response(_closing(register_id, refusal.message(language())), refusal.problem.status)
    answers.note(_("Đã khóa sổ %(symbol)s và ký số của cơ quan.", symbol=book.symbol))
    return answers.see("register_files.page", register_id=register_id)


def wanted_lines() -> LineSearch:
    """The lines a form asks for. Days that are none are not asked for; `order`: a column, behind a minus backwards."""
    form = {name: request.form.get(name, "").strip()[:200] for name in ("text", "state", "whole_year", "order")}
    order = form["order"].removeprefix("-")
    return LineSearch(
        text=form["text"],
        first_day=_day(request.form.get("first_day", "")),
        last_day=_day(request.form.get("last_day", "")),
        state=form["state"] if form["state"] in STATES else "",
        whole_year=form["whole_year"] == "yes",
        sort=order if order in SORTS else "number",
        descending=form["order"].startswith("-"),
    )


def _day(typed: str) -> str:
    try:
        return dt.date.fromisoformat(typed).isoformat()
    except ValueError:
        return ""


def _closing(register_id: str, refusal: str | None = None) -> str:
    with services().database.session() as session:
        book = fetch(session, actor(), Register, register_id)
        counted = register.count_register(session, actor(), register_id)
        people = names_of(session, [actor().person_id])
    return render_template(
        "register_close.html", book=book, counted=counted, people=people, refusal=refusal, factor=own_factor()
    )
