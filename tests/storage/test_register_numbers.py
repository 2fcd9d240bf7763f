"""The register: numbers from 1 each year, without a gap, never given twice, whatever happens at the same time."""

from __future__ import annotations

import multiprocessing
from contextlib import suppress

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from storage.copies import register
from storage.copies.tables import Register, RegisterEntry
from storage.database import Database
from storage.scope import Actor, system
from terms.errors import AccessError, HosoError, InputError, StateError
from tests.storage.world import World, reserved, sha, together


def take(session: Session, actor: Actor, **given: object) -> RegisterEntry:
    columns: dict[str, object] = {
        "year": 2026,
        "requester_name": "Trần Văn Cầu",
        "original_name": "Giấy khai sinh số 12/2020",
        "signer_name": "Nguyễn Thị Lan",
        "signer_title": "Phó Chủ tịch",
        "fee": 4000,
    }
    return register.reserve(session, actor, **(columns | given))  # type: ignore[arg-type]


def close(session: Session, actor: Actor, register_id: str) -> Register:
    book = session.get_one(Register, register_id)
    counted = register.count_register(session, system(book.office_id), register_id)
    return register.close_register(session, actor, register_id, counted=counted, closing_sha256=sha("sổ đã khóa"))


@pytest.fixture
def opened(world: World) -> World:
    with world.database.session() as session:
        register.open_register(session, world.lan, year=2026)
    return world


def numbers(world: World) -> list[int]:
    with world.database.session() as session:
        return [
            entry.number
            for book in register.registers_of(session, world.lan)
            for entry in register.entries(session, world.lan, book.id)
        ]


def test_numbers_follow_each_other_from_one_with_the_columns_the_law_prescribes(opened: World) -> None:
    with opened.database.session() as session:
        first, second = take(session, opened.lan), take(session, opened.lan, copies_made=3, note="cấp cho ông Cầu")
    assert (first.number, second.number) == (1, 2)
    assert (first.state, first.fee, first.signer_title) == ("reserved", 4000, "Phó Chủ tịch")
    assert (second.copies_made, second.note) == (3, "cấp cho ông Cầu")
    assert len(first.certified_on or "") == 10


def test_the_symbol_names_volume_year_and_suffix(opened: World) -> None:
    with opened.database.session() as session:
        book = register.open_register_of(session, opened.lan, "electronic_copy")
        assert book is not None
        assert book.symbol == "01/2026-SCTĐT/BS"
        assert register.open_register_of(session, opened.lan, "paper_copy") is None


def test_an_act_that_is_undone_takes_its_number_back(opened: World) -> None:
    with opened.database.session() as session:
        take(session, opened.lan)
    with suppress(RuntimeError), opened.database.session() as session:
        assert take(session, opened.lan).number == 2
        raise RuntimeError
    with opened.database.session() as session:
        assert take(session, opened.lan).number == 2
    assert numbers(opened) == [1, 2]


def test_desks_that_certify_at_the_same_moment_get_numbers_without_gap_or_double(opened: World) -> None:
    def desk() -> list[int]:
        given = []
        for turn in range(6):
            with suppress(RuntimeError), opened.database.session() as session:
                number = take(session, opened.lan).number
                if turn % 3 == 2:
                    raise RuntimeError  # the signing failed before anything was committed
                given.append(number)
        return given

    given = [number for desk_numbers in together([desk] * 4) for number in desk_numbers]
    assert sorted(given) == list(range(1, 17))
    assert numbers(opened) == list(range(1, 17))


def _other_process(url: str, actor: Actor, results: multiprocessing.SimpleQueue[int]) -> None:
    database = Database(url)
    for _ in range(5):
        with database.session() as session:
            number = take(session, actor).number
        results.put(number)
    database.dispose()


