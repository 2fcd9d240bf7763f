"""From the pages of a dossier to its documents: understand (group, classify, extract, check), then propose.

All pages of the dossier are looked at together, however many files they came in. What comes out are proposals: they
never touch what a person has decided.
"""

from __future__ import annotations

import dataclasses
import hashlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy.orm import Session

from ingest import jobs
from ingest.faults import where
from ingest.learning import office_catalogue
from ingest.pipeline.hold import Hold
from ingest.pipeline.stage import Stage
from ingest.pipeline.validity import valid_between
from ingest.workplace import reader_version
from ocr.model import DocumentReading, FieldValue, Finding, PageReading
from ocr.records import page_from_record
from ocr.understanding import Together, lift, understand
from ocr.understanding.classify import view
from ocr.understanding.contradictions import Contradiction, contradictions
from ocr.understanding.holders import Known, against_store, numbers_of
from ocr.understanding.knowledge import Knowledge
from ocr.understanding.layout import lay_out
from storage.documents.arrangement import arranged_by_people
from storage.documents.originals import (
    follow_covers,
    originals_of_dossier,
    pages_of,
    pages_of_dossier,
    set_original_state,
)
from storage.documents.readings import (
    ProposedDocument,
    ProposedField,
    pages_of_document,
    propose_fields,
    replace_proposals,
)
from storage.documents.review import document_by_id
from storage.documents.tables import Original, Page
from storage.dossiers.tables import Dossier
from storage.jobs import artefacts, queue
from storage.owners.store import people_held
from storage.scope import Actor, fetch
from terms.errors import HosoError
from terms.kinds import OTHER, Catalogue, Kind

log = logging.getLogger(__name__)

_ALLOWED_S: Final = 60.0
_PAGE_ALLOWED_S: Final = 5.0
_MOST_LOOKED_THROUGH: Final = 20
_NOT_UNDERSTOOD: Final = "Chưa nhận dạng tự động được: xin xem và chọn loại giấy tờ."


@dataclass(frozen=True)
class DossierPages:
    """All pages of a dossier in order, numbered from 1 throughout, and the kinds they are held against. `together`:
    pages that a person put together. `knowledge`: what the office learned of kinds and piles."""

    readings: tuple[PageReading, ...]
    catalogue: Catalogue
    together: tuple[Together, ...] = ()
    knowledge: Knowledge | None = None


@dataclass(frozen=True)
class Understood:
    """The documents found among the pages."""

    documents: tuple[DocumentReading, ...]


@dataclass(frozen=True)
class ToPropose:
    """Documents with the ids that their page numbers stand for; `run` is the key of the artefact that holds them."""

    understood: Understood
    page_ids: tuple[str, ...]
    catalogue: Catalogue
    run: str


def understand_pages(given: DossierPages) -> Understood:
    """Which papers the pages are, and their fields."""
    return Understood(understand(given.readings, given.catalogue, given.together, given.knowledge))


def proposals(given: ToPropose) -> tuple[ProposedDocument, ...]:
    """What is to be written: each document by the ids of its pages, with title and validity where they are known."""
    return tuple(_proposed(document, given) for document in given.understood.documents)


def _to_record(made: Understood) -> dict[str, Any]:
    return {"documents": [dataclasses.asdict(document) for document in made.documents]}


def _from_record(record: Mapping[str, Any]) -> Understood:
    return Understood(tuple(_document_from(one) for one in record["documents"]))


UNDERSTAND: Final = Stage("understand", "1", understand_pages, _to_record, _from_record, optional=True)
PROPOSE: Final = Stage("propose", "1", proposals)
DOSSIER_STAGES: Final = (UNDERSTAND, PROPOSE)


@dataclass(frozen=True)
class _Seen:
    """The pages as they were when the work began: their ids, the keys of their readings, what people put together."""

    page_ids: tuple[str, ...]
    keys: tuple[str | None, ...]
    together: tuple[Together, ...] = ()

    @property
    def digest(self) -> str:
        lines = (f"{page_id} {key}\n" for page_id, key in zip(self.page_ids, self.keys, strict=True))
        return hashlib.sha256("".join(lines).encode()).hexdigest()


def understand_dossier(hold: Hold) -> None:
    """Understand the dossier that the job names, and propose its documents.

    If papers came or went meanwhile, it begins again with what is there now. Raises HosoError; StateError and Stopping
    as `Hold.begin` does.
    """
    while not _understood(hold):
        log.info("job %s: the dossier has changed meanwhile", hold.claim.job_id)


