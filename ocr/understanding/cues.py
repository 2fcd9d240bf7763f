"""Finding printed phrases in what was read, though letters were misread.

Phrases are compared without accents, case and punctuation, letter by letter, with a tolerance that grows with their
length. Very short ones ("Bà", "Tại") would match too much that way: those must be spelt as printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from rapidfuzz.distance import Levenshtein

from ocr.understanding.layout import Segment, Token
from terms.text import bare, same_spelling, squeeze

_OPENS_LINE = 4  # letters
_STRICT_LENGTH = 4
_TITLES = frozenset(("ong", "ba", "anh", "chi"))
_NAME_ASKED = "ho"
_SHORT_WORD = 3  # letters
# So many words at most a translation has.
_TRANSLATED = 9
# A word of which less was read right is another one.
_ALIKE = 0.5


@dataclass(frozen=True)
class Phrase:
    """A phrase to look for. `words`: its folded words; `compact`: them without spaces; `colon`: one must follow, unless
    the phrase stands alone, as in a cell of a table."""

    printed: str
    words: tuple[str, ...]
    compact: str
    colon: bool

    @cached_property
    def padded(self) -> str:
        """Its words with a space before, between and after: what is looked for in a folded text."""
        return f" {' '.join(self.words)} "

    @property
    def slack(self) -> int:
        """How many letters may be misread."""
        length = len(self.compact)
        if length <= _STRICT_LENGTH + (len(self.words) == 1):
            return 0  # "Chứng" is no misread "Chồng"
        return 1 if length <= 8 else 2 if length <= 13 else round(length * 0.17)


@dataclass(frozen=True)
class Match:
    """Where a phrase stands in a segment: tokens `start` to `end`; `closeness` 1 if no letter differs."""

    phrase: Phrase
    segment: Segment
    start: int
    end: int
    closeness: float


@lru_cache(maxsize=4096)
def phrase(printed: str) -> Phrase:
    text = squeeze(printed)
    words = tuple(bare(text).split())
    return Phrase(text.rstrip(":").rstrip(), words, "".join(words), text.endswith(":"))


def closeness(left: str, right: str) -> float:
    """How alike two folded texts are, 0 to 1, spaces aside."""
    return float(Levenshtein.normalized_similarity(left.replace(" ", ""), right.replace(" ", "")))


def find(phrases: Iterable[Phrase], segments: Sequence[Segment]) -> list[Match]:
    """Every place where one of the phrases stands; where several overlap, only the longest."""
    by_first: dict[str, list[Phrase]] = {}
    for one in phrases:
        if one.words:
            by_first.setdefault(one.words[0], []).append(one)
    found: list[Match] = []
    for segment in segments:
        found += _longest(list(_in_segment(by_first, segment)))
    return found


def stands_in(printed: str, key: str) -> bool:
    """True if the phrase stands in a folded text (`Sheet.key`), letter for letter; quick."""
    return phrase(printed).padded in f" {key} "


def _in_segment(by_first: dict[str, list[Phrase]], segment: Segment) -> Iterable[Match]:
    yield from _names_asked(by_first.get(_NAME_ASKED, ()), segment)
    tokens = segment.tokens
    for start, token in enumerate(tokens):
        if not token.key:
            continue
        head = token.key.split(" ", 1)[0]
        for first in _like(head, tuple(by_first)):
            for one in by_first[first]:
                match = _at(one, segment, start)
                if match is not None:
                    yield match


def _names_asked(phrases: Iterable[Phrase], segment: Segment) -> Iterable[Match]:
    """The "Họ và tên:" that opens a line, its short first word misread: "nợ và tên:", "to tên/Full name:"."""
    first = segment.tokens[0]
    if not first.key.isalpha() or first.key == _NAME_ASKED or len(first.key) > _SHORT_WORD or ":" in first.text:
        return
    meant = Segment(
        segment.page, segment.index, segment.row, (replace(first, text="Họ", key=_NAME_ASKED), *segment.tokens[1:])
    )
    for one in phrases:
        if len(one.words) <= 2:
            continue  # "Ký tên:"
        match = _at(one, meant, 0)
        if match is not None and followed_by_colon(segment.tokens, match.end):
            yield Match(one, segment, 0, match.end, match.closeness - 1 / len(one.compact))


@lru_cache(maxsize=65536)
def _like(head: str, firsts: tuple[str, ...]) -> tuple[str, ...]:
    """The first words of phrases that `head` may be, misread or glued to the word after it."""
    return tuple(
        first
        for first in firsts
        if first == head
        or (len(first) > 2 and Levenshtein.distance(first, head, score_cutoff=1) <= 1)
        or (len(first) > 1 and len(head) > len(first) and head.startswith(first))
        or (len(first) > 4 and Levenshtein.distance(first, head, score_cutoff=2) <= 2)
    )


def _at(one: Phrase, segment: Segment, start: int) -> Match | None:
    tokens = segment.tokens
    best: tuple[int, int] | None = None
    text, used, end = "", 0, start
    while end < len(tokens) and len(text) <= len(one.compact) + one.slack:
        if text and ":" in tokens[end - 1].text and ":" not in one.printed:
            break  # what stands behind a colon answers the label and is no part of it
        if text and tokens[end].text.startswith("(") and "(" not in one.printed and "/" not in one.printed:
            break  # so is a note in brackets
        text += tokens[end].key.replace(" ", "")
        end += 1
        if tokens[end - 1].key:
            used += 1
        if len(text) < len(one.compact) - one.slack:
            continue
        distance = Levenshtein.distance(text, one.compact, score_cutoff=one.slack)
        if distance <= one.slack and (best is None or distance < best[0]):
            best = (distance, end)
    if best is None:
        return None
    distance, end = best
    if distance and any(token.key.isdigit() and token.key not in one.words for token in tokens[start:end]):
        return None  # "Sinh ngày 03 tháng 4 năm" is no misread "Sinh ngày, tháng, năm"
    if distance and "," not in one.printed and any("," in token.text for token in tokens[start : end - 1]):
        return None  # "Hòa Bình, ngày 08" is no misread "Sinh ngày"
    if distance and _in_two_cases(one, tokens[start:end]):
        return None  # "Họ và tên LƯƠNG" is no misread "Họ và tên chồng"
    if distance and not (_word_for_word(one, tokens[start:end]) and _looks_alike(one, tokens[start:end])):
        return None
    if (len(one.compact) <= _STRICT_LENGTH or set(one.words) <= _TITLES) and not _spelt(one, tokens[start:end]):
        return None  # "Ông Bá" is no "Ông bà"
    if one.colon and not followed_by_colon(tokens, end) and not (start <= 1 and end == len(tokens)):
        return None
    return Match(one, segment, start, end, 1 - distance / max(1, len(one.compact)))


def followed_by_colon(tokens: Sequence[Token], end: int) -> bool:
    """True if a colon ends the phrase or is the next thing printed, a note or a translation aside ("Công dân (1):",
    "Người cha / Father:")."""
    if end < len(tokens) and tokens[end].text[:1] in "(/[" and not (end and ":" in tokens[end - 1].text):
        return any(":" in token.text for token in tokens[end : end + _TRANSLATED])
    return (end > 0 and ":" in tokens[end - 1].text) or (end < len(tokens) and tokens[end].text.startswith(":"))


def _in_two_cases(one: Phrase, tokens: Sequence[Token]) -> bool:
    """True if a word that differs is in capitals and others are not: it belongs to the answer. Not where the label has
    an abbreviation, which may be what was misread."""
    if any(word.isupper() for word in one.printed.split() if len(word) > 1):
        return False
    worded = [token for token in tokens if len(token.key) > 1]
    other = [token for token in worded if token.text.isupper() and token.key not in one.words]
    return bool(other) and not all(token.text.isupper() for token in worded)


def _word_for_word(one: Phrase, tokens: Sequence[Token]) -> bool:
    """In a short phrase a misread letter must not be the border of another word: "Hoàng" is no "Hộ ông"."""
    words = [word for token in tokens for word in token.key.split()]
    if _other_words(words, one.words):
        return False
    if len(one.compact) > 10:
        return True
    if len(words) != len(one.words):
        return False
    differing = [word for read, word in zip(words, one.words, strict=True) if read != word]
    # "Họ và tế": the one short word that differs stands behind two that are right.
    return all(len(word) > 3 for word in differing) or (
        len(words) > 2 and len(differing) == 1 and len(differing[0]) == 3 and words[0] == one.words[0]
    )


def _other_words(read: Sequence[str], printed: Sequence[str]) -> bool:
    """True if whole words differ: "Họ và tên người" is no misread "Họ và tên người mẹ", and "Họ và tên" above "Năm
    sinh" no "Họ và tên khai sinh"."""
    if len(read) == len(printed):
        pairs = zip(read, printed, strict=True)
        return any(left != right and Levenshtein.normalized_similarity(left, right) < _ALIKE for left, right in pairs)
    fewer, more = sorted((tuple(read), tuple(printed)), key=len)
    return len(more) == len(fewer) + 1 and any(more[:at] + more[at + 1 :] == fewer for at in range(len(more)))


