"""SAO Y under Decree 30, and that the three products stay apart: each has its own mark and none carries another's."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from flask.testing import FlaskClient
from PIL import Image
from pyhanko.pdf_utils.reader import PdfFileReader

from signing import act, conversion, office_copy
from signing.office_copy_file import OFFICE_COPY_FIELD
from signing.signatures import field_box
from signing.trust import Trust
from signing.verification import Limits, Verifier, verify
from storage.check import check
from storage.copies import office_copies
from storage.copies.tables import CertifiedCopy, OfficeCopy, RegisterEntry
from storage.database import now
from storage.documents import readings, review
from storage.documents.originals import add_original, set_original_state
from storage.dossiers import dossiers
from storage.offices import people
from storage.requests import refusals
from storage.scope import Actor, system
from terms.errors import HosoError
from terms.kinds import Catalogue
from tests.signing.scene import CERTIFIER_PIN, OFFICE, OFFICE_PIN, Counter, draw_scan
from tests.verapdf import assert_pdfa
from web.public import PublicServices, StoredPublicRegister, create_app

SAO_Y, CERTIFIED, CONVERTED = "SAO Y", "CHỨNG THỰC BẢN SAO ĐÚNG VỚI BẢN CHÍNH", "VĂN BẢN ĐƯỢC CHUYỂN ĐỔI TỪ BẢN GIẤY"


@pytest.fixture
def anh(counter: Counter) -> Actor:
    with counter.database.session() as session:
        return people.actor_for(session, counter.people["anh"])


def issued(counter: Counter, actor: Actor, document_id: str | None = None, form: str = "sao_y") -> OfficeCopy:
    copy_id = office_copy.make(counter.services, actor, document_id or counter.document(), form)
    office_copy.sign(counter.services, counter.tokens["dung"], OFFICE_PIN, [copy_id])
    with counter.database.session() as session:
        return office_copies.office_copy_by_id(session, actor, copy_id)


def path_of(counter: Counter, copy: OfficeCopy) -> Path:
    return counter.services.blobs.path(str(copy.pdf_sha256))


def words_of(path: Path) -> str:
    """The words of pages and of what signatures look like."""
    told = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout
    return " ".join(told.split())


def test_the_corner_block_is_the_offices_signature(counter: Counter, anh: Actor) -> None:
    copy = issued(counter, anh)
    path = path_of(counter, copy)
    assert_pdfa(path, "3b")
    assert (copy.state, copy.symbol, copy.signed_by) == ("issued", "01/SY-UBND", counter.people["dung"].id)
    said = words_of(path)
    assert f"SAO Y {OFFICE} Thời gian ký: " in said
    assert now().strftime("%Y") in said
    assert "+07:00" in said
    assert "Đã ký số" not in said, "the block says what the decree says and nothing else"
    reader = PdfFileReader(io.BytesIO(path.read_bytes()))
    (signature,) = reader.embedded_regular_signatures
    assert signature.field_name == OFFICE_COPY_FIELD
    verdict = verify(path, Trust(counter.services.settings).anchors)
    assert verdict.verdict == "valid", verdict.to_json()
    assert verdict.certified_copy is None
    assert [one.kind for one in verdict.signatures] == ["signature", "document_timestamp"], "no person signs a SAO Y"
    assert verdict.signatures[0].signer.startswith(OFFICE)


def test_the_block_stands_top_right_of_the_first_page_in_size_ten_black(counter: Counter, anh: Actor) -> None:
    copy = issued(counter, anh)
    data = path_of(counter, copy).read_bytes()
    left, low, right, top = field_box(data, OFFICE_COPY_FIELD)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert len(pdf.pages) == 1
        (field,) = [one for one in pdf.Root.AcroForm.Fields if one.T == OFFICE_COPY_FIELD]
        assert pdf.pages[0].obj == field.P
        _, _, width, height = (float(edge) for edge in pdf.pages[0].mediabox)
        drawn = _streams(field.AP.N)
    assert right > width - 20
    assert top > height - 26
    assert left > width / 2
    assert low > height - 72, "within the upper margin of the sheet, off its text"
    assert " 10 Tf" in drawn
    assert "RG" not in drawn, "no colour but black"


def _streams(form: pikepdf.Object) -> str:
    """The drawing of a form and of the forms in it."""
    inner = form.get("/Resources", {}).get("/XObject", {})
    return form.read_bytes().decode("latin-1") + "".join(_streams(one) for one in inner.values())


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_on_a_scan_that_lies_on_its_side_the_block_stands_upright(
    counter: Counter, anh: Actor, tmp_path: Path, turns: int
) -> None:
    program = system(counter.office_id)
    upright = draw_scan(tmp_path / "upright.jpg")
    with Image.open(upright) as page:
        page.rotate(90 * turns, expand=True).save(tmp_path / "turned.jpg", dpi=(150, 150))
    with counter.database.session() as session:
        dossier = dossiers.open_dossier(session, program)
        stored = counter.services.blobs.put((tmp_path / "turned.jpg").read_bytes())
        original, _ = add_original(
            session, program, sha256=stored.sha256, size=stored.size, media_type="image/jpeg", filename="x.jpg",
            source="upload", dossier_id=dossier.id,
        )  # fmt: skip
        row = readings.PageRow(1, 1240, 1754, 150, 90 * turns, 0.0, 0.95, text="GIẤY")
        pages = readings.save_pages(session, program, original.id, [row])
        set_original_state(session, program, original.id, "read", page_count=1)
        proposed = readings.ProposedDocument("diploma", 0.98, (pages[0].id,), "run 1")
        (document,) = readings.replace_proposals(session, program, dossier.id, [proposed])
        review.confirm(session, anh, document.id, document.version)
    path = path_of(counter, issued(counter, anh, document.id))
    assert_pdfa(path, "3b")
    subprocess.run(["pdftoppm", "-r", "50", "-png", "-singlefile", path, tmp_path / "shown"], check=True)
    with Image.open(tmp_path / "shown.png") as shown:
        assert shown.height > shown.width
        grey = shown.convert("L")
        corner = grey.crop((shown.width // 2, 14, shown.width, 52))
        assert min(corner.tobytes()) < 120, "the block is drawn top right as the page is shown"
        title = grey.crop((0, 90, shown.width, 120))
        assert min(title.tobytes()) < 120, "and the paper stands upright under it"
    told = subprocess.run(["pdftotext", "-bbox", path, "-"], capture_output=True, text=True, check=True).stdout
    assert ">SAO<" in told


def test_one_numbering_serves_the_three_forms_and_a_void_number_stays_empty(counter: Counter, anh: Actor) -> None:
    first = issued(counter, anh)
    second = office_copy.make(counter.services, anh, counter.document(), "sao_luc")
    voided = office_copy.void(counter.services, anh, second, "nhầm giấy tờ")
    third = issued(counter, anh, form="trich_sao")
    assert [one.symbol for one in (first, voided, third)] == ["01/SY-UBND", "02/SL-UBND", "03/TrS-UBND"]
    assert "TRÍCH SAO" in words_of(path_of(counter, third))
    findings = check(counter.database, counter.services.blobs)
    assert [finding for finding in findings if finding.level != "note"] == []
    assert not [finding for finding in findings if finding.code == "blob_unknown"]


def test_it_is_signed_once_and_only_by_who_keeps_the_seal(counter: Counter, anh: Actor) -> None:
    copy_id = office_copy.make(counter.services, anh, counter.document(), "sao_y")
    with pytest.raises(HosoError) as refusal:
        office_copy.sign(counter.services, counter.tokens["anh"], OFFICE_PIN, [copy_id])
    assert refusal.value.code == "not_allowed"
    office_copy.sign(counter.services, counter.tokens["dung"], OFFICE_PIN, [copy_id])
    for again in (
        lambda: office_copy.sign(counter.services, counter.tokens["dung"], OFFICE_PIN, [copy_id]),
        lambda: office_copy.void(counter.services, anh, copy_id, "muộn"),
    ):
        with pytest.raises(HosoError) as refusal:
            again()
        assert refusal.value.code == "wrong_state"


def test_a_paper_nobody_confirmed_is_not_copied(counter: Counter, anh: Actor) -> None:
    document_id = counter.document()
    with counter.database.session() as session:
        document = review.document_by_id(session, anh, document_id)
        review.reopen(session, anh, document_id, document.version)
    with pytest.raises(HosoError) as refusal:
        office_copy.make(counter.services, anh, document_id, "sao_y")
    assert refusal.value.code == "wrong_state"


def test_a_paper_kept_back_as_a_suspected_forgery_is_not_copied(counter: Counter, anh: Actor) -> None:
    document_id = counter.document()
    with counter.database.session() as session:
        refusals.keep_back(session, anh, refusals.KeptBack("Ai Đó", "Bằng", "dấu lạ", document_id=document_id))
    with pytest.raises(HosoError) as refusal:
        office_copy.make(counter.services, anh, document_id, "sao_y")
    assert refusal.value.code == "kept_back"
    assert issued(counter, anh).number == 1, "no number was spent on it"


# --- three products, never mixed


def test_each_product_has_its_own_mark_and_none_carries_anothers(counter: Counter, anh: Actor) -> None:
    """A digitised component, a SAO Y and a certified copy of one and the same paper."""
    document_id = counter.document(kind="application_form")
    certified = act.begin(counter.services, counter.tokens["anh"], CERTIFIER_PIN, counter.request(document_id))
    sealed = act.seal(counter.services, counter.tokens["dung"], OFFICE_PIN, certified.copy_id)
    sao_y = issued(counter, anh, document_id)
    converted = conversion.convert(counter.services, anh, document_id)
    said = {
        CERTIFIED: words_of(counter.issued_file(sealed.pdf_sha256)),
        SAO_Y: words_of(path_of(counter, sao_y)),
        CONVERTED: words_of(counter.services.blobs.path(converted.sha256)),
    }
    for mark, text in said.items():
        assert mark in text
        for other in said.keys() - {mark}:
            assert other not in text, f"{mark} carries {other}"
    with counter.database.session() as session:
        assert session.query(RegisterEntry).count() == 1, "a SAO Y takes no number of the book of certification"
        assert [one.id for one in session.query(CertifiedCopy)] == [certified.copy_id]
        assert session.query(OfficeCopy).count() == 1


@pytest.fixture
def public(counter: Counter) -> Iterator[FlaskClient]:
    verifier = Verifier(Limits())
    services = PublicServices(
        register=StoredPublicRegister(counter.database),
        verifier=verifier,
        anchors=lambda: Trust(counter.services.settings).anchors,
        catalogue=Catalogue.load(),
    )
    yield create_app(services).test_client()
    verifier.close()


def test_public_verification_does_not_call_it_a_certified_copy(
    counter: Counter, anh: Actor, public: FlaskClient
) -> None:
    copy = issued(counter, anh)
    data = path_of(counter, copy).read_bytes()
    shown = public.post("/verify", data={"file": (io.BytesIO(data), "sao-y.pdf")})
    assert shown.status_code == 200
    text = " ".join(shown.text.split())
    assert OFFICE in text
    assert "Bản sao điện tử có chứng thực" not in text
    assert "không phải bản sao có chứng thực" in text
    assert public.get(f"/h/{copy.pdf_sha256}").status_code == 404
