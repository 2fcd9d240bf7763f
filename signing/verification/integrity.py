"""Is what was signed unchanged? Bytes, hash, coverage and later changes; nothing here asks who signed."""

from __future__ import annotations

from collections.abc import Sequence

from pyhanko.sign.ades.report import AdESFailure
from pyhanko.sign.general import find_unique_cms_attribute
from pyhanko.sign.validation import generic_cms
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from signing.verification import changes, container
from signing.verification.container import Bytes
from signing.verification.finding import Finding
from signing.verification.model import Reason

_SUBFILTERS = frozenset({"/ETSI.CAdES.detached", "/adbe.pkcs7.detached"})
_VERIFIABLE = frozenset({"rsassa_pkcs1v15", "rsassa_pss", "ecdsa", "ed25519", "ed448"})


def certification(findings: Sequence[Finding]) -> int | None:
    """The DocMDP level the document was certified with; a certifying signature that is not the first is marked."""
    level: int | None = None
    first = True
    for finding in findings:
        if finding.embedded is None or finding.is_timestamp:
            continue
        with finding.guarded():
            allowed = finding.embedded.docmdp_level if _certifies(finding.embedded) else None
            if allowed is not None:
                if first:
                    level = allowed.value
                else:
                    finding.leave_open(Reason("certification_misplaced"), "FORMAT_FAILURE")
        first = False
    return level


def _certifies(signature: EmbeddedPdfSignature) -> bool:
    references = signature.sig_object.get("/Reference") or ()
    return any(item.get_object().get("/TransformMethod") == "/DocMDP" for item in references)


def examine(finding: Finding, data: Bytes, certified: int | None) -> None:
    """Marks on `finding` whatever breaks the signature or leaves it open, and whether it is intact."""
    signature = finding.embedded
    if signature is None:
        return
    for reason in container.check_gap(data, container.byte_range_of(signature.byte_range), signature.pkcs7_content):
        if reason.code == "unusual_encoding":
            finding.leave_open(reason, "GENERIC")
        else:
            finding.fail(reason, "FORMAT_FAILURE")
    _check_form(finding, signature)
    if finding.alive:
        _check_hash(finding, signature)
    if finding.alive:
        with finding.guarded("unreadable"):
            _check_later(finding, signature, certified)
    finding.intact = finding.alive


def _check_later(finding: Finding, signature: EmbeddedPdfSignature, certified: int | None) -> None:
    signature.compute_integrity_info(skip_diff=True)
    later = changes.review(signature, certified=certified)
    for reason in later.reasons:
        if later.forbidden:
            finding.fail(reason, "FORMAT_FAILURE")
        else:
            finding.leave_open(reason, "GENERIC")


def _check_form(finding: Finding, signature: EmbeddedPdfSignature) -> None:
    """The kind of signature fits its field, and the signer's certificate is bound into what was signed."""
    content = signature.signed_data["encap_content_info"]["content_type"].native
    subfilter = signature.sig_object.get("/SubFilter")
    if finding.is_timestamp:
        if content != "tst_info" or subfilter != "/ETSI.RFC3161":
            finding.fail(Reason("malformed_signature"), "FORMAT_FAILURE")
    elif subfilter not in _SUBFILTERS:
        finding.leave_open(Reason("algorithm_not_supported"), "CRYPTO_CONSTRAINTS_FAILURE")
    elif content != "data":
        finding.fail(Reason("malformed_signature"), "FORMAT_FAILURE")
    attributes = signature.signer_info["signed_attrs"]
    if len(attributes or ()) == 0 or generic_cms.get_signing_cert_attr(attributes) is None:
        finding.leave_open(Reason("no_signing_certificate"), "SIG_CONSTRAINTS_FAILURE")


def _check_hash(finding: Finding, signature: EmbeddedPdfSignature) -> None:
    """The digest in the signed attributes is the file's, and the value is the key's, as far as it can be computed."""
    if finding.is_timestamp:
        return  # its imprint is checked together with the token
    attributes = signature.signer_info["signed_attrs"]
    digest = signature.compute_digest()
    if len(attributes or ()) > 0 and find_unique_cms_attribute(attributes, "message_digest").native != digest:
        finding.fail(Reason("hash_mismatch"), "HASH_FAILURE")
        return
    if not supported(signature):
        finding.leave_open(Reason("algorithm_not_supported"), "CRYPTO_CONSTRAINTS_FAILURE")
        return
    content = signature.signed_data["encap_content_info"]["content_type"].native
    try:
        intact, valid = generic_cms.validate_sig_integrity(
            signature.signer_info, signature.signer_cert, content, digest
        )
    except SignatureValidationError as error:
        if error.ades_subindication == AdESFailure.FORMAT_FAILURE:
            finding.fail(Reason("malformed_signature"), "FORMAT_FAILURE")
        else:
            finding.leave_open(Reason("no_signing_certificate"), "NO_SIGNING_CERTIFICATE_FOUND")
        return
    if not intact:
        finding.fail(Reason("hash_mismatch"), "HASH_FAILURE")
    elif not valid:
        finding.fail(Reason("bad_signature_value"), "SIG_CRYPTO_FAILURE")


def supported(signature: EmbeddedPdfSignature) -> bool:
    """Whether the signature value can be computed here at all: the wrong algorithm is not a forgery."""
    try:
        return signature.signer_info["signature_algorithm"].signature_algo in _VERIFIABLE
    except ValueError:
        return False
