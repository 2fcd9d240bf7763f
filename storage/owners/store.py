"""Owners and their electronic store.

**Who is who.** The 12-digit personal number is the key: one number, one owner. An older 9-digit number is an alias.
Without a number each paper's owner is an owner of its own: a name alone never makes two people one. Where a number is
known under another name, nothing is attached silently: StateError("owner_differs") asks a person to look.

**Who sees what.** Owners are known to every office of the province, but their papers are shown across offices only to
whoever names the number, a purpose and a dossier (`lookup`), and every answer leaves a `Use` behind (Law 91/2025).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import Select, delete, exists, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from storage.audit.log import record
from storage.database import now
from storage.documents.holding import hold_document
from storage.documents.tables import Document
from storage.dossiers.dossiers import VIETNAM
from storage.dossiers.tables import Dossier
from storage.offices.tables import Office
from storage.owners.tables import DocumentOwner, Owner, OwnerIdentifier, Use
from storage.scope import Actor, fetch, visible
from storage.text import kept, required
from terms.errors import AccessError, InputError, StateError
from terms.text import bare, squeeze

PERSONAL_ID, OLD_ID, TAX_CODE = "personal_id", "old_personal_id", "tax_code"
_FORMS = {PERSONAL_ID: r"\d{12}", OLD_ID: r"\d{9}", TAX_CODE: r"\d{10}(?:-\d{3})?|\d{12}"}
ACTS = ("lookup", "view", "download", "reuse")


@dataclass(frozen=True)
class StoredDocument:
    """A document of an owner's store, as far as it may be shown before it is opened. Dates are ISO, as on the paper.

    `expired`: its last day has passed. `role`: as what it belongs to the owner.
    """

    document_id: str
    doc_code: str
    kind: str
    title: str
    office_name: str
    trust: str
    status: str
    valid_from: str | None
    valid_to: str | None
    expired: bool
    role: str
    stored_on: str
    sha256: str | None


@dataclass(frozen=True)
class OwnerHit:
    """An owner found: an opaque id, never the number, and the documents that may be re-used."""

    owner_id: str
    kind: str
    name: str
    documents: tuple[StoredDocument, ...]


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


def assign_owner(
    session: Session, actor: Actor, document_id: str, owner_id: str, role: str = "holder"
) -> DocumentOwner:
    """Say that the document belongs to the owner, and as what. Several owners may have it; again changes the role."""
    document = hold_document(session, actor, document_id)
    owner = _known(session, owner_id)
    link = session.scalars(
        select(DocumentOwner).where(DocumentOwner.document_id == document.id, DocumentOwner.owner_id == owner.id)
    ).one_or_none()
    if link is None:
        link = DocumentOwner(
            office_id=document.office_id, document_id=document.id, owner_id=owner.id, role=kept(role, 40)
        )
        session.add(link)
    elif link.role == role:
        return link
    link.role = kept(role, 40)
    details = {"owner_id": owner.id, "role": link.role}
    record(session, actor, "document.owner", "document", document.id, details=details)
    session.flush()
    return link


def remove_owner(session: Session, actor: Actor, document_id: str, owner_id: str) -> None:
    """Take an owner off a document: it was the wrong one."""
    document = hold_document(session, actor, document_id)
    gone = session.execute(
        delete(DocumentOwner)
        .where(DocumentOwner.document_id == document.id, DocumentOwner.owner_id == owner_id)
        .returning(DocumentOwner.id)
    ).all()
    if gone:
        record(session, actor, "document.remove_owner", "document", document.id, details={"owner_id": owner_id})


def owners_of(session: Session, actor: Actor, document_id: str) -> list[tuple[Owner, str]]:
    """The owners of a document and as what it belongs to each."""
    document = fetch(session, actor, Document, document_id)
    query = select(Owner, DocumentOwner.role).join(DocumentOwner, DocumentOwner.owner_id == Owner.id)
    rows = session.execute(query.where(DocumentOwner.document_id == document.id).order_by(DocumentOwner.id))
    return [(owner, role) for owner, role in rows]


def lookup(session: Session, actor: Actor, *, personal_id: str, purpose: str, dossier_code: str) -> list[OwnerHit]:
    """The store of whoever has this number (12 digits, the old 9, or a tax code), across offices.

    Answers with what may be re-used: stored, in force. Records the look-up, whatever it found, and a `Use` of each
    owner. Raises AccessError("purpose_required") without a purpose and a dossier code.
    """
    purpose, dossier_code = _stated(purpose, dossier_code)
    if not actor.office_ids:
        raise AccessError("not_allowed")
    number = _plain(personal_id)
    owners = session.scalars(
        select(Owner)
        .join(OwnerIdentifier, OwnerIdentifier.owner_id == Owner.id)
        .where(OwnerIdentifier.value == number, Owner.merged_into.is_(None))
        .order_by(Owner.id)
    ).unique()
    hits = []
    for owner in owners:
        documents = _reusable(session, owner.id)
        hits.append(OwnerHit(owner.id, owner.kind, owner.name, tuple(documents)))
        _use(session, actor, owner.id, None, "lookup", purpose, dossier_code)
        details = {"dossier_code": dossier_code, "documents": len(documents)}
        record(session, actor, "owner.lookup", "owner", owner.id, purpose=purpose, details=details)
    if not hits:
        details = {"dossier_code": dossier_code, "documents": 0}
        record(session, actor, "owner.lookup", "owner", "unknown", purpose=purpose, details=details)
    session.flush()
    return hits


def open_for_reuse(
    session: Session, actor: Actor, document_id: str, *, act: str = "view", purpose: str, dossier_code: str
) -> Document:
    """A document of the store, of whichever office, for somebody who has just looked its owner up for this dossier.

    `act`: view, download or reuse; recorded. Raises AccessError("not_found") without such a look-up by the actor's
    office, or if the document may not be re-used.
    """
    purpose, dossier_code = _stated(purpose, dossier_code)
    document = session.get(Document, document_id)
    owners = set(session.scalars(select(DocumentOwner.owner_id).where(DocumentOwner.document_id == document_id)))
    looked_up = session.scalars(
        visible(actor, Use)
        .where(
            Use.office_id == actor.office_id,
            Use.act == "lookup",
            Use.dossier_code == dossier_code,
            Use.owner_id.in_(owners),
        )
        .order_by(Use.id.desc())
        .limit(1)
    ).one_or_none()
    if document is None or looked_up is None or document.state != "stored" or document.status != "in_force":
        raise AccessError("not_found")
    _record_use(session, actor, looked_up.owner_id, document.id, act, purpose, dossier_code)
    return document


def record_use(
    session: Session,
    actor: Actor,
    *,
    owner_id: str,
    document_id: str | None,
    act: str,
    purpose: str,
    dossier_code: str,
) -> Use:
    """Say that the actor viewed, downloaded or re-used a document of the owner, and why.

    The document must be one the actor may see: of an own office, or looked up (`open_for_reuse` does both in one).
    Raises AccessError("purpose_required"), AccessError("not_found").
    """
    purpose, dossier_code = _stated(purpose, dossier_code)
    owner = _known(session, owner_id)
    if document_id is not None:
        fetch(session, actor, Document, document_id)
        link = exists().where(DocumentOwner.document_id == document_id, DocumentOwner.owner_id == owner.id)
        if not session.scalar(select(link)):
            raise AccessError("not_found")
    return _record_use(session, actor, owner.id, document_id, act, purpose, dossier_code)


def store_of(session: Session, actor: Actor, owner_id: str) -> list[StoredDocument]:
    """What the actor's own offices hold in the owner's store, newest first, in force or not."""
    owner = _known(session, owner_id)
    query = _stored(owner.id).where(Document.office_id.in_(actor.office_ids))
    return [_shown(*row) for row in session.execute(query)]


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


def uses_of(session: Session, actor: Actor, owner_id: str) -> list[Use]:
    """Each time the store of this owner answered to the actor's offices, newest first."""
    return list(session.scalars(visible(actor, Use).where(Use.owner_id == owner_id).order_by(Use.id.desc())))


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


