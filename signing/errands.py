"""Signing on a person's own machine: the file leaves under a one-time token, and comes back signed.

This is the seam for local signing programs (VGCA, VNPT and others), which fetch a file at one address and post the
signed one to another. Nothing they return is believed: see `signing.returned`. Closed unless the settings open it.
"""

from __future__ import annotations

import datetime as dt
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass

from signing import act, leftovers, prepared
from signing.channel import Batch, Purpose
from signing.copy import OFFICE_FIELD, PERSON_FIELD
from signing.returned import LARGEST_ADDITION
from signing.services import SigningServices
from storage.copies import copies
from storage.offices.signin import SignedIn
from storage.signings import errands
from storage.signings.errands import FileSent
from terms.errors import AccessError, InputError

_DRAFT_MARGIN_S = 60.0  # a file that is out is back, or late, before its draft counts as cut short


@dataclass(frozen=True)
class Sent:
    """A file that is out. `token`: under which it is fetched and handed back until `expires_at`; told once."""

    errand_id: str
    copy_id: str
    purpose: Purpose
    token: str
    expires_at: dt.datetime


@dataclass(frozen=True)
class Back:
    """What came of it: the copy, and the SHA-256 of its file now."""

    copy_id: str
    sha256: str


def send_out(services: SigningServices, token: str, copy_id: str) -> Sent:
    """Send a copy to the program of whoever is signed in with `token`.

    One that is prepared gets its number and goes to its certifier; one that is certified goes to the seal keeper. The
    certificate that must sign is settled before, and checked. Raises AccessError("agents_closed"),
    StateError("key_not_at_agent"), what `act.begin` raises, and what a certificate is refused for.
    """
    _check_open(services)
    with services.database.session() as session:
        signed_in = act.signed_in_as(session, token)
        state = copies.copy_by_id(session, signed_in.actor, copy_id).state
    if state == "certified":
        return _send_to_seal(services, signed_in, token, copy_id)
    batch = _named_key(services, token, "certify")
    with services.database.session() as session:
        draft, _ = prepared.numbered(session, signed_in, copy_id)
    with prepared.putting_back(services, signed_in, copy_id):
        unsigned = act.build_unsigned(services, batch, signed_in, draft)
        try:
            return _opened(services, signed_in, copy_id, "certify", unsigned, batch)
        except BaseException:
            leftovers.forget(services.blobs, unsigned)
            raise


def collect(services: SigningServices, errand_token: str) -> bytes:
    """The file to be signed. Raises AccessError("errand_unknown"), StateError("errand_settled"), ("errand_expired")."""
    _check_open(services)
    with services.database.session() as session:
        errand = errands.errand_by_token(session, errand_token)
        errands.check_out(errand)
    with services.blobs.open(errand.sent_sha256, verify=True) as stream:
        return stream.read()


def room_for(services: SigningServices, errand_token: str) -> int:
    """How many bytes may come back under this token. Raises as `collect` does."""
    _check_open(services)
    with services.database.session() as session:
        errand = errands.errand_by_token(session, errand_token)
        return errand.sent_length + LARGEST_ADDITION


def hand_back(services: SigningServices, errand_token: str, data: bytes) -> Back:
    """Take the signed file: the signing worker looks at it and moves the copy on.

    Whatever is wrong with it ends the errand: a prepared copy waits again, its number void with the reason; a certified
    one still waits for the seal. Raises as `collect` does, InputError("errand_…"), ("too_large").
    """
    if len(data) > room_for(services, errand_token):
        raise InputError("too_large", limit=f"{LARGEST_ADDITION // 2**20} MiB")
    folder = services.settings.returned
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / secrets.token_hex(16)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(data)
        answer = services.worker.ask({"do": "take_back", "errand": errand_token, "file": path.name})
    except OSError as error:
        raise act.of_disk(error) from error
    finally:
        with suppress(OSError):
            path.unlink(missing_ok=True)
    return Back(answer["copy_id"], answer["sha256"])


def call_off_all(services: SigningServices, token: str, copy_id: str) -> int:
    """Take back what is out of this copy, by whoever sent it: how many errands. A prepared copy waits again.

    Their tokens open nothing any more. Raises AccessError("not_allowed") for another's.
    """
    with services.database.session() as session:
        signed_in = act.signed_in_as(session, token)
        out = [one for one in errands.errands_of(session, signed_in.actor, copy_id) if one.state == "out"]
        for errand in out:
            if errand.person_id != signed_in.person.id:
                raise AccessError("not_allowed")
            errands.settle_errand(session, signed_in.actor, errand.id, "cancelled")
    for errand in out:
        if errand.purpose == "certify":
            prepared.put_back(services, signed_in, copy_id, "Người ký dừng việc ký bằng chương trình trên máy.")
            leftovers.forget(services.blobs, errand.sent_sha256)
    return len(out)


def _send_to_seal(services: SigningServices, signed_in: SignedIn, token: str, copy_id: str) -> Sent:
    batch = _named_key(services, token, "seal")
    with services.database.session() as session:
        copy = copies.copy_by_id(session, signed_in.actor, copy_id)
    return _opened(services, signed_in, copy_id, "seal", str(copy.certified_sha256), batch)


def _opened(
    services: SigningServices, signed_in: SignedIn, copy_id: str, purpose: Purpose, sha256: str, batch: Batch
) -> Sent:
    with services.blobs.open(sha256, verify=True) as stream:
        length = len(stream.read())
    field = PERSON_FIELD if purpose == "certify" else OFFICE_FIELD
    lasts = min(services.settings.errand_s, max(services.settings.draft_s - _DRAFT_MARGIN_S, 1.0))
    with services.database.session() as session:
        errand, errand_token = errands.open_errand(
            session,
            signed_in.actor,
            copy_id,
            purpose,
            FileSent(field, sha256, length, batch.certificate_sha256),
            lasts=dt.timedelta(seconds=lasts),
        )
    return Sent(errand.id, copy_id, purpose, errand_token, errand.expires_at)


def _named_key(services: SigningServices, token: str, purpose: Purpose) -> Batch:
    """Whose certificate must sign, checked by the signing worker. Nothing can be signed with it here."""
    answer = services.worker.ask({"do": "named_key", "token": token, "purpose": purpose})
    return Batch(services.worker, token, "", purpose, answer["certificate_sha256"], answer["holder"])


def _check_open(services: SigningServices) -> None:
    if not services.settings.agents:
        raise AccessError("agents_closed")
