"""`read --explain`: one page (HTML) that shows how a file was understood, for developers and curious officers.

The picture with every word, line, label, title and code in its place; the scores of the kinds; why a page opens a paper
or goes on; of each field the candidates, what speaks for each, why the others were refused, what the checks said, the
probability and the decision. It needs no network and no script, and what was read is never taken for markup.
"""

from __future__ import annotations

import base64
import hashlib
import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import jinja2
from markupsafe import Markup

from hoso.explain_words import ASPECTS, FEATURES, MARKS, PLACES, REFUSED, SIGNS, named
from ocr import Limits, page_picture
from ocr.model import Box, FieldValue, PageReading, Reading, around
from ocr.quality import reason_unread
from ocr.reading import read_with
from ocr.understanding import Explained, explain
from ocr.understanding.classify import PageView, judge, view, words_of
from ocr.understanding.confidence import for_a_person, load
from ocr.understanding.contradictions import Contradiction, contradictions
from ocr.understanding.draft import Draft
from ocr.understanding.evidence import aspects
from ocr.understanding.features import features
from ocr.understanding.form import read_form
from ocr.understanding.group import Group, signs_of
from ocr.understanding.knowledge import shipped
from ocr.understanding.layout import Segment, lay_out
from terms.checks import words as check_words
from terms.errors import InputError
from terms.kinds import Catalogue, FieldSpec, Kind, Words

SURE: Final = 0.9
_WIDTH: Final = 1100
_WIDTH_OF_MANY: Final = 700
_MANY: Final = 12
_MOST_PICTURES: Final = 60
_MOST_KINDS: Final = 4
_MOST_REASONS: Final = 6
_FOLDER: Final = Path(__file__).parent


@dataclass(frozen=True)
class Spot:
    """Something in its place on a page: `note` is told when it is pointed at."""

    layer: str
    box: Box
    note: str
    tone: str = ""


@dataclass(frozen=True)
class PageShown:
    """A page: its picture (None where it cannot be drawn), what lies on it, and what it was taken for by itself.

    `chances`: the likeliest kinds, each with what spoke for and against it most. `opens`: how surely it opens a paper,
    None for the first and for a blank one; `signs`: what said so (positive) or spoke against it.
    """

    reading: PageReading
    picture: str | None
    spots: tuple[Spot, ...]
    chances: tuple[tuple[Kind, float, tuple[tuple[Words, float], ...]], ...]
    opens: float | None
    signs: tuple[tuple[Words, float], ...]
    unread: str | None


@dataclass(frozen=True)
class Candidate:
    """One candidate for a field: where it was found, what speaks for it, and why it was refused (None: taken)."""

    draft: Draft
    place: Words
    refused: Words | None


@dataclass(frozen=True)
class FieldShown:
    """A field as it was decided. `reasons`: what made its value surer (positive) or less sure; `must`: a person looks
    at it whatever speaks for it."""

    spec: FieldSpec
    value: FieldValue
    reasons: tuple[tuple[Words, float], ...]
    must: bool
    candidates: tuple[Candidate, ...]
    findings: tuple[tuple[Words, bool, str], ...]
    crop: Box | None

    @property
    def looks(self) -> bool:
        """Whether a person looks."""
        return self.value.confidence < SURE


@dataclass(frozen=True)
class DocumentShown:
    """A document: what it was taken for and why, its fields, doubtful ones first, and what it says against itself."""

    kind: Kind
    explained: Explained
    marks: tuple[Words, ...]
    fields: tuple[FieldShown, ...]
    against_itself: tuple[tuple[Words, Contradiction], ...]


def read_and_explain(path: Path, catalogue: Catalogue, limits: Limits) -> tuple[Reading, str]:
    """The file as read, and the page that explains it. Raises as `ocr.read_file` does."""
    kept: list[Explained] = []

    def understand(pages: Sequence[PageReading]) -> Any:
        kept.extend(explain(pages, catalogue))
        return tuple(one.document for one in kept)

    reading = read_with(path, understand, limits)
    pictures = pictures_of(path, reading.pages, limits)
    return reading, page_of(path.name, reading, kept, catalogue, pictures)


def page_of(
    name: str, reading: Reading, explained: Sequence[Explained], catalogue: Catalogue, pictures: dict[int, bytes]
) -> str:
    """The page for a file `name`. `pictures`: a JPEG of each page that has one, by number."""
    documents = tuple(_document(one, catalogue) for one in explained)
    seen = {one.number: view(lay_out(one), catalogue) for one in reading.pages}
    seen |= {view.sheet.number: view for one in explained for view in one.group.views}
    signs = _boundaries(seen, explained, catalogue)
    pages = tuple(
        _page(seen[page.number], documents, catalogue, pictures.get(page.number), signs.get(page.number))
        for page in reading.pages
    )
    style, script = ((_FOLDER / f"explain.{ending}").read_text("utf-8") for ending in ("css", "js"))
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_FOLDER), autoescape=True, trim_blocks=True, lstrip_blocks=True,
        undefined=jinja2.StrictUndefined, finalize=_plain,
    )  # fmt: skip
    # Rounded down: what is not sure shall not look as if it were.
    environment.filters["percent"] = lambda share: f"{math.floor(1000 * share + 1e-9) / 10:.1f} %".replace(".", ",")
    return environment.get_template("explain.html").render(
        name=name,
        reading=reading,
        pages=pages,
        documents=documents,
        looked_at=sum(field.looks for document in documents for field in document.fields),
        fields=sum(len(document.fields) for document in documents),
        style=Markup(style),  # noqa: S704 - ours, not what was read
        script=Markup(script),  # noqa: S704 - ours, not what was read
        script_sha256=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    )


