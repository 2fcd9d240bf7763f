"""Many signatures with one confirmation: the list, what became of it, going on after a pause.

Only the list is confirmed here. Comparing and answering stay with each paper; signing is done by the signing worker.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, make_response, render_template, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from signing import batch_list
from signing.channel import Purpose
from storage.copies import copies, prepared, register
from storage.copies.tables import CertifiedCopy, RegisterEntry
from storage.scope import CERTIFIER, SEAL_KEEPER
from storage.signings import batches
from storage.signings.tables import SigningBatch, SigningBatchItem
from terms.errors import HosoError
from web.access import actor, allow, services, session_token, signing
from web.language import language
from web.staff import answers
from web.staff.names import names_of
from web.staff.second_factor import own_factor

part = Blueprint("batches", __name__, url_prefix="/batches")


@dataclass(frozen=True)
class Shown:
    """A list as it is shown. `left_out`: how many wait and are not on it; `unfinished`: one's own, not over yet."""

    purpose: Purpose
    lines: list[batch_list.Line]
    digest: str
    left_out: int
    unfinished: list[SigningBatch]

    @property
    def short(self) -> str:
        return batch_list.short(self.digest)


@dataclass(frozen=True)
class Line:
    """A copy of a confirmed batch, with its number once it has one."""

    item: SigningBatchItem
    original_name: str
    copy: CertifiedCopy
    entry: RegisterEntry | None


@dataclass(frozen=True)
class Run:
    """A confirmed batch and what became of each copy on it."""

    batch: SigningBatch
    lines: list[Line]
    signer: str

    def count(self, state: str) -> int:
        return sum(line.item.state == state for line in self.lines)

    @property
    def short(self) -> str:
        return batch_list.short(self.batch.digest)


@part.get("/certify")
@allow(CERTIFIER)
def to_certify() -> str:
    return _list("certify")


@part.get("/seal")
@allow(SEAL_KEEPER)
def to_seal() -> str:
    return _list("seal")


@part.post("/certify")
@allow(CERTIFIER)
def certify() -> Response:
    return _confirm("certify")


@part.post("/seal")
@allow(SEAL_KEEPER)
def seal() -> Response:
    return _confirm("seal")


@part.post("/copies/<copy_id>/withdraw")
@allow(CERTIFIER)
def withdraw(copy_id: str) -> Response:
    """The certifier will not sign a paper that was put off."""
    with services().database.session() as session:
        prepared.cancel_prepared(session, actor(), copy_id, request.form.get("reason", ""))
    answers.note(_("Đã rút. Giấy tờ có thể được đối chiếu và chứng thực lại."))
    return answers.see("batches.to_certify")


@part.get("/runs/<batch_id>")
@allow(CERTIFIER, SEAL_KEEPER)
def one(batch_id: str) -> str:
    return render_template("batch.html", run=_run(batch_id), factor=own_factor())


@part.get("/runs/<batch_id>/progress")
@allow(CERTIFIER, SEAL_KEEPER)
def progress(batch_id: str) -> str:
    """The part of the page that changes, for a browser that asks again and again."""
    return render_template("parts/batch_body.html", run=_run(batch_id), factor=own_factor())


@part.post("/runs/<batch_id>/resume")
@allow(CERTIFIER, SEAL_KEEPER)
def resume(batch_id: str) -> Response:
    """Go on with what is left; the PIN is asked for again."""
    with services().database.session() as session:
        batches.batch_by_id(session, actor(), batch_id)
    try:
        given = request.form.get("pin", ""), request.form.get("code", "")
        batch_list.resume(signing(), session_token(), *given, batch_id)
    except HosoError as refusal:
        if refusal.code in ("not_found", "not_signed_in"):
            raise
        page = render_template(
            "batch.html", run=_run(batch_id), factor=own_factor(), refusal=refusal.message(language())
        )
        return make_response(page, refusal.problem.status)
    return answers.see("batches.one", batch_id=batch_id)


@part.post("/runs/<batch_id>/cancel")
@allow(CERTIFIER, SEAL_KEEPER)
def cancel(batch_id: str) -> Response:
    """Sign no more of it."""
    with services().database.session() as session:
        batches.cancel_batch(session, actor(), batch_id)
    answers.note(_("Đã thôi ký phần còn lại. Các bản chưa ký vẫn chờ như trước."))
    return answers.see("batches.one", batch_id=batch_id)


def _list(purpose: Purpose, refusal: str | None = None) -> str:
    with services().database.session() as session:
        shown = _shown(session, purpose)
    return render_template("batch_list.html", shown=shown, refusal=refusal, factor=own_factor())


def _shown(session: Session, purpose: Purpose) -> Shown:
    busy = batches.in_unfinished_batches(session, actor(), purpose)
    without = set(request.values.getlist("without"))
    waiting = prepared.prepared_of(session, actor()) if purpose == "certify" else copies.awaiting_seal(session, actor())
    ids = [
        one.id
        for one in waiting
        if one.id not in busy and (purpose == "certify" or one.certifier_id != actor().person_id)
    ]
    chosen = [copy_id for copy_id in ids if copy_id not in without][: signing().settings.batch_size]
    lines = batch_list.lines(session, actor(), purpose, chosen, fresh=True)
    own = batches.batches_of(session, actor(), purpose)
    return Shown(
        purpose=purpose,
        lines=lines,
        digest=batch_list.digest(purpose, lines),
        left_out=len(ids) - len(chosen),
        unfinished=[batch for batch in own if batch.state in batches.UNFINISHED],
    )


def _confirm(purpose: Purpose) -> Response:
    """The one confirmation: this list, with PIN and, where asked, a code."""
    form = request.form
    try:
        batch_id = batch_list.confirm(
            signing(), session_token(), form.get("pin", ""), form.get("code", ""), purpose, form.getlist("copy"),
            form.get("digest", ""),
        )  # fmt: skip
    except HosoError as refusal:
        if refusal.code in ("not_found", "not_signed_in"):
            raise
        return make_response(_list(purpose, refusal.message(language())), refusal.problem.status)
    return answers.see("batches.one", batch_id=batch_id)


def _run(batch_id: str) -> Run:
    with services().database.session() as session:
        batch = batches.batch_by_id(session, actor(), batch_id)
        found = []
        for item in batches.items_of(session, actor(), batch_id):
            copy = copies.copy_by_id(session, actor(), item.copy_id)
            entry = register.entry_by_id(session, actor(), copy.entry_id) if copy.entry_id else None
            found.append(Line(item, copy.original_name or (entry.original_name if entry else ""), copy, entry))
        people = names_of(session, [batch.person_id])
    return Run(batch, found, people.get(batch.person_id, ""))
