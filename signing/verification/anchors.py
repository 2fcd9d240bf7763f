"""Whom we trust: anchors are configuration with dates, never something found in a file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from asn1crypto import pem, x509
from cryptography import x509 as pyca_x509

from terms.errors import InputError


@dataclass(frozen=True)
class Anchor:
    """One trusted certificate (DER).

    A certificate of an authority vouches for what it issued. An end certificate vouches for nothing but itself, and as
    nobody vouches for its not being revoked, a signature that rests on it is never more than indeterminate.
    `trusted_from`, `trusted_until`: the anchor counts for signatures proven to have been made between these times.
    `demo`: an authority for trying out; what rests on it is marked so wherever it is shown.
    """

    certificate: bytes
    name: str = ""
    trusted_from: datetime | None = None
    trusted_until: datetime | None = None
    demo: bool = False

    @property
    def loaded(self) -> x509.Certificate:
        return x509.Certificate.load(self.certificate)

    def covers(self, moment: datetime) -> bool:
        """Whether the anchor is trusted for a signature made at `moment`."""
        if self.trusted_from is not None and moment < self.trusted_from:
            return False
        return self.trusted_until is None or moment <= self.trusted_until


@dataclass(frozen=True)
class TrustAnchors:
    """The anchors, and whatever the verifier knows besides.

    `intermediates`: certificates (DER) that may help to build a path and are trusted no more than any other.
    `revocation`: CRLs and OCSP responses (DER) the verifier has fetched itself; they are checked like embedded ones.
    """

    anchors: tuple[Anchor, ...] = ()
    intermediates: tuple[bytes, ...] = ()
    revocation: tuple[bytes, ...] = ()

    def __iter__(self) -> Iterator[Anchor]:
        return iter(self.anchors)

    def __add__(self, other: TrustAnchors) -> TrustAnchors:
        return TrustAnchors(
            self.anchors + other.anchors,
            self.intermediates + other.intermediates,
            self.revocation + other.revocation,
        )

    @classmethod
    def from_files(cls, paths: Iterable[Path], *, demo: bool = False) -> TrustAnchors:
        """Every certificate in these PEM or DER files as an anchor.

        Raises InputError `bad_certificate` for a file that holds none.
        """
        return cls(tuple(Anchor(der, demo=demo) for path in paths for der in read_certificates(path)))


def read_certificates(path: Path) -> list[bytes]:
    """The certificates of a PEM file (any number) or a DER file (one), as DER.

    Raises InputError `bad_certificate` when the file cannot be read, is something else or holds a broken certificate.
    """
    try:
        content = path.read_bytes()
        if pem.detect(content):
            found = [der for kind, _, der in pem.unarmor(content, multiple=True) if "CERTIFICATE" in kind]
        else:
            found = [content]
        for der in found:
            pyca_x509.load_der_x509_certificate(der)
    except (OSError, ValueError, TypeError) as error:
        raise InputError("bad_certificate", file=path.name) from error
    if not found:
        raise InputError("bad_certificate", file=path.name)
    return found


def common_name(name: x509.Name) -> str:
    """The name a person would use for this certificate holder, or the whole subject if it has none."""
    return _first(name, "common_name") or re.sub(r"\s+", " ", name.human_friendly).strip()


def organisation(name: x509.Name) -> str | None:
    return _first(name, "organization_name")


def _first(name: x509.Name, attribute: str) -> str | None:
    for entry in name.chosen:
        for part in entry:
            if part["type"].native == attribute:
                return str(part["value"].native)
    return None
