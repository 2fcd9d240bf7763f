"""Files, pages and databases at fault: each gets an answer, and the others go on."""

from __future__ import annotations

import dataclasses

import pytest

from ingest.pipeline import dossier, original
from ingest.work import do_job
from ocr.child import ChildLost
from ocr.limits import Limits
from ocr.model import PageReading
from ocr.quality import reason_unread
from storage.database import now
from storage.documents.tables import DocumentPage
from storage.jobs import queue
from storage.jobs.tables import Job
from terms.errors import InputError, UnavailableError
from tests.ingest.office import Killed, Office, after, expire
from tests.ingest.papers import BIRTH, MARITAL, hostile, png, tiff


def test_a_damaged_file_fails_with_its_code_and_the_others_go_on(office: Office) -> None:
    good = office.receive(png(*BIRTH))
    bad = office.receive(png(*MARITAL)[:2000], dossier=good.dossier_id)
    assert sorted(office.work()) == ["done", "done", "failed"]
    broken = office.original(bad.original_id)
    assert broken.state == "failed"
    assert broken.error in {"damaged", "page_unreadable"}
    assert office.job(bad.job_id).state == "failed"
    assert [document.kind for document in office.documents()] == ["birth_certificate"]
    assert office.dossier(good.dossier_id).state == "review"


@pytest.mark.parametrize("code", ["encrypted", "too_many_pages"])
def test_a_hostile_file_fails_with_a_code_that_says_why(office: Office, code: str) -> None:
    received = office.receive(hostile(code), filename="a.pdf", limits=Limits(workers=1))
    few = dataclasses.replace(office.workplace, limits=Limits(workers=1, pages=20))
    assert do_job(few, received.job_id) == "failed"
    row = office.original(received.original_id)
    assert (row.state, row.error) == ("failed", code)
    assert office.dossier(received.dossier_id).state == "processing"
    office.sent.remove(received.job_id)
    assert office.work() == ["done"]  # the dossier is closed without it
    assert office.dossier(received.dossier_id).state == "review"


