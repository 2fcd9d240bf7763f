"""An office's consent to share what it learned, and the printed labels it learned."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, Json, new_id, now


class TrainingConsent(Base):
    """That an office switched its consent to share on or off. The newest holds; without one, nothing is shared.

    A purpose of its own, never assumed, with evidence kept (Law 91/2025/QH15): rows are added, none is changed.
    """

    __tablename__ = "training_consents"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"), index=True)
    share: Mapped[bool]
    decided_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[dt.datetime] = mapped_column(default=now)


class LearnedLabels(Base):
    """One generation of the labels an office learned: the newest that was not taken back holds.

    `labels`: records of `ocr.understanding.learning.LearnedLabel`, which hold no value of any paper. `measured`: how
    the office's held-out papers were read before and after.
    """

    __tablename__ = "learned_labels"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"), index=True)
    labels: Mapped[list[Any]] = mapped_column(Json, default=list)
    measured: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    adopted_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))  # None: the command line
    adopted_at: Mapped[dt.datetime] = mapped_column(default=now)
    withdrawn_at: Mapped[dt.datetime | None]
    withdrawn_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
