"""Review: the picture and what the machine read, side by side; doubtful values first; a person decides.

What a person decides is kept apart from what the machine proposed, with name and time; nothing is overwritten silently:
every act carries the version of the document that was on the screen.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, abort, make_response, render_template, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from ingest.pipeline import against_itself, read_as
from storage.documents import conversion, readings, review
from storage.documents.review import FieldState
from storage.documents.tables import Document, Page
from storage.dossiers.dossiers import dossier_by_id
from storage.dossiers.tables import Dossier
from storage.scope import REVIEWER, visible
from terms.checks import Finding
from terms.errors import HosoError, InputError
from terms.kinds import FieldSpec, Kind
from web.access import actor, allow, services
from web.language import language
from web.staff import answers, keeping, values
from web.staff.names import names_of
from web.staff.words import READERS

part = Blueprint("review", __name__)


@dataclass(frozen=True)
class Entry:
    """One field as the page shows it: its specification, how it stands, who decided."""

    spec: FieldSpec
    state: FieldState
    decided_by: str | None
    refusal: str | None = None
    typed: str | None = None

    @property
    def order(self) -> int:
        return 0 if self.state.doubtful else 1

    @property
    def contradictions(self) -> list[str]:
        """What the checks hold against the value on the screen, in words."""
        return [values.said(one) for one in self._findings if not one.agrees]

    @property
    def agreements(self) -> list[str]:
        """What the value agrees with."""
        return [values.said(one) for one in self._findings if one.agrees]

    @property
    def handwritten(self) -> bool:
        return self._as_read and self.state.handwritten

    @property
    def normalised(self) -> str:
        return self.state.normalised if self._as_read else ""

    @property
    def _findings(self) -> tuple[Finding, ...]:
        return self.state.findings if self._as_read else ()

    @property
    def _as_read(self) -> bool:
        """Whether the value is still the one that was read: of another the checks have said nothing."""
        return self.state.decision is None or not self.state.decision.corrected


@dataclass(frozen=True)
class Desk:
    """All that the review page shows."""

    document: Document
    dossier: Dossier | None
    kind: Kind
    pages: list[Page]
    entries: list[Entry]
    after: Document | None
    people: dict[str, str]

    @property
    def captured(self) -> dict[int, list[str]]:
        """Warnings by the place of the page in the document."""
        return {place: page.warnings for place, page in enumerate(self.pages, 1)}

    @property
    def doubtful(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.state.doubtful]

    @property
    def settled(self) -> list[Entry]:
        return [entry for entry in self.entries if not entry.state.doubtful]

    @property
    def values_by_name(self) -> dict[str, str | None]:
        """The values that hold, by name of the field."""
        return {entry.spec.name: entry.state.value for entry in self.entries}

    @property
    def boxes(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.state.proposal and entry.state.proposal.box]


@part.get("/review")
@allow(REVIEWER)
def queue() -> str:
    """What waits for a person, dossier by dossier; and what is confirmed but not yet converted."""
    with services().database.session() as session:
        waiting = review.review_queue(session, actor())
        unconverted = conversion.awaiting_conversion(session, actor())
        dossiers = _dossiers(session, [*waiting, *unconverted])
        about = keeping.subjects(session, actor(), [*waiting, *unconverted], services().catalogue)
        thumbs = keeping.pages_by_document(session, actor(), waiting)
    return render_template(
        "review_queue.html", waiting=waiting, unconverted=unconverted, dossiers=dossiers, thumbs=thumbs, about=about
    )


@part.get("/documents/<document_id>")
@allow(*READERS)
def page(document_id: str) -> str:
    return shown(document_id)


def shown(document_id: str, **more: object) -> str:
    """The page of a document: the picture and, by its state, what is to be decided or what became of it."""
    with services().database.session() as session:
        desk = _desk(session, document_id)
        kept = keeping.kept(session, actor(), desk.document, desk.values_by_name, desk.kind)
        odd = _against_itself(session, desk)
    return render_template(
        "review.html", desk=desk, document=desk.document, kinds=services().catalogue, kept=kept, odd=odd, **more
    )


def _against_itself(session: Session, desk: Desk) -> list[str]:
    """What the paper says against itself beyond what a check of its fields has said, in words, while it is reviewed."""
    if desk.document.state != "proposed":
        return []
    told = {finding.check for entry in desk.entries for finding in entry.state.findings if not finding.agrees}
    found = against_itself(session, actor(), desk.document.id, services().catalogue)
    return [
        f"{values.said(one.finding)} · {one.words}" for one in found if one.proves and one.finding.check not in told
    ]


@part.post("/documents/<document_id>/fields/<name>")
@allow(REVIEWER)
def decide(document_id: str, name: str) -> Response:
    """Keep one decision. Answers with the field's row and the moving parts of the page."""
    typed = request.form.get("value", "")
    refusal = None
    with services().database.session() as session:
        desk = _desk(session, document_id)
        entry = next((one for one in desk.entries if one.spec.name == name), None)
        if entry is None:
            abort(404)
        try:
            review.decide_field(
                session, actor(), document_id, name, values.entered(entry.spec, typed),
                proposal_id=request.form.get("proposal") or None, version=_version(),
            )  # fmt: skip
        except InputError as error:
            refusal = str(error.details.get("detail") or error.message(language()))
        desk = _desk(session, document_id)
    if not answers.is_htmx():
        if refusal:
            answers.note(refusal, "wrong")
        return answers.see("review.page", document_id=document_id)
    entry = next(one for one in desk.entries if one.spec.name == name)
    if refusal:
        entry = Entry(entry.spec, entry.state, entry.decided_by, refusal, typed)
    response = make_response(
        render_template("parts/review_moved.html", desk=desk, document=desk.document, entry=entry),
        422 if refusal else 200,
    )
    response.headers["X-Document-Version"] = str(desk.document.version)
    return response


