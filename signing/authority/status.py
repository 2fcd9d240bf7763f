"""Is a certificate revoked? Asked of its authority, at the addresses the certificate names (OCSP, else CRL).

Only for certificates of ours and of our timestamp authority, which stand under configured anchors. Nothing here judges
the answers: they are put before the certificate validator, which checks who signed them and when.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator

from asn1crypto import crl as asn1_crl
from asn1crypto import ocsp as asn1_ocsp
from asn1crypto import pem
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID

from signing.authority.web import Unanswered, ask

_FRESH_S = 60.0


class StatusAnswers:
    """Answers fetched, and kept for a minute: the copies of one batch rest on the same certificates."""

    def __init__(self, timeout_s: float) -> None:
        self._timeout_s = timeout_s
        self._kept: dict[bytes, tuple[float, list[bytes], list[bytes]]] = {}

    def about(
        self, certificates: Iterable[x509.Certificate], authorities: Iterable[x509.Certificate]
    ) -> tuple[list[bytes], list[bytes]]:
        """OCSP answers and revocation lists (DER) about `certificates`, each asked of its issuer among `authorities`.

        Who does not answer is left out.
        """
        answers: list[bytes] = []
        lists: list[bytes] = []
        above = list(authorities)
        for certificate in {one.fingerprint(hashes.SHA256()): one for one in certificates}.values():
            issuer = next((one for one in above if _issued(one, certificate)), None)
            if issuer is not None and issuer != certificate:
                said, listed = self._of(certificate, issuer)
                answers += said
                lists += listed
        return answers, lists

    def _of(self, certificate: x509.Certificate, issuer: x509.Certificate) -> tuple[list[bytes], list[bytes]]:
        name = certificate.fingerprint(hashes.SHA256())
        asked, answers, lists = self._kept.get(name, (-_FRESH_S, [], []))
        if time.monotonic() - asked >= _FRESH_S:
            answers = list(self._asked(certificate, issuer))
            lists = [] if answers else list(self._listed(certificate))
            self._kept[name] = (time.monotonic(), answers, lists)
        return answers, lists

    def _asked(self, certificate: x509.Certificate, issuer: x509.Certificate) -> Iterator[bytes]:
        # SHA-1 only names the certificate here; it is the one algorithm that every responder knows (RFC 5019).
        builder = ocsp.OCSPRequestBuilder().add_certificate(certificate, issuer, hashes.SHA1())  # noqa: S303
        question = builder.build().public_bytes(Encoding.DER)
        for address in _status_addresses(certificate):
            try:
                answer = ask(address, self._timeout_s, question=question, media_type="application/ocsp-request")
                # asn1crypto reads what responders in the field write (fractions of seconds), cryptography does not
                if asn1_ocsp.OCSPResponse.load(answer, strict=True)["response_status"].native == "successful":
                    yield answer
                    return
            except (Unanswered, ValueError):
                continue

    def _listed(self, certificate: x509.Certificate) -> Iterator[bytes]:
        for address in _list_addresses(certificate):
            try:
                answer = ask(address, self._timeout_s)
                if pem.detect(answer):
                    _, _, answer = pem.unarmor(answer)
                asn1_crl.CertificateList.load(answer, strict=True)
                yield answer
                return
            except (Unanswered, ValueError):
                continue


def _issued(issuer: x509.Certificate, certificate: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _status_addresses(certificate: x509.Certificate) -> list[str]:
    try:
        access = certificate.extensions.get_extension_for_class(x509.AuthorityInformationAccess).value
    except x509.ExtensionNotFound:
        return []
    named = [one.access_location for one in access if one.access_method == AuthorityInformationAccessOID.OCSP]
    return [str(name.value) for name in named if isinstance(name, x509.UniformResourceIdentifier)]


def _list_addresses(certificate: x509.Certificate) -> list[str]:
    try:
        points = certificate.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    except x509.ExtensionNotFound:
        return []
    named = [name for point in points for name in point.full_name or ()]
    return [str(name.value) for name in named if isinstance(name, x509.UniformResourceIdentifier)]