def _looks_alike(one: Phrase, tokens: Sequence[Token]) -> bool:
    """Where a letter differs, the marks must not differ all over as well: "Nam, tỉnh" is no "Năm sinh"."""
    printed = "".join(letter for letter in one.printed.lower() if letter.isalnum())
    read = "".join(letter for token in tokens for letter in token.text.lower() if letter.isalnum())
    return Levenshtein.normalized_similarity(printed, read) >= (0.7 if len(one.compact) <= 14 else 0.6)


def spelt(match: Match) -> bool:
    """True if the phrase is printed with all its marks: "Sổ đăng ký" is no "Số đăng ký"."""
    return _spelt(match.phrase, match.segment.tokens[match.start : match.end])


def _spelt(one: Phrase, tokens: Sequence[Token]) -> bool:
    printed = squeeze("".join(letter if letter.isalnum() else " " for letter in one.printed))
    read = squeeze("".join(letter if letter.isalnum() else " " for letter in " ".join(token.text for token in tokens)))
    return same_spelling(printed, read)


def _worth(match: Match) -> float:
    """Its letters, as far as they fit; a few more where it opens its line, as labels do: in "Số đăng ký khai sinh Ngày
    đăng ký" read as one line stands no "Đăng ký khai sinh ngày". A figure before it ("1. Thửa đất số") is no word."""
    opens = match.start == 0 or (match.start == 1 and match.segment.tokens[0].key.isdigit())
    return len(match.phrase.compact) * match.closeness**2 + (_OPENS_LINE if opens else 0)


def _longest(matches: list[Match]) -> list[Match]:
    ranked = sorted(matches, key=lambda match: (-round(_worth(match)), match.start))
    kept: list[Match] = []
    for match in ranked:
        if all(match.end <= other.start or other.end <= match.start for other in kept):
            kept.append(match)
    return sorted(kept, key=lambda match: match.start)
