"""The whole road in a real browser: sign-in, upload, reading, review by keyboard, certification by two, public page.

Real parts all the way: paper from the mill, Tesseract, the signing worker with the demo authority, both applications.
With HOSO_SCREENSHOTS=1 the pictures of docs/images are made anew.
"""

from __future__ import annotations

import os
import queue
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page, expect, sync_playwright
from werkzeug.serving import make_server

import samples
from hoso.first_run import Account, accounts, first_run
from hoso.public import public_app
from hoso.services import House, open_house, workplace
from hoso.settings import load
from hoso.staff import web_services
from ingest.work import do_job
from ocr import end_children
from signing.worker import serve as serve_signing
from web.staff import create_app

pytestmark = [pytest.mark.browser, pytest.mark.slow]

IMAGES = Path(__file__).parents[3] / "docs" / "images"
DESK, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
CHROMIUM = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
)  # fmt: skip


@dataclass
class Office:
    """The practice office at work: where its pages answer and how its people sign in."""

    staff: str
    public: str
    people: dict[str, Account]
    browser: Browser
    faults: list[str]

    @contextmanager
    def at(self, username: str, size: dict[str, int] = DESK) -> Iterator[Page]:
        """Somebody signed in at a machine of their own. What the page complains of is kept in `faults`."""
        context = self.browser.new_context(viewport=size, locale="vi-VN")
        page = context.new_page()
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on(
            "console", lambda said: self.faults.append(f"{page.url}: {said.text}") if said.type == "error" else None
        )
        page.goto(f"{self.staff}/signin")
        page.get_by_label("Tên đăng nhập").fill(username)
        page.get_by_label("Mật khẩu").fill(self.people[username].password)
        page.keyboard.press("Enter")
        expect(page.locator("details.menu")).to_be_visible()
        try:
            yield page
        finally:
            context.close()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    data = tmp_path_factory.mktemp("practice")
    with ExitStack() as stack:
        house = open_house(load({"HOSO_DATA": str(data)}))
        stack.callback(house.database.dispose)
        first_run(house)
        public = stack.enter_context(_served(public_app(house.settings)))
        house = replace(house, settings=load({"HOSO_DATA": str(data), "HOSO_PUBLIC_ADDRESS": public}))
        staff = stack.enter_context(_working(house))
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(CHROMIUM))
        stack.callback(browser.close)
        yield Office(staff, public, accounts(house), browser, [])


