"""Offices, the people of the staff and their roles.

A role is held in an office. People are managed by an administrator of the office they belong to; `actor=None` is the
command line on the machine itself (the first administrator, the demo).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from storage.audit.log import record
from storage.base import now
from storage.offices.passwords import hashed
from storage.offices.tables import Office, Person, RoleGrant, StaffSession
from storage.scope import ADMINISTRATOR, ROLES, Actor, fetch, system, visible
from storage.signings.tables import SigningTerm
from storage.text import VIETNAM, kept, required
from terms.errors import AccessError, InputError, StateError


def create_office(
    session: Session,
    *,
    code: str,
    name: str,
    level: str,
    parent_id: str | None = None,
    is_demo: bool = False,
    name_en: str = "",
    province_code: str | None = None,
    commune_code: str | None = None,
    settings: dict[str, Any] | None = None,
) -> Office:
    """A new office; from the command line only. `level`: "province" or "commune" (two levels since 1 July 2025).

    Raises InputError("bad_request") for an unknown level or parent, StateError("wrong_state") for a code in use.
    """
    if level not in ("province", "commune"):
        raise InputError("bad_request", detail=f"unknown level of an office: {level}")
    if parent_id is not None and session.get(Office, parent_id) is None:
        raise InputError("bad_request", detail="the office above does not exist")
    office = Office(
        code=required(code, 40, "the office code"),
        name=required(name, 200, "the name of the office"),
        name_en=kept(name_en, 200),
        level=level,
        parent_id=parent_id,
        province_code=province_code,
        commune_code=commune_code,
        is_demo=is_demo,
        settings=settings or {},
    )
    try:
        with session.begin_nested():
            session.add(office)
    except IntegrityError as failure:
        raise StateError("wrong_state", detail=f"there is an office {office.code} already") from failure
    record(session, system(office.id), "office.create", "office", office.id, details={"code": office.code})
    return office


def offices(session: Session) -> list[Office]:
    """Every office, by code. Names and codes of offices are public."""
    return list(session.scalars(select(Office).order_by(Office.code)))


def office_by_code(session: Session, code: str) -> Office:
    """The office with this official code; raises AccessError("not_found")."""
    office = session.scalars(select(Office).where(Office.code == code.strip())).one_or_none()
    if office is None:
        raise AccessError("not_found")
    return office


def create_person(
    session: Session,
    actor: Actor | None,
    *,
    office_id: str,
    username: str,
    full_name: str,
    password: str,
    roles: Iterable[str],
    title: str = "",
    key_name: str | None = None,
    language: str = "vi",
) -> Person:
    """A new member of the staff with `roles` in the office. `key_name`: the person's key at the signing worker.

    Raises AccessError unless `actor` administers the office, InputError("bad_request") for an unknown role or a
    password out of bounds, StateError("wrong_state") for a user name in use.
    """
    administers(actor, office_id)
    if session.get(Office, office_id) is None:
        raise AccessError("not_found")
    person = Person(
        office_id=office_id,
        username=normal_username(username),
        full_name=required(full_name, 100, "the name"),
        title=kept(title, 100),
        password_hash=hashed(password),
        key_name=key_name,
        language=language,
    )
    try:
        with session.begin_nested():
            session.add(person)
    except IntegrityError as failure:
        raise StateError("wrong_state", detail=f"the user name {person.username} is in use") from failure
    by = actor or system(office_id)
    record(session, by, "person.create", "person", person.id, details={"username": person.username})
    for role in sorted(set(roles)):
        _grant(session, by, person, office_id, role)
    session.flush()
    return person


def set_password(session: Session, actor: Actor | None, person_id: str, password: str) -> None:
    """A new password, by the person or an administrator. Unlocks the account and ends all of its sessions."""
    person = _person(session, actor, person_id, self_too=True)
    person.password_hash = hashed(password)
    person.failed_attempts, person.locked_until = 0, None
    end_sessions(session, person.id)
    record(session, actor or system(person.office_id), "person.set_password", "person", person.id)


def grant_role(
    session: Session, actor: Actor | None, person_id: str, role: str, *, office_id: str | None = None
) -> None:
    """Give the person a role in `office_id` (the person's own office by default). Once more does nothing.

    To lend a person to another office, that office's administrator grants the role there.
    """
    person = session.get(Person, person_id)
    if person is None:
        raise AccessError("not_found")
    where = office_id or person.office_id
    administers(actor, where)
    if role not in roles_of(session, person.id, where):
        _grant(session, actor or system(where), person, where, role)
        session.flush()


def revoke_role(
    session: Session, actor: Actor | None, person_id: str, role: str, *, office_id: str | None = None
) -> None:
    """Take a role away. Holds from the next request on: roles are read anew with each."""
    person = session.get(Person, person_id)
    if person is None:
        raise AccessError("not_found")
    where = office_id or person.office_id
    administers(actor, where)
    gone = session.execute(
        delete(RoleGrant)
        .where(RoleGrant.person_id == person.id, RoleGrant.office_id == where, RoleGrant.role == role)
        .returning(RoleGrant.id)
    ).all()
    if gone:
        record(session, actor or system(where), "person.revoke_role", "person", person.id, details={"role": role})


def deactivate(session: Session, actor: Actor | None, person_id: str) -> None:
    """The person may no longer sign in; all sessions and terms of signing end, and the key is theirs no more.

    The name stays where it was written. Who comes back is assigned a key anew.
    """
    person = _person(session, actor, person_id)
    key, person.key_name = person.key_name, None
    person.active = False
    end_sessions(session, person.id)
    _end_terms(session, actor, person.id)
    details = {"key": key} if key else None
    record(session, actor or system(person.office_id), "person.deactivate", "person", person.id, details=details)


def reactivate(session: Session, actor: Actor | None, person_id: str) -> None:
    """The person may sign in again."""
    person = _person(session, actor, person_id)
    person.active, person.failed_attempts, person.locked_until = True, 0, None
    record(session, actor or system(person.office_id), "person.reactivate", "person", person.id)


def people_of(session: Session, actor: Actor) -> list[Person]:
    """The people of the actor's offices, by name."""
    return list(session.scalars(visible(actor, Person).order_by(Person.full_name, Person.id)))


def person_named(session: Session, actor: Actor | None, username: str) -> Person:
    """The person with this user name, of the actor's offices (any, from the command line); AccessError("not_found")."""
    query = select(Person) if actor is None else visible(actor, Person)
    person = session.scalars(query.where(Person.username == normal_username(username))).one_or_none()
    if person is None:
        raise AccessError("not_found")
    return person


def roles_of(session: Session, person_id: str, office_id: str) -> frozenset[str]:
    """The roles the person holds in the office."""
    return frozenset(
        session.scalars(
            select(RoleGrant.role).where(RoleGrant.person_id == person_id, RoleGrant.office_id == office_id)
        )
    )


def actor_for(session: Session, person: Person, *, office_id: str | None = None, ip: str | None = None) -> Actor:
    """The actor this person is in one office (the person's own by default), with the roles held there and no others."""
    where = office_id or person.office_id
    return Actor(
        office_id=where,
        office_ids=frozenset({where}),
        person_id=person.id,
        roles=roles_of(session, person.id, where),
        ip=ip,
    )


def end_sessions(session: Session, person_id: str) -> None:
    """End every session of the person."""
    session.execute(
        update(StaffSession)
        .where(StaffSession.person_id == person_id, StaffSession.revoked_at.is_(None))
        .values(revoked_at=now())
    )


def _end_terms(session: Session, actor: Actor | None, person_id: str) -> None:
    """Whoever leaves signs no more, nor when the account is opened again: a new term is a new decision."""
    day = now().astimezone(VIETNAM).date().isoformat()
    own = SigningTerm.person_id == person_id
    session.execute(delete(SigningTerm).where(own, SigningTerm.first_day > day))
    open_ended = own, (SigningTerm.last_day.is_(None)) | (SigningTerm.last_day > day)
    by = actor.person_id if actor else None
    session.execute(update(SigningTerm).where(*open_ended).values(last_day=day, ended_by=by))


def normal_username(username: str) -> str:
    """A user name as it is kept and compared: one line, lower case."""
    return required(username, 60, "the user name").casefold()


def _grant(session: Session, by: Actor, person: Person, office_id: str, role: str) -> None:
    if role not in ROLES:
        raise InputError("bad_request", detail=f"unknown role: {role}")
    session.add(RoleGrant(person_id=person.id, office_id=office_id, role=role))
    record(session, by, "person.grant_role", "person", person.id, details={"role": role, "office_id": office_id})


def administers(actor: Actor | None, office_id: str) -> None:
    """Raise AccessError unless `actor` administers the office. None is the command line on the machine itself."""
    if actor is None:
        return
    if office_id not in actor.office_ids:
        raise AccessError("not_found")
    if not actor.is_system:
        actor.require(ADMINISTRATOR)


def _person(session: Session, actor: Actor | None, person_id: str, *, self_too: bool = False) -> Person:
    if actor is None:
        found = session.get(Person, person_id)
        if found is None:
            raise AccessError("not_found")
        return found
    person = fetch(session, actor, Person, person_id, lock=True)
    if not (self_too and actor.person_id == person.id):
        administers(actor, person.office_id)
    return person
