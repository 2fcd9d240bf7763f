"""The act of certification: begin, seal; or send back, or annul. One act, all or nothing.

A number is reserved before anything is signed, because it stands inside the signed bytes. From then on every failure
voids it with its reason; what can fail without a number (a wrong PIN, a certificate that may not sign) is tried before.

Two people act, each signed in with a session of their own: the certifier who compared the paper, and the seal keeper.
That they are two is checked here, in the signing worker and in the database.
"""

from __future__ import annotations

import errno
import hashlib
import logging
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from signing import leftovers
from signing.building import build_copy
from signing.channel import Batch
from signing.copy import CopyPlan
from signing.letters import printable
from signing.pages import DocumentPages, sources_of
from signing.request import CopyRequest, answered, check_request
from signing.services import SigningServices
from signing.statement import VIETNAM, conversion_mark, fee, statement
from signing.steps import reached
from storage.copies import copies, register
from storage.copies.tables import CertifiedCopy, Register, RegisterEntry
from storage.database import after_commit, now
from storage.documents.review import fields_of
from storage.documents.tables import Document
from storage.offices.signin import SignedIn, resolve
from storage.offices.tables import Office
from storage.requests.refusals import kept_back
from storage.scope import ADMINISTRATOR, CERTIFIER, SEAL_KEEPER, Actor, fetch
from storage.signings.terms import signing_title
from terms.errors import AccessError, HosoError, StateError, UnavailableError
from terms.kinds import Catalogue
from terms.titles import title_lines

log = logging.getLogger(__name__)

# What is wrong with the copy itself, as against what is wrong around it: such a copy is never issued.
_SPOILT = frozenset({"copy_unsound", "blob_missing", "blob_altered"})


@dataclass(frozen=True)
class Certified:
    """A copy that the certifier has signed and that waits for the seal. `number` of the register `register`."""

    copy_id: str
    code: str
    number: int
    register: str


@dataclass(frozen=True)
class Issued:
    """A copy that was issued: its file is the blob `pdf_sha256`."""

    copy_id: str
    code: str
    pdf_sha256: str


def begin(services: SigningServices, token: str, pin: str, request: CopyRequest, *, code: str = "") -> Certified:
    """Certify: check, reserve the number, build the copy, have the certifier's signature made.

    `token`: the certifier's session; `pin`: of their own key, given to the signing worker alone, as is `code`, of
    their second factor, where one is asked for.
    Raises what `check_request` and what `Batch` raise. After a failure the number, if one was reserved, is void.
    """
    with services.database.session() as session:
        check_request(session, signed_in_as(session, token).actor, request)
    with services.worker.open_batch(token, pin, "certify", code=code) as batch:
        return begin_in(services, batch, request)


def begin_in(services: SigningServices, batch: Batch, request: CopyRequest) -> Certified:
    """`begin` with a key that is open already: the next of a batch."""
    with services.database.session() as session:
        signed_in = signed_in_as(session, batch.token)
        draft, certified = _reserve(session, services.catalogue, signed_in, request)
    reached("reserved", draft.copy_id)
    with _voiding(services, signed_in.actor, draft.copy_id):
        unsigned = build_unsigned(services, batch, signed_in, draft)
        reached("handed over", draft.copy_id)
        try:
            batch.sign("certify", copy_id=draft.copy_id, unsigned_sha256=unsigned)
        finally:
            leftovers.forget(services.blobs, unsigned)  # all of it is in the signed file, or in none
    return certified


def seal(
    services: SigningServices, token: str, pin: str, copy_id: str, *, code: str = "", break_glass: str = ""
) -> Issued:
    """Issue: the office signs, everything needed later is put in under a timestamp, the number stands for the copy.

    `token`: the seal keeper's session; `pin`: of the office's key. `break_glass`: why the certifier seals, too, in an
    office that allows it. Raises StateError("same_person_twice"), AccessError("break_glass_closed"),
    ("wrong_state") and what `Batch` raises. What fails around the copy (PIN, token, timestamps, disk) leaves it waiting
    for the seal as it was; a copy that is not sound any more is void.
    """
    with services.worker.open_batch(token, pin, "seal", code=code, break_glass=break_glass) as batch:
        return seal_in(services, batch, copy_id)


