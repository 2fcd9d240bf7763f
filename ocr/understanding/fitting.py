"""Learning to name and to split: from papers whose kind is known to the weights of `knowledge`.

Weights are drawn towards those set by hand (`BY_HAND`), as far as the papers do not say otherwise: a sign that no
training paper shows keeps the weight that experience gave it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from ocr.model import PageReading
from ocr.understanding.classify import PageView, Verdict, judge, view, words_of
from ocr.understanding.evidence import ASPECTS, aspects
from ocr.understanding.group import SIGNS, Group, card_home, join, signs_of
from ocr.understanding.knowledge import BoundaryModel, KindModel, Knowledge
from ocr.understanding.layout import lay_out
from ocr.understanding.rows import BoundaryRow, KindRow, Rows, is_held_out
from terms.kinds import OTHER, Catalogue, Kind, Words
from terms.text import bare

BY_HAND: Final = Knowledge(
    KindModel({
        "bias": -6.0, "title": 6.3, "title_below": 3.2, "title_length": 2.7, "title_rest": -0.5, "other_title": -2.5,
        "unknown_title": -5.0, "title_alike": 4.0, "phrases": 1.3, "more_phrases": 0.7, "later_phrases": 1.0,
        "later_pages": 0.5, "labels": 2.0, "codes": 11.0, "few_words": -1.0, "symbol": 1.4, "body": 0.5, "motto": 0.5,
        "place_date": 0.4, "addressees": 1.2, "about": 3.0, "to_whom": 1.2, "number": 0.8, "bare_title": -3.0,
        "bare_title_no_motto": -5.0, "cover": 7.0,
    }),
    BoundaryModel({
        "bias": -1.5, "motto": 8.0, "title": 6.0, "short_title": 5.0, "head": 6.0, "card": 6.0, "faces_full": 8.0,
        "number_first": 3.0, "number_next": -7.0, "number_later": -6.0, "later_phrases": -4.0, "later_of_others": 5.0,
        "annex_of_letter": -5.0, "annex": 2.0, "runs_on": -5.0, "shared_words": -12.0, "unknown_title": 3.0,
        "ended": 4.0, "few_words": 3.0, "after_unknown": 4.0, "other_kind": 3.0, "size_differs": 1.5,
        "after_blank": 0.5,
    }),
)  # fmt: skip

# How strongly weights are drawn towards those set by hand, and words towards saying nothing, in rows' worth of proof.
_HOLD: Final = 0.01
_HOLD_WORDS: Final = 0.006
_HOLD_SIGNS: Final = 0.004
_SURE: Final = 0.9

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Figures:
    """How a model does on rows: papers as they were read, how many of them were named wrong, and how many of those with
    0.9 or more; the mean of -log(chance given to the truth), over papers as they might have been read too; the same for
    page boundaries."""

    papers: int = 0
    wrong: int = 0
    silently_wrong: int = 0
    log_loss: float = 0.0
    boundaries: int = 0
    boundaries_wrong: int = 0
    boundary_log_loss: float = 0.0

    def __str__(self) -> str:
        """For the command line: wrong of papers (silently wrong), wrong of boundaries, log losses."""
        return (
            f"{self.wrong}/{self.papers} sai ({self.silently_wrong} không cảnh báo), "
            f"{self.boundaries_wrong}/{self.boundaries} chỗ nối sai, {self.log_loss:.4f}, {self.boundary_log_loss:.4f}"
        )

    def worse_than(self, other: Figures) -> bool:
        """True if anything is worse: more papers wrong or silently wrong, more boundaries wrong, or less honest."""
        return (
            self.wrong > other.wrong
            or self.silently_wrong > other.silently_wrong
            or self.boundaries_wrong > other.boundaries_wrong
            or self.log_loss > other.log_loss + 0.01
            or self.boundary_log_loss > other.boundary_log_loss + 0.01
        )


# --- from papers to rows ----------------------------------------------------------------------------------------------


def kind_row(pages: Sequence[PageReading], code: str, catalogue: Catalogue, paper: str, wording: str = "") -> KindRow:
    """One paper that is known to be of this kind."""
    return row_of([view(lay_out(page), catalogue) for page in pages], code, catalogue, paper, wording)


def row_of(views: Sequence[PageView], code: str, catalogue: Catalogue, paper: str, wording: str = "") -> KindRow:
    printed = [one for one in views if not one.blank]
    return KindRow(code, paper, wording, aspects(printed, catalogue), frozenset(words_of(printed)))


def boundary_rows(
    views: Sequence[PageView],
    papers: Sequence[tuple[str, Sequence[int]]],
    catalogue: Catalogue,
    knowledge: Knowledge,
    pile: str,
) -> list[BoundaryRow]:
    """The boundaries of a pile whose papers are known: their kinds, and which of `views` (from 0) each consists of."""
    paper_of = {at: number for number, (_, pages) in enumerate(papers) for at in pages}
    groups: list[Group] = []
    rows: list[BoundaryRow] = []
    at_work: dict[int, Group] = {}
    for at, one in enumerate(views):
        if one.blank or at not in paper_of:
            if groups:
                groups[-1].blanks.append(one)
            continue
        home = at_work.get(paper_of[at])
        alone = judge([one], catalogue, knowledge)
        if groups and card_home(one, groups, catalogue) is None and home in (None, groups[-1]):
            signs = signs_of(one, alone, groups[-1], catalogue)
            rows.append(BoundaryRow(home is None, pile, signs))
        if home is None:
            code = papers[paper_of[at]][0]
            home = Group([one], Verdict(code, alone.confidence if alone.code == code else 0.5, Words(vi="-", en="-")))
            groups.append(home)
            at_work[paper_of[at]] = home
        else:
            join(home, one, is_last=home is groups[-1])
    return rows


# --- from rows to weights ---------------------------------------------------------------------------------------------


def fit(rows: Rows, vocabulary: Iterable[str], about: Mapping[str, Any] | None = None) -> Knowledge:
    """Both models, learned from the rows and calibrated. `vocabulary`: the words that may count; no others are kept."""
    words = sorted(set(vocabulary))
    kinds = _fit_kinds(rows.kinds, words)
    sharpness = _sharpness(rows.kinds, words)
    return Knowledge(_sharpened(kinds, sharpness), _fit_boundaries(rows.boundaries), dict(about or {}))


def vocabulary_of(rows: Sequence[KindRow], most: int = 800) -> list[str]:
    """Words and pairs of words that stand on many papers in more than one wording: print, and nobody's name."""
    papers: Counter[str] = Counter()
    wordings: dict[str, set[str]] = {}
    for row in rows:
        papers.update(row.words)
        for word in row.words:
            wordings.setdefault(word, set()).add(row.wording)
    lasting = [word for word, count in papers.items() if count >= 8 and len(wordings[word]) >= 2]
    return sorted(sorted(lasting, key=lambda word: (-papers[word], word))[:most])


