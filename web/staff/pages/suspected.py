"""Papers kept back as suspected forgeries: the minutes written, kept, downloaded; later what became of the paper."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from signing import act
from signing.written import write_minutes
from storage.audit.log import record
from storage.documents.review import document_by_id
from storage.requests import refusals, requests
from storage.requests.refusals import KeptBack
from storage.scope import AUDITOR, CERTIFIER, COUNTER
from terms.errors import HosoError, StateError
from web.access import actor, allow, services
from web.language import language
from web.staff import answers
from web.staff.names import names_of
from web.staff.pages.store import pdf

part = Blueprint("suspected", __name__, url_prefix="/suspected")


@part.get("")
@allow(CERTIFIER, AUDITOR)
def page() -> str:
    with services().database.session() as session:
        papers = refusals.suspected(session, actor())
        people = names_of(session, [paper.kept_by for paper in papers])
    return render_template("suspected.html", papers=papers, people=people)


@part.get("/new")
@allow(CERTIFIER)
def new() -> str:
    """The form of the minutes; `?document=` and `?request=` fill in what is known."""
    document_id, request_id = request.args.get("document"), request.args.get("request")
    name = holder = ""
    with services().database.session() as session:
        if document_id:
            document = document_by_id(session, actor(), document_id)
            name = act.suggested_name(session, actor(), services().catalogue, document)
        if request_id:
            asked = requests.request_by_id(session, actor(), request_id)
            holder, name = asked.requester_name, name or asked.original_name
    return _form(KeptBack(holder, name, "", request_id=request_id or None, document_id=document_id or None))


@part.post("/new")
@allow(CERTIFIER)
def keep() -> AnyResponse | tuple[str, int]:
    form = request.form
    paper = KeptBack(
        holder_name=form.get("holder_name", ""),
        original_name=form.get("original_name", ""),
        signs=form.get("signs", ""),
        statement=form.get("statement", ""),
        witness_name=form.get("witness_name", ""),
        request_id=form.get("request") or None,
        document_id=form.get("document") or None,
    )
    try:
        with services().database.session() as session:
            kept = write_minutes(session, services().blobs, actor(), paper)
    except HosoError as refusal:
        if refusal.code != "bad_request":
            raise
        return _form(paper, refusal.message(language())), refusal.problem.status
    answers.note(_("Đã lập biên bản tạm giữ số %(number)s/%(year)s. In hai bản để ký.", number=kept.number,
                   year=kept.year), "doubt")  # fmt: skip
    return answers.see("suspected.one", forgery_id=kept.id)


@part.get("/<forgery_id>")
@allow(CERTIFIER, COUNTER, AUDITOR)
def one(forgery_id: str) -> str:
    with services().database.session() as session:
        paper = refusals.forgery_by_id(session, actor(), forgery_id)
        people = names_of(session, [paper.kept_by, paper.outcome_by])
    return render_template("suspected_one.html", paper=paper, people=people)


@part.post("/<forgery_id>/outcome")
@allow(CERTIFIER)
def outcome(forgery_id: str) -> AnyResponse:
    with services().database.session() as session:
        refusals.record_outcome(
            session, actor(), forgery_id, request.form.get("state", ""), request.form.get("outcome", "")
        )
    answers.note(_("Đã ghi kết quả xử lý."))
    return answers.see("suspected.one", forgery_id=forgery_id)


@part.get("/<forgery_id>/file")
@allow(CERTIFIER, COUNTER, AUDITOR)
def file(forgery_id: str) -> Response:
    """The minutes as PDF/A, to be signed by everybody named in them."""
    with services().database.session() as session:
        paper = refusals.forgery_by_id(session, actor(), forgery_id)
        if paper.pdf_sha256 is None:
            raise StateError("wrong_state", detail=_("biên bản chưa có tệp"))
        record(session, actor(), "forgery.download", "suspected_forgery", paper.id)
    return pdf(paper.pdf_sha256, f"tam-giu-{paper.number:03}-{paper.year}.pdf")


def _form(paper: KeptBack, refusal: str | None = None) -> str:
    return render_template("suspected_new.html", paper=paper, refusal=refusal)
