"""Dates and other figures that were read with doubt, looked at again as what they are: figures.

Tesseract's model reads the slashes of dates on cards as I, l, 1 or 7, or passes over them ("26I0611985", "100211987").
Words that are dates but for their slashes, and numbers read with doubt, are cut out larger and read again where nothing
but figures can stand. What two readings have in common is sure; where they differ a person must look. A reading of
which the first look was sure is never exchanged, except for what no date can be.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from ocr import pen
from ocr.cells import with_cells
from ocr.closer import LEANT_WIDER, NOTHING, WIDER, Eyes, Seen, by_line, in_line
from ocr.handwriting import Look
from ocr.machine_zone import with_machine_zone
from ocr.model import Box
from ocr.recognise import RawWord
from terms.syllables import is_syllable

_FIGURES: Final = "0123456789/.,-"
_SURE: Final = 0.9
_MOST: Final = 10
# How many numbers of a page the second reader is asked to confirm: it takes five times as long.
_PATIENCE: Final = 2
_ENDS: Final = ".,-/:;"
# How sure a reading is: two readers agree in full; one does with itself, or in two cuts; one reader read it, another
# hardly; two differ; nobody could read it.
_TWO_READERS: Final = 0.96
_ONE_TWICE: Final = 0.93
_TWO_CUTS: Final = 0.92
_ONE_READER: Final = 0.7
_DISPUTED: Final = 0.6
_UNREAD: Final = 0.5
_CLEAR: Final = 0.95
_LABEL: Final = 0.8

_SLASHED: Final = "/IliíÍìÌï|¡!ƒ\\"
"""What slashes are read as, 1 and 7 apart."""

_SLASH: Final = rf"[{re.escape(_SLASHED)}17]{{0,2}}"
_DATE: Final = re.compile(r"(?<![0-9/])([0-9]{2})/([0-9]{2})/((?:19|20)[0-9]{2})(?![0-9/])")
_RUN_TOGETHER: Final = re.compile(rf"([0-9]{{2}}){_SLASH}([0-9]{{2}}){_SLASH}((?:19|20)[0-9]{{2}})")
# Letters that figures in a date are read as.
_TWINS: Final = str.maketrans("OoöøBSZ§", "00008525")
_CORE: Final = re.compile(rf"(?<!\w)[0-9OoöøBSZ§{re.escape(_SLASHED)}]{{8,12}}(?!\w)")
_NUMBER: Final = re.compile(r"(?<![\w(@/.-])[0-9][0-9./,-]*[0-9](?![\w(@/-])")
_TORN: Final = re.compile(r"[0-9]{2}/0/(?:19|20)[0-9]{2}")
_CUT_OFF: Final = re.compile(r"[0-9]{1,2}([/.-])[0-9]{1,2}\1[0-9]{1,3}")
_FEWEST_DIGITS: Final = 6
_FEWEST_OF_NUMBER: Final = 3
_LONGEST: Final = 11
_MOST_MARKS: Final = 3


@dataclass(frozen=True)
class _Place:
    """Figures in a word of a line: the letters of the word they take, whether they are a date not read as one, and
    where to look for them."""

    word: RawWord
    text: str
    start: int
    is_broken: bool
    box: Box

    def with_text(self, text: str, chance: float) -> RawWord:
        word = self.word
        whole = word.text[: self.start] + text + word.text[self.start + len(self.text) :]
        if whole == word.text:
            return replace(word, confidence=chance)
        return replace(word, text=whole, confidence=chance, first=word.first or word.text)


def with_figures(words: Sequence[RawWord], look: Look, *, seconds: float) -> list[RawWord]:
    """`words` of a level reading image with doubtful figures, boxed digits and machine-readable rows read again.

    `look` cuts a piece out of it. Raises as `recognise` does.
    """
    eyes = Eyes(look, seconds)
    put_right = with_slashes(with_cells(with_machine_zone(words, eyes), eyes))
    kept = {id(word) for word in put_right}
    lines = by_line([word for word in words if id(word) in kept]) if any(map(_may_be_doubted, words)) else {}
    places = [place for line in lines.values() for place in _places(line)][:_MOST]
    if not places:
        return put_right
    seen = eyes.by_tesseract([place.box for place in places], _FIGURES)
    read: dict[int, RawWord] = {}
    patience = _PATIENCE
    for place, one in zip(places, seen, strict=True):
        if place.is_broken:
            read[id(place.word)] = _mended(place, one, eyes)
        elif one.text.strip(_ENDS) == place.text:
            read[id(place.word)] = replace(place.word, confidence=max(place.word.confidence, _ONE_TWICE))
        elif patience:
            read[id(place.word)] = _judged(place, eyes)
            patience -= 1
    return [read.get(id(word), word) for word in put_right]


def with_slashes(words: Sequence[RawWord]) -> list[RawWord]:
    """The words, the slash between the two languages of a label put back where it was read as a letter
    ("SốINo:", "LÁI XE ¡ DRIVER'S")."""
    if not any(_may_hide_slash(word.text) for word in words):
        return list(words)
    texts: dict[int, str] = {}
    for line in by_line(words).values():
        for index, word in enumerate(line):
            if _may_hide_slash(word.text):
                before, after = line[:index][-1:], line[index + 1 :][:1]
                text = _slashed(before[0].text if before else "", word.text, after[0].text if after else "")
                texts |= {id(word): text} if text != word.text else {}
    return [_labelled(word, texts[id(word)]) if id(word) in texts else word for word in words]


def _labelled(word: RawWord, text: str) -> RawWord:
    return replace(word, text=text, confidence=max(word.confidence, _LABEL), first=word.first or word.text)


def _may_hide_slash(text: str) -> bool:
    return text in _BARS or any(letter in _BARS for letter in text[1:-1])


_JOINED: Final = re.compile(r"([^\W\d_]*[^\W\d_A-Z])[Il¡|!]([A-Z][a-z]+:?)")
_BARS: Final = frozenset("Il¡|!")
_FOREIGN: Final = re.compile(r"[A-Z][A-Za-z']{2,}\W?")


def _slashed(before: str, text: str, after: str) -> str:
    if text in _BARS:
        between = before.isalpha() and is_syllable(before) and _FOREIGN.fullmatch(after)
        return "/" if between and not is_syllable(after.strip(":.,")) else text
    match = _JOINED.fullmatch(text)
    return f"{match[1]}/{match[2]}" if match and is_syllable(match[1]) else text


def _may_be_doubted(word: RawWord) -> bool:
    """Whether a word has digits enough, and was read with doubt or is as long as dates are."""
    digits = sum("0" <= letter <= "9" for letter in word.text)
    return digits >= _FEWEST_OF_NUMBER and (word.confidence < _SURE or digits >= _FEWEST_DIGITS)


def _places(line: Sequence[RawWord]) -> list[_Place]:
    """The figures of a line that are in doubt."""
    places = []
    for word in line:
        if not _may_be_doubted(word):
            continue
        for match in _CORE.finditer(word.text):
            if _is_broken_date(match.group()):
                places.append(_Place(word, match.group(), match.start(), True, in_line(word, line)))
                break
        else:
            match_number = _NUMBER.search(word.text) if word.confidence < _SURE else None
            if match_number and _mostly(match_number.group(), word.text):
                text = match_number.group()
                places.append(_Place(word, text, match_number.start(), False, in_line(word, line)))
    return places


def _mostly(number: str, text: str) -> bool:
    """Whether a word is a whole number and little else; one with few digits says too little to be found again."""
    digits = sum(letter.isdigit() for letter in number)
    # Of a date whose year is cut off any reader sees no more.
    return digits >= _FEWEST_OF_NUMBER and len(number) >= len(text) - 2 and _CUT_OFF.fullmatch(number) is None


def _is_broken_date(read: str) -> bool:
    """Whether a word can be a date whose slashes or figures were misread, or is none though it looks like one."""
    text = read.translate(_TWINS)
    digits = sum(letter.isdigit() for letter in text)
    if digits < max(_FEWEST_DIGITS, len(text) - _MOST_MARKS) or len(text) > _LONGEST:
        return False
    if _day(text) is not None:
        return text != read
    if any(letter in _SLASHED[1:] for letter in text):
        return True
    found = _RUN_TOGETHER.fullmatch(text)
    if found is not None and _possible(found[1], found[2], found[3]):
        return True
    # "34/12/2019" is no date; "1/1/2019" and "1192/2008" are left as they are.
    return _DATE.fullmatch(text) is not None or _TORN.fullmatch(text) is not None


def _day(text: str) -> str | None:
    """The day that a text is, as dd/mm/yyyy; None if it is none that can be."""
    match = _DATE.fullmatch(text)
    return text if match and _possible(match[1], match[2], match[3]) else None


def _possible(day: str, month: str, year: str) -> bool:
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True


def _judged(place: _Place, eyes: Eyes) -> RawWord:
    """The number as it was read, surer if the second reader reads the same, less sure if it does not."""
    sure = place.word.confidence
    if eyes.by_network(place.box).text.strip(_ENDS) == place.text:
        return replace(place.word, confidence=max(sure, _TWO_READERS))
    return replace(place.word, confidence=min(sure, _DISPUTED))


def _mended(place: _Place, seen: Seen, eyes: Eyes) -> RawWord:
    """The date by the first look and by up to three more, each asked only if those before it leave doubt."""
    day, sure = _found(seen), place.word.confidence
    if _agrees(day, place.text):
        return place.with_text(str(day), max(sure, _ONE_TWICE))
    other = eyes.by_network(place.box) if pen.available() else _other_cut(place, eyes)
    second = _found(other)
    if _agrees(second, place.text):
        return place.with_text(str(second), max(sure, _TWO_READERS if pen.available() else _ONE_TWICE))
    if day is not None and day == second:
        return place.with_text(day, _TWO_CUTS)
    if second is None:
        # Eight to ten figures can be a number of another kind.
        doubt = sure if sure >= _SURE and place.text.isdecimal() else min(sure, _UNREAD)
        return replace(place.word, confidence=doubt) if day is None else place.with_text(day, _DISPUTED)
    again = eyes.by_network(place.box, WIDER)
    if not _near(second, place.text):
        return place.with_text(second, _DISPUTED)
    twice = _found(again) == second and min(again.chance, other.chance) >= _CLEAR
    return place.with_text(second, _TWO_CUTS if twice else _ONE_READER)


def _other_cut(place: _Place, eyes: Eyes) -> Seen:
    return eyes.by_tesseract([place.box], _FIGURES, LEANT_WIDER)[0]


def _found(seen: Seen) -> str | None:
    """The one day among what a look read."""
    if seen is NOTHING:
        return None
    days = {match.group() for match in _DATE.finditer(seen.text)}
    day = days.pop() if len(days) == 1 else None
    return day if day is not None and _day(day) else None


def _agrees(day: str | None, text: str) -> bool:
    """Whether a text is the day in all its digits, its slashes read as whatever slashes are read as."""
    if day is None:
        return False
    parts = day.split("/")
    return re.fullmatch(_SLASH.join(parts), text.translate(_TWINS)) is not None


def _near(day: str, text: str) -> bool:
    """Whether the digits read first are among those of the day, in their order: some were lost beside a slash."""
    digits = iter(day.replace("/", ""))
    return all(letter in digits for letter in text.translate(_TWINS) if letter.isdigit())
