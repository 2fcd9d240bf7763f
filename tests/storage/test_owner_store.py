"""Owners and their store: who is who, and who may see what, for which purpose."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from storage.audit import log
from storage.audit.tables import AuditEntry
from storage.documents import conversion
from storage.dossiers import dossiers
from storage.owners import store
from storage.owners.tables import DocumentOwner, Owner, OwnerIdentifier, Use
from storage.scope import Actor
from terms.errors import AccessError, InputError, StateError
from tests.storage.world import World, confirmed, stored, together

NEW, OLD, OTHER = "001190001234", "012345678", "079201005678"
NAME = "Nguyễn Thị Ánh"


def person(world: World, name: str = NAME, actor: Actor | None = None, **given: object) -> Owner:
    with world.database.session() as session:
        return store.find_or_create_person(session, actor or world.lan, name=name, **given)  # type: ignore[arg-type]


def count(world: World, table: type) -> int:
    with world.database.session() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


# --- who is who ------------------------------------------------------------------------------------------------------


def test_one_number_is_one_owner_in_every_office(world: World) -> None:
    first = person(world, personal_id=NEW)
    assert person(world, personal_id="001 190 001 234").id == first.id
    assert person(world, personal_id=NEW, actor=world.xa).id == first.id
    assert person(world, personal_id=OTHER).id != first.id


@pytest.mark.parametrize("name", ["NGUYỄN THỊ ÁNH", "nguyen thi anh", " Nguyễn  Thị\tÁnh "])
def test_the_same_name_written_otherwise_is_the_same_name(world: World, name: str) -> None:
    assert person(world, personal_id=NEW).id == person(world, name, personal_id=NEW).id


def test_a_name_alone_never_makes_two_people_one(world: World) -> None:
    assert person(world).id != person(world).id
    with_number = person(world, personal_id=NEW)
    assert person(world).id != with_number.id
    assert person(world, date_of_birth="1990-05-17").id != person(world, date_of_birth="1990-05-17").id


def test_a_number_under_another_name_is_for_a_person_to_look_at(world: World) -> None:
    first = person(world, personal_id=NEW)
    with pytest.raises(StateError) as refused:
        person(world, "Trần Văn Bình", personal_id=NEW)
    assert refused.value.code == "owner_differs"
    assert NEW not in str(refused.value)
    renamed = person(world, "Trần Văn Bình", personal_id=NEW, accept_other_name=True)
    assert (renamed.id, renamed.name) == (first.id, NAME)


def test_a_misread_name_does_not_matter_where_the_full_date_of_birth_agrees(world: World) -> None:
    first = person(world, personal_id=NEW, date_of_birth="1990-05-17")
    assert person(world, "Nguyễn Thị Ảnhh", personal_id=NEW, date_of_birth="1990-05-17").id == first.id
    for date in ("1990", "1991-05-17", None):
        with pytest.raises(StateError):
            person(world, "Nguyễn Thị Ảnhh", personal_id=NEW, date_of_birth=date)


def test_the_old_number_is_an_alias(world: World) -> None:
    first = person(world, personal_id=NEW, old_id=OLD)
    assert person(world, old_id=OLD).id == first.id
    assert person(world, personal_id=NEW).id == first.id


def test_an_owner_known_by_the_old_number_learns_the_new_one(world: World) -> None:
    first = person(world, old_id=OLD)
    assert person(world, old_id=OLD, personal_id=NEW).id == first.id
    assert person(world, personal_id=NEW).id == first.id


def test_the_old_number_of_somebody_with_another_new_number_is_for_a_person_to_look_at(world: World) -> None:
    person(world, personal_id=NEW, old_id=OLD)
    with pytest.raises(StateError) as refused:
        person(world, personal_id=OTHER, old_id=OLD)
    assert refused.value.code == "owner_differs"


def test_two_owners_found_to_be_one_keep_all_their_papers(world: World) -> None:
    by_new, by_old = person(world, personal_id=NEW), person(world, old_id=OLD)
    with world.database.session() as session:
        first, second = stored(session, world.lan), stored(session, world.lan)
        for document, owner in ((first, by_new), (second, by_old), (first, by_old)):
            store.assign_owner(session, world.lan, document.id, owner.id, "child")
        dossier = dossiers.open_dossier(session, world.lan, owner_id=by_old.id)
    assert person(world, personal_id=NEW, old_id=OLD).id == by_new.id
    with world.database.session() as session:
        assert {row.document_id for row in store.store_of(session, world.lan, by_new.id)} == {first.id, second.id}
        assert {row.document_id for row in store.store_of(session, world.lan, by_old.id)} == {first.id, second.id}
        assert dossiers.dossier_by_id(session, world.lan, dossier.id).owner_id == by_new.id
        (hit,) = store.lookup(session, world.lan, personal_id=OLD, purpose="tái sử dụng", dossier_code="H1")
        assert (hit.owner_id, len(hit.documents)) == (by_new.id, 2)


@pytest.mark.parametrize(
    "given", [{"personal_id": OLD}, {"old_id": NEW}, {"personal_id": "00119000123x"}, {"personal_id": "٠٠١١٩٠٠٠١٢٣٤"}]
)
def test_a_number_of_the_wrong_form_is_refused_without_repeating_it(world: World, given: dict[str, str]) -> None:
    with pytest.raises(InputError) as refused:
        person(world, **given)
    assert not any(value in str(refused.value) for value in given.values())
    assert count(world, Owner) == 0


@pytest.mark.parametrize("number", [None, "", "  "])
def test_no_number_is_no_number(world: World, number: str | None) -> None:
    person(world, personal_id=number)
    assert count(world, OwnerIdentifier) == 0


def test_counters_that_meet_the_same_person_at_once_make_one_owner(world: World) -> None:
    ids = together([lambda: person(world, personal_id=NEW, old_id=OLD).id] * 4)
    assert len(set(ids)) == 1
    assert count(world, Owner) == 1
    assert count(world, OwnerIdentifier) == 2


def test_organisations_are_known_by_their_tax_code(world: World) -> None:
    with world.database.session() as session:
        act = store.find_or_create_organisation
        first = act(session, world.lan, name="Công ty TNHH Hòa Bình", tax_code="0100109106")
        assert act(session, world.xa, name="CÔNG TY TNHH HOÀ BÌNH", tax_code="0100109106").id == first.id
        branch = act(session, world.lan, name="Chi nhánh", tax_code="0100109106-001")
        assert branch.id != first.id
        assert act(session, world.lan, name="Công ty TNHH Hòa Bình").id != first.id
        with pytest.raises(InputError):
            act(session, world.lan, name="x", tax_code="123")


# --- whose paper it is ------------------------------------------------------------------------------------------------


def test_a_document_may_belong_to_several(world: World) -> None:
    wife, husband = person(world, personal_id=NEW), person(world, "Trần Văn Bình", personal_id=OTHER)
    with world.database.session() as session:
        document = confirmed(session, world.lan)
        for owner, role in ((wife, "holder"), (husband, "husband"), (wife, "wife"), (wife, "wife")):
            store.assign_owner(session, world.lan, document.id, owner.id, role)
        assert [(owner.id, role) for owner, role in store.owners_of(session, world.lan, document.id)] == [
            (wife.id, "wife"),
            (husband.id, "husband"),
        ]
        store.remove_owner(session, world.lan, document.id, husband.id)
        store.remove_owner(session, world.lan, document.id, husband.id)
        assert [owner.id for owner, _ in store.owners_of(session, world.lan, document.id)] == [wife.id]
        with pytest.raises(AccessError):
            store.assign_owner(session, world.lan, document.id, "nobody")


# --- who may see what ------------------------------------------------------------------------------------------------


@pytest.fixture
def owned(world: World) -> tuple[str, str]:
    """The ids of an owner and of a stored document of hers, in Lan's office."""
    owner = person(world, personal_id=NEW)
    with world.database.session() as session:
        document = stored(session, world.lan)
        store.assign_owner(session, world.lan, document.id, owner.id, "child")
    return owner.id, document.id


