"""From confirmed to re-usable: whose paper it is, its conversion with the law's mark, the converted file."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from signing import conversion
from storage.audit.log import record
from storage.documents.review import document_by_id
from storage.owners import store
from storage.scope import REVIEWER
from terms.errors import AccessError, StateError
from terms.kinds import FieldSpec
from terms.text import squeeze
from web.access import actor, allow, services, signing
from web.staff import answers, values
from web.staff.pages import review
from web.staff.words import READERS, kind_name

part = Blueprint("store", __name__)

_DATE = FieldSpec.model_construct(type="date")


@part.post("/documents/<document_id>/owners")
@allow(REVIEWER)
def add_owner(document_id: str) -> AnyResponse:
    """Attach the paper to its owner. A number known under another name is not attached silently: a person looks."""
    form = {name: squeeze(request.form.get(name, "")) for name in ("name", "personal_id", "date_of_birth", "role")}
    organisation = request.form.get("organisation") == "yes"
    same = request.form.get("same") == "yes"
    born = values.entered(_DATE, form["date_of_birth"])
    number = form["personal_id"].replace(" ", "") or None
    try:
        with services().database.session() as session:
            if organisation:
                owner = store.find_or_create_organisation(
                    session, actor(), name=form["name"], tax_code=number, accept_other_name=same
                )
            else:
                is_old = number is not None and len(number) == 9
                owner = store.find_or_create_person(
                    session, actor(), name=form["name"], personal_id=None if is_old else number,
                    old_id=number if is_old else None, date_of_birth=born, accept_other_name=same,
                )  # fmt: skip
            store.assign_owner(session, actor(), document_id, owner.id, form["role"] or "holder")
    except StateError as refusal:
        if refusal.code != "owner_differs":
            raise
        asked = form | ({"organisation": "yes"} if organisation else {})
        return make_response(review.shown(document_id, differs=asked), 409)
    answers.note(_("Đã gắn với %(name)s.", name=owner.name))
    return answers.see("review.page", document_id=document_id)


@part.post("/documents/<document_id>/owners/remove")
@allow(REVIEWER)
def remove_owner(document_id: str) -> AnyResponse:
    with services().database.session() as session:
        store.remove_owner(session, actor(), document_id, request.form.get("owner", ""))
    return answers.see("review.page", document_id=document_id)


@part.post("/documents/<document_id>/convert")
@allow(REVIEWER)
def convert(document_id: str) -> AnyResponse:
    """Make the electronic document that the law knows; where the office must sign it, it waits for the seal keeper."""
    done = conversion.convert(signing(), actor(), document_id)
    if done.awaits_signature:
        answers.note(_("Đã chuyển đổi. Chờ văn thư ký số của cơ quan."))
    else:
        answers.note(_("Đã chuyển đổi và đưa vào kho."))
    return answers.see("review.page", document_id=document_id)


@part.get("/documents/<document_id>/file")
@allow(*READERS)
def file(document_id: str) -> Response:
    """The converted PDF, each time it is taken recorded."""
    with services().database.session() as session:
        document = document_by_id(session, actor(), document_id)
        if document.converted_sha256 is None or document.state == "erased":
            raise AccessError("not_found")
        record(session, actor(), "document.download", "document", document.id)
    return pdf(document.converted_sha256, f"{kind_name(document.kind)} {document.doc_code}.pdf")


def pdf(sha256: str, filename: str, *, inline: bool = False) -> Response:
    """The answer with a PDF of the blob store, read whole and checked against its hash on the way."""
    with services().blobs.open(sha256, verify=True) as stream:
        data = stream.read()
    response = Response(data, mimetype="application/pdf")
    response.headers.set("Content-Disposition", "inline" if inline else "attachment", filename=filename)
    response.headers["Cache-Control"] = "private, no-store"
    return response
