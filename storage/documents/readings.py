"""What the machine read: pages of an original, and the documents it proposes for a dossier.

A reading is written once for each run and may be written again: the second time changes nothing. It never touches what
a person decided. A document somebody has confirmed, rejected, re-named or corrected is *held*: it keeps its kind and
its pages, and a new run adds proposals to it at most.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from sqlalchemy import and_, delete, exists, func, or_, select, update
from sqlalchemy.orm import Session

from storage.audit.log import record
from storage.base import new_id
from storage.copies.tables import CertifiedCopy, OfficeCopy, PaperCopy
from storage.documents.tables import (
    Document,
    DocumentPage,
    DossierOriginal,
    FieldDecision,
    FieldProposal,
    KindDecision,
    Original,
    Page,
)
from storage.dossiers.dossiers import settle_state
from storage.dossiers.tables import Dossier, DossierComponent
from storage.offices.counters import next_number
from storage.offices.tables import Office
from storage.owners.tables import DocumentOwner
from storage.requests.tables import CertificationRequest, Comparison, RefusalLetter, SuspectedForgery
from storage.scope import Actor, fetch, visible
from storage.search.index import forget_document, index_document
from storage.text import kept, kept_json, line
from terms.checks import Finding
from terms.errors import InputError, StateError

# Whatever one of these speaks of, a person's hand is on.
_HOLDING = (
    FieldDecision, KindDecision, DocumentOwner, CertifiedCopy, PaperCopy, OfficeCopy, CertificationRequest, Comparison,
    RefusalLetter, SuspectedForgery,
)  # fmt: skip


@dataclass(frozen=True)
class PageRow:
    """One page as read (the meaning of each value: `ocr.model.PageReading`). `reading`: key of the artefact; `cover`:
    what our cover sheet that it is says (`terms.covers`)."""

    number: int
    width: int
    height: int
    dpi: int
    rotation: int
    skew: float
    confidence: float
    blank: bool = False
    text: str = ""
    warnings: tuple[str, ...] = ()
    reading: str | None = None
    cover: str | None = None


@dataclass(frozen=True)
class ProposedField:
    """What was read for one field. `page_id`: id of the page it stands on; `box`: x, y, width, height there.

    `findings`: what the checks said of it, contradictions first. `normalised`: what the value means today; "" where
    that is what is printed.
    """

    name: str
    value: str | None
    confidence: float
    page_id: str | None = None
    box: tuple[int, int, int, int] | None = None
    source: str = "ocr"
    findings: tuple[Finding, ...] = ()
    handwritten: bool = False
    normalised: str = ""


@dataclass(frozen=True)
class ProposedDocument:
    """One paper found among the pages of a dossier. `page_ids` in order; `run`: key of the artefact that holds it."""

    kind: str
    kind_confidence: float
    page_ids: tuple[str, ...]
    run: str
    fields: tuple[ProposedField, ...] = ()
    title: str = ""
    why: str = ""
    marks: tuple[str, ...] = ()
    valid_from: str | None = None
    valid_to: str | None = None


@dataclass
class _Present:
    """A document that is there, its pages, and whether a person's hand is on it.

    `follows`: the hand is on its pages alone, so that a run may say anew what they are.
    """

    document: Document
    page_ids: tuple[str, ...]
    held: bool
    follows: bool
    matched: bool = field(default=False)


def save_pages(session: Session, actor: Actor, original_id: str, pages: Sequence[PageRow]) -> list[Page]:
    """Keep the pages of an original as they were just read, in place of an earlier reading, and mark it `read`.

    A page keeps its id, and a person's turn of it until it was read that way up. The caller checks its fence in this
    transaction (`storage.jobs.queue.guard`). Raises StateError("wrong_state") if the original was erased.
    """
    original = fetch(session, actor, Original, original_id, lock=True)
    if original.state == "erased":
        raise StateError("wrong_state", detail="the original was erased")
    there = {page.number: page for page in session.scalars(select(Page).where(Page.original_id == original.id))}
    saved = []
    for row in sorted(pages, key=lambda page: page.number):
        page = there.pop(row.number, None)
        if page is None:
            page = Page(office_id=original.office_id, original_id=original.id, number=row.number)
            session.add(page)
        _fill(page, row)
        saved.append(page)
    _drop_pages(session, [page.id for page in there.values()])
    original.page_count = len(saved)
    if original.state in ("received", "reading", "failed"):
        original.state, original.error = "read", None
    session.flush()
    return saved


def save_turned(session: Session, actor: Actor, page_id: str, row: PageRow) -> Page:
    """Keep one page as it was just read the way up that a person had said. The caller checks its fence."""
    page = fetch(session, actor, Page, page_id, lock=True)
    _fill(page, row)
    session.flush()
    return page


def replace_proposals(
    session: Session, actor: Actor, dossier_id: str, documents: Sequence[ProposedDocument]
) -> list[Document]:
    """Make the machine's latest understanding of the dossier what is proposed. Returns the documents, in order.

    Written twice, it changes nothing. Documents nobody has touched follow the new run: they keep their ids where their
    pages do, and go where the run no longer finds them. Held documents keep kind and pages; a run that finds exactly
    their pages adds its fields as further proposals; pages they hold are taken out of what else is proposed.
    Raises InputError("bad_request") for a page that is not the dossier's, StateError("wrong_state") if the dossier is
    cancelled.
    """
    dossier = fetch(session, actor, Dossier, dossier_id, lock=True)
    if dossier.state == "cancelled":
        raise StateError("wrong_state", detail="the dossier is cancelled")
    _check_pages(session, dossier, documents)
    present = _present(session, dossier)
    held_pages = {page for there in present if there.held for page in there.page_ids}
    wanted: list[tuple[ProposedDocument, tuple[str, ...]]] = []
    for proposed in documents:
        holder = next((there for there in present if there.held and there.page_ids == proposed.page_ids), None)
        if holder is not None:
            _add_to_held(session, holder, proposed)
            continue
        free = tuple(page for page in proposed.page_ids if page not in held_pages)
        if free:
            wanted.append((proposed, free))
    result = [there.document for there in present if there.held]
    pairs = _pair(wanted, [there for there in present if not there.held])
    for there in present:
        if not there.held and not there.matched:
            _drop_document(session, there.document)
    for place, (proposed, free, successor) in enumerate(pairs, start=1):
        result.append(_write(session, dossier, proposed, free, successor, place))
    session.flush()
    number_documents(session, dossier.id)
    for document in result:
        index_document(session, document.id)
    settle_state(session, dossier.id)
    record(
        session,
        actor,
        "dossier.propose",
        "dossier",
        dossier.id,
        details={"documents": len(documents), "held": len(result) - len(pairs)},
    )
    session.flush()
    return sorted(result, key=lambda document: (document.position, document.id))


def propose_fields(
    session: Session, actor: Actor, document_id: str, run: str, fields: Sequence[ProposedField]
) -> Document:
    """What was read for the kind that a person has just named: from now on these are the document's proposals.

    Raises AccessError("not_found"), StateError("wrong_state") unless the document is still proposed.
    """
    document = fetch(session, actor, Document, document_id, lock=True)
    if document.state != "proposed":
        raise StateError("wrong_state", detail=f"the document is {document.state}, not proposed")
    proposed = ProposedDocument(document.kind, document.kind_confidence, (), run, tuple(fields))
    _add_proposals(session, document, proposed)
    return document


def documents_of(session: Session, actor: Actor, dossier_id: str) -> list[Document]:
    """The documents found in the dossier, in the order of their pages, without those a person has emptied."""
    fetch(session, actor, Dossier, dossier_id)
    emptied = and_(Document.state == "rejected", ~exists().where(DocumentPage.document_id == Document.id))
    query = visible(actor, Document).where(Document.dossier_id == dossier_id, ~emptied)
    return list(session.scalars(query.order_by(Document.position, Document.id)))


def pages_of_document(session: Session, actor: Actor, document_id: str) -> list[Page]:
    """The pages of the document, in its order."""
    document = fetch(session, actor, Document, document_id)
    query = select(Page).join(DocumentPage, DocumentPage.page_id == Page.id)
    return list(session.scalars(query.where(DocumentPage.document_id == document.id).order_by(DocumentPage.position)))


def _fill(page: Page, row: PageRow) -> None:
    page.width, page.height, page.dpi = row.width, row.height, row.dpi
    page.rotation, page.skew, page.confidence = row.rotation, row.skew, row.confidence
    page.blank, page.text, page.reading = row.blank, kept(row.text), row.reading
    page.warnings, page.cover = list(row.warnings), row.cover
    if page.rotation_by_person is not None:
        page.turned_by_person = (page.rotation_by_person - row.rotation) // 90 % 4


def _check_pages(session: Session, dossier: Dossier, documents: Sequence[ProposedDocument]) -> None:
    named = [page for proposed in documents for page in proposed.page_ids]
    if len(named) != len(set(named)):
        raise InputError("bad_request", detail="a page belongs to one document at most")
    own = set(
        session.scalars(
            select(Page.id)
            .join(DossierOriginal, DossierOriginal.original_id == Page.original_id)
            .where(DossierOriginal.dossier_id == dossier.id, Page.office_id == dossier.office_id)
        )
    )
    if not own.issuperset(named):
        raise InputError("bad_request", detail="a page is not of this dossier")


def _present(session: Session, dossier: Dossier) -> list[_Present]:
    documents = session.scalars(
        select(Document).where(Document.dossier_id == dossier.id).order_by(Document.position, Document.id)
    ).all()
    pages: dict[str, list[str]] = {document.id: [] for document in documents}
    for document_id, page_id in session.execute(
        select(DocumentPage.document_id, DocumentPage.page_id)
        .where(DocumentPage.document_id.in_(pages))
        .order_by(DocumentPage.position)
    ):
        pages[document_id].append(page_id)
    touched = set(
        session.scalars(
            select(Document.id).where(
                Document.dossier_id == dossier.id,
                or_(
                    Document.state != "proposed",
                    Document.kind_by_person,
                    Document.pages_by_person,
                    *(exists().where(table.document_id == Document.id) for table in _HOLDING),
                ),
            )
        )
    )
    return [
        _Present(
            document,
            tuple(pages[document.id]),
            held=document.id in touched,
            follows=document.pages_by_person and document.state == "proposed" and not document.kind_by_person,
        )
        for document in documents
    ]


def _pair(
    wanted: list[tuple[ProposedDocument, tuple[str, ...]]], loose: list[_Present]
) -> list[tuple[ProposedDocument, tuple[str, ...], _Present | None]]:
    """Which proposal goes on in which document: the same pages first, then the most pages in common."""
    chosen: dict[int, _Present] = {}
    scored = sorted(
        (
            (there.page_ids == free, len(set(free) & set(there.page_ids)), -place, place, there)
            for place, (_, free) in enumerate(wanted)
            for there in loose
        ),
        key=lambda score: score[:3],
        reverse=True,
    )
    for _, shared, _, place, there in scored:
        if shared and place not in chosen and not there.matched:
            chosen[place] = there
            there.matched = True
    return [(proposed, free, chosen.get(place)) for place, (proposed, free) in enumerate(wanted)]


def _write(
    session: Session,
    dossier: Dossier,
    proposed: ProposedDocument,
    page_ids: tuple[str, ...],
    there: _Present | None,
    place: int,
) -> Document:
    if there is None:
        document = Document(
            id=new_id(), office_id=dossier.office_id, dossier_id=dossier.id, doc_code=next_code(session, dossier)
        )
        session.add(document)
    else:
        document = there.document
    _describe(document, proposed)
    document.position = place
    session.flush()
    if there is None or there.page_ids != page_ids:
        session.execute(delete(DocumentPage).where(DocumentPage.document_id == document.id))
        session.add_all(
            DocumentPage(office_id=dossier.office_id, document_id=document.id, page_id=page_id, position=position)
            for position, page_id in enumerate(page_ids, start=1)
        )
    _add_proposals(session, document, proposed)
    return document


def _describe(document: Document, proposed: ProposedDocument) -> None:
    document.kind, document.kind_confidence = proposed.kind, proposed.kind_confidence
    document.why, document.marks = kept(proposed.why), list(proposed.marks)
    document.title = line(proposed.title, 300)
    document.valid_from, document.valid_to = proposed.valid_from, proposed.valid_to


def _add_to_held(session: Session, there: _Present, proposed: ProposedDocument) -> None:
    """Further proposals for a document a person's hand is on: unless the machine takes it for something else than the
    person said, for then these are not its fields."""
    document = there.document
    if there.follows:
        _describe(document, proposed)
    if not document.kind_by_person or document.kind == proposed.kind:
        _add_proposals(session, document, proposed)


def _add_proposals(session: Session, document: Document, proposed: ProposedDocument) -> None:
    known = set(
        session.scalars(
            select(FieldProposal.name).where(
                FieldProposal.document_id == document.id, FieldProposal.run == proposed.run
            )
        )
    )
    session.add_all(
        FieldProposal(
            office_id=document.office_id,
            document_id=document.id,
            name=item.name,
            value=None if item.value is None else kept(item.value),
            confidence=item.confidence,
            page_id=item.page_id,
            box=kept_json(item.box),
            source=item.source,
            findings=kept_json([asdict(finding) for finding in item.findings]),
            handwritten=item.handwritten,
            normalised=kept(item.normalised),
            run=proposed.run,
        )
        for item in proposed.fields
        if item.name not in known
    )
    document.run = proposed.run
    session.flush()


def number_documents(session: Session, dossier_id: str) -> None:
    """Put the dossier's documents in the order of their first pages. Their versions stay: no screen is out of date."""
    rows = session.execute(
        select(Document.id, DossierOriginal.position, Page.number)
        .join(DocumentPage, DocumentPage.document_id == Document.id)
        .join(Page, Page.id == DocumentPage.page_id)
        .join(DossierOriginal, DossierOriginal.original_id == Page.original_id)
        .where(Document.dossier_id == dossier_id, DossierOriginal.dossier_id == dossier_id)
        .order_by(DossierOriginal.position, DossierOriginal.id, Page.number)
    )
    for place, document_id in enumerate(dict.fromkeys(row[0] for row in rows), start=1):
        moved = update(Document).where(Document.id == document_id, Document.position != place)
        session.execute(moved.values(position=place))


