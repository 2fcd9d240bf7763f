"""The places where Decree 30/2020 (Annex I) puts things: number, place and date, body, type and subject, signature."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from rapidfuzz.distance import Levenshtein

from ocr.understanding.bodies import completed, known_letters, put_right, right_province, spelt_like
from ocr.understanding.classify import PageView
from ocr.understanding.found import Found
from ocr.understanding.layout import Segment, Sheet, Token, text_of, tokens_between
from ocr.understanding.signature import electronic_signing_day, find_signer
from ocr.understanding.titles import TitleMatch
from ocr.understanding.values import Value, official_number, repair_digits
from ocr.understanding.wording import weighed
from terms.dates import find_dates
from terms.kinds import Kind, Zone
from terms.text import bare, fold, squeeze

# How sure a word is that the closed vocabulary of its place has in that spelling or in no other.
_VOCABULARY = 0.998
PLAIN_LETTER = "Công văn"


def look(zone: Zone, kind: Kind, views: Sequence[PageView]) -> Found | None:
    """What stands in a zone of the document; None if the zone was not found at all."""
    first = views[0]
    if zone == "number":
        return _number(first)
    if zone == "place_date":
        return _place_date(views)
    if zone == "authority":
        return _authority(first)
    if zone == "document_type":
        return _document_type(kind, first)
    if zone == "subject":
        return _subject(kind, first)
    if zone == "title":
        return _title(kind, first)
    if zone == "signer":
        return find_signer(kind, views)
    if zone in ("registry_number", "registry_date"):
        return _registry_entry(views, number=zone == "registry_number")
    return _certification_date(views)


_LABEL = re.compile(r"^\W{0,2}(?:(?:[^\W\d_]{2,5}\s){0,2}[s§$][^\W\d_]\s?[:;.]?|no\s?[:.])\s*", re.IGNORECASE)
_TYPES_TEXT = """NQ QĐ CT QC QyĐ TC TB HD CTr KH PA ĐA DA BC BB TTr HĐ CĐ BGN BTT GUQ GM GGT GNP PG PC PB NĐ TT
TTLT UBND HĐND TLKT TLKS GPXD GCN XN"""
_TYPES = _TYPES_TEXT.split()
_TYPE_BY_FOLD = {fold(symbol): symbol for symbol in _TYPES}


def _number(view: PageView) -> Found | None:
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


_BODIES = frozenset(("UBND", "HĐND", "CP", "TTg", "VPCP", "VKSTC", "TANDTC", "BTP", "BCA", "BTC", "BNV", "BXD", "BYT"))


def _sure_of_symbol(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """The words of a number; a symbol of nothing but what Decree 30/2020 and usage have can be read as nothing else."""
    return tuple(
        replace(token, confidence=max(token.confidence, _VOCABULARY))
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
    if (once := part.replace("ĐĐ", "Đ")) in _TYPES:
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


def _place_date(views: Sequence[PageView]) -> Found | None:
    """The dateline: of the head if there is one, else the one above the signature, on whatever page."""
    best: tuple[float, PageView, Segment] | None = None
    for position, view in enumerate(views):
        for score, segment in view.head.place_dates:
            weight = _dateline_weight(view, score, segment) - 0.02 * position
            if best is None or weight > best[0]:
                best = (weight, view, segment)
    if best is None or best[0] < 0.5:
        unfinished = _unfinished_date(views[0])
        if unfinished is not None or best is None or best[0] <= 0.2:
            return unfinished
    weight, view, segment = best
    one = next(one for one in find_dates(segment.text) if one.written == "spelt")
    tokens = tokens_between(segment.tokens, one.start, one.end)
    fit = min(1.0, weight) * (1.0 if one.date.day is not None else 0.5)
    return Found(one.date.iso, tokens, view.sheet.number, fit)


def _dateline_weight(view: PageView, score: float, segment: Segment) -> float:
    """Datelines stand in the right half; one on the left may be the time of a stamp or of something told."""
    return score if segment.centre > 0.45 * view.sheet.page.width else 0.8 * score


def _unfinished_date(view: PageView) -> Found | None:
    """The dateline whose day or month was written by hand and not read: a value for a person to finish."""
    for row in view.sheet.rows:
        right = [segment for segment in row if segment.right > 0.5 * view.sheet.page.width]
        tokens = tuple(token for segment in right for token in segment.tokens)
        text = text_of(tokens)
        if not right or view.sheet.depth(right[0]) > 0.4:
            continue
        if re.search(r"ngay.{0,14}thang.{0,9}nam", fold(text)):
            found = find_dates(text)
            if any(one.date.day is not None for one in found):
                continue
            value = found[0].date.iso if found else None
            signed = electronic_signing_day(view.sheet)
            if value and signed is not None and signed.iso.startswith(value):
                return Found(signed.iso, tokens, view.sheet.number, 0.3)  # as a rule it is signed on its day
            return Found(value, tokens, view.sheet.number, 0.05 if value else 0.0)
    return None


def _authority(view: PageView) -> Found | None:
    lines = view.head.issuer()
    if not lines:
        return None
    tokens = _sure_of_known_words([token for segment in lines for token in segment.tokens])
    text = squeeze(text_of(tokens)).strip(" .,:;|_*~-–—'`\"")
    right = put_right(completed(text))
    fit = 1.0 if right == text else 0.95 if len(right) == len(text) else 0.8
    return Found(right, tokens, view.sheet.number, fit)


def _sure_of_known_words(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """The words of a body's name; those of the closed vocabulary of such names can be read as nothing else."""
    known = known_letters(text_of(tokens))
    weighed_tokens, at = [], 0
    for token in tokens:
        letters = known[at : at + len(token.text)]
        at += len(token.text) + 1
        sure = letters and all(fine or not letter.isalpha() for fine, letter in zip(letters, token.text, strict=True))
        weighed_tokens.append(replace(token, confidence=max(token.confidence, _VOCABULARY)) if sure else token)
    return tuple(weighed_tokens)


