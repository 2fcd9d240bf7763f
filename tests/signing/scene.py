"""A counter at which papers are certified: an office, its people, their keys, a scan, a signing worker in a thread."""

from __future__ import annotations

import contextlib
import datetime as dt
import shutil
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from pdf import fonts
from signing.authority import DemoAuthority
from signing.refusals import ARTICLE_22
from signing.request import CopyRequest
from signing.services import SigningServices
from signing.settings import SigningSettings
from signing.trust import SEAL_KEY
from signing.worker import serve
from storage.blobs import FolderBlobStore
from storage.copies import register
from storage.copies.tables import CertifiedCopy, RegisterEntry
from storage.database import Database
from storage.documents import readings, review
from storage.documents.originals import add_original, set_original_state
from storage.dossiers import dossiers
from storage.offices import people, signin
from storage.offices.tables import Person
from storage.scope import system
from terms.kinds import Catalogue

OFFICE = "Ủy ban nhân dân xã Bình Minh"
PASSWORD = "mật khẩu đủ dài"
AUTHORITY_PIN, CERTIFIER_PIN, OFFICE_PIN = "000000", "111111", "222222"
PEOPLE = {
    # user name: full name, title, roles, key
    "anh": ("Nguyễn Thị Ánh", "KT. CHỦ TỊCH – PHÓ CHỦ TỊCH", ("certifier", "reviewer"), "anh"),
    "binh": ("Lê Văn Bình", "Chủ tịch", ("certifier", "seal_keeper"), "binh"),
    "dung": ("Phạm Quốc Dũng", "Văn thư", ("seal_keeper",), None),
}
NOTHING_APPLIES = {item.code: False for item in ARTICLE_22}


@dataclass(frozen=True)
class Counter:
    """The office and everything in it. `people` by user name, with a session token each in `tokens`."""

    services: SigningServices
    office_id: str
    people: dict[str, Person]
    tokens: dict[str, str]
    scan: Path

    @property
    def database(self) -> Database:
        return self.services.database

    def document(self, scans: list[Path] | None = None, *, kind: str = "marriage_certificate") -> str:
        """A confirmed document made of one-page JPEGs, or of a whole PDF; its id."""
        program = system(self.office_id)
        with self.database.session() as session:
            dossier = dossiers.open_dossier(session, program)
            pages = []
            for path in scans or [self.scan]:
                stored = self.services.blobs.put(path.read_bytes())
                media_type = "application/pdf" if path.suffix == ".pdf" else "image/jpeg"
                original, _ = add_original(
                    session, program, sha256=stored.sha256, size=stored.size, media_type=media_type,
                    filename=path.name, source="upload", dossier_id=dossier.id,
                )  # fmt: skip
                row = readings.PageRow(1, 1240, 1754, 150, 0, 0.0, 0.95, text="GIẤY CHỨNG NHẬN")
                pages += readings.save_pages(session, program, original.id, [row])
                set_original_state(session, program, original.id, "read", page_count=1)
            proposed = readings.ProposedDocument(kind, 0.98, tuple(page.id for page in pages), "run 1")
            (document,) = readings.replace_proposals(session, program, dossier.id, [proposed])
            reviewer = people.actor_for(session, self.people["anh"])
            review.confirm(session, reviewer, document.id, document.version)
            return document.id

    def request(self, document_id: str | None = None, **changes: Any) -> CopyRequest:
        """What the certifier says of a document of one page."""
        request = CopyRequest(document_id or self.document(), "Trần Thị Cúc", NOTHING_APPLIES, [1])
        return replace(request, **changes)

    def copy(self, copy_id: str) -> CertifiedCopy:
        with self.database.session() as session:
            return session.get_one(CertifiedCopy, copy_id)

    def entries(self) -> list[RegisterEntry]:
        """The register, by number."""
        program = system(self.office_id)
        with self.database.session() as session:
            book = register.open_register_of(session, program)
            return register.entries(session, program, book.id) if book else []

    def issued_file(self, sha256: str) -> Path:
        return self.services.blobs.path(sha256)


