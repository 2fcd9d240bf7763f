"""One office in a temporary folder: real database, real blobs, real reading; jobs are done in this process."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from ingest.intake import NewDossier, Received, receive
from ingest.work import Outcome, do_job
from ingest.workplace import Workplace
from ocr.limits import Limits
from storage.database import Database, now
from storage.documents.tables import Document, Original, Page
from storage.dossiers.tables import Dossier
from storage.jobs.tables import Job
from storage.scope import Actor, fetch, visible
from terms.errors import InputError


@dataclass
class Office:
    """One office's service, its pieces at hand."""

    workplace: Workplace
    actor: Actor
    folder: Path
    sent: list[str] = field(default_factory=list)

    @property
    def database(self) -> Database:
        return self.workplace.database

    def send(self, job_id: str, priority: int) -> None:
        self.sent.append(job_id)

    def receive(
        self,
        data: bytes | io.RawIOBase | io.BytesIO,
        *,
        filename: str = "scan.png",
        dossier: str | NewDossier | None = None,
        actor: Actor | None = None,
        limits: Limits | None = None,
    ) -> Received:
        return receive(
            self.database,
            self.workplace.blobs,
            io.BytesIO(data) if isinstance(data, bytes) else data,
            actor=actor or self.actor,
            filename=filename,
            source="upload",
            dossier_id=dossier or NewDossier("Hồ sơ"),
            limits=limits or self.workplace.limits,
            send=self.send,
        )

    def work(self) -> list[Outcome]:
        """Do what was sent, and what that makes necessary, until nothing is left."""
        outcomes = []
        while self.sent:
            outcomes.append(do_job(self.workplace, self.sent.pop(0)))
        return outcomes

    def all(self, table: type) -> list:
        with self.database.session() as session:
            return list(session.scalars(visible(self.actor, table).order_by(*table.__mapper__.primary_key)))

    def one(self, table: type, row_id: str):
        with self.database.session() as session:
            return fetch(session, self.actor, table, row_id)

    def original(self, original_id: str) -> Original:
        return self.one(Original, original_id)

    def dossier(self, dossier_id: str) -> Dossier:
        return self.one(Dossier, dossier_id)

    def job(self, job_id: str) -> Job:
        return self.one(Job, job_id)

    def documents(self) -> list[Document]:
        return self.all(Document)

    def pages(self) -> list[Page]:
        return self.all(Page)


class Killed(BaseException):
    """What a worker feels when it is killed: nothing after it runs."""


def expire(office: Office, job_id: str) -> None:
    """As if the lease had run out."""
    with office.database.session() as session:
        session.get(Job, job_id).lease_until = now()


def after(errors: list[InputError], read: Callable[..., object], *, second: list[InputError] | None = None):
    """`read`, but only after all of `errors` were raised; on page 2 after those of `second`."""

    def act(path: object, *rest: object) -> object:
        due = second if second is not None and rest[0] == 2 else errors
        if due:
            raise due.pop()
        return read(path, *rest)

    return act
