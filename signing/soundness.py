"""Our own look at a file that was just signed, before anybody else sees it. No verdict: see `signing.verification`."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import dataclass
from typing import Any

from cryptography import x509
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import SignatureCoverageLevel
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter, validate_sig_integrity
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from signing.copy import MANIFEST
from terms.errors import StateError


@dataclass(frozen=True)
class Expected:
    """What must be found: the fields signed, in order, each with the SHA-256 (hex) of its signer's certificate.

    `begins_with`: the bytes that were sent to be signed; `preserved`: a document timestamp closes the file.
    """

    signers: tuple[tuple[str, str], ...]
    begins_with: bytes
    preserved: bool


def check(pdf: bytes, expected: Expected) -> None:
    """Raise StateError("copy_unsound") unless `pdf` is what was sent plus exactly the signatures expected.

    The last signature or timestamp covers every byte of the file; the certifier's permissions hold.
    """
    if not pdf.startswith(expected.begins_with):
        raise StateError("copy_unsound", detail="prefix")
    try:
        _check(pdf, expected)
    except (PdfReadError, SignatureValidationError, ValueError, KeyError, TypeError) as error:
        raise StateError("copy_unsound", detail=type(error).__name__) from error


def _check(pdf: bytes, expected: Expected) -> None:
    """Wholeness only: whom to trust is judged elsewhere, and was before the key signed."""
    reader = PdfFileReader(io.BytesIO(pdf))
    found = reader.embedded_regular_signatures
    stamps = reader.embedded_timestamp_signatures
    signers = tuple((one.field_name, hashlib.sha256(one.signer_cert.dump()).hexdigest()) for one in found)
    if signers != expected.signers or len(stamps) != expected.preserved:
        raise StateError("copy_unsound", detail="signers")
    for one in found:
        one.compute_integrity_info()
        whole = validate_sig_integrity(one.signer_info, one.signer_cert, "data", one.compute_digest())
        if whole != (True, True) or not one.summarise_integrity_info()["docmdp_ok"]:
            raise StateError("copy_unsound", detail=one.field_name)
    for stamp in stamps:
        if not _timestamp_holds(stamp):
            raise StateError("copy_unsound", detail="timestamp")
    last = [*found, *stamps][-1]
    if last.evaluate_signature_coverage() is not SignatureCoverageLevel.ENTIRE_FILE:
        raise StateError("copy_unsound", detail="coverage")


def _timestamp_holds(stamp: EmbeddedPdfSignature) -> bool:
    """True if the timestamp is of this very file and its authority signed it."""
    content = stamp.signed_data["encap_content_info"]["content"]
    imprint = content.parsed["message_imprint"]
    of_this_file = stamp.compute_digest(imprint["hash_algorithm"]["algorithm"].native)
    digest = hashlib.new(stamp.signer_info["digest_algorithm"]["algorithm"].native, content.contents).digest()
    signed = validate_sig_integrity(stamp.signer_info, stamp.signer_cert, "tst_info", digest)
    return signed == (True, True) and imprint["hashed_message"].native == of_this_file


def attached_manifest(pdf: bytes) -> dict[str, Any]:
    """The manifest attached to a copy of ours. Raises StateError("copy_unsound") if there is none."""
    try:
        reader = PdfFileReader(io.BytesIO(pdf))
        for item in reader.root["/AF"]:
            specification = item.get_object()
            if specification["/UF"] == MANIFEST:
                manifest = json.loads(specification["/EF"]["/F"].data)
                if isinstance(manifest, dict):
                    return manifest
    except (PdfReadError, ValueError, KeyError, TypeError) as error:
        raise StateError("copy_unsound", detail=MANIFEST) from error
    raise StateError("copy_unsound", detail=MANIFEST)


def signers_of(pdf: bytes) -> list[x509.Certificate]:
    """The certificates that the signatures of `pdf` and their timestamps rest on."""
    found: dict[bytes, None] = {}
    for signature in PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures:
        for bundle in (signature.signed_data, *extract_tst_data_iter(signature.signer_info, signed=False)):
            held = [choice for choice in bundle["certificates"] if choice.name == "certificate"]
            found |= dict.fromkeys(choice.chosen.dump() for choice in held)
    return [x509.load_der_x509_certificate(der) for der in found]
