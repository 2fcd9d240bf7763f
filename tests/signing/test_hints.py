"""What the program notices beside Article 22, and what it must not: a hint that cries wolf is not read."""

from __future__ import annotations

import pytest

from ocr.quality import RETAKE
from samples.drawing import KINDS, draw
from signing.hints import Hint, Paper, SeenPage, by_item, hints, state_office_can_look
from signing.refusals import ARTICLE_22

BIRTH = """CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
GIẤY KHAI SINH
Họ, chữ đệm, tên: NGUYỄN THỊ ÁNH
Ngày, tháng, năm sinh: 17/5/1990, ghi bằng chữ: ngày mười bảy tháng năm năm một nghìn chín trăm chín mươi"""
ORDINARY = SeenPage(BIRTH, 0.96, looked_for_seals=True, red_seals=1)


def codes(
    *pages: SeenPage, kind: str = "birth_certificate", authority: bool = True, **more: object
) -> set[tuple[str, str]]:
    paper = Paper(kind, pages, issued_by_authority=authority, **more)  # type: ignore[arg-type]
    return {(hint.item, hint.code) for hint in hints(paper)}


def page(text: str, **more: object) -> SeenPage:
    return SeenPage(text, looked_for_seals=True, red_seals=1, **more)  # type: ignore[arg-type]


def test_of_an_ordinary_paper_nothing_is_said() -> None:
    assert codes(ORDINARY) == set()


@pytest.mark.parametrize("mark", ["MẬT", "TỐI MẬT", "TUYỆT MẬT", "| MẬT |"])
def test_a_secrecy_stamp_stands_beside_the_third_item(mark: str) -> None:
    assert codes(page(f"ỦY BAN NHÂN DÂN\n{mark}\nSố: 12/BC-UBND")) == {("secret", "secret_mark")}


@pytest.mark.parametrize("text", ["Giữ bí mật thông tin cá nhân", "MẬT ONG HOA NHÃN", "họ tên: Trần Thị Mật"])
def test_the_word_in_another_sense_is_no_stamp(text: str) -> None:
    assert codes(page(f"{BIRTH}\n{text}")) == set()


def test_a_secrecy_stamp_seen_while_reading_counts_without_its_words() -> None:
    assert codes(ORDINARY, marks=("secret",)) == {("secret", "secret_mark")}


@pytest.mark.parametrize("text", ["Tài liệu KHÔNG ĐƯỢC SAO CHỤP", "không sao chụp dưới mọi hình thức", "DO NOT COPY"])
def test_a_paper_that_says_it_must_not_be_copied(text: str) -> None:
    assert codes(page(f"{BIRTH}\n{text}")) == {("secret", "no_copying")}


def test_worn_pages_are_told_from_bad_pictures_and_from_pages_that_were_not_read() -> None:
    pages = (
        ORDINARY,
        page(BIRTH, confidence=0.6),
        page(BIRTH, warnings=("blurred", RETAKE)),
        page("", warnings=("page_unreadable",)),
    )
    found = [hint for hint in hints(Paper("birth_certificate", pages)) if hint.item == "damaged"]
    assert [(hint.page, hint.code) for hint in found] == [(2, "hard_to_read"), (3, "badly_captured"), (4, "unread")]


def test_a_blank_back_is_not_hard_to_read() -> None:
    assert codes(ORDINARY, page("", confidence=0.0, blank=True)) == set()


FOREIGN = """KINGDOM OF NORWAY
Ministry of Education and Research
This is to certify that the person named below has completed the course of study and was awarded the degree of Master"""


def test_a_foreign_issuer_and_a_foreign_language_are_seen() -> None:
    assert codes(page(FOREIGN), kind="other") == {("not_legalised", "foreign_issuer")}
    plain = FOREIGN.replace("KINGDOM OF NORWAY\n", "").replace("Ministry of Education and Research", "Universitetet")
    assert codes(page(plain), kind="diploma") == {("not_legalised", "foreign_words")}


def test_legalisation_is_said_where_it_was_seen() -> None:
    text = f"{FOREIGN}\nCHỨNG NHẬN LÃNH SỰ\nHợp pháp hóa lãnh sự số 1234"
    assert ("not_legalised", "legalised") in codes(page(text), kind="other")


