"""A key held by a remote signing service (CSC API): it signs hashes after the holder has confirmed."""

from __future__ import annotations

import base64
import hashlib
import threading

from asn1crypto import algos
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from signing.keys.csc import Algorithm, Credential, CscService, RemoteAddress
from signing.keys.file import SALT_LENGTH, issuers_of, made_by
from terms.errors import AccessError, UnavailableError

_ECDSA, _PSS = "1.2.840.10045.4.3.2", "1.2.840.113549.1.1.10"  # with SHA-256; RSASSA-PSS
_TRIAL = hashlib.sha256(b"Is this the PIN?").digest()


class RemoteKey:
    """A key at a remote service, activated for one batch.

    A service that ties a confirmation to named hashes (SCAL2) is asked anew for each signature with the PIN, which is
    therefore kept, wiped with the key, for as long as the batch lasts. A one-time password confirms once: after what it
    covers, signing raises AccessError("pin_used_up") and the person types the next.
    """

    def __init__(
        self,
        service: CscService,
        credential: Credential,
        certificate: x509.Certificate,
        issuers: tuple[x509.Certificate, ...],
        typed: dict[str, bytearray],
        count: int,
    ) -> None:
        self._service: CscService | None = service
        self._credential = credential
        self._certificate = certificate
        self._issuers = issuers
        self._typed = typed
        self._count = count
        self._activation, self._left = "", 0
        self._password_used = False
        self._one_at_a_time = threading.Lock()

    @property
    def certificate(self) -> x509.Certificate:
        return self._certificate

    @property
    def issuers(self) -> tuple[x509.Certificate, ...]:
        return self._issuers

    def sign(self, data: bytes) -> bytes:
        digest = hashlib.sha256(data).digest()
        with self._one_at_a_time:
            if self._service is None:
                raise UnavailableError("key_unavailable")
            if self._left < 1:
                self._activate([digest] if self._credential.pinned else [])
            self._left -= 1
            signature = self._service.sign_hash(self._activation, digest, _algorithm(self._certificate))
        signature = _in_der(self._certificate, signature)
        if not made_by(self._certificate, signature, data):
            raise UnavailableError("key_unavailable", detail="signatures/signHash: not by this certificate")
        return signature

    def close(self) -> None:
        with self._one_at_a_time:
            self._service = None
            self._activation, self._left = "", 0
            for secret in self._typed.values():
                secret[:] = bytes(len(secret))

    def try_pin(self) -> None:
        """Have the service look at the PIN before anything is reserved, where that costs no one a confirmation.

        Raises AccessError("wrong_pin"), UnavailableError("key_unavailable").
        """
        if not self._credential.pinned:
            self._activate([])
        elif self._credential.wants == ("PIN",):
            self._activate([_TRIAL])
            self._left = 0

    def _activate(self, hashes: list[bytes]) -> None:
        if self._service is None:
            raise UnavailableError("key_unavailable")
        if self._password_used:
            raise AccessError("pin_used_up")
        count = len(hashes) or max(1, min(self._count, self._credential.at_once))
        typed = {name: bytes(secret).decode("utf-8", "replace") for name, secret in self._typed.items()}
        self._activation = self._service.authorize(count, hashes, typed)
        self._left = count
        self._password_used = "OTP" in self._typed


def open_remote(address: RemoteAddress, pin: bytearray, *, count: int = 1) -> RemoteKey:
    """The key at `address`, for at most `count` signatures.

    `pin`: what the service wants typed; PIN and one-time password with a space between where it wants both. Raises
    AccessError("wrong_pin"), UnavailableError("key_unavailable"): also for a key that cannot sign as the law asks.
    """
    if not pin:
        raise AccessError("wrong_pin")
    service = CscService(address)
    credential = service.credential()
    try:
        found = [x509.load_der_x509_certificate(der) for der in credential.certificates]
        certificate = found[0]
    except (ValueError, IndexError) as error:
        raise UnavailableError("key_unavailable", detail="credentials/info: certificates") from error
    if not credential.enabled or credential.mode not in ("explicit", "implicit"):
        raise UnavailableError("key_unavailable", detail="credentials/info: status, mode")
    if _algorithm(certificate).oid not in credential.algorithms:
        raise UnavailableError("key_unavailable", detail="credentials/info: RSASSA-PSS, ECDSA")
    key = RemoteKey(service, credential, certificate, issuers_of(certificate, found), _typed(credential, pin), count)
    try:
        key.try_pin()
    except BaseException:
        key.close()
        raise
    return key


def _typed(credential: Credential, pin: bytearray) -> dict[str, bytearray]:
    """What was typed, by the names the service has for it. Raises AccessError("wrong_pin")."""
    if credential.mode == "implicit":
        return {}
    parts = pin.split() if len(credential.wants) > 1 else [pin]
    if len(parts) != len(credential.wants):
        raise AccessError("wrong_pin")
    return {name: bytearray(part) for name, part in zip(credential.wants, parts, strict=True)}


def _algorithm(certificate: x509.Certificate) -> Algorithm:
    """The one way in which a key of this kind may sign (`Key.sign`)."""
    if not isinstance(certificate.public_key(), rsa.RSAPublicKey):
        return Algorithm(_ECDSA)
    digest = algos.DigestAlgorithm({"algorithm": "sha256"})
    masks = algos.MaskGenAlgorithm({"algorithm": "mgf1", "parameters": digest})
    parameters = algos.RSASSAPSSParams(
        {"hash_algorithm": digest, "mask_gen_algorithm": masks, "salt_length": SALT_LENGTH}
    )
    return Algorithm(_PSS, base64.b64encode(parameters.dump()).decode("ascii"))


def _in_der(certificate: x509.Certificate, signature: bytes) -> bytes:
    """An ECDSA signature in DER. The specification leaves its form open: some services give r and s side by side."""
    public_key = certificate.public_key()
    if not isinstance(public_key, ec.EllipticCurvePublicKey):
        return signature
    half = (public_key.curve.key_size + 7) // 8
    if len(signature) != 2 * half:  # DER of a P-256 signature is that short once in 2^48
        return signature
    return encode_dss_signature(int.from_bytes(signature[:half], "big"), int.from_bytes(signature[half:], "big"))
