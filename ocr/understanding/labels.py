"""Labels on a paper and the words they lead to.

A form says "Họ và tên: …", several times on a line, in two columns, with the value below or running on over the next
line. Here every label of a kind is found, the parts of the paper that repeat labels (wife, husband) are marked off, and
for each label the words that answer it are gathered: from it to the next label, in its column.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ocr.understanding.cues import Match, Phrase, find, followed_by_colon, phrase
from ocr.understanding.layout import Segment, Sheet, Token
from ocr.understanding.values import is_blank
from terms.kinds import FieldSpec, Kind

# Labels that end a value on any paper.
_COMMON = (
    "Sinh năm", "Sinh ngày", "Năm sinh", "Giới tính", "Quốc tịch", "Dân tộc", "Tôn giáo", "Ngày cấp", "Nơi cấp",
    "Cấp ngày", "Điện thoại", "Số điện thoại", "Email", "Nghề nghiệp", "Chức vụ", "Mã số thuế", "CCCD số", "CMND số",
    "Nơi cư trú", "Địa chỉ", "Ghi chú",
)  # fmt: skip
_ENUMERATOR = re.compile(
    r"^[\W_]*(?:[0-9]{1,2}|[IVX]{1,4}|[a-zđA-ZĐ])(?:\.[0-9]{1,2})?[.)/:][\W_]*$|^[\W_]+$|^\([0-9a-z]{1,2}\)$"
)
_WRAPPING = ("text", "place", "authority", "person_or_body")


@dataclass(frozen=True)
class Area:
    """Where a section of the paper lies: rows of pages and a column."""

    name: str
    start: tuple[int, int]
    end: tuple[int, int]
    left: float
    right: float

    def holds(self, segment: Segment, position: tuple[int, int], at: float) -> bool:
        return self.start <= position < self.end and self.left <= at < self.right


@dataclass(frozen=True)
class Label:
    """A label of the paper. `strength`: how surely it is one and no words in a sentence."""

    match: Match
    position: tuple[int, int]
    strength: float

    @property
    def left(self) -> float:
        return self.match.segment.tokens[self.match.start].left

    @property
    def tokens(self) -> tuple[Token, ...]:
        return self.match.segment.tokens[self.match.start : self.match.end]


@dataclass(frozen=True)
class Answer:
    """The words that answer a label. `left_empty`: the form's line was left blank, as far as one can see."""

    label: Label
    tokens: tuple[Token, ...]
    page: int
    left_empty: bool