def pictures_of(path: Path, pages: Sequence[PageReading], limits: Limits) -> dict[int, bytes]:
    """A reduced JPEG of each page, of the first sixty; a page that cannot be drawn has none."""
    width = _WIDTH if len(pages) <= _MANY else _WIDTH_OF_MANY
    found = {}
    for page in pages[:_MOST_PICTURES]:
        try:
            found[page.number] = page_picture(
                path, page.number, width=width, rotation=page.rotation, limits=limits
            ).data
        except InputError:
            continue
    return found


def _page(
    seen: PageView,
    documents: Sequence[DocumentShown],
    catalogue: Catalogue,
    picture: bytes | None,
    signs: dict[str, float] | None,
) -> PageShown:
    page, boundaries = seen.sheet.page, shipped().boundaries
    return PageShown(
        reading=page,
        picture=None if picture is None else f"data:image/jpeg;base64,{base64.b64encode(picture).decode()}",
        spots=(
            *_lines(seen),
            *_words(page),
            *_titles(seen),
            *_labels(seen, documents),
            *_codes(page),
            *_boxes(page.number, documents),
            *_against_itself(page.number, documents),
        ),
        chances=_chances(seen, catalogue),
        opens=None if signs is None else boundaries.opens(signs),
        signs=_heaviest(SIGNS, {name: boundaries.signs.get(name, 0.0) * one for name, one in (signs or {}).items()}),
        unread=None if page.words else reason_unread(page.warnings),
    )


def _against_itself(number: int, documents: Sequence[DocumentShown]) -> list[Spot]:
    return [
        Spot("against", one.box, f"{words['vi']} / {words['en']}: {one.words} ≠ {one.finding.beside}", "wrong")
        for document in documents
        for words, one in document.against_itself
        if one.page == number
    ]


def _chances(seen: PageView, catalogue: Catalogue) -> tuple[tuple[Kind, float, tuple[tuple[Words, float], ...]], ...]:
    """The likeliest kinds of this page by itself, and what weighed most for each."""
    model, found, said = shipped().kinds, aspects([seen], catalogue), words_of([seen])
    chances, spoken = model.chances(found, said), model.spoken(said)
    best = sorted(chances.items(), key=lambda item: -item[1])[:_MOST_KINDS]
    return tuple(
        (catalogue[code], chance, _heaviest(ASPECTS, {"wording": spoken.get(code, 0.0)} | {
            name: model.aspects.get(name, 0.0) * value for name, value in found.get(code, {}).items()
        }))
        for code, chance in best
    )  # fmt: skip


def _heaviest(table: dict[str, Words], weights: dict[str, float]) -> tuple[tuple[Words, float], ...]:
    heavy = sorted(weights.items(), key=lambda item: -abs(item[1]))[:_MOST_REASONS]
    return tuple((named(table, name), weight) for name, weight in heavy if abs(weight) >= 0.05)


def _boundaries(
    seen: dict[int, PageView], explained: Sequence[Explained], catalogue: Catalogue
) -> dict[int, dict[str, float]]:
    """Of each printed page but the first, the signs that part it from the page before or join it to that."""
    found: dict[int, dict[str, float]] = {}
    home = {view.sheet.number: one for one in explained for view in one.group.views}
    before: Group | None = None
    for number, at in sorted(seen.items()):
        mine = home.get(number)
        if at.blank or mine is None:
            continue
        if before is not None:
            alone = judge([at], catalogue, shipped())
            found[number] = signs_of(at, alone, before, catalogue)
        behind = [one for one in mine.group.views if one.sheet.number <= number]
        before = Group(behind, judge([one for one in behind if not one.blank], catalogue, shipped()))
    return found


def _words(page: PageReading) -> list[Spot]:
    spots = []
    for word in page.words:
        first = f" · đọc lần đầu / first reading: {word.first}" if word.first else ""
        tone = "sure" if word.confidence >= SURE else "doubt" if word.confidence >= 0.6 else "wrong"
        spots.append(Spot("words", word.box, f"{word.text} · {word.confidence:.0%}{first}", tone))
    return spots


def _lines(seen: PageView) -> list[Spot]:
    return [
        Spot("lines", _box(segment), f"dòng / row {segment.row}: {segment.text}") for segment in seen.sheet.segments
    ]


