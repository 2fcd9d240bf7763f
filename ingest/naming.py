"""Learning to name and to split papers from what an office's people confirmed and from the paper mill's papers."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from ingest.shelf import Shelf
from ocr.model import PageReading
from ocr.records import page_from_record
from ocr.understanding.classify import view
from ocr.understanding.fitting import Trial, boundary_rows, retrain, row_of
from ocr.understanding.knowledge import Knowledge
from ocr.understanding.layout import lay_out
from ocr.understanding.rows import BoundaryRow, KindRow, Rows, shipped_rows
from storage.audit.log import record
from storage.documents.arrangement import Grouping, confirmed_groupings
from storage.documents.originals import pages_of_dossier
from storage.documents.tables import Document, DocumentPage, Page
from storage.jobs import artefacts
from storage.scope import Actor, visible
from terms.kinds import Catalogue

_ANSWERED = ("confirmed", "stored")
# What a person answers for counts as much as some papers of the mill: it is what the office really gets.
_WEIGHT = 3.0


@dataclass(frozen=True)
class Naming:
    """What came of retraining: the trial, and how many papers and boundaries people had answered for."""

    trial: Trial | None
    papers: int
    boundaries: int

    @property
    def adopted(self) -> bool:
        return self.trial is not None and self.trial.adopted


def learn_naming(session: Session, actor: Actor, catalogue: Catalogue, shelf: Shelf) -> Naming:
    """Learn from everything people confirmed in the actor's office, and try it on held-out papers; nothing is written.

    `catalogue`: as the office reads with it. Takes some ten seconds: `session` should only read.
    """
    present = shelf.of(actor.office_id)
    confirmed = confirmed_rows(session, actor, catalogue, present)
    if not confirmed.kinds:
        return Naming(None, 0, 0)
    mill, vocabulary = shipped_rows()
    trial = retrain(mill, confirmed, vocabulary, catalogue, present)
    return Naming(trial, len(confirmed.kinds), len(confirmed.boundaries))


def adopt_naming(session: Session, actor: Actor, shelf: Shelf, named: Naming) -> None:
    """Read with what was learned from now on, if it is nowhere worse."""
    if named.trial is None or not named.trial.adopted:
        return
    figures = {name: asdict(value) for name, value in vars(named.trial).items() if name != "knowledge"}
    written = shelf.adopt(actor.office_id, named.trial.knowledge, figures)
    record(session, actor, "learning.adopt_naming", "office", actor.office_id, details={"sha256": written.digest})


def confirmed_rows(session: Session, actor: Actor, catalogue: Catalogue, knowledge: Knowledge) -> Rows:
    """What the papers that people answer for in the actor's office teach, as far as their words are still kept."""
    documents = session.scalars(visible(actor, Document).where(Document.state.in_(_ANSWERED)).order_by(Document.id))
    kinds: list[KindRow] = []
    for document in documents.all():
        pages = _pages(session, document.id)
        readings = [reading for page in pages if (reading := _reading(session, page)) is not None]
        if readings and len(readings) == len(pages) and document.kind in catalogue:
            views = [view(lay_out(reading), catalogue) for reading in readings]
            kinds.append(_weighty(row_of(views, document.kind, catalogue, document.id, document.kind)))
    boundaries = [
        row
        for grouping in confirmed_groupings(session, actor)
        for row in _boundaries(session, actor, grouping, catalogue, knowledge)
    ]
    return Rows(tuple(kinds), tuple(boundaries))


def _boundaries(
    session: Session, actor: Actor, grouping: Grouping, catalogue: Catalogue, knowledge: Knowledge
) -> list[BoundaryRow]:
    """Where the dossier's papers begin, as people answer for them; pages that belong to none are left out."""
    held = {page_id for ids in grouping.documents for page_id in ids}
    pages = [page for page in pages_of_dossier(session, actor, grouping.dossier_id) if page.id in held]
    at = {page.id: number for number, page in enumerate(pages)}
    readings = [_reading(session, page) for page in pages]
    if not pages or any(reading is None for reading in readings):
        return []
    views = [view(lay_out(reading), catalogue) for reading in readings if reading is not None]
    named = zip(grouping.kinds, grouping.documents, strict=True)
    laid = [(kind, [at[page_id] for page_id in ids if page_id in at]) for kind, ids in named]
    laid = [(kind if kind in catalogue else "other", numbers) for kind, numbers in laid if numbers]
    rows = boundary_rows(views, sorted(laid, key=lambda one: min(one[1])), catalogue, knowledge, grouping.dossier_id)
    return [BoundaryRow(row.opens, row.pile, row.signs, _WEIGHT) for row in rows]


def _weighty(row: KindRow) -> KindRow:
    return KindRow(row.code, row.paper, row.wording, row.aspects, row.words, _WEIGHT)


def _pages(session: Session, document_id: str) -> list[Page]:
    query = (
        select(Page)
        .join(DocumentPage, DocumentPage.page_id == Page.id)
        .where(DocumentPage.document_id == document_id)
        .order_by(DocumentPage.position)
    )
    return list(session.scalars(query))


def _reading(session: Session, page: Page) -> PageReading | None:
    entry = artefacts.get(session, page.reading) if page.reading else None
    return None if entry is None else page_from_record(entry)
