"""Timestamps (RFC 3161): from an authority over HTTP, or from the demo authority in this very process."""

from __future__ import annotations

import asyncio
import datetime as dt
import hashlib
import secrets
from typing import Any

from asn1crypto import algos, cms, core, tsp
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.sign.general import as_signing_certificate_v2, simple_cms_attribute
from pyhanko.sign.timestamps import TimeStamper

from signing.authority.demo import DemoAuthority
from signing.authority.web import Unanswered, ask
from terms.errors import UnavailableError

# A policy of our own under the arc for UUIDs (ITU-T X.667): it promises nothing.
_DEMO_POLICY = "2.25.298471893487120349817234098712340987123"


class HttpTimestamps(TimeStamper):
    """An authority at an HTTP or HTTPS address taken from the settings."""

    def __init__(self, url: str, *, timeout_s: float = 10.0) -> None:
        TimeStamper.__init__(self)
        if not url.startswith(("http://", "https://")):
            raise UnavailableError("settings_invalid", detail=f"timestamp_url: {url}")
        self._url = url
        self._timeout_s = timeout_s

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        return await asyncio.to_thread(self._ask, req.dump())

    def _ask(self, question: bytes) -> tsp.TimeStampResp:
        try:
            data = ask(self._url, self._timeout_s, question=question, media_type="application/timestamp-query")
            response = tsp.TimeStampResp.load(data, strict=True)
            granted = response["status"]["status"].native in ("granted", "granted_with_mods")
        except (Unanswered, ValueError) as error:
            raise UnavailableError("timestamp_unavailable", detail=type(error).__name__) from error
        if not granted:
            raise UnavailableError("timestamp_unavailable", detail="not granted")
        return response


class DemoTimestamps(TimeStamper):
    """The demo authority's timestamp service, asked without a network."""

    def __init__(self, authority: DemoAuthority) -> None:
        TimeStamper.__init__(self)
        self._key = authority.timestamps_key
        holder = self._key.certificate.public_bytes(Encoding.DER)
        issuing = authority.issuing.public_bytes(Encoding.DER)
        self._certificate = asn1_x509.Certificate.load(holder)
        self._issuing = asn1_x509.Certificate.load(issuing)

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        token = {"content_type": "signed_data", "content": self._signed(self._statement(req))}
        return tsp.TimeStampResp({"status": {"status": "granted"}, "time_stamp_token": token})

    def _statement(self, req: tsp.TimeStampReq) -> bytes:
        """That these bytes existed now."""
        says: dict[str, Any] = {
            "version": "v1",
            "policy": _DEMO_POLICY,
            "message_imprint": req["message_imprint"],
            "serial_number": secrets.randbits(127),
            "gen_time": dt.datetime.now(dt.UTC).replace(microsecond=0),
            "accuracy": {"seconds": 1},
            "tsa": asn1_x509.GeneralName(name="directory_name", value=self._certificate.subject),
        }
        if req["nonce"].native is not None:
            says["nonce"] = req["nonce"]
        return bytes(tsp.TSTInfo(says).dump())

    def _signed(self, statement: bytes) -> dict[str, Any]:
        attributes = cms.CMSAttributes(
            [
                simple_cms_attribute("content_type", "tst_info"),
                simple_cms_attribute("signing_certificate_v2", as_signing_certificate_v2(self._certificate)),
                simple_cms_attribute("message_digest", hashlib.sha256(statement).digest()),
            ]
        )
        signer = {
            "version": "v1",
            "sid": cms.SignerIdentifier(
                "issuer_and_serial_number",
                {"issuer": self._certificate.issuer, "serial_number": self._certificate.serial_number},
            ),
            "digest_algorithm": {"algorithm": "sha256"},
            "signature_algorithm": {"algorithm": "sha256_ecdsa"},
            "signed_attrs": attributes,
            "signature": self._key.private_key.sign(attributes.dump(), ec.ECDSA(hashes.SHA256())),
        }
        return {
            "version": "v3",
            "digest_algorithms": [algos.DigestAlgorithm({"algorithm": "sha256"})],
            "encap_content_info": {"content_type": "tst_info", "content": core.ParsableOctetString(statement)},
            "certificates": [
                cms.CertificateChoices("certificate", found) for found in (self._certificate, self._issuing)
            ],
            "signer_infos": [signer],
        }
