"""Pages behind the cover sheet of a dossier go to that dossier, of the same office only; all others stay."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from sqlalchemy import select

from storage.audit.tables import AuditEntry
from storage.documents import covers, originals, readings
from storage.documents.readings import PageRow
from storage.documents.tables import DossierOriginal
from storage.dossiers import dossiers
from terms.covers import Cover
from tests.storage.world import World, hand_in


def open_one(world: World, code: str, *, there: bool = False) -> str:
    with world.database.session() as session:
        return dossiers.open_dossier(session, world.xa if there else world.lan, code=code).id


def scanned(world: World, dossier_id: str, covers_at: dict[int, Cover], pages: int) -> str:
    """A file of so many pages for the dossier, read, with cover sheets on these pages."""
    with world.database.session() as session:
        original_id = hand_in(session, world.lan, dossier_id, words=str(covers_at))
        rows = [
            PageRow(number, 1000, 1400, 120, 0, 0.0, 0.99, text="x",
                    cover=covers_at[number].payload if number in covers_at else None)
            for number in range(1, pages + 1)
        ]  # fmt: skip
        readings.save_pages(session, world.program, original_id, rows)
        return original_id


def follow(world: World, dossier_id: str) -> list[str]:
    with world.database.session() as session:
        return originals.follow_covers(session, world.program, dossier_id)


def pages(world: World, dossier_id: str) -> list[int]:
    with world.database.session() as session:
        return [page.number for page in originals.pages_of_dossier(session, world.lan, dossier_id)]


def links(world: World) -> Sequence[tuple[str, str]]:
    with world.database.session() as session:
        query = select(DossierOriginal.dossier_id, DossierOriginal.original_id).order_by(DossierOriginal.id)
        return [(dossier_id, original_id) for dossier_id, original_id in session.execute(query)]


def test_each_dossier_gets_the_pages_behind_its_sheet(world: World) -> None:
    first, second, third = (open_one(world, code) for code in ("A", "B", "C"))
    original_id = scanned(world, first, {3: Cover(dossier="B"), 5: Cover(), 7: Cover(dossier="C")}, 8)
    assert follow(world, first) == [second, third]
    assert [pages(world, one) for one in (first, second, third)] == [[1, 2], [3, 4, 5, 6], [7, 8]]
    assert links(world) == [(first, original_id), (second, original_id), (third, original_id)]
    with world.database.session() as session:
        told = session.scalars(select(AuditEntry).where(AuditEntry.action == "original.follow_cover")).all()
        assert [(entry.object_id, entry.details["dossier_id"], entry.details["page"]) for entry in told] == [
            (original_id, second, 3),
            (original_id, third, 7),
        ]


def test_followed_twice_nothing_changes(world: World) -> None:
    first, second = open_one(world, "A"), open_one(world, "B")
    scanned(world, first, {1: Cover(dossier="B")}, 3)
    assert follow(world, first) == [second]
    before = links(world)
    assert follow(world, first) == follow(world, second) == []
    assert links(world) == before
    assert (pages(world, first), pages(world, second)) == ([], [1, 2, 3])


def test_the_sheet_of_the_dossier_itself_brings_its_pages_back(world: World) -> None:
    first, second = open_one(world, "A"), open_one(world, "B")
    scanned(world, first, {3: Cover(dossier="B"), 5: Cover(dossier="A")}, 6)
    follow(world, first)
    assert (pages(world, first), pages(world, second)) == ([1, 2, 5, 6], [3, 4])


@pytest.mark.parametrize("code", ["unknown", "THERE", "cancelled"])
def test_pages_behind_a_sheet_that_names_no_dossier_of_the_office_stay_and_it_says_so(world: World, code: str) -> None:
    first = open_one(world, "A")
    there = open_one(world, "THERE", there=True)
    with world.database.session() as session:
        dossiers.cancel_dossier(session, world.lan, dossiers.open_dossier(session, world.lan, code="cancelled").id)
    original_id = scanned(world, first, {2: Cover(dossier=code)}, 4)
    assert follow(world, first) == []
    assert pages(world, first) == [1, 2, 3, 4]
    with world.database.session() as session:
        (sent,) = covers.sent_by_covers(session, originals.pages_of(session, world.lan, original_id))
        assert (sent.page.number, sent.dossier) == (2, None)
        assert originals.originals_of_dossier(session, world.xa, there) == []


def test_pages_behind_an_unknown_sheet_do_not_go_on_to_the_dossier_before(world: World) -> None:
    first, second = open_one(world, "A"), open_one(world, "B")
    scanned(world, first, {1: Cover(dossier="B"), 3: Cover(dossier="unknown")}, 4)
    follow(world, first)
    assert (pages(world, first), pages(world, second)) == ([3, 4], [1, 2])


def test_a_file_without_dossier_sheets_is_shared_as_it_was(world: World) -> None:
    first = open_one(world, "A")
    scanned(world, first, {2: Cover(kind="birth_certificate")}, 3)
    assert follow(world, first) == []
    assert pages(world, first) == [1, 2, 3]


def test_a_dossier_whose_pages_all_went_elsewhere_waits_for_nobody(world: World) -> None:
    first, second = open_one(world, "A"), open_one(world, "B")
    scanned(world, first, {1: Cover(dossier="B")}, 3)
    follow(world, first)
    with world.database.session() as session:
        assert dossiers.settle_state(session, first).state == "done"
        assert dossiers.settle_state(session, second).state == "review"
