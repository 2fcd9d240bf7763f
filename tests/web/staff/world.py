"""A small world for the pages: two offices, people of every role, a dossier with papers that were read."""

from __future__ import annotations

import contextlib
import io
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from PIL import Image, ImageDraw
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from ingest import intake
from ocr.limits import Limits
from signing.authority import DemoAuthority
from signing.services import SigningServices
from signing.settings import SigningSettings
from signing.trust import SEAL_KEY
from signing.worker import serve as serve_signing
from storage.blobs import FolderBlobStore
from storage.database import Database
from storage.documents.readings import PageRow, ProposedDocument, ProposedField, replace_proposals, save_pages
from storage.documents.tables import Document
from storage.dossiers.dossiers import open_dossier
from storage.offices import people, signin
from storage.scope import ROLES, Actor, system
from terms.kinds import Catalogue
from web.services import Services
from web.staff import create_app

PASSWORD = "mật khẩu dài để thử"
OFFICE = "Ủy ban nhân dân phường An Bình"
CERTIFIER_PIN, OFFICE_PIN = "482913", "775310"
KEYS = {"certifier": "chau"}
NAMES = {
    "counter": "Nguyễn Thị An",
    "reviewer": "Trần Văn Bình",
    "certifier": "Lê Minh Châu",
    "seal_keeper": "Phạm Thị Dung",
    "auditor": "Võ Hữu Giang",
    "administrator": "Hoàng Thu Hà",
}
OTHER_OFFICE = "everything_elsewhere"


@dataclass
class World:
    """Where it lies, the tokens of everybody, and what was sent to the workers."""

    folder: Path
    tokens: dict[str, tuple[str, str]]
    url: str = ""  # of the database; empty for SQLite in the folder
    sent: list[str] = field(default_factory=list)
    add_sample: Any = None
    signing: Any = None

    def __post_init__(self) -> None:
        self.database = Database(self.url or f"sqlite:///{self.folder / 'hoso.db'}")
        self.blobs = FolderBlobStore(self.folder / "blobs")
        self.catalogue = Catalogue.load()

    def services(self, **changes: Any) -> Services:
        given: dict[str, Any] = {
            "database": self.database,
            "blobs": self.blobs,
            "catalogue": self.catalogue,
            "public_address": "http://127.0.0.1:8001",
            "send_job": lambda job_id, priority: self.sent.append(job_id),
            "page_images": self.folder / "page_images",
            "secret_key": b"0" * 32,
            "limits": Limits(memory_bytes=2_500_000_000),
            "add_sample": self.add_sample,
            "signing": self.signing,
        }
        return Services(**(given | changes))

    def app(self, **changes: Any) -> Flask:
        return create_app(self.services(**changes))

    @contextlib.contextmanager
    def signs(self, authority: Path, **changes: Any) -> Iterator[None]:
        """Have a signing worker with the keys of the certifier and the office until the block ends."""
        folder = self.folder / "signing"
        if not folder.exists():
            shutil.copytree(authority, folder / "demo-authority")
        settings = SigningSettings(folder, public_address="http://127.0.0.1:8001", **changes)
        self.signing = SigningServices(self.database, self.blobs, self.catalogue, settings)
        stop, ready = threading.Event(), threading.Event()
        thread = threading.Thread(
            target=serve_signing, args=(settings, self.database, self.blobs), kwargs={"stop": stop, "ready": ready}
        )
        thread.start()
        try:
            assert ready.wait(10)
            yield
        finally:
            stop.set()
            thread.join(10)

    def actor(self, role: str) -> Actor:
        with self.database.session() as session:
            signed_in = signin.resolve(session, self.tokens[role][0])
            assert signed_in is not None
            return signed_in.actor


class Browser:
    """A signed-in person at the pages: posts carry the session's form token unless told otherwise."""

    def __init__(self, app: Flask, world: World, role: str | None) -> None:
        self.client: FlaskClient = app.test_client()
        self.csrf = ""
        if role is not None:
            token, self.csrf = world.tokens[role]
            self.client.set_cookie("hoso_session", token)

    def get(self, path: str, **given: Any) -> TestResponse:
        return self.client.get(path, buffered=True, **given)

    def post(self, path: str, data: dict[str, Any] | None = None, **given: Any) -> TestResponse:
        return self.client.post(path, data={"csrf_token": self.csrf, **(data or {})}, **given)

    def htmx(self, path: str, data: dict[str, Any] | None = None) -> TestResponse:
        headers = {"HX-Request": "true", "X-CSRF-Token": self.csrf}
        return self.client.post(path, data=data or {}, headers=headers)


def build(folder: Path, url: str = "") -> World:
    """Offices, people and their sessions, once for all tests (hashing passwords takes its time); copied for each."""
    database = Database(url or f"sqlite:///{folder / 'hoso.db'}")
    database.upgrade()
    tokens: dict[str, tuple[str, str]] = {}
    with database.session() as session:
        here = people.create_office(
            session, code="H60.12", name=OFFICE, level="commune", is_demo=True, settings={SEAL_KEY: "office"}
        )
        there = people.create_office(session, code="H60.13", name="Ủy ban nhân dân xã Hòa Sơn", level="commune")
        for role, name in NAMES.items():
            people.create_person(
                session, None, office_id=here.id, username=role, full_name=name, password=PASSWORD, roles=[role],
                title="Phó Chủ tịch" if role == "certifier" else "", key_name=KEYS.get(role),
            )  # fmt: skip
        people.create_person(
            session,
            None,
            office_id=there.id,
            username=OTHER_OFFICE,
            full_name="Đỗ Khoa",
            password=PASSWORD,
            roles=ROLES,
        )
    for username in [*NAMES, OTHER_OFFICE]:
        with database.session() as session:
            opened = signin.sign_in(session, username, PASSWORD, ip="127.0.0.1")
        tokens[username] = (opened.token, opened.csrf)
    database.dispose()
    return World(folder, tokens, url)


