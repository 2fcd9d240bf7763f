"""Writing the audit log, chaining it, and proving that nobody has touched it.

An act writes its entry in its own transaction (`record`) and holds no lock for it. One sealer (`seal`) later gives each
entry its number and links it to the one before by hash.

**In which order.** The sealer takes the entries that are committed and not yet chained, by (`at`, `id`). An act that
commits after a sealing, though it began before, is chained by the next one: it follows entries that are younger by
their `at`. The chain is therefore ordered by commit from one sealing to the next and by time within one; no entry is
ever left out, and none is ever put in between. What is not yet sealed is protected by the database's triggers alone,
which is why the sealer runs often (`ingest.sweep`).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import rfc8785
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from storage.audit.tables import AuditEntry
from storage.scope import Actor, visible
from storage.text import kept, kept_json, line

GENESIS = "0" * 64
"""`previous_hash` of the first entry."""

_SEALING = 4_806_002  # the advisory lock that makes the sealer single on PostgreSQL
_PERSONAL_NUMBER = re.compile(r"(?<![\w-])\d(?:[ .]?\d){7}(?:(?:[ .]?\d){3})?[ .]?\d(?![\w-])")


@dataclass(frozen=True)
class ChainFinding:
    """Where the chain is broken. `code`: altered, out_of_order, missing. `sequence` is the number it shows at."""

    code: str
    sequence: int
    entry_id: str | None
    detail: str


def record(
    session: Session,
    actor: Actor,
    action: str,
    object_type: str,
    object_id: str,
    *,
    purpose: str | None = None,
    details: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Say in the caller's transaction that `actor` did `action` to an object.

    `action`: subject and verb, `document.confirm`. `details`: JSON without personal data beyond what the act needs;
    personal numbers in it, or typed into a purpose, are masked here whatever the caller does.
    """
    content: dict[str, Any] = _without_numbers(kept_json(dict(details or {})))
    rfc8785.dumps(content)  # what cannot be hashed must fail with the act, not with the sealer
    entry = AuditEntry(
        office_id=actor.office_id,
        actor_type="person" if actor.person_id else "api" if actor.api_client_id else "system",
        actor_id=actor.person_id or actor.api_client_id,
        ip=line(actor.ip, 45) if actor.ip else None,
        action=action,
        object_type=object_type,
        object_id=object_id,
        purpose=_without_numbers(kept(purpose)) if purpose else None,
        details=content,
    )
    session.add(entry)
    return entry


def seal(session: Session, *, limit: int = 10_000) -> int:
    """Chain up to `limit` committed entries that are not yet chained; how many were. One sealer at a time."""
    session.flush()
    if session.get_bind().dialect.name == "postgresql":
        # Waits for a sealer at work; a snapshot taken after the wait sees what it did (read committed).
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _SEALING})
    last = session.execute(
        select(AuditEntry.sequence, AuditEntry.hash)
        .where(AuditEntry.sequence.is_not(None))
        .order_by(AuditEntry.sequence.desc())
        .limit(1)
    ).one_or_none()
    sequence, previous = (last[0] or 0, last[1] or GENESIS) if last else (0, GENESIS)
    waiting = session.scalars(
        select(AuditEntry).where(AuditEntry.sequence.is_(None)).order_by(AuditEntry.at, AuditEntry.id).limit(limit)
    ).all()
    for entry in waiting:
        sequence += 1
        entry.sequence, entry.previous_hash = sequence, previous
        entry.hash = previous = _hash(entry, sequence, previous)
    session.flush()
    return len(waiting)


def verify_chain(session: Session, known_head: tuple[int, str] | None = None) -> list[ChainFinding]:
    """What is wrong with the chain: entries altered, deleted, put in or moved. Empty if nothing is.

    Entries cut off at the end show in no hash before them: give what `head` said earlier and was kept elsewhere.
    """
    findings: list[ChainFinding] = []
    expected, previous = 0, GENESIS
    entries = session.scalars(
        select(AuditEntry)
        .where(AuditEntry.sequence.is_not(None))
        .order_by(AuditEntry.sequence)
        .execution_options(yield_per=1000)
    )
    for entry in entries:
        expected += 1
        sequence = entry.sequence or 0
        if sequence != expected:
            findings.append(
                ChainFinding("missing", expected, None, f"entries {expected} to {sequence - 1} are not there")
            )
            expected = sequence
        elif entry.previous_hash != previous:
            findings.append(ChainFinding("out_of_order", sequence, entry.id, "does not follow the entry before it"))
        if entry.hash != _hash(entry, sequence, entry.previous_hash or ""):
            findings.append(ChainFinding("altered", sequence, entry.id, "its content is not what was chained"))
        if known_head is not None and sequence == known_head[0] and entry.hash != known_head[1]:
            findings.append(ChainFinding("altered", sequence, entry.id, "its hash is not what was written down"))
        previous = entry.hash or ""
    if known_head is not None and expected < known_head[0]:
        detail = f"entries {expected + 1} to {known_head[0]} were cut off"
        findings.append(ChainFinding("missing", expected + 1, None, detail))
    return findings


def head(session: Session) -> tuple[int, str]:
    """Number and hash of the last chained entry: written down elsewhere, they prove that nothing was cut off."""
    row = session.execute(
        select(AuditEntry.sequence, AuditEntry.hash)
        .where(AuditEntry.sequence.is_not(None))
        .order_by(AuditEntry.sequence.desc())
        .limit(1)
    ).one_or_none()
    return (row[0] or 0, row[1] or GENESIS) if row else (0, GENESIS)


def unsealed(session: Session) -> int:
    """How many committed entries wait to be chained."""
    return session.scalar(select(func.count()).select_from(AuditEntry).where(AuditEntry.sequence.is_(None))) or 0


def entries(
    session: Session,
    actor: Actor,
    *,
    object_id: str | None = None,
    action: str | None = None,
    actor_id: str | None = None,
    after: str | None = None,
    limit: int = 100,
) -> list[AuditEntry]:
    """The entries of the actor's offices, newest first. `after`: id of the last entry of the page before."""
    query = visible(actor, AuditEntry)
    if object_id is not None:
        query = query.where(AuditEntry.object_id == object_id)
    if action is not None:
        query = query.where(AuditEntry.action == action)
    if actor_id is not None:
        query = query.where(AuditEntry.actor_id == actor_id)
    if after is not None:
        query = query.where(AuditEntry.id < after)
    return list(session.scalars(query.order_by(AuditEntry.id.desc()).limit(limit)))


def mask_numbers(words: str) -> str:
    """`words` with all but the last three digits of each personal number (12 digits, or the old 9) as dots."""
    return _PERSONAL_NUMBER.sub(lambda found: "•" * 6 + re.sub(r"\D", "", found[0])[-3:], words)


def _without_numbers(value: Any) -> Any:
    if isinstance(value, str):
        return mask_numbers(value)
    if isinstance(value, dict):
        return {key: _without_numbers(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_numbers(item) for item in value]
    return value


def _hash(entry: AuditEntry, sequence: int, previous: str) -> str:
    """SHA-256 over the entry as canonical JSON (RFC 8785): the same on every database and every machine."""
    content = {
        "id": entry.id,
        "office_id": entry.office_id,
        "at": entry.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        "actor_type": entry.actor_type,
        "actor_id": entry.actor_id,
        "ip": entry.ip,
        "action": entry.action,
        "object_type": entry.object_type,
        "object_id": entry.object_id,
        "purpose": entry.purpose,
        "details": entry.details,
        "sequence": sequence,
        "previous_hash": previous,
    }
    return hashlib.sha256(rfc8785.dumps(content)).hexdigest()
