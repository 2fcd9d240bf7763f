"""The pipeline: from an original to its pages, from a dossier's pages to proposed documents; resumable, cancellable."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable

import pytest

from ingest import jobs
from ingest.intake import NewDossier
from ingest.pipeline import DOSSIER_STAGES, ORIGINAL_STAGES, dossier, original
from ingest.work import do_job, holder, is_dead, place
from ocr.child import ChildLost
from ocr.limits import Limits
from ocr.model import PageReading
from storage.audit.tables import AuditEntry
from storage.database import now
from storage.documents.originals import pages_of
from storage.documents.tables import Document, DocumentPage, FieldProposal, Page
from storage.dossiers.dossiers import cancel_dossier, open_dossier, progress
from storage.jobs import queue
from storage.jobs.tables import Artefact, Job
from terms.errors import InputError, UnavailableError
from terms.kinds import Catalogue
from tests.ingest.office import Office
from tests.ingest.papers import BIRTH, MARITAL, SECRET, hostile, png, tiff


def test_the_stages_have_names_and_an_order() -> None:
    assert [stage.name for stage in (*ORIGINAL_STAGES, *DOSSIER_STAGES)] == ["open", "page", "understand", "propose"]


def test_the_whole_road_of_a_paper(office: Office) -> None:
    received = office.receive(png(*BIRTH))
    assert office.work() == ["done", "done"]
    original = office.original(received.original_id)
    assert (original.state, original.page_count, original.error) == ("read", 1, None)
    (page,) = office.pages()
    assert "NGUYỄN THỊ ÁNH" in page.text
    (document,) = office.documents()
    assert document.kind == "birth_certificate"
    assert document.state == "proposed"
    names = {field.name: field.value for field in office.all(FieldProposal)}
    assert names["full_name"] == "NGUYỄN THỊ ÁNH"
    assert names["date_of_birth"] == "2020-05-17"
    assert document.title.startswith("Giấy khai sinh")
    assert document.valid_to is None
    assert office.dossier(received.dossier_id).state == "review"
    assert {job.state for job in office.all(Job)} == {"done"}


def test_pages_of_several_files_are_understood_together(office: Office) -> None:
    first = office.receive(png(*BIRTH))
    office.receive(png(*MARITAL), dossier=first.dossier_id)
    assert [job.kind for job in office.all(Job)] == ["read_original", "read_original"]
    assert office.work() == ["done", "done", "done"]
    assert [job.kind for job in office.all(Job)].count("understand_dossier") == 1
    assert [document.kind for document in office.documents()] == ["birth_certificate", "marital_status_certificate"]


def test_done_twice_changes_nothing(office: Office) -> None:
    office.receive(png(*BIRTH))
    office.work()
    before = [(row.id, row.doc_code) for row in office.documents()], [row.id for row in office.pages()]
    with office.database.session() as session:
        for job in session.query(Job):
            job.state, job.finished_at = "waiting", None
            office.sent.append(job.id)
    assert set(office.work()) == {"done"}
    assert ([(row.id, row.doc_code) for row in office.documents()], [row.id for row in office.pages()]) == before
    assert len(office.all(FieldProposal)) == len({(row.document_id, row.name) for row in office.all(FieldProposal)})


def test_a_message_that_comes_twice_finds_nothing_to_do(office: Office) -> None:
    received = office.receive(png(*BIRTH))
    office.work()
    assert do_job(office.workplace, received.job_id) == "nothing"
    assert do_job(office.workplace, "no-such-job") == "nothing"


# --- progress, interruption, cancelling -----------------------------------------------------------------------------


@pytest.fixture
def pages_read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of the pages that were really read, in order."""
    numbers: list[int] = []

    def counted(path: object, number: int, limits: Limits) -> PageReading:
        numbers.append(number)
        return read(path, number, limits)

    read = original.read_page
    monkeypatch.setattr(original, "read_page", counted)
    return numbers


class Killed(BaseException):
    """What a worker feels when it is killed: nothing after it runs."""


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
    _expire(office, received.job_id)
    assert do_job(office.workplace, received.job_id) == "done"
    assert pages_read == [1, 2, 2, 3]  # page 2 was not yet kept, page 1 was
    assert [page.number for page in office.pages()] == [1, 2, 3]


