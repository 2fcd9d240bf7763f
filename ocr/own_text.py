"""Text that a PDF page already carries: whether to trust it, and its words with their boxes."""

from __future__ import annotations

import ctypes
import re
from typing import Final

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ocr.model import Box, Word, around
from ocr.syllables import is_marked, is_syllable
from terms.text import nfc

MIN_CHARACTERS: Final = 50
MIN_MARKED: Final = 0.25
MIN_SYLLABLES: Final = 0.75
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_HIDDEN: Final = frozenset({pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium_c.FPDF_TEXTRENDERMODE_CLIP})


def trusted(page: pdfium.PdfPage) -> str:
    """Why the text of a page without a scan may be trusted, or "" if it may not.

    It must be visible, long enough, and Vietnamese: enough of its words must carry Vietnamese marks (84 in 100 do on a
    good page, hardly one in a garbage layer) and be possible syllables, which text in the old three- and one-byte fonts
    (VNI, TCVN3) is not.
    """
    text_page = page.get_textpage()
    try:
        text = nfc(text_page.get_text_range())
    finally:
        text_page.close()
    if sum(not letter.isspace() for letter in text) < MIN_CHARACTERS:
        return ""
    words = _LETTERS.findall(text)
    if not words:
        return ""
    long_words = [word for word in words if len(word) > 1] or words
    marked = sum(is_marked(word) for word in long_words) / len(long_words)
    possible = sum(is_syllable(word) for word in long_words) / len(long_words)
    if marked < MIN_MARKED or possible < MIN_SYLLABLES or _has_hidden_text(page):
        return ""
    return (
        f"the page carries its own text: {marked:.0%} of its words have Vietnamese marks, {possible:.0%} are syllables"
    )


def own_words(page: pdfium.PdfPage, width: int, height: int) -> tuple[Word, ...]:
    """The page's own words with boxes in pixels of the page drawn at `width` × `height`, in the file's order."""
    text_page = page.get_textpage()
    try:
        return _gather(page, text_page, width, height)
    finally:
        text_page.close()


def _has_hidden_text(page: pdfium.PdfPage) -> bool:
    texts = page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_TEXT], max_depth=4)
    return any(pdfium_c.FPDFTextObj_GetTextRenderMode(text.raw) in _HIDDEN for text in texts)


def _gather(page: pdfium.PdfPage, text_page: pdfium.PdfTextPage, width: int, height: int) -> tuple[Word, ...]:
    words: list[Word] = []
    letters: list[str] = []
    boxes: list[Box] = []
    line = 0

    def finish() -> None:
        text = nfc("".join(letters)).strip()
        if text and boxes:
            words.append(Word(text, around(boxes), 1.0, line))
        letters.clear()
        boxes.clear()

    for index in range(text_page.count_chars()):
        letter = chr(pdfium_c.FPDFText_GetUnicode(text_page.raw, index))
        if letter.isspace() or letter in "\x00\ufffe\u200b":
            finish()
            line += letter == "\n"
            continue
        box = _letter_box(page, text_page, index, width, height)
        if boxes and _breaks(boxes[-1], box):
            finish()
        letters.append(letter)
        boxes.append(box)
    finish()
    return tuple(words)


def _letter_box(page: pdfium.PdfPage, text_page: pdfium.PdfTextPage, index: int, width: int, height: int) -> Box:
    left, bottom, right, top = text_page.get_charbox(index, loose=True)
    corners = [_device(page, x, y, width, height) for x, y in ((left, top), (right, bottom))]
    (x0, y0), (x1, y1) = corners
    return (min(x0, x1), min(y0, y1), max(1, abs(x1 - x0)), max(1, abs(y1 - y0)))


def _device(page: pdfium.PdfPage, x: float, y: float, width: int, height: int) -> tuple[int, int]:
    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium_c.FPDF_PageToDevice(page.raw, 0, 0, width, height, 0, x, y, across, down)
    return across.value, down.value


def _breaks(last: Box, box: Box) -> bool:
    """Whether two letters cannot be of one word: a wide gap, another line, or a step back."""
    gap = box[0] - (last[0] + last[2])
    size = max(last[3], box[3])
    return gap > 0.6 * size or gap < -1.5 * size or abs(box[1] + box[3] - last[1] - last[3]) > 0.7 * size
