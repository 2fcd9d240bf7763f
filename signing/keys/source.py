"""Which keys there are and where each lies: configuration, read before any PIN is known."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from signing.keys.file import open_file
from signing.keys.key import Key
from signing.keys.token import TokenAddress, open_token
from terms.errors import UnavailableError


@dataclass(frozen=True)
class KeySource:
    """Where one key lies: in a file (`path`), or on a token. `certificates`: a PEM file beside it, if it needs one."""

    name: str
    path: Path | None = None
    token: TokenAddress | None = None
    certificates: Path | None = None

    def open(self, pin: bytearray) -> Key:
        """The key, opened. `pin` is not kept. Raises what `open_file` and `open_token` raise."""
        if self.path is not None:
            return open_file(self.path, pin, self.certificates)
        if self.token is not None:
            return open_token(self.token, pin, self.certificates)
        raise UnavailableError("key_unavailable", detail=self.name)
