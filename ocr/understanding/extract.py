"""From a document's labels and zones to a draft of each field: what was found, with what speaks for it.

All that may be a field's value is gathered as candidates and one of them is taken; how sure that is says `confidence`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ocr.model import Source
from ocr.understanding.bodies import right_place, right_trade, sure_of_known_words
from ocr.understanding.classify import PageView
from ocr.understanding.draft import Draft, Evidence, Refusal, joined, measured
from ocr.understanding.form import Answer, Form
from ocr.understanding.labels import Label
from ocr.understanding.layout import Token, text_of, tokens_between
from ocr.understanding.value import Value
from ocr.understanding.values import is_body, is_unreadable, read, read_names
from ocr.understanding.word_checks import misread_of, spelt_elsewhere
from ocr.understanding.wording import doubted
from ocr.understanding.written_dates import with_strokes
from ocr.understanding.zones import look
from terms.dates import find_dates
from terms.identifiers import find_personal_numbers
from terms.kinds import FieldSpec, Kind
from terms.names import is_usual, join_names, right_name
from terms.text import fold, same_spelling, spelling_key, squeeze

_SHAPED = ("personal_number", "date", "area", "sex")
_MORE_CANDIDATES = 6
_FULL_NAME = 2
_RANK = 0.7
_SEVERAL = 4
_READ_SURELY = 0.98
_WORDED_FURTHER = 0.65


def extract(kind: Kind, form: Form, views: Sequence[PageView]) -> dict[str, Draft]:
    """A draft of every field of the kind, in the catalogue's order."""
    drafts = {spec.name: _put_right(spec, _draft(spec, kind, form, views), views) for spec in kind.fields}
    return _spelt_alike(kind, drafts)


def _draft(spec: FieldSpec, kind: Kind, form: Form, views: Sequence[PageView]) -> Draft:
    """The candidate that is taken, with the others as its rivals."""
    taken: Draft | None = None
    empty: Draft | None = None
    rivals: list[Draft] = []
    for zones in (spec.zones_first, not spec.zones_first):
        draft = _from_zones(spec, kind, views) if zones else _from_labels(spec, form)
        if draft is None:
            continue
        rivals += draft.rivals
        if taken is not None:
            rivals.append(_refused(draft, "later" if draft.value is not None else "no_value"))
        elif draft.value is not None:
            taken = draft
        elif empty is None:
            empty = draft
        else:
            rivals.append(_refused(draft, "no_value"))
    if taken is None and spec.pattern is not None and spec.anywhere:
        taken = _anywhere(spec, views)
    if taken is None and spec.type == "personal_number" and not form.sections.areas:
        taken = _only_number(views)
    if taken is not None and empty is not None:
        rivals.append(_refused(empty, "no_value"))
    draft = taken or empty or Draft(None, (), views[0].sheet.number, views[0].sheet.page.source, Evidence())
    return replace(draft, rivals=tuple(rivals))


def _refused(draft: Draft, why: Refusal) -> Draft:
    return replace(draft, refused=why, rivals=())


def _from_labels(spec: FieldSpec, form: Form) -> Draft | None:
    if not spec.cues:
        return None
    if spec.type == "names":
        return _all_names(spec, form)
    best: Draft | None = None
    empty: Draft | None = None
    settled = False
    others: list[Draft] = []
    for label in form.labels_for(spec)[: _MORE_CANDIDATES * 4]:
        if settled and len(others) >= _MORE_CANDIDATES:
            break
        draft = _from_answer(spec, form.answer(label, spec), form)
        if draft.value is None:
            if settled or not (draft.evidence.left_empty or draft.evidence.unreadable):
                others.append(_refused(draft, "no_value"))
            elif draft.evidence.unreadable:
                if best is None:
                    empty, settled = draft, True  # a person should look here, and not at what a later label leads to
            else:
                empty = empty or draft
            continue
        if settled:
            others.append(_refused(draft, "later"))
            continue
        # Of labels that are ranked the first wins even if its value was read badly.
        if best is None or draft.sureness > best.sureness + (_RANK if spec.ranked else 0.25):
            others += [_refused(best, "weaker")] if best is not None else []
            best = draft
        else:
            others.append(_refused(draft, "weaker"))
        # What stands behind a sure label is the value, badly read or not; a later one may be another person's.
        settled = best.sureness > 0.7 or (label.strength > 0.9 and spec.type in _SHAPED)
    if best is None and spec.type == "date":
        best = _in_words(spec, form) if spec.confirmed_by else _end_of_span(spec, form)
    found = best or empty
    return replace(found, rivals=tuple(others)) if found is not None else None


