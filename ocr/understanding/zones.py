"""The places where Decree 30/2020 (Annex I) puts things: number, place and date, body, type and subject, signature."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from ocr.understanding.abstract import find_abstract
from ocr.understanding.bodies import VOCABULARY, completed, put_right, spelt_like, sure_of_known_words
from ocr.understanding.classify import PageView
from ocr.understanding.found import Found
from ocr.understanding.layout import Segment, Sheet, Token, text_of, tokens_between
from ocr.understanding.number import find_number
from ocr.understanding.signature import electronic_signing_day, find_signer
from ocr.understanding.titles import title_tokens
from ocr.understanding.wording import weighed
from terms.dates import find_dates
from terms.kinds import Kind, Zone
from terms.text import bare, fold, squeeze

# So many words without a single mark below a Vietnamese title are its translation.
_TRANSLATION = 3
PLAIN_LETTER = "Công văn"


def look(zone: Zone, kind: Kind, views: Sequence[PageView]) -> Found | None:
    """What stands in a zone of the document; None if the zone was not found at all."""
    first = views[0]
    if zone == "number":
        return find_number(first)
    if zone == "place_date":
        return _place_date(views)
    if zone == "authority":
        return _authority(first)
    if zone == "document_type":
        return _document_type(kind, first)
    if zone == "subject":
        return find_abstract(kind, first)
    if zone == "title":
        return _title(kind, first)
    if zone == "signer":
        return find_signer(kind, views)
    if zone in ("registry_number", "registry_date"):
        return _registry_entry(views, number=zone == "registry_number")
    return _certification_date(views)


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
    one = next(one for one in find_dates(segment.text) if one.written in ("spelt", "digits"))
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
    tokens = sure_of_known_words([token for segment in lines for token in segment.tokens])
    text = re.sub(r"(?<!\S)['`´‘’\"“”|]+(?=\w)", "", squeeze(text_of(tokens))).strip(" .,:;|_*~-–—'`\"")
    right = put_right(completed(text))
    fit = 1.0 if right == text else 0.95 if len(right) == len(text) else 0.8
    return Found(right, tokens, view.sheet.number, fit)


def _document_type(kind: Kind, view: PageView) -> Found | None:
    match = view.title_of(kind)
    if match is None:
        return Found(PLAIN_LETTER, (), view.sheet.number, 1.0 if view.head.number else 0.8)
    tokens = title_tokens(match)
    if "".join(token.key for token in tokens).replace(" ", "") == bare(match.title).replace(" ", ""):
        tokens = tuple(replace(token, confidence=max(token.confidence, VOCABULARY)) for token in tokens)
    printed = squeeze(" ".join(token.text for token in tokens))
    value = match.title if printed.isupper() or match.lines[0].capital else match.title.capitalize()
    return Found(value, tokens, view.sheet.number, min(1.0, 0.2 + match.weight))


def _title(kind: Kind, view: PageView) -> Found | None:
    """The whole printed title: all its lines, without what stands in brackets below."""
    match = view.title_of(kind)
    if match is None:
        return None
    lines = list(takewhile(lambda one: not _HEADING.match(one.text), match.lines))
    lines = [segment for segment in lines if not segment.text.startswith("(")]
    if not lines[0].text.isascii():
        lines = [segment for segment in lines if not segment.text.isascii() or len(segment.tokens) < _TRANSLATION]
    tokens = weighed([token for segment in lines for token in segment.tokens])
    text = squeeze(text_of(tokens)).strip(" .,:;|_*~-–—'`\"")
    return Found(spelt_like(text, kind.titles), tokens, view.sheet.number, min(1.0, 0.1 + match.weight))


# Whatever marks are read, no abstract begins with the words "và việc".
_HEADING = re.compile(r"^\W*(?:(?:phần|mục|chương)\s+)?(?:[IVX]{1,4}|[0-9]{1,2}|[A-Z])[./):]\s", re.IGNORECASE)
_CERTIFICATION = re.compile(r"so (chung thuc|cong chung)|cong chung so|chung thuc so")

# "Ngày … tháng … năm …, tại …": the closing words begin with their day, above their number.
_CLOSING = re.compile(r"(hom nay )?ngay ")


def _certification_date(views: Sequence[PageView]) -> Found | None:
    """The date of a certification's closing words: on the line of its number or on one of the next."""
    for view in reversed(views):
        rows = [segment.row for segment in view.sheet.segments if _CERTIFICATION.search(segment.key)]
        for segment in view.sheet.segments:
            before = _CLOSING.match(segment.key) and any(row - 3 <= segment.row < row for row in rows)
            if not before and not any(row <= segment.row <= row + 3 for row in rows):
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


_HEAD_DEPTH = 0.12
# With the year behind the number anywhere on a line; without it only where the line begins so.
_REGISTRY = re.compile(
    r"(?:\bs[ốo6]\s?[:.]?\s?(?P<number>[0-9]{1,5}/[0-9]{4})|^\W{0,3}S[ốo6]\s?[:.]?\s?(?P<plain>[0-9]{1,5}))"
    r"\W{1,3}[nh]g[aà]y\b",  # "hgày"
    re.IGNORECASE,
)


def _registry_entry(views: Sequence[PageView], *, number: bool) -> Found | None:
    """What an extract says of the entry it is taken from: "Số: 384/2026, ngày 14/07/2026", below its place."""
    for view in views:
        for row in view.sheet.rows:
            tokens = tuple(token for segment in row for token in segment.tokens)
            text = text_of(tokens)
            match = _REGISTRY.search(text)
            if match is None or view.sheet.depth(row[0]) < _HEAD_DEPTH:
                continue
            start, end = match.span("number" if match["number"] else "plain")
            if number:
                return Found(text[start:end], tokens_between(tokens, start, end), view.sheet.number, 1.0)
            if dates := find_dates(text[end:]):
                tokens = tokens_between(tokens, end + dates[0].start, end + dates[0].end)
                return Found(dates[0].date.iso, tokens, view.sheet.number, 1.0)
    return None
