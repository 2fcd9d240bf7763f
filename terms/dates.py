"""Dates as Vietnamese papers print them: in digits, with "ngày … tháng … năm …", in words; as much as is printed.

Out comes ISO 8601, whole (`1990-05-17`) or in part (`1990-05`, `1990`).
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

from terms.text import fold, nfc

EARLIEST, LATEST = 1850, 2150

_UNITS = {
    "khong": 0, "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "lam": 5, "nham": 5, "sau": 6,
    "bay": 7, "bai": 7, "tam": 8, "chin": 9, "muoi": 10,
}  # fmt: skip
_NUMBER_WORDS = "khong|mot|hai|ba|bon|tu|nam|lam|nham|sau|bay|bai|tam|chin|muoi|tram|nghin|ngan|linh|le"

# What a reading makes of "ngày", "tháng", "năm" once accents are off.
# Bilingual papers go on with "/date", "/month", "/year", in small print of which anything may have been read.
_TRANSLATED = r"(?:\s?/[^0-9]{1,9}?)?"
_DAY = rf"(?:n[gq][a-z]{{0,2}}y?|n[gq][^0-9\s/]{{1,3}}(?=/)){_TRANSLATED}"
_MONTH = rf"th[a-z]{{0,2}}n?[gq]{_TRANSLATED}"
_YEAR = rf"[nhm][a-z]m{_TRANSLATED}"
_GAP = r"[\s.,:;_…ˆ'`’|~^*-]{0,6}"
_SPELT = re.compile(
    rf"(?:{_DAY}{_GAP}|(?<!\w))(?P<day>[0-9]{{1,2}}){_GAP}{_MONTH}{_GAP}(?P<month>[0-9]{{1,2}})"
    rf"{_GAP}{_YEAR}{_GAP}(?P<year>[0-9]{{4}})(?![0-9])"
)
_SPELT_MONTH = re.compile(
    rf"{_MONTH}{_GAP}(?P<month>[0-9]{{1,2}}){_GAP}(?:{_YEAR}|[/-]){_GAP}(?P<year>[0-9]{{4}})(?![0-9])"
)
_DIGITS = re.compile(
    r"(?<![\w/.-])(?P<day>[0-9]{1,2})\s?(?P<sep>[/.-])\s?(?P<month>[0-9]{1,2})\s?(?P=sep)\s?(?P<year>[0-9]{4})(?![0-9])"
)
_DIGITS_MONTH = re.compile(r"(?<![0-9/.-])(?P<month>[0-9]{1,2})\s?[/-]\s?(?P<year>[0-9]{4})(?![0-9/.-])")
_SPELT_YEAR = re.compile(rf"(?<![a-z]){_YEAR}{_GAP}(?P<year>[0-9]{{4}})(?![0-9/-])")
_YEAR_ALONE = re.compile(r"(?<![0-9/.,-])(?P<year>(?:18|19|20|21)[0-9]{2})(?![0-9/-]|[.,][0-9])")
_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_ENGLISH = re.compile(
    rf"(?<![\w/.-])(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?\s?,?\s?(?P<month>{_MONTHS}),?\s?(?P<year>[0-9]{{4}})(?![0-9])"
)
_ENGLISH_MONTH_FIRST = re.compile(
    rf"(?<!\w)(?P<month>{_MONTHS})\s?(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?,?\s(?P<year>[0-9]{{4}})(?![0-9])"
)
_WORDS = re.compile(
    rf"(?<![a-z])ngay\s+(?:mung\s+|mong\s+)?(?P<day>(?:(?:{_NUMBER_WORDS})\b\s*)+?)[\s,]*"
    rf"thang\s+(?P<month>gieng|chap|muoi mot|muoi hai|muoi|mot|hai|ba|bon|tu|nam|sau|bay|tam|chin)[\s,]*"
    rf"nam\s+(?P<year>(?:(?:{_NUMBER_WORDS})\b\s*)+)"
)
_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


@dataclass(frozen=True, order=True)
class PartialDate:
    """A day, a month or a year: as much as is printed."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def iso(self) -> str:
        """ISO 8601: `1990-05-17`, `1990-05` or `1990`."""
        text = f"{self.year:04d}"
        if self.month is not None:
            text += f"-{self.month:02d}"
            if self.day is not None:
                text += f"-{self.day:02d}"
        return text

    @property
    def first_day(self) -> date:
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date:
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    @classmethod
    def from_iso(cls, text: str) -> PartialDate:
        """Raises ValueError if `text` is no date."""
        match = _ISO.fullmatch(text.strip())
        made = _made(*match.groups()) if match else None
        if made is None:
            raise ValueError(f"not an ISO date: {text!r}")
        return made


