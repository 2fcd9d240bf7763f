"""Originals: the bytes that came in. The same bytes in one office are one original, however often handed in."""

from __future__ import annotations

from contextlib import suppress

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from storage.audit.log import record
from storage.documents.covers import own_pages, sent_by_covers
from storage.documents.tables import Document, DocumentPage, DossierOriginal, Original, Page
from storage.dossiers.tables import Dossier
from storage.scope import Actor, fetch, visible
from storage.text import kept, line
from terms.errors import AccessError, StateError


def add_original(
    session: Session,
    actor: Actor,
    *,
    sha256: str,
    size: int,
    media_type: str,
    filename: str,
    source: str,
    dossier_id: str | None,
) -> tuple[Original, bool]:
    """Say that bytes already in the blob store came in, and for which dossier. Second value: were they here before?

    The same bytes in the office are the same original: it is linked to the dossier and keeps its first name and date.
    Raises AccessError("not_found") for a dossier of another office, StateError("wrong_state") for one that is cancelled
    and for bytes that were erased by decision.
    """
    if actor.office_id not in actor.office_ids:
        raise AccessError("not_found")
    dossier = fetch(session, actor, Dossier, dossier_id) if dossier_id else None
    if dossier is not None and dossier.state == "cancelled":
        raise StateError("wrong_state", detail="the dossier is cancelled")
    office_id = dossier.office_id if dossier is not None else actor.office_id
    original, duplicate = _original(
        session,
        Original(
            office_id=office_id,
            sha256=sha256,
            size=size,
            media_type=media_type[:60],
            filename=plain_filename(filename),
            source=source[:20],
            received_by=actor.person_id,
        ),
    )
    if original.state == "erased":
        raise StateError("wrong_state", detail="this file was erased by decision and may not come in again")
    if dossier is not None:
        _link(session, dossier, original)
    record(
        session,
        actor,
        "original.duplicate" if duplicate else "original.receive",
        "original",
        original.id,
        details={"sha256": sha256, "size": size, "source": source, "dossier_id": dossier_id},
    )
    session.flush()
    return original, duplicate


def original_by_id(session: Session, actor: Actor, original_id: str) -> Original:
    """The original; raises AccessError("not_found")."""
    return fetch(session, actor, Original, original_id)


def original_by_sha256(session: Session, actor: Actor, sha256: str) -> Original | None:
    """The original with these bytes in the actor's own office, if there is one."""
    query = visible(actor, Original).where(Original.sha256 == sha256, Original.office_id == actor.office_id)
    return session.scalars(query).one_or_none()


def originals_of_dossier(session: Session, actor: Actor, dossier_id: str) -> list[Original]:
    """The originals handed in for the dossier, in their order."""
    fetch(session, actor, Dossier, dossier_id)
    query = (
        visible(actor, Original)
        .join(DossierOriginal, DossierOriginal.original_id == Original.id)
        .where(DossierOriginal.dossier_id == dossier_id)
    )
    return list(session.scalars(query.order_by(DossierOriginal.position, DossierOriginal.id)))


def dossiers_of_original(session: Session, actor: Actor, original_id: str) -> list[Dossier]:
    """The dossiers the original was handed in for."""
    query = (
        visible(actor, Dossier)
        .join(DossierOriginal, DossierOriginal.dossier_id == Dossier.id)
        .where(DossierOriginal.original_id == original_id)
    )
    return list(session.scalars(query.order_by(Dossier.id)))


def pages_of(session: Session, actor: Actor, original_id: str) -> list[Page]:
    """The pages of the original as they were read, in order; empty until it was."""
    original = fetch(session, actor, Original, original_id)
    return list(session.scalars(select(Page).where(Page.original_id == original.id).order_by(Page.number)))