def test_a_page_that_cannot_be_read_keeps_its_place(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.receive(tiff(BIRTH, MARITAL))
    read = original.read_page

    def fail_second(path: object, number: int, limits: Limits) -> PageReading:
        if number == 2:
            raise InputError("page_unreadable")
        return read(path, number, limits)

    monkeypatch.setattr(original, "read_page", fail_second)
    assert office.work() == ["done", "done"]
    first, second = office.pages()
    assert first.text
    assert (second.text, second.warnings, second.reading) == ("", ["page_unreadable"], None)


def lost(code: str) -> InputError:
    """What the reader raises when its child was lost."""
    error = InputError(code)
    error.__cause__ = ChildLost(code)
    return error


def test_a_child_that_somebody_killed_says_nothing_about_the_page(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.receive(png(*BIRTH))
    losses = {"open_file": [lost("damaged")] * 4, "read_page": [lost("page_unreadable")] * 4}
    for name, errors in losses.items():
        monkeypatch.setattr(original, name, after(errors, getattr(original, name)))
    assert office.work() == ["done", "done"]
    assert reason_unread(office.pages()[0].warnings) is None
    assert losses == {"open_file": [], "read_page": []}


@pytest.mark.parametrize(("error", "tries"), [(lost("too_slow"), 2), (lost("page_unreadable"), 5)])
def test_a_page_that_costs_every_child_its_life_is_left_in_the_end(
    office: Office, monkeypatch: pytest.MonkeyPatch, error: InputError, tries: int
) -> None:
    office.receive(tiff(MARITAL, BIRTH))
    errors = [error] * 100
    monkeypatch.setattr(original, "read_page", after([], original.read_page, second=errors))
    assert office.work() == ["done", "done"]
    assert len(errors) == 100 - tries
    assert [reason_unread(page.warnings) for page in office.pages()] == [None, error.code]


def test_poison_that_takes_its_worker_down_each_time_fails_in_the_end(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = office.receive(png(*BIRTH))
    poison = office.receive(png(*MARITAL), dossier=good.dossier_id)
    read = original.open_file

    def die(path, limits):
        if path.name == poison.sha256:
            raise Killed
        return read(path, limits)

    monkeypatch.setattr(original, "open_file", die)
    deaths = 0
    while office.job(poison.job_id).state != "failed":
        try:
            do_job(office.workplace, poison.job_id)
        except Killed:
            deaths += 1
            expire(office, poison.job_id)
    assert deaths == office.job(poison.job_id).max_attempts == 5
    assert office.original(poison.original_id).error == "internal"
    assert office.work() == ["done", "nothing", "done"]
    assert [document.kind for document in office.documents()] == ["birth_certificate"]


def test_the_unexpected_is_tried_again_later_and_told_without_its_inside(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    received = office.receive(png(*BIRTH))

    def burst(path: object, limits: Limits) -> None:
        raise ZeroDivisionError(BIRTH[4])

    monkeypatch.setattr(original, "open_file", burst)
    assert do_job(office.workplace, received.job_id) == "later"
    job = office.job(received.job_id)
    assert (job.state, job.error, job.attempts) == ("waiting", "internal", 1)
    assert job.not_before > now()
    assert "ZeroDivisionError" in caplog.text
    assert "in burst" in caplog.text
    assert "ÁNH" not in caplog.text


def test_a_database_that_goes_away_altogether_leaves_the_job_to_the_sweep(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    received = office.receive(png(*BIRTH))

    def away(*_: object, **__: object) -> None:
        raise UnavailableError("database_unavailable")

    for verb in ("renew", "fail"):
        monkeypatch.setattr(queue, verb, away)
    assert do_job(office.workplace, received.job_id) == "later"
    assert office.job(received.job_id).state == "running"  # until its lease runs out


def test_bytes_that_were_altered_on_disk_are_not_read(office: Office) -> None:
    received = office.receive(png(*BIRTH))
    path = office.workplace.blobs.path(received.sha256)
    path.chmod(0o600)
    path.write_bytes(png(*MARITAL))
    assert office.work() == ["failed", "done"]
    assert office.original(received.original_id).error == "blob_altered"
    assert office.pages() == []


def test_a_database_that_is_away_is_waited_for(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    received = office.receive(png(*BIRTH))

    def away(*_: object, **__: object) -> None:
        raise UnavailableError("database_unavailable")

    monkeypatch.setattr(original, "save_pages", away)
    assert do_job(office.workplace, received.job_id) == "later"
    assert office.original(received.original_id).state == "reading"


def test_what_cannot_be_understood_is_left_to_a_person_page_by_page(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = office.receive(tiff(BIRTH, MARITAL))
    office.receive(png(*BIRTH), dossier=first.dossier_id)

    def burst(pages: object, catalogue: object) -> None:
        raise RecursionError

    with monkeypatch.context() as patch:
        patch.setattr(dossier, "understand", burst)
        assert office.work() == ["done", "done", "done"]
    assert [document.kind for document in office.documents()] == ["other", "other"]
    assert all("Chưa nhận dạng" in document.why for document in office.documents())
    assert len(office.all(DocumentPage)) == 3
    assert office.dossier(first.dossier_id).state == "review"
    office.receive(png(*MARITAL), dossier=first.dossier_id)  # another look, when it works again
    office.work()
    assert {document.kind for document in office.documents()} == {"birth_certificate", "marital_status_certificate"}
    assert len(office.all(DocumentPage)) == len(office.pages()) == 4


def test_a_dossier_whose_understanding_takes_every_worker_down_is_left_to_a_person(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    received = office.receive(png(*BIRTH))
    assert do_job(office.workplace, received.job_id) == "done"
    job_id = office.sent[-1]

    def die(*_: object) -> None:
        raise Killed

    monkeypatch.setattr(dossier, "understand", die)
    for _ in range(5):
        with pytest.raises(Killed):
            do_job(office.workplace, job_id)
        expire(office, job_id)
    assert do_job(office.workplace, job_id) == "nothing"
    assert office.job(job_id).state == "failed"
    assert [document.kind for document in office.documents()] == ["other"]
    assert office.dossier(received.dossier_id).state == "review"


def test_a_job_that_nothing_can_be_done_for_fails_and_does_not_come_back(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    received = office.receive(png(*BIRTH))
    assert do_job(office.workplace, received.job_id) == "done"
    job_id = office.sent[-1]

    def burst(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(dossier, "replace_proposals", burst)
    for _ in range(5):
        with office.database.session() as session:
            session.get(Job, job_id).not_before = None
        last = do_job(office.workplace, job_id)
    assert last == "failed"
    assert office.job(job_id).state == "failed"
    assert do_job(office.workplace, job_id) == "nothing"
    assert len(office.pages()) == 1  # what was read stays
