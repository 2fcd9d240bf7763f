"""The bytes around a signature: what a reader skips and a forger uses.

A PDF signature covers the file but for one gap, the hexadecimal string of /Contents. Published attacks live in that
gap or beside it (universal signature forgery, signature wrapping), and a plain hash check never looks there. So the gap
must be exactly one canonical hexadecimal string, holding one DER value and then nothing but zeros; and every byte of
that value must be protected by a signature of its own or be the only one possible.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from mmap import mmap

from asn1crypto import cms, parser, x509
from cryptography import x509 as pyca_x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

from signing.verification.model import Reason

_BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*[0-9]+\s+([0-9]+)\s+([0-9]+)\s+[0-9]+")
_ONE_CASE = re.compile(rb"(?:[0-9a-f]*|[0-9A-F]*)\Z")
_HEX = re.compile(rb"[0-9a-fA-F\s]*\Z")


_CONSTRUCTED, _LONG_TAG, _LONG_LENGTH, _MAX_LENGTH_BYTES = 0x20, 0x1F, 0x80, 4

# The whole file.
Bytes = bytes | mmap


def gaps(data: bytes) -> list[tuple[int, int]]:
    """Where each signature's /Contents stands by the words of the file alone, its angle brackets included."""
    return [(int(found[1]), int(found[2])) for found in _BYTE_RANGE.finditer(data)]


def byte_range_of(value: object) -> tuple[int, int, int, int] | None:
    """/ByteRange as four whole numbers, or None when it is anything else."""
    if not isinstance(value, list) or len(value) != 4 or not all(isinstance(item, int) for item in value):
        return None
    first, length, start, rest = (int(item) for item in value)
    return first, length, start, rest


def check_gap(data: Bytes, byte_range: tuple[int, int, int, int] | None, contents: bytes) -> list[Reason]:
    """What is wrong with the place of the signature in the file, or an empty list.

    `contents`: the value of /Contents as the PDF parser understood it.
    """
    if byte_range is None:
        return [Reason("bad_byte_range")]
    first, gap_start, gap_end, rest = byte_range
    if first != 0 or not 0 < gap_start < gap_end or rest <= 0 or gap_end + rest > len(data):
        return [Reason("bad_byte_range")]
    if (gap_end - gap_start) > 2 * len(contents) + 1024:
        return [Reason("bad_byte_range")]
    gap = data[gap_start:gap_end]
    digits = gap[1:-1]
    if gap[:1] != b"<" or gap[-1:] != b">" or not _HEX.match(digits):
        return [Reason("bad_byte_range")]
    if len(digits) % 2 or not _ONE_CASE.match(digits):
        return [Reason("unusual_encoding")]
    if bytes.fromhex(digits.decode("ascii")) != contents:
        return [Reason("bad_byte_range")]
    try:
        length = parser.peek(contents)
    except ValueError:
        return [Reason("malformed_signature")]
    if any(contents[length:]):
        return [Reason("bad_padding")]
    return []


def unexplained_bytes(contents: bytes, known: Iterable[x509.Certificate]) -> bool:
    """Whether the signature container has bytes that could be altered without anybody noticing.

    The signed attributes and the signature value guard themselves. What remains must be fixed by them (versions, digest
    algorithms), be a certificate whose issuer's signature we can check (`known` helps to find issuers), or be a
    timestamp for which the same holds.
    """
    try:
        value = contents[: parser.peek(contents)]
        if not _canonical(value):
            return True
        message = cms.ContentInfo.load(value, strict=True)
        if message["content_type"].native != "signed_data":
            return True
        return not _explained(message["content"], list(known))
    except (ValueError, TypeError, KeyError, UnsupportedAlgorithm):
        return True


def _canonical(value: bytes) -> bool:
    """Every length definite and as short as can be, and what is inside a value fills it exactly (X.690, 10.1)."""
    stack = [(0, len(value))]
    while stack:
        position, end = stack.pop()
        while position < end:
            header = _header(value, position, end)
            if header is None:
                return False
            inside, after = header
            if value[position] & _CONSTRUCTED:
                stack.append((inside, after))
            position = after
    return True


