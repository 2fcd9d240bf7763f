"""A signing program on a person's own machine, played by pyHanko alone: it gets a file and gives one back.

And what else such a program, or somebody in its place, might give back.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass

import pikepdf
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.fields import SigSeedSubFilter, enumerate_sig_fields
from pyhanko_certvalidator.registry import SimpleCertificateStore

from signing.keys import KeySource


@dataclass(frozen=True)
class Program:
    """The program with one person's key in it."""

    signer: SimpleSigner

    @classmethod
    def holding(cls, source: KeySource, pin: str) -> Program:
        assert source.path is not None
        assert source.certificates is not None
        private = load_pem_private_key(source.path.read_bytes(), pin.encode())
        plain = private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        chain = x509.load_pem_x509_certificates(source.certificates.read_bytes())
        own, *above = [asn1_x509.Certificate.load(one.public_bytes(Encoding.DER)) for one in chain]
        store = SimpleCertificateStore()
        store.register_multiple(above)
        key = asn1_keys.PrivateKeyInfo.load(plain)
        return cls(SimpleSigner(signing_cert=own, signing_key=key, cert_registry=store))

    def sign(self, pdf: bytes, field: str | None = None) -> bytes:
        """`pdf` with a signature in its first field that is empty, or in the named one."""
        fields = enumerate_sig_fields(PdfFileReader(io.BytesIO(pdf)))
        free = field or next(name for name, value, _ in fields if not value)
        metadata = PdfSignatureMetadata(field_name=free, subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256")
        out = io.BytesIO()
        signer = PdfSigner(metadata, self.signer)
        signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), existing_fields_only=True, output=out)
        return out.getvalue()


def updated(pdf: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    """`pdf` with an update of its own that makes a change."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def rewritten(pdf: bytes) -> bytes:
    """`pdf` saved anew, as programs do that know no updates."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.save(out, static_id=True, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return out.getvalue()


def another_page(writer: IncrementalPdfFileWriter) -> None:
    """The first page shows nothing any more."""
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"q Q"))
    writer.update_container(page)


def grown_field(writer: IncrementalPdfFileWriter) -> None:
    """The field of the office covers its whole page."""
    _, _, reference = list(enumerate_sig_fields(writer))[1]
    field = reference.get_object()
    field["/Rect"] = generic.ArrayObject([generic.NumberObject(edge) for edge in (0, 0, 595, 842)])
    writer.update_container(field)


def another_attachment(writer: IncrementalPdfFileWriter) -> None:
    """The manifest is gone from the list of associated files."""
    writer.root["/AF"] = generic.ArrayObject([])
    writer.update_root()