def test_another_office_finds_what_is_stored_and_says_why(world: World, owned: tuple[str, str]) -> None:
    owner_id, document_id = owned
    with world.database.session() as session:
        (hit,) = store.lookup(session, world.xa, personal_id=NEW, purpose="đăng ký nhập học", dossier_code="H60.13-1")
    assert (hit.owner_id, hit.kind) == (owner_id, "person")
    (found,) = hit.documents
    assert (found.document_id, found.role, found.trust, found.expired) == (document_id, "child", "digitised", False)
    assert found.office_name == "UBND phường An Bình"
    assert NEW not in repr(hit)
    with world.database.session() as session:
        (use,) = store.uses_of(session, world.xa, owner_id)
        assert (use.act, use.purpose, use.dossier_code, use.person_id) == (
            "lookup",
            "đăng ký nhập học",
            "H60.13-1",
            world.xa.person_id,
        )
        (entry,) = log.entries(session, world.xa, action="owner.lookup")
        assert (entry.object_id, entry.purpose) == (owner_id, "đăng ký nhập học")


@pytest.mark.parametrize(("purpose", "code"), [("", "H1"), ("x", ""), ("  ", "H1"), ("x", "\t")])
def test_without_purpose_and_dossier_there_is_no_answer(
    world: World, owned: tuple[str, str], purpose: str, code: str
) -> None:
    owner_id, document_id = owned
    with world.database.session() as session:
        for act in (
            lambda: store.lookup(session, world.lan, personal_id=NEW, purpose=purpose, dossier_code=code),
            lambda: store.open_for_reuse(session, world.lan, document_id, purpose=purpose, dossier_code=code),
            lambda: store.record_use(
                session, world.lan, owner_id=owner_id, document_id=document_id, act="view", purpose=purpose,
                dossier_code=code,
            ),
        ):  # fmt: skip
            with pytest.raises(AccessError) as refused:
                act()
            assert refused.value.code == "purpose_required"
    assert count(world, Use) == 0


