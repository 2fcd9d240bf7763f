"""A key on a token or HSM, reached by PKCS#11. The private key never leaves the device."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pkcs11
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from pkcs11.exceptions import (
    NoSuchKey,
    NoSuchToken,
    PinIncorrect,
    PinInvalid,
    PinLenRange,
    PinLocked,
    PKCS11Error,
)

from signing.keys.file import SALT_LENGTH, issuers_of
from terms.errors import AccessError, UnavailableError


@dataclass(frozen=True)
class TokenAddress:
    """Where a key lies: the device's PKCS#11 library, the token's label, the label of key and certificate on it."""

    library: Path
    token: str
    label: str


class TokenKey:
    """A key on a token. One session is used by one signature at a time, as PKCS#11 asks."""

    def __init__(
        self, session: Any, private_key: Any, certificate: x509.Certificate, issuers: tuple[x509.Certificate, ...]
    ) -> None:
        self._session = session
        self._private_key = private_key
        self._certificate = certificate
        self._issuers = issuers
        self._one_at_a_time = threading.Lock()

    @property
    def certificate(self) -> x509.Certificate:
        return self._certificate

    @property
    def issuers(self) -> tuple[x509.Certificate, ...]:
        return self._issuers

    def sign(self, data: bytes) -> bytes:
        with self._one_at_a_time:
            if self._private_key is None:
                raise UnavailableError("key_unavailable")
            try:
                if isinstance(self._certificate.public_key(), rsa.RSAPublicKey):
                    return self._sign_pss(data)
                return self._sign_ecdsa(data)
            except PKCS11Error as error:
                raise UnavailableError("key_unavailable", detail=type(error).__name__) from error

    def close(self) -> None:
        with self._one_at_a_time:
            self._private_key = None
            try:
                self._session.close()
            except PKCS11Error:  # the token is gone, and its session with it
                return

    def _sign_pss(self, data: bytes) -> bytes:
        parameters = (pkcs11.Mechanism.SHA256, pkcs11.MGF.SHA256, SALT_LENGTH)
        mechanism = pkcs11.Mechanism.SHA256_RSA_PKCS_PSS
        return bytes(self._private_key.sign(data, mechanism=mechanism, mechanism_param=parameters))

    def _sign_ecdsa(self, data: bytes) -> bytes:
        """By the raw mechanism, which every token has: it takes the hash and gives r and s side by side."""
        raw = bytes(self._private_key.sign(hashlib.sha256(data).digest(), mechanism=pkcs11.Mechanism.ECDSA))
        half = len(raw) // 2
        return encode_dss_signature(int.from_bytes(raw[:half], "big"), int.from_bytes(raw[half:], "big"))


def open_token(address: TokenAddress, pin: bytearray, certificates: Path | None = None) -> TokenKey:
    """The key at `address`. `certificates`: PEM file with certificates that the token does not hold.

    Raises AccessError("wrong_pin"), also when the token has locked itself; UnavailableError("key_unavailable").
    """
    try:
        token = _library(address.library).get_token(token_label=address.token)
        session = token.open(user_pin=pin.decode("utf-8"))
    except (PinIncorrect, PinInvalid, PinLenRange, PinLocked, UnicodeDecodeError) as error:
        raise AccessError("wrong_pin") from error
    except (PKCS11Error, NoSuchToken, OSError, RuntimeError) as error:
        raise UnavailableError("key_unavailable", detail=f"{address.token}: {type(error).__name__}") from error
    try:
        private_key = session.get_key(object_class=pkcs11.ObjectClass.PRIVATE_KEY, label=address.label)
        found = _certificates(session, address.label)
        others = _certificates(session, None)
        if certificates is not None:
            beside = x509.load_pem_x509_certificates(certificates.read_bytes())
            others += beside
            found = found or beside[:1]
    except (NoSuchKey, PKCS11Error, OSError, ValueError) as error:
        session.close()
        raise UnavailableError("key_unavailable", detail=f"{address.label}: {type(error).__name__}") from error
    if not found:
        session.close()
        raise UnavailableError("key_unavailable", detail=f"{address.label}: no certificate of this key")
    return TokenKey(session, private_key, found[0], issuers_of(found[0], others))


def _certificates(session: Any, label: str | None) -> list[x509.Certificate]:
    wanted: dict[Any, Any] = {pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE}
    if label is not None:
        wanted[pkcs11.Attribute.LABEL] = label
    return [x509.load_der_x509_certificate(found[pkcs11.Attribute.VALUE]) for found in session.get_objects(wanted)]


@cache
def _library(path: Path) -> Any:
    return pkcs11.lib(str(path))
