"""Certifying a copy from the original that lies before the officer: compare, answer Article 22, sign.

The PIN goes from this request straight to the signing worker; it is kept nowhere and never written into a page.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import Blueprint, make_response, render_template, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from signing import act, prepared
from signing.refusals import ARTICLE_22
from signing.statement import fee
from storage.copies import copies, register
from storage.copies.prepared import prepared_of
from storage.copies.tables import CertifiedCopy
from storage.documents.readings import pages_of_document
from storage.documents.review import document_by_id
from storage.documents.tables import Document, Page
from storage.scope import CERTIFIER, visible
from terms.errors import HosoError, StateError
from web.access import actor, allow, services, session_token, signing
from web.language import language
from web.staff import answers, keeping
from web.staff.second_factor import own_factor

part = Blueprint("certify", __name__, url_prefix="/certify")

LIST_SIZE = 60
UNDER_WAY = ("prepared", "draft", "certified")


@dataclass(frozen=True)
class Form:
    """What the certifier has filled in so far; shown again when something was refused. Never the PIN."""

    requester_name: str = ""
    original_name: str = ""
    copies_made: int = 1
    answers: dict[str, object] = field(default_factory=dict)
    ticks: tuple[int, ...] = ()


@dataclass(frozen=True)
class Subject:
    """The document to certify and what stands in the way of it."""

    document: Document
    pages: list[Page]
    has_register: bool
    under_way: CertifiedCopy | None


@part.get("")
@allow(CERTIFIER)
def choose() -> str:
    """Confirmed papers, newest first, and one's own copies that wait for the seal."""
    with services().database.session() as session:
        documents = session.scalars(
            visible(actor(), Document)
            .where(Document.state.in_(("confirmed", "stored")))
            .order_by(Document.confirmed_at.desc(), Document.id.desc())
            .limit(LIST_SIZE)
        ).all()
        waiting = [copy for copy in copies.awaiting_seal(session, actor()) if copy.certifier_id == actor().person_id]
        thumbs = keeping.pages_by_document(session, actor(), documents)
        about = keeping.subjects(session, actor(), documents, services().catalogue)
        has_register = register.open_register_of(session, actor()) is not None
        put_off = prepared_of(session, actor())
    return render_template(
        "certify_choose.html",
        about=about,
        documents=documents,
        waiting=waiting,
        thumbs=thumbs,
        has_register=has_register,
        put_off=put_off,
        by_id={document.id: document for document in documents},
    )


@part.get("/<document_id>")
@allow(CERTIFIER)
def page(document_id: str) -> str:
    with services().database.session() as session:
        subject = _subject(session, document_id)
        name = act.suggested_name(session, actor(), services().catalogue, subject.document)
    return _page(subject, Form(original_name=name))


@part.post("/<document_id>")
@allow(CERTIFIER)
def certify(document_id: str) -> Response:
    """Sign, or say what is missing and keep all that was filled in."""
    filled = _filled()
    asked = act.CopyRequest(
        document_id=document_id,
        requester_name=filled.requester_name,
        answers=filled.answers,
        pages_compared=filled.ticks,
        original_name=filled.original_name,
        copies_made=filled.copies_made,
    )
    try:
        if request.form.get("later"):
            prepared.put_off(signing(), session_token(), asked)
            answers.note(_("Đã ghi việc đối chiếu. Giấy tờ chờ ký theo lô."))
            return answers.see("certify.choose")
        pin, code = request.form.get("pin", ""), request.form.get("code", "")
        certified = act.begin(signing(), session_token(), pin, asked, code=code)
    except HosoError as refusal:
        if refusal.code in ("not_found", "not_signed_in"):
            raise
        with services().database.session() as session:
            subject = _subject(session, document_id)
        return make_response(_page(subject, filled, refusal.message(language())), refusal.problem.status)
    answers.note(
        _("Đã ký chứng thực số %(number)s, quyển %(register)s. Chờ văn thư ký số của cơ quan.",
          number=certified.number, register=certified.register)
    )  # fmt: skip
    return answers.see("copies.page", copy_id=certified.copy_id)


def _filled() -> Form:
    form = request.form
    yes_no: dict[str, object] = {
        item.code: form[f"answer-{item.code}"] == "yes"
        for item in ARTICLE_22
        if form.get(f"answer-{item.code}") in ("yes", "no")
    }
    return Form(
        requester_name=form.get("requester_name", "").strip(),
        original_name=form.get("original_name", "").strip(),
        copies_made=max(1, min(form.get("copies_made", type=int, default=1), 999)),
        answers=yes_no,
        ticks=tuple(int(tick) for tick in form.getlist("tick") if tick.isdecimal() and len(tick) < 6),
    )


def _subject(session: Session, document_id: str) -> Subject:
    document = document_by_id(session, actor(), document_id)
    if document.state not in ("confirmed", "stored"):
        raise StateError("wrong_state", detail=_("giấy tờ chưa được xác nhận"))
    under_way = next(
        (copy for copy in copies.copies_of(session, actor(), document_id) if copy.state in UNDER_WAY), None
    )
    return Subject(
        document=document,
        pages=pages_of_document(session, actor(), document_id),
        has_register=register.open_register_of(session, actor()) is not None,
        under_way=under_way,
    )


def _page(subject: Subject, form: Form, refusal: str | None = None) -> str:
    return render_template(
        "certify.html",
        subject=subject,
        document=subject.document,
        form=form,
        refusal=refusal,
        article_22=ARTICLE_22,
        fee=fee(len(subject.pages)),
        factor=own_factor(),
    )
