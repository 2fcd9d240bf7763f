"""Names of signers that a black seal touches: the copier took the red out of it."""

from __future__ import annotations

from random import Random

import pytest
from PIL import Image, ImageDraw, ImageFont

from ocr import covered, pen
from ocr.covered import beheaded, covered_name
from ocr.pixels import grey
from ocr.recognise import RawWord
from samples.ink import BLACK, press, seal
from tests.ocr.papers import FONT, as_array, letter

pytestmark = pytest.mark.skipif(not pen.available(), reason="the handwriting extra (rapidocr) is not installed")
BOLD = FONT.replace("Regular", "Bold")


def signed(name: str) -> Image.Image:
    """A letter signed with `name`, a black seal over where the name begins."""
    page = letter()
    draw, font = ImageDraw.Draw(page), ImageFont.truetype(BOLD, 38)
    for row, line in enumerate(("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")):
        draw.text((1000, 950 + 50 * row), line, "black", font)
    draw.text((1010, 1310), name, "black", font)
    press(page, seal("ỦY BAN NHÂN DÂN XÃ HÒA BÌNH", "TỈNH HÒA BÌNH", 300, Random(1), BLACK), 820, 1045)
    return page.convert("L").point(lambda light: 0 if light < 190 else 255).convert("RGB")


@pytest.mark.parametrize(("name", "rest"), [("Trần Văn Huy", "Văn"), ("Nguyễn Xuân Lộc", "Xuân")])
def test_a_name_whose_beginning_a_black_seal_covers_is_made_out(name: str, rest: str) -> None:
    page = grey(as_array(signed(name)))
    left = 1010 + round(ImageFont.truetype(BOLD, 38).getlength(name.partition(rest)[0]))
    right = 1010 + round(ImageFont.truetype(BOLD, 38).getlength(name))
    words = covered_name(page, (left, 1314, right - left, 40), (1, 1, 1), dpi=200, seconds=30)
    assert " ".join(word.text for word in words) == name
    assert all(abs(word.box[1] - 1314) < 20 for word in words)


def test_a_surname_that_only_the_network_saw_is_never_sure(monkeypatch: pytest.MonkeyPatch) -> None:
    page = grey(as_array(signed("Trần Văn Huy")))
    rest = [RawWord("Văn", (90, 30, 60, 30), 0.99, (1, 1, 1)), RawWord("Huy", (170, 30, 60, 30), 0.99, (1, 1, 1))]
    monkeypatch.setattr(covered, "recognise", lambda *_, **__: rest)
    words = covered_name(page, (1010, 1314, 250, 40), (1, 1, 1), dpi=200, seconds=30)
    assert [word.text for word in words][:1] == ["Trần"]
    assert words[0].confidence < 0.9


def test_a_seal_and_a_signature_without_a_name_make_no_name() -> None:
    page = grey(as_array(signed("")))
    assert covered_name(page, (1000, 1240, 200, 40), (1, 1, 1), dpi=200, seconds=30) == []


def test_only_a_line_that_lacks_its_first_letter_is_taken_for_a_beheaded_name() -> None:
    def line(*words: str) -> list[RawWord]:
        return [RawWord(word, (1000 + 90 * place, 50, 80, 30), 0.98, (1, 1, 1)) for place, word in enumerate(words)]

    assert [word.text for word in beheaded(line("hạm", "Trường", "Thọ"), 1600)] == ["hạm", "Trường", "Thọ"]
    assert beheaded(line("Phạm", "Trường", "Thọ"), 1600) == []
    assert beheaded(line("của", "công", "dân"), 1600) == []
    assert beheaded(line("hạm", "Trường", "Thọ"), 3200) == []
