"""Nothing is remembered, nothing leaks, and nobody asks too often."""

from __future__ import annotations

import ast
import io
import logging
from dataclasses import replace
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

import web.public
from terms.errors import HosoError
from tests.web.public.conftest import Scene
from web.public import PublicServices, create_app
from web.public.limits import MAX_ADDRESSES, RateLimit

ROOM = Path(web.public.__file__).parent


@pytest.mark.parametrize("address", ["/", "/v/zzzzzzzz", "/nowhere", "/healthz", "/static/public.css"])
def test_every_answer_carries_the_strict_headers(client: FlaskClient, address: str) -> None:
    with client.get(address) as answer:
        headers = answer.headers

    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert "Set-Cookie" not in headers
    assert headers["Cache-Control"] == "no-store"


def test_static_files_named_by_content_are_kept_for_good(client: FlaskClient) -> None:
    page = client.get("/").get_data(as_text=True)
    address = next(part for part in page.split('"') if part.startswith("/static/public.css?v="))

    with client.get(address) as answer:
        assert "immutable" in answer.headers["Cache-Control"]


def test_tls_is_insisted_on_where_there_is_tls(services: PublicServices) -> None:
    secure = create_app(replace(services, is_tls=True)).test_client()

    assert "max-age" in secure.get("/").headers["Strict-Transport-Security"]


def test_no_page_has_script_or_style_of_its_own(client: FlaskClient, scene: Scene) -> None:
    handed_in = client.post("/verify", data={"file": (io.BytesIO(scene.pdf), "a.pdf")})
    for answer in (client.get("/"), client.get(f"/v/{scene.code}"), client.get("/v/zzzzzzzz"), handed_in):
        page = answer.get_data(as_text=True)
        assert "style=" not in page
        assert "<style" not in page
        assert "onclick" not in page
        assert "<script>" not in page


def test_the_first_page_with_all_it_needs_is_small(client: FlaskClient) -> None:
    static = sum(path.stat().st_size for path in (ROOM / "static").iterdir())

    assert len(client.get("/").data) + static < 60 * 1024


def test_nothing_asked_or_handed_in_is_logged(
    client: FlaskClient, scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        client.get(f"/v/{scene.code}")
        client.get(f"/h/{scene.sha256}")
        client.post("/verify", data={"file": (io.BytesIO(scene.pdf), "nguyen-van-a.pdf")})

    for secret in (scene.code, scene.sha256, "nguyen-van-a", "Nguyễn Thị Ánh"):
        assert secret not in caplog.text


def test_the_data_can_only_be_read(scene: Scene) -> None:
    with pytest.raises((DBAPIError, HosoError)), scene.database.session() as session:
        session.execute(text("UPDATE certified_copies SET status = 'in_force'"))


def test_it_knows_no_staff_code() -> None:
    for path in ROOM.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom | ast.Import):
                names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [item.name for item in node.names]
                assert not any(name.startswith(("web.staff", "web.api", "web.access")) for name in names), path


def test_guessing_codes_runs_dry(services: PublicServices, scene: Scene) -> None:
    client = create_app(replace(services, lookups_per_minute=20)).test_client()

    answers = [client.get(f"/v/zzzzzzzz{number}").status_code for number in "2345672"]

    assert answers[0] == 404
    assert answers[-1] == 429
    assert client.get(f"/v/{scene.code}").status_code == 429
    elsewhere = client.get(f"/v/{scene.code}", environ_overrides={"REMOTE_ADDR": "203.0.113.9"})
    assert elsewhere.status_code == 200


def test_uploads_are_counted_apart(services: PublicServices, scene: Scene) -> None:
    client = create_app(replace(services, uploads_per_minute=1)).test_client()

    def hand_in() -> int:
        return client.post("/verify", data={"file": (io.BytesIO(b"x"), "a.pdf")}).status_code

    assert (hand_in(), hand_in()) == (200, 429)
    assert client.get(f"/v/{scene.code}").status_code == 200


def test_whom_we_cannot_count_we_do_not_serve(services: PublicServices, scene: Scene) -> None:
    client = create_app(services).test_client()

    for address in ("", "unknown", "999.1.1.1"):
        assert client.get(f"/v/{scene.code}", environ_overrides={"REMOTE_ADDR": address}).status_code == 429


def test_a_forwarded_address_is_believed_only_from_our_own_proxy(services: PublicServices, scene: Scene) -> None:
    alone = create_app(replace(services, lookups_per_minute=1)).test_client()
    behind = create_app(replace(services, lookups_per_minute=1, trusted_proxies=1)).test_client()

    def ask(client: FlaskClient, address: str) -> int:
        return client.get(f"/v/{scene.code}", headers={"X-Forwarded-For": address}).status_code

    assert [ask(alone, "198.51.100.1"), ask(alone, "198.51.100.2")] == [200, 429]
    assert [ask(behind, "198.51.100.1"), ask(behind, "198.51.100.2")] == [200, 200]


def test_a_bucket_fills_again_with_time() -> None:
    now = [0.0]
    limit = RateLimit(6, clock=lambda: now[0])

    assert [limit.allow("192.0.2.1") for _ in range(7)] == [True] * 6 + [False]
    now[0] = 10.0
    assert [limit.allow("192.0.2.1") for _ in range(2)] == [True, False]


def test_a_household_is_one_visitor_and_an_address_in_two_clothes_too() -> None:
    limit = RateLimit(1)

    assert [limit.allow("2001:db8::1"), limit.allow("2001:db8::2"), limit.allow("2001:db8:0:1::1")] == [
        True,
        False,
        True,
    ]
    assert [limit.allow("192.0.2.1"), limit.allow("::ffff:192.0.2.1")] == [True, False]


def test_more_visitors_than_can_be_counted_are_refused_until_others_are_quiet() -> None:
    now = [0.0]
    limit = RateLimit(1, clock=lambda: now[0])
    for number in range(MAX_ADDRESSES):
        assert limit.allow(f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}")

    assert not limit.allow("192.0.2.1")
    now[0] = 61.0
    assert limit.allow("192.0.2.1")


def test_every_sentence_has_its_english() -> None:
    catalogue = ROOM / "translations" / "en" / "LC_MESSAGES"
    with (catalogue / "messages.po").open("rb") as file:
        words = {str(message.id): message.string for message in read_po(file, locale="en") if message.id}
    with (catalogue / "messages.mo").open("rb") as file:
        compiled = {str(message.id): message.string for message in read_mo(file) if message.id}
    methods = [("templates/**.html", "jinja2"), ("**.py", "python")]
    said = {
        str(found[2])
        for found in extract_from_dir(str(ROOM), methods, keywords={"_": None, "later": None, "gettext": None})
    }

    assert said == set(words)
    assert all(words.values())
    assert compiled == words