def measure(knowledge: Knowledge, rows: Rows) -> Figures:
    """How well the models do on rows."""
    papers = wrong = silent = boundaries_wrong = 0
    losses: list[float] = []
    boundary_losses: list[float] = []
    for row in rows.kinds:
        chances = knowledge.kinds.chances(row.aspects, row.words)
        named = max(chances, key=lambda code: chances[code])
        if row.weight >= 1:
            papers += 1
            wrong += named != row.code
            silent += named != row.code and chances[named] >= _SURE
        losses.append(-float(np.log(max(1e-6, chances.get(row.code, 0.0)))))
    for boundary in rows.boundaries:
        chance = knowledge.boundaries.opens(boundary.signs)
        boundaries_wrong += (chance >= 0.5) != boundary.opens
        boundary_losses.append(-float(np.log(max(1e-6, chance if boundary.opens else 1 - chance))))
    return Figures(
        papers, wrong, silent, round(float(np.mean(losses or [0.0])), 5),
        len(boundary_losses), boundaries_wrong, round(float(np.mean(boundary_losses or [0.0])), 5),
    )  # fmt: skip


@dataclass(frozen=True)
class _Table:
    """Rows as arrays: `numbers` (rows × kinds × aspects), `open` (rows × kinds: the kind was in question), `words`
    (sparse, rows × vocabulary), `label` (column of the truth; the last column is `other`)."""

    codes: tuple[str, ...]
    numbers: Floats
    open: npt.NDArray[np.bool_]
    words: Any
    label: npt.NDArray[np.int64]
    weight: Floats


