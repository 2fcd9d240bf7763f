"""Numbers and codes that name people and bodies, with what they say of themselves.

The 12-digit personal number (số định danh cá nhân, also the number of the căn cước), the old 9-digit one, the tax
code, the QR code of the identity card and its machine-readable zone (ICAO 9303, TD1).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import cycle
from typing import Literal

from stdnum.vn import mst

from terms.dates import PartialDate
from terms.encodings import is_vietnamese, lost_letters, put_right
from terms.text import fold, squeeze

Sex = Literal["male", "female"]

_TWELVE = re.compile(r"(?<![0-9])[0-9](?:[ .]?[0-9]){11}(?![0-9])")
_NINE = re.compile(r"(?<![0-9])[0-9](?:[ .]?[0-9]){8}(?![0-9])")
_NOT_DIGITS = re.compile(r"[^0-9]")
_TWELVE_DIGITS = re.compile(r"[0-9]{12}")
_NAME = re.compile(r"[^\W\d_]+(?:[ '’.-]+[^\W\d_]+)+\.?|[^\W\d_]{2,}")
_LONGEST_QR, _MOST_FIELDS = 1000, 24


@dataclass(frozen=True)
class PersonalNumber:
    """A personal number: 12 digits, or the 9 of a chứng minh nhân dân, which say nothing of their owner.

    Of twelve: three for the province (or country) where the birth was registered, one for century and sex (0 male and
    1 female born 1900-1999, 2 and 3 born 2000-2099 …), two for the year of birth, six drawn by lot. There is no check
    digit: what disagrees is a warning, corrections exist.
    """

    digits: str

    @property
    def old(self) -> bool:
        return len(self.digits) == 9

    @property
    def province_code(self) -> str | None:
        """The province's two-digit code of the table before 1 July 2025; None if 9 digits or a foreign country's."""
        return None if self.old or self.digits[0] != "0" else self.digits[1:3]

    @property
    def sex(self) -> Sex | None:
        if self.old:
            return None
        return "male" if int(self.digits[3]) % 2 == 0 else "female"

    @property
    def birth_year(self) -> int | None:
        if self.old:
            return None
        return 1900 + 100 * (int(self.digits[3]) // 2) + int(self.digits[4:6])


def personal_number(text: str) -> PersonalNumber | None:
    """The personal number that `text` is, spaces and dots inside allowed; None if it is none."""
    digits = _NOT_DIGITS.sub("", text)
    if len(digits) not in (9, 12) or not re.fullmatch(r"[0-9 .\t-]+", text.strip()):
        return None
    return PersonalNumber(digits)


def find_personal_numbers(text: str) -> list[PersonalNumber]:
    """All personal numbers in `text`, those of 12 digits before those of 9, each in printed order."""
    found = [PersonalNumber(_NOT_DIGITS.sub("", match.group())) for match in _TWELVE.finditer(text)]
    rest = _TWELVE.sub(" # ", text)
    return found + [PersonalNumber(_NOT_DIGITS.sub("", match.group())) for match in _NINE.finditer(rest)]


def mask(number: str) -> str:
    """A personal number for a list or a log: only its last four digits."""
    return "•" * max(0, len(number) - 4) + number[-4:] if len(number) > 4 else "•" * len(number)


def is_tax_code(text: str) -> bool:
    """True for a tax code: 10 digits with a right check digit, 13 for a branch, or a 12-digit personal number.

    Since 1 July 2025 people and household businesses use the personal number (Circular 86/2024/TT-BTC).
    """
    compact = re.sub(r"[\s.-]", "", text)
    return bool(re.fullmatch(r"[0-9]{12}", compact)) or bool(mst.is_valid(compact))


@dataclass(frozen=True)
class IdCardQr:
    """What the QR code of a căn cước công dân or căn cước holds.

    `rest`: the further fields of cards since July 2024, raw, as they stand. Circular 16/2024/TT-BCA names what they may
    be, not in which order: numbers that were cancelled, and the names of father and mother on cards of children. What a
    field is, its own shape tells.
    """

    number: PersonalNumber
    old_number: str | None
    full_name: str
    date_of_birth: PartialDate | None
    sex: Sex | None
    residence: str
    issue_date: PartialDate | None
    rest: tuple[str, ...] = ()

    @property
    def cancelled_numbers(self) -> tuple[str, ...]:
        """Personal numbers of the owner that were cancelled."""
        return tuple(field for field in self.rest if _TWELVE_DIGITS.fullmatch(field) and field != self.number.digits)

    @property
    def parents(self) -> tuple[str, ...]:
        """The names of the owner's parents, as far as the card tells them; which is whose is not said for sure."""
        return tuple(field for field in self.rest if _NAME.fullmatch(field) and is_vietnamese(field))

    @property
    def consistent(self) -> bool:
        """Whether year of birth and sex are those of the personal number. Corrections exist; so do forgeries."""
        year = self.date_of_birth.year if self.date_of_birth else None
        return year in (None, self.number.birth_year) and self.sex in (None, self.number.sex)


