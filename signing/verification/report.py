"""From findings to what is said of them."""

from __future__ import annotations

from collections.abc import Sequence

from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader
from pyhanko.sign.validation import generic_cms
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from signing.verification.anchors import common_name, organisation
from signing.verification.evidence import security_store
from signing.verification.finding import Finding
from signing.verification.integrity import certification
from signing.verification.model import OUTCOME_OF, Indication, Outcome, Reason, SignatureVerdict


def outcome(reported: Sequence[SignatureVerdict]) -> Outcome:
    """The file is as good as its worst signature or timestamp."""
    order: tuple[Indication, ...] = ("TOTAL-PASSED", "INDETERMINATE", "TOTAL-FAILED")
    return OUTCOME_OF[max((signature.indication for signature in reported), key=order.index)]


def summary(reported: Sequence[SignatureVerdict]) -> tuple[Reason, ...]:
    """The reasons for the verdict on the file, those that decide it first, each once."""
    verdict = outcome(reported)
    reasons: list[Reason] = [Reason("all_sound")] if verdict == "valid" else []
    if verdict != "invalid" and any(signature.demo for signature in reported):
        reasons.append(Reason("demo_authority"))
    for signature in sorted(reported, key=lambda item: item.verdict != verdict):
        reasons.extend(reason for reason in signature.reasons if reason not in reasons)
    return tuple(reasons)


def describe(finding: Finding, later: Sequence[Finding], reader: PdfFileReader) -> SignatureVerdict:
    """What is reported of one finding; `later`: those signed after it."""
    signature = finding.embedded
    if signature is None:
        return SignatureVerdict(
            kind="signature",
            field=finding.field_name,
            signer="",
            organisation=None,
            time=None,
            time_source="claimed",
            level="",
            covers_whole_file=False,
            intact=False,
            indication=finding.indication,
            sub_indication=finding.sub_indication,
            reasons=tuple(finding.reasons),
        )
    certificate = signature.signer_cert
    return SignatureVerdict(
        kind="document_timestamp" if finding.is_timestamp else "signature",
        field=finding.field_name,
        signer=common_name(certificate.subject),
        organisation=organisation(certificate.subject),
        time=finding.time,
        time_source="timestamp" if finding.time_proven else "claimed",
        level="DocTimeStamp" if finding.is_timestamp else _level(signature, later, reader),
        covers_whole_file=signature.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        intact=finding.intact,
        indication=finding.indication,
        sub_indication=finding.sub_indication,
        reasons=tuple(finding.reasons),
        issuer=common_name(certificate.issuer),
        certificate_sha256=certificate.sha256.hex(),
        certified=certification([finding]),
        demo=any(anchor.demo for anchor in finding.anchors),
    )


def _level(signature: EmbeddedPdfSignature, later: Sequence[Finding], reader: PdfFileReader) -> str:
    """The PAdES baseline level by what is there (EN 319 142-1), whether or not it could be settled."""
    stamps = [item.embedded for item in later if item.is_timestamp and item.embedded is not None]
    own = next(generic_cms.extract_tst_data_iter(signature.signer_info, signed=False), None)
    if own is None and not stamps:
        return "B-B"
    if not _has_revocation_data(reader):
        return "B-T"
    covered = any(_has_revocation_data(HistoricalResolver(reader, revision=stamp.signed_revision)) for stamp in stamps)
    return "B-LTA" if covered else "B-LT"


def _has_revocation_data(view: PdfFileReader | HistoricalResolver) -> bool:
    try:
        store = security_store(view)
    except Exception:  # noqa: BLE001 - a store that cannot be read is none
        return False
    return bool(store.known_crls or store.known_ocsps)
