"""Our own look at a file that was just signed, before anybody else sees it. No verdict: see `signing.verification`.

It knows how our files are written, byte for byte, and takes nothing else: each update consists of whole objects with
nothing between them, changes the objects a signature must change and no other, and those only by what a signature adds.
"""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from asn1crypto import cms
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.sign.general import extract_signer_info
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import extract_certs_for_validation, validate_sig_integrity

from pdf.revisions import Entries, NotPlain, PlainFile, Revision, reference, references, text_of
from signing import agent_files
from signing.copy import MANIFEST
from signing.keys.file import made_by
from terms.errors import StateError

_RANGE = re.compile(rb"\[0 (\d{1,10}) (\d{1,10}) (\d{1,10}) *\]")
_CERTIFYING = re.compile(rb"/TransformMethod /DocMDP /TransformParams << /Type /TransformParams /V /1\.2 /P 2 >>")
_SEQUENCE_HEAD = 4  # bytes at most before what a DER sequence of this size holds
_UNSOUND = (NotPlain, ValueError, KeyError, TypeError, IndexError, AttributeError, zlib.error)


@dataclass(frozen=True)
class Expected:
    """What must be found: the fields signed, in order, each with the SHA-256 (hex) of its signer's certificate.

    `begins_with`: the bytes that were sent to be signed; `preserved`: a document timestamp closes the file.
    `with_evidence`: certificates and statuses are in it (if not said, as `preserved`). `ours`: nobody but us has
    written into the file; else a signer's own program may have, and the general reader answers for what the strict one
    does not know.
    """

    signers: tuple[tuple[str, str], ...]
    begins_with: bytes
    preserved: bool
    with_evidence: bool | None = None
    ours: bool = False


@dataclass(frozen=True)
class _Made:
    """A signature or document timestamp that was found. `digest`: SHA-256 of what it covers."""

    field: str
    certifies: bool
    signed: cms.SignedData
    digest: bytes
    is_timestamp: bool


def check(pdf: bytes, expected: Expected) -> None:
    """Raise StateError("copy_unsound") unless `pdf` is what was sent plus exactly the signatures expected.

    The first signature certifies; each covers every byte that was there when it was made, the last all of the file; and
    nothing was changed that the certifier does not allow.
    """
    if not pdf.startswith(expected.begins_with):
        raise StateError("copy_unsound", detail="prefix")
    try:
        _check(pdf, expected)
    except _UNSOUND as error:
        if expected.ours:
            raise StateError("copy_unsound", detail=type(error).__name__) from error
        with _as_unsound():
            agent_files.check(pdf, expected.signers, preserved=expected.preserved)


def _check(pdf: bytes, expected: Expected) -> None:
    """Wholeness only: whom to trust is judged elsewhere, and was before the key signed."""
    file = PlainFile(pdf)
    found = [one for number in range(1, len(file.revisions)) for one in _update(file, number)]
    made = [one for one in found if one is not None]
    for one in made:
        holds = _timestamp_holds(one.signed, one.digest) if one.is_timestamp else _signature_holds(one)
        if not holds:
            raise StateError("copy_unsound", detail=one.field)
    signatures = [one for one in made if not one.is_timestamp]
    signers = tuple((one.field, hashlib.sha256(_certificate(one.signed).dump()).hexdigest()) for one in signatures)
    stamps = [one for one in made if one.is_timestamp]
    evidence = expected.preserved if expected.with_evidence is None else expected.with_evidence
    if signers != expected.signers or len(stamps) != expected.preserved or found.count(None) != evidence:
        raise StateError("copy_unsound", detail="signers")
    if [one.certifies for one in made] != [True, *[False] * (len(made) - 1)] or (stamps and found[-1] is not stamps[0]):
        raise StateError("copy_unsound", detail="order")


def certificates_in(pdf: bytes) -> list[x509.Certificate]:
    """The certificates that the signatures of `pdf` and their timestamps rest on."""
    held: dict[bytes, None] = {}
    try:
        file = PlainFile(pdf)
        for number in range(1, len(file.revisions)):
            for one in _update(file, number):
                bundles = [one.signed, *_tokens(one.signed)] if one is not None else []
                held |= dict.fromkeys(choice.chosen.dump() for bundle in bundles for choice in bundle["certificates"])
    except _UNSOUND:
        with _as_unsound():
            return agent_files.certificates_in(pdf)
    return [x509.load_der_x509_certificate(der) for der in held]


