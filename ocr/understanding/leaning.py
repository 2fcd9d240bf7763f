"""How a page still leans after it was set straight: a photo leaves lines that sink or climb, at one side and at the top
more than elsewhere, so that what a table prints on one line stands at two heights."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Protocol

import numpy as np

# What reaches below the line that letters stand on.
_TAILS: Final = re.compile(r"[gjpqyQạặậẹệịọộợụựỵẠẶẬẸỆỊỌỘỢỤỰỴỳýỷỹ,;()/|\[\]]")
_FEWEST_LINES: Final = 4
_SHORTEST: Final = 5.0
"""Letter heights between the first and the last word of a line that tells how the page leans."""
_STEEPEST: Final = 0.12


class Placed(Protocol):
    """A word in its place."""

    @property
    def text(self) -> str: ...
    @property
    def left(self) -> float: ...
    @property
    def right(self) -> float: ...
    @property
    def bottom(self) -> float: ...
    @property
    def height(self) -> float: ...


class Leaning:
    """The slope of a page's lines as a plane over the page, fitted to the lines long enough to tell."""

    def __init__(self, lines: Sequence[Sequence[Placed]]) -> None:
        told = [one for line in lines if (one := _told_by(line)) is not None]
        self._plane = np.zeros(3)
        self._middle = np.zeros(2)
        self._size = 1.0
        if len(told) < _FEWEST_LINES:
            return
        x, y, slope, width = np.array(told).T
        self._middle = np.array((x.mean(), y.mean()))
        self._size = max(1.0, float(np.ptp(y)), float(np.ptp(x)))
        across, down = (x - self._middle[0]) / self._size, (y - self._middle[1]) / self._size
        sides = np.stack((np.ones_like(x), across, down), axis=1)
        # A few lines say little of how the lean changes: it is then taken to change little.
        weighted = sides * (width / width.mean())[:, None]
        self._plane = np.linalg.solve(weighted.T @ sides + np.diag((0.3, 0.3, 0.3)), weighted.T @ slope)

    def at(self, x: float, y: float) -> float:
        """How much lower what stands at this place is than it would be on a flat page, measured from its middle."""
        level, across, down = self._plane
        run = (x - self._middle[0]) / self._size
        return float(self._size * run * (level + across * run / 2 + down * (y - self._middle[1]) / self._size))


def _told_by(line: Sequence[Placed]) -> tuple[float, float, float, float] | None:
    """Place, slope and width of a line of which words without tails stand far enough apart; else None."""
    flat = [word for word in line if len(word.text) > 1 and not _TAILS.search(word.text)]
    if len(flat) < 2:
        return None
    x = np.array([(word.left + word.right) / 2 for word in flat])
    y = np.array([word.bottom for word in flat])
    width = float(np.ptp(x))
    if width < max(1.0, _SHORTEST * max(word.height for word in flat)):
        return None
    run = x - x.mean()
    slope = float(run @ y / (run @ run))
    return (float(x.mean()), float(y.mean()), slope, width) if abs(slope) < _STEEPEST else None
