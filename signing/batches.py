"""Keys that were opened with a PIN, for one person, one purpose, so many signatures and so long. In memory only."""

from __future__ import annotations

import secrets
import threading
import time
from dataclasses import dataclass, field

from signing.channel import Purpose
from signing.evidence import EvidenceKept
from signing.keys import Key
from signing.trust import Trust
from terms.errors import AccessError

WRONG_PINS = 5
LOCKED_S = 900.0


@dataclass
class OpenBatch:
    """An opened key and what it may be used for. `until`: of the monotonic clock.

    `copies`: the only ones it signs, where a list was confirmed; None where each is named when it is signed.
    `break_glass`: why its one signature may be over a copy of one's own.
    """

    key: Key
    trust: Trust
    key_name: str
    person_id: str
    office_id: str
    purpose: Purpose
    left: int
    until: float
    copies: frozenset[str] | None = None
    evidence: EvidenceKept = field(default_factory=EvidenceKept)
    break_glass: str = ""


class Batches:
    """All batches of the worker; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: dict[str, OpenBatch] = {}

    def add(self, batch: OpenBatch) -> str:
        """Keep the batch; its id is 128 random bits."""
        name = secrets.token_hex(16)
        with self._lock:
            self._open[name] = batch
        return name

    def take(self, name: str, person_id: str, office_id: str, purpose: Purpose, subject: str) -> OpenBatch:
        """The batch, one signature of it spent on `subject` (the id of a copy, of a document).

        Raises AccessError("pin_used_up"); AccessError("not_allowed") for somebody else's, or what is not on its list.
        """
        self.sweep()
        with self._lock:
            batch = self._open.get(name)
            if batch is None or batch.left < 1:
                raise AccessError("pin_used_up")
            if (batch.person_id, batch.office_id, batch.purpose) != (person_id, office_id, purpose):
                raise AccessError("not_allowed")
            if batch.copies is not None and subject not in batch.copies:
                raise AccessError("not_allowed")
            batch.left -= 1
            return batch

    def close(self, name: str, person_id: str) -> None:
        """Forget the batch, if it is that person's."""
        with self._lock:
            batch = self._open.get(name)
            if batch is None or batch.person_id != person_id:
                return
            del self._open[name]
        batch.key.close()

    def sweep(self) -> None:
        """Forget the batches whose time has run out."""
        now = time.monotonic()
        with self._lock:
            over = [name for name, batch in self._open.items() if batch.until <= now]
            gone = [self._open.pop(name) for name in over]
        for batch in gone:
            batch.key.close()

    def clear(self) -> None:
        with self._lock:
            gone, self._open = list(self._open.values()), {}
        for batch in gone:
            batch.key.close()


class PinAttempts:
    """Five wrong PINs for a key lock it for a quarter of an hour. Tokens count for themselves, files cannot."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._wrong: dict[str, tuple[int, float]] = {}

    def check(self, key_name: str) -> None:
        """Raise AccessError("locked_out") while the key is locked."""
        with self._lock:
            count, since = self._wrong.get(key_name, (0, 0.0))
            left = since + LOCKED_S - time.monotonic()
            if count >= WRONG_PINS and left > 0:
                raise AccessError("locked_out", minutes=max(1, -(-int(left) // 60)))
            if count >= WRONG_PINS:
                del self._wrong[key_name]

    def wrong(self, key_name: str) -> None:
        with self._lock:
            count, _ = self._wrong.get(key_name, (0, 0.0))
            self._wrong[key_name] = (count + 1, time.monotonic())

    def right(self, key_name: str) -> None:
        with self._lock:
            self._wrong.pop(key_name, None)
