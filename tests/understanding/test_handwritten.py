"""A value that was written by hand says so."""

from __future__ import annotations

from dataclasses import replace

from ocr.understanding import understand
from tests.understanding.paper import CATALOGUE, HEAD, page

LETTER = (
    HEAD
    + """
Số: 47 /QĐ-UBND||Tân Lập, ngày 17 tháng 5 năm 2024
^QUYẾT ĐỊNH
^Về việc phê duyệt kế hoạch
Nơi nhận:
"""
)


def test_a_written_figure_in_a_printed_sentence_makes_no_handwriting_of_it() -> None:
    printed = page(LETTER.replace("kế hoạch", "kế hoạch số 12 ngày 17 tháng 5"))
    words = tuple(replace(word, by_hand=word.text == "12") for word in printed.words)
    (document,) = understand([replace(printed, words=words)], CATALOGUE)
    assert "12" in (document.fields["subject"].value or "")
    assert not document.fields["subject"].handwritten


def test_only_values_with_a_written_word_are_marked() -> None:
    printed = page(LETTER)
    words = tuple(replace(word, by_hand=word.text == "47") for word in printed.words)
    (document,) = understand([replace(printed, words=words)], CATALOGUE)
    assert document.fields["document_number"].value == "47/QĐ-UBND"
    assert document.fields["document_number"].handwritten
    assert not document.fields["issue_date"].handwritten
    assert not any(field.handwritten for field in understand([printed], CATALOGUE)[0].fields.values())