def _titles(seen: PageView) -> list[Spot]:
    spots = [
        Spot(
            "titles",
            around([_box(line) for line in match.lines]),
            f"tiêu đề / title: {match.kind.names['vi']} · “{match.title}” · nặng / weight {match.weight:.2f}",
        )
        for match in seen.titles.known
    ]
    if seen.titles.unknown:
        box = around([_box(line) for line in seen.titles.unknown])
        spots.append(Spot("titles", box, "tiêu đề lạ / a title of no known kind", "doubt"))
    zones = (
        ("quốc hiệu / motto", seen.head.motto),
        ("cơ quan ban hành / issuing body", seen.head.body),
        ("số, ký hiệu / number", (seen.head.number,) if seen.head.number else ()),
        ("địa danh, ngày / place and date", tuple(segment for _, segment in seen.head.place_dates[:1])),
    )
    return spots + [Spot("zones", around([_box(one) for one in lines]), name) for name, lines in zones if lines]


def _labels(seen: PageView, documents: Sequence[DocumentShown]) -> list[Spot]:
    number = seen.sheet.number
    home = next((one for one in documents if number in one.explained.document.pages), None)
    if home is None or home.explained.lifted is None:
        return []
    views = home.explained.lifted.views
    match = views[0].title_of(home.kind)
    form = read_form(home.kind, [one.sheet for one in views], match.lines if match else ())
    return [
        Spot(
            "labels",
            around([token.box for token in label.tokens]),
            f"nhãn / label: “{label.match.phrase.printed}” · chắc / strength {label.strength:.2f}",
        )
        for label in form.labels
        if form.sheets[label.position[0]].number == number
    ]


def _codes(page: PageReading) -> list[Spot]:
    return [Spot("codes", code.box, f"{code.format}: {code.text}") for code in page.codes]


def _boxes(number: int, documents: Sequence[DocumentShown]) -> list[Spot]:
    return [
        Spot(
            "fields",
            field.value.box,
            f"{field.spec.labels['vi']} / {field.spec.labels['en']}: {field.value.value or '—'}"
            f" · {field.value.confidence:.1%}",
            "doubt" if field.looks else "sure",
        )
        for document in documents
        for field in document.fields
        if field.value.box is not None and field.value.page == number
    ]


def _document(one: Explained, catalogue: Catalogue) -> DocumentShown:
    kind = catalogue[one.document.kind]
    fields = [_field(spec, one) for spec in kind.fields]
    against_itself = () if one.lifted is None else contradictions(one.group.views)
    return DocumentShown(
        kind,
        one,
        tuple(named(MARKS, mark) for mark in one.document.marks),
        tuple(sorted(fields, key=lambda field: not field.looks)),
        tuple((check_words(said.finding.check, agrees=False), said) for said in against_itself),
    )


def _field(spec: FieldSpec, one: Explained) -> FieldShown:
    value = one.document.fields[spec.name]
    draft = one.lifted.drafts.get(spec.name) if one.lifted is not None else None
    candidates = () if draft is None else (_candidate(draft), *map(_candidate, draft.rivals))
    reasons: dict[str, float] = {}
    must = False
    if draft is not None and draft.value is not None and one.lifted is not None:
        pages, weights = [view.sheet.page for view in one.lifted.views], load().weights
        numbers = features(spec, draft, value.findings, pages)
        reasons = {name: weights.get(name, 0.0) * number for name, number in numbers.items()}
        must = for_a_person(spec, draft, value.findings, pages)
    return FieldShown(
        spec=spec,
        value=value,
        reasons=_heaviest(FEATURES, reasons),
        must=must,
        candidates=candidates,
        findings=tuple((check_words(one.check, agrees=one.agrees), one.agrees, one.beside) for one in value.findings),
        crop=None if value.box is None else _padded(value.box),
    )


def _candidate(draft: Draft) -> Candidate:
    return Candidate(
        draft, named(PLACES, draft.evidence.place), named(REFUSED, draft.refused) if draft.refused else None
    )


def _padded(box: Box) -> Box:
    """The field's place with what stands around it, so that a person sees whether it is the right one."""
    x, y, width, height = box
    pad = max(16, round(0.8 * height))
    across = max(width + 4 * pad, 8 * height)
    return (max(0, x - 2 * pad), max(0, y - pad), across, height + 2 * pad)


def _box(segment: Segment) -> Box:
    return around([token.box for token in segment.tokens])


def _plain(value: Any) -> Any:
    """What was read, fit for a page: no control characters, none that turn the direction of writing."""
    if isinstance(value, Markup) or not isinstance(value, str):
        return "" if value is None else value
    return "".join("\ufffd" if unicodedata.category(letter) in ("Cc", "Cf", "Cs") and letter not in "\n\t" else letter
                   for letter in value)  # fmt: skip


def explained_path(path: Path, folder: Path) -> Path:
    """Where the page for a file goes when no place is named: beside nothing of that name, in `folder`."""
    stem = re.sub(r"[^\w.-]+", "_", path.name)
    wanted = folder / f"{stem}.explain.html"
    number = 2
    while wanted.exists():
        wanted = folder / f"{stem}.explain-{number}.html"
        number += 1
    return wanted
