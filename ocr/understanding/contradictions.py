"""What a paper says against itself, wherever it stands on it: also between things that are no field of its kind.

The checks of fields hold values against each other; here the whole print is gone through, for a person who looks at one
paper (`read --explain`). Nothing here makes a field surer or more doubtful: what was misread contradicts as well.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ocr.model import Box, Finding, around
from ocr.understanding.cards import Card
from ocr.understanding.classify import PageView
from ocr.understanding.layout import Segment, Token
from terms.addresses import find_address, hold_against_tables
from terms.dates import find_dates
from terms.identifiers import PersonalNumber, find_personal_numbers
from terms.names import is_usual, strip_titles
from terms.text import fold, nfc, spelling_key
from terms.units import DISTRICT_RANKS, birth_province, communes_named, rank_of, successor

_SEX: Final = re.compile(
    r"(?:gioi tinh|nam hay nu|nam\s?[,/]\s?nu|\bsex\b)[^0-9;]{0,24}?\b(nam|nu|male|female)\b(?!\s?[,/]|\s?hay)"
)
_BORN: Final = re.compile(r"\b(?:sinh|birth|born)\b")
_ORIGIN: Final = re.compile(r"\b(?:que quan|nguyen quan|noi sinh|noi dang ky khai sinh|place of (?:birth|origin))\b")
_HOME: Final = re.compile(r"\b(?:thuong tru|cu tru|tam tru|dia chi|cu ngu|residence|address)\b")
_IDENTITY: Final = re.compile(r"dinh danh|can cuoc|cccd|cmnd|giay to|tuy than|personal|identity")
_UNTIL: Final = re.compile(r"het han|co gia tri den|thoi han|expiry")
_YEAR: Final = re.compile(r"\b(1[89]\d\d|20\d\d)\b")
_ADDRESS: Final = re.compile(
    r"(?:xã|phường|thị trấn)\s[^,:;]+,(?:\s*[^,:;]+,)?\s*(?:tỉnh|thành phố|tp)[\s.][^,.;:]+", re.IGNORECASE
)
_RANKS: Final = frozenset({"xa", "phuong", "thi", "tran", "huyen", "quan", "tinh", "pho", "thon", "ap", "ban", "duong"})
_GOES_ON: Final = (",", " tỉnh", " phố", " huyện", " quận", " xã", " phường", " -")
_FAR: Final = 7
_NAME: Final = (2, 6)
_LIKE: Final = 2
_JUST_BEFORE: Final = 3
Sexes: Final = {"nam": "male", "male": "male", "nu": "female", "female": "female"}


@dataclass(frozen=True)
class Contradiction:
    """One thing that cannot be: what the check says, the words it is about, and where they stand.

    `proves`: False for what is only odd (a person who lives in another province than the one of birth).
    """

    finding: Finding
    words: str
    page: int
    box: Box
    proves: bool = True


@dataclass(frozen=True)
class _Said:
    """Something a line says of a person. `at`: number of the line on the paper, in reading order."""

    at: int
    segment: Segment
    value: str


def contradictions(views: Sequence[PageView]) -> tuple[Contradiction, ...]:
    """Everything on these pages, which are one document, that does not go together; each thing once."""
    lines = [segment for view in views if not view.blank for segment in view.sheet.segments]
    found = (
        *_of_codes(views, lines), *_of_numbers(lines), *_of_words(lines), *_of_days(lines), *_of_places(lines),
        *_of_names(lines),
    )  # fmt: skip
    return tuple({(one.finding, spelling_key(one.words)): one for one in reversed(found)}.values())[::-1]


def _of_numbers(lines: Sequence[Segment]) -> Iterator[Contradiction]:
    """Personal numbers against the sex, the year of birth and the origin that stand nearest to each."""
    numbers = [
        (_Said(at, segment, number.digits), number)
        for at, segment in enumerate(lines)
        for number in find_personal_numbers(segment.text)
        if not number.old and any(_IDENTITY.search(one.folded) for one in lines[max(0, at - 1) : at + 1])
    ]
    places = [said for said, _ in numbers]
    by_digits: dict[str, PersonalNumber] = {number.digits: number for _, number in numbers}
    for said, sex in _nearest(places, list(_sexes(lines))):
        if sex.value != by_digits[said.value].sex:
            yield _told("sex_digit", sex.value, said)
    births = list(_births(lines))
    for said, year in _nearest(places, births):
        around_it = {one.value for one in births if abs(one.at - said.at) <= _FAR}
        if str(by_digits[said.value].birth_year) not in around_it:
            yield _told("birth_year", year.value, said)
    named = {province for line in _joined(lines) if (province := find_address(line[1]).province)}
    for said, origin in _nearest(places, list(_origins(lines))):
        code = by_digits[said.value].province_code
        old = birth_province(code) if code else None
        now = successor(code) if code else None
        if old is not None and not {one.name for one in named} & {old.name, now.name if now else old.name}:
            yield replace(_told("birth_province", origin.value, said), proves=False)


def _sexes(lines: Sequence[Segment]) -> Iterator[_Said]:
    for at, segment in enumerate(lines):
        for match in _SEX.finditer(segment.folded):
            yield _Said(at, segment, Sexes[match[1]])


def _births(lines: Sequence[Segment]) -> Iterator[_Said]:
    for at, segment in enumerate(lines):
        born = _BORN.search(segment.folded)
        if born is None or _ORIGIN.search(segment.folded):
            continue
        years = [match[1] for match in _YEAR.finditer(segment.folded, born.end())]
        if len(years) == 1:
            yield _Said(at, segment, years[0])


def _origins(lines: Sequence[Segment]) -> Iterator[_Said]:
    for at, (segment, text) in enumerate(_joined(lines)):
        said = _ORIGIN.search(segment.folded) or _HOME.search(segment.folded)
        province = find_address(text).province if said else None
        if province is not None:
            yield _Said(at, segment, province.full_name)


def _nearest(numbers: Sequence[_Said], others: Sequence[_Said]) -> Iterator[tuple[_Said, _Said]]:
    """Numbers and what is nearest to each, where the number is also the nearest to that: each of one person."""
    for number in numbers:
        near = _closest(number, others)
        if near is not None and _closest(near, numbers) is number and abs(near.at - number.at) <= _FAR:
            yield number, near


def _closest(to: _Said, among: Sequence[_Said]) -> _Said | None:
    mine = [one for one in among if one.segment.page == to.segment.page]
    return min(mine, key=lambda one: (abs(one.at - to.at), one.at > to.at), default=None)


def _of_words(lines: Sequence[Segment]) -> Iterator[Contradiction]:
    """A date in words against the figures before it, or against all on the paper where none stand near."""
    dates = [
        (at, segment, one)
        for at, (segment, text) in enumerate(_joined(lines))
        for one in find_dates(text)
        if one.date.day is not None
    ]
    figures = [(at, one.date.iso) for at, _, one in dates if one.written != "words"]
    for at, segment, one in dates:
        if one.written != "words":
            continue
        before = [iso for place, iso in figures if at - _JUST_BEFORE <= place <= at]
        held = before[-1:] or [iso for _, iso in figures]
        like = [iso for iso in held if _alike(iso, one.date.iso)]
        if like and one.date.iso not in held:
            yield _about("date_words", like[0], segment, one.date.iso)


def _alike(left: str, right: str) -> bool:
    """Two days that differ in the day, the month or the year alone."""
    return sum(a == b for a, b in zip(left.split("-"), right.split("-"), strict=False)) >= _LIKE


def _of_days(lines: Sequence[Segment]) -> Iterator[Contradiction]:
    """Somebody who is born after every other day that the paper names."""
    births: list[tuple[Segment, str]] = []
    others: list[str] = []
    for segment, text in _joined(lines):
        days = [one.date.iso for one in find_dates(text) if one.date.day is not None]
        if _BORN.search(segment.folded) and not _ORIGIN.search(segment.folded):
            births += [(segment, day) for day in days[:1]]
        elif not _UNTIL.search(fold(text)):
            others += days
    told = {day for _, day in births}
    past = [day for day in others if day not in told]
    for segment, day in births:
        if past and day > max(past):
            yield _about("date_order", max(past), segment, day)


def _of_places(lines: Sequence[Segment]) -> Iterator[Contradiction]:
    """Addresses whose commune lies in another district or province than the paper says."""
    for segment, text in _joined(lines):
        for match in _ADDRESS.finditer(nfc(text)):
            address = match[0]
            held = hold_against_tables(address)
            unknown = held.unknown
            elsewhere = rank_of(unknown) not in DISTRICT_RANKS and communes_named(unknown)
            if elsewhere and find_address(address).province is not None:
                # Wards by number are merged and numbered anew too often for a table to say that there was none.
                yield replace(_about("place", unknown, segment, address), proves=not unknown[-1].isdigit())


def _of_codes(views: Sequence[PageView], lines: Sequence[Segment]) -> Iterator[Contradiction]:
    """A card's code and its machine-readable zone against the numbers that are printed, and against each other."""
    machine = [one for view in views if view.card is not None for one in _of_card(view.card)]
    digits = {check: number for check, number, _, _ in machine}
    printed = dict.fromkeys(
        number.digits for line in lines if "<" not in line.text for number in find_personal_numbers(line.text)
    )
    for check, number, page, box in machine:
        others = [one for one in (*printed, *digits.values()) if len(one) == len(number) and one != number]
        if others and (number not in printed or len(set(digits.values())) > 1):
            yield Contradiction(Finding(check, agrees=False, beside=others[0]), number, page, box)