def test_processes_share_one_register_too(opened: World) -> None:
    context = multiprocessing.get_context("spawn")
    results: multiprocessing.SimpleQueue[int] = context.SimpleQueue()
    url = opened.database.engine.url.render_as_string(hide_password=False)
    processes = [context.Process(target=_other_process, args=(url, opened.lan, results)) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0]
    assert sorted(results.get() for _ in range(10)) == list(range(1, 11))
    assert numbers(opened) == list(range(1, 11))
    results.close()


def test_there_is_no_number_without_an_open_register_of_the_year(opened: World) -> None:
    with opened.database.session() as session:
        for given in ({"year": 2027}, {"kind": "paper_copy"}):
            with pytest.raises(StateError) as refusal:
                take(session, opened.lan, **given)
            assert refusal.value.code == "no_open_register"
        with pytest.raises(StateError):
            take(session, opened.xa)


@pytest.mark.parametrize("given", [{"fee": -1}, {"copies_made": 0}])
def test_fee_and_number_of_copies_must_make_sense(opened: World, given: dict[str, int]) -> None:
    with pytest.raises(InputError), opened.database.session() as session:
        take(session, opened.lan, **given)
    assert numbers(opened) == []


def test_one_register_of_a_kind_is_open_at_a_time(opened: World) -> None:
    with opened.database.session() as session:
        for year in (2026, 2027):
            with pytest.raises(StateError):
                register.open_register(session, opened.lan, year=year)
        register.open_register(session, opened.lan, year=2026, kind="paper_copy", suffix="SCT/BS")
        register.open_register(session, opened.xa, year=2026)


def test_two_people_who_open_the_register_at_once_open_one(world: World) -> None:
    def act() -> str:
        try:
            with world.database.session() as session:
                return register.open_register(session, world.lan, year=2026).symbol
        except HosoError as refusal:
            return refusal.code

    assert sorted(together([act] * 3)) == ["01/2026-SCTĐT/BS", "wrong_state", "wrong_state"]


def test_numbers_go_on_in_the_next_volume_and_begin_anew_next_year(opened: World) -> None:
    with opened.database.session() as session:
        for _ in range(2):
            register.settle_issued(session, take(session, opened.lan).id)
        book = register.open_register_of(session, opened.lan)
        assert book is not None
        close(session, opened.minh, book.id)
        second = register.open_register(session, opened.lan, year=2026)
        assert (second.symbol, second.first_number) == ("02/2026-SCTĐT/BS", 3)
        entry = take(session, opened.lan)
        assert entry.number == 3
        register.settle_issued(session, entry.id)
        close(session, opened.minh, second.id)
        with pytest.raises(StateError):
            register.open_register(session, opened.lan, year=2025)
        register.open_register(session, opened.lan, year=2027)
        assert take(session, opened.lan, year=2027).number == 1


def test_a_register_closes_only_when_every_number_is_settled_and_then_for_good(opened: World) -> None:
    with opened.database.session() as session:
        entry = take(session, opened.lan)
        with pytest.raises(StateError) as refusal:
            close(session, opened.minh, entry.register_id)
        assert refusal.value.code == "register_unsettled"
        register.void(session, opened.lan, entry.id, "ký số không thành công")
        with pytest.raises(AccessError):
            close(session, opened.lan, entry.register_id)
        closed = close(session, opened.minh, entry.register_id)
        assert (closed.closed_by, closed.closing_sha256) == (opened.minh.person_id, sha("sổ đã khóa"))
        assert (closed.closing_issued, closed.closing_void) == (0, 1)
        with pytest.raises(StateError):
            close(session, opened.minh, entry.register_id)
        with pytest.raises(StateError):
            take(session, opened.lan)


def test_a_void_number_shows_its_reason_and_is_not_given_again(opened: World) -> None:
    with opened.database.session() as session:
        entry = take(session, opened.lan)
        with pytest.raises(InputError):
            register.void(session, opened.lan, entry.id, "  ")
        register.void(session, opened.lan, entry.id, "thiết bị ký hỏng")
        register.void(session, opened.lan, entry.id, "lần nữa")
        assert (entry.state, entry.void_reason) == ("void", "thiết bị ký hỏng")
        with pytest.raises(StateError):
            register.settle_issued(session, entry.id)
        assert take(session, opened.lan).number == 2