def _in_words(spec: FieldSpec, form: Form) -> Draft | None:
    """The date as it stands in words, where its figures could not be read."""
    worded = spec.model_copy(update={"type": "text", "cues": spec.confirmed_by, "section": "*"})
    for label in form.in_printed_order(worded):
        answer = form.answer(label, worded)
        found = [one for one in find_dates(text_of(answer.tokens)) if one.written == "words"]
        if found:
            value = Value(found[0].date.iso, found[0].start, found[0].end, 0.7)
            tokens = tokens_between(answer.tokens, value.start, value.end)
            evidence = _behind_label(label, tokens, value)
            return Draft(value.text, tokens, answer.page, _source(form, answer), evidence, text_of(label.tokens))
    return None


def _end_of_span(spec: FieldSpec, form: Form) -> Draft | None:
    """Of "Giá trị sử dụng: 01/01/2016 - 31/12/2016", a label that alone does not lead to the field, the second date."""
    spanned = spec.model_copy(update={"cues": spec.not_cues})
    for label in form.in_printed_order(spanned) if spec.not_cues else ():
        answer = form.answer(label, spanned)
        read_as = text_of(answer.tokens)
        text = with_strokes(read_as)
        found = [one for one in find_dates(text) if one.date.day is not None]
        if len(found) == 2 and found[0].date < found[1].date:
            value = Value(found[1].date.iso, found[1].start, found[1].end, 0.95 if text == read_as else 0.3)
            tokens = tokens_between(answer.tokens, value.start, value.end)
            evidence = _behind_label(label, tokens, value)
            return Draft(value.text, tokens, answer.page, _source(form, answer), evidence, text_of(label.tokens))
    return None


def _from_answer(spec: FieldSpec, answer: Answer, form: Form) -> Draft:
    """The candidate that a label leads to; without a value if its answer has none."""
    label, source = answer.label, _source(form, answer)
    if spec.type == "text" and len(answer.tokens) >= _SEVERAL:
        answer = replace(answer, tokens=sure_of_known_words(doubted(answer.tokens), trade=True))
    value = read(spec, text_of(answer.tokens), titled=label.ends_in_title, asked=label.asks_name)
    if value is None:
        evidence = Evidence(
            "label",
            label=label.strength,
            exact=_exact(label),
            left_empty=answer.left_empty and label.strength > 0.8,
            unreadable=label.strength > 0.9 and is_unreadable(spec, text_of(answer.tokens)),
        )
        tokens = answer.tokens if evidence.unreadable else label.tokens
        return Draft(None, tokens, answer.page, source, evidence, text_of(label.tokens))
    tokens = tokens_between(answer.tokens, value.start, value.end)
    evidence = _behind_label(label, _telling(spec, tokens), value)
    if spec.type == "code" and re.search(r"[0-9][A-Z]+[0-9]", value.text):
        evidence = replace(evidence, mixed=True)
    # What was read surely stands as printed: papers spell a commune other than the table does, too.
    misread = spec.type == "place" and evidence.worst < _READ_SURELY
    text = right_place(value.text) if misread else value.text
    if spec.type == "text" and evidence.worst < _READ_SURELY:
        text = right_trade(text)
    put_right = text != value.text
    if put_right:
        letters = fold(text) != fold(value.text)
        evidence = replace(evidence, put_right=True, fit=min(evidence.fit, 0.7) if letters else evidence.fit)
    read_as = value.text if put_right else ""
    return Draft(text, tokens, answer.page, source, evidence, text_of(label.tokens), read_as=read_as)


