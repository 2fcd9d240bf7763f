"""The seal keeper's desk: what a certifier has signed and what was converted, looked at and signed for the office.

The seal keeper is never the certifier of the same copy, nor the one who converted the same paper: the signing room and
the database refuse it whatever a page says.
"""

from __future__ import annotations

from flask import Blueprint, Response, g, make_response, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

import ocr
from signing import act, conversion
from signing.refusals import ARTICLE_22
from storage.copies import copies, register
from storage.copies.tables import CertifiedCopy, Register
from storage.documents.conversion import awaiting_office_signature
from storage.documents.review import document_by_id
from storage.offices.break_glass import SHORTEST_REASON, allows_break_glass
from storage.scope import SEAL_KEEPER, fetch
from terms.errors import HosoError, InputError, StateError
from web.access import actor, allow, services, session_token, signing
from web.language import language
from web.staff import answers
from web.staff.names import names_of
from web.staff.pages.pictures import drawn
from web.staff.second_factor import own_factor

part = Blueprint("seal", __name__, url_prefix="/seal")


@part.get("")
@allow(SEAL_KEEPER)
def pending() -> str:
    return _pending()


@part.get("/copies/<copy_id>")
@allow(SEAL_KEEPER)
def one(copy_id: str) -> str:
    return _one(copy_id)


@part.get("/copies/<copy_id>/pages/<int:number>")
@allow(SEAL_KEEPER)
def picture(copy_id: str, number: int) -> Response:
    """A page of the very file that will be sealed, drawn for the screen."""
    with services().database.session() as session:
        copy = _waiting(session, copy_id)
    return drawn(str(copy.certified_sha256), number, 0, 1000)


@part.post("/copies/<copy_id>")
@allow(SEAL_KEEPER)
def seal(copy_id: str) -> AnyResponse:
    with services().database.session() as session:
        _waiting(session, copy_id)
    try:
        pin, code = request.form.get("pin", ""), request.form.get("code", "")
        why = request.form.get("break_glass", "")
        issued = act.seal(signing(), session_token(), pin, copy_id, code=code, break_glass=why)
    except HosoError as refusal:
        if refusal.code in ("not_found", "not_signed_in", "wrong_state"):
            raise
        return make_response(_one(copy_id, refusal.message(language())), refusal.problem.status)
    answers.note(_("Đã ký số của cơ quan. Bản sao được cấp và ghi vào sổ."))
    return answers.see("copies.page", copy_id=issued.copy_id)


@part.post("/copies/<copy_id>/return")
@allow(SEAL_KEEPER)
def send_back(copy_id: str) -> AnyResponse:
    reason = request.form.get("reason", "").strip()
    if not reason:
        raise InputError("bad_request", detail=_("nêu lý do trả lại"))
    act.send_back(signing(), session_token(), copy_id, reason)
    answers.note(_("Đã trả lại. Số đã giữ được bỏ, kèm lý do, và hiện trong sổ."), "doubt")
    return answers.see("seal.pending")


@part.post("/conversions")
@allow(SEAL_KEEPER)
def sign_conversions() -> AnyResponse:
    """Sign the ticked conversions, one PIN for all of them."""
    chosen = request.form.getlist("document")
    if not chosen:
        raise InputError("bad_request", detail=_("chọn ít nhất một giấy tờ"))
    try:
        pin, code = request.form.get("pin", ""), request.form.get("code", "")
        signed = conversion.sign_conversions(signing(), session_token(), pin, chosen, code=code)
    except HosoError as refusal:
        if refusal.code in ("not_found", "not_signed_in"):
            raise
        return make_response(_pending(refusal.message(language())), refusal.problem.status)
    answers.note(ngettext("Đã ký %(num)s giấy tờ; đã vào kho.", "Đã ký %(num)s giấy tờ; đã vào kho.", len(signed)))
    return answers.see("seal.pending")


def _pending(refusal: str | None = None) -> str:
    with services().database.session() as session:
        waiting = copies.awaiting_seal(session, actor())
        conversions = awaiting_office_signature(session, actor())
        entries = {one.id: register.entry_by_id(session, actor(), one.entry_id) for one in waiting if one.entry_id}
        people = names_of(session, [one.certifier_id for one in waiting] + [one.converted_by for one in conversions])
    return render_template(
        "seal.html",
        waiting=waiting,
        conversions=conversions,
        entries=entries,
        people=people,
        refusal=refusal,
        factor=own_factor(),
        may_alone=allows_break_glass(g.office),
    )


def _one(copy_id: str, refusal: str | None = None) -> str:
    with services().database.session() as session:
        copy = _waiting(session, copy_id)
        entry = register.entry_by_id(session, actor(), str(copy.entry_id))
        book = fetch(session, actor(), Register, entry.register_id)
        document = document_by_id(session, actor(), copy.document_id)
        people = names_of(session, [copy.certifier_id])
    opened = ocr.open_file(services().blobs.path(str(copy.certified_sha256)), services().limits)
    return render_template(
        "seal_one.html", copy=copy, entry=entry, book=book, document=document, people=people,
        pages=len(opened.pages), article_22=ARTICLE_22, refusal=refusal, factor=own_factor(),
        alone=copy.certifier_id == actor().person_id, shortest_reason=SHORTEST_REASON,
    )  # fmt: skip


def _waiting(session: Session, copy_id: str) -> CertifiedCopy:
    copy = copies.copy_by_id(session, actor(), copy_id)
    if copy.state != "certified" or copy.certified_sha256 is None:
        raise StateError("wrong_state", detail=_("bản sao không còn chờ đóng dấu"))
    if copy.certifier_id == actor().person_id and not allows_break_glass(g.office):
        raise StateError("same_person_twice")
    return copy
