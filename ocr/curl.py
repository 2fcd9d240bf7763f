"""Lines of print that bend, because the paper did not lie flat before the camera: how far, all over the page.

A page of a bound register, or a sheet that was rolled, is bent like a cylinder: seen at a slant its lines of print
rise and fall along one curve, more towards one end of the page than towards the other. As with a page's lean, the feet
of letters fall into the sharpest rows when the curve is taken out of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
from numpy.polynomial import legendre

Places: TypeAlias = npt.NDArray[np.float64]

_DEGREES: Final = 5
_FEWEST: Final = 200
_BOWS: Final = np.arange(-24.0, 25.0, 3.0)
_LOOK: Final = 3.0
_CAUSE: Final = 1.05
_SHARPER: Final = 1.25
_BENT: Final = 4.0
# Height of rows, how far the curve is changed and in what steps, in pixels; the same for how much it grows.
_ROUNDS: Final = (
    (3.0, 6.0, 1.5, 1.5, 0.25),
    (2.0, 3.0, 0.75, 0.5, 0.125),
    (1.0, 1.5, 0.5, 0.2, 0.1),
    (1.0, 0.75, 0.25, 0.1, 0.05),
)
_NEAR: Final = (3.0, 2.0, 2.0, 1.5, 1.5)
_ROW: Final = 6
_STEADY: Final = 0.5


@dataclass(frozen=True)
class Bend:
    """How far down a point of a bent line stands from where it would on a level one, in shares of the page's height.

    `curve`: its Legendre series across the page; `grows`: by how much more of it there is at the bottom than in the
    middle; `fan`: by how much more lines lean at the bottom.
    """

    curve: tuple[float, ...]
    grows: float
    fan: float

    def down(self, across: Places, along: Places) -> Places:
        """The way down at places from -1 (left, top) to 1 (right, bottom)."""
        lean, bow = self.curve[1], (0.0, 0.0, *self.curve[2:])
        bent = legendre.legval(across, bow) * (1 + self.grows * along)
        return np.asarray(bent + (lean + self.fan * along) * across, dtype=np.float64)


@dataclass
class _Fit:
    """The curve in pixels while it is looked for: what each term does to each row, and how much there is of it."""

    rows: Places
    across: Places
    along: Places
    shapes: Places
    curve: Places
    grows: float = 0.0
    fan: float = 0.0

    def bent(self) -> Places:
        return np.asarray(self.shapes[:, 2:] @ self.curve[2:], dtype=np.float64)

    def straight(self) -> Places:
        lean = (self.curve[1] + self.fan * self.along) * self.across
        return np.asarray(self.rows - self.bent() * (1 + self.grows * self.along) - lean, dtype=np.float64)

    def improve(self, pitch: float, reach: float, step: float, more: float, finer: float) -> None:
        """Change one thing after the other so that rows become sharpest."""
        changes, growths = np.arange(-reach, reach + step / 2, step), np.arange(-more, more + finer / 2, finer)
        straight, growing = self.straight(), 1 + self.grows * self.along
        for degree in range(2, _DEGREES + 1):
            change = _best(straight, self.shapes[:, degree] * growing, changes, pitch)
            self.curve[degree] += change
            straight = straight - change * self.shapes[:, degree] * growing
        self.grows += _best(straight, self.bent() * self.along, growths, pitch)
        self.curve[1] += _best(self.straight(), self.across, changes, pitch)
        self.fan += _best(self.straight(), self.across * self.along, changes, pitch)

    def settle(self, near: float) -> None:
        """Change everything at once so that feet come closest to the rows that they stand nearest to."""
        straight, growing = self.straight(), 1 + self.grows * self.along
        row, kept = _rows(straight, near)
        terms = [self.across, *(self.shapes[:, degree] * growing for degree in range(2, _DEGREES + 1))]
        columns = np.stack([*terms, self.bent() * self.along, self.across * self.along, straight], axis=1)[kept]
        # Where each row lies is its own: only how its feet differ from one another tells of the curve.
        count = np.bincount(row[kept])
        for column in columns.T:
            column -= (np.bincount(row[kept], column) / np.maximum(1, count))[row[kept]]
        steadied = np.vstack([columns[:, :-1], _STEADY * np.eye(columns.shape[1] - 1)])
        change = np.linalg.lstsq(steadied, np.append(columns[:, -1], np.zeros(steadied.shape[1])), rcond=None)[0]
        self.curve[1:] += change[:_DEGREES]
        self.grows += change[-2]
        self.fan += change[-1]


def bend_of(feet: Places, width: int, height: int) -> Bend | None:
    """How lines bend that were set level, by the feet of their letters (x, y); None if they hardly do.

    Feet of a page analysed at some 1200 pixels. It takes a millisecond if lines are straight, and 10 if not.
    """
    if len(feet) < _FEWEST:
        return None
    across, along, rows = 2 * feet[:, 0] / width - 1, 2 * feet[:, 1] / height - 1, feet[:, 1]
    shapes = np.asarray(legendre.legvander(across, _DEGREES), dtype=np.float64)
    # Any bend looks a little like a simple bow; a look at how much sharper that makes the rows is enough on most pages.
    # The lean that was taken out may be that of one end, where most letters stand.
    bows = [(bow, end * bow) for end in (0.0, -1.5, 1.5) for bow in _BOWS]
    sharp = [_sharpness(rows - bow * shapes[:, 2] - lean * across, _LOOK) for bow, lean in bows]
    best = int(np.argmax(sharp))
    if sharp[best] < _CAUSE * _sharpness(rows, _LOOK):
        return None
    tops = [int(np.argmax(sharp[k : k + len(_BOWS)])) + k for k in range(0, len(bows), len(_BOWS))]
    fits = [_fitted(_Fit(rows, across, along, shapes, _bow(*bows[top]))) for top in tops]
    fit = max(fits, key=lambda fit: _sharpness(fit.straight(), 1.0))
    for near in _NEAR:
        fit.settle(near)
    bent, straight = fit.bent() * (1 + fit.grows * along), fit.straight()
    if np.ptp(np.percentile(bent, [2, 98])) < _BENT or _sharpness(straight, 1.0) < _SHARPER * _sharpness(rows, 1.0):
        return None
    return Bend(tuple(float(part) / height for part in fit.curve), float(fit.grows), float(fit.fan) / height)


def _bow(bow: float, lean: float) -> Places:
    curve = np.zeros(_DEGREES + 1)
    curve[1:3] = lean, bow
    return curve


def _fitted(fit: _Fit) -> _Fit:
    for settings in _ROUNDS:
        fit.improve(*settings)
    return fit


def _rows(straight: Places, near: float) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """The number of the row of print that each foot is nearest to, and whether it is near enough to stand on it."""
    first = np.floor(straight.min()) - 5
    profile = np.convolve(np.bincount(np.round(straight - first).astype(np.int64), minlength=12), np.ones(3), "same")
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(profile, 4), 9)
    peaks = np.flatnonzero((profile >= windows.max(axis=1)) & (profile >= _ROW)) + first
    if not len(peaks):
        return np.zeros(len(straight), np.int64), np.zeros(len(straight), np.bool_)
    row = np.abs(straight[:, None] - peaks).argmin(axis=1)
    return row, np.abs(straight - peaks[row]) <= near


def _best(rows: Places, shape: Places, changes: Places, pitch: float) -> float:
    """How much of `shape` is to be taken out of the rows to make them sharpest."""
    return float(changes[int(np.argmax([_sharpness(rows - change * shape, pitch) for change in changes]))])


def _sharpness(rows: Places, pitch: float) -> float:
    numbers = np.floor(rows / pitch).astype(np.int64)
    profile = np.bincount(numbers - numbers.min()).astype(np.float64)
    return float(np.square(profile[:-1] + profile[1:]).sum()) if profile.size > 1 else 0.0
