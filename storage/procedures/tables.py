"""Procedures and their components. Codes are opaque: live data holds even `dsfas`."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, new_id, now


class Procedure(Base):
    """A procedure as one office offers it."""

    __tablename__ = "procedures"
    __table_args__ = (UniqueConstraint("office_id", "code"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"), index=True)
    code: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(Text)
    sector: Mapped[str] = mapped_column(String(200), default="")
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[dt.datetime] = mapped_column(default=now)


class Component(Base):
    """A paper that a procedure asks for: to be handed in (nộp) or only to be shown (xuất trình)."""

    __tablename__ = "procedure_components"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"), index=True)
    procedure_id: Mapped[str] = mapped_column(ForeignKey("procedures.id"), index=True)
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(60), default="")
    name: Mapped[str] = mapped_column(Text)
    kind: Mapped[str | None] = mapped_column(String(60))  # the kind of paper that serves, where one is fixed
    only_shown: Mapped[bool] = mapped_column(default=False)
    must_digitise: Mapped[bool] = mapped_column(default=True)
    legal_basis: Mapped[str] = mapped_column(Text, default="")
