"""Digits that stand each in a printed box."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ocr import pen
from ocr.cells import with_cells
from ocr.closer import Eyes
from ocr.handwriting import Cut
from ocr.model import Box
from ocr.pixels import Image as Array
from ocr.recognise import RawWord
from tests.ocr.papers import FONT

LEFT, TOP, CELL, HIGH = 420, 60, 44, 46
LABEL = RawWord("CMND:", (280, TOP + 6, 130, 30), 0.95, (1, 1, 1))


def form(digits: str, *, walls: bool = True) -> Array:
    """A line of a form at 200 dpi: a label, and digits in boxes."""
    page = Image.new("L", (1400, 170), 250)
    draw, font = ImageDraw.Draw(page), ImageFont.truetype(FONT, 36)
    draw.text((280, TOP), "CMND:", 20, font)
    for index, digit in enumerate(digits):
        left = LEFT + index * CELL
        if walls:
            draw.rectangle((left, TOP, left + CELL, TOP + HIGH), None, 60, 2)
        draw.text((left + 13, TOP + 2), digit, 20, font)
    return cv2.GaussianBlur(np.asarray(page, dtype=np.uint8), (3, 3), 0.6)


def boxed(text: str, x: int = LEFT, width: int = 12 * CELL) -> RawWord:
    return RawWord(text, (x, TOP, width, HIGH), 0.2, (1, 1, 1))


def cut_from(page: Array, box: Box, cut: Cut) -> Array:
    x, y, width, height = box
    room = round(cut.around * height)
    part = page[max(0, y - room) : y + height + room, x : x + width]
    scale = pen.HEIGHT / part.shape[0]
    return np.asarray(cv2.resize(part, (round(part.shape[1] * scale), pen.HEIGHT)), dtype=np.uint8)


def eyes_on(page: Array) -> Eyes:
    return Eyes(partial(cut_from, page), 9)


@pytest.mark.parametrize(
    ("digits", "read"),
    [
        ("056198123363", "[0|5[ø|1[9[8|1[2[3|3[ó[3]"),
        ("001083972315", "|0|0|10|s|3|{2[7I2|3|1]5]"),
        ("030094881592", "|0|3|o[o|[s|4|s|s|+|5|»[2]"),
        ("0301234567", "[0[3[0[1|2[3|4[5[6[7"),
        ("123456789", "[1[2[3[4[5[6[7[8[9]"),
    ],
)
def test_digits_in_boxes_are_one_number(digits: str, read: str) -> None:
    raw = boxed(read, width=len(digits) * CELL)
    label, number = with_cells([LABEL, raw], eyes_on(form(digits)))
    assert label == LABEL
    assert (number.text, number.first) == (digits, read)
    assert abs(number.box[0] - LEFT) < 6
    assert abs(number.box[2] - len(digits) * CELL) < 10


def test_boxes_in_several_words_and_cut_off_at_the_ends_are_found_whole() -> None:
    words = [boxed("|8", LEFT + 2 * CELL, CELL), boxed("[1|9[8|1|2", LEFT + 3 * CELL, 5 * CELL)]
    *_, number = with_cells([LABEL, *words], eyes_on(form("058198123363")))
    assert number.text == "058198123363"


def test_boxes_read_as_parts_of_two_lines_are_one_number_behind_their_label() -> None:
    start = [boxed("|0", LEFT, CELL), boxed("|5", LEFT + CELL, CELL)]
    rest = replace(boxed("8|1|9[8|1|2[3|3[6[3]", LEFT + 2 * CELL, 10 * CELL), line=(9, 1, 1))
    label, number = with_cells([LABEL, *start, rest], eyes_on(form("058198123363")))
    assert (label, number.text, number.line) == (LABEL, "058198123363", LABEL.line)


def test_a_label_in_the_same_word_stays() -> None:
    word = RawWord("CMND:[0|5[ø|1[9[8|1[2[3|3[ó[3]", (280, TOP, 140 + 12 * CELL, HIGH), 0.1, (1, 1, 1))
    label, number = with_cells([word], eyes_on(form("056198123363")))
    assert (label.text, number.text) == ("CMND:", "056198123363")
    assert label.box[0] + label.box[2] <= number.box[0]


def test_words_of_other_heights_do_not_mislead() -> None:
    words = [boxed("[0|5[6|1[9[8|", LEFT, 6 * CELL), boxed("1[2[3|3[ó[3]", LEFT + 6 * CELL, 6 * CELL)]
    words[1] = replace(words[1], box=(LEFT + 6 * CELL, TOP - 30, 6 * CELL, HIGH + 60))
    words.append(boxed("|0", LEFT, CELL))
    numbers = with_cells([LABEL, *words], eyes_on(form("056198123363")))
    assert [number.text for number in numbers] == ["CMND:", "056198123363"]


def test_boxes_of_which_nothing_was_read_are_found_behind_the_label_that_asks_for_them() -> None:
    label, number = with_cells([LABEL], eyes_on(form("056198123363")))
    assert (label, number.text, number.first, number.line) == (LABEL, "056198123363", None, LABEL.line)


def test_ink_from_the_line_above_does_not_hide_boxes() -> None:
    raw = replace(boxed("[0|5[ø|1[9[8|1[2[3|3[ó[3]"), box=(LEFT, TOP - 28, 12 * CELL, HIGH + 28))
    _, number = with_cells([LABEL, raw], eyes_on(form("056198123363")))
    assert number.text == "056198123363"


def test_a_label_without_boxes_behind_it_stays_alone() -> None:
    assert with_cells([LABEL], eyes_on(form("056198123363", walls=False))) == [LABEL]


def test_the_last_boxes_may_be_empty() -> None:
    (number,) = with_cells([boxed("[2|5[ø|1[9[8|1[2[3[[[")], eyes_on(form("256198123   ")))
    assert number.text == "256198123"
    assert number.confidence >= 0.9


def test_a_box_among_the_others_that_looks_empty_is_in_doubt() -> None:
    (number,) = with_cells([boxed("[0|5[ø|1[9[8|1[2[3|3[[")], eyes_on(form("0561 8123363")))
    assert number.confidence < 0.5


def test_bars_without_boxes_stay_as_they_are() -> None:
    words = [LABEL, boxed("|0|5|6|1|9")]
    assert with_cells(words, eyes_on(form("056198123363", walls=False))) == words


@pytest.mark.parametrize("text", ["TT | Họ | Ngày | Số |", "(1) [2] (3)", "a|b|c|d|e"])
def test_ordinary_bars_and_brackets_are_not_looked_at(text: str) -> None:
    def no_look(box: Box, cut: Cut) -> Array:
        raise AssertionError("there are no boxes")

    words = [boxed(part, LEFT + 90 * index, 80) for index, part in enumerate(text.split())]
    assert with_cells(words, Eyes(no_look, 9)) == words
