"""Conversion: a confirmed paper becomes the electronic document that the law knows (Law 20/2023/QH15, Article 12).

Searchable pages, the mark in letters on a page of its own, and for permits, certificates and confirmations issued by
an authority the office's digital signature. Only then is the document stored and re-usable.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from ocr.records import page_from_record
from pdf import TextPage, TextWord
from signing.building import build_converted
from signing.channel import Batch
from signing.conversion_file import ConversionPlan
from signing.pages import pages_of_document, sources_of, upright
from signing.services import SigningServices
from signing.statement import VIETNAM, conversion_mark
from storage.database import now
from storage.documents.conversion import record_conversion
from storage.documents.review import document_by_id
from storage.documents.tables import Document, Page
from storage.jobs.artefacts import get as artefact
from storage.offices.tables import Office, Person
from storage.scope import Actor
from terms.errors import StateError


@dataclass(frozen=True)
class Converted:
    """The converted file. `awaits_signature`: the office must sign it before the document is stored."""

    document_id: str
    sha256: str
    mark: str
    awaits_signature: bool


def convert(services: SigningServices, actor: Actor, document_id: str) -> Converted:
    """Convert a confirmed document. It is stored at once unless its kind asks for the office's signature.

    Raises StateError("wrong_state") unless the document is confirmed and not yet converted; InputError if its scan
    cannot be read.
    """
    with services.database.session() as session:
        document = document_by_id(session, actor, document_id)
        if document.state != "confirmed" or document.converted_sha256 is not None:
            raise StateError("wrong_state", detail=f"the document is {document.state}")
        kind = services.catalogue.kinds.get(document.kind)
        needs_signature = kind is not None and kind.issued_by_authority
        title = document.title or (kind.names.vi if kind is not None else document.kind)
        plan = _plan(services, session, actor, document, title=title, to_be_signed=needs_signature)
    with tempfile.TemporaryDirectory(prefix="hoso-convert-") as folder:
        out = Path(folder) / "converted.pdf"
        build_converted(plan, out)
        stored = services.blobs.put(out.read_bytes())
    with services.database.session() as session:
        record_conversion(
            session,
            actor,
            document_id,
            mark=plan.mark,
            sha256=stored.sha256,
            needs_office_signature=needs_signature,
        )
    return Converted(document_id, stored.sha256, plan.mark, needs_signature)


def sign_conversions(
    services: SigningServices, token: str, pin: str, document_ids: Sequence[str], *, code: str = ""
) -> list[str]:
    """Have the office's key sign converted documents, which stores them: the SHA-256 of each signed file.

    `token`: the session of a seal keeper who is not the one who converted them. One PIN serves a batch. Raises what
    `Batch` raises; what was signed before a failure stays signed.
    """
    with services.worker.open_batch(token, pin, "seal", count=len(document_ids), code=code) as batch:
        return [sign_conversion_in(batch, document_id) for document_id in document_ids]


def sign_conversion_in(batch: Batch, document_id: str) -> str:
    """One document of a batch. Raises StateError("same_person_twice"), ("wrong_state")."""
    answer = batch.sign("sign_conversion", document_id=document_id)
    return str(answer["sha256"])


def _plan(
    services: SigningServices, session: Session, actor: Actor, document: Document, *, title: str, to_be_signed: bool
) -> ConversionPlan:
    moment = now()
    pages = pages_of_document(session, actor, document)
    office = session.get_one(Office, document.office_id)
    converter = session.get_one(Person, actor.person_id or document.confirmed_by)
    mark = conversion_mark(office=office.name, converter=converter.full_name, moment=moment, code=document.doc_code)
    return ConversionPlan(
        title=title,
        doc_code=document.doc_code,
        office_name=office.name,
        converter_name=converter.full_name,
        mark=mark,
        moment=moment.replace(microsecond=0).astimezone(VIETNAM).isoformat(),
        demo=office.is_demo,
        to_be_signed=to_be_signed,
        sources=sources_of(pages, services.blobs),
        words=tuple(_words(session, page) for page in pages.pages),
    )


def _words(session: Session, page: Page) -> TextPage:
    """What was read on a page. Without words the page is only turned upright."""
    record = artefact(session, page.reading) if page.reading else None
    if record is None:
        return TextPage(page.number, page.width, page.height, rotation=upright(page), dpi=page.dpi)
    reading = page_from_record(record)
    as_read = page.turned_by_person % 4 == 0  # the boxes stand on the page as the program had turned it
    words = tuple(TextWord(word.text, word.box, word.line) for word in reading.words) if as_read else ()
    return TextPage(
        page.number,
        reading.width,
        reading.height,
        rotation=upright(page),
        skew=reading.skew,
        words=words,
        own_text=reading.source == "text",
        dpi=reading.dpi,
    )