def test_an_issued_number_is_not_voided(opened: World) -> None:
    with opened.database.session() as session:
        entry = take(session, opened.lan)
        register.settle_issued(session, entry.id)
        with pytest.raises(StateError):
            register.void(session, opened.lan, entry.id, "nhầm")
        with pytest.raises(StateError):
            register.settle_issued(session, entry.id)


def test_the_database_refuses_to_delete_renumber_or_revive_an_entry(opened: World) -> None:
    with opened.database.session() as session:
        register.void(session, opened.lan, take(session, opened.lan).id, "hỏng")
    for statement in (
        "DELETE FROM register_entries",
        "UPDATE register_entries SET number = 9",
        "UPDATE register_entries SET state = 'reserved'",
    ):
        with pytest.raises(DBAPIError, match="a number stays"), opened.database.engine.begin() as connection:
            connection.execute(text(statement))


def test_a_number_given_while_the_closing_was_signed_stops_the_closing(opened: World) -> None:
    with opened.database.session() as session:
        register.settle_issued(session, take(session, opened.lan).id)
        book = register.open_register_of(session, opened.lan)
        assert book is not None
        counted = register.count_register(session, opened.minh, book.id)
        register.settle_issued(session, take(session, opened.lan).id)
        with pytest.raises(StateError) as refusal:
            register.close_register(session, opened.minh, book.id, counted=counted, closing_sha256=sha("cũ"))
    assert refusal.value.code == "conflict"


def test_the_database_keeps_a_closed_register_closed(opened: World) -> None:
    with opened.database.session() as session:
        entry = take(session, opened.lan)
        register.settle_issued(session, entry.id)
        close(session, opened.minh, entry.register_id)
    columns = "id, office_id, register_id, number, state, requester_name, original_name, signer_name, signer_title"
    others = "copies_made, fee, note, reserved_at"
    for statement in (
        "UPDATE registers SET closed_at = NULL",
        "UPDATE registers SET last_number = 9",
        "DELETE FROM registers WHERE closed_at IS NOT NULL",
        "UPDATE register_entries SET fee = 1",
        f"INSERT INTO register_entries ({columns}, {others}) SELECT 'x', office_id, register_id, 2, state,"
        f" requester_name, original_name, signer_name, signer_title, {others} FROM register_entries",
    ):
        with pytest.raises(DBAPIError, match="stays closed"), opened.database.engine.begin() as connection:
            connection.execute(text(statement))


def test_another_office_neither_sees_nor_touches_our_register(opened: World) -> None:
    with opened.database.session() as session:
        entry_id = reserved(session, opened)
        book = register.open_register_of(session, opened.lan)
        assert book is not None
        for act in (
            lambda: register.entries(session, opened.xa, book.id),
            lambda: register.entry_by_id(session, opened.xa, entry_id),
            lambda: register.void(session, opened.xa, entry_id, "nhầm"),
            lambda: close(session, opened.xa, book.id),
            lambda: register.count_register(session, opened.xa, book.id),
        ):
            with pytest.raises(AccessError) as refusal:
                act()
            assert refusal.value.code == "not_found"
        assert register.registers_of(session, opened.xa) == []


def test_a_closing_amid_desks_that_certify_leaves_no_number_outside_its_count(opened: World) -> None:
    with opened.database.session() as session:
        book = register.open_register_of(session, opened.lan)
        assert book is not None

    def desk() -> int:
        given = 0
        with suppress(StateError):  # the book was closed under its hands
            for _ in range(12):
                with opened.database.session() as session:
                    register.settle_issued(session, take(session, opened.lan).id)
                given += 1
        return given

    def closer() -> int:
        while True:
            with suppress(StateError), opened.database.session() as session:
                return close(session, opened.minh, book.id).closing_issued or 0

    *given, counted = together([desk, desk, closer])
    assert counted == sum(given)
    assert numbers(opened) == list(range(1, counted + 1))
