"""What the codes on a paper say of its fields, held against its print: they confirm it, or outrank it.

An identity card's codes are read field by field. Codes on other papers follow no one form: a value counts as said by a
code only if it is printed too, whole, or all but a sign or two; then the code has it right. Where print that was read
well says something else than a code, one of the two is wrong, and only a person can tell which.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final
from urllib.parse import unquote

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from ocr.model import Code, FieldValue, PageReading
from ocr.understanding.cards import said_by_card
from ocr.understanding.classify import PageView
from ocr.understanding.draft import Draft, Evidence
from terms.covers import parse_cover
from terms.dates import PartialDate
from terms.encodings import lost_letters, put_right
from terms.identifiers import eight_digit_date, parse_id_card_qr
from terms.kinds import FieldSpec, Kind
from terms.text import fold, same_spelling, spelling_key, squeeze

_CARD: Final = "citizen_id"
_WELL_READ: Final = 0.9
# How sure a value is that well-read print or another code contradicts: of three who speak two agree; there are but two.
_TWO_OF_THREE: Final = 0.7
_ONE_OF_TWO: Final = 0.6
_CONFIRMED: Final = 0.995
_SAID_ALONE: Final = 0.85
_NUMBERS: Final = ("code", "personal_number")
_LIKE: Final = 80.0
_SHORTEST, _SHORTEST_UNSURE, _MOST_WRONG = 6, 8, 2
_MOST_CODES, _LONGEST = 12, 2000
_BETWEEN: Final = re.compile(r"[|;\t\r\n]+|,\s")
_HEX: Final = re.compile(r"(?:[0-9a-fA-F]{2}){3,}")


def with_codes(kind: Kind, drafts: Mapping[str, Draft], views: Sequence[PageView]) -> dict[str, Draft]:
    """The drafts, each held against what codes on the pages say of it."""
    said: dict[str, list[FieldValue]] = defaultdict(list)
    if kind.code == _CARD:
        for card in (view.card for view in views if view.card is not None):
            for name, value in said_by_card(card):
                said[name].append(value)
    else:
        pieces = [(view.sheet.page, code, list(_pieces(code.text))) for view in views for code in codes_of(view)]
        for page, code, some in pieces[:_MOST_CODES]:
            for spec in kind.fields:
                if (found := _said_of(spec, drafts[spec.name], some)) is not None:
                    said[spec.name].append(FieldValue(*found, page.number, code.box, "qr"))
    return {name: _held(kind.field(name), draft, said.get(name, ())) for name, draft in drafts.items()}


def codes_of(view: PageView) -> list[Code]:
    """The codes on a page that are neither an identity card's nor a cover sheet's of ours."""
    page: PageReading = view.sheet.page
    return [code for code in page.codes if parse_id_card_qr(code.text) is None and parse_cover(code.text) is None]


def _held(spec: FieldSpec, printed: Draft, codes: Sequence[FieldValue]) -> Draft:
    """What holds of print and codes: the code, in the print's spelling and place where that says the same."""
    agreeing = [code for code in codes if printed.value is not None and same_spelling(printed.value, code.value or "")]
    chosen = max(agreeing or codes, key=lambda code: code.confidence, default=None)
    if chosen is None or chosen.value is None:
        return printed
    same = bool(agreeing)
    if not same and printed.value is not None and printed.sureness >= chosen.confidence:
        return printed
    others = [code for code in codes if not same_spelling(code.value or "", chosen.value)]
    sure = max(chosen.confidence, printed.sureness if same else 0.0)
    against_print = not same and printed.sureness >= _WELL_READ and _contradict(spec, printed.value, chosen.value)
    against_code = any(code.confidence >= _WELL_READ and _contradict(spec, code.value, chosen.value) for code in others)
    if against_print or against_code:
        backed = same or len(codes) - len(others) >= 2
        sure = min(sure, _TWO_OF_THREE if backed and not (against_print and against_code) else _ONE_OF_TWO)
    outranked = [replace(printed, refused="outranked", rivals=()), *(_outranked(code) for code in others)]
    return Draft(
        value=printed.value if same else chosen.value,
        tokens=printed.tokens if same else (),
        page=printed.page if same else chosen.page or printed.page,
        source=chosen.source,
        evidence=Evidence("machine", reading=sure),
        label=chosen.source,
        place=printed.box if same and printed.box is not None else chosen.box,
        rivals=(*outranked, *printed.rivals),
    )


