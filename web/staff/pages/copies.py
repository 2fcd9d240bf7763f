"""One certified copy: where it stands, the file, the public address, annulment."""

from __future__ import annotations

from flask import Blueprint, Response, g, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from storage.audit.log import record
from storage.copies import copies, register
from storage.copies.tables import Register
from storage.deliveries import links
from storage.documents.review import document_by_id
from storage.offices.break_glass import allows_break_glass
from storage.scope import CERTIFIER, COUNTER, SEAL_KEEPER, fetch
from terms.errors import AccessError
from web.access import actor, allow, opens_agents, services
from web.staff import answers
from web.staff.names import names_of
from web.staff.pages.store import pdf
from web.staff.words import READERS

part = Blueprint("copies", __name__, url_prefix="/copies")


@part.get("/<copy_id>")
@allow(*READERS)
def page(copy_id: str) -> str:
    with services().database.session() as session:
        copy = copies.copy_by_id(session, actor(), copy_id)
        entry = register.entry_by_id(session, actor(), copy.entry_id) if copy.entry_id else None
        book = fetch(session, actor(), Register, entry.register_id) if entry else None
        document = document_by_id(session, actor(), copy.document_id)
        people = names_of(session, [copy.certifier_id, copy.seal_keeper_id, copy.comparer_id])
        told = copy.state == "issued" and bool({COUNTER, CERTIFIER, SEAL_KEEPER} & actor().roles)
        given = links.links_of(session, actor(), copy.id) if told else None
    return render_template(
        "copy.html", copy=copy, entry=entry, book=book, document=document, people=people,
        public_link=f"{services().public_address}/v/{copy.code}", agents=opens_agents(),
        may_alone=allows_break_glass(g.office), links=given, link_state=links.state_of,
    )  # fmt: skip


@part.get("/<copy_id>/file")
@allow(*READERS)
def file(copy_id: str) -> Response:
    """The issued PDF as it was signed, byte for byte; each time it is taken is recorded."""
    with services().database.session() as session:
        copy = copies.copy_by_id(session, actor(), copy_id)
        if copy.pdf_sha256 is None:
            raise AccessError("not_found")
        entry = register.entry_by_id(session, actor(), copy.entry_id) if copy.entry_id else None
        record(session, actor(), "copy.download", "certified_copy", copy.id)
    number = entry.number if entry else ""
    return pdf(copy.pdf_sha256, _("ban-sao-chung-thuc-so-%(number)s.pdf", number=number))


@part.post("/<copy_id>/annul")
@allow(CERTIFIER)
def annul(copy_id: str) -> AnyResponse:
    form = request.form
    decision = copies.Annulment(form.get("number", ""), form.get("date", ""), form.get("reason", ""))
    with services().database.session() as session:
        copies.annul(session, actor(), copy_id, decision)
    answers.note(_("Đã ghi việc hủy bỏ. Trang kiểm tra công khai nói rõ điều này từ bây giờ."))
    return answers.see("copies.page", copy_id=copy_id)