def _understood(hold: Hold) -> bool:
    """One pass; False if the pages were no longer the same when it came to writing."""
    hold.begin("pages", allowed_s=_ALLOWED_S)
    with hold.transaction() as session:
        pages, seen = _laid_out(session, hold.actor, hold.subject_id)
        readings = tuple(_reading(session, page, number) for number, page in enumerate(pages, start=1))
        catalogue = office_catalogue(session, hold.workplace.catalogue, hold.actor.office_id)
    knowledge = hold.workplace.knowledge(hold.actor.office_id)
    arranged = {"together": [dataclasses.asdict(one) for one in seen.together]} if seen.together else {}
    run = hold.key(UNDERSTAND, seen.digest, {"catalogue": catalogue.digest, "knowledge": knowledge.digest, **arranged})
    total = len(pages)
    hold.begin(UNDERSTAND.name, allowed_s=_ALLOWED_S + _PAGE_ALLOWED_S * total, total=total)
    understood = hold.found(UNDERSTAND, run)
    if understood is None:
        try:
            understood = UNDERSTAND.run(DossierPages(readings, catalogue, seen.together, knowledge))
        except HosoError:
            raise
        except Exception as error:  # noqa: BLE001 - an optional stage: without it, a person says what the papers are
            log.error("job %s: not understood: %s", hold.claim.job_id, where(error))
            understood, run = as_handed_in(pages), _run_of(seen)
        else:
            with hold.transaction() as session:
                hold.keep(session, UNDERSTAND, run, seen.digest, understood)
    hold.begin(PROPOSE.name, allowed_s=_ALLOWED_S + _PAGE_ALLOWED_S * total, total=total)
    with hold.transaction() as session:
        _lock(session, hold.actor, hold.subject_id)
        if _laid_out(session, hold.actor, hold.subject_id)[1] != seen:
            return False
        secret = _secret_originals(understood, pages)
        for original_id in secret:
            _set_apart(hold, session, original_id)
        if secret:
            return False
        told = _against_store(session, hold.actor, understood, catalogue)
        wanted = ToPropose(told, seen.page_ids, catalogue, run)
        replace_proposals(session, hold.actor, hold.subject_id, PROPOSE.run(wanted))
        # Only now: what this run had proposed of those pages before would keep them from the other dossier.
        for elsewhere in follow_covers(session, hold.actor, hold.subject_id):
            jobs.add_understanding(session, hold.actor, elsewhere, priority=hold.priority, send=hold.workplace.send)
        hold.show(session, "", done=total, total=total)
        queue.finish(session, hold.claim)
    return True


def _against_store(session: Session, actor: Actor, understood: Understood, catalogue: Catalogue) -> Understood:
    """The documents, once what the office's own store holds of the same people has been held against them."""
    kinds = catalogue.kinds
    numbers = [
        number
        for document in understood.documents
        if document.kind in kinds
        for number in numbers_of(kinds[document.kind], document.fields)
    ]
    people = people_held(session, actor, numbers)
    known = [Known(owner.name, number, owner.date_of_birth, "") for number, owner in people.items()]
    if not known:
        return understood
    return Understood(
        tuple(
            dataclasses.replace(document, fields=against_store(kinds[document.kind], document.fields, known))
            if document.kind in kinds
            else document
            for document in understood.documents
        )
    )


def leave_to_person(session: Session, actor: Actor, dossier_id: str, catalogue: Catalogue) -> None:
    """Propose each file of a dossier that could not be understood as one paper of an unknown kind.

    No page may get lost because the program cannot make sense of it: a person names the papers then.
    """
    _lock(session, actor, dossier_id)
    pages, seen = _laid_out(session, actor, dossier_id)
    wanted = ToPropose(as_handed_in(pages), seen.page_ids, catalogue, _run_of(seen))
    replace_proposals(session, actor, dossier_id, PROPOSE.run(wanted))


def as_handed_in(pages: Sequence[Page]) -> Understood:
    """The pages as documents without understanding: one a file, of no known kind."""
    numbers: dict[str, list[int]] = {}
    for number, page in enumerate(pages, start=1):
        if not page.cover:
            numbers.setdefault(page.original_id, []).append(number)
    return Understood(
        tuple(
            DocumentReading(kind=OTHER, kind_confidence=0.0, pages=tuple(some), why=_NOT_UNDERSTOOD)
            for some in numbers.values()
        )
    )


def _run_of(seen: _Seen) -> str:
    return hashlib.sha256(f"as handed in {seen.digest}".encode()).hexdigest()


def _lock(session: Session, actor: Actor, dossier_id: str) -> None:
    """Hold the dossier and its originals until the transaction ends: another dossier may share an original with it."""
    fetch(session, actor, Dossier, dossier_id, lock=True)
    for original_id in sorted(original.id for original in originals_of_dossier(session, actor, dossier_id)):
        fetch(session, actor, Original, original_id, lock=True)


def _laid_out(session: Session, actor: Actor, dossier_id: str) -> tuple[list[Page], _Seen]:
    """The dossier's pages in order, but for those a person has set apart, and what people have put together."""
    pages = [page for page in pages_of_dossier(session, actor, dossier_id) if not page.apart_by_person]
    numbers = {page.id: number for number, page in enumerate(pages, start=1)}
    together = tuple(
        Together(
            tuple(numbers[page.id] for page in one.pages), one.document.kind if one.document.kind_by_person else None
        )
        for one in arranged_by_people(session, actor, dossier_id)
    )
    return pages, dataclasses.replace(_seen(pages), together=together)


