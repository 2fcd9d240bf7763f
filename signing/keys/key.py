"""What a key is to the rest of the room: certificates one may look at, and a way to have bytes signed."""

from __future__ import annotations

from typing import Protocol

from cryptography import x509


class Key(Protocol):
    """A private key that has been opened with its PIN. Only the signing worker holds one, and only for one batch."""

    @property
    def certificate(self) -> x509.Certificate:
        """The certificate of the key's holder."""

    @property
    def issuers(self) -> tuple[x509.Certificate, ...]:
        """Certificates of the authorities above the holder's, the nearest first, as far as they are at hand."""

    def sign(self, data: bytes) -> bytes:
        """The signature of `data`: RSASSA-PSS (SHA-256, MGF1 with SHA-256, salt of 32 bytes) or ECDSA with SHA-256.

        ECDSA signatures are in DER. Circular 15/2025/TT-BKHCN, Annex I allows these two.
        Raises UnavailableError("key_unavailable") when the key is gone: token drawn, session ended.
        """

    def close(self) -> None:
        """Forget the key. Signing afterwards raises UnavailableError("key_unavailable")."""
