"""From a document's labels and zones to its fields, each with box, page and a confidence that can be believed."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from ocr.model import FieldValue, Source
from ocr.understanding.bodies import right_province
from ocr.understanding.cards import card_fields
from ocr.understanding.classify import PageView
from ocr.understanding.form import Answer, Form, read_form
from ocr.understanding.labels import Label
from ocr.understanding.layout import Token, box_of, text_of, tokens_between
from ocr.understanding.values import Value, is_unreadable, read, read_names
from ocr.understanding.zones import look
from terms.dates import find_dates
from terms.identifiers import find_personal_numbers
from terms.kinds import FieldSpec, Kind
from terms.names import join_names
from terms.text import same_spelling

# A value nobody labelled, of a kind that must have it, is most likely there and was not read.
_NOT_FOUND_REQUIRED = 0.2
_NOT_FOUND = 0.5
_LEFT_EMPTY = 0.8
_SHAPED = ("personal_number", "date", "area", "sex")


@dataclass(frozen=True)
class Draft:
    """A value before the checks: the words it was taken from and how sure its reading is."""

    value: str | None
    tokens: tuple[Token, ...]
    page: int
    confidence: float
    source: Source


def extract(kind: Kind, views: Sequence[PageView]) -> dict[str, FieldValue]:
    """Every field of the kind, in the catalogue's order; None where the paper has none or it was not read."""
    match = views[0].title_of(kind)
    form = read_form(kind, [view.sheet for view in views], match.lines if match else ())
    machine = _machine_read(kind, views)
    fields: dict[str, FieldValue] = {}
    for spec in kind.fields:
        draft = _draft(spec, kind, form, views)
        fields[spec.name] = _with_machine(_finished(draft), machine.get(spec.name))
    return fields


def _draft(spec: FieldSpec, kind: Kind, form: Form, views: Sequence[PageView]) -> Draft:
    empty: Draft | None = None
    for zones in (spec.zones_first, not spec.zones_first):
        draft = _from_zones(spec, kind, views) if zones else _from_labels(spec, form)
        if draft is not None and draft.value is not None:
            return draft
        empty = empty or draft
    if spec.pattern is not None and spec.anywhere and (draft := _anywhere(spec, views)) is not None:
        return draft
    return empty or _absent(spec, views)


def _from_labels(spec: FieldSpec, form: Form) -> Draft | None:
    if not spec.cues:
        return None
    if spec.type == "names":
        return _all_names(spec, form)
    best: Draft | None = None
    empty: Draft | None = None
    for label in form.labels_for(spec):
        answer = form.answer(label, spec)
        draft = _from_answer(spec, answer, form)
        if draft is None:
            if best is None and label.strength > 0.9 and is_unreadable(spec, text_of(answer.tokens)):
                # A person should look here, and not at what some later label leads to.
                return Draft(None, answer.tokens, answer.page, _NOT_FOUND_REQUIRED, _source(form, answer))
            if answer.left_empty and label.strength > 0.8 and empty is None:
                empty = Draft(None, label.tokens, answer.page, _LEFT_EMPTY, _source(form, answer))
            continue
        if best is None or draft.confidence > best.confidence + 0.25:
            best = draft
        # What stands behind a sure label is the value, badly read or not; a later one may be another person's.
        if best.confidence > 0.7 or (label.strength > 0.9 and spec.type in _SHAPED):
            break
    return best or empty


def _from_answer(spec: FieldSpec, answer: Answer, form: Form) -> Draft | None:
    text = text_of(answer.tokens)
    value = read(spec, text, titled=_is_title(answer.label))
    if value is None:
        return None
    tokens = tokens_between(answer.tokens, value.start, value.end)
    confidence = _sureness(tokens, value, answer.label.strength)
    if spec.type == "code" and re.search(r"[0-9][A-Z]+[0-9]", value.text):
        confidence **= 3  # a letter among digits has no neighbours that would give a misreading away
    if spec.confirmed_by and spec.type == "date":
        confidence = _confirmed(spec, value, confidence, form)
    text = right_province(value.text) if spec.type == "place" else value.text
    return Draft(text, tokens, answer.page, confidence, _source(form, answer))


def _all_names(spec: FieldSpec, form: Form) -> Draft | None:
    """All holders, in printed order: "Ông … và bà …" """
    parts: list[Draft] = []
    empty: Draft | None = None
    for label in form.in_printed_order(spec):
        answer = form.answer(label, spec)
        named = read_names(text_of(answer.tokens), titled=_is_title(label))
        if not named and answer.left_empty and empty is None:
            empty = Draft(None, label.tokens, answer.page, _LEFT_EMPTY, _source(form, answer))
        for value in named:
            if value.fit < 0.5 and label.strength < 0.95:
                continue
            if any(same_spelling(value.text, part.value or "") for part in parts):
                continue
            tokens = tokens_between(answer.tokens, value.start, value.end)
            confidence = _sureness(tokens, value, label.strength)
            parts.append(Draft(value.text, tokens, answer.page, confidence, _source(form, answer)))
    if not parts:
        return empty
    page = parts[0].page
    tokens = tuple(token for part in parts if part.page == page for token in part.tokens)
    confidence = math.prod(part.confidence for part in parts)
    return Draft(join_names(part.value or "" for part in parts), tokens, page, confidence, parts[0].source)