def _known(session: Session, owner_id: str) -> Owner:
    """The owner with this id, or the one it was merged into."""
    owner = session.get(Owner, owner_id)
    while owner is not None and owner.merged_into is not None:
        owner = session.get(Owner, owner.merged_into)
    if owner is None:
        raise AccessError("not_found")
    return owner


def _stored(owner_id: str) -> Select[Document, Office, str]:
    return (
        select(Document, Office, DocumentOwner.role)
        .join(DocumentOwner, DocumentOwner.document_id == Document.id)
        .join(Office, Office.id == Document.office_id)
        .where(DocumentOwner.owner_id == owner_id, Document.state == "stored")
        .order_by(Document.id.desc())
    )


def _reusable(session: Session, owner_id: str) -> list[StoredDocument]:
    return [_shown(*row) for row in session.execute(_stored(owner_id).where(Document.status == "in_force"))]


def _shown(document: Document, office: Office, role: str) -> StoredDocument:
    today = now().astimezone(VIETNAM).date().isoformat()
    stored_at = document.office_signed_at or document.converted_at
    return StoredDocument(
        document_id=document.id,
        doc_code=document.doc_code,
        kind=document.kind,
        title=document.title,
        office_name=office.name,
        trust=document.trust,
        status=document.status,
        valid_from=document.valid_from,
        valid_to=document.valid_to,
        # "2026-11" lasts through the month: compared as text up to its own length.
        expired=document.valid_to is not None and document.valid_to < today[: len(document.valid_to)],
        role=role,
        stored_on=stored_at.astimezone(VIETNAM).date().isoformat() if stored_at else "",
        sha256=document.converted_sha256,
    )


