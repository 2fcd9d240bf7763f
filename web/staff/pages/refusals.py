"""Refusals in writing: written from the answered list, kept, downloaded."""

from __future__ import annotations

from flask import Blueprint, Response, render_template
from flask_babel import gettext as _

from signing.refusals import ARTICLE_22
from storage.audit.log import record
from storage.requests import refusals
from storage.scope import AUDITOR, CERTIFIER, COUNTER
from terms.errors import StateError
from web.access import actor, allow, services
from web.staff.names import names_of
from web.staff.pages.store import pdf

part = Blueprint("refusals", __name__, url_prefix="/refusals")


@part.get("")
@allow(CERTIFIER, AUDITOR)
def page() -> str:
    with services().database.session() as session:
        letters = refusals.refusals(session, actor())
        people = names_of(session, [letter.refused_by for letter in letters])
    numbers = {item.code: number for number, item in enumerate(ARTICLE_22, start=1)}
    return render_template("refusals.html", letters=letters, people=people, numbers=numbers)


@part.get("/<letter_id>/file")
@allow(CERTIFIER, COUNTER, AUDITOR)
def file(letter_id: str) -> Response:
    """The letter as PDF/A, to be signed, sealed and handed over."""
    with services().database.session() as session:
        letter = refusals.refusal_by_id(session, actor(), letter_id)
        if letter.pdf_sha256 is None:
            raise StateError("wrong_state", detail=_("thông báo chưa có tệp"))
        record(session, actor(), "refusal.download", "refusal_letter", letter.id)
    return pdf(letter.pdf_sha256, f"tu-choi-{letter.number:03}-{letter.year}.pdf")
