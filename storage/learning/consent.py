"""An office's consent to share what the machine learned on its papers with other offices of the installation.

Training is a purpose of its own (Law 91/2025/QH15): off until the office's administrator switches it on, and each
switch is kept as evidence. What is shared holds printed labels and counts, never a value of a paper.
"""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage.audit.log import record
from storage.learning.tables import TrainingConsent
from storage.offices.people import administers
from storage.scope import Actor, visible
from terms.errors import AccessError


def set_consent(session: Session, actor: Actor, office_id: str, *, share: bool) -> None:
    """An administrator switches the office's consent on or off. What is so already stays and leaves no trace.

    Raises AccessError unless `actor` is a person who administers the office.
    """
    administers(actor, office_id)
    if actor.person_id is None:
        raise AccessError("not_allowed")
    if is_shared(session, office_id) == share:
        return
    session.add(TrainingConsent(office_id=office_id, share=share, decided_by=actor.person_id))
    record(session, actor, "office.training_consent", "office", office_id, details={"share": share})
    session.flush()


def is_shared(session: Session, office_id: str) -> bool:
    """Whether the office shares; False where nobody ever decided."""
    return office_id in sharing_offices(session)


def sharing_offices(session: Session) -> frozenset[str]:
    """The offices whose consent is on: the only ones whose rows may go into anything that is common to several."""
    newest = select(func.max(TrainingConsent.id)).group_by(TrainingConsent.office_id)
    query = select(TrainingConsent.office_id).where(TrainingConsent.id.in_(newest), TrainingConsent.share)
    return frozenset(session.scalars(query))


def consents_of(session: Session, actor: Actor) -> list[TrainingConsent]:
    """Every switch of the actor's offices, newest first."""
    return list(session.scalars(visible(actor, TrainingConsent).order_by(TrainingConsent.id.desc())))
