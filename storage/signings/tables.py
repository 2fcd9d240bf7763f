"""Terms of office, batches of signatures, files handed to a local signing agent."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, new_id, now


class SigningTerm(Base):
    """A term in which a person signs, and as what: KT. CHỦ TỊCH / PHÓ CHỦ TỊCH (Decree 30/2020, Article 13).

    `form`: ký trực tiếp (''), KT. (for the head), TL. (by order), TUQ. (by authorisation). `for_title`: whom it is
    signed for, where the form names one. `basis`: the decision or authorisation, by number and date. Days are ISO dates
    and count whole; `last_day` is empty while no end is known.
    """

    __tablename__ = "signing_terms"
    __table_args__ = (
        CheckConstraint("purpose IN ('certify', 'seal')", "purpose"),
        CheckConstraint("form IN ('', 'KT.', 'TL.', 'TUQ.')", "form"),
        CheckConstraint("(form = '') = (for_title = '')", "signed_for_somebody"),
        CheckConstraint("last_day IS NULL OR last_day >= first_day", "ends_after_it_begins"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(10), default="certify")
    form: Mapped[str] = mapped_column(String(4), default="")
    for_title: Mapped[str] = mapped_column(String(100), default="")
    title: Mapped[str] = mapped_column(String(100))
    basis: Mapped[str] = mapped_column(Text, default="")
    first_day: Mapped[str] = mapped_column(String(10))
    last_day: Mapped[str | None] = mapped_column(String(10))
    set_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    set_at: Mapped[dt.datetime] = mapped_column(default=now)
    ended_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))


class SigningBatch(Base):
    """A list of copies that one person signs with one confirmation. `digest`: SHA-256 of the list as it was shown."""

    __tablename__ = "signing_batches"
    __table_args__ = (
        CheckConstraint("purpose IN ('certify', 'seal')", "purpose"),
        CheckConstraint("state IN ('running', 'paused', 'done', 'cancelled')", "state"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10), default="running")
    digest: Mapped[str] = mapped_column(String(64))
    count: Mapped[int]
    last_error: Mapped[str | None] = mapped_column(String(60))  # the code of what stopped it
    confirmed_at: Mapped[dt.datetime] = mapped_column(default=now)
    finished_at: Mapped[dt.datetime | None]


class SigningBatchItem(Base):
    """One copy of a batch, and what became of it."""

    __tablename__ = "signing_batch_items"
    __table_args__ = (
        UniqueConstraint("batch_id", "position"),
        UniqueConstraint("batch_id", "copy_id"),
        CheckConstraint("state IN ('waiting', 'signed', 'failed')", "state"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"), index=True)
    batch_id: Mapped[str] = mapped_column(ForeignKey("signing_batches.id"), index=True)
    copy_id: Mapped[str] = mapped_column(ForeignKey("certified_copies.id"), index=True)
    position: Mapped[int]
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    error: Mapped[str | None] = mapped_column(String(60))
    settled_at: Mapped[dt.datetime | None]


class AgentErrand(Base):
    """A file that left for a person's own signing program and may come back once, signed by the certificate named.

    `sent_sha256` and `sent_length`: what left; what returns must begin with exactly that. `token_sha256`: of the random
    token under which it is fetched and handed back, good until `expires_at`.
    """

    __tablename__ = "agent_errands"
    __table_args__ = (
        CheckConstraint("purpose IN ('certify', 'seal')", "purpose"),
        CheckConstraint("state IN ('out', 'back', 'refused', 'cancelled')", "state"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"), index=True)
    copy_id: Mapped[str] = mapped_column(ForeignKey("certified_copies.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    purpose: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10), default="out")
    field: Mapped[str] = mapped_column(String(60))
    sent_sha256: Mapped[str] = mapped_column(String(64))
    sent_length: Mapped[int]
    certificate_sha256: Mapped[str] = mapped_column(String(64))
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    expires_at: Mapped[dt.datetime]
    settled_at: Mapped[dt.datetime | None]
    error: Mapped[str | None] = mapped_column(String(60))
