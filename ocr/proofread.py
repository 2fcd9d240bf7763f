"""The words that fields are made of, read once more by themselves.

A wrong mark in a name or a wrong digit in a number is as sure in Tesseract's eyes as a right one: of what it was sure
of, one name in eighty was wrong. Cut out and enlarged, the same words are seen with other pixels and other neighbours:
a second look rarely makes the same mistake. Where two looks differ a third decides, for figures the network that knows
them. Each word says how many of how many looks saw it as it stands; what no two looks agree on stays as it was.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Final

from rapidfuzz.distance import Levenshtein

from ocr import pen
from ocr.closer import Eyes
from ocr.handwriting import Cut
from ocr.model import Box, PageReading, Word, around, middle_within
from terms.text import nfc

ValuesOn = Callable[[PageReading], Sequence[Box]]
"""Where the values of a page's fields stand, as far as the page alone tells."""

_SECOND: Final = Cut(0.25, high=48)
_THIRD: Final = Cut(0.15, stretch=1.15, high=60)
# How much is cut out before and behind, of the height: a letter that is cut into is another letter.
_SIDE: Final = 0.35
_MOST_ROWS: Final = 24
_MOST_WORDS: Final = 16
_REPLACED: Final = 0.85
_SURE: Final = 0.95
_LETTERS: Final = re.compile(r"[^\W_](?:.*[^\W_])?")
_FIGURES: Final = re.compile(r"[0-9][0-9./,-]*")


@dataclass(frozen=True)
class _Run:
    """Words of one line that belong to a value: their places among the page's words, their box in the reading image."""

    places: tuple[int, ...]
    box: Box


@dataclass(frozen=True)
class _Dispute:
    """What the second look saw in place of the words of a run from `start` to `end`; nothing if `seen` is empty."""

    start: int
    end: int
    seen: tuple[str, ...]


def proofread(
    words: Sequence[Word], values: Sequence[Box], eyes: Eyes, forth: Callable[[Box], Box]
) -> tuple[Word, ...]:
    """`words` with those that stand in `values` looked at again. `forth`: a box of the page in the reading image.

    Raises as `ocr.recognise.recognise` does.
    """
    runs = [
        _Run(places, roomy(forth(around([words[place].box for place in places])))) for places in rows_of(words, values)
    ]
    seen = eyes.rows([run.box for run in runs], _SECOND)
    disputes = [_disputes(run, words, row) for run, row in zip(runs, seen, strict=True)]
    again = [run for run, some in zip(runs, disputes, strict=True) if some]
    thirds = dict(zip((run.places for run in again), eyes.rows([run.box for run in again], _THIRD), strict=True))
    proofed: dict[int, list[Word]] = {}
    for run, row, some in zip(runs, seen, disputes, strict=True):
        if not row:
            continue  # what a look did not see at all says nothing of what stands there
        proofed |= {place: [replace(words[place], looks=(2, 2))] for place in run.places}
        for dispute in some:
            proofed |= _settled(run, dispute, words, _judge(run, dispute, words, thirds[run.places], eyes, forth))
    return tuple(word for place, old in enumerate(words) for word in proofed.get(place, [old]))


def rows_of(words: Sequence[Word], values: Sequence[Box]) -> list[tuple[int, ...]]:
    """The places of the words of each value, a line at a time; each word once, however many values it belongs to."""
    taken: set[int] = set()
    found: list[tuple[int, ...]] = []
    for box in values:
        lines: dict[int, list[int]] = {}
        for place, word in enumerate(words):
            if place not in taken and middle_within(word.box, box) and _core(word.text):
                lines.setdefault(word.line, []).append(place)
        for places in lines.values():
            taken.update(places)
            found += [tuple(places[start : start + _MOST_WORDS]) for start in range(0, len(places), _MOST_WORDS)]
    return found[:_MOST_ROWS]


def _disputes(run: _Run, words: Sequence[Word], row: Sequence[str]) -> list[_Dispute]:
    """Where the second look saw something else. What it saw before and behind the run is the edge of a neighbour."""
    own = [_core(words[place].text) for place in run.places]
    seen = [core for text in row if (core := _core(text))]
    found = []
    for what, start, end, begin, stop in SequenceMatcher(None, own, seen, autojunk=False).get_opcodes():
        if what in ("replace", "delete"):
            found.append(_Dispute(start, end, _nearest(own[start:end], seen[begin:stop])))
    return found