def make_authority(folder: Path) -> Path:
    """A demo authority with keys for the certifier and the office."""
    authority = DemoAuthority.create(folder, "000000")
    authority.issue("chau", holder=NAMES["certifier"], organisation=OFFICE, pin=CERTIFIER_PIN, authority_pin="000000")
    authority.issue("office", holder=OFFICE, organisation=OFFICE, pin=OFFICE_PIN, authority_pin="000000")
    return authority.folder


def copy_of(template: World, folder: Path) -> World:
    shutil.copytree(template.folder, folder, dirs_exist_ok=True)
    return World(folder, template.tokens)


def scan(text: str = "GIẤY KHAI SINH", *, width: int = 1240, height: int = 1754, pages: int = 1) -> bytes:
    """Pages as a scanner might hand them in: small and quick, for tests that read nothing from them."""
    sheets = [_sheet(f"{text} {number}" if pages > 1 else text, width, height) for number in range(1, pages + 1)]
    out = io.BytesIO()
    if pages > 1:
        sheets[0].save(out, "TIFF", save_all=True, append_images=sheets[1:], compression="jpeg", dpi=(150, 150))
    else:
        sheets[0].save(out, "JPEG", quality=60, dpi=(150, 150))
    return out.getvalue()


def _sheet(text: str, width: int, height: int) -> Image.Image:
    image = Image.new("RGB", (width, height), "#fdfcf8")
    draw = ImageDraw.Draw(image)
    draw.rectangle((60, 60, width - 60, height - 60), outline="#b0261c", width=4)
    for row in range(8):
        draw.rectangle((160, 300 + row * 120, width - 200 - 60 * (row % 3), 330 + row * 120), fill="#334")
    draw.text((width // 3, 110), text.encode("ascii", "replace").decode(), fill="#a00", font_size=60)
    return image


BIRTH_FIELDS = (
    ProposedField("registration_number", "215/2020", 0.97),
    ProposedField("full_name", "NGUYỄN THỊ ÁNH", 0.98),
    ProposedField("date_of_birth", "1990-05-17", 0.96),
    ProposedField("sex", "female", 0.99),
    ProposedField("ethnicity", "Kinh", 0.95),
    ProposedField("personal_id", "038190004321", 0.71),
    ProposedField("place_of_origin", "Thanh Hóa", 0.93),
    ProposedField("mother_name", "LÊ THỊ HOA", 0.94),
    ProposedField("father_name", "NGUYỄN VĂN ĐẠT", 0.55),
    ProposedField("registration_date", None, 0.4),
)


def read_dossier(
    world: World,
    *,
    role: str = "counter",
    title: str = "Đăng ký kết hôn, bà Ánh",
    filename: str = "quét 01.jpg",
    fields: tuple[ProposedField, ...] = BIRTH_FIELDS,
    kind: str = "birth_certificate",
    text: str = "GIẤY KHAI SINH Họ, chữ đệm, tên: NGUYỄN THỊ ÁNH",
    seed: str = "GIAY KHAI SINH",
    page_count: int = 1,
    data: bytes | None = None,
) -> tuple[str, str]:
    """A dossier with one scanned paper that the machine has read: its code and the id of its document."""
    actor = world.actor(role)
    with world.database.session() as session:
        dossier = open_dossier(session, actor, title=title)
    received = intake.receive(
        world.database, world.blobs, io.BytesIO(data or scan(seed, pages=page_count)), actor=actor, filename=filename,
        source="upload", dossier_id=dossier.id, limits=Limits(),
    )  # fmt: skip
    program = system(actor.office_id)
    with world.database.session() as session:
        rows = [PageRow(number, 1240, 1754, 150, 0, 0.0, 0.9, text=text) for number in range(1, page_count + 1)]
        pages = save_pages(session, program, received.original_id, rows)
        page = pages[0]
        placed = tuple(
            replace(one, page_id=page.id, box=(160, 300 + 120 * place, 620, 34)) for place, one in enumerate(fields)
        )
        replace_proposals(
            session, program, dossier.id,
            [ProposedDocument(kind, 0.97, tuple(one.id for one in pages), "run-1", placed, why="Tiêu đề")],
        )  # fmt: skip
        _end_jobs(session)
        document = session.query(Document).filter_by(dossier_id=dossier.id).one()
    return dossier.code, document.id


def _end_jobs(session: Session) -> None:
    from storage.dossiers.dossiers import settle_state
    from storage.dossiers.tables import Dossier
    from storage.jobs.tables import Job

    for job in session.query(Job).all():
        job.state = "done"
    for dossier in session.query(Dossier).all():
        settle_state(session, dossier.id)
