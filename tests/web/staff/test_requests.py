"""The desk: a request is taken in, compared, answered, refused in writing or kept back; each page says what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from signing.refusals import ARTICLE_22
from storage.copies import copies, register
from storage.documents import review
from storage.offices.desk import Desk, set_desk
from storage.requests import requests
from storage.requests.requests import Asked
from storage.requests.tables import CertificationRequest, RefusalLetter, SuspectedForgery
from tests.web.staff.world import CERTIFIER_PIN, OFFICE_PIN, Browser, World, read_dossier

NO_TO_ALL = {f"answer-{item.code}": "no" for item in ARTICLE_22}


class Desktop:
    """An office with an open register and a confirmed paper of two pages."""

    def __init__(self, world: World) -> None:
        self.world, self.app = world, world.app()
        _, self.document_id = read_dossier(world, page_count=2)
        reviewer, certifier = world.actor("reviewer"), world.actor("certifier")
        with world.database.session() as session:
            version = review.document_by_id(session, reviewer, self.document_id).version
            review.confirm(session, reviewer, self.document_id, version)
            register.open_register(session, certifier, year=2026)

    def as_(self, role: str) -> Browser:
        return Browser(self.app, self.world, role)

    def asked(self, **changes: Any) -> str:
        certifier = self.world.actor("certifier")
        said = Asked(**({"requester_name": "Trần Thị Cúc", "document_id": self.document_id} | changes))
        with self.world.database.session() as session:
            return requests.open_request(session, certifier, said).id

    def request(self, request_id: str) -> CertificationRequest:
        with self.world.database.session() as session:
            return session.get_one(CertificationRequest, request_id)

    def filled(self, **changes: Any) -> dict[str, Any]:
        given: dict[str, Any] = NO_TO_ALL | {
            "requester_name": "Trần Thị Cúc", "tick": ["1", "2"], "pin": CERTIFIER_PIN,
        }  # fmt: skip
        return {name: value for name, value in (given | changes).items() if value is not None}

    def rows(self, table: type[Any]) -> list[Any]:
        with self.world.database.session() as session:
            return list(session.query(table).all())


@pytest.fixture
def desk(world: World) -> Desktop:
    return Desktop(world)


@pytest.fixture
def signing_desk(world: World, authority: Path) -> Iterator[Desktop]:
    with world.signs(authority):
        yield Desktop(world)


def test_a_request_is_taken_in_and_found_by_its_number(desk: Desktop) -> None:
    clerk = desk.as_("counter")
    opened = clerk.post("/requests/new", {"requester_name": "Trần Thị Cúc", "purpose": "vay vốn", "copies": "2"})
    assert opened.status_code == 303
    page = clerk.get(opened.location)
    assert "Trần Thị Cúc" in page.text
    assert "Hạn trả" in page.text
    assert "Điều 6 Nghị định 23/2015" in page.text, "the requester is told that no certified copy may be demanded"
    found = clerk.post("/requests/find", {"number": "1"})
    assert found.location == opened.location
    assert clerk.post("/requests/find", {"number": "99"}).status_code == 404
    assert "Trần Thị Cúc" in clerk.get("/requests").text
    assert "Trần Thị Cúc" in clerk.get("/dossiers").text, "what is due stands on the first page of the counter"
    assert "Trần Thị Cúc" in desk.as_("certifier").get("/certify").text


def test_what_is_missing_in_a_request_is_said_and_nothing_is_lost(desk: Desktop) -> None:
    answer = desk.as_("counter").post("/requests/new", {"requester_name": " ", "purpose": "vay vốn", "copies": "1"})
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert "vay vốn" in answer.text
    assert desk.rows(CertificationRequest) == []


def test_a_booking_waits_for_the_original(desk: Desktop) -> None:
    clerk = desk.as_("counter")
    booked = clerk.post("/requests/new", {"requester_name": "Phạm Văn Tý", "copies": "1", "booked": "yes"})
    page = clerk.get(booked.location).text
    assert "Phải xuất trình trước" in page
    assert "Hạn trả" not in page
    assert "chờ xuất trình bản chính" in clerk.get("/requests").text
    assert clerk.post(f"{booked.location}/show").status_code == 303
    assert "Hạn trả" in clerk.get(booked.location).text
    assert clerk.post(f"{booked.location}/show").status_code == 409


def test_prolonged_and_withdrawn_at_the_desk(desk: Desktop) -> None:
    clerk, path = desk.as_("counter"), f"/requests/{desk.asked()}"
    assert clerk.post(f"{path}/prolong", {"days": "3"}).status_code == 400
    assert clerk.post(f"{path}/prolong", {"days": "3", "agreement": "Giấy hẹn hai bên ký"}).status_code == 303
    assert "Giấy hẹn hai bên ký" in clerk.get(path).text
    assert clerk.post(f"{path}/withdraw", {"reason": "không chờ được"}).status_code == 303
    page = clerk.get(path).text
    assert "không chờ được" in page
    assert f"{path}/withdraw" not in page


def test_a_state_office_that_can_look_the_paper_up_makes_the_hint_stronger(desk: Desktop) -> None:
    strong = "Có lẽ không cần bản sao chứng thực"
    clerk = desk.as_("counter")
    assert strong in clerk.get(f"/requests/{desk.asked(purpose='nộp UBND phường')}").text
    assert strong not in clerk.get(f"/requests/{desk.asked(purpose='vay vốn ngân hàng')}").text


def test_the_page_of_certification_begins_with_the_open_request_of_the_paper(desk: Desktop) -> None:
    certifier = desk.as_("certifier")
    empty = certifier.get(f"/certify/{desk.document_id}").text
    assert 'name="request"' not in empty
    request_id = desk.asked(copies_wanted=3, purpose="nộp Công an xã")
    page = certifier.get(f"/certify/{desk.document_id}").text
    assert f'name="request" value="{request_id}"' in page
    assert 'value="Trần Thị Cúc"' in page
    assert "12.000" in page, "the fee of three copies of two pages"
    assert "Có lẽ không cần bản sao chứng thực" in page
    assert "checked" not in page


def test_a_request_is_picked_by_its_number(desk: Desktop) -> None:
    certifier = desk.as_("certifier")
    request_id = desk.asked(document_id=None, requester_name="Lê Văn Sáu")
    page = certifier.get(f"/certify/{desk.document_id}?number=1")
    assert f'value="{request_id}"' in page.text
    assert "Lê Văn Sáu" in page.text
    assert certifier.get(f"/certify/{desk.document_id}?number=7").status_code == 404
    on_paper = desk.asked(kind="paper_copy", document_id=None)
    refused = certifier.get(f"/certify/{desk.document_id}?request={on_paper}").text
    assert "không dùng được ở đây" in refused
    assert f'value="{on_paper}"' not in refused
    chosen = certifier.get(f"/certify?request={request_id}").text
    assert f"/certify/{desk.document_id}?request={request_id}" in chosen


def test_hints_stand_beside_their_items_and_answer_nothing(world: World) -> None:
    desk = Desktop(world)
    _, document_id = read_dossier(
        world, title="mật", seed="another", kind="application_form",
        text="ĐƠN ĐỀ NGHỊ\nTài liệu không được sao chụp\nTôi tên là Trần Thị Cúc trình bày",
    )  # fmt: skip
    reviewer = world.actor("reviewer")
    with world.database.session() as session:
        review.confirm(session, reviewer, document_id, review.document_by_id(session, reviewer, document_id).version)
    page = desk.as_("certifier").get(f"/certify/{document_id}").text
    secret, self_made = _hints(page, "secret"), _hints(page, "self_made")
    assert "không được sao chụp ở trang 1" in secret
    assert "Giấy cá nhân tự lập" in self_made
    assert _hints(page, "altered").count("<li>") == 0
    assert "checked" not in page
    assert "copied were seen on page 1" not in page


def test_seals_are_looked_for_once_the_page_is_there(desk: Desktop) -> None:
    """A copier's page: red frame, no round seal. The page first shows without, the hint follows and is kept."""
    certifier = desk.as_("certifier")
    path = f"/certify/{desk.document_id}"
    first = certifier.get(path).text
    assert f"{path}/seals" in first
    assert "con dấu đỏ" not in _hints(first, "whole")
    later = certifier.get(f"{path}/seals").text
    assert "con dấu đỏ" in _hints(later, "whole")
    again = certifier.get(path).text
    assert f"{path}/seals" not in again
    assert "con dấu đỏ" in _hints(again, "whole")


