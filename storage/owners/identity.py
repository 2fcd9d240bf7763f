"""Owners: who is who.

The 12-digit personal number is the key: one number, one owner. An older 9-digit number is an alias. Without a number
each paper's owner is an owner of its own: a name alone never makes two people one. Where a number is known under
another name, nothing is attached silently: StateError("owner_differs") asks a person to look.
"""

from __future__ import annotations

import re

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from storage.audit.log import record
from storage.dossiers.tables import Dossier
from storage.owners.tables import DocumentOwner, Owner, OwnerIdentifier, Use
from storage.scope import Actor, visible
from storage.text import required
from terms.errors import AccessError, InputError, StateError
from terms.text import bare

PERSONAL_ID, OLD_ID, TAX_CODE = "personal_id", "old_personal_id", "tax_code"
_FORMS = {PERSONAL_ID: r"\d{12}", OLD_ID: r"\d{9}", TAX_CODE: r"\d{10}(?:-\d{3})?|\d{12}"}


def find_or_create_person(
    session: Session,
    actor: Actor,
    *,
    name: str,
    personal_id: str | None = None,
    old_id: str | None = None,
    date_of_birth: str | None = None,
    accept_other_name: bool = False,
) -> Owner:
    """The person these numbers belong to, or a new one.

    Raises InputError("bad_request") for a number of the wrong length, StateError("owner_differs") if a number is known
    under another name (`accept_other_name`: a person has looked and says it is the same human being).
    """
    numbers = _numbers({PERSONAL_ID: personal_id, OLD_ID: old_id})
    return _find_or_create(session, actor, "person", name, numbers, date_of_birth, accept_other_name)


def find_or_create_organisation(
    session: Session, actor: Actor, *, name: str, tax_code: str | None = None, accept_other_name: bool = False
) -> Owner:
    """The organisation with this tax code (mã số doanh nghiệp), or a new one. Raises as `find_or_create_person`."""
    return _find_or_create(
        session, actor, "organisation", name, _numbers({TAX_CODE: tax_code}), None, accept_other_name
    )


def owner_by_id(session: Session, actor: Actor, owner_id: str) -> Owner:
    """The owner, if the actor's offices have met the owner: in a document, a dossier or first of all.

    Raises AccessError("not_found").
    """
    owner = session.get(Owner, owner_id)
    met = owner is not None and (
        owner.office_id in actor.office_ids
        or any(
            session.scalars(visible(actor, table).where(table.owner_id == owner_id).limit(1)).first()
            for table in (DocumentOwner, Dossier, Use)
        )
    )
    if owner is None or not met:
        raise AccessError("not_found")
    return owner


def identifiers_of(session: Session, actor: Actor, owner_id: str) -> list[OwnerIdentifier]:
    """The numbers the owner is known by, for somebody who may see the owner."""
    owner = owner_by_id(session, actor, owner_id)
    return list(session.scalars(select(OwnerIdentifier).where(OwnerIdentifier.owner_id == owner.id)))


def known_owner(session: Session, owner_id: str) -> Owner:
    """The owner with this id, or the one it was merged into."""
    owner = session.get(Owner, owner_id)
    while owner is not None and owner.merged_into is not None:
        owner = session.get(Owner, owner.merged_into)
    if owner is None:
        raise AccessError("not_found")
    return owner


def plain_number(number: str) -> str:
    """A number without the spaces and dots it may be written with."""
    return re.sub(r"[\s.]", "", number)


def _find_or_create(
    session: Session,
    actor: Actor,
    kind: str,
    name: str,
    numbers: dict[str, str],
    date_of_birth: str | None,
    accept_other_name: bool,
) -> Owner:
    if actor.office_id not in actor.office_ids:
        raise AccessError("not_found")
    name = required(name, 200, "the name of the owner")
    for _ in range(3):
        owner = _matching(session, actor, kind, name, numbers, date_of_birth, accept_other_name)
        try:
            with session.begin_nested():
                if owner is None:
                    owner = _create(session, actor, kind, name, date_of_birth)
                elif owner.office_id not in actor.office_ids:
                    record(session, actor, "owner.match", "owner", owner.id)  # another office learns of this owner
                _add_numbers(session, actor, owner, numbers)
                owner.date_of_birth = owner.date_of_birth or date_of_birth
        except IntegrityError:  # somebody else entered the same number at the same moment: find theirs
            session.expire_all()
            continue
        return owner
    raise StateError("conflict")


