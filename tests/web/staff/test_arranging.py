"""The page on which people arrange the pages of a dossier."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from storage.documents import review
from storage.documents.arrangement import arrangement_of
from storage.dossiers.dossiers import cancel_dossier, dossier_by_code, open_dossier
from tests.web.staff.world import Browser, World, read_dossier


class Desk:
    """A dossier with one paper of four pages, and somebody at its arranging page."""

    def __init__(self, world: World, browser: Browser) -> None:
        self.world, self.browser = world, browser
        self.code, self.document = read_dossier(world, page_count=4)
        self.path = f"/dossiers/{self.code}/pages"

    def shown(self):
        counter = self.world.actor("counter")
        with self.world.database.session() as session:
            return arrangement_of(session, counter, dossier_by_code(session, counter, self.code).id)

    def now(self) -> list[str]:
        shown = self.shown()
        return [
            *("".join(str(page.number) for page in one.pages) for one in shown.documents),
            "-" + "".join(str(page.number) for page in shown.loose),
        ]

    def ids(self, *numbers: int) -> list[str]:
        shown = self.shown()
        pages = {page.number: page.id for one in shown.documents for page in one.pages}
        pages |= {page.number: page.id for page in shown.loose}
        return [pages[number] for number in numbers]

    def act(self, act: str, *numbers: int, htmx: bool = False, **more: str):
        given = {"act": act, "seen": self.shown().digest, "page": self.ids(*numbers), **more}
        return (self.browser.htmx if htmx else self.browser.post)(self.path, given)


@pytest.fixture
def desk(world: World, as_: Callable[[str | None], Browser]) -> Desk:
    return Desk(world, as_("counter"))


def test_the_page_shows_documents_with_their_pages(desk: Desk) -> None:
    page = desk.browser.get(desk.path).text
    assert "Giấy khai sinh" in page
    assert len(re.findall(r'type="checkbox" name="page"', page)) == 4
    assert "Trang để ngoài" in page
    assert "Hoàn tác:" not in page
    assert 'href="' + desk.path + '"' in desk.browser.get(f"/dossiers/{desk.code}").text


def test_a_document_is_split_and_merged_again_by_plain_buttons(desk: Desk) -> None:
    answer = desk.act(f"split:{desk.ids(3)[0]}")
    assert (answer.status_code, answer.location) == (303, desk.path)
    assert desk.now() == ["12", "34", "-"]
    page = desk.browser.get(desk.path).text
    assert "Đã tách giấy tờ." in page
    assert "Hoàn tác: tách giấy tờ" in page
    second = desk.shown().documents[1].document.id
    above = re.search(rf'name="above:{second}" value="([^"]+)"', page)
    assert above is not None
    desk.act(f"merge:{second}", **{f"above:{second}": above[1]})
    assert desk.now() == ["1234", "-"]


def test_what_changes_is_read_anew_by_a_worker(desk: Desk) -> None:
    desk.world.sent.clear()
    desk.act("right", 2)
    desk.act("new", 4)
    assert len(desk.world.sent) == 2
    assert "Máy đang đọc" in desk.browser.get(desk.path).text


@pytest.mark.parametrize(
    ("act", "pages", "after"),
    [
        ("new", (2, 4), ["13", "24", "-"]),
        ("apart", (4,), ["123", "-4"]),
        ("earlier", (3,), ["1324", "-"]),
        ("later", (1, 2), ["3124", "-"]),
        ("left", (1,), ["1234", "-"]),
    ],
)
def test_chosen_pages(desk: Desk, act: str, pages: tuple[int, ...], after: list[str]) -> None:
    answer = desk.act(act, *pages, htmx=True)
    assert answer.status_code == 200
    assert 'id="arrange"' in answer.text
    assert "<html" not in answer.text
    assert desk.now() == after
    desk.act("undo")
    assert desk.now() == ["1234", "-"]


def test_pages_are_moved_to_a_place_in_another_document(desk: Desk) -> None:
    desk.act(f"split:{desk.ids(3)[0]}")
    first = desk.shown().documents[0].document.id
    desk.act("move", 4, to=first, before=desk.ids(2)[0])
    assert desk.now() == ["142", "3", "-"]
    desk.act("move", 3, to="apart")
    assert desk.now() == ["142", "-3"]
    desk.act("move", 3, to="new")
    assert desk.now() == ["142", "3", "-"]


@pytest.mark.parametrize("act", ["earlier", "later", "right", "apart", "undo", "what", ""])
def test_what_cannot_be_done_is_said_and_changes_nothing(desk: Desk, act: str) -> None:
    answer = desk.act(act, htmx=True)
    assert answer.status_code >= 400
    assert 'role="alert"' in answer.text
    assert desk.now() == ["1234", "-"]


def test_the_first_page_goes_no_further_up(desk: Desk) -> None:
    assert "ở đầu hoặc cuối" in desk.act("earlier", 1, htmx=True).text
    assert "ở đầu hoặc cuối" in desk.act("later", 4, htmx=True).text


def test_who_comes_second_is_told_and_sees_the_latest(desk: Desk, as_: Callable[[str | None], Browser]) -> None:
    stale = desk.shown().digest
    desk.act(f"split:{desk.ids(3)[0]}")
    answer = as_("reviewer").htmx(desk.path, {"act": "left", "page": desk.ids(1), "seen": stale})
    assert answer.status_code == 409
    assert "vừa thay đổi" in answer.text
    assert answer.text.count('name="above:') == 1
    assert desk.now() == ["12", "34", "-"]


def test_a_confirmed_document_shows_no_buttons_and_refuses(desk: Desk, as_: Callable[[str | None], Browser]) -> None:
    reviewer = desk.world.actor("reviewer")
    with desk.world.database.session() as session:
        document = review.document_by_id(session, reviewer, desk.document)
        review.confirm(session, reviewer, document.id, document.version)
    page = desk.browser.get(desk.path).text
    assert f"split:{desk.ids(2)[0]}" not in page
    assert page.count("disabled aria-label") == 4
    answer = desk.act("left", 1, htmx=True)
    assert answer.status_code == 409
    assert "giữ nguyên trang" in answer.text


def test_news_come_only_when_something_has_moved(desk: Desk) -> None:
    page = desk.browser.get(desk.path).text
    address = re.search(r'hx-get="([^"]+/now[^"]+)"', page)
    assert address is not None
    assert desk.browser.get(address[1]).status_code == 204
    desk.act("left", 1)
    assert 'id="arrange"' in desk.browser.get(address[1]).text


@pytest.mark.parametrize("role", ["certifier", "seal_keeper", "auditor", "administrator"])
def test_others_neither_see_nor_arrange(desk: Desk, as_: Callable[[str | None], Browser], role: str) -> None:
    assert as_(role).get(desk.path).status_code == 403
    assert as_(role).post(desk.path, {"act": "left", "page": desk.ids(1)}).status_code == 403
    assert desk.now() == ["1234", "-"]


def test_a_dossier_without_pages_says_what_to_do(world: World, as_: Callable[[str | None], Browser]) -> None:
    counter = world.actor("counter")
    with world.database.session() as session:
        code = open_dossier(session, counter, title="trống").code
    assert "Chưa có trang nào" in as_("counter").get(f"/dossiers/{code}/pages").text


def test_nothing_is_arranged_in_a_cancelled_dossier(desk: Desk) -> None:
    counter = desk.world.actor("counter")
    with desk.world.database.session() as session:
        cancel_dossier(session, counter, dossier_by_code(session, counter, desk.code).id)
    assert desk.act("left", 1, htmx=True).status_code == 409
