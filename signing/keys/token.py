"""A key on a token or HSM, reached by PKCS#11. The private key never leaves the device."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets
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
    PinIncorrect,
    PinInvalid,
    PinLenRange,
    PinLocked,
    PKCS11Error,
)

from signing.keys.file import SALT_LENGTH, current_of, issuers_of, made_by
from terms.errors import AccessError, UnavailableError

_WRONG_PIN = (PinIncorrect, PinInvalid, PinLenRange, PinLocked, UnicodeDecodeError)
_TRIAL = b"Does this certificate belong to this key?"


@dataclass(frozen=True)
class TokenAddress:
    """Where a key lies: the device's PKCS#11 library, the token's label, the label of key and certificate on it."""

    library: Path
    token: str
    label: str


class TokenKey:
    """A key on a token. One session is used by one signature at a time, as PKCS#11 asks."""

    def __init__(
        self,
        login: _Login,
        session: Any,
        private_key: Any,
        certificate: x509.Certificate,
        issuers: tuple[x509.Certificate, ...],
    ) -> None:
        self._login = login
        self._term = login.term
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
            if self._private_key is None or self._login.term is not self._term:
                raise UnavailableError("key_unavailable")
            try:
                is_rsa = isinstance(self._certificate.public_key(), rsa.RSAPublicKey)
                return signed_by(self._private_key, data, is_rsa=is_rsa)
            except PKCS11Error as error:
                raise UnavailableError("key_unavailable", detail=type(error).__name__) from error

    def close(self) -> None:
        with self._one_at_a_time:
            if self._private_key is None:
                return
            self._private_key = None
            self._login.leave(self._session, self._term)


def signed_by(private_key: Any, data: bytes, *, is_rsa: bool) -> bytes:
    """The signature of `data` by a private key of an open PKCS#11 session (see `Key.sign`). Raises PKCS11Error."""
    if is_rsa:
        parameters = (pkcs11.Mechanism.SHA256, pkcs11.MGF.SHA256, SALT_LENGTH)
        mechanism = pkcs11.Mechanism.SHA256_RSA_PKCS_PSS
        return bytes(private_key.sign(data, mechanism=mechanism, mechanism_param=parameters))
    # the raw mechanism, which every token has, takes the hash and gives r and s side by side
    raw = bytes(private_key.sign(hashlib.sha256(data).digest(), mechanism=pkcs11.Mechanism.ECDSA))
    half = len(raw) // 2
    return encode_dss_signature(int.from_bytes(raw[:half], "big"), int.from_bytes(raw[half:], "big"))


class _Library:
    """A device's PKCS#11 library in this process, and who is logged in through it."""

    def __init__(self, path: Path) -> None:
        self._pkcs11 = pkcs11.lib(str(path))
        self.lock = threading.RLock()
        self.logins: set[_Login] = set()

    def token(self, label: str) -> Any:
        return self._pkcs11.get_token(token_label=label)

    def reload(self) -> bool:
        """Let the library look for tokens anew: one that was drawn and put back is known again only then.

        False while somebody is logged in, whose sessions would be lost.
        """
        if self.logins:
            return False
        self._pkcs11.reinitialize()
        return True


