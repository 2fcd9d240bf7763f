"""Signing in and out. The browser holds a random token; the database only its SHA-256.

Five wrong passwords in a row lock the account for 15 minutes. A user name nobody has takes as long to refuse as one
somebody has. Roles and activity are read anew with every request, so that what an administrator takes away is gone.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from storage.audit.log import record
from storage.base import now
from storage.offices.passwords import hashed, matches, outdated
from storage.offices.people import actor_for, end_sessions, normal_username, roles_of
from storage.offices.tables import Person, RoleGrant, StaffSession
from storage.scope import Actor
from terms.errors import AccessError, HosoError

ATTEMPTS = 5
LOCKED_FOR = dt.timedelta(minutes=15)
IDLE = dt.timedelta(hours=1)
LONGEST = dt.timedelta(hours=12)
_TOUCH = dt.timedelta(minutes=1)  # how stale `seen_at` may be: a page that polls does not write with each request


@dataclass(frozen=True)
class SignedIn:
    """A person at work. `token` goes into the cookie, `csrf` into every form; `actor` is who acts."""

    token: str
    csrf: str
    actor: Actor
    person: Person


def sign_in(session: Session, username: str, password: str, *, ip: str | None = None) -> SignedIn:
    """Check the password and begin a session.

    Give it a session of its own: a wrong attempt is committed before the refusal is raised, and no transaction is held
    while the password is hashed. Raises AccessError("wrong_credentials"), AccessError("locked_out", minutes=…).
    """
    try:
        name = normal_username(username)
    except HosoError:
        name = ""
    person = session.scalars(select(Person).where(Person.username == name)).one_or_none()
    locked_until = person.locked_until if person else None
    kept = person.password_hash if person and person.active else None
    session.commit()
    right = matches(kept, password)
    if person is None or kept is None:
        raise AccessError("wrong_credentials")
    person = session.scalars(
        select(Person).where(Person.id == person.id).with_for_update().execution_options(populate_existing=True)
    ).one()
    locked_until = max(filter(None, (locked_until, person.locked_until)), default=None)
    if locked_until is not None and locked_until > now():
        minutes = max(1, -(-(locked_until - now()).seconds // 60))
        raise AccessError("locked_out", minutes=minutes)
    if not right or person.password_hash != kept:
        _count_failure(session, person, ip)
        raise AccessError("wrong_credentials")
    return _begin(session, person, password, ip)


def resolve(session: Session, token: str) -> SignedIn | None:
    """Who holds this token; None if nobody (unknown, expired, signed out, deactivated). Slides the expiry."""
    row = session.get(StaffSession, _digest(token))
    moment = now()
    if row is None or row.revoked_at is not None or row.expires_at <= moment:
        return None
    person = session.get(Person, row.person_id)
    if person is None or not person.active:
        return None
    if moment - row.seen_at >= _TOUCH:
        # One statement, guarded, so that a request that was on its way does not undo a sign-out.
        session.execute(
            update(StaffSession)
            .where(StaffSession.id == row.id, StaffSession.revoked_at.is_(None))
            .values(seen_at=moment, expires_at=min(moment + IDLE, row.created_at + LONGEST))
        )
    return SignedIn(token, row.csrf, actor_for(session, person, office_id=row.office_id, ip=row.ip), person)


def offices_open_to(session: Session, person_id: str) -> list[str]:
    """Ids of the offices in which the person holds a role, the person's own first."""
    person = session.get(Person, person_id)
    held = session.scalars(select(RoleGrant.office_id).where(RoleGrant.person_id == person_id).distinct()).all()
    return sorted(held, key=lambda office_id: (person is None or office_id != person.office_id, office_id))


def switch_office(session: Session, token: str, office_id: str) -> SignedIn:
    """Go on in another office in which the person holds a role; raises AccessError("not_found") elsewhere.

    A session is in one office at a time, with the roles held there: to certify in one and to help out in another never
    adds up to certifying in both.
    """
    signed_in = resolve(session, token)
    if signed_in is None:
        raise AccessError("not_signed_in")
    if office_id not in offices_open_to(session, signed_in.person.id):
        raise AccessError("not_found")
    row = session.get_one(StaffSession, _digest(token))
    row.office_id = office_id
    actor = actor_for(session, signed_in.person, office_id=office_id, ip=row.ip)
    record(session, actor, "person.switch_office", "person", signed_in.person.id)
    return SignedIn(token, row.csrf, actor, signed_in.person)


def sign_out(session: Session, token: str) -> None:
    """End the session of this token; an unknown one is no error."""
    row = session.get(StaffSession, _digest(token))
    if row is None or row.revoked_at is not None:
        return
    row.revoked_at = now()
    person = session.get_one(Person, row.person_id)
    actor = actor_for(session, person, office_id=row.office_id, ip=row.ip)
    record(session, actor, "person.sign_out", "person", person.id)


def revoke_all(session: Session, person_id: str) -> None:
    """End every session of the person."""
    end_sessions(session, person_id)


def _begin(session: Session, person: Person, password: str, ip: str | None) -> SignedIn:
    if outdated(person.password_hash):
        person.password_hash = hashed(password)
    person.failed_attempts, person.locked_until = 0, None
    open_to = offices_open_to(session, person.id)
    office_id = person.office_id if not open_to or person.office_id in open_to else open_to[0]
    token, csrf, moment = secrets.token_urlsafe(32), secrets.token_urlsafe(32), now()
    session.add(
        StaffSession(
            id=_digest(token),
            person_id=person.id,
            office_id=office_id,
            csrf=csrf,
            ip=ip,
            created_at=moment,
            seen_at=moment,
            expires_at=moment + IDLE,
        )
    )
    actor = actor_for(session, person, office_id=office_id, ip=ip)
    record(session, actor, "person.sign_in", "person", person.id)
    session.flush()
    return SignedIn(token, csrf, actor, person)


def _count_failure(session: Session, person: Person, ip: str | None) -> None:
    """Count a wrong password and commit it, though the request is about to be refused."""
    person.failed_attempts += 1
    locked = person.failed_attempts >= ATTEMPTS
    if locked:
        person.failed_attempts, person.locked_until = 0, now() + LOCKED_FOR
    actor = Actor(
        office_id=person.office_id,
        office_ids=frozenset({person.office_id}),
        person_id=person.id,
        roles=roles_of(session, person.id, person.office_id),
        ip=ip,
    )
    record(session, actor, "person.locked_out" if locked else "person.wrong_password", "person", person.id)
    session.commit()


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
