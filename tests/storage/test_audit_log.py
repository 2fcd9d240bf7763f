"""The audit log: it only grows, and nobody changes it unnoticed."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from storage.audit import log
from storage.audit.tables import AuditEntry
from storage.database import Database, now
from storage.scope import Actor
from tests.storage.world import World, together


def say(database: Database, actor: Actor, *objects: str, **given: Any) -> None:
    with database.session() as session:
        for name in objects:
            log.record(session, actor, "document.confirm", "document", name, **given)


def seal(database: Database) -> int:
    with database.session() as session:
        return log.seal(session)


def findings(database: Database) -> list[tuple[str, int]]:
    with database.session() as session:
        return [(finding.code, finding.sequence) for finding in log.verify_chain(session)]


def tamper(database: Database, *statements: str) -> None:
    """Do what only somebody with the database in their hands can do: past the triggers."""
    with database.engine.connect() as connection:
        if database.is_sqlite:
            for name in ("audit_entries_keep", "audit_entries_stay"):
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
        else:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        for statement in statements:
            connection.exec_driver_sql(statement)
        connection.commit()


def test_an_act_that_is_undone_leaves_no_entry(world: World) -> None:
    seal(world.database)
    with suppress(RuntimeError), world.database.session() as session:
        log.record(session, world.lan, "document.confirm", "document", "1")
        raise RuntimeError
    assert seal(world.database) == 0


def test_an_entry_says_who_when_from_where_and_why(world: World) -> None:
    before = now()
    say(world.database, world.lan, "1", purpose="tái sử dụng", details={"kind": "birth_certificate"})
    with world.database.session() as session:
        (entry,) = log.entries(session, world.lan, object_id="1")
    assert (entry.actor_type, entry.actor_id, entry.ip) == ("person", world.lan.person_id, "192.0.2.7")
    assert (entry.action, entry.purpose, entry.details) == (
        "document.confirm",
        "tái sử dụng",
        {"kind": "birth_certificate"},
    )
    assert before <= entry.at <= now()


def test_a_whole_chain_has_no_findings(world: World) -> None:
    say(world.database, world.lan, "1", "2", details={"số": 1.5, "danh sách": [1, None, True], "chữ": "Ánh"})
    assert seal(world.database) > 0
    say(world.database, world.xa, "3")
    assert seal(world.database) == 1
    assert seal(world.database) == 0
    assert findings(world.database) == []


def test_the_database_refuses_to_change_or_delete_an_entry(world: World) -> None:
    say(world.database, world.lan, "1")
    for statement in (
        "UPDATE audit_entries SET action = 'document.reject'",
        "UPDATE audit_entries SET details = '{}', object_id = '2'",
        "UPDATE audit_entries SET purpose = 'khác', sequence = 1, previous_hash = 'a', hash = 'b'",
        "UPDATE audit_entries SET sequence = 7",
        "DELETE FROM audit_entries",
    ):
        with pytest.raises(DBAPIError, match="only grows"), world.database.engine.begin() as connection:
            connection.execute(text(statement))
    seal(world.database)
    for statement in ("UPDATE audit_entries SET hash = 'x'", "UPDATE audit_entries SET sequence = sequence + 100"):
        with pytest.raises(DBAPIError, match="only grows"), world.database.engine.begin() as connection:
            connection.execute(text(statement))
    if not world.database.is_sqlite:
        with pytest.raises(DBAPIError, match="only grows"), world.database.engine.begin() as connection:
            connection.execute(text("TRUNCATE audit_entries"))
    assert findings(world.database) == []


@pytest.fixture
def chained(world: World) -> tuple[World, int]:
    """Five entries of ours, chained; and the number of the first of them."""
    seal(world.database)
    with world.database.session() as session:
        first = log.head(session)[0] + 1
    say(world.database, world.lan, *"abcde", details={"kind": "diploma"})
    seal(world.database)
    return world, first


def test_an_edited_entry_is_found(chained: tuple[World, int]) -> None:
    world, first = chained
    tamper(world.database, f"UPDATE audit_entries SET details = '{{}}' WHERE sequence = {first + 2}")
    assert findings(world.database) == [("altered", first + 2)]


def test_an_entry_edited_together_with_its_hash_is_found_at_the_next(chained: tuple[World, int]) -> None:
    world, first = chained
    with world.database.session() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.sequence == first)).one()
        session.expunge(entry)
    entry.action = "document.reject"
    forged = log._hash(entry, first, entry.previous_hash or "")
    tamper(
        world.database,
        f"UPDATE audit_entries SET action = 'document.reject', hash = '{forged}' WHERE sequence = {first}",
    )
    assert findings(world.database) == [("out_of_order", first + 1)]


def test_a_deleted_entry_is_found(chained: tuple[World, int]) -> None:
    world, first = chained
    tamper(world.database, f"DELETE FROM audit_entries WHERE sequence = {first + 1}")
    assert findings(world.database) == [("missing", first + 1)]


def test_a_deleted_entry_is_found_though_the_others_were_renumbered(chained: tuple[World, int]) -> None:
    world, first = chained
    tamper(
        world.database,
        f"DELETE FROM audit_entries WHERE sequence = {first + 1}",
        *(f"UPDATE audit_entries SET sequence = {n - 1} WHERE sequence = {n}" for n in range(first + 2, first + 5)),
    )
    assert findings(world.database)[:2] == [("out_of_order", first + 1), ("altered", first + 1)]


def test_entries_that_changed_places_are_found(chained: tuple[World, int]) -> None:
    world, first = chained
    tamper(
        world.database,
        f"UPDATE audit_entries SET sequence = -1 WHERE sequence = {first + 1}",
        f"UPDATE audit_entries SET sequence = {first + 1} WHERE sequence = {first + 2}",
        f"UPDATE audit_entries SET sequence = {first + 2} WHERE sequence = -1",
    )
    assert ("altered", first + 1) in findings(world.database)
    assert ("out_of_order", first + 1) in findings(world.database)


def test_an_entry_cut_off_at_the_end_shows_against_the_head_that_was_written_down(
    chained: tuple[World, int],
) -> None:
    world, first = chained
    with world.database.session() as session:
        written_down = log.head(session)
    tamper(world.database, f"DELETE FROM audit_entries WHERE sequence = {first + 4}")
    with world.database.session() as session:
        assert log.head(session) != written_down
        assert log.verify_chain(session, written_down)[0].code == "missing"


def test_an_act_that_commits_later_than_it_began_is_chained_all_the_same(world: World) -> None:
    """On PostgreSQL acts commit side by side: the earlier entry comes to light after the later one was sealed."""
    if world.database.is_sqlite:
        with world.database.session() as session:
            early = log.record(session, world.lan, "document.confirm", "document", "early")
            early.at = now().replace(year=2020)
        say(world.database, world.lan, "late")
        seal(world.database)
    else:
        with world.database.session() as slow:
            log.record(slow, world.lan, "document.confirm", "document", "early")
            slow.flush()
            say(world.database, world.lan, "late")
            seal(world.database)
            assert _sequences(world.database)["late"] is not None
            assert "early" not in _sequences(world.database)
        assert seal(world.database) == 1
        numbers = _sequences(world.database)
        assert (numbers["early"] or 0) > (numbers["late"] or 0)
    assert None not in _sequences(world.database).values()
    assert findings(world.database) == []


def test_sealers_at_the_same_time_make_one_chain(world: World) -> None:
    say(world.database, world.lan, *(str(number) for number in range(40)))
    with world.database.session() as session:
        waiting = log.unsealed(session)
    assert sum(together([lambda: seal(world.database)] * 4)) == waiting
    assert findings(world.database) == []
    with world.database.session() as session:
        assert log.head(session)[0] == waiting


def test_personal_numbers_never_reach_the_log(world: World) -> None:
    sha256 = "1234567890" * 6 + "abcd"
    say(
        world.database, world.lan, "1", purpose="tra cứu 001190001234 và 012345678 (2026-11-20)",
        details={"note": "số 001 190 001 234", "list": ["CCCD 001190001234."], "sha256": sha256},
    )  # fmt: skip
    with world.database.session() as session:
        (entry,) = log.entries(session, world.lan, object_id="1")
        assert entry.purpose == "tra cứu ••••••234 và ••••••678 (2026-11-20)"
        assert entry.details == {"note": "số ••••••234", "list": ["CCCD ••••••234."], "sha256": sha256}


def test_what_cannot_be_chained_is_refused_with_the_act(world: World) -> None:
    with pytest.raises(ValueError, match="nan"), world.database.session() as session:
        log.record(session, world.lan, "a", "b", "c", details={"number": float("nan")})


def test_text_no_database_keeps_is_made_fit(world: World) -> None:
    say(world.database, world.lan, "1", purpose="a\x00b\ud800c", details={"name": "x\x00y"})
    with world.database.session() as session:
        (entry,) = log.entries(session, world.lan, object_id="1")
    assert (entry.purpose, entry.details) == ("a\ufffdb\ufffdc", {"name": "x\ufffdy"})
    seal(world.database)
    assert findings(world.database) == []


def test_another_office_does_not_see_our_entries(world: World) -> None:
    say(world.database, world.lan, "ours")
    with world.database.session() as session:
        assert log.entries(session, world.xa, object_id="ours") == []
        assert len(log.entries(session, world.lan, object_id="ours")) == 1


def test_pages_of_the_log_follow_each_other(world: World) -> None:
    say(world.database, world.lan, *"abc")
    with world.database.session() as session:
        newest = log.entries(session, world.lan, limit=2)
        assert [entry.object_id for entry in newest] == ["c", "b"]
        assert log.entries(session, world.lan, after=newest[-1].id, limit=1)[0].object_id == "a"


def test_the_program_itself_cannot_take_an_entry_back(world: World) -> None:
    say(world.database, world.lan, "1")

    def take_back(session: Session) -> None:
        session.execute(update(AuditEntry).values(action="nothing"))

    with pytest.raises(DBAPIError), world.database.session() as session:
        take_back(session)


def _sequences(database: Database) -> dict[str, int | None]:
    with database.session() as session:
        rows = session.execute(select(AuditEntry.object_id, AuditEntry.sequence))
        return {name: number for name, number in rows if name in ("early", "late")}
