"""Errands: a file leaves for the signer's own machine under a one-time token, and comes back signed once, or not."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.audit.log import record
from storage.base import now
from storage.copies.tables import CertifiedCopy
from storage.scope import CERTIFIER, SEAL_KEEPER, Actor, fetch, visible
from storage.signings.tables import AgentErrand
from terms.errors import AccessError, StateError

_WAITS = {"certify": "draft", "seal": "certified"}
_ROLES = {"certify": CERTIFIER, "seal": SEAL_KEEPER}


@dataclass(frozen=True)
class FileSent:
    """What leaves: which field is to be signed, the file (SHA-256 and bytes), by which certificate (SHA-256, hex)."""

    field: str
    sha256: str
    length: int
    certificate_sha256: str


def open_errand(
    session: Session, actor: Actor, copy_id: str, purpose: str, sent: FileSent, *, lasts: dt.timedelta
) -> tuple[AgentErrand, str]:
    """Send a copy out, and the token under which it is fetched and handed back; only its hash is kept.

    An errand of the same copy that is still out is cancelled: one file, one way back. Raises
    StateError("wrong_state"), ("same_person_twice"), AccessError("not_allowed") unless the actor may sign it now.
    """
    actor.require(_ROLES[purpose])
    copy = fetch(session, actor, CertifiedCopy, copy_id, lock=True)
    if actor.person_id is None or (purpose == "certify" and copy.certifier_id != actor.person_id):
        raise AccessError("not_allowed")
    if purpose == "seal" and copy.certifier_id == actor.person_id:
        raise StateError("same_person_twice")
    if copy.state != _WAITS[purpose]:
        raise StateError("wrong_state", detail=f"the copy is {copy.state}")
    for other in errands_of(session, actor, copy_id):
        if other.state == "out":
            settle_errand(session, actor, other.id, "cancelled")
    token = secrets.token_urlsafe(32)
    errand = AgentErrand(
        office_id=copy.office_id,
        copy_id=copy.id,
        person_id=actor.person_id,
        purpose=purpose,
        field=sent.field,
        sent_sha256=sent.sha256,
        sent_length=sent.length,
        certificate_sha256=sent.certificate_sha256,
        token_sha256=_digest(token),
        expires_at=now() + lasts,
    )
    session.add(errand)
    session.flush()
    details = {"copy_id": copy.id, "purpose": purpose, "sha256": sent.sha256, "certificate": sent.certificate_sha256}
    record(session, actor, "errand.open", "agent_errand", errand.id, details=details)
    return errand, token


def errand_by_token(session: Session, token: str) -> AgentErrand:
    """The errand of this token, whoever asks: the token is all that is known of them.

    Raises AccessError("errand_unknown").
    """
    errand = session.scalars(select(AgentErrand).where(AgentErrand.token_sha256 == _digest(token))).one_or_none()
    if errand is None:
        raise AccessError("errand_unknown")
    return errand


def check_out(errand: AgentErrand) -> None:
    """Raise StateError("errand_settled"), ("errand_expired") unless its file may still be fetched and come back."""
    if errand.state != "out":
        raise StateError("errand_settled")
    if errand.expires_at <= now():
        raise StateError("errand_expired")


def settle_errand(session: Session, actor: Actor, errand_id: str, state: str, error: str | None = None) -> AgentErrand:
    """Say how it ended: "back" (signed as expected), "refused" (with the code of why) or "cancelled".

    Raises StateError("errand_settled") for one that has ended already: what comes back, comes back once.
    """
    errand = fetch(session, actor, AgentErrand, errand_id, lock=True)
    if errand.state != "out":
        raise StateError("errand_settled")
    errand.state, errand.error, errand.settled_at = state, error, now()
    details = {"copy_id": errand.copy_id} | ({"error": error} if error else {})
    record(session, actor, f"errand.{state}", "agent_errand", errand.id, details=details)
    session.flush()
    return errand


def errand_by_id(session: Session, actor: Actor, errand_id: str) -> AgentErrand:
    """The errand; raises AccessError("not_found")."""
    return fetch(session, actor, AgentErrand, errand_id)


def errands_of(session: Session, actor: Actor, copy_id: str) -> list[AgentErrand]:
    """The errands of a copy, newest first."""
    fetch(session, actor, CertifiedCopy, copy_id)
    query = visible(actor, AgentErrand).where(AgentErrand.copy_id == copy_id)
    return list(session.scalars(query.order_by(AgentErrand.id.desc())))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
