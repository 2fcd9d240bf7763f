"""Opening dossiers, finding them, seeing how far they are, closing them.

A dossier's state follows from what is in it: `open` (nothing yet), `processing` (a job is at work), `review` (papers
wait for a person), `done` (each paper is stored or rejected), `cancelled`.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from storage.audit.log import record
from storage.base import now
from storage.documents.covers import own_pages, sent_by_covers
from storage.documents.tables import Document, DossierOriginal, Original, Page
from storage.dossiers.tables import Dossier, DossierComponent
from storage.jobs.tables import Job
from storage.offices.counters import next_number
from storage.offices.tables import Office
from storage.owners.tables import Owner
from storage.procedures.catalogue import components_of
from storage.procedures.tables import Procedure
from storage.scope import Actor, fetch, visible
from storage.text import VIETNAM, kept, line, required
from terms.errors import AccessError, StateError
from terms.text import bare

ACTIVE = ("waiting", "running")


@dataclass(frozen=True)
class Progress:
    """How far a dossier is. Pages are counted over its reading jobs; `pages_total` grows as files are opened."""

    pages_done: int
    pages_total: int
    jobs: tuple[Job, ...]
    state: str

    @property
    def active(self) -> bool:
        """Whether a job waits or runs."""
        return any(job.state in ACTIVE for job in self.jobs)


def open_dossier(
    session: Session,
    actor: Actor,
    *,
    title: str = "",
    procedure_id: str | None = None,
    owner_id: str | None = None,
    code: str | None = None,
) -> Dossier:
    """A new dossier of the actor's office.

    Without a `code` it gets the next of the day: `H60.12-261120-0001`, office code, date of receipt in Việt Nam,
    running number of at least four digits (Circular 03/2025, Article 13). A given code is kept as it is.
    Raises StateError("wrong_state") if the office has a dossier with this code, AccessError("not_found") for a
    procedure of another office.
    """
    office = session.get(Office, actor.office_id)
    if office is None or office.id not in actor.office_ids:
        raise AccessError("not_found")
    procedure = fetch(session, actor, Procedure, procedure_id) if procedure_id else None
    if owner_id is not None and session.get(Owner, owner_id) is None:
        raise AccessError("not_found")
    given = required(code, 60, "the dossier code") if code else None
    if given and _has_code(session, office.id, given):
        raise StateError("wrong_state", detail=f"there is a dossier {given} already")
    dossier = Dossier(
        office_id=office.id,
        code=given or _next_code(session, office),
        title=line(title, 300),
        procedure_id=procedure_id,
        owner_id=owner_id,
        created_by=actor.person_id,
    )
    _name(dossier)
    session.add(dossier)
    session.flush()
    if procedure is not None:
        for component in components_of(session, actor, procedure.id):
            session.add(
                DossierComponent(
                    office_id=office.id,
                    dossier_id=dossier.id,
                    component_id=component.id,
                    name=component.name,
                    kind=component.kind,
                    state="to_check" if component.must_digitise else "not_digitised",
                    reason="" if component.must_digitise else "only_shown" if component.only_shown else "not_required",
                )
            )
    record(session, actor, "dossier.open", "dossier", dossier.id, details={"code": dossier.code})
    session.flush()
    return dossier


def list_dossiers(
    session: Session,
    actor: Actor,
    *,
    state: str | None = None,
    text: str | None = None,
    after: str | None = None,
    limit: int = 50,
    oldest_first: bool = False,
) -> list[Dossier]:
    """The dossiers of the actor's offices, newest first unless `oldest_first`.

    `text`: part of a code or title, accents optional. `after`: id of the last dossier of the page before.
    """
    query = visible(actor, Dossier)
    if state:
        query = query.where(Dossier.state == state)
    if text and text.strip():
        query = query.where(Dossier.words.contains(bare(text), autoescape=True))
    if after:
        query = query.where(Dossier.id > after if oldest_first else Dossier.id < after)
    order = Dossier.id.asc() if oldest_first else Dossier.id.desc()
    return list(session.scalars(query.order_by(order).limit(limit)))


def dossier_by_id(session: Session, actor: Actor, dossier_id: str) -> Dossier:
    """The dossier; raises AccessError("not_found")."""
    return fetch(session, actor, Dossier, dossier_id)


def dossier_by_code(session: Session, actor: Actor, code: str) -> Dossier:
    """The dossier with this code in the actor's offices; raises AccessError("not_found")."""
    found = session.scalars(visible(actor, Dossier).where(Dossier.code == kept(code).strip()).limit(1)).first()
    if found is None:
        raise AccessError("not_found")
    return found


def components_of_dossier(session: Session, actor: Actor, dossier_id: str) -> list[DossierComponent]:
    """The papers the dossier's procedure asks for and what became of each."""
    fetch(session, actor, Dossier, dossier_id)
    query = visible(actor, DossierComponent).where(DossierComponent.dossier_id == dossier_id)
    return list(session.scalars(query.order_by(DossierComponent.id)))


def set_title(session: Session, actor: Actor, dossier_id: str, title: str, version: int) -> Dossier:
    """Change the title; raises StateError("conflict") if somebody changed the dossier since `version`."""
    dossier = fetch(session, actor, Dossier, dossier_id, lock=True)
    if dossier.version != version:
        raise StateError("conflict")
    dossier.title = line(title, 300)
    _name(dossier)
    record(session, actor, "dossier.title", "dossier", dossier.id)
    session.flush()
    return dossier


