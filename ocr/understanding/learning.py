"""Learning printed labels from what people corrected.

Where a person's value stands on the page and the machine missed it or took another, the phrase printed before it (or
above it) is a label the catalogue does not know. It becomes a further cue of that field if several papers show it, if
it leads to the value a person confirmed wherever it stands, and if it is no label of anything else. What is learned is
adopted only if papers that nobody learned from are read better with it and no field of theirs is read worse.

A cue never holds anything personal: no digit, no word that the papers it was learned from bear as a value, no name.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ocr.model import FieldValue, PageReading
from ocr.understanding.classify import PageView, view
from ocr.understanding.cues import closeness, phrase, stands_in
from ocr.understanding.fields import lift_fields
from ocr.understanding.labels import is_enumerator
from ocr.understanding.layout import Segment, Sheet, Token, lay_out, text_of
from ocr.understanding.values import is_blank, read
from terms.kinds import Catalogue, FieldSpec, Kind
from terms.names import COMMONEST_SURNAMES, SPELT_SURNAMES
from terms.text import bare, fold, same_spelling, spelling_key

FEWEST_PAPERS: Final = 3
LEAST_PRECISION: Final = 0.95
_MOST_TRIES: Final = 30
_MOST_WORDS: Final = 8
_FEWEST_LETTERS: Final = 5
_MISREAD: Final = 0.85
_NEARLY: Final = 0.7
_SURE: Final = 0.9
_WORDED: Final = ("text", "name", "names", "place", "authority", "person_or_body")
_COMMONEST: Final = frozenset(map(fold, COMMONEST_SURNAMES))

FieldOfKind = tuple[str, str]
"""Code of a kind, name of one of its fields."""


@dataclass(frozen=True)
class ConfirmedPaper:
    """A paper as a person left it: its pages, its kind, and the values they answer for (None: the paper has none)."""

    pages: tuple[PageReading, ...]
    kind: str
    values: Mapping[str, str | None]


@dataclass(frozen=True)
class LearnedLabel:
    """A printed label that people's corrections led to.

    `papers`: how many bore it before their value; `right`, `wrong`: how the field was read with it on the papers where
    it stands.
    """

    kind: str
    field: str
    cue: str
    papers: int
    right: int
    wrong: int


@dataclass(frozen=True)
class Score:
    """How confirmed fields were read: `flagged` would be shown to a person, `silent` are wrong and would not."""

    fields: int = 0
    right: int = 0
    flagged: int = 0
    silent: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(
            self.fields + other.fields,
            self.right + other.right,
            self.flagged + other.flagged,
            self.silent + other.silent,
        )


Scores = Mapping[FieldOfKind, Score]


def total(scores: Scores) -> Score:
    """All fields together."""
    return sum(scores.values(), Score())


@dataclass(frozen=True)
class Lesson:
    """The labels to use from now on, and how the held-out papers were read before and after.

    `adopted`: they are read better. Otherwise `labels` are those that were known before.
    """

    labels: tuple[LearnedLabel, ...]
    before: Scores
    after: Scores

    @property
    def adopted(self) -> bool:
        return self.after is not self.before


@dataclass(frozen=True)
class _Seen:
    """A confirmed paper laid out."""

    paper: ConfirmedPaper
    views: tuple[PageView, ...]

    @property
    def sheets(self) -> Iterator[Sheet]:
        return (one.sheet for one in self.views)

    def bears(self, cue: str) -> bool:
        return any(stands_in(cue, sheet.key) for sheet in self.sheets)

    def says(self, spec: FieldSpec, fields: Mapping[str, FieldValue]) -> bool:
        """True if the field was read as the person left it."""
        return _same(fields[spec.name].value, self.paper.values[spec.name])

    def decided(self, kind: Kind) -> list[FieldSpec]:
        return [spec for spec in kind.fields if spec.name in self.paper.values]


def with_labels(catalogue: Catalogue, labels: Iterable[LearnedLabel]) -> Catalogue:
    """The catalogue with the learned labels as further cues of their fields; itself if there are none.

    A label of a kind or field that is no longer known is left out.
    """
    cues: dict[FieldOfKind, list[str]] = defaultdict(list)
    for label in labels:
        cues[label.kind, label.field].append(label.cue)
    return catalogue.with_cues(cues)


def learn(
    papers: Sequence[ConfirmedPaper],
    held_out: Sequence[ConfirmedPaper],
    catalogue: Catalogue,
    known: Sequence[LearnedLabel] = (),
    offered: Sequence[LearnedLabel] = (),
) -> Lesson:
    """What `papers` teach beyond `catalogue` and the labels `known` already, judged by `held_out`.

    `offered`: labels that other offices learned and share; they are held to the same as those found here.
    """
    present = with_labels(catalogue, known)
    tests = [one for paper in held_out if (one := _see(paper, present)) is not None]
    before = _scores(tests, present)
    found: list[LearnedLabel] = []
    for kind in present:
        seen = [one for paper in papers if paper.kind == kind.code and (one := _see(paper, present)) is not None]
        if len(seen) >= FEWEST_PAPERS:
            found += _of_kind(kind, seen, [label for label in offered if label.kind == kind.code])
    while found:
        after = _scores(tests, with_labels(present, found))
        kept = _harmless(found, before, after)
        if len(kept) == len(found):
            return Lesson((*known, *found), before, after)
        found = kept
    return Lesson((*known,), before, before)


def _harmless(found: Sequence[LearnedLabel], before: Scores, after: Scores) -> list[LearnedLabel]:
    """The labels that may stay: all, if the held-out papers of each kind are read better and no field of them worse."""
    worse = {one for one in before if after[one].right < before[one].right or after[one].silent > before[one].silent}
    if worse:
        kept = [label for label in found if (label.kind, label.field) not in worse]
        # A new label also ends the value before it: if none of the field itself is to blame, those of its kind are.
        blamed = {code for code, _name in worse}
        return kept if len(kept) < len(found) else [label for label in found if label.kind not in blamed]
    return [label for label in found if _gain(label.kind, before, after) > (0, 0)]


def _gain(kind: str, before: Scores, after: Scores) -> tuple[int, int]:
    """By how many the right fields of the kind grew and the flagged ones shrank."""
    was, now = (total({one: score for one, score in scores.items() if one[0] == kind}) for scores in (before, after))
    return now.right - was.right, was.flagged - now.flagged


def _see(paper: ConfirmedPaper, catalogue: Catalogue) -> _Seen | None:
    if paper.kind not in catalogue:
        return None
    views = tuple(one for page in paper.pages if not (one := view(lay_out(page), catalogue)).blank)
    return _Seen(paper, views) if views and not any("secret" in one.marks for one in views) else None


def _scores(seen: Sequence[_Seen], catalogue: Catalogue) -> Scores:
    scores: dict[FieldOfKind, Score] = defaultdict(Score)
    for one in seen:
        kind = catalogue[one.paper.kind]
        fields = lift_fields(kind, one.views).fields()
        for spec in one.decided(kind):
            right, sure = one.says(spec, fields), fields[spec.name].confidence >= _SURE
            scores[kind.code, spec.name] += Score(1, int(right), int(not sure), int(sure and not right))
    return scores


def _of_kind(kind: Kind, seen: Sequence[_Seen], offered: Sequence[LearnedLabel]) -> list[LearnedLabel]:
    """The labels of one kind that hold on the papers they were learned from."""
    read_now = [lift_fields(kind, one.views).fields() for one in seen]
    found: list[LearnedLabel] = []
    for spec in kind.fields:
        missed = [
            one
            for one, fields in zip(seen, read_now, strict=True)
            if one.paper.values.get(spec.name) and not one.says(spec, fields)
        ]
        bearers = _phrases_before(spec, missed)
        for label in offered:
            if label.field == spec.name:
                bearers.setdefault(label.cue, {number for number, one in enumerate(missed) if one.bears(label.cue)})
        found += _of_field(kind, spec, bearers, seen)
    cues = [phrase(label.cue).compact for label in found]
    return [label for label, cue in zip(found, cues, strict=True) if cues.count(cue) == 1 or _in_section(kind, label)]


def _of_field(
    kind: Kind, spec: FieldSpec, bearers: Mapping[str, set[int]], seen: Sequence[_Seen]
) -> Iterator[LearnedLabel]:
    """The labels of one field: again and again the phrase that most of the papers not yet explained bear."""
    left = {cue: set(papers) for cue, papers in bearers.items() if _is_free(cue, kind)}
    for _try in range(_MOST_TRIES):
        most = max(left, key=lambda cue: (len(left[cue]), len(cue)), default="")
        if len(left.get(most, ())) < FEWEST_PAPERS:
            return
        # The whole label rather than its last words: the longest phrase that ends so and that nearly as many bear.
        end = f" {bare(most)}"
        longer = [cue for cue in left if bare(cue).endswith(end) and len(left[cue]) >= _NEARLY * len(left[most])]
        cue = max(longer, key=len, default=most)
        papers = left.pop(cue)
        judged = _judged(kind, spec, cue, len(bearers[cue]), seen)
        if judged is not None:
            yield judged
            left = {other: borne - papers for other, borne in left.items()}


def _in_section(kind: Kind, label: LearnedLabel) -> bool:
    """True if the field has a part of the paper to itself, where the words of another's label may stand as well."""
    return kind.field(label.field).section not in (None, "*")


