"""Names of people for ids of people, as far as a page that may show the act may show who did it."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.offices.tables import ApiClient, Person


def names_of(session: Session, ids: Iterable[str | None]) -> dict[str, str]:
    """Full names of people, and names of calling systems, by id. Unknown ids are left out."""
    wanted = {one for one in ids if one}
    if not wanted:
        return {}
    people = session.execute(select(Person.id, Person.full_name).where(Person.id.in_(wanted)))
    systems = session.execute(select(ApiClient.id, ApiClient.name).where(ApiClient.id.in_(wanted)))
    return {row[0]: row[1] for row in (*people, *systems)}
