"""Printed, scanned or photographed, laid on a pile: the pages behind a cover sheet come to where it says."""

from __future__ import annotations

import io
from collections.abc import Callable
from random import Random

import img2pdf
import pypdfium2
import pytest
from PIL import Image

from ingest.cover_sheets import CoverSheet, cover_sheets
from ingest.intake import NewDossier
from samples.worn import Level, wear_page
from storage.audit.tables import AuditEntry
from storage.documents.readings import pages_of_document
from storage.documents.tables import Document, DossierOriginal, Page
from storage.dossiers.dossiers import open_dossier
from storage.jobs.tables import Job
from terms.covers import Cover, parse_cover
from terms.kinds import Catalogue
from tests.ingest.office import Office
from tests.ingest.papers import BIRTH, MARITAL, picture


def printed(sheet: CoverSheet, *, dpi: int = 200) -> Image.Image:
    document = pypdfium2.PdfDocument(cover_sheets([sheet]))
    try:
        return document[0].render(scale=dpi / 72).to_pil().convert("RGB")
    finally:
        document.close()


def scanned(*pages: Image.Image) -> bytes:
    """One file of these pages, as a feeder makes it."""
    jpegs = []
    for page in pages:
        out = io.BytesIO()
        page.convert("L").save(out, "JPEG", quality=85, dpi=(150, 150))
        jpegs.append(out.getvalue())
    return bytes(img2pdf.convert(jpegs))


def new_dossier(office: Office, title: str = "") -> tuple[str, str]:
    """Id and code."""
    with office.database.session() as session:
        dossier = open_dossier(session, office.actor, title=title)
        return dossier.id, dossier.code


def papers_of(office: Office, dossier_id: str) -> list[tuple[str, list[int]]]:
    with office.database.session() as session:
        rows = session.query(Document).filter_by(dossier_id=dossier_id).order_by(Document.position).all()
        return [(row.kind, [page.number for page in pages_of_document(session, office.actor, row.id)]) for row in rows]


@pytest.mark.parametrize(("level", "turn"), [(1, 180), (3, 90)])
def test_a_printed_sheet_is_known_again_from_the_scanner_and_from_a_phone(
    office: Office, level: Level, turn: int
) -> None:
    sheet = CoverSheet(Cover(dossier="H60.12-261120-0001"), "Đăng ký kết hôn, bà Ánh", office="UBND phường An Bình")
    worn = wear_page(printed(sheet, dpi=300), level, Random(level), rotation=turn)
    office.receive(worn.jpeg)
    office.work()
    (page,) = office.pages()
    assert parse_cover(page.cover or "") == sheet.cover
    assert office.documents() == []


def test_each_dossier_gets_its_pages_and_no_sheet_is_a_paper(office: Office) -> None:
    (first, _), (second, code) = new_dossier(office), new_dossier(office, "Xác nhận tình trạng hôn nhân")
    sheet = printed(CoverSheet(Cover(dossier=code), "Xác nhận tình trạng hôn nhân"), dpi=150)
    separator = printed(CoverSheet.before(None), dpi=150)
    office.receive(scanned(picture(BIRTH), sheet, picture(MARITAL), separator, picture(BIRTH)), dossier=first)
    assert set(office.work()) == {"done"}
    assert papers_of(office, first) == [("birth_certificate", [1])]
    assert papers_of(office, second) == [("marital_status_certificate", [3]), ("birth_certificate", [5])]
    assert (office.dossier(first).state, office.dossier(second).state) == ("review", "review")
    (told,) = [entry for entry in office.all(AuditEntry) if entry.action == "original.follow_cover"]
    assert told.details == {"from_dossier_id": first, "dossier_id": second, "page": 2}


def test_done_twice_and_handed_in_twice_changes_nothing(office: Office) -> None:
    (first, _), (second, code) = new_dossier(office), new_dossier(office)
    pile = scanned(printed(CoverSheet(Cover(dossier=code)), dpi=150), picture(BIRTH))
    office.receive(pile, dossier=first)
    office.work()
    before = [row.id for row in office.documents()], [row.id for row in office.all(DossierOriginal)]
    office.receive(pile, dossier=first)
    with office.database.session() as session:
        for job in session.query(Job):
            job.state, job.finished_at = "waiting", None
            office.sent.append(job.id)
    assert set(office.work()) <= {"done", "nothing"}
    assert ([row.id for row in office.documents()], [row.id for row in office.all(DossierOriginal)]) == before
    assert papers_of(office, second) == [("birth_certificate", [2])]
    assert office.dossier(first).state == "done"


def test_a_sheet_of_another_office_moves_nothing_and_tells_nothing(make_office: Callable[[str], Office]) -> None:
    here, there = make_office("H60.12"), make_office("H60.13")
    theirs, code = new_dossier(there, "Của cơ quan khác")
    received = here.receive(
        scanned(printed(CoverSheet(Cover(dossier=code)), dpi=150), picture(BIRTH)), dossier=NewDossier("Hồ sơ")
    )
    here.work()
    assert papers_of(here, received.dossier_id) == [("birth_certificate", [2])]
    assert there.all(DossierOriginal) == there.all(Page) == []
    assert not [entry for entry in here.all(AuditEntry) if entry.action == "original.follow_cover"]
    assert there.dossier(theirs).state == "open"


def test_a_dossier_opened_later_gets_its_pages_when_the_pile_is_read_again(office: Office) -> None:
    first, _ = new_dossier(office)
    pile = scanned(printed(CoverSheet(Cover(dossier="mai mở")), dpi=150), picture(BIRTH))
    office.receive(pile, dossier=first)
    office.work()
    assert papers_of(office, first) == [("birth_certificate", [2])]
    with office.database.session() as session:
        second = open_dossier(session, office.actor, code="mai mở").id
    office.receive(pile, dossier=first)
    assert set(office.work()) == {"done"}
    assert papers_of(office, first) == []
    assert papers_of(office, second) == [("birth_certificate", [2])]


def test_every_kind_of_the_catalogue_has_a_sheet(catalogue: Catalogue) -> None:
    sheets = cover_sheets([CoverSheet.before(kind) for kind in catalogue])
    document = pypdfium2.PdfDocument(sheets)
    assert len(document) == len(list(catalogue))
    texts = [document[number].get_textpage().get_text_bounded() for number in range(len(document))]
    assert all(kind.names["vi"].split()[0] in text for kind, text in zip(catalogue, texts, strict=True))
    document.close()


def test_a_dossier_code_that_no_sheet_can_carry_is_refused() -> None:
    with pytest.raises(ValueError, match="no cover sheet"):
        cover_sheets([CoverSheet(Cover(dossier="\n"))])
