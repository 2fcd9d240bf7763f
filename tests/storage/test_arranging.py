"""People arrange the pages of a dossier: what each act leaves behind, what is refused, and what later runs may do."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.audit import log
from storage.documents import arrangement, arranging, originals, readings, review
from storage.documents.tables import Document, GroupingDecision, Page
from storage.dossiers import dossiers
from terms.errors import AccessError, HosoError, InputError, StateError
from tests.storage.world import World, page_row, proposal, read, together


@dataclass
class Desk:
    """A dossier of five pages, in which the machine saw two papers: pages 1 to 3, and page 4. Page 5 is blank."""

    session: Session
    world: World
    dossier: str
    pages: list[Page]

    @property
    def seen(self) -> str:
        return arrangement.arrangement_of(self.session, self.world.lan, self.dossier).digest

    def now(self) -> list[str]:
        """The page numbers of each document, "-" before those that belong to none."""
        shown = arrangement.arrangement_of(self.session, self.world.lan, self.dossier)
        numbers = ["".join(str(page.number) for page in one.pages) for one in shown.documents]
        return [*numbers, "-" + "".join(str(page.number) for page in shown.loose)]

    def document(self, place: int) -> Document:
        return arrangement.arrangement_of(self.session, self.world.lan, self.dossier).documents[place].document

    def ids(self, *numbers: int) -> list[str]:
        return [self.pages[number - 1].id for number in numbers]

    def move(self, *numbers: int, to: int | None = None, before: int | None = None) -> GroupingDecision:
        target = None if to is None else self.document(to).id
        stand = None if before is None else self.ids(before)[0]
        return arranging.move_pages(
            self.session, self.world.lan, self.dossier, self.ids(*numbers), to=target, before=stand, seen=self.seen
        )

    def split(self, number: int) -> GroupingDecision:
        return arranging.split_document(self.session, self.world.lan, self.dossier, self.ids(number)[0], seen=self.seen)

    def undo(self) -> GroupingDecision:
        return arranging.undo(self.session, self.world.lan, self.dossier, seen=self.seen)

    def run(self, *groups: tuple[int, ...], run: str = "run 2", kind: str = "diploma") -> list[Document]:
        """A later run of the machine that sees the papers so."""
        wanted = [proposal(*(self.pages[n - 1] for n in group), kind=kind, run=run, full_name=("B", 0.99))
                  for group in groups]  # fmt: skip
        return readings.replace_proposals(self.session, self.world.program, self.dossier, wanted)


def lay_out(session: Session, world: World) -> Desk:
    dossier = dossiers.open_dossier(session, world.lan)
    pages = read(session, world.program, dossier.id, "một", "hai", "ba", "bốn", "")
    readings.replace_proposals(
        session,
        world.program,
        dossier.id,
        [proposal(*pages[:3], full_name=("A", 0.99)), proposal(pages[3], kind="diploma", full_name=("B", 0.99))],
    )
    return Desk(session, world, dossier.id, pages)


def test_the_arrangement_shows_documents_and_the_pages_of_none(world: World) -> None:
    with world.database.session() as session:
        desk = lay_out(session, world)
        assert desk.now() == ["123", "4", "-5"]


def test_pages_move_to_another_document_in_their_order(world: World) -> None:
    with world.database.session() as session:
        desk = lay_out(session, world)
        desk.move(3, 2, to=1)
        assert desk.now() == ["1", "423", "-5"]
        desk.move(5, to=0, before=1)
        assert desk.now() == ["51", "423", "-"]


def test_pages_of_one_document_are_put_in_another_order(world: World) -> None:
    with world.database.session() as session:
        desk = lay_out(session, world)
        desk.move(3, to=0, before=1)
        assert desk.now() == ["312", "4", "-5"]
        assert desk.document(0).state == "proposed"


def test_all_pages_of_a_document_in_another_order_leave_it_as_it_is(world: World) -> None:
    with world.database.session() as session:
        desk = lay_out(session, world)
        desk.move(1, 2, to=0)
        assert desk.now() == ["312", "4", "-5"]
        assert desk.document(0).state == "proposed"


def test_a_page_becomes_a_document_of_its_own(world: World) -> None:
    with world.database.session() as session:
        desk = lay_out(session, world)
        desk.move(2)
        assert desk.now() == ["13", "2", "4", "-5"]
        assert (desk.document(1).kind, desk.document(1).state, desk.document(1).run) == ("other", "proposed", None)


def test_a_document_is_split_before_a_page(world: World) -> None:
    with world.database.session() as session:
        desk = lay_out(session, world)
        desk.split(2)
        assert desk.now() == ["1", "23", "4", "-5"]
        with pytest.raises(InputError):
            desk.split(1)
        with pytest.raises(InputError):
            desk.split(5)


def test_of_two_merged_documents_the_emptied_one_is_out_of_the_way(world: World) -> None:
    with world.database.session() as session:
        desk = lay_out(session, world)
        emptied = desk.document(1).id
        arranging.merge_documents(session, world.lan, desk.dossier, emptied, into=desk.document(0).id, seen=desk.seen)
        assert desk.now() == ["1234", "-5"]
        assert review.document_by_id(session, world.lan, emptied).state == "rejected"
        assert [one.id for one in review.review_queue(session, world.lan)] == [desk.document(0).id]
        with pytest.raises(InputError):
            arranging.merge_documents(
                session, world.lan, desk.dossier, desk.document(0).id, into=desk.document(0).id, seen=desk.seen
            )


def test_what_was_read_of_a_changed_document_no_longer_stands_for_it(world: World) -> None:
    with world.database.session() as session:
        desk = lay_out(session, world)
        untouched = desk.document(1).version
        desk.split(2)
        assert review.fields_of(session, world.lan, desk.document(0).id) == []
        assert desk.document(2).version == untouched
        assert review.fields_of(session, world.lan, desk.document(2).id) != []


def test_a_page_set_apart_stays_apart(world: World) -> None:
    with world.database.session() as session:
        desk = lay_out(session, world)
        arranging.set_apart(session, world.lan, desk.dossier, desk.ids(2), seen=desk.seen)
        assert desk.now() == ["13", "4", "-25"]
        assert originals.page_by_id(session, world.lan, desk.ids(2)[0]).apart_by_person
        desk.move(2, to=1)
        assert desk.now() == ["13", "42", "-5"]
        assert not originals.page_by_id(session, world.lan, desk.ids(2)[0]).apart_by_person


def test_turning_is_kept_until_the_page_was_read_that_way_up(world: World) -> None:
    with world.database.session() as session:
        desk = lay_out(session, world)
        for turns in (3, 2):
            arranging.turn_pages(session, world.lan, desk.dossier, desk.ids(4), turns, seen=desk.seen)
        page = originals.page_by_id(session, world.lan, desk.ids(4)[0])
        assert (page.rotation_by_person, page.turned_by_person) == (90, 1)
        rows = [page_row(number, str(number)) for number in range(1, 6)]
        readings.save_pages(session, world.program, page.original_id, rows)
        assert page.turned_by_person == 1  # read as it lay: still to be turned
        turned = readings.PageRow(4, 3508, 2480, 300, 90, 0.0, 0.95, text="đứng")
        readings.save_turned(session, world.program, page.id, turned)
        assert (page.rotation, page.turned_by_person, page.text) == (90, 0, "đứng")
        assert desk.now() == ["123", "4", "-5"]
        assert not desk.document(1).pages_by_person


def test_acts_are_taken_back_one_after_the_other(world: World) -> None:
    with world.database.session() as session:
        desk = lay_out(session, world)
        desk.split(2)
        desk.move(3, to=2)
        arranging.set_apart(session, world.lan, desk.dossier, desk.ids(1), seen=desk.seen)
        arranging.turn_pages(session, world.lan, desk.dossier, desk.ids(4), 1, seen=desk.seen)
        assert desk.now() == ["2", "43", "-15"]
        assert desk.undo().act == "turn"
        assert originals.page_by_id(session, world.lan, desk.ids(4)[0]).turned_by_person == 0
        desk.undo()
        assert desk.now() == ["1", "2", "43", "-5"]
        desk.undo()
        assert desk.now() == ["1", "23", "4", "-5"]
        desk.undo()
        assert desk.now() == ["123", "4", "-5"]
        assert not desk.document(0).pages_by_person
        with pytest.raises(StateError) as refusal:
            desk.undo()
        assert refusal.value.code == "wrong_state"
        assert all(row.undone_by == world.lan.person_id for row in session.scalars(select(GroupingDecision)))


def test_an_act_on_what_was_confirmed_since_is_not_taken_back(world: World) -> None:
    with world.database.session() as session:
        desk = lay_out(session, world)
        desk.split(2)
        review.confirm(session, world.lan, desk.document(1).id, desk.document(1).version)
        with pytest.raises(StateError) as refusal:
            desk.undo()
        assert refusal.value.code == "wrong_state"
        assert desk.now() == ["1", "23", "4", "-5"]


@pytest.mark.parametrize("act", ["move away", "move in", "split", "merge", "apart", "turn"])
def test_a_confirmed_document_neither_gives_nor_takes_pages(world: World, act: str) -> None:
    with world.database.session() as session:
        desk = lay_out(session, world)
        review.confirm(session, world.lan, desk.document(0).id, desk.document(0).version)
        lan, dossier = world.lan, desk.dossier
        acts = {
            "move away": lambda: desk.move(1, to=1),
            "move in": lambda: desk.move(4, to=0),
            "split": lambda: desk.split(2),
            "merge": lambda: arranging.merge_documents(
                session, lan, dossier, desk.document(1).id, into=desk.document(0).id, seen=desk.seen
            ),
            "apart": lambda: arranging.set_apart(session, lan, dossier, desk.ids(1), seen=desk.seen),
            "turn": lambda: arranging.turn_pages(session, lan, dossier, desk.ids(1), 1, seen=desk.seen),
        }
        with pytest.raises(StateError) as refusal:
            acts[act]()
        assert refusal.value.code == "wrong_state"
        review.reopen(session, lan, desk.document(0).id, desk.document(0).version)
        acts[act]()


def test_what_was_not_on_the_screen_is_not_changed(world: World) -> None:
    with world.database.session() as session:
        desk = lay_out(session, world)
        seen = desk.seen
        desk.split(2)
        for act in (
            lambda: arranging.split_document(session, world.lan, desk.dossier, desk.ids(3)[0], seen=seen),
            lambda: arranging.undo(session, world.lan, desk.dossier, seen=seen),
            lambda: arranging.turn_pages(session, world.lan, desk.dossier, desk.ids(3), 1, seen=""),
        ):
            with pytest.raises(StateError) as refusal:
                act()
            assert refusal.value.code == "conflict"


def test_of_two_people_at_once_one_is_told(world: World) -> None:
    with world.database.session() as session:
        desk = lay_out(session, world)
        seen, dossier, pages = desk.seen, desk.dossier, desk.ids(2, 3)

    def split(page: str) -> str:
        try:
            with world.database.session() as session:
                arranging.split_document(session, world.lan, dossier, page, seen=seen)
        except StateError as refusal:
            return refusal.code
        return "done"

    assert sorted(together([lambda: split(pages[0]), lambda: split(pages[1])])) == ["conflict", "done"]


@pytest.mark.parametrize("numbers", [(), ("a page of nobody",)])
def test_pages_that_are_not_the_dossiers_are_refused(world: World, numbers: tuple[str, ...]) -> None:
    with world.database.session() as session:
        desk = lay_out(session, world)
        with pytest.raises(HosoError) as refusal:
            arranging.set_apart(session, world.lan, desk.dossier, numbers, seen=desk.seen)
        assert refusal.value.code == ("not_found" if numbers else "bad_request")


def test_a_document_of_another_dossier_takes_no_page(world: World) -> None:
    with world.database.session() as session:
        desk, other = lay_out(session, world), lay_out(session, world)
        with pytest.raises(AccessError):
            arranging.move_pages(session, world.lan, desk.dossier, desk.ids(1), to=other.document(0).id, seen=desk.seen)


def test_nothing_is_arranged_in_a_cancelled_dossier_or_by_a_program(world: World) -> None:
    with world.database.session() as session:
        desk = lay_out(session, world)
        with pytest.raises(AccessError) as refusal:
            arranging.set_apart(session, world.program, desk.dossier, desk.ids(1), seen=desk.seen)
        assert refusal.value.code == "not_allowed"
        dossiers.cancel_dossier(session, world.lan, desk.dossier)
        with pytest.raises(StateError):
            desk.split(2)


def test_a_later_run_says_what_an_arranged_document_is_but_not_what_belongs_to_it(world: World) -> None:
    with world.database.session() as session:
        desk = lay_out(session, world)
        desk.split(2)
        desk.run((1, 2, 3), (4,))
        assert desk.now() == ["1", "23", "4", "-5"]
        assert review.fields_of(session, world.lan, desk.document(0).id) == []
        desk.run((1,), (2, 3), (4,), run="run 3")
        assert [desk.document(place).kind for place in range(3)] == ["diploma"] * 3
        (field,) = review.fields_of(session, world.lan, desk.document(1).id)
        assert field.value == "B"


def test_a_kind_that_a_person_named_stays(world: World) -> None:
    with world.database.session() as session:
        desk = lay_out(session, world)
        desk.split(2)
        review.decide_kind(session, world.lan, desk.document(1).id, "death_extract", desk.document(1).version)
        desk.run((1,), (2, 3), (4,))
        assert [desk.document(place).kind for place in range(3)] == ["diploma", "death_extract", "diploma"]


def test_what_was_decided_about_a_page_does_not_hold_once_it_has_left(world: World) -> None:
    with world.database.session() as session:
        desk = lay_out(session, world)
        (field,) = review.fields_of(session, world.lan, desk.document(0).id)
        review.decide_field(
            session, world.lan, desk.document(0).id, "full_name", "Ánh", proposal_id=field.proposal.id,
            version=desk.document(0).version,
        )  # fmt: skip
        desk.move(3)
        (kept,) = review.fields_of(session, world.lan, desk.document(0).id)
        assert kept.value == "Ánh"
        desk.move(1)
        assert review.fields_of(session, world.lan, desk.document(1).id) == []
        assert len(review.decisions_of(session, world.lan, desk.document(1).id)) == 1


def test_only_arranged_documents_are_fixed_for_the_next_run(world: World) -> None:
    with world.database.session() as session:
        desk = lay_out(session, world)
        desk.move(3, to=0, before=1)
        found = arrangement.arranged_by_people(session, world.lan, desk.dossier)
        assert [[page.number for page in one.pages] for one in found] == [[3, 1, 2]]
        assert found[0].document.kind_by_person is False


def test_groupings_are_confirmed_once_people_have_looked_at_every_document(world: World) -> None:
    with world.database.session() as session:
        desk = lay_out(session, world)
        desk.move(3, to=1)
        assert arrangement.confirmed_groupings(session, world.lan) == []
        review.confirm(session, world.lan, desk.document(0).id, desk.document(0).version)
        assert arrangement.confirmed_groupings(session, world.lan) == []
        review.confirm(session, world.lan, desk.document(1).id, desk.document(1).version)
        (found,) = arrangement.confirmed_groupings(session, world.lan)
        assert found.documents == (tuple(desk.ids(1, 2)), tuple(desk.ids(4, 3)))
        assert (found.page_ids, found.apart, found.arranged) == (
            tuple(desk.ids(1, 2, 3, 4, 5)),
            tuple(desk.ids(5)),
            True,
        )


def test_each_act_is_in_the_log_without_a_word_of_the_paper(world: World) -> None:
    with world.database.session() as session:
        desk = lay_out(session, world)
        desk.split(2)
        desk.undo()
        acts = [entry for entry in log.entries(session, world.lan, object_id=desk.dossier) if "page." in entry.action]
        assert {entry.action for entry in acts} == {"page.split", "page.undo"}
        assert {"documents": 2, "pages": 2} in [entry.details for entry in acts]
