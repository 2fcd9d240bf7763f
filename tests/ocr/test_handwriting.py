"""Numbers and days written by hand into printed heads."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ocr import pen
from ocr.handwriting import Cut, line_picture, with_handwriting
from ocr.model import Box, PageReading, Word
from ocr.page import read_pixels
from ocr.pen import Letter
from ocr.pixels import Image as Array
from ocr.pixels import Pixels, grey
from ocr.recognise import RawWord
from ocr.records import page_from_json, page_to_json
from ocr.straighten import level, whole_view
from samples.ink import BLACK, BLUE, figures, press
from tests.ocr.papers import FONT, as_array, letter

WIDTH, HEIGHT = 1654, 2339
LETTERS = 36

needs_pen = pytest.mark.skipif(not pen.available(), reason="the handwriting extra (rapidocr) is not installed")


@dataclass
class Head:
    """A head drawn on paper, and what a first reader made of it: the print, and scraps of what was written."""

    page: Image.Image = field(default_factory=lambda: Image.new("RGB", (WIDTH, HEIGHT), "white"))
    words: list[RawWord] = field(default_factory=list)
    places: list[Box] = field(default_factory=list)
    x: int = 0

    def printed(self, text: str, line: int, confidence: float = 0.99) -> None:
        draw, font = ImageDraw.Draw(self.page), ImageFont.truetype(FONT, LETTERS)
        for word in text.split():
            draw.text((self.x, 200), word, "black", font)
            left, top, right, bottom = (round(edge) for edge in draw.textbbox((self.x, 200), word, font))
            self.words.append(RawWord(word, (left, top, right - left, bottom - top), confidence, (1, 1, line)))
            self.x = right + 10

    def written(self, text: str, line: int, rng: Random, *, read: str = "#") -> None:
        stamp = figures(text, round(LETTERS * rng.uniform(0.8, 1.1)), rng, rng.choice([BLUE, BLACK]))
        press(self.page, stamp, self.x, 200 - LETTERS // 4)
        self.places.append((self.x, 200, stamp.width, LETTERS))
        self.words.append(RawWord(read, (self.x + 8, 196, stamp.width - 16, LETTERS), 0.3, (1, 1, line)))
        self.x += stamp.width + 6


def head(number: str, day: str, seed: int = 0) -> Head:
    drawn, rng = Head(), Random(seed)
    drawn.x = 150
    drawn.printed("Số:", 0)
    drawn.written(number, 0, rng)
    drawn.printed("/QĐ-UBND", 0)
    drawn.x = 850
    drawn.printed("Hòa Bình, ngày", 1)
    drawn.written(day, 1, rng)
    drawn.printed("tháng 5 năm 2024", 1)
    return drawn


def letter_page(*words: Word) -> PageReading:
    return PageReading(1, 200, 100, 200, 0, 0.0, " ".join(word.text for word in words), 0.8, blank=False, words=words)


def read_again(drawn: Head) -> list[RawWord]:
    page = grey(as_array(drawn.page))
    view = whole_view(WIDTH, HEIGHT)
    return with_handwriting(drawn.words, WIDTH, HEIGHT, lambda box, cut: line_picture(page, view, box, cut))


@needs_pen
def test_what_was_written_is_read_where_it_stands_and_the_first_reading_stays_known() -> None:
    drawn = head("47", "17")
    number, day = (word for word in read_again(drawn) if word.first is not None)
    assert (number.text, number.first, day.text, day.first) == ("47", "#", "17", "#")
    for word, (left, top, width, height) in zip((number, day), drawn.places, strict=True):
        assert left - 12 <= word.box[0] < word.box[0] + word.box[2] <= left + width + 12
        assert top - 20 <= word.box[1] < word.box[1] + word.box[3] <= top + height + 20
    assert [word.text for word in read_again(drawn) if word.line == (1, 1, 1)] == [
        "Hòa", "Bình,", "ngày", "17", "tháng", "5", "năm", "2024",
    ]  # fmt: skip


@needs_pen
def test_what_was_written_is_marked_and_print_is_not() -> None:
    words = read_again(head("47", "17"))
    assert [word.text for word in words if word.by_hand] == ["47", "17"]
    drawn = Head()
    drawn.x = 150
    drawn.printed("Số: 47 /QĐ-UBND", 0, confidence=0.9)
    drawn.x = 850
    drawn.printed("Hòa Bình, ngày 17 tháng 5 năm 2024", 1, confidence=0.9)
    assert [word.text for word in read_again(drawn) if word.by_hand] == []


def test_a_mark_of_the_hand_is_kept_with_the_reading() -> None:
    page = letter_page(Word("47", (10, 20, 30, 40), 0.8, 0, by_hand=True), Word("17", (90, 20, 30, 40), 0.8, 0))
    assert [word.by_hand for word in page_from_json(page_to_json(page)).words] == [True, False]


@needs_pen
def test_of_many_hands_nearly_all_are_read_and_no_wrong_figure_is_called_sure() -> None:
    right = wrong_and_sure = 0
    rng = Random(7)
    for seed in range(8):
        number, day = str(rng.randint(10, 2999)), f"{rng.randint(1, 31):02d}"
        found = [word for word in read_again(head(number, day, seed)) if word.first is not None]
        for word in found:
            fits = word.text == (number if word.line[2] == 0 else day)
            right += fits
            wrong_and_sure += not fits and word.confidence >= 0.9
    assert right >= 14
    assert wrong_and_sure == 0


@needs_pen
def test_a_whole_page_with_a_written_number_and_day_is_read_as_one_text() -> None:
    page = letter()
    paper = ImageDraw.Draw(page)
    font, rng = ImageFont.truetype(FONT, LETTERS), Random(3)
    for left, before, printed, written in (
        (160, "Số: ", "45", "38"),
        (680, "Hòa Bình, ngày ", "05", "26"),
    ):
        x = left + round(font.getlength(before))
        paper.rectangle((x, 215, x + round(font.getlength(printed)), 260), "white")
        press(page, figures(written, 30, rng, BLACK), x - 12, 213)
    reading = read_pixels(Pixels(as_array(page), 200, True), 1, seconds=60)
    assert "Số: 38 /UBND-TP" in reading.text or "Số: 38/UBND-TP" in reading.text
    assert "ngày 26 tháng 3 năm 2024" in reading.text


@needs_pen
def test_a_line_is_cut_level_from_a_leaning_page() -> None:
    drawn = head("215", "08")
    page = grey(as_array(drawn.page))
    view = level(whole_view(WIDTH, HEIGHT), 2.0)
    box = (150, 190, 420, 50)
    ink = line_picture(page, level(whole_view(WIDTH, HEIGHT), 0.0), box, Cut(0.2))
    turned = line_picture(view_back(page, 2.0), view, box, Cut(0.2))
    assert turned.shape == ink.shape == (pen.HEIGHT, ink.shape[1])
    assert "".join(letter.text for letter in pen.read_line(turned)).replace(" ", "").find("215/Q") >= 0


def view_back(page: Array, degrees: float) -> Array:
    """The page leaning so that `level(…, degrees)` sets it right."""
    height, width = page.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    return np.asarray(cv2.warpAffine(page, turn, (width, height), borderValue=255), dtype=np.uint8)


class Reader:
    """A second reader that says what it is told to, and counts how often it was asked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *said: tuple[str, float]) -> None:
        self.said, self.asked = said, 0
        monkeypatch.setattr(pen, "available", lambda: True)
        monkeypatch.setattr(pen, "read_line", self._read)

    def _read(self, line: Array) -> tuple[Letter, ...]:
        text, chance = self.said[min(self.asked, len(self.said) - 1)]
        self.asked += 1
        return tuple(Letter(one, chance, (place + 0.5) / len(text)) for place, one in enumerate(text))


