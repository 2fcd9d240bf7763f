"""The signature itself as PAdES wants it inside a PDF: CMS (RFC 5652) with the attributes of ETSI EN 319 122-1.

Written out here, because the few dozen lines cost a hundredth of what a general ASN.1 library takes for them, and a
copy has two. Whoever reads it (our own check, `signing.verification`, other programs) reads with libraries.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from asn1crypto import algos
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding

from signing.keys import Key
from signing.keys.file import SALT_LENGTH

_INTEGER, _OCTETS, _NULL, _OBJECT, _SEQUENCE, _SET = 0x02, 0x04, 0x05, 0x06, 0x30, 0x31
_DATA, _SIGNED_DATA = "2A864886F70D010701", "2A864886F70D010702"
_CONTENT_TYPE, _MESSAGE_DIGEST = "2A864886F70D010903", "2A864886F70D010904"
_SIGNING_CERTIFICATE, _ALGORITHM_PROTECTION = "2A864886F70D010910022F", "2A864886F70D010934"
_TIMESTAMP = "2A864886F70D010910020E"
_SHA256, _ECDSA_SHA256 = "608648016503040201", "2A8648CE3D040302"
_RSASSA_PSS, _MGF1 = "2A864886F70D01010A", "2A864886F70D010108"


@dataclass(frozen=True)
class Prepared:
    """What a signature says before it is made. `to_sign`: the bytes the key signs."""

    certificate: x509.Certificate
    issuers: tuple[x509.Certificate, ...]
    to_sign: bytes


def prepare(key: Key, digest: bytes) -> Prepared:
    """The signed attributes for a file whose SHA-256 is `digest`: what it is of, and which certificate is meant."""
    holder = _holder(key.certificate)
    attributes = (
        _attribute(_CONTENT_TYPE, _object(_DATA)),
        _attribute(_MESSAGE_DIGEST, _der(_OCTETS, digest)),
        *holder.attributes,
    )
    issuers = tuple(one for one in key.issuers if one.subject != one.issuer)  # a root is believed or not, never sent
    return Prepared(key.certificate, issuers, _der(_SET, *sorted(attributes)))


def finish(prepared: Prepared, signature: bytes, timestamp: bytes | None) -> bytes:
    """The whole: `signature` of `prepared.to_sign`, with a timestamp token (DER) of the signature if there is one."""
    holder = _holder(prepared.certificate)
    signed_attributes = b"\xa0" + prepared.to_sign[1:]
    unsigned = () if timestamp is None else (_der(0xA1, _attribute(_TIMESTAMP, timestamp)),)
    signer = _der(
        _SEQUENCE,
        _der(_INTEGER, b"\x01"),
        holder.named,
        _algorithm(_SHA256),
        signed_attributes,
        holder.algorithm,
        _der(_OCTETS, signature),
        *unsigned,
    )
    carried = sorted(one.public_bytes(Encoding.DER) for one in (prepared.certificate, *prepared.issuers))
    signed_data = _der(
        _SEQUENCE,
        _der(_INTEGER, b"\x01"),
        _der(_SET, _algorithm(_SHA256)),
        _der(_SEQUENCE, _object(_DATA)),
        _der(0xA0, *carried),
        _der(_SET, signer),
    )
    return _der(_SEQUENCE, _object(_SIGNED_DATA), _der(0xA0, signed_data))


def largest(key: Key, timestamp: int) -> int:
    """Bytes that a signature of `key` takes at most, with a timestamp token of so many bytes."""
    public_key = key.certificate.public_key()
    signature = public_key.key_size // 8 if isinstance(public_key, rsa.RSAPublicKey) else 160
    return len(finish(prepare(key, bytes(32)), bytes(signature), bytes(timestamp) or None))


@dataclass(frozen=True)
class _Holder:
    """What of the attributes and of the signer's entry depends on the certificate alone."""

    named: bytes
    algorithm: bytes
    attributes: Sequence[bytes]


@lru_cache(maxsize=64)
def _holder(certificate: x509.Certificate) -> _Holder:
    der = certificate.public_bytes(Encoding.DER)
    said = asn1_x509.Certificate.load(der)["tbs_certificate"]
    issuer, serial = said["issuer"].dump(), said["serial_number"].dump()
    general = _der(_SEQUENCE, _der(0xA4, issuer))
    meant = _der(_SEQUENCE, _der(_OCTETS, hashlib.sha256(der).digest()), _der(_SEQUENCE, general, serial))
    algorithm = _pss() if _is_rsa(certificate) else _algorithm(_ECDSA_SHA256)
    protected = _der(_SEQUENCE, _algorithm(_SHA256), b"\xa1" + algorithm[1:])
    attributes = (
        _attribute(_SIGNING_CERTIFICATE, _der(_SEQUENCE, _der(_SEQUENCE, meant))),
        _attribute(_ALGORITHM_PROTECTION, protected),
    )
    return _Holder(_der(_SEQUENCE, issuer, serial), algorithm, attributes)


def mechanism(certificate: x509.Certificate) -> algos.SignedDigestAlgorithm:
    """How a key of this certificate signs, as asn1crypto says it."""
    return algos.SignedDigestAlgorithm.load(_holder(certificate).algorithm)


def _is_rsa(certificate: x509.Certificate) -> bool:
    return isinstance(certificate.public_key(), rsa.RSAPublicKey)


def _pss() -> bytes:
    digest = _der(_SEQUENCE, _object(_SHA256), _der(_NULL))
    masks = _der(_SEQUENCE, _object(_MGF1), digest)
    salt = _der(_INTEGER, bytes([SALT_LENGTH]))
    parameters = _der(_SEQUENCE, _der(0xA0, digest), _der(0xA1, masks), _der(0xA2, salt))
    return _der(_SEQUENCE, _object(_RSASSA_PSS), parameters)


def _attribute(name: str, value: bytes) -> bytes:
    return _der(_SEQUENCE, _object(name), _der(_SET, value))


def _algorithm(name: str) -> bytes:
    return _der(_SEQUENCE, _object(name))


def _object(name: str) -> bytes:
    return _der(_OBJECT, bytes.fromhex(name))


def _der(tag: int, *parts: bytes) -> bytes:
    body = b"".join(parts)
    if len(body) < 0x80:
        return bytes((tag, len(body))) + body
    length = len(body).to_bytes((len(body).bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(length))) + length + body
