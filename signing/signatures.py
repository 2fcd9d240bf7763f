"""The signatures themselves: PAdES, the person's first (certifying, form filling allowed), the office's second.

Both fields are made before the first signature: a visible field that appeared later would count as a change the
certifier did not allow. What follows the second signature (validation data, document timestamp) makes it B-LTA.
"""

from __future__ import annotations

import asyncio
import io
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from asn1crypto import algos
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.content import ImportedPdfPage
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter, append_signature_field, enumerate_sig_fields
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, PdfTimeStamper, Signer
from pyhanko.sign.signers.pdf_signer import TimestampDSSContentSettings
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko.sign.validation.dss import collect_validation_info
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError
from pyhanko_certvalidator.registry import SimpleCertificateStore

from pdf import Place, Rectangle
from signing.certificates import refusal
from signing.keys import Key
from signing.keys.file import SALT_LENGTH
from signing.trust import as_asn1
from terms.errors import HosoError, StateError, UnavailableError

PERSON_FIELD, OFFICE_FIELD = "NguoiChungThuc", "CoQuanChungThuc"
_MARGIN = 2048  # bytes beside certificates and timestamp: attributes, the signature itself, what a later token has more
_HASH = "sha256"


@dataclass(frozen=True)
class SignatureWords:
    """What a signature says beside who made it."""

    reason: str
    location: str


def with_fields(pdf: bytes, places: Mapping[str, Place]) -> bytes:
    """`pdf` with an empty signature field at each place, by the field's name."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    for name, place in places.items():
        left, low, right, high = (round(edge) for edge in place.box)
        box = (left, low, right, high)
        append_signature_field(writer, SigFieldSpec(name, on_page=place.page, box=box, empty_field_appearance=True))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def field_box(pdf: bytes, name: str) -> Rectangle:
    """Where the field `name` stands on its page. Raises StateError("copy_unsound") if there is none."""
    for found, _, reference in enumerate_sig_fields(PdfFileReader(io.BytesIO(pdf))):
        if found == name:
            left, low, right, high = (float(edge) for edge in reference.get_object()["/Rect"])
            return left, low, right, high
    raise StateError("copy_unsound", detail=name)


def sign(
    pdf: bytes,
    key: Key,
    *,
    field: str,
    certify: bool,
    appearance: bytes,
    words: SignatureWords,
    timestamps: TimeStamper | None,
) -> bytes:
    """`pdf` with a signature in the field that was made for it, in an update of its own.

    `certify`: as certification signature, after which only form fields may be filled (DocMDP, P=2).
    Raises UnavailableError("key_unavailable"), ("timestamp_unavailable").
    """
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    metadata = PdfSignatureMetadata(
        field_name=field,
        md_algorithm=_HASH,
        reason=words.reason,
        location=words.location,
        subfilter=SigSeedSubFilter.PADES,
        certify=certify,
        docmdp_permissions=MDPPerm.FILL_FORMS,
    )
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
        held = [one for one in (key.certificate, *key.issuers) if one.subject != one.issuer]
        size = sum(len(one.public_bytes(Encoding.DER)) for one in held) + await _token_size(timestamps) + _MARGIN
        # Saying how much room a signature needs spares a rehearsal of it; more than enough makes every reader slower.
        await signer.async_sign_pdf(writer, existing_fields_only=True, bytes_reserved=2 * size, output=out)
        return out.getvalue()

    return _run(_sign)


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
            bytes_reserved=2 * (await _token_size(timestamps) + _MARGIN),
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


async def _token_size(timestamps: TimeStamper | None) -> int:
    """Bytes of a timestamp of this authority, asked for once."""
    return len((await timestamps.async_dummy_response(_HASH)).dump()) if timestamps is not None else 0


def _run(work: Callable[[], Awaitable[bytes]]) -> bytes:
    """Do what pyHanko does asynchronously, and say in our words what went wrong."""

    async def _work() -> bytes:
        return await work()

    try:
        return asyncio.run(_work())
    except TimestampRequestError as error:
        raise UnavailableError("timestamp_unavailable", detail=type(error).__name__) from error
    except (ValidationError, PathError) as error:
        raise refusal(error) from error
    except (SigningError, PdfError) as error:
        raise StateError("copy_unsound", detail=type(error).__name__) from error
