"""A justice office of a proof: people with keys of their own, a register, confirmed papers, a real signing worker."""

from __future__ import annotations

import functools
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

import samples
from hoso import settings as configuration
from hoso.prove.service import ROOT
from hoso.services import House, open_house, signing_settings
from hoso.supervisor import die_with
from signing.outfit import outfit_demo
from signing.refusals import ARTICLE_22
from signing.request import CopyRequest
from signing.services import SigningServices
from signing.statement import VIETNAM
from storage.copies.register import open_register
from storage.database import now
from storage.documents import readings, review
from storage.documents.originals import add_original, set_original_state
from storage.dossiers import dossiers
from storage.offices import people
from storage.offices.signin import sign_in
from storage.offices.tables import Person
from storage.scope import CERTIFIER, REVIEWER, SEAL_KEEPER, system

CODE, NAME = "H99.02", "Ủy ban nhân dân phường Đặng Thị Hường – Quảng Ngãi"
PASSWORD, PIN = "một câu dài dễ nhớ", "246810"
_PATIENCE_S = 60.0


@dataclass(frozen=True)
class Staff:
    """Somebody of the office, signed in."""

    person: Person
    token: str


class JusticeOffice:
    """The office in `folder`, made if it is not there. `certifiers`: which of its certifiers act here, by number."""

    def __init__(self, folder: Path, *, certifiers: range = range(1), variables: dict[str, str] | None = None) -> None:
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("HOSO_")}
        self.environment |= {"HOSO_DATA": str(folder / "data"), "PYTHONPATH": str(ROOT), **(variables or {})}
        self.house: House = open_house(configuration.load(self.environment))
        self.services = SigningServices(
            self.house.database, self.house.blobs, self.house.catalogue, signing_settings(self.house.settings)
        )
        self.log = folder / "signing-worker.log"
        self._worker: subprocess.Popen[bytes] | None = None
        self.office_id = self._opened(certifiers)
        self.certifiers = [self._signed_in(f"chungthuc{number}") for number in certifiers]
        self.keeper = self._signed_in("vanthu")

    # --- the signing worker ---------------------------------------------------------------------------------------

    def start_worker(self, **variables: str) -> int:
        """Start it and wait until it listens; its process id."""
        socket = self.services.settings.socket
        socket.unlink(missing_ok=True)
        with self.log.open("ab") as log:
            self._worker = subprocess.Popen(
                [sys.executable, "-P", "-m", "hoso", "process", "signing"],
                cwd=ROOT, env=self.environment | variables, stdout=log, stderr=log,
                preexec_fn=functools.partial(die_with, os.getpid()),  # a proof that is cut off leaves nothing running
            )  # fmt: skip
        until = time.monotonic() + _PATIENCE_S
        while not self.services.worker.is_running():
            if self._worker.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"the signing worker did not start: {self.log}")
            time.sleep(0.02)
        return self._worker.pid

    def stop_worker(self) -> None:
        if self._worker is not None:
            self._worker.terminate()
            self._worker.wait(_PATIENCE_S)
            self._worker = None

    def close(self) -> None:
        self.stop_worker()
        self.house.database.dispose()

    # --- papers ---------------------------------------------------------------------------------------------------

    def document(self, scans: Sequence[bytes]) -> str:
        """A confirmed paper of one-page scans (JPEG); its id."""
        program = system(self.office_id)
        with self.house.database.session() as session:
            dossier = dossiers.open_dossier(session, program)
            pages = []
            for data in scans:
                stored = self.house.blobs.put(data)
                original, _ = add_original(
                    session, program, sha256=stored.sha256, size=stored.size, media_type="image/jpeg",
                    filename="scan.jpg", source="upload", dossier_id=dossier.id,
                )  # fmt: skip
                row = readings.PageRow(1, 1654, 2339, 200, 0, 0.0, 0.95, text="GIẤY CHỨNG NHẬN")
                pages += readings.save_pages(session, program, original.id, [row])
                set_original_state(session, program, original.id, "read", page_count=1)
            proposed = readings.ProposedDocument("marriage_certificate", 0.98, tuple(page.id for page in pages), "1")
            (document,) = readings.replace_proposals(session, program, dossier.id, [proposed])
            reviewer = people.actor_for(session, self.certifiers[0].person)
            review.confirm(session, reviewer, document.id, document.version)
            return document.id

    def request(self, document_id: str, pages: int, requester: str = "Trần Thị Cúc") -> CopyRequest:
        """What a certifier says of a paper that nothing speaks against."""
        answers = {item.code: False for item in ARTICLE_22}
        return CopyRequest(document_id, requester, answers, list(range(1, pages + 1)))

    # --- making it ------------------------------------------------------------------------------------------------

    def _opened(self, certifiers: range) -> str:
        with self.house.database.session() as session:
            known = [office for office in people.offices(session) if office.code == CODE]
            if known:
                return known[0].id
            office = people.create_office(session, code=CODE, name=NAME, level="commune", is_demo=True)
            for number in certifiers:
                certifier = (f"chungthuc{number}", f"Nguyễn Thị Ánh {number}", "Phó Chủ tịch")
                _employ(session, office.id, *certifier, (CERTIFIER, REVIEWER))
            _employ(session, office.id, "vanthu", "Phạm Quốc Dũng", "Văn thư", (SEAL_KEEPER,))
            open_register(session, system(office.id), year=now().astimezone(VIETNAM).year)
            pins = {f"chungthuc{number}": PIN for number in certifiers}
            outfit_demo(session, self.services.settings, office.id, authority_pin=PIN * 2, office_pin=PIN, pins=pins)
            return office.id

    def _signed_in(self, username: str) -> Staff:
        with self.house.database.session() as session:
            signed_in = sign_in(session, username, PASSWORD)
        return Staff(signed_in.person, signed_in.token)


def _employ(session: Session, office_id: str, username: str, name: str, title: str, roles: tuple[str, ...]) -> None:
    people.create_person(
        session, None, office_id=office_id, username=username, full_name=name, password=PASSWORD, roles=roles,
        title=title,
    )  # fmt: skip


def scans(seed: str, pages: int) -> list[bytes]:
    """So many pages of papers of the mill, as an office scanner gives them: JPEGs, the same for the same seed."""
    found: list[bytes] = []
    for number in range(pages):
        kind = samples.KINDS[(sum(seed.encode()) + number) % len(samples.KINDS)]
        paper = samples.draw(kind, f"{seed} {number}")
        found.append(samples.wear(paper, 1, f"{seed} {number}")[0].jpeg)
    return found
