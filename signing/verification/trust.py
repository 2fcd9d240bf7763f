"""Who signed, and when: certificate paths, revocation and proof of time, after ETSI EN 319 102-1.

The procedures of the standard are pyHanko's; this file decides their order and policy. Document timestamps are judged
from the last to the first: one that holds proves that everything it covers existed at its time, and so may settle what
today's data alone cannot (5.6). A signature is judged at the present time (5.3); where that does not settle it, at the
time proven for it (5.6.2).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator
from copy import copy
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from asn1crypto import cms, keys, x509
from pyhanko.pdf_utils.reader import HistoricalResolver
from pyhanko.pdf_utils.rw_common import PdfHandler
from pyhanko.sign.ades.report import AdESFailure, AdESIndeterminate, AdESPassed, AdESStatus, AdESSubIndic
from pyhanko.sign.general import extract_certificate_info
from pyhanko.sign.validation import generic_cms
from pyhanko.sign.validation.ades import (
    ades_basic_validation,
    ades_past_signature_validation,
    ades_timestamp_validation,
)
from pyhanko.sign.validation.dss import enumerate_ocsp_certs
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.policy_decl import (
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
    bootstrap_validation_data_handlers,
)
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator.authority import Authority, AuthorityWithCert, CertTrustAnchor, TrustAnchor
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.errors import InvalidCertificateError
from pyhanko_certvalidator.ltv.poe import KnownPOE, POEManager, POEType, digest_for_poe
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo
from pyhanko_certvalidator.policy_decl import (
    NO_REVOCATION,
    REQUIRE_REVINFO,
    AlgorithmUsageConstraint,
    CertRevTrustPolicy,
    DisallowWeakAlgorithmsPolicy,
)
from pyhanko_certvalidator.registry import PathBuilder, TrustManager

from signing.verification.anchors import Anchor, TrustAnchors
from signing.verification.evidence import given, join, revocation_attribute, security_store

# What today's data leaves open and a proof of time may settle (EN 319 102-1, 5.6.3).
OPEN_TO_THE_PAST = frozenset(
    {
        AdESIndeterminate.REVOKED_NO_POE,
        AdESIndeterminate.REVOKED_CA_NO_POE,
        AdESIndeterminate.OUT_OF_BOUNDS_NO_POE,
        AdESIndeterminate.OUT_OF_BOUNDS_NOT_REVOKED,
        AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE_NO_POE,
        AdESIndeterminate.REVOCATION_OUT_OF_BOUNDS_NO_POE,
        AdESIndeterminate.TRY_LATER,
    }
)
_OTHER_PURPOSES = frozenset({"server_auth", "time_stamping", "ocsp_signing", "code_signing"})
_MIN_RSA_BITS = 2048
_MIN_EC_BITS = 256


class PinnedTrust(TrustManager):
    """Trust in exactly the anchors given. Only an authority issues; an end certificate stands for itself."""

    def __init__(self, anchors: Iterable[Anchor]) -> None:
        self._known: dict[bytes, tuple[Anchor, CertTrustAnchor]] = {}
        for anchor in anchors:
            certificate = anchor.loaded
            self._known[certificate.dump()] = (anchor, CertTrustAnchor(certificate))

    def as_trust_anchor(self, authority: Authority) -> TrustAnchor | None:
        if not isinstance(authority, AuthorityWithCert):
            return None
        found = self._known.get(authority.certificate.dump())
        return found[1] if found else None

    def find_potential_issuers(self, cert: x509.Certificate) -> Iterator[TrustAnchor]:
        for _, anchor in self._known.values():
            if is_authority(anchor.certificate) and anchor.authority.is_potential_issuer_of(cert):
                yield anchor

    def anchor_of(self, anchor: TrustAnchor) -> Anchor | None:
        """The configured anchor behind the end of a validation path."""
        if not isinstance(anchor, CertTrustAnchor):
            return None
        found = self._known.get(anchor.certificate.dump())
        return found[0] if found else None


def is_authority(certificate: x509.Certificate) -> bool:
    """A CA by its basic constraints, or a self-issued certificate of X.509 version 1, which has no such field."""
    if certificate["tbs_certificate"]["version"].native == "v1":
        return bool(certificate.subject == certificate.issuer)
    return bool(certificate.ca)


class _Algorithms(DisallowWeakAlgorithmsPolicy):
    """SHA-2 or SHA-3, RSA of 2048 bits or more, curves of 256 bits or more (Circular 15/2025/TT-BKHCN, Annex I)."""

    def __init__(self) -> None:
        super().__init__(rsa_key_size_threshold=_MIN_RSA_BITS)  # type: ignore[no-untyped-call]  # pyHanko's own

    def signature_algorithm_allowed(
        self, algo: cms.SignedDigestAlgorithm, moment: datetime | None, public_key: keys.PublicKeyInfo | None
    ) -> AlgorithmUsageConstraint:
        if public_key is not None and public_key.algorithm == "ec" and public_key.bit_size < _MIN_EC_BITS:
            return AlgorithmUsageConstraint(allowed=False, failure_reason="the elliptic curve is too small")
        return super().signature_algorithm_allowed(algo, moment, public_key)


class _SigningPurpose(KeyUsageConstraints):
    """Certificates for signing; one that names no usage may be used for any (RFC 5280, 4.2.1.3)."""

    def validate(self, cert: x509.Certificate, *args: object, **kwargs: object) -> None:
        usage = cert.key_usage_value
        if usage is not None and not {"digital_signature", "non_repudiation"} & usage.native:
            raise InvalidCertificateError("the certificate is not for signing")
        extended = cert.extended_key_usage_value
        if extended is not None and set(extended.native) <= _OTHER_PURPOSES:
            raise InvalidCertificateError("the certificate is for another purpose")


@dataclass(frozen=True)
class Standing:
    """How a signature or timestamp stands: `status` of the standard, the anchor it rests on, what made it fail."""

    status: AdESSubIndic
    anchor: Anchor | None = None
    rests_on_itself: bool = False
    revoked_at: datetime | None = None
    digest_matches: bool = True
    value_matches: bool = True
    detail: str | None = None

    @property
    def passed(self) -> bool:
        return self.status.status == AdESStatus.PASSED

    @property
    def failed(self) -> bool:
        return self.status.status == AdESStatus.FAILED


@dataclass(frozen=True)
class Timestamp:
    """A judged timestamp: the time it states counts only when `standing` has passed."""

    time: datetime
    standing: Standing


class Court:
    """Judges the signatures of one file, against `anchors`, at one moment.

    Whatever the file brings (certificates, revocation data) is material to be checked, never trusted.
    """

    def __init__(self, anchors: TrustAnchors, at: datetime, view: PdfHandler) -> None:
        self.at = at
        self._trust = PinnedTrust(anchors)
        self._timing = ValidationTimingInfo(validation_time=at, best_signature_time=at, point_in_time_validation=True)
        # What nothing else dates is taken to exist at the moment of judging: whoever asks "as of then" says so.
        self._proofs = POEManager(current_dt_override=at)
        for anchor in anchors:
            self._exists(anchor.loaded.not_valid_before, anchor.certificate)
        policy = CertValidationPolicySpec(
            trust_manager=self._trust,
            revinfo_policy=CertRevTrustPolicy(REQUIRE_REVINFO),
            time_tolerance=timedelta(seconds=60),
            algorithm_usage_policy=_Algorithms(),
        )
        self._spec = SignatureValidationSpec(
            cert_validation_policy=policy,
            revinfo_gathering_policy=RevocationInfoGatheringSpec(RevinfoOnlineFetchingRule.LOCAL_ONLY),
            local_knowledge=join(given(anchors), security_store(view)),
            key_usage_settings=_SigningPurpose(),
        )
        self._lenient = replace(policy, revinfo_policy=CertRevTrustPolicy(NO_REVOCATION))

    @property
    def certificates(self) -> list[x509.Certificate]:
        """Every certificate at hand from anchors, intermediates and the security store."""
        return list(self._spec.local_knowledge.known_certs)

    async def timestamp(self, token: cms.SignedData, imprint: Callable[[str], bytes]) -> Timestamp:
        """Judges a timestamp token (EN 319 102-1, 5.4) over what `imprint` computes for a digest algorithm."""
        stated = token["encap_content_info"]["content"].parsed["gen_time"].native

        async def ask(spec: SignatureValidationSpec) -> Any:
            return await ades_timestamp_validation(
                token,
                spec,
                imprint,
                timing_info=self._timing,
                validation_data_handlers=self._handlers(spec),
            )

        return Timestamp(stated, await self._judge(ask, self._spec, token, None, stated))

    def accept(self, signature: EmbeddedPdfSignature, time: datetime, earlier: Iterable[EmbeddedPdfSignature]) -> None:
        """Takes a document timestamp that has passed as proof that all it covers existed at `time`."""
        store = security_store(HistoricalResolver(signature.reader, revision=signature.signed_revision))
        for proof in store.assert_existence_known_at(time):
            self._proofs.register_known_poe(proof)
        for response in store.known_ocsps:
            self._exists(
                time, *(certificate.dump() for certificate in enumerate_ocsp_certs(response.ocsp_response_data))
            )
        for other in earlier:
            self._register(other.signed_data, time)
            for token in generic_cms.extract_tst_data_iter(other.signer_info, signed=False):
                self._register(token, time)

    def proven(self, signature: EmbeddedPdfSignature) -> datetime | None:
        """The time at which an accepted document timestamp proves the signature to have existed."""
        digest = digest_for_poe(signature.signer_info["signature"].native)
        return next((proof.poe_time for proof in self._proofs if proof.digest == digest), None)

    async def signature(self, signature: EmbeddedPdfSignature, time: datetime | None) -> Standing:
        """Judges a signature at the present time, and where that is open at its proven `time`."""
        spec = replace(self._spec, local_knowledge=join(self._spec.local_knowledge, revocation_attribute(signature)))

        async def ask(spec: SignatureValidationSpec) -> Any:
            return await ades_basic_validation(
                signature.signed_data,
                spec,
                timing_info=self._timing,
                raw_digest=signature.compute_digest(),
                validation_data_handlers=self._handlers(spec),
            )

        return await self._judge(ask, spec, signature.signed_data, time, time or self.at)

    async def _judge(
        self,
        ask: Callable[[SignatureValidationSpec], Awaitable[Any]],
        spec: SignatureValidationSpec,
        signed: cms.SignedData,
        proven: datetime | None,
        moment: datetime,
    ) -> Standing:
        """Now; if now leaves it open, then; and in either case no anchor beyond its dates."""
        try:
            standing = self._standing(await ask(spec))
            if standing.status == AdESIndeterminate.CERTIFICATE_CHAIN_GENERAL_FAILURE:
                # Absent and unusable revocation data end here too; without them the chain tells which it is.
                standing = self._standing(await ask(replace(spec, cert_validation_policy=self._lenient)))
                if standing.passed:
                    standing = replace(standing, status=AdESIndeterminate.TRY_LATER)
        except SignatureValidationError as error:
            return _refused(error)
        if standing.status in OPEN_TO_THE_PAST and (proven is not None or _is_timestamp(signed)):
            standing = await self._in_the_past(signed, spec, standing, proven)
        return self._dated(standing, signed, moment)

    async def _in_the_past(
        self, signed: cms.SignedData, spec: SignatureValidationSpec, standing: Standing, time: datetime | None
    ) -> Standing:
        if not isinstance(standing.status, AdESIndeterminate):
            return standing
        proofs = copy(self._proofs)
        if time is not None:
            proofs.register(signed["signer_infos"][0]["signature"].native, POEType.VALIDATION, time)
        status = await ades_past_signature_validation(signed, spec, proofs, standing.status, init_control_time=self.at)
        if status is None or status.status != AdESStatus.PASSED:
            return standing
        return replace(standing, status=AdESPassed.OK, anchor=standing.anchor or await self._anchor_of(signed, spec))

    async def _anchor_of(self, signed: cms.SignedData, spec: SignatureValidationSpec) -> Anchor | None:
        """The anchor a path from the signer leads to; asked only after some path has been found to hold."""
        registry = self._handlers(spec).cert_registry
        signer = extract_certificate_info(signed)
        registry.register_multiple(signer.other_certs)
        paths = PathBuilder(self._trust, registry).async_build_paths_lazy(signer.signer_cert)
        try:
            async for path in paths:
                return self._trust.anchor_of(path.trust_anchor)
        finally:
            await paths.cancel()
        return None

    def _standing(self, result: Any) -> Standing:
        status = result.api_status
        path = status.validation_path if status is not None else None
        revoked = status.revocation_details if status is not None else None
        indication = result.ades_subindic or AdESIndeterminate.GENERIC
        if indication == AdESIndeterminate.CHAIN_CONSTRAINTS_FAILURE and self._unknown_root(status):
            indication = AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND
        return Standing(
            status=indication,
            anchor=self._trust.anchor_of(path.trust_anchor) if path is not None else None,
            rests_on_itself=path is not None and path.pkix_len == 0,
            revoked_at=revoked.revocation_date if revoked is not None else None,
            digest_matches=status is None or bool(status.intact),
            value_matches=status is None or bool(status.valid),
            detail=result.failure_msg,
        )

    def _unknown_root(self, status: Any) -> bool:
        """A self-signed certificate that nobody here trusts: pyHanko calls it unfit, to a person it is unknown."""
        certificate = status.signing_cert if status is not None else None
        return (
            certificate is not None
            and certificate.self_issued
            and self._trust.as_trust_anchor(AuthorityWithCert(certificate)) is None
        )

    def _dated(self, standing: Standing, signed: cms.SignedData, time: datetime) -> Standing:
        """An anchor counts between its dates only; an end certificate as its own anchor while it is in validity."""
        if not standing.passed:
            return standing
        if standing.anchor is None or not standing.anchor.covers(time):
            return replace(standing, status=AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND)
        if standing.rests_on_itself:
            certificate = extract_certificate_info(signed).signer_cert
            if not certificate.not_valid_before <= time <= certificate.not_valid_after:
                return replace(standing, status=AdESIndeterminate.OUT_OF_BOUNDS_NO_POE)
            return replace(standing, status=AdESIndeterminate.TRY_LATER)
        return standing

    def _handlers(self, spec: SignatureValidationSpec) -> Any:
        return bootstrap_validation_data_handlers(
            spec, timing_info=self._timing, poe_manager_override=copy(self._proofs)
        )

    def _register(self, signed: cms.SignedData, time: datetime) -> None:
        certificates = (choice.chosen.dump() for choice in signed["certificates"] or ())
        self._exists(time, signed["signer_infos"][0]["signature"].native, *certificates)

    def _exists(self, time: datetime, *values: bytes) -> None:
        for value in values:
            self._proofs.register_known_poe(KnownPOE(POEType.VALIDATION, digest_for_poe(value), time))


def _is_timestamp(signed: cms.SignedData) -> bool:
    return bool(signed["encap_content_info"]["content_type"].native == "tst_info")


def _refused(error: SignatureValidationError) -> Standing:
    status = error.ades_subindication or AdESIndeterminate.GENERIC
    return Standing(
        status=status,
        digest_matches=status != AdESFailure.HASH_FAILURE,
        value_matches=status.status != AdESStatus.FAILED,
        detail=str(error.failure_message),
    )
