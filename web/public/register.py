"""The narrow door to the register: two questions, each with at most one answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol, cast

from signing.verification import RegisterEntry
from storage.copies import copies
from storage.copies.copies import PublicCopy
from storage.database import Database

Status = Literal["in_force", "renewed", "annulled", "void"]


class PublicRegister(Protocol):
    """What anybody may ask of the register of certified copies."""

    def by_code(self, code: str) -> PublicCopy | None:
        """The copy issued under this public code (the one in its QR), or None."""
        ...

    def by_sha256(self, sha256: str) -> PublicCopy | None:
        """The copy that is this very file, or None."""
        ...

    def check(self) -> None:
        """Raises UnavailableError unless the register answers."""
        ...


@dataclass(frozen=True)
class StoredPublicRegister:
    """The register in the database; `database` is opened read-only by whoever makes this."""

    database: Database

    def by_code(self, code: str) -> PublicCopy | None:
        with self.database.session() as session:
            return copies.copy_by_code(session, code)

    def by_sha256(self, sha256: str) -> PublicCopy | None:
        with self.database.session() as session:
            return copies.copy_by_sha256(session, sha256)

    def check(self) -> None:
        self.database.check()


@dataclass
class Asked:
    """The register as the verification of one file asks it; keeps the copy that was found, for the page."""

    register: PublicRegister
    copy: PublicCopy | None = None

    def look_up(self, sha256: str, code: str | None) -> RegisterEntry | None:
        """See `signing.verification.CopyRegister`."""
        self.copy = self.register.by_sha256(sha256)
        matches = self.copy is not None
        if self.copy is None and code is not None:
            self.copy = self.register.by_code(code)
        if self.copy is None:
            return None
        return RegisterEntry(
            number=str(self.copy.number),
            register=self.copy.register_symbol,
            status=cast(Status, self.copy.status),
            matches=matches,
            annulled_by=self.copy.decision,
        )
