"""Work that is cut off, taken over, cancelled or given back: no page is lost and none is read twice."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable

import pytest

from ingest.pipeline import original
from ingest.work import do_job
from ocr.limits import Limits
from ocr.model import PageReading
from storage.database import now
from storage.dossiers.dossiers import cancel_dossier, progress
from storage.jobs.tables import Job
from tests.ingest.office import Killed, Office, expire
from tests.ingest.papers import BIRTH, MARITAL, png, tiff


def _until(condition: Callable[[], bool], within_s: float = 20.0) -> bool:
    """Wait until `condition` holds."""
    pause = threading.Event()
    for _ in range(int(within_s / 0.02)):
        if condition():
            return True
        pause.wait(0.02)
    return False


def test_a_message_that_comes_twice_finds_nothing_to_do(office: Office) -> None:
    received = office.receive(png(*BIRTH))
    office.work()
    assert do_job(office.workplace, received.job_id) == "nothing"
    assert do_job(office.workplace, "no-such-job") == "nothing"


def test_a_killed_workers_successor_goes_on_with_the_next_page(
    office: Office, pages_read: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    received = office.receive(tiff(BIRTH, MARITAL, BIRTH))
    put = original.artefacts.put

    def put_then_die(session, actor, *, stage, **rest):
        put(session, actor, stage=stage, **rest)
        if stage == "page" and pages_read == [1, 2]:
            raise Killed

    monkeypatch.setattr("ingest.pipeline.hold.artefacts.put", put_then_die)
    with pytest.raises(Killed):
        office.work()
    monkeypatch.setattr("ingest.pipeline.hold.artefacts.put", put)
    job = office.job(received.job_id)
    assert (job.state, job.stage, job.pages_done, job.pages_total) == ("running", "page", 1, 3)
    assert do_job(office.workplace, received.job_id) == "nothing"  # the dead worker's lease still holds
    expire(office, received.job_id)
    assert do_job(office.workplace, received.job_id) == "done"
    assert pages_read == [1, 2, 2, 3]  # page 2 was not yet kept, page 1 was
    assert [page.number for page in office.pages()] == [1, 2, 3]


def test_a_worker_thought_dead_cannot_write(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    received = office.receive(png(*BIRTH))
    read = original.read_page

    def read_slowly(path: object, number: int, limits: Limits) -> PageReading:
        monkeypatch.setattr(original, "read_page", read)
        expire(office, received.job_id)
        assert do_job(office.workplace, received.job_id) == "done"  # somebody else is quicker
        return read(path, number, limits)

    monkeypatch.setattr(original, "read_page", read_slowly)
    assert do_job(office.workplace, received.job_id) == "taken"
    assert office.job(received.job_id).fence == 2
    assert len(office.pages()) == 1


def test_progress_shows_page_by_page(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    received = office.receive(tiff(BIRTH, MARITAL))
    seen = []
    read = original.read_page

    def read_watched(path: object, number: int, limits: Limits) -> PageReading:
        with office.database.session() as session:
            now_ = progress(session, office.actor, received.dossier_id)
            seen.append((now_.pages_done, now_.pages_total, now_.state))
        return read(path, number, limits)

    monkeypatch.setattr(original, "read_page", read_watched)
    office.work()
    assert seen == [(0, 2, "processing"), (1, 2, "processing")]
    with office.database.session() as session:
        last = progress(session, office.actor, received.dossier_id)
    assert (last.pages_done, last.pages_total, last.state, last.active) == (2, 2, "review", False)


def test_cancelling_is_heeded_between_pages(office: Office, pages_read: list[int], monkeypatch) -> None:
    received = office.receive(tiff(BIRTH, MARITAL, BIRTH))
    counted = original.read_page

    def read_and_cancel(path: object, number: int, limits: Limits) -> PageReading:
        with office.database.session() as session:
            cancel_dossier(session, office.actor, received.dossier_id)
        return counted(path, number, limits)

    monkeypatch.setattr(original, "read_page", read_and_cancel)
    assert office.work() == ["cancelled"]
    assert pages_read == [1]
    assert office.job(received.job_id).state == "cancelled"
    assert office.dossier(received.dossier_id).state == "cancelled"
    assert office.original(received.original_id).state == "received"
    assert office.documents() == []


def test_papers_of_a_cancelled_dossier_may_come_in_for_another(office: Office) -> None:
    first = office.receive(png(*BIRTH))
    with office.database.session() as session:
        cancel_dossier(session, office.actor, first.dossier_id)
    assert office.work() == ["nothing"]
    second = office.receive(png(*BIRTH))
    assert second.dossier_id != first.dossier_id
    assert office.work() == ["done", "done"]
    assert [document.dossier_id for document in office.documents()] == [second.dossier_id]


def test_a_worker_asked_to_stop_gives_the_job_back_as_if_it_had_not_had_it(
    office: Office, pages_read: list[int]
) -> None:
    received = office.receive(tiff(BIRTH, MARITAL))
    leaving = dataclasses.replace(office.workplace, stopping=lambda: len(pages_read) == 1)
    assert do_job(leaving, received.job_id) == "given_back"
    job = office.job(received.job_id)
    assert (job.state, job.attempts, job.not_before) == ("waiting", 0, None)
    assert do_job(office.workplace, received.job_id) == "done"
    assert pages_read == [1, 2]


def test_work_that_gets_on_is_no_poison_however_often_it_is_interrupted(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    received = office.receive(tiff(BIRTH, MARITAL, BIRTH))
    with office.database.session() as session:
        session.get(Job, received.job_id).max_attempts = 2
    read = original.read_page

    def read_one_then_die(path: object, number: int, limits: Limits) -> PageReading:
        if read_one_then_die.read:
            raise Killed
        read_one_then_die.read = True
        return read(path, number, limits)

    monkeypatch.setattr(original, "read_page", read_one_then_die)
    for _ in range(2):  # without the pages it reads each time, both attempts would be used up then
        read_one_then_die.read = False
        with pytest.raises(Killed):
            do_job(office.workplace, received.job_id)
        expire(office, received.job_id)
    read_one_then_die.read = False
    assert do_job(office.workplace, received.job_id) == "done"


def test_the_lease_is_kept_alive_while_a_page_takes_long(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    received = office.receive(png(*BIRTH))
    quick = dataclasses.replace(office.workplace, lease_s=0.3)
    read = original.read_page

    def read_until_renewed(path: object, number: int, limits: Limits) -> PageReading:
        first = office.job(received.job_id).lease_until
        assert _until(lambda: office.job(received.job_id).lease_until > first)
        assert _until(lambda: now() > first)
        assert office.job(received.job_id).lease_until > now()
        return read(path, number, limits)

    monkeypatch.setattr(original, "read_page", read_until_renewed)
    assert do_job(quick, received.job_id) == "done"


def test_a_step_that_takes_longer_than_it_may_costs_the_worker_its_job(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    received = office.receive(png(*BIRTH))
    gave_up = threading.Event()
    monkeypatch.setattr(original, "_OPEN_S", -1000.0)
    read = original.read_page

    def hang(path: object, number: int, limits: Limits) -> PageReading:
        assert gave_up.wait(20)
        return read(path, number, limits)

    monkeypatch.setattr(original, "read_page", hang)
    quick = dataclasses.replace(office.workplace, lease_s=0.1)
    assert do_job(quick, received.job_id, overrun=lambda hold: gave_up.set()) == "done"
    assert gave_up.is_set()


def test_pages_are_read_several_at_a_time_but_for_the_first(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.receive(tiff(BIRTH, MARITAL, BIRTH, MARITAL))
    together = threading.Barrier(3)
    read = original.read_page

    def read_together(path: object, number: int, limits: Limits) -> PageReading:
        if number > 1:
            together.wait(20)  # breaks unless three are at work at once
        return read(path, number, limits)

    monkeypatch.setattr(original, "read_page", read_together)
    three = dataclasses.replace(office.workplace, limits=dataclasses.replace(office.workplace.limits, workers=3))
    assert do_job(three, office.sent.pop()) == "done"
    assert [page.number for page in office.pages()] == [1, 2, 3, 4]
    (job,) = [job for job in office.all(Job) if job.kind == "read_original"]
    assert (job.pages_done, job.pages_total) == (4, 4)
