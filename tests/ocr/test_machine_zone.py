"""The machine-readable zone of an identity card in the words of a page."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

import samples
from ocr import closer, machine_zone, pen
from ocr.closer import Eyes, Seen
from ocr.handwriting import Cut
from ocr.machine_zone import with_machine_zone
from ocr.model import Box
from ocr.page import read_pixels
from ocr.pixels import Image as Array
from ocr.pixels import Pixels
from ocr.recognise import RawWord

FIRST = "IDVNM0953180613025095318061<<4"
SECOND = "9501119M3501117VNM<<<<<<<<<<<8"
NAME = "QUACH<<DUC<TRIET<<<<<<<<<<<<<<"
ROWS = (FIRST, SECOND, NAME)
LEFT, TOP, WIDTH, HEIGHT, PITCH = 60, 700, 1200, 48, 72


def row(text: str, number: int, confidence: float = 0.9) -> RawWord:
    return RawWord(text, (LEFT, TOP + number * PITCH, WIDTH, HEIGHT), confidence, (8, 1, number))


def zone(*texts: str) -> list[RawWord]:
    return [row(text, number) for number, text in enumerate(texts)]


class Readers:
    """Both readers, each of which sees what stands in a row of the zone; what they were asked is kept."""

    def __init__(self, network: tuple[str, ...] = (), tesseract: tuple[str, ...] = ()) -> None:
        self.seen = {"network": network, "tesseract": tesseract}
        self.asked: list[tuple[str, int]] = []

    def see(self, reader: str, box: Box) -> Seen:
        number = round((box[1] - TOP) / PITCH)
        self.asked.append((reader, number))
        texts = self.seen[reader]
        return Seen(texts[number], 0.9) if texts else closer.NOTHING


@pytest.fixture
def eyes(monkeypatch: pytest.MonkeyPatch) -> tuple[Eyes, Readers]:
    readers = Readers()
    monkeypatch.setattr(pen, "available", lambda: True)
    monkeypatch.setattr(Eyes, "by_network", lambda self, box, cut=closer.UPRIGHT: readers.see("network", box))
    monkeypatch.setattr(
        Eyes,
        "by_tesseract",
        lambda self, boxes, allowed, cut=closer.LEANT: [readers.see("tesseract", box) for box in boxes],
    )
    return Eyes(blank, 9), readers


def blank(box: Box, cut: Cut) -> Array:
    return np.full((pen.HEIGHT, 200), 255, np.uint8)


def texts(words: list[RawWord]) -> list[str]:
    return [word.text for word in sorted(words, key=lambda word: word.box[1])]


def test_letters_misread_for_others_are_put_right_without_another_look(eyes: tuple[Eyes, Readers]) -> None:
    words = zone("TDVNM095318O613025095318061<<4", SECOND, "QUACH<<DUC<TRTET<<<<<<<<<<<<<<")
    found = with_machine_zone(words, eyes[0])
    assert texts(found) == list(ROWS)
    assert eyes[1].asked == []
    assert min(word.confidence for word in found) >= 0.9
    assert [word.first for word in found] == [words[0].text, None, words[2].text]


def test_only_the_row_whose_check_digits_fail_is_looked_at_again(eyes: tuple[Eyes, Readers]) -> None:
    eyes[1].seen["network"] = ROWS
    found = with_machine_zone(zone(FIRST, "9961119M3501117VNM<<<<<<<<<<<8", NAME), eyes[0])
    assert texts(found) == list(ROWS)
    assert eyes[1].asked == [("tesseract", 1), ("network", 1)]


def test_rows_that_no_look_makes_hold_are_not_sure(eyes: tuple[Eyes, Readers]) -> None:
    wrong = "9961119M3561117VNM<<<<<<<<<<<8"
    eyes[1].seen |= {"network": (FIRST, wrong, NAME), "tesseract": (FIRST, wrong, NAME)}
    found = with_machine_zone(zone(FIRST, wrong, NAME), eyes[0])
    assert all(word.confidence < 0.9 for word in found if word.text != NAME)


def test_an_exchanged_figure_is_not_sure(eyes: tuple[Eyes, Readers]) -> None:
    found = with_machine_zone(zone(FIRST.replace("0953", "9953"), SECOND, NAME), eyes[0])
    assert texts(found) == list(ROWS)
    assert max(word.confidence for word in found[:2]) < 0.9


def test_a_row_in_pieces_becomes_one_word_without_the_scraps_beside_it(eyes: tuple[Eyes, Readers]) -> None:
    start = replace(row(FIRST[:12], 0), box=(LEFT, TOP, 480, HEIGHT))
    rest = replace(row(FIRST[12:], 0), box=(LEFT + 500, TOP, 700, HEIGHT))
    scrap = replace(row("|", 0), box=(10, TOP - 40, 9, 115))
    found = with_machine_zone([scrap, start, rest, row(SECOND, 1), row(NAME, 2)], eyes[0])
    assert texts([word for word in found if word is not scrap]) == list(ROWS)
    first = next(word for word in found if word.text == FIRST)
    assert first.box == (LEFT, TOP, WIDTH, HEIGHT)


def test_a_row_that_was_not_found_is_looked_for_between_the_others(eyes: tuple[Eyes, Readers]) -> None:
    eyes[1].seen["network"] = ROWS
    found = with_machine_zone([row(FIRST, 0), row("Æ¬", 1), row(NAME, 2)], eyes[0])
    assert texts(found) == list(ROWS)


def test_a_name_of_which_only_fillers_were_read_is_looked_at_whole(eyes: tuple[Eyes, Readers]) -> None:
    eyes[1].seen["network"] = ROWS
    fillers = replace(row("<<<<<<<<<<<<", 2), box=(LEFT + 700, TOP + 2 * PITCH, 500, HEIGHT))
    assert texts(with_machine_zone([row(FIRST, 0), row(SECOND, 1), fillers], eyes[0])) == list(ROWS)


def test_a_name_that_nobody_can_read_is_left_as_it_is(eyes: tuple[Eyes, Readers]) -> None:
    fillers = replace(row("<<<<<<<<<<<<", 2), box=(LEFT + 700, TOP + 2 * PITCH, 500, HEIGHT))
    assert fillers in with_machine_zone([row(FIRST, 0), row(SECOND, 1), fillers], eyes[0])


def test_two_cards_on_one_sheet_are_two_zones(eyes: tuple[Eyes, Readers]) -> None:
    other = ("IDVNM0982989971026098298997<<3", "9807235M3807233VNM<<<<<<<<<<<0", "PHUNG<<VAN<SON<MANH".ljust(30, "<"))
    below = [
        replace(word, box=(LEFT, word.box[1] + 900, WIDTH, HEIGHT), line=(20, 1, number))
        for number, word in enumerate(zone("T" + other[0][1:], *other[1:]))
    ]
    assert texts(with_machine_zone(zone(*ROWS) + below, eyes[0])) == [*ROWS, *other]


def test_names_with_i_and_t_that_could_be_either_are_read_by_the_second_reader(eyes: tuple[Eyes, Readers]) -> None:
    name = "DINH<<AI<BUOI".ljust(30, "<")
    eyes[1].seen["network"] = (FIRST, SECOND, name[:15])
    found = with_machine_zone(zone(FIRST, SECOND, "DTNH<<ATI<BUOT<<<<<<<<<<<<<<<<"), eyes[0])
    assert texts(found)[2] == name


def test_a_broad_i_read_as_two_letters_is_one(eyes: tuple[Eyes, Readers]) -> None:
    found = with_machine_zone(zone(FIRST, SECOND, "DTINH<<TRUNG<HUNG".ljust(31, "<")), eyes[0])
    assert texts(found)[2] == "DINH<<TRUNG<HUNG".ljust(30, "<")
    assert eyes[1].asked == []


def test_a_name_that_lacks_letters_is_read_by_the_second_reader(eyes: tuple[Eyes, Readers]) -> None:
    eyes[1].seen["network"] = (FIRST, SECOND, "VU<<THANH<AN<<")
    found = with_machine_zone(zone(FIRST, SECOND, "U<<THANH<AN".ljust(29, "<")), eyes[0])
    assert texts(found)[2] == "VU<<THANH<AN".ljust(30, "<")


def test_a_page_without_a_zone_stays(eyes: tuple[Eyes, Readers]) -> None:
    words = [row("Độc", 0), row("Mã: VNM", 1), row("a << b", 2)]
    assert with_machine_zone(words, eyes[0]) == words
    assert eyes[1].asked == []


def test_without_the_network_tesseract_reads_the_row(
    eyes: tuple[Eyes, Readers], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine_zone.pen, "available", lambda: False)
    eyes[1].seen["tesseract"] = ROWS
    assert texts(with_machine_zone(zone(FIRST, "9961119M3501117VNM<<<<<<<<<<<8", NAME), eyes[0])) == list(ROWS)


def test_the_zone_of_a_worn_card_is_read_as_it_is_printed() -> None:
    paper = samples.draw("citizen_id", "zone 5", "chip_card_of_2021")
    printed = [line for text in paper.texts for line in text.split("\n") if "<<" in line]
    page = samples.wear(paper, 2, "zone 5", rotation=0)[-1]
    pixels = cv2.imdecode(np.frombuffer(page.jpeg, np.uint8), cv2.IMREAD_COLOR)
    reading = read_pixels(Pixels(np.asarray(pixels, dtype=np.uint8), page.dpi, stated=True), 1, seconds=60)
    assert [line for line in reading.text.split("\n") if "<<" in line] == printed
