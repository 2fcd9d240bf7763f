"""How often Vietnamese syllables stand alone and one after the other in the language of offices.

The counts are made by `write_counts` from the texts of 999 published laws, decrees and circulars (4.4 million
syllables); the texts are not part of the project, the counts are: `syllable_counts.npz` beside this file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from terms.syllables import is_syllable
from terms.text import fold, nfc, spelling_key

NUMBER: Final = "#"
"""Stands for every number, as a syllable of its own."""

_FILE: Final = Path(__file__).with_name("syllable_counts.npz")
_TOKENS: Final = re.compile(r"[^\W\d_]+|\d[\d.,/]*|[^\w\s]")
_FEWEST: Final = 2
_MARKED: Final = 0.3
_DISCOUNT: Final = 0.75
_UNSEEN: Final = 0.1

Ints = npt.NDArray[np.int32]


class SyllableCounts:
    """Chances of syllables. A syllable is named by its `spelling_key`, so that *hoà* and *hòa* are one."""

    def __init__(self, printed: list[str], counts: Ints, pairs: Ints, times: Ints) -> None:
        """`printed`: the syllables as they are mostly printed; `counts` and `times`: how often each of them and each of

        the `pairs` (first × number of syllables + second) stands in the texts.
        """
        self._printed = {spelling_key(syllable): syllable for syllable in printed}
        self._index = {syllable: number for number, syllable in enumerate(self._printed)}
        self._size = len(self._index)
        self._counts = counts.tolist()
        self._pairs = dict(zip(pairs.tolist(), times.tolist(), strict=True))
        self._total = float(counts.sum())
        # What the pairs that are kept leave of a syllable's count goes to the pairs that are not known.
        kept = np.bincount(pairs // self._size, times - _DISCOUNT, self._size)
        self._rest: list[float] = np.clip(1 - kept / np.maximum(counts, 1), 0.01, 1).tolist()
        self._alike: dict[str, list[str]] = {}
        for syllable in self._index:
            self._alike.setdefault(fold(syllable), []).append(syllable)
        self._group = {syllable: group for group in self._alike.values() for syllable in group}

    def printed(self, syllable: str) -> str:
        """A known syllable as it is mostly printed, in small letters. Raises KeyError for an unknown one."""
        return self._printed[syllable]

    def known(self, syllable: str) -> bool:
        """Whether the syllable stands in the texts at all."""
        return syllable in self._index

    def alike(self, syllable: str) -> list[str]:
        """The known syllables that differ from this one in nothing but their marks, itself included if known."""
        group = self._group.get(syllable)
        return self._alike.get(fold(syllable), []) if group is None else group

    def times(self, first: str, second: str) -> int:
        """How often `second` stands right after `first`."""
        one, two = self._index.get(first), self._index.get(second)
        return 0 if one is None or two is None else self._pairs.get(one * self._size + two, 0)

    def chance(self, syllable: str, before: str | None = None) -> float:
        """The chance of `syllable`, right after `before` if that is given; never 0."""
        number = self._index.get(syllable)
        alone: float = (_UNSEEN if number is None else self._counts[number]) / self._total
        first = None if before is None else self._index.get(before)
        if first is None:
            return alone
        times = 0 if number is None else self._pairs.get(first * self._size + number, 0)
        seen: float = max(0.0, times - _DISCOUNT) / self._counts[first]
        return seen + self._rest[first] * alone


@lru_cache(maxsize=1)
def syllable_counts() -> SyllableCounts:
    """The counts that come with the program."""
    return read_counts(_FILE)


def read_counts(file: Path) -> SyllableCounts:
    """The counts that `write_counts` wrote."""
    with np.load(file) as data:
        printed = bytes(data["printed"]).decode().split("\n")
        return SyllableCounts(printed, data["counts"], np.cumsum(data["steps"], dtype=np.int32), data["times"])


def write_counts(texts: Iterable[str], file: Path) -> None:
    """Count the syllables of `texts` (foreign lines are passed over) into `file`, rare pairs left out."""
    single: Counter[str] = Counter()
    double: Counter[tuple[str, str]] = Counter()
    forms: dict[str, Counter[str]] = {}
    for text in texts:
        for run in (run for line in nfc(text).lower().split("\n") for run in _runs(line)):
            keys = [spelling_key(syllable) for syllable in run]
            single.update(keys)
            double.update(pairwise(keys))
            for key, syllable in zip(keys, run, strict=True):
                forms.setdefault(key, Counter())[syllable] += 1
    syllables = sorted(syllable for syllable, count in single.items() if count >= _FEWEST)
    index = {syllable: number for number, syllable in enumerate(syllables)}
    pairs = sorted(
        (index[first] * len(syllables) + index[second], count)
        for (first, second), count in double.items()
        if count >= _FEWEST
    )
    numbers, times = zip(*pairs, strict=True)
    np.savez_compressed(
        file,
        printed=np.frombuffer("\n".join(forms[one].most_common(1)[0][0] for one in syllables).encode(), np.uint8),
        counts=np.array([single[syllable] for syllable in syllables], np.int32),
        steps=np.diff(np.array((0, *numbers), np.int32)),
        times=np.array(times, np.int32),
    )


def _runs(line: str) -> list[list[str]]:
    """The syllables and numbers of a line, cut where punctuation, a foreign word or an abbreviation stands."""
    tokens = _TOKENS.findall(line)
    words = [token for token in tokens if token.isalpha()]
    if sum(not word.isascii() for word in words) < _MARKED * len(words):
        return []
    runs: list[list[str]] = [[]]
    for token in tokens:
        if token[0].isdigit():
            runs[-1].append(NUMBER)
        elif token.isalpha() and is_syllable(token):
            runs[-1].append(token)
        else:
            runs.append([])
    return runs
