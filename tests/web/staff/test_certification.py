"""From a confirmed paper to an issued copy: the page of the certifier, then the page of the seal keeper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from signing.refusals import ARTICLE_22
from storage.copies import copies, register
from storage.documents import review
from storage.documents.tables import Document
from storage.scope import system
from tests.web.staff.world import CERTIFIER_PIN, OFFICE_PIN, Browser, World, read_dossier

NO_TO_ALL = {f"answer-{item.code}": "no" for item in ARTICLE_22}


class Counter:
    """A confirmed birth certificate in an office with an open register and a signing worker."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.app = world.app()
        _, self.document_id = read_dossier(world)
        reviewer, certifier = world.actor("reviewer"), world.actor("certifier")
        with world.database.session() as session:
            version = review.document_by_id(session, reviewer, self.document_id).version
            review.confirm(session, reviewer, self.document_id, version)
            register.open_register(session, certifier, year=2026)

    def as_(self, role: str) -> Browser:
        return Browser(self.app, self.world, role)

    def filled(self, **changes: Any) -> dict[str, Any]:
        given: dict[str, Any] = NO_TO_ALL | {
            "requester_name": "Trần Thị Cúc", "original_name": "", "tick": ["1"], "pin": CERTIFIER_PIN,
        }  # fmt: skip
        return {name: value for name, value in (given | changes).items() if value is not None}

    def certify(self, **changes: Any) -> Any:
        return self.as_("certifier").post(f"/certify/{self.document_id}", self.filled(**changes))

    def entries(self) -> list[tuple[int, str]]:
        with self.world.database.session() as session:
            office = session.get_one(Document, self.document_id).office_id
            book = register.open_register_of(session, system(office))
            assert book is not None
            return [(entry.number, entry.state) for entry in register.entries(session, system(office), book.id)]


@pytest.fixture
def counter(world: World, authority: Path) -> Iterator[Counter]:
    with world.signs(authority):
        yield Counter(world)


def test_two_people_make_a_certified_copy(counter: Counter) -> None:
    page = counter.as_("certifier").get(f"/certify/{counter.document_id}")
    assert page.text.count('type="radio"') == 2 * len(ARTICLE_22)
    assert "checked" not in page.text, "no answer and no tick is given beforehand"

    certified = counter.certify()
    assert certified.status_code == 303
    copy_id = certified.location.rsplit("/", 1)[1]
    keeper = counter.as_("seal_keeper")
    assert copy_id in keeper.get("/seal").text
    look = keeper.get(f"/seal/copies/{copy_id}")
    assert "Lê Minh Châu" in look.text
    assert keeper.get(f"/seal/copies/{copy_id}/pages/1").mimetype == "image/jpeg"

    sealed = keeper.post(f"/seal/copies/{copy_id}", {"pin": OFFICE_PIN})
    assert sealed.status_code == 303
    shown = keeper.get(f"/copies/{copy_id}").text
    file = keeper.get(f"/copies/{copy_id}/file")
    assert file.mimetype == "application/pdf"
    assert file.data.startswith(b"%PDF")
    with counter.world.database.session() as session:
        public = copies.copy_by_code(session, _code(counter, copy_id))
    assert public is not None
    assert public.status == "in_force"
    assert f"http://127.0.0.1:8001/v/{_code(counter, copy_id)}" in shown
    assert counter.entries() == [(1, "issued")]
    printed = counter.as_("auditor").get("/registers").text
    assert "01/2026-SCTĐT/BS" in printed


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"tick": None}, 422),  # a page not compared
        ({"answer-altered": None}, 422),  # an item not answered
        ({"answer-secret": "yes"}, 422),  # an item that applies
        ({"requester_name": ""}, 422),
        ({"pin": "000001"}, 403),
    ],
)
def test_what_the_law_or_the_key_refuses_is_said_and_nothing_filled_in_is_lost(
    counter: Counter, change: dict[str, Any], status: int
) -> None:
    answer = counter.certify(original_name="Giấy khai sinh cũ", **change)
    assert answer.status_code in (status, 400)
    assert 'role="alert"' in answer.text
    assert "Giấy khai sinh cũ" in answer.text
    assert CERTIFIER_PIN not in answer.text, "a PIN is never written into a page"
    assert counter.entries() == [], "no number is spent"


def test_a_copy_sent_back_leaves_its_number_void_with_the_reason(counter: Counter) -> None:
    copy_id = counter.certify().location.rsplit("/", 1)[1]
    keeper = counter.as_("seal_keeper")
    assert keeper.post(f"/seal/copies/{copy_id}/return", {"reason": " "}).status_code == 400
    assert keeper.post(f"/seal/copies/{copy_id}/return", {"reason": "thiếu mặt sau"}).status_code == 303
    assert counter.entries() == [(1, "void")]
    with counter.world.database.session() as session:
        office = session.get_one(Document, counter.document_id).office_id
        book = register.open_register_of(session, system(office))
    assert book is not None
    assert "thiếu mặt sau" in counter.as_("auditor").get(f"/registers/{book.id}").text
    assert keeper.get(f"/seal/copies/{copy_id}").status_code == 409


