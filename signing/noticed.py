"""What is stored of a document, as far as hints rest on it; and the one thing that must be looked for: red seals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy.orm import Session

import ocr
from ocr.limits import Limits
from signing.hints import Paper, SeenPage
from storage.blobs.store import BlobStore
from storage.database import Database
from storage.documents.originals import original_by_id
from storage.documents.review import fields_of
from storage.documents.tables import Document, Page
from storage.jobs import artefacts
from storage.scope import Actor, system
from terms.errors import HosoError
from terms.kinds import Catalogue

_STAGE, _VERSION = "seals", "1"


def paper_of(session: Session, actor: Actor, catalogue: Catalogue, document: Document, pages: Sequence[Page]) -> Paper:
    """The document with its pages, and the seals found on them as far as somebody has looked."""
    kind = catalogue.kinds.get(document.kind)
    seals = {page.id: artefacts.get(session, _key(session, actor, page)) for page in pages}
    contradicted = [
        state
        for state in fields_of(session, actor, document.id)
        if any(not finding.agrees for finding in state.findings)
    ]
    return Paper(
        kind=document.kind,
        pages=tuple(_seen(page, seals[page.id]) for page in pages),
        marks=tuple(document.marks),
        issued_by_authority=kind is not None and kind.issued_by_authority,
        contradictions=len(contradicted),
        is_card=kind is not None and kind.structure == "card",
    )


def look_for_seals(database: Database, blobs: BlobStore, actor: Actor, page_ids: Iterable[str], limits: Limits) -> None:
    """Look for red seals on each of these pages where nobody has yet, in the limited child, and keep what is found.

    A page that cannot be opened is left as it is: of it nothing is claimed.
    """
    for page_id in page_ids:
        with database.session() as session:
            page = session.get(Page, page_id)
            if page is None or page.office_id not in actor.office_ids:
                continue
            original = original_by_id(session, actor, page.original_id)
            key = _key(session, actor, page)
            if original.state in ("erased", "set_apart") or artefacts.get(session, key) is not None:
                continue
        try:
            red = ocr.page_seals(blobs.path(original.sha256), page.number, limits)
        except HosoError:
            continue
        with database.session() as session:
            artefacts.put(
                session, system(page.office_id), key=key, input_sha256=original.sha256, stage=_STAGE, version=_VERSION,
                content={"red": red},
            )  # fmt: skip


def all_looked_at(paper: Paper) -> bool:
    """Whether every page of the paper was looked at for seals."""
    return all(page.looked_for_seals for page in paper.pages)


def _key(session: Session, actor: Actor, page: Page) -> str:
    sha256 = original_by_id(session, actor, page.original_id).sha256
    return artefacts.artefact_key(sha256, _STAGE, _VERSION, {"page": page.number})


def _seen(page: Page, seals: dict[str, object] | None) -> SeenPage:
    red = (seals or {}).get("red")
    return SeenPage(
        text=page.text,
        confidence=page.confidence,
        warnings=tuple(page.warnings),
        blank=page.blank,
        looked_for_seals=seals is not None,
        red_seals=red if isinstance(red, int) else None,
    )
