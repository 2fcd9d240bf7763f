"""What the signing worker signs for the office beside certified copies: the closing of a register, SAO Y.

As `signing.desk`: nothing is believed that can be looked up; the row and the file are compared before a key is touched.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from signing import soundness
from signing.appearance import office_appearance
from signing.batches import OpenBatch
from signing.registers import check_closable, manifest_of
from signing.signatures import OFFICE_FIELD, SignatureWords, field_box
from storage.blobs.store import StoredBlob
from storage.copies import register
from storage.copies.lines import lines_of
from storage.copies.tables import Register
from storage.database import Database, now
from storage.offices.signin import SignedIn
from storage.offices.tables import Office
from storage.scope import SEAL_KEEPER, fetch
from terms.errors import StateError


class Seals(Protocol):
    """How the desk makes the office's signature and looks at it."""

    def __call__(
        self,
        pdf: bytes,
        batch: OpenBatch,
        before: tuple[tuple[str, str], ...],
        appearance: bytes,
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
