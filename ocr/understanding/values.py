"""From the words behind a label to a field's value, type by type, in the form docs/contract.md promises.

Each reader gets the text after the label and answers with the value, the span of the text it took, and how well the
text fits the type (1: exactly what one expects; below 0.5: hardly). None: nothing of that type stands there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from ocr.understanding.value import DIGIT_TWINS, Value, repair_digits
from ocr.understanding.written_dates import read_date
from terms.dates import LATEST
from terms.identifiers import find_personal_numbers
from terms.kinds import FieldSpec
from terms.names import COMMONEST_SURNAMES, SURNAMES, clean_name, plausibility, strip_titles
from terms.syllables import is_syllable
from terms.text import fold, nfc, squeeze
from terms.units import place_words


def read(spec: FieldSpec, text: str, *, titled: bool = False, asked: bool = False) -> Value | None:
    """The value that `text`, the words behind a label, gives for the field.

    `titled`: the label was an "Ông" or "Bà", so that another one is a surname. `asked`: the label asked for the name
    itself ("Họ và tên"), so that it may be one.
    """
    text = nfc(text)
    if spec.type in ("date", "personal_number", "code", "number"):
        text = _LEADERS.sub(lambda dots: " " * len(dots.group()), text)
    if spec.type == "name":
        return _name_asked(text) if asked and not titled else _name(text, titled=titled)
    if spec.type == "date":
        return read_date(text, datetime.now(UTC).year + 1 if _PAST.search(spec.name) else LATEST)
    if spec.type == "choice":
        return _choice(spec, text)
    if spec.pattern is not None and spec.type in ("code", "number", "text"):
        return _pattern(spec.pattern, text)
    return _READERS[spec.type](text)


def read_names(text: str, *, titled: bool = False) -> list[Value]:
    """All the people (or the one organisation) that a text names: "Ông Trần Văn Hòa và bà Lê Thị Mai"."""
    text = nfc(text)
    found: list[Value] = []
    at = 0
    for piece in _AND.split(text):
        start = text.index(piece, at)
        at = start + len(piece)
        value = _person_or_body(piece, titled=titled and not found)
        if value is not None and (value.fit >= 0.45 or not found):
            found.append(Value(value.text, start + value.start, start + value.end, value.fit))
    return found


_AND = re.compile(
    r"(?:\s+(?:và|cùng)|[,;])\s+(?=(?:(?:vợ|chồng|con)(?:\s+là)?\s*:?\s+)?(?:[ÔôÓó]ng|ÔNG|[Bb]à|BÀ)\b)|\s+và\s+(?=[^\W\d_])"
)


def is_blank(text: str) -> bool:
    """True if nothing is written: dots, dashes, scraps, or nothing at all."""
    return not any(letter.isalnum() for letter in text)


def is_dotted(text: str) -> bool:
    """True for the dots or the line of a form that nobody filled in."""
    return is_blank(text) and bool(re.search(r"[.…_]{3,}", text.replace(" ", "")))


def is_unreadable(spec: FieldSpec, text: str) -> bool:
    """True if something stands behind the label that should be of the field's type and could not be read as such."""
    marks = sum(letter.isdigit() or letter in "|[]/" for letter in text)
    return spec.type in ("personal_number", "date", "area", "code", "number") and marks >= 4


_PAST = re.compile(r"birth|death|issue|registration")
_LEADERS = re.compile(r"[.…_]{3,}")
_ENDS = " \t.,:;|_~*`´‘’“”\"'=+…·•-–—"


def _trimmed(text: str, start: int = 0, end: int | None = None) -> tuple[str, int, int]:
    end = len(text) if end is None else end
    while start < end and text[start] in _ENDS + ")]}>":
        start += 1
    while end > start and text[end - 1] in _ENDS + "([{<":
        end -= 1
    return squeeze(text[start:end]), start, end