def _document_type(kind: Kind, view: PageView) -> Found | None:
    match = view.title_of(kind)
    if match is None:
        return Found(PLAIN_LETTER, (), view.sheet.number, 1.0 if view.head.number else 0.8)
    tokens = _title_tokens(match)
    if "".join(token.key for token in tokens).replace(" ", "") == bare(match.title).replace(" ", ""):
        tokens = tuple(replace(token, confidence=max(token.confidence, _VOCABULARY)) for token in tokens)
    printed = squeeze(" ".join(token.text for token in tokens))
    value = match.title if printed.isupper() or match.lines[0].capital else match.title.capitalize()
    return Found(value, tokens, view.sheet.number, min(1.0, 0.2 + match.weight))


def _title_tokens(match: TitleMatch) -> tuple[Token, ...]:
    """The words of the block that make up the title itself."""
    wanted, count = len(bare(match.title).replace(" ", "")), 0
    taken: list[Token] = []
    for segment in match.lines:
        for token in segment.tokens:
            if count >= wanted - 1:
                return tuple(taken)
            taken.append(token)
            count += len(token.key.replace(" ", ""))
    return tuple(taken)


def _title(kind: Kind, view: PageView) -> Found | None:
    """The whole printed title: all its lines, without what stands in brackets below."""
    match = view.title_of(kind)
    if match is None:
        return None
    lines = list(takewhile(lambda one: not _HEADING.match(one.text), match.lines))
    lines = [segment for segment in lines if not segment.text.startswith("(")]
    tokens = weighed([token for segment in lines for token in segment.tokens])
    text = squeeze(text_of(tokens)).strip(" .,:;|_*~-–—'`\"")
    return Found(spelt_like(text, kind.titles), tokens, view.sheet.number, min(1.0, 0.1 + match.weight))


