"""What is at hand to judge by: certificates and revocation data of the file and of the verifier, all to be checked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from asn1crypto import x509
from asn1crypto.crl import CertificateList
from asn1crypto.ocsp import OCSPResponse
from pyhanko.pdf_utils.rw_common import PdfHandler
from pyhanko.sign.general import (
    MultivaluedAttributeError,
    NonexistentAttributeError,
    find_unique_cms_attribute,
)
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.policy_decl import LocalKnowledge
from pyhanko_certvalidator.revinfo.archival import CRLContainer, OCSPContainer

from signing.verification.anchors import TrustAnchors


def security_store(view: PdfHandler) -> LocalKnowledge:
    """Certificates and revocation data of the document security store, as it stood in `view`."""
    try:
        store = DocumentSecurityStore.read_dss(view)
    except NoDSSFoundError:
        return LocalKnowledge()
    streams = [stream.get_object().data for stream in (*store.ocsps, *store.crls)]
    found = _revocation(streams)
    return replace(found, known_certs=list(store.load_certs()))


def given(anchors: TrustAnchors) -> LocalKnowledge:
    """What the verifier brought itself. The anchors are among the certificates: they issue revocation lists too."""
    certificates = [x509.Certificate.load(der) for der in anchors.intermediates]
    certificates += [anchor.loaded for anchor in anchors]
    return replace(_revocation(anchors.revocation), known_certs=certificates)


def _revocation(items: Iterable[bytes]) -> LocalKnowledge:
    """CRLs and OCSP responses told apart by trying; what is neither is left out."""
    crls: list[CRLContainer] = []
    ocsps: list[OCSPContainer] = []
    for der in items:
        try:
            response = OCSPResponse.load(der, strict=True)
            if response["response_status"].native == "successful":
                ocsps.extend(OCSPContainer.load_multi(response))
            continue
        except (ValueError, TypeError):
            pass
        try:
            crl = CertificateList.load(der, strict=True)
            _ = crl["tbs_cert_list"]["issuer"].native
            crls.append(CRLContainer(crl))
        except (ValueError, TypeError):
            continue
    return LocalKnowledge(known_ocsps=ocsps, known_crls=crls)


def revocation_attribute(signature: EmbeddedPdfSignature) -> LocalKnowledge:
    """Revocation data in the signed attributes, where older readers put it."""
    try:
        value = find_unique_cms_attribute(signature.signer_info["signed_attrs"], "adobe_revocation_info_archival")
    except (NonexistentAttributeError, MultivaluedAttributeError, TypeError):
        return LocalKnowledge()
    return LocalKnowledge(
        known_crls=[CRLContainer(crl) for crl in value["crl"] or ()],
        known_ocsps=[item for response in value["ocsp"] or () for item in OCSPContainer.load_multi(response)],
    )


def join(*parts: LocalKnowledge) -> LocalKnowledge:
    """All of it together."""
    return LocalKnowledge(
        known_ocsps=[item for part in parts for item in part.known_ocsps],
        known_crls=[item for part in parts for item in part.known_crls],
        known_certs=[item for part in parts for item in part.known_certs],
    )
