"""Audit entries. Written in the transaction of the act; numbered and chained afterwards by one sealer."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, Json, new_id, now


class AuditEntry(Base):
    """One act. `sequence`, `previous_hash` and `hash` are empty until the sealer has chained the entry.

    The chain is no lock: acts commit side by side, and the sealer alone puts them in order. `details` holds no
    personal data beyond what the act needs.
    """

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index("ix_audit_entries_object", "object_type", "object_id"),
        Index(
            "ix_audit_entries_unsealed",
            "id",
            sqlite_where=text("sequence IS NULL"),
            postgresql_where=text("sequence IS NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"), index=True)
    at: Mapped[dt.datetime] = mapped_column(default=now)
    actor_type: Mapped[str] = mapped_column(String(10))  # person, api, system
    actor_id: Mapped[str | None] = mapped_column(String(36))
    ip: Mapped[str | None] = mapped_column(String(45))
    action: Mapped[str] = mapped_column(String(60))  # document.confirm, copy.issue, owner.lookup …
    object_type: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[str] = mapped_column(String(64))
    purpose: Mapped[str | None] = mapped_column(Text)
    details: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    sequence: Mapped[int | None] = mapped_column(unique=True)
    previous_hash: Mapped[str | None] = mapped_column(String(64))
    hash: Mapped[str | None] = mapped_column(String(64))
