"""The words of the Cloud Signature Consortium's API, versions 1.0.4 and 2, spoken to one remote signing service.

Both versions ask for the same four things: a token of the service, what a credential is, its activation (SAD), and
signatures of hashes. They differ in names and shapes alone, and those differences lie here.
"""

from __future__ import annotations

import base64
import ipaddress
import json
import re
import ssl
import tomllib
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from terms.errors import AccessError, HosoError, UnavailableError

Version = Literal["1.0.4", "2"]
SHA256_OID = "2.16.840.1.101.3.4.2.1"
_LARGEST_ANSWER = 1024 * 1024
_PATHS: dict[str, str] = {"1.0.4": "csc/v1", "2": "csc/v2"}


@dataclass(frozen=True)
class RemoteAddress:
    """Where a remote key lies, as a file `keys/<name>.remote.toml` says.

    `service`: the address before `/csc/…`, https except on this very machine. `credential`: the key's id there. Who we
    are is proved by a bearer token in `token_file`, read anew each time, or by `client_id` and `client_secret_file`
    (OAuth 2, client credentials). `ca_file`: PEM file with the roots of the service's own TLS, if they are not the
    system's. `timeout_s`: how long one answer may take, the person's confirmation on a telephone included.
    """

    service: str
    credential: str
    version: Version = "1.0.4"
    token_file: Path | None = None
    client_id: str = ""
    client_secret_file: Path | None = None
    ca_file: Path | None = None
    timeout_s: float = 30.0

    @classmethod
    def read(cls, path: Path) -> RemoteAddress:
        """The address that stands in `path`; file names in it start from its folder.

        Raises UnavailableError("key_unavailable") naming the mistake, never a value.
        """
        try:
            said = tomllib.loads(path.read_text("utf-8"))
            for name in ("token_file", "client_secret_file", "ca_file"):
                if name in said:
                    said[name] = path.parent / said[name]
            address = cls(**said)
            if address.version not in _PATHS or not 0 < float(address.timeout_s) <= 300 or not address.credential:
                raise ValueError("version, timeout_s, credential")
            _check_scheme(address.service)
        except (OSError, ValueError, TypeError) as error:
            raise UnavailableError("key_unavailable", detail=f"{path.name}: {type(error).__name__}") from error
        return address


@dataclass(frozen=True)
class Credential:
    """What the service says of a key. `certificates`: DER, the holder's first. `algorithms`: OIDs it signs with.

    `mode`: how its use is confirmed: `explicit` by what the holder types (`wants`: "PIN", "OTP"), `implicit` by the
    service itself on the holder's own device. `pinned`: each confirmation holds for named hashes only (SCAL2).
    `at_once`: how many signatures one confirmation may cover.
    """

    certificates: tuple[bytes, ...]
    algorithms: frozenset[str]
    mode: str
    wants: tuple[str, ...]
    pinned: bool
    at_once: int
    enabled: bool


@dataclass(frozen=True)
class Algorithm:
    """A way to sign, by its OID. `parameters`: DER, base64, where the OID alone does not say it all."""

    oid: str
    parameters: str = ""


