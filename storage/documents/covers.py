"""Where cover sheets send pages: behind the sheet of a dossier they belong to that dossier, not to the one they were
handed in for.

A code names a dossier of the original's own office that is not cancelled, or nothing: of another office's dossiers it
tells nobody whether they exist. Pages before the first such sheet, and behind one that names nothing, stay with the
dossier that the file was handed in for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.documents.tables import DossierOriginal, Page
from storage.dossiers.tables import Dossier
from terms.covers import Cover, parse_cover


@dataclass(frozen=True)
class Sent:
    """What a dossier's cover sheet did: `page` is the sheet, `dossier` where the pages behind it went; None if nowhere:
    no such dossier takes papers in this office."""

    page: Page
    dossier: Dossier | None


def sent_by_covers(session: Session, pages: Sequence[Page]) -> list[Sent]:
    """What each dossier's cover sheet among the pages of an original does."""
    sheets = [(page, cover.dossier) for page in pages if (cover := cover_of(page)) is not None and cover.dossier]
    if not sheets:
        return []
    codes = {code for _, code in sheets}
    named = select(Dossier).where(
        Dossier.office_id == sheets[0][0].office_id, Dossier.code.in_(codes), Dossier.state != "cancelled"
    )
    by_code = {dossier.code: dossier for dossier in session.scalars(named)}
    return [Sent(page, by_code.get(code)) for page, code in sheets]


def own_pages(session: Session, dossier_id: str, pages: Sequence[Page]) -> Iterator[Page]:
    """Those pages of one original, in order, that belong to this one of its dossiers."""
    targets = {sent.page.id: sent.dossier for sent in sent_by_covers(session, pages)}
    named = {dossier.id for dossier in targets.values() if dossier is not None}
    here = stays = not named or dossier_id in _handed_in_for(session, pages[0].original_id, named)
    for page in pages:
        if page.id in targets:
            target = targets[page.id]
            here = stays if target is None else target.id == dossier_id
        if here:
            yield page


def cover_of(page: Page) -> Cover | None:
    """The cover sheet of ours that the page is; None for any other page."""
    return parse_cover(page.cover) if page.cover else None


def _handed_in_for(session: Session, original_id: str, named: set[str]) -> set[str]:
    """The dossiers that the original was handed in for by somebody, and not only linked to by its sheets."""
    links = select(DossierOriginal.dossier_id).where(DossierOriginal.original_id == original_id)
    linked = session.scalars(links.order_by(DossierOriginal.added_at, DossierOriginal.id)).all()
    return set(linked) - named or set(linked[:1])
