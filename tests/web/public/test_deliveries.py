"""Taking a copy by link: the same page behind every link, the file for whoever knows the secret, nothing kept."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from terms.errors import HosoError
from web.public import PublicServices, create_app

TOKEN, SECRET, FILE = "t" * 43, "12345678", b"%PDF-1.7 made up"


class Links:
    """One link that stands, and what was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def take(self, token: str, secret: str) -> tuple[bytes, int] | None:
        self.asked.append((token, secret))
        return (FILE, 7) if (token, secret) == (TOKEN, SECRET) else None


@pytest.fixture
def links() -> Links:
    return Links()


@pytest.fixture
def client(services: PublicServices, links: Links) -> FlaskClient:
    return create_app(replace(services, deliveries=links)).test_client()


def test_whoever_knows_the_secret_gets_the_file(client: FlaskClient) -> None:
    answer = client.post(f"/d/{TOKEN}", data={"secret": SECRET})
    assert (answer.status_code, answer.data, answer.mimetype) == (200, FILE, "application/pdf")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="ban-sao-chung-thuc-so-7.pdf"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers


def test_the_page_asks_and_opens_nothing_by_itself(client: FlaskClient, links: Links) -> None:
    answer = client.get(f"/d/{TOKEN}?secret={SECRET}")
    assert answer.status_code == 200
    assert "Mã nhận" in answer.text
    assert links.asked == [], "a secret in an address would stand in logs"


def test_a_wrong_link_and_a_wrong_secret_get_the_same_answer(client: FlaskClient) -> None:
    pages = [
        client.post("/d/nothing", data={"secret": SECRET}),
        client.post(f"/d/{TOKEN}", data={"secret": "00000000"}),
        client.post(f"/d/{TOKEN}"),
    ]
    assert {page.status_code for page in pages} == {403}
    assert len({page.text for page in pages}) == 1
    assert SECRET not in pages[0].text
    assert client.get("/d/nothing").text == client.get(f"/d/{TOKEN}").text.replace(TOKEN, "nothing")


def test_guessing_runs_dry(services: PublicServices, links: Links) -> None:
    client = create_app(replace(services, deliveries=links, lookups_per_minute=30)).test_client()
    codes = [client.post(f"/d/{TOKEN}", data={"secret": f"{guess:08}"}).status_code for guess in range(6)]
    assert codes == [403, 403, 403, 429, 429, 429]


def test_a_secret_of_a_million_letters_is_cut(client: FlaskClient, links: Links) -> None:
    assert client.post(f"/d/{TOKEN}", data={"secret": "1" * 50_000}).status_code == 403
    assert links.asked == [(TOKEN, "1" * 40)]


def test_the_page_speaks_english_too(client: FlaskClient) -> None:
    page = client.get(f"/d/{TOKEN}?lang=en").text
    assert "8 digits" in page
    assert HosoError("delivery_refused").message("en").split(",")[0] in client.post("/d/x?lang=en").text


def test_without_links_there_is_no_such_page(services: PublicServices) -> None:
    assert create_app(services).test_client().get(f"/d/{TOKEN}").status_code == 404
