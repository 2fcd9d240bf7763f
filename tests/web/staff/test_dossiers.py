"""The counter: dossiers listed and found, files taken in, progress, hostile names and texts."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from PIL import Image

from storage.documents.originals import original_by_sha256, set_original_state
from storage.documents.readings import ProposedField
from storage.documents.tables import Page
from storage.dossiers import dossiers
from storage.dossiers.tables import Dossier
from storage.jobs.tables import Job
from storage.procedures.catalogue import add_procedure
from tests.web.staff.world import Browser, World, read_dossier, scan

As = Callable[[str | None], Browser]
DATA = {"Accept": "application/json"}
HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(2)>{{7*7}}'


def dark_photo() -> bytes:
    """A page photographed in the dark."""
    with Image.open(io.BytesIO(scan())) as page:
        out = io.BytesIO()
        page.point(lambda value: value // 8).save(out, "JPEG", quality=60)
    return out.getvalue()


def upload(browser: Browser, path: str, *files: tuple[str, bytes], **form: Any) -> Any:
    streams = [(io.BytesIO(data), name) for name, data in files]
    return browser.post(path, {"files": streams, **form}, headers=DATA)


def test_an_empty_office_is_offered_the_sample(world: World, as_: As) -> None:
    assert "hồ sơ mẫu" not in as_("counter").get("/dossiers").text
    world.add_sample = lambda actor: read_dossier(world, title="Hồ sơ mẫu")[0]
    browser = Browser(world.app(), world, "counter")
    assert "Thử với hồ sơ mẫu" in browser.get("/dossiers").text
    answer = browser.post("/dossiers/sample")
    assert answer.status_code == 303
    assert "Giấy khai sinh" in browser.get(answer.location).text


def test_a_dossier_is_opened_and_files_are_taken_one_by_one(world: World, as_: As) -> None:
    browser = as_("counter")
    opened = browser.post("/dossiers/new", {"title": "Kết hôn"}, headers=DATA)
    assert opened.status_code == 201
    path = opened.json["files"]
    first = upload(browser, path, ("quét.jpg", scan())).json["files"][0]
    assert first["taken"]
    assert not first["duplicate"]
    assert len(world.sent) == 1, "the worker is told after the commit"
    again = upload(browser, path, ("cùng tệp.jpg", scan())).json["files"][0]
    assert again["taken"]
    assert again["duplicate"]
    assert "Đã có" in again["message"]
    page = browser.get(opened.json["place"]).text
    assert "Kết hôn" in page
    assert "quét.jpg" in page


def test_one_bad_file_stops_none_of_the_others_and_says_why(world: World, as_: As) -> None:
    browser = as_("counter")
    opened = browser.post("/dossiers/new", {}, headers=DATA).json
    files = upload(
        browser, opened["files"], ("trống.pdf", b""), ("lạ.exe", b"MZ" + b"\0" * 80), ("tốt.jpg", scan("x"))
    ).json["files"]
    assert [file["taken"] for file in files] == [False, False, True]
    assert files[0]["message"].startswith("Tệp rỗng")
    assert "định dạng" in files[1]["message"]


def test_the_form_works_without_scripts(as_: As) -> None:
    browser = as_("counter")
    answer = browser.post("/dossiers/new", {"title": "Cũ", "files": [(io.BytesIO(scan("y")), "a.jpg")]})
    assert answer.status_code == 303
    page = browser.get(answer.location).text
    assert "Đã nhận và lưu an toàn" in page
    more = browser.post(answer.location + "/files", {"files": [(io.BytesIO(b"x"), "b.txt")]})
    assert "b.txt" in browser.get(more.location).text


def test_a_file_that_is_too_large_is_refused_in_words(world: World) -> None:
    browser = Browser(world.app(max_upload=50_000), world, "counter")
    opened = browser.post("/dossiers/new", {}, headers=DATA).json
    answer = upload(browser, opened["files"], ("lớn.jpg", b"\xff\xd8" + b"0" * 200_000))
    assert answer.status_code == 413
    assert "48,8 KB" in answer.json["message"]


def test_nothing_at_all_is_not_taken_for_a_file(as_: As) -> None:
    browser = as_("counter")
    opened = browser.post("/dossiers/new", {}, headers=DATA).json
    assert browser.post(opened["files"], {}, headers=DATA).status_code == 422


def test_the_list_filters_sorts_searches_and_pages(world: World, as_: As) -> None:
    actor = world.actor("counter")
    with world.database.session() as session:
        for number in range(45):
            dossiers.open_dossier(session, actor, title=f"Hồ sơ thứ {number:02d}")
    browser = as_("counter")
    first = browser.get("/dossiers").text
    assert "Hồ sơ thứ 44" in first
    assert "Hồ sơ thứ 04" not in first
    more = re.search(r'hx-post="([^"]+)"', first)
    assert more is not None
    rest = browser.htmx(more[1].replace("&amp;", "&"), {"text": ""}).text
    assert "Hồ sơ thứ 04" in rest
    assert "Hồ sơ thứ 05" not in rest
    assert "<html" not in rest
    oldest = browser.get("/dossiers?order=oldest").text
    assert oldest.index("Hồ sơ thứ 00") < oldest.index("Hồ sơ thứ 01")
    assert "Không có hồ sơ nào như vậy" in browser.get("/dossiers?state=done").text
    found = browser.post("/dossiers", {"text": "thứ 07"}).text
    assert "Hồ sơ thứ 07" in found
    assert "Hồ sơ thứ 08" not in found


def test_words_looked_for_never_stand_in_an_address(world: World, as_: As) -> None:
    """A form that sends what somebody typed sends it by POST: it may be a personal number."""
    read_dossier(world)
    for role, paths in {"counter": ("/dossiers", "/owners", "/search"), "auditor": ("/audit", "/search")}.items():
        for path in paths:
            for form in re.findall(r"<form.*?</form>", as_(role).get(path).text, re.DOTALL):
                typed = re.findall(r"<input(?![^>]*type=\"(?:hidden|checkbox|radio)\")[^>]*>|<textarea", form)
                assert not typed or 'method="post"' in form, form


def test_progress_is_sent_only_when_something_moved(world: World, as_: As) -> None:
    browser = as_("counter")
    opened = browser.post("/dossiers/new", {}, headers=DATA).json
    upload(browser, opened["files"], ("a.jpg", scan()))
    page = browser.get(opened["place"]).text
    poll = re.search(r'hx-get="([^"]+)"', page)
    assert poll is not None
    assert browser.get(poll[1]).status_code == 204
    with world.database.session() as session:
        job = session.query(Job).one()
        job.state, job.stage, job.pages_done, job.pages_total = "running", "page", 2, 5
    moved = browser.get(poll[1])
    assert "Đã đọc 2 / 5 trang" in moved.text
    assert "đọc từng trang" in moved.text
    with world.database.session() as session:
        session.query(Job).one().state = "done"
        dossiers.settle_state(session, session.query(Dossier).one().id)
    assert "hx-trigger" not in browser.get(poll[1]).text, "a page at rest asks no more"


def test_work_is_stopped_and_failed_files_are_read_again(world: World, as_: As) -> None:
    browser = as_("counter")
    opened = browser.post("/dossiers/new", {}, headers=DATA).json
    upload(browser, opened["files"], ("a.jpg", scan()))
    actor = world.actor("counter")
    with world.database.session() as session:
        job = session.query(Job).one()
        job.state = "failed"
        original = original_by_sha256(session, actor, sha256(scan()).hexdigest())
        assert original is not None
        set_original_state(session, actor, original.id, "failed", error="damaged")
    page = browser.get(opened["place"]).text
    assert "Tệp bị hỏng" in page
    world.sent.clear()
    assert browser.post(opened["place"] + "/retry").status_code == 303
    assert len(world.sent) == 1
    assert browser.post(opened["place"] + "/cancel").status_code == 303
    assert "Đã hủy" in browser.get(opened["place"]).text
    assert upload(browser, opened["files"], ("b.jpg", scan("z"))).json["files"][0]["taken"] is False


def test_a_title_is_changed_by_one_of_two_and_the_other_is_told(world: World, as_: As) -> None:
    code, _ = read_dossier(world)
    counter, reviewer = as_("counter"), as_("reviewer")
    version = re.search(r'name="version" value="(\d+)"', counter.get(f"/dossiers/{code}").text)
    assert version is not None
    assert counter.post(f"/dossiers/{code}/title", {"title": "Một", "version": version[1]}).status_code == 303
    late = reviewer.post(f"/dossiers/{code}/title", {"title": "Hai", "version": version[1]})
    assert late.status_code == 409
    assert "Người khác vừa thay đổi" in late.text
    assert "Một" in reviewer.get(f"/dossiers/{code}").text


def test_a_procedure_may_be_chosen(world: World, as_: As) -> None:
    actor = world.actor("counter")
    with world.database.session() as session:
        procedure = add_procedure(session, actor, code="2.000815", name="Chứng thực bản sao từ bản chính")
    browser = as_("counter")
    assert "2.000815" in browser.get("/dossiers/new").text
    answer = browser.post("/dossiers/new", {"procedure": procedure.id})
    assert "Chứng thực bản sao từ bản chính" in browser.get(answer.location).text


def test_hostile_names_and_texts_are_shown_as_text(world: World, as_: As) -> None:
    """File names, titles, what was read from paper, snippets of search: all of it comes from outside."""
    fields = (ProposedField("full_name", HOSTILE, 0.5), ProposedField("place_of_origin", HOSTILE, 0.99))
    code, document_id = read_dossier(
        world, title=HOSTILE, filename=HOSTILE + ".jpg", fields=fields, text=f"anh {HOSTILE} tuấn"
    )
    reviewer = as_("reviewer")
    pages = [
        reviewer.get("/dossiers").text,
        reviewer.get(f"/dossiers/{code}").text,
        reviewer.get("/review").text,
        reviewer.get(f"/documents/{document_id}").text,
        reviewer.post("/search", {"text": "tuan"}).text,
        reviewer.post("/search", {"text": HOSTILE}).text,
        as_("counter").post("/dossiers", {"text": HOSTILE}).text,
        as_("counter")
        .post("/owners/lookup", {"personal_id": HOSTILE, "purpose": HOSTILE, "dossier_code": HOSTILE})
        .text,
        as_("auditor").get("/audit").text,
    ]
    for page in pages:
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "49" not in re.findall(r"onerror=alert\(2\)&gt;(\d+)", page)
    assert "<mark>" in pages[4]


def test_no_page_carries_inline_script_or_style(world: World, as_: As) -> None:
    """What the content policy forbids is nowhere used."""
    code, document_id = read_dossier(world)
    browser = as_("reviewer")
    for path in (f"/dossiers/{code}", f"/documents/{document_id}", "/review", "/help", "/account"):
        page = browser.get(path).text
        assert not re.search(r"<script(?![^>]*\bsrc=)", page)
        assert not re.search(r"<style|\sstyle=|\son\w+=", page)


def test_a_request_has_a_reference_and_a_fault_shows_no_trace(world: World) -> None:
    app = world.app()

    def broken() -> str:
        raise RuntimeError("mật khẩu bí mật")

    from web.access import anyone

    app.add_url_rule("/broken", "broken", anyone(broken))
    answer = Browser(app, world, "counter").get("/broken")
    assert answer.status_code == 500
    assert answer.headers["X-Request-Id"] in answer.text
    assert "Traceback" not in answer.text
    assert "bí mật" not in answer.text


def test_unknown_pages_and_methods_are_answered_in_words(as_: As) -> None:
    browser = as_("counter")
    assert "Không tìm thấy" in browser.get("/nowhere").text
    assert browser.get("/dossiers/H1-000000-0001").status_code == 404
    assert browser.get("/signout").status_code == 405
    assert browser.htmx("/nowhere").headers["HX-Retarget"] == "#notices"


def test_what_was_wrong_with_a_picture_is_told_before_it_is_read(world: World, as_: As) -> None:
    browser = as_("counter")
    opened = browser.post("/dossiers/new", {}, headers=DATA).json
    upload(browser, opened["files"], ("tối.jpg", dark_photo()))
    asked = re.search(r'hx-get="([^"]+/captured/[^"]+)"', browser.get(opened["place"]).text)
    assert asked is not None, "the page asks as soon as it is shown"
    answer = browser.get(asked[1]).text
    assert "Chụp lại trang 1" in answer
    assert "Ảnh tối" in answer
    page = browser.get(opened["place"]).text
    assert "Ảnh tối" in page, "what was seen once stays"
    assert "/captured/" not in page
    assert browser.get(asked[1].replace("/captured/", "/captured/x")).text == ""


def test_a_file_that_cannot_be_opened_is_taken_and_says_nothing_yet(world: World, as_: As) -> None:
    browser = as_("counter")
    opened = browser.post("/dossiers/new", {}, headers=DATA).json
    assert upload(browser, opened["files"], ("hỏng.jpg", dark_photo()[:400])).json["files"][0]["taken"]
    asked = re.search(r'hx-get="([^"]+/captured/[^"]+)"', browser.get(opened["place"]).text)
    assert asked is not None
    assert browser.get(asked[1]).text.strip() == ""


def test_a_page_that_was_read_bears_its_advice_and_is_not_called_unread(world: World, as_: As) -> None:
    code, document_id = read_dossier(world)[:2]
    with world.database.session() as session:
        page = session.query(Page).first()
        assert page is not None
        page.warnings = ["glare", "retake"]
    text = as_("counter").get(f"/dossiers/{code}").text
    assert "Lóa sáng" in text
    assert "khó đọc" not in text
    assert "Lóa sáng" in as_("reviewer").get(f"/documents/{document_id}").text