def pages_of_dossier(session: Session, actor: Actor, dossier_id: str) -> list[Page]:
    """The pages of the dossier that were read, in the order they were handed in, but for those that a cover sheet sends
    to another one, and those of a document in another dossier: a paper is in one document only."""
    originals = [one for one in originals_of_dossier(session, actor, dossier_id) if one.state == "read"]
    pages = [
        page for original in originals for page in own_pages(session, dossier_id, pages_of(session, actor, original.id))
    ]
    elsewhere = (
        select(DocumentPage.page_id)
        .join(Document, Document.id == DocumentPage.document_id)
        .join(Dossier, Dossier.id == Document.dossier_id)
        .where(
            DocumentPage.page_id.in_([page.id for page in pages]),
            Document.dossier_id != dossier_id,
            Document.state.not_in(("rejected", "erased")),
            Dossier.state != "cancelled",
        )
    )
    taken = set(session.scalars(elsewhere))
    return [page for page in pages if page.id not in taken]


def follow_covers(session: Session, actor: Actor, dossier_id: str) -> list[str]:
    """Hand the originals of the dossier in for those dossiers too that cover sheets in them name: the ids of those for
    which that is new. Done twice, it changes nothing."""
    newly: list[str] = []
    for original in originals_of_dossier(session, actor, dossier_id):
        pages = pages_of(session, actor, original.id)
        for sent in sent_by_covers(session, pages):
            if sent.dossier is None or not _link(session, sent.dossier, original):
                continue
            newly.append(sent.dossier.id)
            told = {"from_dossier_id": dossier_id, "dossier_id": sent.dossier.id, "page": sent.page.number}
            record(session, actor, "original.follow_cover", "original", original.id, details=told)
    session.flush()
    return newly


def page_by_id(session: Session, actor: Actor, page_id: str) -> Page:
    """The page; raises AccessError("not_found")."""
    return fetch(session, actor, Page, page_id)


def set_original_state(
    session: Session,
    actor: Actor,
    original_id: str,
    state: str,
    *,
    error: str | None = None,
    media_type: str | None = None,
    page_count: int | None = None,
    signed: bool | None = None,
) -> Original:
    """What became of an original: reading, read, failed (with the error's code), set_apart (looks like a secret paper).

    What else opening the file has shown may be given along. An erased original keeps its state.
    """
    original = fetch(session, actor, Original, original_id, lock=True)
    if original.state == "erased":
        raise StateError("wrong_state", detail="the original was erased")
    original.state, original.error = state, error
    if media_type is not None:
        original.media_type = media_type[:60]
    if page_count is not None:
        original.page_count = page_count
    if signed is not None:
        original.signed = signed
    if state in ("failed", "set_apart"):
        record(session, actor, f"original.{state}", "original", original.id, details={"error": error})
    session.flush()
    return original


def plain_filename(filename: str) -> str:
    """The name of a file without its folders, NFC, fit for a screen; "file" if nothing is left of it."""
    name = line(filename.replace("\\", "/").rsplit("/", 1)[-1], 1000)
    if len(name) > 255:
        stem, dot, ending = name.rpartition(".")
        name = f"{stem[: 254 - len(ending)]}.{ending}" if dot and len(ending) <= 10 else kept(name, 255)
    return name or "file"


def _original(session: Session, new: Original) -> tuple[Original, bool]:
    same = select(Original).where(Original.office_id == new.office_id, Original.sha256 == new.sha256)
    here = session.scalars(same).one_or_none()
    if here is not None:
        return here, True
    try:
        with session.begin_nested():
            session.add(new)
    except IntegrityError:  # the same bytes came in by another way at the same moment
        return session.scalars(same).one(), True
    return new, False


def _link(session: Session, dossier: Dossier, original: Original) -> bool:
    """Link the two; False if they are linked already."""
    rows = select(DossierOriginal).where(DossierOriginal.dossier_id == dossier.id)
    if session.scalars(rows.where(DossierOriginal.original_id == original.id)).one_or_none() is not None:
        return False
    last = session.scalar(select(func.max(DossierOriginal.position)).where(DossierOriginal.dossier_id == dossier.id))
    link = DossierOriginal(
        office_id=dossier.office_id, dossier_id=dossier.id, original_id=original.id, position=(last or 0) + 1
    )
    with suppress(IntegrityError), session.begin_nested():  # linked by somebody else at the same moment: as well
        session.add(link)
    return True
