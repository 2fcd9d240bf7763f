"""Letters looked at one by one: a mark or figure that was surely read and is another shows as a doubt."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from ocr.handwriting import Look, line_picture
from ocr.letter_places import Row, ink_of, laid_out
from ocr.letter_shapes import load, marked, marking, save, with_doubts
from ocr.model import Doubt, Word
from ocr.records import page_from_json, page_to_json
from ocr.straighten import whole_view
from samples.faces import face
from tests.understanding.paper import page

WIDTH, HIGH, BASE, LEFT = 1400, 240, 120, 90


def printed(text: str, family: str = "times", style: str = "", pixels: int = 46) -> tuple[Look, list[Word], np.ndarray]:
    """A page with one line of print, how to cut rows out of it, and its words rightly read."""
    picture = Image.new("L", (WIDTH, HIGH), 245)
    draw, font = ImageDraw.Draw(picture), face(family, style, pixels)  # type: ignore[arg-type]
    x, words = float(LEFT), []
    for part in text.split():
        left, top, right, bottom = (round(at) for at in draw.textbbox((x, BASE), part, font=font, anchor="ls"))
        draw.text((x, BASE), part, 20, font, anchor="ls")
        words.append(Word(part, (left, top, right - left, bottom - top), 0.99, 0))
        x += font.getlength(f"{part} ")
    pixel = np.asarray(picture, dtype=np.uint8)
    return partial(line_picture, pixel, whole_view(WIDTH, HIGH)), words, pixel


def doubted(look: Look, words: list[Word]) -> list[Doubt | None]:
    return [word.doubt for word in with_doubts(words, [(0, 0, WIDTH, HIGH)], look, lambda box: box)]


def misread(words: list[Word], right: str, wrong: str) -> list[Word]:
    return [replace(word, text=wrong) if word.text == right else word for word in words]


@pytest.mark.parametrize("family", ["times", "arial", "noto serif", "dejavu sans"])
@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("Mai Bá Duẩn", "Duẩn", "Duấn"),
        ("Lý Hoàng Mỵ", "Mỵ", "My"),
        ("KHỔNG VĂN VINH", "KHỔNG", "KHÔNG"),
        ("Nguyễn Thị Thắm", "Thắm", "Thăm"),
        ("số 8412097365", "8412097365", "8412091365"),
        ("ngày 17/05/1990", "17/05/1990", "11/05/1990"),
    ],
)
def test_a_mark_or_figure_taken_for_another_looks_like_what_it_is(
    family: str, text: str, right: str, wrong: str
) -> None:
    look, words, _ = printed(text, family)
    truly = doubted(look, words)
    assert all(doubt is None or doubt.odds < 0 for doubt in truly)
    place = [word.text for word in words].index(right)
    doubt = doubted(look, misread(words, right, wrong))[place]
    assert doubt is not None
    assert doubt.odds > 1.5
    assert doubt.instead == right


def test_letters_are_found_where_they_are_printed() -> None:
    _look, words, pixels = printed("PHÙNG MINH THUỲ", "arial")
    spans = tuple((float(word.box[0]), float(word.box[0] + word.box[2])) for word in words)
    laid = laid_out(Row(ink_of(pixels), tuple(word.text for word in words), spans), load().faces)
    assert laid is not None
    assert laid.bases == pytest.approx((BASE, BASE, BASE), abs=3)
    font = face("arial", "", 46)
    first = laid.middles[0]
    assert first is not None
    for turn, middle in enumerate(first):
        start, end = font.getlength("PHÙNG"[:turn]), font.getlength("PHÙNG"[: turn + 1])
        assert LEFT + start < middle < LEFT + end


def test_what_cannot_be_told_is_left_untold() -> None:
    look, words, _ = printed("Lê Thị Hoa")
    outside = with_doubts(words, [(0, 200, 50, 30)], look, lambda box: box)
    assert [word.doubt for word in outside] == [None, None, None]
    written = [replace(word, by_hand=True) for word in words]
    assert doubted(look, written) == [None, None, None]
    assert doubted(look, misread(words, "Hoa", "Hœ§"))[2] is None
    blank = partial(line_picture, np.full((HIGH, WIDTH), 240, np.uint8), whole_view(WIDTH, HIGH))
    assert doubted(blank, words) == [None, None, None]


def test_nothing_but_a_syllable_is_held_against_a_syllable() -> None:
    look, words, _ = printed("Trần Đức Cúc")
    for doubt in doubted(look, words):
        assert doubt is None or doubt.instead not in ("Đưc", "Cuc", "Cùc", "Cũc", "Đừc", "Đữc")


@pytest.mark.parametrize("letter", ["ẩ", "Ỵ", "đ", "D", "ơ", "ẵ", "i", "E"])
def test_a_letter_and_its_number_are_one(letter: str) -> None:
    one = marking(letter)
    assert one is not None
    assert one.read in one.classes
    assert marked("aeiouydAEIOUYD"[one.base], one.read) == letter


def test_consonants_have_no_markings() -> None:
    assert [marking(letter) for letter in "bkNg.7"] == [None] * 6


def test_doubts_are_kept_in_the_record_of_a_page() -> None:
    reading = page("Họ và tên: Lê Văn An")
    doubted = tuple(replace(word, doubt=Doubt("Lể", -3.25)) for word in reading.words)
    assert page_from_json(page_to_json(replace(reading, words=doubted))) == replace(reading, words=doubted)


def test_damaged_weights_are_refused(tmp_path: Path) -> None:
    from ocr import letter_shapes

    with np.load(letter_shapes.SHIPPED) as kept:
        arrays = {name: kept[name] for name in kept.files if name != "sha256"}
    save(arrays, tmp_path / "good.npz")
    load.__wrapped__(tmp_path / "good.npz")
    digest = letter_shapes.digest(arrays)
    arrays["profiles"] = arrays["profiles"] * 2
    np.savez_compressed(tmp_path / "bad.npz", sha256=np.array(digest), **arrays)
    with pytest.raises(ValueError, match="not what was written"):
        load.__wrapped__(tmp_path / "bad.npz")
