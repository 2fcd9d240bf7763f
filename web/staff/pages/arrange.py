"""Arranging the pages of a dossier: which belong to one paper, in which order, which way up.

Everything works by plain buttons of one form; a script adds dragging and keys. Each act carries the arrangement that
was on the screen, so that nobody moves pages another person has just moved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from flask import Blueprint, make_response, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from ingest import jobs
from storage.documents import arranging
from storage.documents.arrangement import Arranged, Arrangement, arrangement_of
from storage.dossiers import dossiers
from storage.dossiers.dossiers import Progress
from storage.dossiers.tables import Dossier
from storage.scope import COUNTER, REVIEWER, Actor
from terms.errors import HosoError, InputError
from web.access import actor, allow, services
from web.language import language
from web.staff import answers
from web.staff.names import names_of

part = Blueprint("arrange", __name__, url_prefix="/dossiers")

SAID = {
    arranging.MOVE: _l("Đã chuyển trang."),
    arranging.SPLIT: _l("Đã tách giấy tờ."),
    arranging.MERGE: _l("Đã gộp giấy tờ."),
    arranging.SET_APART: _l("Đã để trang ra ngoài."),
    arranging.TURN: _l("Đã xoay. Máy đọc lại trang theo chiều mới."),
}
TAKES_BACK = {
    arranging.MOVE: _l("chuyển trang"),
    arranging.SPLIT: _l("tách giấy tờ"),
    arranging.MERGE: _l("gộp giấy tờ"),
    arranging.SET_APART: _l("để trang ra ngoài"),
    arranging.TURN: _l("xoay trang"),
}
_TURNS = {"left": -1, "right": 1}


@dataclass(frozen=True)
class Table:
    """All that the page shows: the arrangement, how far the machine is, who did the last act."""

    dossier: Dossier
    arrangement: Arrangement
    progress: Progress
    last_by: str | None

    @property
    def seen(self) -> str:
        """What the poll compares: the arrangement and how far the machine is with it."""
        facts = (
            self.arrangement.digest,
            self.progress.active,
            [(one.document.id, one.document.version) for one in self.arrangement.documents],
        )
        return sha256(repr(facts).encode()).hexdigest()[:16]

    @property
    def can_take(self) -> list[Arranged]:
        """The documents that pages can be moved to."""
        return [one for one in self.arrangement.documents if one.document.state == "proposed"]

    def above(self, one: Arranged) -> Arranged | None:
        """The document above, if `one` can be merged with it."""
        at = self.arrangement.documents.index(one)
        before = self.arrangement.documents[at - 1] if at else None
        both = before is not None and before.document.state == one.document.state == "proposed"
        return before if both else None


@part.get("/<code>/pages")
@allow(COUNTER, REVIEWER)
def page(code: str) -> str:
    """The pages of the dossier in groups, a document each."""
    return render_template("arrange.html", **_shown(code))


@part.get("/<code>/pages/now")
@allow(COUNTER, REVIEWER)
def now(code: str) -> Response:
    """The moving part; 204 while nothing has moved, so that nobody's ticks are lost."""
    shown = _shown(code)
    if request.args.get("seen") == shown["table"].seen:
        return make_response("", 204)
    return make_response(render_template("parts/arrange_body.html", **shown))


@part.post("/<code>/pages")
@allow(COUNTER, REVIEWER)
def act(code: str) -> Response:
    """One act: `act` names it, with its page or document behind a colon if it is of one alone."""
    name, _colon, subject = request.form.get("act", "").partition(":")
    said, refusal = "", None
    try:
        with services().database.session() as session:
            dossier = dossiers.dossier_by_code(session, actor(), code)
            done = _do(session, actor(), dossier.id, name, subject)
            jobs.after_arranging(session, actor(), dossier.id, priority=jobs.COUNTER_PRIORITY, send=services().send_job)
        said = _("Đã hoàn tác: %(act)s.", act=TAKES_BACK[done]) if name == "undo" else str(SAID[done])
    except HosoError as error:
        if error.code not in ("conflict", "wrong_state", "bad_request"):
            raise
        refusal = error
    words = _why(refusal, name) if refusal else said
    if not answers.is_htmx():
        answers.note(words, "wrong" if refusal else "sure")
        return answers.see("arrange.page", code=code)
    body = render_template("parts/arrange_body.html", **_shown(code), said=words, refused=refusal is not None)
    return make_response(body, refusal.problem.status if refusal else 200)


