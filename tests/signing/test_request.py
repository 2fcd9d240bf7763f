"""The request a copy answers, and who compared: what the act asks before it spends a number."""

from __future__ import annotations

from dataclasses import replace

import pytest

from signing import act
from storage.offices import people
from storage.offices.desk import Desk, set_desk
from storage.requests import comparisons, refusals, requests
from storage.requests.refusals import KeptBack
from storage.requests.requests import Asked
from storage.requests.tables import CertificationRequest
from storage.scope import Actor
from terms.errors import HosoError
from tests.signing.scene import CERTIFIER_PIN, NOTHING_APPLIES, OFFICE_PIN, Counter


def actor_of(counter: Counter, who: str) -> Actor:
    with counter.database.session() as session:
        return people.actor_for(session, counter.people[who])


def asked(counter: Counter, request_id: str) -> CertificationRequest:
    with counter.database.session() as session:
        return session.get_one(CertificationRequest, request_id)


def begin(counter: Counter, request: act.CopyRequest, who: str = "anh") -> act.Certified:
    return act.begin(counter.services, counter.tokens[who], CERTIFIER_PIN, request)


def refusal(counter: Counter, request: act.CopyRequest, who: str = "anh") -> str:
    with pytest.raises(HosoError) as refused:
        begin(counter, request, who)
    assert counter.entries() == [], "no number is spent"
    return refused.value.code


def has_others_compare(counter: Counter) -> None:
    with counter.database.session() as session:
        set_desk(session, None, counter.office_id, Desk(separate_comparer=True))


def test_a_copy_answers_a_request_which_is_done_when_it_is_issued(counter: Counter) -> None:
    document_id = counter.document()
    with counter.database.session() as session:
        opened = requests.open_request(session, actor_of(counter, "anh"), Asked("Trần Thị Cúc", copies_wanted=3))
    certified = begin(counter, counter.request(document_id, request_id=opened.id, copies_made=3))
    assert counter.copy(certified.copy_id).request_id == opened.id
    assert (asked(counter, opened.id).state, asked(counter, opened.id).document_id) == ("open", document_id)
    act.seal(counter.services, counter.tokens["dung"], OFFICE_PIN, certified.copy_id)
    assert asked(counter, opened.id).state == "done"


def test_without_one_a_request_is_opened_so_that_no_copy_is_made_unasked(counter: Counter) -> None:
    certified = begin(counter, counter.request(purpose="vay vốn ngân hàng"))
    opened = asked(counter, counter.copy(certified.copy_id).request_id or "")
    assert (opened.state, opened.requester_name, opened.purpose) == ("open", "Trần Thị Cúc", "vay vốn ngân hàng")
    assert opened.due_at is not None
    act.send_back(counter.services, counter.tokens["dung"], certified.copy_id, "thiếu mặt sau")
    assert asked(counter, opened.id).state == "open", "who sends a copy back does not send the citizen away"


def test_a_request_that_is_closed_or_about_another_paper_or_on_paper_is_not_answered(counter: Counter) -> None:
    certifier = actor_of(counter, "anh")
    document_id, another = counter.document(), counter.document()
    with counter.database.session() as session:
        gone = requests.open_request(session, certifier, Asked("Cúc"))
        requests.withdraw(session, certifier, gone.id, "không chờ")
        other = requests.open_request(session, certifier, Asked("Cúc", document_id=another))
        paper = requests.open_request(session, certifier, Asked("Cúc", kind="paper_copy"))
        waiting = requests.book_request(session, certifier, Asked("Cúc"))
    for one in (gone, other, paper, waiting):
        assert refusal(counter, counter.request(document_id, request_id=one.id)) == "wrong_state"
    assert refusal(counter, counter.request(document_id, request_id="none")) == "not_found"


def test_where_another_compares_the_copy_says_who_and_the_certifiers_own_ticks_do_not_count(counter: Counter) -> None:
    has_others_compare(counter)
    document_id = counter.document()
    request = counter.request(document_id)
    assert refusal(counter, request) == "not_compared"
    with counter.database.session() as session:
        comparisons.record_comparison(session, actor_of(counter, "anh"), document_id, [1])
    assert refusal(counter, request) == "not_compared", "who compared does not certify"
    with counter.database.session() as session:
        comparisons.record_comparison(session, actor_of(counter, "binh"), document_id, [1])
    assert refusal(counter, request, who="binh") == "not_compared"
    certified = begin(counter, replace(request, pages_compared=[]))
    copy = counter.copy(certified.copy_id)
    assert (copy.comparer_id, copy.pages_compared) == (counter.people["binh"].id, [1])


def test_where_the_certifier_compares_nobody_else_is_named(counter: Counter) -> None:
    document_id = counter.document()
    with counter.database.session() as session:
        comparisons.record_comparison(session, actor_of(counter, "binh"), document_id, [1])
    assert refusal(counter, counter.request(document_id, pages_compared=[])) == "answers_incomplete"
    certified = begin(counter, counter.request(document_id))
    assert counter.copy(certified.copy_id).comparer_id is None


def test_of_a_paper_kept_back_no_copy_is_certified_until_it_was_returned(counter: Counter) -> None:
    certifier, document_id = actor_of(counter, "anh"), counter.document()
    with counter.database.session() as session:
        found = refusals.keep_back(
            session, certifier, KeptBack("Tý", "Giấy kết hôn", "dấu in màu", document_id=document_id)
        )
    assert refusal(counter, counter.request(document_id)) == "kept_back"
    with counter.database.session() as session:
        refusals.record_outcome(session, certifier, found.id, "returned", "Cơ quan cấp xác nhận là thật")
    assert begin(counter, counter.request(document_id)).number == 1


def test_an_item_of_the_law_that_applies_stops_it_whatever_was_requested(counter: Counter) -> None:
    answers = NOTHING_APPLIES | {"secret": True}
    assert refusal(counter, counter.request(answers=answers)) == "refused_by_law"


def test_what_was_kept_back_after_the_certifier_signed_is_not_sealed(counter: Counter) -> None:
    certified = begin(counter, counter.request())
    copy = counter.copy(certified.copy_id)
    with counter.database.session() as session:
        paper = KeptBack("Tý", "Giấy kết hôn", "dấu in màu", document_id=copy.document_id, request_id=copy.request_id)
        refusals.keep_back(session, actor_of(counter, "anh"), paper)
    with pytest.raises(HosoError) as refused:
        act.seal(counter.services, counter.tokens["dung"], OFFICE_PIN, certified.copy_id)
    assert refused.value.code == "kept_back"
    assert counter.copy(certified.copy_id).state == "certified"
    act.send_back(counter.services, counter.tokens["dung"], certified.copy_id, "bản chính bị tạm giữ")
    assert counter.copy(certified.copy_id).state == "void"
