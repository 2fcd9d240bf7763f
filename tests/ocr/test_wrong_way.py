"""A page that was read the wrong way up is read once more."""

import pytest

import ocr.page
from ocr.model import Word
from ocr.page import read_pixels
from ocr.pixels import Image, Pixels
from ocr.wrong_way import other_turn, sense
from tests.ocr.papers import as_array, letter

UNSURE = ((0, 0.5), (270, 0.3), (180, 0.15), (90, 0.05))


def words(text: str, confidence: float, size: tuple[int, int] = (60, 20)) -> list[Word]:
    return [
        Word(part, (100 + 80 * place, 100, *size), confidence, 0, 0) for place, part in enumerate(text.split(), start=1)
    ]


SENSE = words("Ủy ban nhân dân xã đề nghị các thôn tiếp tục thực hiện", 0.96)
GIBBERISH = words("9n 8u0n2 1NỆH £?07I šš :XCBN Clể :9S N uạ1) 8uọp", 0.5)
ON_END = words("phường thuộc nghiệp đăng quyền", 0.95, (20, 60))


def test_what_makes_sense_was_read_the_right_way_up() -> None:
    assert other_turn(UNSURE, SENSE) is None


def test_gibberish_is_read_once_more_upside_down() -> None:
    assert other_turn(UNSURE, GIBBERISH) == 180


def test_words_that_stand_on_end_are_read_by_the_likelier_quarter_turn() -> None:
    assert other_turn(UNSURE, ON_END) == 270


def test_a_sure_turn_is_believed_whatever_was_read() -> None:
    assert other_turn(((0, 0.99), (180, 0.01)), GIBBERISH) is None


def test_foreign_words_that_are_read_surely_are_no_gibberish() -> None:
    assert other_turn(UNSURE, words("Joint Stock Company Limited Certificate", 0.95)) is None


def test_level_words_of_known_syllables_make_more_sense() -> None:
    assert sense(SENSE) > sense(GIBBERISH)
    assert sense(SENSE) > sense(ON_END)


@pytest.mark.parametrize("wrong", [180, 90])
def test_a_page_that_was_turned_wrongly_comes_out_right(wrong: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def misled(_: Image) -> tuple[tuple[int, float], ...]:
        return ((wrong, 0.6), (0, 0.3), (270, 0.06), (180, 0.04))

    monkeypatch.setattr(ocr.page, "likely_turns", misled)
    reading = read_pixels(Pixels(as_array(letter(200)), 200, True), 1, seconds=60)
    assert reading.rotation == 0
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in reading.text
