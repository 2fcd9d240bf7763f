"""Arranging: a person moves pages between the documents of a dossier, splits, merges, turns, sets apart, takes back.

Each act is a row (`GroupingDecision`) with what stood before and after, so that the last one can be taken back and the
next training can learn from them. A document whose pages a person arranged keeps them: later runs only lift its fields
and judge its kind anew. Only documents still proposed give or take pages; a confirmed one is opened again first.

`seen` is the digest of the arrangement that the person had on the screen: if it is no longer that, nothing is done and
StateError("conflict") says so. All verbs raise AccessError("not_found") for another office's dossier and
AccessError("not_allowed") unless a person acts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from storage.audit.log import record
from storage.base import new_id, now
from storage.documents.arrangement import Place, arrangement_of, places_of
from storage.documents.readings import next_code, number_documents
from storage.documents.tables import Document, DocumentPage, GroupingDecision, Page
from storage.dossiers.dossiers import settle_state
from storage.dossiers.tables import Dossier
from storage.scope import Actor, fetch, visible
from storage.search.index import index_document
from terms.errors import AccessError, InputError, StateError
from terms.kinds import OTHER

MOVE, SPLIT, MERGE, SET_APART, TURN = "move", "split", "merge", "set_apart", "turn"


def move_pages(
    session: Session,
    actor: Actor,
    dossier_id: str,
    page_ids: Collection[str],
    *,
    to: str | None,
    before: str | None = None,
    seen: str,
) -> GroupingDecision:
    """Pages go to the document `to` (None: to a new one), before its page `before` or to its end.

    Within one document this changes the order. Raises StateError("wrong_state") for a document that is not proposed.
    """
    desk = _Desk(session, actor, dossier_id, seen)
    moved = desk.take(page_ids)
    target = desk.new_document() if to is None else to
    desk.put(target, moved, before)
    return desk.keep(MOVE)


def split_document(session: Session, actor: Actor, dossier_id: str, page_id: str, *, seen: str) -> GroupingDecision:
    """The page and those after it in its document become a document of their own. Raises as `move_pages`.

    InputError("bad_request") if nothing would stay behind.
    """
    desk = _Desk(session, actor, dossier_id, seen)
    pages = desk.pages_with(page_id)
    at = pages.index(page_id)
    if at == 0:
        raise InputError("bad_request", detail="the document already begins with this page")
    desk.put(desk.new_document(), desk.take(pages[at:]))
    return desk.keep(SPLIT)


def merge_documents(
    session: Session, actor: Actor, dossier_id: str, document_id: str, *, into: str, seen: str
) -> GroupingDecision:
    """All pages of one document go to the end of another. Raises as `move_pages`."""
    desk = _Desk(session, actor, dossier_id, seen)
    if document_id == into:
        raise InputError("bad_request", detail="a document cannot be merged with itself")
    desk.put(into, desk.take(desk.pages_in(document_id)))
    return desk.keep(MERGE)


def set_apart(
    session: Session, actor: Actor, dossier_id: str, page_ids: Collection[str], *, seen: str
) -> GroupingDecision:
    """Pages belong to no document: blank ones, separator sheets, scanned twice. The bytes are kept."""
    desk = _Desk(session, actor, dossier_id, seen)
    desk.apart(desk.take(page_ids))
    return desk.keep(SET_APART)


def turn_pages(
    session: Session, actor: Actor, dossier_id: str, page_ids: Collection[str], quarter_turns: int, *, seen: str
) -> GroupingDecision:
    """Pages are turned by quarter turns clockwise; they are to be read again that way up (`ingest.jobs`)."""
    desk = _Desk(session, actor, dossier_id, seen)
    desk.turn(page_ids, quarter_turns)
    return desk.keep(TURN)


def undo(session: Session, actor: Actor, dossier_id: str, *, seen: str) -> GroupingDecision:
    """Take the last act back. Raises StateError("wrong_state") if there is none, or if what it touched has moved on."""
    desk = _Desk(session, actor, dossier_id, seen)
    act = desk.last
    if act is None:
        raise StateError("wrong_state", detail="nothing is left to take back")
    desk.back_to(act)
    act.undone_by, act.undone_at = actor.person_id, now()
    desk.write()
    record(session, actor, "page.undo", "dossier", dossier_id, details={"act": act.act})
    session.flush()
    return act


class _Desk:
    """The pages of a dossier laid out for one act: read, changed in memory, written with the act's row."""

    def __init__(self, session: Session, actor: Actor, dossier_id: str, seen: str) -> None:
        if actor.person_id is None:
            raise AccessError("not_allowed")
        self._session, self._actor = session, actor
        self._dossier = fetch(session, actor, Dossier, dossier_id, lock=True)
        if self._dossier.state == "cancelled":
            raise StateError("wrong_state", detail="the dossier is cancelled")
        shown = arrangement_of(session, actor, dossier_id)
        if shown.digest != seen:
            raise StateError("conflict")
        self.last = shown.last
        every = session.scalars(visible(actor, Document).where(Document.dossier_id == dossier_id)).all()
        self._documents = {document.id: document for document in every}
        self._before = places_of(session, list(every))
        self._after = dict(self._before)
        self._pages = {page.id: page for one in shown.documents for page in one.pages}
        self._pages |= {page.id: page for page in shown.loose}
        self._new: set[str] = set()
        self._apart: dict[str, bool] = {}
        self._turned: dict[str, int] = {}

    def take(self, page_ids: Collection[str]) -> tuple[str, ...]:
        """Lift pages out of where they lie; they come in the order in which they lay."""
        wanted = self._known(page_ids)
        lay = [page for one in self._in_order() for page in one.pages if page in wanted]
        taken = (*lay, *(page for page in self._pages if page in wanted and page not in lay))
        for document_id, place in list(self._after.items()):
            if wanted.intersection(place.pages):
                self._change(document_id, tuple(page for page in place.pages if page not in wanted))
        return taken

    def put(self, document_id: str, page_ids: tuple[str, ...], before: str | None = None) -> None:
        """Lay pages into a document, before one of its pages or at its end."""
        if document_id not in self._after:
            raise AccessError("not_found")
        there = self._after[document_id].pages
        if before is not None and before not in there:
            raise InputError("bad_request", detail="the page to stand before is not in that document")
        at = len(there) if before is None else there.index(before)
        self._change(document_id, (*there[:at], *page_ids, *there[at:]))
        self._apart |= {page: False for page in page_ids if self._pages[page].apart_by_person}

    def new_document(self) -> str:
        """A document of no known kind, without pages yet."""
        document = Document(
            id=new_id(),
            office_id=self._dossier.office_id,
            dossier_id=self._dossier.id,
            doc_code=next_code(self._session, self._dossier),
            kind=OTHER,
            state="rejected",
        )
        self._session.add(document)
        self._session.flush()
        self._documents[document.id] = document
        self._new.add(document.id)
        self._before[document.id] = self._after[document.id] = Place((), "rejected", by_person=False)
        return document.id

    def apart(self, page_ids: tuple[str, ...]) -> None:
        self._apart |= dict.fromkeys(page_ids, True)

    def turn(self, page_ids: Collection[str], quarter_turns: int) -> None:
        for page_id in self._known(page_ids):
            page = self._pages[page_id]
            holder = next((one for one, place in self._after.items() if page_id in place.pages), None)
            if holder is not None:
                self._check_open(holder)
            self._turned[page_id] = (_rotation(page) + 90 * quarter_turns) % 360

    def pages_with(self, page_id: str) -> tuple[str, ...]:
        """All pages of the document that holds the page."""
        self._known([page_id])
        found = next((place.pages for place in self._after.values() if page_id in place.pages), None)
        if found is None:
            raise InputError("bad_request", detail="the page belongs to no document")
        return found

    def pages_in(self, document_id: str) -> tuple[str, ...]:
        if document_id not in self._after:
            raise AccessError("not_found")
        return self._after[document_id].pages

    def keep(self, act: str) -> GroupingDecision:
        """Write what changed, and the act's row. Raises InputError("bad_request") if it changes nothing."""
        changed = [one for one, place in self._after.items() if place != self._before[one]]
        if not changed and not self._apart and not self._turned:
            raise InputError("bad_request", detail="this changes nothing")
        for document_id in changed:
            self._check_open(document_id)
        decision = GroupingDecision(
            office_id=self._dossier.office_id,
            dossier_id=self._dossier.id,
            act=act,
            before={
                "documents": {one: self._before[one].as_json() for one in changed},
                "apart": {page: self._pages[page].apart_by_person for page in self._apart},
                "turned": {page: _rotation(self._pages[page]) for page in self._turned},
            },
            after={
                "documents": {one: self._after[one].as_json() for one in changed},
                "apart": self._apart,
                "turned": self._turned,
            },
            decided_by=self._actor.person_id,
        )
        self._session.add(decision)
        self.write()
        pages = [*self._moved(changed), *self._apart, *self._turned]
        details = {"documents": len(changed), "pages": len(set(pages))}
        record(self._session, self._actor, f"page.{act}", "dossier", self._dossier.id, details=details)
        self._session.flush()
        return decision

    def back_to(self, act: GroupingDecision) -> None:
        """Lay everything the act touched as it was before, if it still is as the act left it."""
        left = {one: _place(place) for one, place in act.after["documents"].items()}
        if any(self._after.get(one) != place for one, place in left.items()):
            raise StateError("wrong_state", detail="a document of this act was changed or confirmed since")
        self._after |= {one: _place(place) for one, place in act.before["documents"].items()}
        self._apart, self._turned = dict(act.before["apart"]), dict(act.before["turned"])
        for page in self._turned:
            holder = next((one for one, place in self._after.items() if page in place.pages), None)
            if holder is not None:
                self._check_open(holder)
        if not self._pages.keys() >= {*self._apart, *self._turned}:
            raise StateError("wrong_state", detail="a page of this act is no longer there")

    def write(self) -> None:
        """Bring rows in line with what was laid out; what was read of changed documents no longer stands for them."""
        changed = sorted(one for one, place in self._after.items() if place != self._before[one])
        for document_id in changed:
            document = fetch(self._session, self._actor, Document, document_id, lock=True)
            place = self._after[document_id]
            document.state, document.pages_by_person, document.run = place.state, place.by_person, None
            document.updated_at = now()
            self._session.execute(delete(DocumentPage).where(DocumentPage.document_id == document_id))
        self._session.flush()
        for document_id in changed:
            self._session.add_all(
                DocumentPage(office_id=self._dossier.office_id, document_id=document_id, page_id=page, position=place)
                for place, page in enumerate(self._after[document_id].pages, start=1)
            )
        for page_id, apart in self._apart.items():
            self._pages[page_id].apart_by_person = apart
        for page_id, rotation in self._turned.items():
            page = self._pages[page_id]
            page.rotation_by_person = rotation
            page.turned_by_person = (rotation - page.rotation) // 90 % 4
        self._session.flush()
        number_documents(self._session, self._dossier.id)
        for document_id in changed:
            index_document(self._session, document_id)
        settle_state(self._session, self._dossier.id)

    def _in_order(self) -> Iterator[Place]:
        by_position = sorted(self._documents.values(), key=lambda document: (document.position, document.id))
        yield from (self._after[document.id] for document in by_position)

    def _change(self, document_id: str, pages: tuple[str, ...]) -> None:
        before = self._before[document_id]
        state = "rejected" if not pages else before.state if before.pages else "proposed"
        self._after[document_id] = Place(pages, state, by_person=True)

    def _moved(self, changed: Collection[str]) -> Iterator[str]:
        for one in changed:
            yield from set(self._after[one].pages) - set(self._before[one].pages)

    def _check_open(self, document_id: str) -> None:
        was = self._before[document_id]
        if was.state != "proposed" and document_id not in self._new:
            raise StateError("wrong_state", detail=f"a document of these pages is {was.state}: open it again first")

    def _known(self, page_ids: Collection[str]) -> set[str]:
        wanted = set(page_ids)
        if not wanted:
            raise InputError("bad_request", detail="no page is chosen")
        if not self._pages.keys() >= wanted:
            raise AccessError("not_found")
        return wanted


def _rotation(page: Page) -> int:
    """How the page is shown now: the turn that reading found, and what a person added."""
    return (page.rotation + 90 * page.turned_by_person) % 360


def _place(kept: dict[str, Any]) -> Place:
    return Place(tuple(kept["pages"]), kept["state"], kept["by_person"])
