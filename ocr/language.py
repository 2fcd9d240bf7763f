"""Marks that the recogniser was unsure of, settled by what stands around the word.

Tesseract loses or mixes up the marks of Vietnamese letters ("quyên" for "quyền", "chỉ phí" for "chi phí"). A doubtful
syllable is weighed against all that differ from it in nothing but their marks: how likely each stands between its
neighbours, and how likely it is read as what was read. Only a clear winner replaces the reading, which stays recorded
in `Word.first`; a replaced word is never so sure that nobody would look. Names, numbers, dates, amounts and codes stay
as they were read (`ocr.untouched`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ocr.model import Word
from ocr.syllable_counts import NUMBER, SyllableCounts, syllable_counts
from ocr.untouched import untouched
from terms.text import fold, nfc, spelling_key

_SURE, _FAIRLY_SURE = 0.985, 0.9
_MARGIN, _MARGIN_OF_SURE = 20.0, 100.0
# How often the turn of phrase must be known that a word is changed for; capitals may be those of names.
_SEEN, _OFTEN = 3, 10
_FORMULA: Final = 1000
_FAR: Final = 5
_STILL_DOUBTED: Final = 0.85
_PARTS: Final = re.compile(r"^([^\w]*)([^\W\d_]+)([^\w]*)$")
_BREAKS: Final = frozenset(".,;:!?()[]{}\"“”'‘’«»/…")
_TONES: Final = "\u0300\u0301\u0303\u0309\u0323"
# How often a mark is read for another where a line is read badly: from papers drawn and worn for the purpose.
_TONE_LOST, _TONE_GAINED, _TONE_CHANGED, _LETTER_CHANGED = 0.010, 0.002, 0.006, 0.004
# Of marks that look alike, and where the recogniser knows the wrong word better than the right one.
_TAKEN_FOR_ALIKE, _TAKEN_FOR_COMMONER, _COMMONER = 0.1, 0.5, 3.0
_CIRCUMFLEX: Final = frozenset("âêô")
_ACUTE, _HOOK = "\u0301", "\u0309"
# The recogniser takes these for each other however sure it is (read, meant): the first is the likelier word to it.
_MIXED_UP: Final = {("chỉ", "chi"): 0.5}
_TWO_SCHOOLS: Final = ("oa", "oe", "uy")
# Years have one of ten stems and one of twelve branches, of which only every other pair occurs. No model for
# Vietnamese knows the letter ỵ, but of these five stems no branch but Tỵ is written like it ("Ất Tỵ" is 2025).
_BRANCH, _STEMS = "Tỵ", {"at": "Ất", "dinh": "Đinh", "ky": "Kỷ", "tan": "Tân", "quy": "Quý"}
_OF_YEARS: Final = frozenset(("nam", "tet", "xuan", "tuoi", "dan"))


@dataclass(frozen=True)
class _Token:
    """A word as the model sees it: the `key` of its letters (None: nothing it knows of) between signs."""

    before: str
    core: str
    after: str
    key: str | None
    confidence: float
    may_change: bool

    @property
    def mixed_up(self) -> bool:
        return any(self.key == read for read, _ in _MIXED_UP)


def settled(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words of a page, doubtful marks settled. Words of one line follow each other, as in `PageReading`."""
    counts = syllable_counts()
    tokens = [_token(word, fixed) for word, fixed in zip(words, untouched(words), strict=True)]
    result = list(words)
    for start, end in _runs(words, tokens):
        for at, key, chance in _settle(tokens[start:end], counts):
            word, token = words[start + at], tokens[start + at]
            text = token.before + _spelt(key, token.core, counts) + token.after
            result[start + at] = _replaced(word, text, min(chance, _STILL_DOUBTED))
    _settle_years(result, tokens)
    return tuple(result)


def _token(word: Word, fixed: bool) -> _Token:
    parts = _PARTS.match(word.text)
    # What is known for certain, or has been read twice already, is left alone; not what was only cut or joined.
    free = not fixed and word.confidence < 1 and (word.first is None or word.text.strip(".,;:") in word.first)
    if parts is not None:
        before, core, after = parts.groups()
        return _Token(before, core, after, spelling_key(core), word.confidence, free and len(core) > 1)
    if any(letter.isdigit() for letter in word.text):
        return _Token("", word.text, word.text[-1:], NUMBER, word.confidence, False)
    return _Token("", word.text, "", None, word.confidence, False)


