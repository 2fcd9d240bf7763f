"""Which kind of paper pages show, how surely, and why, with the courage to say `other`.

What speaks for each kind (`evidence`) is weighed by what was learned from papers (`knowledge`); the confidence is the
kind's share among all kinds and `other`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ocr.understanding.cards import read_card
from ocr.understanding.cues import find, phrase
from ocr.understanding.evidence import Aspects, PageView, aspects, phrases_in
from ocr.understanding.head import Head, printed_page_number
from ocr.understanding.knowledge import Knowledge
from ocr.understanding.layout import Sheet
from ocr.understanding.titles import Titles, find_titles
from terms.kinds import OTHER, Catalogue, Kind, Words

__all__ = ["PageView", "Verdict", "judge", "view", "words_of"]

_FEW_WORDS = 8
_SURE_OF_SCRAPS = 0.6
# A paper of a kind may be worded as no paper before: where a page says something of a kind, a person looks.
_SURE_OF_HINTS = 0.85
_HINT = {"phrases": 2.0, "labels": 0.35, "title_alike": 0.4}
_WORD = re.compile(r"[a-z]{2,}$")
_CERTIFIED = tuple(map(phrase, ("Chứng thực bản sao đúng với bản chính", "sao đúng với bản chính", "SCT/BS")))
# Decree 30/2020/NĐ-CP, Article 25: the forms of a copy, printed in capitals on a line of their own.
_COPIED = ("sao y", "sao y ban chinh", "sao luc")
_EXTRACTED = ("trich sao", "ban sao")
_PHOTOCOPIED = ("ban photo", "ban photocopy", "photocopy", "ban pho to", "ban sao chup", "ban chup")


@dataclass(frozen=True)
class Verdict:
    """The kind of a document, how surely, and in one sentence of each language why."""

    code: str
    confidence: float
    why: Words


def view(sheet: Sheet, catalogue: Catalogue) -> PageView:
    """What one page shows."""
    head = Head(sheet)
    kinds = [kind for kind in catalogue if kind.code != OTHER]
    titles = find_titles(sheet, head, kinds)
    evidence, later = phrases_in(kinds, sheet)
    return PageView(
        sheet, head, titles, read_card(sheet), evidence, later, printed_page_number(sheet), _marks(sheet, titles)
    )


def judge(views: Sequence[PageView], catalogue: Catalogue, knowledge: Knowledge) -> Verdict:
    """The kind of a document of these pages: its first page decides, later ones support."""
    found = aspects(views, catalogue)
    chances = knowledge.kinds.chances(found, words_of(views))
    code = max(chances, key=lambda one: chances[one])
    if code == OTHER:
        few = sum(view.words for view in views) < _FEW_WORDS
        hinted = any(_hints(catalogue[code], one) for code, one in found.items())
        most = _SURE_OF_SCRAPS if few else _SURE_OF_HINTS if hinted else 1.0
        return Verdict(OTHER, min(most, chances[OTHER]), _why_other(views))
    return Verdict(code, chances[code], _why(catalogue[code], views, found[code]))


def words_of(views: Sequence[PageView]) -> set[str]:
    """The folded words of a document's first page, and each two that follow each other on a line."""
    words: set[str] = set()
    for segment in views[0].sheet.segments if views else ():
        row = [word for word in segment.key.split() if _WORD.match(word)]
        words.update(row)
        words.update(f"{one} {other}" for one, other in pairwise(row))
    return words


def _hints(kind: Kind, found: Aspects) -> bool:
    """True if something that stands on papers of the kind stands on the page, though not enough to say so. What stands
    on letters and forms stands on many papers of no kind."""
    return kind.structure in (None, "card") and any(found.get(name, 0.0) >= least for name, least in _HINT.items())


def _marks(sheet: Sheet, titles: Titles) -> tuple[str, ...]:
    """What was seen beside the kind; it changes none."""
    marks = []
    lines = [segment for segment in sheet.segments if segment.capital]
    upper = [segment for segment in lines if sheet.depth(segment) < 0.4]
    top = titles.known[0] if titles.known else None
    if find(_CERTIFIED, sheet.segments) or any(segment.key in _COPIED for segment in lines):
        marks.append("certified_copy")
    if (top is not None and top.title.startswith("TRÍCH LỤC")) or any(segment.key in _EXTRACTED for segment in upper):
        marks.append("extract")
    if any(segment.key in _PHOTOCOPIED for segment in lines):
        marks.append("photocopy")
    if any(
        segment.key in ("mat", "toi mat", "tuyet mat") and segment.text.strip(" .:|[]").endswith("MẬT")
        for segment in upper
    ):
        marks.append("secret")
    return tuple(marks)


def _why(kind: Kind, views: Sequence[PageView], found: Aspects) -> Words:
    title = next((match.title for match in (view.title_of(kind) for view in views[:2]) if match), None)
    phrases = [cue.strip(":") for view in views[:2] for cue in view.evidence[kind.code]]
    seen = ", ".join(f"“{cue}”" for cue in dict.fromkeys(phrases[:3]))
    if found.get("codes"):
        return Words(
            vi="Mã QR hoặc vùng đọc máy (MRZ) của thẻ căn cước.",
            en="The QR code or the machine-readable zone (MRZ) of an identity card.",
        )
    if title is not None and seen:
        return Words(vi=f"Tiêu đề “{title}”; trên trang còn có {seen}.", en=f"The title “{title}”, and also {seen}.")
    if title is not None:
        return Words(vi=f"Tiêu đề “{title}”.", en=f"The title “{title}”.")
    if seen:
        return Words(vi=f"Không thấy tiêu đề; trên trang có {seen}.", en=f"No title was found; the page says {seen}.")
    if kind.structure == "decree_30":
        return Words(
            vi="Bố cục của văn bản hành chính (số và ký hiệu, nơi nhận, trích yếu).",
            en="The layout of an administrative document (number and symbol, addressees, subject).",
        )
    labels = round(100 * found.get("labels_shared", 0.0))
    return Words(
        vi=f"Không thấy tiêu đề; {labels} % các mục của loại giấy tờ này có trên trang và lời văn giống.",
        en=f"No title was found; {labels} % of this paper's entries stand on the page, and its words are alike.",
    )


def _why_other(views: Sequence[PageView]) -> Words:
    unknown = views[0].titles.unknown if views else ()
    if unknown:
        title = " ".join(segment.text for segment in unknown)[:80]
        return Words(
            vi=f"Tiêu đề “{title}” không thuộc loại nào trong danh mục.",
            en=f"The title “{title}” belongs to no kind of the catalogue.",
        )
    return Words(
        vi="Không có tiêu đề hay dấu hiệu của loại giấy tờ nào trong danh mục.",
        en="There is no title or sign of any kind of the catalogue.",
    )
