"""What speaks for each kind on a paper's pages, in numbers that mean the same for every kind.

A kind that an office adds is judged by the same numbers as one that ships: where its title stands and how well it was
read, how many of its own phrases and labels stand on the page, what stands there that belongs to another.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz.distance import Levenshtein

from ocr.understanding.cards import Card
from ocr.understanding.cues import phrase
from ocr.understanding.head import Head
from ocr.understanding.layout import Sheet
from ocr.understanding.titles import TitleMatch, Titles
from terms.kinds import OTHER, Catalogue, Kind
from terms.text import bare

# The numbers, in the order in which training rows keep them. New ones go to the end.
ASPECTS = (
    "bias",
    "title",  # how good title and place are, if it is the weightiest title of the page
    "title_below",  # the same for one that is not
    "title_length",  # a long title is a sure one
    "title_rest",  # share of the title's first line that the title does not account for
    "other_title",  # another kind's title, and none of this
    "unknown_title",  # the title of a paper nobody knows, and none of this
    "no_title",  # no title of any kind
    "phrases",  # phrases usual on the paper, up to three
    "more_phrases",  # from the fourth to the eighth
    "later_phrases",  # phrases of a second face or a continuation
    "later_pages",  # such phrases on the pages that follow
    "labels",  # share of the kind's fields whose label stands on the page, the rarer the label the more it counts
    "labels_shared",  # the same, each label counted whole
    "codes",  # the codes or the machine-readable zone of such a card
    "few_words",
    "symbol",  # from here on: what Decree 30/2020 puts on an administrative document
    "body",
    "motto",
    "place_date",
    "addressees",
    "about",  # "V/v" where there is no title, as a letter has it
    "to_whom",
    "number",
    "bare_title",  # the title without a letterhead: a heading in some other paper
    "bare_title_no_motto",
    "title_alike",  # how like the kind's own a title is that nobody knows: it may have been misread, or be worded anew
)

_SYMBOL = re.compile(r"[0-9?]*\s*/\s*(?:[0-9]{4}\s*/\s*)?[a-zđ]{1,6}\s?[-–.]\s?[a-z&]{1,}", re.IGNORECASE)
_ABOUT = re.compile(r"^\W*v\s?[/⁄7l1|]\s?v\b|^\W*ve viec\b")
_FEW_WORDS = 8
_LONGEST_CODES = 1000
_UNLIKE = 0.5

Aspects = Mapping[str, float]


@dataclass(frozen=True)
class PageView:
    """A page and what can be said of it alone. `evidence`, `later`: the phrases of each kind that stand on it; `said`:
    the kind that a cover sheet before it names."""

    sheet: Sheet
    head: Head
    titles: Titles
    card: Card | None
    evidence: Mapping[str, tuple[str, ...]]
    later: Mapping[str, int]
    page_number: tuple[int, int | None] | None
    marks: tuple[str, ...]
    said: str | None = None

    @property
    def title(self) -> TitleMatch | None:
        return self.titles.known[0] if self.titles.known else None

    @property
    def words(self) -> int:
        return len(self.sheet.page.words)

    @property
    def blank(self) -> bool:
        return self.sheet.page.blank or not self.sheet.segments

    @cached_property
    def decree_30(self) -> Aspects:
        """What an administrative document shows beside its title; a công văn has no title and lives by these."""
        sheet, head = self.sheet, self.head
        upper = [segment for segment in sheet.segments if sheet.depth(segment) < 0.45]
        found = {
            "symbol": head.number is not None and bool(_SYMBOL.search(_number_row(sheet, head))),
            "body": bool(head.body),
            "motto": bool(head.motto),
            "place_date": bool(head.place_dates),
            "addressees": any(segment.key.startswith(("noi nhan", "luu vt")) for segment in sheet.segments),
        }
        if not self.titles.known and not self.titles.unknown:
            found["about"] = any(_ABOUT.match(segment.folded) for segment in upper)
            found["to_whom"] = any(segment.key.startswith("kinh gui") for segment in upper)
            found["number"] = head.number is not None
        return {name: 1.0 for name, stands in found.items() if stands}

    def title_of(self, kind: Kind) -> TitleMatch | None:
        """The kind's title on the page: of several as good (QUYẾT ĐỊNH … QUYẾT ĐỊNH:) the upper one."""
        found = [match for match in self.titles.known if match.kind.code == kind.code]
        best = max((match.weight for match in found), default=0.0)
        good = [match for match in found if match.weight > best - 0.15]
        return min(good, key=lambda match: match.lines[0].top, default=None)


def phrases_in(kinds: Sequence[Kind], sheet: Sheet) -> tuple[dict[str, tuple[str, ...]], dict[str, int]]:
    """The phrases of each kind that stand on the page letter for letter: usual ones, and how many of later pages.

    The QR code of a paper that a portal printed names the paper (Circular 01/2023/TT-VPCP): its title counts as one.
    """
    text, coded = _Text(sheet.key), _Text(bare(" ".join(code.text for code in sheet.page.codes)[:_LONGEST_CODES]))
    evidence = {
        kind.code: (
            *(cue for cue in kind.evidence if text.has(cue)),
            *(title for title in kind.titles if sheet.page.codes and coded.has(title)),
        )
        for kind in kinds
    }
    later = {kind.code: sum(text.has(cue) for cue in kind.later_pages) for kind in kinds}
    return evidence, later


