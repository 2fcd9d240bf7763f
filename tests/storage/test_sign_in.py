"""Signing in: passwords, lock-out, sessions; people and roles; other systems' tokens."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select, update

from storage.audit import log
from storage.database import now
from storage.offices import clients, passwords, people, signin
from storage.offices.tables import ApiToken, Person, StaffSession
from storage.scope import Actor
from terms.errors import AccessError, HosoError, InputError, StateError
from tests.storage.world import PASSWORD, World, together


def sign_in(world: World, username: str = "lan", password: str = PASSWORD) -> signin.SignedIn:
    with world.database.session() as session:
        return signin.sign_in(session, username, password, ip="192.0.2.7")


def refusal(world: World, username: str = "lan", password: str = "không phải") -> str:
    with pytest.raises(AccessError) as refused:
        sign_in(world, username, password)
    return refused.value.code


def resolve(world: World, token: str) -> signin.SignedIn | None:
    with world.database.session() as session:
        return signin.resolve(session, token)


def person(world: World, username: str = "lan") -> Person:
    with world.database.session() as session:
        return people.person_named(session, None, username)


def test_the_right_password_begins_a_session(world: World) -> None:
    signed_in = sign_in(world, "  LAN ")
    assert signed_in.person.full_name == "Nguyễn Thị Lan"
    assert signed_in.actor.roles == world.lan.roles
    assert signed_in.actor.office_ids == {world.here}
    again = resolve(world, signed_in.token)
    assert again is not None
    assert (again.actor, again.csrf) == (signed_in.actor, signed_in.csrf)


def test_the_database_keeps_neither_password_nor_token(world: World) -> None:
    signed_in = sign_in(world)
    with world.database.session() as session:
        (row,) = session.scalars(select(StaffSession))
        assert signed_in.token not in (row.id, row.csrf)
    assert person(world).password_hash.startswith("$argon2id$")


def test_the_composition_of_letters_is_no_part_of_a_password(world: World) -> None:
    import unicodedata

    assert sign_in(world, password=unicodedata.normalize("NFD", PASSWORD))


@pytest.mark.parametrize("username", ["lan", "nobody", "", " ", "x" * 500, "l\x00an"])
def test_a_wrong_password_and_an_unknown_name_are_refused_alike(world: World, username: str) -> None:
    assert refusal(world, username) == "wrong_credentials"


def test_an_unknown_name_costs_a_hashing_too(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    hashings: list[str | None] = []

    def counted(kept: str | None, password: str) -> bool:
        hashings.append(kept)
        return passwords.matches(kept, password)

    monkeypatch.setattr(signin, "matches", counted)
    refusal(world, "nobody")
    refusal(world, "lan")
    assert len(hashings) == 2
    assert hashings[0] is None


def test_five_wrong_passwords_lock_the_account_though_each_attempt_is_refused(world: World) -> None:
    for _ in range(5):
        assert refusal(world) == "wrong_credentials"
    assert refusal(world, password=PASSWORD) == "locked_out"
    assert sign_in(world, "minh")
    with world.database.session() as session:
        session.execute(update(Person).values(locked_until=now() - dt.timedelta(seconds=1)))
    assert sign_in(world)
    with world.database.session() as session:
        actions = [entry.action for entry in log.entries(session, world.lan, object_id=world.lan.person_id)]
    assert actions[:6] == ["person.sign_in", "person.locked_out", *["person.wrong_password"] * 4]


def test_wrong_passwords_from_many_sides_at_once_lock_it_too(world: World) -> None:
    assert together([lambda: refusal(world)] * 5) == ["wrong_credentials"] * 5
    assert refusal(world, password=PASSWORD) == "locked_out"


def test_the_lock_says_for_how_long(world: World) -> None:
    for _ in range(5):
        refusal(world)
    with pytest.raises(AccessError) as refused:
        sign_in(world)
    assert refused.value.details == {"minutes": 15}


def test_the_right_password_begins_the_count_anew(world: World) -> None:
    for _ in range(4):
        refusal(world)
    sign_in(world)
    for _ in range(4):
        assert refusal(world) == "wrong_credentials"
    assert sign_in(world)


@pytest.mark.parametrize("end", ["sign_out", "revoke_all", "deactivate", "set_password", "idle", "long"])
def test_a_session_ends(world: World, end: str) -> None:
    signed_in, other = sign_in(world), sign_in(world, "minh")
    with world.database.session() as session:
        if end == "sign_out":
            signin.sign_out(session, signed_in.token)
        elif end == "revoke_all":
            signin.revoke_all(session, signed_in.person.id)
        elif end == "deactivate":
            people.deactivate(session, world.lan, signed_in.person.id)
        elif end == "set_password":
            people.set_password(session, world.lan, signed_in.person.id, "mật khẩu mới")
        else:
            mine = update(StaffSession).where(StaffSession.person_id == signed_in.person.id)
            session.execute(mine.values(expires_at=now() - dt.timedelta(seconds=1)))
    assert resolve(world, signed_in.token) is None
    assert resolve(world, other.token) is not None


def test_use_keeps_a_session_but_not_for_ever(world: World) -> None:
    token = sign_in(world).token

    def set_back(created: dt.timedelta) -> StaffSession:
        with world.database.session() as session:
            moment = now()
            session.execute(
                update(StaffSession).values(
                    created_at=moment - created,
                    seen_at=moment - dt.timedelta(minutes=50),
                    expires_at=moment + dt.timedelta(minutes=10),
                )
            )
        assert resolve(world, token) is not None
        with world.database.session() as session:
            return session.scalars(select(StaffSession)).one()

    row = set_back(dt.timedelta(minutes=50))
    assert row.expires_at - now() > dt.timedelta(minutes=59)
    row = set_back(dt.timedelta(hours=11, minutes=45))
    assert row.expires_at - now() < dt.timedelta(minutes=16)


@pytest.mark.parametrize("token", ["", "x", "é\ud800", "a" * 10_000])
def test_a_token_of_nobody_opens_nothing(world: World, token: str) -> None:
    assert resolve(world, token) is None
    with world.database.session() as session:
        signin.sign_out(session, token)
        assert clients.resolve_token(session, token) is None


def test_a_deactivated_person_is_refused_like_a_stranger(world: World) -> None:
    with world.database.session() as session:
        people.deactivate(session, world.lan, world.minh.person_id or "")
    assert refusal(world, "minh", PASSWORD) == "wrong_credentials"
    with world.database.session() as session:
        people.reactivate(session, world.lan, world.minh.person_id or "")
    assert sign_in(world, "minh")


def test_roles_taken_away_are_gone_at_the_next_request(world: World) -> None:
    token = sign_in(world).token
    with world.database.session() as session:
        people.revoke_role(session, world.lan, world.lan.person_id or "", "certifier")
    resolved = resolve(world, token)
    assert resolved is not None
    assert "certifier" not in resolved.actor.roles


def test_roles_of_two_offices_never_add_up(world: World) -> None:
    with world.database.session() as session:
        people.grant_role(session, world.xa, world.lan.person_id or "", "counter", office_id=world.there)
    signed_in = sign_in(world)
    assert signed_in.actor.office_ids == {world.here}
    with world.database.session() as session:
        elsewhere = signin.switch_office(session, signed_in.token, world.there).actor
    assert (elsewhere.office_ids, elsewhere.roles) == ({world.there}, {"counter"})
    resolved = resolve(world, signed_in.token)
    assert resolved is not None
    assert resolved.actor == elsewhere
    minh = sign_in(world, "minh")
    with pytest.raises(AccessError), world.database.session() as session:
        signin.switch_office(session, minh.token, world.there)


def test_only_the_administrator_of_the_office_manages_its_people(world: World) -> None:
    lan = world.lan.person_id or ""
    for actor in (world.minh, world.xa, Actor(world.here, frozenset())):
        with world.database.session() as session:
            for act in (
                lambda by=actor: people.create_person(
                    session, by, office_id=world.here, username="mới", full_name="Mới", password=PASSWORD, roles=[]
                ),
                lambda by=actor: people.set_password(session, by, lan, "mật khẩu mới"),
                lambda by=actor: people.grant_role(session, by, lan, "auditor"),
                lambda by=actor: people.revoke_role(session, by, lan, "auditor"),
                lambda by=actor: people.deactivate(session, by, lan),
                lambda by=actor: people.reactivate(session, by, lan),
                lambda by=actor: clients.create_client(session, by, name="x", scopes=[], office_id=world.here),
            ):
                with pytest.raises(AccessError):
                    act()
    with world.database.session() as session:
        people.set_password(session, world.minh, world.minh.person_id or "", "của chính mình")
        assert {person.username for person in people.people_of(session, world.lan)} == {"lan", "minh"}
        with pytest.raises(AccessError):
            people.person_named(session, world.xa, "lan")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"username": "LAN"}, "wrong_state"),
        ({"username": "  "}, "bad_request"),
        ({"full_name": ""}, "bad_request"),
        ({"password": "ngắn"}, "bad_request"),
        ({"password": "x" * 201}, "bad_request"),
        ({"roles": ["king"]}, "bad_request"),
        ({"office_id": "elsewhere"}, "not_found"),
    ],
)
def test_a_person_who_cannot_be_is_refused(world: World, change: dict[str, object], code: str) -> None:
    given: dict[str, object] = {
        "office_id": world.here,
        "username": "moi",
        "full_name": "Người Mới",
        "password": PASSWORD,
        "roles": ["counter"],
    }
    with pytest.raises(HosoError) as refused, world.database.session() as session:
        people.create_person(session, None, **(given | change))  # type: ignore[arg-type]
    assert refused.value.code == code
    with world.database.session() as session:
        assert len(people.people_of(session, world.lan)) == 2


def test_an_office_has_a_code_of_its_own_and_one_of_two_levels(world: World) -> None:
    with world.database.session() as session:
        assert people.office_by_code(session, "H60.12").id == world.here
        with pytest.raises(StateError):
            people.create_office(session, code="H60.12", name="Lần nữa", level="commune")
        for given in ({"level": "district"}, {"level": "commune", "parent_id": "nobody"}):
            with pytest.raises(InputError):
                people.create_office(session, code="H60.99", name="Huyện", **given)
        with pytest.raises(AccessError):
            people.office_by_code(session, "H99")
        assert [office.code for office in people.offices(session)] == ["H60.12", "H60.13"]


def test_a_client_gets_tokens_for_its_scopes_and_no_others(world: World) -> None:
    with world.database.session() as session:
        client, secret = clients.create_client(session, world.lan, name="Cổng DVC", scopes=["read", "lookup"])
        assert client.secret_hash.startswith("$argon2id$")
    with world.database.session() as session:
        token, ends = clients.issue_token(session, client.id, secret, ["read"], ip="192.0.2.9")
        assert dt.timedelta(minutes=59) < ends - now() <= clients.LIFETIME
        whole, _ = clients.issue_token(session, client.id, secret)
    with world.database.session() as session:
        actor = clients.resolve_token(session, token, ip="192.0.2.9")
        assert actor is not None
        assert (actor.scopes, actor.office_ids, actor.roles) == ({"read"}, {world.here}, frozenset())
        assert (actor.person_id, actor.api_client_id, actor.ip) == (None, client.id, "192.0.2.9")
        full = clients.resolve_token(session, whole)
        assert full is not None
        assert full.scopes == {"read", "lookup"}
        with pytest.raises(InputError):
            clients.issue_token(session, client.id, secret, ["write"])
        for name, word in ((client.id, "wrong"), ("nobody", secret), ("x" * 100, secret)):
            with pytest.raises(AccessError) as refused:
                clients.issue_token(session, name, word)
            assert refused.value.code == "wrong_credentials"


def test_a_token_ends_with_its_time_or_its_client(world: World) -> None:
    with world.database.session() as session:
        client, secret = clients.create_client(session, world.lan, name="Cổng DVC", scopes=["read"])
        old, _ = clients.issue_token(session, client.id, secret)
        session.execute(update(ApiToken).values(expires_at=now()))
        new, _ = clients.issue_token(session, client.id, secret)
        assert clients.resolve_token(session, old) is None
        assert clients.resolve_token(session, new) is not None
        with pytest.raises(AccessError):
            clients.close_client(session, world.xa, client.id)
        clients.close_client(session, world.lan, client.id)
        assert clients.resolve_token(session, new) is None
        with pytest.raises(AccessError):
            clients.issue_token(session, client.id, secret)
        assert [found.name for found in clients.clients_of(session, world.lan)] == ["Cổng DVC"]
        assert clients.clients_of(session, world.xa) == []
