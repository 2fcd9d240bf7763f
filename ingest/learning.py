"""Learning from people, office by office: what they confirmed and corrected teaches the labels their papers bear.

An office learns from its own papers alone. What other offices learned it is offered only where they consented, and it
takes nothing over that does not make its own held-out papers read better.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy.orm import Session

from ingest.jobs import BATCH_PRIORITY, Send, add_understanding
from ocr.model import PageReading
from ocr.records import page_from_record
from ocr.understanding.learning import ConfirmedPaper, LearnedLabel, Lesson, learn, total, with_labels
from storage.audit.log import record
from storage.documents.readings import pages_of_document
from storage.dossiers.tables import Dossier
from storage.jobs import artefacts
from storage.jobs.tables import Job
from storage.learning.consent import is_shared
from storage.learning.corrections import KIND, PAGES, Corrections, TrainingRow, corrections, training_rows
from storage.learning.labels import adopt_labels, current_labels, shared_labels
from storage.scope import Actor, visible
from terms.errors import AccessError
from terms.kinds import Catalogue


@dataclass(frozen=True)
class Taught:
    """What an office's confirmed papers taught. `papers` were learned from, `held_out` judged by."""

    lesson: Lesson
    papers: int
    held_out: int


def office_catalogue(session: Session, catalogue: Catalogue, office_id: str) -> Catalogue:
    """The catalogue as the office reads with it: with the labels it learned as further cues."""
    present = current_labels(session, office_id)
    return catalogue if present is None else with_labels(catalogue, _labels(present.labels))


def learn_labels(session: Session, actor: Actor, catalogue: Catalogue) -> Taught:
    """Learn from everything people confirmed in the actor's office, and adopt it if its held-out papers gain."""
    learned_from, held_out = _papers(session, actor)
    present = current_labels(session, actor.office_id)
    known = _labels(present.labels) if present is not None else ()
    offered = _labels(shared_labels(session, actor.office_id))
    lesson = learn(learned_from, held_out, catalogue, known, offered)
    if lesson.adopted:
        measured = {"before": asdict(total(lesson.before)), "after": asdict(total(lesson.after))}
        adopt_labels(session, actor, [asdict(label) for label in lesson.labels], measured)
    return Taught(lesson, len(learned_from), len(held_out))


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


def _papers(session: Session, actor: Actor) -> tuple[list[ConfirmedPaper], list[ConfirmedPaper]]:
    """The office's confirmed papers whose words are still kept: those to learn from, and those held out."""
    by_document: dict[str, list[TrainingRow]] = {}
    for row in training_rows(session, actor):
        if row.name not in (KIND, PAGES):
            by_document.setdefault(row.document_id, []).append(row)
    learned_from: list[ConfirmedPaper] = []
    held_out: list[ConfirmedPaper] = []
    for document_id, rows in by_document.items():
        pages = _read_pages(session, actor, document_id)
        if pages:
            paper = ConfirmedPaper(pages, rows[0].kind, {row.name: row.decided for row in rows})
            (held_out if rows[0].held_out else learned_from).append(paper)
    return learned_from, held_out


def _read_pages(session: Session, actor: Actor, document_id: str) -> tuple[PageReading, ...]:
    keys = [page.reading for page in pages_of_document(session, actor, document_id)]
    records = [artefacts.get(session, key) for key in keys if key is not None]
    return tuple(page_from_record(entry) for entry in records if entry is not None)
