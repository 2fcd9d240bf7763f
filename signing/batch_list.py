"""The list of a batch as its signer sees and confirms it, and its digest (SHA-256 over canonical JSON, RFC 8785).

A list says only what never changes once a copy is on it, so that the digest of a batch half signed is the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import rfc8785
from sqlalchemy.orm import Session

from signing.channel import Purpose
from signing.services import SigningServices
from storage.copies import copies, prepared
from storage.copies.register import entry_by_id
from storage.copies.tables import CertifiedCopy, Register
from storage.scope import Actor, fetch
from terms.errors import AccessError, StateError

Line = Mapping[str, Any]


def lines(session: Session, actor: Actor, purpose: Purpose, copy_ids: Sequence[str], *, fresh: bool) -> list[Line]:
    """The list, a line for each copy. `fresh`: nothing of it may be signed yet.

    Raises StateError("wrong_state") for a copy that does not wait for this signature, StateError("same_person_twice")
    for a seal over one's own, AccessError("not_allowed") for what somebody else compared.
    """
    found = [copies.copy_by_id(session, actor, copy_id) for copy_id in copy_ids]
    for copy in found:
        _check(actor, purpose, copy, fresh=fresh)
    line = _to_certify if purpose == "certify" else _to_seal
    return [{"position": place, **line(session, actor, copy)} for place, copy in enumerate(found, start=1)]


def digest(purpose: Purpose, listed: Sequence[Line]) -> str:
    """The SHA-256 of the list as canonical JSON, hex."""
    return hashlib.sha256(rfc8785.dumps({"purpose": purpose, "copies": [dict(line) for line in listed]})).hexdigest()


def short(digest: str) -> str:
    """The first eight bytes, in fours, for a person to compare."""
    letters = digest[:16].upper()
    return "-".join(letters[start : start + 4] for start in range(0, 16, 4))


def confirm(
    services: SigningServices, token: str, pin: str, code: str, purpose: Purpose, copy_ids: Sequence[str], shown: str
) -> str:
    """Have the signing worker sign the list whose digest was `shown`, in the background: the id of the batch.

    Raises StateError("list_changed") where it is another list by now, and what `WorkerClient.open_batch` raises.
    """
    question = {"do": "sign_batch", "token": token, "purpose": purpose, "copy_ids": list(copy_ids), "digest": shown}
    return str(services.worker.ask_with_pin(question, pin, code)["signing_batch"])


def resume(services: SigningServices, token: str, pin: str, code: str, batch_id: str) -> None:
    """Have the signing worker go on with a paused batch. Raises as `confirm` does."""
    services.worker.ask_with_pin({"do": "resume_batch", "token": token, "signing_batch": batch_id}, pin, code)


def _check(actor: Actor, purpose: Purpose, copy: CertifiedCopy, *, fresh: bool) -> None:
    if copy.office_id != actor.office_id:
        raise AccessError("not_found")
    if purpose == "certify" and copy.certifier_id != actor.person_id:
        raise AccessError("not_allowed")
    if purpose == "seal" and copy.certifier_id == actor.person_id:
        raise StateError("same_person_twice")
    if fresh and copy.state != ("prepared" if purpose == "certify" else "certified"):
        raise StateError("wrong_state", detail=f"the copy is {copy.state}")


def _to_certify(session: Session, actor: Actor, copy: CertifiedCopy) -> Line:
    return {
        "copy_id": copy.id,
        "original": copy.original_name,
        "requester": copy.requester_name,
        "page_count": copy.page_count,
        "copies_made": copy.copies_made,
        "compared": compared(copy.manifest or {}),
    }


def _to_seal(session: Session, actor: Actor, copy: CertifiedCopy) -> Line:
    entry = entry_by_id(session, actor, str(copy.entry_id))
    return {
        "copy_id": copy.id,
        "number": entry.number,
        "register": fetch(session, actor, Register, entry.register_id).symbol,
        "original": entry.original_name,
        "requester": copy.requester_name,
        "page_count": copy.page_count,
        "file": str(copy.certified_sha256),
    }


def compared(manifest: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Which pages of which scans: as noted when they were compared, or from the manifest of the file made of them."""
    if prepared.COMPARED in manifest:
        return [dict(page) for page in manifest[prepared.COMPARED]]
    scans = {scan["number"]: scan["sha256"] for scan in manifest.get("scans", [])}
    return [{"scan": scans[page["scan"]], "page": page["scan_page"]} for page in manifest.get("pages", [])]
