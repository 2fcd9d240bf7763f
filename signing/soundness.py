"""Our own look at a file that was just signed, before anybody else sees it. No verdict: see `signing.verification`."""

from __future__ import annotations

import asyncio
import hashlib
import io
import json
from dataclasses import dataclass
from typing import Any

from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import SignatureCoverageLevel, async_validate_pdf_signature, async_validate_pdf_timestamp
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko_certvalidator import ValidationContext

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
        asyncio.run(_check(pdf, expected))
    except (PdfReadError, SignatureValidationError, ValueError, KeyError, TypeError) as error:
        raise StateError("copy_unsound", detail=type(error).__name__) from error


async def _check(pdf: bytes, expected: Expected) -> None:
    reader = PdfFileReader(io.BytesIO(pdf))
    found = reader.embedded_regular_signatures
    stamps = reader.embedded_timestamp_signatures
    signers = tuple((one.field_name, hashlib.sha256(one.signer_cert.dump()).hexdigest()) for one in found)
    if signers != expected.signers or len(stamps) != expected.preserved:
        raise StateError("copy_unsound", detail="signers")
    nobody = ValidationContext(trust_roots=[], allow_fetching=False)  # trust is judged elsewhere; here, wholeness
    for number, one in enumerate(found):
        status = await async_validate_pdf_signature(one, signer_validation_context=nobody)
        if not (status.intact and status.valid and status.docmdp_ok):
            raise StateError("copy_unsound", detail=one.field_name)
        last = number == len(found) - 1 and not stamps
        if last and status.coverage is not SignatureCoverageLevel.ENTIRE_FILE:
            raise StateError("copy_unsound", detail="coverage")
    for stamp in stamps:
        seen = await async_validate_pdf_timestamp(stamp, nobody)
        if not (seen.intact and seen.valid and seen.coverage is SignatureCoverageLevel.ENTIRE_FILE):
            raise StateError("copy_unsound", detail="timestamp")


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
