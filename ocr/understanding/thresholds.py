"""What an office's threshold buys: how many fields a person must look at, and how many errors nobody sees.

Measured on papers of the mill that nothing was fitted on; the figures lie in `thresholds.json` beside this file.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

THRESHOLDS = (
    0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.88, 0.9,
    0.92, 0.94, 0.95, 0.96, 0.97, 0.98, 0.985, 0.99, 0.995, 0.999,
)  # fmt: skip


@dataclass(frozen=True)
class Bought:
    """Of a thousand fields: `flagged` wait for a person, `let_through` are wrong and pass unseen."""

    threshold: float
    flagged: float
    let_through: float


@dataclass(frozen=True)
class Curve:
    """What thresholds buy, from the lowest to the highest; `fields` of `papers` were counted."""

    points: tuple[Bought, ...]
    fields: int
    papers: int

    def bought(self, threshold: float) -> Bought:
        """What `threshold` buys, between two measured ones in proportion."""
        at = bisect_right([point.threshold for point in self.points], threshold)
        if at == 0 or at == len(self.points):
            end = self.points[min(at, len(self.points) - 1)]
            return Bought(threshold, end.flagged, end.let_through)
        low, high = self.points[at - 1], self.points[at]
        share = (threshold - low.threshold) / (high.threshold - low.threshold)
        return Bought(
            threshold,
            low.flagged + share * (high.flagged - low.flagged),
            low.let_through + share * (high.let_through - low.let_through),
        )


def curve_of(claims: Sequence[tuple[float, bool]], papers: int) -> Curve:
    """The curve of measured fields: with which confidence each was given, and whether it was right.

    A field that was there and not read counts with confidence 0, whatever was claimed: a person types it.
    """
    total = max(1, len(claims))
    points = [
        Bought(
            threshold,
            1000 * sum(sure < threshold for sure, _ in claims) / total,
            1000 * sum(sure >= threshold and not right for sure, right in claims) / total,
        )
        for threshold in THRESHOLDS
    ]
    return Curve(tuple(points), len(claims), papers)


def to_record(curve: Curve) -> dict[str, Any]:
    """The curve as it is kept in `thresholds.json`."""
    points = [[point.threshold, round(point.flagged, 2), round(point.let_through, 3)] for point in curve.points]
    return {"fields": curve.fields, "papers": curve.papers, "points": points}


def from_record(record: dict[str, Any]) -> Curve:
    """The curve that `to_record` was given."""
    points: Iterable[Sequence[float]] = record["points"]
    return Curve(tuple(Bought(*point) for point in points), int(record["fields"]), int(record["papers"]))


@cache
def measured() -> Curve:
    """The curve that was measured last."""
    return from_record(json.loads(Path(__file__).with_suffix(".json").read_text("utf-8")))


def bought(threshold: float) -> Bought:
    """What `threshold` buys, by the last measurement."""
    return measured().bought(threshold)