def _from_zones(spec: FieldSpec, kind: Kind, views: Sequence[PageView]) -> Draft | None:
    empty: Draft | None = None
    for zone in spec.zones:
        found = look(zone, kind, views)
        if found is None:
            continue
        source: Source = next(view.sheet.page.source for view in views if view.sheet.number == found.page)
        if found.value is None:
            empty = empty or Draft(None, found.tokens, found.page, _NOT_FOUND_REQUIRED, source)
            continue
        text = found.value
        if spec.pattern is not None and not re.fullmatch(spec.pattern, text):
            continue
        confidence = min(0.995, _read_right(found.tokens) * (0.35 + 0.65 * found.fit if found.fit < 1 else 1.0))
        return Draft(text, found.tokens, found.page, confidence, source)
    return empty


def _anywhere(spec: FieldSpec, views: Sequence[PageView]) -> Draft | None:
    """A value of a shape so particular that it needs no label (the serial number in a corner)."""
    pattern = re.compile(rf"(?<![\w/.,-])(?:{spec.pattern})(?![\w/]|[.,-]\w)")
    best: Draft | None = None
    for view in views:
        for segment in view.sheet.segments:
            for match in pattern.finditer(segment.text):
                tokens = tokens_between(segment.tokens, match.start(), match.end())
                alone = len(tokens) == len(segment.tokens)
                confidence = _read_right(tokens) * (0.96 if alone else 0.6)
                if best is None or confidence > best.confidence:
                    best = Draft(match.group(), tokens, view.sheet.number, confidence, view.sheet.page.source)
    return best


def _absent(spec: FieldSpec, views: Sequence[PageView]) -> Draft:
    page = views[0].sheet.number
    source = views[0].sheet.page.source
    confidence = _NOT_FOUND_REQUIRED if spec.required else _NOT_FOUND
    if spec.type == "personal_number" and not spec.required and _no_long_number(views):
        confidence = 0.92
    return Draft(None, (), page, confidence, source)


def _no_long_number(views: Sequence[PageView]) -> bool:
    """True if the pages were read well and hold nothing that could be a personal number, not even in part."""
    well = all(view.sheet.page.confidence > 0.9 for view in views)
    texts = " ".join(segment.text for view in views for segment in view.sheet.segments)
    return well and not re.search(r"[0-9OoIl](?:[ .]?[0-9OoIl]){6,}", texts)


def _sureness(tokens: Sequence[Token], value: Value, label: float) -> float:
    """The probability that the value is right: its words read right, of the type expected, behind the right label."""
    fit = 1.0 if value.fit >= 0.95 else 0.4 + 0.6 * value.fit
    behind = 1.0 if label >= 0.85 else 0.55 + 0.5 * label
    return min(0.995, _read_right(tokens) * fit * behind)


def _read_right(tokens: Sequence[Token]) -> float:
    """The probability that all the words were read right. Words of one line succeed or fail together, so that the
    weakest counts whole and the others in part."""
    if not tokens:
        return 0.9
    confidences = sorted(token.confidence for token in tokens)
    rest = math.prod(confidences[1:]) ** 0.35
    return confidences[0] * rest


def _is_title(label: Label) -> bool:
    """True if the label ends in "Ông" or "Bà"."""
    return label.match.phrase.words[-1:] in (("ong",), ("ba",))


def _confirmed(spec: FieldSpec, value: Value, confidence: float, form: Form) -> float:
    """The same date in words, just after: agreeing it makes sure, differing it makes doubtful."""
    confirming = FieldSpec(name=spec.name, labels=spec.labels, type="text", section="*", cues=spec.confirmed_by)
    for label in form.in_printed_order(confirming):
        answer = form.answer(label, confirming)
        words = " ".join(token.text for token in answer.tokens)
        found = [one for one in find_dates(words) if one.written == "words"]
        if found:
            return max(confidence, 0.995) if found[0].date.iso == value.text else min(confidence, 0.6)
    return confidence


def _machine_read(kind: Kind, views: Sequence[PageView]) -> dict[str, FieldValue]:
    if kind.code != "citizen_id":
        return {}
    fields: dict[str, FieldValue] = {}
    for view in views:
        if view.card is not None:
            for name, value in card_fields(view.card).items():
                if name not in fields or value.confidence > fields[name].confidence:
                    fields[name] = value
    return fields


def _with_machine(printed: FieldValue, machine: FieldValue | None) -> FieldValue:
    """Codes outrank print; where print says the same, its box (where a person looks) and spelling stay."""
    if machine is None:
        return printed
    if printed.value is not None and machine.value is not None and same_spelling(printed.value, machine.value):
        box = printed.box if printed.box is not None else machine.box
        return FieldValue(printed.value, max(machine.confidence, printed.confidence), printed.page, box, machine.source)
    return machine if machine.confidence > printed.confidence or printed.value is None else printed


def _finished(draft: Draft) -> FieldValue:
    value = draft.value or None
    box = box_of(draft.tokens)
    page = draft.page if box is not None or value is not None else None
    return FieldValue(value, round(draft.confidence, 4), page, box, draft.source)


def _source(form: Form, answer: Answer) -> Source:
    return next(sheet.page.source for sheet in form.sheets if sheet.number == answer.page)


def numbers_on(views: Sequence[PageView]) -> list[str]:
    """All personal numbers printed anywhere in the document."""
    return [
        number.digits
        for view in views
        for segment in view.sheet.segments
        for number in find_personal_numbers(segment.text)
    ]