def test_a_wrong_office_pin_leaves_the_copy_waiting(counter: Counter) -> None:
    copy_id = counter.certify().location.rsplit("/", 1)[1]
    answer = counter.as_("seal_keeper").post(f"/seal/copies/{copy_id}", {"pin": "999999"})
    assert answer.status_code == 403
    assert "999999" not in answer.text
    assert counter.entries() == [(1, "reserved")]


def test_one_person_with_both_roles_cannot_seal_their_own_copy(counter: Counter) -> None:
    from storage.offices import people

    copy_id = counter.certify().location.rsplit("/", 1)[1]
    administrator = counter.world.actor("administrator")
    with counter.world.database.session() as session:
        certifier = people.person_named(session, administrator, "certifier")
        people.grant_role(session, administrator, certifier.id, "seal_keeper")
    both = counter.as_("certifier")
    assert "người khác phải đóng dấu" in both.get("/seal").text
    assert both.get(f"/seal/copies/{copy_id}").status_code == 422
    assert both.post(f"/seal/copies/{copy_id}", {"pin": OFFICE_PIN}).status_code == 422
    assert counter.entries() == [(1, "reserved")]


def test_an_issued_copy_is_annulled_by_decision_and_its_number_stays(counter: Counter) -> None:
    copy_id = counter.certify().location.rsplit("/", 1)[1]
    counter.as_("seal_keeper").post(f"/seal/copies/{copy_id}", {"pin": OFFICE_PIN})
    certifier = counter.as_("certifier")
    assert (
        certifier.post(
            f"/copies/{copy_id}/annul", {"number": "15/QĐ-UBND", "date": "2026-11-20", "reason": "Bản chính giả"}
        ).status_code
        == 303
    )
    assert "15/QĐ-UBND" in certifier.get(f"/copies/{copy_id}").text
    assert "Đã hủy bỏ" in certifier.get(f"/documents/{counter.document_id}").text, "the paper's page says so as well"
    assert counter.entries() == [(1, "issued")]


def test_a_converted_paper_waits_for_the_office_and_is_then_in_the_store(counter: Counter) -> None:
    """A certificate of an authority: its conversion needs the office's signature (Law 20/2023/QH15, Article 12)."""
    path = f"/documents/{counter.document_id}"
    reviewer = counter.as_("reviewer")
    assert reviewer.post(f"{path}/convert").status_code == 303
    page = reviewer.get(path).text
    assert "BẢN ĐIỆN TỬ CHUYỂN ĐỔI TỪ VĂN BẢN GIẤY" in page
    assert "Trần Văn Bình" in page
    assert reviewer.get(f"{path}/file").data.startswith(b"%PDF")
    keeper = counter.as_("seal_keeper")
    assert counter.document_id in keeper.get("/seal").text
    assert keeper.post("/seal/conversions", {"pin": OFFICE_PIN}).status_code in (400, 422)
    done = keeper.post("/seal/conversions", {"pin": OFFICE_PIN, "document": counter.document_id})
    assert done.status_code == 303
    assert "Trong kho" in reviewer.get(path).text


def test_without_an_open_register_nothing_is_certified(counter: Counter) -> None:
    certifier = counter.as_("certifier")
    with counter.world.database.session() as session:
        office = session.get_one(Document, counter.document_id).office_id
        book = register.open_register_of(session, system(office))
    assert book is not None
    assert counter.as_("seal_keeper").post(f"/registers/{book.id}/close", {"pin": OFFICE_PIN}).status_code == 303
    page = certifier.get(f"/certify/{counter.document_id}").text
    assert "chưa mở sổ" in page
    assert "disabled" in page
    assert counter.certify().status_code == 409
    assert certifier.post("/registers").status_code == 303
    assert "02/2026" in certifier.get("/registers").text


def test_a_paper_nobody_confirmed_cannot_be_certified(counter: Counter) -> None:
    _, other = read_dossier(counter.world, title="khác", seed="another scan")
    certifier = counter.as_("certifier")
    assert certifier.get(f"/certify/{other}").status_code == 409
    assert certifier.post(f"/certify/{other}", counter.filled()).status_code == 409
    assert other not in certifier.get("/certify").text


def _code(counter: Counter, copy_id: str) -> str:
    with counter.world.database.session() as session:
        office = session.get_one(Document, counter.document_id).office_id
        return copies.copy_by_id(session, system(office), copy_id).code
