"""The office's page (threshold, learned labels, consent) and what people keep correcting."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from storage.audit.log import entries
from storage.documents import review
from storage.learning import consent, labels
from storage.offices.tables import Office
from tests.web.staff.world import Browser, World, read_dossier

As = Callable[[str | None], Browser]
CUE = {"kind": "birth_certificate", "field": "full_name", "cue": "Danh tính", "papers": 9, "right": 9, "wrong": 0}


def threshold_of(world: World) -> float:
    with world.database.session() as session:
        return session.get_one(Office, world.actor("administrator").office_id).review_threshold


def corrected_paper(world: World) -> str:
    """A birth certificate whose name and number a reviewer put right, confirmed."""
    _code, document_id = read_dossier(world)
    reviewer = world.actor("reviewer")
    with world.database.session() as session:
        shown = {state.name: state.proposal for state in review.fields_of(session, reviewer, document_id)}
        document = review.document_by_id(session, reviewer, document_id)
        for name, value in (("full_name", "NGUYỄN THỊ OANH"), ("personal_id", "038190004329")):
            proposal = shown[name]
            document = review.decide_field(
                session, reviewer, document_id, name, value, proposal_id=proposal.id if proposal else None,
                version=document.version,
            )  # fmt: skip
        review.confirm(session, reviewer, document_id, document.version)
    return document_id


# --- the threshold ----------------------------------------------------------------------------------------------------


def test_the_page_says_what_the_present_threshold_means(as_: As) -> None:
    page = as_("administrator").get("/office").text
    assert re.search(r"Ngưỡng hiện nay là 90 %: cứ 1000 trường, \d+ trường phải xem, [\d,]+ lỗi lọt qua", page)
    assert 'class="dot now"' in page
    assert "đang chọn: 90 %" in page


@pytest.mark.parametrize(("typed", "kept"), [("95", 0.95), ("97,5", 0.975), ("99.9 %", 0.999), ("50", 0.5)])
def test_a_threshold_is_set_in_per_cent(as_: As, world: World, typed: str, kept: float) -> None:
    browser = as_("administrator")
    answer = browser.post("/office/threshold", {"threshold": typed})
    assert answer.status_code == 303
    assert threshold_of(world) == kept
    assert "trường phải xem" in browser.get("/office").text
    with world.database.session() as session:
        assert entries(session, world.actor("administrator"), action="office.threshold")


@pytest.mark.parametrize("typed", ["49", "100", "", "cao", "-90", "nan", "1e9"])
def test_a_threshold_out_of_bounds_is_refused(as_: As, world: World, typed: str) -> None:
    assert as_("administrator").post("/office/threshold", {"threshold": typed}).status_code == 400
    assert threshold_of(world) == 0.9


def test_a_higher_threshold_makes_a_reviewer_look_at_more(as_: As, world: World) -> None:
    _code, document_id = read_dossier(world)
    before = as_("reviewer").get(f"/documents/{document_id}").text.count('class="entry doubt"')
    as_("administrator").post("/office/threshold", {"threshold": "97.5"})
    page = as_("reviewer").get(f"/documents/{document_id}").text
    assert page.count('class="entry doubt"') > before
    assert '<span class="badge doubt">97 %</span>' in page  # sure enough for others, not for this office


# --- consent and learned labels ---------------------------------------------------------------------------------------


def test_consent_is_off_until_it_is_switched_on_and_the_page_says_who_did(as_: As, world: World) -> None:
    browser = as_("administrator")
    assert "Không chia sẻ" in browser.get("/office").text
    browser.post("/office/consent", {"share": "yes"})
    page = browser.get("/office").text
    assert "Đang chia sẻ" in page
    assert "Hoàng Thu Hà bật chia sẻ" in page
    browser.post("/office/consent", {"share": "no"})
    with world.database.session() as session:
        assert consent.sharing_offices(session) == frozenset()


def test_learned_labels_are_shown_and_can_be_taken_back(as_: As, world: World) -> None:
    administrator = world.actor("administrator")
    with world.database.session() as session:
        labels.adopt_labels(session, administrator, [CUE], {"before": {"right": 3}, "after": {"right": 5, "fields": 6}})
    browser = as_("administrator")
    page = browser.get("/office").text
    assert "Danh tính" in page
    assert "Trên 6 trường giữ lại để kiểm tra: đúng 3 trước khi học, 5 sau khi học." in page
    browser.post("/office/labels/withdraw")
    with world.database.session() as session:
        assert labels.current_labels(session, administrator.office_id) is None
    assert "Chưa học nhãn nào" in browser.get("/office").text
    assert browser.post("/office/labels/withdraw").status_code == 409


# --- corrections ------------------------------------------------------------------------------------------------------


def test_without_confirmed_papers_the_page_says_so(as_: As) -> None:
    assert "Chưa có giấy tờ nào được xác nhận" in as_("reviewer").get("/corrections").text


def test_a_reviewer_sees_what_was_corrected_and_the_way_to_the_paper(as_: As, world: World) -> None:
    document_id = corrected_paper(world)
    page = as_("reviewer").get("/corrections").text
    assert "NGUYỄN THỊ OANH" in page
    assert f"/documents/{document_id}" in page


def test_an_administrator_sees_no_name_and_no_number(as_: As, world: World) -> None:
    document_id = corrected_paper(world)
    page = as_("administrator").get("/corrections").text
    for secret in ("OANH", "NGUYỄN", "0381", "4329", document_id):
        assert secret not in page
    assert "N••••• T•• O•••" in page
    assert "Ví dụ được che tên và số" in page


def test_another_office_sees_nothing_of_it(as_: As, world: World) -> None:
    corrected_paper(world)
    assert "Chưa có giấy tờ nào được xác nhận" in as_("everything_elsewhere").get("/corrections").text


def test_a_field_that_keeps_being_corrected_is_named_at_the_top_with_what_to_do(as_: As, world: World) -> None:
    for _ in range(5):
        corrected_paper(world)
    page = as_("reviewer").get("/corrections").text
    notice = page[page.index('class="notice doubt"') :]
    assert "người phải sửa 5 trong 5 lần" in notice
    assert "xem lại chất lượng quét" in notice


@pytest.mark.parametrize("order", ["worst", "kind", "field", "seen", "corrected", "share", "trend", "nonsense"])
def test_the_columns_sort(as_: As, world: World, order: str) -> None:
    corrected_paper(world)
    answer = as_("reviewer").get(f"/corrections?order={order}&period=all")
    assert answer.status_code == 200
    fields = re.findall(r'<td class="strong">([^<]+)</td>', answer.text)
    assert len(fields) == 12
    if order == "field":
        assert fields == sorted(fields)
    if order in ("worst", "corrected", "share"):
        assert set(fields[:2]) == {"Họ, chữ đệm, tên", "Số định danh cá nhân"}