def seal_in(services: SigningServices, batch: Batch, copy_id: str) -> Issued:
    """`seal` with a key that is open already: the next of a batch."""
    with services.database.session() as session:
        signed_in = signed_in_as(session, batch.token)
        copy = copies.copy_by_id(session, signed_in.actor, copy_id)
        if kept_back(session, signed_in.actor, copy.document_id) is not None:
            raise StateError("kept_back")
    try:
        answer = batch.sign("seal", copy_id=copy_id)
    except HosoError as error:
        if error.code in _SPOILT:
            _void(services, signed_in.actor, copy_id, error.message("vi"))
        raise
    return Issued(copy.id, copy.code, answer["sha256"])


def send_back(services: SigningServices, token: str, copy_id: str, reason: str) -> None:
    """The seal keeper will not seal this copy: it is void, and so is its number, with the reason."""
    with services.database.session() as session:
        signed_in = signed_in_as(session, token)
        signed_in.actor.require(SEAL_KEEPER)
        if copies.copy_by_id(session, signed_in.actor, copy_id).state != "certified":
            raise StateError("wrong_state", detail="the copy does not wait for the seal")
        copy = copies.void_copy(
            session, signed_in.actor, copy_id, f"Trả lại: {reason.strip()}" if reason.strip() else ""
        )
        after_commit(session, lambda: leftovers.forget(services.blobs, copy.certified_sha256))


def annul(services: SigningServices, token: str, copy_id: str, decision: copies.Annulment) -> None:
    """Annul an issued copy by a decision, named by number and date (Circular 01/2020/TT-BTP, Article 7)."""
    with services.database.session() as session:
        signed_in = signed_in_as(session, token)
        signed_in.actor.require(CERTIFIER, ADMINISTRATOR)
        copies.annul(session, signed_in.actor, copy_id, decision)


def suggested_name(session: Session, actor: Actor, catalogue: Catalogue, document: Document) -> str:
    """How the register may name the original: its title or kind, with its number if one was read."""
    kind = catalogue.kinds.get(document.kind)
    name = document.title or (kind.names.vi if kind else document.kind)
    if kind is None or kind.number is None or kind.field(kind.number).type == "personal_number":
        return name  # the public page shows this name: a person's number has no place in it
    number = next((state.value for state in fields_of(session, actor, document.id) if state.name == kind.number), None)
    return f"{name} số {number}" if number and number not in name else name


# --- the steps ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Draft:
    """What was reserved, as far as building needs it."""

    copy_id: str
    code: str
    number: int
    register: str
    year: int
    original_name: str
    signer_title: str
    office: Office
    document: Document
    pages: DocumentPages


def signed_in_as(session: Session, token: str) -> SignedIn:
    """Who holds this token. Raises AccessError("not_signed_in")."""
    signed_in = resolve(session, token)
    if signed_in is None:
        raise AccessError("not_signed_in")
    return signed_in


def _reserve(
    session: Session, catalogue: Catalogue, signed_in: SignedIn, request: CopyRequest
) -> tuple[Draft, Certified]:
    """Take the number and begin the copy, in one transaction."""
    actor = signed_in.actor
    ready = check_request(session, actor, request)
    document, pages = ready.document, ready.pages
    name = printable(request.original_name) or printable(suggested_name(session, actor, catalogue, document))
    entry = take_number(session, signed_in, request.requester_name, name, len(pages.pages), request.copies_made)
    copy = copies.begin_copy(
        session,
        actor,
        document.id,
        requester_name=request.requester_name,
        page_count=len(pages.pages),
        answers=ready.answers,
        pages_compared=ready.pages_compared,
        entry_id=entry.id,
        request_id=answered(session, actor, request, ready, name),
        comparer_id=ready.comparer_id,
    )
    return drafted(session, actor, copy, entry, name, document, pages)


