"""The pages of a document and where their bytes lie."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from sqlalchemy.orm import Session

from signing.copy import SourcePages
from storage.blobs.store import BlobStore
from storage.documents.tables import Document, DocumentPage, Original, Page
from storage.scope import Actor, fetch, visible
from terms.errors import StateError


@dataclass(frozen=True)
class DocumentPages:
    """The pages of a document in order; `originals` by id."""

    pages: tuple[Page, ...]
    originals: dict[str, Original]


def pages_of_document(session: Session, actor: Actor, document: Document) -> DocumentPages:
    """The pages of `document`, whose originals are all at hand.

    Raises StateError("wrong_state") for a document without pages, or one of whose originals was erased or set apart.
    """
    query = (
        visible(actor, Page)
        .join(DocumentPage, DocumentPage.page_id == Page.id)
        .where(DocumentPage.document_id == document.id)
        .order_by(DocumentPage.position)
    )
    pages = tuple(session.scalars(query))
    if not pages:
        raise StateError("wrong_state", detail="the document has no pages")
    originals = {page.original_id: fetch(session, actor, Original, page.original_id) for page in pages}
    for original in originals.values():
        if original.state in ("erased", "set_apart"):
            raise StateError("wrong_state", detail=f"an original is {original.state}")
    return DocumentPages(pages, originals)


def sources_of(found: DocumentPages, blobs: BlobStore) -> tuple[SourcePages, ...]:
    """The same for building: runs of pages of one original. Checks the bytes against their hash."""
    sources = []
    for original_id, run in groupby(found.pages, key=lambda page: page.original_id):
        original, pages = found.originals[original_id], list(run)
        blobs.verify(original.sha256)
        sources.append(
            SourcePages(
                path=str(blobs.path(original.sha256).absolute()),
                media_type=original.media_type,
                sha256=original.sha256,
                pages=tuple(page.number for page in pages),
                rotations=tuple(upright(page) for page in pages),
                page_count=original.page_count or len(pages),
            )
        )
    return tuple(sources)


def upright(page: Page) -> int:
    """Degrees clockwise that the page is to be turned: as read, and by what a person added in quarter turns."""
    return (page.rotation + 90 * page.turned_by_person) % 360
