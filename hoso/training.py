"""Training rows from the paper mill: what the shipped knowledge is learned from.

Each paper is learned from as it was read, and again as it might have been read: its title lost, its letters misread,
and as a paper of a kind that nobody knows, which is `other`. Piles are the same papers laid on each other in any order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import Any

from ocr.model import PageReading, Word
from ocr.understanding.classify import PageView, view
from ocr.understanding.fitting import BoundaryRow, KindRow, Rows, boundary_rows, row_of
from ocr.understanding.knowledge import Knowledge
from ocr.understanding.layout import lay_out
from terms.kinds import OTHER, Catalogue

Truth = Mapping[str, Any]
Example = tuple[Truth, Sequence[PageReading]]

_VARIANT_WEIGHT = 0.35
_MISREAD = str.maketrans(dict(zip("aàãáạeêioôơưynmhbdđctlgr", "oáâàacelloôuvmnbhcdelịqt", strict=True)))


def papers(examples: Sequence[Example]) -> Iterator[tuple[str, str, str, list[PageReading]]]:
    """Each paper of a set by itself: its kind, the form it is on, whose it is, and its pages."""
    for number, (truth, pages) in enumerate(examples):
        for at, document in enumerate(truth["documents"]):
            if document["pages"]:
                layout = truth["layouts"][at] if truth.get("layouts") else document["kind"]
                own = [replace(pages[page - 1], number=turn) for turn, page in enumerate(document["pages"], start=1)]
                yield document["kind"], layout, f"{number} {at} {truth.get('file', '')}", own


def rows_of(examples: Sequence[Example], catalogue: Catalogue, knowledge: Knowledge, *, seed: int, piles: int) -> Rows:
    """Training rows of the papers, and of piles of them."""
    rng = Random(seed)  # noqa: S311 - the same seed, the same rows
    found = list(papers(examples))
    views = [[view(lay_out(page), catalogue) for page in pages] for _, _, _, pages in found]
    rows: list[KindRow] = []
    for (code, layout, paper, pages), seen in zip(found, views, strict=True):
        rows += kind_rows(code, layout, paper, pages, seen, catalogue, rng)
    return Rows(tuple(rows), tuple(pile_rows(found, catalogue, knowledge, rng, piles)))


def kind_rows(
    code: str, layout: str, paper: str, pages: Sequence[PageReading], seen: Sequence[PageView], catalogue: Catalogue,
    rng: Random,
) -> Iterator[KindRow]:  # fmt: skip
    """The paper as it was read, and as it might have been."""
    row = row_of(seen, code, catalogue, paper, layout)
    yield row
    yield replace(row, words=frozenset(), weight=_VARIANT_WEIGHT)

    def variant(changed: Sequence[PageReading], of: str, known: Catalogue) -> KindRow:
        again = [view(lay_out(page), known) for page in changed]
        return replace(row_of(again, of, known, paper, layout), weight=_VARIANT_WEIGHT)

    misread = [with_misread_letters(page, rng, rng.choice((0.04, 0.1, 0.2))) for page in pages]
    yield variant(misread, code, catalogue)
    if code != OTHER:
        if titles := [one for one in seen if one.titles.known]:
            yield variant([without_title(page, titles) for page in pages], code, catalogue)
        unknown = Catalogue({name: kind for name, kind in catalogue.kinds.items() if name != code})
        # Its words are those of the kind and would speak for it: only what means the same for every kind is learned.
        yield replace(variant(pages, OTHER, unknown), words=frozenset())


def pile_rows(
    found: Sequence[tuple[str, str, str, list[PageReading]]],
    catalogue: Catalogue,
    knowledge: Knowledge,
    rng: Random,
    piles: int,
) -> Iterator[BoundaryRow]:
    """Boundaries of piles of five to twelve papers in any order; every third pile is of two kinds alone."""
    for pile in range(piles):
        two = {one[0] for one in rng.sample(found, 2)}
        chosen = [one for one in found if pile % 3 or one[0] in two]
        pages, documents = pile_of(rng.sample(chosen, min(len(chosen), rng.randint(5, 12))))
        views = [view(lay_out(page), catalogue) for page in pages]
        yield from boundary_rows(views, documents, catalogue, knowledge, f"pile {pile}")


def pile_of(
    papers: Sequence[tuple[str, str, str, list[PageReading]]],
) -> tuple[list[PageReading], list[tuple[str, list[int]]]]:
    """The papers one on the other: all pages, numbered, and of each paper kind and pages (from 0)."""
    pages: list[PageReading] = []
    documents: list[tuple[str, list[int]]] = []
    for code, _, _, own in papers:
        documents.append((code, list(range(len(pages), len(pages) + len(own)))))
        pages += [replace(page, number=len(pages) + turn) for turn, page in enumerate(own, start=1)]
    return pages, documents


def with_misread_letters(page: PageReading, rng: Random, share: float) -> PageReading:
    """The page with this share of its words misread."""

    def misread(word: Word) -> Word:
        if rng.random() > share or len(word.text) < 2:
            return word
        at = rng.randrange(len(word.text))
        letter = word.text[at]
        wrong = letter.lower().translate(_MISREAD)
        wrong = wrong.upper() if letter.isupper() else wrong
        return replace(word, text=word.text[:at] + wrong + word.text[at + 1 :], confidence=word.confidence * 0.7)

    return replace(page, words=tuple(map(misread, page.words)))


def without_title(page: PageReading, seen: Sequence[PageView]) -> PageReading:
    """The page without the words of its known titles, as under a stamp or a fold."""
    own = next((one for one in seen if one.sheet.number == page.number), None)
    if own is None:
        return page
    boxes = {token.box for match in own.titles.known for line in match.lines for token in line.tokens}
    return replace(page, words=tuple(word for word in page.words if word.box not in boxes))
