"""What the signing worker signs for the office beside certified copies: the closing of a register, SAO Y.

As `signing.desk`: nothing is believed that can be looked up; the row and the file are compared before a key is touched.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from pdf import Leaf
from signing import soundness
from signing.appearance import office_appearance, office_copy_appearance
from signing.batches import OpenBatch
from signing.copy import OFFICE_FIELD
from signing.office_copy_file import FORM_NAMES, OFFICE_COPY_FIELD
from signing.registers import check_closable, manifest_of
from signing.signatures import SignatureWords, field_box
from storage.blobs.store import StoredBlob
from storage.copies import office_copies, register
from storage.copies.lines import lines_of
from storage.copies.tables import OfficeCopy, Register
from storage.database import Database, now
from storage.offices.signin import SignedIn
from storage.offices.tables import Office
from storage.scope import SEAL_KEEPER, fetch
from terms.errors import AccessError, StateError


class Seals(Protocol):
    """How the desk makes the office's signature and looks at it."""

    def __call__(
        self,
        pdf: bytes,
        batch: OpenBatch,
        before: tuple[tuple[str, str], ...],
        appearance: Leaf,
        words: SignatureWords,
        *,
        certify: bool,
        demo: bool,
        field: str = OFFICE_FIELD,
    ) -> bytes: ...


@dataclass(frozen=True)
class Tools:
    """What the desk lends: who asks, which key is open, how bytes are read, sealed and kept."""

    database: Database
    who: Callable[[dict[str, Any], str], SignedIn]
    take: Callable[[dict[str, Any], SignedIn], OpenBatch]
    read: Callable[[str], bytes]
    sealed: Seals
    kept: Callable[[bytes], AbstractContextManager[StoredBlob]]
    forget: Callable[[str | None], None]


def sign_register_closing(tools: Tools, question: dict[str, Any]) -> dict[str, Any]:
    """Sign the closing of a register and close it: the file must say what the database says at this moment."""
    register_id = str(question.get("register_id"))
    signed_in = tools.who(question, SEAL_KEEPER)
    with tools.database.session() as session:
        book = fetch(session, signed_in.actor, Register, register_id)
        office = session.get_one(Office, book.office_id)
        counted = register.count_register(session, signed_in.actor, book.id)
        check_closable(book, signed_in.actor, counted)
        expected = manifest_of(book, office, lines_of(session, signed_in.actor, book.id), counted)
    pdf = tools.read(str(question.get("unsigned_sha256")))
    if soundness.attached_manifest(pdf) != expected:
        raise StateError("conflict")
    batch = tools.take(question, signed_in)
    appearance = office_appearance(field_box(pdf, OFFICE_FIELD), name=office.name, moment=now(), demo=office.is_demo)
    words = SignatureWords(f"Khóa sổ chứng thực, quyển số {book.symbol}", office.name)
    whole = tools.sealed(pdf, batch, (), appearance, words, certify=True, demo=office.is_demo)
    with tools.kept(whole) as stored, tools.database.session() as session:
        register.close_register(session, signed_in.actor, register_id, counted=counted, closing_sha256=stored.sha256)
    return {"sha256": stored.sha256}


def sign_office_copy(tools: Tools, question: dict[str, Any]) -> dict[str, Any]:
    """Sign a SAO Y that waits; its corner block, with the time, is what the signature looks like."""
    signed_in = tools.who(question, SEAL_KEEPER)
    with tools.database.session() as session:
        copy = fetch(session, signed_in.actor, OfficeCopy, str(question.get("office_copy_id")))
        if copy.office_id != signed_in.actor.office_id:
            raise AccessError("not_found")
        if copy.state != "waiting" or copy.unsigned_sha256 is None:
            raise StateError("wrong_state", detail="the copy does not wait for the office's signature")
        office = session.get_one(Office, copy.office_id)
    pdf = tools.read(copy.unsigned_sha256)
    batch = tools.take(question, signed_in)
    box = field_box(pdf, OFFICE_COPY_FIELD)
    appearance = office_copy_appearance(box, form=copy.form, name=office.name, moment=now())
    words = SignatureWords(f"{FORM_NAMES[copy.form]} số {copy.symbol}", office.name)
    field, demo = OFFICE_COPY_FIELD, office.is_demo
    whole = tools.sealed(pdf, batch, (), appearance, words, certify=True, demo=demo, field=field)
    with tools.kept(whole) as stored, tools.database.session() as session:
        office_copies.issue_office_copy(session, signed_in.actor, copy.id, stored.sha256)
    tools.forget(copy.unsigned_sha256)  # the issued file begins with all of it
    return {"sha256": stored.sha256}
