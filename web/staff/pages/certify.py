"""Certifying from the original that lies before the officer: request, compare, answer Article 22, sign; or refuse.

The PIN goes from this request straight to the signing worker; it is kept nowhere and never written into a page.
"""

from __future__ import annotations

from flask import Blueprint, make_response, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from signing import act, prepared
from signing.noticed import look_for_seals
from signing.refusals import ARTICLE_22
from signing.request import CopyRequest
from signing.written import write_refusal
from storage.copies import copies, register
from storage.copies.prepared import prepared_of
from storage.documents.tables import Document
from storage.requests import requests
from storage.requests.refusals import Refused
from storage.scope import CERTIFIER, visible
from terms.errors import HosoError, InputError
from web.access import actor, allow, services, session_token, signing
from web.language import language
from web.staff import answers, keeping
from web.staff.certifying import Form, Subject, asked_for, filled, first_form, subject_of
from web.staff.doing_again import form_again
from web.staff.second_factor import own_factor

part = Blueprint("certify", __name__, url_prefix="/certify")

LIST_SIZE = 60


@part.get("")
@allow(CERTIFIER)
def choose() -> str:
    """What is due, confirmed papers, newest first, and one's own copies that wait; `?request=` is to be answered."""
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
        wanted = request.args.get("request")
        asked = requests.request_by_id(session, actor(), wanted) if wanted else None
        due_requests = [] if asked else requests.due_first(session, actor(), limit=5)
    return render_template(
        "certify_choose.html",
        about=about,
        documents=documents,
        waiting=waiting,
        thumbs=thumbs,
        has_register=has_register,
        put_off=put_off,
        asked=asked,
        due_requests=due_requests,
        by_id={document.id: document for document in documents},
    )


@part.get("/<document_id>")
@allow(CERTIFIER)
def page(document_id: str) -> str:
    """`?request=` or `?number=` names the request that is answered; without them it is the open one of the paper.

    `?again=` names a copy that was sent back or withdrawn.
    """
    number = request.args.get("number", type=int)
    with services().database.session() as session:
        wanted = request.args.get("request", "")
        if number is not None:
            wanted = requests.request_numbered(session, actor(), number).id
        subject = subject_of(session, document_id, wanted)
        again = request.args.get("again")
        form = form_again(session, subject, again) if again else first_form(session, subject)
    refusal = None
    if wanted and (subject.asked is None or subject.asked.id != wanted):
        refusal = _("Yêu cầu này đã đóng, về giấy tờ khác hoặc xin bản sao giấy: không dùng được ở đây.")
    return _page(subject, form, refusal)


@part.post("/<document_id>")
@allow(CERTIFIER)
def certify(document_id: str) -> Response:
    """Sign, or say what is missing and keep all that was filled in."""
    form = filled()
    with services().database.session() as session:
        open_ = asked_for(session, document_id, form.request_id)
    same = open_ is not None and (open_.id == form.request_id or open_.requester_name == form.requester_name)
    asked = CopyRequest(
        document_id=document_id,
        requester_name=form.requester_name,
        answers=form.answers,
        pages_compared=form.ticks,
        original_name=form.original_name,
        copies_made=form.copies_made,
        request_id=form.request_id or (open_.id if open_ and same else None),
        purpose=form.purpose,
    )
    try:
        if request.form.get("later"):
            prepared.put_off(signing(), session_token(), asked)
            answers.note(_("Đã ghi việc đối chiếu. Giấy tờ chờ ký theo lô."))
            return answers.see("certify.choose")
        pin, code = request.form.get("pin", ""), request.form.get("code", "")
        certified = act.begin(signing(), session_token(), pin, asked, code=code)
    except HosoError as refusal:
        return _refused(document_id, form, refusal)
    answers.note(
        _("Đã ký chứng thực số %(number)s, quyển %(register)s. Chờ văn thư ký số của cơ quan.",
          number=certified.number, register=certified.register)
    )  # fmt: skip
    return answers.see("copies.page", copy_id=certified.copy_id)


@part.post("/<document_id>/refuse")
@allow(CERTIFIER)
def refuse(document_id: str) -> Response:
    """Refuse in writing, from the answers as they are: the letter is numbered, the request closed."""
    form = filled()
    reason = form.reason or (_("Bản chính thuộc trường hợp nêu trên.") if form.items else "")
    try:
        if not reason:
            raise InputError("bad_request", detail=_("trả lời “Có” ở một mục của Điều 22, hoặc ghi lý do từ chối"))
        with services().database.session() as session:
            subject = subject_of(session, document_id, form.request_id)
            said = Refused(
                requester_name=form.requester_name,
                original_name=form.original_name
                or act.suggested_name(session, actor(), services().catalogue, subject.document),
                items=form.items,
                reason=reason,
                request_id=subject.asked.id if subject.asked else None,
                document_id=document_id,
            )
            letter = write_refusal(session, services().blobs, actor(), said)
    except HosoError as refusal:
        return _refused(document_id, form, refusal)
    answers.note(_("Đã viết thông báo từ chối số %(number)s/%(year)s. Tải về, in, ký và giao cho người yêu cầu.",
                   number=letter.number, year=letter.year), "doubt")  # fmt: skip
    return answers.see("refusals.page")


@part.get("/<document_id>/seals")
@allow(CERTIFIER)
def seals(document_id: str) -> str:
    """Look for red seals where nobody has yet, and say what follows: parts of the page, put in their places."""
    with services().database.session() as session:
        pages = [page.id for page in subject_of(session, document_id).pages]
    look_for_seals(services().database, services().blobs, actor(), pages, services().limits)
    with services().database.session() as session:
        subject = subject_of(session, document_id)
    return render_template("parts/hints.html", subject=subject, article_22=ARTICLE_22, later=True)


def _refused(document_id: str, form: Form, refusal: HosoError) -> Response:
    if refusal.code in ("not_found", "not_signed_in"):
        raise refusal
    with services().database.session() as session:
        subject = subject_of(session, document_id, form.request_id)
    return make_response(_page(subject, form, refusal.message(language())), refusal.problem.status)


def _page(subject: Subject, form: Form, refusal: str | None = None) -> str:
    return render_template(
        "certify.html",
        subject=subject,
        document=subject.document,
        form=form,
        refusal=refusal,
        article_22=ARTICLE_22,
        factor=own_factor(),
    )
