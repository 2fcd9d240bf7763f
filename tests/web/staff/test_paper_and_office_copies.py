"""Paper copies and SAO Y at the desk: from the form to the register, each in its own list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from signing.refusals import ARTICLE_22
from storage.base import now
from storage.copies import register
from storage.copies.tables import OfficeCopy, PaperCopy, RegisterEntry
from storage.documents import review
from storage.requests import requests
from tests.web.staff.world import OFFICE_PIN, Browser, World, read_dossier

NO_TO_ALL = {f"answer-{item.code}": "no" for item in ARTICLE_22}
FILLED = NO_TO_ALL | {
    "requester_name": "Trần Thị Cúc",
    "original_name": "Giấy khai sinh",
    "pages": "3",
    "copies_made": "2",
}
As = Callable[[str], Browser]


@pytest.fixture
def signed(world: World, authority: Path) -> Iterator[World]:
    with world.signs(authority):
        yield world


@pytest.fixture
def at(signed: World) -> As:
    app = signed.app()
    certifier = signed.actor("certifier")
    with signed.database.session() as session:
        register.open_register(session, certifier, year=2026, kind="paper_copy", suffix="SCT/BS")
    return lambda role: Browser(app, signed, role)


def begin(browser: Browser, **changes: Any) -> str:
    answer = browser.post("/paper/new", FILLED | changes)
    assert answer.status_code == 303
    return str(answer.location)


def test_paper_copies_are_numbered_printed_signed_and_entered(at: As) -> None:
    certifier = at("certifier")
    address = begin(certifier)
    page = certifier.get(address)
    assert "Số 1, quyển số 01/2026-SCT/BS" in page.text
    assert "10.000 đồng" in page.text
    for form in ("page", "block"):
        printed = certifier.get(f"{address}/statement.pdf?form={form}")
        assert printed.data.startswith(b"%PDF")
    assert certifier.post(f"{address}/signed").status_code == 303
    listed = certifier.get("/paper").text
    assert "Không có số nào đang chờ" in listed
    assert "Số 1 · Giấy khai sinh" in listed
    assert certifier.post(f"{address}/void", {"reason": "muộn"}).status_code == 409


def test_the_law_refuses_before_a_number_and_nothing_filled_in_is_lost(at: As, signed: World) -> None:
    certifier = at("certifier")
    assert "checked" not in certifier.get("/paper/new").text, "no answer is given beforehand"
    for change in ({"answer-secret": "yes"}, {"answer-altered": ""}, {"requester_name": ""}):
        answer = certifier.post("/paper/new", FILLED | change)
        assert answer.status_code in (400, 422)
        assert 'value="Giấy khai sinh"' in answer.text
    with signed.database.session() as session:
        assert session.query(RegisterEntry).count() == 0


def test_a_spoilt_copy_is_void_with_its_reason_and_an_old_number_is_called_to_mind(at: As, signed: World) -> None:
    certifier = at("certifier")
    address = begin(certifier)
    with signed.database.session() as session:
        session.query(PaperCopy).one().created_at = now() - dt.timedelta(days=2)
    assert "1 số đã giữ quá một ngày" in certifier.get("/paper").text
    assert certifier.post(f"{address}/void", {"reason": " "}).status_code == 400
    assert certifier.post(f"{address}/void", {"reason": "in hỏng"}).status_code == 303
    assert certifier.get(f"{address}/statement.pdf").status_code == 409
    with signed.database.session() as session:
        (book,) = register.registers_of(session, signed.actor("certifier"))
    shown = at("auditor").get(f"/registers/{book.id}").text
    assert "in hỏng" in shown
    assert address in shown


def test_a_request_for_paper_copies_fills_the_form_and_is_done_when_they_are_signed(at: As, signed: World) -> None:
    with signed.database.session() as session:
        asked = requests.open_request(
            session, signed.actor("counter"), requests.Asked("Lê Văn Tám", "paper_copy", "Bằng lái", copies_wanted=4)
        )
    certifier = at("certifier")
    assert f"/paper/new?request={asked.id}" in certifier.get(f"/requests/{asked.id}").text
    assert "Lê Văn Tám" in certifier.get("/paper").text
    form = certifier.get(f"/paper/new?request={asked.id}").text
    assert 'value="Lê Văn Tám"' in form
    assert 'value="4"' in form
    address = begin(certifier, request_id=asked.id)
    assert address in at("counter").get(f"/requests/{asked.id}").text
    assert "/registers/" not in at("counter").get(address).text, "no link to where the counter may not go"
    certifier.post(f"{address}/signed")
    with signed.database.session() as session:
        assert requests.request_by_id(session, signed.actor("certifier"), asked.id).state == "done"


@pytest.fixture
def paper_id(signed: World) -> str:
    _, document_id = read_dossier(signed)
    reviewer = signed.actor("reviewer")
    with signed.database.session() as session:
        review.confirm(session, reviewer, document_id, review.document_by_id(session, reviewer, document_id).version)
    return document_id


def test_a_sao_y_is_made_signed_and_listed_apart_from_certified_copies(at: As, signed: World, paper_id: str) -> None:
    reviewer, keeper = at("reviewer"), at("seal_keeper")
    assert f"/office-copies/documents/{paper_id}" in reviewer.get(f"/documents/{paper_id}").text
    assert reviewer.post(f"/office-copies/documents/{paper_id}", {"form": "sao_y"}).status_code == 303
    with signed.database.session() as session:
        copy = session.query(OfficeCopy).one()
    listed = keeper.get("/office-copies").text
    assert "SAO Y</span>" not in listed
    assert "01/SY-UBND" in listed
    assert keeper.post("/office-copies/sign", {"pin": OFFICE_PIN}).status_code == 400
    wrong = keeper.post("/office-copies/sign", {"pin": "999999", "copy": copy.id})
    assert wrong.status_code == 403
    assert "999999" not in wrong.text
    assert keeper.post("/office-copies/sign", {"pin": OFFICE_PIN, "copy": copy.id}).status_code == 303
    assert keeper.get(f"/office-copies/{copy.id}/file").data.startswith(b"%PDF")
    assert "01/SY-UBND" not in keeper.get("/seal").text
    assert "01/SY-UBND" not in at("certifier").get("/certify").text
    assert reviewer.post(f"/office-copies/{copy.id}/void", {"reason": "muộn"}).status_code == 409


def test_one_that_is_not_signed_is_dropped_with_a_reason(at: As, signed: World, paper_id: str) -> None:
    reviewer = at("reviewer")
    reviewer.post(f"/office-copies/documents/{paper_id}", {"form": "trich_sao"})
    with signed.database.session() as session:
        copy = session.query(OfficeCopy).one()
    assert reviewer.post(f"/office-copies/{copy.id}/void", {"reason": ""}).status_code == 400
    assert reviewer.post(f"/office-copies/{copy.id}/void", {"reason": "nhầm"}).status_code == 303
    assert reviewer.get(f"/office-copies/{copy.id}/file").status_code == 404
    assert "Đã bỏ" in reviewer.get("/office-copies").text


def test_a_form_that_the_decree_does_not_know_is_refused(at: As, paper_id: str) -> None:
    assert at("reviewer").post(f"/office-copies/documents/{paper_id}", {"form": "sao_chep"}).status_code == 400
