"""Is what came back from a signer's own machine what was sent, signed as expected, and nothing more?

The file is judged in the limited child of `signing.verification` first: what that cannot read is looked at no further.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields

from signing import soundness
from signing.verification import TrustAnchors, verify
from signing.verification.changes import compare, same_catalogue
from signing.verification.model import SignatureVerdict
from terms.errors import HosoError, InputError, StateError

LARGEST_ADDITION = 4 * 1024 * 1024
"""Bytes that a signature may add to a file: certificates, revocation data, timestamp and a picture of a seal."""

_BLOCK = 4096


@dataclass(frozen=True)
class Awaited:
    """What must come back: `sent` with one signature more.

    `before`: the fields that were signed when it left, with the SHA-256 of each signer's certificate; `field` and
    `certificate_sha256`: of the one that is awaited.
    """

    sent: bytes
    before: tuple[tuple[str, str], ...]
    field: str
    certificate_sha256: str


def check_returned(data: bytes, awaited: Awaited, anchors: TrustAnchors) -> None:
    """Raise InputError unless `data` is what was awaited; each way to fail has a code of its own.

    errand_unsigned, errand_rewritten, errand_other_file, errand_two_signatures, errand_other_field,
    errand_other_certificate, errand_changed, errand_unsound.
    """
    if data == awaited.sent:
        raise InputError("errand_unsigned")
    if not data.startswith(awaited.sent):
        raise InputError("errand_rewritten" if _mostly_alike(data, awaited.sent) else "errand_other_file")
    _check_signatures(data, awaited, anchors)
    expected = (*awaited.before, (awaited.field, awaited.certificate_sha256))
    try:
        soundness.check(data, soundness.Expected(expected, begins_with=awaited.sent, preserved=False))
        changed = _changed(data, awaited.sent)
    except StateError as error:
        raise InputError("errand_unsound", detail=error.details.get("detail", "")) from error
    except (PdfReadError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError("errand_unsound", detail=type(error).__name__) from error
    if changed:
        raise InputError("errand_changed", detail=", ".join(changed))


def _check_signatures(data: bytes, awaited: Awaited, anchors: TrustAnchors) -> None:
    verdict = verify(data, anchors)
    found = [one for one in verdict.signatures if one.kind == "signature"]
    reasons = [reason.code for reason in verdict.reasons]
    if not found and not {"no_signature"} & set(reasons):
        raise InputError("errand_unsound", detail=", ".join(reasons))
    new = found[len(awaited.before) :]
    if not new:
        raise InputError("errand_unsigned")
    if len(new) > 1:
        raise InputError("errand_two_signatures")
    _check_new(new[0], awaited)
    if not all(one.intact for one in found) or not new[0].covers_whole_file or verdict.verdict == "invalid":
        raise InputError("errand_unsound", detail=", ".join(reasons))


def _check_new(signature: SignatureVerdict, awaited: Awaited) -> None:
    if signature.field != awaited.field:
        raise InputError("errand_other_field", field=awaited.field)
    if signature.certificate_sha256 != awaited.certificate_sha256:
        raise InputError("errand_other_certificate", holder=signature.signer)


def _changed(data: bytes, sent: bytes) -> list[str]:
    """What the update does beside signing, by names of the parts it touches; nothing in the ordinary case."""
    reader, before = PdfFileReader(io.BytesIO(data)), PdfFileReader(io.BytesIO(sent))
    left, last = (one.xrefs.total_revisions - 1 for one in (before, reader))
    found = [reason.code for reason in compare(reader, left, last)]
    if _fields(before) != _fields(reader):
        found.append("signature_fields")
    if not same_catalogue(before, reader):
        found.append("catalogue")
    try:
        alike = soundness.attached_manifest(data) == soundness.attached_manifest(sent)
    except HosoError:
        alike = False
    return found if alike else [*found, "manifest"]


def _fields(view: PdfFileReader) -> list[tuple[str, tuple[float, ...]]]:
    """The signature fields and where they stand: none may come, go or grow over the page."""
    found = []
    for name, _, reference in enumerate_sig_fields(view):
        found.append((name, tuple(float(edge) for edge in reference.get_object()["/Rect"])))
    return sorted(found)


def _mostly_alike(data: bytes, sent: bytes) -> bool:
    """Whether this is the file that was sent, written anew, rather than another: most of its blocks are found."""
    blocks = [sent[start : start + _BLOCK] for start in range(0, len(sent), _BLOCK)]
    return 2 * sum(block in data for block in blocks) > len(blocks)
