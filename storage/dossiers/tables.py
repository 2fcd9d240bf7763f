"""Dossiers and the state of each of their components."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, new_id, now

COMPONENT_STATES = ("to_check", "reused", "to_capture", "not_digitised", "captured", "confirmed")


class Dossier(Base):
    """One dossier. `code` is unique in the office: `H60.12-261120-0001` (TT 03/2025 Art. 13), opaque once given."""

    __tablename__ = "dossiers"
    __table_args__ = (
        UniqueConstraint("office_id", "code"),
        CheckConstraint("state IN ('open', 'processing', 'review', 'done', 'cancelled')", "state"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"), index=True)
    code: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(300), default="")
    words: Mapped[str] = mapped_column(String(400), default="")  # code and title without accents, to be found by
    procedure_id: Mapped[str | None] = mapped_column(ForeignKey("procedures.id"))
    owner_id: Mapped[str | None] = mapped_column(ForeignKey("owners.id"), index=True)  # the applicant, once known
    state: Mapped[str] = mapped_column(String(12), default="open", index=True)
    created_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    updated_at: Mapped[dt.datetime] = mapped_column(default=now, onupdate=now)
    version: Mapped[int] = mapped_column(default=1)  # two officers never overwrite each other silently

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class DossierComponent(Base):
    """What became of one required paper of one dossier (Circular 03/2025/TT-VPCP Art. 5)."""

    __tablename__ = "dossier_components"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"), index=True)
    dossier_id: Mapped[str] = mapped_column(ForeignKey("dossiers.id"), index=True)
    component_id: Mapped[str | None] = mapped_column(ForeignKey("procedure_components.id"))
    name: Mapped[str] = mapped_column(Text)
    kind: Mapped[str | None] = mapped_column(String(60))
    state: Mapped[str] = mapped_column(String(20), default="to_check")
    document_id: Mapped[str | None] = mapped_column(ForeignKey("documents.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
