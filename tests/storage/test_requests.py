"""Requests for certification: when they are due, what they wait for, how they end; refusals; papers kept back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from sqlalchemy.exc import IntegrityError

from storage.audit import log
from storage.base import now
from storage.copies import copies
from storage.documents import readings
from storage.documents.tables import Document
from storage.offices import people
from storage.offices.desk import Desk, desk_of, set_desk
from storage.offices.tables import Office
from storage.requests import calendar, comparisons, refusals, requests
from storage.requests.refusals import KeptBack, Refused
from storage.requests.requests import Asked
from storage.requests.tables import CertificationRequest
from storage.scope import AUDITOR, COUNTER, REVIEWER, Actor, visible
from storage.text import VIETNAM
from terms.errors import AccessError, HosoError, InputError, StateError
from terms.working_days import due
from tests.storage.world import World, begun, confirmed, propose, sha, together

CUC = Asked("Trần Thị Cúc", original_name="Giấy khai sinh số 12/2019", purpose="nộp trường đại học", copies_wanted=2)


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(HosoError) as refusal:
        act()
    return refusal.value.code


def only(world: World, role: str) -> Actor:
    """Somebody of Lan's office who holds this role alone."""
    with world.database.session() as session:
        person = people.create_person(
            session, None, office_id=world.here, username=role, full_name=role, password="mật khẩu đủ dài",
            roles=[role],
        )  # fmt: skip
        return people.actor_for(session, person)


def today() -> dt.date:
    return now().astimezone(VIETNAM).date()


def test_a_request_at_the_counter_starts_the_clock_at_once(world: World) -> None:
    with world.database.session() as session:
        request = requests.open_request(session, only(world, COUNTER), CUC)
        assert (request.state, request.channel, request.number, request.year) == ("open", "counter", 1, today().year)
        assert request.shown_at is not None
        assert (request.due_at, request.due_rule) == due(request.shown_at, calendar.calendar_of(session, world.here))
        again = requests.open_request(session, world.lan, CUC)
        assert again.number == 2
        found = requests.request_numbered(session, world.lan, 2)
        assert (found.id, found.copies_wanted, found.purpose) == (again.id, 2, "nộp trường đại học")


def test_the_offices_own_day_off_moves_the_day_it_is_due(world: World) -> None:
    with world.database.session() as session:
        calendar.set_day(session, world.lan, today(), works=False, name="Mất điện")
        tomorrow = today() + dt.timedelta(days=1)
        calendar.set_day(session, world.lan, tomorrow, works=True, name="Làm bù")
        set_desk(session, world.lan, world.here, Desk(hours=((dt.time(8), dt.time(16, 30)),)))
        request = requests.open_request(session, world.lan, CUC)
        assert request.due_rule == "next_working_day"
        assert request.due_at == dt.datetime.combine(tomorrow, dt.time(16, 30), VIETNAM)
        assert [day.name for day in calendar.own_days(session, world.lan)] == ["Mất điện", "Làm bù"]
        (first, _) = calendar.own_days(session, world.lan)
        calendar.clear_day(session, world.lan, first.id)
        assert len(calendar.own_days(session, world.lan)) == 1


def test_a_booking_waits_for_the_original_and_then_the_clock_starts(world: World) -> None:
    with world.database.session() as session:
        set_desk(session, world.lan, world.here, Desk(booking_hours=4))
        request = requests.book_request(session, world.lan, CUC)
        assert (request.state, request.shown_at, request.due_at) == ("booked", None, None)
        expected = calendar.calendar_of(session, world.here).add_hours(request.created_at, 4)
        assert request.show_by is not None
        assert abs(request.show_by - expected) < dt.timedelta(seconds=5)
        requests.show_original(session, world.lan, request.id)
        assert request.state == "open"
        assert request.due_at is not None
        assert refused(lambda: requests.show_original(session, world.lan, request.id)) == "wrong_state"


def test_a_booking_whose_original_nobody_showed_expires_and_no_other_does(world: World) -> None:
    with world.database.session() as session:
        late, early = (requests.book_request(session, world.lan, CUC) for _ in range(2))
        late.show_by = now() - dt.timedelta(minutes=1)
        session.flush()
        assert refused(lambda: requests.show_original(session, world.lan, late.id)) == "wrong_state"
        assert requests.expire_overdue(session) == 1
        assert requests.expire_overdue(session) == 0
        session.refresh(late)
        assert (late.state, early.state) == ("expired", "booked")
        assert [row.id for row in requests.booked(session, world.lan)] == [early.id]
        assert [row.id for row in requests.closed(session, world.lan)] == [late.id]
        (entry,) = log.entries(session, world.lan, action="request.expired")
        assert (entry.actor_type, entry.object_id) == ("system", late.id)


