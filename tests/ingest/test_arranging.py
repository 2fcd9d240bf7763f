"""After a person has arranged a dossier's pages: turned pages are read again, fields lifted, kinds judged anew."""

from __future__ import annotations

import dataclasses

import pytest

from ingest import jobs
from ingest.pipeline import original
from storage.documents import arranging
from storage.documents.arrangement import arrangement_of
from storage.documents.originals import pages_of_dossier
from storage.documents.review import decide_kind, fields_of
from storage.documents.tables import Document, Page
from storage.jobs.tables import Artefact, Job
from storage.offices.people import create_person
from storage.scope import Actor
from terms.errors import InputError
from tests.ingest.office import Office
from tests.ingest.papers import BIRTH, MARITAL, SECRET, png, tiff


@pytest.fixture
def person(office: Office) -> Actor:
    with office.database.session() as session:
        row = create_person(
            session, None, office_id=office.actor.office_id, username="lan", full_name="Trần Thị Lan",
            password="mot-mat-khau-dai", roles=["counter"],
        )  # fmt: skip
    return dataclasses.replace(office.actor, person_id=row.id, roles=frozenset({"counter"}), is_system=False)


@dataclasses.dataclass
class Pile:
    """A birth certificate and a certificate of marital status that came in as one file."""

    office: Office
    person: Actor
    dossier_id: str

    def act(self, verb, *given, **more) -> None:
        with self.office.database.session() as session:
            seen = arrangement_of(session, self.person, self.dossier_id).digest
            verb(session, self.person, self.dossier_id, *given, seen=seen, **more)
            jobs.after_arranging(session, self.person, self.dossier_id, priority=1, send=self.office.send)

    @property
    def pages(self) -> list[Page]:
        with self.office.database.session() as session:
            return pages_of_dossier(session, self.person, self.dossier_id)

    def documents(self) -> list[tuple[str, list[int]]]:
        with self.office.database.session() as session:
            shown = arrangement_of(session, self.person, self.dossier_id)
        return [(one.document.kind, [page.number for page in one.pages]) for one in shown.documents]

    def fields(self, place: int) -> dict[str, str | None]:
        with self.office.database.session() as session:
            document = arrangement_of(session, self.person, self.dossier_id).documents[place].document
            return {state.name: state.value for state in fields_of(session, self.person, document.id)}


@pytest.fixture
def pile(office: Office, person: Actor) -> Pile:
    received = office.receive(tiff(BIRTH, MARITAL), filename="quét.tif")
    office.work()
    return Pile(office, person, received.dossier_id)


def test_merged_and_split_again_the_papers_are_what_they_were(office: Office, pile: Pile) -> None:
    first, second = (row.id for row in office.all(Document))
    assert [kind for kind, _ in pile.documents()] == ["birth_certificate", "marital_status_certificate"]
    pile.act(arranging.merge_documents, second, into=first)
    assert office.work() == ["done"]
    assert pile.documents() == [("birth_certificate", [1, 2])]
    assert pile.fields(0)["full_name"] == "NGUYỄN THỊ ÁNH"
    pile.act(arranging.split_document, pile.pages[1].id)
    assert office.work() == ["done"]
    assert pile.documents() == [("birth_certificate", [1]), ("marital_status_certificate", [2])]
    assert pile.fields(1)["full_name"] == "TRẦN VĂN BÌNH"


def test_what_a_person_put_together_stays_when_another_paper_comes(office: Office, pile: Pile) -> None:
    first, second = (row.id for row in office.all(Document))
    pile.act(arranging.merge_documents, second, into=first)
    office.receive(png(*MARITAL), dossier=pile.dossier_id)
    office.work()
    assert pile.documents() == [("birth_certificate", [1, 2]), ("marital_status_certificate", [1])]


def test_pages_in_another_order_are_lifted_in_that_order(office: Office, pile: Pile) -> None:
    first = office.all(Document)[0].id
    pile.act(arranging.move_pages, [pile.pages[1].id], to=first, before=pile.pages[0].id)
    office.work()
    assert pile.documents() == [("marital_status_certificate", [2, 1])]
    assert pile.fields(0)["full_name"] == "TRẦN VĂN BÌNH"


def test_a_kind_that_a_person_named_is_not_judged_anew(office: Office, pile: Pile) -> None:
    first = office.all(Document)[0]
    with office.database.session() as session:
        decide_kind(session, pile.person, first.id, "death_extract", first.version)
    pile.act(arranging.move_pages, [pile.pages[1].id], to=first.id)
    office.work()
    assert pile.documents() == [("death_extract", [1, 2])]
    assert "date_of_death" in pile.fields(0)


def test_a_page_set_apart_is_of_no_paper_any_more(office: Office, pile: Pile) -> None:
    pile.act(arranging.set_apart, [pile.pages[1].id])
    office.work()
    assert pile.documents() == [("birth_certificate", [1])]


def test_a_turned_page_is_read_again_that_way_up(office: Office, pile: Pile) -> None:
    upright = pile.pages[0]
    pile.act(arranging.turn_pages, [upright.id], 2)
    assert pile.pages[0].turned_by_person == 2
    assert [office.one(Job, job_id).kind for job_id in office.sent] == ["turn_pages"]
    assert office.work() == ["done", "done"]
    turned = pile.pages[0]
    assert (turned.rotation, turned.turned_by_person) == ((upright.rotation + 180) % 360, 0)
    assert "NGUYỄN THỊ ÁNH" not in turned.text
    pile.act(arranging.undo)
    assert office.work() == ["done", "done"]
    assert (pile.pages[0].rotation, pile.pages[0].text) == (upright.rotation, upright.text)
    assert pile.documents()[0] == ("birth_certificate", [1])


def test_only_turned_pages_are_read_again_and_none_twice(office: Office, pile: Pile) -> None:
    def kept() -> int:
        return sum(row.stage == "page" for row in office.all(Artefact))

    assert kept() == 2
    pile.act(arranging.turn_pages, [pile.pages[0].id], 1)
    office.work()
    assert kept() == 3
    pile.act(arranging.turn_pages, [pile.pages[0].id], 3)
    pile.act(arranging.turn_pages, [pile.pages[0].id], 1)
    office.work()
    assert kept() == 3


def test_a_turned_page_that_cannot_be_read_keeps_its_reading(
    office: Office, pile: Pile, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise InputError("page_unreadable")

    before = pile.pages[0].text
    monkeypatch.setattr(original, "read_page", refuse)
    pile.act(arranging.turn_pages, [pile.pages[0].id], 1)
    assert office.work() == ["done", "done"]
    assert (pile.pages[0].text, pile.pages[0].turned_by_person) == (before, 1)
    assert office.original(pile.pages[0].original_id).state == "read"
    assert [kind for kind, _ in pile.documents()] == ["birth_certificate", "marital_status_certificate"]


def test_a_secret_mark_that_turning_shows_sets_the_file_apart(
    office: Office, pile: Pile, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = office.receive(png(*SECRET))
    office.work()
    read = original.read_page

    def as_secret(path, number, limits, **_):
        return read(office.workplace.blobs.path(office.original(secret.original_id).sha256), 1, limits)

    monkeypatch.setattr(original, "read_page", as_secret)
    held = pile.pages[0].original_id
    pile.act(arranging.turn_pages, [pile.pages[0].id], 1)
    office.work()
    assert office.original(held).state == "set_apart"
    assert pile.documents() == []
