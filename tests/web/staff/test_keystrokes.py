"""How long hands and eyes are at it: a keystroke-level model over every real key and click of the certifying pages.

The model (Card, Moran, Newell 1983) and its constants: K 0.28 s a key (an average typist, 40 words a minute), P 1.10 s
to point, B 0.10 s to press or release a button, H 0.40 s to move a hand between mouse and keys, M 1.35 s to make up
one's mind, R the wait for an answer: one second is charged for each, whatever it took here. A name is typed by Telex,
which takes further keys for tones and marks. Reading the paper itself is no part of the model, nor of the program.

With HOSO_KEYSTROKES=1 the figures go to docs/bench/keystrokes.json.
"""

from __future__ import annotations

import json
import os
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright
from werkzeug.serving import make_server

from signing.refusals import ARTICLE_22
from storage.documents import review
from tests.web.staff.test_batches import Counters
from tests.web.staff.test_browser import CHROMIUM
from tests.web.staff.world import CERTIFIER_PIN, OFFICE_PIN, World, read_dossier

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SECONDS = {"K": 0.28, "P": 1.10, "B": 0.10, "H": 0.40, "M": 1.35, "R": 1.0}
AT_MOST_S, BATCH = 60.0, 20
REQUESTER = "Trần Thị Cúc"
RESULT = Path(__file__).parents[3] / "docs" / "bench" / "keystrokes.json"
_TELEX = {"\u0302": 1, "\u0306": 1, "\u031b": 1, "\u0300": 1, "\u0301": 1, "\u0303": 1, "\u0309": 1, "\u0323": 1}


@dataclass
class Hand:
    """One person at one machine; each act is done in the browser and charged to the model."""

    page: Page
    acts: list[str] = field(default_factory=list)
    on_mouse: bool = True

    def think(self) -> None:
        self.acts.append("M")

    def click(self, target: Locator) -> None:
        self._move(to_mouse=True)
        target.click()
        self.acts += ["P", "B", "B"]

    def press(self, key: str) -> None:
        self._move(to_mouse=False)
        self.page.keyboard.press(key)
        self.acts.append("K")

    def type(self, words: str) -> None:
        """By Telex: a key a letter, one more for a mark, one for a tone, two for đ; Shift for a capital."""
        self._move(to_mouse=False)
        self.page.keyboard.type(words)
        self.acts += ["K"] * telex_keys(words)

    def waits(self, until: Locator) -> None:
        expect(until).to_be_visible(timeout=30_000)
        self.acts.append("R")

    def _move(self, *, to_mouse: bool) -> None:
        if self.on_mouse != to_mouse:
            self.acts.append("H")
        self.on_mouse = to_mouse

    @property
    def seconds(self) -> float:
        return sum(SECONDS[act] for act in self.acts)

    def told(self) -> dict[str, object]:
        return {"seconds": round(self.seconds, 2)} | {act: self.acts.count(act) for act in SECONDS}


def telex_keys(words: str) -> int:
    """Keys that Telex takes for these words: `Trần` is T-r-a-a-n-f with a Shift."""
    letters = unicodedata.normalize("NFD", words)
    marks = sum(_TELEX.get(letter, 0) for letter in letters)
    plain = sum(1 for letter in letters if not unicodedata.combining(letter))
    return plain + marks + letters.lower().count("đ") + sum(letter.isupper() for letter in letters)


@dataclass
class Office:
    counter: Counters
    address: str
    browser: Browser

    def hand(self, role: str, path: str) -> Hand:
        """Somebody signed in, at the page where their work begins, a hand on the mouse."""
        context = self.browser.new_context(viewport={"width": 1366, "height": 768}, locale="vi-VN")
        token = self.counter.world.tokens[role][0]
        context.add_cookies([{"name": "hoso_session", "value": token, "url": self.address}])
        page = context.new_page()
        page.goto(f"{self.address}{path}")
        return Hand(page)

    def paper_of_two_pages(self) -> str:
        _, document_id = read_dossier(self.counter.world, title="hai trang", seed="hai trang", page_count=2)
        reviewer = self.counter.world.actor("reviewer")
        with self.counter.world.database.session() as session:
            version = review.document_by_id(session, reviewer, document_id).version
            review.confirm(session, reviewer, document_id, version)
        return document_id


