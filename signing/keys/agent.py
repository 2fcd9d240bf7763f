"""A key that never comes here: it lies on the signer's own machine, and the file goes there and back."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from cryptography import x509

from signing.keys.file import current_of, issuers_of
from terms.errors import StateError, UnavailableError


class AgentKey:
    """What is known of such a key: its certificate, laid down by an administrator before anything is signed."""

    def __init__(self, certificate: x509.Certificate, issuers: tuple[x509.Certificate, ...]) -> None:
        self._certificate = certificate
        self._issuers = issuers

    @classmethod
    def read(cls, path: Path) -> AgentKey:
        """The key whose certificates stand in the PEM file `path`, the holder's first.

        Raises UnavailableError("key_unavailable").
        """
        try:
            found = x509.load_pem_x509_certificates(path.read_bytes())
        except (OSError, ValueError) as error:
            raise UnavailableError("key_unavailable", detail=f"{path.name}: {type(error).__name__}") from error
        own = [one for one in found if one.subject == found[0].subject]
        certificate = current_of(own, dt.datetime.now(dt.UTC))
        return cls(certificate, issuers_of(certificate, found))

    @property
    def certificate(self) -> x509.Certificate:
        return self._certificate

    @property
    def issuers(self) -> tuple[x509.Certificate, ...]:
        return self._issuers

    def sign(self, data: bytes) -> bytes:
        raise StateError("key_at_agent")

    def close(self) -> None:
        """Nothing is open."""
