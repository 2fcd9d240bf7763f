"""Lines that were read with doubt, or hidden beside a signature, are read again as they are printed."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

from ocr import second_look
from ocr.pixels import Image
from ocr.recognise import LineId, RawWord, recognise
from ocr.second_look import look_again
from tests.ocr.papers import FONT

LINE: LineId = (1, 1, 1)


def printed(*rows: str, paper: int = 255) -> Image:
    """Rows of print on paper of this brightness, the first at 100 pixels from the top, 60 apart."""
    page = Pillow.new("L", (1200, 700), paper)
    draw = ImageDraw.Draw(page)
    for number, row in enumerate(rows):
        draw.text((100, 100 + 60 * number), row, 20, ImageFont.truetype(FONT, 34))
    return np.asarray(page, dtype=np.uint8)


def as_it_is(image: Image) -> tuple[Image, float]:
    return image, 1.0


@pytest.mark.parametrize("paper", [255, 200])
def test_a_doubtful_line_is_read_again_on_white_and_on_grey_paper(paper: int) -> None:
    image = printed("Hỗ trợ người dân", paper=paper)
    doubtful = [RawWord("Hô", (100, 105, 50, 30), 0.5, LINE), RawWord("trơ", (160, 105, 290, 30), 0.5, LINE)]
    found = look_again(image, doubtful, lambda: as_it_is(image), dpi=200, seconds=30)
    assert " ".join(word.text for word in found) == "Hỗ trợ người dân"


def test_a_row_that_ran_together_with_a_signature_is_read_by_itself() -> None:
    image = printed("Nơi nhận như trên", "Lưu văn thư, phòng ban").copy()
    cv2.line(image, (700, 100), (1000, 260), 30, 5)
    sure = [
        RawWord(text, (left, 105, wide, 30), 0.99, (1, 1, 1))
        for text, left, wide in (("Nơi", 100, 60), ("nhận", 170, 70), ("như", 250, 50), ("trên", 310, 60))
    ]
    mixed = [
        RawWord(".", (100, 162, 330, 34), 0.05, (2, 1, 1)),
        RawWord("7M", (700, 100, 300, 160), 0.4, (2, 1, 1)),
    ]
    found = look_again(image, [*sure, *mixed], lambda: as_it_is(image), dpi=200, seconds=30)
    assert "Lưu văn thư, phòng ban" in " ".join(word.text for word in found)
    assert mixed[0] not in found


def test_strips_of_unlike_paper_are_laid_on_one_ground(monkeypatch: pytest.MonkeyPatch) -> None:
    image = printed("Một dòng", "Hai dòng")
    image = np.vstack([(image[:150] * 0.8).astype(np.uint8), image[150:]])
    seen: list[Image] = []

    def kept(stack: Image, *, dpi: int, layout: int = 3, seconds: float = 60) -> list[RawWord]:
        seen.append(stack)
        return recognise(stack, dpi=dpi, layout=layout, seconds=seconds)

    monkeypatch.setattr(second_look, "recognise", kept)
    doubtful = [
        RawWord("Một", (100, 105, 140, 30), 0.5, (1, 1, 1)),
        RawWord("Hai", (100, 165, 140, 30), 0.5, (2, 1, 1)),
    ]
    look_again(image, doubtful, lambda: as_it_is(image), dpi=200, seconds=30)
    assert ((seen[0] > 150) & (seen[0] < 245)).mean() < 0.03