def test_a_number_nobody_has_is_answered_with_nothing_and_recorded(world: World, owned: tuple[str, str]) -> None:
    for number in (OTHER, "", "'; DROP TABLE owners; --", "%"):
        with world.database.session() as session:
            assert store.lookup(session, world.xa, personal_id=number, purpose="x", dossier_code="H1") == []
    with world.database.session() as session:
        found = log.entries(session, world.xa, action="owner.lookup")
        assert [entry.object_id for entry in found] == ["unknown"] * 4
    assert count(world, Use) == 0


def test_no_number_ever_stands_in_the_log(world: World, owned: tuple[str, str]) -> None:
    with world.database.session() as session:
        purpose = f"tra cứu công dân {NEW}"
        store.lookup(session, world.xa, personal_id=NEW, purpose=purpose, dossier_code="H1")
        store.lookup(session, world.xa, personal_id=OTHER, purpose=purpose, dossier_code="H1")
        acts = select(AuditEntry.object_id, AuditEntry.purpose, AuditEntry.details, AuditEntry.action)
        written = [*session.execute(acts), *session.execute(select(Use.purpose, Use.dossier_code))]
    assert written
    assert not any(number in repr(row) for row in written for number in (NEW, OTHER, OLD))


def test_that_another_office_learnt_of_an_owner_stands_in_the_log(world: World) -> None:
    owner = person(world, personal_id=NEW)
    person(world, personal_id=NEW)
    person(world, personal_id=NEW, actor=world.xa)
    with world.database.session() as session:
        assert [entry.action for entry in log.entries(session, world.lan, object_id=owner.id)] == [
            "owner.number",
            "owner.create",
        ]
        assert [entry.action for entry in log.entries(session, world.xa, object_id=owner.id)] == ["owner.match"]


def test_only_what_is_stored_and_in_force_is_shown(world: World, owned: tuple[str, str]) -> None:
    owner_id, document_id = owned
    with world.database.session() as session:
        waiting = confirmed(session, world.lan)
        store.assign_owner(session, world.lan, waiting.id, owner_id)
        (hit,) = store.lookup(session, world.xa, personal_id=NEW, purpose="x", dossier_code="H1")
        assert [row.document_id for row in hit.documents] == [document_id]
        conversion.set_status(session, world.lan, document_id, "revoked", "thu hồi")
        (hit,) = store.lookup(session, world.xa, personal_id=NEW, purpose="x", dossier_code="H1")
        assert hit.documents == ()
        with pytest.raises(AccessError):
            store.open_for_reuse(session, world.xa, document_id, purpose="x", dossier_code="H1")
        assert [row.status for row in store.store_of(session, world.lan, owner_id)] == ["revoked"]