def test_what_is_overdue_stands_first(world: World) -> None:
    with world.database.session() as session:
        first, second, third = (requests.open_request(session, world.lan, CUC) for _ in range(3))
        second.due_at = now() - dt.timedelta(days=1)
        third.due_at = now() + dt.timedelta(days=30)
        session.flush()
        assert [row.id for row in requests.due_first(session, world.lan)] == [second.id, first.id, third.id]


@pytest.mark.parametrize(
    ("days", "agreement", "code"),
    [
        (1, "", None),
        (2, "", None),
        (3, "", "bad_request"),
        (3, "Giấy hẹn 04/2026, hai bên ký", None),
        (0, "", "bad_request"),
    ],
)
def test_two_working_days_more_or_longer_by_written_agreement(
    world: World, days: int, agreement: str, code: str | None
) -> None:
    with world.database.session() as session:
        request = requests.open_request(session, world.lan, CUC)
        assert request.shown_at is not None
        if code is not None:
            assert refused(lambda: requests.prolong(session, world.lan, request.id, days, agreement)) == code
            assert request.due_rule != "extended"
            return
        requests.prolong(session, world.lan, request.id, days, agreement)
        own = calendar.calendar_of(session, world.here)
        assert (request.due_at, request.due_rule) == due(request.shown_at, own, extra_days=days)
        assert request.extended_by_agreement == agreement


@pytest.mark.parametrize(
    "asked",
    [
        Asked("  "),
        Asked("Cúc", kind="notarised"),
        Asked("Cúc", copies_wanted=0),
        Asked("Cúc", copies_wanted=1000),
        Asked("C" * 201),
    ],
    ids=["no name", "unknown kind", "no copies", "too many", "too long a name"],
)
def test_a_request_that_asks_for_nothing_that_can_be_done_is_refused(world: World, asked: Asked) -> None:
    with world.database.session() as session, pytest.raises(InputError):
        requests.open_request(session, world.lan, asked)


def test_auditors_and_reviewers_open_no_requests(world: World) -> None:
    for role in (AUDITOR, REVIEWER):
        actor = only(world, role)
        with world.database.session() as session, pytest.raises(AccessError):
            requests.open_request(session, actor, CUC)


def test_a_request_is_about_one_paper(world: World) -> None:
    with world.database.session() as session:
        request = requests.open_request(session, world.lan, CUC)
        one, other = confirmed(session, world.lan), confirmed(session, world.lan)
        requests.link_document(session, world.lan, request.id, one.id)
        requests.link_document(session, world.lan, request.id, one.id)
        found = requests.open_request_of(session, world.lan, one.id)
        assert found is not None
        assert found.id == request.id
        assert requests.open_request_of(session, world.lan, other.id) is None
        with pytest.raises(StateError):
            requests.link_document(session, world.lan, request.id, other.id)


def test_withdrawn_is_the_end(world: World) -> None:
    with world.database.session() as session:
        request = requests.open_request(session, world.lan, CUC)
        assert refused(lambda: requests.withdraw(session, world.lan, request.id, " ")) == "bad_request"
        requests.withdraw(session, world.lan, request.id, "Người dân không đợi được")
        assert (request.state, request.close_reason) == ("withdrawn", "Người dân không đợi được")
        assert refused(lambda: requests.withdraw(session, world.lan, request.id, "nữa")) == "wrong_state"
        assert refused(lambda: requests.prolong(session, world.lan, request.id, 1)) == "wrong_state"
        assert requests.mark_done(session, world.lan, request.id).state == "withdrawn"


def test_the_issued_copy_closes_the_request_and_a_void_one_does_not(world: World) -> None:
    with world.database.session() as session:
        request = requests.open_request(session, world.lan, CUC)
        spoilt, copy = begun(session, world), begun(session, world)
        spoilt.request_id = copy.request_id = request.id
        copies.void_copy(session, world.lan, spoilt.id, "mất điện")
        assert request.state == "open"
        copies.set_certified(session, world.lan, copy.id, certified_sha256=sha("1"))
        copies.set_issued(session, world.minh, copy.id, pdf_sha256=sha("2"))
        assert request.state == "done"
        assert request.closed_at is not None