def _nearest(own: Sequence[str], seen: Sequence[str]) -> tuple[str, ...]:
    """Of what was seen the part that is most like `own`: a neighbour's letters may stand beside it."""
    parts = [tuple(seen[i:j]) for i in range(len(seen)) for j in range(i + 1, len(seen) + 1)]
    whole = "".join(own)
    return min(parts, key=lambda part: Levenshtein.distance("".join(part), whole), default=())


def _judge(
    run: _Run, dispute: _Dispute, words: Sequence[Word], again: Sequence[str], eyes: Eyes, forth: Callable[[Box], Box]
) -> Sequence[str]:
    """What the judge of a dispute saw: of figures the network, of all else a third look of Tesseract at the run."""
    own = [words[place] for place in run.places[dispute.start : dispute.end]]
    if all(_FIGURES.fullmatch(_core(word.text)) for word in own) and pen.available():
        return (eyes.by_network(roomy(forth(around([word.box for word in own])))).text,)
    return again


def _settled(run: _Run, dispute: _Dispute, words: Sequence[Word], judge: Sequence[str]) -> dict[int, list[Word]]:
    """The words in dispute as the judge has it: kept, replaced by what the second look saw, or left in doubt."""
    places = run.places[dispute.start : dispute.end]
    if "".join(dispute.seen) == "".join(_core(words[place].text) for place in places):
        # The same letters with other spaces between: a space is lost more easily than found where there is none.
        old = [words[place] for place in places]
        made = _replaced(old, dispute.seen) if len(dispute.seen) > len(old) else old
        return {places[0]: [replace(word, looks=(2, 2)) for word in made]} | {place: [] for place in places[1:]}
    if _saw(judge, [_core(words[place].text) for place in places]):
        return {place: [replace(words[place], looks=(2, 3))] for place in places}
    if not dispute.seen or not _saw(judge, dispute.seen) or not all(_may_change(words[place]) for place in places):
        return {place: [replace(words[place], looks=(1, 3))] for place in places}
    if "".join(dispute.seen) == "".join(_core(words[place].first or words[place].text) for place in places):
        # What was seen at first as well, and put right since by what the language knows: nothing new was seen.
        return {place: [words[place]] for place in places}
    made = _replaced([words[place] for place in places], dispute.seen)
    return {places[0]: made} | {place: [] for place in places[1:]}


def _may_change(word: Word) -> bool:
    """Whether two looks may overrule the first: figures, and letters that it was not sure of. What mixes both (the
    number of a letter, often written by hand) is left to a person."""
    core = _core(word.text)
    return bool(_FIGURES.fullmatch(core)) or (word.confidence < _SURE and not any(map(str.isdigit, core)))


def _saw(row: Sequence[str], texts: Sequence[str]) -> bool:
    """Whether the words stand in a row that was read, wherever it has its spaces."""
    wanted, seen = "".join(texts), [_core(text) for text in row]
    return any("".join(seen[i:j]) == wanted for i in range(len(seen)) for j in range(i + 1, len(seen) + 1))


def _replaced(old: Sequence[Word], parts: Sequence[str]) -> list[Word]:
    """The words with other letters, signs before and behind kept; what was one word may be two, in one box."""
    first = " ".join(word.first or word.text for word in old)
    if len(parts) == len(old):
        return [
            replace(
                word, text=_signed(word.text, part), confidence=_REPLACED, first=word.first or word.text, looks=(2, 3)
            )
            if part != _core(word.text)
            else replace(word, looks=(2, 3))
            for word, part in zip(old, parts, strict=True)
        ]
    x, y, width, height = around([word.box for word in old])
    letters, done = sum(map(len, parts)), 0
    made = []
    for part in parts:
        left, right = x + width * done // letters, x + width * (done + len(part)) // letters
        done += len(part)
        made.append(
            replace(
                old[0],
                text=part,
                box=(left, y, max(1, right - left), height),
                confidence=_REPLACED,
                first=first,
                looks=(2, 3),
            )
        )
    return made


def _signed(text: str, core: str) -> str:
    """`core` with the signs that stood around the letters of `text`."""
    match = _LETTERS.search(text)
    return text[: match.start()] + core + text[match.end() :] if match else core


def _core(text: str) -> str:
    """The letters and figures of a word, from the first to the last, and what stands between them."""
    match = _LETTERS.search(nfc(text))
    return match.group() if match else ""


def roomy(box: Box) -> Box:
    """The box with room at its sides."""
    x, y, width, height = box
    side = round(_SIDE * height)
    return (max(0, x - side), y, width + 2 * side, height)
