"""A small world for the tests of storage: two offices, people of every role, papers on their way."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from typing import TypeVar

from sqlalchemy.orm import Session

from storage.copies import copies, register
from storage.copies.tables import CertifiedCopy
from storage.database import Database
from storage.documents import conversion, originals, readings, review
from storage.documents.tables import Document, Page
from storage.dossiers import dossiers
from storage.offices import people
from storage.scope import ROLES, Actor, system

PASSWORD = "mật khẩu đủ dài"
_numbers = count(1)
Result = TypeVar("Result")


@dataclass(frozen=True)
class World:
    """`here` and `there` are offices; `lan` (all roles but the seal) and `minh` (the seal) work here, `xa` there."""

    database: Database
    here: str
    there: str
    lan: Actor
    minh: Actor
    xa: Actor

    @property
    def program(self) -> Actor:
        return system(self.here)


def build(database: Database) -> World:
    with database.session() as session:
        here = people.create_office(session, code="H60.12", name="UBND phường An Bình", level="commune", is_demo=True)
        there = people.create_office(session, code="H60.13", name="UBND xã Hòa Sơn", level="commune")
        lan = people.create_person(
            session, None, office_id=here.id, username="lan", full_name="Nguyễn Thị Lan", password=PASSWORD,
            roles=[role for role in ROLES if role != "seal_keeper"], title="Phó Chủ tịch",
        )  # fmt: skip
        minh = people.create_person(
            session, None, office_id=here.id, username="minh", full_name="Lê Minh", password=PASSWORD,
            roles=["seal_keeper", "certifier"],
        )  # fmt: skip
        xa = people.create_person(
            session, None, office_id=there.id, username="xa", full_name="Đỗ Xa", password=PASSWORD, roles=ROLES
        )
        actors = [people.actor_for(session, person, ip="192.0.2.7") for person in (lan, minh, xa)]
        return World(database, here.id, there.id, *actors)


def together(acts: Sequence[Callable[[], Result]]) -> list[Result]:
    """What the acts give when they run side by side, each in a thread, all starting at once. Raises what one raises."""
    barrier = threading.Barrier(len(acts))

    def start(act: Callable[[], Result]) -> Result:
        barrier.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result() for future in [pool.submit(start, act) for act in acts]]


def sha(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def hand_in(session: Session, actor: Actor, dossier_id: str | None, words: str = "") -> str:
    """An original with made-up bytes; its id."""
    name = words or f"tệp {next(_numbers)}"
    original, _ = originals.add_original(
        session, actor, sha256=sha(name), size=len(name), media_type="image/jpeg", filename=f"{name}.jpg",
        source="upload", dossier_id=dossier_id,
    )  # fmt: skip
    return original.id


def page_row(number: int = 1, text: str = "", confidence: float = 0.95) -> readings.PageRow:
    return readings.PageRow(number, 2480, 3508, 300, 0, 0.4, confidence, text=text)


def read(session: Session, actor: Actor, dossier_id: str, *texts: str) -> list[Page]:
    """An original of as many pages as texts, handed in and read."""
    original_id = hand_in(session, actor, dossier_id)
    rows = [page_row(number, text) for number, text in enumerate(texts, start=1)]
    return readings.save_pages(session, actor, original_id, rows)


def proposal(
    *pages: Page, kind: str = "birth_certificate", run: str = "run 1", **fields: tuple[str | None, float]
) -> readings.ProposedDocument:
    return readings.ProposedDocument(
        kind=kind,
        kind_confidence=0.97,
        page_ids=tuple(page.id for page in pages),
        run=run,
        fields=tuple(
            readings.ProposedField(name, value, confidence, pages[0].id, (10, 20, 30, 40))
            for name, (value, confidence) in fields.items()
        ),
    )


def propose(session: Session, actor: Actor, text: str = "GIẤY KHAI SINH", name: str = "Nguyễn Thị Ánh") -> Document:
    """A dossier with one proposed birth certificate."""
    dossier = dossiers.open_dossier(session, actor)
    (page,) = read(session, actor, dossier.id, text)
    (document,) = readings.replace_proposals(
        session, actor, dossier.id, [proposal(page, full_name=(name, 0.99), sex=("female", 0.6))]
    )
    return document


def confirmed(session: Session, actor: Actor, text: str = "GIẤY KHAI SINH") -> Document:
    document = propose(session, actor, text)
    return review.confirm(session, actor, document.id, document.version)


def stored(session: Session, actor: Actor, text: str = "GIẤY KHAI SINH") -> Document:
    document = confirmed(session, actor, text)
    return conversion.record_conversion(
        session, actor, document.id, mark="SỐ HÓA", sha256=sha(document.id), needs_office_signature=False
    )


def begun(session: Session, world: World, *, reserve: bool = True) -> CertifiedCopy:
    """A draft of a certified copy by Lan, with a number of the year's register (opened if none is)."""
    document = stored(session, world.lan)
    entry = reserved(session, world) if reserve else None
    return copies.begin_copy(
        session, world.lan, document.id, requester_name="Trần Văn Cầu", page_count=2, answers={"1": "no"},
        pages_compared=[1, 2], entry_id=entry,
    )  # fmt: skip


def reserved(session: Session, world: World, actor: Actor | None = None, kind: str = "electronic_copy") -> str:
    by = actor or world.lan
    if register.open_register_of(session, by, kind) is None:
        register.open_register(session, by, year=2026, kind=kind)
    entry = register.reserve(
        session, by, year=2026, kind=kind, requester_name="Trần Văn Cầu", original_name="Giấy khai sinh",
        signer_name="Nguyễn Thị Lan", signer_title="Phó Chủ tịch", fee=4000,
    )  # fmt: skip
    return entry.id
