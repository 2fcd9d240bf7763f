"""Is this PDF what it claims to be? A verdict for any signed PDF, ours or another's, in the words of ETSI EN 319 102-1.

Knows no key and no database. Hostile bytes are parsed in a limited child, no address named in a certificate is fetched,
and every failure is a verdict.
"""

from signing.verification.anchors import Anchor, TrustAnchors, read_certificates
from signing.verification.limits import Limits
from signing.verification.model import (
    CertifiedCopy,
    CopyRegister,
    Reason,
    RegisterEntry,
    SignatureVerdict,
    Verdict,
)
from signing.verification.verifier import Verifier, verify

__all__ = [
    "Anchor",
    "CertifiedCopy",
    "CopyRegister",
    "Limits",
    "Reason",
    "RegisterEntry",
    "SignatureVerdict",
    "TrustAnchors",
    "Verdict",
    "Verifier",
    "read_certificates",
    "verify",
]