def _phrases_before(spec: FieldSpec, missed: Sequence[_Seen]) -> dict[str, set[int]]:
    """Every phrase that stands before the value a person gave, and the numbers of the papers where it does."""
    bearers: dict[str, set[int]] = defaultdict(set)
    spelt: dict[str, Counter[str]] = defaultdict(Counter)
    for number, one in enumerate(missed):
        value = (one.paper.values[spec.name] or "").split("; ")[0]
        for sheet in one.sheets:
            for tokens in _before(sheet, spec, value):
                for words in _endings(tokens):
                    cue = " ".join(words)
                    if _is_impersonal(cue, one.paper.values.values()):
                        bearers[bare(cue)].add(number)
                        spelt[bare(cue)][cue] += 1
    return {spelt[key].most_common(1)[0][0]: numbers for key, numbers in bearers.items()}


def _before(sheet: Sheet, spec: FieldSpec, value: str) -> Iterator[tuple[Token, ...]]:
    """The words before each place where the value stands: left of it on its line or, where it begins one, the words
    beside it at the left, or above it."""
    for segment in sheet.segments:
        start = next((at for at in range(len(segment.tokens)) if _begins(segment.tokens, at, spec, value)), None)
        if start is None:
            continue
        if any(token.key for token in segment.tokens[:start]):
            yield segment.tokens[:start]
            continue
        beside = [other for other in sheet.segments if other.row == segment.row and other.right <= segment.left + 2]
        if beside:
            yield max(beside, key=lambda other: other.right).tokens
        above = _above(sheet, segment)
        if above is not None:
            yield above.tokens


