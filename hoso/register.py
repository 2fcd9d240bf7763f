"""What the register knows of a file, for the verification room that knows no database."""

from __future__ import annotations

from dataclasses import dataclass

from signing.verification import RegisterEntry
from storage.copies import copies
from storage.database import Database


@dataclass(frozen=True)
class StoredRegister:
    """The register of this machine's database."""

    database: Database

    def look_up(self, sha256: str, code: str | None) -> RegisterEntry | None:
        """The copy whose bytes have this SHA-256, else the one issued under `code`, else None."""
        with self.database.session() as session:
            copy = copies.copy_by_sha256(session, sha256)
            matches = copy is not None
            if copy is None and code:
                copy = copies.copy_by_code(session, code)
        if copy is None:
            return None
        return RegisterEntry(
            number=str(copy.number),
            register=copy.register_symbol,
            status=copy.status,
            matches=matches,
            annulled_by=copy.annulment_decision,
        )