@pytest.mark.parametrize(
    ("valid_to", "expired"), [("2020-01-01", True), ("2020", True), ("2999-12", False), ("2026", False), (None, False)]
)
def test_a_paper_past_its_last_day_is_shown_as_expired(
    world: World, owned: tuple[str, str], valid_to: str | None, expired: bool
) -> None:
    with world.database.session() as session:
        session.get_one(conversion.Document, owned[1]).valid_to = valid_to
        (row,) = store.store_of(session, world.lan, owned[0])
        assert row.expired is expired


def test_a_document_of_another_office_opens_after_a_look_up_for_the_same_dossier_only(
    world: World, owned: tuple[str, str]
) -> None:
    owner_id, document_id = owned

    def opened(code: str, act: str = "view") -> str:
        with world.database.session() as session:
            return store.open_for_reuse(
                session, world.xa, document_id, act=act, purpose="nhập học", dossier_code=code
            ).id

    with pytest.raises(AccessError):
        opened("H1")
    with world.database.session() as session:
        store.lookup(session, world.lan, personal_id=NEW, purpose="x", dossier_code="H1")
    with pytest.raises(AccessError):
        opened("H1")  # that was somebody else's look-up
    with world.database.session() as session:
        store.lookup(session, world.xa, personal_id=NEW, purpose="x", dossier_code="H1")
    assert opened("H1", "download") == document_id
    with pytest.raises(AccessError):
        opened("H2")
    with pytest.raises(InputError):
        opened("H1", "steal")
    with world.database.session() as session:
        uses = store.uses_of(session, world.xa, owner_id)
        assert [(use.act, use.document_id) for use in uses] == [("download", document_id), ("lookup", None)]
        assert log.entries(session, world.xa, action="document.download")[0].object_id == document_id


def test_another_office_sees_nothing_of_an_owner_beside_the_look_up(world: World, owned: tuple[str, str]) -> None:
    owner_id, document_id = owned
    with world.database.session() as session:
        assert store.store_of(session, world.xa, owner_id) == []
        for act in (
            lambda: store.owner_by_id(session, world.xa, owner_id),
            lambda: store.identifiers_of(session, world.xa, owner_id),
            lambda: store.owners_of(session, world.xa, document_id),
            lambda: store.assign_owner(session, world.xa, document_id, owner_id),
            lambda: store.remove_owner(session, world.xa, document_id, owner_id),
            lambda: store.record_use(
                session, world.xa, owner_id=owner_id, document_id=document_id, act="view", purpose="x", dossier_code="H"
            ),
            lambda: store.find_or_create_person(session, Actor("", frozenset()), name="x"),
        ):
            with pytest.raises(AccessError):
                act()
        with pytest.raises(AccessError):
            store.lookup(session, Actor(world.there, frozenset()), personal_id=NEW, purpose="x", dossier_code="H")
        assert store.owner_by_id(session, world.lan, owner_id).name == NAME
        (number,) = store.identifiers_of(session, world.lan, owner_id)
        assert (number.scheme, number.value) == ("personal_id", NEW)
    assert count(world, DocumentOwner) == 1


def test_a_use_names_an_owner_and_a_document_that_belong_together(world: World, owned: tuple[str, str]) -> None:
    owner_id, document_id = owned
    stranger = person(world)
    with world.database.session() as session:
        given = {"act": "reuse", "purpose": "cấp lại", "dossier_code": "H1"}
        use = store.record_use(session, world.lan, owner_id=owner_id, document_id=document_id, **given)
        assert (use.act, use.office_id) == ("reuse", world.here)
        with pytest.raises(AccessError):
            store.record_use(session, world.lan, owner_id=stranger.id, document_id=document_id, **given)


def test_only_the_office_s_own_papers_say_how_somebody_is_called(world: World) -> None:
    owner = person(world, personal_id=NEW)
    with world.database.session() as session:
        document = stored(session, world.lan)
        store.assign_owner(session, world.lan, document.id, owner.id)
    with world.database.session() as session:
        assert [known.name for known in store.people_held(session, world.lan, [NEW, OTHER]).values()] == [NAME]
        assert store.people_held(session, world.xa, [NEW]) == {}
        assert store.people_held(session, world.lan, []) == {}
