"""`./run ingest`: store files, then have them read, by the running service or by this very process."""

from __future__ import annotations

import dataclasses
import logging
import os
from pathlib import Path

import click

from hoso import settings as configuration
from hoso.first_run import first_run
from hoso.services import House, open_house, sender, workplace
from ingest.sources.command import ingest
from ingest.sources.upload import Answer
from ingest.work import do_job
from ocr import end_children
from storage.dossiers.dossiers import dossier_by_code, dossier_by_id
from storage.offices.people import office_by_code, offices
from storage.offices.tables import Office
from storage.scope import system
from terms.errors import HosoError

log = logging.getLogger(__name__)


def ingest_paths(paths: list[Path], *, code: str | None, office: str | None, wait: bool) -> int:
    """Store `paths` in the dossier `code` (new ones without it) of `office`. 1 if any file was refused, else 0.

    `wait`: read them now, in this process; otherwise the service does.
    """
    house = open_house(configuration.load())
    first_run(house)
    belongs = _office(house, office)
    actor = system(belongs.id)
    dossier_id = None
    if code is not None:
        with house.database.session() as session:
            dossier_id = dossier_by_code(session, actor, code).id
    sent: list[str] = []
    send = sender(house.settings) if not wait else lambda job_id, priority: sent.append(job_id)
    answers = ingest(
        house.database, house.blobs, paths, actor=actor, limits=house.limits, dossier_id=dossier_id, send=send
    )
    for answer in answers:
        click.echo(_told(answer), err=answer.error is not None)
    if wait:
        work_off(house, sent)
    for found in dict.fromkeys(answer.received.dossier_id for answer in answers if answer.received):
        with house.database.session() as session:
            dossier = dossier_by_id(session, actor, found)
        click.echo(f"{dossier.code}: {dossier.title} — {dossier.state}")
    return 1 if any(answer.error for answer in answers) else 0


def work_off(house: House, sent: list[str]) -> None:
    """Do the jobs in `sent` and those they make necessary, here and now, one after the other; pages side by side."""
    limits = dataclasses.replace(house.limits, workers=os.cpu_count() or 1)
    place = dataclasses.replace(workplace(house), limits=limits, send=lambda job_id, priority: sent.append(job_id))
    try:
        while sent:
            do_job(place, sent.pop(0))
    finally:
        end_children()


def _office(house: House, code: str | None) -> Office:
    with house.database.session() as session:
        if code is not None:
            return office_by_code(session, code)
        known = offices(session)
    if len(known) > 1:
        raise HosoError("bad_request", detail=f"--office: {', '.join(office.code for office in known)}")
    return known[0]


def _told(answer: Answer) -> str:
    if answer.error is not None:
        return f"{answer.filename}: {answer.error.message('vi')} ({answer.error.message('en')}) [{answer.error.code}]"
    if answer.received is not None and answer.received.duplicate_of:
        return f"{answer.filename}: đã có, được liên kết (already here, linked)"
    return f"{answer.filename}: đã nhận (taken in)"