def test_numbers_of_requests_are_unique_however_many_counters_there_are(world: World) -> None:
    def one() -> int:
        with world.database.session() as session:
            return requests.open_request(session, world.lan, CUC).number

    assert sorted(together([one] * 6)) == [1, 2, 3, 4, 5, 6]


def test_a_refusal_in_writing_closes_the_request_with_its_reason(world: World) -> None:
    with world.database.session() as session:
        request = requests.open_request(session, world.lan, CUC)
        letter = refusals.refuse_in_writing(
            session, world.lan,
            Refused("Trần Thị Cúc", "Giấy khai sinh", ["altered"], "Ngày sinh bị tẩy xóa", request_id=request.id),
        )  # fmt: skip
        assert (letter.number, letter.items, request.state) == (1, ["altered"], "refused")
        assert request.close_reason == "Ngày sinh bị tẩy xóa"
        refusals.set_letter(session, world.lan, letter.id, sha("pdf"))
        assert refused(lambda: refusals.set_letter(session, world.lan, letter.id, sha("another"))) == "wrong_state"


def test_who_does_not_certify_does_not_refuse_nor_keep_papers_back(world: World) -> None:
    clerk = only(world, COUNTER)
    with world.database.session() as session:
        said = Refused("Cúc", "Giấy khai sinh", [], "không có dấu")
        assert refused(lambda: refusals.refuse_in_writing(session, clerk, said)) == "not_allowed"
        paper = KeptBack("Cúc", "Bằng tốt nghiệp", "con dấu in màu")
        assert refused(lambda: refusals.keep_back(session, clerk, paper)) == "not_allowed"


@pytest.mark.parametrize(
    "said", [Refused("Cúc", "Giấy", [], " "), Refused("Cúc", "", [], "x"), Refused("", "Giấy", [], "x")]
)
def test_a_refusal_names_whom_what_and_why(world: World, said: Refused) -> None:
    with world.database.session() as session, pytest.raises(InputError):
        refusals.refuse_in_writing(session, world.lan, said)


def test_a_paper_kept_back_is_so_until_its_outcome_is_said_once(world: World) -> None:
    with world.database.session() as session:
        document = propose(session, world.lan)
        request = requests.open_request(session, world.lan, CUC)
        found = refusals.keep_back(
            session, world.lan,
            KeptBack("Phạm Văn Tý", "Bằng tốt nghiệp đại học", "Con dấu in màu, phôi không có hoa văn chìm",
                     statement="Mua của người quen", document_id=document.id, request_id=request.id),
        )  # fmt: skip
        assert request.state == "refused"
        assert "biên bản số 1/" in request.close_reason
        kept = refusals.kept_back(session, world.lan, document.id)
        assert kept is not None
        assert kept.id == found.id
        assert refused(lambda: refusals.record_outcome(session, world.lan, found.id, "kept", "x")) == "bad_request"
        assert refused(lambda: refusals.record_outcome(session, world.lan, found.id, "returned", " ")) == "bad_request"
        refusals.record_outcome(session, world.lan, found.id, "handed_over", "Công an phường An Bình, biên bản 3")
        assert refusals.kept_back(session, world.lan, document.id) is None
        assert refused(lambda: refusals.record_outcome(session, world.lan, found.id, "returned", "x")) == "wrong_state"


def test_a_comparison_holds_for_the_pages_it_was_made_of(world: World) -> None:
    reviewer = only(world, REVIEWER)
    with world.database.session() as session:
        document = confirmed(session, world.lan)
        assert comparisons.comparison_of(session, world.lan, document.id) is None
        done = comparisons.record_comparison(session, reviewer, document.id, [1])
        found = comparisons.comparison_of(session, world.lan, document.id)
        assert found is not None
        assert (found.id, found.compared_by) == (done.id, reviewer.person_id)
        done.pages = ["another page"]
        session.flush()
        assert comparisons.comparison_of(session, world.lan, document.id) is None


@pytest.mark.parametrize("ticked", [[], [2], [1, 2]])
def test_a_comparison_skips_no_page(world: World, ticked: list[int]) -> None:
    with world.database.session() as session:
        document = confirmed(session, world.lan)
        with pytest.raises(InputError):
            comparisons.record_comparison(session, world.lan, document.id, ticked)


def test_only_a_confirmed_paper_is_compared_and_only_by_who_may(world: World) -> None:
    clerk = only(world, COUNTER)
    with world.database.session() as session:
        waiting, document = propose(session, world.lan), confirmed(session, world.lan)
        assert refused(lambda: comparisons.record_comparison(session, world.lan, waiting.id, [1])) == "wrong_state"
        assert refused(lambda: comparisons.record_comparison(session, clerk, document.id, [1])) == "not_allowed"


