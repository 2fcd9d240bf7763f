"""The signatures themselves: PAdES, the person's first (certifying, form filling allowed), the office's second.

Both fields are made before the first signature: a visible field that appeared later would count as a change the
certifier did not allow. What follows the second signature (validation data, document timestamp) makes it B-LTA.
"""

from __future__ import annotations

import asyncio
import io
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from asn1crypto import algos
from cryptography.hazmat.primitives.asymmetric import rsa
from pyhanko.pdf_utils.content import ImportedPdfPage
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter, append_signature_field
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, PdfTimeStamper, Signer
from pyhanko.sign.signers.pdf_signer import TimestampDSSContentSettings
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.sign.validation.dss import collect_validation_info
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from pdf import Place
from signing.keys import Key
from signing.keys.file import SALT_LENGTH
from signing.trust import as_asn1
from terms.errors import HosoError, UnavailableError

PERSON_FIELD, OFFICE_FIELD = "NguoiChungThuc", "CoQuanChungThuc"
# Room for a signature with its chain and a timestamp with its own. Saying so spares a rehearsal of each signature.
_RESERVED = 2 * 16 * 1024
_HASH = "sha256"


@dataclass(frozen=True)
class SignatureWords:
    """What a signature says beside who made it."""

    reason: str
    location: str


def sign_as_person(
    pdf: bytes,
    key: Key,
    *,
    person: Place,
    office: Place | None,
    appearance: bytes,
    words: SignatureWords,
    timestamps: TimeStamper | None,
) -> bytes:
    """`pdf` with the fields of both signatures and the certifier's certification signature (DocMDP, P=2).

    `person`, `office`: where the visible signatures stand. Raises UnavailableError("key_unavailable"),
    ("timestamp_unavailable").
    """
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    for name, place in ((PERSON_FIELD, person), (OFFICE_FIELD, office)):
        if place is not None:
            append_signature_field(writer, _field(name, place))
    metadata = _metadata(PERSON_FIELD, words, certify=True)
    return _signed(writer, metadata, key, appearance, timestamps)


def sign_as_office(
    pdf: bytes,
    key: Key,
    *,
    place: Place | None = None,
    appearance: bytes,
    words: SignatureWords,
    timestamps: TimeStamper | None,
) -> bytes:
    """`pdf` with the office's signature in its field; with `place`, the field is made first (a conversion has one)."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    if place is not None:
        append_signature_field(writer, _field(OFFICE_FIELD, place))
    metadata = _metadata(OFFICE_FIELD, words, certify=place is not None)
    return _signed(writer, metadata, key, appearance, timestamps)


def preserve(pdf: bytes, context: ValidationContext, timestamps: TimeStamper) -> bytes:
    """`pdf` with all that is needed to judge its signatures in later years, under a document timestamp (B-LTA)."""

    async def _preserve() -> bytes:
        reader = PdfFileReader(io.BytesIO(pdf))
        paths = []
        for signature in reader.embedded_regular_signatures:
            paths += await collect_validation_info(signature, context)
        out = io.BytesIO()
        await PdfTimeStamper(timestamps).async_timestamp_pdf(
            IncrementalPdfFileWriter(io.BytesIO(pdf)),
            _HASH,
            validation_context=context,
            validation_paths=paths,
            bytes_reserved=_RESERVED,
            dss_settings=TimestampDSSContentSettings(include_vri=False, update_before_ts=True),
            embed_roots=False,
            output=out,
        )
        return out.getvalue()

    return _run(_preserve)


class _KeySigner(Signer):
    """pyHanko's view of a key of ours."""

    def __init__(self, key: Key) -> None:
        mechanism = {"algorithm": f"{_HASH}_ecdsa"}
        if isinstance(key.certificate.public_key(), rsa.RSAPublicKey):
            digest = algos.DigestAlgorithm({"algorithm": _HASH})
            masks = algos.MaskGenAlgorithm({"algorithm": "mgf1", "parameters": digest})
            parameters = {"hash_algorithm": digest, "mask_gen_algorithm": masks, "salt_length": SALT_LENGTH}
            mechanism = {"algorithm": "rsassa_pss", "parameters": algos.RSASSAPSSParams(parameters)}
        store = SimpleCertificateStore()
        store.register_multiple([as_asn1(issuer) for issuer in key.issuers])
        super().__init__(
            signing_cert=as_asn1(key.certificate),
            cert_registry=store,
            signature_mechanism=algos.SignedDigestAlgorithm(mechanism),
            embed_roots=False,
        )
        self._key = key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        if dry_run:  # only the size matters
            return bytes(512)
        if digest_algorithm != _HASH:
            raise HosoError("certificate_refused", detail=digest_algorithm)
        return self._key.sign(data)


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


def _field(name: str, place: Place) -> SigFieldSpec:
    left, low, right, high = (round(edge) for edge in place.box)
    return SigFieldSpec(name, on_page=place.page, box=(left, low, right, high), empty_field_appearance=True)


def _metadata(field: str, words: SignatureWords, *, certify: bool) -> PdfSignatureMetadata:
    return PdfSignatureMetadata(
        field_name=field,
        md_algorithm=_HASH,
        reason=words.reason,
        location=words.location,
        subfilter=SigSeedSubFilter.PADES,
        certify=certify,
        docmdp_permissions=MDPPerm.FILL_FORMS,
    )


def _signed(
    writer: IncrementalPdfFileWriter,
    metadata: PdfSignatureMetadata,
    key: Key,
    appearance: bytes,
    timestamps: TimeStamper | None,
) -> bytes:
    style = StaticStampStyle(
        border_width=0,
        background=_Drawing(appearance),
        background_opacity=1.0,
        background_layout=SimpleBoxLayoutRule(
            x_align=AxisAlignment.ALIGN_MID, y_align=AxisAlignment.ALIGN_MID, margins=Margins.uniform(0)
        ),
    )
    signer = PdfSigner(metadata, _KeySigner(key), timestamper=timestamps, stamp_style=style)

    async def _sign() -> bytes:
        out = io.BytesIO()
        await signer.async_sign_pdf(writer, existing_fields_only=True, bytes_reserved=_RESERVED, output=out)
        return out.getvalue()

    return _run(_sign)


def _run(work: Callable[[], Awaitable[bytes]]) -> bytes:
    """Do what pyHanko does asynchronously; a timestamp authority that fails is our error."""

    async def _work() -> bytes:
        return await work()

    try:
        return asyncio.run(_work())
    except TimestampRequestError as error:
        raise UnavailableError("timestamp_unavailable", detail=type(error).__name__) from error
