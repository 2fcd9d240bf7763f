"""Batches of signatures: a list that one person confirmed once, and what became of each copy on it.

The signing worker keeps them; pages show them. Nothing here signs.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.audit.log import record
from storage.base import now
from storage.copies.tables import CertifiedCopy
from storage.scope import CERTIFIER, SEAL_KEEPER, Actor, fetch, visible
from storage.signings.tables import SigningBatch, SigningBatchItem
from terms.errors import AccessError, InputError, StateError

UNFINISHED = ("running", "paused")
_ROLES = {"certify": CERTIFIER, "seal": SEAL_KEEPER}


def confirm_batch(
    session: Session, actor: Actor, purpose: str, copy_ids: Sequence[str], *, digest: str
) -> SigningBatch:
    """The list as its signer confirmed it, in that order; it runs from now on. `digest`: of the list as shown.

    Raises StateError("wrong_state") if one of the copies is in another batch that is not over, AccessError("not_found")
    for one of another office, InputError("bad_request") for an empty list or one that names a copy twice.
    """
    actor.require(_ROLES[purpose])
    if actor.person_id is None:
        raise AccessError("not_allowed")
    if not copy_ids or len(set(copy_ids)) != len(copy_ids):
        raise InputError("bad_request", detail="the list of a batch is empty or names a copy twice")
    for copy_id in sorted(copy_ids):
        fetch(session, actor, CertifiedCopy, copy_id, lock=True)
    elsewhere = session.scalars(
        select(SigningBatchItem.copy_id)
        .join(SigningBatch, SigningBatch.id == SigningBatchItem.batch_id)
        .where(
            SigningBatchItem.copy_id.in_(copy_ids),
            SigningBatchItem.state == "waiting",
            SigningBatch.state.in_(UNFINISHED),
            SigningBatch.purpose == purpose,
        )
    ).first()
    if elsewhere is not None:
        raise StateError("wrong_state", detail="a copy of the list is in another batch that is not over")
    batch = SigningBatch(
        office_id=actor.office_id, person_id=actor.person_id, purpose=purpose, digest=digest, count=len(copy_ids)
    )
    session.add(batch)
    session.flush()
    for position, copy_id in enumerate(copy_ids, start=1):
        session.add(SigningBatchItem(office_id=actor.office_id, batch_id=batch.id, copy_id=copy_id, position=position))
    session.flush()
    details = {"purpose": purpose, "count": batch.count, "digest": digest}
    record(session, actor, "batch.confirm", "signing_batch", batch.id, details=details)
    return batch


def batch_by_id(session: Session, actor: Actor, batch_id: str) -> SigningBatch:
    """The batch; raises AccessError("not_found")."""
    return fetch(session, actor, SigningBatch, batch_id)


def items_of(session: Session, actor: Actor, batch_id: str) -> list[SigningBatchItem]:
    """The copies of the batch in their order."""
    batch = fetch(session, actor, SigningBatch, batch_id)
    query = visible(actor, SigningBatchItem).where(SigningBatchItem.batch_id == batch.id)
    return list(session.scalars(query.order_by(SigningBatchItem.position)))


def batches_of(session: Session, actor: Actor, purpose: str, *, limit: int = 10) -> list[SigningBatch]:
    """The actor's own batches, newest first."""
    query = visible(actor, SigningBatch).where(
        SigningBatch.person_id == actor.person_id, SigningBatch.purpose == purpose
    )
    return list(session.scalars(query.order_by(SigningBatch.id.desc()).limit(limit)))


def in_unfinished_batches(session: Session, actor: Actor, purpose: str) -> set[str]:
    """The ids of copies that wait in a batch that is not over."""
    query = (
        visible(actor, SigningBatchItem)
        .join(SigningBatch, SigningBatch.id == SigningBatchItem.batch_id)
        .where(
            SigningBatchItem.state == "waiting",
            SigningBatch.state.in_(UNFINISHED),
            SigningBatch.purpose == purpose,
        )
    )
    return {item.copy_id for item in session.scalars(query)}


def running_batches(session: Session, actor: Actor) -> list[SigningBatch]:
    """The batches that say of themselves that they run."""
    return list(session.scalars(visible(actor, SigningBatch).where(SigningBatch.state == "running")))


def settle_item(session: Session, actor: Actor, batch_id: str, copy_id: str, *, error: str | None = None) -> None:
    """The copy was signed, or failed by itself with the code `error`. Once more does nothing."""
    batch = fetch(session, actor, SigningBatch, batch_id)
    item = session.scalars(
        visible(actor, SigningBatchItem)
        .where(SigningBatchItem.batch_id == batch.id, SigningBatchItem.copy_id == copy_id)
        .with_for_update(key_share=True)
    ).one_or_none()
    if item is None:
        raise AccessError("not_found")
    if item.state == "waiting":
        item.state, item.error, item.settled_at = ("failed" if error else "signed"), error, now()
        session.flush()


def resume_batch(session: Session, actor: Actor, batch_id: str) -> SigningBatch:
    """It runs again, for its own signer. Raises StateError("wrong_state") unless it is paused."""
    batch = _own(session, actor, batch_id, "paused")
    batch.state, batch.last_error = "running", None
    record(session, actor, "batch.resume", "signing_batch", batch.id)
    session.flush()
    return batch


def pause_batch(session: Session, actor: Actor, batch_id: str, error: str) -> None:
    """Something outside failed with the code `error`; what is left waits for its signer. Does nothing if it is over."""
    batch = fetch(session, actor, SigningBatch, batch_id, lock=True)
    if batch.state == "running":
        batch.state, batch.last_error = "paused", error
        record(session, actor, "batch.pause", "signing_batch", batch.id, details={"error": error})
        session.flush()


def cancel_batch(session: Session, actor: Actor, batch_id: str) -> SigningBatch:
    """Its signer signs no more of it; what was signed stays signed, and the rest waits as it did before."""
    batch = _own(session, actor, batch_id, *UNFINISHED)
    batch.state, batch.finished_at = "cancelled", now()
    record(session, actor, "batch.cancel", "signing_batch", batch.id)
    session.flush()
    return batch


def finish_batch(session: Session, actor: Actor, batch_id: str) -> None:
    """Every copy of it is settled. Does nothing if it was cancelled meanwhile."""
    batch = fetch(session, actor, SigningBatch, batch_id, lock=True)
    if batch.state == "running":
        batch.state, batch.finished_at = "done", now()
        record(session, actor, "batch.done", "signing_batch", batch.id)
        session.flush()


def _own(session: Session, actor: Actor, batch_id: str, *states: str) -> SigningBatch:
    batch = fetch(session, actor, SigningBatch, batch_id, lock=True)
    if batch.person_id != actor.person_id:
        raise AccessError("not_allowed")
    if batch.state not in states:
        raise StateError("wrong_state", detail=f"the batch is {batch.state}")
    return batch