def attached_manifest(pdf: bytes) -> dict[str, Any]:
    """The manifest attached to a copy of ours. Raises StateError("copy_unsound") if there is none."""
    try:
        file = PlainFile(pdf)
        for number in references(file.entries(file.root)["AF"]):
            specification = file.entries(number)
            if specification["UF"] == f"({MANIFEST})".encode():
                (place,) = {*references(specification["EF"])}
                packed = file.entries(place).get("Filter") == b"/FlateDecode"
                manifest = json.loads(zlib.decompress(file.stream(place)) if packed else file.stream(place))
                if isinstance(manifest, dict):
                    return manifest
    except _UNSOUND:
        with _as_unsound():
            if (manifest := agent_files.attached(pdf, MANIFEST)) is not None:
                return manifest
    raise StateError("copy_unsound", detail=MANIFEST)


@contextmanager
def _as_unsound() -> Iterator[None]:
    """Whatever the general reader raises: the file is not sound."""
    try:
        yield
    except (PdfReadError, SignatureValidationError, *_UNSOUND) as error:
        raise StateError("copy_unsound", detail=type(error).__name__) from error


# --- one update -------------------------------------------------------------------------------------------------------


def _update(file: PlainFile, number: int) -> Iterator[_Made | None]:
    """The signature or timestamp that a revision adds; None for one that adds evidence. Raises for anything else."""
    before, now = file.until(number), file.revisions[number]
    _is_whole(file, before.revisions[-1].end, now)
    changed = {one: _added(before, file, one, now) for one in now.objects if one < before.size}
    if set(changed) == {before.root} and set(changed[before.root]) == {"DSS"}:
        yield None
        return
    catalogue = changed.pop(before.root, {})
    form = reference(before.entries(before.root)["AcroForm"])
    if form in changed:
        yield _timestamp(file, before, now, changed, form)
        if catalogue:
            raise NotPlain("catalogue")
        return
    ((field, more),) = changed.items()
    names = {place: name for name, place in before.fields().items()}
    value = reference(more.pop("V"))
    if set(more) != {"AP"} or "V" in before.entries(field) or set(catalogue) - {"Perms"}:
        raise NotPlain("field")
    entries, _, _ = file.whole(now.objects[value], value)
    certifies = _CERTIFYING.search(entries.get("Reference", b"")) is not None
    if certifies != bool(catalogue) or (catalogue and reference(catalogue["Perms"][11:-3]) != value):
        raise NotPlain("permissions")
    yield _made(file, now, value, names[field], is_timestamp=False, certifies=certifies)


def _timestamp(file: PlainFile, before: PlainFile, now: Revision, changed: dict[int, Entries], form: int) -> _Made:
    """A document timestamp comes in a field of its own, which the form and one page come to know."""
    ((page, annotations),) = ((one, more) for one, more in changed.items() if one != form)
    known, listed = (references(before.entries(form)["Fields"]), references(changed[form]["Fields"]))
    shown, seen = references(before.entries(page).get("Annots", b"[]")), references(annotations["Annots"])
    (field,) = set(listed) - set(known)
    if (
        listed != [*known, field]
        or seen != [*shown, field]
        or set(changed[form]) | set(annotations) != {"Fields", "Annots"}
    ):
        raise NotPlain("timestamp")
    entries, _, _ = file.whole(now.objects[field], field)
    return _made(file, now, reference(entries["V"]), text_of(entries["T"]), is_timestamp=True, certifies=False)


def _is_whole(file: PlainFile, start: int, now: Revision) -> None:
    """Every byte of the update belongs to an object, its table or its trailer."""
    at = start
    for number, place in sorted(now.objects.items(), key=lambda item: item[1]):
        if place != at:
            raise NotPlain("between objects")
        at = file.end_of(place, number)
    if at != now.table:
        raise NotPlain("between objects")


def _added(before: PlainFile, file: PlainFile, number: int, now: Revision) -> Entries:
    """What an object that was there before says now beside what it said. Raises unless it still says all of that."""
    old, (new, _, end) = before.entries(number), file.whole(now.objects[number], number)
    growing = ("Fields", "Annots", "AP")
    if end or any(new.get(key) != value for key, value in old.items() if key not in growing):
        raise NotPlain(f"object {number}")
    return {key: value for key, value in new.items() if old.get(key) != value}


