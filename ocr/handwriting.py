"""Numbers and days that were written by hand into printed heads: "Số: 47 /QĐ-UBND", "ngày 17 tháng 01 năm 2025".

Tesseract reads the print around them and so finds where they stand; the figures between are read again by a network
that knows handwriting (`ocr.pen`), in two different cuts, or three if those leave doubt. What it finds takes the place
of Tesseract's words, so that text, fields and boxes come from the same words; what Tesseract read stays with each word
that was replaced. Where the network is not installed, or nothing was in doubt, the words stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Final, TypeAlias

import numpy as np

from ocr import pen
from ocr.model import Box
from ocr.pixels import Image
from ocr.recognise import LineId, RawWord
from ocr.straighten import View
from ocr.written_line import Figures, WrittenLine
from terms.text import fold


@dataclass(frozen=True)
class Cut:
    """How a line is cut out: with how much of its height above and below, how much wider, how far leant to the left,
    and how many pixels high."""

    around: float
    stretch: float = 1.0
    lean: float = 0.0
    high: int = pen.HEIGHT


Look: TypeAlias = Callable[[Box, Cut], Image]
"""A picture of a line: what stands in a box of the reading image, cut out so."""

_MOST_PLACES: Final = 4
_HEAD: Final = 0.42
_NUMBER_SIDE: Final = 0.5
_SURE: Final = 0.95
# Pens write narrow and leaning figures; where two cuts leave doubt a third, set upright, has a vote.
_CUTS: Final = (Cut(0.22, stretch=1.3), Cut(0.15))
_LAST_CUT: Final = Cut(0.3, lean=0.2)
# How sure a reading is: two readers agree; two clear cuts of one reader do; two cuts; one.
_TWO_READERS: Final = 0.97
_TWO_CLEAR_CUTS: Final = 0.92
_TWO_CUTS: Final = 0.8
_ONE_CUT: Final = 0.6
_CLEAR: Final = 0.95
_LEAST: Final = 0.5
# Figures in print are read this surely, and hardly ever less surely than that where the print around them is read well.
_AS_PRINT: Final = 0.985
_UNLIKE_PRINT: Final = 0.8
_LABEL: Final = 0.95

_YEAR: Final = r"(?:19|20)[0-9]{2}"
_DATE: Final = re.compile(
    rf"ngay\s?:?(?P<day>.{{0,14}}?)t\s?hang\s?:?(?P<month>.{{0,9}}?)nam\s?:?\s?{_YEAR}(?![0-9])",
)
_NUMBER: Final = re.compile(
    rf"^\W{{0,2}}(?P<label>s[^\s:;.,/⁄0-9]{{0,2}}\s?[:;.,]?)(?P<number>[^/]{{0,16}}?)"
    rf"(?P<suffix>/\s?(?:(?:{_YEAR}\s?/\s?)?[a-z]{{2,}}|{_YEAR}(?![0-9])))"
)
_SUFFIX_ALONE: Final = re.compile(rf"^(?P<suffix>/(?:{_YEAR}\s?/)?[a-z]{{2,}}-[a-z]{{2,}})")
_READ_DATE: Final = re.compile(rf"(?<![0-9])([0-9]{{1,2}})[^0-9]{{1,9}}([0-9]{{1,2}})[^0-9]{{1,6}}{_YEAR}(?![0-9])")
_READ_NUMBER: Final = re.compile(r"^[^0-9/]{0,8}([0-9]{1,6})\W{0,2}/")
_DAY: Final = re.compile(r"0[1-9]|[12][0-9]|3[01]")
_MONTH: Final = re.compile(r"0[1-9]|1[0-2]|[1-9]")
_SERIAL: Final = re.compile(r"[0-9]{1,6}")


@dataclass(frozen=True)
class _Slot:
    """A place for figures in a line: its letters there, what figures may stand in it."""

    start: int
    end: int
    pattern: re.Pattern[str]


def with_handwriting(words: Sequence[RawWord], width: int, height: int, look: Look) -> list[RawWord]:
    """`words` of a level reading image of that size, doubtful figures of its heads and dates read by a second reader.

    `look` cuts out a line of it.
    """
    if not pen.available():
        return list(words)
    kept: list[RawWord] = []
    places = 0
    for line in _lines(words):
        text = fold(line.text)
        again: list[RawWord] | None = None
        if places < _MOST_PLACES:
            if match := _DATE.search(text):
                again = _date(line, match, width, look)
            elif line.top < _HEAD * height and line.left < _NUMBER_SIDE * width:
                again = _number(line, text, width, look)
        places += again is not None
        kept.extend(again or line.words)
    return kept


def line_picture(page: Image, view: View, box: Box, cut: Cut) -> Image:
    """`box` of the reading image that `view` makes of `page`, cut from the page's own pixels."""
    x, y, wide, high = box
    top, bottom = y - cut.around * high, y + (1 + cut.around) * high
    scale = cut.high / (bottom - top)
    rows, columns = page.shape[:2]
    left, upper, across, down = view.back((x, int(top), wide, int(bottom - top)), columns, rows)
    margin = 4
    left, upper = max(0, left - margin), max(0, upper - margin)
    part = page[upper : upper + down + 2 * margin, left : left + across + 2 * margin]
    shift = np.array([[1.0, 0.0, left], [0.0, 1.0, upper], [0.0, 0.0, 1.0]])
    across_scale = scale * cut.stretch
    place = np.array([[across_scale, 0.0, -across_scale * x], [0.0, scale, -scale * top], [0.0, 0.0, 1.0]])
    leant = np.array([[1.0, -cut.lean, cut.lean * cut.high / 2], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    return View(leant @ place @ view.near(box) @ shift, max(1, round(wide * across_scale)), cut.high).of(part)


def _lines(words: Sequence[RawWord]) -> list[WrittenLine]:
    """The words in lines, one in which number and date stand side by side in two."""
    found: dict[LineId, list[RawWord]] = {}
    for word in words:
        found.setdefault(word.line, []).append(word)
    lines = []
    for members in found.values():
        members = sorted(members, key=lambda word: word.box[0])
        gap = 3 * median(word.box[3] for word in members)
        start = 0
        for index in range(1, len(members)):
            before, after = members[index - 1], members[index]
            if after.box[0] - before.box[0] - before.box[2] > gap and "/" in before.text:
                lines.append(WrittenLine(tuple(members[start:index])))
                start = index
        lines.append(WrittenLine(tuple(members[start:])))
    return lines


def _date(line: WrittenLine, match: re.Match[str], width: int, look: Look) -> list[RawWord] | None:
    """The line's words with day and month read again; None if neither is in doubt."""
    slots = (_Slot(*match.span("day"), _DAY), _Slot(*match.span("month"), _MONTH))
    if not any(_doubtful(line, slot) for slot in slots):
        return None
    box = line.between(match.start(), match.end(), 0.3, width)
    looks = _looks(look, box, _READ_DATE, slots, line)
    settled = [
        (slot.start, slot.end, _settled(line, slot, [figures[part] for figures in looks]))
        for part, slot in enumerate(slots)
    ]
    return line.with_figures([(start, end, figures) for start, end, figures in settled if figures is not None])


def _number(line: WrittenLine, text: str, width: int, look: Look) -> list[RawWord] | None:
    """The line's words with the number of the paper read again; None if there is none, or it is not in doubt."""
    match = _NUMBER.search(text)
    alone = None if match else _SUFFIX_ALONE.search(text)
    if match:
        slot, suffix = _Slot(*match.span("number"), _SERIAL), match.start("suffix")
        before = 0.3
    elif alone:
        slot, suffix, before = _Slot(0, 0, _SERIAL), 0, 6.0
    else:
        return None
    if not _doubtful(line, slot):
        return None
    # A few letters of the symbol tell the network where the number ends.
    box = line.between(0, min(len(text), suffix + 5), before, width)
    figures = _settled(line, slot, [figures[0] for figures in _looks(look, box, _READ_NUMBER, (slot,), line)])
    if figures is None:
        return list(line.words)
    label_end = match.end("label") if match else 0
    # What stands before a number in its place can be nothing else.
    sure = max(line.chance(0, label_end), _LABEL)
    label = Figures("Số:", sure, box[0], max(box[0] + 1, figures.left - 4))
    return line.with_figures([(0, label_end, label), (slot.start, slot.end, figures)])


def _doubtful(line: WrittenLine, slot: _Slot) -> bool:
    """Whether figures are missing, were read with doubt, or stand out of the line as written ones do."""
    text = line.text[slot.start : slot.end].strip()
    return (
        slot.pattern.fullmatch(text) is None
        or line.chance(slot.start, slot.end) < _SURE
        or line.stands_out(slot.start, slot.end)
    )


def _written(line: WrittenLine, slot: _Slot) -> bool:
    """Whether figures look written: they stand out of the line and were not read as print is, or who reads print well
    could make little of them beside print that was read well."""
    start, end = slot.start, slot.end
    chance = line.chance(start, end)
    if line.stands_out(start, end) and chance < _AS_PRINT:
        return True
    around = [word.confidence for word in line.words if not any(letter.isdigit() for letter in word.text)]
    unread = slot.pattern.fullmatch(line.text[start:end].strip()) is None or chance < _UNLIKE_PRINT
    return unread and bool(around) and median(around) >= _UNLIKE_PRINT


def _looks(
    look: Look, box: Box, pattern: re.Pattern[str], slots: Sequence[_Slot], line: WrittenLine
) -> list[list[Figures]]:
    """What the second reader finds in the slots, a list a cut, cuts in which it found nothing left out."""
    looks: list[list[Figures]] = []
    for cut in _CUTS:
        if found := _found(look(box, cut), box, pattern):
            looks.append(found)
            if all(
                figures.chance >= _CLEAR and figures.text == line.text[slot.start : slot.end].strip()
                for slot, figures in zip(slots, found, strict=True)
            ):
                # Both readers say the same: that is as sure as more looks could make it.
                return looks
    clear = len(looks) == len(_CUTS) and all(
        len({figures.text for figures in readings}) == 1
        and all(slot.pattern.fullmatch(figures.text) and figures.chance >= _CLEAR for figures in readings)
        for slot, readings in zip(slots, zip(*looks, strict=True), strict=True)
    )
    if not clear and (last := _found(look(box, _LAST_CUT), box, pattern)):
        looks.append(last)
    return looks


def _found(picture: Image, box: Box, pattern: re.Pattern[str]) -> list[Figures] | None:
    """The groups of `pattern` in what the second reader makes of a picture of `box`."""
    letters = pen.read_line(picture)
    match = pattern.search("".join(letter.text for letter in letters))
    if match is None:
        return None
    half = box[2] * pen.STEP / max(1, picture.shape[1])
    found = []
    for group in range(1, pattern.groups + 1):
        part = letters[match.start(group) : match.end(group)]
        places = [box[0] + letter.place * box[2] for letter in part]
        chance = min(letter.chance for letter in part)
        found.append(Figures(match[group], chance, round(min(places) - half), round(max(places) + half)))
    return found


def _settled(line: WrittenLine, slot: _Slot, looks: Sequence[Figures]) -> Figures | None:
    """What stands in the slot by both readers, and how sure that is; None if the second could not tell."""
    first, sure = line.text[slot.start : slot.end].strip(), line.chance(slot.start, slot.end)
    looks = [one for one in looks if slot.pattern.fullmatch(one.text) and one.chance >= _LEAST]
    if not looks:
        return None
    by_hand = _written(line, slot)
    looks = [replace(one, by_hand=by_hand) for one in looks]
    votes = {one.text: sum(other.chance for other in looks if other.text == one.text) for one in looks}
    best = max(looks, key=lambda one: (votes[one.text], one.chance))
    if best.text == first:
        return replace(best, chance=max(sure, _TWO_READERS))
    agree = [one.chance for one in looks if one.text == best.text]
    if len(agree) == len(looks) > 1 and min(agree) >= _CLEAR:
        chance = _TWO_CLEAR_CUTS
    else:
        chance = min(_TWO_CUTS if len(agree) > 1 else _ONE_CUT, *agree)
    if slot.pattern.fullmatch(first) is None or sure < _LEAST:
        return replace(best, chance=chance)
    # The two readers differ on figures that both can be.
    if sure > min(agree):
        return Figures(first, min(sure, _TWO_CUTS), best.left, best.right, by_hand)
    return replace(best, chance=min(chance, _TWO_CUTS))
