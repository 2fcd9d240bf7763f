"""The hot folder: files are taken when they are whole, moved only after the commit, and one bad file stops nothing."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.sources.hot_folder import HotFolder, HotFolderSettings
from storage.documents.originals import originals_of_dossier
from storage.documents.tables import Original
from storage.dossiers.dossiers import open_dossier
from storage.dossiers.tables import Dossier
from terms.errors import UnavailableError
from tests.ingest.office import Office
from tests.ingest.papers import BIRTH, MARITAL, png


class Watched:
    """A hot folder with a clock of its own, so that no test waits."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.root = office.folder / "hot"
        self.root.mkdir()
        self.time = 0.0
        self.hot = self.started()

    def started(self) -> HotFolder:
        return HotFolder(
            HotFolderSettings(self.root, self.office.folder / "state" / "hot.json", stable_s=2.0),
            database=self.office.database,
            blobs=self.office.workplace.blobs,
            actor=self.office.actor,
            limits=self.office.workplace.limits,
            send=self.office.send,
            clock=lambda: self.time,
        )

    def drop(self, name: str, data: bytes) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    def look(self, after: float = 3.0) -> int:
        self.time += after
        return self.hot.look()

    def settle(self) -> int:
        """Look, wait until everything is at rest, look again."""
        return self.look() + self.look()

    def lying(self, place: str) -> list[str]:
        root = self.root / place
        return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_symlink() or not path.is_dir())

    def done(self) -> list[str]:
        return [name.split("/", 1)[1] for name in self.lying("done")]


@pytest.fixture
def watched(office: Office) -> Watched:
    return Watched(office)


def test_a_file_at_rest_is_stored_and_moved(watched: Watched, office: Office) -> None:
    watched.drop("Hồ sơ ông An.png", png(*BIRTH))
    assert watched.look() == 0  # seen for the first time
    assert watched.look(after=1.0) == 0  # not long enough
    assert watched.look() == 1
    (original,), (dossier,) = office.all(Original), office.all(Dossier)
    assert (original.filename, original.source) == ("Hồ sơ ông An.png", "hot_folder")
    assert dossier.title == "Hồ sơ ông An"
    assert len(office.sent) == 1
    assert watched.done() == ["Hồ sơ ông An.png"]
    assert watched.look() == 0


def test_a_file_still_being_written_waits(watched: Watched, office: Office) -> None:
    data = png(*BIRTH)
    path = watched.drop("a.png", data[:1000])
    watched.look()
    path.write_bytes(data[:2000])
    assert watched.look() == 0
    path.write_bytes(data)
    assert watched.look() == 0
    assert watched.look() == 1
    assert office.all(Original)[0].size == len(data)


