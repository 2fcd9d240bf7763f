"""What a paper is, how surely and why; and what is learned of it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from hoso.commands.admin import check_kinds
from ocr.model import PageReading
from ocr.understanding import understand
from ocr.understanding.fitting import BY_HAND, Figures, fit, kind_row, measure, printed_words, retrain
from ocr.understanding.knowledge import Knowledge, read_knowledge, shipped
from ocr.understanding.rows import KindRow, Rows, read_rows, shipped_rows, write_rows
from terms.errors import InputError
from terms.kinds import OTHER, Catalogue
from tests.understanding.paper import CATALOGUE, HEAD, MOTTO, one, page
from tests.understanding.strangers import STRANGERS
from tests.understanding.test_other_papers import CONTRACT, CT07, DECISION, JUDICIAL, LETTER, LETTER_OF_ATTORNEY

BIRTH = (
    MOTTO
    + """
^GIẤY KHAI SINH

Số: 215/2020
Họ, chữ đệm, tên: NGUYỄN THỊ VƯỢNG
Ngày, tháng, năm sinh: 09/10/2020     Giới tính: Nữ
Dân tộc: Kinh     Quốc tịch: Việt Nam
Nơi sinh: Trạm y tế xã Tân Lập
Họ, chữ đệm, tên người mẹ: TRẦN THỊ HOA
Họ, chữ đệm, tên người cha: NGUYỄN VĂN NAM
Nơi đăng ký khai sinh: Ủy ban nhân dân xã Tân Lập
Ngày, tháng, năm đăng ký: 20/10/2020
"""
)
ABOUT_A_BIRTH = (
    MOTTO
    + """
^TỜ KHAI ĐĂNG KÝ KHAI SINH

Kính gửi: Ủy ban nhân dân xã Tân Lập
Họ, chữ đệm, tên người yêu cầu: TRẦN THỊ HOA
Đề nghị cơ quan đăng ký khai sinh cho người dưới đây:
Họ, chữ đệm, tên: NGUYỄN THỊ VƯỢNG
Ngày, tháng, năm sinh: 09/10/2020     Giới tính: Nữ
Dân tộc: Kinh     Quốc tịch: Việt Nam
Họ, chữ đệm, tên người mẹ: TRẦN THỊ HOA
Họ, chữ đệm, tên người cha: NGUYỄN VĂN NAM
Tôi cam đoan những nội dung khai trên đây là đúng sự thật
"""
)
CERTIFIED = """
^CHỨNG THỰC BẢN SAO ĐÚNG VỚI BẢN CHÍNH
^Số chứng thực: 1234, quyển số: 02/2024-SCT/BS
^Ngày 12 tháng 03 năm 2024
>CHỦ TỊCH

>Hà Văn Minh
"""


# --- what a paper is --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", STRANGERS)
def test_a_paper_of_no_kind_is_other_and_never_surely_something_else(name: str) -> None:
    for document in understand([page(STRANGERS[name])], CATALOGUE):
        assert document.kind == OTHER or document.kind_confidence < 0.9


def test_papers_of_no_kind_are_named_so_and_surely_where_they_say_nothing_of_a_kind() -> None:
    read = [one(text) for text in STRANGERS.values()]
    others = [document for document in read if document.kind == OTHER]
    assert len(others) >= 0.95 * len(read)
    assert all(
        one(STRANGERS[name]).kind_confidence > 0.9 for name in ("discharge", "menu", "student_card", "bank_statement")
    )
    assert sum(document.kind_confidence >= 0.9 for document in others) >= 0.25 * len(read)


def test_a_form_about_a_birth_certificate_is_none() -> None:
    assert (one(BIRTH).kind, one(ABOUT_A_BIRTH).kind) == ("birth_certificate", "application_form")


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        (BIRTH + CERTIFIED, "certified_copy"),
        (DECISION.replace("^QUYẾT ĐỊNH", "SAO Y\n^QUYẾT ĐỊNH", 1), "certified_copy"),
        (BIRTH.replace("^GIẤY KHAI SINH", "^GIẤY KHAI SINH\n^(BẢN SAO)"), "extract"),
        (BIRTH.replace("^GIẤY KHAI SINH", "^TRÍCH LỤC KHAI SINH"), "extract"),
        ("BẢN PHOTO\n" + BIRTH, "photocopy"),
    ],
)
def test_copies_are_marked_beside_their_kind(text: str, mark: str) -> None:
    document = one(text)
    assert document.kind == ("administrative_document" if "SAO Y" in text else "birth_certificate")
    assert document.kind_confidence > 0.9
    assert mark in document.marks
    assert mark not in one(BIRTH).marks


def test_a_certification_stamp_changes_no_kind_and_no_number() -> None:
    plain, stamped = one(BIRTH), one(BIRTH + CERTIFIED)
    assert (stamped.kind, stamped.fields["registration_number"].value) == ("birth_certificate", "215/2020")
    assert stamped.fields["registration_number"].value == plain.fields["registration_number"].value
    decision = one(DECISION + CERTIFIED)
    assert decision.fields["document_number"].value == one(DECISION).fields["document_number"].value
    bare = one(MOTTO + "\n^GIẤY KHAI SINH\n\nHọ, chữ đệm, tên: NGUYỄN THỊ VƯỢNG\n" + CERTIFIED)
    assert bare.kind == "birth_certificate"
    assert bare.fields["registration_number"].value is None


def test_every_decision_says_why_in_both_languages() -> None:
    for text in (BIRTH, LETTER, CONTRACT, STRANGERS["invoice"], STRANGERS["menu"]):
        document = one(text)
        assert document.why.endswith(".")
        assert document.why_en.endswith(".")
        assert document.why != document.why_en
    assert "GIẤY KHAI SINH" in one(BIRTH).why_en


def test_a_paper_that_says_something_of_a_kind_in_a_wording_nobody_knows_is_for_a_person() -> None:
    reworded = BIRTH.replace("GIẤY KHAI SINH", "CHỨNG THƯ RA ĐỜI").replace("Nơi đăng ký khai sinh", "Nơi ghi vào sổ")
    document = one(reworded)
    assert document.kind == "birth_certificate" or document.kind_confidence < 0.9


def test_a_title_nobody_knows_is_told() -> None:
    assert "GIẤY CHỨNG SINH" in one(STRANGERS["proof_of_birth"]).why


def test_a_title_may_go_on_in_small_letters() -> None:
    text = (
        HEAD
        + """
