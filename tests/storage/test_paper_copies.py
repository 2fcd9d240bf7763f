"""Copies on paper: their own book, a number that stands once they are signed, and never voided silently."""

from __future__ import annotations

import datetime as dt

import pytest

from storage.base import now
from storage.copies import paper, register
from storage.copies.lines import LineSearch, find_lines, lines_of
from storage.copies.tables import PaperCopy, RegisterEntry
from storage.requests import requests
from storage.scope import Actor
from terms.errors import HosoError
from tests.storage.world import World, reserved

ANSWERS = {"altered": False}


@pytest.fixture
def begun(world: World) -> str:
    with world.database.session() as session:
        asked = requests.open_request(session, world.lan, requests.Asked("Trần Văn Cầu", "paper_copy"))
        entry = reserved(session, world, kind="paper_copy")
        return paper.begin_paper_copy(session, world.lan, entry, page_count=3, answers=ANSWERS, request_id=asked.id).id


def refused(world: World, act: str, actor: Actor, paper_id: str, *more: str) -> str:
    with pytest.raises(HosoError) as refusal, world.database.session() as session:
        getattr(paper, act)(session, actor, paper_id, *more)
    return refusal.value.code


def test_paper_and_electronic_copies_are_numbered_in_two_books(world: World, begun: str) -> None:
    with world.database.session() as session:
        other = register.entry_by_id(session, world.lan, reserved(session, world))
        entry = register.entry_by_id(session, world.lan, session.get_one(PaperCopy, begun).entry_id)
        assert (entry.number, other.number) == (1, 1)
        assert entry.register_id != other.register_id
        with pytest.raises(HosoError):
            paper.begin_paper_copy(session, world.lan, other.id, page_count=1, answers=ANSWERS)


def test_the_number_stands_once_the_certifier_says_that_they_are_signed(world: World, begun: str) -> None:
    assert refused(world, "settle_paper_copy", world.minh, begun) == "not_allowed"  # certifies too, did not begin them
    with world.database.session() as session:
        copy = paper.settle_paper_copy(session, world.lan, begun)
        assert session.get_one(RegisterEntry, copy.entry_id).state == "issued"
        assert requests.request_by_id(session, world.lan, copy.request_id or "").state == "done"
        assert [line.paper and line.paper.id for line in lines_of(session, world.lan, _book(session, copy))] == [begun]
    assert refused(world, "settle_paper_copy", world.lan, begun) == "wrong_state"
    assert refused(world, "void_paper_copy", world.lan, begun, "muộn") == "wrong_state"


def test_a_spoilt_copy_gives_its_number_up_with_a_reason(world: World, begun: str) -> None:
    assert refused(world, "void_paper_copy", world.lan, begun, "  ") == "bad_request"
    with world.database.session() as session:
        copy = paper.void_paper_copy(session, world.minh, begun, "in hỏng")
        entry = session.get_one(RegisterEntry, copy.entry_id)
        assert (copy.state, entry.state, entry.void_reason) == ("void", "void", "in hỏng")
        found = find_lines(session, world.lan, entry.register_id, LineSearch(text="in hong", state="void"))
        assert [line.entry.id for line in found.lines] == [entry.id]


def test_a_number_reserved_for_more_than_a_day_is_called_to_mind_and_stays(world: World, begun: str) -> None:
    with world.database.session() as session:
        copy = session.get_one(PaperCopy, begun)
        assert not paper.is_overdue(copy)
        copy.created_at = now() - dt.timedelta(days=40)
        session.flush()
        assert paper.is_overdue(copy)
        assert [one.id for one in paper.unsigned_papers(session, world.lan)] == [begun]
        assert session.get_one(RegisterEntry, copy.entry_id).state == "reserved"
        assert paper.settled_papers(session, world.lan) == []


def test_without_answers_or_pages_nothing_is_begun(world: World) -> None:
    for given in ({"answers": {}, "page_count": 1}, {"answers": ANSWERS, "page_count": 0}):
        with world.database.session() as session:
            entry = reserved(session, world, kind="paper_copy")
        with pytest.raises(HosoError) as refusal, world.database.session() as session:
            paper.begin_paper_copy(session, world.lan, entry, **given)  # type: ignore[arg-type]
        assert refusal.value.code == "answers_incomplete"


def _book(session: object, copy: PaperCopy) -> str:
    entry = session.get_one(RegisterEntry, copy.entry_id)  # type: ignore[attr-defined]
    return str(entry.register_id)
