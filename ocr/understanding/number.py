"""Number and symbol of a document (Decree 30/2020, Annex I, box 3): "Số: 47/QĐ-UBND"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz.distance import Levenshtein

from ocr.understanding.bodies import VOCABULARY
from ocr.understanding.classify import PageView
from ocr.understanding.found import Found
from ocr.understanding.layout import Segment, Sheet, Token, tokens_between
from ocr.understanding.value import Value, repair_digits
from ocr.understanding.values import official_number
from terms.dates import find_dates
from terms.text import fold

_LABEL = re.compile(r"^\W{0,2}(?:(?:[^\W\d_]{2,5}\s){0,2}[s§$][^\W\d_]\s?[:;.]?|no\s?[:.])\s*", re.IGNORECASE)
_TYPES_TEXT = """NQ QĐ CT QC QyĐ TC TB HD CTr KH PA ĐA DA BC BB TTr HĐ CĐ BGN BTT GUQ GM GGT GNP PG PC PB NĐ TT
TTLT UBND HĐND TLKT TLKS GPXD GCN XN"""
_TYPES = _TYPES_TEXT.split()
_TYPE_BY_FOLD = {fold(symbol): symbol for symbol in _TYPES}


def find_number(view: PageView) -> Found | None:
    label = view.head.number
    if label is None:
        return None
    row = [label, *_right_of(view.sheet, label)]
    tokens = [token for segment in row for token in segment.tokens]
    text = " ".join(token.text for token in tokens)
    start = _LABEL.match(text)
    offset = start.end() if start else 0
    rest = repair_digits(re.sub(r"[⁄∕]", "/", _slash_put_in(text[offset:], view.sheet)))
    rest = re.split(r"\s*[Qq]uy[ểeê]n", rest, maxsplit=1)[0]  # the book it is entered in
    value = official_number(rest)
    if value is None or not value.text[:1].isdigit() or "/" in rest[: value.start] or "/" not in value.text:
        value = _garbled_number(rest) or value
    if value is None or not value.text[:1].isdigit():
        return Found(None, tuple(tokens), view.sheet.number, 0.0)
    printed = _symbol_put_right(value.text)
    used = tokens_between(tokens, offset + value.start, offset + value.end)
    fit = value.fit * (1.0 if printed == value.text else 0.93)
    return Found(printed, _sure_of_symbol(used), view.sheet.number, fit)


# The last five are the Party's.
_BODIES_TEXT = "UBND HĐND CP TTg VPCP VKSTC TANDTC BTP BCA BTC BNV BXD BYT ĐU HU TU QU ĐUK"
_BODIES = frozenset(_BODIES_TEXT.split())


def _sure_of_symbol(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """The words of a number; a symbol of nothing but what Decree 30/2020 and usage have can be read as nothing else."""
    return tuple(
        replace(token, confidence=max(token.confidence, VOCABULARY))
        if re.fullmatch(r"/[^0-9]+", token.text)
        and all(part in _TYPES or part in _BODIES for part in re.split(r"[-–/]", token.text[1:]))
        else token
        for token in tokens
    )


_GLUED_YEAR = re.compile(r"^(\W{0,2}[0-9]{1,4})[Il1|!7]((?:19|20)[0-9]{2})(?![0-9/])")


def _slash_put_in(text: str, sheet: Sheet) -> str:
    """ "339I2020", "30812016": the slash before the year of an entry was read as a letter or a figure. The year must
    stand in a date on the page."""
    match = _GLUED_YEAR.match(text)
    if match is None:
        return text
    dated = any(str(one.date.year) == match[2] for segment in sheet.segments for one in find_dates(segment.text))
    return f"{match[1]}/{match[2]}{text[match.end() :]}" if dated else text


def _garbled_number(rest: str) -> Value | None:
    """A number whose figures, often written by hand, were read badly, before a symbol that was read well: a start for
    whoever looks at it."""
    before, slash, after = rest.partition("/")
    symbol = re.match(r"\s?((?:[0-9]{4}\s?/\s?)?[0-9A-ZĐÐa-zđ&.]{2,14}(?:\s?[-–]\s?[0-9A-ZĐƯa-zđ&.]{1,14})*)", after)
    digits = re.sub(r"[^0-9]", "", before)
    if not slash or symbol is None or len(before) > 14 or not digits:
        return None
    clean = not re.sub(r"[0-9\s.,:;]", "", before)
    end = len(before) + 1 + symbol.end()
    return Value(f"{digits}/{re.sub(r'[ ]+', '', symbol[1])}", 0, end, 0.9 if clean else 0.2)


def _symbol_put_right(number: str) -> str:
    """The abbreviations of document types as Decree 30/2020 writes them: QD is QĐ."""
    head, slash, symbol = number.replace("Ð", "Đ").partition("/")
    parts = re.split(r"([-/&.])", symbol)
    return head + slash + "".join(_type_put_right(part) for part in parts)


def _type_put_right(part: str) -> str:
    if part in _TYPES or len(part) < 2:
        return part
    if (once := part.replace("ĐĐ", "Đ")) in _TYPES or once in _BODIES:
        return once
    if part.isupper():
        return _TYPE_BY_FOLD.get(fold(part), part)
    # "TIr": no office's own abbreviation has a small letter at its end.
    near = [one for one in _TYPES if one[-1].islower() and Levenshtein.distance(part, one) == 1]
    return near[0] if len(near) == 1 and part[-1] == near[0][-1] else part


def _right_of(sheet: Sheet, label: Segment) -> list[Segment]:
    """What stands right of the label in its column: a number may be written with wide gaps around it."""
    gap = 6 * sheet.line_height
    found: list[Segment] = []
    edge = label.right
    for segment in sheet.segments:
        if segment.row == label.row and segment.left >= edge - 2 and segment.left - edge < gap:
            if find_dates(segment.text) or re.search(r"ng[àa]y", segment.text):
                break
            found.append(segment)
            edge = segment.right
    return found
