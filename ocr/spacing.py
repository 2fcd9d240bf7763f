"""Spaces that were lost between words, and spaces that no print has.

Tesseract runs words together where type stands close ("Dân tộc:Kinh", "Họvàtên"), parts the number of a paper from its
symbol ("1469 /KH-BQL"), and takes a speck between two words for a full stop ("Phạm.vi"). What is cut or joined has the
letters it had, so a word keeps its confidence; its share of the box goes by its letters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Final

from ocr.model import Word, around
from ocr.syllable_counts import SyllableCounts, syllable_counts
from ocr.syllables import is_marked
from terms.syllables import is_syllable
from terms.text import spelling_key

_ADDRESS: Final = re.compile(r"@|https?|www|://|\.(?:vn|com|net|org|gov|edu)\b", re.IGNORECASE)
_SIGN: Final = re.compile(r"[:;,]")
_LAST_LETTERS: Final = re.compile(r"[^\W\d_]{2,}$")
_FIRST_LETTERS: Final = re.compile(r"[^\W\d_]{2,}")
_LABELLED: Final = re.compile(r"^(?:\d{1,2}[.)]|[a-zđ]\)|[IVX]{1,4}\.)(?=[^\W\d_]{2,})")
_STOPPED: Final = re.compile(r"^(\W*)([^\W\d_]{2,})\.([^\W\d_]{2,})(\W*)$")
# In a title; "KINH TẾ-XÃ HỘI" is printed so.
_HYPHENED: Final = re.compile(r"^(?!TẾ-)([^\W\d_a-zđ]{2,})[-–]([^\W\d_a-zđ]{2,}[.,;:]?)$")
_ON_BEHALF: Final = frozenset(("TM", "KT", "TL", "TUQ"))
_LETTERS: Final = re.compile(r"^(\W*)([^\W\d_]{4,})(\W*)$")
_SLASHED: Final = re.compile(r"^/(?=[^\W\d_]*[^\W\d_A-ZĐ])")

_SERIAL: Final = re.compile(r"^\D{0,2}\d{1,7}[a-zđ]?$")
_SYMBOL: Final = re.compile(
    r"^/(?:(?:19|20)\d\d[-/])?(?:[A-ZĐ]{1,6}[A-Za-zĐđ]{0,3}[-–][A-ZĐ]|[A-ZĐ]{2,}\W?$)|^/(?:19|20)\d\d\b"
)
_SERIAL_AND_SLASH: Final = re.compile(r"^\d{1,7}/(?:(?:19|20)\d\d/)?(?:[A-ZĐ]{1,6}-)?$")
_SYMBOL_REST: Final = re.compile(r"^[A-ZĐ]{2,}[A-ZĐ0-9-]*[,;.]?$")
# In heights of a word: a wider gap is a blank left for a number, which is printed (a label may stand further off).
_BLANK, _ONE_FROM = 0.5, 3.0
# Words of two or more syllables that are printed as one.
_LOANS: Final = frozenset(("ôtô", "môtô", "rơmoóc", "côngtenơ", "đôla", "kêpi", "kilôgam", "xăngtimét"))
# How often two syllables must be known to follow each other that a stop between them is a speck, or a space is missing.
_ALWAYS, _OFTEN, _SEEN = 2000, 20, 3
_MOST_LETTERS, _LONGEST = 36, 7
_PLACES: Final = frozenset(("tỉnh", "huyện", "quận", "xã", "phường", "phố", "thôn", "ấp"))


def spaced(line: Sequence[Word]) -> list[Word]:
    """The words of one line of print, cut and joined as they are printed."""
    words: list[Word] = []
    for word in line:
        if words and _belongs(words[-1], word, opening=len(words) == 1):
            words[-1] = _joined(words[-1], word)
        else:
            words.append(word)
    return [part for at, word in enumerate(words) for part in _parts(word, words[at - 1] if at else None)]


def parted(word: Word, texts: Sequence[str]) -> list[Word]:
    """`word` as several words with these texts; what was read as one stays recorded in each of them."""
    x, y, width, height = word.box
    letters = sum(len(text) for text in texts) + len(texts) - 1
    parts, start = [], 0
    for text in texts:
        left, right = x + round(width * start / letters), x + round(width * (start + len(text)) / letters)
        box = (left, y, max(1, right - left), height)
        parts.append(replace(word, text=text, box=box, first=word.first or word.text))
        start += len(text) + 1
    return parts


def _belongs(left: Word, right: Word, *, opening: bool) -> bool:
    """Whether nothing stands between two words in print. `opening`: `left` begins the line."""
    gap, high = right.box[0] - left.box[0] - left.box[2], max(left.box[3], right.box[3])
    if gap > _ONE_FROM * high or 1 in (left.confidence, right.confidence):
        return False
    if opening and right.text in (".", ")"):
        return left.text.isdigit() and len(left.text) <= 2
    if gap > _BLANK * high:
        return False
    if _SERIAL_AND_SLASH.match(left.text):
        return bool(_SYMBOL_REST.match(right.text)) and ("-" in left.text or "-" in right.text)
    return bool(_SERIAL.match(left.text) and _SYMBOL.match(right.text))


def _joined(left: Word, right: Word) -> Word:
    first = f"{left.first or left.text} {right.first or right.text}"
    chance = min(left.confidence, right.confidence)
    return replace(left, text=left.text + right.text, box=around([left.box, right.box]), confidence=chance, first=first)


def _parts(word: Word, before: Word | None) -> list[Word]:
    """The words that `word` was printed as. `before`: what stands before it in its line."""
    if word.confidence == 1 or _ADDRESS.search(word.text):
        return [word]
    texts = [part for text in _by_signs(word.text, before) for part in _by_syllables(text)]
    return [word] if texts == [word.text] else parted(word, texts)


def _by_signs(text: str, before: Word | None) -> list[str]:
    """`text` cut behind a label that opens a line, behind signs that a space follows, and where a speck stands."""
    if before is None and (label := _LABELLED.match(text)):
        return [label[0], *_by_signs(text[label.end() :], Word(label[0], (0, 0, 0, 0), 1.0, 0))]
    if before is not None and not before.text[-1:].isdigit() and _SLASHED.match(text):
        return ["/", *_by_signs(text[1:], before)]
    if stopped := _STOPPED.match(text):
        return _by_stop(stopped)
    if hyphened := _HYPHENED.match(text):
        one, two = hyphened.groups()
        letters = (spelling_key(part.strip(".,;:")) for part in (one, two))
        return [one, two] if syllable_counts().times(*letters) >= _ALWAYS else [text]
    cuts = [
        sign.end() for sign in _SIGN.finditer(text) if _space_after(sign[0], text[: sign.start()], text[sign.end() :])
    ]
    return [text[start:end] for start, end in pairwise((0, *cuts, len(text)))]


def _space_after(sign: str, left: str, right: str) -> bool:
    """Whether print has a space behind `sign`: not within numbers, times, codes and lists of abbreviations."""
    before, after = _LAST_LETTERS.search(left), _FIRST_LETTERS.match(right)
    if before is not None and not _is_vietnamese(before[0]):
        return False
    if sign == ":":
        return before is not None and (right[:1].isdigit() or (after is not None and _is_vietnamese(after[0])))
    if after is None or not _is_vietnamese(after[0]):
        return False
    return (
        left[-1:].isdigit() and after[0][1:].islower() if before is None else before[0].isupper() == after[0].isupper()
    )


def _is_vietnamese(letters: str) -> bool:
    """Whether these letters are a syllable, or several that were run together."""
    return is_syllable(letters) or (is_marked(letters) and bool(_syllables(spelling_key(letters))))


def _by_stop(stopped: re.Match[str]) -> list[str]:
    """Two words with a stop between them: a speck within a phrase, or the end of a sentence."""
    opening, left, right, closing = stopped.groups()
    one_case = right.islower() or (left.isupper() and right.isupper())
    whole = [stopped[0]]
    if left in _ON_BEHALF and is_syllable(right) and right.isupper():
        return [f"{opening}{left}.", right + closing]
    if not (is_syllable(left) and is_syllable(right) and (is_marked(left) or is_marked(right))):
        return whole
    if spelling_key(left) in _PLACES and left.islower():
        return [opening + left, right + closing]
    if one_case:
        often = syllable_counts().times(spelling_key(left), spelling_key(right)) >= _OFTEN
        return [opening + left, right + closing] if often else whole
    return [f"{opening}{left}.", right + closing] if left.islower() and right.istitle() else whole


def _by_syllables(text: str) -> list[str]:
    """`text` as the syllables that were run together in it, if it is none and there is one good way to part it."""
    found = _LETTERS.match(text)
    if found is None or len(found[2]) > _MOST_LETTERS or not is_marked(found[2]) or is_syllable(found[2]):
        return [text]
    before, core, after = found.groups()
    lengths = () if core.lower() in _LOANS else _syllables(spelling_key(core))
    if sum(lengths) != len(core):
        return [text]
    parts, start = [], 0
    for length in lengths:
        parts.append(core[start : start + length])
        start += length
    parts[0], parts[-1] = before + parts[0], parts[-1] + after
    return parts


@lru_cache(maxsize=1000)
def _syllables(core: str) -> tuple[int, ...]:
    """The lengths of the known syllables that `core` most likely is, each known to follow the one before; or ()."""
    counts = syllable_counts()
    best: list[dict[int, tuple[float, int]]] = [{} for _ in range(len(core) + 1)]
    best[0][0] = (1.0, 0)
    for end in range(1, len(core) + 1):
        for start in range(max(0, end - _LONGEST), end):
            chance = _best_chance(core, start, end, best[start], counts)
            if chance[0] > 0:
                best[end][start] = chance
    ways = {start: way for start, way in best[-1].items() if way[0] > 0}
    if not ways:
        return ()
    lengths, end = [], len(core)
    start = max(ways, key=lambda begin: ways[begin])
    while end:
        lengths.append(end - start)
        end, start = start, best[end][start][1]
    lengths.reverse()
    return tuple(lengths) if len(lengths) > 1 and _follow_each_other(core, lengths, counts) else ()


def _follow_each_other(core: str, lengths: Sequence[int], counts: SyllableCounts) -> bool:
    """Whether the syllables are known to follow each other, up to the name of a place."""
    ends = list(accumulate(lengths, initial=0))
    syllables = [core[start:end] for start, end in pairwise(ends)]
    named = next((at for at, syllable in enumerate(syllables) if at and syllable in _PLACES), len(syllables))
    return all(counts.times(one, two) >= _SEEN for one, two in pairwise(syllables[: named + 1]))


def _best_chance(
    core: str, start: int, end: int, before: dict[int, tuple[float, int]], counts: SyllableCounts
) -> tuple[float, int]:
    """The best chance of all ways to part `core` up to `end`, its last syllable from `start`; and where the syllable
    before that begins."""
    syllable = core[start:end]
    if not is_syllable(syllable) or not counts.known(syllable):
        return (0.0, 0)
    if start == 0:
        return (counts.chance(syllable), 0)
    ways = ((chance * counts.chance(syllable, core[begin:start]), begin) for begin, (chance, _) in before.items())
    return max(ways, default=(0.0, 0))