def test_from_sign_in_to_the_public_page(office: Office, tmp_path: Path) -> None:
    paper = samples.draw("birth_certificate", seed=11)
    scan = tmp_path / "giay khai sinh.jpg"
    scan.write_bytes(samples.wear(paper, level=1, seed=11)[0].jpeg)

    note = tmp_path / "ghi chú.txt"
    note.write_text("không phải giấy tờ")

    with office.at("tiepnhan") as page:
        expect(page.get_by_role("heading", name="Chưa có hồ sơ nào")).to_be_visible()
        _picture(page, "empty")
        page.keyboard.press("n")
        expect(page.get_by_role("heading", name="Hồ sơ mới")).to_be_visible()
        page.get_by_label("Tên hồ sơ").fill("Cấp bản sao giấy khai sinh")
        page.locator("#files").set_input_files([scan, note])
        page.get_by_role("button", name="Mở hồ sơ và gửi tệp").click()
        expect(page.locator(".upload.wrong")).to_contain_text("định dạng")
        expect(page.locator(".upload.sure")).to_contain_text("Đã nhận")
        _picture(page, "intake")
        page.get_by_role("link", name="Tới hồ sơ").click()
        expect(page.locator(".paper").first).to_contain_text("Giấy khai sinh", timeout=120_000)
        expect(page.locator("progress")).to_have_count(0, timeout=30_000)
        _picture(page, "dossier")
        dossier = page.url

    with office.at("doisoat") as page:
        page.goto(dossier)
        page.get_by_role("link", name="Đối soát", exact=True).last.click()
        expect(page.locator("#desk")).to_be_visible()
        page.wait_for_load_state("networkidle")
        _decide_by_keyboard(page, paper.fields)
        expect(page.get_by_text("Đã xác nhận").first).to_be_visible()
        attach = page.locator("form.suggestion")
        if attach.count():
            attach.first.get_by_role("button").click()
        page.get_by_role("button", name=re.compile("Chuyển đổi")).click()
        expect(page.get_by_text("Chờ văn thư ký số của cơ quan")).to_be_visible()
        document = page.url

    with office.at("chungthuc") as page:
        page.goto(document)
        page.get_by_role("link", name="Chứng thực từ bản chính").click()
        for tick in page.get_by_label(re.compile("đúng với bản chính")).all():
            tick.check()
        for answer in page.get_by_label("Không", exact=True).all():
            answer.check()
        page.get_by_label("Họ tên người yêu cầu").fill("Trần Thị Cúc")
        _picture(page, "certify")
        page.get_by_label("Mã PIN khóa ký của bạn").fill(office.people["chungthuc"].pin)
        page.get_by_role("button", name="Ký chứng thực").click()
        expect(page.get_by_text("Chờ đóng dấu").first).to_be_visible(timeout=30_000)

    with office.at("vanthu") as page:
        page.goto(f"{office.staff}/seal")
        for box in page.get_by_role("checkbox").all():
            box.check()
        page.get_by_label("Mã PIN khóa ký của cơ quan").fill(office.people["vanthu"].pin)
        page.get_by_role("button", name="Ký các giấy tờ đã chọn").click()
        expect(page.get_by_text("đã vào kho")).to_be_visible(timeout=30_000)
        page.locator(".paper a").first.click()
        page.wait_for_load_state("networkidle")
        _picture(page, "seal")
        page.get_by_label("Mã PIN khóa ký của cơ quan").fill(office.people["vanthu"].pin)
        page.get_by_role("button", name="Ký số và cấp bản sao").click()
        expect(page.get_by_text("Đã cấp").first).to_be_visible(timeout=30_000)
        _picture(page, "copy")
        link = page.get_by_role("link", name="Trang kiểm tra công khai").get_attribute("href")
        with page.expect_download() as download:
            page.get_by_role("link", name="Tải bản sao (PDF)").click()
        assert Path(download.value.path()).read_bytes().startswith(b"%PDF")
        assert link is not None
        assert link.startswith(f"{office.public}/v/")

    visitor = office.browser.new_context(viewport=DESK, locale="vi-VN").new_page()
    visitor.goto(link)
    expect(visitor.locator("main")).to_contain_text("Thực Hành")
    expect(visitor.locator("main")).not_to_contain_text("Trần Thị Cúc")
    visitor.context.close()
    assert _real(office.faults) == []


def test_every_page_fits_a_phone_and_bars_nobody(office: Office) -> None:
    """At 390 px nothing sticks out, the menu is at hand, and axe-core finds nothing in the way, light or dark."""
    places = {"tiepnhan": 4, "chungthuc": 4, "vanthu": 3, "kiemtra": 3, "quantri": 2}
    axe = Axe()
    for number, (username, fewest) in enumerate(places.items()):
        with office.at(username, PHONE) as page:
            page.context.add_cookies(
                [{"name": "hoso_theme", "value": ("light", "dark")[number % 2], "url": office.staff}]
            )
            page.locator("summary").first.click()
            links = [str(link.get_attribute("href")) for link in page.locator(".nav-narrow a").all()]
            assert len(links) >= fewest, username
            if username == "tiepnhan":
                links += ["/dossiers/new", "/account", "/help", *_first_links(page, office)]
            for link in links:
                page.goto(f"{office.staff}{link}")
                width = page.evaluate("document.documentElement.scrollWidth")
                assert width <= PHONE["width"], (link, width)
                faults = axe.run(page).response["violations"]
                assert [(fault["id"], fault["nodes"][0]["html"]) for fault in faults] == [], link
    assert _real(office.faults) == []