def _table(rows: Sequence[KindRow], vocabulary: Sequence[str]) -> _Table:
    from scipy.sparse import csr_matrix

    codes = (*sorted({code for row in rows for code in row.aspects}), OTHER)
    column = {code: at for at, code in enumerate(codes)}
    aspect = {name: at for at, name in enumerate(ASPECTS)}
    index = {word: at for at, word in enumerate(vocabulary)}
    numbers = np.zeros((len(rows), len(codes), len(ASPECTS)))
    stands = np.zeros((len(rows), len(codes)), dtype=bool)
    stands[:, -1] = True
    values: list[float] = []
    at_words: list[int] = []
    ends = [0]
    for number, row in enumerate(rows):
        for code, found in row.aspects.items():
            stands[number, column[code]] = True
            for name, value in found.items():
                numbers[number, column[code], aspect[name]] = value
        known = [index[word] for word in row.words if word in index]
        at_words += known
        values += [max(1, len(known)) ** -0.5] * len(known)
        ends.append(len(at_words))
    words = csr_matrix((values, at_words, ends), shape=(len(rows), len(vocabulary)))
    label = np.array([column[row.code] for row in rows])
    return _Table(codes, numbers, stands, words, label, np.array([row.weight for row in rows]))


def _fit_kinds(rows: Sequence[KindRow], vocabulary: Sequence[str]) -> KindModel:
    """A conditional logit: one weight an aspect for all kinds, one weight a word for each kind."""
    from scipy.optimize import minimize

    table = _table(rows, vocabulary)
    by_hand = np.array([BY_HAND.kinds.aspects.get(name, 0.0) for name in ASPECTS])
    size, kinds = len(ASPECTS), len(table.codes)
    at = np.arange(len(rows))
    share = table.weight / table.weight.sum()

    def loss(weights: Floats) -> tuple[float, Floats]:
        shared, spoken = weights[:size], weights[size:].reshape(len(vocabulary), kinds)
        scores = np.where(table.open, table.numbers @ shared + table.words @ spoken, -1e9)
        scores -= scores.max(axis=1, keepdims=True)
        chances = np.exp(scores)
        chances /= chances.sum(axis=1, keepdims=True)
        missed = chances.copy()
        missed[at, table.label] -= 1
        missed *= share[:, None]
        value = -float(share @ np.log(np.maximum(chances[at, table.label], 1e-12)))
        value += _HOLD / 2 * float(((shared - by_hand) ** 2).sum()) + _HOLD_WORDS / 2 * float((spoken**2).sum())
        slope_shared = np.einsum("nk,nkf->f", missed, table.numbers) + _HOLD * (shared - by_hand)
        slope_spoken = table.words.T @ missed + _HOLD_WORDS * spoken
        return value, np.concatenate([slope_shared, slope_spoken.ravel()])

    start = np.concatenate([by_hand, np.zeros(len(vocabulary) * kinds)])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    spoken = found[size:].reshape(len(vocabulary), kinds)
    return KindModel(
        aspects={name: round(float(found[number]), 4) for number, name in enumerate(ASPECTS)},
        codes=table.codes,
        words={
            word: tuple(round(float(weight), 3) for weight in spoken[number]) for number, word in enumerate(vocabulary)
        },
    )


