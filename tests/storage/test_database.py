"""The database: one transaction a session, moments in UTC, and every failure an error with a code."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import textwrap
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm.exc import StaleDataError

from storage.blobs import FolderBlobStore
from storage.database import Database, after_commit, new_id, now
from storage.documents import originals
from storage.dossiers import dossiers
from storage.dossiers.tables import Dossier
from storage.offices.people import create_office, office_by_code
from storage.offices.tables import Office
from storage.scope import fetch, system
from terms.errors import AccessError, InputError, StateError, UnavailableError
from tests.storage.world import World, sha, together


def test_a_block_that_ends_well_is_committed_and_one_that_does_not_is_undone(database: Database) -> None:
    with suppress(RuntimeError), database.session() as session:
        create_office(session, code="H1", name="Một", level="commune")
        raise RuntimeError
    with database.session() as session:
        create_office(session, code="H2", name="Hai", level="commune")
    with database.session() as session:
        assert office_by_code(session, "H2").name == "Hai"
        with pytest.raises(AccessError):
            office_by_code(session, "H1")


def test_what_is_to_be_done_after_the_commit_is_done_after_it_and_only_then(database: Database) -> None:
    done: list[int] = []

    def look() -> None:
        with database.session() as other:
            done.append(len(office_by_code(other, "H1").name))

    with database.session() as session:
        create_office(session, code="H1", name="Một", level="commune")
        after_commit(session, look)
        assert done == []
    assert done == [3]
    with suppress(RuntimeError), database.session() as session:
        after_commit(session, look)
        raise RuntimeError
    assert done == [3]


def test_moments_come_back_as_utc_and_without_a_zone_are_refused(world: World) -> None:
    local = dt.datetime(2026, 11, 20, 8, 30, 15, 123456, tzinfo=dt.timezone(dt.timedelta(hours=7)))
    with world.database.session() as session:
        session.get_one(Office, world.here).created_at = local
    with world.database.session() as session:
        kept = session.get_one(Office, world.here).created_at
        assert (kept, kept.tzinfo) == (local, dt.UTC)
    with pytest.raises(Exception, match="without a time zone"), world.database.session() as session:
        session.get_one(Office, world.here).created_at = dt.datetime(2026, 1, 1)  # noqa: DTZ001


def test_keys_follow_the_time_of_their_making() -> None:
    keys = [new_id() for _ in range(200)]
    assert keys == sorted(keys)
    assert len(set(keys)) == 200
    assert now().tzinfo == dt.UTC


def test_whoever_writes_what_somebody_else_has_changed_is_told(world: World) -> None:
    with world.database.session() as session:
        dossier = dossiers.open_dossier(session, world.lan)

    def write_as_lans_page_held_it() -> None:
        with world.database.session() as session:
            session.add(dossier)
            dossier.title = "của Lan"

    with world.database.session() as session:
        dossiers.set_title(session, world.minh, dossier.id, "của Minh", dossier.version)
    with pytest.raises(StateError) as refused:
        write_as_lans_page_held_it()
    assert refused.value.code == "conflict"
    assert isinstance(refused.value.__cause__, StaleDataError)


def test_what_is_there_once_only_is_a_conflict(world: World) -> None:
    with pytest.raises(StateError) as refused, world.database.session() as session:
        session.add(Office(code="H60.12", name="x", level="commune"))
    assert refused.value.code == "conflict"


@pytest.mark.parametrize("row_id", ["", "x", "\x00", "é", "\ud800", "x" * 10_000, "' OR 1=1 --"])
def test_a_key_that_cannot_be_is_not_found(world: World, row_id: str) -> None:
    with world.database.session() as session, pytest.raises(AccessError) as refused:
        fetch(session, world.lan, Dossier, row_id)
    assert refused.value.code == "not_found"


def test_text_no_verb_has_cleaned_is_refused_with_a_code(world: World) -> None:
    with pytest.raises(InputError) as refused, world.database.session() as session:
        session.add(Dossier(office_id=world.here, code="x", title="a\ud800b"))
    assert refused.value.code == "bad_request"


@pytest.mark.postgres
@pytest.mark.parametrize("title", ["a\x00b", "x" * 301])
def test_what_postgresql_does_not_take_is_refused_with_a_code(postgresql: Database, title: str) -> None:
    with pytest.raises(InputError) as refused, postgresql.session() as session:
        session.add(Dossier(office_id="none", code="x", title=title))
    assert refused.value.code == "bad_request"


def test_a_database_that_does_not_answer_is_said_to(tmp_path: Path) -> None:
    for url in (
        "postgresql+psycopg://postgres@127.0.0.1:1/none?connect_timeout=2",
        f"sqlite:///{tmp_path}",  # a folder
    ):
        database = Database(url)
        with pytest.raises(UnavailableError) as refused:
            database.check()
        assert refused.value.code == "database_unavailable"
        assert refused.value.problem.retry
        database.dispose()


def test_a_database_that_answers_passes_the_check(database: Database) -> None:
    database.check()


def test_many_writers_wait_for_their_turn(world: World) -> None:
    def write() -> int:
        for _ in range(5):
            with world.database.session() as session:
                dossiers.list_dossiers(session, world.lan)  # a reader that turns writer does not fail
                dossiers.open_dossier(session, world.lan)
        return 5

    assert sum(together([write] * 4)) == 20
    with world.database.session() as session:
        assert len(dossiers.list_dossiers(session, world.lan)) == 20


def test_a_reader_alone_does_not_keep_writers_waiting(world: World) -> None:
    with world.database.session() as session:
        dossiers.open_dossier(session, world.lan)
    with world.database.reading() as reader:
        assert len(dossiers.list_dossiers(reader, world.lan)) == 1
        with world.database.session() as writer:
            dossiers.open_dossier(writer, world.lan)
        if world.database.is_sqlite:
            assert len(dossiers.list_dossiers(reader, world.lan)) == 1  # sees what was there when it began
    with pytest.raises(Exception, match=r"(?i)read.?only|not answering"), world.database.reading() as reader:
        dossiers.open_dossier(reader, world.lan)
    with world.database.session() as session:  # the same connection writes again
        dossiers.open_dossier(session, world.lan)
        assert len(dossiers.list_dossiers(session, world.lan)) == 3


FULL_DISK = textwrap.dedent(
    """
    import io, resource, sys
    from pathlib import Path
    from storage.blobs import FolderBlobStore
    from storage.database import Database
    from storage.documents import originals
    from storage.offices.people import office_by_code
    from storage.scope import system
    from terms.errors import HosoError
    url, folder, limit = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    database, blobs = Database(url), FolderBlobStore(folder)
    with database.session() as session:
        actor = system(office_by_code(session, "H60.12").id)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    done = 0
    for number in range(400):
        try:
            stored = blobs.put(b"%d" % number)
            with database.session() as session:
                originals.add_original(
                    session, actor, sha256=stored.sha256, size=stored.size, media_type="x" * 60,
                    filename="x" * 250, source="upload", dossier_id=None,
                )
            done += 1
        except HosoError as failure:
            print(done, failure.code, failure.problem.retry)
            break
    """
)


def test_when_the_disk_is_full_nothing_is_half_stored_and_nothing_is_lost(tmp_path: Path) -> None:
    """The kernel refuses the database file to grow. What was acknowledged is there; what was not, is not."""
    database = Database(f"sqlite:///{tmp_path / 'hoso.db'}")
    database.upgrade()
    with database.session() as session:
        office = create_office(session, code="H60.12", name="An Bình", level="commune")
    database.dispose()
    size = (tmp_path / "hoso.db").stat().st_size
    child = subprocess.run(
        [sys.executable, "-c", FULL_DISK, database.url, str(tmp_path / "blobs"), str(size + 100_000)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    done, code, retry = child.stdout.split()
    assert (code, retry) == ("disk_full", "True")
    assert 0 < int(done) < 400
    actor = system(office.id)
    with database.session() as session:
        for number in range(int(done)):
            assert originals.original_by_sha256(session, actor, sha(str(number))) is not None
        assert originals.original_by_sha256(session, actor, sha(done)) is None
        assert session.execute(text("PRAGMA integrity_check")).scalar() == "ok"
    # The bytes of the one refused may lie in the store, whole and harmless; handing the file in again goes on.
    assert FolderBlobStore(tmp_path / "blobs").exists(sha("0"))
    with database.session() as session:
        originals.add_original(
            session, actor, sha256=sha(done), size=1, media_type="", filename="x", source="upload", dossier_id=None
        )
    database.dispose()
