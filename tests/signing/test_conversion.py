"""Conversion: from a confirmed paper to a document the law knows, signed by the office where it asks for that."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pikepdf
import pytest

from ocr.model import PageReading, Word
from ocr.records import page_to_record
from signing import conversion
from signing.trust import Trust
from signing.verification import verify
from storage.documents.review import document_by_id
from storage.documents.tables import Document, Page
from storage.jobs import artefacts
from storage.offices import people
from storage.scope import Actor, system
from terms.errors import HosoError
from tests.signing.scene import OFFICE, OFFICE_PIN, Counter
from tests.verapdf import assert_pdfa


@pytest.fixture
def anh(counter: Counter) -> Actor:
    with counter.database.session() as session:
        return people.actor_for(session, counter.people["anh"])


def row(counter: Counter, document_id: str) -> Document:
    with counter.database.session() as session:
        return document_by_id(session, system(counter.office_id), document_id)


def words_of(path: Path) -> str:
    return subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout


def test_an_application_is_converted_and_stored_at_once(counter: Counter, anh: Actor) -> None:
    document_id = counter.document(kind="application_form")
    converted = conversion.convert(counter.services, anh, document_id)
    document = row(counter, document_id)
    assert (converted.awaits_signature, document.state, document.trust) == (False, "stored", "digitised")
    path = counter.services.blobs.path(converted.sha256)
    assert_pdfa(path, "3b")
    said = " ".join(words_of(path).split())
    assert "BẢN ĐIỆN TỬ CHUYỂN ĐỔI TỪ VĂN BẢN GIẤY" in said
    assert f"{OFFICE} – Nguyễn Thị Ánh" in said
    assert document.doc_code in said
    with pikepdf.open(path) as pdf:
        assert "/AcroForm" not in pdf.Root
        assert pdf.docinfo["/Subject"] == converted.mark == document.conversion_mark


def test_a_certificate_is_stored_only_with_the_offices_signature(counter: Counter, anh: Actor) -> None:
    document_id = counter.document(kind="marriage_certificate")
    converted = conversion.convert(counter.services, anh, document_id)
    assert (converted.awaits_signature, row(counter, document_id).state) == (True, "confirmed")

    token = counter.tokens["dung"]
    (sha256,) = conversion.sign_conversions(counter.services, token, OFFICE_PIN, [document_id])
    document = row(counter, document_id)
    assert (document.state, document.trust, document.converted_sha256) == ("stored", "digitised_signed", sha256)
    path = counter.services.blobs.path(sha256)
    assert_pdfa(path, "3b")
    verdict = verify(path, Trust(counter.services.settings).anchors)
    assert verdict.verdict == "valid", verdict.to_json()
    assert verdict.signatures[0].signer.startswith(OFFICE)


def test_the_office_signs_each_conversion_once_and_nothing_else(counter: Counter, anh: Actor) -> None:
    stored, waiting, raw = (counter.document(kind=kind) for kind in ("application_form", "diploma", "diploma"))
    conversion.convert(counter.services, anh, stored)
    conversion.convert(counter.services, anh, waiting)
    with counter.services.worker.open_batch(counter.tokens["dung"], OFFICE_PIN, "seal", count=9) as batch:
        conversion.sign_conversion_in(batch, waiting)
        for document_id in (stored, waiting, raw):
            with pytest.raises(HosoError) as refusal:
                conversion.sign_conversion_in(batch, document_id)
            assert refusal.value.code == "wrong_state"


def test_who_converts_does_not_seal(counter: Counter) -> None:
    with counter.database.session() as session:
        people.grant_role(session, None, counter.people["binh"].id, "reviewer")
        binh = people.actor_for(session, counter.people["binh"])
    document_id = counter.document(kind="diploma")
    conversion.convert(counter.services, binh, document_id)
    with pytest.raises(HosoError) as refusal:
        conversion.sign_conversions(counter.services, counter.tokens["binh"], OFFICE_PIN, [document_id])
    assert refusal.value.code == "same_person_twice"


def test_only_a_confirmed_document_is_converted_and_only_once(counter: Counter, anh: Actor) -> None:
    document_id = counter.document(kind="diploma")
    conversion.convert(counter.services, anh, document_id)
    with pytest.raises(HosoError) as refusal:
        conversion.convert(counter.services, anh, document_id)
    assert refusal.value.code == "wrong_state"


def test_the_words_that_were_read_can_be_searched(counter: Counter, anh: Actor) -> None:
    document_id = counter.document(kind="application_form")
    words = tuple(
        Word(text, (180 + 160 * place, 300, 150, 34), 0.98, 0) for place, text in enumerate(("Đơn", "đề", "nghị"))
    )
    reading = PageReading(1, 1240, 1754, 150, 0, 0.0, "Đơn đề nghị", 0.98, False, words=words)
    with counter.database.session() as session:
        page = session.query(Page).one()
        page.reading = "a" * 64
        artefacts.put(
            session,
            anh,
            key="a" * 64,
            input_sha256="b" * 64,
            stage="page",
            version="1",
            content=page_to_record(reading),
        )
    converted = conversion.convert(counter.services, anh, document_id)
    path = counter.services.blobs.path(converted.sha256)
    assert "Đơn đề nghị" in words_of(path)
    assert_pdfa(path, "3b")


def test_a_scan_that_cannot_be_read_converts_nothing(counter: Counter, anh: Actor, tmp_path: Path) -> None:
    (tmp_path / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 no picture at all")
    document_id = counter.document([tmp_path / "broken.jpg"], kind="diploma")
    with pytest.raises(HosoError) as failure:
        conversion.convert(counter.services, anh, document_id)
    assert failure.value.code == "damaged"
    assert row(counter, document_id).converted_sha256 is None