def _sharpness(rows: Sequence[KindRow], vocabulary: Sequence[str]) -> float:
    """What log-odds must be multiplied by to be honest on wordings that were not learned from; at most 1."""
    from scipy.optimize import minimize_scalar

    wordings = sorted({row.wording for row in rows})
    apart = {wording for wording in wordings if is_held_out(wording)}
    inside = [row for row in rows if row.wording not in apart]
    outside = [row for row in rows if row.wording in apart]
    if not inside or not outside:
        return 1.0
    model = _fit_kinds(inside, vocabulary)
    scored: list[tuple[Floats, int, float]] = []
    for row in outside:
        chances = model.chances(row.aspects, row.words)
        codes = list(chances)
        logs = np.log(np.maximum(1e-12, np.array([chances[code] for code in codes])))
        scored.append((logs, codes.index(row.code), row.weight))

    def loss(sharpness: float) -> float:
        return -float(
            sum(
                weight * (sharpness * logs[label] - np.logaddexp.reduce(sharpness * logs))
                for logs, label, weight in scored
            )
        )

    return float(minimize_scalar(loss, bounds=(0.5, 1.0), method="bounded").x)


def _sharpened(model: KindModel, sharpness: float) -> KindModel:
    aspects = {name: weight * sharpness for name, weight in model.aspects.items()}
    # No training paper has a cover sheet. What ours says of a kind outweighs, and not by much, that nothing else does.
    aspects["cover"] = 0.3 - aspects["bias"] - min(0.0, aspects["no_title"])
    return replace(
        model,
        aspects={name: round(weight, 4) for name, weight in aspects.items()},
        words={word: tuple(round(w * sharpness, 3) for w in weights) for word, weights in model.words.items()},
    )


def _fit_boundaries(rows: Sequence[BoundaryRow]) -> BoundaryModel:
    from scipy.optimize import minimize

    if not rows:
        return BY_HAND.boundaries
    by_hand = np.array([BY_HAND.boundaries.signs.get(name, 0.0) for name in SIGNS])
    signs = np.array([[row.signs.get(name, 0.0) for name in SIGNS] for row in rows])
    sides = np.array([1.0 if row.opens else -1.0 for row in rows])
    share = np.array([row.weight for row in rows]) / sum(row.weight for row in rows)

    def loss(weights: Floats) -> tuple[float, Floats]:
        margin = sides * (signs @ weights)
        value = float(share @ np.logaddexp(0, -margin)) + _HOLD_SIGNS / 2 * float(((weights - by_hand) ** 2).sum())
        slope = -(share * sides / (1 + np.exp(np.clip(margin, -50, 50)))) @ signs + _HOLD_SIGNS * (weights - by_hand)
        return value, slope

    found = minimize(loss, by_hand, jac=True, method="L-BFGS-B").x
    return BoundaryModel({name: round(float(weight), 4) for name, weight in zip(SIGNS, found, strict=True)})


# --- from one model to the next ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Trial:
    """A model trained anew beside the one in use, on papers that neither learned from: the mill's and the office's."""

    knowledge: Knowledge
    mill_before: Figures
    mill_after: Figures
    own_before: Figures
    own_after: Figures

    @property
    def adopted(self) -> bool:
        """True if it is nowhere worse."""
        return not (self.mill_after.worse_than(self.mill_before) or self.own_after.worse_than(self.own_before))


def retrain(mill: Rows, confirmed: Rows, vocabulary: Sequence[str], catalogue: Catalogue, present: Knowledge) -> Trial:
    """Learn from the mill's papers and from those that people confirmed, and measure beside the model in use.

    The words of kinds that the mill has no papers of are those their catalogue entry names: nobody's name among them.
    """
    known = {code for row in mill.kinds for code in row.aspects}
    new = sorted({code for row in confirmed.kinds for code in row.aspects} - known)
    words = {*vocabulary, *(word for code in new if code in catalogue for word in printed_words(catalogue[code]))}
    learned, held = mill.with_kinds(new).parted()
    learned_own, held_own = confirmed.parted()
    found = fit(learned + learned_own, words)
    return Trial(found, *(measure(one, rows) for rows in (held, held_own) for one in (present, found)))


def printed_words(kind: Kind) -> set[str]:
    """The folded words, and pairs of them, of everything the catalogue says is printed on papers of this kind."""
    texts = [*kind.titles, *kind.evidence, *kind.later_pages, *(cue for spec in kind.fields for cue in spec.cues)]
    rows = [bare(text).split() for text in texts]
    return {word for row in rows for word in (*row, *map(" ".join, pairwise(row)))}
