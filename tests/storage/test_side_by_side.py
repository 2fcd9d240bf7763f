"""Everybody at work on one dossier at the same time: acts may be refused, but none waits for ever and none is lost."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress

from sqlalchemy import func, select

from storage.audit import log
from storage.documents import originals, readings, review
from storage.documents.tables import DocumentPage
from storage.dossiers import dossiers
from storage.jobs import queue
from terms.errors import HosoError
from tests.storage.world import World, hand_in, proposal, read, together

ROUNDS = 6


def test_workers_officers_intake_and_sealer_get_by_with_each_other(world: World) -> None:
    refusals: Counter[str] = Counter()
    with world.database.session() as session:
        dossier_id = dossiers.open_dossier(session, world.lan).id
        pages = read(session, world.program, dossier_id, "một", "hai", "ba")

    def often(act: object) -> object:
        def run() -> None:
            for turn in range(ROUNDS):
                try:
                    act(turn)  # type: ignore[operator]
                except HosoError as refusal:
                    refusals[refusal.code] += 1

        return run

    def understand(turn: int) -> None:
        with world.database.session() as session:
            job = queue.add_job(session, world.program, kind=queue.UNDERSTAND_DOSSIER, subject_id=dossier_id)
        with world.database.session() as session:
            held = queue.claim(session, job.id, holder=f"w{turn}")
        if held is not None:
            with world.database.session() as session:
                queue.guard(session, held)
                found = [proposal(page, run=f"run {turn}", full_name=("Ánh", 0.5)) for page in pages]
                readings.replace_proposals(session, world.program, dossier_id, found)
                queue.finish(session, held)

    def take_in(turn: int) -> None:
        with world.database.session() as session:
            hand_in(session, world.lan, dossier_id, f"nhận {turn % 2}")
            queue.add_job(session, world.lan, kind=queue.UNDERSTAND_DOSSIER, subject_id=dossier_id)
            dossiers.settle_state(session, dossier_id)

    def decide(_turn: int) -> None:
        with world.database.session() as session:
            for document in review.review_queue(session, world.lan, dossier_id)[:1]:
                review.decide_field(session, world.lan, document.id, "full_name", "Ánh", version=document.version)

    def confirm(_turn: int) -> None:
        with world.database.session() as session:
            for document in review.review_queue(session, world.minh, dossier_id)[-1:]:
                review.confirm(session, world.minh, document.id, document.version)

    def watch(_turn: int) -> None:
        with world.database.reading() as session:
            dossiers.progress(session, world.lan, dossier_id)

    def seal(_turn: int) -> None:
        with world.database.session() as session:
            log.seal(session)

    acts = (understand, understand, take_in, decide, confirm, watch, seal)
    together([often(act) for act in acts])  # type: ignore[misc]
    # What was refused was refused for a reason a person understands; nobody ran into somebody else's lock.
    assert set(refusals) <= {"conflict", "wrong_state", "not_found", "lost_lease"}
    with suppress(HosoError):
        understand(99)
    with world.database.session() as session:
        held_twice = select(DocumentPage.page_id).group_by(DocumentPage.page_id).having(func.count() > 1)
        assert session.scalars(held_twice).all() == []
        assert len(readings.documents_of(session, world.lan, dossier_id)) == 3
        assert len(originals.originals_of_dossier(session, world.lan, dossier_id)) == 3
        log.seal(session)
        assert log.verify_chain(session) == []
