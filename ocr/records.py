"""Readings as JSON: to keep a page's reading as an artefact, and to answer `read --json` (docs/contract.md)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from ocr.model import Code, Doubt, FieldValue, PageReading, Reading, Word
from ocr.opened import OpenedFile, OpenedPage
from terms.errors import HosoError

Record = dict[str, Any]
"""A JSON object."""


def page_to_record(page: PageReading) -> Record:
    """A page's reading as a JSON object; words and codes are rows to keep it small."""
    record = {one.name: getattr(page, one.name) for one in fields(page)}
    record["words"] = [_word_row(word) for word in page.words]
    record["codes"] = [[code.format, code.text, list(code.box)] for code in page.codes]
    record["warnings"] = list(page.warnings)
    return record


def page_from_record(record: Record) -> PageReading:
    """The reading that `page_to_record` was given. Raises KeyError, TypeError or ValueError on anything else."""
    known = dict(record)
    words = (
        Word(text, _box(box), confidence, line, block, *_reread(*rest))
        for text, box, confidence, line, block, *rest in known.pop("words")
    )
    codes = (Code(kind, text, _box(box)) for kind, text, box in known.pop("codes"))
    warnings = tuple(known.pop("warnings"))
    return PageReading(**known, words=tuple(words), codes=tuple(codes), warnings=warnings)


def page_to_json(page: PageReading) -> str:
    """A page's reading as one line of JSON."""
    return json.dumps(page_to_record(page), ensure_ascii=False, separators=(",", ":"))


def page_from_json(text: str) -> PageReading:
    """The reading that `page_to_json` was given."""
    return page_from_record(json.loads(text))


def opened_to_record(opened: OpenedFile) -> Record:
    """What a file turned out to be, as a JSON object."""
    return asdict(opened)


def opened_from_record(record: Record) -> OpenedFile:
    """The description that `opened_to_record` was given."""
    known = dict(record)
    return OpenedFile(pages=tuple(OpenedPage(**page) for page in known.pop("pages")), **known)


def reading_to_contract(path: Path, reading: Reading) -> Record:
    """The line that `read --json` prints for a file that was read."""
    return {
        "file": str(path),
        "sha256": reading.sha256,
        "seconds": round(reading.seconds, 3),
        "pages": [_contract_page(page) for page in reading.pages],
        "documents": [
            {
                "kind": document.kind,
                "kind_confidence": document.kind_confidence,
                "pages": list(document.pages),
                "why": document.why,
                "why_en": document.why_en,
                "marks": list(document.marks),
                "fields": {name: _contract_field(value) for name, value in document.fields.items()},
            }
            for document in reading.documents
        ],
    }


def error_to_contract(path: Path, error: HosoError, language: str = "vi") -> Record:
    """The line that `read --json` prints for a file that could not be read."""
    return {"file": str(path), "error": {"code": error.code, "message": error.message(language)}}


def _contract_field(value: FieldValue) -> Record:
    record: Record = {
        "value": value.value,
        "confidence": value.confidence,
        "page": value.page,
        "box": list(value.box) if value.box else None,
        "source": value.source,
    }
    if value.findings:
        record["findings"] = [asdict(finding) for finding in value.findings]
    if value.handwritten:
        record["handwritten"] = True
    if value.normalised:
        record["normalised"] = value.normalised
    return record


def _contract_page(page: PageReading) -> Record:
    record: Record = {
        "number": page.number,
        "width": page.width,
        "height": page.height,
        "dpi": page.dpi,
        "rotation": page.rotation,
        "skew": page.skew,
        "text": page.text,
        "confidence": page.confidence,
        "blank": page.blank,
    }
    if page.warnings:
        record["warnings"] = list(page.warnings)
    return record


def _word_row(word: Word) -> list[Any]:
    row = [word.text, list(word.box), word.confidence, word.line, word.block]
    looks = None if word.looks is None else list(word.looks)
    if word.doubt is not None:
        return [*row, word.first, looks, word.by_hand, [word.doubt.instead, word.doubt.odds]]
    if word.by_hand:
        return [*row, word.first, looks, True]
    if word.looks is not None:
        return [*row, word.first, looks]
    return row if word.first is None else [*row, word.first]


def _reread(
    first: str | None = None,
    looks: Sequence[int] | None = None,
    by_hand: bool = False,
    doubt: tuple[str, float] | None = None,
) -> tuple[str | None, tuple[int, int] | None, bool, Doubt | None]:
    return first, None if looks is None else (looks[0], looks[1]), by_hand, None if doubt is None else Doubt(*doubt)


def _box(values: list[int]) -> tuple[int, int, int, int]:
    left, top, width, height = values
    return (left, top, width, height)
