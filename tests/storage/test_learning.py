"""Learning from people: the office's threshold, its consent, its learned labels, and what was corrected."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy.orm import Session

from storage.audit.log import entries
from storage.documents import readings, review
from storage.documents.tables import Document
from storage.dossiers import dossiers
from storage.learning import consent, labels
from storage.learning.corrections import KIND, PAGES, TrainingRow, corrections, is_held_out, masked, training_rows
from storage.offices.people import office_by_code
from storage.offices.thresholds import set_review_threshold
from storage.scope import Actor
from terms.errors import AccessError, InputError, StateError
from tests.storage.world import World, confirmed, proposal, propose, read, stored

NOW = dt.datetime(2026, 11, 20, 8, tzinfo=dt.UTC)
CUE = {"kind": "birth_certificate", "field": "full_name", "cue": "Danh tính", "papers": 9, "right": 9, "wrong": 0}


# --- the office's threshold -------------------------------------------------------------------------------------------


def doubtful(session: Session, actor: Actor, document: Document) -> list[str]:
    return [state.name for state in review.fields_of(session, actor, document.id) if state.doubtful]


def test_the_office_decides_how_sure_the_machine_must_be(world: World) -> None:
    with world.database.session() as session:
        here, there = propose(session, world.lan), propose(session, world.xa)  # full_name 0.99, sex 0.6
        assert doubtful(session, world.lan, here) == ["sex"]
        set_review_threshold(session, world.lan, world.here, 0.995)
        assert doubtful(session, world.lan, here) == ["full_name", "sex"]
        assert doubtful(session, world.xa, there) == ["sex"]
        set_review_threshold(session, world.lan, world.here, 0.5)
        assert doubtful(session, world.lan, here) == []


def test_a_changed_threshold_is_in_the_audit_log(world: World) -> None:
    with world.database.session() as session:
        for threshold in (0.95, 0.95):
            set_review_threshold(session, world.lan, world.here, threshold)
        (entry,) = entries(session, world.lan, action="office.threshold")
        assert entry.details == {"threshold": "0.95", "before": "0.9"}
        assert entry.actor_id == world.lan.person_id


@pytest.mark.parametrize("threshold", [0.49, 0.9995, -1, 2, float("nan")])
def test_a_threshold_out_of_bounds_is_refused(world: World, threshold: float) -> None:
    with world.database.session() as session, pytest.raises(InputError):
        set_review_threshold(session, world.lan, world.here, threshold)
    with world.database.session() as session:
        assert office_by_code(session, "H60.12").review_threshold == 0.9


def test_only_the_offices_own_administrator_sets_its_threshold_or_consent(world: World) -> None:
    for actor in (world.minh, world.xa):
        with world.database.session() as session, pytest.raises(AccessError):
            set_review_threshold(session, actor, world.here, 0.8)
        with world.database.session() as session, pytest.raises(AccessError):
            consent.set_consent(session, actor, world.here, share=True)


# --- consent ----------------------------------------------------------------------------------------------------------


def test_nothing_is_shared_until_an_administrator_says_so(world: World) -> None:
    with world.database.session() as session:
        assert not consent.is_shared(session, world.here)
        consent.set_consent(session, world.lan, world.here, share=True)
        assert consent.is_shared(session, world.here)
        assert consent.sharing_offices(session) == {world.here}
        consent.set_consent(session, world.lan, world.here, share=False)
        assert consent.sharing_offices(session) == frozenset()


def test_each_switch_is_kept_with_who_and_when(world: World) -> None:
    with world.database.session() as session:
        for share in (False, True, True, False):
            consent.set_consent(session, world.lan, world.here, share=share)
        kept = consent.consents_of(session, world.lan)
        assert [row.share for row in kept] == [False, True]
        assert {row.decided_by for row in kept} == {world.lan.person_id}
        assert len(entries(session, world.lan, action="office.training_consent")) == 2
        assert consent.consents_of(session, world.xa) == []


def test_the_program_itself_cannot_consent(world: World) -> None:
    with world.database.session() as session, pytest.raises(AccessError):
        consent.set_consent(session, world.program, world.here, share=True)


def test_what_an_office_learned_reaches_others_only_with_its_consent(world: World) -> None:
    with world.database.session() as session:
        labels.adopt_labels(session, world.lan, [CUE], {})
        assert labels.shared_labels(session, world.there) == []
        consent.set_consent(session, world.lan, world.here, share=True)
        assert labels.shared_labels(session, world.there) == [CUE]
        assert labels.shared_labels(session, world.here) == []  # an office is not offered its own
        consent.set_consent(session, world.lan, world.here, share=False)
        assert labels.shared_labels(session, world.there) == []


# --- learned labels ---------------------------------------------------------------------------------------------------


def test_a_generation_can_be_taken_back_and_the_one_before_holds_again(world: World) -> None:
    with world.database.session() as session:
        first = labels.adopt_labels(session, world.program, [CUE], {"right": 90})
        second = labels.adopt_labels(session, world.lan, [CUE, CUE | {"cue": "Nhân thân"}], {"right": 95})
        present = labels.current_labels(session, world.here)
        assert present is not None
        assert (present.id, present.adopted_by, first.adopted_by) == (second.id, world.lan.person_id, None)
        back = labels.withdraw_labels(session, world.lan)
        assert back is not None
        assert back.id == first.id
        assert labels.withdraw_labels(session, world.lan) is None
        assert labels.current_labels(session, world.here) is None
        with pytest.raises(StateError):
            labels.withdraw_labels(session, world.lan)
        assert len(labels.generations(session, world.lan)) == 2  # history stays
        assert labels.generations(session, world.xa) == []
        assert len(entries(session, world.lan, action="learning.adopt")) == 2
        assert len(entries(session, world.lan, action="learning.withdraw")) == 2


# --- what was corrected -----------------------------------------------------------------------------------------------


def rows(session: Session, actor: Actor, since: dt.datetime | None = None) -> list[TrainingRow]:
    return list(training_rows(session, actor, since=since))


def test_only_what_a_person_answers_for_is_a_row(world: World) -> None:
    with world.database.session() as session:
        document = propose(session, world.lan)
        document = review.decide_field(
            session, world.lan, document.id, "sex", "male", proposal_id=None, version=document.version
        )
        assert rows(session, world.lan) == []
        review.confirm(session, world.lan, document.id, document.version)
        assert {row.name for row in rows(session, world.lan)} == {"full_name", "sex", KIND, PAGES}
        assert rows(session, world.xa) == []


def test_a_row_holds_what_the_machine_said_and_what_the_person_said_last(world: World) -> None:
    with world.database.session() as session:
        document = propose(session, world.lan, name="Nguyên Thị Ánh")
        shown = {state.name: state.proposal for state in review.fields_of(session, world.lan, document.id)}
        for value in ("Nguyễn Thị Anh", "Nguyễn Thị Ánh"):
            proposed = shown["full_name"]
            assert proposed is not None
            document = review.decide_field(
                session, world.lan, document.id, "full_name", value, proposal_id=proposed.id, version=document.version
            )
        review.confirm(session, world.lan, document.id, document.version)
        found = {row.name: row for row in rows(session, world.lan)}
        name = found["full_name"]
        assert (name.proposed, name.decided, name.confidence) == ("Nguyên Thị Ánh", "Nguyễn Thị Ánh", 0.99)
        assert (name.corrected, found["sex"].corrected, found[KIND].corrected) == (True, False, False)


def test_a_kind_a_person_changed_twice_is_held_against_what_the_machine_said(world: World) -> None:
    with world.database.session() as session:
        document = propose(session, world.lan)
        for kind in ("diploma", "death_extract"):
            document = review.decide_kind(session, world.lan, document.id, kind, document.version)
        review.confirm(session, world.lan, document.id, document.version)
        (row,) = [row for row in rows(session, world.lan) if row.name == KIND]
        assert (row.proposed, row.decided, row.confidence) == ("birth_certificate", "death_extract", 0.97)
        assert row.corrected


def test_pages_a_person_had_to_arrange_are_a_correction(world: World) -> None:
    with world.database.session() as session:
        for arranged in (True, False):
            document = confirmed(session, world.lan)
            document.pages_by_person = arranged
        session.flush()
        found = [row for row in rows(session, world.lan) if row.name == PAGES]
        assert [row.corrected for row in found] == [True, False]
        assert corrections(found)[0].advice == "split"


def test_stored_documents_count_and_older_rows_can_be_left_out(world: World) -> None:
    with world.database.session() as session:
        stored(session, world.lan)
        confirmed(session, world.lan)
        assert len(rows(session, world.lan)) == 8
        assert rows(session, world.lan, since=dt.datetime.now(dt.UTC) + dt.timedelta(days=1)) == []


def test_one_document_in_five_is_held_out_and_always_the_same() -> None:
    ids = [f"document {number}" for number in range(1000)]
    held_out = [one for one in ids if is_held_out(one)]
    assert 150 < len(held_out) < 250
    assert held_out == [one for one in ids if is_held_out(one)]


def row(
    name: str, proposed: str | None, decided: str | None, days_ago: int = 1, kind: str = "birth_certificate"
) -> TrainingRow:
    return TrainingRow("document", kind, name, proposed, 0.8, decided, NOW - dt.timedelta(days=days_ago))


def test_the_report_puts_the_field_first_that_is_corrected_most_surely() -> None:
    made = [row("sex", "male", "male")] * 50 + [row("sex", "male", "female")] * 25
    made += [row("ethnicity", "Kinh", "Tày")]  # one of one: too few to be sure of
    made += [row("full_name", "A B", "A B")] * 75
    found = corrections(made, NOW)
    assert [one.name for one in found] == ["sex", "ethnicity", "full_name"]
    assert [one.keeps_being_corrected for one in found] == [True, False, False]
    assert (found[0].seen, found[0].corrected, round(found[0].share, 3)) == (75, 25, 0.333)


def test_the_report_says_whether_it_gets_better() -> None:
    before = [row("sex", "male", "female", 60)] * 6 + [row("sex", "male", "male", 60)] * 6
    lately = [row("sex", "male", "female", 3)] + [row("sex", "male", "male", 3)] * 9
    (one,) = corrections(before + lately, NOW)
    assert (one.recent_seen, one.recent_corrected, round(one.trend or 0, 2)) == (10, 1, -0.4)
    assert corrections(lately, NOW)[0].trend is None


@pytest.mark.parametrize(
    ("proposed", "decided", "advice"),
    [
        (None, "Nguyễn Thị Ánh", "label"),
        ("Nguyên Thị Anh", "Nguyễn Thị Ánh", "scanner"),
        ("Nguyễn Thi Ảnb", "Nguyễn Thị Ánh", "scanner"),
        ("Trần Văn Bình", "Nguyễn Thị Ánh", "other_value"),
    ],
)
def test_the_report_says_what_to_do_next(proposed: str | None, decided: str, advice: str) -> None:
    (one,) = corrections([row("full_name", proposed, decided)] * 6, NOW)
    assert one.advice == advice


def test_a_kind_that_is_corrected_asks_for_retraining() -> None:
    (one,) = corrections([row(KIND, "diploma", "birth_certificate")] * 6, NOW)
    assert (one.advice, one.misread) == ("retrain", 0)


def test_the_newest_corrections_are_its_examples() -> None:
    (one,) = corrections([row("sex", None, str(number)) for number in range(9)], NOW)
    assert [example.decided for example in one.examples] == ["8", "7", "6"]


def test_masked_values_show_no_name_and_no_number() -> None:
    assert masked("Nguyễn Thị Ánh") == "N••••• T•• Á••"
    assert masked("079190001234") == "••••••••••••"
    assert masked("1990-05-17") == "••••-••-••"
    assert masked("Số 12/4, xã Tân Lập") == "S• ••/•, x• T•• L••"
    assert masked(None) == ""


def test_a_field_of_two_runs_is_one_row(world: World) -> None:
    with world.database.session() as session:
        dossier = dossiers.open_dossier(session, world.lan)
        (page,) = read(session, world.lan, dossier.id, "GIẤY KHAI SINH")
        for run in ("run 1", "run 2"):
            found = [proposal(page, run=run, full_name=("Ánh", 0.9))]
            (document,) = readings.replace_proposals(session, world.lan, dossier.id, found)
        review.confirm(session, world.lan, document.id, document.version)
        assert [row.name for row in rows(session, world.lan)] == ["full_name", KIND, PAGES]