def test_from_request_to_issued_copy(signing_desk: Desktop) -> None:
    desk = signing_desk
    request_id = desk.asked(copies_wanted=2)
    done = desk.as_("certifier").post(f"/certify/{desk.document_id}", desk.filled(request=request_id, copies_made="2"))
    assert done.status_code == 303
    copy_id = done.location.rsplit("/", 1)[1]
    assert desk.request(request_id).state == "open"
    desk.as_("seal_keeper").post(f"/seal/copies/{copy_id}", {"pin": OFFICE_PIN})
    assert desk.request(request_id).state == "done"
    assert f"/requests/{request_id}" in desk.as_("certifier").get(f"/copies/{copy_id}").text
    assert f"/copies/{copy_id}" in desk.as_("counter").get(f"/requests/{request_id}").text


def test_a_wrong_pin_and_a_second_try_make_one_request(signing_desk: Desktop) -> None:
    desk = signing_desk
    certifier, path = desk.as_("certifier"), f"/certify/{desk.document_id}"
    assert certifier.post(path, desk.filled(pin="000001", purpose="vay vốn")).status_code == 403
    assert certifier.post(path, desk.filled(purpose="vay vốn")).status_code == 303
    (asked,) = desk.rows(CertificationRequest)
    assert (asked.purpose, asked.requester_name) == ("vay vốn", "Trần Thị Cúc")


