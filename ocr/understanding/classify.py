"""Which kind of paper a page shows, how surely, and why, with the courage to say `other`.

The title decides, and what usually stands on such a paper supports it. A kind's score is a log-odds against `other`;
the confidence is its share among all.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from ocr.understanding.cards import Card, read_card
from ocr.understanding.cues import stands_in
from ocr.understanding.head import Head, printed_page_number
from ocr.understanding.layout import Sheet
from ocr.understanding.titles import TitleMatch, Titles, find_titles
from terms.kinds import OTHER, Catalogue, Kind

_BASE = -6.0
_SYMBOL = re.compile(r"[0-9?]*\s*/\s*(?:[0-9]{4}\s*/\s*)?[a-zđ]{1,6}\s?[-–.]\s?[a-z&]{1,}", re.IGNORECASE)
_ABOUT = re.compile(r"^\W*v\s?[/⁄7l1|]\s?v\b|^\W*ve viec\b")


@dataclass(frozen=True)
class PageView:
    """A page and what can be said of it alone. `scores`: log-odds of each kind against `other`."""

    sheet: Sheet
    head: Head
    titles: Titles
    card: Card | None
    scores: dict[str, float]
    evidence: dict[str, tuple[str, ...]]
    later: dict[str, int]
    page_number: tuple[int, int | None] | None
    marks: tuple[str, ...]

    @property
    def title(self) -> TitleMatch | None:
        return self.titles.known[0] if self.titles.known else None

    @property
    def words(self) -> int:
        return len(self.sheet.page.words)

    @property
    def blank(self) -> bool:
        return self.sheet.page.blank or not self.sheet.segments

    def title_of(self, kind: Kind) -> TitleMatch | None:
        """The kind's title on the page: of several as good (QUYẾT ĐỊNH … QUYẾT ĐỊNH:) the upper one."""
        found = [match for match in self.titles.known if match.kind.code == kind.code]
        best = max((match.weight for match in found), default=0.0)
        good = [match for match in found if match.weight > best - 0.15]
        return min(good, key=lambda match: match.lines[0].top, default=None)


@dataclass(frozen=True)
class Verdict:
    """The kind of a document, how surely, and in one sentence why."""

    code: str
    confidence: float
    why: str


def view(sheet: Sheet, catalogue: Catalogue) -> PageView:
    """What one page shows."""
    head = Head(sheet)
    kinds = [kind for kind in catalogue if kind.code != OTHER]
    titles = find_titles(sheet, head, kinds)
    card = read_card(sheet)
    evidence = {kind.code: tuple(cue for cue in kind.evidence if stands_in(cue, sheet.key)) for kind in kinds}
    later = {kind.code: sum(stands_in(cue, sheet.key) for cue in kind.later_pages) for kind in kinds}
    scores = {}
    for kind in kinds:
        match = next((one for one in titles.known if one.kind.code == kind.code), None)
        scores[kind.code] = _score(kind, match, len(evidence[kind.code]), later[kind.code], titles)
        if kind.structure == "decree_30":
            scores[kind.code] += _decree_30(sheet, head, titles, match)
    if card is not None and "citizen_id" in scores:
        scores["citizen_id"] = max(scores["citizen_id"], 5.0)
    return PageView(
        sheet, head, titles, card, scores, evidence, later, printed_page_number(sheet), _marks(sheet, titles)
    )


def judge(views: Sequence[PageView], catalogue: Catalogue) -> Verdict:
    """The kind of a document of these pages: its first page decides, later ones support."""
    scores: dict[str, float] = {}
    for code in (kind.code for kind in catalogue if kind.code != OTHER):
        first = max((view.scores[code] for view in views[:2] if view.later[code] or view is views[0]), default=_BASE)
        support = sum(min(2, view.later[code]) for view in views[1:])
        scores[code] = first + 0.5 * min(4, support)
    total = 1.0 + sum(math.exp(score) for score in scores.values())
    code, score = max(scores.items(), key=lambda item: item[1], default=(OTHER, _BASE))
    if score <= 0:
        few = sum(view.words for view in views) < 8
        return Verdict(OTHER, min(0.6 if few else 1.0, 1.0 / total), _why_other(views))
    kind = catalogue[code]
    return Verdict(code, min(0.999, math.exp(score) / total), _why(kind, views))


