"""Whom a certificate of ours may come from, and what is known of its being revoked."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from functools import cached_property
from typing import Literal

from asn1crypto import crl as asn1_crl
from asn1crypto import ocsp as asn1_ocsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko_certvalidator import ValidationContext

from signing.authority import DemoAuthority, DemoTimestamps, HttpTimestamps, is_marked
from signing.authority.status import StatusAnswers
from signing.keys import KeySource, RemoteAddress, TokenAddress
from signing.settings import SigningSettings
from signing.verification.anchors import Anchor, TrustAnchors, read_certificates
from terms.errors import UnavailableError

Revocation = Literal["ignored", "if_available", "required"]
_MODES = {"ignored": "soft-fail", "if_available": "soft-fail", "required": "require"}


SEAL_KEY = "seal_key"
"""Under this name an office's settings (`Office.settings`) say which key of the signing worker is its own."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


class Trust:
    """Anchors, keys and timestamps as the settings name them, with the demo authority beside them if there is one."""

    def __init__(self, settings: SigningSettings) -> None:
        self._settings = settings
        self._real = [der for path in settings.anchors for der in read_certificates(path)]
        self._answers = StatusAnswers(settings.timestamp_timeout_s)
        self._intermediates = [der for path in settings.intermediates for der in read_certificates(path)]

    @cached_property
    def demo(self) -> DemoAuthority | None:
        """The demo authority, if one was made on this machine."""
        folder = self._settings.authority
        return DemoAuthority(folder) if DemoAuthority.exists(folder) else None

    @property
    def anchors(self) -> TrustAnchors:
        """The anchors for `signing.verification.verify`; the demo's is marked as such."""
        found = [Anchor(der, demo=is_marked(x509.load_der_x509_certificate(der))) for der in self._real]
        root = self._settings.authority / "root.crt.pem"
        if root.exists():  # the certificate alone: who only verifies opens no key, not even the demo's
            found += [Anchor(der, demo=True) for der in read_certificates(root)]
        return TrustAnchors(tuple(found), tuple(self._intermediates))

    def source(self, name: str) -> KeySource:
        """Where the key `name` is. Raises UnavailableError("key_unavailable")."""
        checked_name(name)
        folder = self._settings.folder / "keys"
        beside = folder / f"{name}.crt.pem"
        if (folder / f"{name}.p12").exists():
            return KeySource(name, path=folder / f"{name}.p12", certificates=beside if beside.exists() else None)
        if (folder / f"{name}.key.pem").exists():
            return KeySource(name, path=folder / f"{name}.key.pem", certificates=beside)
        if (folder / f"{name}.agent.pem").exists():
            return KeySource(name, agent=folder / f"{name}.agent.pem")
        if (folder / f"{name}.remote.toml").exists():
            return KeySource(name, remote=RemoteAddress.read(folder / f"{name}.remote.toml"))
        if self.demo is not None and self.demo.has(name):
            return self.demo.source(name)
        if self._settings.pkcs11_library is not None:
            address = TokenAddress(self._settings.pkcs11_library, self._settings.pkcs11_token, name)
            return KeySource(name, token=address, certificates=beside if beside.exists() else None)
        raise UnavailableError("key_unavailable", detail=name)

    def timestamps(self, *, office_is_demo: bool) -> HttpTimestamps | DemoTimestamps | None:
        """Where timestamps come from; None at level B-B, or if none is configured and the office is a real one."""
        if self._settings.level == "B-B":
            return None
        if self._settings.timestamp_url:
            return self._http_timestamps
        return self._demo_timestamps if office_is_demo else None

    @cached_property
    def _http_timestamps(self) -> HttpTimestamps:
        """Kept, because it asks for a first timestamp to learn how large they are."""
        return HttpTimestamps(self._settings.timestamp_url, timeout_s=self._settings.timestamp_timeout_s)

    @cached_property
    def _demo_timestamps(self) -> DemoTimestamps | None:
        return DemoTimestamps(self.demo) if self.demo is not None else None

    def context(
        self,
        certificates: Iterable[x509.Certificate],
        *,
        revocation: Revocation,
        with_demo: bool,
        at: dt.datetime | None = None,
    ) -> ValidationContext:
        """What pyHanko needs to judge paths up to our anchors, with what is known of `certificates` and their issuers.

        `with_demo`: whether the demo authority counts as an anchor here.
        """
        known = list(certificates)
        roots = [asn1_x509.Certificate.load(der) for der in self._real]
        others = [as_asn1(certificate) for certificate in known]
        others += [asn1_x509.Certificate.load(der) for der in self._intermediates]
        statuses, lists = [], []
        demo = self.demo
        if demo is not None and with_demo:
            roots.append(as_asn1(demo.root))
            others.append(as_asn1(demo.issuing))
            asked = [*known, demo.timestamps_key.certificate]
            statuses = [asn1_ocsp.OCSPResponse.load(demo.status(one, at)) for one in asked if demo.issued(one)]
            lists = [asn1_crl.CertificateList.load(demo.root_revocations())]
        if self._settings.fetch_revocation and revocation != "ignored":
            above = [*known, *(x509.load_der_x509_certificate(der) for der in (*self._real, *self._intermediates))]
            answers, listed = self._answers.about(known, above)
            statuses += [asn1_ocsp.OCSPResponse.load(der) for der in answers]
            lists += [asn1_crl.CertificateList.load(der) for der in listed]
        return ValidationContext(
            trust_roots=roots,
            other_certs=others,
            moment=at,
            allow_fetching=False,
            ocsps=[] if revocation == "ignored" else statuses,
            crls=[] if revocation == "ignored" else lists,
            revocation_mode=_MODES[revocation],
        )


def checked_name(name: str) -> str:
    """`name`, if it can be a key's: it becomes the name of a file. Raises UnavailableError("key_unavailable")."""
    if not _NAME.fullmatch(name):
        raise UnavailableError("key_unavailable", detail=name[:100])
    return name


def as_asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
