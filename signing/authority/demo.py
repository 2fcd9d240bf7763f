"""The demo authority: a root, an issuing authority, a status service and a timestamp service, all on this machine.

Made on first run so that a certified copy can be issued whole (B-LTA) with no network and no bought certificate.
It is worth nothing in law and says so in every name; its root is refused wherever an office is not marked as a demo.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509 import ocsp

from signing.authority.certificates import Issuer, Purpose, empty_list, issue_authority, issue_leaf, issue_root
from signing.authority.names import MARK, ORGANISATION, marked
from signing.keys import KeySource
from signing.keys.scrypt import encrypted_pem
from terms.errors import AccessError, StateError, UnavailableError
from terms.text import nfc

_STATUS_HOLDS = dt.timedelta(days=1)
_REASON = x509.ReasonFlags.key_compromise


class DemoAuthority:
    """The demo authority kept in `folder`.

    Root, issuing authority and every holder's key are encrypted with a PIN. The keys of the two services are not: they
    work unattended, and what they sign is a time or a status, never a copy.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            self.root = _certificate(folder / "root.crt.pem")
            self.issuing = _certificate(folder / "issuing.crt.pem")
            self._status = _service_key(folder, "status")
            self.timestamps_key = _service_key(folder, "timestamps")
        except (OSError, ValueError) as error:
            raise UnavailableError("key_unavailable", detail=f"{folder.name}: {type(error).__name__}") from error

    @classmethod
    def exists(cls, folder: Path) -> bool:
        return (folder / "root.crt.pem").exists()

    @classmethod
    def create(cls, folder: Path, pin: str) -> DemoAuthority:
        """Make the authority in `folder`, whole or not at all; `pin` protects its own keys.

        Raises StateError("wrong_state") if there is one already.
        """
        if cls.exists(folder):
            raise StateError("wrong_state", detail=f"{folder} ✓")
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=".authority-", dir=folder.parent))
        try:
            _make(draft, nfc(pin).encode())
            draft.rename(folder)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise
        return cls(folder)

    def issue(
        self, name: str, *, holder: str, organisation: str, pin: str, authority_pin: str, days: int = 730
    ) -> KeySource:
        """A key with a certificate for a person, or for an office (then `holder` is the office's name).

        `name` is the key's name in the signing worker. `pin` will open it.
        Raises AccessError("wrong_pin") if `authority_pin` is wrong, StateError("wrong_state") if the name is taken.
        """
        target = self.folder / "keys" / f"{name}.key.pem"
        if self.has(name):
            raise StateError("wrong_state", detail=name)
        issuer = Issuer(_private(self.folder / "issuing.key.pem", authority_pin), self.issuing)
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = issue_leaf(
            issuer,
            key.public_key(),
            name=marked(holder),
            organisation=f"{organisation} ({MARK})",
            purpose="signing",
            days=days,
        )
        chain = (certificate, self.issuing)
        _write(self.folder / "keys" / f"{name}.crt.pem", b"".join(c.public_bytes(Encoding.PEM) for c in chain), 0o644)
        _write(target, encrypted_pem(key, nfc(pin).encode()))
        return self.source(name)

    def has(self, name: str) -> bool:
        """True if the authority has issued a key of this name."""
        return (self.folder / "keys" / f"{name}.key.pem").exists()

    def source(self, name: str) -> KeySource:
        """Where the key `name` of this authority lies."""
        folder = self.folder / "keys"
        return KeySource(name, path=folder / f"{name}.key.pem", certificates=folder / f"{name}.crt.pem")

    def revoke(self, certificate: x509.Certificate, at: dt.datetime | None = None) -> None:
        """Say of `certificate` from now on that its key was compromised."""
        known = self._revoked()
        known[f"{certificate.serial_number:x}"] = (at or dt.datetime.now(dt.UTC)).isoformat()
        _write(self.folder / "revoked.json", json.dumps(known, indent=1).encode())

    def status(self, certificate: x509.Certificate, at: dt.datetime | None = None) -> bytes:
        """What the status service says of `certificate` now: an OCSP response (RFC 6960) in DER.

        Of the timestamp service it is said for as long as its certificate lasts: nothing later in a copy could say it,
        and a copy must be judged in later years by one who asks nobody.
        """
        now = at or dt.datetime.now(dt.UTC)
        is_timestamps = certificate == self.timestamps_key.certificate
        until = certificate.not_valid_after_utc if is_timestamps else now.replace(microsecond=0) + _STATUS_HOLDS
        since = self._revoked().get(f"{certificate.serial_number:x}")
        response = (
            ocsp.OCSPResponseBuilder()
            .add_response(
                cert=certificate,
                issuer=self.issuing,
                algorithm=hashes.SHA256(),
                cert_status=ocsp.OCSPCertStatus.REVOKED if since else ocsp.OCSPCertStatus.GOOD,
                this_update=now.replace(microsecond=0),
                next_update=until,
                revocation_time=dt.datetime.fromisoformat(since) if since else None,
                revocation_reason=_REASON if since else None,
            )
            .responder_id(ocsp.OCSPResponderEncoding.NAME, self._status.certificate)
            .certificates([self._status.certificate])
        )
        signed = response.sign(self._status.private_key, hashes.SHA256())
        return signed.public_bytes(Encoding.DER)

    def root_revocations(self) -> bytes:
        """The root's revocation list (CRL, RFC 5280) in DER. The root issued one authority and signed one list."""
        return (self.folder / "root.crl").read_bytes()

    def issued(self, certificate: x509.Certificate) -> bool:
        """True if `certificate` was issued by this authority."""
        try:
            certificate.verify_directly_issued_by(self.issuing)
        except (ValueError, TypeError, InvalidSignature):
            return False
        return True

    def _revoked(self) -> dict[str, str]:
        path = self.folder / "revoked.json"
        known: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
        return known


