"""Certified copies as rows: none issued without what the law asks for, and the public sees no more than it may."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from storage.copies import copies, register
from storage.copies.tables import CertifiedCopy
from storage.database import Database
from storage.scope import Actor
from terms.errors import AccessError, HosoError, InputError, StateError
from tests.storage.world import World, begun, propose, reserved, sha, stored, together


def certified(world: World) -> CertifiedCopy:
    with world.database.session() as session:
        copy = begun(session, world)
        return copies.set_certified(
            session, world.lan, copy.id, certified_sha256=sha("one signature"), manifest={"pages": 2}
        )


def issued(world: World) -> CertifiedCopy:
    copy = certified(world)
    with world.database.session() as session:
        return copies.set_issued(session, world.minh, copy.id, pdf_sha256=sha(f"two signatures {copy.id}"))


def code_of(act: object) -> str:
    with pytest.raises(HosoError) as refused:
        act()  # type: ignore[operator]
    return refused.value.code


def test_draft_certified_issued(world: World) -> None:
    with world.database.session() as session:
        copy = begun(session, world, reserve=False)
        assert (copy.state, copy.certifier_id, copy.is_demo) == ("draft", world.lan.person_id, True)
        assert len(copy.code) == 26
        entry_id = reserved(session, world)
        copies.set_certified(session, world.lan, copy.id, certified_sha256=sha("1"), entry_id=entry_id)
        assert [row.id for row in copies.awaiting_seal(session, world.minh)] == [copy.id]
        copies.set_issued(session, world.minh, copy.id, pdf_sha256=sha("2"))
        assert (copy.state, copy.status, copy.seal_keeper_id) == ("issued", "in_force", world.minh.person_id)
        assert register.entry_by_id(session, world.lan, entry_id).state == "issued"
        assert [row.id for row in copies.copies_of(session, world.lan, copy.document_id)] == [copy.id]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"answers": {}}, "answers_incomplete"),
        ({"pages_compared": [1]}, "answers_incomplete"),
        ({"pages_compared": [1, 2, 3]}, "answers_incomplete"),
        ({"pages_compared": [], "page_count": 0}, "answers_incomplete"),
    ],
)
def test_no_copy_without_answers_and_a_tick_for_each_page(world: World, change: dict[str, object], code: str) -> None:
    with world.database.session() as session:
        document = stored(session, world.lan)
        given: dict[str, object] = {
            "requester_name": "x",
            "page_count": 2,
            "answers": {"1": "no"},
            "pages_compared": [1, 2],
        }
        begin = lambda: copies.begin_copy(session, world.lan, document.id, **(given | change))  # type: ignore[arg-type] # noqa: E731
        assert code_of(begin) == code


def test_no_copy_of_what_no_person_has_confirmed(world: World) -> None:
    with world.database.session() as session:
        document = propose(session, world.lan)
        with pytest.raises(StateError):
            copies.begin_copy(
                session, world.lan, document.id, requester_name="x", page_count=1, answers={"1": "no"},
                pages_compared=[1],
            )  # fmt: skip


def test_only_a_certifier_begins_and_only_the_one_who_began_signs(world: World) -> None:
    with world.database.session() as session:
        copy = begun(session, world)
        assert "certifier" in world.minh.roles
        sign = lambda by: copies.set_certified(session, by, copy.id, certified_sha256=sha("1"))  # noqa: E731
        with pytest.raises(AccessError) as refused:
            sign(world.minh)
        assert refused.value.code == "not_allowed"
        clerk = Actor(world.here, frozenset({world.here}), person_id=world.lan.person_id, roles=frozenset({"counter"}))
        for actor in (clerk, world.program):
            with pytest.raises(AccessError):
                sign(actor)
        assert sign(world.lan).state == "certified"


def test_one_person_never_signs_twice(world: World) -> None:
    copy = certified(world)
    both = Actor(
        world.here,
        world.lan.office_ids,
        person_id=world.lan.person_id,
        roles=frozenset({"certifier", "seal_keeper"}),
    )
    with pytest.raises(StateError) as refused, world.database.session() as session:
        copies.set_issued(session, both, copy.id, pdf_sha256=sha("2"))
    assert refused.value.code == "same_person_twice"
    with pytest.raises(AccessError), world.database.session() as session:
        copies.set_issued(session, world.lan, copy.id, pdf_sha256=sha("2"))


@pytest.mark.parametrize(
    "change",
    [
        "seal_keeper_id = certifier_id",
        "answers = NULL",
        "pages_compared = NULL",
        "entry_id = NULL",
        "seal_keeper_id = NULL",
        "pdf_sha256 = NULL",
    ],
)
def test_the_database_itself_refuses_an_issued_copy_that_is_not_whole(world: World, change: str) -> None:
    issued(world)
    with pytest.raises(IntegrityError), world.database.engine.begin() as connection:
        connection.execute(text(f"UPDATE certified_copies SET {change}"))


def test_without_a_number_nothing_is_certified(world: World) -> None:
    with world.database.session() as session:
        copy = begun(session, world, reserve=False)
        with pytest.raises(StateError):
            copies.set_certified(session, world.lan, copy.id, certified_sha256=sha("1"))
        used = reserved(session, world)
        register.void(session, world.lan, used, "hỏng")
        with pytest.raises(StateError):
            copies.set_certified(session, world.lan, copy.id, certified_sha256=sha("1"), entry_id=used)


def test_a_number_serves_one_copy(world: World) -> None:
    with world.database.session() as session:
        first, second = begun(session, world), begun(session, world, reserve=False)
        entry = first.entry_id
        copies.set_certified(session, world.lan, first.id, certified_sha256=sha("1"))
    with pytest.raises(StateError), world.database.session() as session:
        copies.set_certified(session, world.lan, second.id, certified_sha256=sha("2"), entry_id=entry)


def test_of_two_seals_at_once_one_holds(world: World) -> None:
    copy = certified(world)

    def seal() -> str:
        try:
            with world.database.session() as session:
                return copies.set_issued(session, world.minh, copy.id, pdf_sha256=sha("2")).state
        except HosoError as refused:
            return refused.code

    assert sorted(together([seal] * 3)) == ["issued", "wrong_state", "wrong_state"]


def test_what_is_given_up_is_void_with_its_number_and_says_why(world: World) -> None:
    copy = certified(world)
    with world.database.session() as session:
        with pytest.raises(InputError):
            copies.void_copy(session, world.lan, copy.id, " ")
        copies.void_copy(session, world.lan, copy.id, "con dấu không ký được")
        entry = register.entry_by_id(session, world.lan, copy.entry_id or "")
        assert (entry.state, entry.void_reason) == ("void", "con dấu không ký được")
        public = copies.copy_by_code(session, copy.code)
        assert public is not None
        assert public.status == "void"
        with pytest.raises(StateError):
            copies.set_issued(session, world.minh, copy.id, pdf_sha256=sha("2"))


def test_a_draft_without_number_is_void_too(world: World) -> None:
    with world.database.session() as session:
        copy = begun(session, world, reserve=False)
        assert copies.void_copy(session, world.lan, copy.id, "bỏ").state == "void"
        assert copies.copy_by_code(session, copy.code) is None


def test_an_issued_copy_is_annulled_by_decision_and_never_void(world: World) -> None:
    copy = issued(world)
    with world.database.session() as session:
        with pytest.raises(StateError):
            copies.void_copy(session, world.lan, copy.id, "nhầm")
        for number, day in (("", "2026-11-20"), ("12/QĐ-UBND", ""), ("12/QĐ-UBND", "20/11/2026"), ("12", "2999-01-01")):
            with pytest.raises(InputError):
                copies.annul(session, world.lan, copy.id, copies.Annulment(number, day))
        decision = copies.Annulment("12/QĐ-UBND", "2026-11-20", "Bản chính giả")
        copies.annul(session, world.lan, copy.id, decision)
        with pytest.raises(StateError):
            copies.annul(session, world.lan, copy.id, decision)
        public = copies.copy_by_code(session, copy.code)
        assert public is not None
        assert (public.status, len(public.annulled_on or "")) == ("annulled", 10)
        assert public.decision == "12/QĐ-UBND ngày 20/11/2026"
        assert register.entry_by_id(session, world.lan, copy.entry_id or "").state == "issued"


def test_the_public_sees_what_the_page_may_show_and_no_more(world: World) -> None:
    copy = issued(world)
    with world.database.session() as session:
        public = copies.copy_by_code(session, f" {copy.code.upper()} ")
        assert public is not None
        assert copies.copy_by_sha256(session, copy.pdf_sha256 or "") == public
    assert (public.number, public.register_symbol, public.status) == (1, "01/2026-SCTĐT/BS", "in_force")
    assert (public.kind, public.original_name) == ("birth_certificate", "Giấy khai sinh")
    assert (public.office_name, public.is_demo, public.page_count) == ("UBND phường An Bình", True, 2)
    told = " ".join(str(getattr(public, field.name)) for field in fields(public))
    assert "Trần Văn Cầu" not in told
    assert not any(name in told for name in (copy.id, copy.document_id, world.lan.person_id or ""))


@pytest.mark.parametrize("code", ["", " ", "x" * 26, "x" * 1000, "é", "'; DROP TABLE people", "\x00", "\ud800", "%"])
def test_an_unknown_code_is_unknown(world: World, code: str) -> None:
    issued(world)
    with world.database.session() as session:
        assert copies.copy_by_code(session, code) is None
        assert copies.copy_by_sha256(session, code) is None


def test_a_copy_not_yet_issued_is_unknown_to_the_public(world: World) -> None:
    copy = certified(world)
    with world.database.session() as session:
        assert copies.copy_by_code(session, copy.code) is None
        assert copies.copy_by_sha256(session, copy.certified_sha256 or "") is None


def test_the_public_face_gets_by_with_a_read_only_database(world: World) -> None:
    copy = issued(world)
    url = world.database.engine.url.render_as_string(hide_password=False)
    public = Database(url, read_only=True)
    with public.session() as session:
        assert copies.copy_by_code(session, copy.code) is not None
    with pytest.raises((HosoError, DBAPIError)), public.session() as session:
        session.execute(text("UPDATE certified_copies SET status = 'in_force'"))
    public.dispose()


def test_an_act_cut_short_is_found_later(world: World) -> None:
    with world.database.session() as session:
        copy = begun(session, world)
        assert copies.unfinished(session, world.lan, older_than=dt.timedelta(hours=1)) == []
        assert [row.id for row in copies.unfinished(session, world.lan, older_than=dt.timedelta(0))] == [copy.id]


def test_codes_cannot_be_guessed_from_each_other() -> None:
    codes = {copies.new_code() for _ in range(1000)}
    assert len(codes) == 1000
    assert all(len(code) == 26 and code.isalnum() and code.islower() for code in codes if not code.isdigit())