def test_a_vietnamese_paper_with_english_beside_is_not_foreign() -> None:
    text = """SOCIALIST REPUBLIC OF VIET NAM
Independence - Freedom - Happiness
Giấy phép lái xe / Driver's licence
Họ tên / Full name: NGUYỄN VĂN ĐẠT
Ngày sinh / Date of birth: 17/05/1990 Nơi cư trú / Address: Hà Nội"""
    assert codes(page(text), kind="driving_licence") == set()


def test_a_private_paper_without_a_confirmation_is_named_and_one_with_it_more_softly() -> None:
    text = "ĐƠN XIN XÁC NHẬN\nKính gửi: Ủy ban nhân dân xã Hòa Sơn\nTôi tên là Trần Thị Cúc, xin trình bày như sau"
    assert codes(page(text), kind="application_form", authority=False) == {("self_made", "no_confirmation")}
    confirmed = f"{text}\nXác nhận của Ủy ban nhân dân xã"
    assert codes(page(confirmed), kind="application_form", authority=False) == {("self_made", "self_made_kind")}
    other = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nGIẤY CAM KẾT\nTôi cam kết không vi phạm"
    assert codes(page(other), kind="other", authority=False) == {("self_made", "no_confirmation")}


def test_no_red_seal_on_any_page_means_a_copy_for_a_certificate_and_no_confirmation_for_a_private_paper() -> None:
    bare_page = SeenPage(BIRTH, looked_for_seals=True, red_seals=0)
    assert codes(bare_page, bare_page) == {("", "no_red_seal")}
    assert codes(bare_page, authority=False) == {("self_made", "no_red_seal")}
    assert codes(bare_page, ORDINARY) == set(), "one seal on the last page is enough"
    assert codes(SeenPage(BIRTH, looked_for_seals=True, red_seals=None)) == {("", "no_colour")}
    assert codes(SeenPage(BIRTH), bare_page) == set(), "nothing is claimed of pages nobody looked at"


def test_no_seal_is_missed_on_a_card() -> None:
    assert codes(SeenPage(BIRTH, looked_for_seals=True, red_seals=0), kind="citizen_id", is_card=True) == set()


@pytest.mark.parametrize("mark", ["certified_copy", "photocopy", "extract"])
def test_a_copy_is_no_original(mark: str) -> None:
    assert codes(ORDINARY, marks=(mark,)) == {("", "copy_mark")}


def test_what_contradicts_itself_on_the_paper_stands_beside_alterations() -> None:
    assert codes(ORDINARY, contradictions=2) == {("altered", "contradiction")}


def test_hints_stand_beside_items_that_exist() -> None:
    items = {item.code for item in ARTICLE_22} | {""}
    everything = Paper(
        "other", (page(f"ĐƠN\nMẬT\nkhông sao chụp\n{FOREIGN}", confidence=0.2), SeenPage("", looked_for_seals=True)),
        marks=("photocopy",), contradictions=1,
    )  # fmt: skip
    found = by_item(hints(everything))
    assert set(found) <= items
    assert all(isinstance(hint, Hint) for of_item in found.values() for hint in of_item)


@pytest.mark.parametrize(
    "purpose",
    ["nộp UBND phường làm thủ tục nhập học", "nộp Công an xã", "Sở Nội vụ", "đăng ký kết hôn", "nộp bảo hiểm xã hội"],
)
def test_a_state_office_can_look_up_what_is_in_a_database(purpose: str) -> None:
    assert state_office_can_look("birth_certificate", purpose)
    assert not state_office_can_look("diploma", purpose)


@pytest.mark.parametrize("purpose", ["", "vay vốn ngân hàng", "xin việc công ty", "du học Úc", "nộp trường đại học"])
def test_a_bank_or_an_employer_cannot(purpose: str) -> None:
    assert not state_office_can_look("birth_certificate", purpose)


def test_of_ordinary_papers_no_secrecy_and_no_foreign_issuer_is_hinted() -> None:
    """Papers of fictitious people of every kind, as they would be read without a mistake."""
    for kind in KINDS:
        paper = Paper(kind, tuple(page(text) for text in draw(kind, 7).texts), issued_by_authority=True)
        wrong = {hint.item for hint in hints(paper)} & {"secret", "not_legalised", "damaged", "altered"}
        assert not wrong, (kind, hints(paper))
