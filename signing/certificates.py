"""Is this certificate good enough to sign with, now? Asked before each batch, because signing itself never asks.

Decree 23/2025/NĐ-CP, Article 15 and Circular 15/2025/TT-BKHCN, Article 5: the signer's software checks holder,
validity and status first.
"""

from __future__ import annotations

import datetime as dt

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import (
    InsufficientRevinfoError,
    PathBuildingError,
    PathError,
    RevokedError,
    ValidationError,
)

from signing.authority import common_name, is_marked, marked
from signing.authority.certificates import DOCUMENT_SIGNING
from signing.keys import Key
from signing.trust import Revocation, Trust, as_asn1
from terms.errors import AccessError, HosoError, InputError, UnavailableError
from terms.text import fold, squeeze

_SIGNING_PURPOSES = {
    DOCUMENT_SIGNING,
    x509.oid.ExtendedKeyUsageOID.EMAIL_PROTECTION,  # what the public authorities write into signing certificates
    x509.oid.ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE,
    x509.ObjectIdentifier("1.3.6.1.4.1.311.10.3.12"),  # Microsoft, document signing
    x509.ObjectIdentifier("1.2.840.113583.1.1.5"),  # Adobe, authentic documents
}
_SMALLEST_RSA, _SMALLEST_CURVE = 2048, 256  # Circular 15/2025/TT-BKHCN, Annex I


async def check_before_signing(
    key: Key,
    trust: Trust,
    *,
    office_is_demo: bool,
    revocation: Revocation,
    holder: str | None = None,
    at: dt.datetime | None = None,
) -> None:
    """Raise HosoError unless the certificate of `key` may sign: each refusal has a code and a message of its own.

    `holder`: the full name that must be the certificate's, for a person. Codes: certificate_weak,
    certificate_not_yet_valid, certificate_expired, certificate_wrong_purpose, certificate_foreign, demo_authority,
    certificate_revoked, certificate_status_unknown, certificate_wrong_holder, certificate_refused.
    """
    certificate, now = key.certificate, at or dt.datetime.now(dt.UTC)
    check_profile(certificate, now)
    known = (certificate, *key.issuers)
    await _check_path(key, trust.context(known, revocation="ignored", with_demo=True, at=at))
    if not office_is_demo and any(is_marked(one) for one in known):
        raise AccessError("demo_authority")
    if revocation != "ignored":
        await _check_path(key, trust.context(known, revocation=revocation, with_demo=office_is_demo, at=at))
    if holder is not None and not _is_of(certificate, holder):
        raise InputError("certificate_wrong_holder", holder=common_name(certificate), person=holder)


def check_profile(
    certificate: x509.Certificate, at: dt.datetime | None = None, *, may_begin_later: bool = False
) -> None:
    """What can be seen of a certificate alone: strength, validity, purpose. Raises InputError as above.

    `may_begin_later`: one that is not valid yet will do.
    """
    _check_strength(certificate)
    now = at or dt.datetime.now(dt.UTC)
    _check_validity(certificate, max(now, certificate.not_valid_before_utc) if may_begin_later else now)
    _check_purpose(certificate)


def _is_of(certificate: x509.Certificate, holder: str) -> bool:
    """True if the certificate names `holder`, who may be written in capitals, and in a demo with the mark behind."""
    said = fold(squeeze(common_name(certificate)))
    return said == fold(squeeze(holder)) or (is_marked(certificate) and said == fold(marked(squeeze(holder))))


def _check_strength(certificate: x509.Certificate) -> None:
    key = certificate.public_key()
    strong = (isinstance(key, rsa.RSAPublicKey) and key.key_size >= _SMALLEST_RSA) or (
        isinstance(key, ec.EllipticCurvePublicKey) and key.curve.key_size >= _SMALLEST_CURVE
    )
    if not strong:
        raise InputError("certificate_weak")


def _check_validity(certificate: x509.Certificate, now: dt.datetime) -> None:
    if now < certificate.not_valid_before_utc:
        raise InputError("certificate_not_yet_valid", date=f"{certificate.not_valid_before_utc:%d/%m/%Y}")
    if now > certificate.not_valid_after_utc:
        raise InputError("certificate_expired", date=f"{certificate.not_valid_after_utc:%d/%m/%Y}")


def _check_purpose(certificate: x509.Certificate) -> None:
    extensions = certificate.extensions
    try:
        if extensions.get_extension_for_class(x509.BasicConstraints).value.ca:
            raise InputError("certificate_wrong_purpose")
    except x509.ExtensionNotFound:
        pass
    try:
        usage = extensions.get_extension_for_class(x509.KeyUsage).value
        if not (usage.digital_signature or usage.content_commitment):
            raise InputError("certificate_wrong_purpose")
    except x509.ExtensionNotFound:
        pass
    try:
        purposes = set(extensions.get_extension_for_class(x509.ExtendedKeyUsage).value)
    except x509.ExtensionNotFound:
        return
    if not purposes & _SIGNING_PURPOSES:
        raise InputError("certificate_wrong_purpose")


async def _check_path(key: Key, context: ValidationContext) -> None:
    validator = CertificateValidator(
        as_asn1(key.certificate), [as_asn1(issuer) for issuer in key.issuers], validation_context=context
    )
    try:
        await validator.async_validate_usage(key_usage=set())
    except (ValidationError, PathError) as error:
        raise refusal(error) from error


def refusal(error: ValidationError | PathError) -> HosoError:
    """What a path that could not be built or validated means to a person."""
    if isinstance(error, RevokedError):
        return InputError("certificate_revoked")
    if isinstance(error, InsufficientRevinfoError):
        return UnavailableError("certificate_status_unknown")
    if isinstance(error, PathBuildingError):
        return InputError("certificate_foreign")
    return InputError("certificate_refused", detail=type(error).__name__)