def _first_links(page: Page, office: Office) -> list[str]:
    """The first dossier and its first paper, where the road before has left some."""
    page.goto(f"{office.staff}/dossiers")
    dossier = page.locator("tr.linked a").first
    if not dossier.count():
        return []
    address = str(dossier.get_attribute("href"))
    page.goto(f"{office.staff}{address}")
    return [address, *(str(one.get_attribute("href")) for one in page.locator(".paper a.whole").all()[:1])]


def test_keys_lead_through_the_pages(office: Office) -> None:
    with office.at("tiepnhan") as page:
        page.keyboard.press("Tab")
        expect(page.locator(".skip")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("#main")).to_be_focused()
        page.keyboard.press("?")
        expect(page.get_by_role("dialog")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_be_hidden()
        page.keyboard.press("/")
        expect(page.locator("[data-find]")).to_be_focused()


def _decide_by_keyboard(page: Page, truth: Mapping[str, str]) -> None:
    """Doubtful values one after the other, as a reviewer does it: look, type where the machine erred, Enter."""
    seen = page.locator(".entry.doubt", has=page.locator(".crop image"))  # what the machine missed stands nowhere
    if seen.count():
        seen.first.locator("[data-value]").first.focus()
        expect(page.locator(".entry:focus-within .crop image")).to_be_visible()
        expect(page.locator(".box.on")).to_have_count(1)
        _picture(page, "review")
    for _ in range(20):
        if page.locator("[data-confirm]").is_enabled():
            break
        field = page.locator(".entry.doubt [data-value]").first
        field.focus()
        name = str(field.get_attribute("id")).removeprefix("value-")
        if field.evaluate("field => field.tagName") == "INPUT":
            field.fill("/".join(reversed(truth.get(name, "").split("-"))) if "date" in name else truth.get(name, ""))
        page.keyboard.press("Enter")
        expect(page.locator(f".entry.decided #value-{name}")).to_be_visible()
    expect(page.locator("[data-confirm]")).to_be_enabled()
    page.locator("[data-confirm]").focus()
    page.keyboard.press("Enter")


def _picture(page: Page, name: str) -> None:
    if not os.environ.get("HOSO_SCREENSHOTS"):
        return
    IMAGES.mkdir(parents=True, exist_ok=True)
    page.wait_for_load_state("networkidle")
    for image in page.locator("img").all():
        expect(image).to_have_js_property("complete", True)
    page.screenshot(path=IMAGES / f"{name}.jpg", type="jpeg", quality=82, caret="initial")
    page.set_viewport_size(PHONE)
    page.screenshot(path=IMAGES / f"{name}-phone.jpg", type="jpeg", quality=78, caret="initial")
    page.set_viewport_size(DESK)


def _real(faults: list[str]) -> list[str]:
    """A refused file is answered 4xx on purpose, and Chromium says so in its console."""
    return [fault for fault in faults if "the server responded with a status of 4" not in fault]


@contextmanager
def _working(house: House) -> Iterator[str]:
    """The staff pages with a worker and a signing worker behind them: where they answer."""
    waiting: queue.Queue[str | None] = queue.Queue()

    def send(job_id: str, priority: int) -> None:
        waiting.put(job_id)

    services = replace(web_services(house), send_job=send)
    assert services.signing is not None
    stop, ready = threading.Event(), threading.Event()
    signing = threading.Thread(
        target=serve_signing,
        args=(services.signing.settings, house.database, house.blobs),
        kwargs={"stop": stop, "ready": ready},
    )
    place = replace(workplace(house), send=send)

    def work() -> None:
        while (job_id := waiting.get()) is not None:
            do_job(place, job_id)

    reading = threading.Thread(target=work)
    signing.start()
    reading.start()
    try:
        assert ready.wait(20)
        with _served(create_app(services)) as address:
            yield address
    finally:
        waiting.put(None)
        stop.set()
        reading.join(60)
        signing.join(20)
        end_children()


@contextmanager
def _served(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()