def _stated(purpose: str, dossier_code: str) -> tuple[str, str]:
    purpose, dossier_code = squeeze(kept(purpose))[:1000], squeeze(kept(dossier_code))[:60]
    if not purpose or not dossier_code:
        raise AccessError("purpose_required")
    return purpose, dossier_code


def _record_use(
    session: Session, actor: Actor, owner_id: str, document_id: str | None, act: str, purpose: str, dossier_code: str
) -> Use:
    if act not in ACTS:
        raise InputError("bad_request", detail=f"unknown use: {act}")
    use = _use(session, actor, owner_id, document_id, act, purpose, dossier_code)
    details = {"owner_id": owner_id, "dossier_code": dossier_code}
    object_type, object_id = ("document", document_id) if document_id else ("owner", owner_id)
    record(session, actor, f"{object_type}.{act}", object_type, object_id, purpose=purpose, details=details)
    session.flush()
    return use


def _use(
    session: Session, actor: Actor, owner_id: str, document_id: str | None, act: str, purpose: str, dossier_code: str
) -> Use:
    use = Use(
        office_id=actor.office_id,
        owner_id=owner_id,
        document_id=document_id,
        act=act,
        purpose=purpose,
        dossier_code=dossier_code,
        person_id=actor.person_id,
        api_client_id=actor.api_client_id,
    )
    session.add(use)
    return use


def _numbers(given: dict[str, str | None]) -> dict[str, str]:
    """The numbers given, digits only, in the order in which they decide. Raises InputError("bad_request")."""
    numbers = {}
    for scheme, value in given.items():
        number = _plain(value or "")
        if not number:
            continue
        if not re.fullmatch(_FORMS[scheme], number, re.ASCII):
            raise InputError("bad_request", detail=f"{scheme} has the wrong length")
        numbers[scheme] = number
    return numbers


def _plain(number: str) -> str:
    return re.sub(r"[\s.]", "", number)