def aspects(views: Sequence[PageView], catalogue: Catalogue) -> dict[str, Aspects]:
    """For each kind but `other`, what speaks for it on the pages of one document (see `ASPECTS`)."""
    texts = [_Text(view.sheet.key) for view in views[:2]]
    few = float(sum(view.words for view in views) < _FEW_WORDS)
    made: dict[str, Aspects] = {}
    for kind in catalogue:
        if kind.code == OTHER:
            continue
        at = _telling_page(kind, views)
        found = _of_title(kind, views[at]) | _of_words(kind, views, at, texts[at], catalogue)
        if kind.structure == "decree_30":
            found |= {**views[at].decree_30, **_bare_title(kind, views[at])}
        found |= {"few_words": few, "cover": float(views[0].said == kind.code)}
        made[kind.code] = {name: value for name, value in found.items() if value}
    return made


def _telling_page(kind: Kind, views: Sequence[PageView]) -> int:
    """The first page; the second where it bears the title, for the faces of a card come in either order."""
    if len(views) > 1 and views[0].title_of(kind) is None and views[1].title_of(kind) is not None:
        return 1 if views[0].later.get(kind.code) or views[1].later.get(kind.code) else 0
    return 0


def _of_title(kind: Kind, view: PageView) -> dict[str, float]:
    known = view.titles.known
    match = next((one for one in known if one.kind.code == kind.code), None)
    if match is not None:
        place = "title" if known[0] is match else "title_below"
        printed = len(match.lines[0].key.replace(" ", ""))
        return {
            place: match.weight,
            "title_length": match.weight * min(1.0, match.taken / 10),
            "title_rest": max(0, printed - match.taken) / max(1, printed),
        }
    if known and known[0].weight > 0.8:
        return {"other_title": 1.0}
    if not view.titles.unknown:
        return {"no_title": 1.0}
    block = "".join(segment.key for segment in view.titles.unknown).replace(" ", "")
    alike = max((_alike(title, block) for title in kind.titles), default=0.0)
    return {"unknown_title": 1.0, "title_alike": max(0.0, alike - _UNLIKE) / (1 - _UNLIKE)}


def _alike(title: str, printed: str) -> float:
    key = phrase(title).compact
    return float(Levenshtein.normalized_similarity(key, printed[: len(key) + 2], score_cutoff=_UNLIKE))


def _of_words(kind: Kind, views: Sequence[PageView], at: int, text: _Text, catalogue: Catalogue) -> dict[str, float]:
    view = views[at]
    phrases = len(view.evidence[kind.code])
    rare, whole = _labels(kind, text, catalogue)
    codes = kind.structure == "card" and kind.code == "citizen_id" and any(one.card is not None for one in views)
    return {
        "bias": 1.0,
        "phrases": float(min(3, phrases)),
        "more_phrases": float(max(0, min(8, phrases) - 3)),
        "later_phrases": float(min(3, view.later[kind.code])),
        "later_pages": float(min(4, sum(min(2, one.later[kind.code]) for one in views[1:]))),
        "labels": rare,
        "labels_shared": whole,
        "codes": float(codes),
    }


def _labels(kind: Kind, text: _Text, catalogue: Catalogue) -> tuple[float, float]:
    """The share of the kind's fields whose label stands on the page: by how rare it is among kinds, and whole."""
    fields = [spec for spec in kind.fields if spec.cues]
    rare = whole = 0.0
    for spec in fields:
        found = [catalogue.kinds_with_label(cue) for cue in spec.cues if text.has(cue)]
        rare += max((1.0 / kinds for kinds in found), default=0.0)
        whole += bool(found)
    return rare / max(1, len(fields)), whole / max(1, len(fields))


def _bare_title(kind: Kind, view: PageView) -> dict[str, float]:
    match = next((one for one in view.titles.known if one.kind.code == kind.code), None)
    if match is None or view.head.body or view.head.number or "addressees" in view.decree_30:
        return {}
    return {"bare_title" if view.head.motto else "bare_title_no_motto": 1.0}


def _number_row(sheet: Sheet, head: Head) -> str:
    number = head.number
    if number is None:
        return ""
    return " ".join(
        segment.text for segment in sheet.segments if segment.row == number.row and segment.left >= number.left
    )


class _Text:
    """A page's folded words, to be asked many times whether a phrase stands in them letter for letter."""

    def __init__(self, key: str) -> None:
        self._padded = f" {key} "
        self._words = set(key.split())

    def has(self, printed: str) -> bool:
        one = phrase(printed)
        return bool(one.words) and one.words[0] in self._words and one.padded in self._padded