def _score(kind: Kind, match: TitleMatch | None, evidence: int, later: int, titles: Titles) -> float:
    score = _BASE + 1.3 * min(3, evidence) + 0.7 * max(0, min(8, evidence) - 3) + 1.0 * min(3, later)
    if match is not None:
        telling = min(1.0, 0.7 + 0.03 * match.taken)
        first = titles.known[0] is match
        score += 9.0 * match.weight * telling * (1.0 if first else 0.6)
    elif titles.known and titles.known[0].weight > 0.8:
        score -= 2.5
    elif titles.unknown:
        score -= 2.0
    return score


def _decree_30(sheet: Sheet, head: Head, titles: Titles, match: TitleMatch | None) -> float:
    """What an administrative document shows beside its title; a công văn has no title and lives by these."""
    symbol = head.number is not None and bool(_SYMBOL.search(_row_text(sheet, head)))
    upper = [segment for segment in sheet.segments if sheet.depth(segment) < 0.45]
    about = any(_ABOUT.match(segment.folded) for segment in upper)
    to_whom = any(segment.key.startswith("kinh gui") for segment in upper)
    addressees = any(segment.key.startswith(("noi nhan", "luu vt")) for segment in sheet.segments)
    points = 1.4 * symbol + 0.5 * bool(head.body) + 0.5 * bool(head.motto) + 0.4 * bool(head.place_dates)
    points += 1.2 * addressees
    if match is None and not titles.known and not titles.unknown:
        points += 3.0 * about + 1.2 * to_whom + 0.8 * (head.number is not None)
    if match is not None and not (head.body or head.number or addressees):
        points -= 3.0 if head.motto else 5.0
    return points


def _row_text(sheet: Sheet, head: Head) -> str:
    number = head.number
    if number is None:
        return ""
    return " ".join(
        segment.text for segment in sheet.segments if segment.row == number.row and segment.left >= number.left
    )


def _marks(sheet: Sheet, titles: Titles) -> tuple[str, ...]:
    marks = []
    if any(
        stands_in(cue, sheet.key)
        for cue in ("Chứng thực bản sao đúng với bản chính", "sao đúng với bản chính", "SCT/BS")
    ):
        marks.append("certified_copy")
    top = titles.known[0] if titles.known else None
    lines = [segment for segment in sheet.segments if sheet.depth(segment) < 0.4 and segment.capital]
    if (top is not None and top.title.startswith("TRÍCH LỤC")) or any(segment.key == "ban sao" for segment in lines):
        marks.append("extract")
    if any(
        segment.key in ("mat", "toi mat", "tuyet mat") and segment.text.strip(" .:|[]").endswith("MẬT")
        for segment in lines
    ):
        marks.append("secret")
    return tuple(marks)


def _why(kind: Kind, views: Sequence[PageView]) -> str:
    match = views[0].title_of(kind)
    evidence = views[0].evidence[kind.code]
    if any(view.card is not None for view in views) and kind.code == "citizen_id":
        return "Mã QR hoặc vùng đọc máy (MRZ) của thẻ căn cước."
    seen = ", ".join(f"“{cue.strip(':')}”" for cue in evidence[:3])
    if match is not None and seen:
        return f"Tiêu đề “{match.title}”; trên trang còn có {seen}."
    if match is not None:
        return f"Tiêu đề “{match.title}”."
    if seen:
        return f"Không thấy tiêu đề; trên trang có {seen}."
    return "Bố cục của loại giấy tờ này (số và ký hiệu, nơi nhận, trích yếu)."


def _why_other(views: Sequence[PageView]) -> str:
    unknown = views[0].titles.unknown if views else ()
    if unknown:
        return f"Tiêu đề “{' '.join(segment.text for segment in unknown)[:80]}” không thuộc loại nào trong danh mục."
    return "Không có tiêu đề hay dấu hiệu của loại giấy tờ nào trong danh mục."
