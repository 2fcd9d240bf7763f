"""A pile of pages into documents: which page opens a paper and which goes on with the one before.

Pages come in the order they were scanned. Each sign that a page opens a paper or goes on with the one before (its page
number, an annex, the head of a letter, what only stands on a second face) is weighed by what was learned from piles
(`knowledge.BoundaryModel`). The two faces of a card belong together by their number, whatever lies between. Blank pages
between two pages of a document belong to it, others to none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from rapidfuzz.distance import Levenshtein

from ocr.understanding.classify import PageView, Verdict, judge
from ocr.understanding.knowledge import Knowledge
from terms.identifiers import find_personal_numbers
from terms.kinds import OTHER, Catalogue

# What may be seen of a page and of the paper before it, in the order in which training rows keep it. New ones go last.
SIGNS = (
    "bias",
    "motto",  # the nation's name at the top
    "title",  # a title of some kind at the top
    "short_title",  # a short word that may be a title, under the name of a body
    "head",  # body and number, as a letter has them
    "card",  # the face of a card
    "faces_full",  # the paper before has as many pages as its kind has
    "number_first",  # page number 1
    "number_next",  # the page number after the one before, or as many as there are pages
    "number_later",  # another page number above 1
    "later_phrases",  # what stands on later pages of the kind before
    "later_of_others",  # what stands on later pages of some other kind
    "annex_of_letter",  # an annex or list, after a letter, decision or other administrative document
    "annex",  # the same after another paper
    "runs_on",  # begins in the middle of a sentence or of a list
    "shared_words",  # how much of its opening was spoken of before
    "unknown_title",  # the title of a paper nobody knows
    "ended",  # the page before closes with the list of addressees
    "few_words",
    "after_unknown",  # the paper before is none that is known, and not surely
    "other_kind",  # how surely the page alone is a paper of another kind than the one before
    "size_differs",  # the page is of another size
    "after_blank",
)
_ENDS = re.compile(r"^(noi nhan|luu vt)")
_ANNEX = re.compile(r"^(phu luc|bieu|danh sach|mau so|kem theo|\(?kem theo|\(?ban hanh kem theo)")
_CARDS = ("citizen_id",)
_FEW_WORDS = 15
_OTHER_SIZE = 1.8


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

    @property
    def printed(self) -> list[PageView]:
        return [view for view in self.views if not view.blank]


def group(views: Sequence[PageView], catalogue: Catalogue, knowledge: Knowledge) -> list[Group]:
    """The documents of a pile, in the order of their first pages."""
    groups: list[Group] = []
    for view in views:
        if view.blank:
            if groups:
                groups[-1].blanks.append(view)
            continue
        alone = judge([view], catalogue, knowledge)
        home = _home(view, alone, groups, catalogue, knowledge)
        if home is None:
            groups.append(Group([view], alone))
        else:
            join(home, view, is_last=home is groups[-1])
            home.verdict = judge(home.printed, catalogue, knowledge)
    return groups


def join(home: Group, view: PageView, *, is_last: bool) -> None:
    """Lay a page to its document; blank pages just before it belong to it as well."""
    if is_last:
        home.views += home.blanks
    home.blanks.clear()
    home.views.append(view)
    if view.sheet.number < home.views[0].sheet.number or _is_card(home):
        home.views.sort(key=lambda one: _front_first(one, home))


def _home(
    view: PageView, alone: Verdict, groups: list[Group], catalogue: Catalogue, knowledge: Knowledge
) -> Group | None:
    """The document that the page belongs to; None if it opens one."""
    if not groups:
        return None
    if (card := card_home(view, groups, catalogue)) is not None:
        return card
    signs = signs_of(view, alone, groups[-1], catalogue)
    return None if knowledge.boundaries.opens(signs) >= 0.5 else groups[-1]


def signs_of(view: PageView, alone: Verdict, current: Group, catalogue: Catalogue) -> dict[str, float]:
    """What says that the page opens a paper or goes on with the one before (see `SIGNS`); `alone`: what it is."""
    kind = catalogue[current.verdict.code]
    later = view.later.get(kind.code, 0)
    unsure = kind.code == OTHER and current.verdict.confidence < 0.5
    seen = {
        "bias": 1.0,
        "card": _is_card_page(view),
        "faces_full": bool(kind.faces) and len(current.printed) >= kind.faces and not later,
        "later_phrases": later > 0,
        "later_of_others": max((count for code, count in view.later.items() if code != kind.code), default=0) >= 2,
        "runs_on": _runs_on(view),
        "unknown_title": bool(view.titles.unknown),
        "ended": _has_ended(current),
        "few_words": view.words < _FEW_WORDS,
        "after_unknown": unsure,
        "other_kind": alone.confidence if alone.code not in (OTHER, kind.code) else 0.0,
        "size_differs": _size_differs(view, current.last),
        "after_blank": bool(current.blanks),
    }
    headed = dict.fromkeys(_of_head(view), True)
    if not headed:  # two papers on one form share all its words, and each has its head
        seen["shared_words"] = max(0.0, _shared_phrases(view, current) - 0.1)
    seen |= headed | dict.fromkeys(_of_number(view, current), True)
    if _is_annex(view):
        seen["annex_of_letter" if kind.structure == "decree_30" else "annex"] = True
    return {name: float(value) for name, value in seen.items() if value}


def _of_head(view: PageView) -> Iterable[str]:
    """The head or the title of a paper's first page."""
    if any(view.sheet.depth(segment) < 0.35 for segment in view.head.motto):
        yield "motto"
    title = view.title
    if title is not None and title.weight > 0.75 and title.lines[0].middle < view.sheet.top + 0.35 * _text_height(view):
        if title.taken >= 8:
            yield "title"
        elif view.head.body:
            yield "short_title"
    if view.head.body and view.head.number is not None:
        yield "head"


