"""A pile of pages: which belong together, and what a page that says nothing of itself goes with."""

from __future__ import annotations

from pathlib import Path

from ocr.model import PageReading
from ocr.understanding import understand
from terms.kinds import Catalogue
from tests.understanding.paper import CATALOGUE, HEAD, MOTTO, one, page, read
from tests.understanding.test_cards_and_diplomas import CCCD_BACK, CCCD_FRONT
from tests.understanding.test_other_papers import DECISION, LETTER, WEDDING_MENU

BIRTH = MOTTO + "\n^GIẤY KHAI SINH\n\nHọ, chữ đệm, tên: NGUYỄN THỊ VƯỢNG\nNgày, tháng, năm sinh: 09/10/2020\n"
REPORT = HEAD + (
    "\n^Số: 612/BC-UBND||Tân Lập, ngày 04 tháng 10 năm 2024\n\n^BÁO CÁO\n^Kiểm tra công tác kiểm soát thủ tục\n\n"
    "Trong năm, Ủy ban nhân dân xã đã rà soát các thủ tục hành chính thuộc thẩm quyền giải quyết,\n"
    "bảo đảm công khai, minh bạch và kịp thời, không để xảy ra tình trạng hồ sơ quá hạn kéo dài\n"
)
RUNNING = (
    "tiếp tục thực hiện các nhiệm vụ được giao trong chương trình công tác của năm, bảo đảm tiến độ và chất\n"
    "lượng theo yêu cầu của Ủy ban nhân dân huyện; tổ chức kiểm tra việc thực hiện tại các thôn trong xã.\n"
)
ADDRESSEES = "\nNơi nhận:||^CHỦ TỊCH\n- Như trên;||\n- Lưu: VT.||\n\n>Phạm Mỹ Duyên\n"


def pages_of(*texts: str) -> list[tuple[str, tuple[int, ...]]]:
    return [(document.kind, document.pages) for document in read(*texts)]


def test_papers_of_one_page_are_told_apart() -> None:
    assert pages_of(BIRTH, LETTER, DECISION, BIRTH) == [
        ("birth_certificate", (1,)),
        ("administrative_document", (2,)),
        ("administrative_document", (3,)),
        ("birth_certificate", (4,)),
    ]


def test_a_numbered_page_goes_on_with_the_one_before() -> None:
    assert pages_of(REPORT, "^2\n" + RUNNING, "^3\n" + RUNNING + ADDRESSEES, BIRTH) == [
        ("administrative_document", (1, 2, 3)),
        ("birth_certificate", (4,)),
    ]


def test_an_unnumbered_page_goes_on_with_what_is_not_finished() -> None:
    text = RUNNING.replace("tiếp tục", "Tiếp tục", 1)
    assert pages_of(REPORT, text + ADDRESSEES) == [("administrative_document", (1, 2))]


def test_after_a_finished_paper_a_page_of_something_else_stands_alone() -> None:
    assert pages_of(REPORT + ADDRESSEES, WEDDING_MENU) == [("administrative_document", (1,)), ("other", (2,))]


def test_an_annex_stays_with_its_decision() -> None:
    annex = (
        "^PHỤ LỤC\n^(Kèm theo Quyết định số 47/QĐ-UBND)\n\nSTT     Họ và tên     Số tiền\n1     Ma Văn Khải     500\n"
    )
    assert pages_of(DECISION, annex) == [("administrative_document", (1, 2))]


def test_a_certificate_of_one_page_takes_in_no_stranger() -> None:
    assert pages_of(
        BIRTH, "Thực đơn hôm nay có phở bò, bún chả và nem rán\nMời quý khách chọn món ăn và đồ uống\n"
    ) == [
        ("birth_certificate", (1,)),
        ("other", (2,)),
    ]


def test_a_blank_page_between_two_pages_of_a_document_belongs_to_it_and_others_to_none() -> None:
    assert pages_of(REPORT, "", "^2\n" + RUNNING, "", BIRTH) == [
        ("administrative_document", (1, 2, 3)),
        ("birth_certificate", (5,)),
    ]


def test_nothing_but_blank_pages_is_no_document() -> None:
    assert read("", "") == ()
    assert understand((), CATALOGUE) == ()


def test_every_document_says_why_and_has_every_field_of_its_kind() -> None:
    for document in read(BIRTH, LETTER, DECISION, WEDDING_MENU):
        assert document.why.endswith(".")
        assert list(document.fields) == [spec.name for spec in CATALOGUE[document.kind].fields]
        assert all(0 <= field.confidence <= 1 for field in document.fields.values())


def test_boxes_lie_on_the_words_they_name() -> None:
    field = one(BIRTH).fields["full_name"]
    drawn = page(BIRTH)
    named = [word.box for word in drawn.words if word.text in ("NGUYỄN", "THỊ", "VƯỢNG")]
    assert field.page == 1
    assert field.box == (
        named[0][0],
        named[0][1],
        named[2][0] + named[2][2] - named[0][0],
        named[0][3],
    )


