"""Training rows from papers whose kind is known: what the shipped knowledge is learned from.

Each paper is learned from as it was read, and again as it might have been read: its title lost, its letters misread,
and as a paper of a kind that nobody knows, which is `other`. Piles are the same papers laid on each other in any order.

    python -m hoso.training SET…      # folders of the paper mill (samples.write_set); writes ocr/understanding/trained/
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

from ocr.model import PageReading, Word
from ocr.understanding import knowledge as knowledge_file
from ocr.understanding import rows as rows_file
from ocr.understanding.classify import PageView, view
from ocr.understanding.fitting import BY_HAND, boundary_rows, fit, measure, row_of, vocabulary_of
from ocr.understanding.knowledge import Knowledge
from ocr.understanding.layout import lay_out
from ocr.understanding.rows import BoundaryRow, KindRow, Rows, write_rows
from terms.kinds import OTHER, Catalogue

Example = tuple[Mapping[str, Any], Sequence[PageReading]]
"""A line of `truth.jsonl` and the pages of its file as they were read."""

# How much a paper counts as it might have been read, beside the paper as it was read.
_WORDLESS, _MISREAD, _UNTITLED, _UNKNOWN = 0.2, 0.3, 0.15, 0.5
_OF_A_WORDING, _PILES = 8, 250
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


def few_of_each(papers: Sequence[KnownPaper], most: int = _OF_A_WORDING) -> list[KnownPaper]:
    """So many papers of each wording at most: more of the same teach little and cost an office's retraining time."""
    counts: Counter[str] = Counter()
    kept = []
    for paper in papers:
        counts[paper.wording] += 1
        if counts[paper.wording] <= most:
            kept.append(paper)
    return kept


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


def train(examples: Sequence[Example], catalogue: Catalogue, learned_from: str) -> Knowledge:
    """Learn from the papers and write what ships: rows, and the knowledge fitted on four fifths of them."""
    papers = few_of_each(known_papers(examples, catalogue))
    rows = rows_of(papers, catalogue, BY_HAND, seed=1, piles=_PILES)
    vocabulary = vocabulary_of([row for row in rows.kinds if row.weight == 1])
    write_rows(rows, vocabulary, rows_file.SHIPPED)
    rows, vocabulary = rows_file.read_rows(rows_file.SHIPPED)
    learned, held_out = rows.parted()
    found = fit(learned, vocabulary)
    about = {
        "learned_from": learned_from,
        "papers": len(papers),
        "wordings": len({paper.wording for paper in papers}),
        "catalogue": catalogue.digest,
        "held_out": asdict(measure(found, held_out)),
        "held_out_by_hand": asdict(measure(BY_HAND, held_out)),
    }
    return Knowledge(found.kinds, found.boundaries, about).write(knowledge_file.SHIPPED)


def read_set(folder: Path) -> Iterator[Example]:
    """The papers of a set, read as any file is."""
    from ocr.limits import Limits
    from ocr.records import page_from_record
    from ocr.tasks import Desk

    desk = Desk(Limits())
    for line in (folder / "truth.jsonl").read_text("utf-8").splitlines():
        truth = json.loads(line)
        pages = range(1, 1 + sum(len(document["pages"]) for document in truth["documents"]))
        read = [desk.read(folder / truth["file"], number, len(pages))[0] for number in pages]
        yield truth, [page_from_record(record) for record in read]


def main(folders: Sequence[str]) -> int:
    """Train from the sets in these folders."""
    if not folders:
        print(__doc__, file=sys.stderr)
        return 2
    examples = [example for folder in folders for example in read_set(Path(folder))]
    made = train(examples, Catalogue.load(), f"the paper mill: {', '.join(Path(folder).name for folder in folders)}")
    print(json.dumps(made.about, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
