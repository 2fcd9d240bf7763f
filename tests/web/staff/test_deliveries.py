"""After the seal: a link with its receipt, taking it back, the copy in its owner's store; and a copy done again."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from signing.second_factor import code_at
from storage.deliveries import links
from storage.offices.break_glass import set_break_glass
from storage.offices.second_factor import set_second_factor
from storage.owners import store
from tests.web.staff.test_batches import Counters
from tests.web.staff.world import CERTIFIER_PIN, OFFICE_PIN, PASSWORD, World

CHECKED_NO = re.compile(r'name="answer-\w+" value="no"[^>]*checked')


@pytest.fixture
def counter(world: World, authority: Path) -> Iterator[Counters]:
    with world.signs(authority):
        yield Counters(world)


def issued(counter: Counters) -> str:
    copy_id = str(counter.certify(original_name="Giấy khai sinh cũ").location.rsplit("/", 1)[1])
    counter.as_("seal_keeper").post(f"/seal/copies/{copy_id}", {"pin": OFFICE_PIN})
    return copy_id


def test_a_link_is_made_once_printed_and_taken_back(counter: Counters) -> None:
    copy_id = issued(counter)
    clerk = counter.as_("counter")
    assert "Giao bản sao bằng liên kết" in clerk.get(f"/copies/{copy_id}").text
    slip = clerk.post(f"/copies/{copy_id}/links", {"days": "7"}).text
    token = re.search(r"http://127\.0\.0\.1:8001/d/([\w-]{43})", slip)
    secret = re.search(r'class="secret">(\d{4}) (\d{4})<', slip)
    assert token is not None
    assert secret is not None
    assert "<svg" in slip
    with counter.world.database.session() as session:
        assert links.open_link(session, token[1], secret[1] + secret[2]) is not None
    page = clerk.get(f"/copies/{copy_id}").text
    assert "tải 1 lần" in page
    assert token[1] not in page, "a link is told once"
    assert secret[1] + secret[2] not in page
    link_id = re.search(r"/deliveries/([\w-]+)/revoke", page)
    assert link_id is not None
    assert clerk.post(f"/deliveries/{link_id[1]}/revoke").status_code == 303
    assert "Đã thu hồi" in clerk.get(f"/copies/{copy_id}").text
    assert clerk.post(f"/copies/{copy_id}/links", {"days": "90"}).status_code == 400


def test_an_auditor_sees_the_copy_and_no_links(counter: Counters) -> None:
    copy_id = issued(counter)
    counter.as_("counter").post(f"/copies/{copy_id}/links", {"days": "7"})
    assert "Giao bản sao bằng liên kết" not in counter.as_("auditor").get(f"/copies/{copy_id}").text


def test_the_copy_shows_in_its_owners_store(counter: Counters) -> None:
    copy_id = issued(counter)
    reviewer = counter.world.actor("reviewer")
    with counter.world.database.session() as session:
        owner = store.find_or_create_person(session, reviewer, name="Nguyễn Thị Ánh")
        store.assign_owner(session, reviewer, counter.document_id, owner.id)
    page = counter.as_("counter").get(f"/owners/{owner.id}").text
    assert f"/copies/{copy_id}" in page
    assert "Giấy khai sinh cũ" in page


def test_what_was_sent_back_is_done_again_without_typing_twice(counter: Counters) -> None:
    copy_id = counter.certify(original_name="Giấy khai sih cũ").location.rsplit("/", 1)[1]
    counter.as_("seal_keeper").post(f"/seal/copies/{copy_id}/return", {"reason": "sai tên giấy tờ"})
    certifier = counter.as_("certifier")
    shown = certifier.get(f"/copies/{copy_id}").text
    assert "sai tên giấy tờ" in shown
    again = f"/certify/{counter.document_id}?again={copy_id}"
    assert again in shown
    page = certifier.get(again).text
    assert "Giấy khai sih cũ" in page
    assert "Trần Thị Cúc" in page
    assert len(CHECKED_NO.findall(page)) == 6, "answers are kept"
    assert re.search(r'name="tick" value="1"[^>]*checked', page), "so is the comparison"
    other = counter.another("giấy khác")
    assert not CHECKED_NO.search(certifier.get(f"/certify/{other}?again={copy_id}").text), "of this paper alone"
    assert counter.certify(original_name="Giấy khai sinh cũ").status_code == 303
    assert counter.entries() == [(1, "void"), (2, "reserved")]


def test_the_account_page_enrols_a_second_factor_and_the_administrator_resets_it(counter: Counters) -> None:
    certifier = counter.as_("certifier")
    assert "Đăng ký ứng dụng" in certifier.get("/account").text
    assert certifier.post("/account/second-factor", {"old": "sai"}).status_code == 401
    page = certifier.post("/account/second-factor", {"old": PASSWORD}).text
    key = re.search(r'name="key" value="([A-Z2-7]+)"', page)
    assert key is not None
    wrong = certifier.post("/account/second-factor/confirm", {"key": key[1], "code": "000000"})
    assert wrong.status_code == 403
    assert key[1] in wrong.text, "the code to scan is still there"
    code = code_at(key[1], int(time.time() // 30) - 1)
    assert certifier.post("/account/second-factor/confirm", {"key": key[1], "code": code}).status_code == 303
    assert "Đã đăng ký" in certifier.get("/account").text

    administrator = counter.world.actor("administrator")
    with counter.world.database.session() as session:
        set_second_factor(session, administrator, administrator.office_id, "always")
    assert 'name="code"' in certifier.get(f"/certify/{counter.document_id}").text
    assert counter.certify().status_code == 403
    fresh = code_at(key[1], int(time.time() // 30))
    assert counter.certify(code=fresh).status_code == 303
    reset = counter.as_("administrator").post(f"/people/{certifier_id(counter)}/second-factor")
    assert reset.status_code == 303
    assert "Đăng ký ứng dụng" in certifier.get("/account").text


def certifier_id(counter: Counters) -> str:
    return str(counter.world.actor("certifier").person_id)


def test_the_office_decides_on_codes_and_on_breaking_the_glass(counter: Counters) -> None:
    administrator = counter.as_("administrator")
    answer = administrator.post("/office/signing", {"second_factor": "batches", "break_glass": "yes"})
    assert answer.status_code == 303
    page = administrator.get("/office").text
    assert re.search(r'value="batches" required checked', page)
    assert re.search(r'name="break_glass" value="yes" checked', page)
    assert administrator.post("/office/signing", {"second_factor": "sometimes"}).status_code == 400


def test_one_person_alone_says_why_and_the_auditor_sees_it(counter: Counters) -> None:
    from storage.offices import people

    administrator = counter.world.actor("administrator")
    with counter.world.database.session() as session:
        people.grant_role(session, administrator, certifier_id(counter), "seal_keeper")
        set_break_glass(session, administrator, administrator.office_id, allowed=True)
    copy_id = counter.certify().location.rsplit("/", 1)[1]
    both = counter.as_("certifier")
    assert 'name="break_glass"' in both.get(f"/seal/copies/{copy_id}").text
    path, why = f"/seal/copies/{copy_id}", "Văn thư nghỉ ốm, người dân cần bản sao hôm nay"
    assert both.post(path, {"pin": OFFICE_PIN}).status_code == 422
    assert both.post(path, {"pin": OFFICE_PIN, "break_glass": "bận"}).status_code == 422
    assert both.post(path, {"pin": OFFICE_PIN, "break_glass": why}).status_code == 303
    assert why in both.get(f"/copies/{copy_id}").text
    assert why in counter.as_("auditor").get("/audit").text


def test_terms_of_signing_are_set_and_ended_by_the_administrator(counter: Counters) -> None:
    administrator, person = counter.as_("administrator"), certifier_id(counter)
    term = {
        "purpose": "certify", "form": "KT.", "for_title": "CHỦ TỊCH", "title": "PHÓ CHỦ TỊCH",
        "first_day": "2026-01-01",
    }  # fmt: skip
    assert administrator.post(f"/people/{person}/terms", term).status_code == 303
    page = administrator.get("/people").text
    assert "KT. CHỦ TỊCH – PHÓ CHỦ TỊCH" in page
    term_id = re.search(r"/people/terms/([\w-]+)/end", page)
    assert term_id is not None
    assert administrator.post(f"/people/{person}/terms", term).status_code == 409, "it overlaps"
    assert administrator.post(f"/people/terms/{term_id[1]}/end", {"last_day": "2026-01-31"}).status_code == 303
    refused = counter.certify(pin=CERTIFIER_PIN)
    assert refused.status_code == 403
    assert "thời hạn được ký" in refused.text
