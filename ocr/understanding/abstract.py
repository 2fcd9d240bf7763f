"""The abstract of a document (Decree 30/2020, Annex I, boxes 5a and 5b): what it is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ocr.understanding.bodies import right_province
from ocr.understanding.classify import PageView
from ocr.understanding.found import Found
from ocr.understanding.layout import Segment
from ocr.understanding.titles import TitleMatch, title_tokens
from ocr.understanding.wording import weighed
from terms.kinds import Kind
from terms.text import squeeze

_ABOUT = re.compile(
    r"^\W*(?:[vV]\s?[/⁄∕7l1|]\s?[vVyY%*°”\"]|(?:[vV][eèéẻẽẹêềếểễệaàáảãạ]|V[EÈÉẺẼẸÊỀẾỂỄỆAÀÁẢÃẠ])\s+(?:việc|VIỆC|viêc|VIÊC))\s*[:.]?\s*"
)
# What never stands in an abstract, and what may (a law's date, an aim) but also opens a text.
_TEXT_STARTS = re.compile(r"^\W*(can cu|kinh gui|xet |quyet dinh:|dieu 1|hom nay|\(?kem theo|\(?ban hanh kem|phan thu)")
_TEXT_MAY_START = re.compile(r"^\W*(thuc hien|theo |de |ngay |nham |tren co so|thoi gian qua|trong thoi gian|i\.|1\.)")
_LETTER_STARTS = re.compile(r"^\W*(kinh gui|cong van den|van ban den)")
_AUTHORITY_LINE = re.compile(
    r"^\W*(chu tich|chu nhiem|uy ban|ubnd|(?:bo |thu |vien |cuc |chi cuc |tong cuc |hieu |doi |tram )?truong |chanh |"
    r"(?:tong |pho |quyen )?giam doc|hoi dong|hdnd|thu tuong|chinh phu|quoc hoi|tong |khoa |ky hop)"
)


def find_abstract(kind: Kind, view: PageView) -> Found | None:
    """The abstract: the centred lines below the type, or "V/v …" below the number of a plain letter."""
    match = view.title_of(kind)
    lines = _lines_below_type(view, match) if match is not None else _lines_of_letter(view)
    tokens = [token for segment in lines for token in segment.tokens]
    if match is not None and lines and lines[0] is match.lines[0]:
        tokens = tokens[len(title_tokens(match)) :]
    tokens = list(weighed(tokens))
    text = squeeze(" ".join(token.text for token in tokens))
    text = _ABOUT.sub("", text).strip(" .,:;|_*~-–—'`\"")
    if not text:
        return None
    return Found(right_province(text), tuple(tokens), view.sheet.number, 1.0 if len(text.split()) > 3 else 0.6)


def _lines_below_type(view: PageView, match: TitleMatch) -> list[Segment]:
    sheet = view.sheet
    typed = len(title_tokens(match))
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
        if lines and lines[-1].capital and not piece.capital and piece.text[:1].isupper() and len(lines[-1].tokens) > 2:
            break  # the text begins below an abstract in capitals
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
        if segment.right > 0.6 * sheet.page.width or _LETTER_STARTS.match(segment.folded):
            break
        lines.append(segment)
    return lines
