"""Copies put off: compared and answered for, one by one, and waiting to be signed with others in a batch.

A prepared copy has no number yet. It gets one when its turn comes, and gives it back (void, with the reason) when its
signing fails around it, so that it can be signed later without being compared again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from storage.audit.log import record
from storage.copies.copies import new_copy, reserved_entry
from storage.copies.register import void
from storage.copies.tables import CertifiedCopy
from storage.scope import CERTIFIER, Actor, fetch, visible
from storage.text import kept, required
from terms.errors import AccessError, StateError

COMPARED = "compared"
"""In the manifest of a prepared copy: which pages of which scans were compared; a changed paper is not signed."""


def prepare_copy(
    session: Session,
    actor: Actor,
    document_id: str,
    *,
    requester_name: str,
    original_name: str,
    page_count: int,
    answers: Mapping[str, Any],
    pages_compared: Iterable[int],
    compared: Iterable[Mapping[str, Any]],
    copies_made: int = 1,
    request_id: str | None = None,
    comparer_id: str | None = None,
) -> CertifiedCopy:
    """A copy whose paper was compared and answered for; its certifier will sign it later, with others.

    `compared`: the pages as they were compared, a record each. Raises as `copies.begin_copy` does.
    """
    copy = new_copy(
        session,
        actor,
        document_id,
        requester_name=requester_name,
        page_count=page_count,
        answers=answers,
        pages_compared=pages_compared,
        request_id=request_id,
        comparer_id=comparer_id,
    )
    copy.state, copy.copies_made = "prepared", max(1, copies_made)
    copy.original_name = kept(required(original_name, 500, "the name of the original"))
    copy.manifest = {COMPARED: [dict(page) for page in compared]}
    session.add(copy)
    session.flush()
    record(session, actor, "copy.prepare", "certified_copy", copy.id, details={"document_id": copy.document_id})
    return copy


def prepared_of(session: Session, actor: Actor, *, limit: int = 200) -> list[CertifiedCopy]:
    """The actor's own copies that wait to be signed, oldest first."""
    query = visible(actor, CertifiedCopy).where(
        CertifiedCopy.state == "prepared", CertifiedCopy.certifier_id == actor.person_id
    )
    return list(session.scalars(query.order_by(CertifiedCopy.id).limit(limit)))


def number_prepared(session: Session, actor: Actor, copy_id: str, entry_id: str) -> CertifiedCopy:
    """Its turn has come: it is a draft with the reserved number. Raises StateError("wrong_state")."""
    copy = _own(session, actor, copy_id, "prepared")
    copy.entry_id, copy.state = reserved_entry(session, actor, entry_id), "draft"
    record(session, actor, "copy.begin", "certified_copy", copy.id, details={"document_id": copy.document_id})
    session.flush()
    return copy


def put_back(session: Session, actor: Actor, copy_id: str, reason: str) -> CertifiedCopy:
    """Its signing failed around it: its number is void with the reason, and it waits as before.

    Raises StateError("wrong_state") for anything but a draft that was prepared.
    """
    copy = fetch(session, actor, CertifiedCopy, copy_id, lock=True)
    if copy.state != "draft" or not was_prepared(copy):
        raise StateError("wrong_state", detail=f"the copy is {copy.state}")
    words = required(reason, 500, "the reason")
    if copy.entry_id is not None:
        void(session, actor, copy.entry_id, words)
    copy.entry_id, copy.state = None, "prepared"
    record(session, actor, "copy.put_back", "certified_copy", copy.id, details={"reason": words})
    session.flush()
    return copy


def cancel_prepared(session: Session, actor: Actor, copy_id: str, reason: str) -> CertifiedCopy:
    """The certifier will not sign it after all. It had no number, so none is void."""
    copy = _own(session, actor, copy_id, "prepared")
    words = required(reason, 500, "the reason")
    copy.state = copy.status = "void"
    record(session, actor, "copy.void", "certified_copy", copy.id, details={"reason": words})
    session.flush()
    return copy


def was_prepared(copy: CertifiedCopy) -> bool:
    """Whether this copy was put off to be signed with others, and not signed at once."""
    return COMPARED in (copy.manifest or {})


def _own(session: Session, actor: Actor, copy_id: str, state: str) -> CertifiedCopy:
    copy = fetch(session, actor, CertifiedCopy, copy_id, lock=True)
    actor.require(CERTIFIER)
    if copy.certifier_id != actor.person_id:
        raise AccessError("not_allowed")
    if copy.state != state:
        raise StateError("wrong_state", detail=f"the copy is {copy.state}")
    return copy
