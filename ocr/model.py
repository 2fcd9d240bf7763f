"""What reading yields: frozen data, JSON-able, the same for every engine and every source.

Boxes are `(x, y, width, height)` in whole pixels of the page after `rotation` only, before any deskewing or
flattening; a PDF page without one full-page scan counts as rendered at 300 dpi (docs/contract.md).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from terms.checks import Finding as Finding  # noqa: PLC0414 - part of what reading yields

Box = tuple[int, int, int, int]
Source = Literal["ocr", "qr", "mrz", "text"]


def around(boxes: Sequence[Box]) -> Box:
    """The box around all of `boxes`, of which there is one at least."""
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, bottom = max(box[0] + box[2] for box in boxes), max(box[1] + box[3] for box in boxes)
    return (left, top, right - left, bottom - top)


def middle_within(inner: Box, outer: Box) -> bool:
    """Whether the middle of one box lies in the other."""
    across, down = inner[0] + inner[2] / 2, inner[1] + inner[3] / 2
    return outer[0] <= across <= outer[0] + outer[2] and outer[1] <= down <= outer[1] + outer[3]


@dataclass(frozen=True)
class Doubt:
    """How a word looks otherwise than it was read, a letter at a time. `instead`: the word with the likeliest other
    letter in it; `odds`: the logarithm of how much likelier that is than what was read, below 0 if it is less so."""

    instead: str
    odds: float


@dataclass(frozen=True)
class Word:
    """One printed word. `line` numbers the lines of the page in reading order; `block` the blocks they stand in.

    `confidence` is a probability (0 to 1) that the word is read right. `first` is the first, raw reading of a word that
    another reading replaced; None if it stands as it was read. `looks`: how many of how many looks at the word saw it
    as it stands, where it was proofread; None where it was not. `by_hand`: it looks written, not printed. `doubt`: what
    its letters look like by themselves, where that was told.
    """

    text: str
    box: Box
    confidence: float
    line: int
    block: int = 0
    first: str | None = None
    looks: tuple[int, int] | None = None
    by_hand: bool = False
    doubt: Doubt | None = None


@dataclass(frozen=True)
class Code:
    """A machine-readable code on the page (QR, PDF417, Code 39 …): its text as decoded, and where it stands."""

    format: str
    text: str
    box: Box


@dataclass(frozen=True)
class PageReading:
    """One page as read. `width` and `height` are pixels after `rotation`; `dpi` is the resolution the pixels stand for.

    `rotation`: degrees clockwise (0, 90, 180, 270) that the page as a viewer shows it was turned to stand upright.
    `skew`: degrees clockwise that it still leans. `warnings`: codes of what went less than well (`page_unreadable`).
    """

    number: int
    width: int
    height: int
    dpi: int
    rotation: int
    skew: float
    text: str
    confidence: float
    blank: bool
    source: Source = "ocr"
    words: tuple[Word, ...] = ()
    codes: tuple[Code, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class FieldValue:
    """A field's value as printed and normalised (docs/contract.md); None where the paper has none or it was not read.

    `confidence`: the probability that `value` is right (of None: that the paper really has none). `findings`: which
    checks spoke, the contradictions first. `handwritten`: the value was written by hand. `normalised`: what the value
    means today where that differs from print (the unit that a commune of 2020 belongs to now); "" where it does not.
    """

    value: str | None
    confidence: float
    page: int | None = None
    box: Box | None = None
    source: Source = "ocr"
    findings: tuple[Finding, ...] = ()
    handwritten: bool = False
    normalised: str = ""


@dataclass(frozen=True)
class DocumentReading:
    """One document found among the pages: which kind, on which pages (1-based, in order), with which fields.

    `why` says in one sentence what decided the kind, `why_en` the same in English. `marks` names what else was seen:
    "certified_copy", "extract", "photocopy", "secret".
    """

    kind: str
    kind_confidence: float
    pages: tuple[int, ...]
    fields: Mapping[str, FieldValue] = field(default_factory=dict)
    why: str = ""
    marks: tuple[str, ...] = ()
    why_en: str = ""


@dataclass(frozen=True)
class Reading:
    """A whole file as read."""

    sha256: str
    media_type: str
    seconds: float
    pages: tuple[PageReading, ...]
    documents: tuple[DocumentReading, ...]
