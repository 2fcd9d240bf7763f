"""The words that answer a form's labels.

A form says "Họ và tên: …", several times on a line, in two columns, with the value below or running on over the next
line. For each label the words that answer it are gathered: from it to the next label, in its column.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ocr.understanding.cues import phrase
from ocr.understanding.labels import Label, after_label, before_enumerator, find_labels, is_enumerator, label_end
from ocr.understanding.layout import Segment, Sheet, Token, text_of
from ocr.understanding.sections import Sections, Table, mark_off
from ocr.understanding.translations import is_translation, translation_end
from ocr.understanding.values import is_blank, is_dotted, read
from terms.kinds import FieldSpec, Kind
from terms.text import fold
from terms.units import province_named

# A line that begins with a label we do not know ("Tên giao dịch quốc tế: …").
_OWN_LABEL = re.compile(r"^[-–+*•]?\s?[^\W\d_a-zà-ỹ][^\W\d_]*(?:\s[^\W\d_]+){1,6}\s?(?:\([^)]*\)\s?)?:")
# So many labels side by side, and nothing between them, are the head of a table.
_HEADS = 2
_UNFINISHED_DATE = re.compile(r"(?:ngay|thang|nam)(?:\s+[0-9]{1,2})?\W*$")
_TITLES = ("ong", "ba", "anh", "chi")
_WRAPPING = ("text", "place", "authority", "person_or_body")


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
    sections: Sections = field(default_factory=Sections)

    @cached_property
    def by_segment(self) -> dict[tuple[int, int], list[Label]]:
        table: dict[tuple[int, int], list[Label]] = {}
        for label in self.labels:
            table.setdefault((label.position[0], label.segment.index), []).append(label)
        return table

    def labels_for(self, spec: FieldSpec) -> list[Label]:
        """The labels that may lead to the field, the likeliest first."""
        wanted = [phrase(cue) for cue in spec.cues]
        loose = {one.compact for one in wanted if not one.colon}
        strict = {one.compact for one in wanted if one.colon}
        found = [
            label
            for label in self.labels
            if (label.key in loose or (label.key in strict and (label.before_colon or label.alone)))
            and self._fits(label, spec)
        ]
        order = {phrase(cue).compact: index if spec.ranked else 0 for index, cue in enumerate(spec.cues)}
        titles = [order[key] for key in order if key in _TITLES]
        order |= {key: min(titles) for key in order if key in _TITLES}  # "Ông" and "Bà" rank alike
        return sorted(found, key=lambda label: (order[label.key], -round(label.strength, 1), label.position))

    def in_printed_order(self, spec: FieldSpec) -> list[Label]:
        return sorted(self.labels_for(spec), key=lambda label: (label.position, label.left))

    def answer(self, label: Label, spec: FieldSpec) -> Answer:
        """The words that answer the label."""
        if spec.section not in (None, "*") and (table := self.sections.table_of(label)) is not None:
            return self._in_table(table, label, spec)
        sheet = self.sheets[label.position[0]]
        segment = label.segment
        column = self._column(label)
        if (heads := self._cell_heads(label)) is not None:
            tokens = self._in_cell_below(sheet, label, heads)
            return Answer(label, tuple(tokens), sheet.number, not tokens)
        tokens = self._rest_of_segment(segment, self._answer_start(label), label.position[0])
        complete = not self._label_after(label)
        beside = self._rest_of_row(sheet, segment, label.position[0], column) if complete else []
        blank = is_blank(text_of(tokens + beside))
        if blank and complete and not is_dotted(text_of(tokens)):
            tokens, beside = self._below(sheet, label, column, spec), []
            blank = not tokens
        elif is_blank(text_of(tokens)) and beside and read(spec, text_of(beside)) is None:
            # Scraps of a seal beside it, or the heads of other columns: the value stands below.
            below = self._below(sheet, label, column, spec)
            if below and read(spec, text_of(below)) is not None:
                tokens, beside = below, []
        tokens += beside
        if tokens and not blank and complete:
            tokens += self._wrapped(sheet, tokens, label, column, spec)
        return Answer(label, tuple(tokens), sheet.number, blank and complete)

    def _cell_heads(self, label: Label) -> tuple[float, float] | None:
        """Left and right edge of the column that the label heads, if it is one of a row of labels with nothing between
        them: the head of a table whose cells the engine read as one line."""
        tokens = label.segment.tokens
        beside = sorted(
            self.by_segment.get((label.position[0], label.segment.index), []), key=lambda one: one.match.start
        )
        if len(beside) < _HEADS or any(":" in token.text for token in tokens):
            return None
        ends = [*(one.match.start for one in beside[1:]), len(tokens)]
        if beside[0].match.start > 0 or any(
            not all(is_blank(token.text) or token.text.startswith("(") for token in tokens[one.match.end : end])
            for one, end in zip(beside, ends, strict=True)
        ):
            return None
        at = beside.index(label)
        edges = [one.left for one in beside] + [float("inf")]
        return edges[at] - label.segment.height, edges[at + 1] - label.segment.height

    def _in_cell_below(self, sheet: Sheet, label: Label, edges: tuple[float, float]) -> list[Token]:
        """What stands below the label between the edges of its column, on the first row that has something there."""
        right = min(edges[1], label.right + 1.5 * sheet.line_height)
        for row in sheet.rows[label.segment.row + 1 : label.segment.row + 4]:
            # On a page that leans the head's other cells may stand on a row of their own.
            cells = [segment for segment in row if not self.by_segment.get((label.position[0], segment.index))]
            cell = [token for segment in cells for token in segment.tokens if edges[0] <= token.left < right]
            if cell and cell[0].top - label.segment.bottom < 3 * sheet.line_height:
                return cell
        return []

    def _answer_start(self, label: Label) -> int:
        """Where the answer begins in the label's own line."""
        tokens, end = label.segment.tokens, label.match.end
        further = label_end(tokens, end)
        others = self.by_segment.get((label.position[0], label.segment.index), [])
        if further > end and not any(end <= other.match.start < further for other in others):
            return further
        return after_label(tokens, end)

    def _fits(self, label: Label, spec: FieldSpec) -> bool:
        """True if the label stands in the part of the paper that the field belongs to."""
        if spec.section == "*":
            return True
        table = self.sections.table_of(label)
        if table is not None:
            return spec.section in table.columns
        area = self.sections.area_of(label)
        if spec.section is not None:
            if area is None:
                return not self.sections.areas and self._opens(label, spec)
            return area.name == spec.section
        return area is None or area.opened_by(label)

    def _opens(self, label: Label, spec: FieldSpec) -> bool:
        """True if the label's own words name the section ("Họ và tên vợ")."""
        return label.key in {phrase(text).compact for text in self.kind.sections.get(spec.section or "", ())}

    def _column(self, label: Label) -> tuple[float, float]:
        area = self.sections.area_of(label)
        return (area.left, area.right) if area is not None else (float("-inf"), float("inf"))

    def _in_table(self, table: Table, label: Label, spec: FieldSpec) -> Answer:
        """What the row that the label names holds in the field's column."""
        page, first = label.position
        sheet = self.sheets[page]
        below = [other.position[1] for other in self.labels if table.names(other) and other.position > label.position]
        last = min(below, default=table.end[1] if table.end[0] == page else first + 3)
        tokens: list[Token] = []
        drift = label.left - table.stub
        drift = drift if abs(drift) < 2.5 * sheet.line_height else 0.0
        for segment in sheet.segments:
            if not first <= segment.row < last:
                continue
            own = segment.index == label.segment.index
            begin = after_label(segment.tokens, label.match.end) if own else 0
            # Token by token: two cells may have been read as one line.
            tokens += [token for token in segment.tokens[begin:] if table.column_at(token.left - drift) == spec.section]
        return Answer(label, tuple(tokens), sheet.number, is_blank(text_of(tokens)))

    def _rest_of_segment(self, segment: Segment, start: int, sheet: int) -> list[Token]:
        end = len(segment.tokens)
        for other in self.by_segment.get((sheet, segment.index), []):
            if other.match.start >= start:
                end = min(end, before_enumerator(segment.tokens, other.match.start, start))
        return list(segment.tokens[start:end])

    def _label_after(self, label: Label) -> bool:
        """True if another label follows in the same column."""
        area = self.sections.area_of(label)
        labels = self.by_segment.get((label.position[0], label.segment.index), [])
        return any(other.match.start >= label.match.end and self.sections.area_of(other) is area for other in labels)

    def _rest_of_row(self, sheet: Sheet, segment: Segment, page: int, column: tuple[float, float]) -> list[Token]:
        """What stands further right on the row, up to the next label or column."""
        taken: list[Token] = []
        edge = segment.right
        for other in sheet.segments:
            if other.row != segment.row or other.left < edge - 2 or other.index == segment.index:
                continue
            far = other.left - edge > 0.25 * sheet.page.width and not self._in_value_column(sheet, other, page)
            if other.left >= column[1] or far:
                break
            labels = self.by_segment.get((page, other.index), [])
            if labels and labels[0].starts_line:
                break
            taken += self._rest_of_segment(other, 0, page)
            if labels:
                break
            edge = other.right
        return taken

    def _in_value_column(self, sheet: Sheet, value: Segment, page: int) -> bool:
        """True if what begins here on other rows answers the labels that these rows begin with, as in a table."""
        naming = {label.position[1] for label in self.labels if label.position[0] == page and label.starts_line}
        aligned = [
            other
            for other in sheet.segments
            if other.row in naming and abs(other.left - value.left) < sheet.line_height
        ]
        return value.left < 0.6 * sheet.page.width and len(aligned) > 2

    def _below(self, sheet: Sheet, label: Label, column: tuple[float, float], spec: FieldSpec) -> list[Token]:
        """The line right below the label, if it is no label itself: cards print values there."""
        segment = label.segment
        for other in sheet.segments:
            if other.row <= segment.row or other.bottom <= segment.bottom:
                continue
            if other.top - segment.bottom > 2.0 * max(segment.height, sheet.line_height):
                return []
            start = label.left if label.starts_line else segment.left
            if other.left >= column[1] or other.right <= max(column[0], start - 2 * sheet.line_height):
                continue
            if other.left > segment.right and self._right_below(sheet, label, other):
                continue
            if other.left > label.left + 0.35 * sheet.page.width and other.left > segment.right:
                continue
            labels = self.by_segment.get((label.position[0], other.index), [])
            translated = translation_end(other.tokens, 0)
            if translated == len(other.tokens):
                segment = other
                continue
            if not translated and labels and labels[0].starts_line:
                return []
            tokens = self._rest_of_segment(other, translated, label.position[0])
            if tokens and not labels:
                tokens += self._wrapped(sheet, tokens, label, column, spec)
            return tokens
        return []

    def _right_below(self, sheet: Sheet, label: Label, aside: Segment) -> bool:
        """True if something stands right below the label, a little lower than what stands aside."""
        return any(
            other.row > aside.row
            and abs(other.left - label.left) < 2 * sheet.line_height
            and other.top - label.segment.bottom < 2.0 * max(label.segment.height, sheet.line_height)
            for other in sheet.segments
        )

    def _wrapped(
        self, sheet: Sheet, tokens: Sequence[Token], label: Label, column: tuple[float, float], spec: FieldSpec
    ) -> list[Token]:
        """What the value goes on with on the next lines."""
        if spec.type == "personal_number":
            return [] if _has_digits(tokens) else self._line_below(sheet, tokens[-1], label, column)
        if spec.type == "date":
            broken = _UNFINISHED_DATE.search(fold(text_of(tokens)))
            return self._line_below(sheet, tokens[-1], label, column) if broken else []
        if spec.type not in (*_WRAPPING, "name", "names"):
            return []
        taken: list[Token] = []
        last = tokens[-1]
        for _line in range(3):
            if spec.type == "place" and _ends_in_province([*tokens, *taken]):
                break
            below = self._next_line(sheet, last, label.segment.left, column)
            if below is None or not self._goes_on(sheet, last, below, label, column, spec):
                break
            more = self._rest_of_segment(below, 0, label.position[0])
            taken += more
            if not more or self.by_segment.get((label.position[0], below.index)):
                break
            last = more[-1]
        return taken

    def _goes_on(
        self, sheet: Sheet, last: Token, below: Segment, label: Label, column: tuple[float, float], spec: FieldSpec
    ) -> bool:
        """True if the line below goes on with the value: nothing new begins there, and its words had no room above."""
        labels = self.by_segment.get((label.position[0], below.index), [])
        if (labels and labels[0].starts_line) or is_enumerator(below.tokens[0].text) or is_translation(below.tokens):
            return False
        if below.left < min(label.left, label.segment.left) - 4 * sheet.line_height:
            return False
        if spec.type not in _WRAPPING:
            alike = below.capital == last.text.isupper() and below.tokens[0].text[:1].isupper()
            capitals = self.kind.structure == "card" and below.capital  # nothing else on cards is set so, but titles
            narrow = column != (float("-inf"), float("inf")) or self.kind.structure == "card"
            if not narrow and (len(below.tokens) > 2 or not self._ends_its_column(sheet, last, below)):
                return False
            return alike and len(below.tokens) <= 3 and (capitals or not narrow or _no_room(sheet, last, below, column))
        if below.capital and not label.segment.capital and not last.text.isupper():
            return False
        if spec.type == "text" and last.text.isupper() and len(last.key) > 1 and below.text[:1].islower():
            return False  # the label's own second line, beside what is printed in capitals
        if _OWN_LABEL.match(below.text):
            return False
        if last.text.endswith((",", "-", "–", ";")):
            return True
        if self.kind.structure == "card" and spec.type == "place":
            return ":" not in below.text  # a label that is not in the catalogue
        if spec.type == "place" and ":" not in below.text and _no_room(sheet, last, below, column):
            return True
        if self._between_labels(sheet, below, label):
            return True
        modest = below.text[:1].islower() or below.text[:1].isdigit() or len(below.tokens) <= 4
        return modest and _no_room(sheet, last, below, column)

    def _ends_its_column(self, sheet: Sheet, last: Token, below: Segment) -> bool:
        """True if the next word would not have fitted on the line, before the margin or what stands to the right."""
        row = next((one.row for one in sheet.segments if last in one.tokens), -1)
        beside = [one.left for one in sheet.segments if one.row == row and one.left > last.right]
        return _no_room(sheet, last, below, (float("-inf"), min(beside, default=sheet.right)))

    def _between_labels(self, sheet: Sheet, below: Segment, label: Label) -> bool:
        """True if the line is flush with the label above it and the next line begins with a label again: in a list of
        labels such a line can only go on with the answer above."""
        if not label.starts_line or abs(below.left - label.segment.left) > 2 * sheet.line_height:
            return False
        after = next((one for one in sheet.segments if one.row > below.row and one.left < below.right), None)
        if after is None or after.top - below.bottom > 1.5 * sheet.line_height:
            return False
        labels = self.by_segment.get((label.position[0], after.index), [])
        return bool(labels and labels[0].starts_line and labels[0].strength > 0.8)

    def _line_below(self, sheet: Sheet, last: Token, label: Label, column: tuple[float, float]) -> list[Token]:
        below = self._next_line(sheet, last, label.segment.left, column)
        if below is None:
            return []
        labels = self.by_segment.get((label.position[0], below.index), [])
        return [] if labels and labels[0].starts_line else self._rest_of_segment(below, 0, label.position[0])

    def _next_line(self, sheet: Sheet, last: Token, start: float, column: tuple[float, float]) -> Segment | None:
        # Where a line climbs, the next one may begin as high as it ends.
        row = next((one.row for one in sheet.segments if last in one.tokens), len(sheet.rows))
        below = [
            other
            for other in sheet.segments
            if (other.middle > last.middle + 0.5 * last.height or other.row > row)
            and other.top - last.bottom <= 1.5 * max(last.height, sheet.line_height)
            and column[0] - 5 <= other.left < column[1]
            and other.left < last.right
        ]
        level = [other for other in below if other.row == below[0].row]
        # On a card something else may stand at the left of a value's second line.
        return min(level, key=lambda other: abs(other.left - start), default=None)


def read_form(kind: Kind, sheets: Sequence[Sheet], title: Sequence[Segment] = ()) -> Form:
    """The labels and sections of a document. `title`: the lines of its title, whose words are no labels."""
    labels = find_labels(kind, sheets, title)
    return Form(kind, sheets, labels, mark_off(kind, labels, sheets))


def _ends_in_province(tokens: Sequence[Token]) -> bool:
    """True if the address has come to its end: no smaller part of it stands behind a province."""
    last = text_of(tokens).rpartition(",")[2].strip(" .;")
    return bool(last) and province_named(last) is not None


def _no_room(sheet: Sheet, last: Token, below: Segment, column: tuple[float, float]) -> bool:
    """True if the first word of the line below would not have fitted at the end of this one."""
    first = below.tokens[0]
    margin = min(sheet.right, column[1])
    return last.right + (first.right - first.left) + last.height > margin - 1.5 * sheet.line_height


def _has_digits(tokens: Sequence[Token]) -> bool:
    return sum(letter.isdigit() for token in tokens for letter in token.text) >= 6