def _outranked(code: FieldValue) -> Draft:
    evidence = Evidence("machine", reading=code.confidence)
    return Draft(code.value, (), code.page or 0, code.source, evidence, code.source, code.box, refused="outranked")


def _contradict(spec: FieldSpec, one: str | None, other: str | None) -> bool:
    """Whether two wordings cannot both be right. Marks are easily misread, addresses written in many ways."""
    if one is None or other is None or spelling_key(one) == spelling_key(other):
        return False
    if spec.type in ("name", "names"):
        return fold(one) != fold(other)
    return spec.type != "place" or fuzz.ratio(fold(one), fold(other)) < _LIKE


def _said_of(spec: FieldSpec, printed: Draft, pieces: Sequence[str]) -> tuple[str, float] | None:
    """The value of the field that one of a code's pieces is, and how sure that is; None if none is it."""
    value = printed.value
    if value is None:
        return _unprinted(spec, pieces)
    for piece in pieces:
        if spec.type == "date":
            said = _date(piece)
            found = value if said is not None and said.iso == value else None
        elif spec.type == "name":
            found = _name(value, piece)
        elif spec.type in _NUMBERS or spec.pattern is not None:
            found = _number(value, piece)
        else:
            return None
        if found is not None:
            return found, _CONFIRMED
    return None


def _unprinted(spec: FieldSpec, pieces: Sequence[str]) -> tuple[str, float] | None:
    """What could be the value though nobody read it on the paper: only of a shape that little else has."""
    if spec.pattern is None or not spec.anywhere:
        return None
    fitting = {piece for piece in pieces if len(piece) >= _SHORTEST_UNSURE and re.fullmatch(spec.pattern, piece)}
    return (fitting.pop(), _SAID_ALONE) if len(fitting) == 1 else None


def _number(value: str, piece: str) -> str | None:
    """The printed number as the code has it, in the printed grouping ("AA 12345678" of "AA12345678")."""
    signs, said = _signs(value), _signs(piece)
    if len(signs) < _SHORTEST or len(said) != len(signs):
        return None
    if signs == said:
        return value
    alike = all(one.isdigit() == other.isdigit() for one, other in zip(signs, said, strict=True))
    if len(signs) < _SHORTEST_UNSURE or not alike or Levenshtein.distance(signs, said) > _MOST_WRONG:
        return None
    rest = iter(said)
    return "".join(next(rest) if sign.isalnum() else sign for sign in value)


def _name(value: str, piece: str) -> str | None:
    """The printed name as the code spells it, if that is the same one but for its marks."""
    if len(value.split()) < 2 or fold(value) != fold(piece):
        return None
    return value if piece.isascii() or same_spelling(value, piece) else piece.upper() if value.isupper() else piece


def _signs(text: str) -> str:
    return "".join(sign for sign in text.upper() if sign.isalnum())


def _date(piece: str) -> PartialDate | None:
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", piece):
        piece = "".join(reversed(piece.split("-")))
    return eight_digit_date(piece)


def _pieces(text: str) -> Iterator[str]:
    """What stands between a code's separators; of an address in the net, its parts; texts written as hexadecimal too,
    as health insurance cards have them."""
    if len(text) > _LONGEST:
        return
    address = re.match(r"https?://", text)
    parts = re.split(r"[/?=&#]", unquote(text)) if address else _BETWEEN.split(put_right(text))
    for part in map(squeeze, parts):
        if part and not lost_letters(part):
            yield part
        if _HEX.fullmatch(part) and not part.isdigit():
            try:
                yield squeeze(bytes.fromhex(part).decode("utf-8"))
            except UnicodeDecodeError:
                continue
