"""The signatures themselves: PAdES, the person's first (certifying, form filling allowed), the office's second.

Both fields are made before the first signature: a visible field that appeared later would count as a change the
certifier did not allow. What follows the second signature (validation data, document timestamp) makes it B-LTA.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import hashlib
import secrets
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError

from pdf import Leaf, Rectangle
from pdf.leaf import write_form
from pdf.metadata import pdf_date
from pdf.plain import text_string
from pdf.revisions import NotPlain, PlainFile, Update, reference, references
from signing import agent_files, cms
from signing.keys import Key
from signing.statement import VIETNAM
from terms.errors import StateError, UnavailableError

TIMESTAMP_FIELD = "DauThoiGian"
_HASH = "sha256"
_TOKEN_MARGIN = 512  # bytes by which a timestamp token may be larger than the one asked for first
_RANGE = b"[0 " + b" " * 32 + b"]"
_PRINTED_AND_LOCKED = 4 + 128
_FILL_FORMS = (
    "/Reference [<< /Type /SigRef /TransformMethod /DocMDP "
    "/TransformParams << /Type /TransformParams /V /1.2 /P 2 >> >>]"
)


@dataclass(frozen=True)
class SignatureWords:
    """What a signature says beside who made it."""

    reason: str
    location: str


@dataclass(frozen=True)
class Evidence:
    """What is needed to judge signatures in later years: certificates below the roots, their statuses; all DER."""

    certificates: tuple[bytes, ...]
    statuses: tuple[bytes, ...]
    lists: tuple[bytes, ...]


def field_box(pdf: bytes, name: str) -> Rectangle:
    """Where the field `name` stands on its page. Raises StateError("copy_unsound") if there is none."""
    if not is_plain(pdf):
        return agent_files.field_box(pdf, name)
    file = _plain(pdf)
    try:
        left, low, right, high = (float(edge) for edge in file.entries(file.fields()[name])["Rect"][1:-1].split())
    except (NotPlain, KeyError, ValueError) as error:
        raise StateError("copy_unsound", detail=name) from error
    return left, low, right, high


def sign(
    pdf: bytes,
    key: Key,
    *,
    field: str,
    certify: bool,
    appearance: Leaf,
    words: SignatureWords,
    timestamps: TimeStamper | None,
) -> bytes:
    """`pdf` with a signature in the field that was made for it, in an update of its own.

    `certify`: as certification signature, after which only form fields may be filled (DocMDP, P=2).
    Raises UnavailableError("key_unavailable"), ("timestamp_unavailable").
    """
    if not certify and not is_plain(pdf):
        return agent_files.sign(
            pdf,
            key,
            field=field,
            appearance=appearance,
            reason=words.reason,
            location=words.location,
            timestamps=timestamps,
        )
    file = _plain(pdf)
    update = Update(file)
    room = cms.largest(key, _token_size(timestamps))
    value = update.new.reserve()
    moment = pdf_date(dt.datetime.now(VIETNAM))
    said = f"/M ({moment}) /Reason {text_string(words.reason)} /Location {text_string(words.location)}"
    kind = f"/SubFilter /ETSI.CAdES.detached {said} {_FILL_FORMS if certify else ''}"
    update.new.put(value, _signature("Sig", kind, room))
    drawn = write_form(appearance, update.new)
    try:
        update.change(file.fields()[field], {"V": f"{value} 0 R", "AP": f"<< /N {drawn} 0 R >>"})
    except (NotPlain, KeyError) as error:
        raise StateError("copy_unsound", detail=field) from error
    if certify:
        update.change(file.root, {"Perms": f"<< /DocMDP {value} 0 R >>"})

    def made(digest: bytes) -> bytes:
        prepared = cms.prepare(key, digest)
        signature = key.sign(prepared.to_sign)
        return cms.finish(prepared, signature, _token(timestamps, signature) if timestamps is not None else None)

    return _filled(update, value, room, made)


def preserve(pdf: bytes, evidence: Evidence, timestamps: TimeStamper) -> bytes:
    """`pdf` with all that is needed to judge its signatures in later years, under a document timestamp (B-LTA)."""
    return with_document_timestamp(with_evidence(pdf, evidence), timestamps)


def with_evidence(pdf: bytes, evidence: Evidence) -> bytes:
    """`pdf` with certificates and statuses in an update of its own (B-LT)."""
    if not is_plain(pdf):
        return agent_files.with_evidence(pdf, evidence.certificates, evidence.statuses, evidence.lists)
    file = _plain(pdf)
    update = Update(file)
    lists = {"Certs": evidence.certificates, "OCSPs": evidence.statuses, "CRLs": evidence.lists}
    held = []
    for name, items in lists.items():
        if items:
            numbers = " ".join(f"{update.new.add('<<', item)} 0 R" for item in items)
            held.append(f"/{name} [{numbers}]")
    store = update.new.add(f"<< /Type /DSS {' '.join(held)} >>")
    update.change(file.root, {"DSS": f"{store} 0 R"})
    return update.appended(secrets.token_bytes(16))


def with_document_timestamp(pdf: bytes, timestamps: TimeStamper) -> bytes:
    """`pdf` under a timestamp of all of it. Raises UnavailableError("timestamp_unavailable")."""
    if not is_plain(pdf):
        return agent_files.with_document_timestamp(pdf, timestamps)
    file = _plain(pdf)
    update = Update(file)
    room = _token_size(timestamps)
    value, field = update.new.reserve(), update.new.reserve()
    update.new.put(value, _signature("DocTimeStamp", "/SubFilter /ETSI.RFC3161", room))
    catalogue = file.entries(file.root)
    form, page = reference(catalogue["AcroForm"]), _first_page(file)
    name = f"{TIMESTAMP_FIELD}{len(file.revisions)}"
    update.new.put(
        field,
        f"<< /Type /Annot /Subtype /Widget /FT /Sig /T ({name}) /F {_PRINTED_AND_LOCKED} /Rect [0 0 0 0] "
        f"/P {page} 0 R /V {value} 0 R >>",
    )
    update.change(form, {"Fields": _with(file.entries(form).get("Fields", b"[]"), field)})
    update.change(page, {"Annots": _with(file.entries(page).get("Annots", b"[]"), field)})
    return _filled(update, value, room, lambda digest: _stamp(timestamps, digest))


# --- the parts --------------------------------------------------------------------------------------------------------


def is_plain(pdf: bytes) -> bool:
    """True if the file is written as we write, or near enough to be added to as we do."""
    try:
        file = PlainFile(pdf)
        file.fields()
        file.entries(_first_page(file))
    except (NotPlain, KeyError, ValueError):
        return False
    return True


def _plain(pdf: bytes) -> PlainFile:
    try:
        return PlainFile(pdf)
    except (NotPlain, KeyError, ValueError) as error:
        raise StateError("copy_unsound", detail=f"{type(error).__name__}: {error}"[:100]) from error


def _signature(kind: str, more: str, room: int) -> str:
    """A signature's dictionary, with room for what it covers and for itself."""
    return (
        f"<< /Type /{kind} /Filter /Adobe.PPKLite {more} /ByteRange {_RANGE.decode()} /Contents <{'0' * (2 * room)}> >>"
    )


