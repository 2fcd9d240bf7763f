"""Requests for certification; refusals in writing; papers kept back as suspected forgeries; days nobody works."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, Json, new_id, now


class CertificationRequest(Base):
    """A request (yêu cầu chứng thực), made at the counter or booked, with the time by which the original is shown.

    `kind`: which product is asked for, an electronic or a paper copy. `show_by`: of a booking; it expires after that.
    `shown_at`: when the original lay on the counter, which is when the law's clock starts. `due_at`: when it must be
    done (Decree 23/2015, Articles 7 and 21); `due_rule`: why then. `extended_by_agreement`: what was agreed in writing.
    """

    __tablename__ = "certification_requests"
    __table_args__ = (
        UniqueConstraint("office_id", "year", "number"),
        CheckConstraint("kind IN ('electronic_copy', 'paper_copy')", "kind"),
        CheckConstraint("channel IN ('counter', 'online')", "channel"),
        CheckConstraint("state IN ('booked', 'open', 'done', 'refused', 'withdrawn', 'expired')", "state"),
        CheckConstraint("state NOT IN ('open', 'done') OR shown_at IS NOT NULL", "original_was_shown"),
        CheckConstraint("due_rule IN ('same_day', 'next_working_day', 'extended')", "due_rule"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"), index=True)
    year: Mapped[int]
    number: Mapped[int]  # of the slip (phiếu hẹn), from 1 each year; gaps allowed
    kind: Mapped[str] = mapped_column(String(20), default="electronic_copy")
    channel: Mapped[str] = mapped_column(String(10), default="counter")
    state: Mapped[str] = mapped_column(String(10), default="open")
    requester_name: Mapped[str] = mapped_column(String(200))
    original_name: Mapped[str] = mapped_column(Text, default="")
    purpose: Mapped[str] = mapped_column(Text, default="")  # where the copy will be used, if the requester says
    copies_wanted: Mapped[int] = mapped_column(default=1)
    owner_id: Mapped[str | None] = mapped_column(ForeignKey("owners.id"))  # whose store gets the copy
    document_id: Mapped[str | None] = mapped_column(ForeignKey("documents.id"), index=True)
    show_by: Mapped[dt.datetime | None]
    shown_at: Mapped[dt.datetime | None]
    due_at: Mapped[dt.datetime | None]
    due_rule: Mapped[str | None] = mapped_column(String(20))
    extended_by_agreement: Mapped[str] = mapped_column(Text, default="")
    created_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    closed_at: Mapped[dt.datetime | None]
    close_reason: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class RefusalLetter(Base):
    """A refusal in writing with its reason (Decree 23/2015, Article 9). `items`: those of Article 22 that apply."""

    __tablename__ = "refusal_letters"
    __table_args__ = (
        UniqueConstraint("office_id", "year", "number"),
        CheckConstraint("reason <> ''", "has_reason"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"), index=True)
    request_id: Mapped[str | None] = mapped_column(ForeignKey("certification_requests.id"), index=True)
    document_id: Mapped[str | None] = mapped_column(ForeignKey("documents.id"), index=True)
    year: Mapped[int]
    number: Mapped[int]
    requester_name: Mapped[str] = mapped_column(String(200))
    original_name: Mapped[str] = mapped_column(Text)
    items: Mapped[list[Any]] = mapped_column(Json, default=list)
    reason: Mapped[str] = mapped_column(Text)
    refused_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    refused_at: Mapped[dt.datetime] = mapped_column(default=now)
    pdf_sha256: Mapped[str | None] = mapped_column(String(64))


class SuspectedForgery(Base):
    """A paper kept back because forgery is suspected, with its minutes (biên bản tạm giữ) and what became of it."""

    __tablename__ = "suspected_forgeries"
    __table_args__ = (
        UniqueConstraint("office_id", "year", "number"),
        CheckConstraint("state IN ('kept', 'handed_over', 'returned')", "state"),
        CheckConstraint("state = 'kept' OR outcome <> ''", "outcome_is_said"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"), index=True)
    request_id: Mapped[str | None] = mapped_column(ForeignKey("certification_requests.id"), index=True)
    document_id: Mapped[str | None] = mapped_column(ForeignKey("documents.id"), index=True)
    year: Mapped[int]
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(12), default="kept")
    holder_name: Mapped[str] = mapped_column(String(200))  # who brought it
    original_name: Mapped[str] = mapped_column(Text)
    signs: Mapped[str] = mapped_column(Text)  # what makes one suspect it
    statement: Mapped[str] = mapped_column(Text, default="")  # what who brought it says
    witness_name: Mapped[str] = mapped_column(String(200), default="")
    kept_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    kept_at: Mapped[dt.datetime] = mapped_column(default=now)
    outcome: Mapped[str] = mapped_column(Text, default="")
    outcome_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    outcome_at: Mapped[dt.datetime | None]
    pdf_sha256: Mapped[str | None] = mapped_column(String(64))


class CalendarDay(Base):
    """A day that an office's calendar says otherwise of than the country's: off, or worked (làm bù)."""

    __tablename__ = "calendar_days"
    __table_args__ = (UniqueConstraint("office_id", "day"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"), index=True)
    day: Mapped[str] = mapped_column(String(10))  # ISO date
    works: Mapped[bool]
    name: Mapped[str] = mapped_column(String(200), default="")
    set_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    set_at: Mapped[dt.datetime] = mapped_column(default=now)


class Comparison(Base):
    """That somebody compared a document with the original paper, page by page; the newest of a document holds.

    `pages`: the ids of its pages in order, as they were then: a document whose pages changed was not compared.
    """

    __tablename__ = "comparisons"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"), index=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id"), index=True)
    pages: Mapped[list[Any]] = mapped_column(Json)
    compared_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    compared_at: Mapped[dt.datetime] = mapped_column(default=now)
