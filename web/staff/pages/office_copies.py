"""SAO Y, SAO LỤC, TRÍCH SAO (Decree 30/2020): made from a confirmed paper, signed for the office, listed apart."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from signing import office_copy
from signing.office_copy_file import FORM_NAMES
from storage.audit.log import record
from storage.copies import office_copies
from storage.documents.review import document_by_id
from storage.scope import REVIEWER, SEAL_KEEPER
from terms.errors import AccessError, HosoError, InputError
from web.access import actor, allow, services, session_token, signing
from web.language import language
from web.staff import answers, keeping
from web.staff.names import names_of
from web.staff.pages.store import pdf
from web.staff.second_factor import own_factor
from web.staff.words import READERS

part = Blueprint("office_copies", __name__, url_prefix="/office-copies")


@part.get("")
@allow(REVIEWER, SEAL_KEEPER)
def page() -> str:
    return _page()


@part.post("/documents/<document_id>")
@allow(REVIEWER, SEAL_KEEPER)
def make(document_id: str) -> AnyResponse:
    """A copy of this paper, with its number, waiting for the office's signature."""
    form = request.form.get("form", "sao_y")
    office_copy.make(signing(), actor(), document_id, form)
    answers.note(_("Đã tạo bản sao. Chờ văn thư ký số của cơ quan."))
    return answers.see("office_copies.page")


@part.post("/sign")
@allow(SEAL_KEEPER)
def sign() -> AnyResponse:
    """Sign the ticked copies, one PIN for all of them."""
    chosen = request.form.getlist("copy")
    if not chosen:
        raise InputError("bad_request", detail=_("chọn ít nhất một bản sao"))
    pin, code = request.form.get("pin", ""), request.form.get("code", "")
    try:
        signed = office_copy.sign(signing(), session_token(), pin, chosen, code=code)
    except HosoError as refusal:
        if refusal.code in ("not_found", "not_signed_in"):
            raise
        return make_response(_page(refusal.message(language())), refusal.problem.status)
    answers.note(ngettext("Đã ký %(num)s bản sao.", "Đã ký %(num)s bản sao.", len(signed)))
    return answers.see("office_copies.page")


@part.post("/<office_copy_id>/void")
@allow(REVIEWER, SEAL_KEEPER)
def void(office_copy_id: str) -> AnyResponse:
    office_copy.void(signing(), actor(), office_copy_id, request.form.get("reason", ""))
    answers.note(_("Đã bỏ bản sao; số của bản này để trống."), "doubt")
    return answers.see("office_copies.page")


@part.get("/<office_copy_id>/file")
@allow(*READERS)
def file(office_copy_id: str) -> Response:
    """The file as the office signed it; before that, to whoever signs, as it will be signed."""
    with services().database.session() as session:
        copy = office_copies.office_copy_by_id(session, actor(), office_copy_id)
        found = copy.pdf_sha256
        if copy.state == "waiting" and {REVIEWER, SEAL_KEEPER} & actor().roles:
            found = copy.unsigned_sha256
        if found is None:
            raise AccessError("not_found")
        record(session, actor(), "office_copy.download", "office_copy", copy.id)
    return pdf(found, f"{copy.symbol.replace('/', '-')}.pdf")


def _page(refusal: str | None = None) -> str:
    with services().database.session() as session:
        waiting = office_copies.office_copies(session, actor(), waiting=True)
        others = office_copies.office_copies(session, actor(), waiting=False)
        documents = {one.document_id: document_by_id(session, actor(), one.document_id) for one in (*waiting, *others)}
        about = keeping.subjects(session, actor(), list(documents.values()), services().catalogue)
        people = names_of(session, [one.made_by for one in (*waiting, *others)] + [one.signed_by for one in others])
    return render_template(
        "office_copies.html", waiting=waiting, others=others, documents=documents, about=about, people=people,
        forms=FORM_NAMES, refusal=refusal, factor=own_factor(),
    )  # fmt: skip