def test_a_skipped_page_is_refused_whatever_the_browser_does(signing_desk: Desktop) -> None:
    desk = signing_desk
    answer = desk.as_("certifier").post(f"/certify/{desk.document_id}", desk.filled(tick=["2"]))
    assert answer.status_code == 422
    assert desk.rows(CertificationRequest) == []


def test_one_click_from_the_answered_list_writes_the_refusal(desk: Desktop) -> None:
    request_id = desk.asked()
    certifier = desk.as_("certifier")
    filled = desk.filled(**{"answer-altered": "yes", "request": request_id, "tick": None})
    assert certifier.post(f"/certify/{desk.document_id}/refuse", filled).status_code == 303
    (letter,) = desk.rows(RefusalLetter)
    assert letter.items == ["altered"]
    assert desk.request(request_id).state == "refused"
    assert "Giấy khai sinh" in certifier.get("/refusals").text
    file = desk.as_("counter").get(f"/refusals/{letter.id}/file")
    assert file.data.startswith(b"%PDF")
    assert "attachment" in file.headers["Content-Disposition"]
    assert desk.as_("reviewer").get(f"/refusals/{letter.id}/file").status_code == 403


def test_a_refusal_without_an_item_needs_its_reason_in_words(desk: Desktop) -> None:
    certifier, path = desk.as_("certifier"), f"/certify/{desk.document_id}/refuse"
    answer = certifier.post(path, desk.filled(purpose="vay vốn"))
    assert answer.status_code == 400
    assert "vay vốn" in answer.text
    assert desk.rows(RefusalLetter) == []
    assert certifier.post(path, desk.filled(reason="Đây là bản chụp.")).status_code == 303
    (letter,) = desk.rows(RefusalLetter)
    assert (letter.items, letter.reason) == ([], "Đây là bản chụp.")


