"""How sure the machine must be of a value before nobody looks: each office decides for itself, knowing what it buys."""

from __future__ import annotations

from sqlalchemy.orm import Session

from storage.audit.log import record
from storage.offices.people import administers
from storage.offices.tables import Office
from storage.scope import Actor, system
from terms.errors import AccessError, InputError

LEAST, MOST = 0.5, 0.999
"""Below, the machine would be let pass where it may as well be wrong; above, everything would be looked at."""


def set_review_threshold(session: Session, actor: Actor | None, office_id: str, threshold: float) -> Office:
    """From now on a value the machine is less sure of than `threshold` waits for a person in this office.

    Raises AccessError unless `actor` administers the office, InputError("bad_request") outside 0.5 to 0.999.
    """
    administers(actor, office_id)
    office = session.get(Office, office_id)
    if office is None:
        raise AccessError("not_found")
    if not LEAST <= threshold <= MOST:
        raise InputError("bad_request", detail=f"a threshold lies between {LEAST} and {MOST}")
    before, office.review_threshold = office.review_threshold, round(threshold, 4)
    if office.review_threshold != before:
        details = {"threshold": str(office.review_threshold), "before": str(before)}
        record(session, actor or system(office_id), "office.threshold", "office", office_id, details=details)
    session.flush()
    return office
