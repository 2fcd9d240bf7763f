"""One page from pixels to words: turned upright, set level, cleaned, recognised, its words put in reading order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from ocr.clean import even_light, looks_blank, uneven, without_seals
from ocr.codes import codes_on
from ocr.lines import reading_order
from ocr.model import Box, PageReading, Word
from ocr.pixels import Image, Pixels, grey, turned
from ocr.recognise import SAUVOLA, RawWord, recognise
from ocr.second_look import look_again
from ocr.straighten import View, skew_of, straight_view
from ocr.upright import upright_turn

READING_DPI: Final = 200
FINE_DPI: Final = 300
_NOISE: Final = 0.15
_RULES: Final = frozenset("_|¦‗¯⎯│")


@dataclass(frozen=True)
class Upright:
    """A page turned upright, and by how much it was turned (degrees clockwise)."""

    image: Image
    rotation: int
    dpi: int


def set_upright(pixels: Pixels, rotation: int | None = None) -> Upright:
    """The page turned so that its writing stands upright, by `rotation` if that is known."""
    if rotation is None:
        rotation, _ = upright_turn(pixels.image)
    return Upright(turned(pixels.image, rotation), rotation, pixels.dpi)


def read_pixels(pixels: Pixels, number: int, *, seconds: float) -> PageReading:
    """Read one page from its pixels. Raises InputError `too_slow` or `page_unreadable`."""
    page = set_upright(pixels)
    height, width = page.image.shape[:2]
    codes = codes_on(page.image)
    plain = grey(page.image)
    if looks_blank(plain) and not codes:
        return PageReading(number, width, height, page.dpi, 0, 0.0, "", 1.0, blank=True)
    skew = skew_of(plain)
    view = straight_view(width, height, READING_DPI / page.dpi, skew)
    sealless = without_seals(page.image)

    def fine() -> tuple[Image, float]:
        scale = min(1.0, FINE_DPI / page.dpi)
        return _lit(straight_view(width, height, scale, skew).of(sealless)), scale * page.dpi / READING_DPI

    raw = _read_image(_lit(view.of(sealless)), fine, seconds)
    words = arranged(raw, view, width, height)
    return PageReading(
        number=number,
        width=width,
        height=height,
        dpi=page.dpi,
        rotation=page.rotation,
        skew=round(skew, 2),
        text=text_of(words),
        confidence=mean_confidence(words),
        blank=not words and not codes,
        words=words,
        codes=codes,
    )


def text_of(words: Sequence[Word]) -> str:
    """The words of a page as text, a line of print a line."""
    lines: dict[int, list[str]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word.text)
    return "\n".join(" ".join(line) for line in lines.values())


def mean_confidence(words: Sequence[Word]) -> float:
    """The mean confidence of a page's letters; 1 for a page without words (that there are none is sure enough)."""
    letters = sum(len(word.text) for word in words)
    return round(sum(word.confidence * len(word.text) for word in words) / letters, 4) if letters else 1.0


def arranged(raw: Sequence[RawWord], view: View, width: int, height: int) -> tuple[Word, ...]:
    """Words in reading order with boxes on the page, without the specks that Tesseract took for words."""
    kept = [word for word in raw if not _speck(word)]
    boxes: list[Box] = [word.box for word in kept]
    words: list[Word] = []
    line_number = 0
    for block_number, block in enumerate(reading_order(boxes, [word.line for word in kept])):
        for line in block:
            for index in line:
                word = kept[index]
                box = view.back(word.box, width, height)
                chance = round(word.confidence, 3)
                words.append(Word(word.text, box, chance, line_number, block_number))
            line_number += 1
    return tuple(words)


def _speck(word: RawWord) -> bool:
    if set(word.text) <= _RULES:
        return True
    signs = not any(letter.isalnum() for letter in word.text)
    return word.confidence < (0.5 if signs else _NOISE)


def _read_image(image: Image, fine: Callable[[], tuple[Image, float]], seconds: float) -> list[RawWord]:
    """The words of a level grey image: a first look at all of it, a second one at the doubtful lines."""
    first = recognise(image, dpi=READING_DPI, options=(SAUVOLA,), seconds=seconds)
    return look_again(image, first, fine, dpi=READING_DPI, seconds=seconds)


def _lit(image: Image) -> Image:
    return even_light(image) if uneven(image) else image
