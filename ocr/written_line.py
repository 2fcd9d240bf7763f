"""A line of words as one text, in which figures can be exchanged without touching the words around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from statistics import median
from typing import Final

from ocr.model import Box
from ocr.recognise import RawWord
from terms.text import fold

_OUT_OF_LINE: Final = 0.2
# The printed words that figures were found between are what they must be, whatever was read together with them.
_FORM: Final = frozenset(("so:", "ngay", "thang", "nam"))
_AROUND: Final = 0.95


@dataclass(frozen=True)
class Figures:
    """Figures as a look gave them: their least probability, and where they stand (left, right) in the reading image.
    `by_hand`: they look written."""

    text: str
    chance: float
    left: int
    right: int
    by_hand: bool = False


@dataclass(frozen=True)
class WrittenLine:
    """Words of one line, from the left."""

    words: tuple[RawWord, ...]

    @cached_property
    def text(self) -> str:
        """The words with single spaces between."""
        return " ".join(word.text for word in self.words)

    @property
    def left(self) -> int:
        return self.words[0].box[0]

    @property
    def top(self) -> int:
        return min(word.box[1] for word in self.words)

    @cached_property
    def height(self) -> float:
        """The usual height of a word in it."""
        return float(median(word.box[3] for word in self.words))

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        starts, at = [], 0
        for word in self.words:
            starts.append(at)
            at += len(word.text) + 1
        return tuple(starts)

    def between(self, start: int, end: int, before: float, width: int) -> Box:
        """The box around the letters from `start` to `end`, longer on the left by `before` usual heights.

        It is kept within an image of `width`, and as high as most of its words: written figures stand out of the line.
        """
        tops = sorted(word.box[1] for word in self._within(start, end))
        bottoms = sorted(word.box[1] + word.box[3] for word in self._within(start, end))
        top, bottom = tops[len(tops) // 4], bottoms[(3 * len(bottoms)) // 4]
        left = max(0, round(self._place(start) - before * self.height))
        right = min(width, round(self._place(end) + 0.3 * self.height))
        return (left, top, max(1, right - left), max(8, bottom - top))

    def chance(self, start: int, end: int) -> float:
        """The least confidence of the words between two letters; 0 if there are none."""
        inside = [word for word in self._within(start, end) if self.text[start:end].strip()]
        return min((word.confidence for word in inside), default=0.0)

    def stands_out(self, start: int, end: int) -> bool:
        """Whether the figures between two letters are words of their own that are higher, lower or larger than figures
        in print are beside the other words of the line."""
        inside = self._within(start, end)
        others = [word for word in self.words if word not in inside and any(letter.isdigit() for letter in word.text)]
        if not others or not inside:
            return False
        if any(not word.text.isdigit() for word in inside):
            return False
        pattern = others[-1].box
        slack = _OUT_OF_LINE * pattern[3]
        return any(abs(word.box[1] - pattern[1]) > slack or abs(word.box[3] - pattern[3]) > slack for word in inside)

    def with_figures(self, changes: Sequence[tuple[int, int, Figures]]) -> list[RawWord]:
        """The words with what stands from one letter to another replaced; what was there stays with the new words."""
        words: list[RawWord] = []
        same = [change for change in changes if change[2].text == self.text[change[0] : change[1]].strip()]
        whole = {self._alone(start, end): figures for start, end, figures in same}
        changes = [change for change in changes if change not in same or self._alone(*change[:2]) is None]
        for word, start in zip(self.words, self._starts, strict=True):
            if word in whole:
                words.append(replace(word, confidence=whole[word].chance, by_hand=whole[word].by_hand))
            else:
                words.extend(_without(word, start, changes))
        for start, end, figures in changes:
            top, height = self._band(start, end)
            box = (figures.left, top, max(1, figures.right - figures.left), height)
            first = self.text[start:end].strip()
            line = self.words[0].line
            before = first if first != figures.text else None
            new = RawWord(figures.text, box, figures.chance, line, before, figures.by_hand)
            words.append(new)
        return sorted(words, key=lambda word: word.box[0])

    def _alone(self, start: int, end: int) -> RawWord | None:
        """The word that these letters are, spaces aside."""
        text = self.text[start:end].strip()
        return next((word for word in self._within(start, end) if word.text == text), None)

    def _band(self, start: int, end: int) -> tuple[int, int]:
        nearest = self._within(max(0, start - 2), end + 2) or list(self.words)
        heights = [word.box for word in nearest]
        top = round(median(box[1] for box in heights))
        return top, round(median(box[3] for box in heights))

    def _within(self, start: int, end: int) -> list[RawWord]:
        return [
            word
            for word, at in zip(self.words, self._starts, strict=True)
            if at < max(end, start + 1) and at + len(word.text) > start
        ]

    def _place(self, index: int) -> float:
        """Where the letter at `index` begins, in pixels of the reading image."""
        for word, start in zip(self.words, self._starts, strict=True):
            if index <= start + len(word.text):
                return word.box[0] + word.box[2] * max(0, index - start) / len(word.text)
        last = self.words[-1].box
        return float(last[0] + last[2])


def _without(word: RawWord, start: int, changes: Sequence[tuple[int, int, Figures]]) -> list[RawWord]:
    """What is left of a word whose first letter is the line's `start`-th, outside of the changes."""
    kept = [not any(begin <= start + index < end for begin, end, _ in changes) for index in range(len(word.text))]
    if all(kept):
        return [word]
    parts: list[RawWord] = []
    index = 0
    while index < len(kept):
        stop = index
        while stop < len(kept) and kept[stop] == kept[index]:
            stop += 1
        if kept[index]:
            x, y, width, height = word.box
            left, right = x + width * index // len(kept), x + width * stop // len(kept)
            # Where the figures stand is known better than where in the word they were taken for letters.
            for begin, end, figures in changes:
                if end == start + index:
                    left = min(max(left, figures.right), x + width - 1)
                if begin == start + stop:
                    right = max(min(right, figures.left), left + 1)
            part = (left, y, max(1, right - left), height)
            text = word.text[index:stop]
            chance = max(word.confidence, _AROUND) if fold(text) in _FORM else word.confidence
            parts.append(replace(word, text=text, box=part, confidence=chance))
        index = stop
    return parts
