"""Breaking the glass: one person certifies and seals alone, only where the office allows it, with a reason, on record.

The law wants two signatures, not two people; two people are this program's rule (four eyes). An office with one person
on duty may decide that the rule can be broken, openly.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from storage.audit.log import record
from storage.offices.people import administers
from storage.offices.tables import Office
from storage.scope import Actor, system
from storage.text import required
from terms.errors import AccessError, InputError

SHORTEST_REASON = 20  # characters: "bận" is no reason
_KEY = "break_glass"


def allows_break_glass(office: Office) -> bool:
    """Whether one person may ever seal what they certified in this office; no, unless it decided so."""
    return office.settings.get(_KEY) is True


def set_break_glass(session: Session, actor: Actor | None, office_id: str, *, allowed: bool) -> Office:
    """Decide it for the office. Raises AccessError unless `actor` administers it."""
    administers(actor, office_id)
    office = session.get(Office, office_id)
    if office is None:
        raise AccessError("not_found")
    if allows_break_glass(office) != allowed:
        office.settings = office.settings | {_KEY: allowed}
        by = actor or system(office_id)
        record(session, by, "office.break_glass", "office", office_id, details={"allowed": allowed})
    session.flush()
    return office


def checked_reason(office: Office, reason: str) -> str:
    """The reason as it is kept. Raises AccessError("break_glass_closed"), InputError("break_glass_reason")."""
    if not allows_break_glass(office):
        raise AccessError("break_glass_closed")
    words = required(reason, 500, "the reason")
    if len(words) < SHORTEST_REASON:
        raise InputError("break_glass_reason", shortest=SHORTEST_REASON)
    return words
