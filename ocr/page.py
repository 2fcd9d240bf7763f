"""One page from pixels to words: turned upright, set level, cleaned, recognised, its words put in reading order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

import numpy as np

from ocr.blemishes import Bleed, bleed_of, without_back, without_blemishes
from ocr.clean import even_light, looks_blank, uneven, whitened, without_seals
from ocr.closer import Eyes
from ocr.codes import codes_on
from ocr.figures import with_figures
from ocr.grey_seals import without_grey_seals
from ocr.handwriting import line_picture, with_handwriting
from ocr.language import settled
from ocr.letter_shapes import with_doubts
from ocr.lines import reading_order
from ocr.model import Box, PageReading, Word, middle_within
from ocr.noise import without_noise
from ocr.pixels import Image, Pixels, grey, halved, turned
from ocr.proofread import ValuesOn, proofread
from ocr.recognise import RawWord, recognise
from ocr.second_look import look_again
from ocr.sheet import Corners, find_sheet
from ocr.straighten import View, flat_view, letter_height, level, scaled, skew_and_bend, whole_view
from ocr.typography import typeset
from ocr.upright import likely_turns
from ocr.verdict import verdict_on
from ocr.wrong_way import Turns, other_turn, sense

READING_DPI: Final = 200
_ANALYSIS: Final = 1200
# Where a page is only measured, its longer side keeps at least so many pixels.
_BASE: Final = 1500
_LONGEST: Final = 5000
_MOST_ENLARGED: Final = 2.5
# Letters of 13-point print are 21 pixels high (their median, accents apart) at 200 dpi.
_LETTERS: Final = 21.0
_READABLE: Final = (17.0, 27.0)
_MARK: Final = -2


@dataclass(frozen=True)
class Upright:
    """A page turned upright, and by how much it was turned (degrees clockwise).

    `base`: the page shrunk by `scale`, for what only measures it. `turns`: the turns that were likely.
    """

    image: Image
    rotation: int
    dpi: int
    base: Image
    scale: float
    turns: Turns


def set_upright(pixels: Pixels, rotation: int | None = None) -> Upright:
    """The page turned so that its writing stands upright, by `rotation` if that is known."""
    longest = max(pixels.image.shape[:2])
    base = halved(pixels.image, _BASE / longest)
    turns = likely_turns(base) if rotation is None else ((rotation, 1.0),)
    rotation = turns[0][0]
    image, base = turned(pixels.image, rotation), turned(base, rotation)
    return Upright(image, rotation, pixels.dpi, base, base.shape[1] / image.shape[1], turns)


def read_pixels(
    pixels: Pixels,
    number: int,
    *,
    seconds: float,
    marks: Sequence[Word] = (),
    rotation: int | None = None,
    values_on: ValuesOn | None = None,
) -> PageReading:
    """Read one page from its pixels. `marks`: words whose letters are known, with boxes in those pixels. `rotation`:
    the turn that a person says sets it upright. `values_on` tells of a page that was read where the values of fields
    stand, which are then proofread.

    Raises InputError `too_slow` or `page_unreadable`.
    """
    page = set_upright(pixels, rotation)
    reading, proof = _read(page, number, pixels.stated, seconds, marks)
    again = other_turn(page.turns, reading.words) if rotation is None else None
    if again is not None and not (reading.blank and looks_blank(grey(page.base))):
        other, other_proof = _read(set_upright(pixels, again), number, pixels.stated, seconds, marks)
        if sense(other.words) > sense(reading.words):
            reading, proof = other, other_proof
    return proof(reading, values_on(reading)) if values_on is not None and reading.words else reading


def _read(
    page: Upright, number: int, stated: bool, seconds: float, marks: Sequence[Word]
) -> tuple[PageReading, Callable[[PageReading, Sequence[Box]], PageReading]]:
    """The page as read, and how it is proofread where values stand."""
    height, width = page.image.shape[:2]
    codes = codes_on(page.image)
    corners = find_sheet(page.base)
    captured = verdict_on(page.image, page.base, page.dpi, stated, corners)
    plain = grey(page.base)
    letters = letter_height(plain, page.scale)
    if letters is None and looks_blank(plain) and not codes:
        size = (height, width) if page.rotation % 180 else (width, height)
        blank = PageReading(number, *size, page.dpi, 0, 0.0, "", 1.0, blank=True, warnings=captured.warnings)
        return blank, lambda reading, _: reading
    bleed = bleed_of(plain)
    view, finer = _views(page, without_back(plain, bleed), corners, letters)
    sealless = _cleaned(page, plain, bleed)

    def fine() -> tuple[Image, float]:
        return _lit(finer.of(sealless)), finer.width / view.width

    raw = _read_image(_lit(view.of(sealless)), fine, seconds)
    look = partial(line_picture, sealless, view)
    raw = with_figures(with_handwriting(raw, view.width, view.height, look), look, seconds=seconds)
    if marks and page.rotation == 0:
        raw = _with_marks(raw, marks, view)
    words = settled(typeset(arranged(raw, view, width, height), sealless))

    def proof(reading: PageReading, values: Sequence[Box]) -> PageReading:
        proofed = proofread(reading.words, values, Eyes(look, seconds), view.forth)
        proofed = with_doubts(proofed, values, look, view.forth)
        return replace(reading, words=proofed, text=text_of(proofed), confidence=mean_confidence(proofed))

    reading = PageReading(
        number=number,
        width=width,
        height=height,
        dpi=page.dpi,
        rotation=page.rotation,
        skew=round(view.lean(), 2),
        text=text_of(words),
        confidence=mean_confidence(words),
        blank=not words and not codes,
        words=words,
        codes=codes,
        warnings=captured.warnings,
    )
    return reading, proof


def reading_image(pixels: Pixels) -> Image:
    """What the recogniser is given of a page: upright, level, without seals and blemishes, evenly lit."""
    page = set_upright(pixels)
    plain = grey(page.base)
    bleed = bleed_of(plain)
    view, _ = _views(page, without_back(plain, bleed), find_sheet(page.base), letter_height(plain, page.scale))
    return _lit(view.of(_cleaned(page, plain, bleed)))


def _cleaned(page: Upright, plain: Image, bleed: Bleed | None) -> Image:
    """The page in grey without what lies on its print and around it. `plain`: its base in grey."""
    sealless = without_grey_seals(without_seals(page.image, page.base), page.base)
    return without_blemishes(sealless, plain, bleed)


def _views(page: Upright, plain: Image, corners: Corners | None, letters: float | None) -> tuple[View, View]:
    """How the page is looked at for reading: laid flat, level, and at a size at which letters are read best; and the
    same with more pixels for small print.

    `plain`: the page's base in grey without the print of its back; `corners`: of the sheet on it, where it is seen;
    `letters`: their height on the page, where there are enough.
    """
    height, width = page.image.shape[:2]
    flat = whole_view(width, height) if corners is None else flat_view(corners / page.scale)
    small = scaled(flat, min(1.0, _ANALYSIS / max(flat.width, flat.height)))
    skew, bend = skew_and_bend(small.on(page.scale).of(plain))
    scale = READING_DPI / page.dpi
    if letters is not None and not _READABLE[0] <= letters * scale <= _READABLE[1]:
        scale = float(np.clip(_LETTERS / letters, 0.6 * scale, 1.6 * scale))
    longest = max(flat.width, flat.height)
    scale = min(scale, _MOST_ENLARGED, _LONGEST / longest)
    fine = max(scale, min(1.5 * scale, 1.0, _LONGEST / longest))
    return level(scaled(flat, scale), skew, bend), level(scaled(flat, fine), skew, bend)


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
    kept = without_noise(raw)
    boxes: list[Box] = [word.box for word in kept]
    words: list[Word] = []
    line_number = 0
    for block_number, block in enumerate(reading_order(boxes, [word.line for word in kept])):
        for line in block:
            for index in line:
                word = kept[index]
                box = view.back(word.box, width, height)
                chance = round(word.confidence, 3)
                words.append(Word(word.text, box, chance, line_number, block_number, word.first, by_hand=word.by_hand))
            line_number += 1
    return tuple(words)


def _with_marks(raw: Sequence[RawWord], marks: Sequence[Word], view: View) -> list[RawWord]:
    """The words, those that were read where a mark stands replaced by the mark, in whose line it then stands."""
    boxes = [view.forth(mark.box) for mark in marks]
    kept = [word for word in raw if not any(middle_within(word.box, box) for box in boxes)]
    known = []
    for mark, box in zip(marks, boxes, strict=True):
        line = next((word.line for word in raw if middle_within(word.box, box)), (_MARK, 0, mark.line))
        known.append(RawWord(mark.text, box, 1.0, line))
    return kept + known


def _read_image(image: Image, fine: Callable[[], tuple[Image, float]], seconds: float) -> list[RawWord]:
    """The words of a level grey image: a first look at all of it, a second one at the doubtful lines."""
    first = recognise(image, dpi=READING_DPI, seconds=seconds)
    return look_again(image, first, fine, dpi=READING_DPI, seconds=seconds)


def _lit(image: Image) -> Image:
    return whitened(even_light(image) if uneven(image) else image)
