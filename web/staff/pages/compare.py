"""Comparing with the original by somebody else than the certifier, where the office works like that."""

from __future__ import annotations

from flask import Blueprint, make_response, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from storage.documents.readings import pages_of_document
from storage.documents.review import document_by_id
from storage.documents.tables import Document
from storage.offices.desk import desk_of
from storage.offices.tables import Office
from storage.requests.comparisons import comparison_of, record_comparison
from storage.scope import CERTIFIER, REVIEWER, visible
from terms.errors import HosoError, StateError
from web.access import actor, allow, services
from web.staff import answers, keeping
from web.staff.names import names_of

part = Blueprint("compare", __name__, url_prefix="/compare")

LIST_SIZE = 60


@part.get("")
@allow(REVIEWER, CERTIFIER)
def choose() -> str:
    """Confirmed papers, newest first, each with who compared it."""
    with services().database.session() as session:
        documents = session.scalars(
            visible(actor(), Document)
            .where(Document.state.in_(("confirmed", "stored")))
            .order_by(Document.confirmed_at.desc(), Document.id.desc())
            .limit(LIST_SIZE)
        ).all()
        compared = {document.id: comparison_of(session, actor(), document.id) for document in documents}
        people = names_of(session, [one.compared_by for one in compared.values() if one])
        about = keeping.subjects(session, actor(), documents, services().catalogue)
        separate = desk_of(session.get_one(Office, actor().office_id)).separate_comparer
    return render_template(
        "compare_choose.html", documents=documents, compared=compared, people=people, about=about, separate=separate
    )


@part.get("/<document_id>")
@allow(REVIEWER, CERTIFIER)
def page(document_id: str) -> str:
    return _page(document_id)


@part.post("/<document_id>")
@allow(REVIEWER, CERTIFIER)
def compare(document_id: str) -> Response:
    ticks = [int(tick) for tick in request.form.getlist("tick") if tick.isdecimal() and len(tick) < 6]
    try:
        with services().database.session() as session:
            record_comparison(session, actor(), document_id, ticks)
    except HosoError as refusal:
        if refusal.code != "answers_incomplete":
            raise
        return make_response(_page(document_id, ticks, _("Phải đánh dấu từng trang đã đối chiếu.")), 422)
    answers.note(_("Đã ghi: bạn đối chiếu đủ các trang. Người chứng thực có thể ký."))
    return answers.see("compare.choose")


def _page(document_id: str, ticks: list[int] | None = None, refusal: str | None = None) -> str:
    with services().database.session() as session:
        document = document_by_id(session, actor(), document_id)
        if document.state not in ("confirmed", "stored"):
            raise StateError("wrong_state", detail=_("giấy tờ chưa được xác nhận"))
        pages = pages_of_document(session, actor(), document_id)
        compared = comparison_of(session, actor(), document_id)
        people = names_of(session, [compared.compared_by] if compared else [])
    return render_template(
        "compare.html", document=document, pages=pages, ticks=ticks or [], compared=compared, people=people,
        refusal=refusal,
    )  # fmt: skip
