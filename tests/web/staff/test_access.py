"""Every route × {nobody, a lesser role, another office, another site's form} is refused: generated from the URL map."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from signing.services import SigningServices
from signing.settings import SigningSettings
from storage.copies import copies, office_copies, paper, prints, register
from storage.deliveries.tables import DeliveryLink
from storage.documents import review
from storage.documents.readings import pages_of_document
from storage.offices import clients, people
from storage.owners import store
from storage.requests import calendar, refusals, requests
from storage.scope import ROLES
from storage.signings import batches, terms
from tests.web.staff.world import OTHER_OFFICE, Browser, World, copy_of, read_dossier
from web.access import Declaration, anyone, declaration_of

# Filled in so that a refusal is the guard's or the office scope's, not a form's.
FORM = {
    "reason": "thử", "decision": "12/QĐ-UBND", "requester_name": "Trần Thị Cúc", "pin": "123456", "kind": "diploma",
    "title": "tên khác", "value": "x", "version": "1", "personal_id": "038190004321", "purpose": "thử",
    "name": "Nguyễn Thị Ánh", "role": "auditor", "password": "một mật khẩu khác", "owner": "x", "active": "yes",
    "text": "anh", "old": "x", "new": "mật khẩu mới dài", "again": "mật khẩu mới dài", "tick": "1",
    "full_name": "Ai Đó", "username": "ai.do", "scope": "search",
}  # fmt: skip


@dataclass
class House:
    """An application with a real object of the first office for every kind of address."""

    app: Flask
    world: World
    objects: dict[str, Any]

    def rules(self) -> Iterator[tuple[Rule, str, Declaration]]:
        """Every rule with each method it takes and what its view declares."""
        for rule in self.app.url_map.iter_rules():
            declared = declaration_of(self.app, rule.endpoint)
            assert declared is not None, f"{rule.rule} says not who may call it"
            for method in sorted(rule.methods & {"GET", "POST", "PUT", "PATCH", "DELETE"}):
                yield rule, method, declared

    def path(self, rule: Rule) -> str:
        return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(self.objects[found[1]]), rule.rule)

    def call(self, who: str | None, method: str, path: str) -> Any:
        browser = Browser(self.app, self.world, who)
        return browser.get(path) if method == "GET" else browser.post(path, FORM)


@pytest.fixture(scope="module")
def house(template: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    world = copy_of(template, tmp_path_factory.mktemp("house"))
    code, document_id = read_dossier(world)
    certifier, administrator, reviewer = (world.actor(role) for role in ("certifier", "administrator", "reviewer"))
    with world.database.session() as session:
        document = review.document_by_id(session, certifier, document_id)
        review.confirm(session, reviewer, document_id, document.version)
        page = pages_of_document(session, certifier, document_id)[0]
        book = register.open_register(session, certifier, year=2026)
        entry = register.reserve(
            session,
            certifier,
            year=2026,
            requester_name="A",
            original_name="B",
            signer_name="C",
            signer_title="",
            fee=2000,
        )
        copy = copies.begin_copy(
            session, certifier, document_id, requester_name="A", page_count=1, answers={"altered": False},
            pages_compared=[1], entry_id=entry.id,
        )  # fmt: skip
        copies.set_certified(session, certifier, copy.id, certified_sha256="0" * 64)
        printed = prints.record_print(
            session, certifier, book.id, period="2026", counted=register.Count(1, 1, 0, 0, 1), pdf_sha256="1" * 64
        )
        register.open_register(session, certifier, year=2026, kind="paper_copy")
        number = register.reserve(
            session, certifier, kind="paper_copy", year=2026, requester_name="A", original_name="B", signer_name="C",
            signer_title="", fee=0,
        )  # fmt: skip
        on_paper = paper.begin_paper_copy(session, certifier, number.id, page_count=1, answers={"altered": False})
        sao_y = office_copies.begin_office_copy(session, reviewer, document_id, "sao_y", symbol="{number}/{form}")
        owner = store.find_or_create_person(session, reviewer, name="Nguyễn Thị Ánh")
        client, _ = clients.create_client(session, administrator, name="Cổng", scopes=["search"])
        person = people.person_named(session, administrator, "counter")
        link = DeliveryLink(
            office_id=certifier.office_id, copy_id=copy.id, token_sha256="0" * 64, secret_hash="x",
            created_by=certifier.person_id, expires_at=copy.created_at,
        )  # fmt: skip
        session.add(link)
        session.flush()
        term = terms.set_term(
            session, administrator, person.id, purpose="seal", title="Văn thư", first_day="2026-01-01"
        )
        batch = batches.confirm_batch(session, certifier, "certify", [copy.id], digest="0" * 64)
        asked = requests.open_request(session, certifier, requests.Asked("A"))
        letter = refusals.refuse_in_writing(session, certifier, refusals.Refused("A", "B", [], "C"))
        forgery = refusals.keep_back(session, certifier, refusals.KeptBack("A", "B", "C"))
        day = calendar.set_day(session, administrator, dt.date(2026, 12, 24), works=False)
    objects = {
        "request_id": asked.id, "letter_id": letter.id, "forgery_id": forgery.id, "day_id": day.id,
        "code": code, "document_id": document_id, "page_id": page.id, "copy_id": copy.id, "register_id": book.id,
        "owner_id": owner.id, "client_id": client.id, "person_id": person.id, "name": "full_name", "number": 1,
        "filename": "hoso.css", "token": "x" * 43, "print_id": printed.id, "paper_id": on_paper.id,
        "office_copy_id": sao_y.id, "original_id": page.original_id,
        "batch_id": batch.id,
        "term_id": term.id, "link_id": link.id,
    }  # fmt: skip
    world.signing = SigningServices(
        world.database, world.blobs, world.catalogue, SigningSettings(world.folder / "signing")
    )  # no worker answers there: whoever gets that far has got too far
    yield House(world.app(), world, objects)
    world.database.dispose()


def test_every_view_says_who_may_call_it(house: House) -> None:
    assert len(list(house.rules())) > 50


def test_a_view_that_says_nothing_is_denied_to_everyone(world: World) -> None:
    app = world.app()
    app.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    for role in (None, *ROLES):
        answer = Browser(app, world, role).get("/forgotten")
        assert answer.status_code == 403
        assert b"secret" not in answer.data


def test_nobody_gets_anywhere_without_signing_in(house: House) -> None:
    for rule, method, declared in house.rules():
        if declared.everybody:
            continue
        answer = house.call(None, method, house.path(rule))
        if method == "GET":
            assert answer.status_code == 303, rule.rule
            assert answer.location.startswith("/signin"), rule.rule
        else:
            assert answer.status_code == 401, rule.rule


def test_what_anyone_may_call_is_a_short_list(house: House) -> None:
    open_to_all = {rule.endpoint for rule, _, declared in house.rules() if declared.everybody}
    assert open_to_all == {
        "static", "signin.page", "signin.sign_in", "home.look", "health.alive", "health.ready", "health.metrics",
        "errands.collect", "errands.hand_back",  # a random token in the address, and nothing else
    }  # fmt: skip


def test_a_role_that_is_not_named_is_refused(house: House) -> None:
    for rule, method, declared in house.rules():
        if declared.everybody:
            continue
        for role in sorted(set(ROLES) - declared.roles):
            answer = house.call(role, method, house.path(rule))
            assert answer.status_code == 403, (rule.rule, method, role)


def test_another_office_finds_nothing(house: House) -> None:
    """All roles of another office together do not open one object of this one, nor tell whether it exists."""
    seen = 0
    for rule, method, declared in house.rules():
        if declared.everybody or not rule.arguments:
            continue
        answer = house.call(OTHER_OFFICE, method, house.path(rule))
        assert answer.status_code == 404, (rule.rule, method, answer.status_code)
        seen += 1
    assert seen > 30


def test_another_offices_lists_show_nothing_of_ours(house: House) -> None:
    browser = Browser(house.app, house.world, OTHER_OFFICE)
    for path in (
        "/dossiers",
        "/review",
        "/certify",
        "/seal",
        "/registers",
        "/paper",
        "/office-copies",
        "/audit",
        "/people",
    ):
        page = browser.get(path)
        assert page.status_code == 200
        assert house.objects["code"] not in page.text
        assert house.objects["document_id"] not in page.text
    for path in ("/search", "/dossiers"):
        assert house.objects["document_id"] not in browser.post(path, {"text": "anh"}).text


def test_a_form_of_another_site_is_refused(house: House) -> None:
    """A POST without the session's own token is answered 400, whoever's cookie comes along."""
    for rule, method, declared in house.rules():
        if method == "GET" or declared.by_token:
            continue
        role = next(iter(sorted(declared.roles)), None)
        browser = Browser(house.app, house.world, role)
        for token in ("", "0" * 43):
            answer = browser.client.post(house.path(rule), data=FORM | {"csrf_token": token})
            assert answer.status_code == 400, (rule.rule, token)


def test_the_token_of_one_session_does_not_fit_another(world: World, app: Flask) -> None:
    browser = Browser(app, world, "counter")
    browser.csrf = world.tokens["reviewer"][1]
    assert browser.post("/dossiers/new", {"title": "x"}).status_code == 400


def test_strict_headers_stand_on_every_answer(house: House, tmp_path: Path) -> None:
    browser = Browser(house.app, house.world, "reviewer")
    for path in ("/dossiers", "/nowhere", "/static/hoso.css", "/signin", f"/documents/{house.objects['document_id']}"):
        headers = browser.get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["X-Frame-Options"] == "DENY"


def test_no_page_is_kept_by_the_browser_and_static_files_are(house: House) -> None:
    browser = Browser(house.app, house.world, "reviewer")
    assert browser.get("/dossiers").headers["Cache-Control"] == "no-store"
    style = re.search(r"/static/hoso\.css\?v=\w+", browser.get("/dossiers").text)
    assert style is not None
    assert "immutable" in browser.get(style[0]).headers["Cache-Control"]


def test_a_declaration_names_known_roles_only() -> None:
    from web.access import allow

    with pytest.raises(ValueError, match="not roles"):
        allow("postman")
    with pytest.raises(ValueError, match="not roles"):
        allow()
    assert anyone(lambda: None).__access__.everybody  # type: ignore[attr-defined]