@part.post("/documents/<document_id>/kind")
@allow(REVIEWER)
def kind(document_id: str) -> Response:
    chosen = request.form.get("kind", "")
    if chosen not in services().catalogue:
        raise InputError("bad_request", detail=_("không có loại giấy tờ này"))
    with services().database.session() as session:
        review.decide_kind(session, actor(), document_id, chosen, _version())
        read_as(session, actor(), document_id, services().catalogue)
    return answers.see("review.page", document_id=document_id)


@part.post("/documents/<document_id>/confirm")
@allow(REVIEWER)
def confirm(document_id: str) -> Response:
    """A person answers for the document; whatever doubtful value is left must have been looked at, one by one."""
    with services().database.session() as session:
        desk = _desk(session, document_id)
        if desk.doubtful:
            raise HosoError("wrong_state", detail=_("còn %(count)s giá trị máy chưa chắc", count=len(desk.doubtful)))
        shown = [entry.spec.name for entry in desk.entries]
        title = desk.kind.called(desk.values_by_name)
        review.confirm(session, actor(), document_id, _version(), names=shown, title=title)
    answers.note(_("Đã xác nhận. Tiếp theo: chọn chủ giấy tờ và đưa vào kho."))
    return answers.see("review.page", document_id=document_id)


@part.post("/documents/<document_id>/reopen")
@allow(REVIEWER)
def reopen(document_id: str) -> Response:
    with services().database.session() as session:
        review.reopen(session, actor(), document_id, _version(), reason=request.form.get("reason", ""))
    return answers.see("review.page", document_id=document_id)


@part.post("/documents/<document_id>/reject")
@allow(REVIEWER)
def reject(document_id: str) -> Response:
    with services().database.session() as session:
        document = review.reject(session, actor(), document_id, _version(), reason=request.form.get("reason", ""))
        dossier = dossier_by_id(session, actor(), document.dossier_id) if document.dossier_id else None
    answers.note(_("Đã loại khỏi hồ sơ. Tệp gốc vẫn được giữ; có thể mở lại."))
    if dossier is not None:
        return answers.see("dossiers.one", code=dossier.code)
    return answers.see("review.page", document_id=document_id)


def _version() -> int:
    return request.form.get("version", type=int, default=0)


def _desk(session: Session, document_id: str) -> Desk:
    who = actor()
    document = review.document_by_id(session, who, document_id)
    catalogue = services().catalogue
    kind = catalogue[document.kind] if document.kind in catalogue else catalogue["other"]
    states = {state.name: state for state in review.fields_of(session, who, document_id)}
    dossier = dossier_by_id(session, who, document.dossier_id) if document.dossier_id else None
    waiting = review.review_queue(session, who, document.dossier_id) if document.dossier_id else []
    hands = [state.decision.decided_by for state in states.values() if state.decision]
    people = names_of(session, [*hands, document.confirmed_by, document.converted_by])
    entries = [
        Entry(spec, state, people.get(state.decision.decided_by) if state.decision else None)
        for spec in kind.fields
        for state in [states.get(spec.name) or FieldState(spec.name, None, None, None, 0.0, True)]
    ]
    return Desk(
        document=document,
        dossier=dossier,
        kind=kind,
        pages=readings.pages_of_document(session, who, document_id),
        entries=sorted(entries, key=lambda entry: entry.order),
        after=next((one for one in waiting if one.id != document_id), None),
        people=people,
    )


def _dossiers(session: Session, documents: list[Document]) -> dict[str, Dossier]:
    ids = {document.dossier_id for document in documents if document.dossier_id}
    return {one.id: one for one in session.scalars(visible(actor(), Dossier).where(Dossier.id.in_(ids)))}
