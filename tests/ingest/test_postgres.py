"""What only PostgreSQL can show: transactions of several workers really run side by side there."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from ingest.sweep import sweep
from ingest.work import do_job
from ingest.workplace import Workplace
from ocr.limits import Limits
from storage.blobs.store import FolderBlobStore
from storage.database import Database
from storage.documents.tables import DocumentPage, DossierOriginal, Original
from storage.dossiers.dossiers import open_dossier
from storage.jobs.tables import Job
from storage.offices.people import create_office
from storage.scope import system
from terms.kinds import Catalogue
from tests.ingest.office import Office
from tests.ingest.papers import BIRTH, MARITAL, png
from tests.storage.conftest import temporary_postgresql

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def server() -> Iterator[Database]:
    for url in temporary_postgresql():
        database = Database(url)
        database.upgrade()
        yield database
        database.dispose()


@pytest.fixture
def office(server: Database, tmp_path: Path, catalogue: Catalogue, request: pytest.FixtureRequest) -> Office:
    with server.session() as session:
        row = create_office(session, code=f"H{abs(hash(request.node.name)) % 10**8}", name="UBND", level="commune")
    workplace = Workplace(server, FolderBlobStore(tmp_path / "blobs"), catalogue, Limits(workers=1))
    office = Office(workplace, system(row.id), tmp_path)
    object.__setattr__(workplace, "send", office.send)
    return office


def at_once(*acts: object) -> list[object]:
    """Call all of them at the same moment."""
    start = Barrier(len(acts))

    def go(act: object) -> object:
        start.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(go, acts))


def test_the_whole_road(office: Office) -> None:
    received = office.receive(png(*BIRTH))
    assert office.work() == ["done", "done"]
    assert [document.kind for document in office.documents()] == ["birth_certificate"]
    assert office.dossier(received.dossier_id).state == "review"


def test_two_counters_hand_in_the_same_bytes_at_once(office: Office) -> None:
    with office.database.session() as session:
        dossiers = [open_dossier(session, office.actor).id for _ in range(4)]
    at_once(*[lambda dossier=dossier: office.receive(png(*BIRTH), dossier=dossier) for dossier in dossiers])
    assert len(office.all(Original)) == len(office.all(Job)) == 1
    assert len(office.all(DossierOriginal)) == 4


def test_of_two_originals_that_settle_at_the_same_moment_one_sees_the_other(office: Office) -> None:
    first = office.receive(png(*BIRTH))
    second = office.receive(png(*MARITAL), dossier=first.dossier_id)
    office.sent.clear()
    outcomes = at_once(lambda: do_job(office.workplace, first.job_id), lambda: do_job(office.workplace, second.job_id))
    assert outcomes == ["done", "done"]
    assert [job.kind for job in office.all(Job)].count("understand_dossier") == 1
    office.work()
    assert len(office.documents()) == 2


def test_a_job_is_done_by_one_worker_however_many_get_the_message(office: Office) -> None:
    received = office.receive(png(*BIRTH))
    outcomes = at_once(*[lambda: do_job(office.workplace, received.job_id)] * 4)
    assert sorted(outcomes) == ["done", "nothing", "nothing", "nothing"]


def test_a_paper_shared_by_two_dossiers_is_one_document_though_both_are_understood_at_once(office: Office) -> None:
    first = office.receive(png(*BIRTH))
    with office.database.session() as session:
        other = open_dossier(session, office.actor).id
    office.receive(png(*BIRTH), dossier=other)
    office.sent.clear()
    assert do_job(office.workplace, first.job_id) == "done"
    assert len(office.sent) == 2
    assert at_once(*[lambda job=job: do_job(office.workplace, job) for job in office.sent]) == ["done", "done"]
    assert len(office.documents()) == len(office.all(DocumentPage)) == 1


def test_sweeps_in_many_places_send_a_lost_job_once(office: Office) -> None:
    received = office.receive(png(*BIRTH))
    with office.database.session() as session:
        session.get(Job, received.job_id).sent_at = None
    sent: list[str] = []
    at_once(*[lambda: sweep(office.database, lambda job_id, priority: sent.append(job_id))] * 4)
    assert sent.count(received.job_id) == 1
