"""A register as files: printed months and years as PDF/A, the signed closing, a table for a spreadsheet."""

from __future__ import annotations

import datetime as dt

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from signing.register_form import PRESCRIBED
from signing.registers import print_register, row_of
from storage.audit.log import record
from storage.copies.lines import find_lines
from storage.copies.prints import print_by_id, prints_of
from storage.copies.tables import Register
from storage.scope import fetch
from terms.errors import AccessError, InputError
from terms.text import squeeze
from web.access import actor, allow, services, signing
from web.language import ZONE
from web.staff import answers
from web.staff.names import names_of
from web.staff.pages.registers import MAY_READ, wanted_lines
from web.staff.pages.store import pdf
from web.staff.register_export import MEDIA_TYPES, exported

part = Blueprint("register_files", __name__, url_prefix="/registers")

MOST_LINES = 200_000


@part.get("/<register_id>/prints")
@allow(*MAY_READ)
def page(register_id: str) -> str:
    with services().database.session() as session:
        book = fetch(session, actor(), Register, register_id)
        prints = prints_of(session, actor(), register_id)
        people = names_of(session, [one.printed_by for one in prints] + [book.closed_by])
    return render_template(
        "register_prints.html", book=book, prints=prints, people=people, this_month=dt.datetime.now(ZONE).month
    )


@part.post("/<register_id>/prints")
@allow(*MAY_READ)
def print_(register_id: str) -> AnyResponse:
    """Print a month, or the whole volume where none is chosen, and keep the file."""
    month = request.form.get("month", type=int)
    if month is not None and not 1 <= month <= 12:
        raise InputError("bad_request", detail=_("tháng"))
    made = print_register(signing(), actor(), register_id, month=month)
    answers.note(_("Đã in kỳ %(period)s thành tệp PDF/A. Tải về để in và đóng quyển.", period=made.period))
    return answers.see("register_files.page", register_id=register_id)


@part.get("/prints/<print_id>.pdf")
@allow(*MAY_READ)
def printed(print_id: str) -> Response:
    with services().database.session() as session:
        one = print_by_id(session, actor(), print_id)
        record(session, actor(), "register.download", "register", one.register_id, details={"period": one.period})
    return pdf(one.pdf_sha256, _("so-chung-thuc-%(period)s.pdf", period=one.period))


@part.get("/<register_id>/closing.pdf")
@allow(*MAY_READ)
def closing(register_id: str) -> Response:
    """The closed volume as the office signed it."""
    with services().database.session() as session:
        book = fetch(session, actor(), Register, register_id)
        if book.closing_sha256 is None:
            raise AccessError("not_found")
        record(session, actor(), "register.download", "register", book.id, details={"period": "closing"})
    return pdf(book.closing_sha256, _("so-da-khoa-%(year)s-%(volume)s.pdf", year=book.year, volume=book.volume))


@part.post("/<register_id>/export")
@allow(*MAY_READ)
def export(register_id: str) -> Response:
    """The lines that were searched for as XLSX or CSV; names of requesters only where asked for, always for a purpose.

    Personal data that leaves the program leaves a record: who took how many lines, and what for (Law 91/2025).
    """
    purpose = squeeze(request.form.get("purpose", ""))
    if not purpose:
        raise InputError("bad_request", detail=_("nêu mục đích xuất sổ"))
    form = "csv" if request.form.get("format") == "csv" else "xlsx"
    with_names = request.form.get("with_names") == "yes"
    with services().database.session() as session:
        book = fetch(session, actor(), Register, register_id)
        lines = find_lines(session, actor(), register_id, wanted_lines(), limit=MOST_LINES).lines
        details = {"register": book.symbol, "lines": len(lines), "format": form, "with_names": with_names}
        record(session, actor(), "register.export", "register", book.id, purpose=purpose, details=details)
    found = services().signing
    columns = found.settings.register_columns if found else PRESCRIBED
    shown = [column for column in columns if with_names or column.code != "requester"]
    data = exported(shown, [row_of(line) for line in lines], form, _("Quyển số %(symbol)s", symbol=book.symbol))
    response = Response(data, mimetype=MEDIA_TYPES[form])
    name = _("so-chung-thuc-%(year)s-%(volume)s", year=book.year, volume=book.volume)
    response.headers.set("Content-Disposition", "attachment", filename=f"{name}.{form}")
    response.headers["Cache-Control"] = "private, no-store"
    return response
