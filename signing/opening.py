"""Opening a key: who may, with which PIN and second factor, and how many signatures that is good for."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cryptography import x509

from signing.batches import Batches, OpenBatch, PinAttempts
from signing.certificates import check_before_signing
from signing.channel import CODE_LENGTH, Purpose, wipe
from signing.keys import Key
from signing.renewal import remember
from signing.second_factor import SecondFactors
from signing.settings import SigningSettings
from signing.trust import SEAL_KEY, Revocation, Trust
from storage.audit.log import record
from storage.database import Database
from storage.offices.break_glass import checked_reason
from storage.offices.second_factor import is_asked, second_factor_of
from storage.offices.signin import SignedIn
from storage.offices.tables import Office
from terms.errors import AccessError, UnavailableError


@dataclass(frozen=True)
class Asked:
    """What a person asks a key for: `count` signatures of one purpose, of `copies` and no others where they are named.

    `break_glass`: why one person certifies and seals; it asks for a code of whoever has enrolled.
    `with_code`: the secret begins with a code of the second factor. `is_batch`: it is a list, confirmed at once.
    """

    purpose: Purpose
    count: int = 1
    copies: Sequence[str] | None = None
    with_code: bool = False
    is_batch: bool = False
    break_glass: str = ""


class Keyholder:
    """Opens keys and keeps them open for a while; safe to use from several threads."""

    def __init__(self, settings: SigningSettings, database: Database) -> None:
        self._settings = settings
        self._database = database
        self.batches = Batches()
        self.factors = SecondFactors(settings.folder / "second-factor")
        self._attempts = PinAttempts()

    def open(self, signed_in: SignedIn, asked: Asked, secret: bytearray) -> tuple[str, x509.Certificate]:
        """Open the key that `asked` is about: what the batch is known by, and the certificate that will sign.

        Raises AccessError("wrong_pin"), ("wrong_code"), ("second_factor_required"), ("locked_out"); UnavailableError
        ("key_unavailable"); InputError for a certificate that may not sign. `secret` is for the caller to wipe.
        """
        with self._database.session() as session:
            office = session.get_one(Office, signed_in.actor.office_id)
        name = signed_in.person.key_name if asked.purpose == "certify" else office.settings.get(SEAL_KEY)
        if not isinstance(name, str) or not name:
            raise UnavailableError("key_unavailable", detail="no key is assigned")
        code, pin = (secret[:CODE_LENGTH], secret[CODE_LENGTH:]) if asked.with_code else (bytearray(), secret)
        reason = checked_reason(office, asked.break_glass) if asked.break_glass else ""
        needs_code = self._needs_code(signed_in, office, asked)
        trust = Trust(self._settings)
        try:
            key = self._opened(trust, name, pin, signed_in, asked.count)
        finally:
            wipe(pin)
        holder = signed_in.person.full_name if asked.purpose == "certify" else None
        try:
            if needs_code:  # after the PIN: a code is good only once, and a slip in the PIN must not cost it
                self.spend_code(signed_in, code.decode("ascii", "replace"))
            self._check(key, trust, office_is_demo=office.is_demo, holder=holder)
        except BaseException:
            key.close()
            raise
        batch = OpenBatch(
            key=key,
            trust=trust,
            key_name=name,
            person_id=signed_in.person.id,
            office_id=signed_in.actor.office_id,
            purpose=asked.purpose,
            left=asked.count,
            until=time.monotonic() + self._settings.pin_s,
            break_glass=reason,
            copies=None if asked.copies is None else frozenset(asked.copies),
        )
        remember(self._settings, name, key.certificate)
        return self.batches.add(batch), key.certificate

    def spend_code(self, signed_in: SignedIn, code: str) -> None:
        """Check and use up a code of the person's second factor. Raises AccessError("wrong_code"), ("locked_out")."""
        self._count(signed_in, lambda: self.factors.check(signed_in.person.id, code))

    def confirm_code(self, signed_in: SignedIn, code: str) -> None:
        """The first code after enrolling. Raises as `spend_code` does."""
        self._count(signed_in, lambda: self.factors.confirm(signed_in.person.id, code))

    def _count(self, signed_in: SignedIn, attempt: Callable[[], None]) -> None:
        name = f"second factor of {signed_in.person.id}"
        self._attempts.check(name)
        try:
            attempt()
        except AccessError:
            self._attempts.wrong(name)
            self._note(signed_in, "person.wrong_code", "person", signed_in.person.id)
            raise
        self._attempts.right(name)

    def _needs_code(self, signed_in: SignedIn, office: Office, asked: Asked) -> bool:
        enrolled = self.factors.is_enrolled(signed_in.person.id)
        needed = is_asked(second_factor_of(office), enrolled=enrolled, batch=asked.is_batch or asked.count > 1)
        needed = needed or (enrolled and bool(asked.break_glass))
        if needed and not enrolled:
            raise AccessError("second_factor_required")
        return needed

    def _opened(self, trust: Trust, name: str, pin: bytearray, signed_in: SignedIn, count: int) -> Key:
        self._attempts.check(name)
        try:
            key = trust.source(name).open(pin, count=count)
        except AccessError:
            self._attempts.wrong(name)
            self._note(signed_in, "key.wrong_pin", "key", name)
            raise
        self._attempts.right(name)
        self._note(signed_in, "key.open", "key", name)
        return key

    def _check(self, key: Key, trust: Trust, *, office_is_demo: bool, holder: str | None) -> None:
        revocation: Revocation = "required" if self._settings.check_revocation == "required" else "if_available"
        asyncio.run(
            check_before_signing(key, trust, office_is_demo=office_is_demo, revocation=revocation, holder=holder)
        )

    def _note(self, signed_in: SignedIn, action: str, object_kind: str, object_id: str) -> None:
        with self._database.session() as session:
            record(session, signed_in.actor, action, object_kind, object_id)