@dataclass(frozen=True)
class ServiceKey:
    """What one of the two services signs with."""

    private_key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate


def _make(folder: Path, pin: bytes) -> None:
    (folder / "keys").mkdir(mode=0o700)
    folder.chmod(0o700)
    root_key, root = issue_root()
    issuing_key, issuing = issue_authority(Issuer(root_key, root))
    for name, key, certificate in (("root", root_key, root), ("issuing", issuing_key, issuing)):
        _write(folder / f"{name}.key.pem", encrypted_pem(key, pin))
        _write(folder / f"{name}.crt.pem", certificate.public_bytes(Encoding.PEM), 0o644)
    _write(folder / "root.crl", empty_list(Issuer(root_key, root)), 0o644)
    services: tuple[tuple[str, Purpose, str], ...] = (
        ("status", "status", "Hoso OCSP"),
        ("timestamps", "timestamps", "Hoso TSA"),
    )
    for name, purpose, common_name in services:
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = issue_leaf(
            Issuer(issuing_key, issuing),
            key.public_key(),
            name=marked(common_name),
            organisation=ORGANISATION,
            purpose=purpose,
            days=3650,
        )
        _write(folder / f"{name}.key.pem", key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        _write(folder / f"{name}.crt.pem", certificate.public_bytes(Encoding.PEM), 0o644)


def _private(path: Path, pin: str) -> ec.EllipticCurvePrivateKey:
    try:
        key = load_pem_private_key(path.read_bytes(), nfc(pin).encode())
    except ValueError as error:
        raise AccessError("wrong_pin") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise UnavailableError("key_unavailable", detail=path.name)
    return key


def _service_key(folder: Path, name: str) -> ServiceKey:
    key = load_pem_private_key((folder / f"{name}.key.pem").read_bytes(), None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise ValueError(name)
    return ServiceKey(key, _certificate(folder / f"{name}.crt.pem"))


def _certificate(path: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(path.read_bytes())


def _write(path: Path, data: bytes, mode: int = 0o600) -> None:
    """Whole or not at all, and readable to nobody else from its first moment."""
    handle, draft = tempfile.mkstemp(prefix=".", dir=path.parent)
    with os.fdopen(handle, "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    os.chmod(draft, mode)
    os.replace(draft, path)
