"""Registers, their entries, certified copies (Decree 23/2015 Art. 13, 20, 22; Decree 45/2020 Art. 10)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, Json, new_id, now


class Register(Base):
    """A register (sổ): numbers start at 1 each year, go on across its volumes; one is open per office and kind.

    `symbol`: what is printed behind the volume, e.g. `01/2026-SCTĐT/BS`; the suffix is configuration (docs/law.md).
    """

    __tablename__ = "registers"
    __table_args__ = (
        UniqueConstraint("office_id", "kind", "year", "volume"),
        Index(
            "uq_registers_one_open",
            "office_id",
            "kind",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        CheckConstraint("kind IN ('electronic_copy', 'paper_copy')", "kind"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20), default="electronic_copy")
    year: Mapped[int]
    volume: Mapped[int] = mapped_column(default=1)
    symbol: Mapped[str] = mapped_column(String(60))
    first_number: Mapped[int] = mapped_column(default=1)
    last_number: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[dt.datetime] = mapped_column(default=now)
    closed_at: Mapped[dt.datetime | None]
    closed_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))


class RegisterEntry(Base):
    """A number of the register, with the columns the law prescribes. Reserved, then issued or void."""

    __tablename__ = "register_entries"
    __table_args__ = (
        UniqueConstraint("register_id", "number"),
        CheckConstraint("state IN ('reserved', 'issued', 'void')", "state"),
        CheckConstraint("state <> 'void' OR void_reason IS NOT NULL", "void_has_reason"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"), index=True)
    register_id: Mapped[str] = mapped_column(ForeignKey("registers.id"), index=True)
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(10), default="reserved")
    certified_on: Mapped[str | None] = mapped_column(String(10))
    requester_name: Mapped[str] = mapped_column(String(200), default="")
    original_name: Mapped[str] = mapped_column(Text, default="")  # tên của bản chính giấy tờ
    signer_name: Mapped[str] = mapped_column(String(200), default="")
    signer_title: Mapped[str] = mapped_column(String(200), default="")
    copies_made: Mapped[int] = mapped_column(default=1)
    fee: Mapped[int] = mapped_column(default=0)  # đồng
    note: Mapped[str] = mapped_column(Text, default="")
    void_reason: Mapped[str | None] = mapped_column(Text)
    reserved_at: Mapped[dt.datetime] = mapped_column(default=now)
    settled_at: Mapped[dt.datetime | None]


class CertifiedCopy(Base):
    """A certified electronic copy: draft → certified (the person signed) → issued (the office signed); or void.

    No row can be issued without two different people, recorded answers and a tick for each page: the database itself
    refuses it.
    """

    __tablename__ = "certified_copies"
    __table_args__ = (
        CheckConstraint("state IN ('draft', 'certified', 'issued', 'void')", "state"),
        CheckConstraint("status IN ('in_force', 'renewed', 'annulled', 'void')", "status"),
        CheckConstraint("seal_keeper_id IS NULL OR seal_keeper_id <> certifier_id", "two_people"),
        CheckConstraint(
            "state <> 'issued' OR (seal_keeper_id IS NOT NULL AND entry_id IS NOT NULL AND answers IS NOT NULL"
            " AND pages_compared IS NOT NULL AND pdf_sha256 IS NOT NULL)",
            "issued_is_whole",
        ),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"), index=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id"), index=True)
    code: Mapped[str] = mapped_column(String(32), unique=True)  # 128 random bits, base32: what /v/<code> asks for
    state: Mapped[str] = mapped_column(String(10), default="draft")
    status: Mapped[str] = mapped_column(String(10), default="in_force")
    requester_name: Mapped[str] = mapped_column(String(200), default="")
    page_count: Mapped[int]
    answers: Mapped[dict[str, Any] | None] = mapped_column(Json)  # the six items of Article 22, each answered
    pages_compared: Mapped[list[Any] | None] = mapped_column(Json)  # the pages ticked as compared
    certifier_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    seal_keeper_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    entry_id: Mapped[str | None] = mapped_column(ForeignKey("register_entries.id"), unique=True)
    manifest: Mapped[dict[str, Any] | None] = mapped_column(Json)
    certified_sha256: Mapped[str | None] = mapped_column(String(64))  # after the first signature, awaiting the seal
    pdf_sha256: Mapped[str | None] = mapped_column(String(64), index=True)  # the issued file
    is_demo: Mapped[bool] = mapped_column(default=False)
    certified_at: Mapped[dt.datetime | None]
    issued_at: Mapped[dt.datetime | None]
    annulled_at: Mapped[dt.datetime | None]
    annulment_decision: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