def _made(file: PlainFile, now: Revision, value: int, field: str, *, is_timestamp: bool, certifies: bool) -> _Made:
    """A signature with what it covers: all of the file up to the end of its revision, save its own digits."""
    place = now.objects[value]
    entries, _, _ = file.whole(place, value)
    covered = _RANGE.fullmatch(entries["ByteRange"])
    if covered is None:
        raise NotPlain("range")
    first, after, rest = (int(part) for part in covered.groups())
    digits = file.data[first:after]
    if not place < first < after < file.end_of(place, value) or after + rest != now.end:
        raise NotPlain("range")
    if digits != entries["Contents"] or digits[:1] + digits[-1:] != b"<>" or digits != digits.lower():
        raise NotPlain("contents")
    signature = bytes.fromhex(digits[1:-1].decode("ascii"))
    info = cms.ContentInfo.load(signature)
    if signature[len(info.dump()) :].strip(b"\0") or info["content_type"].native != "signed_data":
        raise NotPlain("contents")
    digest = hashlib.sha256(memoryview(file.data)[:first])
    digest.update(memoryview(file.data)[after : now.end])
    return _Made(field, certifies, info["content"], digest.digest(), is_timestamp)


# --- the signatures themselves ----------------------------------------------------------------------------------------


def _certificate(signed: cms.SignedData) -> asn1_x509.Certificate:
    """The certificate of who signed: named by issuer and number, and by its hash where the signature says one.

    Names are compared as they are written; whoever writes them in two ways is looked up as the standard has it.
    """
    signer = extract_signer_info(signed)
    named = signer["sid"].chosen.dump() if signer["sid"].name == "issuer_and_serial_number" else b""
    for choice in signed["certificates"]:
        said = choice.chosen["tbs_certificate"]
        pair = said["issuer"].dump() + said["serial_number"].dump()
        if named.endswith(pair) and len(named) - len(pair) <= _SEQUENCE_HEAD:
            certificate: asn1_x509.Certificate = choice.chosen
            if _meant(signer) not in (None, hashlib.sha256(certificate.dump()).digest()):
                raise NotPlain("signing certificate")
            return certificate
    found: asn1_x509.Certificate = extract_certs_for_validation(signed).signer_cert
    return found


def _meant(signer: cms.SignerInfo) -> bytes | None:
    """SHA-256 of the certificate named in what is signed (ESS, RFC 5035); None where it is named by another hash."""
    for attribute in signer["signed_attrs"]:
        if attribute["type"].native == "signing_certificate_v2":
            first = attribute["values"][0]["certs"][0]
            by_sha256 = first["hash_algorithm"]["algorithm"].native == "sha256"
            return bytes(first["cert_hash"].native) if by_sha256 else None
    return None


def _signature_holds(made: _Made) -> bool:
    if not _is_integral(made.signed, "data", made.digest):
        return False
    value = hashlib.sha256(extract_signer_info(made.signed)["signature"].native).digest()
    return all(_timestamp_holds(one, value) for one in _tokens(made.signed))


def _timestamp_holds(token: cms.SignedData, digest: bytes) -> bool:
    """True if the token is of this very digest and its authority signed it."""
    content, signer = token["encap_content_info"]["content"], extract_signer_info(token)
    imprint = content.parsed["message_imprint"]
    of_this = imprint["hash_algorithm"]["algorithm"].native == "sha256" and imprint["hashed_message"].native == digest
    own = hashlib.new(signer["digest_algorithm"]["algorithm"].native, content.contents).digest()
    return of_this and _is_integral(token, "tst_info", own)


def _is_integral(signed: cms.SignedData, content_type: str, digest: bytes) -> bool:
    """True if who signed signed this digest of this kind of content."""
    signer = extract_signer_info(signed)
    # Taken before it is looked into: afterwards asn1crypto would write it anew, which costs ten times as much.
    attributes = b"\x31" + signer["signed_attrs"].dump()[1:]  # signed as a set, written under a tag of its own
    certificate = _certificate(signed)
    said = [(one["type"].native, one["values"]) for one in signer["signed_attrs"]]
    values = [value[0].native for name in ("content_type", "message_digest") for key, value in said if key == name]
    if values != [content_type, digest]:
        return False
    holder = _loaded(certificate.dump())
    if made_by(holder, signer["signature"].native, attributes):
        return True
    # An authority for timestamps may sign in other ways than we do.
    return content_type == "tst_info" and validate_sig_integrity(signer, certificate, content_type, digest) == (
        True,
        True,
    )


@lru_cache(maxsize=64)
def _loaded(certificate: bytes) -> x509.Certificate:
    return x509.load_der_x509_certificate(certificate)


def _tokens(signed: cms.SignedData) -> list[cms.SignedData]:
    """The timestamps of a signature."""
    attributes = extract_signer_info(signed)["unsigned_attrs"]
    return [
        value["content"]
        for attribute in attributes
        if attribute["type"].native == "signature_time_stamp_token"
        for value in attribute["values"]
    ]