def _do(session: Session, who: Actor, dossier_id: str, name: str, subject: str) -> str:
    """Do it; the act that was done or, for an undo, the one that was taken back."""
    seen, form = request.form.get("seen", ""), request.form
    pages = [subject] if subject else form.getlist("page")
    if name == "undo":
        return arranging.undo(session, who, dossier_id, seen=seen).act
    if name == "split":
        return arranging.split_document(session, who, dossier_id, subject, seen=seen).act
    if name == "merge":
        above = form.get(f"above:{subject}", "")
        return arranging.merge_documents(session, who, dossier_id, subject, into=above, seen=seen).act
    if name in _TURNS:
        return arranging.turn_pages(session, who, dossier_id, pages, _TURNS[name], seen=seen).act
    if name == "apart" or (name == "move" and form.get("to") == "apart"):
        return arranging.set_apart(session, who, dossier_id, pages, seen=seen).act
    if name not in ("earlier", "later", "move", "new"):
        raise InputError("bad_request", detail=_("không có việc này"))
    to: str | None = None
    before: str | None = None
    if name in ("earlier", "later"):
        documents = arrangement_of(session, who, dossier_id).documents
        to, before = _beside(documents, pages, by=-1 if name == "earlier" else 1)
    elif name == "move" and form.get("to") != "new":
        to, before = form.get("to", ""), form.get("before") or None
    return arranging.move_pages(session, who, dossier_id, pages, to=to, before=before, seen=seen).act


def _beside(documents: Sequence[Arranged], pages: Sequence[str], *, by: int) -> tuple[str, str | None]:
    """Where pages of one document go that are moved a place up or down: its id, and the page they stand before."""
    home = next((one for one in documents if {page.id for page in one.pages} >= set(pages)), None)
    if home is None or not pages:
        raise InputError("bad_request", detail=_("chọn các trang của một giấy tờ"))
    order = [page.id for page in home.pages]
    places = sorted(order.index(page) for page in pages)
    rest = [page for page in order if page not in pages]
    before = sum(1 for place, page in enumerate(order) if place < places[0] and page in rest) + by
    if not 0 <= before <= len(rest):
        raise InputError("bad_request", detail=_("trang đã ở đầu hoặc cuối giấy tờ"))
    return home.document.id, rest[before] if before < len(rest) else None


def _why(refusal: HosoError, name: str) -> str:
    """A refusal in words for whoever arranges pages."""
    if refusal.code == "conflict":
        return _("Hồ sơ vừa thay đổi. Đây là bản mới nhất: xem lại rồi làm tiếp.")
    if refusal.code == "wrong_state" and name == "undo":
        return _("Không hoàn tác được nữa: giấy tờ của lần sắp xếp đó đã được xác nhận hoặc đã đổi khác.")
    if refusal.code == "wrong_state":
        return _("Giấy tờ đã xác nhận hoặc đã lưu kho thì giữ nguyên trang. Mở lại để đối soát rồi hãy sắp xếp.")
    detail = str(refusal.details.get("detail", ""))
    known = {
        "no page is chosen": _("Chưa chọn trang nào."),
        "this changes nothing": _("Không có gì thay đổi."),
        "the document already begins with this page": _("Giấy tờ đã bắt đầu từ trang này."),
    }
    return known.get(detail) or refusal.message(language())


def _shown(code: str) -> dict[str, Any]:
    with services().database.session() as session:
        dossier = dossiers.dossier_by_code(session, actor(), code)
        arrangement = arrangement_of(session, actor(), dossier.id)
        last = arrangement.last
        people = names_of(session, [last.decided_by] if last else [])
        table = Table(
            dossier,
            arrangement,
            dossiers.progress(session, actor(), dossier.id),
            people.get(last.decided_by) if last else None,
        )
    return {"table": table, "dossier": dossier, "takes_back": TAKES_BACK}
