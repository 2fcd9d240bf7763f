"""The words between the program and the signing worker: a local socket, frames of a length and JSON.

A PIN travels in a frame of its own, as bytes, so that both ends can wipe what they held.
"""

from __future__ import annotations

import json
import os
import re
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

from terms.errors import PROBLEMS, AccessError, HosoError, InputError, StateError, UnavailableError
from terms.text import nfc

Purpose = Literal["certify", "seal"]
LARGEST_FRAME = 64 * 1024
LONGEST_PIN, CODE_LENGTH = 256, 6
LONGEST_SECRET = 1024  # a PIN with its code before it, a password: bytes of one frame
_HEAD = struct.Struct(">I")
_LONGEST_ADDRESS = 100  # of a socket's path; the kernel allows 108 bytes
_KINDS: dict[str, type[HosoError]] = {
    kind.__name__: kind for kind in (HosoError, AccessError, InputError, StateError, UnavailableError)
}


class Gone(Exception):
    """The other end has closed, or does not speak our language."""


def send(connection: socket.socket, message: dict[str, Any], secret: bytearray | None = None) -> None:
    """Send a message, and after it a frame with `secret`, which is wiped."""
    data = json.dumps(message).encode()
    connection.sendall(_HEAD.pack(len(data)) + data)
    if secret is not None:
        connection.sendall(_HEAD.pack(len(secret)))
        connection.sendall(secret)
        wipe(secret)


def receive(connection: socket.socket) -> dict[str, Any]:
    """The next message. Raises Gone."""
    try:
        message = json.loads(bytes(_frame(connection, LARGEST_FRAME)))
    except (ValueError, RecursionError) as error:
        raise Gone from error
    if not isinstance(message, dict):
        raise Gone
    return message


def receive_secret(connection: socket.socket) -> bytearray:
    """The next frame, as bytes to be wiped by whoever gets it. Raises Gone."""
    return _frame(connection, LONGEST_SECRET)


def wipe(secret: bytearray) -> None:
    for place in range(len(secret)):
        secret[place] = 0


def error_message(error: HosoError) -> dict[str, Any]:
    details = {key: value if isinstance(value, int | float) else str(value) for key, value in error.details.items()}
    return {"error": error.code, "kind": type(error).__name__, "details": details}


@contextmanager
def socket_address(path: Path) -> Iterator[str]:
    """The address of a socket at `path`; one that is too long for the kernel is reached through its folder."""
    if len(os.fsencode(path)) <= _LONGEST_ADDRESS:
        yield str(path)
        return
    folder = os.open(path.parent, os.O_PATH | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)


class WorkerClient:
    """The signing worker, seen from web pages and the command line. Safe to share between threads."""

    def __init__(self, path: Path, *, timeout_s: float = 60.0) -> None:
        self._path = path
        self._timeout_s = timeout_s

    def is_running(self) -> bool:
        try:
            self.ask({"do": "ping"})
        except HosoError:
            return False
        return True

    def open_batch(
        self, token: str, pin: str, purpose: Purpose, *, count: int = 1, code: str = "", break_glass: str = ""
    ) -> Batch:
        """Have the key for `purpose` opened with `pin`, for at most `count` signatures and a limited time.

        `token`: the session of the person who acts; their own key certifies, their office's key seals. `code`: of their
        second factor, where the office asks for one. `break_glass`: why one person certifies and seals a copy.
        Raises AccessError("wrong_pin"), ("wrong_code"), ("second_factor_required"), ("locked_out"), ("not_allowed"),
        ("not_signed_in"), ("demo_authority"); InputError for a certificate that may not sign;
        UnavailableError("worker_unavailable"), ("key_unavailable").
        """
        question = {"do": "open", "token": token, "purpose": purpose, "count": count, "break_glass": break_glass}
        answer = self.ask_with_pin(question, pin, code)
        return Batch(self, token, answer["batch"], purpose, answer["certificate_sha256"], answer["holder"])

    def ask_with_pin(self, question: dict[str, Any], pin: str, code: str = "") -> dict[str, Any]:
        """The worker's answer to something that opens a key. Raises as `open_batch` does."""
        secret = bytearray(nfc(pin), "utf-8", "replace")
        if not 0 < len(secret) <= LONGEST_PIN:
            raise AccessError("wrong_pin")
        digits = re.sub(r"\s", "", code)
        if digits and not (digits.isascii() and digits.isdecimal() and len(digits) == CODE_LENGTH):
            raise AccessError("wrong_code")
        both = bytearray(digits, "ascii") + secret
        wipe(secret)
        return self.ask(question | {"with_code": bool(digits)}, both)

    def ask(self, question: dict[str, Any], secret: bytearray | None = None) -> dict[str, Any]:
        """The worker's answer. Raises what the worker says; UnavailableError("worker_unavailable")."""
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
                connection.settimeout(self._timeout_s)
                with socket_address(self._path) as address:
                    connection.connect(address)
                send(connection, question | {"secret": secret is not None}, secret)
                answer = receive(connection)
        except (OSError, Gone) as error:
            raise UnavailableError("worker_unavailable", detail=type(error).__name__) from error
        finally:
            if secret is not None:
                wipe(secret)
        code = answer.get("error")
        if code is not None:
            kind = _KINDS.get(str(answer.get("kind")), HosoError)
            raise kind(code if code in PROBLEMS else "internal", **answer.get("details", {}))
        return answer


@dataclass(frozen=True)
class Batch:
    """A key that was opened for one person, one purpose, a number of signatures and a limited time."""

    worker: WorkerClient
    token: str
    id: str
    purpose: Purpose
    certificate_sha256: str
    holder: str

    def sign(self, do: str, **what: Any) -> dict[str, Any]:
        """Have something signed: `certify`, `seal` or `sign_conversion`."""
        return self.worker.ask({"do": do, "token": self.token, "batch": self.id, **what})

    def close(self) -> None:
        """Have the key forgotten now. The worker forgets it by itself, too."""
        try:
            self.worker.ask({"do": "close", "token": self.token, "batch": self.id})
        except HosoError:
            return

    def __enter__(self) -> Batch:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


def _frame(connection: socket.socket, largest: int) -> bytearray:
    (length,) = _HEAD.unpack(_exactly(connection, _HEAD.size))
    if length > largest:
        raise Gone
    return _exactly(connection, length)


def _exactly(connection: socket.socket, length: int) -> bytearray:
    data = bytearray(length)
    view, done = memoryview(data), 0
    while done < length:
        count = connection.recv_into(view[done:])
        if not count:
            raise Gone
        done += count
    return data
