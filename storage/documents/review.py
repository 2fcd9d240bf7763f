"""Review: a person looks at what the machine proposes, decides, and confirms a document.

Decisions are rows of their own, the newest of a field holds, and none is ever changed. `version` is the document's as
the person saw it: if somebody else has acted since, StateError("conflict") says so and nothing is written. Each verb
gives back the document with its new version.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session

from storage.audit.log import record
from storage.base import now
from storage.documents.holding import hold_document
from storage.documents.tables import Document, DocumentPage, FieldDecision, FieldProposal, KindDecision
from storage.dossiers.dossiers import settle_state
from storage.offices.tables import Office
from storage.scope import Actor, fetch, visible
from storage.search.index import index_document
from storage.text import kept, line, required
from terms.checks import Finding
from terms.errors import AccessError, StateError
from terms.text import squeeze


@dataclass(frozen=True)
class FieldState:
    """One field as it stands: what the machine last read, what a person decided, and the value that holds.

    `value`: the decision's if there is one, else the proposal's. `confidence`: 1.0 once a person has decided.
    `doubtful`: nobody has decided and the machine is less sure than the office's `review_threshold` asks.
    """

    name: str
    proposal: FieldProposal | None
    decision: FieldDecision | None
    value: str | None
    confidence: float
    doubtful: bool

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the checks said of the proposal, contradictions first."""
        return tuple(Finding(**finding) for finding in self.proposal.findings) if self.proposal else ()

    @property
    def handwritten(self) -> bool:
        """The proposal was written by hand."""
        return self.proposal is not None and self.proposal.handwritten

    @property
    def normalised(self) -> str:
        """What the proposal means today; "" where that is what is printed."""
        return self.proposal.normalised if self.proposal else ""


def fields_of(session: Session, actor: Actor, document_id: str) -> list[FieldState]:
    """The fields of the document as they stand, in the order the machine proposed them.

    The proposals are those of the newest run, and beside them stands whatever a person decided. Once the document is
    confirmed, only what was decided is a field of it.
    """
    document = fetch(session, actor, Document, document_id)
    return _fields(session, document)


def document_by_id(session: Session, actor: Actor, document_id: str) -> Document:
    """The document; raises AccessError("not_found")."""
    return fetch(session, actor, Document, document_id)


def decide_field(
    session: Session,
    actor: Actor,
    document_id: str,
    name: str,
    value: str | None,
    *,
    proposal_id: str | None = None,
    version: int,
) -> Document:
    """A person says what a field's value is; None or "" means that the paper has none.

    `proposal_id`: the proposal that was on the screen. Raises StateError("conflict"), StateError("wrong_state") once
    the document is confirmed (reopen it first), AccessError("not_found").
    """
    document = _for_decision(session, actor, document_id, version)
    proposal = session.get(FieldProposal, proposal_id) if proposal_id else None
    if proposal_id and (proposal is None or proposal.document_id != document.id or proposal.name != name):
        raise AccessError("not_found")
    decided = squeeze(kept(value)) if value else ""
    _decide(session, actor, document, name, decided or None, proposal)
    return _changed(session, document, index=True)


def decide_kind(session: Session, actor: Actor, document_id: str, kind: str, version: int) -> Document:
    """A person says what the paper is. From now on later runs only propose. Raises as `decide_field`."""
    document = _for_decision(session, actor, document_id, version)
    session.add(
        KindDecision(
            office_id=document.office_id,
            document_id=document.id,
            kind=required(kind, 60, "the kind"),
            proposed_kind=document.kind,
            proposed_confidence=document.kind_confidence,
            decided_by=_person(actor),
        )
    )
    details = {"kind": kind, "proposed": document.kind}
    document.kind, document.kind_by_person = kind, True
    record(session, actor, "document.kind", "document", document.id, details=details)
    return _changed(session, document)


def set_validity(
    session: Session, actor: Actor, document_id: str, valid_from: str | None, valid_to: str | None, version: int
) -> Document:
    """A person says from when and until when the paper holds (ISO dates, None for open). Raises as `decide_field`."""
    document = _for_decision(session, actor, document_id, version)
    document.valid_from, document.valid_to = valid_from, valid_to
    record(session, actor, "document.validity", "document", document.id)
    return _changed(session, document)


def confirm(
    session: Session,
    actor: Actor,
    document_id: str,
    version: int,
    *,
    names: Collection[str] | None = None,
    title: str | None = None,
) -> Document:
    """A person answers for the document: kind, pages and fields are as the paper says.

    Fields nobody has decided one by one are decided now, as they stood on the screen, so that from here on every value
    is a person's. `names`: the fields that were on the screen, those of the document's kind; what the machine read for
    another kind is left behind. Without it, all. `title`: how the paper is called now that its number was looked at;
    the machine's own title may hold a number it misread.

    Raises StateError("conflict"), StateError("wrong_state"), AccessError("not_found").
    """
    document = _for_decision(session, actor, document_id, version)
    fields = [state for state in _fields(session, document) if names is None or state.name in names]
    for state in fields:
        if state.decision is None:
            _decide(session, actor, document, state.name, state.value, state.proposal)
    if title is not None:
        document.title = line(title, 300)
    document.state = "confirmed"
    document.confirmed_by, document.confirmed_at = _person(actor), now()
    record(
        session,
        actor,
        "document.confirm",
        "document",
        document.id,
        details={"kind": document.kind, "fields": len(fields), "doubtful": sum(state.doubtful for state in fields)},
    )
    return _changed(session, document, index=True)