^Số: 39/GXN-UBND||Tân Lập, ngày 01 tháng 6 năm 2026

^GIẤY XÁC NHẬN
^Tình trạng hôn nhân

Ủy ban nhân dân xã Tân Lập xác nhận:
Ông Ma Văn Khải, sinh ngày 20/03/1991, CCCD số 008091001234
Đến nay chưa đăng ký kết hôn với ai tại địa phương.
Nơi nhận:||^TM. ỦY BAN NHÂN DÂN
- Lưu: VT.||^CHỦ TỊCH
"""
    )
    document = one(text)
    assert (document.kind, document.kind_confidence > 0.9) == ("marital_status_certificate", True)
    assert one(DECISION).fields["subject"].value is not None


# --- knowledge is data ------------------------------------------------------------------------------------------------


def test_what_ships_says_what_it_was_learned_from_and_how_well_it_does() -> None:
    about = shipped().about
    assert about["papers"] > 100
    assert about["held_out"]["wrong"] == 0
    assert about["held_out"]["log_loss"] < 0.5 * about["held_out_by_hand"]["log_loss"]


def test_knowledge_is_written_and_read_back_the_same(tmp_path: Path) -> None:
    written = shipped().write(tmp_path / "knowledge.json")
    assert read_knowledge(tmp_path / "knowledge.json") == written
    assert written.digest == shipped().digest


@pytest.mark.parametrize("damage", ["altered", "cut", "no numbers", "missing", "infinite"])
def test_altered_or_unreadable_knowledge_is_refused(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "knowledge.json"
    shipped().write(path)
    text = path.read_text("utf-8")
    if damage == "altered":
        path.write_text(text.replace('"bias":', '"bias": 9', 1), "utf-8")
    elif damage == "cut":
        path.write_text(text[: len(text) // 2], "utf-8")
    elif damage == "no numbers":
        path.write_text(json.dumps({"sha256": "0", "aspects": []}), "utf-8")
    elif damage == "missing":
        path.unlink()
    else:
        kinds = replace(shipped().kinds, aspects={"bias": float("inf")})
        replace(shipped(), kinds=kinds).write(path)
    with pytest.raises(InputError) as refusal:
        read_knowledge(path)
    assert refusal.value.code == "model_invalid"


def test_rows_are_written_and_read_back_the_same(tmp_path: Path) -> None:
    rows = Rows((kind_row([page(BIRTH)], "birth_certificate", CATALOGUE, "one", "form"),))
    write_rows(rows, sorted(rows.kinds[0].words), tmp_path / "rows.npz")
    (back,) = read_rows(tmp_path / "rows.npz")[0].kinds
    assert (back.code, back.paper, back.words) == ("birth_certificate", "one", rows.kinds[0].words)
    assert back.aspects["birth_certificate"] == pytest.approx(rows.kinds[0].aspects["birth_certificate"], abs=0.01)
    with pytest.raises(InputError):
        read_rows(tmp_path / "none.npz")


# --- learning from people ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def mill() -> tuple[Rows, list[str]]:
    """A few of the mill's rows: enough to learn from in a moment."""
    rows, vocabulary = shipped_rows()
    papers = sorted({row.paper for row in rows.kinds})[::3]
    piles = sorted({row.pile for row in rows.boundaries})[::5]
    few = Rows(
        tuple(row for row in rows.kinds if row.paper in papers), tuple(r for r in rows.boundaries if r.pile in piles)
    )
    return few, vocabulary[::8]


