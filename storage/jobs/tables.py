"""Jobs and artefacts."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, Json, new_id, now


class Job(Base):
    """A piece of work: reading an original, understanding a dossier.

    `lease_until` and `fence`: a worker holds the job until the lease ends; each new holder gets a higher fence, and a
    write with a lower one is refused, so that a worker thought dead cannot write.
    """

    __tablename__ = "jobs"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'running', 'done', 'failed', 'cancelled')", "state"),
        Index("ix_jobs_state_lease", "state", "lease_until"),
        Index("ix_jobs_kind_subject", "kind", "subject_id"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"), index=True)
    kind: Mapped[str] = mapped_column(String(30))  # read_original, understand_dossier …
    subject_id: Mapped[str] = mapped_column(String(36))
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    priority: Mapped[int] = mapped_column(default=5)
    attempts: Mapped[int] = mapped_column(default=0)
    max_attempts: Mapped[int] = mapped_column(default=5)
    not_before: Mapped[dt.datetime | None]
    lease_until: Mapped[dt.datetime | None]
    holder: Mapped[str | None] = mapped_column(String(100))
    fence: Mapped[int] = mapped_column(default=0)
    cancel_requested: Mapped[bool] = mapped_column(default=False)
    stage: Mapped[str] = mapped_column(String(40), default="")
    pages_done: Mapped[int] = mapped_column(default=0)
    pages_total: Mapped[int | None]
    error: Mapped[str | None] = mapped_column(String(40))
    details: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    sent_at: Mapped[dt.datetime | None]
    finished_at: Mapped[dt.datetime | None]


class Artefact(Base):
    """What a stage made, known by its input's hash, the stage, its version and its parameters: made once, found again.

    Derived, never the truth: `./run rebuild` makes all of them anew.
    """

    __tablename__ = "artefacts"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"), index=True)
    input_sha256: Mapped[str] = mapped_column(String(64), index=True)
    stage: Mapped[str] = mapped_column(String(40))
    version: Mapped[str] = mapped_column(String(20))
    content: Mapped[dict[str, Any]] = mapped_column(Json)
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