@pytest.fixture
def office(world: World, authority: Path) -> Iterator[Office]:
    with ExitStack() as stack:
        stack.enter_context(world.signs(authority))
        counter = Counters(world)
        server = make_server("127.0.0.1", 0, counter.app, threaded=True)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        stack.callback(thread.join, 10)
        stack.callback(server.shutdown)
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(CHROMIUM))
        stack.callback(browser.close)
        yield Office(counter, f"http://127.0.0.1:{server.port}", browser)


def test_telex_is_counted_as_it_is_typed() -> None:
    assert telex_keys("an") == 2
    assert telex_keys("Trần") == len("Traanf") + 1
    assert telex_keys("đường") == len("dduwowngf")


def test_a_paper_of_two_pages_takes_both_together_less_than_a_minute(office: Office) -> None:
    document_id = office.paper_of_two_pages()
    certifier = office.hand("certifier", "/certify")
    page = certifier.page
    certifier.think()
    certifier.click(page.locator(f"a[href='/certify/{document_id}']"))
    certifier.waits(page.locator("#requester_name"))
    certifier.think()
    certifier.type(REQUESTER)
    certifier.press("Enter")
    expect(page.locator("[data-sheet].current img")).to_be_visible()
    for number in (1, 2):
        expect(page.locator(f"[data-sheet='{number}'].current [data-tick]")).to_be_enabled()
        certifier.think()  # the page agrees with the paper in the hand
        certifier.press("Space")
    for _ in ARTICLE_22:
        certifier.think()
        certifier.press("k")
    certifier.think()
    certifier.type(CERTIFIER_PIN)
    certifier.press("Enter")
    certifier.waits(page.get_by_text("Đã ký chứng thực số"))

    keeper = office.hand("seal_keeper", "/seal")
    page = keeper.page
    keeper.think()
    keeper.click(page.locator("a.whole").first)
    keeper.waits(page.locator("#pin"))
    for _ in range(3):
        keeper.think()  # two pages and the statement, looked at
    keeper.think()
    keeper.type(OFFICE_PIN)
    keeper.press("Enter")
    keeper.waits(page.get_by_text("Đã ký số của cơ quan"))

    together = certifier.seconds + keeper.seconds
    _tell("two_pages", {"certifier": certifier.told(), "seal_keeper": keeper.told(), "together_s": round(together, 2)})
    assert together <= AT_MOST_S, (certifier.told(), keeper.told())


def test_twenty_papers_take_each_of_the_two_one_confirmation(office: Office) -> None:
    for number in range(BATCH):
        assert office.counter.put_off(office.counter.another(f"giấy {number}")).status_code == 303
    told: dict[str, object] = {}
    for role, start, opens, pin in (
        ("certifier", "/certify", "a[href='/batches/certify']", CERTIFIER_PIN),
        ("seal_keeper", "/seal", "a[href='/batches/seal']", OFFICE_PIN),
    ):
        hand = office.hand(role, start)
        hand.think()
        hand.click(hand.page.locator(opens))
        hand.waits(hand.page.get_by_text(f"Xác nhận ký {BATCH} bản"))
        hand.think()  # the list and its count, looked at
        hand.think()
        hand.type(pin)
        hand.press("Enter")
        hand.waits(hand.page.locator("progress"))
        expect(hand.page.get_by_text(f"{BATCH} / {BATCH} bản")).to_be_visible(timeout=120_000)
        told[role] = hand.told() | {"confirmations": hand.acts.count("R") - 1}
        assert hand.acts.count("R") - 1 == 1, "one page opened, one confirmation"
        assert hand.seconds <= AT_MOST_S
    assert [state for _, state in office.counter.entries()] == ["issued"] * BATCH
    _tell("batch_of_twenty", told)


def _tell(name: str, figures: dict[str, object]) -> None:
    if not os.environ.get("HOSO_KEYSTROKES"):
        return
    kept = json.loads(RESULT.read_text()) if RESULT.exists() else {}
    RESULT.write_text(json.dumps(kept | {"seconds_of": SECONDS, name: figures}, ensure_ascii=False, indent=1) + "\n")
