"""What a Vietnamese typesetter knows of a page, applied to what was read on it.

Letters and signs that no Vietnamese or English print has, spaces, labels of lists, square metres, titles and posts in
capitals, labels of forms: Tesseract errs in these in the same ways on every paper, whatever the paper says.
What was read first stays recorded in `Word.first`. The letters of names, numbers, codes and addresses of the net stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from ocr.capitals import in_capitals
from ocr.english import in_english
from ocr.form_labels import as_labelled
from ocr.model import Word
from ocr.numbering import numbered
from ocr.pixels import Image
from ocr.raised import squared
from ocr.spacing import spaced
from terms.syllables import is_syllable
from terms.text import fold

_NEVER_PRINTED: Final = str.maketrans({
    "⁄": "/", "∕": "/", "ƒ": "f", "ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl", "ſ": "f", "Ð": "Đ", "ð": "đ",
})  # fmt: skip
_NO_BRACKET: Final = re.compile(r"(?<=\w)\(@(?=\w)")
_TWO_STROKES: Final = re.compile(r"(?<=[^\W\d_])//(?=[^\W\d_])")
# The line that a form gives to write on.
_RULED: Final = re.compile(r"(?<=\w)_+$")
_EURO: Final = re.compile(r"€(?=[^\W\d_])")
# Strokes between the figures of a date.
_DATE: Final = re.compile(r"^(\W*)(0[1-9]|[12]\d|3[01])[I|l/](0[1-9]|1[0-2])[I|l/]((?:19|20)\d\d)(\W*)$")
# "V/v" (về việc) before the subject of a letter.
# Its stroke, or a letter beside it, is lost; no Vietnamese word has a w.
_ABOUT: Final = re.compile(r"^[VY]?/[v%wVW]{1,2}$|^V[/I1l][v%w]{1,2}$|^[VY]/$|^[wW]$|^V[vVwW]$")
_ON_BEHALF: Final = re.compile(r"^(?:KT|TM|TL|TUQ)[,:;]$")
# Number and symbol of a paper: a stroke parts them by Decree 30/2020 and by those before it.
_UNPARTED: Final = re.compile(r"^(\d{1,5})((?:[A-ZĐ][A-Za-zĐđ]{1,5}-)+[A-ZĐ]{2,})(?=[,.;]?$)")
_STROKE: Final = frozenset("|¡!Il")
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
# How a text ends by Decree 30/2020 ("./."), and what is read for it.
_END: Final = re.compile(r"(?<=[^\W\d_A-ZĐ][^\W_])([\])”\"’;]*)(?:\.[/|]\.?|\.[I|]\.|\.\.?//?\.?)$|(?<=\))\.[/I|]\.?$")
_END_ALONE: Final = re.compile(r"^(?:\.[/I|]\.?|\./\W?)$")
_ANY: Final = re.compile(r"[⁄∕ƒﬁﬂﬀﬃﬄſÐð€]")


def typeset(words: Sequence[Word], page: Image) -> tuple[Word, ...]:
    """The words of a page as they are printed. Words of one line follow each other; `page`: it, upright."""
    lines = [spaced(_with_glyphs(line)) for line in lines_of(words)]
    lines = [as_labelled(in_capitals(in_english(squared(line, page)))) for line in numbered(lines)]
    return tuple(word for line in lines for word in line)


def lines_of(words: Iterable[Word]) -> list[list[Word]]:
    """The words by lines of print."""
    lines: list[list[Word]] = []
    for word in words:
        if not lines or lines[-1][0].line != word.line:
            lines.append([])
        lines[-1].append(word)
    return lines


def _with_glyphs(line: Sequence[Word]) -> list[Word]:
    words = []
    for at, word in enumerate(line):
        after = line[at + 1].text if at + 1 < len(line) else ""
        text = _glyphs(word.text)
        if not at and _ABOUT.match(text) and after[:1].islower():
            text = "V/v"
        if not at and _ON_BEHALF.match(text) and after.isupper():
            text = text[:-1] + "."
        if at and _UNPARTED.match(text) and fold(line[at - 1].text).rstrip(":.") == "so":
            text = _UNPARTED.sub(r"\1/\2", text)
        if at and text in _STROKE and _in_two_languages(line[at - 1].text, after):
            text = "/"
        if at and not after:
            text = "./." if _END_ALONE.match(text) else _END.sub(r"\1./.", text)
        words.append(word if text == word.text or word.confidence == 1 else _printed(word, text))
    return words


def _glyphs(text: str) -> str:
    if _ANY.search(text):
        text = _EURO.sub("C", text.translate(_NEVER_PRINTED))
    text = _RULED.sub("", _TWO_STROKES.sub("/", _NO_BRACKET.sub("@", text)))
    date = _DATE.match(text)
    return text if date is None else f"{date[1]}{date[2]}/{date[3]}/{date[4]}{date[5]}"


def _in_two_languages(before: str, after: str) -> bool:
    """Whether a label is printed in Vietnamese and English here: "Quốc tịch / Nationality"."""
    one, two = _WORD.match(before), _WORD.match(after)
    return bool(one and two and is_syllable(one[0]) and two[0].isascii() and not is_syllable(two[0]))


def _printed(word: Word, text: str) -> Word:
    """`word` as `text`, as sure as it was: nothing else can be printed there."""
    return replace(word, text=text, first=word.first or word.text)
