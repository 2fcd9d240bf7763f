"""Review: doubtful values first, decisions apart from proposals, nothing overwritten silently, then owner and store."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from ocr.records import page_to_record
from storage.documents import review
from storage.documents.readings import ProposedField, pages_of_document
from storage.documents.tables import Document, Original
from storage.jobs import artefacts
from terms.checks import Finding
from tests.understanding.paper import page as typed_page
from tests.web.staff.world import Browser, World, read_dossier

As = Callable[[str | None], Browser]
DOUBTFUL = ["personal_id", "father_name", "registration_date"]


class Paper:
    """A birth certificate on the desk of a reviewer."""

    def __init__(self, world: World, browser: Browser, **given: Any) -> None:
        self.world, self.browser = world, browser
        self.code, self.id = read_dossier(world, **given)
        self.path = f"/documents/{self.id}"

    @property
    def version(self) -> str:
        return re.findall(r'id="desk" data-version="(\d+)"', self.browser.get(self.path).text)[0]

    def decide(self, name: str, value: str, *, version: str | None = None) -> Any:
        return self.browser.htmx(f"{self.path}/fields/{name}", {"value": value, "version": version or self.version})

    def states(self) -> dict[str, review.FieldState]:
        actor = self.world.actor("reviewer")
        with self.world.database.session() as session:
            return {state.name: state for state in review.fields_of(session, actor, self.id)}

    def confirm(self) -> Any:
        for name in DOUBTFUL:
            self.decide(name, {"personal_id": "038190004321"}.get(name, ""))
        return self.browser.post(f"{self.path}/confirm", {"version": self.version})


@pytest.fixture
def paper(world: World, as_: As) -> Paper:
    return Paper(world, as_("reviewer"))


def test_doubtful_values_stand_first_each_with_its_place_on_the_page(paper: Paper) -> None:
    page = paper.browser.get(paper.path).text
    order = re.findall(r'data-entry="(\w+)"', page)
    assert order[:3] == DOUBTFUL
    assert set(re.findall(r'<rect class="box doubt" data-box="(\w+)"', page)) == set(DOUBTFUL)
    assert "Còn 3 mục cần xem" in page
    assert 'value="17/05/1990"' in page, "dates are written as people here do"
    assert '<option value="female" selected>' in page


CHECKED = (
    ProposedField(
        "date_of_birth", "1990-05-17", 0.6, findings=(Finding("birth_year", agrees=False, beside="1985"),)
    ),
    ProposedField(
        "sex", "female", 0.99, handwritten=True,
        findings=(Finding("sex_digit", agrees=True, beside="038190004321"), Finding("x_new", agrees=True)),
    ),
    ProposedField("place_of_origin", "xã Sơn Trung, huyện Khánh Sơn", 0.97, normalised="xã Tây Khánh Sơn"),
    ProposedField("personal_id", "038190004321", 0.99, source="qr"),
    ProposedField("registration_date", "2020-02-05", 0.5, findings=(Finding("date_words", False, "2020-02-06"),)),
)  # fmt: skip


def test_the_reviewer_is_told_which_checks_spoke(world: World, as_: As) -> None:
    paper = Paper(world, as_("reviewer"), fields=CHECKED)
    page = paper.browser.get(paper.path).text
    wrong = re.findall(r'<li class="check wrong"><svg[^>]*><use[^>]*#warn"/></svg><span>([^<]*)<', page)
    assert wrong == [
        "Năm sinh không khớp với số định danh: 1985",
        "Ngày bằng số và ngày bằng chữ không khớp: 06/02/2020",
    ]
    assert 'title="Khớp với giới tính trong số định danh: 038190004321"' in page
    assert ">x_new<" in page, "a check that is gone speaks for itself"
    assert 'aria-describedby="checks-date_of_birth"' in page
    assert "viết tay" in page
    assert "đọc từ mã QR" in page
    assert re.search(r'nay là <span class="strong">xã Tây Khánh Sơn<', page)


def test_checks_are_told_in_english_too(world: World, as_: As) -> None:
    browser = as_("reviewer")
    browser.post("/account/language", {"language": "en"})
    paper = Paper(world, browser, fields=CHECKED)
    page = browser.get(paper.path).text
    assert "The year of birth and the personal number contradict each other: 1985" in page
    assert "handwritten" in page


def test_what_a_paper_says_against_itself_is_told_though_it_is_no_field(world: World, as_: As) -> None:
    paper = Paper(world, as_("reviewer"))
    reviewer = world.actor("reviewer")
    with world.database.session() as session:
        page = pages_of_document(session, reviewer, paper.id)[0]
        read = typed_page("Họ và tên mẹ: LÊ THỊ HOA\nNgười đi khai: Lê Thị Hòa")
        artefacts.put(
            session, reviewer, key="k" * 64, input_sha256="0" * 64, stage="page", version="1",
            content=page_to_record(read),
        )  # fmt: skip
        session.merge(page).reading = "k" * 64
    text = paper.browser.get(paper.path).text
    assert "Giấy tự mâu thuẫn ở chỗ khác" in text
    assert "viết khác nhau: Lê Thị Hòa · LÊ THỊ HOA" in text
    paper.confirm()
    assert "Giấy tự mâu thuẫn" not in paper.browser.get(paper.path).text


def test_of_a_value_that_a_person_typed_the_checks_said_nothing(world: World, as_: As) -> None:
    paper = Paper(world, as_("reviewer"), fields=CHECKED)
    assert "không khớp" not in paper.decide("date_of_birth", "17/05/1985").text
    other = Paper(world, as_("reviewer"), fields=CHECKED, seed="KHAC")
    proposal = other.states()["date_of_birth"].proposal
    assert proposal is not None
    kept = other.browser.htmx(
        f"{other.path}/fields/date_of_birth",
        {"value": "17/05/1990", "version": other.version, "proposal": proposal.id},
    )
    assert "không khớp" in kept.text, "whoever keeps it knew"


def test_a_decision_is_kept_beside_the_proposal_with_who_and_when(paper: Paper) -> None:
    answer = paper.decide("father_name", "NGUYỄN VĂN ĐẠI")
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert "Trần Văn Bình" in answer.text
    assert "máy đọc: NGUYỄN VĂN ĐẠT" in answer.text
    assert 'id="dock" hx-swap-oob="true"' in answer.text
    assert "Còn 2 mục cần xem" in answer.text
    state = paper.states()["father_name"]
    assert state.value == "NGUYỄN VĂN ĐẠI"
    assert state.proposal is not None
    assert state.proposal.value == "NGUYỄN VĂN ĐẠT"
    assert state.decision is not None
    assert state.decision.corrected
    assert answer.headers["X-Document-Version"] == paper.version


def test_values_are_stored_in_one_spelling_however_they_are_typed(paper: Paper) -> None:
    for name, typed, stored in (
        ("registration_date", "5.2.2020", "2020-02-05"),
        ("personal_id", "0381 9000 4321", "038190004321"),
        ("sex", "male", "male"),
        ("ethnicity", "  Ta\u0300y ", "Tày"),
        ("place_of_origin", "", None),
    ):
        assert paper.decide(name, typed).status_code == 200
        assert paper.states()[name].value == stored


def test_what_cannot_be_a_value_is_said_and_what_was_typed_stays(paper: Paper) -> None:
    for name, typed in (("registration_date", "hôm kia"), ("personal_id", "12345"), ("sex", "khác")):
        answer = paper.decide(name, typed)
        assert answer.status_code == 422
        assert 'role="alert"' in answer.text
        assert paper.states()[name].decision is None
    assert 'value="hôm kia"' in paper.decide("registration_date", "hôm kia").text
    assert paper.decide("no_such_field", "x").status_code == 404


def test_two_officers_never_overwrite_each_other_silently(paper: Paper, world: World) -> None:
    seen = paper.version
    paper.decide("father_name", "NGUYỄN VĂN MỘT", version=seen)
    late = paper.decide("father_name", "NGUYỄN VĂN HAI", version=seen)
    assert late.status_code == 409
    assert late.headers["HX-Retarget"] == "#notices"
    assert "Người khác vừa thay đổi" in late.text
    assert paper.states()["father_name"].value == "NGUYỄN VĂN MỘT"


def test_no_paper_is_confirmed_with_doubtful_values_nobody_looked_at(paper: Paper) -> None:
    early = paper.browser.post(f"{paper.path}/confirm", {"version": paper.version})
    assert early.status_code == 409
    assert "còn 3 giá trị" in early.text
    assert paper.confirm().status_code == 303
    page = paper.browser.get(paper.path).text
    assert "Đã xác nhận" in page
    assert "data-value" not in page, "nothing can be typed any more"
    assert all(state.decision is not None for state in paper.states().values())


def test_a_paper_is_called_by_the_number_a_person_confirmed(paper: Paper, world: World) -> None:
    """Not by the one the machine misread: registers, stores and other systems name the paper so."""
    paper.decide("registration_number", "216/2020")
    paper.confirm()
    with world.database.session() as session:
        assert session.get_one(Document, paper.id).title == "Giấy khai sinh số 216/2020"


def test_the_kind_is_a_persons_choice_and_brings_its_own_fields(paper: Paper) -> None:
    wrong = paper.browser.post(f"{paper.path}/kind", {"kind": "love_letter", "version": paper.version})
    assert wrong.status_code == 400
    done = paper.browser.post(f"{paper.path}/kind", {"kind": "diploma", "version": paper.version})
    assert done.status_code == 303
    page = paper.browser.get(paper.path).text
    assert "người chọn" in page
    assert "diploma_number" in page
    assert "father_name" not in re.findall(r'data-entry="(\w+)"', page)


def test_a_separator_sheet_is_rejected_and_may_come_back(paper: Paper) -> None:
    assert paper.browser.post(f"{paper.path}/reject", {"version": paper.version}).status_code == 303
    assert "Đã loại" in paper.browser.get(paper.path).text
    assert paper.browser.post(f"{paper.path}/reopen", {"version": paper.version}).status_code == 303
    assert "Còn 3 mục" in paper.browser.get(paper.path).text


def test_the_queue_leads_from_one_paper_to_the_next(world: World, as_: As) -> None:
    browser = as_("reviewer")
    assert "Không còn gì chờ đối soát" in browser.get("/review").text
    first, second = Paper(world, browser), Paper(world, browser, seed="two", title="thứ hai")
    queue = browser.get("/review").text
    assert queue.index(first.path) < queue.index(second.path)
    assert "NGUYỄN THỊ ÁNH · 215/2020" in queue
    first.confirm()
    assert "Đã xác nhận, chờ đưa vào kho" in browser.get("/review").text


def test_others_may_look_but_not_touch(paper: Paper, as_: As) -> None:
    page = as_("counter").get(paper.path).text
    assert "NGUYỄN THỊ ÁNH" in page
    assert "data-value" not in page
    assert f"{paper.path}/confirm" not in page


def test_the_page_is_shown_as_a_picture_drawn_once(paper: Paper, world: World) -> None:
    source = re.search(r'<image href="([^"]+)"', paper.browser.get(paper.path).text)
    assert source is not None
    address = source[1].replace("&amp;", "&")
    picture = paper.browser.get(address)
    assert picture.mimetype == "image/jpeg"
    assert picture.data.startswith(b"\xff\xd8")
    assert picture.headers["Cache-Control"] == "private, no-cache"
    kept = list((world.folder / "page_images").rglob("*.jpg"))
    assert len(kept) == 1
    kept[0].write_bytes(b"\xff\xd8 kept")
    assert paper.browser.get(address).data == b"\xff\xd8 kept"
    unchanged = paper.browser.get(address, headers={"If-None-Match": picture.headers["ETag"]})
    assert unchanged.status_code == 304


def test_a_long_paper_does_not_fetch_all_its_pages_at_once(world: World, as_: As) -> None:
    long = Paper(world, as_("reviewer"), page_count=60)
    page = long.browser.get(long.path).text
    assert page.count("<image href=") == 3
    assert page.count("<image data-later=") == 57
    assert "+12" in long.browser.get(f"/dossiers/{long.code}").text


def test_a_paper_set_apart_as_secret_shows_no_picture(paper: Paper, world: World) -> None:
    actor = world.actor("reviewer")
    with world.database.session() as session:
        page = pages_of_document(session, actor, paper.id)[0]
        session.get_one(Original, page.original_id).state = "set_apart"
    assert paper.browser.get(f"/pages/{page.id}/picture").status_code == 404


def test_a_lost_original_is_said_so(paper: Paper, world: World) -> None:
    actor = world.actor("reviewer")
    with world.database.session() as session:
        page = pages_of_document(session, actor, paper.id)[0]
        sha256 = session.get_one(Original, page.original_id).sha256
    world.blobs.erase(sha256)
    answer = paper.browser.get(f"/pages/{page.id}/picture")
    assert answer.status_code == 500
    assert "./run check" in answer.text


# --- whose paper it is ------------------------------------------------------------------------------------------------


def test_the_paper_suggests_its_owner_and_a_person_attaches_it(paper: Paper) -> None:
    paper.confirm()
    page = paper.browser.get(paper.path).text
    form = re.search(r'<form[^>]*suggestion">.*?</form>', page, re.DOTALL)
    assert form is not None
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[0]))
    assert fields["name"] == "NGUYỄN THỊ ÁNH"
    assert fields["personal_id"] == "038190004321"
    assert paper.browser.post(f"{paper.path}/owners", fields).status_code == 303
    after = paper.browser.get(paper.path).text
    assert "suggestion" not in after
    owner = re.search(r'href="(/owners/[\w-]+)">NGUYỄN THỊ ÁNH', after)
    assert owner is not None
    page = paper.browser.get(owner[1]).text
    assert "321" in page
    assert "038190004321" not in page, "a number is shown masked"
    assert paper.browser.post(f"{paper.path}/owners/remove", {"owner": owner[1].rsplit("/", 1)[1]}).status_code == 303
    assert "suggestion" in paper.browser.get(paper.path).text


def test_a_number_known_under_another_name_is_looked_at_first(paper: Paper, world: World) -> None:
    paper.confirm()
    given = {"name": "NGUYỄN THỊ ÁNH", "personal_id": "038190004321", "role": "full_name"}
    paper.browser.post(f"{paper.path}/owners", given)
    other = Paper(world, paper.browser, seed="two")
    other.confirm()
    asked = other.browser.post(f"{other.path}/owners", given | {"name": "TRẦN VĂN KHÁC"})
    assert asked.status_code == 409
    assert "một người tên khác" in asked.text
    assert "TRẦN VĂN KHÁC" in asked.text
    confirmed = other.browser.post(f"{other.path}/owners", given | {"name": "TRẦN VĂN KHÁC", "same": "yes"})
    assert confirmed.status_code == 303


def test_an_owner_may_be_an_organisation_or_have_no_number(paper: Paper) -> None:
    paper.confirm()
    for given in (
        {"name": "Công ty TNHH Ánh Dương", "personal_id": "0312345678", "organisation": "yes"},
        {"name": "Cụ Đạt", "personal_id": "", "date_of_birth": "1941"},
        {"name": "Bà Cúc", "personal_id": "271234567"},
    ):
        assert paper.browser.post(f"{paper.path}/owners", given).status_code == 303
    page = paper.browser.get(paper.path).text
    assert "Công ty TNHH Ánh Dương" in page
    assert "Bà Cúc" in page
    assert paper.browser.post(f"{paper.path}/owners", {"name": "Ai", "personal_id": "12"}).status_code in (400, 422)


# --- the store, search, the log, people -------------------------------------------------------------------------------


def test_the_store_answers_only_with_a_purpose_and_a_real_dossier(paper: Paper, as_: As) -> None:
    counter = as_("counter")
    asked = {"personal_id": "038190004321", "purpose": "đăng ký kết hôn", "dossier_code": paper.code}
    assert counter.post("/owners/lookup", asked | {"purpose": " "}).status_code == 422
    assert counter.post("/owners/lookup", asked | {"dossier_code": ""}).status_code == 422
    made_up = counter.post("/owners/lookup", asked | {"dossier_code": "H60.12-000000-9999"})
    assert made_up.status_code == 404
    assert "hồ sơ có thật" in made_up.text
    assert "Kho chưa có gì" in counter.post("/owners/lookup", asked).text
    paper.confirm()
    paper.browser.post(f"{paper.path}/owners", {"name": "NGUYỄN THỊ ÁNH", "personal_id": "038190004321"})
    assert "NGUYỄN THỊ ÁNH" in counter.post("/owners/lookup", asked).text
    log = as_("auditor").get("/audit?action=owner.lookup").text
    assert "đăng ký kết hôn" in log
    assert "038190004321" not in log


def test_search_finds_without_accents_and_marks_what_it_found(paper: Paper, as_: As) -> None:
    found = as_("counter").post("/search", {"text": "nguyen thi anh"}).text
    assert paper.path in found
    assert "<mark>" in found
    assert "Không tìm thấy" in as_("counter").post("/search", {"text": "zzzz"}).text
    assert as_("counter").post("/search", {"text": "anh", "after": "junk"}).status_code == 400


def test_the_log_is_read_filtered_and_checked(paper: Paper, as_: As, world: World) -> None:
    from sqlalchemy import text

    from storage.audit import log

    paper.confirm()
    auditor = as_("auditor")
    page = auditor.get("/audit?action=document.confirm").text
    assert "xác nhận giấy tờ" in page
    assert "Trần Văn Bình" in page
    assert "mở hồ sơ</td>" not in page
    with world.database.session() as session:
        log.seal(session)
    assert "nguyên vẹn" in auditor.get(auditor.post("/audit/verify").location).text
    with world.database.engine.connect() as connection:
        connection.execute(text("DROP TRIGGER IF EXISTS audit_entries_update"))
        triggers = connection.execute(text("SELECT name FROM sqlite_master WHERE type='trigger'")).scalars().all()
        for name in triggers:
            connection.execute(text(f'DROP TRIGGER "{name}"'))
        connection.execute(text("UPDATE audit_entries SET action='document.forged' WHERE sequence=3"))
        connection.commit()
    assert "KHÔNG nguyên vẹn" in auditor.get(auditor.post("/audit/verify").location).text


def test_the_administrator_keeps_people_and_roles(as_: As) -> None:
    browser = as_("administrator")
    new = {
        "full_name": "Bùi Văn Mới",
        "username": "moi",
        "password": "mật khẩu ban đầu",
        "role": ["counter", "reviewer"],
    }
    assert browser.post("/people", new).status_code == 303
    assert browser.post("/people", new).status_code == 409, "the name is taken"
    assert browser.post("/people", new | {"username": "x", "password": "ngắn"}).status_code == 400
    page = browser.get("/people").text
    person = re.search(r'action="/people/([\w-]+)/roles"(?:(?!</details>).)*', page.split("Bùi Văn Mới")[1], re.DOTALL)
    assert person is not None
    path = f"/people/{person[1]}"
    assert browser.post(f"{path}/roles", {"role": ["auditor"]}).status_code == 303
    assert browser.post(f"{path}/password", {"password": "mật khẩu khác dài"}).status_code == 303
    assert browser.post(f"{path}/key", {"key_name": "moi"}).status_code == 303
    assert 'value="moi"' in browser.get("/people").text
    assert browser.post(f"{path}/key", {"key_name": "../../etc/passwd"}).status_code == 503
    assert browser.post(f"{path}/active", {"active": "no"}).status_code == 303
    assert "Đã khóa" in browser.get("/people").text
    assert browser.post(f"{path}/active", {"active": "yes"}).status_code == 303


def test_nobody_locks_themselves_out(world: World, as_: As) -> None:
    browser = as_("administrator")
    me = world.actor("administrator").person_id
    assert browser.post(f"/people/{me}/roles", {"role": ["counter"]}).status_code == 409
    assert browser.post(f"/people/{me}/active", {"active": "no"}).status_code == 409


def test_a_clients_secret_is_shown_once(as_: As) -> None:
    browser = as_("administrator")
    answer = browser.post("/people/clients", {"name": "Cổng dịch vụ", "scope": ["search", "owners"]})
    secret = re.search(r"client_secret</dt><dd><code>([\w-]+)</code>", answer.text)
    assert secret is not None
    page = browser.get("/people").text
    assert "Cổng dịch vụ" in page
    assert secret[1] not in page
    client = re.search(r"/people/clients/([\w-]+)/close", page)
    assert client is not None
    assert browser.post(client[0]).status_code == 303
    assert "Đã đóng" in browser.get("/people").text


def test_a_paper_without_fields_and_an_unknown_kind_are_shown_too(world: World, as_: As) -> None:
    browser = as_("reviewer")
    other = Paper(world, browser, kind="other", fields=())
    assert "không có trường dữ liệu" in browser.get(other.path).text
    strange = Paper(world, browser, kind="of_an_office_of_its_own", fields=(ProposedField("x", "y", 0.5),), seed="s")
    assert "of_an_office_of_its_own" in browser.get(strange.path).text
    assert browser.get(f"/dossiers/{strange.code}").status_code == 200
