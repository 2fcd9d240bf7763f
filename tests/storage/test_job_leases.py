"""Jobs: one holder at a time, none lost, and a worker thought dead cannot write."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import update

from storage.documents import readings
from storage.dossiers import dossiers
from storage.jobs import artefacts, queue
from storage.jobs.tables import Job
from storage.scope import Actor, system
from terms.errors import AccessError, StateError
from tests.storage.world import World, hand_in, page_row, together


@pytest.fixture
def job(world: World) -> str:
    """A job that reads an original of an open dossier."""
    with world.database.session() as session:
        dossier = dossiers.open_dossier(session, world.lan)
        original = hand_in(session, world.lan, dossier.id)
        return queue.add_job(session, world.lan, kind=queue.READ_ORIGINAL, subject_id=original).id


def claim(world: World, job_id: str, holder: str = "w1", lease_s: float = 60) -> queue.Claim | None:
    with world.database.session() as session:
        return queue.claim(session, job_id, holder=holder, lease_s=lease_s)


def taken(world: World, job_id: str, holder: str = "w1", lease_s: float = 60) -> queue.Claim:
    found = claim(world, job_id, holder, lease_s)
    assert found is not None
    return found


def row(world: World, job_id: str) -> Job:
    with world.database.session() as session:
        return session.get_one(Job, job_id)


def change(world: World, job_id: str, **values: object) -> None:
    with world.database.session() as session:
        session.execute(update(Job).where(Job.id == job_id).values(**values))


def due(world: World) -> list[str]:
    with world.database.session() as session:
        return [found.id for found in queue.due(session)]


def test_of_many_workers_one_gets_the_job(world: World, job: str) -> None:
    def worker(name: str) -> queue.Claim | None:
        return claim(world, job, holder=name)

    claims = together([lambda name=f"w{n}": worker(name) for n in range(5)])  # type: ignore[misc]
    assert len([found for found in claims if found is not None]) == 1
    assert row(world, job).attempts == 1


def test_a_job_that_runs_is_not_given_away_before_its_lease_ends(world: World, job: str) -> None:
    taken(world, job)
    assert claim(world, job, "w2") is None
    assert due(world) == []


def test_a_killed_workers_job_goes_to_the_next_with_a_higher_fence(world: World, job: str) -> None:
    first = taken(world, job, lease_s=-1)
    assert due(world) == [job]
    second = taken(world, job, "w2")
    assert second.fence > first.fence
    assert row(world, job).holder == "w2"
    assert row(world, job).attempts == 2


def test_a_worker_thought_dead_cannot_write(world: World, job: str) -> None:
    dead = taken(world, job, lease_s=-1)
    alive = taken(world, job, "w2")
    acts = (
        lambda session: queue.guard(session, dead),
        lambda session: queue.renew(session, dead, pages_done=3),
        lambda session: queue.finish(session, dead),
        lambda session: queue.fail(session, dead, "internal", True),
        lambda session: queue.cancelled(session, dead),
    )
    for act in acts:
        with pytest.raises(StateError) as refusal, world.database.session() as session:
            act(session)
        assert refusal.value.code == "lost_lease"
    with world.database.session() as session:
        queue.finish(session, alive)
    assert row(world, job).state == "done"


def test_what_a_dead_worker_wrote_beside_the_guard_is_undone(world: World, job: str) -> None:
    dead = taken(world, job, lease_s=-1)
    taken(world, job, "w2")
    original_id = row(world, job).subject_id

    def write_then_ask() -> None:
        with world.database.session() as session:
            readings.save_pages(session, world.program, original_id, [page_row()])
            queue.guard(session, dead)

    with pytest.raises(StateError):
        write_then_ask()
    with world.database.session() as session:
        assert session.get_one(readings.Original, original_id).state == "received"


def test_renewing_keeps_the_job_and_shows_how_far_it_is(world: World, job: str) -> None:
    held = taken(world, job, lease_s=-1)
    with world.database.session() as session:
        queue.renew(session, held, stage="recognise", pages_done=2, pages_total=7, lease_s=60)
    assert claim(world, job, "w2") is None
    here = row(world, job)
    assert (here.stage, here.pages_done, here.pages_total) == ("recognise", 2, 7)


def test_a_failure_is_tried_again_later_and_later_and_never_lost(world: World, job: str) -> None:
    waits = []
    for _ in range(5):
        change(world, job, not_before=None)
        held = taken(world, job)
        with world.database.session() as session:
            queue.fail(session, held, "disk_full", retry=True)
        after = row(world, job)
        if after.not_before is not None and after.state == "waiting":
            waits.append(round((after.not_before - queue.now()).total_seconds() / 60))
            assert claim(world, job) is None
            assert due(world) == []
    assert waits == [1, 2, 4, 8]
    assert (row(world, job).state, row(world, job).error) == ("failed", "disk_full")
    with world.database.session() as session:
        assert [found.id for found in queue.failed_jobs(session, world.lan)] == [job]
        queue.restart(session, world.lan, job)
    assert due(world) == [job]
    assert taken(world, job).job.attempts == 1


def test_a_failure_that_no_second_try_mends_fails_at_once(world: World, job: str) -> None:
    held = taken(world, job)
    with world.database.session() as session:
        queue.fail(session, held, "encrypted", retry=False)
    assert (row(world, job).state, row(world, job).error) == ("failed", "encrypted")
    assert claim(world, job) is None


def test_a_file_that_kills_every_worker_stops_killing_them(world: World, job: str) -> None:
    for _ in range(5):
        taken(world, job, lease_s=-1)
    assert claim(world, job) is None
    assert (row(world, job).state, row(world, job).error) == ("failed", "internal")


def test_the_sweep_finds_what_was_never_sent_or_never_taken(world: World, job: str) -> None:
    assert due(world) == [job]
    with world.database.session() as session:
        queue.mark_sent(session, job)
    assert due(world) == []
    change(world, job, sent_at=queue.now() - dt.timedelta(minutes=3))
    assert due(world) == [job]


def test_offices_take_turns(world: World, job: str) -> None:
    with world.database.session() as session:
        ours = [
            queue.add_job(session, world.lan, kind="read_original", subject_id=hand_in(session, world.lan, None)).id
            for _ in range(3)
        ]
        theirs = queue.add_job(
            session, world.xa, kind="read_original", subject_id=hand_in(session, world.xa, None), priority=9
        ).id
    order = due(world)
    assert set(order) == {job, *ours, theirs}
    assert theirs in order[:2]


def test_the_urgent_goes_first(world: World, job: str) -> None:
    with world.database.session() as session:
        urgent = queue.add_job(
            session, world.lan, kind="read_original", subject_id=hand_in(session, world.lan, None), priority=1
        )
    assert due(world) == [urgent.id, job]


def test_a_job_that_waits_serves_twice_and_one_that_runs_does_not(world: World, job: str) -> None:
    subject = row(world, job).subject_id

    def again() -> str:
        with world.database.session() as session:
            return queue.add_job(session, world.lan, kind=queue.READ_ORIGINAL, subject_id=subject, priority=1).id

    assert again() == job
    assert row(world, job).priority == 1
    taken(world, job)
    assert again() != job


def test_a_job_is_cancelled_while_it_waits_and_told_so_while_it_runs(world: World, job: str) -> None:
    held = taken(world, job)
    with world.database.session() as session:
        queue.request_cancel(session, world.lan, job)
    for act in (queue.guard, queue.renew):
        with pytest.raises(StateError) as refusal, world.database.session() as session:
            act(session, held)
        assert refusal.value.code == "cancelled"
    with world.database.session() as session:
        queue.cancelled(session, held)
    assert row(world, job).state == "cancelled"
    with world.database.session() as session:
        queue.restart(session, world.lan, job)
        queue.request_cancel(session, world.lan, job)
    assert row(world, job).state == "cancelled"
    assert claim(world, job) is None


def test_a_worker_killed_while_being_cancelled_leaves_a_cancelled_job(world: World, job: str) -> None:
    taken(world, job, lease_s=-1)
    with world.database.session() as session:
        queue.request_cancel(session, world.lan, job)
    assert claim(world, job, "w2") is None
    assert row(world, job).state == "cancelled"


def test_cancelling_a_dossier_cancels_its_jobs_but_not_those_another_dossier_needs(world: World, job: str) -> None:
    with world.database.session() as session:
        first = dossiers.open_dossier(session, world.lan)
        second = dossiers.open_dossier(session, world.lan)
        alone = hand_in(session, world.lan, first.id, "chỉ một hồ sơ")
        shared = hand_in(session, world.lan, first.id, "dùng chung")
        assert hand_in(session, world.lan, second.id, "dùng chung") == shared
        jobs = [queue.add_job(session, world.lan, kind="read_original", subject_id=name).id for name in (alone, shared)]
        assert dossiers.progress(session, world.lan, first.id).state == "processing"
        dossiers.cancel_dossier(session, world.lan, first.id, "nộp nhầm")
    assert [row(world, name).state for name in jobs] == ["cancelled", "waiting"]
    assert row(world, job).state == "waiting"
    with world.database.session() as session:
        assert dossiers.progress(session, world.lan, first.id).state == "cancelled"
        with pytest.raises(StateError):
            readings.replace_proposals(session, world.program, first.id, [])
        with pytest.raises(StateError):
            hand_in(session, world.lan, first.id)


def test_another_office_cannot_touch_our_jobs(world: World, job: str) -> None:
    subject = row(world, job).subject_id
    with world.database.session() as session:
        for act in (
            lambda: queue.request_cancel(session, world.xa, job),
            lambda: queue.restart(session, world.xa, job),
            lambda: queue.job_by_id(session, world.xa, job),
            lambda: queue.add_job(session, world.xa, kind="read_original", subject_id=subject),
            lambda: queue.add_job(session, Actor("", frozenset()), kind="read_original", subject_id=subject),
        ):
            with pytest.raises(AccessError):
                act()
        assert queue.failed_jobs(session, world.xa) == []


def test_an_artefact_is_made_once_and_found_again(world: World) -> None:
    key = artefacts.artefact_key("a" * 64, "recognise", "3", {"catalogue": "x", "dpi": 300})
    with world.database.session() as session:
        assert artefacts.get(session, key) is None
    content = {"words": ["Ánh\x00", 1.5, None], "box": (1, 2)}

    def put(words: dict[str, object]) -> None:
        with world.database.session() as session:
            artefacts.put(
                session, world.program, key=key, input_sha256="a" * 64, stage="recognise", version="3", content=words
            )

    together([lambda: put(content)] * 3)
    put({"words": "something else"})
    with world.database.session() as session:
        assert artefacts.get(session, key) == {"words": ["Ánh\ufffd", 1.5, None], "box": [1, 2]}
        artefacts.forget(session, "a" * 64)
        assert artefacts.get(session, key) is None


def test_whatever_changes_the_outcome_changes_the_key() -> None:
    keys = {
        artefacts.artefact_key("a" * 64, "classify", "1", {"catalogue": "x"}),
        artefacts.artefact_key("b" * 64, "classify", "1", {"catalogue": "x"}),
        artefacts.artefact_key("a" * 64, "extract", "1", {"catalogue": "x"}),
        artefacts.artefact_key("a" * 64, "classify", "2", {"catalogue": "x"}),
        artefacts.artefact_key("a" * 64, "classify", "1", {"catalogue": "y"}),
        artefacts.artefact_key("a" * 64, "classify", "1"),
    }
    assert len(keys) == 6
    assert artefacts.artefact_key("a", "b", "c", {"x": 1, "y": 2}) == artefacts.artefact_key(
        "a", "b", "c", {"y": 2, "x": 1}
    )


def test_the_program_acts_for_one_office_only(world: World, job: str) -> None:
    with world.database.session() as session, pytest.raises(AccessError):
        queue.job_by_id(session, system(world.there), job)
