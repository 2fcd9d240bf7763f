"""Office scope: who asks, and the one function through which every query goes. Without an actor there is no answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy import Select, false, select
from sqlalchemy.orm import DeclarativeBase, Session

from terms.errors import AccessError

COUNTER, REVIEWER, CERTIFIER, SEAL_KEEPER, AUDITOR, ADMINISTRATOR = ROLES = (
    "counter",
    "reviewer",
    "certifier",
    "seal_keeper",
    "auditor",
    "administrator",
)

Row = TypeVar("Row", bound=DeclarativeBase)


@dataclass(frozen=True)
class Actor:
    """Who acts: a person of the staff, another system (`api_client_id`), or the program itself (`system()`).

    `office_ids` are the offices whose rows may be seen; empty means none at all. `ip` is kept for the audit log.
    """

    office_id: str
    office_ids: frozenset[str]
    person_id: str | None = None
    roles: frozenset[str] = field(default_factory=frozenset)
    scopes: frozenset[str] = field(default_factory=frozenset)
    api_client_id: str | None = None
    ip: str | None = None
    is_system: bool = False

    def require(self, *roles: str) -> None:
        """Raise AccessError("not_allowed") unless the actor holds one of `roles`."""
        if not self.roles.intersection(roles):
            raise AccessError("not_allowed")


def system(office_id: str) -> Actor:
    """The program acting by itself for one office (worker, sweep, command line)."""
    return Actor(office_id=office_id, office_ids=frozenset({office_id}), is_system=True)


def visible(actor: Actor, table: type[Row]) -> Select[Row]:
    """The rows of `table` that `actor` may see. The only way to begin a query."""
    column = table.__mapper__.columns.get("office_id")
    if column is None:
        raise TypeError(f"{table.__name__} belongs to no office and has verbs of its own")
    if not actor.office_ids:
        return select(table).where(false())
    return select(table).where(column.in_(actor.office_ids))


def fetch(session: Session, actor: Actor, table: type[Row], row_id: str, *, lock: bool = False) -> Row:
    """The one row with this id, if the actor may see it.

    `lock`: hold the row until the transaction ends, as it now is (on SQLite every writing transaction is alone anyway).
    Raises AccessError("not_found") whether it does not exist or belongs to another office: the difference is nobody's
    business.
    """
    if not row_id.isascii() or "\0" in row_id:  # no key of ours, and no text of PostgreSQL's
        raise AccessError("not_found")
    query = visible(actor, table).where(table.__mapper__.primary_key[0] == row_id)
    if lock:
        query = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    row = session.scalars(query).one_or_none()
    if row is None:
        raise AccessError("not_found")
    return row