def _above(sheet: Sheet, segment: Segment) -> Segment | None:
    """What stands right above the segment and begins where it does."""
    near = [
        other
        for other in sheet.segments
        if other.row < segment.row
        and 0 <= segment.top - other.bottom <= 2.0 * sheet.line_height
        and abs(other.left - segment.left) < 3 * sheet.line_height
    ]
    return max(near, key=lambda other: other.bottom, default=None)


def _begins(tokens: Sequence[Token], at: int, spec: FieldSpec, value: str) -> bool:
    """True if the value begins with the word at `at`: wholly on this line or, of several words, as far as it goes."""
    if not tokens[at].key:
        return False
    if spec.type in _WORDED:
        wanted = [spelling_key(word) for word in _words(value)]
        here = [spelling_key(word) for token in tokens[at:] for word in _words(token.text)]
        shared = min(len(wanted), len(here))
        return shared >= min(2, len(wanted)) and shared > 0 and here[:shared] == wanted[:shared]
    found = read(spec, text_of(tokens[at:]))
    return found is not None and found.start < len(tokens[at].text) and _same(found.text, value)


def _words(text: str) -> list[str]:
    """The words of a text as printed, without punctuation."""
    return "".join(letter if letter.isalnum() else " " for letter in text).split()


def _endings(tokens: Sequence[Token]) -> Iterator[tuple[str, ...]]:
    """The phrases that end where the tokens do, from one word to all of them back to a colon, the line's number or
    somebody's name."""
    words: list[str] = []
    named = _names_in(tokens)
    for number, token in reversed(list(enumerate(tokens))):
        if is_blank(token.text):
            if words:
                return
            continue
        if number in named or is_enumerator(token.text) or (words and ":" in token.text):
            return
        words.insert(0, token.text.rstrip(" :.…_") if not words else token.text)
        if not words[0]:
            return
        yield tuple(words)
        if len(words) == _MOST_WORDS:
            return