def _all_names(spec: FieldSpec, form: Form) -> Draft | None:
    """All holders, in printed order: "Ông … và bà …" """
    parts: list[Draft] = []
    others: list[Draft] = []
    empty: Draft | None = None
    for label in form.in_printed_order(spec):
        answer = form.answer(label, spec)
        source, words = _source(form, answer), text_of(label.tokens)
        named = read_names(text_of(answer.tokens), titled=label.ends_in_title)
        if not named and answer.left_empty and empty is None:
            evidence = Evidence("label", label=label.strength, left_empty=label.strength > 0.8)
            empty = Draft(None, label.tokens, answer.page, source, evidence, words)
        for value in named:
            tokens = tokens_between(answer.tokens, value.start, value.end)
            draft = Draft(value.text, tokens, answer.page, source, _behind_label(label, tokens, value), words)
            if value.fit < 0.5 and label.strength < 0.95:
                others.append(_refused(draft, "weaker"))
            elif any(same_spelling(value.text, part.value or "") for part in parts):
                others.append(_refused(draft, "later"))
            else:
                parts.append(draft)
    if not parts:
        return empty
    page = parts[0].page
    return replace(
        parts[0],
        value=join_names(part.value or "" for part in parts),
        tokens=tuple(token for part in parts if part.page == page for token in part.tokens),
        evidence=joined([part.evidence for part in parts]),
        rivals=tuple(others),
    )


def _from_zones(spec: FieldSpec, kind: Kind, views: Sequence[PageView]) -> Draft | None:
    taken: Draft | None = None
    empty: Draft | None = None
    others: list[Draft] = []
    for zone in spec.zones:
        found = look(zone, kind, views)
        if found is None:
            continue
        source: Source = next(view.sheet.page.source for view in views if view.sheet.number == found.page)
        if found.value is None:
            evidence = Evidence("zone", unreadable=True)
            empty = empty or Draft(None, found.tokens, found.page, source, evidence, zone)
            continue
        evidence = measured("zone", _telling(spec, found.tokens), found.fit)
        draft = Draft(found.value, found.tokens, found.page, source, evidence, zone)
        if spec.pattern is not None and not re.fullmatch(spec.pattern, found.value):
            others.append(_refused(draft, "not_of_pattern"))
        elif taken is not None:
            others.append(_refused(draft, "later"))
        else:
            taken = draft
    found_one = taken or empty
    return replace(found_one, rivals=tuple(others)) if found_one is not None else None


def _anywhere(spec: FieldSpec, views: Sequence[PageView]) -> Draft | None:
    """A value of a shape so particular that it needs no label (the serial number in a corner)."""
    loose = (spec.pattern or "").replace(" ?", "[ .,]{0,2}")
    pattern = re.compile(rf"(?<![\w/.,-])(?:{loose})(?![\w/]|[.,-]\w)")
    best: Draft | None = None
    for view in views:
        # A row as a whole first: a number in boxes stands in one piece a box.
        pieces = [tuple(token for one in row for token in one.tokens) for row in view.sheet.rows if len(row) > 1]
        for piece in (*pieces, *(segment.tokens for segment in view.sheet.segments)):
            for match in pattern.finditer(text_of(piece)):
                tokens = tokens_between(piece, match.start(), match.end())
                evidence = measured("anywhere", tokens, 0.96 if len(tokens) == len(piece) else 0.6)
                if best is not None and set(tokens) <= set(best.tokens):
                    continue
                if best is None or evidence.sureness > best.sureness:
                    value = squeeze(re.sub(r"[.,](?= |$)", " ", match.group()))
                    value = value.replace(" ", "") if spec.type == "personal_number" else value
                    best = Draft(value, tokens, view.sheet.number, view.sheet.page.source, evidence)
    return best


