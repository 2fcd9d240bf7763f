"""Copies on paper: answer Article 22, take a number of their own book, print the statement, say what became of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import Blueprint, Response, make_response, render_template, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from signing import act
from signing import paper as certifying
from signing.refusals import ARTICLE_22
from signing.statement import fee
from storage.audit.log import record
from storage.copies import paper, register
from storage.copies.tables import PaperCopy, Register, RegisterEntry
from storage.documents.readings import pages_of_document
from storage.documents.review import document_by_id
from storage.requests import requests
from storage.requests.tables import CertificationRequest
from storage.scope import CERTIFIER, COUNTER, fetch
from terms.errors import HosoError, StateError
from web.access import actor, allow, services, session_token, signing
from web.language import language
from web.staff import answers
from web.staff.names import names_of
from web.staff.pages.registers import MAY_READ

part = Blueprint("paper", __name__, url_prefix="/paper")


@dataclass(frozen=True)
class Form:
    """What is filled in so far; shown again when something was refused."""

    requester_name: str = ""
    original_name: str = ""
    pages: int = 1
    copies_made: int = 1
    answers: dict[str, object] = field(default_factory=dict)
    request_id: str = ""
    document_id: str = ""


@dataclass(frozen=True)
class Line:
    """Copies on paper with their number."""

    copy: PaperCopy
    entry: RegisterEntry
    overdue: bool


@part.get("")
@allow(CERTIFIER)
def page() -> str:
    """What waits to be signed by hand, the forgotten first; what was settled; requests for paper copies."""
    with services().database.session() as session:
        waiting = [_line(session, copy) for copy in paper.unsigned_papers(session, actor())]
        settled = [_line(session, copy) for copy in paper.settled_papers(session, actor())]
        asked = [one for one in requests.due_first(session, actor()) if one.kind == "paper_copy"]
        book = register.open_register_of(session, actor(), "paper_copy")
        people = names_of(session, [line.copy.certifier_id for line in (*waiting, *settled)])
    return render_template(
        "paper.html", waiting=waiting, settled=settled, asked=_without_begun(asked, waiting), book=book, people=people
    )


@part.get("/new")
@allow(CERTIFIER)
def new() -> str:
    """The form, filled in from a request (`request`) or a scanned paper (`document`) where one is named."""
    form = Form()
    with services().database.session() as session:
        if request.args.get("request"):
            form = _of_request(requests.request_by_id(session, actor(), request.args["request"]))
        wanted = form.document_id or request.args.get("document", "")
        if wanted:
            document = document_by_id(session, actor(), wanted)
            name = form.original_name or act.suggested_name(session, actor(), services().catalogue, document)
            pages = len(pages_of_document(session, actor(), wanted))
            form = Form(form.requester_name, name, pages, form.copies_made, {}, form.request_id, wanted)
    return _new(form)


@part.post("/new")
@allow(CERTIFIER)
def begin() -> AnyResponse:
    form = _filled()
    asked = certifying.PaperRequest(
        form.requester_name, form.original_name, form.pages, form.copies_made, form.answers,
        request_id=form.request_id or None, document_id=form.document_id or None,
    )  # fmt: skip
    try:
        paper_id = certifying.begin(signing(), session_token(), asked)
    except HosoError as refusal:
        if refusal.code in ("not_found", "not_signed_in"):
            raise
        return make_response(_new(form, refusal.message(language())), refusal.problem.status)
    answers.note(_("Đã giữ số. In lời chứng, ký, đóng dấu, rồi ghi lại kết quả ở đây."))
    return answers.see("paper.one", paper_id=paper_id)


@part.get("/<paper_id>")
@allow(*MAY_READ, COUNTER)
def one(paper_id: str) -> str:
    with services().database.session() as session:
        line = _line(session, paper.paper_by_id(session, actor(), paper_id))
        book = fetch(session, actor(), Register, line.entry.register_id)
        people = names_of(session, [line.copy.certifier_id])
    return render_template(
        "paper_one.html", line=line, book=book, people=people, reads_book=bool(actor().roles & set(MAY_READ))
    )


@part.get("/<paper_id>/statement.pdf")
@allow(CERTIFIER)
def statement(paper_id: str) -> Response:
    """The statement to print: a page, or with `form=block` the size of a large stamp."""
    with services().database.session() as session:
        copy = paper.paper_by_id(session, actor(), paper_id)
        if copy.state == "void":
            raise StateError("wrong_state", detail=_("số này đã bỏ"))
        record(session, actor(), "paper.print", "paper_copy", copy.id)
    form: certifying.Form = "block" if request.args.get("form") == "block" else "page"
    response = Response(certifying.draw_statement(signing(), actor(), copy, form), mimetype="application/pdf")
    response.headers.set("Content-Disposition", "inline", filename=_("loi-chung.pdf"))
    return response


@part.post("/<paper_id>/signed")
@allow(CERTIFIER)
def settle(paper_id: str) -> AnyResponse:
    with services().database.session() as session:
        paper.settle_paper_copy(session, actor(), paper_id)
    answers.note(_("Đã ghi vào sổ. Không lưu bản sao giấy nào."))
    return answers.see("paper.page")


@part.post("/<paper_id>/void")
@allow(CERTIFIER)
def void(paper_id: str) -> AnyResponse:
    with services().database.session() as session:
        paper.void_paper_copy(session, actor(), paper_id, request.form.get("reason", ""))
    answers.note(_("Đã bỏ số, kèm lý do. Số vẫn hiện trong sổ và không dùng lại."), "doubt")
    return answers.see("paper.page")


def _new(form: Form, refusal: str | None = None) -> str:
    with services().database.session() as session:
        book = register.open_register_of(session, actor(), "paper_copy")
    return render_template(
        "paper_new.html", form=form, refusal=refusal, article_22=ARTICLE_22, book=book,
        fee=fee(form.pages, form.copies_made),
    )  # fmt: skip


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
        pages=max(1, min(form.get("pages", type=int, default=1), paper.MOST_PAGES)),
        copies_made=max(1, min(form.get("copies_made", type=int, default=1), requests.MOST_COPIES)),
        answers=yes_no,
        request_id=form.get("request_id", ""),
        document_id=form.get("document_id", ""),
    )


def _of_request(asked: CertificationRequest) -> Form:
    if asked.kind != "paper_copy" or asked.state != "open":
        raise StateError("wrong_state", detail=_("yêu cầu này không chờ bản sao giấy"))
    return Form(
        requester_name=asked.requester_name,
        original_name=asked.original_name,
        copies_made=asked.copies_wanted,
        request_id=asked.id,
        document_id=asked.document_id or "",
    )


def _line(session: Session, copy: PaperCopy) -> Line:
    return Line(copy, register.entry_by_id(session, actor(), copy.entry_id), paper.is_overdue(copy))


def _without_begun(asked: list[CertificationRequest], waiting: list[Line]) -> list[CertificationRequest]:
    begun = {line.copy.request_id for line in waiting}
    return [one for one in asked if one.id not in begun]
