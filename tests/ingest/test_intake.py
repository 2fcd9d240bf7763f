"""Intake: bytes are safe before anybody is told so; what cannot be read is refused before anything is written."""

from __future__ import annotations

import errno
import hashlib
import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from ingest.intake import NewDossier
from ingest.sources.upload import receive_all
from ocr.limits import Limits
from storage.audit.tables import AuditEntry
from storage.documents.tables import DossierOriginal, Original
from storage.dossiers.dossiers import cancel_dossier, open_dossier
from storage.dossiers.tables import Dossier
from storage.jobs.tables import Job
from terms.errors import AccessError, HosoError, InputError, StateError, UnavailableError
from tests.ingest.office import Office
from tests.ingest.papers import BIRTH, MARITAL, png


def test_bytes_row_and_job_are_there_when_it_answers(office: Office) -> None:
    data = png(*BIRTH)
    received = office.receive(data, filename="C:\\Scan\\Khai sinh.png")
    assert received.sha256 == hashlib.sha256(data).hexdigest()
    assert received.duplicate_of is None
    assert office.workplace.blobs.path(received.sha256).read_bytes() == data
    original = office.original(received.original_id)
    assert (original.filename, original.media_type, original.state) == ("Khai sinh.png", "image/png", "received")
    job = office.job(received.job_id)
    assert (job.kind, job.subject_id, job.state) == ("read_original", original.id, "waiting")
    assert office.sent == [job.id]
    assert office.dossier(received.dossier_id).state == "processing"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"PK\x03\x04 a zip called .pdf", "unsupported_format"),
        (b"MZ\x90\x00 a program", "unsupported_format"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 5000, "too_large"),
    ],
)
def test_what_cannot_be_read_is_refused_before_anything_is_written(office: Office, data: bytes, code: str) -> None:
    with pytest.raises(InputError) as refusal:
        office.receive(data, limits=Limits(file_bytes=4096))
    assert refusal.value.code == code
    assert office.all(Original) == office.all(Job) == office.all(Dossier) == []
    assert list(office.workplace.blobs) == []


def test_a_refusal_is_told_to_the_dossier_it_was_meant_for(office: Office) -> None:
    with office.database.session() as session:
        dossier = open_dossier(session, office.actor, title="Ông An")
    with pytest.raises(InputError):
        office.receive(b"", filename="Căn cước ông An.pdf", dossier=dossier.id)
    entry = next(entry for entry in office.all(AuditEntry) if entry.action == "intake.refuse")
    assert entry.object_id == dossier.id
    assert entry.details == {"code": "empty_file"}  # and not the name, which may name a citizen


class Endless(io.RawIOBase):
    """A PNG that never ends, whatever the sender said of its length."""

    def __init__(self) -> None:
        self.given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        head = b"\x89PNG\r\n\x1a\n"[self.given :][: len(buffer)]
        buffer[:] = (head + bytes(len(buffer)))[: len(buffer)]
        self.given += len(buffer)
        return len(buffer)


def test_the_size_is_counted_while_streaming(office: Office) -> None:
    stream = Endless()
    with pytest.raises(InputError, match="larger"):
        office.receive(stream, limits=Limits(file_bytes=3 * 1024 * 1024))
    assert stream.given <= 5 * 1024 * 1024
    assert list((office.folder / "blobs").rglob("*.*")) == []