def _text(text: str) -> Value | None:
    cut = re.search(r"\.{3,}|…|_{3,}", text)
    value, start, end = _trimmed(text, 0, cut.start() if cut and cut.start() > 2 else None)
    value = re.sub(r"(?<!\S)['`´‘’\"“”.,]+(?=[^\W\d_]{2})", "", value)
    if value.count("(") > value.count(")") and end < len(text) and text[end] == ")":
        value, end = value + ")", end + 1
    return Value(value, start, end, 1.0 if is_worded(value) else 0.7) if not is_blank(value) else None


# What no Vietnamese place is called, and stands next to places on cards.
_NO_PLACE = re.compile(
    r"\s(?:(?:ke tu|tu ngay|tu nam|den ngay|den nay|de lam)\b|\W*[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}|"
    r"\W*(?:of|date|place|issue|expiry|birth|residence|nationality|expires)\b)"
)


_PARTED = re.compile(
    r";(?= ?(?:(?i:thôn|xóm|ấp|tổ|khu|bản|xã|phường|thị|huyện|quận|thành|tp|tỉnh)\b)|\s[^\W\d_a-zà-ỹ][a-zà-ỹ])"
)
# A speck between two words read as one: "xã Kế.An".
_SPECK_BETWEEN = re.compile(r"(?<=[^\W\d_]{2})\.(?=[^\W\d_a-zà-ỹ][a-zà-ỹ])")


# Specks read as points and colons behind the words of a place: "Hà. Tĩnh", "Việt Ngọc,: Tân Yên".
_SPECKS = re.compile(r"(\w+|,) ?[.:;]+(?=\s)")


def _unspecked(place: str) -> str:
    """`place` without specks; abbreviations ("Tp. Đồng Xoài") are no syllables and keep their points."""

    def cleaned(match: re.Match[str]) -> str:
        return match[1] if match[1] == "," or (len(match[1]) > 1 and is_syllable(match[1])) else match.group()

    return squeeze(_SPECKS.sub(cleaned, _SPECK_BETWEEN.sub(". ", place)))


def _place(text: str) -> Value | None:
    text = _PARTED.sub(",", text)  # no address is parted by semicolons: commas are misread for them
    other = _NO_PLACE.search(fold(text))
    value = _text(text[: other.start()] if other else text)
    if value is None:
        return None
    value = replace(value, text=_unspecked(value.text))
    commas = value.text.count(",")
    return Value(
        value.text, value.start, value.end, value.fit if commas or len(value.text.split()) <= 5 else 0.8 * value.fit
    )


def _name(text: str, *, titled: bool = False) -> Value | None:
    stripped = text if titled else strip_titles(text)
    offset = len(text) - len(stripped)
    name = _without_words_before(clean_name(stripped, titled=titled))
    if not name:
        return None
    name = _of_one_case(name)
    first, last = name.split()[0], name.split()[-1]
    start = text.find(first, offset)
    end = text.find(last, start) + len(last) if start >= 0 else len(text)
    words = name.split()
    position = max(start, 0)
    for word in words:
        found = text.find(word, position)
        position = found + len(word) if found >= 0 else position
    fit = plausibility(name)
    if len(words) > _LONGEST_NAME:
        fit = min(fit, 0.4)  # two columns read as one
    if name.isupper() and _TORN_WORD.match(text[max(position, end) :]):
        fit = min(fit, 0.5)  # "ÂU NGỌC TRTNH": a word of it could not be read
    return Value(name, max(start, 0), max(position, end), fit)


_LONGEST_NAME = 6
_TORN_WORD = re.compile(r"^\s[^\W\d_a-zà-ỹ]{3,7}(?=[\s.]*$)")


def _without_words_before(name: str) -> str:
    """A name without small words before it, which belong to its label: "(Họ và tên) khai sinh LÊ VĂN TÁM"."""
    words = name.split()
    while words and words[0].islower() and not (fold(words[0]) in SURNAMES and words[1:2] != []):
        words = words[1:]
    return " ".join(words)


def _of_one_case(name: str) -> str:
    """A name in capitals without what follows in small letters: "VI VĂN THẮNG Nam"."""
    words = name.split()
    count = next((at for at, word in enumerate(words) if not word.isupper()), len(words))
    return " ".join(words[:count]) if count > 1 and len(words[0]) > 1 else name