class CscService:
    """One service, as one open key speaks with it. Nothing it says or is told is ever logged."""

    def __init__(self, address: RemoteAddress) -> None:
        self._address = address
        self._is_2 = address.version == "2"

    def credential(self) -> Credential:
        """Raises UnavailableError("key_unavailable")."""
        question = {"credentialID": self._address.credential, "certificates": "chain", "certInfo": False}
        said = self._ask("credentials/info", question)
        try:
            key = said["key"]
            mode, wants = self._confirmation(said)
            return Credential(
                certificates=tuple(base64.b64decode(one, validate=True) for one in said["cert"]["certificates"]),
                algorithms=frozenset(str(one) for one in key["algo"]),
                mode=mode,
                wants=wants,
                pinned=str(said.get("SCAL", "1")) == "2",
                at_once=max(1, int(said.get("multisign", 1))),
                enabled=key.get("status") == "enabled",
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise _unavailable("credentials/info") from error

    def authorize(self, count: int, hashes: list[bytes], typed: dict[str, str]) -> str:
        """The activation (SAD) for `count` signatures, of these SHA-256 `hashes` alone if there are any.

        `typed`: PIN and OTP, by their names. Raises AccessError("wrong_pin"), UnavailableError("key_unavailable").
        """
        question: dict[str, Any] = {"credentialID": self._address.credential, "numSignatures": count}
        if hashes and self._is_2:
            question |= {"hashes": _encoded(hashes), "hashAlgorithmOID": SHA256_OID}
        elif hashes:
            question |= {"hash": _encoded(hashes)}
        if self._is_2 and typed:
            question |= {"authData": [{"id": name, "value": value} for name, value in typed.items()]}
        else:
            question |= typed
        return self._text(self._ask("credentials/authorize", question), "SAD", "credentials/authorize")

    def sign_hash(self, activation: str, digest: bytes, algorithm: Algorithm) -> bytes:
        """Raises AccessError("pin_used_up") when the activation no longer holds, UnavailableError."""
        question: dict[str, Any] = {
            "credentialID": self._address.credential,
            "SAD": activation,
            "hashes" if self._is_2 else "hash": _encoded([digest]),
            "hashAlgorithmOID" if self._is_2 else "hashAlgo": SHA256_OID,
            "signAlgo": algorithm.oid,
        }
        if algorithm.parameters:
            question["signAlgoParams"] = algorithm.parameters
        said = self._ask("signatures/signHash", question)
        try:
            (signature,) = said["signatures"]
            return base64.b64decode(signature, validate=True)
        except (KeyError, TypeError, ValueError) as error:
            raise _unavailable("signatures/signHash") from error

    def _confirmation(self, said: dict[str, Any]) -> tuple[str, tuple[str, ...]]:
        if self._is_2:
            auth = said["auth"]
            return str(auth["mode"]), tuple(str(one["id"]) for one in auth.get("objects", ()))
        presences = {name: str((said.get(name) or {}).get("presence", "false")) for name in ("PIN", "OTP")}
        return str(said["authMode"]), tuple(name for name, presence in presences.items() if presence == "true")

    def _ask(self, method: str, question: dict[str, Any]) -> dict[str, Any]:
        address = f"{self._address.service.rstrip('/')}/{_PATHS[self._address.version]}/{method}"
        headers = {"Content-Type": "application/json"}
        token = self._token()
        if token:
            headers["Authorization"] = f"Bearer {token}"
        return self._post(address, json.dumps(question).encode(), headers, method)

    def _token(self) -> str:
        address = self._address
        try:
            if address.token_file is not None:
                return address.token_file.read_text("utf-8").strip()
            if address.client_secret_file is not None:
                return self._granted(address.client_secret_file.read_text("utf-8").strip())
        except (OSError, UnicodeDecodeError) as error:
            raise _unavailable("token_file") from error
        return ""

    def _granted(self, secret: str) -> str:
        address = f"{self._address.service.rstrip('/')}/{_PATHS[self._address.version]}/oauth2/token"
        fields = {"grant_type": "client_credentials", "client_id": self._address.client_id, "client_secret": secret}
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        said = self._post(address, urllib.parse.urlencode(fields).encode(), headers, "oauth2/token")
        return self._text(said, "access_token", "oauth2/token")

    def _post(self, address: str, body: bytes, headers: dict[str, str], method: str) -> dict[str, Any]:
        request = urllib.request.Request(address, data=body, headers=headers)  # noqa: S310 - checked when it was read
        try:
            with self._opener.open(request, timeout=self._address.timeout_s) as answer:
                data = answer.read(_LARGEST_ANSWER + 1)
        except urllib.error.HTTPError as error:
            with error:
                raise _refusal(method, error.code, error.read(_LARGEST_ANSWER)) from error
        except (OSError, ValueError) as error:  # what urllib and ssl raise are OSErrors
            raise _unavailable(f"{method}: {type(error).__name__}") from error
        try:
            said = json.loads(data) if len(data) <= _LARGEST_ANSWER else None
        except (ValueError, RecursionError) as error:
            raise _unavailable(method) from error
        if not isinstance(said, dict):
            raise _unavailable(method)
        return said

    @cached_property
    def _opener(self) -> urllib.request.OpenerDirector:
        try:
            context = ssl.create_default_context(cafile=self._address.ca_file)
        except (OSError, ssl.SSLError) as error:
            raise _unavailable("ca_file") from error
        return urllib.request.build_opener(_NoRedirect, urllib.request.HTTPSHandler(context=context))

    @staticmethod
    def _text(said: dict[str, Any], name: str, method: str) -> str:
        value = said.get(name)
        if not isinstance(value, str) or not value:
            raise _unavailable(method)
        return value


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        """A token is sent to the address that was configured, and nowhere else."""


def _check_scheme(service: str) -> None:
    """Raise ValueError unless what is said to the service stays between it and us."""
    parts = urllib.parse.urlsplit(service)
    host = parts.hostname or ""
    if parts.scheme == "https" and host:
        return
    if parts.scheme != "http" or not (host == "localhost" or ipaddress.ip_address(host).is_loopback):
        raise ValueError("service")


def _refusal(method: str, status: int, body: bytes) -> HosoError:
    """What a service's refusal means to the person who signs."""
    try:
        said = json.loads(body)
        code, words = str(said["error"]), str(said.get("error_description", ""))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        code, words = "", ""
    if method == "credentials/authorize" and (
        code in ("invalid_pin", "invalid_otp") or re.search(r"\b(PIN|OTP|authData)\b", words)
    ):
        return AccessError("wrong_pin")
    if method == "signatures/signHash" and (code == "expired_sad" or re.search(r"\bSAD\b", words)):
        return AccessError("pin_used_up")
    return _unavailable(f"{method}: HTTP {status}")


def _unavailable(detail: str) -> UnavailableError:
    return UnavailableError("key_unavailable", detail=detail)


def _encoded(hashes: list[bytes]) -> list[str]:
    return [base64.b64encode(one).decode("ascii") for one in hashes]
