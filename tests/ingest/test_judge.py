"""The judge of the long proof sees what it is there to see: without this, a proof that holds would say nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import pytest

from hoso.prove import judge as judging
from hoso.prove.judge import judge
from hoso.services import House
from hoso.settings import Settings
from storage.documents.tables import Document, DocumentPage, Original, Page
from storage.dossiers.dossiers import open_dossier
from storage.dossiers.tables import Dossier
from storage.jobs.tables import Job
from tests.ingest.office import Office
from tests.ingest.papers import BIRTH, MARITAL, png, tiff

CODE = "KILLS-0001"
FILES = {"a.tif": tiff(BIRTH, MARITAL), "b.png": png(*BIRTH)}


@pytest.fixture
def house(office: Office, monkeypatch: pytest.MonkeyPatch) -> House:
    """A house with one finished dossier. The undisturbed control takes the pages that were really read once."""
    with office.database.session() as session:
        dossier = open_dossier(session, office.actor, code=CODE).id
    for name, data in FILES.items():
        office.receive(data, filename=name, dossier=dossier)
    assert set(office.work()) == {"done"}
    place = office.workplace
    from ingest.pipeline import original

    def read_pages(path, opened, limits):
        return tuple(original.read_page(path, page.number, limits) for page in opened.pages)

    monkeypatch.setattr(judging, "read_pages", read_pages)
    monkeypatch.setattr(judging, "open_file", original.open_file)
    return House(cast(Settings, None), place.database, place.blobs, place.catalogue, place.limits)  # type: ignore[arg-type]


def test_an_undisturbed_dossier_holds(house: House, office: Office) -> None:
    verdict = judge(house, office.actor, {CODE: FILES})
    assert verdict.findings == ()
    assert verdict.holds
    assert verdict.counted["documents"] == 3
    assert verdict.counted["read_again_undisturbed"] == 1


def lose_a_file(office: Office, session) -> None:
    office.workplace.blobs.erase(session.query(Original).first().sha256)


def alter_a_page(office: Office, session) -> None:
    session.query(Page).first().text = "another text"


def leave_a_page_unread(office: Office, session) -> None:
    page = session.query(Page).first()
    page.text, page.warnings = "", ["page_unreadable"]


def lose_a_page_of_a_document(office: Office, session) -> None:
    session.delete(session.query(DocumentPage).first())


def name_another_kind(office: Office, session) -> None:
    session.query(Document).first().kind = "diploma"


def fail_a_job(office: Office, session) -> None:
    session.query(Job).first().state = "failed"


def leave_the_dossier_behind(office: Office, session) -> None:
    session.query(Dossier).first().state = "processing"


def open_it_twice(office: Office, session) -> None:
    open_dossier(session, office.actor, code="KILLS-0002")


@pytest.mark.parametrize(
    "harm",
    [
        lose_a_file,
        alter_a_page,
        leave_a_page_unread,
        lose_a_page_of_a_document,
        name_another_kind,
        fail_a_job,
        leave_the_dossier_behind,
        open_it_twice,
    ],
)
def test_whatever_went_wrong_is_found(house: House, office: Office, harm: Callable[[Office, object], None]) -> None:
    with office.database.session() as session:
        harm(office, session)
    assert not judge(house, office.actor, {CODE: FILES}).holds


def test_a_dossier_that_was_never_there_is_no_proof(house: House, office: Office) -> None:
    verdict = judge(house, office.actor, {CODE: FILES, "KILLS-0002": FILES})
    assert not verdict.holds
