"""Pages to make PDF of: a line of Vietnamese drawn at a known place, in every form in which scans come in."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageDraw, ImageFont

from pdf import TextPage, TextWord, fonts

LINES = ("Cộng hòa xã hội chủ nghĩa Việt Nam", "NGUYỄN THỊ ÁNH, sinh ngày 17/05/1990", "Thửa đất số 12, tờ bản đồ 7")


def drawn(lines: tuple[str, ...] = LINES, size: tuple[int, int] = (1240, 1754)) -> tuple[Image.Image, TextPage]:
    """A page at 150 dpi and, word by word, what stands where."""
    image = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(image)
    font = ImageFont.truetype(str(fonts.path("serif")), 30)
    words = []
    for number, line in enumerate(lines):
        x, y = 150, 200 + 90 * number
        for text in line.split():
            pen.text((x, y), text, fill="black", font=font)
            left, top, right, bottom = pen.textbbox((x, y), text, font=font)
            words.append(TextWord(text, (int(left), int(top), int(right - left) + 1, int(bottom - top) + 1), number))
            x = int(right) + 14
    return image, TextPage(1, *size, words=tuple(words))


def jpeg(image: Image.Image, **settings: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=80, dpi=(150, 150), **settings)
    return buffer.getvalue()


def streams(path: Path) -> list[tuple[str, bytes]]:
    """Every picture of a PDF: its filter and its bytes as they lie in the file."""
    with pikepdf.open(path) as pdf:
        return [
            (one.Filter.unparse().decode().strip("[ ]"), one.read_raw_bytes())
            for one in pdf.objects
            if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"
        ]


@pytest.fixture
def page() -> tuple[Image.Image, TextPage]:
    return drawn()
