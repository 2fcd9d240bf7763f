"""The list of dossiers, and one dossier: what came in, how far it is, which papers were found."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from flask import Blueprint, make_response, render_template, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from ingest import jobs
from storage.documents import originals
from storage.documents.covers import Sent, own_pages, sent_by_covers
from storage.documents.readings import documents_of
from storage.documents.tables import Document, Original, Page
from storage.dossiers import dossiers
from storage.dossiers.dossiers import Progress
from storage.dossiers.tables import Dossier
from storage.jobs.tables import Job
from storage.procedures.tables import Procedure
from storage.requests.requests import due_first
from storage.scope import CERTIFIER, COUNTER, REVIEWER, Actor, fetch, visible
from web.access import actor, allow, services
from web.staff import answers, first_look
from web.staff.keeping import pages_by_document, subjects
from web.staff.words import DOSSIER_STATES, READERS

part = Blueprint("dossiers", __name__, url_prefix="/dossiers")

PAGE_SIZE = 40
UNREAD = ("received", "reading")


@dataclass(frozen=True)
class Handed:
    """An original as the page shows it: its pages that are of this dossier, and where cover sheets sent the others."""

    original: Original
    pages: list[Page]
    job: Job | None
    sent: list[Sent]

    @property
    def captured(self) -> first_look.Seen | None:
        """How well the pages were captured, by number; None if that is still to be looked at."""
        if self.pages:
            return {page.number: page.warnings for page in self.pages}
        return first_look.seen(self.original.sha256) if self.original.state in UNREAD else {}


@dataclass(frozen=True)
class Found:
    """A document as the page shows it."""

    document: Document
    pages: list[Page]
    about: str


@dataclass(frozen=True)
class Opened:
    """All that the dossier page shows."""

    dossier: Dossier
    progress: Progress
    handed: list[Handed]
    found: list[Found]
    procedure: Procedure | None

    @property
    def pages_expected(self) -> int:
        """Pages known so far, and one for each file that is not opened yet: so the bar never runs back."""
        unopened = sum(
            1 for handed in self.handed if handed.job and handed.job.pages_total is None and not handed.pages
        )
        return self.progress.pages_total + unopened

    @property
    def failed(self) -> bool:
        """Is there an original or a job that a retry could help?"""
        return any(handed.original.state == "failed" for handed in self.handed) or any(
            job.state in ("failed", "cancelled") for job in self.progress.jobs[-1:]
        )


@part.route("", methods=["GET", "POST"])
@allow(*READERS)
def page() -> Response | str:
    """The list. The words looked for come by POST: they may be a name or a number, which no address line shall hold."""
    state = request.values.get("state") or None
    text = request.form.get("text", "").strip()
    order = "oldest" if request.values.get("order") == "oldest" else "newest"
    after = request.values.get("after") or None
    with services().database.session() as session:
        rows = dossiers.list_dossiers(
            session, actor(), state=state if state in DOSSIER_STATES else None, text=text, after=after,
            limit=PAGE_SIZE + 1, oldest_first=order == "oldest",
        )  # fmt: skip
        desk = actor().roles & {COUNTER, CERTIFIER} and not (after or text or state)
        due_requests = due_first(session, actor(), limit=5) if desk else []
    shown = {
        "rows": rows[:PAGE_SIZE],
        "more_after": rows[PAGE_SIZE - 1].id if len(rows) > PAGE_SIZE else None,
        "state": state,
        "text": text,
        "order": order,
        "is_first": after is None,
        "due_requests": due_requests,
        "has_sample": services().add_sample is not None,
    }
    if answers.is_htmx() and after:
        return render_template("parts/dossier_rows.html", **shown)
    return render_template("dossiers.html", **shown)


@part.post("/sample")
@allow(COUNTER)
def sample() -> Response:
    """Lay the shipped sample dossier on the counter, for a first look."""
    add_sample = services().add_sample
    if add_sample is None:
        return answers.see("dossiers.page")
    code = add_sample(actor())
    answers.note(_("Đã nhận hồ sơ mẫu. Máy đang đọc từng trang."))
    return answers.see("dossiers.one", code=code)


@part.get("/<code>")
@allow(*READERS)
def one(code: str) -> str:
    with services().database.session() as session:
        opened = _opened(session, actor(), code)
    return render_template("dossier.html", **_shown(opened))


@part.get("/<code>/progress")
@allow(*READERS)
def progress(code: str) -> Response:
    """The moving part of the dossier page; 204 while nothing has moved, so that nothing is drawn or read out twice."""
    with services().database.session() as session:
        opened = _opened(session, actor(), code)
    shown = _shown(opened)
    if request.args.get("seen") == shown["seen"]:
        return make_response("", 204)
    return make_response(render_template("parts/dossier_body.html", **shown))


@part.get("/<code>/captured/<original_id>")
@allow(*READERS)
def captured(code: str, original_id: str) -> str:
    """How well the first pages of a file were captured: asked for as soon as it is in, answered before it is read."""
    with services().database.session() as session:
        dossier = dossiers.dossier_by_code(session, actor(), code)
        handed = {one.id: one for one in originals.originals_of_dossier(session, actor(), dossier.id)}
    original = handed.get(original_id)
    if original is None or original.state not in UNREAD:
        return ""
    return render_template("parts/captured.html", seen=first_look.look(original.sha256))


@part.post("/<code>/cancel")
@allow(COUNTER, REVIEWER)
def cancel(code: str) -> Response:
    with services().database.session() as session:
        dossier = dossiers.dossier_by_code(session, actor(), code)
        dossiers.cancel_dossier(session, actor(), dossier.id, reason=request.form.get("reason", ""))
    answers.note(_("Đã dừng xử lý hồ sơ. Tệp đã nhận vẫn được giữ."))
    return answers.see("dossiers.one", code=code)


@part.post("/<code>/retry")
@allow(COUNTER, REVIEWER)
def retry(code: str) -> Response:
    """Read again what could not be read, and understand the dossier anew."""
    urgent, send = jobs.COUNTER_PRIORITY, services().send_job
    with services().database.session() as session:
        dossier = dossiers.dossier_by_code(session, actor(), code)
        failed = [
            original
            for original in originals.originals_of_dossier(session, actor(), dossier.id)
            if original.state == "failed"
        ]
        for original in failed:
            originals.set_original_state(session, actor(), original.id, "received")
            jobs.add_reading(session, actor(), original.id, priority=urgent, send=send)
        if not failed:
            jobs.add_understanding(session, actor(), dossier.id, priority=urgent, send=send)
        dossiers.settle_state(session, dossier.id)
    return answers.see("dossiers.one", code=code)


@part.post("/<code>/title")
@allow(COUNTER, REVIEWER)
def title(code: str) -> Response:
    with services().database.session() as session:
        dossier = dossiers.dossier_by_code(session, actor(), code)
        version = request.form.get("version", type=int, default=0)
        dossiers.set_title(session, actor(), dossier.id, request.form.get("title", ""), version)
    return answers.see("dossiers.one", code=code)


def _opened(session: Session, who: Actor, code: str) -> Opened:
    dossier = dossiers.dossier_by_code(session, who, code)
    moved = dossiers.progress(session, who, dossier.id)
    documents = documents_of(session, who, dossier.id)
    about = subjects(session, who, documents, services().catalogue)
    pages = pages_by_document(session, who, documents)
    handed = originals.originals_of_dossier(session, who, dossier.id)
    by_original: dict[str, list[Page]] = {original.id: [] for original in handed}
    for page in session.scalars(visible(who, Page).where(Page.original_id.in_(by_original)).order_by(Page.number)):
        by_original[page.original_id].append(page)
    newest = {job.subject_id: job for job in moved.jobs if job.kind == "read_original"}
    return Opened(
        dossier=dossier,
        progress=moved,
        handed=[
            Handed(
                original,
                list(own_pages(session, dossier.id, by_original[original.id])),
                newest.get(original.id),
                sent_by_covers(session, by_original[original.id]),
            )
            for original in handed
        ],
        found=[Found(document, pages[document.id], about[document.id]) for document in documents],
        procedure=fetch(session, who, Procedure, dossier.procedure_id) if dossier.procedure_id else None,
    )


def _shown(opened: Opened) -> dict[str, object]:
    facts = (
        opened.dossier.state,
        [(job.id, job.state, job.stage, job.pages_done, job.pages_total) for job in opened.progress.jobs],
        [(handed.original.state, len(handed.pages)) for handed in opened.handed],
        [(found.document.id, found.document.version) for found in opened.found],
    )
    return {
        "opened": opened,
        "dossier": opened.dossier,
        "progress": opened.progress,
        "kinds": services().catalogue,
        "seen": sha256(repr(facts).encode()).hexdigest()[:16],
        "waiting": [found.document for found in opened.found if found.document.state == "proposed"],
    }
