"""How the pages of a dossier are arranged: its documents, and the pages that belong to none."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.documents.originals import pages_of_dossier
from storage.documents.readings import documents_of
from storage.documents.tables import Document, DocumentPage, GroupingDecision, Page
from storage.dossiers.tables import Dossier
from storage.scope import Actor, visible

_DECIDED: Final = frozenset({"confirmed", "stored", "rejected", "erased"})


@dataclass(frozen=True)
class Arranged:
    """A document and its pages, in its order."""

    document: Document
    pages: tuple[Page, ...]


@dataclass(frozen=True)
class Arrangement:
    """How the pages of a dossier are arranged: its documents, and the pages that belong to none.

    `last`: the act that `undo` would take back.
    """

    documents: tuple[Arranged, ...]
    loose: tuple[Page, ...]
    last: GroupingDecision | None

    @property
    def digest(self) -> str:
        """Changes with whatever an act could change."""
        lines = [f"{one.document.id} {one.document.state} {' '.join(_facts(one.pages))}" for one in self.documents]
        lines += [*_facts(self.loose), self.last.id if self.last else ""]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Grouping:
    """The pages of a dossier in the order they were scanned, and how people say that they belong together.

    `documents`: page ids, a document each, in its order; `kinds`: what each is. `apart`: pages of no document.
    `arranged`: whether a person changed what the machine had proposed.
    """

    dossier_id: str
    page_ids: tuple[str, ...]
    documents: tuple[tuple[str, ...], ...]
    kinds: tuple[str, ...]
    apart: tuple[str, ...]
    arranged: bool


@dataclass(frozen=True)
class Place:
    """A document as an act leaves it."""

    pages: tuple[str, ...]
    state: str
    by_person: bool

    def as_json(self) -> dict[str, Any]:
        return {"pages": list(self.pages), "state": self.state, "by_person": self.by_person}


def arrangement_of(session: Session, actor: Actor, dossier_id: str) -> Arrangement:
    """How the pages of the dossier are arranged now; a document in which nothing is left is not shown."""
    documents = documents_of(session, actor, dossier_id)
    places = places_of(session, documents)
    pages = {page.id: page for page in pages_of_dossier(session, actor, dossier_id)}
    held = {page_id for place in places.values() for page_id in place.pages}
    missing = held - pages.keys()  # of an original that is being read again, or could not be
    pages |= {page.id: page for page in session.scalars(visible(actor, Page).where(Page.id.in_(missing)))}
    arranged = [
        Arranged(document, tuple(pages[page_id] for page_id in places[document.id].pages)) for document in documents
    ]
    loose = tuple(page for page in pages.values() if page.id not in held)
    return Arrangement(tuple(arranged), loose, _last(session, actor, dossier_id))


def arranged_by_people(session: Session, actor: Actor, dossier_id: str) -> list[Arranged]:
    """The documents of the dossier whose pages a person arranged: a run takes each as one document, as it stands."""
    documents = [document for document in documents_of(session, actor, dossier_id) if document.pages_by_person]
    places = places_of(session, documents)
    pages = {page.id: page for page in pages_of_dossier(session, actor, dossier_id)}
    return [
        Arranged(document, tuple(pages[page_id] for page_id in places[document.id].pages))
        for document in documents
        if places[document.id].pages and pages.keys() >= set(places[document.id].pages)
    ]


def confirmed_groupings(session: Session, actor: Actor, *, limit: int = 1000) -> list[Grouping]:
    """The dossiers of which people have looked at every document, newest first: how pages really belong together."""
    undecided = select(Document.dossier_id).where(Document.state.not_in(_DECIDED), Document.dossier_id.is_not(None))
    query = visible(actor, Dossier).where(
        Dossier.id.in_(select(Document.dossier_id).where(Document.state.in_(("confirmed", "stored")))),
        Dossier.id.not_in(undecided),
        Dossier.state != "cancelled",
    )
    return [
        _grouping(arrangement_of(session, actor, dossier.id), dossier.id, pages_of_dossier(session, actor, dossier.id))
        for dossier in session.scalars(query.order_by(Dossier.id.desc()).limit(limit))
    ]


def places_of(session: Session, documents: Sequence[Document]) -> dict[str, Place]:
    pages: dict[str, list[str]] = {document.id: [] for document in documents}
    rows = select(DocumentPage.document_id, DocumentPage.page_id).where(DocumentPage.document_id.in_(pages))
    for document_id, page_id in session.execute(rows.order_by(DocumentPage.position)):
        pages[document_id].append(page_id)
    return {
        document.id: Place(tuple(pages[document.id]), document.state, document.pages_by_person)
        for document in documents
    }


def _facts(pages: Sequence[Page]) -> list[str]:
    return [f"{page.id}{'a' if page.apart_by_person else ''}{page.rotation_by_person or ''}" for page in pages]


def _last(session: Session, actor: Actor, dossier_id: str) -> GroupingDecision | None:
    query = visible(actor, GroupingDecision).where(
        GroupingDecision.dossier_id == dossier_id, GroupingDecision.undone_at.is_(None)
    )
    return session.scalars(query.order_by(GroupingDecision.id.desc()).limit(1)).first()


def _grouping(arrangement: Arrangement, dossier_id: str, pages: Sequence[Page]) -> Grouping:
    kept = [one for one in arrangement.documents if one.document.state in ("confirmed", "stored")]
    held = {page.id for one in kept for page in one.pages}
    return Grouping(
        dossier_id=dossier_id,
        page_ids=tuple(page.id for page in pages),
        documents=tuple(tuple(page.id for page in one.pages) for one in kept),
        kinds=tuple(one.document.kind for one in kept),
        apart=tuple(page.id for page in pages if page.id not in held),
        arranged=any(one.document.pages_by_person for one in arrangement.documents)
        or any(page.apart_by_person for page in pages),
    )
