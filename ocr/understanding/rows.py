"""Training rows: what was seen of papers whose kind is known, and where pages meet whose papers are known.

A row keeps numbers and folded words, no page. The rows of the paper mill ship (`trained/rows.npz`), so that an office
retrains without recognising anything anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np

from ocr.understanding.evidence import ASPECTS, Aspects
from ocr.understanding.group import SIGNS
from terms.errors import InputError

SHIPPED: Final = Path(__file__).parent / "trained" / "rows.npz"
_HELD_OUT_OF: Final = 5
_OF_THE_PAGE: Final = ("bias", "other_title", "unknown_title", "no_title", "few_words")


@dataclass(frozen=True)
class KindRow:
    """What was seen of one paper of a known kind. `paper`: which paper it is of, so that no paper is learned from and
    measured with; `wording`: which form, for the same reason. `weight`: how much it counts."""

    code: str
    paper: str
    wording: str
    aspects: Mapping[str, Aspects]
    words: frozenset[str]
    weight: float = 1.0


@dataclass(frozen=True)
class BoundaryRow:
    """What was seen where a page follows another, and whether it opens a paper. `pile`: the pile it was seen in."""

    opens: bool
    pile: str
    signs: Mapping[str, float]
    weight: float = 1.0


@dataclass(frozen=True)
class Rows:
    """What is learned from, or measured with."""

    kinds: tuple[KindRow, ...] = ()
    boundaries: tuple[BoundaryRow, ...] = ()

    def __add__(self, other: Rows) -> Rows:
        return Rows(self.kinds + other.kinds, self.boundaries + other.boundaries)

    def parted(self) -> tuple[Rows, Rows]:
        """Those to learn from, and those kept aside to measure with: one paper in five, always the same."""
        return self._where(aside=False), self._where(aside=True)

    def with_kinds(self, codes: Iterable[str]) -> Rows:
        """The rows as if these kinds had been in question too, and nothing of them seen but what any page shows."""
        return Rows(tuple(_with_kinds(row, codes) for row in self.kinds), self.boundaries)

    def _where(self, *, aside: bool) -> Rows:
        return Rows(
            tuple(row for row in self.kinds if is_held_out(row.paper) == aside),
            tuple(row for row in self.boundaries if is_held_out(row.pile) == aside),
        )


def is_held_out(name: str) -> bool:
    """Whether a paper or pile is kept aside to judge by: the same answer on every machine and for ever."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % _HELD_OUT_OF == 0


def write_rows(rows: Rows, vocabulary: Sequence[str], path: Path) -> None:
    """Write the rows to a compressed file of plain arrays; of their words only the vocabulary's."""
    codes = sorted({code for row in rows.kinds for code in (row.code, *row.aspects)})
    papers = sorted({row.paper for row in rows.kinds})
    wordings = sorted({row.wording for row in rows.kinds})
    piles = sorted({row.pile for row in rows.boundaries})
    code_at, aspect_at, word_at, sign_at = (_places(names) for names in (codes, ASPECTS, vocabulary, SIGNS))
    paper_at, wording_at, pile_at = (_places(names) for names in (papers, wordings, piles))
    numbers = [
        (number, code_at[code], aspect_at[name], value)
        for number, row in enumerate(rows.kinds)
        for code, found in row.aspects.items()
        for name, value in found.items()
    ]
    words = [(number, word_at[word]) for number, row in enumerate(rows.kinds) for word in row.words if word in word_at]
    signs = [
        (number, sign_at[name], value)
        for number, row in enumerate(rows.boundaries)
        for name, value in row.signs.items()
    ]
    np.savez_compressed(
        path,
        codes=np.array(codes), aspects=np.array(ASPECTS), vocabulary=np.array(vocabulary), signs=np.array(SIGNS),
        papers=np.array(papers), wordings=np.array(wordings), piles=np.array(piles),
        code=np.array([code_at[row.code] for row in rows.kinds], np.uint8),
        paper=np.array([paper_at[row.paper] for row in rows.kinds], np.uint32),
        wording=np.array([wording_at[row.wording] for row in rows.kinds], np.uint16),
        weight=np.array([row.weight for row in rows.kinds], np.float32),
        number_at=np.array([one[:3] for one in numbers], np.uint32).reshape(-1, 3),
        number=np.array([one[3] for one in numbers], np.float16),
        word_at=np.array(words, np.uint32).reshape(-1, 2),
        opens=np.array([row.opens for row in rows.boundaries], np.bool_),
        pile=np.array([pile_at[row.pile] for row in rows.boundaries], np.uint32),
        boundary_weight=np.array([row.weight for row in rows.boundaries], np.float32),
        sign_at=np.array([one[:2] for one in signs], np.uint32).reshape(-1, 2),
        sign=np.array([one[2] for one in signs], np.float16),
    )  # fmt: skip


def read_rows(path: Path) -> tuple[Rows, list[str]]:
    """The rows of a file and their vocabulary. Raises InputError("model_invalid")."""
    try:
        with np.load(path, allow_pickle=False) as arrays:
            found = {name: arrays[name].tolist() for name in arrays.files}
        return _rows_from(found), found["vocabulary"]
    except (OSError, ValueError, KeyError, IndexError, TypeError) as error:
        raise InputError("model_invalid", detail=f"{path.name}: {' '.join(str(error).split())[:200]}") from error


@cache
def shipped_rows() -> tuple[Rows, list[str]]:
    """The rows that come with the program, and the words that may count."""
    return read_rows(SHIPPED)


def _rows_from(found: Mapping[str, Any]) -> Rows:
    numbers: list[dict[str, dict[str, float]]] = [{} for _ in found["code"]]
    for (row, code, aspect), value in zip(found["number_at"], found["number"], strict=True):
        numbers[row].setdefault(found["codes"][code], {})[found["aspects"][aspect]] = value
    words: list[set[str]] = [set() for _ in found["code"]]
    for row, word in found["word_at"]:
        words[row].add(found["vocabulary"][word])
    signs: list[dict[str, float]] = [{} for _ in found["opens"]]
    for (row, sign), value in zip(found["sign_at"], found["sign"], strict=True):
        signs[row][found["signs"][sign]] = value
    kinds = tuple(
        KindRow(
            found["codes"][found["code"][at]],
            found["papers"][found["paper"][at]],
            found["wordings"][found["wording"][at]],
            numbers[at],
            frozenset(words[at]),
            found["weight"][at],
        )
        for at in range(len(numbers))
    )
    boundaries = tuple(
        BoundaryRow(found["opens"][at], found["piles"][found["pile"][at]], signs[at], found["boundary_weight"][at])
        for at in range(len(signs))
    )
    return Rows(kinds, boundaries)


def _with_kinds(row: KindRow, codes: Iterable[str]) -> KindRow:
    missing = [code for code in codes if code not in row.aspects]
    without_title = next((one for one in row.aspects.values() if not {"title", "title_below"} & set(one)), None)
    if not missing or without_title is None:
        return row
    of_page = {name: value for name, value in without_title.items() if name in _OF_THE_PAGE}
    return KindRow(
        row.code, row.paper, row.wording, {**row.aspects, **dict.fromkeys(missing, of_page)}, row.words, row.weight
    )


def _places(names: Sequence[str]) -> dict[str, int]:
    return {name: at for at, name in enumerate(names)}
