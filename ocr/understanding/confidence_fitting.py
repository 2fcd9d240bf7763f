"""Fitting the confidence model: weights that keep to the side sense gives them, and a curve from papers not seen.

The same rows give the same model. What no row speaks of keeps the weight that `features.FEATURES` starts it with.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from ocr.understanding.confidence import ABSENT, SURE, FieldModel
from ocr.understanding.features import FEATURES

Numbers = npt.NDArray[np.float64]

_FOLDS: Final = 5
_ROUNDS: Final = 400
_STILL: Final = 1e-6
# How far a weight may stray from where sense starts it, as a standard deviation.
_LEEWAY: Final = 1.5
_LEEWAYS: Final = {"base": 10.0, "guess": 0.2}
# The share of values that are wrong for no reason that shows.
_LAPSES: Final = 0.001
# The share of fields that a person is asked for, on papers as hard as those fitted on.
_ASKED: Final = 0.1
# Just below what counts as sure.
_BELOW: Final = 0.8999
_ABSENT_WORTH: Final = 5.0
# No row here can tell more: papers on which no rule was tried are worse than those that rules were made on.
_TOP: Final = 0.995


@dataclass(frozen=True)
class Row:
    """One field of one paper, as it was understood. `numbers`: its features, None where it has no value, and then
    `absent` says why; `right`: whether the value (or its absence) is what the paper has; `for_a_person`: it has to be
    looked at in any case."""

    paper: str
    numbers: Mapping[str, float] | None
    absent: str
    right: bool
    for_a_person: bool = False


def fit(rows: Sequence[Row], meta: Mapping[str, Any] | None = None) -> FieldModel:
    """The model that `rows` give. Raises ValueError if there are none with a value."""
    valued = [row for row in rows if row.numbers is not None]
    if not valued:
        raise ValueError("nothing to fit on")
    table, right = _table(valued), np.array([row.right for row in valued], np.float64)
    # Those that have to be looked at anyway tell nothing of the others: much of them was put right by other means.
    person = np.array([row.for_a_person for row in valued])
    fold = np.array([zlib.crc32(row.paper.encode()) % _FOLDS for row in valued])
    unseen = np.zeros(len(valued))
    for one in range(_FOLDS):
        here = fold == one
        others = ~here & ~person
        weights = _weights(table[others], right[others])
        unseen[here] = _chance(table[here] @ weights)
    missing = sum(row.numbers is None and not row.right for row in rows)
    asked = max(0.0, _ASKED * (len(valued) + missing) - missing - person.sum())
    weights = _weights(table[~person], right[~person])
    return FieldModel(
        weights={name: round(float(weight), 4) for name, weight in zip(FEATURES, weights, strict=True)},
        curve=_curve(unseen[~person], right[~person], round(asked)),
        for_a_person=_for_a_person(unseen[person], right[person]),
        absent=_absent(rows),
        meta={"fields": len(rows), "wrong": int(sum(not row.right for row in rows)), **(meta or {})},
    )


def _table(rows: Sequence[Row]) -> Numbers:
    return np.array([[float((row.numbers or {}).get(name, 0.0)) for name in FEATURES] for row in rows])


def _chance(odds: Numbers) -> Numbers:
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -500, 500))))


def _weights(table: Numbers, right: Numbers) -> Numbers:
    """Logistic regression, each weight held to its start by a spring and to its side of zero by a wall.

    One weight after the other takes a Newton step: slow and certain.
    """
    start = np.array([feature.start for feature in FEATURES.values()])
    side = np.array([feature.side for feature in FEATURES.values()])
    spring = np.array([1 / _LEEWAYS.get(name, _LEEWAY) ** 2 for name in FEATURES])
    weights = start.copy()
    odds = table @ weights
    for _ in range(_ROUNDS):
        moved = 0.0
        for index in np.flatnonzero(table.any(axis=0)):
            column = table[:, index]
            guess = _chance(odds)
            slope = column @ _pull(guess, right) + spring[index] * (weights[index] - start[index])
            bend = (column * column) @ np.maximum(guess * (1 - guess), 1e-6) + spring[index]
            wanted = weights[index] - np.clip(slope / bend, -1, 1)
            if side[index] and wanted * side[index] < 0:
                wanted = 0.0
            odds += column * (wanted - weights[index])
            moved = max(moved, abs(wanted - weights[index]))
            weights[index] = wanted
        if moved < _STILL:
            break
    return weights


def _pull(guess: Numbers, right: Numbers) -> Numbers:
    """What each row pulls its log-odds by. A wrong value of which everything spoke for being right pulls little: such
    lapses have causes that no number here knows, and must not make the numbers that tell other errors say less."""
    lapsed = (1 - _LAPSES) * (1 - guess) / (1 - (1 - _LAPSES) * guess)
    return np.where(right > 0, guess - 1, guess * lapsed)


def _curve(first: Numbers, right: Numbers, asked: int) -> tuple[tuple[float, float], ...]:
    """From the first probability to the one shown, on papers that the weights were not fitted on.

    The `asked` least sure values are for a person: what passes unseen must be right far more often than nine times in
    ten, so that the line is drawn by how many a person can look at. Those of them that are right more often than that
    are shown just below the line: less sure than they are, which costs a look and no error.
    """
    order = np.argsort(first, kind="stable")
    first, right = first[order], right[order]
    asked = min(asked, len(first) - 1)
    line = float(first[asked])
    points = [(0.0, 0.0), *_rising(first[:asked], right[:asked], 0.02, _BELOW), (line - 1e-6, _BELOW)]
    points += [(max(line, at), shown) for at, shown in _rising(first[asked:], right[asked:], 0.95, _TOP)]
    return _sorted(points)


def _for_a_person(first: Numbers, right: Numbers) -> tuple[tuple[float, float], ...]:
    """The curve of those that have to be looked at."""
    order = np.argsort(first, kind="stable")
    return _sorted([(0.0, 0.0), *_rising(first[order], right[order], 0.02, _BELOW), (1.0, _BELOW)])


def _rising(first: Numbers, right: Numbers, least: float, most: float) -> list[tuple[float, float]]:
    """Points of the share right, over blocks of equal size, pooled where they do not rise, within two limits."""
    if not len(first):
        return []
    count = max(1, min(12, len(first) // 25))
    blocks = [
        (float(part[0].mean()), float(part[1].sum()), len(part[1]))
        for part in zip(np.array_split(first, count), np.array_split(right, count), strict=True)
    ]
    pooled: list[tuple[list[float], float, int]] = []
    for at, good, size in blocks:
        pooled.append(([at], good, size))
        while len(pooled) > 1 and pooled[-2][1] / pooled[-2][2] >= pooled[-1][1] / pooled[-1][2]:
            ats, more, larger = pooled.pop()
            pooled[-1] = ([*pooled[-1][0], *ats], pooled[-1][1] + more, pooled[-1][2] + larger)
    points = []
    for ats, good, size in pooled:
        share = min(most, max(least, (good + 0.5 * (least + most)) / (size + 1)))
        points += [(ats[0], share), (ats[-1], share)]
    return points


def _sorted(points: Sequence[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    """The points rising in both, none twice."""
    made: list[tuple[float, float]] = []
    for first, shown in points:
        if made:
            first, shown = max(first, made[-1][0]), max(shown, made[-1][1])
        if not made or (first, shown) != made[-1]:
            made.append((round(first, 6), round(shown, 4)))
    return tuple(dict.fromkeys(made))


def _absent(rows: Sequence[Row]) -> dict[str, float]:
    """How often nothing was right, by why nothing was found. Never sure but where sense says so as well."""
    found = {}
    for why, start in ABSENT.items():
        mine = [row.right for row in rows if row.numbers is None and row.absent == why]
        share = (sum(mine) + _ABSENT_WORTH * start) / (len(mine) + _ABSENT_WORTH)
        found[why] = round(share if start >= SURE else min(share, SURE - 0.01), 4)
    return found