def next_code(session: Session, dossier: Dossier) -> str:
    """`DocCode` of the Ministry's scheme: issuing office, field, number, version: `H60.12_HS_000021_V1`."""
    office = session.get_one(Office, dossier.office_id)
    return f"{office.code}_HS_{next_number(session, office.id, 'document'):06d}_V1"


def _drop_document(session: Session, document: Document) -> None:
    """Remove a proposal nobody has touched. Its number is not given again."""
    forget_document(session, document.id)
    session.execute(
        update(DossierComponent).where(DossierComponent.document_id == document.id).values(document_id=None)
    )
    session.execute(delete(FieldProposal).where(FieldProposal.document_id == document.id))
    session.execute(delete(DocumentPage).where(DocumentPage.document_id == document.id))
    session.delete(document)
    session.flush()


def _drop_pages(session: Session, page_ids: list[str]) -> None:
    """Remove pages an earlier reading saw and this one does not, unless a document holds them."""
    if not page_ids:
        return
    used = session.scalar(select(func.count()).select_from(DocumentPage).where(DocumentPage.page_id.in_(page_ids)))
    proposed = session.scalar(
        select(func.count()).select_from(FieldProposal).where(FieldProposal.page_id.in_(page_ids))
    )
    if not used and not proposed:
        session.execute(delete(Page).where(Page.id.in_(page_ids)))
