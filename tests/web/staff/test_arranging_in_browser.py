"""Arranging pages in a real browser: by dragging, by keys alone, and without scripts."""

from __future__ import annotations

import io
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright
from werkzeug.serving import make_server

import samples
from tests.web.staff.test_browser import CHROMIUM, _picture
from tests.web.staff.world import World, read_dossier

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def papers() -> bytes:
    """Five pages of the mill in one file, as a feeder hands them in: for the pictures of docs/images."""
    kinds = ("marriage_certificate", "birth_certificate", "death_extract", "judicial_record", "residence_confirmation")
    worn = [page for kind in kinds for page in samples.wear(samples.draw(kind, seed=21), level=1, seed=21, rotation=0)]
    first, *others = (Image.open(io.BytesIO(page.jpeg)).convert("RGB").resize((1240, 1754)) for page in worn[:5])
    out = io.BytesIO()
    first.save(out, "TIFF", save_all=True, append_images=others, compression="jpeg", dpi=(150, 150))
    return out.getvalue()


@contextmanager
def at_desk(world: World, *, scripts: bool = True) -> Iterator[Page]:
    """A counter clerk at the arranging page of a dossier with one paper of five pages."""
    code, _ = read_dossier(world, page_count=5, data=papers() if os.environ.get("HOSO_SCREENSHOTS") else None)
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
            context.add_cookies([{"name": "hoso_session", "value": world.tokens["counter"][0], "url": address}])
            page = context.new_page()
            page.set_default_timeout(60_000)
            faults: list[str] = []
            page.on("pageerror", lambda error: faults.append(str(error)))
            page.goto(f"{address}/dossiers/{code}/pages")
            yield page
            assert faults == []
            browser.close()
    finally:
        server.shutdown()
        thread.join()


def groups(page: Page) -> list[int]:
    """How many pages each document has, and last those that belong to none."""
    return [group.locator(".leaf").count() for group in page.locator(".group:not(.fresh)").all()]


def test_by_dragging(world: World) -> None:
    with at_desk(world) as page:
        page.set_viewport_size({"width": 1366, "height": 1600})  # all in sight: nothing scrolls under the hand
        leaves = page.locator(".leaf")
        expect(leaves).to_have_count(5)
        leaves.nth(4).drag_to(page.locator(".group.apart"))
        expect(page.locator(".arrange-said")).to_contain_text("Đã để trang ra ngoài")
        assert groups(page) == [4, 1]
        page.locator(".leaf button[value^='split:']").nth(1).click()
        expect(page.locator(".arrange-said")).to_contain_text("Đã tách giấy tờ")
        assert groups(page) == [2, 2, 1]
        page.locator(".group").nth(1).locator(".leaf").nth(1).drag_to(
            page.locator(".group").nth(0).locator(".leaf").nth(0), target_position={"x": 5, "y": 60}
        )
        expect(page.locator(".arrange-said")).to_contain_text("Đã chuyển trang")
        assert groups(page) == [3, 1, 1]
        _picture(page, "arrange")
        assert [one["id"] for one in Axe().run(page).response["violations"]] == []


def test_by_keys_alone(world: World) -> None:
    with at_desk(world) as page:
        picks = page.locator("input[name=page]")
        picks.nth(0).focus()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("t")
        expect(page.locator(".arrange-said")).to_contain_text("Đã tách giấy tờ")
        assert groups(page) == [2, 3, 0]
        expect(picks.nth(2)).to_be_focused()
        page.keyboard.press("]")
        expect(page.locator(".leaf.turning")).to_have_count(1)
        expect(picks.nth(2)).to_be_focused()
        page.keyboard.press("Shift+ArrowRight")
        expect(page.locator(".arrange-said")).to_contain_text("Đã chuyển trang")
        page.keyboard.press("Control+z")
        expect(page.locator(".arrange-said")).to_contain_text("Đã hoàn tác: chuyển trang")
        page.keyboard.press("g")
        expect(page.locator(".arrange-said")).to_contain_text("Đã gộp giấy tờ")
        assert groups(page) == [5, 0]


def test_a_range_is_chosen_with_shift_and_let_go_with_escape(world: World) -> None:
    with at_desk(world) as page:
        picks = page.locator("input[name=page]")
        picks.nth(1).click()
        picks.nth(3).click(modifiers=["Shift"])
        expect(page.locator("[data-picked]")).to_have_text("3")
        page.keyboard.press("Escape")
        expect(page.locator("[data-picked]")).to_have_text("0")
        picks.nth(1).click()
        picks.nth(2).click(modifiers=["Shift"])
        page.get_by_role("button", name="Chuyển tới").click()
        expect(page.locator(".arrange-said")).to_contain_text("Đã chuyển trang")
        assert groups(page) == [3, 2, 0]


def test_without_scripts(world: World) -> None:
    with at_desk(world, scripts=False) as page:
        page.locator("input[name=page]").nth(1).check()
        page.get_by_role("button", name="Chuyển tới").click()
        expect(page.locator("#notices")).to_contain_text("Đã chuyển trang")
        assert groups(page) == [4, 1, 0]
        page.get_by_role("button", name="Hoàn tác: chuyển trang").click()
        assert groups(page) == [5, 0]
