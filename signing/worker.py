"""The signing worker: the only process that opens a key. It listens on a local socket that nobody else may open.

It keeps no state that matters: keys that were opened are gone with it, and what was signed is in the database or was
never issued. It may be killed at any moment and started again.
"""

from __future__ import annotations

import ctypes
import datetime as dt
import fcntl
import logging
import os
import resource
import secrets
import signal
import socket
import socketserver
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO, Any

from sqlalchemy import select

from signing import leftovers
from signing.channel import Gone, error_message, receive, receive_secret, send, socket_address
from signing.desk import Desk
from signing.settings import SigningSettings
from storage.blobs.store import BlobStore
from storage.copies import copies, prepared
from storage.database import Database
from storage.offices.tables import Office
from storage.scope import system
from terms.errors import HosoError, StateError, UnavailableError

log = logging.getLogger(__name__)

CUT_SHORT = "Việc chứng thực bị gián đoạn trước khi ký xong."
_PATIENCE_S = 30.0  # with a client that does not finish its sentence
_HOUSEKEEPING_S = 20.0
_PR_SET_DUMPABLE = 4


def serve(
    settings: SigningSettings,
    database: Database,
    blobs: BlobStore,
    *,
    stop: threading.Event | None = None,
    ready: threading.Event | None = None,
    close_memory: bool = True,
) -> int:
    """Answer requests until `stop` is set (without one: until SIGTERM or SIGINT). Returns the exit status 0.

    `ready` is set once the socket listens. `close_memory`: of this process to others, core dumps included; only tests,
    which run it beside themselves, want it open. Raises StateError("wrong_state") if another worker serves this folder.
    """
    if close_memory:
        _close_memory()
    stop = stop or _told_to_stop()
    settings.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _alone(settings), _Server(settings, Desk(settings, database, blobs), database) as server:
        server.keep_house()
        threading.Thread(target=_stop_when, args=(stop, server), daemon=True).start()
        if ready is not None:
            ready.set()
        server.serve_forever(poll_interval=0.2)
    return 0


def _close_memory() -> None:
    """Leave no copy of this process's memory behind: no core dump, no reading by another process of this user."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


class _Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, settings: SigningSettings, desk: Desk, database: Database) -> None:
        self.settings = settings
        self.desk = desk
        self.database = database
        self._housekeeping = time.monotonic()
        settings.socket.unlink(missing_ok=True)
        with socket_address(settings.socket) as address:
            super().__init__(address, _Conversation)

    def server_bind(self) -> None:
        before = os.umask(0o177)
        try:
            super().server_bind()
        finally:
            os.umask(before)

    def verify_request(self, request: Any, client_address: Any) -> bool:
        """Only this user and root: the folder's mode says so too, but a folder's mode is quickly changed."""
        credentials = request.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
        _, user, _ = struct.unpack("3i", credentials)
        return user in (os.getuid(), 0)

    def service_actions(self) -> None:
        if time.monotonic() - self._housekeeping >= _HOUSEKEEPING_S:
            self._housekeeping = time.monotonic()
            self.desk.sweep()
            self.keep_house()

    def server_close(self) -> None:
        super().server_close()
        self.desk.close()
        self.settings.socket.unlink(missing_ok=True)

    def keep_house(self) -> None:
        """Settle the copies whose making was cut off long ago, so that their numbers say what became of them.

        What they left in files is erased. Batches that a dead worker was working through wait for their signers.
        """
        long_ago = dt.timedelta(seconds=self.settings.draft_s)
        try:
            void_cut_short(self.database, long_ago)
            leftovers.sweep(self.settings.folder, self.database, self.desk.blobs, long_ago)
            self.desk.runs.pause_orphans()
        except (HosoError, OSError) as error:
            log.warning("what was cut short is not settled yet: %s", type(error).__name__)

    def handle_error(self, request: Any, client_address: Any) -> None:
        log.exception("a request to the signing worker failed")


class _Conversation(socketserver.BaseRequestHandler):
    """One question, one answer."""

    server: _Server
    request: socket.socket

    def handle(self) -> None:
        self.request.settimeout(_PATIENCE_S)
        try:
            question = receive(self.request)
            secret = receive_secret(self.request) if question.pop("secret", False) else None
            answer = _answer(self.server.desk, question, secret)
            send(self.request, answer)
        except (Gone, OSError):
            return  # whoever asked is gone; what was done stands in the database


def void_cut_short(database: Database, older_than: dt.timedelta) -> int:
    """Settle every draft begun longer ago than `older_than`; how many there were.

    Its number is void; the copy is void too, unless it was prepared: then it waits again, for it was compared.
    """
    count = 0
    with database.session() as session:
        offices = session.scalars(select(Office.id)).all()
        for office_id in offices:
            actor = system(office_id)
            for copy in copies.unfinished(session, actor, older_than=older_than):
                settle = prepared.put_back if prepared.was_prepared(copy) else copies.void_copy
                settle(session, actor, copy.id, CUT_SHORT)
                count += 1
    return count


def _answer(desk: Desk, question: dict[str, Any], secret: bytearray | None) -> dict[str, Any]:
    try:
        return desk.answer(question, secret)
    except HosoError as error:
        return error_message(error)
    except Exception:
        reference = secrets.token_hex(4)
        log.exception("signing failed: %s", reference)
        return error_message(UnavailableError("internal", reference=reference))


@contextmanager
def _alone(settings: SigningSettings) -> Iterator[IO[bytes]]:
    """Hold the lock that makes the worker of this folder single; it goes with the process, however that ends."""
    with (settings.folder / "worker.lock").open("wb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise StateError("wrong_state", detail="another signing worker is running") from error
        yield lock


def _told_to_stop() -> threading.Event:
    stop = threading.Event()
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, lambda *_: stop.set())
    return stop


def _stop_when(stop: threading.Event, server: _Server) -> None:
    stop.wait()
    server.shutdown()