def take_number(
    session: Session,
    signed_in: SignedIn,
    requester_name: str,
    original_name: str,
    page_count: int,
    copies_made: int,
    *,
    kind: str = "electronic_copy",
) -> RegisterEntry:
    """The next number of the year's register of this kind, for copies that this certifier is about to sign."""
    person = signed_in.person
    office = session.get_one(Office, signed_in.actor.office_id)
    title = signing_title(session, signed_in.actor, person, "certify")
    for printed in (office.name, person.full_name, title):
        printable(printed)
    return register.reserve(
        session,
        signed_in.actor,
        kind=kind,
        year=now().astimezone(VIETNAM).year,
        requester_name=requester_name,
        original_name=original_name,
        signer_name=person.full_name,
        signer_title=title,
        fee=fee(page_count, copies_made),
        copies_made=copies_made,
    )


def drafted(
    session: Session,
    actor: Actor,
    copy: CertifiedCopy,
    entry: RegisterEntry,
    name: str,
    document: Document,
    pages: DocumentPages,
) -> tuple[Draft, Certified]:
    """What building needs of a copy that has its number, and what is told of it once it is signed."""
    book = fetch(session, actor, Register, entry.register_id)
    office = session.get_one(Office, document.office_id)
    title = entry.signer_title
    draft = Draft(copy.id, copy.code, entry.number, book.symbol, book.year, name, title, office, document, pages)
    return draft, Certified(copy.id, copy.code, entry.number, book.symbol)


def build_unsigned(services: SigningServices, batch: Batch, signed_in: SignedIn, draft: Draft) -> str:
    """Build the unsigned copy, its two signature fields in place, and keep it: its SHA-256."""
    plan = _plan(services, batch, signed_in, draft)
    with tempfile.TemporaryDirectory(prefix="hoso-copy-") as folder:
        out = Path(folder) / "copy.pdf"
        build_copy(plan, out)
        reached("built", draft.copy_id)
        return leftovers.put(services.settings.folder, services.blobs, out.read_bytes()).sha256


def _plan(services: SigningServices, batch: Batch, signed_in: SignedIn, draft: Draft) -> CopyPlan:
    moment, person, office = now(), signed_in.person, draft.office
    salt = secrets.token_hex(16)
    return CopyPlan(
        code=draft.code,
        number=draft.number,
        register=draft.register,
        year=draft.year,
        office_code=office.code,
        office_name=office.name,
        original_name=draft.original_name,
        certifier_name=person.full_name,
        certifier_title=draft.signer_title,
        title_lines=title_lines(draft.signer_title),
        certifier_hash=hashlib.sha256(f"{salt}:{person.id}".encode()).hexdigest(),
        certificate_sha256=batch.certificate_sha256,
        moment=moment.replace(microsecond=0).astimezone(VIETNAM).isoformat(),
        verify_url=f"{services.settings.public_address}/v/{draft.code}",
        salt=salt,
        statement=statement(services.settings.wording, number=draft.number, register=draft.register, moment=moment),
        conversion_mark=conversion_mark(
            office=office.name, converter=person.full_name, moment=moment, code=draft.document.doc_code
        ),
        demo=office.is_demo,
        sources=sources_of(draft.pages, services.blobs),
    )


@contextmanager
def _voiding(services: SigningServices, actor: Actor, copy_id: str) -> Iterator[None]:
    """Void the copy and its number, with the reason, if what is done here fails in whatever way."""
    try:
        yield
    except HosoError as error:
        _void(services, actor, copy_id, error.message("vi"))
        raise
    except OSError as error:
        known = of_disk(error)
        _void(services, actor, copy_id, known.message("vi"))
        raise known from error
    except BaseException as error:
        _void(services, actor, copy_id, f"Bị gián đoạn: {type(error).__name__}")
        raise


def _void(services: SigningServices, actor: Actor, copy_id: str, reason: str) -> None:
    """Void the copy. Where even that fails (the disk is full), the worker's housekeeping does it later."""
    try:
        with services.database.session() as session:
            copy = copies.void_copy(session, actor, copy_id, reason)
            after_commit(session, lambda: leftovers.forget(services.blobs, copy.certified_sha256))
    except HosoError as error:
        log.warning("copy %s is not voided yet: %s", copy_id, error.code)


def of_disk(error: OSError) -> HosoError:
    """What a failure of the disk is called here."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return UnavailableError("disk_full")
    return UnavailableError("internal", reference=type(error).__name__)
