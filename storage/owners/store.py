"""The electronic store of owners: what belongs to whom, and who may see it for which purpose.

Owners are known to every office of the province (`storage.owners.identity` says who is who), but their papers are shown
across offices only to whoever names the number, a purpose and a dossier (`lookup`), and every answer leaves a `Use`
behind (Law 91/2025).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Select, delete, exists, select
from sqlalchemy.orm import Session

from storage.audit.log import mask_numbers, record
from storage.base import now
from storage.documents.holding import hold_document
from storage.documents.tables import Document
from storage.offices.tables import Office
from storage.owners.identity import (
    find_or_create_organisation,
    find_or_create_person,
    identifiers_of,
    known_owner,
    owner_by_id,
    plain_number,
)
from storage.owners.tables import DocumentOwner, Owner, OwnerIdentifier, Use
from storage.scope import Actor, fetch, visible
from storage.text import VIETNAM, kept
from terms.errors import AccessError, InputError
from terms.text import squeeze

__all__ = [
    "OwnerHit",
    "StoredDocument",
    "assign_owner",
    "find_or_create_organisation",
    "find_or_create_person",
    "identifiers_of",
    "lookup",
    "open_for_reuse",
    "owner_by_id",
    "owners_of",
    "people_held",
    "record_use",
    "remove_owner",
    "store_of",
    "uses_of",
]

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


def assign_owner(
    session: Session, actor: Actor, document_id: str, owner_id: str, role: str = "holder"
) -> DocumentOwner:
    """Say that the document belongs to the owner, and as what. Several owners may have it; again changes the role."""
    document = hold_document(session, actor, document_id)
    owner = known_owner(session, owner_id)
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
    number = plain_number(personal_id)
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
    owner = known_owner(session, owner_id)
    if document_id is not None:
        fetch(session, actor, Document, document_id)
        link = exists().where(DocumentOwner.document_id == document_id, DocumentOwner.owner_id == owner.id)
        if not session.scalar(select(link)):
            raise AccessError("not_found")
    return _record_use(session, actor, owner.id, document_id, act, purpose, dossier_code)


def store_of(session: Session, actor: Actor, owner_id: str) -> list[StoredDocument]:
    """What the actor's own offices hold in the owner's store, newest first, in force or not."""
    owner = known_owner(session, owner_id)
    query = _stored(owner.id).where(Document.office_id.in_(actor.office_ids))
    return [_shown(*row) for row in session.execute(query)]


def people_held(session: Session, actor: Actor, numbers: Iterable[str]) -> dict[str, Owner]:
    """The owners with these personal numbers of whom the actor's own offices hold a paper, by number."""
    wanted = set(numbers)
    if not wanted:
        return {}
    held = visible(actor, DocumentOwner).with_only_columns(DocumentOwner.owner_id)
    found = session.execute(
        select(OwnerIdentifier.value, Owner)
        .join(Owner, Owner.id == OwnerIdentifier.owner_id)
        .where(OwnerIdentifier.scheme == "personal_id", OwnerIdentifier.value.in_(wanted), Owner.id.in_(held))
    )
    return {row.value: row.Owner for row in found}


def uses_of(session: Session, actor: Actor, owner_id: str) -> list[Use]:
    """Each time the store of this owner answered to the actor's offices, newest first."""
    return list(session.scalars(visible(actor, Use).where(Use.owner_id == owner_id).order_by(Use.id.desc())))


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
    purpose, dossier_code = mask_numbers(squeeze(kept(purpose))[:1000]), squeeze(kept(dossier_code))[:60]
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