def test_a_file_that_grows_while_it_is_read_is_not_taken(
    watched: Watched, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = watched.drop("a.png", png(*BIRTH))
    put = office.workplace.blobs.put

    def put_while_growing(stream, **options):
        with path.open("ab") as writer:
            writer.write(b"more")
        return put(stream, **options)

    monkeypatch.setattr(office.workplace.blobs, "put", put_while_growing)
    assert watched.settle() == 0
    assert path.exists()
    assert office.all(Original) == []
    assert list(office.workplace.blobs) == []
    monkeypatch.undo()
    assert watched.settle() == 1


def test_a_subfolder_is_one_dossier_in_the_order_of_its_names(watched: Watched, office: Office) -> None:
    watched.drop("Nguyễn Văn An/scan 10.png", png(*MARITAL))
    watched.drop("Nguyễn Văn An/scan 9.png", png(*BIRTH))
    assert watched.settle() == 2
    (dossier,) = office.all(Dossier)
    assert dossier.title == "Nguyễn Văn An"
    with office.database.session() as session:
        originals = originals_of_dossier(session, office.actor, dossier.id)
    assert [original.filename for original in originals] == ["scan 9.png", "scan 10.png"]
    assert watched.done() == ["Nguyễn Văn An/scan 10.png", "Nguyễn Văn An/scan 9.png"]


def test_no_page_of_a_dossier_is_taken_before_the_others_are_at_rest(watched: Watched, office: Office) -> None:
    watched.drop("An/2.png", png(*MARITAL))
    watched.look()
    watched.drop("An/1.png", png(*BIRTH))
    assert watched.look() == 0
    assert watched.look() == 2


def test_papers_that_follow_join_their_dossier_even_after_a_restart(watched: Watched, office: Office) -> None:
    watched.drop("An/1.png", png(*BIRTH))
    watched.settle()
    watched.hot = watched.started()
    watched.drop("An/2.png", png(*MARITAL))
    assert watched.settle() == 1
    assert len(office.all(Dossier)) == 1


def test_a_new_folder_of_the_same_name_is_another_dossier(watched: Watched, office: Office) -> None:
    watched.drop("An/1.png", png(*BIRTH))
    watched.settle()
    (watched.root / "An").rename(watched.root.parent / "old")
    watched.drop("An/1.png", png(*MARITAL))
    watched.settle()
    assert len(office.all(Dossier)) == 2


def test_a_folder_named_by_a_code_belongs_to_that_dossier(watched: Watched, office: Office) -> None:
    with office.database.session() as session:
        dossier = open_dossier(session, office.actor, title="By hand")
    watched.drop(f"{dossier.code}/1.png", png(*BIRTH))
    watched.settle()
    assert [one.id for one in office.all(Dossier)] == [dossier.id]


def test_what_cannot_be_read_is_moved_aside_with_the_reason_in_two_languages(watched: Watched, office: Office) -> None:
    watched.drop("An/thư.txt.pdf", b"PK\x03\x04 not a pdf")
    watched.drop("An/tốt.png", png(*BIRTH))
    assert watched.settle() == 2
    assert watched.lying("failed") == [
        "unsupported_format/An/thư.txt.pdf",
        "unsupported_format/An/thư.txt.pdf.txt",
    ]
    reason = (watched.root / "failed/unsupported_format/An/thư.txt.pdf.txt").read_text("utf-8")
    assert "Không nhận ra định dạng tệp" in reason
    assert "The format of this file is not known" in reason
    assert watched.done() == ["An/tốt.png"]


def test_an_empty_file_is_moved_aside(watched: Watched) -> None:
    watched.drop("a.pdf", b"")
    watched.settle()
    assert watched.lying("failed") == ["empty_file/a.pdf", "empty_file/a.pdf.txt"]


def test_links_and_pipes_are_never_followed(watched: Watched, office: Office) -> None:
    secret = office.folder / "secret.png"
    secret.write_bytes(png(*BIRTH))
    (office.folder / "elsewhere").mkdir()
    (office.folder / "elsewhere" / "b.png").write_bytes(png(*BIRTH))
    (watched.root / "link.png").symlink_to(secret)
    (watched.root / "folder").symlink_to(office.folder / "elsewhere")
    os.link(secret, watched.root / "second name.png")
    os.mkfifo(watched.root / "pipe.png")
    assert watched.settle() == 4
    assert [name for name in watched.lying("failed") if not name.endswith(".txt")] == [
        "not_a_plain_file/folder",
        "not_a_plain_file/link.png",
        "not_a_plain_file/pipe.png",
        "not_a_plain_file/second name.png",
    ]
    assert office.all(Original) == []
    assert secret.read_bytes() == png(*BIRTH)


def test_hidden_and_unfinished_names_are_left_alone(watched: Watched) -> None:
    for name in (".hidden.png", "~$a.png", "a.png.part", "b.png.tmp", "Thumbs.db", ".sync/a.png"):
        watched.drop(name, png(*BIRTH))
    assert watched.settle() == 0
    assert watched.lying("done") == watched.lying("failed") == []


def test_a_full_disk_leaves_the_file_until_there_is_room(
    watched: Watched, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = watched.drop("a.png", png(*BIRTH))

    def full(*_: object, **__: object) -> None:
        raise UnavailableError("disk_full")

    monkeypatch.setattr(office.workplace.blobs, "put", full)
    assert watched.settle() == 0
    assert path.exists()
    monkeypatch.undo()
    assert watched.look() == 0  # not at once again
    assert watched.look(after=60.0) == 1


def test_one_bad_file_does_not_stop_the_others(
    watched: Watched, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched.drop("a.png", png(*BIRTH))
    watched.drop("b.png", png(*MARITAL))
    put = office.workplace.blobs.put

    def put_or_burst(stream, **options):
        if b"".join(iter(lambda: stream.read(4096), b"")) == png(*BIRTH):
            raise ZeroDivisionError
        return put(png(*MARITAL), **options)

    monkeypatch.setattr(office.workplace.blobs, "put", put_or_burst)
    watched.settle()
    assert watched.done() == ["b.png"]
    for _ in range(3):
        watched.look(after=600.0)
    assert watched.lying("failed") == ["internal/a.png", "internal/a.png.txt"]


def test_a_file_interrupted_between_commit_and_move_is_stored_once(
    watched: Watched, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched.drop("a.png", png(*BIRTH))

    class Killed(BaseException):
        pass

    def killed(*_: object) -> None:
        raise Killed

    monkeypatch.setattr("ingest.sources.hot_folder.watch.to_done", killed)
    watched.look()
    with pytest.raises(Killed):
        watched.look()
    monkeypatch.undo()
    watched.hot = watched.started()
    assert watched.settle() == 1
    assert len(office.all(Original)) == len(office.all(Dossier)) == 1


def test_nothing_is_overwritten(watched: Watched) -> None:
    for paper in (BIRTH, MARITAL):
        watched.drop("a.png", png(*paper))
        watched.settle()
    assert watched.done() == ["a (2).png", "a.png"]


def test_what_turns_out_unreadable_later_is_moved_aside_then_and_may_come_again(
    watched: Watched, office: Office
) -> None:
    broken = png(*BIRTH)[:3000]
    watched.drop("An/a.png", broken)
    assert watched.settle() == 1
    assert watched.done() == ["An/a.png"]
    office.work()
    (original,) = office.all(Original)
    assert original.state == "failed"
    watched.hot = watched.started()  # it remembers over a restart
    watched.look()
    assert watched.done() == []
    code = original.error
    assert watched.lying("failed") == [f"{code}/An/a.png", f"{code}/An/a.png.txt"]
    (watched.root / "failed" / code / "An" / "a.png").rename(watched.root / "An" / "a.png")
    watched.settle()
    assert office.original(original.id).state == "received"  # dropped again: a new try
    assert len(office.sent) == 1


def test_the_watch_survives_a_share_that_goes_away(watched: Watched, make_stop: Callable[[int], object]) -> None:
    watched.root.rmdir()
    watched.root.write_bytes(b"a file where the folder was")
    watched.hot.watch(make_stop(3))  # type: ignore[arg-type]
    watched.root.unlink()
    watched.drop("a.png", png(*BIRTH))
    assert watched.settle() == 1


@pytest.fixture
def make_stop() -> Callable[[int], object]:
    class After:
        """An event that is set after so many rounds, without waiting."""

        def __init__(self, rounds: int) -> None:
            self.rounds = rounds

        def is_set(self) -> bool:
            return self.rounds <= 0

        def wait(self, timeout: float) -> None:
            self.rounds -= 1

    return After
