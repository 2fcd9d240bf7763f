"""The words that fields are made of are read once more: what two looks agree on holds, the rest is for a person."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from ocr import pen
from ocr.closer import Eyes
from ocr.handwriting import line_picture
from ocr.model import Word
from ocr.proofread import proofread
from ocr.records import page_from_json, page_to_json
from ocr.straighten import whole_view
from tests.ocr.papers import FONT
from tests.understanding.paper import page

TOP, HIGH = 60, 34


def printed(text: str) -> tuple[Eyes, list[Word]]:
    """Eyes over a page with one line of print, and its words rightly read."""
    picture = Image.new("L", (1200, 200), 255)
    draw, font = ImageDraw.Draw(picture), ImageFont.truetype(FONT, 36)
    left, words = 80.0, []
    for part in text.split():
        draw.text((left, TOP), part, 0, font)
        width = draw.textlength(part, font)
        words.append(Word(part, (round(left), TOP, round(width), HIGH + 8), 0.9, 0))
        left += width + draw.textlength(" ", font)
    page = np.asarray(picture, dtype=np.uint8)
    return Eyes(partial(line_picture, page, whole_view(1200, 200)), 20.0), words


def looked_at(eyes: Eyes, words: list[Word]) -> tuple[Word, ...]:
    return proofread(words, [(0, 0, 1200, 200)], eyes, lambda box: box)


def misread(words: list[Word], right: str, wrong: str, confidence: float = 0.9) -> list[Word]:
    return [replace(word, text=wrong, confidence=confidence) if word.text == right else word for word in words]


def test_what_the_second_look_sees_as_well_was_seen_twice() -> None:
    eyes, words = printed("Nguyễn Thị Hằng")
    assert [(word.text, word.looks) for word in looked_at(eyes, words)] == [
        ("Nguyễn", (2, 2)),
        ("Thị", (2, 2)),
        ("Hằng", (2, 2)),
    ]


def test_a_wrong_mark_that_two_looks_see_otherwise_is_put_right_and_what_stood_there_is_kept() -> None:
    eyes, words = printed("Thân Huyền Huệ")
    middle = looked_at(eyes, misread(words, "Huyền", "Huyển"))[1]
    assert (middle.text, middle.first, middle.looks) == ("Huyền", "Huyển", (2, 3))
    assert middle.confidence < 0.9


def test_what_the_language_put_right_is_not_undone_by_looks_that_see_what_the_first_one_saw() -> None:
    eyes, words = printed("Quy định chỉ tiết")
    settled = [
        replace(word, text="chi", first="chỉ", confidence=0.85) if word.text == "chỉ" else word for word in words
    ]
    word = looked_at(eyes, settled)[2]
    assert (word.text, word.first, word.looks) == ("chi", "chỉ", None)


def test_letters_of_which_the_first_look_was_sure_are_not_exchanged_but_doubted() -> None:
    eyes, words = printed("Thân Huyền Huệ")
    middle = looked_at(eyes, misread(words, "Huyền", "Huyển", confidence=0.99))[1]
    assert (middle.text, middle.looks) == ("Huyển", (1, 3))


def test_a_space_that_was_lost_is_found_again() -> None:
    eyes, words = printed("Cao Viết Phong")
    joined = replace(
        words[1],
        text="ViếtPhong",
        box=(*words[1].box[:2], words[2].box[0] + words[2].box[2] - words[1].box[0], words[1].box[3]),
    )
    read = looked_at(eyes, [words[0], joined])
    assert [word.text for word in read] == ["Cao", "Viết", "Phong"]
    assert read[1].box[0] + read[1].box[2] <= read[2].box[0] + 1


@pytest.mark.skipif(not pen.available(), reason="the network that reads figures is not installed")
def test_of_figures_the_network_is_the_judge() -> None:
    eyes, words = printed("049195891149")
    (number,) = looked_at(eyes, misread(words, "049195891149", "949195891149", confidence=0.98))
    assert (number.text, number.looks) == ("049195891149", (2, 3))


def test_a_number_with_letters_is_never_exchanged() -> None:
    eyes, words = printed("47/QĐ-UBND")
    (number,) = looked_at(eyes, misread(words, "47/QĐ-UBND", "41/QĐ-UBND"))
    assert (number.text, number.looks) == ("41/QĐ-UBND", (1, 3))


def test_words_outside_values_and_places_where_nothing_is_seen_say_nothing_of_looks() -> None:
    eyes, words = printed("Nguyễn Thị Hằng")
    outside = Word("Ghi", (900, 150, 60, 30), 0.9, 1)
    read = proofread([*words, outside], [(900, 140, 80, 50)], eyes, lambda box: box)
    assert [word.looks for word in read] == [None, None, None, None]
    assert proofread(words, [], eyes, lambda box: box) == tuple(words)


def test_looks_are_kept_in_the_record_of_a_page() -> None:
    reading = page("Họ và tên: Lê Văn An")
    looked = replace(reading, words=tuple(replace(word, looks=(2, 3)) for word in reading.words))
    assert page_from_json(page_to_json(looked)) == looked
