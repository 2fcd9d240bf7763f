"""Certifying in two sittings: compare and answer now, paper by paper; sign later, many at once.

What was compared is written down page by page. A paper that has changed since (a page moved, scanned again, the
document reopened) is not signed: it must be compared anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.orm import Session

from signing import act, leftovers
from signing.channel import Batch
from signing.letters import printable
from signing.pages import DocumentPages, pages_of_document
from signing.refusals import check_answers, check_ticks
from signing.request import CopyRequest, answered, check_request
from signing.services import SigningServices
from storage.copies import copies, prepared
from storage.copies.tables import CertifiedCopy
from storage.documents.holding import hold_document
from storage.offices.signin import SignedIn
from storage.requests.refusals import kept_back
from storage.scope import CERTIFIER
from terms.errors import HosoError, StateError


def put_off(services: SigningServices, token: str, request: CopyRequest) -> str:
    """Write down what the certifier compared and answered, to be signed later: the id of the prepared copy.

    Raises what `act.begin` raises before it asks for a key.
    """
    with services.database.session() as session:
        signed_in = act.signed_in_as(session, token)
        actor = signed_in.actor
        ready = check_request(session, actor, request)
        document, pages = ready.document, ready.pages
        suggested = act.suggested_name(session, actor, services.catalogue, document)
        name = printable(request.original_name) or printable(suggested)
        copy = prepared.prepare_copy(
            session,
            actor,
            document.id,
            requester_name=request.requester_name,
            original_name=name,
            page_count=len(pages.pages),
            answers=ready.answers,
            pages_compared=ready.pages_compared,
            request_id=answered(session, actor, request, ready, name),
            comparer_id=ready.comparer_id,
            compared=pages_compared(pages),
            copies_made=request.copies_made,
        )
        return copy.id


def sign_prepared_in(services: SigningServices, batch: Batch, copy_id: str) -> act.Certified:
    """Sign one prepared copy with a key that is open already: number, file, the certifier's signature.

    Whatever fails leaves it prepared, and the number, if it had got one, void with the reason. Raises
    StateError("prepared_outdated") for a paper that has changed, and what `act.begin_in` raises.
    """
    with services.database.session() as session:
        signed_in = act.signed_in_as(session, batch.token)
        draft, certified = numbered(session, signed_in, copy_id)
    with putting_back(services, signed_in, copy_id):
        unsigned = act.build_unsigned(services, batch, signed_in, draft)
        try:
            batch.sign("certify", copy_id=copy_id, unsigned_sha256=unsigned)
        finally:
            leftovers.forget(services.blobs, unsigned)
    return certified


def pages_compared(pages: DocumentPages) -> list[dict[str, Any]]:
    """The pages of a document as a certifier compared them: which page of which scan, in order."""
    return [{"scan": pages.originals[page.original_id].sha256, "page": page.number} for page in pages.pages]


def numbered(session: Session, signed_in: SignedIn, copy_id: str) -> tuple[act.Draft, act.Certified]:
    """Give a prepared copy its number, in one transaction, if everything it rests on is as it was."""
    actor = signed_in.actor
    actor.require(CERTIFIER)
    copy = copies.copy_by_id(session, actor, copy_id)
    if copy.state != "prepared":
        raise StateError("wrong_state", detail=f"the copy is {copy.state}")
    document = hold_document(session, actor, copy.document_id)
    pages = pages_of_document(session, actor, document)
    if document.state not in ("confirmed", "stored") or not _as_compared(copy, pages):
        raise StateError("prepared_outdated")
    if kept_back(session, actor, document.id) is not None:
        raise StateError("kept_back")
    check_answers(copy.answers or {})
    check_ticks(copy.pages_compared, len(pages.pages))
    entry = act.take_number(
        session, signed_in, copy.requester_name, copy.original_name, len(pages.pages), copy.copies_made
    )
    copy = prepared.number_prepared(session, actor, copy_id, entry.id)
    return act.drafted(session, actor, copy, entry, copy.original_name, document, pages)


def _as_compared(copy: CertifiedCopy, pages: DocumentPages) -> bool:
    return (copy.manifest or {}).get(prepared.COMPARED) == pages_compared(pages)


@contextmanager
def putting_back(services: SigningServices, signed_in: SignedIn, copy_id: str) -> Iterator[None]:
    """Put the copy back among the prepared ones if what is done here fails; its number is void with the reason."""
    try:
        yield
    except HosoError as error:
        put_back(services, signed_in, copy_id, error.message("vi"))
        raise
    except OSError as error:
        known = act.of_disk(error)
        put_back(services, signed_in, copy_id, known.message("vi"))
        raise known from error
    except BaseException as error:
        put_back(services, signed_in, copy_id, f"Bị gián đoạn: {type(error).__name__}")
        raise


def put_back(services: SigningServices, signed_in: SignedIn, copy_id: str, reason: str) -> None:
    """Put a draft back among the prepared copies. One that was signed after all (its answer was lost) stays signed."""
    with services.database.session() as session:
        if copies.copy_by_id(session, signed_in.actor, copy_id).state == "draft":
            prepared.put_back(session, signed_in.actor, copy_id, reason)
