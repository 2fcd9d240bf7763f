"""A whole public-key infrastructure on this machine: authorities, OCSP, CRLs and a timestamp service, by certomancer.

No socket is opened: the services are asked in this process.
"""

from __future__ import annotations

import asyncio
import io
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
from asn1crypto import ocsp, tsp, x509
from certomancer.registry import ArchLabel, CertLabel, CertomancerConfig, KeyLabel, ServiceLabel
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.signers.pdf_signer import TimestampDSSContentSettings
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation.dss import collect_validation_info
from pyhanko.sign.validation.errors import SignatureValidationError, ValidationInfoReadingError
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import ValidationError
from pyhanko_certvalidator.registry import SimpleCertificateStore

from signing.verification import Anchor, TrustAnchors

KEYS = ("root", "issuing", "ocsp", "tsa", "person", "office", "revoked", "expired", "server", "stranger")
HOLDERS = ("person", "office", "tsa", "expired", "revoked")
CONFIG = """
keysets:
  all:
    keys: {KEYS}
pki-architectures:
  vn:
    keyset: all
    entity-defaults: {country-name: VN, organization-name: Cơ quan thử nghiệm}
    entities:
      root: {common-name: Gốc thử nghiệm}
      issuing: {common-name: Cơ quan cấp chứng thư thử nghiệm}
      ocsp: {common-name: OCSP thử nghiệm}
      tsa: {common-name: Dấu thời gian thử nghiệm}
      person: {common-name: Nguyễn Thị Ánh, organization-name: UBND phường Thử Nghiệm}
      office: {common-name: UBND phường Thử Nghiệm, organization-name: UBND phường Thử Nghiệm}
      revoked: {common-name: Trần Văn Thu Hồi}
      expired: {common-name: Lê Thị Hết Hạn}
      server: {common-name: may-chu.example}
      stranger: {common-name: Người lạ}
    certs:
      root:
        subject: root
        issuer: root
        validity: {valid-from: "2020-01-01T00:00:00+0000", valid-to: "2050-01-01T00:00:00+0000"}
        profiles: [{id: simple-ca, params: {crl-repo: root, max-path-len: 2}}]
      issuing:
        subject: issuing
        issuer: root
        validity: {valid-from: "2020-01-01T00:00:00+0000", valid-to: "2045-01-01T00:00:00+0000"}
        profiles: [{id: simple-ca, params: {ocsp-service: issuing, max-path-len: 0}}]
      ocsp:
        subject: ocsp
        issuer: issuing
        validity: {valid-from: "2020-01-01T00:00:00+0000", valid-to: "2045-01-01T00:00:00+0000"}
        profiles: [ocsp-responder]
      tsa:
        subject: tsa
        issuer: issuing
        validity: {valid-from: "2020-01-01T00:00:00+0000", valid-to: "2045-01-01T00:00:00+0000"}
        extensions:
          - {id: key_usage, critical: true, smart-value: {schema: key-usage, params: [digital_signature]}}
          - {id: extended_key_usage, critical: true, value: [time_stamping]}
      person: &signer
        subject: person
        issuer: issuing
        validity: {valid-from: "2024-01-01T00:00:00+0000", valid-to: "2028-01-01T00:00:00+0000"}
        extensions:
          - id: key_usage
            critical: true
            smart-value: {schema: key-usage, params: [digital_signature, non_repudiation]}
      office: {<<: *signer, subject: office}
      revoked:
        <<: *signer
        subject: revoked
        revocation: {revoked-since: "2025-06-01T00:00:00+0000", reason: key_compromise}
      expired:
        <<: *signer
        subject: expired
        validity: {valid-from: "2020-01-01T00:00:00+0000", valid-to: "2023-01-01T00:00:00+0000"}
      server:
        <<: *signer
        subject: server
        extensions:
          - {id: key_usage, critical: true, smart-value: {schema: key-usage, params: [digital_signature]}}
          - {id: extended_key_usage, value: [server_auth]}
      stranger:
        <<: *signer
        subject: stranger
        issuer: stranger
        authority-key: stranger
    services:
      ocsp:
        issuing: {for-issuer: issuing, responder-cert: ocsp, validity-period: {days: 7}}
      crl-repo:
        root: {for-issuer: root, signing-key: root, simulated-update-schedule: P3650D}
        issuing: {for-issuer: issuing, signing-key: issuing, simulated-update-schedule: P90D}
      time-stamping:
        tsa: {signing-key: tsa, signing-cert: tsa, certs-to-embed: [issuing]}
"""


class _LocalTimestamps(TimeStamper):
    """The timestamp service, asked in this process; `at` sets its clock."""

    def __init__(self, pki: LocalPki, at: datetime | None) -> None:
        super().__init__()
        self._pki, self._at = pki, at

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        services = self._pki.services
        return services.summon_timestamper(ServiceLabel("tsa"), at_time=self._at).request_tsa_response(req)


@dataclass(frozen=True)
class Signing:
    """How to make one signature. `level`: B-B, B-T, B-LT or B-LTA."""

    who: str = "person"
    field: str = "person"
    level: str = "B-LTA"
    certify: int | None = None
    subfilter: fields.SigSeedSubFilter = fields.SigSeedSubFilter.PADES
    at: datetime | None = None


