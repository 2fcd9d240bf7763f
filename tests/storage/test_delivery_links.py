"""Delivery links: the link and the secret together open a copy, for a while, and guessing opens nothing."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from storage.copies import copies
from storage.database import Database
from storage.deliveries import links
from storage.deliveries.links import ATTEMPTS, Delivered, NewLink
from storage.owners import store
from terms.errors import HosoError
from tests.storage.world import World, begun, sha, together


@pytest.fixture
def copy_id(world: World) -> str:
    """An issued copy."""
    with world.database.session() as session:
        copy = begun(session, world)
        copies.set_certified(session, world.lan, copy.id, certified_sha256=sha("half"))
        copies.set_issued(session, world.minh, copy.id, pdf_sha256=sha("whole"))
        return copy.id


def made(world: World, copy_id: str, **given: Any) -> NewLink:
    with world.database.session() as session:
        return links.create_link(session, world.lan, copy_id, **given)


def opened(world: World, token: str, secret: str) -> Delivered | None:
    with world.database.session() as session:
        return links.open_link(session, token, secret)


def state(world: World, new: NewLink) -> tuple[str, int, int]:
    with world.database.session() as session:
        link = session.get_one(type(new.link), new.link.id)
        return links.state_of(link), link.attempts, link.downloads


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(HosoError) as refusal:
        act()
    return refusal.value.code


def wrong(secret: str) -> str:
    return f"{(int(secret) + 1) % 10**8:08}"


def test_link_and_secret_together_open_the_copy(world: World, copy_id: str) -> None:
    new = made(world, copy_id)
    assert len(new.secret) == 8
    assert opened(world, new.token, new.secret) == Delivered(sha("whole"), 1)
    assert opened(world, new.token, f"{new.secret[:4]} {new.secret[4:]}") is not None, "as it is printed"
    assert state(world, new) == ("open", 0, 2)


def test_neither_alone_opens_anything(world: World, copy_id: str) -> None:
    one, other = made(world, copy_id), made(world, copy_id)
    assert opened(world, one.token, other.secret) is None
    assert opened(world, "x" * 43, one.secret) is None
    assert opened(world, one.token, "") is None
    assert opened(world, one.link.token_sha256, one.secret) is None, "what the table holds is no link"


def test_five_wrong_secrets_lock_the_link_for_good(world: World, copy_id: str) -> None:
    new = made(world, copy_id)
    for _ in range(ATTEMPTS):
        assert opened(world, new.token, wrong(new.secret)) is None
    assert state(world, new)[0] == "locked"
    assert opened(world, new.token, new.secret) is None


def test_a_right_secret_starts_the_count_anew(world: World, copy_id: str) -> None:
    new = made(world, copy_id)
    for _ in range(2):
        for _ in range(ATTEMPTS - 1):
            opened(world, new.token, wrong(new.secret))
        assert opened(world, new.token, new.secret) is not None
    assert state(world, new) == ("open", 0, 2)


def test_guesses_side_by_side_gain_nothing(world: World, copy_id: str) -> None:
    new = made(world, copy_id)
    together([lambda: opened(world, new.token, wrong(new.secret)) for _ in range(12)])
    assert opened(world, new.token, new.secret) is None
    assert state(world, new)[1] == ATTEMPTS


def test_a_link_expires_is_revoked_and_falls_with_its_copy(world: World, copy_id: str) -> None:
    old, taken_back, kept = made(world, copy_id), made(world, copy_id), made(world, copy_id)
    with world.database.session() as session:
        session.get_one(type(old.link), old.link.id).expires_at -= dt.timedelta(days=8)
        links.revoke_link(session, world.lan, taken_back.link.id)
    assert opened(world, old.token, old.secret) is None
    assert opened(world, taken_back.token, taken_back.secret) is None
    with world.database.session() as session:
        copies.annul(session, world.lan, copy_id, copies.Annulment("5/QĐ-UBND", "2026-01-02"))
    assert opened(world, kept.token, kept.secret) is None
    assert code_of(lambda: made(world, copy_id)) == "wrong_state"
    assert [state(world, one)[0] for one in (old, taken_back, kept)] == ["expired", "revoked", "open"]


@pytest.mark.parametrize("days", [0, -1, 31])
def test_a_link_lasts_a_month_at_most(world: World, copy_id: str, days: int) -> None:
    assert code_of(lambda: made(world, copy_id, days=days)) == "bad_request"


def test_a_copy_that_is_not_issued_is_not_delivered(world: World) -> None:
    with world.database.session() as session:
        draft = begun(session, world).id
    assert code_of(lambda: made(world, draft)) == "wrong_state"


def test_the_secret_is_kept_nowhere(world: World, copy_id: str) -> None:
    new = made(world, copy_id)
    with world.database.engine.connect() as connection:
        rows = repr(connection.execute(text("SELECT * FROM delivery_links")).all())
        log = repr(connection.execute(text("SELECT details FROM audit_entries")).all())
    assert new.secret not in rows + log
    assert new.token not in rows + log


def test_the_public_handle_changes_delivery_links_and_nothing_else(world: World, copy_id: str) -> None:
    new = made(world, copy_id)
    public = Database(world.database.engine.url.render_as_string(hide_password=False), changes_only="delivery_links")
    try:
        with public.session() as session:
            assert links.open_link(session, new.token, new.secret) is not None
        for statement in (
            "UPDATE certified_copies SET status = 'in_force'",
            "DELETE FROM delivery_links",
            "INSERT INTO counters VALUES ('x', 'y', 1)",
            "DROP TABLE delivery_links",
            "UPDATE delivery_links_of_others SET x = 1",
        ):

            def change(statement: str = statement) -> None:
                with public.session() as session:
                    session.execute(text(statement))

            assert code_of(change) == "bad_request", statement
    finally:
        public.dispose()


def test_an_owners_store_shows_the_copies_of_their_papers(world: World, copy_id: str) -> None:
    with world.database.session() as session:
        owner = store.find_or_create_person(session, world.lan, name="Nguyễn Thị Ánh")
        assert links.copies_of_owner(session, world.lan, owner.id) == []
        store.assign_owner(session, world.lan, copies.copy_by_id(session, world.lan, copy_id).document_id, owner.id)
        ((copy, entry),) = links.copies_of_owner(session, world.lan, owner.id)
        assert (copy.id, entry.number) == (copy_id, 1)
        assert links.copies_of_owner(session, world.xa, owner.id) == []


@pytest.fixture
def public_role(world: World) -> Iterator[str]:
    """A role of PostgreSQL with the grants that the operator's guide gives it; the database as it sees it."""
    if world.database.is_sqlite:
        pytest.skip("roles are PostgreSQL's")
    role = f"hoso_public_{secrets.token_hex(4)}"
    guide = (Path(__file__).parents[2] / "docs" / "operate.md").read_text()
    block = guide[guide.index("```sql") + 6 :]
    statements = [one.strip() for one in block[: block.index("```")].replace("hoso_public", role).split(";")]
    with world.database.engine.begin() as connection:
        for statement in filter(None, statements):
            connection.exec_driver_sql(statement.replace("'…'", "'khách'"))
    url = world.database.engine.url.set(username=role, password="khách")
    yield url.render_as_string(hide_password=False)
    with world.database.engine.begin() as connection:
        connection.exec_driver_sql(f"DROP OWNED BY {role}")
        connection.exec_driver_sql(f"DROP ROLE {role}")


def test_the_role_of_the_guide_may_do_what_the_public_pages_do_and_no_more(
    world: World, copy_id: str, public_role: str
) -> None:
    new = made(world, copy_id)
    with world.database.session() as session:
        code = copies.copy_by_id(session, world.lan, copy_id).code
    public = Database(public_role)
    try:
        with public.session() as session:
            assert links.open_link(session, new.token, new.secret) is not None
        with public.session() as session:
            assert copies.copy_by_code(session, code) is not None
            assert copies.copy_by_sha256(session, sha("whole")) is not None
        for statement in (
            "UPDATE delivery_links SET expires_at = now()",
            "UPDATE certified_copies SET status = 'in_force'",
            "DELETE FROM delivery_links",
            "SELECT * FROM people",
            "SELECT * FROM audit_entries",
            "SELECT * FROM pages",
        ):
            with pytest.raises(DBAPIError, match="permission denied"), public.engine.begin() as connection:
                connection.exec_driver_sql(statement)
    finally:
        public.dispose()
