"""What the database says of a copy that is to be signed, and whether a file handed in is that copy's."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from sqlalchemy.orm import Session

from signing.refusals import check_answers, check_ticks
from storage.copies.register import entry_by_id
from storage.copies.tables import CertifiedCopy, Register
from storage.offices.tables import Office, Person
from storage.scope import Actor, fetch
from terms.errors import AccessError, StateError


@dataclass(frozen=True)
class Facts:
    """A copy's own row, its number, its people and office. `manifest`: as it was certified, None before."""

    copy_id: str
    code: str
    number: int
    register: str
    office_name: str
    is_demo: bool
    page_count: int
    certifier_id: str
    certifier_name: str
    certifier_title: str
    certified_sha256: str | None
    manifest: dict[str, Any] | None


def facts_of(session: Session, actor: Actor, copy_id: str, state: str) -> Facts:
    """The copy, if it may be signed in this state. Raises HosoError naming what is missing."""
    copy = fetch(session, actor, CertifiedCopy, copy_id)
    if copy.office_id != actor.office_id:
        raise AccessError("not_found")
    if copy.state != state:
        raise StateError("wrong_state", detail=f"the copy is {copy.state}")
    check_answers(copy.answers or {})
    check_ticks(copy.pages_compared, copy.page_count)
    if copy.entry_id is None:
        raise StateError("wrong_state", detail="the copy has no number")
    entry = entry_by_id(session, actor, copy.entry_id)
    if entry.state != "reserved":
        raise StateError("wrong_state", detail=f"the number {entry.number} is {entry.state}")
    office = session.get_one(Office, copy.office_id)
    certifier = session.get_one(Person, copy.certifier_id)
    return Facts(
        copy_id=copy.id,
        code=copy.code,
        number=entry.number,
        register=fetch(session, actor, Register, entry.register_id).symbol,
        office_name=office.name,
        is_demo=office.is_demo,
        page_count=copy.page_count,
        certifier_id=certifier.id,
        certifier_name=certifier.full_name,
        certifier_title=entry.signer_title,
        certified_sha256=copy.certified_sha256,
        manifest=copy.manifest,
    )


def check_manifest(manifest: dict[str, Any], facts: Facts, certificate_sha256: str) -> None:
    """The file handed in must be the one for this copy. Raises StateError("copy_unsound")."""
    said = (manifest.get("code"), manifest.get("number"), manifest.get("register"), manifest.get("page_count"))
    if said != (facts.code, facts.number, facts.register, facts.page_count):
        raise StateError("copy_unsound", detail="manifest")
    if manifest.get("certificate_sha256") != certificate_sha256 or manifest.get("demo") != facts.is_demo:
        raise StateError("copy_unsound", detail="certificate")


def fingerprint(certificate: x509.Certificate) -> str:
    """The SHA-256 of a certificate, hex."""
    return hashlib.sha256(certificate.public_bytes(Encoding.DER)).hexdigest()
