"""Signing in: sessions on the server, lockout, cookies that keep to themselves, one's own account."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask

from tests.web.staff.world import OTHER_OFFICE, PASSWORD, Browser, World
from web.staff.pages.home import own_path

As = Callable[[str | None], Browser]


def door(browser: Browser) -> Browser:
    """A visitor before the sign-in form, with the form's own token."""
    token = re.search(r'name="csrf_token" value="(\w+)"', browser.get("/signin").text)
    assert token is not None
    browser.csrf = token[1]
    return browser


def test_a_person_signs_in_lands_at_their_work_and_signs_out(as_: As) -> None:
    browser = door(as_(None))
    answer = browser.post("/signin", {"username": " Reviewer ", "password": PASSWORD})
    assert answer.status_code == 303
    assert answer.location == "/"
    assert browser.get("/").location == "/dossiers"
    page = browser.get("/dossiers")
    assert "Trần Văn Bình" in page.text
    token = re.search(r'name="csrf_token" value="([\w-]+)"', page.text)
    assert token is not None
    browser.csrf = token[1]
    out = browser.post("/signout")
    assert out.headers["Clear-Site-Data"] == '"cache"'
    assert browser.get("/dossiers").status_code == 303


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(world: World, as_: As) -> None:
    cookie = door(as_(None)).post("/signin", {"username": "reviewer", "password": PASSWORD}).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie
    under_tls = door(Browser(world.app(is_tls=True), world, None))
    answer = under_tls.post("/signin", {"username": "reviewer", "password": PASSWORD})
    assert "Secure" in answer.headers["Set-Cookie"]
    assert answer.headers["Set-Cookie"].startswith("__Host-")
    assert "max-age" in answer.headers["Strict-Transport-Security"]


def test_wrong_words_are_refused_alike_and_the_name_is_kept(as_: As) -> None:
    texts = []
    for username, password in (("reviewer", "sai"), ("nobody", "sai")):
        answer = door(as_(None)).post("/signin", {"username": username, "password": password})
        assert answer.status_code == 401
        assert f'value="{username}"' in answer.text
        alert = re.search(r'role="alert".*?</div></div>', answer.text, re.DOTALL)
        assert alert is not None
        texts.append(alert[0])
        assert "sai</" not in answer.text
    assert texts[0] == texts[1]


def test_five_wrong_passwords_lock_the_account(as_: As) -> None:
    browser = door(as_(None))
    for _ in range(5):
        assert browser.post("/signin", {"username": "reviewer", "password": "sai"}).status_code == 401
    assert browser.post("/signin", {"username": "reviewer", "password": PASSWORD}).status_code == 429


def test_signing_in_needs_the_forms_own_token(as_: As) -> None:
    browser = as_(None)
    browser.get("/signin")
    assert browser.post("/signin", {"username": "reviewer", "password": PASSWORD}).status_code == 400


def test_after_signing_in_one_goes_on_where_one_was_but_never_elsewhere(as_: As) -> None:
    assert as_(None).get("/review").location == "/signin?next=/review"
    browser = door(as_(None))
    answer = browser.post("/signin", {"username": "reviewer", "password": PASSWORD, "next": "/review"})
    assert answer.location == "/review"
    for elsewhere in ("//evil.example", "https://evil.example", "/\\evil.example", "evil", "", None, "/a\nb"):
        assert own_path(elsewhere) == "/"


def test_a_signed_in_person_needs_no_door(as_: As) -> None:
    assert as_("reviewer").get("/signin").status_code == 303


def test_an_unknown_or_old_token_is_nobody(app: Flask, world: World) -> None:
    browser = Browser(app, world, None)
    browser.client.set_cookie("hoso_session", "x" * 40)
    assert browser.get("/dossiers").status_code == 303


def test_ones_password_is_changed_by_knowing_it(as_: As) -> None:
    browser = as_("auditor")
    new = "câu dài dễ nhớ của tôi"
    for form, status in (
        ({"old": "sai", "new": new, "again": new}, 401),
        ({"old": PASSWORD, "new": new, "again": "khác đi"}, 400),
        ({"old": PASSWORD, "new": "ngắn", "again": "ngắn"}, 400),
        ({"old": PASSWORD, "new": new, "again": new}, 303),
    ):
        assert browser.post("/account/password", form).status_code == status, form
    assert browser.get("/audit").status_code == 303, "all sessions have ended"
    assert door(as_(None)).post("/signin", {"username": "auditor", "password": new}).status_code == 303


def test_signing_out_everywhere_ends_every_session(as_: As) -> None:
    assert as_("counter").post("/account/sessions/revoke").status_code == 303
    assert as_("counter").get("/dossiers").status_code == 303


def test_the_look_of_the_pages_is_chosen_and_kept(as_: As) -> None:
    browser = as_("counter")
    browser.post("/look", {"theme": "dark", "next": "/account"})
    assert 'data-theme="dark"' in browser.get("/dossiers").text
    browser.post("/look", {"theme": "auto"})
    assert "data-theme" not in browser.get("/dossiers").text


def test_a_person_works_in_one_office_at_a_time(world: World, as_: As) -> None:
    from storage.offices import people

    there = world.actor(OTHER_OFFICE)
    with world.database.session() as session:
        lent = people.person_named(session, None, "reviewer")
        people.grant_role(session, there, lent.id, "auditor", office_id=there.office_id)
    browser = as_("reviewer")
    assert "xã Hòa Sơn" in browser.get("/account").text
    assert browser.post("/account/office", {"office": "0" * 36}).status_code == 404
    assert browser.post("/account/office", {"office": there.office_id}).status_code == 303
    assert browser.get("/review").status_code == 403, "no reviewer there"
    assert browser.get("/audit").status_code == 200


@pytest.mark.parametrize("role", ["counter", "reviewer", "certifier", "seal_keeper", "auditor", "administrator"])
def test_everybody_finds_their_places_and_every_place_answers(as_: As, role: str) -> None:
    browser = as_(role)
    places = re.findall(r'<li><a href="(/[\w/]+)"', browser.get(browser.get("/").location).text)
    assert places
    for place in [*places, "/help", "/account"]:
        assert browser.get(place).status_code == 200, place
