"""Training rows from papers whose kind is known: what the shipped knowledge is learned from.

Each paper is learned from as it was read, and again as it might have been read: its title lost, its letters misread,
and as a paper of a kind that nobody knows, which is `other`. Piles are the same papers laid on each other in any order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from ocr.model import PageReading, Word
from ocr.understanding.classify import PageView, view
from ocr.understanding.fitting import boundary_rows, row_of
from ocr.understanding.knowledge import Knowledge
from ocr.understanding.layout import lay_out
from ocr.understanding.rows import BoundaryRow, KindRow, Rows
from terms.kinds import OTHER, Catalogue

Example = tuple[Mapping[str, Any], Sequence[PageReading]]
"""A line of `truth.jsonl` and the pages of its file as they were read."""

# How much a paper counts as it might have been read, beside the paper as it was read.
_WORDLESS, _MISREAD, _UNTITLED, _UNKNOWN = 0.2, 0.3, 0.15, 0.5
_LIKE = str.maketrans(dict(zip("aàãáạeêioôơưynmhbdđctlgr", "oáâàacelloôuvmnbhcdelịqt", strict=True)))


@dataclass(frozen=True)
class KnownPaper:
    """A paper whose kind is known. `wording`: the form it is on; `name`: whose rows are its own."""

    code: str
    wording: str
    name: str
    views: tuple[PageView, ...]


def known_papers(examples: Sequence[Example], catalogue: Catalogue) -> list[KnownPaper]:
    """Each paper of a set by itself."""
    made = []
    for number, (truth, pages) in enumerate(examples):
        for at, document in enumerate(truth["documents"]):
            if document["pages"]:
                wording = truth["layouts"][at] if truth.get("layouts") else document["kind"]
                own = [replace(pages[page - 1], number=turn) for turn, page in enumerate(document["pages"], start=1)]
                views = tuple(view(lay_out(page), catalogue) for page in own)
                made.append(KnownPaper(document["kind"], wording, f"{number} {at} {truth.get('file', '')}", views))
    return made


def rows_of(papers: Sequence[KnownPaper], catalogue: Catalogue, knowledge: Knowledge, *, seed: int, piles: int) -> Rows:
    """Training rows of the papers, and of piles of them."""
    rng = Random(seed)  # noqa: S311 - the same seed, the same rows
    kinds = tuple(row for paper in papers for row in kind_rows(paper, catalogue, rng))
    return Rows(kinds, tuple(_pile_rows(papers, catalogue, knowledge, rng, piles)))


def kind_rows(paper: KnownPaper, catalogue: Catalogue, rng: Random) -> Iterator[KindRow]:
    """The paper as it was read, and as it might have been."""
    row = row_of(paper.views, paper.code, catalogue, paper.name, paper.wording)
    pages = [one.sheet.page for one in paper.views]
    yield row
    yield replace(row, words=frozenset(), weight=_WORDLESS)

    def variant(changed: Sequence[PageReading], code: str, known: Catalogue) -> KindRow:
        views = [view(lay_out(page), known) for page in changed]
        return row_of(views, code, known, paper.name, paper.wording)

    share = rng.choice((0.04, 0.1, 0.2))
    yield replace(
        variant([with_misread_letters(page, rng, share) for page in pages], paper.code, catalogue), weight=_MISREAD
    )
    if paper.code == OTHER:
        return
    if any(one.titles.known for one in paper.views):
        yield replace(variant(list(map(without_title, paper.views)), paper.code, catalogue), weight=_UNTITLED)
    unknown = Catalogue({code: kind for code, kind in catalogue.kinds.items() if code != paper.code})
    # Its words are those of the kind and would speak for it: only what means the same for every kind is learned.
    yield replace(variant(pages, OTHER, unknown), words=frozenset(), weight=_UNKNOWN)


def pile_of(papers: Sequence[KnownPaper]) -> tuple[list[PageView], list[tuple[str, list[int]]]]:
    """The papers one on the other: all pages, numbered, and of each paper kind and pages (from 0)."""
    views: list[PageView] = []
    documents: list[tuple[str, list[int]]] = []
    for paper in papers:
        documents.append((paper.code, list(range(len(views), len(views) + len(paper.views)))))
        views += [numbered(one, len(views) + turn) for turn, one in enumerate(paper.views, start=1)]
    return views, documents


def shuffled(papers: Sequence[KnownPaper], rng: Random, pile: int) -> list[KnownPaper]:
    """Five to twelve papers in any order; every third pile is of two kinds alone."""
    two = {one.code for one in rng.sample(papers, 2)}
    chosen = [one for one in papers if pile % 3 or one.code in two]
    return rng.sample(chosen, min(len(chosen), rng.randint(5, 12)))


def _pile_rows(
    papers: Sequence[KnownPaper], catalogue: Catalogue, knowledge: Knowledge, rng: Random, piles: int
) -> Iterator[BoundaryRow]:
    for pile in range(piles):
        views, documents = pile_of(shuffled(papers, rng, pile))
        yield from boundary_rows(views, documents, catalogue, knowledge, f"pile {pile}")


def numbered(one: PageView, number: int) -> PageView:
    """The page as if it were this page of a file."""
    return replace(one, sheet=replace(one.sheet, page=replace(one.sheet.page, number=number)))


def with_misread_letters(page: PageReading, rng: Random, share: float) -> PageReading:
    """The page with a letter misread in this share of its words."""

    def misread(word: Word) -> Word:
        if rng.random() > share or len(word.text) < 2:
            return word
        at = rng.randrange(len(word.text))
        letter = word.text[at]
        wrong = letter.lower().translate(_LIKE)
        wrong = wrong.upper() if letter.isupper() else wrong
        return replace(word, text=word.text[:at] + wrong + word.text[at + 1 :], confidence=word.confidence * 0.7)

    return replace(page, words=tuple(map(misread, page.words)))


def without_title(one: PageView) -> PageReading:
    """The page without the words of its known titles, as under a stamp or a fold."""
    lost = {token.box for match in one.titles.known for line in match.lines for token in line.tokens}
    page = one.sheet.page
    return replace(page, words=tuple(word for word in page.words if word.box not in lost))
