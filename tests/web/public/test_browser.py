"""In a real browser, on a phone's size: the file is asked about before it is sent, and everybody can use the pages."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from tests.web.public.conftest import Scene
from web.public import PublicServices, create_app

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(services: PublicServices) -> Iterator[str]:
    """Where the application answers."""
    server = make_server("127.0.0.1", 0, create_app(services), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as tool:
        started = tool.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A page on a small phone; whatever the browser complains of fails the test."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="vi-VN")
    complaints: list[str] = []
    page = context.new_page()
    page.on("console", lambda line: complaints.append(line.text) if line.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


def test_a_sound_copy_is_recognised_without_leaving_the_device(
    phone: Page, address: str, scene: Scene, tmp_path: Path
) -> None:
    (tmp_path / "copy.pdf").write_bytes(scene.pdf)
    sent: list[str] = []
    phone.on("request", lambda request: sent.append(request.method))
    phone.goto(address)

    phone.set_input_files("#file", tmp_path / "copy.pdf")
    phone.wait_for_url(f"**/h/{scene.sha256}")

    assert "Đang có hiệu lực" in phone.inner_text("h1")
    assert set(sent) == {"GET"}


def test_an_altered_copy_is_sent_only_when_the_button_is_pressed(
    phone: Page, address: str, forged: bytes, tmp_path: Path
) -> None:
    (tmp_path / "copy.pdf").write_bytes(forged)
    phone.goto(address)

    phone.set_input_files("#file", tmp_path / "copy.pdf")
    phone.wait_for_selector("#says:has-text('không đúng từng byte')")
    assert phone.url.rstrip("/") == address
    phone.click("#send")
    phone.wait_for_url("**/verify")

    assert "Không hợp lệ" in phone.inner_text("h1")


def test_a_code_is_typed_by_keyboard_alone(phone: Page, address: str, scene: Scene) -> None:
    phone.goto(f"{address}/?lang=en")
    phone.focus("#code")

    phone.keyboard.type(scene.code.upper())
    phone.keyboard.press("Enter")
    phone.wait_for_url(f"**/v/{scene.code}?lang=en")

    assert "In force" in phone.inner_text("h1")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_every_page(
    browser: Browser, address: str, scene: Scene, tmp_path: Path, scheme: str
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740}, color_scheme=scheme)
    page = context.new_page()
    (tmp_path / "other.pdf").write_bytes(scene.pdf + b"\n")
    found: dict[str, str] = {}

    def look(name: str) -> None:
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} is wider than the phone"
        result = Axe().run(page)
        if result.violations_count:
            found[name] = result.generate_report()

    for name, path in {"home": "/", "copy": f"/v/{scene.code}", "annulled": f"/v/{scene.annulled}"}.items():
        page.goto(address + path)
        look(name)
    page.goto(f"{address}/v/zzzzzzzz")
    look("unknown")
    page.goto(address)
    page.set_input_files("#file", tmp_path / "other.pdf")
    page.click("#send")
    page.wait_for_url("**/verify")
    for details in page.query_selector_all("summary"):
        details.click()
    look("verdict")
    context.close()

    assert found == {}