def _of_number(view: PageView, current: Group) -> Iterable[str]:
    if view.page_number is None:
        return
    number, before = view.page_number[0], current.last.page_number
    if number == 1:
        yield "number_first"
    elif number == len(current.views) + 1 or (before is not None and number == before[0] + 1):
        yield "number_next"
    else:
        yield "number_later"


def card_home(view: PageView, groups: list[Group], catalogue: Catalogue) -> Group | None:
    """The card whose other face this is: by its number, or the one just before."""
    if not _is_card_page(view) or "citizen_id" not in catalogue:
        return None
    open_cards = [one for one in groups if one.verdict.code == "citizen_id" and len(one.views) == 1]
    mine = _numbers(view)
    for one in reversed(open_cards):
        # The same person may have laid down an older card too: a second front is another card.
        if mine & _numbers(one.views[0]) and _are_two_faces(view, one.views[0]):
            return one
    if not open_cards or open_cards[-1] is not groups[-1]:
        return None
    before = groups[-1].views[0]
    theirs = _numbers(before)
    # A digit or two may be misread in print; numbers further apart are of two people.
    apart = mine and theirs and all(Levenshtein.distance(left, right) > 2 for left in mine for right in theirs)
    return groups[-1] if not apart and _are_two_faces(view, before) else None


def _are_two_faces(view: PageView, other: PageView) -> bool:
    """True if one page is the front of a card and the other its back, and neither shows both."""
    return _is_back(view) != _is_back(other) and not _shows_both_faces(view) and not _shows_both_faces(other)


def _shows_both_faces(view: PageView) -> bool:
    return not _is_back(view) and view.card is not None and view.card.mrz is not None


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
    if first is None or view.words < _FEW_WORDS or view.sheet.depth(first) > 0.3:
        return False
    return first.text[:1].islower() or first.text.startswith(("- ", "– ", "+ "))


def _shared_phrases(view: PageView, current: Group) -> float:
    """How much of what the page opens with was spoken of before: an annex repeats the words of its letter."""
    opening = view.sheet.key.split()[:60]
    pairs = set(pairwise(opening))
    before = " ".join(one.sheet.key for one in current.views).split()
    known = set(pairwise(before))
    return len(pairs & known) / len(pairs) if len(pairs) >= 20 else 0.0


def _size_differs(view: PageView, before: PageView) -> bool:
    """True if one page is much larger than the other, as a card is smaller than a letter."""
    areas = [one.width * one.height / max(1, one.dpi) ** 2 for one in (view.sheet.page, before.sheet.page)]
    return max(areas) > _OTHER_SIZE * max(0.1, min(areas))


def _text_height(view: PageView) -> float:
    return max(1.0, view.sheet.bottom - view.sheet.top)