@dataclass
class Form:
    """All labels of a document of one kind."""

    kind: Kind
    sheets: Sequence[Sheet]
    labels: list[Label] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)

    @cached_property
    def by_segment(self) -> dict[tuple[int, int], list[Label]]:
        table: dict[tuple[int, int], list[Label]] = {}
        for label in self.labels:
            table.setdefault((label.position[0], label.match.segment.index), []).append(label)
        return table

    def labels_for(self, spec: FieldSpec) -> list[Label]:
        """The labels that may lead to the field, the likeliest first."""
        wanted = {phrase(cue).compact for cue in spec.cues}
        found = [label for label in self.labels if label.match.phrase.compact in wanted and self._fits(label, spec)]
        order = {phrase(cue).compact: index if spec.ranked else 0 for index, cue in enumerate(spec.cues)}
        return sorted(
            found, key=lambda label: (-round(label.strength, 1), order[label.match.phrase.compact], label.position)
        )

    def in_printed_order(self, spec: FieldSpec) -> list[Label]:
        return sorted(self.labels_for(spec), key=lambda label: (label.position, label.left))

    def answer(self, label: Label, spec: FieldSpec) -> Answer:
        """The words that answer the label."""
        sheet = self.sheets[label.position[0]]
        segment = label.match.segment
        column = self._column(label)
        tokens = self._rest_of_segment(segment, _after_label(segment.tokens, label.match.end), label.position[0])
        complete = not self._label_after(label)
        if complete:
            tokens += self._rest_of_row(sheet, segment, label.position[0], column)
        blank = is_blank(" ".join(token.text for token in tokens))
        if blank and not tokens and complete:
            tokens = self._below(sheet, label, column, spec)
            blank = not tokens
        if tokens and not blank and complete and spec.type in _WRAPPING:
            tokens += self._wrapped(sheet, tokens, label, column, spec)
        return Answer(label, tuple(tokens), sheet.number, blank and complete)

    def _fits(self, label: Label, spec: FieldSpec) -> bool:
        if spec.section == "*":
            return True
        inside = self._area_of(label)
        if spec.section is not None:
            known = any(area.name == spec.section for area in self.areas)
            return inside == spec.section or (not known and inside is None)
        return inside is None or self._opens_area(label)

    def _area_of(self, label: Label) -> str | None:
        for area in reversed(self.areas):
            if area.holds(label.match.segment, label.position, label.left + 1):
                return area.name
        return None

    def _opens_area(self, label: Label) -> bool:
        return any(area.start == label.position and area.left <= label.left + 1 < area.right for area in self.areas)

    def _column(self, label: Label) -> tuple[float, float]:
        for area in self.areas:
            if area.holds(label.match.segment, label.position, label.left + 1):
                return area.left, area.right
        return float("-inf"), float("inf")

    def _rest_of_segment(self, segment: Segment, start: int, sheet: int) -> list[Token]:
        end = len(segment.tokens)
        for other in self.by_segment.get((sheet, segment.index), []):
            if other.match.start >= start:
                end = min(end, _before_enumerator(segment.tokens, other.match.start, start))
        return list(segment.tokens[start:end])

    def _label_after(self, label: Label) -> bool:
        labels = self.by_segment.get((label.position[0], label.match.segment.index), [])
        return any(other.match.start >= label.match.end for other in labels)

    def _rest_of_row(self, sheet: Sheet, segment: Segment, page: int, column: tuple[float, float]) -> list[Token]:
        """What stands further right on the row, up to the next label or column."""
        taken: list[Token] = []
        edge = segment.right
        for other in sheet.segments:
            if other.row != segment.row or other.left < edge - 2 or other.index == segment.index:
                continue
            if other.left >= column[1] or other.left - edge > 0.25 * sheet.page.width:
                break
            labels = self.by_segment.get((page, other.index), [])
            if labels and _starts(labels[0]):
                break
            taken += self._rest_of_segment(other, 0, page)
            if labels:
                break
            edge = other.right
        return taken

    def _below(self, sheet: Sheet, label: Label, column: tuple[float, float], spec: FieldSpec) -> list[Token]:
        """The line right below the label, if it is no label itself: cards print values there."""
        segment = label.match.segment
        for other in sheet.segments:
            if other.row <= segment.row or other.bottom <= segment.bottom:
                continue
            if other.top - segment.bottom > 2.0 * max(segment.height, sheet.line_height):
                return []
            start = label.left if _starts(label) else segment.left
            if other.left >= column[1] or other.right <= max(column[0], start - 2 * sheet.line_height):
                continue
            if other.left > label.left + 0.35 * sheet.page.width and other.left > segment.right:
                continue
            labels = self.by_segment.get((label.position[0], other.index), [])
            if labels and _starts(labels[0]):
                return []
            tokens = self._rest_of_segment(other, 0, label.position[0])
            if spec.type in _WRAPPING and not labels:
                tokens += self._wrapped(sheet, tokens, label, column, spec)
            return tokens
        return []

    def _wrapped(
        self, sheet: Sheet, tokens: Sequence[Token], label: Label, column: tuple[float, float], spec: FieldSpec
    ) -> list[Token]:
        """What the value goes on with on the next lines."""
        taken: list[Token] = []
        last = tokens[-1]
        margin = min(sheet.right, column[1])
        for _line in range(3):
            below = self._next_line(sheet, last, column)
            if below is None or below.left < label.left - 4 * sheet.line_height:
                break
            labels = self.by_segment.get((label.position[0], below.index), [])
            if (labels and _starts(labels[0])) or _is_enumerator(below.tokens[0].text):
                break
            open_end = last.text.endswith((",", "-", "–", ";"))
            reached = last.right > margin - max(0.12 * sheet.page.width, 4 * sheet.line_height)
            small = below.text[:1].islower()
            loose = self.kind.structure == "card" and spec.type == "place"
            if not (loose or open_end or (reached and (small or below.text[:1].isdigit() or len(below.tokens) <= 4))):
                break
            if below.capital and not label.match.segment.capital and not last.text.isupper():
                break
            more = self._rest_of_segment(below, 0, label.position[0])
            taken += more
            if labels or not more:
                break
            last = more[-1]
        return taken

    def _next_line(self, sheet: Sheet, last: Token, column: tuple[float, float]) -> Segment | None:
        for other in sheet.segments:
            if other.middle <= last.middle + 0.5 * last.height:
                continue
            if other.top - last.bottom > 1.5 * max(last.height, sheet.line_height):
                return None
            if column[0] - 5 <= other.left < column[1] and other.left < last.right:
                return other
        return None


