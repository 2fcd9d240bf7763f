"""Folding for search, spelling for comparison."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terms.text import bare, fold, nfc, same_spelling, squeeze


def test_folding_takes_accents_and_bars_off() -> None:
    assert fold("Nguyễn Thị Ánh, ĐẶNG đường") == "nguyen thi anh, dang duong"


@given(st.text(alphabet="aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệđĐ ỲỴỶỸÝ1-/.,ỰƯ"))
def test_a_place_in_the_folded_text_is_a_place_in_the_printed_one(text: str) -> None:
    assert len(fold(text)) == len(nfc(text))
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)


@pytest.mark.parametrize(
    ("left", "right"), [("hoà", "hòa"), ("Uỷ ban", "ỦY BAN"), ("khoẻ", "khỏe"), ("thuý", "thúy"), ("Hà  Nội", "hà nội")]
)
def test_both_schools_of_tone_placement_are_one_spelling(left: str, right: str) -> None:
    assert same_spelling(left, right)


@pytest.mark.parametrize(("left", "right"), [("hoa", "hòa"), ("hóa", "hòa"), ("dang", "đang"), ("của", "cuả ơi")])
def test_different_words_stay_different(left: str, right: str) -> None:
    assert not same_spelling(left, right)


def test_punctuation_neither_helps_nor_hinders() -> None:
    assert bare("Họ, chữ đệm, tên:") == "ho chu dem ten"
    assert squeeze("  a \n b\t") == "a b"
