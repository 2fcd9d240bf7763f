"""`verify`: hands a file to a limited child, and joins its verdict with what a register says of the copy."""

from __future__ import annotations

import atexit
import json
import os
import socket
import stat
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import UTC, datetime
from hashlib import file_digest
from pathlib import Path
from typing import Any

from signing.verification import wire
from signing.verification.anchors import TrustAnchors
from signing.verification.limits import Limits
from signing.verification.model import CertifiedCopy, CopyRegister, Reason, RegisterEntry, Verdict
from terms.errors import HosoError

_ROOT = Path(__file__).resolve().parents[2]
_START_SECONDS = 60.0


class Verifier:
    """Keeps warm nurseries and lends them out; safe to share between threads, remade after a fork."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._turn = threading.BoundedSemaphore(self.limits.children)
        self._lock = threading.Lock()
        self._idle: list[_Nursery] = []
        self._process = os.getpid()

    def verify(
        self,
        data: bytes | Path,
        anchors: TrustAnchors,
        *,
        at: datetime | None = None,
        register: CopyRegister | None = None,
    ) -> Verdict:
        """The verdict on one file; see `verify`."""
        started = time.monotonic()
        moment = at or datetime.now(UTC)
        file = _descriptor(data)
        try:
            verdict = self._judge(file, anchors, moment)
        finally:
            os.close(file)
        if register is not None:
            verdict = join_register(verdict, register)
        return replace(verdict, seconds=time.monotonic() - started)

    def close(self) -> None:
        """Ends the nurseries; the next verification starts new ones."""
        with self._lock:
            idle, self._idle = self._idle, []
        for nursery in idle:
            nursery.close()

    def _judge(self, file: int, anchors: TrustAnchors, at: datetime) -> Verdict:
        about = os.fstat(file)
        nothing = Verdict("indeterminate", (), (), "", at)
        if not stat.S_ISREG(about.st_mode):  # a device may have no end
            return replace(nothing, reasons=(Reason("not_a_pdf"),))
        if about.st_size > self.limits.file_size:
            limit = f"{self.limits.file_size // (1024 * 1024)} MiB"
            return replace(nothing, reasons=(Reason("too_large", {"limit": limit}),))
        nothing = replace(nothing, sha256=_sha256(file))
        if about.st_size == 0:
            return replace(nothing, reasons=(Reason("not_a_pdf"),))
        order = {"anchors": wire.anchors_to(anchors), "at": at.isoformat(), "limits": asdict(self.limits)}
        answer = self._ask(json.dumps(order).encode(), file)
        if "failed" in answer:
            return replace(nothing, reasons=(Reason(answer["failed"]),))
        return wire.VERDICT.validate_python(answer["verdict"])

    def _ask(self, order: bytes, file: int) -> dict[str, Any]:
        with self._turn:
            nursery = self._borrow()
            try:
                answer = nursery.ask(order, file)
            except (OSError, ValueError):
                nursery.close()
                return {"failed": "checker_failed"}
            with self._lock:
                self._idle.append(nursery)
            return answer

    def _borrow(self) -> _Nursery:
        with self._lock:
            if self._process != os.getpid():
                # After a fork the sockets belong to the parent process.
                self._process, self._idle = os.getpid(), []
            if self._idle:
                return self._idle.pop()
        return _Nursery(self.limits)


class _Nursery:
    """One process with the libraries loaded, and our end of its socket."""

    def __init__(self, limits: Limits) -> None:
        self._socket, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "signing.verification.child", str(theirs.fileno())],
                cwd=_ROOT,
                env={"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(_ROOT), "LC_ALL": "C.UTF-8"},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
                start_new_session=True,
            )
        self._socket.settimeout(_START_SECONDS)
        if self._socket.recv(1) != b"+":
            raise ConnectionError("the checker did not start")
        self._socket.settimeout(limits.wall_seconds + 10)

    def ask(self, order: bytes, file: int) -> dict[str, Any]:
        wire.send(self._socket, order, file)
        answer = wire.receive(self._socket)
        if answer is None:
            raise ConnectionError("the checker is gone")
        return dict(json.loads(answer[0]))

    def close(self) -> None:
        self._socket.close()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=2)
            return
        self._process.kill()
        self._process.wait()


def join_register(verdict: Verdict, register: CopyRegister) -> Verdict:
    """Adds what the register says; a copy that is not the registered one, or no longer in force, is not valid."""
    claimed = verdict.certified_copy
    entry = register.look_up(verdict.sha256, claimed.code if claimed else None)
    if entry is None:
        return verdict
    copy = CertifiedCopy(
        number=entry.number,
        register=entry.register,
        status=entry.status,
        hash_matches=entry.matches,
        log_proof=entry.log_proof,
        code=claimed.code if claimed else None,
    )
    verdict = replace(verdict, certified_copy=copy)
    for reason in _register_reasons(entry):
        verdict = verdict.worsened("invalid", reason)
    return verdict


def _register_reasons(entry: RegisterEntry) -> list[Reason]:
    reasons: list[Reason] = []
    if not entry.matches:
        reasons.append(Reason("not_the_registered_copy", {"number": entry.number}))
    if entry.status == "annulled":
        reasons.append(Reason("copy_annulled", {"number": entry.number, "decision": entry.annulled_by or "…"}))
    if entry.status == "void":
        reasons.append(Reason("copy_void", {"number": entry.number}))
    return reasons


def verify(
    data: bytes | Path,
    anchors: TrustAnchors,
    *,
    at: datetime | None = None,
    allow_network: bool = False,
    register: CopyRegister | None = None,
) -> Verdict:
    """The verdict on one file, ours or anyone's.

    `at`: judge as of this moment (default: now), taking the file to have existed then. `register`: asked for the copy
    by hash and by the code in its manifest; without it the status is "unknown". `allow_network`: nothing is ever
    fetched yet; True raises HosoError("not_built_yet").
    Raises OSError only when `data` is a path that cannot be opened; whatever the file holds is a verdict.
    """
    if allow_network:
        raise HosoError("not_built_yet")
    return _default().verify(data, anchors, at=at, register=register)


_shared: Verifier | None = None
_shared_lock = threading.Lock()


def _default() -> Verifier:
    global _shared
    with _shared_lock:
        if _shared is None:
            _shared = Verifier()
            atexit.register(_shared.close)
        return _shared


def _descriptor(data: bytes | Path) -> int:
    if isinstance(data, Path):
        return os.open(data, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    file = os.memfd_create("hoso-verify")
    with os.fdopen(os.dup(file), "wb") as out:
        out.write(data)
    return file


def _sha256(file: int) -> str:
    with os.fdopen(os.dup(file), "rb") as stream:
        stream.seek(0)
        return file_digest(stream, "sha256").hexdigest()
