"""Owners, their identifiers, what they own, and the record of use."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, new_id, now


class Owner(Base):
    """A person or an organisation that papers belong to. `office_id` is the office that first met the owner."""

    __tablename__ = "owners"
    __table_args__ = (CheckConstraint("kind IN ('person', 'organisation')", "kind"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(200))
    name_folded: Mapped[str] = mapped_column(String(200), index=True)
    date_of_birth: Mapped[str | None] = mapped_column(String(10))  # ISO 8601, as much as is known
    merged_into: Mapped[str | None] = mapped_column(ForeignKey("owners.id"))  # found to be the same as this one
    created_at: Mapped[dt.datetime] = mapped_column(default=now)


class OwnerIdentifier(Base):
    """A number an owner is known by: the 12-digit personal number, an older 9-digit one (an alias), a tax code."""

    __tablename__ = "owner_identifiers"
    __table_args__ = (
        UniqueConstraint("scheme", "value"),
        CheckConstraint("scheme IN ('personal_id', 'old_personal_id', 'tax_code')", "scheme"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"), index=True)
    owner_id: Mapped[str] = mapped_column(ForeignKey("owners.id"), index=True)
    scheme: Mapped[str] = mapped_column(String(20))
    value: Mapped[str] = mapped_column(String(20))


class DocumentOwner(Base):
    """That a document belongs to an owner, and as what (child, wife, husband, holder …)."""

    __tablename__ = "document_owners"
    __table_args__ = (UniqueConstraint("document_id", "owner_id"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"), index=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id"), index=True)
    owner_id: Mapped[str] = mapped_column(ForeignKey("owners.id"), index=True)
    role: Mapped[str] = mapped_column(String(40), default="holder")


class Use(Base):
    """Each time the store answered: who asked, for which purpose and dossier, what was shown (Law 91/2025)."""

    __tablename__ = "uses"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"), index=True)  # of the asker
    owner_id: Mapped[str] = mapped_column(ForeignKey("owners.id"), index=True)
    document_id: Mapped[str | None] = mapped_column(ForeignKey("documents.id"), index=True)
    act: Mapped[str] = mapped_column(String(20))  # lookup, view, download, reuse
    purpose: Mapped[str] = mapped_column(Text)
    dossier_code: Mapped[str] = mapped_column(String(60))
    person_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    api_client_id: Mapped[str | None] = mapped_column(ForeignKey("api_clients.id"))
    at: Mapped[dt.datetime] = mapped_column(default=now)
