"""Procedures an office offers, and the papers each asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from storage.audit.log import record
from storage.procedures.tables import Component, Procedure
from storage.scope import Actor, fetch, visible
from storage.text import kept, required
from terms.errors import AccessError, StateError
from terms.text import bare


@dataclass(frozen=True)
class RequiredPaper:
    """A paper a procedure asks for. `kind`: the kind of the catalogue that serves, where one is fixed.

    `only_shown` (xuất trình): looked at, not digitised (Circular 03/2025, Article 5).
    """

    name: str
    code: str = ""
    kind: str | None = None
    only_shown: bool = False
    must_digitise: bool = True
    legal_basis: str = ""


def add_procedure(
    session: Session,
    actor: Actor,
    *,
    code: str,
    name: str,
    sector: str = "",
    components: Sequence[RequiredPaper] = (),
) -> Procedure:
    """A procedure of the actor's office with the papers it asks for. The code is opaque (live data holds junk).

    Raises StateError("wrong_state") if the office has one with this code.
    """
    if actor.office_id not in actor.office_ids:
        raise AccessError("not_found")
    procedure = Procedure(
        office_id=actor.office_id,
        code=required(code, 60, "the code of the procedure"),
        name=required(name, 2000, "the name of the procedure"),
        sector=kept(sector, 200),
    )
    try:
        with session.begin_nested():
            session.add(procedure)
    except IntegrityError as failure:
        raise StateError("wrong_state", detail=f"there is a procedure {procedure.code} already") from failure
    session.add_all(
        Component(
            office_id=actor.office_id,
            procedure_id=procedure.id,
            position=position,
            code=kept(paper.code, 60),
            name=required(paper.name, 2000, "the name of the paper"),
            kind=paper.kind,
            only_shown=paper.only_shown,
            must_digitise=paper.must_digitise and not paper.only_shown,
            legal_basis=kept(paper.legal_basis),
        )
        for position, paper in enumerate(components, start=1)
    )
    record(session, actor, "procedure.add", "procedure", procedure.id, details={"code": procedure.code})
    session.flush()
    return procedure


def find_procedures(session: Session, actor: Actor, text: str = "", *, limit: int = 50) -> list[Procedure]:
    """The active procedures of the actor's offices whose code or name holds every word of `text`, accents optional."""
    words = bare(text).split()
    query = visible(actor, Procedure).where(Procedure.active).order_by(Procedure.name, Procedure.id)
    # An office offers some hundreds of procedures: folding them here spares a second spelling in the table.
    found = (row for row in session.scalars(query) if _holds(bare(f"{row.code} {row.name} {row.sector}"), words))
    return [row for row, _ in zip(found, range(limit), strict=False)]


def components_of(session: Session, actor: Actor, procedure_id: str) -> list[Component]:
    """The papers the procedure asks for, in order. Raises AccessError("not_found")."""
    procedure = fetch(session, actor, Procedure, procedure_id)
    return list(
        session.scalars(select(Component).where(Component.procedure_id == procedure.id).order_by(Component.position))
    )


def close_procedure(session: Session, actor: Actor, procedure_id: str) -> None:
    """The office no longer offers it; dossiers that name it keep it."""
    procedure = fetch(session, actor, Procedure, procedure_id)
    procedure.active = False
    record(session, actor, "procedure.close", "procedure", procedure.id)


def _holds(words: str, wanted: list[str]) -> bool:
    return all(word in words for word in wanted)
