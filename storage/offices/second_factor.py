"""Whether an office asks for a second factor when people sign: never, for batches, or always."""

from __future__ import annotations

from typing import Literal

from sqlalchemy.orm import Session

from storage.audit.log import record
from storage.offices.people import administers
from storage.offices.tables import Office
from storage.scope import Actor, system
from terms.errors import AccessError, InputError

Mode = Literal["off", "batches", "always"]
MODES: tuple[Mode, ...] = ("off", "batches", "always")
_KEY = "second_factor"


def second_factor_of(office: Office) -> Mode | None:
    """What the office decided; None where it decided nothing: then whoever has enrolled is asked for batches.

    A demo office that decided nothing asks nobody.
    """
    decided = office.settings.get(_KEY)
    if decided in MODES:
        return MODES[MODES.index(decided)]
    return "off" if office.is_demo else None


def is_asked(mode: Mode | None, *, enrolled: bool, batch: bool) -> bool:
    """Whether a code is asked for: for a list of copies (`batch`), or for one alone."""
    if mode is None:
        return batch and enrolled
    return mode == "always" or (mode == "batches" and batch)


def set_second_factor(session: Session, actor: Actor | None, office_id: str, mode: str) -> Office:
    """Decide it for the office. Raises AccessError unless `actor` administers it, InputError for an unknown mode."""
    administers(actor, office_id)
    office = session.get(Office, office_id)
    if office is None:
        raise AccessError("not_found")
    if mode not in MODES:
        raise InputError("bad_request", detail=f"a second factor is asked for {', '.join(MODES)}")
    office.settings = office.settings | {_KEY: mode}
    record(session, actor or system(office_id), "office.second_factor", "office", office_id, details={"asked": mode})
    session.flush()
    return office
