"""Cover sheets to print: for a dossier, and between the papers of a pile."""

from __future__ import annotations

from flask import Blueprint, g, make_response, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ingest.cover_sheets import CoverSheet, cover_sheets
from storage.dossiers import dossiers
from storage.scope import COUNTER, REVIEWER
from terms.covers import Cover
from terms.errors import InputError
from terms.kinds import OTHER
from web.access import actor, allow, services

part = Blueprint("covers", __name__, url_prefix="/covers")

MOST = 50


@part.get("")
@allow(COUNTER, REVIEWER)
def page() -> str:
    return render_template(
        "covers.html", kinds=[kind for kind in services().catalogue if kind.code != OTHER], most=MOST
    )


@part.get("/separators.pdf")
@allow(COUNTER, REVIEWER)
def separators() -> Response:
    """Sheets that open a new paper, perhaps of a kind."""
    kind = services().catalogue.kinds.get(request.args.get("kind", ""))
    count = request.args.get("count", type=int, default=1)
    if not 1 <= count <= MOST:
        raise InputError("bad_request", detail="count")
    return _pdf([CoverSheet.before(kind, g.office.name)] * count, _("to-phan-cach.pdf"))


@part.get("/dossiers/<code>.pdf")
@allow(COUNTER, REVIEWER)
def of_dossier(code: str) -> Response:
    """The sheet of one dossier."""
    with services().database.session() as session:
        dossier = dossiers.dossier_by_code(session, actor(), code)
    return _pdf([CoverSheet(Cover(dossier=dossier.code), dossier.title, office=g.office.name)], _("to-bia-ho-so.pdf"))


def _pdf(sheets: list[CoverSheet], name: str) -> Response:
    try:
        data = cover_sheets(sheets)
    except ValueError as why:
        raise InputError("bad_request", detail="code") from why
    response = make_response(data)
    response.headers["Content-Type"] = "application/pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response