def test_a_worker_thought_dead_cannot_write(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    received = office.receive(png(*BIRTH))
    read = original.read_page

    def read_slowly(path: object, number: int, limits: Limits) -> PageReading:
        monkeypatch.setattr(original, "read_page", read)
        _expire(office, received.job_id)
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
        _expire(office, received.job_id)
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


# --- what goes wrong ------------------------------------------------------------------------------------------------


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
        monkeypatch.setattr(original, name, _after(errors, getattr(original, name)))
    assert office.work() == ["done", "done"]
    assert office.pages()[0].warnings == []
    assert losses == {"open_file": [], "read_page": []}


@pytest.mark.parametrize(("error", "tries"), [(lost("too_slow"), 2), (lost("page_unreadable"), 5)])
def test_a_page_that_costs_every_child_its_life_is_left_in_the_end(
    office: Office, monkeypatch: pytest.MonkeyPatch, error: InputError, tries: int
) -> None:
    office.receive(tiff(MARITAL, BIRTH))
    errors = [error] * 100
    monkeypatch.setattr(original, "read_page", _after([], original.read_page, second=errors))
    assert office.work() == ["done", "done"]
    assert len(errors) == 100 - tries
    assert [page.warnings for page in office.pages()] == [[], [error.code]]


def _after(errors: list[InputError], read: Callable[..., object], *, second: list[InputError] | None = None):
    """`read`, but only after all of `errors` were raised; on page 2 after those of `second`."""

    def act(path: object, *rest: object) -> object:
        due = second if second is not None and rest[0] == 2 else errors
        if due:
            raise due.pop()
        return read(path, *rest)

    return act


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
            _expire(office, poison.job_id)
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

    def die(pages: object, catalogue: object) -> None:
        raise Killed

    monkeypatch.setattr(dossier, "understand", die)
    for _ in range(5):
        with pytest.raises(Killed):
            do_job(office.workplace, job_id)
        _expire(office, job_id)
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


def test_a_changed_catalogue_is_not_mistaken_for_the_old_one(office: Office, catalogue: Catalogue) -> None:
    received = office.receive(png(*BIRTH))
    office.work()
    known = {field.run for field in office.all(FieldProposal)}
    without = Catalogue({code: kind for code, kind in catalogue.kinds.items() if code != "birth_certificate"})
    with office.database.session() as session:
        again = jobs.add_understanding(session, office.actor, received.dossier_id, priority=1, send=None)
    assert do_job(dataclasses.replace(office.workplace, catalogue=without), again.id) == "done"
    assert [document.kind for document in office.documents()] != ["birth_certificate"]
    assert len([one for one in office.all(Artefact) if one.stage == "understand"]) == 2
    with office.database.session() as session:
        again = jobs.add_understanding(session, office.actor, received.dossier_id, priority=1, send=None)
    assert do_job(office.workplace, again.id) == "done"
    assert [document.kind for document in office.documents()] == ["birth_certificate"]
    assert {field.run for field in office.all(FieldProposal)} == known  # found again, not made again


# --- secret papers --------------------------------------------------------------------------------------------------


def test_a_secret_paper_is_set_apart_and_read_no_further(office: Office, pages_read: list[int]) -> None:
    received = office.receive(tiff(SECRET, BIRTH))
    office.work()
    original_row = office.original(received.original_id)
    assert (original_row.state, original_row.error) == ("set_apart", "secret_paper")
    assert pages_read == [1]
    assert office.pages() == office.documents() == []
    assert [one for one in office.all(Artefact) if one.input_sha256 == received.sha256] == []
    assert any(entry.action == "original.set_apart" for entry in office.all(AuditEntry))


def test_a_secret_paper_does_not_keep_the_rest_of_its_dossier(office: Office) -> None:
    secret = office.receive(png(*SECRET))
    office.receive(png(*BIRTH), dossier=secret.dossier_id)
    office.work()
    assert [document.kind for document in office.documents()] == ["birth_certificate"]
    again = office.receive(png(*SECRET), dossier=secret.dossier_id)
    assert again.job_id is None
    assert office.original(secret.original_id).state == "set_apart"


def test_what_only_all_pages_together_show_to_be_secret_is_set_apart_too(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = office.receive(png(*BIRTH))
    secret = office.receive(png(*MARITAL), dossier=good.dossier_id)
    understand = dossier.understand

    def together(pages, catalogue):
        found = understand(pages, catalogue)
        return tuple(
            dataclasses.replace(one, marks=("secret",)) if one.kind == "marital_status_certificate" else one
            for one in found
        )

    monkeypatch.setattr(dossier, "understand", together)
    assert office.work() == ["done", "done", "done"]
    assert office.original(secret.original_id).state == "set_apart"
    assert [document.kind for document in office.documents()] == ["birth_certificate"]
    with office.database.session() as session:
        (page,) = pages_of(session, office.actor, secret.original_id)
    assert (page.text, page.reading) == ("", None)


# --- duplicates and late papers -------------------------------------------------------------------------------------


def test_the_same_paper_in_two_dossiers_is_one_document(office: Office) -> None:
    first = office.receive(png(*BIRTH))
    office.work()
    with office.database.session() as session:
        other = open_dossier(session, office.actor)
    second = office.receive(png(*BIRTH), dossier=other.id)
    assert second.duplicate_of == first.original_id
    office.work()
    assert [document.dossier_id for document in office.documents()] == [first.dossier_id]
    assert len(office.all(DocumentPage)) == 1


def test_a_paper_that_comes_late_is_understood_with_the_others(office: Office) -> None:
    first = office.receive(png(*BIRTH))
    office.work()
    before = office.documents()[0].id
    office.receive(png(*MARITAL), dossier=first.dossier_id)
    assert office.dossier(first.dossier_id).state == "processing"
    office.work()
    assert [document.kind for document in office.documents()] == ["birth_certificate", "marital_status_certificate"]
    assert office.documents()[0].id == before


def test_a_paper_that_comes_while_the_others_are_being_understood_is_not_missed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = office.receive(png(*BIRTH))
    assert do_job(office.workplace, office.sent.pop(0)) == "done"
    understand = office.sent.pop(0)
    run = dossier.understand

    def understand_while_one_comes(pages, catalogue):
        monkeypatch.setattr(dossier, "understand", run)
        office.receive(png(*MARITAL), dossier=first.dossier_id)
        assert do_job(office.workplace, office.sent.pop(0)) == "done"
        return run(pages, catalogue)

    monkeypatch.setattr(dossier, "understand", understand_while_one_comes)
    assert do_job(office.workplace, understand) == "done"
    assert len(office.documents()) == 2
    office.work()
    assert len(office.documents()) == 2


def test_what_a_person_decided_is_not_touched_by_a_later_run(office: Office) -> None:
    first = office.receive(png(*BIRTH))
    office.work()
    with office.database.session() as session:
        document = session.get(Document, office.documents()[0].id)
        document.kind, document.kind_by_person = "other", True
    office.receive(png(*MARITAL), dossier=first.dossier_id)
    office.work()
    assert [document.kind for document in office.documents()] == ["other", "marital_status_certificate"]


def test_a_failed_file_handed_in_again_is_read_again(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    first = office.receive(png(*BIRTH))

    def refuse(path: object, limits: Limits) -> None:
        raise InputError("encrypted")

    with monkeypatch.context() as patch:
        patch.setattr(original, "open_file", refuse)
        assert office.work() == ["failed", "done"]
    assert office.original(first.original_id).error == "encrypted"
    second = office.receive(png(*BIRTH), dossier=first.dossier_id)
    assert second.duplicate_of == first.original_id
    assert second.job_id != first.job_id
    assert office.work() == ["done", "done"]
    assert office.original(first.original_id).state == "read"


def test_a_failed_job_that_a_person_restarts_reads_again(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    received = office.receive(png(*BIRTH))
    with monkeypatch.context() as patch:
        patch.setattr(original, "open_file", _after([InputError("damaged")], original.open_file))
        assert office.work() == ["failed", "done"]
    with office.database.session() as session:
        queue.restart(session, office.actor, received.job_id)
    office.sent.append(received.job_id)  # the sweep would
    assert office.work() == ["done", "done"]
    assert office.original(received.original_id).state == "read"
    assert [document.kind for document in office.documents()] == ["birth_certificate"]


# --- who holds a job ------------------------------------------------------------------------------------------------


def test_a_process_is_told_from_a_later_one_of_the_same_number() -> None:
    mine = holder()
    assert not is_dead(mine)
    where, pid, started = mine.rsplit(":", 2)
    assert is_dead(f"{where}:{pid}:{int(started) - 1}")
    assert is_dead(f"{place()}:999999999:1")
    assert not is_dead("another machine:1:999999999:1")
    assert not is_dead("")


def test_the_original_stays_as_it_came(office: Office) -> None:
    received = office.receive(png(*BIRTH), dossier=NewDossier("a"))
    office.work()
    assert office.workplace.blobs.path(received.sha256).read_bytes() == png(*BIRTH)
    with office.database.session() as session:
        assert queue.due(session) == []
    assert len(office.all(Page)) == 1


def _expire(office: Office, job_id: str) -> None:
    """As if the lease had run out."""
    with office.database.session() as session:
        session.get(Job, job_id).lease_until = now()


def _until(condition: Callable[[], bool], within_s: float = 20.0) -> bool:
    """Wait until `condition` holds."""
    pause = threading.Event()
    for _ in range(int(within_s / 0.02)):
        if condition():
            return True
        pause.wait(0.02)
    return False
