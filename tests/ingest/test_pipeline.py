"""The pipeline: from an original to its pages, from a dossier's pages to proposed documents."""

from __future__ import annotations

import dataclasses

import pytest

from ingest import jobs
from ingest.intake import NewDossier
from ingest.pipeline import DOSSIER_STAGES, ORIGINAL_STAGES, dossier, original
from ingest.work import do_job, holder, is_dead, place
from ocr.limits import Limits
from storage.audit.tables import AuditEntry
from storage.documents.originals import pages_of
from storage.documents.tables import Document, DocumentPage, FieldProposal, Page
from storage.dossiers.dossiers import open_dossier
from storage.jobs import queue
from storage.jobs.tables import Artefact, Job
from terms.errors import InputError
from terms.kinds import Catalogue
from tests.ingest.office import Office, after
from tests.ingest.papers import BIRTH, MARITAL, SECRET, png, tiff


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

    def together(*given):
        found = understand(*given)
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

    def understand_while_one_comes(*given):
        monkeypatch.setattr(dossier, "understand", run)
        office.receive(png(*MARITAL), dossier=first.dossier_id)
        assert do_job(office.workplace, office.sent.pop(0)) == "done"
        return run(*given)

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
        patch.setattr(original, "open_file", after([InputError("damaged")], original.open_file))
        assert office.work() == ["failed", "done"]
    with office.database.session() as session:
        queue.restart(session, office.actor, received.job_id)
    office.sent.append(received.job_id)  # the sweep would
    assert office.work() == ["done", "done"]
    assert office.original(received.original_id).state == "read"
    assert [document.kind for document in office.documents()] == ["birth_certificate"]


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
