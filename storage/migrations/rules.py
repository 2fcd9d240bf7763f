"""How the schema is compared with the tables: what Alembic leaves alone, and which types are the same."""

from __future__ import annotations

from typing import Any

from sqlalchemy import DateTime

from storage.base import UtcDateTime


def ours(_item: Any, name: str | None, _kind: str, _reflected: bool, _compare_to: Any) -> bool:
    """The full-text index belongs to the migrations alone: the two databases have nothing in common there."""
    return not (name or "").startswith("fts_")


def same_type(_context: Any, _column: Any, _wanted_column: Any, inspected: Any, wanted: Any) -> bool | None:
    """True means "differs". A moment is kept as DateTime(timezone=True); Alembic need not know our decorator."""
    if isinstance(wanted, UtcDateTime):
        return not isinstance(inspected, DateTime)
    return None