class LocalPki:
    """`folder` receives the keys. `rsa`: names whose key is RSA; all others are on P-256."""

    def __init__(self, folder: Path, rsa_keys: tuple[str, ...] = ()) -> None:
        for name in KEYS:
            key = rsa.generate_private_key(65537, 2048) if name in rsa_keys else ec.generate_private_key(ec.SECP256R1())
            pem = key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            (folder / f"{name}.pem").write_bytes(pem)
        keys = "{" + ", ".join(f"{name}: {{path: {name}.pem}}" for name in KEYS) + "}"
        config = CertomancerConfig.from_yaml(CONFIG.replace("{KEYS}", keys), key_search_dir=str(folder))
        self.architecture = config.get_pki_arch(ArchLabel("vn"))
        self.services = self.architecture.service_registry

    def certificate(self, name: str) -> x509.Certificate:
        return self.architecture.get_cert(CertLabel(name))

    def anchors(self, *names: str, **options: object) -> TrustAnchors:
        """The named certificates as anchors (the root if none is named)."""
        found = (self.certificate(name).dump() for name in names or ("root",))
        return TrustAnchors(tuple(Anchor(der, **options) for der in found))

    def crl(self, name: str, at: datetime | None = None) -> bytes:
        return self.services.get_crl(ServiceLabel(name), at_time=at).dump()

    def ocsp(self, name: str, at: datetime | None = None) -> bytes:
        """What the OCSP service says of `name`."""
        certificate, issuer = self.certificate(name), self.certificate("issuing")
        identifier = ocsp.CertId(
            {
                "hash_algorithm": {"algorithm": "sha1"},
                "issuer_name_hash": issuer.subject.sha1,
                "issuer_key_hash": issuer.public_key.sha1,
                "serial_number": certificate.serial_number,
            }
        )
        request = ocsp.OCSPRequest({"tbs_request": {"request_list": [{"req_cert": identifier}]}})
        responder = self.services.summon_responder(ServiceLabel("issuing"), at_time=at)
        return responder.build_ocsp_response(request).dump()

    def fresh(self, at: datetime, *names: str) -> TrustAnchors:
        """The root as anchor, and revocation data the verifier fetched itself at `at`."""
        answers = tuple(self.ocsp(name, at) for name in names or ("tsa", "person", "office"))
        return TrustAnchors(self.anchors().anchors, revocation=(*answers, self.crl("root", at)))

    def sign(self, pdf: bytes, how: Signing | None = None) -> bytes:
        """`pdf` with one more signature."""
        how = how or Signing()
        label = KeyLabel(how.who)
        signer = signers.SimpleSigner(
            signing_cert=self.certificate(how.who),
            signing_key=self.architecture.key_set.get_private_key(label),
            cert_registry=SimpleCertificateStore.from_certs([self.certificate("issuing")]),
            prefer_pss=True,
        )
        full = how.level == "B-LT"
        metadata = signers.PdfSignatureMetadata(
            field_name=how.field,
            subfilter=how.subfilter,
            md_algorithm="sha256",
            certify=how.certify is not None,
            docmdp_permissions=fields.MDPPerm(how.certify or 2),
            embed_validation_info=full,
            validation_context=self._context(how.at) if full else None,
        )
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        timestamps = None if how.level == "B-B" else _LocalTimestamps(self, how.at)
        job = signers.PdfSigner(metadata, signer, timestamper=timestamps)
        signed: bytes = asyncio.run(job.async_sign_pdf(writer)).getvalue()
        return self.timestamp(signed, how.at) if how.level == "B-LTA" else signed

    def timestamp(self, pdf: bytes, at: datetime | None = None) -> bytes:
        """`pdf` with the validation data of its signatures, under one more document timestamp."""
        return asyncio.run(self._timestamp(pdf, at))

    async def _timestamp(self, pdf: bytes, at: datetime | None) -> bytes:
        context = self._context(at)
        paths = []
        for signature in PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures:
            with suppress(ValidationInfoReadingError, SignatureValidationError, ValidationError):
                paths += await collect_validation_info(signature, context)
        out = io.BytesIO()
        await signers.PdfTimeStamper(_LocalTimestamps(self, at)).async_timestamp_pdf(
            IncrementalPdfFileWriter(io.BytesIO(pdf)),
            "sha256",
            validation_context=context,
            validation_paths=paths,
            dss_settings=TimestampDSSContentSettings(include_vri=False, update_before_ts=True),
            output=out,
        )
        return out.getvalue()

    def _context(self, at: datetime | None) -> ValidationContext:
        moment = at or datetime.now(UTC)
        return ValidationContext(
            trust_roots=[self.certificate("root")],
            other_certs=[self.certificate("issuing"), self.certificate("ocsp")],
            ocsps=[
                ocsp.OCSPResponse.load(self.ocsp(name, moment))
                for name in ("person", "office", "tsa", "expired", "revoked")
            ],
            crls=[self.services.get_crl(ServiceLabel("root"), at_time=moment)],
            moment=moment,
            allow_fetching=False,
            revocation_mode="require",
        )


def paper(text: str = "Bản sao chứng thực", pages: int = 1) -> bytes:
    """A small PDF with some pages of content, and both signature fields made before any signature."""
    pdf = pikepdf.new()
    for number in range(pages):
        pdf.add_blank_page(page_size=(595, 842))
        content = f"BT /F1 12 Tf 72 {700 - number} Td (Page {number + 1}) Tj ET % {text}".encode()
        pdf.pages[-1].Contents = pdf.make_stream(content)
        font = pdf.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        )
        pdf.pages[-1].Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    out = io.BytesIO()
    pdf.save(out)
    writer = IncrementalPdfFileWriter(io.BytesIO(out.getvalue()))
    for name, box in (("person", (50, 50, 250, 120)), ("office", (300, 50, 500, 120))):
        fields.append_signature_field(writer, fields.SigFieldSpec(name, box=box, on_page=0))
    signed = io.BytesIO()
    writer.write(signed)
    return signed.getvalue()