@pytest.mark.parametrize(
    "desk",
    [
        Desk(hours=()),
        Desk(hours=((dt.time(13), dt.time(11)),)),
        Desk(hours=((dt.time(7), dt.time(12)), (dt.time(11), dt.time(17)))),
        Desk(booking_hours=0.5),
        Desk(booking_hours=81),
        Desk(refusal_symbol=" "),
    ],
    ids=["no hours", "backwards", "overlapping", "too short", "too long", "no symbol"],
)
def test_a_desk_that_cannot_work_is_refused(world: World, desk: Desk) -> None:
    with world.database.session() as session, pytest.raises(InputError):
        set_desk(session, world.lan, world.here, desk)


def test_the_desk_is_the_administrators_to_set_and_leaves_other_settings_alone(world: World) -> None:
    with world.database.session() as session:
        office = session.get_one(Office, world.here)
        office.settings = {"seal_key": "office"}
        assert desk_of(office) == Desk()
        wanted = Desk(((dt.time(7), dt.time(16, 30)),), 16.0, True, "TC-UBND", "BBTG-UBND")
        set_desk(session, world.lan, world.here, wanted)
        assert desk_of(office) == wanted
        assert office.settings["seal_key"] == "office"
        assert refused(lambda: set_desk(session, world.minh, world.here, Desk())) == "not_allowed"


def test_the_database_refuses_an_open_request_whose_original_nobody_saw(world: World) -> None:
    row = CertificationRequest(office_id=world.here, year=2026, number=99, requester_name="Cúc", state="open")
    with world.database.session() as session:
        session.add(row)
        with pytest.raises(IntegrityError):
            session.flush()
        session.rollback()


def test_while_a_copy_is_being_made_its_request_is_neither_withdrawn_nor_refused(world: World) -> None:
    with world.database.session() as session:
        copy = begun(session, world)
        request = requests.open_request(session, world.lan, Asked("Cúc", document_id=copy.document_id))
        copy.request_id = request.id
        session.flush()
        said = Refused("Cúc", "Giấy", [], "đổi ý", request_id=request.id)
        assert refused(lambda: requests.withdraw(session, world.lan, request.id, "đổi ý")) == "wrong_state"
        assert refused(lambda: refusals.refuse_in_writing(session, world.lan, said)) == "wrong_state"
        copies.void_copy(session, world.lan, copy.id, "đổi ý")
        assert requests.withdraw(session, world.lan, request.id, "đổi ý").state == "withdrawn"


def test_a_copy_of_a_paper_kept_back_meanwhile_is_not_issued(world: World) -> None:
    with world.database.session() as session:
        copy = begun(session, world)
        copies.set_certified(session, world.lan, copy.id, certified_sha256=sha("1"))
        request = requests.open_request(session, world.lan, Asked("Cúc", document_id=copy.document_id))
        copy.request_id = request.id
        session.flush()
        paper = KeptBack("Cúc", "Giấy", "dấu in màu", request_id=request.id, document_id=copy.document_id)
        found = refusals.keep_back(session, world.lan, paper)
        assert request.state == "refused"
        seal = copies.set_issued
        assert refused(lambda: seal(session, world.minh, copy.id, pdf_sha256=sha("2"))) == "kept_back"
        refusals.record_outcome(session, world.lan, found.id, "returned", "Cơ quan cấp xác nhận là thật")
        assert seal(session, world.minh, copy.id, pdf_sha256=sha("2")).state == "issued"
        assert request.state == "refused"


def test_a_paper_somebody_asked_about_outlives_a_new_reading_of_its_dossier(world: World) -> None:
    """Another run of the machine drops proposals nobody has touched; a request is a touch, and so is a suspicion."""
    with world.database.session() as session:
        asked, suspected, untouched = (propose(session, world.lan) for _ in range(3))
        requests.open_request(session, world.lan, Asked("Cúc", document_id=asked.id))
        refusals.keep_back(session, world.lan, KeptBack("Tý", "Bằng", "dấu in màu", document_id=suspected.id))
        for document in (asked, suspected, untouched):
            readings.replace_proposals(session, world.lan, document.dossier_id or "", [])
        kept = set(session.scalars(visible(world.lan, Document).with_only_columns(Document.id)))
        assert kept == {asked.id, suspected.id}
