"""What must be true of the dossiers after everything that was done to the service."""

from __future__ import annotations

import hashlib
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hoso.services import House
from ocr import end_children
from ocr.model import PageReading
from ocr.quality import reason_unread
from ocr.reading import open_file, read_pages
from ocr.understanding import understand
from storage.audit.log import seal
from storage.check import check
from storage.documents.originals import originals_of_dossier, pages_of
from storage.documents.readings import documents_of, pages_of_document
from storage.documents.tables import Document, FieldProposal, Original, Page
from storage.dossiers.dossiers import dossier_by_code
from storage.dossiers.tables import Dossier
from storage.jobs.tables import Job
from storage.scope import Actor
from terms.errors import AccessError

Files = Mapping[str, bytes]
_CONTROLS = 4


@dataclass(frozen=True)
class Verdict:
    """`findings`: one line for each thing that is not as it must be."""

    findings: tuple[str, ...]
    counted: dict[str, int]

    @property
    def holds(self) -> bool:
        return not self.findings


def judge(house: House, actor: Actor, handed_in: Mapping[str, Files]) -> Verdict:
    """Compare what is stored with what was handed in (`handed_in`: dossier code -> file name -> bytes).

    A few dossiers are read once more without any disturbance; the stored reading must be the same, word by word.
    """
    with house.database.session() as session:
        seal(session)
    checked = check(house.database, house.blobs)
    findings = [f"check: {one.code} {one.subject}" for one in checked if one.level in {"error", "warning"}]
    with house.database.session() as session:
        findings += _nothing_twice(session, len(handed_in))
        for code, files in handed_in.items():
            findings += (f"{code}: {finding}" for finding in _dossier(session, actor, code, files))
    controls = list(handed_in.items())[:: max(1, len(handed_in) // _CONTROLS)][:_CONTROLS]
    for code, files in controls:
        findings += (f"{code}: {finding}" for finding in _undisturbed(house, actor, code, files))
    end_children()
    with house.database.session() as session:
        counted = {
            table.__tablename__: session.scalar(select(func.count()).select_from(table)) or 0
            for table in (Dossier, Original, Page, Document, Job)
        }
    return Verdict(tuple(findings), {**counted, "read_again_undisturbed": len(controls)})


def _nothing_twice(session: Session, dossiers: int) -> Iterator[str]:
    found = session.scalar(select(func.count()).select_from(Dossier))
    if found != dossiers:
        yield f"{found} dossiers instead of {dossiers}"
    states = Counter(session.scalars(select(Job.state)))
    if set(states) != {"done"}:
        yield f"jobs are not all done: {dict(states)}"
    twice = select(FieldProposal.document_id).group_by(FieldProposal.document_id, FieldProposal.name, FieldProposal.run)
    if session.execute(twice.having(func.count() > 1)).first():
        yield "a field was proposed twice in one run"


def _dossier(session: Session, actor: Actor, code: str, files: Files) -> Iterator[str]:
    try:
        dossier = dossier_by_code(session, actor, code)
    except AccessError:
        yield "it is not there"
        return
    if dossier.state != "review":
        yield f"its state is {dossier.state}"
    originals = originals_of_dossier(session, actor, dossier.id)
    expected = [hashlib.sha256(data).hexdigest() for data in files.values()]
    if [original.sha256 for original in originals] != expected:
        yield f"{len(originals)} originals, not the {len(expected)} that were handed in, in their order"
    pages = [page for original in originals for page in pages_of(session, actor, original.id)]
    for page in pages:
        if reason_unread(page.warnings) or not (page.text or page.blank):
            yield f"a page was not read: {page.warnings}"
    documents = documents_of(session, actor, dossier.id)
    held = [page.id for document in documents for page in pages_of_document(session, actor, document.id)]
    if len(held) != len(set(held)):
        yield "a page is in two documents"
    if missing := [page.number for page in pages if not page.blank and page.id not in held]:
        yield f"pages in no document: {missing}"


def _undisturbed(house: House, actor: Actor, code: str, files: Files) -> Iterator[str]:
    readings: list[PageReading] = []
    for data in files.values():
        with tempfile.NamedTemporaryFile(prefix="hoso-control-") as copy:
            copy.write(data)
            copy.flush()
            path = Path(copy.name)
            readings += read_pages(path, open_file(path, house.limits), house.limits)
    control = tuple(replace(reading, number=number) for number, reading in enumerate(readings, start=1))
    with house.database.session() as session:
        try:
            dossier = dossier_by_code(session, actor, code)
        except AccessError:
            return  # told already
        originals = originals_of_dossier(session, actor, dossier.id)
        pages = [page for original in originals for page in pages_of(session, actor, original.id)]
        if [page.text for page in pages] != [reading.text for reading in control]:
            yield "its pages do not read as they do undisturbed"
        number = {page.id: place for place, page in enumerate(pages, start=1)}
        stored = [
            (document.kind, tuple(number[page.id] for page in pages_of_document(session, actor, document.id)))
            for document in documents_of(session, actor, dossier.id)
        ]
    wanted = [(document.kind, document.pages) for document in understand(control, house.catalogue)]
    if stored != wanted:
        yield f"its documents are {stored}, undisturbed {wanted}"