def dateline(day: str, confidence: float = 0.99) -> Head:
    drawn = Head()
    drawn.x = 850
    drawn.printed("Hòa Bình, ngày", 0)
    drawn.printed(day, 0, confidence)
    drawn.printed("tháng 5 năm 2024", 0)
    return drawn


def test_nothing_is_asked_where_print_was_read_without_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = Reader(monkeypatch, ("ngày 11 tháng 5 năm 2024", 1.0))
    drawn = dateline("17")
    assert read_again(drawn) == drawn.words
    assert reader.asked == 0


def test_a_colon_of_the_form_stays_where_the_day_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    Reader(monkeypatch, ("ngày: 11 tháng 5 năm 2024", 0.99))
    drawn = Head()
    drawn.x = 850
    drawn.printed("ngày: #1 tháng 5 năm 2024", 0, 0.7)
    assert [word.text for word in read_again(drawn)] == ["ngày:", "11", "tháng", "5", "năm", "2024"]


def test_a_day_that_does_not_exist_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    Reader(monkeypatch, ("ngày 47 tháng 5 năm 2024", 1.0))
    drawn = dateline("#7", 0.4)
    assert [word.text for word in read_again(drawn)] == [word.text for word in drawn.words]


def test_cuts_that_disagree_leave_the_day_to_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    Reader(
        monkeypatch,
        ("ngày 17 tháng 5 năm 2024", 0.99),
        ("ngày 11 tháng 5 năm 2024", 0.98),
        ("ngày 17 tháng 5 năm 2024", 0.97),
    )
    day = next(word for word in read_again(dateline("#7", 0.4)) if word.first == "#7")
    assert day.text == "17"
    assert day.confidence < 0.9


def test_two_readers_that_agree_make_a_day_sure(monkeypatch: pytest.MonkeyPatch) -> None:
    Reader(monkeypatch, ("ngày 17 tháng 5 năm 2024", 0.9))
    day = next(word for word in read_again(dateline("17", 0.6)) if word.text == "17")
    assert day.confidence >= 0.95
    assert day.first is None


def test_two_readers_that_differ_make_no_day_sure(monkeypatch: pytest.MonkeyPatch) -> None:
    Reader(monkeypatch, ("ngày 11 tháng 5 năm 2024", 0.99))
    day = next(word for word in read_again(dateline("17", 0.92)) if word.text in ("11", "17"))
    assert day.confidence < 0.9


def test_the_program_is_whole_without_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pen, "_network", lambda: None)
    drawn = dateline("#7", 0.4)
    assert read_again(drawn) == drawn.words
    assert pen.read_line(np.full((pen.HEIGHT, 300), 255, np.uint8)) == ()


def test_the_first_reading_is_kept_in_the_record_of_a_page() -> None:
    words = (Word("Số:", (0, 0, 9, 9), 0.99, 0), Word("47", (10, 0, 9, 9), 0.92, 0, 0, "4†"))
    page = PageReading(1, 100, 100, 200, 0, 0.0, "Số: 47", 0.95, blank=False, words=words)
    assert page_from_json(page_to_json(page)) == page