def set_applicant(session: Session, actor: Actor, dossier_id: str, owner_id: str) -> Dossier:
    """Say whose dossier it is."""
    dossier = fetch(session, actor, Dossier, dossier_id, lock=True)
    if session.get(Owner, owner_id) is None:
        raise AccessError("not_found")
    dossier.owner_id = owner_id
    record(session, actor, "dossier.applicant", "dossier", dossier.id, details={"owner_id": owner_id})
    session.flush()
    return dossier


def progress(session: Session, actor: Actor, dossier_id: str) -> Progress:
    """How far the dossier is; raises AccessError("not_found")."""
    dossier = fetch(session, actor, Dossier, dossier_id)
    jobs = jobs_of(session, dossier)
    # An original may have been read more than once: its newest job counts.
    reading = {job.subject_id: job for job in jobs if job.kind == "read_original"}
    return Progress(
        pages_done=sum(job.pages_done for job in reading.values()),
        pages_total=sum(job.pages_total or 0 for job in reading.values()),
        jobs=tuple(jobs),
        state=dossier.state,
    )


def jobs_of(session: Session, dossier: Dossier, *, lock: bool = False) -> list[Job]:
    """The jobs of the dossier and of its originals, oldest first."""
    subjects = select(DossierOriginal.original_id).where(DossierOriginal.dossier_id == dossier.id)
    query = select(Job).where(
        Job.office_id == dossier.office_id, or_(Job.subject_id == dossier.id, Job.subject_id.in_(subjects))
    )
    query = query.order_by(Job.id)
    if lock:
        query = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    return list(session.scalars(query))


def cancel_dossier(session: Session, actor: Actor, dossier_id: str, reason: str = "") -> Dossier:
    """Stop working on the dossier: its jobs are cancelled. What came in is kept; stored documents stay stored.

    Originals that another dossier needs too go on being read. Raises StateError("wrong_state") if it is done.
    """
    jobs = jobs_of(session, fetch(session, actor, Dossier, dossier_id), lock=True)
    dossier = fetch(session, actor, Dossier, dossier_id, lock=True)
    if dossier.state == "cancelled":
        return dossier
    if dossier.state == "done":
        raise StateError("wrong_state", detail="the dossier is done")
    elsewhere = set(
        session.scalars(
            select(DossierOriginal.original_id)
            .join(Dossier, Dossier.id == DossierOriginal.dossier_id)
            .where(DossierOriginal.dossier_id != dossier.id, Dossier.state != "cancelled")
        )
    )
    for job in jobs:
        if job.state not in ACTIVE or job.subject_id in elsewhere:
            continue
        job.cancel_requested = True
        if job.state == "waiting":
            job.state, job.finished_at = "cancelled", now()
    dossier.state = "cancelled"
    record(session, actor, "dossier.cancel", "dossier", dossier.id, details={"reason": line(reason, 300)})
    session.flush()
    return dossier


def settle_state(session: Session, dossier_id: str) -> Dossier | None:
    """Bring the dossier's state in line with its jobs and documents. Called by every act that may change it."""
    session.flush()
    dossier = session.scalars(
        select(Dossier)
        .where(Dossier.id == dossier_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if dossier is None or dossier.state == "cancelled":
        return dossier
    states = dict(
        session.execute(
            select(Document.state, func.count()).where(Document.dossier_id == dossier_id).group_by(Document.state)
        ).all()
    )
    if any(job.state in ACTIVE for job in jobs_of(session, dossier)):
        state = "processing"
    elif states.get("proposed") or states.get("confirmed"):
        state = "review"
    elif states:
        state = "done"
    else:
        state = _without_documents(session, dossier_id)
    if dossier.state != state:
        dossier.state = state
        session.flush()
    return dossier


def _without_documents(session: Session, dossier_id: str) -> str:
    """The state of a dossier that has files and no document: for a person to look at, unless cover sheets have sent all
    its pages elsewhere."""
    handed_in = select(Original).join(DossierOriginal, DossierOriginal.original_id == Original.id)
    originals = session.scalars(handed_in.where(DossierOriginal.dossier_id == dossier_id)).all()
    for original in originals:
        pages = session.scalars(select(Page).where(Page.original_id == original.id).order_by(Page.number)).all()
        if original.state != "read" or not sent_by_covers(session, pages):
            return "review"
        if any(not page.cover and not page.blank for page in own_pages(session, dossier_id, pages)):
            return "review"
    return "done" if originals else "open"


def _name(dossier: Dossier) -> None:
    """Make the dossier findable by its code and title."""
    dossier.words = bare(f"{dossier.code} {dossier.title}")[:400]


def _next_code(session: Session, office: Office) -> str:
    day = now().astimezone(VIETNAM).strftime("%y%m%d")
    while True:
        code = f"{office.code}-{day}-{next_number(session, office.id, f'dossier {day}'):04d}"
        if not _has_code(session, office.id, code):  # somebody may have given this very code by hand
            return code


def _has_code(session: Session, office_id: str, code: str) -> bool:
    return bool(session.scalar(select(exists().where(Dossier.office_id == office_id, Dossier.code == code))))
