"""Delivery links (liên kết trả kết quả)."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, new_id, now


class DeliveryLink(Base):
    """A link to one copy. The link alone opens nothing: whoever has it must also say the secret told at the counter.

    `token_sha256`: of the random part of the link; `secret_hash`: argon2id. After too many wrong secrets it is locked.
    """

    __tablename__ = "delivery_links"
    __table_args__ = (CheckConstraint("attempts >= 0 AND downloads >= 0", "counts"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    office_id: Mapped[str] = mapped_column(ForeignKey("offices.id"), index=True)
    copy_id: Mapped[str] = mapped_column(ForeignKey("certified_copies.id"), index=True)
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    secret_hash: Mapped[str] = mapped_column(String(200))
    attempts: Mapped[int] = mapped_column(default=0)
    downloads: Mapped[int] = mapped_column(default=0)
    created_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[dt.datetime] = mapped_column(default=now)
    expires_at: Mapped[dt.datetime]
    locked_at: Mapped[dt.datetime | None]
    revoked_at: Mapped[dt.datetime | None]
    last_download_at: Mapped[dt.datetime | None]
