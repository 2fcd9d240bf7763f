"""Giving people and offices their keys: which key of the signing worker is whose; and keys for a demo office.

A key is installed by whoever runs the machine (a file, a token); here it is only assigned by its name.
"""

from __future__ import annotations

from collections.abc import Mapping

from cryptography import x509
from sqlalchemy import select
from sqlalchemy.orm import Session

from signing.authority import DemoAuthority
from signing.facts import fingerprint
from signing.settings import SigningSettings
from signing.trust import SEAL_KEY, checked_name
from storage.audit.log import record
from storage.offices.people import person_named
from storage.offices.tables import Office, Person
from storage.scope import ADMINISTRATOR, Actor, system
from terms.errors import AccessError


def assign_key(session: Session, actor: Actor | None, username: str, key_name: str | None) -> Person:
    """Say which key is this person's; None takes it away. `actor=None` is the command line.

    Raises AccessError("not_found"), ("not_allowed"); UnavailableError("key_unavailable") for a name that cannot be one.
    """
    if actor is not None:
        actor.require(ADMINISTRATOR)
    person = person_named(session, actor, username)
    person.key_name = checked_name(key_name) if key_name else None
    details = {"key": person.key_name}
    record(session, actor or system(person.office_id), "person.assign_key", "person", person.id, details=details)
    session.flush()
    return person


def note_certificate(session: Session, key_name: str, certificate: x509.Certificate) -> None:
    """Write into the log of every office that uses the key that it has a renewed certificate."""
    offices = {person.office_id for person in session.scalars(select(Person).where(Person.key_name == key_name))}
    offices |= {one.id for one in session.scalars(select(Office)) if one.settings.get(SEAL_KEY) == key_name}
    details = {"sha256": fingerprint(certificate), "until": certificate.not_valid_after_utc.isoformat()}
    for office_id in sorted(offices):
        record(session, system(office_id), "key.certificate", "key", key_name, details=details)


def assign_seal(session: Session, actor: Actor | None, office_id: str, key_name: str) -> Office:
    """Say which key is the office's."""
    if actor is not None:
        actor.require(ADMINISTRATOR)
    office = session.get(Office, office_id)
    if office is None or (actor is not None and office_id not in actor.office_ids):
        raise AccessError("not_found")
    office.settings = office.settings | {SEAL_KEY: checked_name(key_name)}
    record(session, actor or system(office_id), "office.assign_seal", "office", office_id, details={"key": key_name})
    session.flush()
    return office


def outfit_demo(
    session: Session,
    settings: SigningSettings,
    office_id: str,
    *,
    authority_pin: str,
    office_pin: str,
    pins: Mapping[str, str],
) -> DemoAuthority:
    """Give a demo office a key, and each person named in `pins` (user name to PIN) theirs, from the demo authority.

    The authority is made if there is none. Once more changes nothing. Raises AccessError("demo_authority") for an
    office that is not marked as a demo, AccessError("wrong_pin").
    """
    office = session.get(Office, office_id)
    if office is None:
        raise AccessError("not_found")
    if not office.is_demo:
        raise AccessError("demo_authority")
    folder = settings.authority
    authority = DemoAuthority(folder) if DemoAuthority.exists(folder) else DemoAuthority.create(folder, authority_pin)
    wanted = [(f"office-{office.id}", office.name, office_pin)]
    people = {username: person_named(session, system(office_id), username) for username in pins}
    wanted += [(f"person-{people[name].id}", people[name].full_name, pin) for name, pin in pins.items()]
    for key_name, holder, pin in wanted:
        if not authority.has(key_name):
            authority.issue(key_name, holder=holder, organisation=office.name, pin=pin, authority_pin=authority_pin)
    assign_seal(session, None, office_id, f"office-{office.id}")
    for username, person in people.items():
        assign_key(session, None, username, f"person-{person.id}")
    return authority
