"""Certificates of our keys: which are known, how long they last, and how a renewed one is put in place.

A key's certificates lie beside each other in one file; the one that holds now is used, and of two the one that lasts
longer. So a renewed certificate may be put in place weeks before the old one ends, and nobody has to be there that day.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from signing.authority import common_name
from signing.certificates import check_profile
from signing.keys.file import current_of
from signing.settings import SigningSettings
from signing.trust import checked_name
from signing.verification.anchors import read_certificates
from terms.errors import InputError, StateError, UnavailableError

log = logging.getLogger(__name__)

WARN_DAYS = (60, 30, 7)
"""From these many days before its end on a certificate is spoken of, each time more urgently."""


@dataclass(frozen=True)
class KnownCertificate:
    """The certificate that a key signs with now. `name`: of the key at the signing worker."""

    name: str
    holder: str
    until: dt.datetime

    def days_left(self, now: dt.datetime) -> int:
        """Whole days; negative once it is over."""
        return (self.until - now).days

    def is_ending(self, now: dt.datetime) -> bool:
        return self.days_left(now) < WARN_DAYS[0]

    def is_urgent(self, now: dt.datetime) -> bool:
        """A week is left, or nothing."""
        return self.days_left(now) < WARN_DAYS[-1]


def remember(settings: SigningSettings, name: str, certificate: x509.Certificate) -> None:
    """Note with which certificate a key was opened: of one on a token or at a service nothing else is known here.

    It serves the warning of its end alone, so what fails here (a full disk) stops no signature.
    """
    path = settings.folder / "certificates" / f"{name}.crt.pem"
    data = certificate.public_bytes(Encoding.PEM)
    try:
        if path.exists() and path.read_bytes() == data:
            return
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write(path, data)
    except (OSError, UnavailableError) as error:
        log.warning("the certificate of %s is not noted: %s", name, type(error).__name__)


def known(settings: SigningSettings) -> list[KnownCertificate]:
    """The certificates of all keys that are known here, by name; who asks needs no PIN."""
    found: dict[str, list[x509.Certificate]] = {}
    laid_down, seen = settings.folder / "keys", settings.folder / "certificates"
    places = [(laid_down, ".agent.pem"), (laid_down, ".crt.pem"), (seen, ".crt.pem")]
    for folder, ending in (*places, (settings.authority / "keys", ".crt.pem")):  # the first that names a key holds
        for path in sorted(folder.glob(f"*{ending}")):
            certificates = _readable(path)
            own = [one for one in certificates if one.subject == certificates[0].subject]
            if own:
                found.setdefault(path.name.removesuffix(ending), own)
    now = dt.datetime.now(dt.UTC)
    current = {name: current_of(certificates, now) for name, certificates in sorted(found.items())}
    return [KnownCertificate(name, common_name(one), one.not_valid_after_utc) for name, one in current.items()]


def install(settings: SigningSettings, name: str, path: Path, *, request: Path | None = None) -> x509.Certificate:
    """Put the certificate in `path` (PEM or DER, the holder's first) beside the key `name`; the old one stays.

    It must be of the same key and holder as the one before; the first of a key must be of the key that signed
    `request` (PEM). Raises InputError("bad_certificate"), ("certificate_other_key"), ("certificate_wrong_holder"), what
    a certificate is refused for by its look, StateError("wrong_state") for one that ends no later than the present one.
    """
    checked_name(name)
    chain = [x509.load_der_x509_certificate(der) for der in read_certificates(path)]
    new = chain[0]
    check_profile(new, may_begin_later=True)
    agent = settings.folder / "keys" / f"{name}.agent.pem"
    target = agent if agent.exists() else settings.folder / "keys" / f"{name}.crt.pem"
    before = _read(target) or _read(settings.folder / "certificates" / f"{name}.crt.pem")
    if before:
        _check_follows(new, before, any_key=agent.exists())
    elif request is None or _public(_request(request)) != _public(new):
        raise InputError("certificate_other_key", name=name)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    together = dict.fromkeys((*chain, *before))
    _write(target, b"".join(one.public_bytes(Encoding.PEM) for one in together))
    return new


def _check_follows(new: x509.Certificate, before: list[x509.Certificate], *, any_key: bool) -> None:
    own = [one for one in before if one.subject == before[0].subject]
    if not any_key and _public(new) not in {_public(one) for one in own}:
        raise InputError("certificate_other_key", name=common_name(new))
    if common_name(new) != common_name(before[0]):
        raise InputError("certificate_wrong_holder", holder=common_name(new), person=common_name(before[0]))
    if any(new.not_valid_after_utc <= one.not_valid_after_utc for one in own):
        raise StateError("wrong_state", detail="chứng thư số mới không dài hạn hơn / it lasts no longer")


def _readable(path: Path) -> list[x509.Certificate]:
    """What stands in the file; nothing if it cannot be read: whoever opens the key is told so."""
    try:
        return _read(path)
    except (OSError, ValueError):
        return []


def _read(path: Path) -> list[x509.Certificate]:
    return x509.load_pem_x509_certificates(path.read_bytes()) if path.exists() else []


def _request(path: Path) -> x509.CertificateSigningRequest:
    try:
        return x509.load_pem_x509_csr(path.read_bytes())
    except (OSError, ValueError) as error:
        raise InputError("bad_certificate", file=path.name) from error


def _public(of: x509.Certificate | x509.CertificateSigningRequest) -> bytes:
    return of.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _write(path: Path, data: bytes) -> None:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644), "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        os.replace(draft, path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise UnavailableError("key_unavailable", detail=f"{path.name}: {type(error).__name__}") from error
