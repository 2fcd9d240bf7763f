"""How everything of the demo authority is marked, and how the mark is recognised again."""

from __future__ import annotations

from cryptography import x509
from cryptography.x509.oid import NameOID

MARK = "DÙNG THỬ"
ORGANISATION = "HOSO DEMO – DÙNG THỬ, KHÔNG CÓ GIÁ TRỊ PHÁP LÝ"
_LONGEST = 64  # bytes of a common name (RFC 5280 counts letters; readers that count bytes are met)


def marked(name: str) -> str:
    """`name` with the mark behind it, cut to what a common name can hold."""
    suffix = f" ({MARK})"
    room = _LONGEST - len(suffix.encode())
    if len(name.encode()) > room:
        name = name.encode()[: room - len("…".encode())].decode(errors="ignore") + "…"
    return name + suffix


def is_marked(certificate: x509.Certificate) -> bool:
    """True if subject or issuer carries the mark: also where somebody configured the demo's root as a real anchor."""
    words = (
        str(attribute.value)
        for name in (certificate.subject, certificate.issuer)
        for oid in (NameOID.ORGANIZATION_NAME, NameOID.COMMON_NAME)
        for attribute in name.get_attributes_for_oid(oid)
    )
    return any(MARK in word for word in words)


def common_name(certificate: x509.Certificate) -> str:
    """The holder's name as it stands there; empty if the certificate names none."""
    found = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(found[0].value) if found else ""
