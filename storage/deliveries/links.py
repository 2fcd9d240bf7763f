"""Delivery links: made at the counter, told with a second secret, opened by whoever has both.

The link goes by mail, message or QR code; the secret stands on the receipt that the requester takes along. Neither
opens anything alone. An attempt is counted before the secret is looked at: many guesses at once gain nothing.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.audit.log import record
from storage.base import now
from storage.copies.tables import CertifiedCopy, RegisterEntry
from storage.deliveries.tables import DeliveryLink
from storage.offices.passwords import hashed, matches
from storage.owners.tables import DocumentOwner
from storage.requests.tables import CertificationRequest
from storage.scope import CERTIFIER, COUNTER, SEAL_KEEPER, Actor, fetch, visible
from terms.errors import AccessError, InputError, StateError

DAYS, MOST_DAYS = 7, 30
ATTEMPTS = 5
SECRET_DIGITS = 8


@dataclass(frozen=True)
class NewLink:
    """A link just made. `token` and `secret` are told here and never again: only their digests are kept."""

    link: DeliveryLink
    token: str
    secret: str


@dataclass(frozen=True)
class Delivered:
    """What a link and its secret opened: the issued file, and the number of the copy in its register."""

    pdf_sha256: str
    number: int


def create_link(session: Session, actor: Actor, copy_id: str, *, days: int = DAYS) -> NewLink:
    """A link to an issued copy in force, good for `days` days (1 to 30).

    Raises AccessError("not_allowed"), ("not_found"); StateError("wrong_state") for a copy that is not issued or was
    annulled; InputError("bad_request") for another number of days.
    """
    actor.require(COUNTER, CERTIFIER, SEAL_KEEPER)
    if actor.person_id is None:
        raise AccessError("not_allowed")
    copy = fetch(session, actor, CertifiedCopy, copy_id)
    if not _is_delivered(copy):
        raise StateError("wrong_state", detail="bản sao chưa cấp hoặc đã hủy bỏ / the copy is not issued, or annulled")
    if not 1 <= days <= MOST_DAYS:
        raise InputError("bad_request", detail=f"1–{MOST_DAYS} ngày / days")
    token, secret = secrets.token_urlsafe(32), f"{secrets.randbelow(10**SECRET_DIGITS):0{SECRET_DIGITS}}"
    link = DeliveryLink(
        office_id=copy.office_id,
        copy_id=copy.id,
        token_sha256=_digest(token),
        secret_hash=hashed(secret),
        created_by=actor.person_id,
        expires_at=now() + dt.timedelta(days=days),
    )
    session.add(link)
    session.flush()
    details = {"copy_id": copy.id, "expires_at": link.expires_at.isoformat()}
    record(session, actor, "delivery.create", "delivery_link", link.id, details=details)
    return NewLink(link, token, secret)


def revoke_link(session: Session, actor: Actor, link_id: str) -> DeliveryLink:
    """The link opens nothing any more. Raises AccessError("not_found"), StateError for one revoked already."""
    actor.require(COUNTER, CERTIFIER, SEAL_KEEPER)
    link = fetch(session, actor, DeliveryLink, link_id, lock=True)
    if link.revoked_at is not None:
        raise StateError("wrong_state", detail="liên kết đã thu hồi / the link was revoked")
    link.revoked_at = now()
    record(session, actor, "delivery.revoke", "delivery_link", link.id)
    session.flush()
    return link


def links_of(session: Session, actor: Actor, copy_id: str) -> list[DeliveryLink]:
    """The links to a copy, latest first."""
    query = visible(actor, DeliveryLink).where(DeliveryLink.copy_id == copy_id)
    return list(session.scalars(query.order_by(DeliveryLink.id.desc())))


def state_of(link: DeliveryLink) -> str:
    """Where the link stands: open, expired, locked or revoked."""
    if link.revoked_at is not None:
        return "revoked"
    if link.locked_at is not None:
        return "locked"
    return "open" if link.expires_at > now() else "expired"


def copies_of_owner(session: Session, actor: Actor, owner_id: str) -> Sequence[tuple[CertifiedCopy, RegisterEntry]]:
    """The issued copies in an owner's store, as far as the actor's offices issued them, latest first.

    A copy is its owner's if its paper is, or if it was asked for in the owner's name.
    """
    of_paper = select(DocumentOwner.document_id).where(DocumentOwner.owner_id == owner_id)
    asked = select(CertificationRequest.id).where(CertificationRequest.owner_id == owner_id)
    query = (
        visible(actor, CertifiedCopy)
        .add_columns(RegisterEntry)
        .join(RegisterEntry, RegisterEntry.id == CertifiedCopy.entry_id)
        .where(
            CertifiedCopy.state == "issued",
            CertifiedCopy.document_id.in_(of_paper) | CertifiedCopy.request_id.in_(asked),
        )
        .order_by(CertifiedCopy.id.desc())
    )
    return [(copy, entry) for copy, entry in session.execute(query)]


def open_link(session: Session, token: str, secret: str) -> Delivered | None:
    """What this link and secret open; None, as slowly and as silently, for anything else.

    Give it a session of its own: an attempt is counted and committed before the secret is looked at. Five wrong ones
    lock the link for good; a right one starts the count anew.
    """
    link = session.scalars(
        select(DeliveryLink)
        .where(DeliveryLink.token_sha256 == _digest(token))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    may_open = link is not None and state_of(link) == "open"
    kept = link.secret_hash if link is not None and may_open else None
    if link is not None and may_open:
        link.attempts += 1
        if link.attempts >= ATTEMPTS:
            link.locked_at = now()  # taken back below if this very attempt is right
    session.commit()
    right = matches(kept, "".join(secret.split()))
    if link is None or not right:
        return None
    link = session.scalars(
        select(DeliveryLink)
        .where(DeliveryLink.id == link.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    copy = session.get_one(CertifiedCopy, link.copy_id)
    if link.revoked_at is not None or not _is_delivered(copy):
        return None
    link.attempts, link.locked_at = 0, None
    link.downloads, link.last_download_at = link.downloads + 1, now()
    entry = session.get_one(RegisterEntry, copy.entry_id)
    session.flush()
    return Delivered(str(copy.pdf_sha256), entry.number)


def _is_delivered(copy: CertifiedCopy) -> bool:
    return copy.state == "issued" and copy.status in ("in_force", "renewed") and copy.pdf_sha256 is not None


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
