"""A list confirmed once: signed in the background, paused by what fails around it, resumed, never signed twice."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from signing import act, batch_list, prepared
from signing.channel import Purpose
from storage.copies import prepared as stored
from storage.copies import register
from storage.documents import review
from storage.offices import people
from storage.offices.signin import sign_out
from storage.scope import Actor, system
from storage.signings import batches
from storage.signings.tables import SigningBatch, SigningBatchItem
from terms.errors import HosoError, UnavailableError
from tests.signing.scene import CERTIFIER_PIN, OFFICE_PIN, Counter

ANH, DUNG = "anh", "dung"


def put_off(counter: Counter, count: int) -> list[str]:
    """So many papers compared by Ánh, to be signed later: their copies."""
    return [prepared.put_off(counter.services, counter.tokens[ANH], counter.request()) for _ in range(count)]


def actor(counter: Counter, who: str) -> Actor:
    with counter.database.session() as session:
        return people.actor_for(session, counter.people[who])


def digest(counter: Counter, who: str, purpose: Purpose, copy_ids: list[str]) -> str:
    """The digest of the list as the page shows it."""
    with counter.database.session() as session:
        return batch_list.digest(purpose, batch_list.lines(session, actor(counter, who), purpose, copy_ids, fresh=True))


def confirm(counter: Counter, copy_ids: list[str], who: str = ANH, purpose: Purpose = "certify", pin: str = "") -> str:
    pin = pin or (CERTIFIER_PIN if purpose == "certify" else OFFICE_PIN)
    shown = digest(counter, who, purpose, copy_ids)
    return batch_list.confirm(counter.services, counter.tokens[who], pin, "", purpose, copy_ids, shown)


def resume(counter: Counter, batch_id: str, who: str = ANH, pin: str = CERTIFIER_PIN) -> None:
    batch_list.resume(counter.services, counter.tokens[who], pin, "", batch_id)


def rested(counter: Counter, batch_id: str) -> SigningBatch:
    """The batch once its thread has ended."""
    for thread in threading.enumerate():
        if thread.name == f"batch {batch_id}":
            thread.join(60)
    with counter.database.session() as session:
        return session.get_one(SigningBatch, batch_id)


def items(counter: Counter, batch_id: str) -> list[SigningBatchItem]:
    with counter.database.session() as session:
        return batches.items_of(session, system(counter.office_id), batch_id)


def numbers(counter: Counter) -> list[tuple[int, str]]:
    return [(entry.number, entry.state) for entry in counter.entries()]


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(HosoError) as refusal:
        act()
    return refusal.value.code


def failing_timestamps(monkeypatch: pytest.MonkeyPatch, *, after: int, error: HosoError) -> None:
    """Let the authority answer `after` signatures and then fail until the test ends its patch."""
    import signing.desk

    real, count = signing.desk.sign, iter(range(10_000))

    def sign(*given: object, **named: object) -> bytes:
        if next(count) >= after:
            raise error
        return real(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(signing.desk, "sign", sign)


# --- the whole way


def test_papers_compared_one_by_one_are_signed_with_one_confirmation(any_counter: Counter) -> None:
    counter = any_counter
    copy_ids = put_off(counter, 3)
    assert numbers(counter) == [], "what is put off takes no number"
    batch = rested(counter, confirm(counter, copy_ids))
    assert (batch.state, batch.last_error) == ("done", None)
    assert {counter.copy(one).state for one in copy_ids} == {"certified"}
    assert numbers(counter) == [(1, "reserved"), (2, "reserved"), (3, "reserved")]

    sealed = rested(counter, confirm(counter, copy_ids, DUNG, "seal"))
    assert sealed.state == "done"
    assert {counter.copy(one).state for one in copy_ids} == {"issued"}
    assert numbers(counter) == [(1, "issued"), (2, "issued"), (3, "issued")]


def test_the_digest_of_a_batch_half_signed_is_the_one_that_was_confirmed(counter: Counter) -> None:
    copy_ids = put_off(counter, 1)
    shown = digest(counter, ANH, "certify", copy_ids)
    rested(counter, confirm(counter, copy_ids))
    with counter.database.session() as session:
        again = batch_list.lines(session, actor(counter, ANH), "certify", copy_ids, fresh=False)
    assert batch_list.digest("certify", again) == shown


# --- what was confirmed, and nothing else


def test_another_list_than_the_one_shown_is_not_signed(counter: Counter) -> None:
    first, second = put_off(counter, 2)
    shown = digest(counter, ANH, "certify", [first])
    ask = counter.services, counter.tokens[ANH], CERTIFIER_PIN, "", "certify"
    assert code_of(lambda: batch_list.confirm(*ask, [first, second], shown)) == "list_changed"
    assert code_of(lambda: batch_list.confirm(*ask, [second], shown)) == "list_changed"
    assert numbers(counter) == []


def test_a_key_opened_for_a_list_signs_nothing_that_is_not_on_it(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed, other = put_off(counter, 2)
    opened: list[str] = []
    monkeypatch.setattr("signing.batch_runs.BatchRuns.start", lambda *given: opened.append(given[4]))
    confirm(counter, [listed])
    from signing.channel import Batch

    batch = Batch(counter.services.worker, counter.tokens[ANH], opened[0], "certify", "", "")
    assert code_of(lambda: prepared.sign_prepared_in(counter.services, batch, other)) == "not_allowed"
    assert counter.copy(other).state == "prepared"


@pytest.mark.parametrize(("who", "purpose"), [("binh", "certify"), ("dung", "certify"), ("anh", "seal")])
def test_a_list_is_its_own_signers(counter: Counter, who: str, purpose: Purpose) -> None:
    copy_ids = put_off(counter, 1)
    ask = counter.services, counter.tokens[who], CERTIFIER_PIN, "", purpose
    assert code_of(lambda: batch_list.confirm(*ask, copy_ids, "0" * 64)) in ("not_allowed", "wrong_state")


def test_nobody_seals_a_list_with_their_own_copy_on_it(counter: Counter) -> None:
    certified = act.begin(counter.services, counter.tokens["binh"], CERTIFIER_PIN, counter.request())
    ask = counter.services, counter.tokens["binh"], OFFICE_PIN, "", "seal"
    assert code_of(lambda: batch_list.confirm(*ask, [certified.copy_id], "0" * 64)) == "same_person_twice"


def test_a_wrong_pin_begins_no_batch(counter: Counter) -> None:
    copy_ids = put_off(counter, 2)
    assert code_of(lambda: confirm(counter, copy_ids, pin="999999")) == "wrong_pin"
    with counter.database.session() as session:
        assert batches.batches_of(session, actor(counter, ANH), "certify") == []
    assert rested(counter, confirm(counter, copy_ids)).state == "done"


def test_a_list_is_no_longer_than_a_batch(counter: Counter) -> None:
    ask = counter.services, counter.tokens[ANH], CERTIFIER_PIN, "", "certify"
    assert code_of(lambda: batch_list.confirm(*ask, [f"{place}" for place in range(51)], "0" * 64)) == "bad_request"
    assert code_of(lambda: batch_list.confirm(*ask, [], "0" * 64)) == "bad_request"


def test_a_copy_is_in_one_batch_at_a_time(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    copy_ids = put_off(counter, 1)
    monkeypatch.setattr("signing.batch_runs.BatchRuns.start", lambda *given: None)
    confirm(counter, copy_ids)
    assert code_of(lambda: confirm(counter, copy_ids)) == "wrong_state"


# --- what fails


def test_a_lost_authority_pauses_the_batch_and_only_the_rest_is_signed_later(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy_ids = put_off(counter, 3)
    with monkeypatch.context() as patch:
        failing_timestamps(patch, after=1, error=UnavailableError("timestamp_unavailable"))
        batch = rested(counter, confirm(counter, copy_ids))
    assert (batch.state, batch.last_error) == ("paused", "timestamp_unavailable")
    assert [item.state for item in items(counter, batch.id)] == ["signed", "waiting", "waiting"]
    assert [counter.copy(one).state for one in copy_ids] == ["certified", "prepared", "prepared"]
    assert numbers(counter) == [(1, "reserved"), (2, "void")], "the number says what became of it"
    before = counter.copy(copy_ids[0]).certified_sha256

    resume(counter, batch.id)
    assert rested(counter, batch.id).state == "done"
    assert {counter.copy(one).state for one in copy_ids} == {"certified"}
    assert counter.copy(copy_ids[0]).certified_sha256 == before, "none is signed twice"
    assert numbers(counter) == [(1, "reserved"), (2, "void"), (3, "reserved"), (4, "reserved")]


def test_a_session_that_ends_pauses_the_batch(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    copy_ids = put_off(counter, 2)
    real = prepared.sign_prepared_in

    def sign_and_leave(*given: object) -> object:
        signed = real(*given)  # type: ignore[arg-type]
        with counter.database.session() as session:
            sign_out(session, counter.tokens[ANH])
        return signed

    monkeypatch.setattr(prepared, "sign_prepared_in", sign_and_leave)
    batch = rested(counter, confirm(counter, copy_ids))
    assert (batch.state, batch.last_error) == ("paused", "not_signed_in")
    assert [counter.copy(one).state for one in copy_ids] == ["certified", "prepared"]


def test_a_paper_that_changed_since_it_was_compared_is_marked_and_the_others_go_on(counter: Counter) -> None:
    copy_ids = put_off(counter, 3)
    with counter.database.session() as session:
        reviewer = actor(counter, ANH)
        document = review.document_by_id(session, reviewer, counter.copy(copy_ids[1]).document_id)
        review.reopen(session, reviewer, document.id, document.version)
    batch = rested(counter, confirm(counter, copy_ids))
    assert batch.state == "done"
    assert [(item.state, item.error) for item in items(counter, batch.id)] == [
        ("signed", None), ("failed", "prepared_outdated"), ("signed", None),
    ]  # fmt: skip
    assert counter.copy(copy_ids[1]).state == "prepared"
    assert numbers(counter) == [(1, "reserved"), (2, "reserved")], "it takes no number"


def test_without_an_open_register_the_batch_waits(counter: Counter) -> None:
    copy_ids = put_off(counter, 1)
    with counter.database.session() as session:
        keeper = people.actor_for(session, counter.people[DUNG])
        book = register.open_register_of(session, keeper)
        assert book is not None
        counted = register.count_register(session, keeper, book.id)
        register.close_register(session, keeper, book.id, counted=counted, closing_sha256="0" * 64)
    batch = rested(counter, confirm(counter, copy_ids))
    assert (batch.state, batch.last_error) == ("paused", "no_open_register")


def test_a_batch_whose_worker_died_waits_for_its_signer(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    copy_ids = put_off(counter, 2)
    with monkeypatch.context() as patch:
        patch.setattr("signing.batch_runs.BatchRuns.start", lambda *given: None)
        batch_id = confirm(counter, copy_ids)
    with counter.database.session() as session:  # it died over the first: numbered, not signed
        signed_in = act.signed_in_as(session, counter.tokens[ANH])
        prepared.numbered(session, signed_in, copy_ids[0])
    from signing.batch_runs import BatchRuns

    BatchRuns(counter.services.settings, counter.database, counter.services.blobs).pause_orphans()
    assert rested(counter, batch_id).last_error == "worker_unavailable"
    resume(counter, batch_id)
    assert rested(counter, batch_id).state == "done"
    assert numbers(counter) == [(1, "void"), (2, "reserved"), (3, "reserved")]
    assert {counter.copy(one).state for one in copy_ids} == {"certified"}


def test_what_is_left_may_be_given_up(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    copy_ids = put_off(counter, 2)
    with monkeypatch.context() as patch:
        failing_timestamps(patch, after=1, error=UnavailableError("timestamp_unavailable"))
        batch = rested(counter, confirm(counter, copy_ids))
    with counter.database.session() as session:
        batches.cancel_batch(session, actor(counter, ANH), batch.id)
    assert code_of(lambda: resume(counter, batch.id)) == "wrong_state"
    assert [counter.copy(one).state for one in copy_ids] == ["certified", "prepared"]
    assert rested(counter, confirm(counter, copy_ids[1:])).state == "done", "the rest may be on another list"


def test_a_paper_put_off_may_be_withdrawn_with_a_reason(counter: Counter) -> None:
    (copy_id,) = put_off(counter, 1)
    anh, binh = actor(counter, ANH), actor(counter, "binh")
    with counter.database.session() as session:
        assert code_of(lambda: stored.cancel_prepared(session, anh, copy_id, " ")) == "bad_request"
        assert code_of(lambda: stored.cancel_prepared(session, binh, copy_id, "x")) == "not_allowed"
        stored.cancel_prepared(session, anh, copy_id, "người yêu cầu rút lại")
    assert counter.copy(copy_id).state == "void"
    assert numbers(counter) == []


def test_a_paper_put_off_is_not_begun_again_meanwhile(counter: Counter) -> None:
    request = counter.request()
    prepared.put_off(counter.services, counter.tokens[ANH], request)
    again = counter.services, counter.tokens[ANH], CERTIFIER_PIN, request
    assert code_of(lambda: act.begin(*again)) == "wrong_state"
