"""Two offices, a paper in each one's store, and other systems that ask. Database, blobs and application are real."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from pathlib import Path

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from storage.blobs.store import FolderBlobStore
from storage.database import Database
from storage.documents.conversion import record_conversion
from storage.documents.originals import add_original
from storage.documents.readings import PageRow, ProposedDocument, ProposedField, replace_proposals, save_pages
from storage.documents.review import confirm
from storage.dossiers.dossiers import open_dossier
from storage.offices.clients import create_client, issue_token
from storage.offices.people import create_office, create_person
from storage.owners.store import assign_owner, find_or_create_person
from storage.requests.requests import Asked, book_request
from storage.scope import Actor, system
from terms.kinds import Catalogue
from web.api import create_app
from web.api.access import SCOPES
from web.services import Services

PDF = b"%PDF-1.7\n" + b"0123456789" * 20
NUMBER = "001190012345"


@dataclass
class Paper:
    """A stored document and its dossier."""

    document_id: str
    dossier_code: str
    sha256: str


@dataclass
class World:
    """What a test needs at hand."""

    client: FlaskClient
    services: Services
    here: str
    elsewhere: str
    own: Paper
    foreign: Paper
    clients: dict[str, tuple[str, str]]
    booking_id: str = ""
    tokens: dict[str, str] = field(default_factory=dict)
    sent: list[str] = field(default_factory=list)

    def ask(self, method: str, path: str, *, token: str | None = "all", **options: object) -> TestResponse:
        """Ask as the client `token` ("all": every scope; a scope's name: that one; "elsewhere"; None: nobody)."""
        headers = dict(options.pop("headers", {}))  # type: ignore[call-overload]
        if token is not None:
            headers.setdefault("Authorization", f"Bearer {self.token(token)}")
        return self.client.open(path, method=method, headers=headers, buffered=True, **options)  # type: ignore[arg-type]

    def token(self, name: str) -> str:
        if name not in self.tokens:
            client_id, secret = self.clients["elsewhere" if name == "elsewhere" else "all"]
            wanted = () if name in ("all", "elsewhere") else (name,)
            with self.services.database.session() as session:
                self.tokens[name], _ = issue_token(session, client_id, secret, wanted)
        return self.tokens[name]


def build(folder: Path) -> World:
    """Both offices in `folder`, made from nothing."""
    services, sent = services_in(folder)
    database = services.database
    database.upgrade()
    with database.session() as session:
        here = create_office(session, code="H60.01", name="UBND xã Một", level="commune").id
        elsewhere = create_office(session, code="H60.02", name="UBND xã Hai", level="commune").id
    own = _paper(services, here, "own", "NGUYỄN THỊ ÁNH")
    foreign = _paper(services, elsewhere, "foreign", "NGUYỄN THỊ ÁNH", number=NUMBER)
    clients = {}
    with database.session() as session:
        for name, office in (("all", here), ("elsewhere", elsewhere)):
            client, secret = create_client(session, system(office), name=name, scopes=SCOPES)
            clients[name] = (client.id, secret)
        asking = Actor(here, frozenset({here}), api_client_id=clients["all"][0])
        booking_id = book_request(session, asking, Asked("Trần Thị Cúc")).id
    return World(
        create_app(services).test_client(), services, here, elsewhere, own, foreign, clients, booking_id, sent=sent
    )


def services_in(folder: Path) -> tuple[Services, list[str]]:
    """The services over what lies in `folder`, and the list that jobs are sent to."""
    sent: list[str] = []
    services = Services(
        database=Database(f"sqlite:///{folder / 'hoso.db'}"),
        blobs=FolderBlobStore(folder / "blobs"),
        catalogue=Catalogue.load(),
        public_address="http://127.0.0.1:8001",
        send_job=lambda job_id, priority: sent.append(job_id),
        page_images=folder / "images",
        secret_key=b"k" * 32,
        verify=lambda data: {"verdict": "indeterminate", "reasons": [], "signatures": [], "certified_copy": None},
    )
    return services, sent


def _paper(services: Services, office_id: str, name: str, holder: str, number: str | None = None) -> Paper:
    """A birth certificate on its whole way into the store."""
    scan, converted = services.blobs.put(f"scan {name}".encode()), services.blobs.put(PDF + name.encode())
    with services.database.session() as session:
        person = create_person(
            session,
            None,
            office_id=office_id,
            username=f"reviewer.{name}",
            full_name="Người Đối Soát",
            password="mot-mat-khau-dai",
            roles=["reviewer"],
        )
        actor = Actor(office_id, frozenset({office_id}), person_id=person.id, roles=frozenset({"reviewer"}))
        dossier = open_dossier(session, actor, title="Khai sinh")
        original, _ = add_original(
            session,
            actor,
            sha256=scan.sha256,
            size=scan.size,
            media_type="image/jpeg",
            filename="scan.jpg",
            source="upload",
            dossier_id=dossier.id,
        )
        row = PageRow(1, 2480, 3508, 300, 0, 0.0, 0.95, text=f"GIẤY KHAI SINH {holder}")
        pages = save_pages(session, actor, original.id, [row])
        found = ProposedDocument(
            kind="birth_certificate",
            kind_confidence=0.99,
            page_ids=(pages[0].id,),
            run=scan.sha256,
            fields=(ProposedField("full_name", holder, 0.8, pages[0].id, (1, 2, 3, 4)),),
            title="Giấy khai sinh",
        )
        document = replace_proposals(session, actor, dossier.id, [found])[0]
        document = confirm(session, actor, document.id, document.version)
        owner = find_or_create_person(session, actor, name=holder, personal_id=number)
        assign_owner(session, actor, document.id, owner.id, "child")
        mark = "BẢN ĐIỆN TỬ CHUYỂN ĐỔI TỪ VĂN BẢN GIẤY"
        record_conversion(session, actor, document.id, mark=mark, sha256=converted.sha256, needs_office_signature=False)
        return Paper(document.id, dossier.code, converted.sha256)


def digest_of(sha256: str) -> str:
    """The `Repr-Digest` of these bytes (RFC 9530)."""
    return f"sha-256=:{base64.b64encode(bytes.fromhex(sha256)).decode()}:"