def make_authority(folder: Path) -> DemoAuthority:
    authority = DemoAuthority.create(folder, AUTHORITY_PIN)
    for username, (full_name, _, _, key) in PEOPLE.items():
        if key:
            authority.issue(
                username, holder=full_name, organisation=OFFICE, pin=CERTIFIER_PIN, authority_pin=AUTHORITY_PIN
            )
    authority.issue("office", holder=OFFICE, organisation=OFFICE, pin=OFFICE_PIN, authority_pin=AUTHORITY_PIN)
    return authority


def copied(source: Path, target: Path) -> DemoAuthority:
    shutil.copytree(source, target)
    return DemoAuthority(target)


@contextlib.contextmanager
def make_counter(
    database: Database, folder: Path, scan: Path, *, is_demo: bool = True, **settings: Any
) -> Iterator[Counter]:
    """A counter in `folder` and its worker."""
    services = SigningServices(
        database,
        FolderBlobStore(folder / "blobs"),
        Catalogue.load(),
        SigningSettings(folder / "signing", public_address="https://xacminh.example", **settings),
    )
    staff, tokens = {}, {}
    with database.session() as session:
        office = people.create_office(
            session, code="H60.12", name=OFFICE, level="commune", is_demo=is_demo, settings={SEAL_KEY: "office"}
        )
        for username, (full_name, title, roles, key) in PEOPLE.items():
            staff[username] = people.create_person(
                session, None, office_id=office.id, username=username, full_name=full_name, password=PASSWORD,
                roles=roles, title=title, key_name=key,
            )  # fmt: skip
        register.open_register(session, system(office.id), year=dt.datetime.now(dt.UTC).year)
    for username in staff:
        with database.session() as session:
            tokens[username] = signin.sign_in(session, username, PASSWORD).token
    with running(services):
        yield Counter(services, office.id, staff, tokens, scan)


@contextlib.contextmanager
def running(services: SigningServices) -> Iterator[None]:
    """The signing worker, in a thread, until the block ends."""
    stop, ready = threading.Event(), threading.Event()
    arguments = {"stop": stop, "ready": ready, "close_memory": False}
    thread = threading.Thread(
        target=serve, args=(services.settings, services.database, services.blobs), kwargs=arguments
    )
    thread.start()
    try:
        assert ready.wait(10)
        yield
    finally:
        stop.set()
        thread.join(10)


@contextlib.contextmanager
def restarted(counter: Counter, services: SigningServices) -> Iterator[Counter]:
    """The counter with a worker of other settings, in another folder; keys and authority come along."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(counter.services.settings.authority, Path(folder) / "demo-authority")
        moved = replace(services, settings=replace(services.settings, folder=Path(folder)))
        with running(moved):
            yield replace(counter, services=moved)


def draw_scan(path: Path, number: int = 1) -> Path:
    """A paper as a scanner gives it: printed lines, a red round seal over the last of them."""
    page = Image.new("RGB", (1240, 1754), (252, 251, 246))
    pen = ImageDraw.Draw(page)
    title = ImageFont.truetype(fonts.path("serif", "bold"), 46)
    text = ImageFont.truetype(fonts.path("serif"), 30)
    pen.text((620, 150), "GIẤY CHỨNG NHẬN KẾT HÔN", font=title, fill="black", anchor="mm")
    for line, words in enumerate(("Số: 47/2019", "Họ và tên: NGUYỄN THỊ ÁNH", f"Trang {number}", "PHÓ CHỦ TỊCH")):
        pen.text((180, 300 + 80 * line), words, font=text, fill=(20, 20, 60))
    pen.ellipse((200, 480, 460, 740), outline=(200, 20, 20), width=9)
    page.save(path, dpi=(150, 150), quality=85)
    return path