def _name_asked(text: str) -> Value | None:
    """The name behind "Họ và tên", where "Ông" may be a title or, of "Ông Hoàng Ngân", the surname: for a person."""
    value = _name(text)
    whole = _name(text, titled=True)
    if value is None or whole is None or value.text == whole.text or fold(whole.text.split()[0]) != "ong":
        return value
    words, alike = value.text.split(), value.text.isupper() == whole.text.split()[0].isupper()
    surname = alike and (len(words) == 2 or words[0].casefold() not in COMMONEST_SURNAMES)
    return replace(whole if surname else value, fit=0.6) if alike else value


def _person_or_body(text: str, *, titled: bool = False) -> Value | None:
    value = _name(text, titled=titled)
    if value is not None and value.fit >= 0.6 and not _BODY.match(text.strip(_ENDS)):
        return value
    other = _text(text)
    if other is None or _BODY.match(other.text):
        return other
    # What begins small names nobody: "(Cấp phép cho …) thông báo ngày khởi công".
    return value or (None if other.text[:1].islower() else other)


def is_body(text: str) -> bool:
    """True if `text` names an organisation and no person."""
    return bool(_BODY.match(text.strip(_ENDS)))


_BODY = re.compile(
    r"(công ty|doanh nghiệp|hợp tác xã|ủy ban|uỷ ban|ban |trường|trung tâm|ngân hàng|hội |chi nhánh|tập đoàn|"
    r"tổng công ty|nhà |chùa|giáo xứ|cộng đồng|bệnh viện|sở |phòng |cục |xí nghiệp|nông trường|lâm trường|quỹ |viện )",
    re.IGNORECASE,
)


def _personal_number(text: str) -> Value | None:
    for attempt, fit in ((text, 1.0), (repair_digits(text), 0.5), (_unboxed(text), 0.4)):
        for number in find_personal_numbers(attempt):
            spaced = re.search(r"[ .]*".join(number.digits), attempt)
            if spaced:
                fit *= 0.95 if number.old else 1.0
                digits = number.digits
                if not number.old and digits[0] in "689":  # provinces count from 001 to 096, a zero was read wrong
                    digits, fit = "0" + digits[1:], 0.5 * fit
                return Value(digits, spaced.start(), spaced.end(), fit)
    return None


def _unboxed(text: str) -> str:
    """Digits that stand in boxes, whose sides are read as bars and brackets; as long as the text given."""
    if sum(letter in "|[]" for letter in text) < 4:
        return text
    return re.sub(r"[|\[\]()]", " ", text).translate(DIGIT_TWINS)


_NUMBER = re.compile(
    r"(?<![\w/])(?P<number>[0-9]{1,6}[a-zA-Z]?)\s?(?P<rest>(?:[/-]\s?[0-9A-ZĐa-zđ&.]{1,20}(?:\s?[-–]\s?[0-9A-ZĐƯa-zđ&.]{1,20})*)*)"
)


def official_number(text: str) -> Value | None:
    """A number and symbol of an office (`47/QĐ-UBND`, `215/2020`, `09`), dashes and slashes without spaces."""
    text = nfc(text)
    once = re.sub(r"(?<=[0-9])//(?=[0-9A-ZĐ])", "/ ", text)  # a stroke read twice; as long as the text given
    match = _NUMBER.search(re.sub(r"[–—]", "-", once))
    if match is None:
        return None
    value = re.sub(r"\s+", "", match.group()).strip(".-/")
    symbol = value.partition("/")[2]
    fit = (
        1.0
        if "/" in value and not any(letter.islower() for letter in re.sub(r"QyĐ|TTr|CTr|TrS|Đ", "", symbol))
        else 0.95
    )
    return Value(value, match.start(), match.end(), fit if once == text else 0.3)