def _replaced(word: Word, text: str, confidence: float) -> Word:
    return replace(word, text=text, confidence=round(confidence, 3), first=word.first or word.text)


def _runs(words: Sequence[Word], tokens: Sequence[_Token]) -> Iterator[tuple[int, int]]:
    """The words by runs that nothing interrupts: no sign, no new block; text goes on from line to line."""
    start = 0
    for at in range(1, len(tokens) + 1):
        if at == len(tokens) or _broken(words[at - 1], words[at], tokens[at - 1], tokens[at]) or _name_at(at, tokens):
            yield start, at
            start = at


def _name_at(at: int, tokens: Sequence[_Token]) -> bool:
    """Whether a name begins here: two capitals behind a small letter."""
    pair = tokens[at : at + 2]
    return len(pair) == 2 and tokens[at - 1].core.islower() and all(token.core.istitle() for token in pair)


def _broken(one: Word, two: Word, left: _Token, right: _Token) -> bool:
    if left.key is None or right.key is None or not _BREAKS.isdisjoint(left.after + right.before):
        return True
    # Text goes on in the next line of its block; a line that begins with a capital may be something of its own.
    return one.line != two.line and (one.block != two.block or not right.core[:1].islower())


def _settle(run: Sequence[_Token], counts: SyllableCounts) -> Iterator[tuple[int, str, float]]:
    """What changes in a run of words: where, to which key, with what chance to be right."""
    keys = [token.key or "" for token in run]
    choices = [
        counts.alike(token.key) if token.key and token.may_change and _doubtful(at, run, keys, counts) else []
        for at, token in enumerate(run)
    ]
    for start, end in _stretches([bool(these) for these in choices]):
        fits = [
            {key: _read_as(token, key, counts) for key in {token.key or "", *these}}
            for token, these in zip(run[start:end], choices[start:end], strict=True)
        ]
        left, right = keys[start - 1] if start else None, keys[end] if end < len(run) else None
        beliefs = _beliefs(fits, left, right, counts)
        best = [max(belief.items(), key=lambda item: item[1])[0] for belief in beliefs]
        around = [left or "", *best, right or ""]
        for at, (key, belief) in enumerate(zip(best, beliefs, strict=True)):
            token, read = run[start + at], keys[start + at]
            margin = _MARGIN_OF_SURE if token.confidence >= _SURE else _MARGIN
            if key == read or belief[key] <= margin * belief[read]:
                continue
            before, after = around[at], around[at + 2]
            as_read = (
                start + at > 0 and before == keys[start + at - 1],
                after in keys[start + at + 1 : start + at + 2],
            )
            times = counts.times(before, key), counts.times(key, after)
            if _known_well(token, times, as_read):
                yield start + at, key, belief[key]


def _known_well(token: _Token, times: tuple[int, int], as_read: tuple[bool, bool]) -> bool:
    """Whether a changed word is known well enough beside its neighbours. `times`: how often it stands behind the one
    and before the other; `as_read`: whether they stand as they were read."""
    if token.core.islower():
        return max(times) >= (_OFTEN if token.confidence >= _FAIRLY_SURE else _SEEN)
    # Capitals may be those of names, and two guesses do not make each other surer.
    enough = (_OFTEN if read else _FORMULA for read in as_read)
    return any(often >= least for often, least in zip(times, enough, strict=True))


def _doubtful(at: int, run: Sequence[_Token], keys: Sequence[str], counts: SyllableCounts) -> bool:
    """Whether a word was read with doubt, or another stands far oftener between its neighbours."""
    if run[at].confidence < _SURE or run[at].mixed_up:
        return True
    before, after = keys[at - 1] if at else "", keys[at + 1] if at + 1 < len(keys) else ""
    often = counts.times(before, keys[at]) + counts.times(keys[at], after)
    return any(
        counts.times(before, key) + counts.times(key, after) > _FAR * (often + 1) for key in counts.alike(keys[at])
    )


def _stretches(doubtful: Sequence[bool]) -> Iterator[tuple[int, int]]:
    start: int | None = None
    for at, doubt in enumerate((*doubtful, False)):
        if doubt and start is None:
            start = at
        elif not doubt and start is not None:
            yield start, at
            start = None


