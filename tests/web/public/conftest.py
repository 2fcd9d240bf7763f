"""The public application over a real database with issued copies in it, and files of a real local authority."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient

from signing.verification import Limits, TrustAnchors, Verifier
from storage.copies import copies, register
from storage.database import Database
from storage.documents import readings, review
from storage.documents.originals import add_original
from storage.dossiers import dossiers
from storage.offices import people
from storage.scope import Actor, system
from terms.kinds import Catalogue
from tests.verification.local_pki import LocalPki, Signing, paper
from web.public import PublicServices, StoredPublicRegister, create_app

ITEMS = {"tampered": False, "secret": False}
REQUESTER, CERTIFIER, ORIGINAL = "Trần Thị Cúc", "Nguyễn Thị Ánh", "Giấy khai sinh của Nguyễn Văn Em"


@dataclass(frozen=True)
class Scene:
    """What there is: a sound file with its code, an annulled copy, a void one, a draft."""

    database: Database
    pdf: bytes
    anchors: TrustAnchors
    code: str
    annulled: str
    void: str
    draft: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.pdf).hexdigest()


@dataclass(frozen=True)
class _Office:
    database: Database
    program: Actor
    certifier: Actor
    keeper: Actor

    def draft(self) -> str:
        with self.database.session() as session:
            dossier = dossiers.open_dossier(session, self.program)
            original, _ = add_original(
                session, self.program, sha256=hashlib.sha256(dossier.id.encode()).hexdigest(), size=1,
                media_type="image/jpeg", filename="scan.jpg", source="upload", dossier_id=dossier.id,
            )  # fmt: skip
            row = readings.PageRow(1, 1240, 1754, 150, 0, 0.0, 0.95, text="GIẤY KHAI SINH")
            pages = readings.save_pages(session, self.program, original.id, [row])
            proposal = readings.ProposedDocument("birth_certificate", 0.98, tuple(page.id for page in pages), "run")
            (document,) = readings.replace_proposals(session, self.program, dossier.id, [proposal])
            review.confirm(session, self.certifier, document.id, document.version)
            begun = copies.begin_copy(
                session, self.certifier, document.id, requester_name=REQUESTER, page_count=1, answers=ITEMS,
                pages_compared=[1],
            )  # fmt: skip
            return begun.id

    def certified(self) -> str:
        copy_id = self.draft()
        with self.database.session() as session:
            entry = register.reserve(
                session, self.certifier, year=2026, requester_name=REQUESTER, original_name=ORIGINAL,
                signer_name=CERTIFIER, signer_title="Chủ tịch", fee=0,
            )  # fmt: skip
            copies.set_certified(session, self.certifier, copy_id, certified_sha256="0" * 64, entry_id=entry.id)
        return copy_id

    def issued(self, sha256: str) -> str:
        copy_id = self.certified()
        with self.database.session() as session:
            copies.set_issued(session, self.keeper, copy_id, pdf_sha256=sha256)
        return copy_id

    def code(self, copy_id: str) -> str:
        with self.database.session() as session:
            return copies.copy_by_id(session, self.program, copy_id).code


def _open_office(database: Database) -> _Office:
    with database.session() as session:
        office = people.create_office(
            session, code="H60.12", name="Ủy ban nhân dân xã Bình Minh", level="commune", is_demo=True,
            name_en="People's Committee of Binh Minh commune",
        )  # fmt: skip
        staff = [
            people.create_person(
                session,
                None,
                office_id=office.id,
                username=name,
                full_name=full_name,
                password="mật khẩu đủ dài",
                roles=roles,
            )
            for name, full_name, roles in (
                ("anh", CERTIFIER, ("certifier", "reviewer")),
                ("dung", "Phạm Quốc Dũng", ("seal_keeper",)),
            )
        ]
        register.open_register(session, system(office.id), year=2026)
        certifier, keeper = (people.actor_for(session, person) for person in staff)
        return _Office(database, system(office.id), certifier, keeper)


@pytest.fixture(scope="session")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    folder = tmp_path_factory.mktemp("public")
    database = Database(f"sqlite:///{folder / 'hoso.db'}")
    database.upgrade()
    (folder / "keys").mkdir()
    pki = LocalPki(folder / "keys")
    pdf = pki.sign(pki.sign(paper(), Signing(level="B-T", certify=2)), Signing(who="office", field="office"))
    office = _open_office(database)
    issued = office.issued(hashlib.sha256(pdf).hexdigest())
    annulled, void, draft = office.issued("1" * 64), office.certified(), office.draft()
    with database.session() as session:
        copies.annul(session, office.keeper, annulled, copies.Annulment("5/QĐ-UBND", "2026-11-20"))
        copies.void_copy(session, office.certifier, void, "hỏng")
    codes = [office.code(copy_id) for copy_id in (issued, annulled, void, draft)]
    return Scene(Database(database.url, read_only=True), pdf, pki.anchors(), *codes)


@pytest.fixture(scope="session")
def verifier() -> Iterator[Verifier]:
    warm = Verifier(Limits(seconds=30))  # the machine may be busy with other tests
    yield warm
    warm.close()


@pytest.fixture(scope="session")
def services(scene: Scene, verifier: Verifier) -> PublicServices:
    return PublicServices(
        register=StoredPublicRegister(scene.database),
        verifier=verifier,
        anchors=lambda: scene.anchors,
        catalogue=Catalogue.load(),
        max_upload=2 * 1024 * 1024,
        lookups_per_minute=10_000,
        uploads_per_minute=10_000,
    )


@pytest.fixture
def app(services: PublicServices) -> Flask:
    return create_app(services)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def forged(scene: Scene) -> bytes:
    """The issued copy with one byte of its page changed."""
    at = scene.pdf.index(b"stream") + 20
    return scene.pdf[:at] + bytes([scene.pdf[at] ^ 1]) + scene.pdf[at + 1 :]