def _area(text: str) -> Value | None:
    match = re.search(
        r"([0-9]{1,3}(?:[. ][0-9]{3})+|[0-9]+)(?:\s?[,/]\s?([0-9]{1,3})|\.([0-9]{1,2})(?![0-9]))?\s*(m\s?[2²?]?|ha)?",
        text,
    )
    if match is None:
        return None
    whole = re.sub(r"[. ]", "", match[1])
    part = (match[2] or match[3] or "").rstrip("0")
    unit = match[4] or ""
    value = f"{whole}.{part}" if part else whole
    if unit == "ha":
        value = f"{float(value) * 10_000:.10g}"
    # The unit says that it is an area; how well its small raised figure was read says nothing of the value.
    end = max(match.end(group) for group in (1, 2, 3))
    fit = 0.4 if "/" in match.group() else 1.0 if unit else 0.85  # a comma read as a stroke: for a person
    return Value(value, match.start(), end, fit)


def _sex(text: str) -> Value | None:
    match = re.search(r"(?<![a-z])(nam|nu|male|female)(?![a-z])", fold(text))
    if match is None:
        return None
    value = "male" if match[1] in ("nam", "male") else "female"
    return Value(value, match.start(), match.end(), 1.0 if match.start() < 6 else 0.6)


def _code(text: str) -> Value | None:
    match = re.search(r"[0-9A-ZĐ][0-9A-ZĐ./-]*[0-9A-ZĐ]|[0-9]", text)
    return Value(match.group(), match.start(), match.end(), 0.9) if match else None


def _pattern(pattern: str, text: str) -> Value | None:
    """The first place where the pattern fits. A space in it may also be a dot or two spaces in print."""
    loose = pattern.replace(" ?", "[ .]{0,2}")
    for attempt, fit in ((text, 1.0), (repair_digits(text), 0.5), (_ONE_AS_LETTER.sub("1", text), 0.5)):
        match = re.search(rf"(?<![\w/])(?:{loose})(?!\w)", attempt)
        if match:
            value = _in_groups(pattern, squeeze(re.sub(r"\.(?= |$)", " ", match.group())).rstrip(" .,;"))
            before = attempt[: match.start()]
            # Something before it that is part of it and was not read: "QB§10736", "€ 01770014".
            torn = bool(before) and not before[-1].isspace() and before[-1] not in ":/"
            scrap = bool(before.strip(" .,:;-"))
            return Value(value, match.start(), match.end(), fit * (0.2 if torn else 0.6 if scrap else 1.0))
    return None


# The figure of a class of licences read as a letter: "AI", "Bl".
_ONE_AS_LETTER = re.compile(r"(?<=\b[A-Z])[Il|](?!\w)")


def _in_groups(pattern: str, value: str) -> str:
    """A number printed in groups with all the spaces between them, though one or two were not read: those of the
    pattern's alternative whose groups the spaces that were read part."""
    if " ?" not in pattern or "(" in pattern:
        return value
    value = value.replace(".", " ") if "." not in pattern else value
    if " " not in value:
        return value
    best: list[str] = []
    for alternative in pattern.split("|"):
        parts = alternative.split(" ?")
        match = re.fullmatch(" ?".join(f"({part})" for part in parts), value)
        if match is not None and (not best or len(parts) < len(best)):
            best = list(match.groups())
    return " ".join(best) or value


def _choice(spec: FieldSpec, text: str) -> Value | None:
    folded = fold(text)
    for value, wordings in spec.choices.items():
        for wording in wordings:
            at = folded.find(fold(wording))
            if at >= 0:
                return Value(value, at, at + len(wording), 1.0)
    return None


def is_worded(text: str) -> bool:
    """True if most words of `text` can be Vietnamese syllables, numbers or abbreviations."""
    words = [word.strip(_ENDS + "()/") for word in text.split()]
    words = [word for word in words if word]
    fine = sum(
        is_syllable(word) or not word.isalpha() or word.isupper() or fold(word) in place_words() for word in words
    )
    return bool(words) and fine >= 0.8 * len(words)


_READERS: dict[str, Callable[[str], Value | None]] = {
    "text": _text,
    "name": _name,
    "names": _person_or_body,
    "personal_number": _personal_number,
    "number": official_number,
    "code": _code,
    "area": _area,
    "sex": _sex,
    "place": _place,
    "authority": _text,
    "person_or_body": _person_or_body,
}
