"""The printed labels an office learned, generation by generation: adopt, take back, use.

Each generation holds all labels to be used, with the counts that speak for them; what they are:
`ocr.understanding.learning`. The newest that was not taken back holds. None is ever changed or deleted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.audit.log import record
from storage.base import now
from storage.learning.consent import sharing_offices
from storage.learning.tables import LearnedLabels
from storage.scope import Actor, visible
from storage.text import kept_json
from terms.errors import AccessError, StateError


def adopt_labels(
    session: Session, actor: Actor, labels: Sequence[Mapping[str, Any]], measured: Mapping[str, Any]
) -> LearnedLabels:
    """From now on the actor's office reads with these labels. `measured`: how its held-out papers were read before
    and after."""
    _in_own_office(actor)
    generation = LearnedLabels(
        office_id=actor.office_id,
        labels=kept_json([dict(label) for label in labels]),
        measured=kept_json(dict(measured)),
        adopted_by=actor.person_id,
    )
    session.add(generation)
    session.flush()
    details = {"labels": len(labels)}
    record(session, actor, "learning.adopt", "learned_labels", generation.id, details=details)
    return generation


def withdraw_labels(session: Session, actor: Actor) -> LearnedLabels | None:
    """Take the newest generation back; the one before holds again (None: the catalogue alone).

    Raises StateError("wrong_state") if there is none to take back.
    """
    _in_own_office(actor)
    present = current_labels(session, actor.office_id)
    if present is None:
        raise StateError("wrong_state", detail="there are no learned labels to take back")
    present.withdrawn_at, present.withdrawn_by = now(), actor.person_id
    record(session, actor, "learning.withdraw", "learned_labels", present.id)
    session.flush()
    return current_labels(session, actor.office_id)


def current_labels(session: Session, office_id: str) -> LearnedLabels | None:
    """The generation the office reads with; None: with the catalogue alone."""
    query = select(LearnedLabels).where(LearnedLabels.office_id == office_id, LearnedLabels.withdrawn_at.is_(None))
    return session.scalars(query.order_by(LearnedLabels.id.desc()).limit(1)).one_or_none()


def generations(session: Session, actor: Actor) -> list[LearnedLabels]:
    """Every generation of the actor's offices, newest first."""
    return list(session.scalars(visible(actor, LearnedLabels).order_by(LearnedLabels.id.desc())))


def shared_labels(session: Session, office_id: str) -> list[dict[str, Any]]:
    """The labels that other offices learned and share, by office and in their order. Without consent: none of it."""
    found = []
    for other in sorted(sharing_offices(session) - {office_id}):
        present = current_labels(session, other)
        found += list(present.labels) if present is not None else []
    return found


def _in_own_office(actor: Actor) -> None:
    if actor.office_id not in actor.office_ids:
        raise AccessError("not_found")