def _of_card(card: Card) -> Iterator[tuple[str, str, int, Box]]:
    if card.qr is not None and card.qr_box is not None:
        yield "qr", card.qr.number.digits, card.page, card.qr_box
    if card.mrz is not None and card.mrz.sound and card.mrz_box is not None:
        yield "mrz", card.mrz.number.digits, card.page, card.mrz_box


def _joined(lines: Sequence[Segment]) -> Iterator[tuple[Segment, str]]:
    """Each line with the next one of its column, into which an address or a date in words may run over."""
    for at, segment in enumerate(lines):
        below = next((one for one in lines[at + 1 : at + 6] if _runs_over(segment, one)), None)
        whole = below is None or find_address(segment.text).province is not None
        yield segment, segment.text if whole or below is None else f"{segment.text} {below.text}"


def _runs_over(segment: Segment, below: Segment) -> bool:
    next_row = below.page == segment.page and below.row == segment.row + 1
    beneath = below.left < segment.right and below.top - segment.bottom < 1.5 * segment.height
    return next_row and beneath and (":" not in below.text or segment.text.endswith(_GOES_ON))


def _of_names(lines: Sequence[Segment]) -> Iterator[Contradiction]:
    """A person's name that stands twice on the paper, spelt differently."""
    spelt: dict[str, dict[str, tuple[str, Segment]]] = defaultdict(dict)
    for segment in lines:
        for name in _names_on(segment):
            spelt[fold(name)].setdefault(spelling_key(name), (name, segment))
    for spellings in spelt.values():
        (name, segment), *others = spellings.values()
        for other, _ in others:
            if not (name.isascii() or other.isascii()) or is_usual(name) or is_usual(other):
                yield _about("name_twice", other, segment, name)


def _names_on(segment: Segment) -> Iterator[str]:
    """What may be a person's name on a line: capital words that follow each other, behind a label or alone."""
    run: list[Token] = []
    before = ""
    for token in (*segment.tokens, None):
        word = nfc(token.text).strip(".,;:()") if token is not None else ""
        if word and word.isalpha() and word[0].isupper() and (word.isupper() or word[1:].islower()):
            run.append(token)  # type: ignore[arg-type]
            if token is not None and token.text[-1] not in ",;.:)":
                continue
        name = strip_titles(" ".join(one.text.strip(".,;:()") for one in run))
        if _NAME[0] < len(name.split()) <= _NAME[1] and before not in _RANKS:
            yield name
        run, before = [], fold(word)


def _told(check: str, beside: str, said: _Said) -> Contradiction:
    return _about(check, beside, said.segment, said.value)


def _about(check: str, beside: str, segment: Segment, words: str) -> Contradiction:
    return Contradiction(
        Finding(check, agrees=False, beside=beside),
        words,
        segment.page,
        around([token.box for token in segment.tokens]),
    )