@pytest.fixture(scope="module")
def learned(mill: tuple[Rows, list[str]]) -> Knowledge:
    return fit(mill[0].parted()[0], mill[1])


def confirmed(pages: list[tuple[PageReading, str]], catalogue: Catalogue = CATALOGUE) -> Rows:
    """Papers as people answer for them."""
    rows = [kind_row([one], code, catalogue, f"paper {number}") for number, (one, code) in enumerate(pages)]
    return Rows(tuple(replace(row, weight=3.0) for row in rows))


TRUE = [
    (BIRTH, "birth_certificate"),
    (ABOUT_A_BIRTH, "application_form"),
    (CT07, "residence_confirmation"),
    (JUDICIAL, "judicial_record"),
    (DECISION, "administrative_document"),
    (CONTRACT, "authorization_contract"),
]


def test_what_is_learned_names_the_mills_held_out_papers_no_worse_than_weights_set_by_hand(
    mill: tuple[Rows, list[str]], learned: Knowledge
) -> None:
    held_out = mill[0].parted()[1]
    found, by_hand = measure(learned, held_out), measure(BY_HAND, held_out)
    assert (found.wrong, found.silently_wrong) <= (by_hand.wrong, by_hand.silently_wrong)


def test_confirmed_papers_are_learned_from_and_adopted(mill: tuple[Rows, list[str]], learned: Knowledge) -> None:
    own = confirmed([(page(text), code) for text, code in TRUE * 4])
    trial = retrain(*mill_with(mill, own), CATALOGUE, learned)
    assert trial.adopted
    assert trial.own_after.wrong == 0


def test_poisoned_confirmations_are_not_adopted(mill: tuple[Rows, list[str]], learned: Knowledge) -> None:
    codes = [code for _, code in TRUE]
    poisoned = [(page(text), codes[(number * 5 + 1) % 6]) for number, (text, _) in enumerate(TRUE * 10)]
    trial = retrain(*mill_with(mill, confirmed(poisoned)), CATALOGUE, learned)
    assert not trial.adopted


def mill_with(mill: tuple[Rows, list[str]], own: Rows) -> tuple[Rows, Rows, list[str]]:
    return mill[0], own, mill[1]


def test_any_figure_that_falls_is_worse() -> None:
    good = Figures(100, 2, 0, 0.1, 50, 1, 0.05)
    assert not good.worse_than(good)
    for worse in ({"wrong": 3}, {"silently_wrong": 1}, {"log_loss": 0.2}, {"boundaries_wrong": 2}):
        assert replace(good, **worse).worse_than(good)


# --- a kind of an office's own ----------------------------------------------------------------------------------------

FOREST = """
code: forest_land_contract
names: {vi: Hợp đồng giao khoán đất rừng, en: Forest land contract}
titles: [HỢP ĐỒNG GIAO KHOÁN ĐẤT RỪNG, HỢP ĐỒNG KHOÁN BẢO VỆ RỪNG]
evidence: [BÊN GIAO KHOÁN, BÊN NHẬN KHOÁN, Diện tích rừng giao khoán, Trạng thái rừng]
number: contract_number
date: issue_date
holders: [{name: household_name, personal_number: personal_id}]
sections:
  giver: [BÊN GIAO KHOÁN]
  taker: [BÊN NHẬN KHOÁN]
fields:
  - name: contract_number
    labels: {vi: Số hợp đồng, en: Contract number}
    type: number
    zones: [number]
  - name: household_name
    labels: {vi: Bên nhận khoán, en: Household}
    type: name
    section: taker
    cues: ["Ông:", "Bà:", Họ và tên]
  - name: personal_id
    labels: {vi: Số định danh, en: Personal number}
    type: personal_number
    section: taker
    cues: [CCCD số, Số định danh cá nhân]
  - name: area
    labels: {vi: Diện tích, en: Area}
    type: area
    section: "*"
    cues: [Diện tích rừng giao khoán]
  - name: issue_date
    labels: {vi: Ngày ký, en: Date}
    type: date
    section: "*"
    cues: ["Hôm nay, ngày", Hôm nay]
"""
NAMES = (
    "Ma Văn Khải",
    "Triệu Thị Sinh",
    "Bàn Văn Páo",
    "Hoàng Thị Liên",
    "Lý Văn Phong",
    "Nông Văn Dền",
    "Chu Thị Yến",
)
TITLES = ("HỢP ĐỒNG GIAO KHOÁN ĐẤT RỪNG", "HỢP ĐỒNG KHOÁN BẢO VỆ RỪNG")


