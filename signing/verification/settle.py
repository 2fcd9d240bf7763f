"""Who signed, and when, for all signatures of a file: asks the court in the order the standard wants."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.sign.ades.report import AdESFailure, AdESIndeterminate, AdESSubIndic
from pyhanko.sign.validation import generic_cms
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from signing.verification import integrity
from signing.verification.finding import Finding
from signing.verification.model import Reason
from signing.verification.trust import Court, Standing, Timestamp

WORDS: dict[AdESSubIndic, str] = {
    AdESFailure.HASH_FAILURE: "hash_mismatch",
    AdESFailure.SIG_CRYPTO_FAILURE: "bad_signature_value",
    AdESFailure.FORMAT_FAILURE: "malformed_signature",
    AdESFailure.REVOKED: "revoked",
    AdESFailure.NOT_YET_VALID: "not_yet_valid",
    AdESIndeterminate.NOT_YET_VALID: "not_yet_valid",
    AdESIndeterminate.EXPIRED: "expired",
    AdESIndeterminate.SIG_CONSTRAINTS_FAILURE: "no_signing_certificate",
    AdESIndeterminate.CHAIN_CONSTRAINTS_FAILURE: "certificate_not_for_signing",
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE: "algorithm_too_weak",
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE_NO_POE: "algorithm_too_weak",
    AdESIndeterminate.TIMESTAMP_ORDER_FAILURE: "timestamps_out_of_order",
    AdESIndeterminate.NO_SIGNING_CERTIFICATE_FOUND: "no_signing_certificate",
    AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND: "untrusted",
    AdESIndeterminate.REVOKED_NO_POE: "revoked_time_unproven",
    AdESIndeterminate.REVOKED_CA_NO_POE: "revoked_time_unproven",
    AdESIndeterminate.OUT_OF_BOUNDS_NO_POE: "expired",
    AdESIndeterminate.OUT_OF_BOUNDS_NOT_REVOKED: "expired",
    AdESIndeterminate.REVOCATION_OUT_OF_BOUNDS_NO_POE: "no_revocation_data",
    AdESIndeterminate.TRY_LATER: "no_revocation_data",
    AdESIndeterminate.NO_POE: "no_revocation_data",
}


async def settle(findings: Sequence[Finding], court: Court) -> None:
    """Adds to each finding that is still alive what the court says of its signer and its time."""
    for index in range(len(findings) - 1, -1, -1):
        if findings[index].is_timestamp:
            await _document_timestamp(findings[index], findings[:index], court)
    for finding in findings:
        if not finding.is_timestamp:
            await _signature(finding, court)


async def _document_timestamp(finding: Finding, earlier: Sequence[Finding], court: Court) -> None:
    signature = finding.embedded
    if signature is None:
        return
    with finding.guarded():
        stamp = await court.timestamp(signature.signed_data, signature.compute_digest)
        finding.time, finding.time_proven = stamp.time, stamp.standing.passed
        _mark(finding, stamp.standing)
        if finding.alive and stamp.standing.passed:
            court.accept(signature, stamp.time, [item.embedded for item in earlier if item.embedded is not None])


async def _signature(finding: Finding, court: Court) -> None:
    signature = finding.embedded
    if signature is None:
        return
    finding.time = _claimed(signature)
    if not finding.alive or not integrity.supported(signature):
        return
    with finding.guarded():
        stamps = await _time(finding, signature, court)
        standing = await court.signature(signature, finding.time if finding.time_proven else None)
        _mark(finding, standing)
        for stamp in stamps:
            _mark_own_timestamp(finding, stamp)
        if not finding.time_proven and not stamps and finding.alive:
            finding.leave_open(Reason("no_proof_of_time"), "SIG_CONSTRAINTS_FAILURE")
        _revoked_before(finding, signature, standing)


async def _time(finding: Finding, signature: EmbeddedPdfSignature, court: Court) -> list[Timestamp]:
    """Notes the earliest time that its own timestamps, or the document's, prove; returns its own."""
    stamps = [
        await court.timestamp(token, generic_cms.message_imprint_checker(signature.signer_info))
        for token in generic_cms.extract_tst_data_iter(signature.signer_info, signed=False)
    ]
    later = court.proven(signature)
    proven = [stamp.time for stamp in stamps if stamp.standing.passed] + ([later] if later is not None else [])
    if proven:
        finding.time, finding.time_proven = min(proven), True
    return stamps


def _mark_own_timestamp(finding: Finding, stamp: Timestamp) -> None:
    if stamp.standing.anchor is not None:
        finding.anchors.append(stamp.standing.anchor)
    if stamp.standing.passed:
        return
    if stamp.standing.failed:
        finding.intact = False
        finding.fail(Reason("timestamp_broken"), "HASH_FAILURE")
    else:
        finding.leave_open(
            Reason("timestamp_not_settled", {"detail": stamp.standing.status.standard_name}),
            stamp.standing.status.standard_name,
        )


def _mark(finding: Finding, standing: Standing) -> None:
    if standing.anchor is not None:
        finding.anchors.append(standing.anchor)
    if not standing.digest_matches or not standing.value_matches:
        finding.intact = False
    if standing.passed:
        return
    name = standing.status.standard_name
    code = WORDS.get(standing.status)
    if standing.status == AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND and standing.anchor is not None:
        code = "anchor_out_of_dates"
    reason = Reason(code) if code else Reason("chain_broken", {"detail": name})
    (finding.fail if standing.failed else finding.leave_open)(reason, name)


def _claimed(signature: EmbeddedPdfSignature) -> datetime | None:
    """When the signer says it signed; a date that cannot be read says nothing, and breaks nothing."""
    try:
        return signature.self_reported_timestamp
    except (PdfReadError, ValueError, TypeError):
        return None


def _revoked_before(finding: Finding, signature: EmbeddedPdfSignature, standing: Standing) -> None:
    """A signer who claims to have signed after the revocation is taken at its word: that signature has failed."""
    claimed = _claimed(signature)
    if (
        standing.status == AdESIndeterminate.REVOKED_NO_POE
        and standing.revoked_at is not None
        and claimed is not None
        and claimed >= standing.revoked_at
    ):
        finding.fail(Reason("revoked"), "REVOKED")
