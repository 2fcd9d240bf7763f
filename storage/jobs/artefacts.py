"""Artefacts: what a stage made of an input, found again by whoever comes to the same stage with the same input."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import rfc8785
from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from storage.jobs.tables import Artefact
from storage.scope import Actor
from storage.text import kept_json


def artefact_key(input_sha256: str, stage: str, version: str, params: Mapping[str, Any] | None = None) -> str:
    """The key of what `stage` in `version` makes of the input with these parameters: 64 hex digits.

    `params`: JSON; give the catalogue's and the model's digests here, so that a changed catalogue makes a new artefact.
    """
    return hashlib.sha256(rfc8785.dumps([input_sha256, stage, version, dict(params or {})])).hexdigest()


def get(session: Session, key: str) -> dict[str, Any] | None:
    """What was made under this key, or None."""
    artefact = session.get(Artefact, key)
    return None if artefact is None else artefact.content


def put(
    session: Session,
    actor: Actor,
    *,
    key: str,
    input_sha256: str,
    stage: str,
    version: str,
    content: Mapping[str, Any],
) -> None:
    """Keep what a stage made. What is there under the key already stays: the same key means the same content."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    session.execute(
        insert(Artefact)
        .values(
            key=key,
            office_id=actor.office_id,
            input_sha256=input_sha256,
            stage=stage,
            version=version,
            content=kept_json(dict(content)),
        )
        .on_conflict_do_nothing(index_elements=["key"])
    )


def forget(session: Session, input_sha256: str) -> None:
    """Remove everything made of this input (rebuilding, erasure)."""
    session.execute(delete(Artefact).where(Artefact.input_sha256 == input_sha256))