def _only_number(views: Sequence[PageView]) -> Draft | None:
    """The one personal number of twelve digits on a paper of one person, whose label was not found: for a person."""
    found = {
        number.digits: (segment, view)
        for view in views
        for segment in view.sheet.segments
        for number in find_personal_numbers(segment.text)
        if not number.old
    }
    if len(found) != 1:
        return None
    (digits, (segment, view)) = next(iter(found.items()))
    tokens = [token for token in segment.tokens if digits in token.text]
    evidence = measured("anywhere", tokens, 0.6)
    return Draft(digits, tuple(tokens), view.sheet.number, view.sheet.page.source, evidence)


def _put_right(spec: FieldSpec, draft: Draft, views: Sequence[PageView]) -> Draft:
    """A surname or a syllable of names that there is not, but for its accents, spelt as it is, or as it stands
    elsewhere on the paper; for a person."""
    if spec.type not in ("name", "names") or draft.value is None:
        return draft
    right = join_names(_right_name(name, views) for name in draft.value.split("; "))
    if right == draft.value:
        return draft
    # Other marks are borne out by the same name elsewhere; other letters never quite.
    fit = draft.evidence.fit if fold(right) == fold(draft.value) else min(draft.evidence.fit, 0.4)
    return replace(draft, value=right, read_as=draft.value, evidence=replace(draft.evidence, put_right=True, fit=fit))


def _right_name(name: str, views: Sequence[PageView]) -> str:
    if is_body(name):
        return name
    if not is_usual(name):
        usual = {other for other in spelt_elsewhere(name, views)[1] if is_usual(other)}
        if len({spelling_key(other) for other in usual}) == 1:
            return _in_case_of(name, next(iter(usual)))
    misread = misread_of(name, views)
    return right_name(name) if misread is None else _in_case_of(name, misread)


def _in_case_of(name: str, other: str) -> str:
    return other.upper() if name.isupper() else other.title() if other.isupper() else other


def _spelt_alike(kind: Kind, drafts: dict[str, Draft]) -> dict[str, Draft]:
    """The same person's name in two fields ("HỘ KINH DOANH KHÔNG NGỌC NGA", "KHỔNG NGỌC NGA"): where one spelling is
    no usual one, the other is right."""
    for spec in kind.fields:
        name = drafts[spec.name].value
        if spec.type != "name" or not name or len(name.split()) < _FULL_NAME:
            continue
        for other in kind.fields:
            draft = drafts[other.name]
            at = fold(draft.value or "").find(fold(name))
            if other.type not in ("text", "person_or_body") or draft.value is None or at < 0:
                continue
            printed = draft.value[at : at + len(name)]
            if is_usual(name) and not is_usual(printed):
                value = draft.value[:at] + (name.upper() if printed.isupper() else name) + draft.value[at + len(name) :]
                drafts[other.name] = replace(draft, value=value, read_as=draft.value)
            elif is_usual(printed) and not is_usual(name):
                value = printed if name.isupper() == printed.isupper() else printed.title()
                evidence = replace(drafts[spec.name].evidence, put_right=True)
                drafts[spec.name] = replace(drafts[spec.name], value=value, read_as=name, evidence=evidence)
    return drafts


def _telling(spec: FieldSpec, tokens: Sequence[Token]) -> Sequence[Token]:
    """The words on whose reading the value hangs: of "ngày 05 tháng 7 năm 2023" the figures."""
    if spec.type != "date":
        return tokens
    return [token for token in tokens if any(letter.isdigit() for letter in token.text)] or tokens


def _behind_label(label: Label, tokens: Sequence[Token], value: Value) -> Evidence:
    strength = min(label.strength, _WORDED_FURTHER) if label.goes_on else label.strength
    return measured("label", tokens, value.fit, strength, exact=_exact(label))


def _exact(label: Label) -> bool:
    return label.match.closeness >= 1.0


def _source(form: Form, answer: Answer) -> Source:
    return next(sheet.page.source for sheet in form.sheets if sheet.number == answer.page)
