"""What a paper is, how surely and why; and what is learned of it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

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

BIRTH = MOTTO + """
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
ABOUT_A_BIRTH = MOTTO + """
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


def test_most_papers_of_no_kind_are_named_so_and_most_of_them_surely() -> None:
    read = [one(text) for text in STRANGERS.values()]
    others = [document for document in read if document.kind == OTHER]
    assert len(others) >= 0.9 * len(read)
    assert sum(document.kind_confidence >= 0.9 for document in others) >= 0.7 * len(read)


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


def test_a_title_nobody_knows_is_told() -> None:
    assert "GIẤY CHỨNG SINH" in one(STRANGERS["proof_of_birth"]).why
