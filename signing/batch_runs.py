"""Working through a confirmed batch in the background, one copy after the other, in the signing worker.

The rows say how far it is. What fails with one copy marks that copy, and the others go on; what fails around all of
them (token, authority, PIN's time, disk, session) pauses the batch for its signer to resume. Nothing is signed twice:
each copy's own state says whether it was.
"""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property

from sqlalchemy import select

from signing import act, prepared
from signing.channel import Batch, Purpose
from signing.services import SigningServices
from signing.settings import SigningSettings
from storage.blobs.store import BlobStore
from storage.copies import copies
from storage.database import Database
from storage.offices.tables import Office
from storage.scope import Actor, system
from storage.signings import batches
from terms.errors import HosoError, StateError, UnavailableError
from terms.kinds import Catalogue

log = logging.getLogger(__name__)

CUT_SHORT = "Việc ký lô bị gián đoạn trước khi ký xong bản này."
_AROUND = frozenset(
    {"pin_used_up", "not_signed_in", "not_allowed", "locked_out", "no_open_register", "conflict", "no_term"}
)
_STOPPED = "worker_unavailable"


class BatchRuns:
    """The batches this worker works through. It signs as any client does: over its own socket, checked each time."""

    def __init__(self, settings: SigningSettings, database: Database, blobs: BlobStore) -> None:
        self._settings = settings
        self._database = database
        self._blobs = blobs
        self._lock = threading.Lock()
        self._running: set[str] = set()

    @cached_property
    def _services(self) -> SigningServices:
        return SigningServices(self._database, self._blobs, Catalogue.load(), self._settings)

    @contextmanager
    def claimed(self, batch_id: str) -> Iterator[None]:
        """Say that this batch is about to run here, so that housekeeping does not take it for a dead worker's."""
        with self._lock:
            self._running.add(batch_id)
        try:
            yield
        except BaseException:
            self._forget(batch_id)
            raise

    def start(self, actor: Actor, batch_id: str, token: str, opened: str, certificate_sha256: str) -> None:
        """Begin to work through a claimed batch with the key that was opened for it, in a thread."""
        with self.claimed(batch_id):
            arguments = (actor, batch_id, token, opened, certificate_sha256)
            threading.Thread(target=self._run, args=arguments, daemon=True, name=f"batch {batch_id}").start()

    def pause_orphans(self) -> None:
        """Pause the batches that say they run and do not: a worker died over them."""
        with self._database.session() as session:
            for office_id in session.scalars(select(Office.id)).all():
                program = system(office_id)
                for batch in batches.running_batches(session, program):
                    if batch.id not in self._running:
                        batches.pause_batch(session, program, batch.id, _STOPPED)

    def _forget(self, batch_id: str) -> None:
        with self._lock:
            self._running.discard(batch_id)

    def _run(self, actor: Actor, batch_id: str, token: str, opened: str, certificate_sha256: str) -> None:
        try:
            with self._database.session() as session:
                purpose = batches.batch_by_id(session, actor, batch_id).purpose
            kind: Purpose = "certify" if purpose == "certify" else "seal"
            with Batch(self._services.worker, token, opened, kind, certificate_sha256, "") as batch:
                self._work_through(actor, batch_id, batch)
        except HosoError as error:
            self._pause(actor, batch_id, error.code)
        except Exception:
            log.exception("batch %s stopped: %s", batch_id, secrets.token_hex(4))
            self._pause(actor, batch_id, "internal")
        finally:
            self._forget(batch_id)

    def _work_through(self, actor: Actor, batch_id: str, batch: Batch) -> None:
        """Sign what waits. Raises what fails around all of it."""
        with self._database.session() as session:
            waiting = [item.copy_id for item in batches.items_of(session, actor, batch_id) if item.state == "waiting"]
        for copy_id in waiting:
            with self._database.session() as session:
                if batches.batch_by_id(session, actor, batch_id).state != "running":
                    return  # cancelled meanwhile
            failed = None
            try:
                self._sign(actor, copy_id, batch)
            except HosoError as error:
                if isinstance(error, UnavailableError) or error.code in _AROUND:
                    raise
                failed = error.code
            with self._database.session() as session:
                batches.settle_item(session, actor, batch_id, copy_id, error=failed)
        with self._database.session() as session:
            batches.finish_batch(session, actor, batch_id)

    def _sign(self, actor: Actor, copy_id: str, batch: Batch) -> None:
        """Sign one copy, unless it was signed already: a worker may have died between signing and noting it."""
        with self._database.session() as session:
            copy = copies.copy_by_id(session, actor, copy_id)
            signed_in = act.signed_in_as(session, batch.token)
        if copy.state == "void":
            raise StateError("wrong_state", detail="the copy is void")
        if batch.purpose == "seal":
            if copy.state != "issued":
                act.seal_in(self._services, batch, copy_id)
            return
        if copy.state == "draft":
            prepared.put_back(self._services, signed_in, copy_id, CUT_SHORT)
        if copy.state in ("prepared", "draft"):
            prepared.sign_prepared_in(self._services, batch, copy_id)

    def _pause(self, actor: Actor, batch_id: str, code: str) -> None:
        try:
            with self._database.session() as session:
                batches.pause_batch(session, actor, batch_id, code)
        except HosoError as error:  # housekeeping does it later
            log.warning("batch %s is not marked as paused yet: %s", batch_id, error.code)