def _header(value: bytes, position: int, end: int) -> tuple[int, int] | None:
    """Where the content at `position` begins and ends; None where it is not plain DER."""
    if position + 2 > end or value[position] == 0 or value[position] & _LONG_TAG == _LONG_TAG:
        return None
    length, inside = value[position + 1], position + 2
    if length >= _LONG_LENGTH:
        count = length - _LONG_LENGTH
        encoded = value[inside : inside + count]
        inside += count
        length = int.from_bytes(encoded, "big")
        if not 0 < count <= _MAX_LENGTH_BYTES or encoded[:1] in (b"\0", b"") or length < _LONG_LENGTH:
            return None
    return (inside, inside + length) if inside + length <= end else None


def _explained(signed_data: cms.SignedData, known: list[x509.Certificate]) -> bool:
    infos = signed_data["signer_infos"]
    if len(infos) != 1 or len(signed_data["crls"] or ()) > 0:
        return False
    info = infos[0]
    wrapped = signed_data["encap_content_info"]
    by_key = info["sid"].name == "subject_key_identifier"
    if info["version"].native != ("v3" if by_key else "v1"):
        return False
    expected = "v3" if by_key or wrapped["content_type"].native != "data" else "v1"
    if signed_data["version"].native != expected:
        return False
    if [_algorithm(item) for item in signed_data["digest_algorithms"]] != [_algorithm(info["digest_algorithm"])]:
        return False
    certificates = [choice.chosen for choice in signed_data["certificates"] or ()]
    if not all(isinstance(certificate, x509.Certificate) for certificate in certificates):
        return False
    if not _all_vouched_for(certificates, known) or not _names_its_signer(info["sid"], [*certificates, *known]):
        return False
    return _unsigned_explained(info["unsigned_attrs"], [*known, *certificates])


def _names_its_signer(sid: cms.SignerIdentifier, candidates: Sequence[x509.Certificate]) -> bool:
    """Byte for byte: names are compared without regard to case elsewhere, so that one letter could be another."""
    if sid.name == "subject_key_identifier":
        return any(certificate.key_identifier == sid.chosen.native for certificate in candidates)
    issuer, serial = sid.chosen["issuer"].dump(), sid.chosen["serial_number"].dump()
    return any(
        (certificate.issuer.dump(), certificate["tbs_certificate"]["serial_number"].dump()) == (issuer, serial)
        for certificate in candidates
    )


def _algorithm(identifier: cms.DigestAlgorithm) -> tuple[str, bool]:
    """The algorithm and whether its parameters are one of the two forms that say nothing: absent or NULL."""
    return identifier["algorithm"].dotted, identifier["parameters"].native is None


def _unsigned_explained(attributes: cms.CMSAttributes, known: list[x509.Certificate]) -> bool:
    for attribute in attributes or ():
        if attribute["type"].native != "signature_time_stamp_token" or len(attribute["values"]) != 1:
            return False
        token = attribute["values"][0]
        if token["content_type"].native != "signed_data" or not _explained(token["content"], known):
            return False
    return True


def _all_vouched_for(certificates: Sequence[x509.Certificate], known: Sequence[x509.Certificate]) -> bool:
    pinned = {certificate.dump() for certificate in known}
    issuers: dict[bytes, list[x509.Certificate]] = {}
    for certificate in (*known, *certificates):
        issuers.setdefault(certificate.subject.dump(), []).append(certificate)
    for certificate in certificates:
        if certificate.dump() in pinned:
            continue
        if not any(_issued(certificate, issuer) for issuer in issuers.get(certificate.issuer.dump(), ())):
            return False
    return True


def _issued(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    if certificate["signature_algorithm"].dump() != certificate["tbs_certificate"]["signature"].dump():
        return False
    try:
        pyca_x509.load_der_x509_certificate(certificate.dump()).verify_directly_issued_by(
            pyca_x509.load_der_x509_certificate(issuer.dump())
        )
    except (InvalidSignature, ValueError, TypeError, UnsupportedAlgorithm):
        return False
    return True
