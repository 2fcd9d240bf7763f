"""Lines of a register as people read them: the entry, and the copy that its number stands for; finding some of them.

Names are searched with accents folded, which no database does alike, so a year's lines are compared here: some
thousand short rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select
from sqlalchemy.orm import Session

from storage.copies.copies import cited
from storage.copies.register import entries
from storage.copies.tables import CertifiedCopy, PaperCopy, Register, RegisterEntry
from storage.scope import Actor, fetch, visible
from terms.errors import InputError
from terms.text import bare

SORTS = ("number", "date", "requester", "original", "signer")
_AT_ONCE = 500  # ids in one question: SQLite takes no endless list


@dataclass(frozen=True)
class Line:
    """A line of the register and what its number stands for: a certified electronic copy, or copies on paper."""

    entry: RegisterEntry
    copy: CertifiedCopy | None = None
    paper: PaperCopy | None = None

    @property
    def annulment(self) -> str | None:
        """The decision by which the copy was annulled, as one cites it; None while it holds."""
        if self.copy is None or self.copy.status != "annulled":
            return None
        return cited(self.copy.annulment_number, self.copy.annulment_date)


@dataclass(frozen=True)
class LineSearch:
    """Which lines: all the words of `text` in number, names, reasons or decision; days (ISO, both count) and `state`.

    `whole_year`: in every volume of the register's year. `sort`: one of SORTS.
    """

    text: str = ""
    first_day: str = ""
    last_day: str = ""
    state: str = ""
    whole_year: bool = False
    sort: str = "number"
    descending: bool = False


@dataclass(frozen=True)
class Found:
    """Some of the lines found, and how many there are in all."""

    lines: list[Line]
    total: int


def lines_of(session: Session, actor: Actor, register_id: str, *, month: str = "") -> list[Line]:
    """Every line of a register in order; `month` (2026-11) leaves those certified in it."""
    found = entries(session, actor, register_id, limit=1_000_000)
    return _with_copies(session, actor, [one for one in found if (one.certified_on or "").startswith(month)])


def find_lines(
    session: Session, actor: Actor, register_id: str, wanted: LineSearch, *, offset: int = 0, limit: int = 100
) -> Found:
    """The lines of a register, or of its whole year, that are wanted."""
    if wanted.sort not in SORTS:
        raise InputError("bad_request", detail="sort")
    book = fetch(session, actor, Register, register_id)
    rows = [row for row in session.execute(_rows(actor, book, wanted)) if _has_words(row, bare(wanted.text).split())]
    rows.sort(key=_sort_key(wanted.sort), reverse=wanted.descending)
    ids = [row.id for row in rows[offset : offset + limit]]
    shown = {one.id: one for one in session.scalars(visible(actor, RegisterEntry).where(RegisterEntry.id.in_(ids)))}
    return Found(_with_copies(session, actor, [shown[one] for one in ids]), len(rows))


def _rows(actor: Actor, book: Register, wanted: LineSearch) -> Select[*tuple[Any, ...]]:
    query = (
        visible(actor, RegisterEntry)
        .join(Register, Register.id == RegisterEntry.register_id)
        .outerjoin(CertifiedCopy, CertifiedCopy.entry_id == RegisterEntry.id)
        .with_only_columns(
            RegisterEntry.id,
            RegisterEntry.number,
            RegisterEntry.certified_on,
            RegisterEntry.requester_name,
            RegisterEntry.original_name,
            RegisterEntry.signer_name,
            RegisterEntry.note,
            RegisterEntry.void_reason,
            CertifiedCopy.annulment_number,
        )
    )
    if wanted.whole_year:
        same = (Register.office_id == book.office_id, Register.kind == book.kind, Register.year == book.year)
        query = query.where(*same)
    else:
        query = query.where(RegisterEntry.register_id == book.id)
    if wanted.first_day:
        query = query.where(RegisterEntry.certified_on >= wanted.first_day)
    if wanted.last_day:
        query = query.where(RegisterEntry.certified_on <= wanted.last_day)
    if wanted.state == "annulled":
        query = query.where(CertifiedCopy.status == "annulled")
    elif wanted.state:
        query = query.where(RegisterEntry.state == wanted.state)
    return query.order_by(RegisterEntry.number)


def _has_words(row: Row[Any], words: list[str]) -> bool:
    if not words:
        return True
    said = (row.requester_name, row.original_name, row.signer_name, row.note, row.void_reason, row.annulment_number)
    text = f"{row.number} {bare(' '.join(part for part in said if part))}"
    return all(word in text for word in words)


def _sort_key(sort: str) -> Any:
    columns = {"requester": "requester_name", "original": "original_name", "signer": "signer_name"}
    if sort == "number":
        return lambda row: row.number
    if sort == "date":
        return lambda row: (row.certified_on or "", row.number)
    return lambda row: (bare(getattr(row, columns[sort])), row.number)


def _with_copies(session: Session, actor: Actor, found: list[RegisterEntry]) -> list[Line]:
    copies: dict[str | None, CertifiedCopy] = {}
    papers: dict[str, PaperCopy] = {}
    for start in range(0, len(found), _AT_ONCE):
        ids = [one.id for one in found[start : start + _AT_ONCE]]
        held = session.scalars(visible(actor, CertifiedCopy).where(CertifiedCopy.entry_id.in_(ids)))
        copies |= {one.entry_id: one for one in held}
        on_paper = session.scalars(visible(actor, PaperCopy).where(PaperCopy.entry_id.in_(ids)))
        papers |= {one.entry_id: one for one in on_paper}
    return [Line(one, copies.get(one.id), papers.get(one.id)) for one in found]
