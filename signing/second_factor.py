"""The second factor (mã xác thực thứ hai): one-time codes of an app on the person's own phone (TOTP, RFC 6238).

The secrets lie with the signing worker, a file a person that nobody else can read: whoever takes over the database or
the web process learns none of them and can check none.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import re
import secrets
import struct
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from terms.errors import AccessError, StateError

STEP_S, DIGITS = 30, 6  # what authenticator apps assume
_WINDOW = (-1, 0, 1)  # steps around now: a phone's clock is not ours
_PERSON = re.compile(r"[0-9a-f-]{8,36}")


def code_at(secret: str, step: int) -> str:
    """The code of base32 `secret` in the `step`-th half minute since 1970 (RFC 4226, RFC 6238; SHA-1, six digits)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", step), hashlib.sha1).digest()
    place = digest[-1] & 0x0F
    number = struct.unpack(">I", digest[place : place + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def address(secret: str, *, account: str, issuer: str) -> str:
    """What the QR code holds that an app scans."""
    return f"otpauth://totp/{quote(f'{issuer}:{account}')}?secret={secret}&issuer={quote(issuer)}"


class SecondFactors:
    """The second factors of all people; safe to use from several threads. `folder`: the worker's own."""

    def __init__(self, folder: Path, *, clock: Callable[[], float] = time.time) -> None:
        self._folder = folder
        self._clock = clock
        self._lock = threading.Lock()

    def is_enrolled(self, person_id: str) -> bool:
        return bool(self._read(person_id).get("confirmed"))

    def enrol(self, person_id: str) -> str:
        """A new secret for the person, in base32; it counts once a first code has confirmed it.

        Raises StateError("wrong_state") for somebody enrolled already: an administrator resets it first.
        """
        with self._lock:
            if self._read(person_id).get("confirmed"):
                raise StateError("wrong_state", detail="mã thứ hai đã đăng ký / a second factor is enrolled")
            secret = base64.b32encode(secrets.token_bytes(20)).decode("ascii")
            self._write(person_id, {"secret": secret, "confirmed": False, "last_step": 0})
        return secret

    def confirm(self, person_id: str, code: str) -> None:
        """The person has the secret: a code of it proves that. Raises AccessError("wrong_code")."""
        with self._lock:
            self._spend(person_id, code, confirmed=False)

    def check(self, person_id: str, code: str) -> None:
        """Raises AccessError("wrong_code") for a wrong code and for one that was used already."""
        with self._lock:
            self._spend(person_id, code, confirmed=True)

    def remove(self, person_id: str) -> bool:
        """Forget the person's secret; whether there was one."""
        with self._lock:
            path = self._path(person_id)
            there = path.exists()
            path.unlink(missing_ok=True)
            return there

    def _spend(self, person_id: str, code: str, *, confirmed: bool) -> None:
        record = self._read(person_id)
        if not record or bool(record["confirmed"]) is not confirmed:
            raise AccessError("wrong_code")
        present = int(self._clock() // STEP_S)
        given = code.strip().encode()
        fits = [
            step
            for step in (present + away for away in _WINDOW)
            if step > record["last_step"] and hmac.compare_digest(code_at(record["secret"], step).encode(), given)
        ]
        if not fits:
            raise AccessError("wrong_code")
        self._write(person_id, record | {"confirmed": True, "last_step": max(fits)})

    def _path(self, person_id: str) -> Path:
        if not _PERSON.fullmatch(person_id):
            raise AccessError("not_found")
        return self._folder / f"{person_id}.json"

    def _read(self, person_id: str) -> dict[str, Any]:
        try:
            found = json.loads(self._path(person_id).read_text("utf-8"))
        except FileNotFoundError:
            return {}
        return dict(found)

    def _write(self, person_id: str, record: dict[str, Any]) -> None:
        """Replace the person's file in one step; nobody else may read it, not for a moment."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self._path(person_id)
        new = path.with_suffix(".new")
        new.unlink(missing_ok=True)
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            json.dump(record, file)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
