"""Running numbers of an office: unique whoever else counts at the same time; an act that is undone leaves a gap."""

from __future__ import annotations

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from storage.offices.tables import Counter


def next_number(session: Session, office_id: str, name: str) -> int:
    """The next number of this office's counter `name`, from 1. Holds the counter until the transaction ends."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    statement = (
        insert(Counter)
        .values(office_id=office_id, name=name, last=1)
        .on_conflict_do_update(index_elements=["office_id", "name"], set_={"last": Counter.last + 1})
        .returning(Counter.last)
    )
    number: int = session.execute(statement).scalar_one()
    return number