def _filled(update: Update, value: int, room: int, made: Callable[[bytes], bytes]) -> bytes:
    """The file with the update, the signature in the room left for it; `made` makes it of the file's digest."""
    whole = bytearray(update.appended(secrets.token_bytes(16)))
    at = whole.index(b"\n%d 0 obj\n<< /Type" % value, len(update.file.data) - 1)
    first = whole.index(b"/Contents <", at) + len(b"/Contents ")
    after = first + 2 * room + 2
    range_at = whole.index(_RANGE, at)
    covered = b"[0 %d %d %d" % (first, after, len(whole) - after)
    whole[range_at : range_at + len(_RANGE)] = covered.ljust(len(_RANGE) - 1) + b"]"
    digest = hashlib.sha256(memoryview(whole)[:first])
    digest.update(memoryview(whole)[after:])
    signature = made(digest.digest())
    if len(signature) > room:
        raise UnavailableError("timestamp_unavailable", detail="larger than the authority's first answer")
    whole[first + 1 : first + 1 + 2 * len(signature)] = signature.hex().encode("ascii")
    return bytes(whole)


def _first_page(file: PlainFile) -> int:
    return references(file.entries(reference(file.entries(file.root)["Pages"]))["Kids"])[0]


def _with(references: bytes, number: int) -> str:
    return f"{references.decode('ascii').rstrip('] ')} {number} 0 R]"


@lru_cache(maxsize=8)
def _token_size(timestamps: TimeStamper | None) -> int:
    """Bytes to leave for a timestamp of this authority, which is asked for one once."""
    if timestamps is None:
        return 0
    return len(_run(timestamps.async_dummy_response(_HASH)).dump()) + _TOKEN_MARGIN


def _token(timestamps: TimeStamper, signature: bytes) -> bytes:
    return _stamp(timestamps, hashlib.sha256(signature).digest())


def _stamp(timestamps: TimeStamper, digest: bytes) -> bytes:
    return bytes(_run(timestamps.async_timestamp(digest, _HASH)).dump())


def _run(asked: Coroutine[Any, Any, Any]) -> Any:
    try:
        return asyncio.run(asked)
    except TimestampRequestError as error:
        raise UnavailableError("timestamp_unavailable", detail=type(error).__name__) from error
