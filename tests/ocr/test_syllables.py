"""Vietnamese syllables are told from other words, whatever their case and wherever the tone mark stands."""

import pytest

from ocr.syllables import is_marked, is_syllable


@pytest.mark.parametrize(
    "word",
    [
        "quyết",
        "Quảng",
        "NGHIỆP",
        "giấy",
        "gì",
        "Nguyễn",
        "khuỷu",
        "thuở",
        "hoà",
        "hòa",
        "uỷ",
        "Ủy",
        "ướt",
        "giếng",
        "Tỵ",
    ],
)
def test_what_is_written_in_vietnamese_is_a_syllable(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["hello", "UBND", "CéNG", "HOØA", "strength", "quyếtt", "ngiệp", ""])
def test_foreign_words_abbreviations_and_old_fonts_are_not(word: str) -> None:
    assert not is_syllable(word)


def test_marks_are_seen_in_either_composition() -> None:
    assert is_marked("đi")
    assert is_marked("ho\u0061\u0300")
    assert not is_marked("kinh")