def _matching(
    session: Session,
    actor: Actor,
    kind: str,
    name: str,
    numbers: dict[str, str],
    date_of_birth: str | None,
    accept_other_name: bool,
) -> Owner | None:
    """The one owner known by any of the numbers. Two (one by the old, one by the new number) become one."""
    found: list[Owner] = []
    for scheme, value in numbers.items():
        owner = session.scalars(
            select(Owner)
            .join(OwnerIdentifier, OwnerIdentifier.owner_id == Owner.id)
            .where(OwnerIdentifier.scheme == scheme, OwnerIdentifier.value == value)
        ).one_or_none()
        if owner is None or owner in found:
            continue
        if owner.kind != kind or not (accept_other_name or _same(owner, name, date_of_birth)):
            raise StateError("owner_differs")
        found.append(owner)
    if not found:
        return None
    first, *others = found
    known = _schemes(session, first)
    for scheme in (PERSONAL_ID, TAX_CODE):
        if scheme in numbers and known.get(scheme, numbers[scheme]) != numbers[scheme]:
            raise StateError("owner_differs")  # the old number leads to somebody with another new number
    for other in others:
        _merge(session, actor, other, first)
    return first


def _same(owner: Owner, name: str, date_of_birth: str | None) -> bool:
    """A name that reads alike without accents, or, where a name was read or changed, the same full date of birth."""
    if owner.name_folded == bare(name):
        return True
    return bool(date_of_birth and len(date_of_birth) == 10 and owner.date_of_birth == date_of_birth)


def _create(session: Session, actor: Actor, kind: str, name: str, date_of_birth: str | None) -> Owner:
    owner = Owner(
        office_id=actor.office_id,
        kind=kind,
        name=name,
        name_folded=bare(name)[:200],
        date_of_birth=date_of_birth,
    )
    session.add(owner)
    session.flush()
    record(session, actor, "owner.create", "owner", owner.id, details={"kind": kind})
    return owner


def _schemes(session: Session, owner: Owner) -> dict[str, str]:
    rows = session.scalars(select(OwnerIdentifier).where(OwnerIdentifier.owner_id == owner.id))
    return {row.scheme: row.value for row in rows}


def _add_numbers(session: Session, actor: Actor, owner: Owner, numbers: dict[str, str]) -> None:
    known = {
        (row.scheme, row.value)
        for row in session.scalars(select(OwnerIdentifier).where(OwnerIdentifier.owner_id == owner.id))
    }
    for scheme, value in numbers.items():
        if (scheme, value) not in known:
            session.add(OwnerIdentifier(office_id=actor.office_id, owner_id=owner.id, scheme=scheme, value=value))
            record(session, actor, "owner.number", "owner", owner.id, details={"scheme": scheme})
    session.flush()


def _merge(session: Session, actor: Actor, other: Owner, into: Owner) -> None:
    """`other` was known by an old number only and is `into`: papers and numbers move, the row stays as a signpost."""
    held = select(DocumentOwner.document_id).where(DocumentOwner.owner_id == into.id)
    session.execute(
        delete(DocumentOwner).where(DocumentOwner.owner_id == other.id, DocumentOwner.document_id.in_(held))
    )
    for table in (DocumentOwner, OwnerIdentifier, Dossier):
        session.execute(update(table).where(table.owner_id == other.id).values(owner_id=into.id))
    other.merged_into = into.id
    record(session, actor, "owner.merge", "owner", other.id, details={"into": into.id})
    session.flush()


def _numbers(given: dict[str, str | None]) -> dict[str, str]:
    """The numbers given, digits only, in the order in which they decide. Raises InputError("bad_request")."""
    numbers = {}
    for scheme, value in given.items():
        number = plain_number(value or "")
        if not number:
            continue
        if not re.fullmatch(_FORMS[scheme], number, re.ASCII):
            raise InputError("bad_request", detail=f"{scheme} has the wrong length")
        numbers[scheme] = number
    return numbers
