"""What became of a document once a person has confirmed it: whose it is, its conversion, its certified copies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from storage.copies.copies import copies_of
from storage.copies.register import entry_by_id
from storage.copies.tables import CertifiedCopy, RegisterEntry
from storage.documents.tables import Document, DocumentPage, FieldDecision, FieldProposal, Page
from storage.owners.store import owners_of
from storage.owners.tables import Owner
from storage.scope import Actor, visible
from terms.kinds import Catalogue, Kind


@dataclass(frozen=True)
class Suggestion:
    """An owner as the paper itself names one."""

    name: str
    personal_id: str
    date_of_birth: str
    organisation: bool
    role: str


@dataclass(frozen=True)
class Kept:
    """Owners with the role each has, owners the paper suggests beyond them, copies with their numbers."""

    owners: list[tuple[Owner, str]]
    suggestions: list[Suggestion]
    copies: list[tuple[CertifiedCopy, RegisterEntry | None]]
    needs_office_signature: bool


def kept(
    session: Session, actor: Actor, document: Document, values: Mapping[str, str | None], kind: Kind
) -> Kept | None:
    """Everything beyond review; None while the document still waits for a person."""
    if document.state not in ("confirmed", "stored"):
        return None
    owners = owners_of(session, actor, document.id)
    copies = copies_of(session, actor, document.id)
    return Kept(
        owners=owners,
        suggestions=_suggested(kind, values, {role for _, role in owners}),
        copies=[(copy, entry_by_id(session, actor, copy.entry_id) if copy.entry_id else None) for copy in copies],
        needs_office_signature=kind.issued_by_authority,
    )


def _suggested(kind: Kind, values: Mapping[str, str | None], taken: set[str]) -> list[Suggestion]:
    found = []
    for holder in kind.holders:
        names = (values.get(holder.name) or "").split("; ")
        alone = len(names) == 1
        for place, name in enumerate(names):
            role = holder.name if alone else f"{holder.name} {place + 1}"
            if not name or role in taken:
                continue
            found.append(
                Suggestion(
                    name=name,
                    personal_id=(values.get(holder.personal_number or "") or "") if alone else "",
                    date_of_birth=(values.get(holder.date_of_birth or "") or "") if alone else "",
                    organisation=holder.organisation,
                    role=role,
                )
            )
    return found


def subjects(session: Session, actor: Actor, documents: Sequence[Document], catalogue: Catalogue) -> dict[str, str]:
    """What each document is about, in one line for a list: its holders' names and its number, as they hold now."""
    wanted = {document.id: _telling(catalogue.kinds.get(document.kind)) for document in documents}
    names = {name for fields in wanted.values() for name in fields}
    proposed = visible(actor, FieldProposal).where(FieldProposal.document_id.in_(wanted), FieldProposal.name.in_(names))
    decided = visible(actor, FieldDecision).where(FieldDecision.document_id.in_(wanted), FieldDecision.name.in_(names))
    # The newest holds, and what a person decided holds over what the machine proposed.
    found = {(row.document_id, row.name): row.value for row in session.scalars(proposed.order_by(FieldProposal.id))}
    found |= {(row.document_id, row.name): row.value for row in session.scalars(decided.order_by(FieldDecision.id))}
    return {
        document_id: " · ".join(value for name in fields if (value := found.get((document_id, name))))
        for document_id, fields in wanted.items()
    }


def pages_by_document(session: Session, actor: Actor, documents: Sequence[Document]) -> dict[str, list[Page]]:
    """The pages of each of these documents, in order, in one query: lists are long."""
    found: dict[str, list[Page]] = {document.id: [] for document in documents}
    query = (
        visible(actor, Page)
        .join(DocumentPage, DocumentPage.page_id == Page.id)
        .add_columns(DocumentPage.document_id)
        .where(DocumentPage.document_id.in_(found))
        .order_by(DocumentPage.document_id, DocumentPage.position)
    )
    for page, document_id in session.execute(query):
        found[document_id].append(page)
    return found


def _telling(kind: Kind | None) -> list[str]:
    """The fields that tell one paper of a kind from another; never a personal number."""
    if kind is None:
        return []
    names = [holder.name for holder in kind.holders[:2]]
    if kind.number and kind.field(kind.number).type != "personal_number":
        names.append(kind.number)
    return names