class _Login:
    """This process, logged in to one token.

    PKCS#11 logs in the process, not the session: while one key of a token is open, the token would open the next for
    anybody. So the PIN of who comes second is compared with that of who came first (by a slow hash that is forgotten
    with the last key), and only the last to leave logs out. `term`: one login, from the first key to the last; a key of
    a term that is over must not touch its handles, for they may be another's by now.
    """

    def __init__(self, address: TokenAddress) -> None:
        self._address = address
        self._library = _library(address.library)
        self._first: Any = None
        self._sessions = 0
        self._salt, self._hash = b"", b""
        self.term: object = None

    def enter(self, pin: bytearray) -> Any:
        """A session on the token. Raises AccessError("wrong_pin"), UnavailableError("key_unavailable")."""
        try:
            with self._library.lock:
                if self._first is not None:
                    if not hmac.compare_digest(self._hash, self._slow_hash(pin)):
                        raise AccessError("wrong_pin")
                    session = self._another()
                    if session is not None:
                        return session
                return self._anew(pin)
        except _WRONG_PIN as error:
            raise AccessError("wrong_pin") from error
        except (PKCS11Error, OSError, RuntimeError) as error:
            detail = f"{self._address.token}: {type(error).__name__}"
            raise UnavailableError("key_unavailable", detail=detail) from error

    def leave(self, session: Any, term: object) -> None:
        with self._library.lock:
            if term is not self.term:
                return
            _close(session)
            self._sessions -= 1
            if self._sessions <= 0:
                self._forget()

    def _another(self) -> Any:
        """One more session of the login there is; None if the token was drawn meanwhile."""
        try:
            session = self._token().open()
            self._sessions += 1
        except PKCS11Error:
            self._forget()
            return None
        return session

    def _anew(self, pin: bytearray) -> Any:
        try:
            return self._logged_in(pin)
        except _WRONG_PIN:
            raise
        except PKCS11Error:  # drawn; or drawn and put back
            if not self._library.reload():
                raise
            return self._logged_in(pin)

    def _logged_in(self, pin: bytearray) -> Any:
        first = self._token().open(user_pin=pin.decode("utf-8"))
        try:
            session = self._token().open()
        except BaseException:
            _close(first)
            raise
        self._first, self._sessions, self.term = first, 1, object()
        self._salt = secrets.token_bytes(16)
        self._hash = self._slow_hash(pin)
        self._library.logins.add(self)
        return session

    def _forget(self) -> None:
        _close(self._first)
        self._first, self._sessions, self._salt, self._hash, self.term = None, 0, b"", b"", None
        self._library.logins.discard(self)

    def _slow_hash(self, pin: bytearray) -> bytes:
        return hashlib.scrypt(pin, salt=self._salt, n=2**14, r=8, p=1)

    def _token(self) -> Any:
        return self._library.token(self._address.token)


def open_token(address: TokenAddress, pin: bytearray, certificates: Path | None = None) -> TokenKey:
    """The key at `address`. `certificates`: PEM file with certificates that the token does not hold.

    Raises AccessError("wrong_pin"), also when the token has locked itself; UnavailableError("key_unavailable").
    """
    try:
        login = _login(address.library, address.token)
    except (PKCS11Error, OSError, RuntimeError) as error:
        raise UnavailableError("key_unavailable", detail=f"{address.library.name}: {type(error).__name__}") from error
    session = login.enter(pin)
    term = login.term
    try:
        private_key = session.get_key(object_class=pkcs11.ObjectClass.PRIVATE_KEY, label=address.label)
        found = _certificates(session, address.label)
        others = _certificates(session, None)
        if certificates is not None:
            beside = x509.load_pem_x509_certificates(certificates.read_bytes())
            others += beside
            own = (found or beside)[0].public_key()
            found += [one for one in beside if one.public_key() == own]
    except (PKCS11Error, OSError, ValueError) as error:
        login.leave(session, term)
        raise UnavailableError("key_unavailable", detail=f"{address.label}: {type(error).__name__}") from error
    if not found:
        login.leave(session, term)
        raise UnavailableError("key_unavailable", detail=f"{address.label}: no certificate of this key")
    certificate = current_of(found, dt.datetime.now(dt.UTC))
    key = TokenKey(login, session, private_key, certificate, issuers_of(certificate, others))
    try:
        if not made_by(key.certificate, key.sign(_TRIAL), _TRIAL):
            raise UnavailableError("key_unavailable", detail=f"{address.label}: the certificate is another key's")
    except BaseException:
        key.close()
        raise
    return key


def _certificates(session: Any, label: str | None) -> list[x509.Certificate]:
    wanted: dict[Any, Any] = {pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE}
    if label is not None:
        wanted[pkcs11.Attribute.LABEL] = label
    return [x509.load_der_x509_certificate(found[pkcs11.Attribute.VALUE]) for found in session.get_objects(wanted)]


def _close(session: Any) -> None:
    try:
        session.close()
    except PKCS11Error:  # the token is gone, and its session with it
        return


@cache
def _login(library: Path, token: str) -> _Login:
    return _Login(TokenAddress(library, token, ""))


@cache
def _library(path: Path) -> _Library:
    return _Library(path)