class Stuttering(io.BytesIO):
    """A slow line: a few bytes at a time."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(7 if size is None or size < 0 or size > 7 else size)


def test_a_slow_line_changes_nothing(office: Office) -> None:
    data = png(*BIRTH)
    assert office.receive(Stuttering(data)).sha256 == hashlib.sha256(data).hexdigest()


class Full(io.BytesIO):
    """The disk fills up when the second piece comes."""

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell() > 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().read(size)


def test_a_full_disk_says_so_and_leaves_nothing_half_stored(office: Office) -> None:
    with pytest.raises(UnavailableError) as full:
        office.receive(Full(png(*BIRTH)))
    assert full.value.code == "disk_full"
    assert office.all(Original) == []
    assert [path for path in (office.folder / "blobs").rglob("*") if path.is_file()] == []


def test_the_database_fails_and_nothing_is_acknowledged_nor_sent(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.jobs.add_job", _fails)
    with pytest.raises(UnavailableError):
        office.receive(png(*BIRTH))
    assert office.all(Original) == office.all(Dossier) == []
    assert office.sent == []


def _fails(*_: object, **__: object) -> None:
    raise UnavailableError("database_unavailable")


def test_a_queue_that_is_away_loses_nothing(office: Office) -> None:
    def no_queue(job_id: str, priority: int) -> None:
        """What `ingest.tasks.sender` does when the broker is away: nothing but a word in the log."""

    object.__setattr__(office, "send", no_queue)
    received = office.receive(png(*BIRTH))
    assert office.job(received.job_id).state == "waiting"


def test_the_same_bytes_are_one_original_and_it_says_so(office: Office) -> None:
    first = office.receive(png(*BIRTH), filename="a.png")
    with office.database.session() as session:
        other = open_dossier(session, office.actor, title="Another")
    second = office.receive(png(*BIRTH), filename="b.png", dossier=other.id)
    assert second.duplicate_of == second.original_id == first.original_id
    assert second.job_id == first.job_id  # the reading that waits serves both
    assert len(office.all(Original)) == 1
    assert {link.dossier_id for link in office.all(DossierOriginal)} == {first.dossier_id, other.id}


def test_an_interrupted_source_that_brings_its_file_again_makes_no_second_dossier(office: Office) -> None:
    first = office.receive(png(*BIRTH), dossier=NewDossier("a"))
    again = office.receive(png(*BIRTH), dossier=NewDossier("a"))
    assert again.dossier_id == first.dossier_id
    assert len(office.all(Dossier)) == 1


def test_two_counters_hand_in_the_same_bytes_at_once(office: Office) -> None:
    with office.database.session() as session:
        dossiers = [open_dossier(session, office.actor, title=str(number)).id for number in range(4)]
    start = Barrier(4)

    def hand_in(dossier_id: str) -> str:
        start.wait()
        return office.receive(png(*BIRTH), dossier=dossier_id).original_id

    with ThreadPoolExecutor(4) as pool:
        ids = set(pool.map(hand_in, dossiers))
    assert len(ids) == len(office.all(Original)) == len(office.all(Job)) == 1
    assert len(office.all(DossierOriginal)) == 4


def test_offices_do_not_see_each_others_originals(make_office: Callable[[str], Office]) -> None:
    here, there = make_office("H60.12"), make_office("H60.13")
    first, second = here.receive(png(*BIRTH)), there.receive(png(*BIRTH))
    assert first.original_id != second.original_id
    assert second.duplicate_of is None
    with pytest.raises(AccessError):
        there.receive(png(*MARITAL), dossier=first.dossier_id)
    assert len(list(here.workplace.blobs)) == 1


def test_a_cancelled_dossier_takes_no_papers(office: Office) -> None:
    with office.database.session() as session:
        dossier = open_dossier(session, office.actor)
        cancel_dossier(session, office.actor, dossier.id)
    with pytest.raises(StateError):
        office.receive(png(*BIRTH), dossier=dossier.id)
    assert list(office.workplace.blobs) == []


def test_erased_bytes_do_not_come_back(office: Office) -> None:
    received = office.receive(png(*BIRTH))
    office.workplace.blobs.erase(received.sha256)
    with office.database.session() as session:
        session.get(Original, received.original_id).state = "erased"
    with pytest.raises(StateError):
        office.receive(png(*BIRTH), dossier=received.dossier_id)
    assert list(office.workplace.blobs) == []


def test_of_several_files_each_has_its_answer(office: Office) -> None:
    files = [("1.png", png(*BIRTH)), ("2.txt", b"only text"), ("3.png", png(*MARITAL)), ("4.png", b"")]
    answers = receive_all(
        office.database,
        office.workplace.blobs,
        [(name, io.BytesIO(data)) for name, data in files],
        actor=office.actor,
        source="upload",
        dossier_id=NewDossier("Four files"),
        limits=office.workplace.limits,
    )
    assert [answer.filename for answer in answers] == ["1.png", "2.txt", "3.png", "4.png"]
    assert [_code(answer.error) for answer in answers] == [None, "unsupported_format", None, "empty_file"]
    assert len(office.all(Dossier)) == 1
    assert [link.position for link in office.all(DossierOriginal)] == [1, 2]


def _code(error: HosoError | None) -> str | None:
    return error.code if error else None
