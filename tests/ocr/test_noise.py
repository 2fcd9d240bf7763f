"""What is on a page besides its print is not handed on as words; print is, however short."""

from __future__ import annotations

import pytest

from ocr.noise import usual_height, without_noise
from ocr.recognise import RawWord

LINE = (3, 1, 1)
PRINT = [
    RawWord(text, (200 + 110 * place, 500, 100, 28), 0.98, LINE)
    for place, text in enumerate(("Nguyên", "quán:", "xã", "Hòa", "Bình"))
]


def word(text: str, wide: int, high: int, confidence: float = 0.95, line: tuple[int, int, int] = LINE) -> RawWord:
    """A word beside or, in a line of its own, far from the print."""
    return RawWord(text, (760 if line == LINE else 1200, 505, wide, high), confidence, line)


def survives(one: RawWord) -> bool:
    left = without_noise([*PRINT, one])
    assert [other for other in left if other in PRINT] == PRINT
    return one in left


@pytest.mark.parametrize(("text", "wide", "high"), [(":", 3, 3), ("-", 3, 3), ("`", 3, 3), (".", 4, 4), ("h", 5, 5)])
def test_a_speck_is_no_sign_however_sure_the_recogniser_was(text: str, wide: int, high: int) -> None:
    assert not survives(word(text, wide, high))


@pytest.mark.parametrize(
    ("text", "wide", "high"), [("-", 9, 3), (":", 5, 17), ("/", 8, 22), ("-/-", 32, 24), ("–", 18, 3), ("+", 16, 16)]
)
def test_printed_signs_that_stand_alone_stay(text: str, wide: int, high: int) -> None:
    assert survives(word(text, wide, high))


def test_the_rules_of_a_frame_and_accents_without_a_letter_are_no_words() -> None:
    assert not survives(word("—", 57, 4, 0.97, (6, 1, 1)))
    assert not survives(word("ˆ", 16, 54, 0.83, (6, 1, 1)))
    assert survives(word("-", 9, 3, 0.97, (6, 1, 1)))


def test_a_scrawl_is_dropped_and_a_number_that_was_hard_to_read_is_not() -> None:
    assert not survives(word("——cdcc--", 374, 27, 0.27, (6, 1, 1)))
    assert survives(word("038o95oo4229", 240, 27, 0.27, (6, 1, 1)))


def test_the_stroke_of_a_signature_is_no_dash() -> None:
    assert not survives(word("-", 17, 51, 0.8))
    assert not survives(word("\\", 22, 69, 0.98))


def test_a_dash_that_is_boxed_with_the_rule_under_it_stays() -> None:
    assert survives(word("-", 13, 26, 0.98))


def test_a_dash_of_small_print_is_measured_by_its_own_line() -> None:
    small = [
        RawWord(text, (200 + 60 * k, 700, 50, 12), 0.97, (5, 1, 1)) for k, text in enumerate(("Freedom", "Happiness"))
    ]
    dash = RawWord("-", (252, 705, 4, 2), 0.98, (5, 1, 1))
    assert dash in without_noise([*PRINT, *small, dash])


def test_a_scrawl_three_lines_high_is_no_word() -> None:
    scrawl = (9, 1, 1)
    assert not survives(word("AJ/", 126, 167, 0.58, scrawl))
    assert not survives(word("tế)", 153, 129, 0.25))


def test_a_large_title_is_no_scrawl() -> None:
    assert survives(word("SINH", 200, 80, 0.97, (1, 1, 1)))


def test_a_letter_by_itself_counts_only_if_it_is_clear() -> None:
    alone = (7, 1, 1)
    assert not survives(word("x", 15, 24, 0.7, alone))
    assert survives(word("B", 18, 24, 0.95, alone))


def test_rows_that_a_machine_reads_stay_however_badly_they_are_read() -> None:
    row = (8, 1, 1)
    assert survives(word("TDVNM1879797745008187979774<<3", 875, 74, 0.35, row))


def test_a_rule_read_as_a_letter_of_the_word_beside_it_is_taken_off() -> None:
    head = RawWord("|Vợ", (1200, 500, 48, 42), 0.41, (7, 1, 1))
    found = without_noise([*PRINT, head])[-1]
    assert (found.text, found.first) == ("Vợ", "|Vợ")
    digits = RawWord("|0[8[3", (1200, 500, 148, 42), 0.81, (7, 1, 1))
    assert without_noise([*PRINT, digits])[-1] == digits


def test_a_syllable_that_was_hard_to_read_stays_among_sure_words_of_its_height() -> None:
    assert survives(word("CẨM", 73, 30, 0.12))
    assert not survives(word("CẨM", 73, 60, 0.12))
    assert not survives(word("gïm", 73, 30, 0.12))


def test_a_word_between_two_sure_ones_is_print_however_badly_it_was_read() -> None:
    line = (5, 1, 1)
    sure = [RawWord(text, (x, 700, 60, 28), 0.98, line) for text, x in (("Lưu:", 200), ("HCTH.", 330))]
    between = RawWord("V7,", (275, 702, 40, 26), 0.12, line)
    assert between in without_noise([*PRINT, *sure, between])
    beside = RawWord("V7,", (415, 702, 40, 26), 0.12, line)
    assert beside not in without_noise([*PRINT, *sure, beside])


def test_doubtful_words_outside_all_that_was_read_surely_are_of_the_desk() -> None:
    rows = [RawWord(text, (200 + 110 * k, 600 + 50 * row, 100, 28), 0.98, (3, 1, row)) for row in (2, 3, 4)
            for k, text in enumerate(("Nguyên", "quán:", "Hòa", "Bình"))]  # fmt: skip
    desk = [RawWord(text, (300 + 90 * k, 90, 60, 28), 0.5, (1, 1, 1)) for k, text in enumerate(("đá", "tức:", "dâm"))]
    within = [RawWord("doubtful", (200, 550, 100, 28), 0.5, (2, 1, 1))]
    assert without_noise([*desk, *PRINT, *within, *rows]) == [*PRINT, *within, *rows]


def test_a_line_of_wood_grain_is_dropped() -> None:
    grain = [RawWord(text, (90 * place, 20, 60, 50), 0.3, (1, 1, 1)) for place, text in enumerate(("lÀ", "i#h", "ki"))]
    assert without_noise([*PRINT, *grain]) == PRINT


def test_a_page_of_nothing_but_doubt_has_no_usual_height() -> None:
    assert usual_height([word("x", 15, 24, 0.4)]) is None
    assert without_noise([]) == []
