"""What is put into a copy so that its signatures can be judged when nobody answers any more (PAdES B-LT)."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError

from signing.certificates import refusal
from signing.signatures import Evidence
from signing.trust import Trust, as_asn1

_FRESH_S = 30.0


class EvidenceKept:
    """Evidence for the copies of one batch, which rest on the same certificates: gathered anew twice a minute."""

    def __init__(self) -> None:
        self._kept: dict[tuple[bytes, ...], tuple[float, Evidence]] = {}

    def of(self, certificates: Iterable[x509.Certificate], trust: Trust, *, with_demo: bool) -> Evidence:
        """Evidence for `certificates`, every one of which must lead to an anchor and be known as not revoked.

        Raises InputError("certificate_revoked"), ("certificate_foreign"), ("certificate_refused"),
        UnavailableError("certificate_status_unknown").
        """
        held = list(certificates)
        name = tuple(sorted(one.public_bytes(Encoding.DER) for one in held))
        made, evidence = self._kept.get(name, (-_FRESH_S, None))
        if evidence is None or time.monotonic() - made >= _FRESH_S:
            context = trust.context(held, revocation="required", with_demo=with_demo)
            made, evidence = time.monotonic(), asyncio.run(gathered(held, context))
            self._kept = {name: (made, evidence)}
        return evidence


async def gathered(certificates: Iterable[x509.Certificate], context: ValidationContext) -> Evidence:
    """All that `context` knows, once every one of `certificates` was found to lead to an anchor, unrevoked."""
    known = [as_asn1(one) for one in certificates]
    needed: dict[bytes, None] = {}
    for certificate in known:
        validator = CertificateValidator(certificate, known, validation_context=context)
        try:
            path = await validator.async_validate_usage(key_usage=set())
        except (ValidationError, PathError) as error:
            raise refusal(error) from error
        needed |= dict.fromkeys(one.dump() for one in path if one.subject != one.issuer)
    for answer in context.ocsps:
        held: list[asn1_x509.Certificate] = list(answer.basic_ocsp_response["certs"] or [])
        needed |= dict.fromkeys(one.dump() for one in held)
    return Evidence(
        certificates=tuple(needed),
        statuses=tuple(one.dump() for one in context.ocsps),
        lists=tuple(one.dump() for one in context.crls),
    )