def reopen(session: Session, actor: Actor, document_id: str, version: int, reason: str = "") -> Document:
    """Take a confirmation or rejection back, as long as the document is not stored. Decisions stay."""
    document = _at(session, actor, document_id, version)
    if document.state not in ("confirmed", "rejected"):
        raise StateError("wrong_state", detail="only a confirmed or rejected document can be opened again")
    document.state = "proposed"
    document.confirmed_by = document.confirmed_at = None
    document.converted_by = document.converted_at = document.conversion_mark = document.converted_sha256 = None
    document.needs_office_signature = False
    record(session, actor, "document.reopen", "document", document.id, details={"reason": line(reason, 300)})
    return _changed(session, document, index=True)


def reject(session: Session, actor: Actor, document_id: str, version: int, reason: str = "") -> Document:
    """A person says that this is no document of the dossier (a separator sheet, scanned twice). Bytes are kept."""
    document = _for_decision(session, actor, document_id, version)
    document.state = "rejected"
    record(session, actor, "document.reject", "document", document.id, details={"reason": line(reason, 300)})
    return _changed(session, document, index=True)


def review_queue(session: Session, actor: Actor, dossier_id: str | None = None, *, limit: int = 100) -> list[Document]:
    """The documents that wait for a person, oldest dossier first, in the order of their pages."""
    query = visible(actor, Document).where(Document.state == "proposed")
    if dossier_id is not None:
        query = query.where(Document.dossier_id == dossier_id)
    return list(session.scalars(query.order_by(Document.dossier_id, Document.position, Document.id).limit(limit)))


def decisions_of(session: Session, actor: Actor, document_id: str) -> list[FieldDecision]:
    """Every decision ever made about the document's fields, oldest first."""
    fetch(session, actor, Document, document_id)
    return list(
        session.scalars(
            visible(actor, FieldDecision).where(FieldDecision.document_id == document_id).order_by(FieldDecision.id)
        )
    )


def _fields(session: Session, document: Document) -> list[FieldState]:
    proposals = {
        row.name: row
        for row in session.scalars(
            select(FieldProposal)
            .where(FieldProposal.document_id == document.id, FieldProposal.run == document.run)
            .order_by(FieldProposal.id)
        )
    }
    decisions = _decisions(session, document)
    names = dict.fromkeys([*proposals, *decisions])
    if document.state in ("confirmed", "stored"):
        names = dict.fromkeys(name for name in names if name in decisions)
    sure = session.get_one(Office, document.office_id).review_threshold
    return [_state(name, proposals.get(name), decisions.get(name), sure) for name in names]


def _decisions(session: Session, document: Document) -> dict[str, FieldDecision]:
    """The newest decision on each field. What was decided before a page that a person took elsewhere does not hold:
    it was about that page."""
    left = and_(
        FieldProposal.page_id.is_not(None),
        ~exists().where(DocumentPage.document_id == document.id, DocumentPage.page_id == FieldProposal.page_id),
    )
    rows = (
        select(FieldDecision)
        .outerjoin(FieldProposal, FieldProposal.id == FieldDecision.proposal_id)
        .where(FieldDecision.document_id == document.id, or_(FieldProposal.id.is_(None), ~left))
    )
    return {row.name: row for row in session.scalars(rows.order_by(FieldDecision.id))}


def _state(name: str, proposal: FieldProposal | None, decision: FieldDecision | None, sure: float) -> FieldState:
    if decision is not None:
        return FieldState(name, proposal, decision, decision.value, 1.0, False)
    value, confidence = (proposal.value, proposal.confidence) if proposal else (None, 0.0)
    return FieldState(name, proposal, None, value, confidence, confidence < sure)


def _decide(
    session: Session,
    actor: Actor,
    document: Document,
    name: str,
    value: str | None,
    proposal: FieldProposal | None,
) -> None:
    corrected = proposal is None or (proposal.value or None) != value
    session.add(
        FieldDecision(
            office_id=document.office_id,
            document_id=document.id,
            name=required(name, 60, "the name of the field"),
            value=value,
            proposal_id=proposal.id if proposal else None,
            corrected=corrected,
            decided_by=_person(actor),
        )
    )
    record(session, actor, "document.field", "document", document.id, details={"field": name, "corrected": corrected})


def _for_decision(session: Session, actor: Actor, document_id: str, version: int) -> Document:
    document = _at(session, actor, document_id, version)
    if document.state != "proposed":
        raise StateError("wrong_state", detail=f"the document is {document.state}")
    return document


def _at(session: Session, actor: Actor, document_id: str, version: int) -> Document:
    _person(actor)
    document = hold_document(session, actor, document_id)
    if document.version != version:
        raise StateError("conflict")
    return document


def _person(actor: Actor) -> str:
    """Only people decide: neither the program nor another system does."""
    if actor.person_id is None:
        raise AccessError("not_allowed")
    return actor.person_id


def _changed(session: Session, document: Document, *, index: bool = False) -> Document:
    document.updated_at = now()  # so that the version goes up even where only rows beside the document were written
    session.flush()
    if index:
        index_document(session, document.id)
    if document.dossier_id:
        settle_state(session, document.dossier_id)
    return document