# Whatever marks are read, no abstract begins with the words "và việc".
_HEADING = re.compile(r"^\W*(?:[IVX]{1,4}|[0-9]{1,2}|[A-Z])[./)]\s")
_ABOUT = re.compile(
    r"^\W*(?:[vV]\s?[/⁄∕7l1|]\s?[vVyY%*°”\"]|(?:[vV][eèéẻẽẹêềếểễệaàáảãạ]|V[EÈÉẺẼẸÊỀẾỂỄỆAÀÁẢÃẠ])\s+(?:việc|VIỆC|viêc|VIÊC))\s*[:.]?\s*"
)
# What never stands in an abstract, and what may (a law's date, an aim) but also opens a text.
_TEXT_STARTS = re.compile(r"^\W*(can cu|kinh gui|xet |quyet dinh:|dieu 1|hom nay|\(?kem theo|\(?ban hanh kem|phan thu)")
_TEXT_MAY_START = re.compile(r"^\W*(thuc hien|theo |de |ngay |nham |tren co so|thoi gian qua|trong thoi gian|i\.|1\.)")
_AUTHORITY_LINE = re.compile(
    r"^\W*(chu tich|chu nhiem|uy ban|ubnd|(?:bo |thu |vien |cuc |chi cuc |tong cuc |hieu |doi |tram )?truong |chanh |"
    r"(?:tong |pho |quyen )?giam doc|hoi dong|hdnd|thu tuong|chinh phu|quoc hoi|tong |khoa |ky hop)"
)


def _subject(kind: Kind, view: PageView) -> Found | None:
    """The abstract: the centred lines below the type, or "V/v …" below the number of a plain letter."""
    match = view.title_of(kind)
    lines = _lines_below_type(view, match) if match is not None else _lines_of_letter(view)
    tokens = [token for segment in lines for token in segment.tokens]
    if match is not None and lines and lines[0] is match.lines[0]:
        tokens = tokens[len(_title_tokens(match)) :]
    tokens = list(weighed(tokens))
    text = squeeze(" ".join(token.text for token in tokens))
    text = _ABOUT.sub("", text).strip(" .,:;|_*~-–—'`\"")
    if not text:
        return None
    return Found(right_province(text), tuple(tokens), view.sheet.number, 1.0 if len(text.split()) > 3 else 0.6)


def _lines_below_type(view: PageView, match: TitleMatch) -> list[Segment]:
    sheet = view.sheet
    typed = len(_title_tokens(match))
    taken = 0
    lines: list[Segment] = []
    for segment in match.lines:
        taken += len(segment.tokens)
        if taken > typed:
            lines.append(segment)
    above = match.lines[-1] if lines else match.lines[0]
    title = match.lines[0]
    pace: float | None = None
    for row in sheet.rows[above.row + 1 :]:
        piece = _centred_in(row, title, lines)
        if piece is None:
            continue  # a stamp beside the abstract
        gap, first = piece.middle - above.middle, not lines
        if gap > (3.2 if first else 2.4) * title.height or (pace is not None and gap > 1.5 * pace):
            break
        if abs(piece.centre - title.centre) > 1.6 * sheet.line_height + 0.01 * sheet.page.width:
            break
        if _opens_text(piece, first, wider=pace is not None and gap > 1.25 * pace):
            break
        if lines and piece.capital and not lines[0].capital:
            break  # who decides stands in capitals below the abstract
        if not first:
            pace = gap if pace is None else min(pace, gap)
        lines.append(piece)
        above = piece
        if len(lines) == 8:
            break
    return lines


def _centred_in(row: Sequence[Segment], title: Segment, taken: Sequence[Segment]) -> Segment | None:
    """The piece of a row that stands below the title, without the scraps of a stamp that run into its left."""
    for segment in row:
        if not segment.letters or segment in taken or not segment.left < title.centre < segment.right:
            continue
        for index in range(1, len(segment.tokens) - 2):
            if re.match(r"(V/v|Về việc) ", " ".join(token.text for token in segment.tokens[index : index + 3])):
                return replace(segment, tokens=segment.tokens[index:])
        return segment
    return None


