"""Proposals and decisions: the machine proposes, a person decides, and the one never overwrites the other."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage.documents import conversion, readings, review
from storage.documents.originals import add_original
from storage.documents.tables import Document, FieldProposal
from storage.dossiers import dossiers
from storage.scope import Actor
from terms.checks import Finding
from terms.errors import AccessError, HosoError, InputError, StateError
from tests.storage.world import World, confirmed, page_row, proposal, propose, read, sha, stored, together


def values(session: Session, world: World, document_id: str) -> dict[str, str | None]:
    return {state.name: state.value for state in review.fields_of(session, world.lan, document_id)}


# --- what the machine proposes ----------------------------------------------------------------------------------------


def test_a_proposal_written_twice_changes_nothing(world: World) -> None:
    with world.database.session() as session:
        dossier = dossiers.open_dossier(session, world.lan)
        pages = read(session, world.program, dossier.id, "một", "hai", "ba")
        found = [
            proposal(pages[0], full_name=("Ánh", 0.9)),
            proposal(pages[1], pages[2], kind="diploma", full_name=("Bình", 0.8)),
        ]
        first = [
            (document.id, document.doc_code, document.version)
            for document in readings.replace_proposals(session, world.program, dossier.id, found)
        ]
        second = [
            (document.id, document.doc_code, document.version)
            for document in readings.replace_proposals(session, world.program, dossier.id, found)
        ]
        assert first == second
        assert session.scalar(select(func.count()).select_from(FieldProposal)) == 2
        assert [
            [page.id for page in readings.pages_of_document(session, world.lan, document_id)]
            for document_id, _, _ in first
        ] == [[pages[0].id], [pages[1].id, pages[2].id]]


def test_two_workers_that_propose_at_once_make_no_document_twice(world: World) -> None:
    with world.database.session() as session:
        dossier = dossiers.open_dossier(session, world.lan)
        pages = read(session, world.program, dossier.id, "một", "hai")
    found = [proposal(page, full_name=("Ánh", 0.9)) for page in pages]

    def work() -> None:
        with world.database.session() as session:
            readings.replace_proposals(session, world.program, dossier.id, found)

    together([work] * 3)
    with world.database.session() as session:
        assert len(readings.documents_of(session, world.lan, dossier.id)) == 2
        assert session.scalar(select(func.count()).select_from(FieldProposal)) == 2


def test_untouched_documents_follow_a_new_run_and_keep_their_ids_where_their_pages_do(world: World) -> None:
    with world.database.session() as session:
        dossier = dossiers.open_dossier(session, world.lan)
        pages = read(session, world.program, dossier.id, "một", "hai", "ba")
        before = readings.replace_proposals(session, world.program, dossier.id, [proposal(page) for page in pages])
        kept = before[0].id
        after = readings.replace_proposals(
            session,
            world.program,
            dossier.id,
            [
                proposal(pages[0], kind="diploma", run="run 2", full_name=("Ánh", 0.95)),
                proposal(pages[1], pages[2], run="run 2"),
            ],
        )
        assert (after[0].id, after[0].kind) == (kept, "diploma")
        assert after[1].id in {before[1].id, before[2].id}
        assert len(readings.documents_of(session, world.lan, dossier.id)) == 2


def test_a_document_somebody_has_touched_keeps_kind_and_pages(world: World) -> None:
    with world.database.session() as session:
        dossier = dossiers.open_dossier(session, world.lan)
        pages = read(session, world.program, dossier.id, "một", "hai", "ba")
        first, second = readings.replace_proposals(
            session,
            world.program,
            dossier.id,
            [proposal(pages[0], full_name=("Anh", 0.6)), proposal(pages[1], pages[2], full_name=("Bình", 0.7))],
        )
        review.decide_kind(session, world.lan, first.id, "death_extract", first.version)
        review.decide_field(session, world.lan, second.id, "full_name", "Bính", version=second.version)
        readings.replace_proposals(
            session,
            world.program,
            dossier.id,
            [
                proposal(pages[0], kind="diploma", run="run 2", full_name=("Ánh", 0.9)),
                proposal(pages[1], kind="diploma", run="run 2", full_name=("Bình", 0.9)),
                proposal(pages[2], kind="citizen_id", run="run 2"),
            ],
        )
        held = readings.documents_of(session, world.lan, dossier.id)
        assert [(document.id, document.kind) for document in held] == [
            (first.id, "death_extract"),
            (second.id, "birth_certificate"),
        ]
        assert len(readings.pages_of_document(session, world.lan, second.id)) == 2
        # The machine still takes the first for a diploma: a diploma's fields are none of a death extract's.
        assert values(session, world, first.id) == {"full_name": "Anh"}
        assert values(session, world, second.id) == {"full_name": "Bính"}


@pytest.mark.parametrize("decide", [review.confirm, review.reject])
def test_pages_of_a_confirmed_or_rejected_document_are_not_proposed_again(world: World, decide: object) -> None:
    with world.database.session() as session:
        document = propose(session, world.lan)
        decide(session, world.lan, document.id, document.version)  # type: ignore[operator]
        (page,) = readings.pages_of_document(session, world.lan, document.id)
        dossier_id = document.dossier_id or ""
        (new,) = read(session, world.program, dossier_id, "thêm một tờ")
        readings.replace_proposals(
            session, world.program, dossier_id, [proposal(page, new, kind="diploma", run="run 2")]
        )
        held, added = readings.documents_of(session, world.lan, dossier_id)
        if held.id != document.id:
            held, added = added, held
        assert (held.id, held.kind, held.state) == (document.id, "birth_certificate", document.state)
        assert [row.id for row in readings.pages_of_document(session, world.lan, added.id)] == [new.id]


@pytest.mark.parametrize("which", ["foreign", "unknown", "twice"])
def test_a_proposal_takes_each_page_once_and_only_from_its_dossier(world: World, which: str) -> None:
    with world.database.session() as session:
        dossier = dossiers.open_dossier(session, world.lan)
        (page,) = read(session, world.program, dossier.id, "một")
        other = dossiers.open_dossier(session, world.lan)
        (foreign,) = read(session, world.program, other.id, "của hồ sơ khác")
        unknown = readings.ProposedDocument("diploma", 0.9, ("không có",), "run")
        found = {
            "foreign": [proposal(foreign)],
            "unknown": [unknown],
            "twice": [proposal(page), proposal(page)],
        }[which]
        with pytest.raises(InputError):
            readings.replace_proposals(session, world.program, dossier.id, found)
        assert readings.documents_of(session, world.lan, dossier.id) == []


def test_a_file_in_two_dossiers_gives_each_a_document_of_its_own(world: World) -> None:
    with world.database.session() as session:
        first, second = (dossiers.open_dossier(session, world.lan) for _ in range(2))
        (page,) = read(session, world.program, first.id, "một")
        original = session.get_one(readings.Original, page.original_id)
        add_original(
            session, world.lan, sha256=original.sha256, size=1, media_type="", filename="x", source="upload",
            dossier_id=second.id,
        )  # fmt: skip
        found = [
            readings.replace_proposals(session, world.program, dossier.id, [proposal(page)])[0]
            for dossier in (first, second)
        ]
        assert found[0].id != found[1].id
        assert found[0].doc_code != found[1].doc_code


# --- what a person decides --------------------------------------------------------------------------------------------


def test_fields_show_proposal_decision_and_doubt_apart(world: World) -> None:
    with world.database.session() as session:
        document = propose(session, world.lan)
        name, sex = review.fields_of(session, world.lan, document.id)
        assert (name.value, name.confidence, name.doubtful, name.decision) == ("Nguyễn Thị Ánh", 0.99, False, None)
        assert (sex.value, sex.doubtful) == ("female", True)
        assert sex.proposal is not None
        review.decide_field(
            session, world.lan, document.id, "sex", "male", proposal_id=sex.proposal.id, version=document.version
        )
        _, sex = review.fields_of(session, world.lan, document.id)
        assert sex.decision is not None
        assert sex.proposal is not None
        assert (sex.value, sex.confidence, sex.doubtful) == ("male", 1.0, False)
        assert (sex.proposal.value, sex.decision.corrected) == ("female", True)
        assert sex.decision.decided_by == world.lan.person_id


def test_a_field_tells_which_checks_spoke_that_it_is_handwritten_and_what_it_means_today(world: World) -> None:
    said = (Finding("birth_year", agrees=False, beside="079190001234"), Finding("sex_digit", agrees=True))
    with world.database.session() as session:
        dossier = dossiers.open_dossier(session, world.lan)
        (page,) = read(session, world.program, dossier.id, "GIẤY KHAI SINH")
        field = readings.ProposedField(
            "place_of_origin", "xã A", 0.7, page.id, findings=said, handwritten=True, normalised="xã B"
        )
        found = readings.ProposedDocument("birth_certificate", 0.97, (page.id,), "run 1", (field,))
        (document,) = readings.replace_proposals(session, world.program, dossier.id, [found])
    with world.database.session() as session:
        (state,) = review.fields_of(session, world.lan, document.id)
        assert (state.findings, state.handwritten, state.normalised) == (said, True, "xã B")
        review.decide_field(session, world.lan, document.id, "sex", "male", version=document.version)
        added = review.fields_of(session, world.lan, document.id)[1]
        assert (added.findings, added.handwritten, added.normalised) == ((), False, "")


def test_the_newest_decision_holds_and_the_older_ones_stay(world: World) -> None:
    with world.database.session() as session:
        document = propose(session, world.lan)
        for value in (" Nguyễn  Thị Anh ", "", "Nguyễn Thị Ánh"):
            document = review.decide_field(
                session, world.lan, document.id, "full_name", value, version=document.version
            )
        assert values(session, world, document.id)["full_name"] == "Nguyễn Thị Ánh"
        made = [row.value for row in review.decisions_of(session, world.lan, document.id)]
        assert made == ["Nguyễn Thị Anh", None, "Nguyễn Thị Ánh"]


def test_a_field_the_machine_did_not_know_can_be_added(world: World) -> None:
    with world.database.session() as session:
        document = propose(session, world.lan)
        review.decide_field(session, world.lan, document.id, "ethnicity", "Kinh", version=document.version)
        assert values(session, world, document.id)["ethnicity"] == "Kinh"


def test_after_the_kind_was_decided_only_the_fields_of_the_newest_run_count(world: World) -> None:
    with world.database.session() as session:
        document = propose(session, world.lan)
        document = review.decide_kind(session, world.lan, document.id, "diploma", document.version)
        (page,) = readings.pages_of_document(session, world.lan, document.id)
        again = proposal(page, kind="diploma", run="run 2", diploma_number=("B 123", 0.8))
        readings.replace_proposals(session, world.program, document.dossier_id or "", [again])
        assert values(session, world, document.id) == {"diploma_number": "B 123"}


@pytest.mark.parametrize("act", ["field", "kind", "confirm", "reject", "validity"])
def test_two_officers_never_overwrite_each_other(world: World, act: str) -> None:
    with world.database.session() as session:
        document = propose(session, world.lan)
    acts = {
        "field": lambda session: review.decide_field(session, world.minh, document.id, "sex", "male", version=1),
        "kind": lambda session: review.decide_kind(session, world.minh, document.id, "diploma", document.version),
        "confirm": lambda session: review.confirm(session, world.minh, document.id, document.version),
        "reject": lambda session: review.reject(session, world.minh, document.id, document.version),
        "validity": lambda session: review.set_validity(session, world.minh, document.id, None, "2027", 1),
    }
    with world.database.session() as session:
        review.decide_field(session, world.lan, document.id, "sex", "female", version=document.version)
    with pytest.raises(StateError) as refused, world.database.session() as session:
        acts[act](session)
    assert refused.value.code == "conflict"
    with world.database.session() as session:
        assert values(session, world, document.id)["sex"] == "female"
        assert session.get_one(Document, document.id).state == "proposed"


def test_of_two_confirmations_at_the_same_moment_one_holds(world: World) -> None:
    with world.database.session() as session:
        document = propose(session, world.lan)
        version = document.version

    def act(actor: Actor) -> str:
        try:
            with world.database.session() as session:
                return review.confirm(session, actor, document.id, version).state
        except HosoError as refused:
            return refused.code

    assert sorted(together([lambda: act(world.lan), lambda: act(world.minh)])) == ["confirmed", "conflict"]


def test_confirming_makes_every_value_a_persons(world: World) -> None:
    with world.database.session() as session:
        document = propose(session, world.lan)
        document = review.confirm(session, world.lan, document.id, document.version)
        assert (document.state, document.confirmed_by) == ("confirmed", world.lan.person_id)
        fields = review.fields_of(session, world.lan, document.id)
        assert [(state.value, state.decision is not None) for state in fields] == [
            ("Nguyễn Thị Ánh", True),
            ("female", True),
        ]
        assert not any(row.corrected for row in review.decisions_of(session, world.lan, document.id))


def test_what_was_read_for_another_kind_is_left_behind(world: World) -> None:
    with world.database.session() as session:
        document = propose(session, world.lan)
        document = review.decide_kind(session, world.lan, document.id, "diploma", document.version)
        document = review.decide_field(
            session, world.lan, document.id, "diploma_number", "B 123", version=document.version
        )
        document = review.confirm(
            session, world.lan, document.id, document.version, names=["full_name", "diploma_number"]
        )
        assert values(session, world, document.id) == {"full_name": "Nguyễn Thị Ánh", "diploma_number": "B 123"}


def test_a_newer_run_is_proposed_beside_what_was_decided(world: World) -> None:
    with world.database.session() as session:
        document = propose(session, world.lan, name="Nguyễn Thi Anh")
        document = review.decide_field(
            session, world.lan, document.id, "full_name", "Nguyễn Thị Ánh", version=document.version
        )
        seen = document.version
        (page,) = readings.pages_of_document(session, world.lan, document.id)
        again = proposal(page, run="run 2", full_name=("Nguyễn Thị Anh", 0.97), sex=("male", 0.95))
        readings.replace_proposals(session, world.program, document.dossier_id or "", [again])
        name, sex = review.fields_of(session, world.lan, document.id)
        assert name.proposal is not None
        assert (name.value, name.proposal.value) == ("Nguyễn Thị Ánh", "Nguyễn Thị Anh")
        assert (sex.value, sex.doubtful) == ("male", False)
        with pytest.raises(StateError):  # what is on the screen is no longer what is proposed
            review.confirm(session, world.lan, document.id, seen)


def test_after_confirming_nothing_changes_until_it_is_opened_again(world: World) -> None:
    with world.database.session() as session:
        document = confirmed(session, world.lan)
        for act in (
            lambda: review.decide_field(session, world.lan, document.id, "sex", "male", version=document.version),
            lambda: review.decide_kind(session, world.lan, document.id, "diploma", document.version),
            lambda: review.confirm(session, world.lan, document.id, document.version),
            lambda: review.reject(session, world.lan, document.id, document.version),
        ):
            with pytest.raises(StateError) as refused:
                act()
            assert refused.value.code == "wrong_state"
        document = review.reopen(session, world.lan, document.id, document.version, "sai tên")
        assert (document.state, document.confirmed_by) == ("proposed", None)
        review.decide_field(session, world.lan, document.id, "sex", "male", version=document.version)
        assert values(session, world, document.id)["sex"] == "male"


def test_only_people_decide(world: World) -> None:
    with world.database.session() as session:
        document = propose(session, world.lan)
        for act in (
            lambda: review.decide_field(session, world.program, document.id, "sex", "male", version=document.version),
            lambda: review.confirm(session, world.program, document.id, document.version),
        ):
            with pytest.raises(AccessError) as refused:
                act()
            assert refused.value.code == "not_allowed"


def test_the_queue_shows_what_waits_for_a_person(world: World) -> None:
    with world.database.session() as session:
        first, second = propose(session, world.lan), propose(session, world.lan)
        confirmed(session, world.lan)
        assert [row.id for row in review.review_queue(session, world.lan)] == [first.id, second.id]
        assert [row.id for row in review.review_queue(session, world.lan, second.dossier_id)] == [second.id]
        assert review.review_queue(session, world.xa) == []


# --- conversion -----------------------------------------------------------------------------------------------------


def test_without_need_of_a_signature_a_converted_document_is_stored(world: World) -> None:
    with world.database.session() as session:
        document = confirmed(session, world.lan)
        assert [row.id for row in conversion.awaiting_conversion(session, world.lan)] == [document.id]
        document = conversion.record_conversion(
            session, world.program, document.id, mark="BẢN SỐ HÓA", sha256=sha("pdf"), needs_office_signature=False
        )
        assert (document.state, document.trust, document.converted_by) == ("stored", "digitised", world.lan.person_id)
        assert (document.conversion_mark, document.converted_sha256) == ("BẢN SỐ HÓA", sha("pdf"))
        assert dossiers.progress(session, world.lan, document.dossier_id or "").state == "done"


def test_a_permit_is_stored_only_when_the_office_has_signed(world: World) -> None:
    with world.database.session() as session:
        document = confirmed(session, world.lan)
        with pytest.raises(StateError):
            conversion.record_office_signature(session, world.program, document.id, sha("signed"))
        document = conversion.record_conversion(
            session, world.lan, document.id, mark="BẢN SỐ HÓA", sha256=sha("pdf"), needs_office_signature=True
        )
        assert document.state == "confirmed"
        assert [row.id for row in conversion.awaiting_office_signature(session, world.lan)] == [document.id]
        document = conversion.record_office_signature(session, world.program, document.id, sha("signed"))
        assert (document.state, document.trust) == ("stored", "digitised_signed")
        assert document.converted_sha256 == sha("signed")
        assert conversion.awaiting_office_signature(session, world.lan) == []


def test_what_no_person_has_confirmed_is_not_converted(world: World) -> None:
    with world.database.session() as session:
        document = propose(session, world.lan)
        with pytest.raises(StateError):
            conversion.record_conversion(
                session, world.program, document.id, mark="x", sha256=sha("x"), needs_office_signature=False
            )


def test_a_stored_document_is_not_opened_again_but_may_lose_its_force(world: World) -> None:
    with world.database.session() as session:
        document = stored(session, world.lan)
        with pytest.raises(StateError):
            review.reopen(session, world.lan, document.id, document.version)
        conversion.set_status(session, world.lan, document.id, "revoked", "quyết định 12/QĐ-UBND")
        assert document.status == "revoked"
        with pytest.raises(StateError):
            conversion.set_status(session, world.lan, document.id, "burnt", "x")


def test_reading_again_leaves_a_stored_document_alone(world: World) -> None:
    with world.database.session() as session:
        document = stored(session, world.lan)
        (page,) = readings.pages_of_document(session, world.lan, document.id)
        readings.save_pages(session, world.program, page.original_id, [page_row(text="đọc lại")])
        readings.replace_proposals(session, world.program, document.dossier_id or "", [])
        assert [row.id for row in readings.documents_of(session, world.lan, document.dossier_id or "")] == [document.id]
        assert document.state == "stored"
