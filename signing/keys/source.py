"""Which keys there are and where each lies: configuration, read before any PIN is known."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from signing.keys.agent import AgentKey
from signing.keys.csc import RemoteAddress
from signing.keys.file import open_file
from signing.keys.key import Key
from signing.keys.remote import open_remote
from signing.keys.token import TokenAddress, open_token
from terms.errors import StateError, UnavailableError


@dataclass(frozen=True)
class KeySource:
    """Where one key lies: in a file (`path`), on a token, at a remote service or with a signer's own program.

    `certificates`: a PEM file beside it, if it needs one.
    """

    name: str
    path: Path | None = None
    token: TokenAddress | None = None
    remote: RemoteAddress | None = None
    certificates: Path | None = None
    agent: Path | None = None

    def open(self, pin: bytearray, *, count: int = 1) -> Key:
        """The key, opened for a batch of `count` signatures. Who passes `pin` may wipe it afterwards.

        Raises what `open_file`, `open_token` and `open_remote` raise.
        """
        if self.path is not None:
            return open_file(self.path, pin, self.certificates)
        if self.token is not None:
            return open_token(self.token, pin, self.certificates)
        if self.remote is not None:
            return open_remote(self.remote, pin, count=count)
        if self.agent is not None:
            raise StateError("key_at_agent")
        raise UnavailableError("key_unavailable", detail=self.name)

    def held_elsewhere(self) -> AgentKey:
        """What is known of a key on its signer's own machine. Raises StateError("key_not_at_agent") for another."""
        if self.agent is None:
            raise StateError("key_not_at_agent")
        return AgentKey.read(self.agent)
