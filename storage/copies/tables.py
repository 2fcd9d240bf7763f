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
    closing_issued: Mapped[int | None]  # the count that closes it (Decree 23/2015, Article 13)
    closing_void: Mapped[int | None]
    closing_sha256: Mapped[str | None] = mapped_column(String(64))  # the closed volume as PDF/A, signed for the office


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


class RegisterPrint(Base):
    """A print of a register's month or year, in the prescribed columns, as PDF/A (Decree 23/2015, Article 13)."""

    __tablename__ = "register_prints"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"), index=True)
    register_id: Mapped[str] = mapped_column(ForeignKey("registers.id"), index=True)
    period: Mapped[str] = mapped_column(String(10))  # 2026-11 or 2026
    first_number: Mapped[int]
    last_number: Mapped[int]
    issued: Mapped[int]
    void: Mapped[int]
    pdf_sha256: Mapped[str] = mapped_column(String(64))
    printed_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    printed_at: Mapped[dt.datetime] = mapped_column(default=now)


class CertifiedCopy(Base):
    """A certified electronic copy: draft → certified (the person signed) → issued (the office signed); or void.

    `prepared`: compared and answered for, waiting to be signed with others in a batch; it has no number yet.
    No row can be issued without two different people, recorded answers and a tick for each page: the database itself
    refuses it. One person alone can only break the glass: `break_glass_reason` says why. `comparer_id`: who compared
    it with the original, where the office has that done by somebody else than the certifier.
    """

    __tablename__ = "certified_copies"
    __table_args__ = (
        CheckConstraint("state IN ('prepared', 'draft', 'certified', 'issued', 'void')", "state"),
        CheckConstraint("status IN ('in_force', 'renewed', 'annulled', 'void')", "status"),
        CheckConstraint(
            "seal_keeper_id IS NULL OR seal_keeper_id <> certifier_id OR break_glass_reason <> ''", "two_people"
        ),
        CheckConstraint("comparer_id IS NULL OR comparer_id <> certifier_id", "comparer_is_another"),
        CheckConstraint("state <> 'prepared' OR entry_id IS NULL", "prepared_has_no_number"),
        CheckConstraint(
            "status <> 'annulled' OR (annulment_number <> '' AND annulment_date <> '' AND annulled_at IS NOT NULL)",
            "annulled_by_a_decision",
        ),
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
    annulled_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    annulment_number: Mapped[str] = mapped_column(String(60), default="", server_default=text("''"))  # of the decision
    annulment_date: Mapped[str] = mapped_column(String(10), default="", server_default=text("''"))  # ISO
    annulment_reason: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
    request_id: Mapped[str | None] = mapped_column(ForeignKey("certification_requests.id"), index=True)
    comparer_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    break_glass_reason: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
    original_name: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))  # of a prepared one
    copies_made: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class PaperCopy(Base):
    """Copies on paper of one original (bản sao giấy), numbered in their own book; signed by hand, stamped, not kept.

    The number is reserved when the statement is printed, and stands once the certifier says that it was signed.
    """

    __tablename__ = "paper_copies"
    __table_args__ = (CheckConstraint("state IN ('reserved', 'issued', 'void')", "state"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"), index=True)
    entry_id: Mapped[str] = mapped_column(ForeignKey("register_entries.id"), unique=True)
    request_id: Mapped[str | None] = mapped_column(ForeignKey("certification_requests.id"), index=True)
    document_id: Mapped[str | None] = mapped_column(ForeignKey("documents.id"), index=True)
    state: Mapped[str] = mapped_column(String(10), default="reserved")
    page_count: Mapped[int]
    answers: Mapped[dict[str, Any]] = mapped_column(Json)
    certifier_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    settled_at: Mapped[dt.datetime | None]


class OfficeCopy(Base):
    """A copy under Decree 30/2020, Article 25 (SAO Y, SAO LỤC, TRÍCH SAO), signed by the office alone.

    It is not a certified copy: no certifier, no Article 22, a numbering of its own (`12/SY-UBND`).
    """

    __tablename__ = "office_copies"
    __table_args__ = (
        UniqueConstraint("office_id", "year", "number"),
        CheckConstraint("form IN ('sao_y', 'sao_luc', 'trich_sao')", "form"),
        CheckConstraint("state IN ('waiting', 'issued', 'void')", "state"),
        CheckConstraint("state <> 'issued' OR (pdf_sha256 IS NOT NULL AND signed_by IS NOT NULL)", "issued_is_whole"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"), index=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id"), index=True)
    form: Mapped[str] = mapped_column(String(10), default="sao_y")
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    year: Mapped[int]
    number: Mapped[int]
    symbol: Mapped[str] = mapped_column(String(60))  # số, ký hiệu bản sao
    made_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    signed_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    unsigned_sha256: Mapped[str | None] = mapped_column(String(64))
    pdf_sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    issued_at: Mapped[dt.datetime | None]
