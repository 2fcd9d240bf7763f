"""Taking in: a new dossier, and files for it. A file is acknowledged only once it is safe."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, make_response, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from ingest import intake
from storage.dossiers import dossiers
from storage.procedures.catalogue import find_procedures
from storage.scope import COUNTER
from terms.errors import HosoError
from web.access import actor, allow, services
from web.language import language
from web.staff import answers

part = Blueprint("intake", __name__, url_prefix="/dossiers")


@dataclass(frozen=True)
class Outcome:
    """What became of one file that was handed in: taken or not, and a sentence saying so."""

    filename: str
    taken: bool
    duplicate: bool
    message: str


@part.get("/new")
@allow(COUNTER)
def page() -> str:
    with services().database.session() as session:
        procedures = find_procedures(session, actor(), limit=500)
    return render_template("intake.html", procedures=procedures)


@part.post("/new")
@allow(COUNTER)
def open_() -> Response:
    """Open a dossier, with the files that came in the same form if there were any."""
    with services().database.session() as session:
        dossier = dossiers.open_dossier(
            session, actor(), title=request.form.get("title", ""), procedure_id=request.form.get("procedure") or None
        )
    files = [file for file in request.files.getlist("files") if file.filename]
    for outcome in [_take(file, dossier.id) for file in files]:
        answers.note(f"{outcome.filename}: {outcome.message}", _tone(outcome))
    if _wants_data():
        place = url_for("dossiers.one", code=dossier.code)
        return make_response({"place": place, "files": url_for("intake.add", code=dossier.code)}, 201)
    return answers.see("dossiers.one", code=dossier.code)


@part.post("/<code>/files")
@allow(COUNTER)
def add(code: str) -> Response:
    """Take files into a dossier; each has its own outcome, one bad file stops none of the others."""
    with services().database.session() as session:
        dossier = dossiers.dossier_by_code(session, actor(), code)
    outcomes = [_take(file, dossier.id) for file in request.files.getlist("files") if file.filename]
    if not outcomes:
        raise HosoError("empty_file")
    if _wants_data():
        return make_response({"files": [vars(outcome) for outcome in outcomes]})
    for outcome in outcomes:
        answers.note(f"{outcome.filename}: {outcome.message}", _tone(outcome))
    return answers.see("dossiers.one", code=code)


def _take(file: FileStorage, dossier_id: str) -> Outcome:
    name = file.filename or ""
    try:
        received = intake.receive(
            services().database, services().blobs, file.stream, actor=actor(), filename=name, source="upload",
            dossier_id=dossier_id, limits=services().limits, send=services().send_job,
        )  # fmt: skip
    except HosoError as refusal:
        return Outcome(name, False, False, refusal.message(language()))
    if received.duplicate_of is not None:
        return Outcome(name, True, True, _("Đã có: tệp này giống hệt một tệp đã nhận trước đây, không lưu thêm."))
    return Outcome(name, True, False, _("Đã nhận và lưu an toàn."))


def _tone(outcome: Outcome) -> str:
    return "wrong" if not outcome.taken else "doubt" if outcome.duplicate else "sure"


def _wants_data() -> bool:
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"