def _seen(pages: Sequence[Page]) -> _Seen:
    return _Seen(tuple(page.id for page in pages), tuple(page.reading for page in pages))


def _reading(session: Session, page: Page, number: int) -> PageReading:
    """The page as it was read, with its words if they are still kept, numbered within the dossier."""
    record = artefacts.get(session, page.reading) if page.reading else None
    if record is not None:
        return dataclasses.replace(page_from_record(record), number=number)
    return PageReading(
        number=number,
        width=page.width,
        height=page.height,
        dpi=page.dpi,
        rotation=page.rotation,
        skew=page.skew,
        text=page.text,
        confidence=page.confidence,
        blank=page.blank,
        warnings=tuple(page.warnings),
    )


def read_as(session: Session, actor: Actor, document_id: str, catalogue: Catalogue) -> None:
    """Lift the fields of a document anew for the kind it has now, as a person has just named it.

    Words that were read already are used; nothing is recognised again. Raises as `propose_fields`.
    """
    document = document_by_id(session, actor, document_id)
    pages = pages_of_document(session, actor, document_id)
    catalogue = office_catalogue(session, catalogue, document.office_id)
    kind = catalogue[document.kind]
    readings = tuple(_reading(session, page, number) for number, page in enumerate(pages, start=1))
    run = artefacts.artefact_key(
        _seen(pages).digest, "lift", reader_version(), {"kind": kind.code, "catalogue": catalogue.digest}
    )
    given = ToPropose(Understood(()), tuple(page.id for page in pages), catalogue, run)
    fields = [_field(name, value, given) for name, value in lift(readings, kind, catalogue).items()]
    propose_fields(session, actor, document_id, run, fields)


def against_itself(session: Session, actor: Actor, document_id: str, catalogue: Catalogue) -> tuple[Contradiction, ...]:
    """What the document says against itself, by the words that were read, also between things that are no field of its
    kind. Nothing of a document of very many pages. Raises AccessError("not_found")."""
    pages = pages_of_document(session, actor, document_id)
    if len(pages) > _MOST_LOOKED_THROUGH:
        return ()
    readings = [_reading(session, page, number) for number, page in enumerate(pages, start=1)]
    return contradictions([view(lay_out(reading), catalogue) for reading in readings])


def _secret_originals(understood: Understood, pages: list[Page]) -> set[str]:
    secret = [number for document in understood.documents if "secret" in document.marks for number in document.pages]
    return {pages[number - 1].original_id for number in secret}


def _set_apart(hold: Hold, session: Session, original_id: str) -> None:
    """What only all pages together showed to be secret is set apart as a page would have been."""
    original = set_original_state(session, hold.actor, original_id, "set_apart", error="secret_paper")
    artefacts.forget(session, original.sha256)
    for page in pages_of(session, hold.actor, original_id):
        page.text, page.reading = "", None


def _proposed(document: DocumentReading, given: ToPropose) -> ProposedDocument:
    kind = given.catalogue.kinds.get(document.kind)
    valid_from, valid_to = valid_between(kind, document.fields) if kind else (None, None)
    return ProposedDocument(
        kind=document.kind,
        kind_confidence=document.kind_confidence,
        page_ids=tuple(given.page_ids[number - 1] for number in document.pages),
        run=given.run,
        fields=tuple(_field(name, value, given) for name, value in document.fields.items()),
        title=_title(kind, document.fields),
        why=document.why,
        marks=document.marks,
        valid_from=valid_from,
        valid_to=valid_to,
    )


def _field(name: str, value: FieldValue, given: ToPropose) -> ProposedField:
    return ProposedField(
        name=name,
        value=value.value,
        confidence=value.confidence,
        page_id=None if value.page is None else given.page_ids[value.page - 1],
        box=value.box,
        source=value.source,
        findings=value.findings,
        handwritten=value.handwritten,
        normalised=value.normalised,
    )


def _title(kind: Kind | None, fields: Mapping[str, FieldValue]) -> str:
    """How the paper is called in one line, by what was read."""
    if kind is None or kind.code == OTHER:
        return ""
    return kind.called({name: field.value for name, field in fields.items()})


def _document_from(record: Mapping[str, Any]) -> DocumentReading:
    fields = {
        name: FieldValue(
            value=field["value"],
            confidence=field["confidence"],
            page=field["page"],
            box=tuple(field["box"]) if field["box"] else None,
            source=field["source"],
            findings=tuple(Finding(**finding) for finding in field.get("findings", ())),
            handwritten=field.get("handwritten", False),
            normalised=field.get("normalised", ""),
        )
        for name, field in record["fields"].items()
    }
    return DocumentReading(
        kind=record["kind"],
        kind_confidence=record["kind_confidence"],
        pages=tuple(record["pages"]),
        fields=fields,
        why=record["why"],
        why_en=record.get("why_en", ""),
        marks=tuple(record["marks"]),
    )