@dataclass(frozen=True)
class FoundDate:
    """A date in a text: where (characters of its NFC form), and how it is written."""

    date: PartialDate
    start: int
    end: int
    written: str  # "spelt" (ngày … tháng … năm), "digits", "words", "english" (12 May 1975), "year"


def find_dates(text: str) -> list[FoundDate]:
    """All dates of `text` in printed order, whole ones before what is only a part of them."""
    folded = fold(text)
    found: list[FoundDate] = []
    for pattern, written in (
        (_SPELT, "spelt"),
        (_DIGITS, "digits"),
        (_ENGLISH, "english"),
        (_ENGLISH_MONTH_FIRST, "english"),
        (_WORDS, "words"),
        (_SPELT_MONTH, "spelt"),
        (_DIGITS_MONTH, "digits"),
        (_SPELT_YEAR, "year"),
        (_YEAR_ALONE, "year"),
    ):
        for match in pattern.finditer(folded):
            if any(match.start() < other.end and other.start < match.end() for other in found):
                continue
            made = _from_words(match) if written == "words" else _from_digits(match)
            if made is not None:
                found.append(FoundDate(made, match.start(), match.end(), written))
    return sorted(found, key=lambda one: one.start)


def parse_date(text: str) -> PartialDate | None:
    """The first date of `text`, the fullest if a part of it stands before; None if there is none."""
    found = find_dates(nfc(text))
    if not found:
        return None
    whole = [one for one in found if one.date.day is not None]
    return (whole or found)[0].date


def spell_number(words: str) -> int | None:
    """The number that `words` spell ("hai nghìn không trăm hai mươi"); None if they spell none. Up to 9 999."""
    total, part, seen = 0, 0, False
    for word in fold(words).split():
        if word in ("linh", "le"):
            continue
        seen = True
        if word in ("nghin", "ngan"):
            total, part = (total + (part or 1)) * 1000, 0
        elif word == "tram":
            total, part = total + part * 100, 0
        elif word == "muoi":
            total, part = total + (part or 1) * 10, 0
        elif word in _UNITS:
            part = part * 10 + _UNITS[word] if part else _UNITS[word]
        else:
            return None
    return total + part if seen else None


def _from_digits(match: re.Match[str]) -> PartialDate | None:
    parts = match.groupdict()
    month = parts.get("month")
    if month is not None and month.isalpha():
        month = str(_MONTHS.split("|").index(month) + 1)
    return _made(parts["year"], month, parts.get("day"))


def _from_words(match: re.Match[str]) -> PartialDate | None:
    month_word = {"gieng": "mot", "chap": "muoi hai"}.get(match["month"], match["month"])
    day, month, year = spell_number(match["day"]), spell_number(month_word), spell_number(match["year"])
    if day is None or month is None or year is None:
        return None
    return _made(str(year), str(month), str(day))


def _made(year: str | None, month: str | None, day: str | None) -> PartialDate | None:
    if year is None:
        return None
    made = PartialDate(int(year), int(month) if month else None, int(day) if day else None)
    try:
        date(made.year, 1 if made.month is None else made.month, 1 if made.day is None else made.day)
    except ValueError:
        return None
    return made if EARLIEST <= made.year <= LATEST else None
