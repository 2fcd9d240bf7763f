"""Files into which a signer's own program has written (`signing.errands`): read, added to and checked by pyHanko.

What only we have written goes the short way (`signing.signatures`, `signing.soundness`), which takes nothing else.
"""

from __future__ import annotations

import asyncio
import hashlib
import io
import json
from collections.abc import Awaitable, Callable
from typing import Any

from asn1crypto import crl as asn1_crl
from asn1crypto import ocsp as asn1_ocsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from pyhanko.pdf_utils.content import ImportedPdfPage
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import ExternalSigner, PdfSignatureMetadata, PdfSigner, PdfTimeStamper
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.sign.validation import SignatureCoverageLevel
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter, validate_sig_integrity
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from pdf import Leaf, Rectangle
from pdf.leaf import leaves_pdf
from signing import cms
from signing.keys import Key
from signing.trust import as_asn1
from terms.errors import StateError, UnavailableError

_HASH = "sha256"


def field_box(pdf: bytes, name: str) -> Rectangle:
    """As `signing.signatures.field_box`."""
    for found, _, reference in enumerate_sig_fields(PdfFileReader(io.BytesIO(pdf))):
        if found == name:
            left, low, right, high = (float(edge) for edge in reference.get_object()["/Rect"])
            return left, low, right, high
    raise StateError("copy_unsound", detail=name)


def sign(
    pdf: bytes, key: Key, *, field: str, appearance: Leaf, reason: str, location: str, timestamps: TimeStamper | None
) -> bytes:
    """As `signing.signatures.sign`: a signature that follows another one, so it certifies nothing."""
    metadata = PdfSignatureMetadata(
        field_name=field, md_algorithm=_HASH, reason=reason, location=location, subfilter=SigSeedSubFilter.PADES
    )
    style = StaticStampStyle(
        border_width=0,
        background=_Drawing(leaves_pdf([appearance])),
        background_opacity=1.0,
        background_layout=SimpleBoxLayoutRule(
            x_align=AxisAlignment.ALIGN_MID, y_align=AxisAlignment.ALIGN_MID, margins=Margins.uniform(0)
        ),
    )
    signer = PdfSigner(metadata, _KeySigner(key), timestamper=timestamps, stamp_style=style)

    async def _sign() -> bytes:
        out = io.BytesIO()
        token = len((await timestamps.async_dummy_response(_HASH)).dump()) if timestamps is not None else 0
        await signer.async_sign_pdf(
            IncrementalPdfFileWriter(io.BytesIO(pdf)),
            existing_fields_only=True,
            bytes_reserved=2 * (cms.largest(key, token) + 1024),
            output=out,
        )
        return out.getvalue()

    return _run(_sign)


def with_evidence(
    pdf: bytes, certificates: tuple[bytes, ...], statuses: tuple[bytes, ...], lists: tuple[bytes, ...]
) -> bytes:
    """As `signing.signatures.with_evidence`."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    DocumentSecurityStore.supply_dss_in_writer(
        writer,
        None,
        certs=[asn1_x509.Certificate.load(one) for one in certificates],
        ocsps=[asn1_ocsp.OCSPResponse.load(one) for one in statuses],
        crls=[asn1_crl.CertificateList.load(one) for one in lists],
    )
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def with_document_timestamp(pdf: bytes, timestamps: TimeStamper) -> bytes:
    """As `signing.signatures.with_document_timestamp`."""

    async def _stamped() -> bytes:
        out = io.BytesIO()
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        await PdfTimeStamper(timestamps).async_timestamp_pdf(writer, _HASH, output=out)
        return out.getvalue()

    return _run(_stamped)


def check(pdf: bytes, signers: tuple[tuple[str, str], ...], *, preserved: bool) -> None:
    """As `signing.soundness.check`, but for the beginning. Raises StateError("copy_unsound") or what pyHanko raises."""
    reader = PdfFileReader(io.BytesIO(pdf))
    found = reader.embedded_regular_signatures
    stamps = reader.embedded_timestamp_signatures
    made = tuple((one.field_name, hashlib.sha256(one.signer_cert.dump()).hexdigest()) for one in found)
    if made != signers or len(stamps) != preserved:
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


def certificates_in(pdf: bytes) -> list[x509.Certificate]:
    """As `signing.soundness.certificates_in`."""
    found: dict[bytes, None] = {}
    for signature in PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures:
        for bundle in (signature.signed_data, *extract_tst_data_iter(signature.signer_info, signed=False)):
            held = [choice for choice in bundle["certificates"] if choice.name == "certificate"]
            found |= dict.fromkeys(choice.chosen.dump() for choice in held)
    return [x509.load_der_x509_certificate(der) for der in found]


def attached(pdf: bytes, name: str) -> dict[str, Any] | None:
    """The JSON object attached under `name`."""
    for item in PdfFileReader(io.BytesIO(pdf)).root["/AF"]:
        specification = item.get_object()
        if specification["/UF"] == name:
            content = json.loads(specification["/EF"]["/F"].data)
            return content if isinstance(content, dict) else None
    return None


def _timestamp_holds(stamp: EmbeddedPdfSignature) -> bool:
    """True if the timestamp is of this very file and its authority signed it."""
    content = stamp.signed_data["encap_content_info"]["content"]
    imprint = content.parsed["message_imprint"]
    of_this_file = stamp.compute_digest(imprint["hash_algorithm"]["algorithm"].native)
    digest = hashlib.new(stamp.signer_info["digest_algorithm"]["algorithm"].native, content.contents).digest()
    signed = validate_sig_integrity(stamp.signer_info, stamp.signer_cert, "tst_info", digest)
    return signed == (True, True) and imprint["hashed_message"].native == of_this_file


class _KeySigner(ExternalSigner):
    """pyHanko's view of a key of ours."""

    def __init__(self, key: Key) -> None:
        store = SimpleCertificateStore()
        store.register_multiple([as_asn1(issuer) for issuer in key.issuers])
        super().__init__(
            signing_cert=as_asn1(key.certificate),
            cert_registry=store,
            signature_mechanism=cms.mechanism(key.certificate),
            embed_roots=False,
        )
        self._key = key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        return bytes(512) if dry_run else self._key.sign(data)  # of a rehearsal only the size matters


class _Drawing(ImportedPdfPage):
    """The first page of a PDF that lies in memory."""

    def __init__(self, data: bytes) -> None:
        ImportedPdfPage.__init__(self, "")
        self._data = data

    def render(self) -> bytes:
        form = self._ensure_writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self._data)))
        self.resources.xobject["/Drawn"] = form
        left, low, right, high = form.get_object()["/BBox"]
        self.box = BoxConstraints(width=abs(right - left), height=abs(high - low))
        return b"/Drawn Do"


def _run(work: Callable[[], Awaitable[bytes]]) -> bytes:
    """Do what pyHanko does asynchronously, and say in our words what went wrong."""

    async def _work() -> bytes:
        return await work()

    try:
        return asyncio.run(_work())
    except TimestampRequestError as error:
        raise UnavailableError("timestamp_unavailable", detail=type(error).__name__) from error
    except (SigningError, PdfError) as error:
        raise StateError("copy_unsound", detail=type(error).__name__) from error
