"""Figures read again as figures: dates whose slashes were not read, doubtful numbers, labels in two languages."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ocr import closer, figures, pen
from ocr.closer import Seen
from ocr.figures import with_figures, with_slashes
from ocr.handwriting import Cut
from ocr.model import Box
from ocr.pixels import Image as Array
from ocr.recognise import RawWord
from tests.ocr.papers import FONT

LETTERS = 34


def word(text: str, confidence: float = 0.5, *, x: int = 20, line: int = 1) -> RawWord:
    return RawWord(text, (x, 20, 190, 26), confidence, (1, 1, line))


def paper(text: str) -> Array:
    """Print of which the words of these tests are readings."""
    page = Image.new("L", (700, 70), 255)
    ImageDraw.Draw(page).text((22, 14), text, 0, ImageFont.truetype(FONT, LETTERS))
    return np.asarray(page, dtype=np.uint8)


def looking_at(page: Array) -> figures.Look:
    def look(box: Box, cut: Cut) -> Array:
        x, y, width, height = box
        room = round(cut.around * height)
        part = page[max(0, y - room) : y + height + room, x : x + width]
        scale = pen.HEIGHT / part.shape[0]
        return np.asarray(cv2.resize(part, (round(part.shape[1] * scale), pen.HEIGHT)), dtype=np.uint8)

    return look


def no_look(box: Box, cut: Cut) -> Array:
    raise AssertionError(f"nothing is in doubt, yet {box} was looked at")


@pytest.fixture
def readers(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """What each of the readers sees, look by look."""
    seen: dict[str, list[str]] = {"tesseract": [], "network": []}

    def next_of(reader: str) -> Seen:
        return Seen(seen[reader].pop(0), 0.99) if seen[reader] else closer.NOTHING

    monkeypatch.setattr(pen, "available", lambda: True)
    monkeypatch.setattr(closer, "read_pieces", lambda pieces, allowed, seconds: [next_of("tesseract") for _ in pieces])
    monkeypatch.setattr(closer, "read_by_network", lambda picture: next_of("network"))
    return seen


def blank(box: Box, cut: Cut) -> Array:
    return np.full((pen.HEIGHT, 200), 255, np.uint8)


@pytest.mark.parametrize(
    "read",
    [
        "26I0611985",
        "26l06I1985",
        "26061985",
        "260611985",
        "2606/1985",
        "26Í06¡1985",
        "26i06i1985",
        "26IO6I198S",
        "26/06/19B5",
    ],
)
def test_a_date_whose_slashes_were_not_read_gets_them_back(read: str, readers: dict[str, list[str]]) -> None:
    readers["tesseract"] = ["26106/1985"]
    readers["network"] = ["26/06/1985"]
    (found,) = with_figures([word(read)], blank, seconds=9)
    assert (found.text, found.first) == ("26/06/1985", read)
    assert found.confidence >= 0.9


@pytest.mark.parametrize("read", ["2606/1985", "26/0611985", "2610611985"])
def test_a_date_read_surely_without_its_slashes_gets_them_back_too(read: str, readers: dict[str, list[str]]) -> None:
    readers["tesseract"] = ["26/06/1985"]
    (found,) = with_figures([word(read, 0.97)], blank, seconds=9)
    assert (found.text, found.first) == ("26/06/1985", read)


def test_a_number_that_could_be_a_date_and_is_none_stays_sure(readers: dict[str, list[str]]) -> None:
    readers["tesseract"] = ["2610611985"]
    readers["network"] = ["2610611985"]
    assert with_figures([word("2610611985", 0.97)], blank, seconds=9) == [word("2610611985", 0.97)]


def test_print_around_a_date_stays(readers: dict[str, list[str]]) -> None:
    readers["tesseract"] = ["01/01/2030"]
    (found,) = with_figures([word("ngày,01/01I2030.")], blank, seconds=9)
    assert found.text == "ngày,01/01/2030."


def test_a_date_that_one_look_alone_gives_is_not_sure(readers: dict[str, list[str]]) -> None:
    readers["tesseract"] = ["1/9"]
    readers["network"] = ["19/11/1985", "10/11/1985"]
    (found,) = with_figures([word("14I0I1985")], blank, seconds=9)
    assert found.confidence < 0.9


def test_what_no_date_can_be_is_not_taken(readers: dict[str, list[str]]) -> None:
    readers["tesseract"] = ["31/02/1985"]
    readers["network"] = ["31/02/1985"]
    (found,) = with_figures([word("31I02I1985")], blank, seconds=9)
    assert found.text == "31I02I1985"
    assert found.confidence <= 0.5


@pytest.mark.parametrize(
    "text",
    [
        "0912345678",
        "1192/2008",
        "12/2019/NĐ-CP",
        "15/5/2021",
        "012345678",
        "26/06/1985",
        "5020(@example.vn",
        "SO123456",
    ],
)
def test_figures_read_surely_are_not_looked_at(text: str) -> None:
    assert with_figures([word(text, 0.97)], no_look, seconds=9) == [word(text, 0.97)]


@pytest.mark.parametrize("text", ["5020(@example.vn", "08/02/202:", "A4", "12", "QĐ-123", "Điều", "3(a)", "|12|"])
def test_what_is_no_number_is_not_looked_at(text: str) -> None:
    assert with_figures([word(text, 0.4)], no_look, seconds=9) == [word(text, 0.4)]


def test_a_doubtful_number_that_another_look_confirms_is_sure(readers: dict[str, list[str]]) -> None:
    readers["tesseract"] = ["0912345678"]
    (found,) = with_figures([word("0912345678", 0.8)], blank, seconds=9)
    assert (found.text, found.first) == ("0912345678", None)
    assert found.confidence >= 0.9


def test_a_doubtful_number_that_nobody_confirms_is_doubted_more_and_kept(readers: dict[str, list[str]]) -> None:
    readers["tesseract"] = ["0912345673"]
    readers["network"] = ["0912345673"]
    (found,) = with_figures([word("0912345678", 0.85)], blank, seconds=9)
    assert (found.text, found.first) == ("0912345678", None)
    assert found.confidence < 0.7


def test_a_doubtful_date_is_not_exchanged_for_another(readers: dict[str, list[str]]) -> None:
    readers["tesseract"] = ["11/06/1985"]
    readers["network"] = ["11/06/1985"]
    (found,) = with_figures([word("17/06/1985", 0.8)], blank, seconds=9)
    assert found.text == "17/06/1985"
    assert found.confidence < 0.7


def test_without_the_network_two_cuts_by_tesseract_must_agree(
    readers: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pen, "available", lambda: False)
    readers["tesseract"] = ["2610611985", "26/06/1985"]
    (found,) = with_figures([word("26I0611985")], blank, seconds=9)
    assert found.text == "26/06/1985"


def test_printed_dates_are_read_as_they_stand() -> None:
    look = looking_at(paper("26/06/1985"))
    (found,) = with_figures([word("26I0611985")], look, seconds=9)
    assert found.text == "26/06/1985"


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("SốINo: 5", "Số/No: 5"),
        ("tênlFull", "tên/Full"),
        ("LÁI XE ¡ DRIVER'S", "LÁI XE / DRIVER'S"),
        ("sinh l Date of", "sinh / Date of"),
        ("Phần I Quy định", "Phần I Quy định"),
        ("THÔNG TIN I LIÊN HỆ", "THÔNG TIN I LIÊN HỆ"),
        ("Khoản I Điều", "Khoản I Điều"),
        ("Al Gore", "Al Gore"),
        ("Villa", "Villa"),
    ],
)
def test_the_slash_between_two_languages_is_put_back(read: str, printed: str) -> None:
    words = [word(text, 0.9, x=20 + 60 * index) for index, text in enumerate(read.split())]
    assert " ".join(found.text for found in with_slashes(words)) == printed