def _opens_text(segment: Segment, first: bool, wider: bool) -> bool:
    """True if the line is no part of the abstract any more."""
    if _ABOUT.match(segment.text):
        return not first
    if _TEXT_STARTS.match(segment.folded) or (segment.capital and _AUTHORITY_LINE.match(segment.folded)):
        return True
    return bool(_TEXT_MAY_START.match(segment.folded)) and (wider or (first and segment.text[:1].isupper()))


def _lines_of_letter(view: PageView) -> list[Segment]:
    sheet, number = view.sheet, view.head.number
    start = next(
        (
            one
            for one in sheet.segments
            if _ABOUT.match(one.text) and sheet.depth(one) < 0.45 and one.centre < 0.55 * sheet.page.width
        ),
        None,
    )
    if start is None or (number is not None and start.top < number.top - sheet.line_height):
        return []
    lines = [start]
    for segment in sheet.segments:
        if segment.row <= start.row or not segment.letters:
            continue
        if segment.left > max(start.right, 0.45 * sheet.page.width):
            continue
        gap = segment.middle - lines[-1].middle
        if gap > 2.0 * max(segment.height, lines[-1].height, sheet.line_height) or len(lines) == 8:
            break
        if segment.right > 0.6 * sheet.page.width or re.match(r"^\W*kinh gui", segment.folded):
            break
        lines.append(segment)
    return lines


_CERTIFICATION = re.compile(r"so (chung thuc|cong chung)|cong chung so|chung thuc so")


def _certification_date(views: Sequence[PageView]) -> Found | None:
    """The date of a certification's closing words: on the line of its number or on one of the next."""
    for view in reversed(views):
        rows = [segment.row for segment in view.sheet.segments if _CERTIFICATION.search(segment.key)]
        for segment in view.sheet.segments:
            if not any(row <= segment.row <= row + 3 for row in rows):
                continue
            words = (*segment.tokens, *_next_line(view.sheet, segment))
            found = [
                one for one in find_dates(text_of(words)) if one.date.day is not None and one.start < len(segment.text)
            ]
            if found:
                tokens = tokens_between(words, found[-1].start, found[-1].end)
                return Found(found[-1].date.iso, tokens, view.sheet.number, 0.95)
    return None


def _next_line(sheet: Sheet, segment: Segment) -> tuple[Token, ...]:
    """The first words of the line below, which a date that begins at the end of a line goes on with."""
    below = next((one for one in sheet.segments if one.row > segment.row and one.left < segment.right), None)
    if below is None or below.top - segment.bottom > 1.5 * sheet.line_height:
        return ()
    return below.tokens[:4]


# With the year behind the number anywhere on a line; without it only where the line begins so.
_REGISTRY = re.compile(
    r"(?:\bs[ốo6]\s?[:.]?\s?(?P<number>[0-9]{1,5}/[0-9]{4})|^\W{0,3}S[ốo6]\s?[:.]?\s?(?P<plain>[0-9]{1,5}))"
    r"\W{1,3}ng[aà]y\b",
    re.IGNORECASE,
)


def _registry_entry(views: Sequence[PageView], *, number: bool) -> Found | None:
    """What an extract says of the entry it is taken from: "Số: 384/2026, ngày 14/07/2026", below its place."""
    for view in views:
        for segment in view.sheet.segments:
            match = _REGISTRY.search(segment.text)
            if match is None or view.sheet.depth(segment) < 0.3:
                continue
            start, end = match.span("number" if match["number"] else "plain")
            if number:
                tokens = tokens_between(segment.tokens, start, end)
                return Found(segment.text[start:end], tokens, view.sheet.number, 1.0)
            rest = segment.text[end:]
            if dates := find_dates(rest):
                tokens = tokens_between(segment.tokens, end + dates[0].start, end + dates[0].end)
                return Found(dates[0].date.iso, tokens, view.sheet.number, 1.0)
    return None