def forest_contract(number: int) -> str:
    who = ("Ông", "Bà")["Thị" in NAMES[number]]
    return f"""{MOTTO}
^{TITLES[number % 2]}
^Số: {number + 11}/HĐ-GK

Hôm nay, ngày {number + 2:02d} tháng 03 năm 2025, tại xã Hùng Lợi, chúng tôi gồm:
BÊN GIAO KHOÁN (Bên A):
Ban quản lý rừng phòng hộ Yên Sơn
Ông: Vũ Quốc Trung     Chức vụ: Trưởng ban
BÊN NHẬN KHOÁN (Bên B):
{who}: {NAMES[number]}
CCCD số: 0080850012{number + 30}
Điều 1. Diện tích rừng giao khoán: {number + 2},5 ha
Trạng thái rừng: rừng trồng, loài cây keo
Điều 2. Quyền và nghĩa vụ của các bên
"""


@pytest.fixture(scope="module")
def with_forest(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    folder = tmp_path_factory.mktemp("kinds")
    (folder / "forest_land_contract.yaml").write_text(FOREST, "utf-8")
    return Catalogue.load(folder)


def test_a_kind_added_as_data_is_named_and_lifted_before_anything_is_learned(with_forest: Catalogue) -> None:
    assert one(forest_contract(5)).kind == OTHER
    document = one(forest_contract(5), catalogue=with_forest)
    assert document.kind == "forest_land_contract"
    fields = {name: field.value for name, field in document.fields.items()}
    assert fields["household_name"] == "Nông Văn Dền"
    assert (fields["contract_number"], fields["issue_date"]) == ("16/HĐ-GK", "2025-03-07")
    assert (fields["personal_id"], fields["area"]) == ("008085001235", "75000")


def test_five_papers_teach_a_new_kind_and_similar_papers_stay_themselves(
    with_forest: Catalogue, mill: tuple[Rows, list[str]], learned: Knowledge
) -> None:
    five = [(page(forest_contract(number)), "forest_land_contract") for number in range(5)]
    own = confirmed([*five, *((page(text), code) for text, code in TRUE)], with_forest)
    trial = retrain(*mill_with(mill, own), with_forest, learned)
    assert trial.adopted
    assert "forest_land_contract" in trial.knowledge.kinds.codes
    words = printed_words(with_forest["forest_land_contract"])
    assert words & set(trial.knowledge.kinds.words)
    assert not any("khai" in word and "ma van" in word for word in trial.knowledge.kinds.words)

    def named(text: str) -> tuple[str, float]:
        (document,) = understand([page(text)], with_forest, knowledge=trial.knowledge)
        return document.kind, document.kind_confidence

    for number in (5, 6):
        kind, confidence = named(forest_contract(number))
        assert (kind, confidence > 0.9) == ("forest_land_contract", True)
    for name in ("sale_of_land", "labour_contract", "lease_of_a_house"):
        assert named(STRANGERS[name])[0] == OTHER
    for text in (CONTRACT, LETTER_OF_ATTORNEY):
        assert named(text)[0] == "authorization_contract"


def test_a_row_without_the_new_kind_counts_as_one_where_nothing_of_it_was_seen() -> None:
    row = KindRow(
        "a",
        "p",
        "w",
        {"a": {"bias": 1.0, "title": 1.0}, "b": {"bias": 1.0, "other_title": 1.0, "labels": 0.3}},
        frozenset(),
    )
    (wider,) = Rows((row,)).with_kinds(["new", "a"]).kinds
    assert wider.aspects["new"] == {"bias": 1.0, "other_title": 1.0}
    assert wider.aspects["a"] == row.aspects["a"]


def test_editors_can_check_a_kind_as_it_is_typed() -> None:
    answer = CliRunner().invoke(check_kinds, ["--schema"])
    schema = json.loads(answer.output)
    assert {"code", "names", "titles", "fields"} <= set(schema["properties"])
    assert CliRunner().invoke(check_kinds, []).exit_code == 2
