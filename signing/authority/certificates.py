"""The certificates of the demo authority: their profiles (RFC 5280, RFC 3161, RFC 6960)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

from signing.authority.names import MARK, ORGANISATION

DOCUMENT_SIGNING = x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")  # id-kp-documentSigning, RFC 9336
Purpose = Literal["signing", "timestamps", "status"]
_PURPOSES = {
    "signing": DOCUMENT_SIGNING,
    "timestamps": ExtendedKeyUsageOID.TIME_STAMPING,
    "status": ExtendedKeyUsageOID.OCSP_SIGNING,
}
_AUTHORITY_DAYS = 3650
# Readers look for a status only where a certificate names an address for it. Ours is answered on this machine alone,
# and the top-level domain .invalid (RFC 2606) makes sure that nobody else ever answers.
_STATUS_ADDRESS = x509.UniformResourceIdentifier("http://ocsp.hoso-demo.invalid")
_LIST_ADDRESS = x509.UniformResourceIdentifier("http://crl.hoso-demo.invalid/root.crl")
_CLOCKS_DIFFER = dt.timedelta(minutes=5)


@dataclass(frozen=True)
class Issuer:
    """Who signs a certificate: a key and the certificate that names its holder."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate


def issue_root() -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    """A new root, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name(f"Hoso Root CA ({MARK})", ORGANISATION)
    builder = _builder(name, name, key.public_key(), _AUTHORITY_DAYS)
    return key, _authority(builder, key.public_key(), key.public_key(), 1).sign(key, hashes.SHA256())


def issue_authority(root: Issuer) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    """The authority under the root that issues everything else."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = _name(f"Hoso CA ({MARK})", ORGANISATION)
    builder = _builder(name, root.certificate.subject, key.public_key(), _AUTHORITY_DAYS)
    where = x509.DistributionPoint(full_name=[_LIST_ADDRESS], relative_name=None, reasons=None, crl_issuer=None)
    builder = builder.add_extension(x509.CRLDistributionPoints([where]), critical=False)
    return key, _authority(builder, key.public_key(), root.key.public_key(), 0).sign(root.key, hashes.SHA256())


def issue_leaf(
    issuer: Issuer,
    public_key: CertificatePublicKeyTypes,
    *,
    name: str,
    organisation: str,
    purpose: Purpose,
    days: int,
    not_before: dt.datetime | None = None,
) -> x509.Certificate:
    """A certificate for `purpose`, valid `days` from `not_before` (from now, if none is given)."""
    builder = _builder(_name(name, organisation), issuer.certificate.subject, public_key, days, not_before)
    builder = (
        builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(digital_signature=True, content_commitment=purpose == "signing"), critical=True)
        .add_extension(x509.ExtendedKeyUsage([_PURPOSES[purpose]]), critical=purpose == "timestamps")
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
        .add_extension(_above(issuer.key.public_key()), critical=False)
    )
    if purpose == "status":  # who would say whether the one who says it is revoked
        builder = builder.add_extension(x509.OCSPNoCheck(), critical=False)
    else:
        asked = x509.AccessDescription(AuthorityInformationAccessOID.OCSP, _STATUS_ADDRESS)
        builder = builder.add_extension(x509.AuthorityInformationAccess([asked]), critical=False)
    return builder.sign(issuer.key, hashes.SHA256())


def empty_list(issuer: Issuer) -> bytes:
    """A revocation list with nothing on it, valid as long as its issuer, in DER."""
    now = _now()
    builder = x509.CertificateRevocationListBuilder().issuer_name(issuer.certificate.subject)
    builder = builder.last_update(now).next_update(issuer.certificate.not_valid_after_utc)
    builder = builder.add_extension(x509.CRLNumber(1), critical=False)
    builder = builder.add_extension(_above(issuer.key.public_key()), critical=False)
    return builder.sign(issuer.key, hashes.SHA256()).public_bytes(Encoding.DER)


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    public_key: CertificatePublicKeyTypes,
    days: int,
    not_before: dt.datetime | None = None,
) -> x509.CertificateBuilder:
    begin = not_before or _now() - _CLOCKS_DIFFER
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + dt.timedelta(days=days))
    )


def _authority(
    builder: x509.CertificateBuilder,
    public_key: ec.EllipticCurvePublicKey,
    above: ec.EllipticCurvePublicKey,
    path_length: int,
) -> x509.CertificateBuilder:
    return (
        builder.add_extension(x509.BasicConstraints(ca=True, path_length=path_length), critical=True)
        .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
        .add_extension(_above(above), critical=False)
    )


def _usage(
    *,
    digital_signature: bool = False,
    content_commitment: bool = False,
    key_cert_sign: bool = False,
    crl_sign: bool = False,
) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=digital_signature,
        content_commitment=content_commitment,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=key_cert_sign,
        crl_sign=crl_sign,
        encipher_only=False,
        decipher_only=False,
    )


def _above(public_key: ec.EllipticCurvePublicKey) -> x509.AuthorityKeyIdentifier:
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(public_key)


def _name(common_name: str, organisation: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(microsecond=0)