def test_what_is_not_surely_read_is_not_surely_given() -> None:
    fields = one(BIRTH, sure=0.6).fields
    assert fields["full_name"].value == "NGUYỄN THỊ VƯỢNG"
    assert fields["full_name"].confidence < 0.9


def test_a_field_that_is_missing_is_never_surely_absent_where_the_kind_has_it() -> None:
    fields = one(BIRTH).fields
    assert fields["sex"].value is None
    assert fields["sex"].confidence < 0.9


def test_a_page_that_could_not_be_read_is_other_and_nobody_is_sure_of_it() -> None:
    scraps = PageReading(1, 2480, 3508, 300, 0, 0.0, "~ .", 0.1, False, words=page("~ . k\n").words)
    (document,) = understand([scraps], CATALOGUE)
    assert document.kind == "other"
    assert document.kind_confidence < 0.9


def test_a_secret_paper_is_marked_and_read_no_further() -> None:
    secret = one("MẬT\n" + DECISION)
    assert "secret" in secret.marks
    assert {(field.value, field.confidence) for field in secret.fields.values()} == {(None, 0.0)}
    assert "secret" not in one(DECISION.replace("quà Tết", "bảo mật")).marks


def test_an_office_adds_a_kind_by_a_file_alone(tmp_path: Path) -> None:
    (tmp_path / "poor_household_certificate.yaml").write_text(
        """
code: poor_household_certificate
names: {vi: "Giấy chứng nhận hộ nghèo", en: Poor household certificate}
titles: ["GIẤY CHỨNG NHẬN HỘ NGHÈO, HỘ CẬN NGHÈO", GIẤY CHỨNG NHẬN HỘ NGHÈO]
evidence: [Danh sách thành viên trong hộ, Phân loại hộ]
issued_by_authority: true
number: certificate_number
fields:
  - name: certificate_number
    labels: {vi: Số, en: Number}
    type: number
    zones: [number]
  - name: head_name
    labels: {vi: Chủ hộ, en: Head of household}
    type: name
    cues: [Họ và tên chủ hộ]
  - name: class
    labels: {vi: Phân loại, en: Class}
    type: choice
    cues: [Phân loại hộ]
    choices: {poor: [Hộ nghèo], near_poor: [Hộ cận nghèo]}
  - name: members
    labels: {vi: Số nhân khẩu, en: Members}
    type: code
    pattern: "[0-9]{1,2}"
    cues: [Số nhân khẩu]
""",
        "utf-8",
    )
    text = HEAD + (
        "\n^Số: 12/GCN-HN||Tân Lập, ngày 02 tháng 01 năm 2026\n\n^GIẤY CHỨNG NHẬN\n^HỘ NGHÈO, HỘ CẬN NGHÈO\n\n"
        "Họ và tên chủ hộ: Ma Văn Khải\nPhân loại hộ: Hộ cận nghèo     Số nhân khẩu: 5\n"
    )
    assert one(text).kind == "other"
    document = one(text, catalogue=Catalogue.load(tmp_path))
    assert document.kind == "poor_household_certificate"
    assert {name: field.value for name, field in document.fields.items()} == {
        "certificate_number": "12/GCN-HN",
        "head_name": "Ma Văn Khải",
        "class": "near_poor",
        "members": "5",
    }


def test_an_older_card_of_the_same_person_is_a_paper_of_its_own() -> None:
    cards = pages_of(CCCD_FRONT, CCCD_FRONT, CCCD_BACK)
    assert cards == [("citizen_id", (1,)), ("citizen_id", (2, 3))]


def test_two_papers_on_one_form_are_two() -> None:
    other = BIRTH.replace("VƯỢNG", "HOA")
    assert pages_of(BIRTH, other, BIRTH) == [("birth_certificate", (number,)) for number in (1, 2, 3)]


def test_the_next_page_of_a_book_nobody_knows_goes_on_with_it() -> None:
    cover = "^SỔ HỘ KHẨU\n\nSố: 118608966\nHọ và tên chủ hộ: HUỲNH CÔNG NGHĨA\nHồ sơ hộ khẩu số: 3636\nTờ số: 206\n"
    inside = (
        "^QUAN HỆ VỚI CHỦ HỘ: VỢ\nHọ và tên: KHỔNG HUYỀN MẬN\nNgày, tháng, năm sinh: 17/03/1967     Giới tính: Nữ\n"
        "Nguyên quán: xã Văn Luông, tỉnh Phú Thọ\nDân tộc: Kinh\nNghề nghiệp, nơi làm việc: Làm ruộng\n"
    )
    assert pages_of(MOTTO + cover, inside) == [("other", (1, 2))]
