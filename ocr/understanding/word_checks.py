"""Names and places by themselves: against the rest of the paper, and against the tables of administrative units."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz.distance import Levenshtein

from ocr.model import Finding
from ocr.understanding.classify import PageView
from ocr.understanding.draft import Draft
from ocr.understanding.values import is_body
from ocr.understanding.wording import MIXED_UP
from terms.addresses import hold_against_tables
from terms.names import is_name_syllable, is_usual, oddly_marked
from terms.text import fold, nfc, spelling_key

_FEWEST_WORDS = 2
# "Ông Hoàng Hạnh" may be Mr Hoàng Hạnh, or Hoàng Hạnh of the surname Ông, as often as it stands there.
_ONG = re.compile(r"(?:Ông|ÔNG)\s+$")


def name_findings(draft: Draft, views: Sequence[PageView]) -> list[Finding]:
    """How a name is spelt elsewhere on the paper; whether it was put right; whether its syllables are odd in a name."""
    found = []
    names = (draft.value or "").split("; ")
    spellings = [spelt_elsewhere(name, views) for name in names]
    others = [
        other
        for name, (_times, differing) in zip(names, spellings, strict=True)
        for other in differing
        if is_usual(other) or not is_usual(name)  # an odd spelling of a usual name is a misreading of it
    ]
    # A name put right to how it is spelt elsewhere on the paper needs to stand there but once.
    needed = 1 if draft.read_as else 2
    twice = all(times >= needed for times, _ in spellings)
    if others:
        found.append(Finding("name_twice", agrees=False, beside="; ".join(dict.fromkeys(others))))
    elif twice:
        found.append(Finding("name_twice", agrees=True))
    if draft.read_as and (others or not twice):
        found.append(Finding("surname", agrees=False, beside=draft.read_as))
    people = [name for name in names if not is_body(name)]
    if any(oddly_marked(name) or not MIXED_UP.isdisjoint(name.casefold().split()) for name in people):
        found.append(Finding("syllables", agrees=False))
    return found


def place_findings(draft: Draft) -> list[Finding]:
    """Whether commune, district and province are in the tables."""
    value = draft.value or ""
    held = hold_against_tables(value)
    if draft.read_as:
        return [Finding("place_spelling", agrees=False, beside=draft.read_as)]
    if hamlet := _hamlet_misspelt(value):
        return [Finding("place_spelling", agrees=False, beside=hamlet)]
    if held.spelt:
        return [Finding("place_spelling", agrees=False, beside=", ".join(held.spelt))]
    if held.near:
        return [Finding("place", agrees=False, beside=f"{held.unknown} → {' / '.join(held.near)}?")]
    if held.unknown:
        return [Finding("place_unknown", agrees=False, beside=held.unknown)]
    return [Finding("place", agrees=True)] if held.complete else []


# What an address may begin with below the commune.
_HAMLETS = ("thôn", "xóm", "ấp", "bản", "buôn", "làng", "tổ", "khu phố", "khóm", "khu", "số", "đường", "phố", "ngõ")


def _hamlet_misspelt(value: str) -> str:
    """The word for a hamlet, a quarter or a house number as it should be, where the address has it with other marks."""
    for part in nfc(value).split(","):
        words = part.split()
        for right in _HAMLETS:
            read = " ".join(words[: len(right.split())])
            if fold(read) == fold(right) and any(letter.isdigit() for letter in part):
                return right if spelling_key(read) != spelling_key(right) else ""
    return ""


def spelt_elsewhere(name: str, views: Sequence[PageView]) -> tuple[int, list[str]]:
    """How often the name stands on the pages as it is spelt, and the other spellings of the same letters."""
    key, folded = spelling_key(name), fold(name)
    if len(name.split()) < _FEWEST_WORDS:
        return 0, []
    pattern = re.compile(rf"(?<!\w){re.escape(folded)}(?!\w)")
    times, others = 0, []
    short = len(name.split()) == _FEWEST_WORDS
    for view in views:
        for segment in view.sheet.segments:
            for match in pattern.finditer(segment.folded):
                printed = nfc(segment.text)[match.start() : match.end()]
                if spelling_key(printed) == key:
                    times += not (short and _ONG.search(nfc(segment.text)[: match.start()]))
                elif not _without_marks(printed):
                    others.append(printed)
    return times, others


def misread_of(name: str, views: Sequence[PageView]) -> str | None:
    """The name of usual syllables, elsewhere on the pages, of which this one is a misreading by a letter in syllables
    that are none of names: the "MAT DIỆU NGÂN" of a form is the Mai Diệu Ngân who signed it. None if there is none, or
    more than one."""
    words = name.split()
    strange = [at for at, word in enumerate(words) if not is_name_syllable(word)]
    if not strange or len(words) - len(strange) < _FEWEST_WORDS:
        return None
    found = set()
    for view in views:
        for segment in view.sheet.segments:
            printed = [token.text.strip(".,;:") for token in segment.tokens]
            for start in range(len(printed) - len(words) + 1):
                other = printed[start : start + len(words)]
                if _is_meant(words, other):
                    found.add(nfc(" ".join(other)).title())
    return next(iter(found)) if len(found) == 1 else None


def _is_meant(read: Sequence[str], printed: Sequence[str]) -> bool:
    return all(
        is_name_syllable(right)
        and (
            spelling_key(right) == spelling_key(word)
            or (not is_name_syllable(word) and Levenshtein.distance(fold(word), fold(right), score_cutoff=1) <= 1)
        )
        for word, right in zip(read, printed, strict=True)
    )


def _without_marks(text: str) -> bool:
    """True for a name in a translation or a machine's zone, which has no marks at all."""
    return text.isascii()
