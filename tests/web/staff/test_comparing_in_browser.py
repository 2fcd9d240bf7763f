"""Comparing in a real browser: by keys alone, with nothing passed over, and without scripts."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect, sync_playwright
from werkzeug.serving import make_server

from signing.refusals import ARTICLE_22
from storage.copies import register
from storage.documents import review
from storage.requests.tables import RefusalLetter
from tests.web.staff.test_browser import CHROMIUM
from tests.web.staff.world import CERTIFIER_PIN, World, read_dossier

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@contextmanager
def at_desk(world: World, *, scripts: bool = True, pages: int = 3) -> Iterator[Page]:
    """A certifier at the page of a confirmed paper."""
    _, document_id = read_dossier(world, page_count=pages)
    reviewer, certifier = world.actor("reviewer"), world.actor("certifier")
    with world.database.session() as session:
        review.confirm(session, reviewer, document_id, review.document_by_id(session, reviewer, document_id).version)
        register.open_register(session, certifier, year=2026)
    server = make_server("127.0.0.1", 0, world.app(), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(CHROMIUM))
            context = browser.new_context(
                viewport={"width": 1366, "height": 768}, locale="vi-VN", java_script_enabled=scripts
            )
            address = f"http://127.0.0.1:{server.port}"
            context.add_cookies([{"name": "hoso_session", "value": world.tokens["certifier"][0], "url": address}])
            page = context.new_page()
            page.set_default_timeout(60_000)
            faults: list[str] = []
            page.on("pageerror", lambda error: faults.append(str(error)))
            page.goto(f"{address}/certify/{document_id}")
            yield page
            assert faults == []
            browser.close()
    finally:
        server.shutdown()
        thread.join()


def seen(page: Page, number: int) -> None:
    """Page `number` is the one shown, its picture there, so that it can be ticked."""
    expect(page.locator("[data-at]")).to_have_text(f"{number} / 3")
    expect(page.locator(".compare figure.current [data-tick]")).to_be_enabled()


def test_by_keys_alone_from_the_name_to_the_signature(world: World, authority: Path) -> None:
    with world.signs(authority), at_desk(world) as page:
        expect(page.get_by_label("Họ tên người yêu cầu")).to_be_focused()
        page.keyboard.type("Trần Thị Cúc")
        page.keyboard.press("Enter")
        for number in (1, 2, 3):
            seen(page, number)
            page.keyboard.press(" ")
        expect(page.locator("[data-ticked]")).to_have_text("3")
        expect(page.locator("[name=answer-altered]").first).to_be_focused()
        for _ in ARTICLE_22:
            page.keyboard.press("k")
        expect(page.get_by_label("Mã PIN khóa ký của bạn")).to_be_focused()
        page.keyboard.type(CERTIFIER_PIN)
        page.keyboard.press("Enter")
        expect(page.get_by_text("Chờ đóng dấu").first).to_be_visible()


def test_no_page_is_passed_over(world: World) -> None:
    with at_desk(world) as page:
        page.get_by_label("Họ tên người yêu cầu").fill("Trần Thị Cúc")
        page.keyboard.press("Enter")
        seen(page, 1)
        page.keyboard.press("ArrowRight")
        seen(page, 2)
        page.keyboard.press(" ")
        seen(page, 1)  # back to the one that was passed over
        expect(page.locator("[data-ticked]")).to_have_text("1")
        ticks = page.locator("[data-tick]")
        assert ticks.nth(2).is_disabled(), "what was never shown cannot be ticked"
        for box in page.get_by_label("Không", exact=True).all():
            box.check()
        page.get_by_label("Mã PIN khóa ký của bạn").fill("123456")
        page.get_by_role("button", name="Ký chứng thực").click()
        seen(page, 1)
        expect(page.get_by_text("Chờ đóng dấu")).to_have_count(0)


def test_a_page_is_enlarged_by_keys_and_by_the_wheel(world: World) -> None:
    with at_desk(world) as page:
        page.get_by_label("Họ tên người yêu cầu").fill("Cúc")
        page.keyboard.press("Enter")
        image = page.locator(".compare figure.current img")

        def wide() -> float:
            box = image.bounding_box()
            assert box is not None
            return box["width"]

        before = wide()
        page.keyboard.press("+")
        assert wide() > 1.2 * before
        page.keyboard.press("0")
        assert wide() == pytest.approx(before, abs=1)
        image.hover()
        page.keyboard.down("Control")
        page.mouse.wheel(0, -200)
        page.keyboard.up("Control")
        expect(image).not_to_have_css("width", f"{before}px")
        assert wide() > before


def test_an_item_that_applies_leaves_only_the_refusal(world: World) -> None:
    with at_desk(world) as page:
        page.get_by_label("Họ tên người yêu cầu").fill("Trần Thị Cúc")
        page.locator("[name=answer-altered]").first.focus()
        page.keyboard.press("c")
        expect(page.get_by_role("button", name="Ký chứng thực")).to_be_disabled()
        expect(page.get_by_label("Lý do từ chối, cụ thể")).to_be_visible()
        page.once("dialog", lambda dialog: dialog.accept())
        page.get_by_role("button", name="Viết thông báo từ chối").click()
        expect(page.get_by_text("Đã viết thông báo từ chối số 1/2026")).to_be_visible()
        expect(page.get_by_role("cell", name="Trần Thị Cúc")).to_be_visible()
    with world.database.session() as session:
        assert session.query(RefusalLetter).count() == 1


def test_without_scripts_the_pages_stand_below_each_other(world: World, authority: Path) -> None:
    with world.signs(authority), at_desk(world, scripts=False) as page:
        page.get_by_label("Họ tên người yêu cầu").fill("Trần Thị Cúc")
        for tick in page.get_by_label("đúng với bản chính").all():
            tick.check()
        for box in page.get_by_label("Không", exact=True).all():
            box.check()
        page.get_by_label("Mã PIN khóa ký của bạn").fill(CERTIFIER_PIN)
        page.get_by_role("button", name="Ký chứng thực").click()
        expect(page.get_by_text("Chờ đóng dấu").first).to_be_visible()


@pytest.mark.parametrize("size", [(1366, 768), (390, 844)], ids=["desk", "phone"])
def test_nothing_stands_in_the_way_of_anybody(world: World, size: tuple[int, int]) -> None:
    with at_desk(world) as page:
        page.set_viewport_size({"width": size[0], "height": size[1]})
        for path in ("", "/requests", "/requests/new", "/refusals", "/suspected", "/suspected/new", "/compare"):
            if path:
                page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2] + path)
            found = Axe().run(page)
            assert found.violations_count == 0, (path, found.generate_report())
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1"), path
