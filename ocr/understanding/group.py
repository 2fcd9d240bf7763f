"""A pile of pages into documents: which page opens a paper and which goes on with the one before.

Pages come in the order they were scanned. A page goes on if it says so (its page number, an annex, what only stands on
a second face) or if it has no head and the paper before it is not finished; the two faces of a card belong together by
their number. Blank pages between two pages of a document belong to it, others to none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from ocr.understanding.classify import PageView, Verdict, judge
from terms.identifiers import find_personal_numbers
from terms.kinds import OTHER, Catalogue, Kind

_ENDS = re.compile(r"^(noi nhan|luu vt)")
_ANNEX = re.compile(r"^(phu luc|bieu|danh sach|mau so|kem theo|\(?kem theo|\(?ban hanh kem theo)")
_CARDS = ("citizen_id",)


@dataclass
class Group:
    """Pages of one document while the pile is gone through. `by_person`: a person put them together, in this order."""

    views: list[PageView]
    verdict: Verdict
    blanks: list[PageView] = field(default_factory=list)
    by_person: bool = False

    @property
    def last(self) -> PageView:
        return self.views[-1]

    @property
    def pages(self) -> tuple[int, ...]:
        numbers = [view.sheet.number for view in self.views]
        return tuple(numbers if self.by_person else sorted(numbers))


def group(views: Sequence[PageView], catalogue: Catalogue) -> list[Group]:
    """The documents of a pile, in the order of their first pages."""
    groups: list[Group] = []
    for view in views:
        if view.blank:
            if groups:
                groups[-1].blanks.append(view)
            continue
        home = _home(view, groups, catalogue)
        if home is None:
            groups.append(Group([view], judge([view], catalogue)))
            continue
        if home is groups[-1]:
            home.views += home.blanks
        home.blanks.clear()
        home.views.append(view)
        if view.sheet.number < home.views[0].sheet.number or _is_card(home):
            home.views.sort(key=lambda one: _front_first(one, home))
        home.verdict = judge([one for one in home.views if not one.blank], catalogue)
    return groups


def _home(view: PageView, groups: list[Group], catalogue: Catalogue) -> Group | None:
    """The document that the page belongs to; None if it opens one."""
    if not groups:
        return None
    if (card := _card_home(view, groups, catalogue)) is not None:
        return card
    current = groups[-1]
    kind = catalogue[current.verdict.code]
    if _opens(view):
        return None
    if _is_card_page(view) or (kind.faces and len(current.views) >= kind.faces and not view.later.get(kind.code)):
        return None
    if view.later.get(kind.code):
        return current
    others = max((count for code, count in view.later.items() if code != kind.code), default=0)
    if others >= 2:
        return None
    number = view.page_number
    if number is not None and number[0] > 1:
        return current
    if _is_annex(view):
        return current if kind.structure == "decree_30" else None
    if _runs_on(view) or _shared_phrases(view, current) > 0.3:
        return current
    if view.titles.unknown or _has_ended(current):
        return None
    return current if _goes_on(view, kind, current) else None


def _opens(view: PageView) -> bool:
    """True if the page has the head or the title of a paper's first page."""
    number = view.page_number
    if any(view.sheet.depth(segment) < 0.35 for segment in view.head.motto):
        return True
    title = view.title
    strong = (
        title is not None and title.weight > 0.75 and title.lines[0].middle < view.sheet.top + 0.35 * _text_height(view)
    )
    if strong and title is not None:
        at_page_top = number is None or number[0] == 1
        long_enough = title.taken >= 8
        return at_page_top and (long_enough or bool(view.head.body))
    return bool(view.head.body) and view.head.number is not None and (number is None or number[0] == 1)


def _card_home(view: PageView, groups: list[Group], catalogue: Catalogue) -> Group | None:
    """The card whose other face this is: by its number, or the one just before."""
    if not _is_card_page(view) or "citizen_id" not in catalogue:
        return None
    open_cards = [one for one in groups if one.verdict.code == "citizen_id" and len(one.views) == 1]
    mine = _numbers(view)
    for one in open_cards:
        if mine & _numbers(one.views[0]):
            return one
    if not open_cards or open_cards[-1] is not groups[-1]:
        return None
    before = groups[-1].views[0]
    theirs = _numbers(before)
    # A digit or two may be misread in print; numbers further apart are of two people.
    apart = mine and theirs and all(Levenshtein.distance(left, right) > 2 for left in mine for right in theirs)
    return groups[-1] if not apart and _is_back(view) != _is_back(before) else None


def _numbers(view: PageView) -> set[str]:
    """The personal numbers of a card's face: of its codes if they were read, else as printed."""
    if view.card is not None and view.card.number is not None:
        return {view.card.number.digits}
    texts = (segment.text for segment in view.sheet.segments)
    return {number.digits for text in texts for number in find_personal_numbers(text) if not number.old}


def _is_card_page(view: PageView) -> bool:
    title = view.title
    if title is not None and title.kind.code == "citizen_id" and title.weight > 0.7:
        return True
    return view.card is not None or view.later.get("citizen_id", 0) >= 2


def _is_back(view: PageView) -> bool:
    title = view.title
    front = title is not None and title.kind.code == "citizen_id"
    return not front and (view.later.get("citizen_id", 0) >= 1 or (view.card is not None and view.card.mrz is not None))


def _is_card(home: Group) -> bool:
    return home.verdict.code in _CARDS


def _front_first(view: PageView, home: Group) -> tuple[bool, int]:
    return (_is_card(home) and _is_back(view), view.sheet.number)


def _is_annex(view: PageView) -> bool:
    return any(_ANNEX.match(segment.key) for segment in view.sheet.segments[:4])


def _has_ended(current: Group) -> bool:
    """True if the last page closes with the list of addressees, as an administrative document does."""
    sheet = current.last.sheet
    return any(_ENDS.match(segment.key) and sheet.depth(segment) > 0.3 for segment in sheet.segments)


def _runs_on(view: PageView) -> bool:
    """True if the page begins in the middle of a sentence or of a list."""
    first = next((segment for segment in view.sheet.segments if len(segment.tokens) > 3), None)
    if first is None or view.words < 15 or view.sheet.depth(first) > 0.3:
        return False
    return first.text[:1].islower() or first.text.startswith(("- ", "– ", "+ "))


def _shared_phrases(view: PageView, current: Group) -> float:
    """How much of what the page opens with was spoken of before: an annex repeats the words of its letter."""
    opening = view.sheet.key.split()[:60]
    pairs = set(pairwise(opening))
    before = " ".join(one.sheet.key for one in current.views).split()
    known = set(pairwise(before))
    return len(pairs & known) / len(pairs) if len(pairs) >= 20 else 0.0


def _goes_on(view: PageView, kind: Kind, current: Group) -> bool:
    """A page without a head goes on with what came before if it reads like running text."""
    if kind.code == OTHER and current.verdict.confidence < 0.5:
        return False
    return view.words >= 15 and (kind.faces == 0 or len(current.views) < kind.faces)


def _text_height(view: PageView) -> float:
    return max(1.0, view.sheet.bottom - view.sheet.top)
