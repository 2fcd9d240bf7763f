"""Offices, people, roles, sessions, API clients."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, Json, new_id, now

SURE = 0.9
"""From this confidence on no person need look (docs/contract.md: `read --json`), unless the office says otherwise."""


class Office(Base):
    """An office (cơ quan). Since 1 July 2025 there are two levels: province and commune (xã, phường, đặc khu).

    `review_threshold`: a value the machine is less sure of is shown to a person (`storage.offices.thresholds`).
    """

    __tablename__ = "offices"
    __table_args__ = (CheckConstraint("level IN ('province', 'commune')", "level"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    code: Mapped[str] = mapped_column(String(40), unique=True)  # official code, opaque: H60.12
    name: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200), default="")
    level: Mapped[str] = mapped_column(String(10))
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("offices.id"))
    province_code: Mapped[str | None] = mapped_column(String(10))
    commune_code: Mapped[str | None] = mapped_column(String(10))
    is_demo: Mapped[bool] = mapped_column(default=False)  # only a demo office may use the demo authority
    settings: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    review_threshold: Mapped[float] = mapped_column(default=SURE, server_default=text("0.9"))
    created_at: Mapped[dt.datetime] = mapped_column(default=now)


class Person(Base):
    """A member of the staff (cán bộ)."""

    __tablename__ = "people"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"), index=True)
    username: Mapped[str] = mapped_column(String(60), unique=True)
    full_name: Mapped[str] = mapped_column(String(100))
    title: Mapped[str] = mapped_column(String(100), default="")  # chức danh, as printed under a signature
    password_hash: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(2), default="vi")
    active: Mapped[bool] = mapped_column(default=True)
    failed_attempts: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[dt.datetime | None]
    key_name: Mapped[str | None] = mapped_column(String(100))  # which key of the signing worker is this person's
    created_at: Mapped[dt.datetime] = mapped_column(default=now)


class RoleGrant(Base):
    """A role held by a person in an office (who may sit in the one and help out in another)."""

    __tablename__ = "role_grants"
    __table_args__ = (
        UniqueConstraint("person_id", "office_id", "role"),
        CheckConstraint(
            "role IN ('counter', 'reviewer', 'certifier', 'seal_keeper', 'auditor', 'administrator')", "role"
        ),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"), index=True)
    role: Mapped[str] = mapped_column(String(20))


class StaffSession(Base):
    """A sign-in. The browser holds a random token, the table only its SHA-256, so that a leaked table opens nothing."""

    __tablename__ = "staff_sessions"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)  # SHA-256 of the token, hex
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"))
    csrf: Mapped[str] = mapped_column(String(64))
    ip: Mapped[str | None] = mapped_column(String(45))
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    seen_at: Mapped[dt.datetime] = mapped_column(default=now)
    expires_at: Mapped[dt.datetime]
    revoked_at: Mapped[dt.datetime | None]


class ApiClient(Base):
    """Another system. Its secret is kept as an argon2id hash; its scopes are what its tokens may ever do."""

    __tablename__ = "api_clients"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    secret_hash: Mapped[str] = mapped_column(String(200))
    scopes: Mapped[list[Any]] = mapped_column(Json, default=list)
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[dt.datetime] = mapped_column(default=now)


class ApiToken(Base):
    """A bearer token of an API client: only its SHA-256 is kept."""

    __tablename__ = "api_tokens"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("api_clients.id"), index=True)
    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"))
    scopes: Mapped[list[Any]] = mapped_column(Json, default=list)
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    expires_at: Mapped[dt.datetime]
    revoked_at: Mapped[dt.datetime | None]


class Counter(Base):
    """The last number given out for one purpose in one office (dossiers of a day, documents): unique, gaps allowed."""

    __tablename__ = "counters"

    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    last: Mapped[int] = mapped_column(default=0)