def parse_id_card_qr(text: str) -> IdCardQr | None:
    """The identity card that a QR code's text describes; None if the text is something else.

    Seven fields with "|" between them: number, old number (may be empty), name, date of birth (ddmmyyyy), sex, place
    of residence, date of issue (ddmmyyyy). Cards from July 2024 append more. A name or address of which letters were
    lost on the way is left out: what is printed is better.
    """
    if len(text) > _LONGEST_QR:
        return None
    parts = [squeeze(part) for part in put_right(text).split("|")]
    if not 7 <= len(parts) <= _MOST_FIELDS or not _TWELVE_DIGITS.fullmatch(parts[0]):
        return None
    sexes: dict[str, Sex] = {"nam": "male", "nu": "female", "n?": "female"}
    return IdCardQr(
        PersonalNumber(parts[0]),
        parts[1] if re.fullmatch(r"[0-9]{9}", parts[1]) else None,
        "" if lost_letters(parts[2]) or not _NAME.fullmatch(parts[2]) else parts[2],
        eight_digit_date(parts[3]),
        sexes.get(fold(parts[4])),
        "" if lost_letters(parts[5]) else parts[5],
        eight_digit_date(parts[6]),
        tuple(parts[7:]),
    )


@dataclass(frozen=True)
class IdCardMrz:
    """The machine-readable zone of an identity card. `faults`: check digits that do not hold ("" if all do)."""

    number: PersonalNumber
    name: str
    date_of_birth: PartialDate | None
    sex: Sex | None
    expiry: PartialDate | None
    faults: tuple[str, ...]

    @property
    def sound(self) -> bool:
        return not self.faults


def parse_mrz(lines: Sequence[str]) -> IdCardMrz | None:
    """The Vietnamese identity card of three MRZ lines (TD1, 3 × 30); None if they are none.

    The first line holds the last nine of the twelve digits, their check digit, and all twelve; the name comes without
    accents. Letters that reading mistakes for digits are put right before the check digits are judged.
    """
    if len(lines) != 3:
        return None
    first, second, third = (_mrz_line(line) for line in lines)
    if not first.startswith("IDVNM") or len(first) < 28 or len(second) < 15:
        return None
    first = "IDVNM" + first[5:30].translate(_TO_DIGITS)
    second = second[:7].translate(_TO_DIGITS) + second[7] + second[8:15].translate(_TO_DIGITS) + second[15:]
    if not re.fullmatch(r"[0-9]{22}", first[5:27]):
        return None
    faults = []
    if first[14] != check_digit(first[5:14]):
        faults.append("card_number")
    if first[5:14] != first[18:27]:
        faults.append("personal_number")
    if second[6] != check_digit(second[0:6]):
        faults.append("date_of_birth")
    if second[14] != check_digit(second[8:14]):
        faults.append("expiry")
    if (
        len(first) == 30
        and len(second) == 30
        and second[29].translate(_TO_DIGITS) != check_digit(first[5:30] + second[0:7] + second[8:15] + second[18:29])
    ):
        faults.append("composite")
    number = PersonalNumber(first[15:27])
    year = number.birth_year
    sexes: dict[str, Sex] = {"M": "male", "F": "female"}
    return IdCardMrz(
        number,
        squeeze(third.replace("<<", " ").replace("<", " ")),
        _six_digits(second[0:6], year // 100 if year else None),
        sexes.get(second[7]),
        _six_digits(second[8:14], 20),
        tuple(faults),
    )


def find_mrz(lines: Iterable[str]) -> IdCardMrz | None:
    """The first machine-readable zone among a page's lines."""
    squeezed = [line.replace(" ", "").upper() for line in lines]
    for index in range(len(squeezed) - 2):
        if "VNM" in squeezed[index][:8]:
            start = squeezed[index].find("VNM")
            first = "ID" + squeezed[index][start:]
            if found := parse_mrz((first, squeezed[index + 1], squeezed[index + 2])):
                return found
    return None


def check_digit(text: str) -> str:
    """The check digit of ICAO 9303: weights 7, 3, 1; A is 10 … Z is 35; "<" is 0."""
    total = sum(_mrz_value(letter) * weight for letter, weight in zip(text, cycle((7, 3, 1)), strict=False))
    return str(total % 10)


_TO_DIGITS = str.maketrans("OQDILZSGB", "000112568")


def _mrz_value(letter: str) -> int:
    if letter == "<":
        return 0
    return int(letter) if letter.isdigit() else ord(letter) - 55


def _mrz_line(line: str) -> str:
    cleaned = line.upper().replace(" ", "").replace("«", "<<").replace("‹", "<").replace("(", "<")
    return re.sub(r"[^A-Z0-9<]", "", cleaned)


def eight_digit_date(text: str) -> PartialDate | None:
    """ddmmyyyy; a card of a person whose day or month is not known has zeros there. Some readers put slashes in."""
    text = re.sub(r"(?<=[0-9])[/.-](?=[0-9])", "", text)
    if not re.fullmatch(r"[0-9]{8}", text):
        return None
    day, month, year = int(text[:2]), int(text[2:4]), int(text[4:])
    return _checked(year, month or None, day or None)


def _six_digits(text: str, century: int | None) -> PartialDate | None:
    if not re.fullmatch(r"[0-9]{6}", text) or century is None:
        return None
    return _checked(century * 100 + int(text[:2]), int(text[2:4]) or None, int(text[4:]) or None)


def _checked(year: int, month: int | None, day: int | None) -> PartialDate | None:
    made = PartialDate(year, month, day if month else None)
    try:
        made.first_day.isoformat()
    except ValueError:
        return None
    return made