def _beliefs(
    fits: Sequence[dict[str, float]], left: str | None, right: str | None, counts: SyllableCounts
) -> list[dict[str, float]]:
    """The chance of each choice for each word of a doubtful stretch, given all the others (forward-backward).

    `fits`: for each word its choices and how well each fits what was read; `left` and `right`: the words around.
    """
    forward: list[dict[str, float]] = []
    for fit in fits:
        if forward:
            before = forward[-1]
            now = {key: fit[key] * sum(before[one] * counts.chance(key, one) for one in before) for key in fit}
        else:
            now = {key: fit[key] * counts.chance(key, left) for key in fit}
        forward.append(_scaled(now))
    backward: list[dict[str, float]] = []
    for at in range(len(fits) - 1, -1, -1):
        if backward:
            after, fit = backward[-1], fits[at + 1]
            now = {key: sum(counts.chance(one, key) * fit[one] * after[one] for one in after) for key in fits[at]}
        else:
            now = {key: counts.chance(right, key) if right is not None else 1.0 for key in fits[at]}
        backward.append(_scaled(now))
    backward.reverse()
    return [_scaled({key: one[key] * two[key] for key in one}) for one, two in zip(forward, backward, strict=True)]


def _scaled(chances: dict[str, float]) -> dict[str, float]:
    whole = sum(chances.values())
    return {key: chance / whole for key, chance in chances.items()}


def _read_as(token: _Token, key: str, counts: SyllableCounts) -> float:
    """The chance that `key` is read as what was read, up to a factor that all keys share."""
    read = token.key or ""
    if key == read:
        return max(token.confidence, 0.3)
    if (read, key) in _MIXED_UP:
        return _MIXED_UP[read, key]
    (plain, tone), (read_plain, read_tone) = _without_tone(key), _without_tone(read)
    alike = _look_alike(plain, tone, read_tone)
    if alike and plain == read_plain and counts.chance(read) > _COMMONER * counts.chance(key):
        return _TAKEN_FOR_COMMONER
    chance = (1.02 - token.confidence) / 0.05
    if alike:
        chance *= _TAKEN_FOR_ALIKE
    elif tone != read_tone:
        chance *= _TONE_CHANGED if tone and read_tone else _TONE_LOST if tone else _TONE_GAINED
    for one, two in zip(plain, read_plain, strict=False):
        if one != two:
            chance *= _LETTER_CHANGED
    return min(chance, 0.3)


def _look_alike(plain: str, tone: str, read: str) -> bool:
    """Whether `tone` on the letters `plain` looks like the tone `read` on good print too: a hook above a circumflex
    like an acute, the dot of an i like a hook."""
    if tone == _HOOK and read == _ACUTE:
        return not _CIRCUMFLEX.isdisjoint(plain)
    return not tone and read == _HOOK and "i" in plain


def _without_tone(key: str) -> tuple[str, str]:
    parts = unicodedata.normalize("NFD", key)
    tone = "".join(mark for mark in parts if mark in _TONES)
    return nfc("".join(letter for letter in parts if letter not in _TONES)), tone


def _spelt(key: str, core: str, counts: SyllableCounts) -> str:
    """`key` as it is printed where `core` was read: in its case, its tone where the school of `core` puts it."""
    text = counts.printed(key)
    plain, tone = _without_tone(key)
    marked = [at for at, letter in enumerate(core) if _without_tone(letter)[1]]
    if tone and plain.endswith(_TWO_SCHOOLS) and len(marked) == 1 and marked[0] >= len(plain) - 2:
        at = marked[0]
        text = plain[:at] + nfc(plain[at] + tone) + plain[at + 1 :]
    if core.isupper() and len(core) > 1:
        return text.upper()
    return text[:1].upper() + text[1:] if core[:1].isupper() else text


def _settle_years(words: list[Word], tokens: Sequence[_Token]) -> None:
    """The branch Tỵ after a stem that goes with it, where a year is spoken of."""
    for at in range(1, len(words)):
        stem, branch = tokens[at - 1], tokens[at]
        if (
            len(branch.core) != 2
            or fold(branch.core) != "ty"
            or fold(stem.core) not in _STEMS
            or stem.after
            or branch.before
        ):
            continue
        around = {fold(token.core) for token in tokens[max(0, at - 4) : at + 4]}
        if not around & _OF_YEARS:
            continue
        for place, right in ((at - 1, _STEMS[fold(stem.core)]), (at, _BRANCH)):
            word, token = words[place], tokens[place]
            if token.core.istitle() and token.core != right:
                words[place] = _replaced(word, token.before + right + token.after, _STILL_DOUBTED)
