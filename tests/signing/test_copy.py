"""What a certified copy holds, looked at from outside."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
from pathlib import Path
from typing import Any

import img2pdf
import pikepdf
import pypdfium2
import pytest
import rfc8785
import zxingcpp
from pikepdf import Name

from signing import act
from signing.copy import OFFICE_FIELD, PERSON_FIELD, short_digest
from storage.check import check
from storage.copies.tables import CertifiedCopy
from storage.documents import readings, review
from storage.documents.originals import add_original, set_original_state
from storage.documents.tables import Page
from storage.dossiers import dossiers
from storage.offices import people
from storage.scope import system
from tests.signing.scene import CERTIFIER_PIN, OFFICE_PIN, Counter, draw_scan
from tests.verapdf import assert_pdfa, pdfa_findings


@pytest.fixture
def three_papers(tmp_path: Path) -> Path:
    """One PDF from a feeder: three papers, of which the copy is of one."""
    scans = [draw_scan(tmp_path / f"{number}.jpg", number) for number in (1, 2, 3)]
    path = tmp_path / "batch.pdf"
    path.write_bytes(img2pdf.convert([str(scan) for scan in scans]))
    return path


def issue(counter: Counter, request: act.CopyRequest) -> Path:
    certified = act.begin(counter.services, counter.tokens["anh"], CERTIFIER_PIN, request)
    issued = act.seal(counter.services, counter.tokens["dung"], OFFICE_PIN, certified.copy_id)
    return counter.issued_file(issued.pdf_sha256)


def attachments(pdf: pikepdf.Pdf) -> dict[str, tuple[str, bytes]]:
    """Name to relationship and bytes."""
    found = {}
    for item in pdf.Root.AF:
        found[str(item.UF)] = (str(item.AFRelationship), bytes(item.EF.F.read_bytes()))
    return found


def test_the_scan_is_there_as_it_was_scanned_and_the_manifest_says_so(counter: Counter) -> None:
    path = issue(counter, counter.request(original_name="Giấy chứng nhận kết hôn số 47/2019"))
    scan = counter.scan.read_bytes()
    with pikepdf.open(path) as pdf:
        assert len(pdf.pages) == 2
        (picture,) = [image for image in pdf.pages[0].get_images().values() if image.Filter == Name.DCTDecode]
        assert picture.read_raw_bytes() == scan
        carried = attachments(pdf)
        assert pdf.Root.Lang == "vi"
        assert "Giấy chứng nhận kết hôn" in str(pdf.docinfo["/Title"])
    assert carried["scan-1.jpg"] == ("/Source", scan)
    relationship, data = carried["manifest.json"]
    manifest = json.loads(data)
    assert relationship == "/Data"
    assert data == rfc8785.dumps(manifest)
    (copy,) = _copies(counter)
    assert (manifest["code"], manifest["number"], manifest["page_count"]) == (copy.code, 1, 1)
    assert manifest["scans"] == [
        {"number": 1, "sha256": hashlib.sha256(scan).hexdigest(), "media_type": "image/jpeg", "whole": True}
    ]
    assert manifest["pages"][0]["picture_sha256"] == hashlib.sha256(scan).hexdigest()
    assert manifest["verify_url"] == f"https://xacminh.example/v/{copy.code}"
    assert manifest["demo"] is True
    assert copy.manifest is not None
    assert {**manifest, "unsigned_pdf_sha256": copy.manifest["unsigned_pdf_sha256"]} == copy.manifest


def test_the_manifest_names_nobody(counter: Counter) -> None:
    path = issue(counter, counter.request())
    with pikepdf.open(path) as pdf:
        said = attachments(pdf)["manifest.json"][1].decode()
    for name in ("Ánh", "Cúc", "Dũng"):
        assert name not in said


def test_a_person_reads_the_statement_and_a_phone_the_code(counter: Counter) -> None:
    path = issue(counter, counter.request(original_name="Giấy chứng nhận kết hôn số 47/2019"))
    (copy,) = _copies(counter)
    told = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    with pikepdf.open(path) as pdf:
        manifest = attachments(pdf)["manifest.json"][1]
    for words in (
        "ỦY BAN NHÂN DÂN XÃ BÌNH MINH",
        "CHỨNG THỰC BẢN SAO ĐÚNG VỚI BẢN CHÍNH",
        "Giấy chứng nhận kết hôn số 47/2019",
        "-SCTĐT/BS",
        "Nguyễn Thị Ánh",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
        "BẢN ĐIỆN TỬ CHUYỂN ĐỔI TỪ VĂN BẢN GIẤY",
        "DÙNG THỬ",
        "Đã ký số",
        short_digest(manifest),
    ):
        assert words in told
    with pypdfium2.PdfDocument(path) as document:
        page = document[1].render(scale=2, may_draw_forms=True).to_pil()
    (code,) = zxingcpp.read_barcodes(page)
    assert code.text == f"https://xacminh.example/v/{copy.code}"


def test_a_screen_reader_is_told_page_by_page(counter: Counter) -> None:
    """Scans are pictures with a sentence each, the statement is a heading and paragraphs, fields say who signs."""
    path = issue(counter, counter.request(original_name="Giấy chứng nhận kết hôn số 47/2019"))
    with pikepdf.open(path) as pdf:
        assert pdf.Root.MarkInfo.Marked is True
        (document,) = pdf.Root.StructTreeRoot.K
        scanned, statement = document.K
        (picture,) = scanned.K
        assert (picture.S, str(picture.Alt)) == (
            Name.Figure,
            "Trang 1 của bản chính, quét từ giấy: Giấy chứng nhận kết hôn số 47/2019",
        )
        roles = [str(element.S) for element in statement.K]
        assert roles.count("/H1") == 1
        assert {"/P", "/Figure", "/Form"} == set(roles) - {"/H1"}
        forms = [str(element.Alt) for element in statement.K if Name.Form == element.S]
        assert forms == ["Chữ ký số của Nguyễn Thị Ánh", "Chữ ký số của Ủy ban nhân dân xã Bình Minh"]
        assert all(page.Tabs == Name.S for page in pdf.pages)
    # PDF/UA is not claimed (its identifier is what fails): a scan's words are not in the file, on purpose.
    assert [finding.split()[0] for finding in pdfa_findings(path, "ua1")] == ["5-1"]


def test_both_fields_are_there_when_the_certifier_signs(counter: Counter) -> None:
    """A visible field that came later would count as a change the certifier did not allow."""
    certified = act.begin(counter.services, counter.tokens["anh"], CERTIFIER_PIN, counter.request())
    with pikepdf.open(counter.issued_file(counter.copy(certified.copy_id).certified_sha256 or "")) as pdf:
        fields = {str(field.T): field for field in pdf.Root.AcroForm.Fields}
        assert set(fields) == {PERSON_FIELD, OFFICE_FIELD}
        assert ["/V" in fields[name] for name in (PERSON_FIELD, OFFICE_FIELD)] == [True, False]
        assert pdf.Root.Perms.DocMDP.objgen == fields[PERSON_FIELD].V.objgen
        assert int(fields[PERSON_FIELD].V.Reference[0].TransformParams.P) == 2


def test_of_what_led_to_a_copy_only_the_copy_is_kept(counter: Counter) -> None:
    path = issue(counter, counter.request())
    sent_back = act.begin(counter.services, counter.tokens["anh"], CERTIFIER_PIN, counter.request())
    act.send_back(counter.services, counter.tokens["dung"], sent_back.copy_id, "Trang 1 mờ")
    scan = hashlib.sha256(counter.scan.read_bytes()).hexdigest()
    assert set(counter.services.blobs) == {scan, path.name}
    findings = {finding.code for finding in check(counter.database, counter.services.blobs)}
    assert findings <= {"audit_unsealed"}  # nobody has run the sealer of the audit log here


def test_a_paper_from_a_batch_takes_nothing_of_its_neighbours_along(counter: Counter, three_papers: Path) -> None:
    document_id = _second_page(counter, three_papers)
    path = issue(counter, counter.request(document_id))
    assert_pdfa(path, "3b")
    with pikepdf.open(path) as pdf:
        relationship, part = attachments(pdf)["scan-1.pdf"]
        manifest = json.loads(attachments(pdf)["manifest.json"][1])
        assert three_papers.read_bytes() not in path.read_bytes()
    assert relationship == "/Source"
    second = (three_papers.parent / "2.jpg").read_bytes()
    with pikepdf.open(io.BytesIO(part)) as scan:
        assert len(scan.pages) == 1
        (picture,) = scan.pages[0].get_images().values()
        assert picture.read_raw_bytes() == second
    assert manifest["pages"] == [
        {"number": 1, "scan": 1, "scan_page": 2, "picture_sha256": hashlib.sha256(second).hexdigest()}
    ]
    assert manifest["scans"][0]["whole"] is False


def test_several_scans_make_one_copy_in_their_order_and_upright(counter: Counter, tmp_path: Path) -> None:
    scans = [draw_scan(tmp_path / f"{number}.jpg", number) for number in (1, 2, 3)]
    document_id = counter.document(scans)
    with counter.database.session() as session:  # a person turned the second page once
        second = session.query(Page).order_by(Page.id).all()[1]
        second.turned_by_person = 1
    path = issue(counter, counter.request(document_id, pages_compared=[1, 2, 3]))
    with pikepdf.open(path) as pdf:
        assert len(pdf.pages) == 4
        pictures = [
            next(i for i in page.get_images().values() if i.Filter == Name.DCTDecode).read_raw_bytes()
            for page in pdf.pages[:3]
        ]
        assert pictures == [scan.read_bytes() for scan in scans]
    with pypdfium2.PdfDocument(path) as document:
        shapes = ["wide" if page.get_width() > page.get_height() else "high" for page in document]
    assert shapes == ["high", "wide", "high", "high"]
    (entry,) = counter.entries()
    assert entry.fee == 5000


def test_a_long_name_of_office_and_paper_still_fits(counter: Counter) -> None:
    name = "Giấy chứng nhận quyền sử dụng đất, quyền sở hữu nhà ở và tài sản khác gắn liền với đất " * 5
    path = issue(counter, counter.request(original_name=name))
    assert_pdfa(path, "3b")
    with pypdfium2.PdfDocument(path) as document:
        pages = [document[number].render(scale=2, may_draw_forms=True).to_pil() for number in range(1, len(document))]
    assert [code.text for page in pages for code in zxingcpp.read_barcodes(page)] != []


def _copies(counter: Counter) -> list[Any]:
    with counter.database.session() as session:
        return session.query(CertifiedCopy).all()


def _second_page(counter: Counter, path: Path) -> str:
    """A confirmed document that is the second page of `path`."""
    program = system(counter.office_id)
    with counter.database.session() as session:
        dossier = dossiers.open_dossier(session, program)
        stored = counter.services.blobs.put(path.read_bytes())
        original, _ = add_original(
            session, program, sha256=stored.sha256, size=stored.size, media_type="application/pdf",
            filename=path.name, source="upload", dossier_id=dossier.id,
        )  # fmt: skip
        rows = [readings.PageRow(number, 1240, 1754, 150, 0, 0.0, 0.95) for number in (1, 2, 3)]
        pages = readings.save_pages(session, program, original.id, rows)
        set_original_state(session, program, original.id, "read", page_count=3)
        proposed = readings.ProposedDocument("marriage_certificate", 0.98, (pages[1].id,), "run 1")
        (document,) = readings.replace_proposals(session, program, dossier.id, [proposed])
        review.confirm(session, people.actor_for(session, counter.people["anh"]), document.id, document.version)
        return document.id
