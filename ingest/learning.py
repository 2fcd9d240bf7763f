"""Learning from people, office by office: what they confirmed and corrected teaches the labels their papers bear.

An office learns from its own papers alone. What other offices learned it is offered only where they consented, and it
takes nothing over that does not make its own held-out papers read better.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from sqlalchemy.orm import Session

from ingest.jobs import BATCH_PRIORITY, Send, add_understanding
from ocr.model import PageReading
from ocr.records import page_from_record
from ocr.understanding.learning import ConfirmedPaper, FieldOfKind, LearnedLabel, Score, learn, total, with_labels
from storage.audit.log import record
from storage.documents.readings import pages_of_document
from storage.dossiers.tables import Dossier
from storage.jobs import artefacts
from storage.jobs.tables import Job
from storage.learning.consent import is_shared, sharing_offices
from storage.learning.corrections import (
    Corrections,
    confirmed_documents,
    corrections,
    is_held_out,
    training_rows,
)
from storage.learning.labels import adopt_labels, current_labels, shared_labels
from storage.scope import Actor, system, visible
from terms.errors import AccessError
from terms.kinds import Catalogue

_MOST_PAPERS: Final = 400
"""Of each kind so many papers, those confirmed last, say all there is to learn."""


@dataclass(frozen=True)
class Taught:
    """What an office's confirmed papers taught. `papers` were learned from; `held_out` were judged by, as they were
    read before and after. `labels`: those in use from now on."""

    labels: tuple[LearnedLabel, ...]
    before: Score
    after: Score
    adopted: bool
    papers: int
    held_out: int


def office_catalogue(session: Session, catalogue: Catalogue, office_id: str) -> Catalogue:
    """The catalogue as the office reads with it: with the labels it learned as further cues."""
    present = current_labels(session, office_id)
    return catalogue if present is None else with_labels(catalogue, _labels(present.labels))


def learn_labels(session: Session, actor: Actor, catalogue: Catalogue) -> Taught:
    """Learn from what people confirmed last in the actor's office, kind by kind, and adopt what its held-out papers
    gain by."""
    present = current_labels(session, actor.office_id)
    known = _labels(present.labels) if present is not None else ()
    offered = _labels(shared_labels(session, actor.office_id))
    labels: list[LearnedLabel] = [label for label in known if label.kind not in catalogue]
    before: dict[FieldOfKind, Score] = {}
    after: dict[FieldOfKind, Score] = {}
    papers = held_out = 0
    adopted = False
    for kind in catalogue.kinds:
        learned_from, aside = _papers(session, actor, kind)
        papers, held_out = papers + len(learned_from), held_out + len(aside)
        lesson = learn(learned_from, aside, catalogue, _of_kind(known, kind), _of_kind(offered, kind))
        labels += lesson.labels
        before |= lesson.before
        after |= lesson.after
        adopted = adopted or lesson.adopted
    if adopted:
        measured = {"before": asdict(total(before)), "after": asdict(total(after))}
        adopt_labels(session, actor, [asdict(label) for label in labels], measured)
    return Taught(tuple(labels), total(before), total(after), adopted, papers, held_out)


def _of_kind(labels: Iterable[LearnedLabel], kind: str) -> tuple[LearnedLabel, ...]:
    return tuple(label for label in labels if label.kind == kind)


def read_again(session: Session, actor: Actor, *, send: Send | None) -> list[Job]:
    """Have what waits for a person in the actor's office understood again, now that more is known."""
    waiting = visible(actor, Dossier).where(Dossier.state == "review").order_by(Dossier.id)
    jobs = [
        add_understanding(session, actor, dossier.id, priority=BATCH_PRIORITY, send=send)
        for dossier in session.scalars(waiting).all()
    ]
    return [job for job in jobs if job is not None]


def training_export(session: Session, actor: Actor) -> dict[str, Any]:
    """What the actor's office gives away for common training: labels and counts, never a value of a paper.

    Raises AccessError("no_consent") unless the office's administrator has consented.
    """
    if not is_shared(session, actor.office_id):
        raise AccessError("no_consent")
    present = current_labels(session, actor.office_id)
    counts = [_counts(one) for one in corrections(training_rows(session, actor))]
    labels = [asdict(label) for label in _labels(present.labels)] if present is not None else []
    details = {"labels": len(labels), "fields": len(counts)}
    record(session, actor, "learning.export", "office", actor.office_id, details=details)
    return {"labels": labels, "corrections": counts}


def _counts(one: Corrections) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "field": one.name,
        "seen": one.seen,
        "corrected": one.corrected,
        "missed": one.missed,
        "misread": one.misread,
    }


def _labels(records: Iterable[Mapping[str, Any]]) -> tuple[LearnedLabel, ...]:
    return tuple(LearnedLabel(**entry) for entry in records)


def shared_papers(session: Session, kind: str) -> Iterator[ConfirmedPaper]:
    """The papers of a kind that may go into what is common to all offices: those of offices that consented, no others.

    What is made of them must hold no value of theirs.
    """
    for office_id in sorted(sharing_offices(session)):
        learned_from, _ = _papers(session, system(office_id), kind)
        yield from learned_from


def _papers(session: Session, actor: Actor, kind: str) -> tuple[list[ConfirmedPaper], list[ConfirmedPaper]]:
    """The office's confirmed papers whose words are still kept: those to learn from, and those held out."""
    learned_from: list[ConfirmedPaper] = []
    held_out: list[ConfirmedPaper] = []
    for document in confirmed_documents(session, actor, kind, _MOST_PAPERS):
        pages = _read_pages(session, actor, document.document_id)
        if pages:
            paper = ConfirmedPaper(pages, document.kind, document.values)
            (held_out if is_held_out(document.document_id) else learned_from).append(paper)
    return learned_from, held_out


def _read_pages(session: Session, actor: Actor, document_id: str) -> tuple[PageReading, ...]:
    keys = [page.reading for page in pages_of_document(session, actor, document_id)]
    records = [artefacts.get(session, key) for key in keys if key is not None]
    return tuple(page_from_record(entry) for entry in records if entry is not None)