def _names_in(tokens: Sequence[Token]) -> set[int]:
    """The places of words that may be somebody's name: from a surname on, as long as words begin with capitals."""
    named: set[int] = set()
    for at, token in enumerate(tokens):
        word = token.text.strip(" .,:;()")
        goes_on = at - 1 in named and not tokens[at - 1].text.endswith((",", ":", ";"))
        begins = _is_surname(word) and tokens[at + 1 : at + 2] and tokens[at + 1].text[:1].isupper()
        if word[:1].isupper() and (goes_on or begins):
            named.add(at)
    return named


def _is_surname(word: str) -> bool:
    """True for a surname as it is spelt, and for the commonest with a misread accent."""
    return word.casefold() in SPELT_SURNAMES or (len(word) > 3 and fold(word) in _COMMONEST)


def _is_impersonal(cue: str, values: Iterable[str | None]) -> bool:
    """True if the cue is long enough for a label and holds no digit and no word of any value of the paper."""
    if any(letter.isdigit() for letter in cue) or len(phrase(cue).compact) < _FEWEST_LETTERS:
        return False
    borne = {word for value in values if value for word in bare(value).split()}
    return not borne & set(bare(cue).split())


def _is_free(cue: str, kind: Kind) -> bool:
    """True if the phrase is no label of the kind already, whatever field or part of the paper it belongs to."""
    taken = [text for spec in kind.fields for text in (*spec.cues, *spec.not_cues, *spec.confirmed_by)]
    taken += [*kind.other_labels, *(text for cues in kind.sections.values() for text in cues)]
    taken += [*kind.titles, *kind.not_titles]
    return phrase(cue).compact not in {phrase(text).compact for text in taken}


def _judged(kind: Kind, spec: FieldSpec, cue: str, papers: int, seen: Sequence[_Seen]) -> LearnedLabel | None:
    """The label, if by itself it leads to the value people confirmed, on the papers that bear the phrase."""
    alone = spec.model_copy(
        update={"cues": (cue,), "not_cues": (*spec.not_cues, *spec.cues), "zones": (), "anywhere": False}
    )
    fields = tuple(alone if one.name == spec.name else one for one in kind.fields)
    by_itself = kind.model_copy(update={"fields": fields})
    borne = [one for one in seen if spec.name in one.paper.values and one.bears(cue)]
    led = [(one.paper.values[spec.name], lift_fields(by_itself, one.views).fields()[spec.name].value) for one in borne]
    # Where nothing was read behind the label, it did neither good nor harm.
    found = [_led_right(spec, decided, value) for decided, value in led if value is not None]
    right, wrong = found.count(True), found.count(False)
    if right < FEWEST_PAPERS or right < LEAST_PRECISION * (right + wrong):
        return None
    return LearnedLabel(kind.code, spec.name, cue, papers, right, wrong)


def _led_right(spec: FieldSpec, decided: str | None, value: str | None) -> bool:
    """True if the label led to the value the person confirmed, a misread letter aside: that is no fault of its."""
    if _same(value, decided):
        return True
    return spec.type in _WORDED and closeness(bare(value or ""), bare(decided or "")) >= _MISREAD


def _same(read_value: str | None, decided: str | None) -> bool:
    return same_spelling(read_value or "", decided or "")
