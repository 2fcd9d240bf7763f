"""Several files handed in at once, by a browser or on the command line: each gets an answer of its own."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO

from ingest import jobs
from ingest.intake import NewDossier, Received, receive
from ingest.names import safe_name
from ocr.limits import Limits
from storage.blobs.store import BlobStore
from storage.database import Database
from storage.scope import Actor
from terms.errors import HosoError

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Answer:
    """What became of one file: `received`, or the `error` that says why not."""

    filename: str
    received: Received | None = None
    error: HosoError | None = None


def receive_all(
    database: Database,
    blobs: BlobStore,
    files: Iterable[tuple[str, IO[bytes]]],
    *,
    actor: Actor,
    source: str,
    dossier_id: str | NewDossier,
    limits: Limits,
    priority: int = jobs.COUNTER_PRIORITY,
    send: jobs.Send | None = None,
) -> list[Answer]:
    """Take each (name, stream) of `files`, in order, into one dossier. A refused file does not keep the others out.

    With a `NewDossier` the first file that is taken opens it and the others follow. Never raises for one file's sake:
    every file has its answer, in the order given.
    """
    answers: list[Answer] = []
    for name, stream in files:
        shown = safe_name(name)
        try:
            received = receive(
                database,
                blobs,
                stream,
                actor=actor,
                filename=name,
                source=source,
                dossier_id=dossier_id,
                limits=limits,
                priority=priority,
                send=send,
            )
        except HosoError as error:
            answers.append(Answer(shown, error=error))
            continue
        dossier_id = received.dossier_id
        answers.append(Answer(shown, received=received))
    return answers
