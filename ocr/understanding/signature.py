"""Who signed: the name below the position, where Decree 30/2020 and every form put it (Annex I, boxes 7a to 7c)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ocr.understanding.classify import PageView
from ocr.understanding.found import Found
from ocr.understanding.layout import Segment, Sheet, Token, tokens_between
from terms.dates import PartialDate, find_dates
from terms.kinds import Kind
from terms.names import SURNAMES, clean_name, plausibility
from terms.text import fold

_SCRAPS = "“”\"'`´‘’.,;:|~-–—_*()[]<>/\\ "
_POSITION = re.compile(
    r"(chu tich|giam doc|truong|bo truong|thu truong|vien truong|chanh|hieu truong|thu tuong|tong |bi thu|chi huy|cuc |"
    r"tham phan|van phong|cong chung vien|uy vien|thu ky|to trinh|pho |quyen |chu nhiem|nguoi ky|cong chuc|dai dien)"
)
_DEPUTY = re.compile(r"^(tm|kt|tl|tuq|q)\b\.?")
_LIKE_A_NAME = 0.69
_FORM_SIGNS = re.compile(
    r"^(nguoi (yeu cau|lam don|khai|viet don|de nghi|nop don|dang ky|to khai|ke khai|cam doan|cam ket|uy quyen|"
    r"su dung dat)|chu ho|chu dau tu|dai dien|nguoi dai dien|ho va ten nguoi)"
)
_RANK = re.compile(
    r"^(?:(?:(?:Đại|Thượng|Trung|Thiếu)\s+(?:tướng|tá|úy|uý)|(?:Luật|Kỹ)\s+sư|(?:Bác|Dược|Thạc|Tiến)\s+s[ĩỹ]|Cử nhân|"
    r"PGS|GS|TSKH|TS|ThS|BSCKI{1,2}|CKI{1,2}|BS|DS|KS|CN|CVP|NGND|NGƯT|TTND|TTƯT)(?!\w)[\s.,]*)+",
    re.IGNORECASE,
)


def find_signer(kind: Kind, views: Sequence[PageView]) -> Found | None:
    """The name below the position it signs for, the first such block of the document, the right one of two."""
    form = kind.structure == "form"
    for view in views:
        sheet = view.sheet
        floor = (0.25 if len(views) == 1 else 0.35) if view is views[0] else 0.0
        blocks = [
            segment
            for segment in sheet.segments
            if sheet.depth(segment) > floor
            and (_FORM_SIGNS.match(segment.key) if form else _is_position(sheet, segment))
        ]
        found = [name for block in blocks if (name := _name_below(sheet, block, blocks)) is not None]
        if found:
            return max(found, key=lambda one: (round(one.fit, 1), one.tokens[0].left))
    return None if form else _name_beside_addressees(views)


_SIGNED_AT = re.compile(r"(?:thoi gian|ngay) ky\W")
_ISO_TIME = re.compile(r"(?<![0-9])([0-9]{4})-([0-9]{2})-([0-9]{2})T[0-9]{2}:")


def electronic_signing_day(sheet: Sheet) -> PartialDate | None:
    """The day of the visible mark of an electronic signature: "Thời gian ký: 17/01/2025 17:06:30" (Decree 30/2020,
    Annex I, part II, box 12), on its line or the next."""
    for segment in sheet.segments:
        if not _SIGNED_AT.search(segment.folded):
            continue
        near = [
            other
            for other in sheet.segments
            if segment.row <= other.row <= segment.row + 2 and abs(other.left - segment.left) < 8 * sheet.line_height
        ]
        for other in (segment, *near):
            text = _ISO_TIME.sub(r"\3/\2/\1 ", other.text[segment.folded.find(" ky") if other is segment else 0 :])
            found = [one for one in find_dates(text) if one.date.day is not None]
            if found:
                return found[0].date
    return None


def _name_beside_addressees(views: Sequence[PageView]) -> Found | None:
    """Where the position was not read (a seal covers it): the one name right of the list of addressees."""
    for view in views:
        sheet = view.sheet
        start = next((segment.top for segment in sheet.segments if segment.key.startswith("noi nhan")), None)
        if start is None:
            continue
        for segment in sheet.segments:
            if segment.top > start and segment.left > 0.45 * sheet.page.width and (found := _name_in(segment)):
                name, tokens, fit = found
                if fit > 0.9:
                    return Found(name, tokens, sheet.number, 0.8)
    return None


def _is_position(sheet: Sheet, segment: Segment) -> bool:
    if segment.centre < 0.42 * sheet.page.width or len(segment.tokens) > 12:
        return False
    return bool(_DEPUTY.match(segment.key)) or (segment.capital and bool(_POSITION.search(segment.key)))


def _name_below(sheet: Sheet, block: Segment, blocks: Sequence[Segment]) -> Found | None:
    limit = block.bottom + max(0.17 * sheet.page.height, 11 * sheet.line_height)
    for segment in sheet.segments:
        if segment.top < block.bottom - 3 or segment.top > limit or segment in blocks:
            continue
        if segment.right < block.left - 3 * sheet.line_height or segment.left > block.right + 4 * sheet.line_height:
            continue
        found = _name_in(segment)
        if found is None or abs(_middle(found[1]) - block.centre) > max(
            block.right - block.left, 9 * sheet.line_height
        ):
            continue
        name, tokens, fit = found
        return Found(name, tokens, sheet.number, fit)
    return None


def _name_in(segment: Segment) -> tuple[str, tuple[Token, ...], float] | None:
    """The person's name in a line that holds little else; seal and signature leave scraps beside it."""
    rank = _RANK.match(segment.text)
    tokens = list(tokens_between(segment.tokens, rank.end() if rank else 0, len(segment.text)))
    while tokens and not tokens[0].text.strip(_SCRAPS)[:1].isupper() and not _is_surname_in_small(tokens):
        tokens = tokens[1:]
    run: list[Token] = []
    for token in tokens:
        word = token.text.strip(_SCRAPS)
        if (
            not (word[:1].isupper() or (not run and _is_surname_in_small(tokens)))
            or not word.replace("'", "").isalpha()
        ):
            break
        run.append(token)
    name = clean_name(" ".join(token.text.strip(_SCRAPS) for token in run), titled=True)
    name = name[:1].upper() + name[1:]
    if len(name.split()) < 2 or len(name.split()) > 6 or len(tokens) - len(run) > 3:
        return None
    if name.isupper() and _POSITION.search(fold(name)):
        return None
    fit = plausibility(name)
    # Names of the minorities are no Vietnamese syllables ("Y Bhem Niê"); a surname known is then enough.
    return (name, tuple(run), fit) if fit >= _LIKE_A_NAME else None


def _is_surname_in_small(tokens: Sequence[Token]) -> bool:
    """True if a surname stands first whose capital was read as a small letter ("kiều Viết Nam")."""
    return len(tokens) > 1 and tokens[0].key in SURNAMES and len(tokens[0].key) > 1 and tokens[1].text[:1].isupper()


def _middle(tokens: Sequence[Token]) -> float:
    return (tokens[0].left + tokens[-1].right) / 2