def test_a_suspected_forgery_is_kept_back_with_minutes_and_later_its_outcome(desk: Desktop) -> None:
    request_id = desk.asked()
    certifier = desk.as_("certifier")
    form = certifier.get(f"/suspected/new?document={desk.document_id}&request={request_id}").text
    assert "Trần Thị Cúc" in form
    said = {"holder_name": "Trần Thị Cúc", "original_name": "Giấy khai sinh số 215/2020", "request": request_id,
            "document": desk.document_id, "signs": "Con dấu in màu", "witness_name": "Lê Thị Chứng"}  # fmt: skip
    missing = certifier.post("/suspected/new", said | {"signs": ""})
    assert missing.status_code == 400
    assert "Lê Thị Chứng" in missing.text
    kept = certifier.post("/suspected/new", said)
    assert kept.status_code == 303
    assert desk.request(request_id).state == "refused"
    assert certifier.get(f"{kept.location}/file").data.startswith(b"%PDF")
    page = certifier.get(f"/certify/{desk.document_id}").text
    assert "đang bị tạm giữ" in page
    assert re.search(r'<button class="button law" disabled', page)
    assert desk.as_("auditor").post(f"{kept.location}/outcome", {"state": "returned"}).status_code == 403
    outcome = {"state": "handed_over", "outcome": "Công an phường An Bình"}
    assert certifier.post(f"{kept.location}/outcome", outcome).status_code == 303
    assert certifier.post(f"{kept.location}/outcome", outcome).status_code == 409
    assert "Công an phường An Bình" in desk.as_("auditor").get(kept.location).text
    (paper,) = desk.rows(SuspectedForgery)
    assert paper.state == "handed_over"


def test_a_separate_comparer_ticks_and_the_certifier_sees_who_and_when(signing_desk: Desktop) -> None:
    desk = signing_desk
    administrator = desk.world.actor("administrator")
    with desk.world.database.session() as session:
        set_desk(session, administrator, administrator.office_id, Desk(separate_comparer=True))
    certifier, path = desk.as_("certifier"), f"/certify/{desk.document_id}"
    page = certifier.get(path).text
    assert "Chưa ai đối chiếu" in page
    assert 'name="tick"' not in page
    assert certifier.post(path, desk.filled()).status_code == 409
    reviewer = desk.as_("reviewer")
    assert f"/compare/{desk.document_id}" in reviewer.get("/compare").text
    assert reviewer.post(f"/compare/{desk.document_id}", {"tick": ["1"]}).status_code == 422
    assert reviewer.post(f"/compare/{desk.document_id}", {"tick": ["1", "2"]}).status_code == 303
    assert "Trần Văn Bình đã đối chiếu từng trang" in certifier.get(path).text
    done = certifier.post(path, desk.filled(tick=None))
    assert done.status_code == 303
    copy_id = done.location.rsplit("/", 1)[1]
    assert "người đối chiếu: Trần Văn Bình" in certifier.get(f"/copies/{copy_id}").text
    with desk.world.database.session() as session:
        copy = copies.copy_by_id(session, administrator, copy_id)
    assert copy.comparer_id == desk.world.actor("reviewer").person_id


def test_the_administrator_sets_the_desk_and_its_days(desk: Desktop) -> None:
    administrator = desk.as_("administrator")
    wanted = {"hours": "7:00-11:30, 13:00-16:30", "booking_hours": "16", "separate_comparer": "yes",
              "refusal_symbol": "TC-UBND", "minutes_symbol": "BB-UBND"}  # fmt: skip
    assert administrator.post("/office/desk", wanted).status_code == 303
    page = administrator.get("/office/desk").text
    assert "07:00-11:30, 13:00-16:30" in page
    assert administrator.post("/office/desk", wanted | {"hours": "buổi sáng"}).status_code == 400
    assert (
        administrator.post("/office/desk/days", {"day": "2026-12-24", "works": "no", "name": "Mất điện"}).status_code
        == 303
    )
    shown = administrator.get("/office/desk").text
    assert "Mất điện" in shown
    cleared = re.search(r"/office/desk/days/[\w-]+/clear", shown)
    assert cleared is not None
    assert administrator.post(cleared[0]).status_code == 303
    assert "Mất điện" not in administrator.get("/office/desk").text
    assert administrator.post("/office/desk/days", {"day": "mai"}).status_code == 400


def _hints(page: str, item: str) -> str:
    found = re.search(rf'<ul class="hints" id="hints-{item}".*?</ul>', page, re.DOTALL)
    assert found is not None, item
    return found[0]
