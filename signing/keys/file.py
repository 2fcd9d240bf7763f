"""A key in a file: encrypted PKCS#8 with its certificates beside it, or PKCS#12."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from asn1crypto import pem
from asn1crypto.keys import EncryptedPrivateKeyInfo
from asn1crypto.pkcs12 import Pfx
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key, pkcs12

from terms.errors import AccessError, UnavailableError

SALT_LENGTH = 32  # of RSASSA-PSS, in bytes: as long as the hash
PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


class FileKey:
    """A key of a file. Its object is made once: OpenSSL checks an RSA key for 79 ms each time it is loaded."""

    def __init__(
        self, private_key: PrivateKey, certificate: x509.Certificate, issuers: tuple[x509.Certificate, ...]
    ) -> None:
        self._private_key: PrivateKey | None = private_key
        self._certificate = certificate
        self._issuers = issuers

    @property
    def certificate(self) -> x509.Certificate:
        return self._certificate

    @property
    def issuers(self) -> tuple[x509.Certificate, ...]:
        return self._issuers

    def sign(self, data: bytes) -> bytes:
        if self._private_key is None:
            raise UnavailableError("key_unavailable")
        if isinstance(self._private_key, rsa.RSAPrivateKey):
            scheme = padding.PSS(padding.MGF1(hashes.SHA256()), SALT_LENGTH)
            return self._private_key.sign(data, scheme, hashes.SHA256())
        return self._private_key.sign(data, ec.ECDSA(hashes.SHA256()))

    def close(self) -> None:
        self._private_key = None


def open_file(path: Path, pin: bytearray, certificates: Path | None = None) -> FileKey:
    """The key of the PEM (PKCS#8) or PKCS#12 (`.p12`, `.pfx`) file at `path`.

    `certificates`: PEM file with the holder's certificate and those above it; needed with PKCS#8 only.
    Raises AccessError("wrong_pin"); UnavailableError("key_unavailable") when files are missing, damaged or do not
    belong together, or the key is not encrypted at all.
    """
    if not pin:
        raise AccessError("wrong_pin")
    try:
        data = path.read_bytes()
        beside = x509.load_pem_x509_certificates(certificates.read_bytes()) if certificates else []
    except (OSError, ValueError) as error:
        raise UnavailableError("key_unavailable", detail=f"{path.name}: {type(error).__name__}") from error
    if path.suffix.lower() in (".p12", ".pfx"):
        private_key, found = _from_pkcs12(data, pin)
        found += beside
    else:
        private_key, found = _from_pkcs8(data, pin), beside
    if not isinstance(private_key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise UnavailableError("key_unavailable", detail=f"{path.name}: neither RSA nor ECDSA")
    public = private_key.public_key()
    own = [certificate for certificate in found if certificate.public_key() == public]
    if not own:
        raise UnavailableError("key_unavailable", detail=f"{path.name}: no certificate of this key")
    certificate = current_of(own, dt.datetime.now(dt.UTC))
    return FileKey(private_key, certificate, issuers_of(certificate, found))


def current_of(certificates: Sequence[x509.Certificate], now: dt.datetime) -> x509.Certificate:
    """Of several certificates of one key the one to use: one that holds now, and of these the one that lasts longest.

    If none holds, the one that ends last: whoever checks it says why it may not sign.
    """
    holding = [one for one in certificates if one.not_valid_before_utc <= now <= one.not_valid_after_utc]
    return max(holding or certificates, key=lambda one: one.not_valid_after_utc)


def issuers_of(certificate: x509.Certificate, found: list[x509.Certificate]) -> tuple[x509.Certificate, ...]:
    """Those of `found` that lead upwards from `certificate`, nearest first."""
    chain: list[x509.Certificate] = []
    below = certificate
    while below.subject != below.issuer:
        above = next((other for other in found if other.subject == below.issuer and other not in chain), None)
        if above is None:
            break
        chain.append(above)
        below = above
    return tuple(chain)


def made_by(certificate: x509.Certificate, signature: bytes, data: bytes) -> bool:
    """True if the holder of `certificate` made this `signature` of `data` (see `Key.sign`)."""
    public_key = certificate.public_key()
    try:
        if isinstance(public_key, rsa.RSAPublicKey):
            scheme = padding.PSS(padding.MGF1(hashes.SHA256()), SALT_LENGTH)
            public_key.verify(signature, data, scheme, hashes.SHA256())
        elif isinstance(public_key, ec.EllipticCurvePublicKey):
            public_key.verify(signature, data, ec.ECDSA(hashes.SHA256()))
        else:
            return False
    except InvalidSignature:
        return False
    return True


def _from_pkcs8(data: bytes, pin: bytearray) -> object:
    try:
        return load_pem_private_key(data, bytes(pin))
    except TypeError as error:  # not encrypted: a key that anyone may read is refused
        raise UnavailableError("key_unavailable", detail="the key file is not encrypted") from error
    except ValueError as error:
        raise _wrong_pin_or_damaged(data, error) from error
    except UnsupportedAlgorithm as error:
        raise UnavailableError("key_unavailable", detail="unknown encryption of the key file") from error


def _from_pkcs12(data: bytes, pin: bytearray) -> tuple[object, list[x509.Certificate]]:
    try:
        private_key, certificate, others = pkcs12.load_key_and_certificates(data, bytes(pin))
    except ValueError as error:
        raise _wrong_pin_or_damaged(data, error) from error
    return private_key, [found for found in (certificate, *others) if found is not None]


def _wrong_pin_or_damaged(data: bytes, error: ValueError) -> AccessError | UnavailableError:
    """What a file that does not open is told to be: damaged if it holds nothing encrypted, else the PIN is wrong.

    The words of the error do not tell: one wrong PIN in 256 decrypts to something that passes for padded, and fails as
    damaged data do.
    """
    words = str(error).lower()
    if "password" in words or "decrypt" in words or _is_encrypted(data):
        return AccessError("wrong_pin")
    return UnavailableError("key_unavailable", detail="the key file is damaged")


def _is_encrypted(data: bytes) -> bool:
    """Whether this is a well-formed container of an encrypted key, PEM or PKCS#12."""
    try:
        if pem.detect(data):
            _, _, data = pem.unarmor(data)
            return bool(EncryptedPrivateKeyInfo.load(data, strict=True)["encrypted_data"].native)
        return bool(Pfx.load(data, strict=True)["mac_data"].native)
    except (ValueError, TypeError):
        return False