def read_form(kind: Kind, sheets: Sequence[Sheet], title: Sequence[Segment] = ()) -> Form:
    """The labels and sections of a document. `title`: the lines of its title, whose words are no labels."""
    texts = [cue for spec in kind.fields for cue in (*spec.cues, *spec.not_cues, *spec.confirmed_by)]
    openers = {phrase(text).compact: name for name, cues in kind.sections.items() for text in cues}
    texts += [*kind.other_labels, *(text for cues in kind.sections.values() for text in cues), *_COMMON]
    phrases: dict[str, Phrase] = {}
    for text in texts:
        one = phrase(text)
        # The same words with and without a colon: the looser wins, the colon then only makes it surer.
        if one.compact not in phrases or phrases[one.compact].colon:
            phrases[one.compact] = one
    form = Form(kind, sheets)
    skipped = {id(segment) for segment in title}
    for index, sheet in enumerate(sheets):
        segments = [segment for segment in sheet.segments if id(segment) not in skipped]
        for match in find(phrases.values(), segments):
            strength = _strength(match)
            if strength > 0:
                form.labels.append(Label(match, (index, match.segment.row), strength))
    form.areas = _areas(form.labels, openers)
    return form


def _areas(labels: Sequence[Label], openers: dict[str, str]) -> list[Area]:
    """The sections, each from the first label that opens it to the next such label; two on one row are columns."""
    first: dict[str, Label] = {}
    for label in sorted(labels, key=lambda one: (one.position, one.left)):
        name = openers.get(label.match.phrase.compact)
        if name is not None and name not in first and label.strength >= 0.75 and _starts(label):
            first[name] = label
    ordered = sorted(first.items(), key=lambda item: (item[1].position, item[1].left))
    rows = sorted({label.position for _name, label in ordered})
    made = []
    for name, label in ordered:
        end = next((row for row in rows if row > label.position), (10_000, 0))
        beside = [other.left for _other, other in ordered if other.position == label.position]
        left = label.left - 1 if label.left > min(beside) else float("-inf")
        right = min((other - 1 for other in beside if other > label.left), default=float("inf"))
        # Columns may be set apart by a little: a value that starts left of its column's first label still belongs.
        made.append(Area(name, label.position, end, left - 40, right - 40))
    return made


def _strength(match: Match) -> float:
    """How surely the phrase is a label here: at the start of a line, before a colon, or as words in a sentence."""
    tokens = match.segment.tokens
    before = [token.text for token in tokens[: match.start]]
    at_start = all(_is_enumerator(text) for text in before)
    colon = followed_by_colon(tokens, match.end) or _colon_soon(tokens, match.end)
    following = tokens[match.end].text[:1] if match.end < len(tokens) else ""
    if len(match.phrase.compact) <= 4:
        if not (colon or following.isupper() or following.isdigit()):
            return 0.0
        return match.closeness * (1.0 if colon else 0.8 if at_start else 0.7)
    if at_start:
        return match.closeness * (1.0 if colon else 0.85)
    if colon:
        return match.closeness * 0.95
    first = tokens[match.start].text
    parted = before[-1][-1:] in ",;:.-–)" if before else True
    if first[:1].isupper() and (parted or len(match.phrase.words) > 1):
        return match.closeness * (0.7 if parted else 0.6)
    several = len(match.phrase.words) > 1
    return match.closeness * 0.5 if several and (parted or following.isdigit()) else 0.0


def _colon_soon(tokens: Sequence[Token], end: int) -> bool:
    """A bracket or a translation may stand between the label and its colon."""
    if end >= len(tokens) or tokens[end].text[:1] not in "(/[":
        return False
    return any(":" in token.text for token in tokens[end : end + 9])


def _after_label(tokens: Sequence[Token], end: int) -> int:
    """Where the answer begins: past the colon, and past a bracket or a translation before it."""
    if end < len(tokens) and tokens[end].text[:1] in "(/[":
        for index in range(end, min(len(tokens), end + 9)):
            if ":" in tokens[index].text:
                return index + 1
            if tokens[index].text.endswith((")", "]")) and tokens[end].text[:1] in "([":
                end = index + 1
                break
    if end < len(tokens) and is_blank(tokens[end].text) and tokens[end].text.startswith(":"):
        end += 1
    return end


def _before_enumerator(tokens: Sequence[Token], at: int, start: int) -> int:
    """The place before a label's own number ("… 4. Quốc tịch"), so that it does not end up in the value before."""
    while at > start and re.match(r"^(?:[0-9]{1,2}|[a-zđ])[.)/]$", tokens[at - 1].text):
        at -= 1
    return at


def _is_enumerator(text: str) -> bool:
    return bool(_ENUMERATOR.match(text))


def _starts(label: Label) -> bool:
    """True if the label begins its segment (after an enumerator)."""
    return all(_is_enumerator(token.text) for token in label.match.segment.tokens[: label.match.start])
