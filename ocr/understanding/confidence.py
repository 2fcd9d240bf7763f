"""How sure a field is: from what was found, and from what the checks said, to a probability that can be believed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from ocr.model import Finding, PageReading
from ocr.quality import RETAKE
from ocr.understanding.draft import Draft
from terms.kinds import FieldSpec

# A value nobody labelled, of a kind that must have it, is most likely there and was not read.
_NOT_FOUND_REQUIRED: Final = 0.2
_NOT_FOUND: Final = 0.5
_LEFT_EMPTY: Final = 0.8
_NONE_SEEN: Final = 0.92
_POOR_PAGE: Final = 0.85

# What an agreement takes away of the doubt that is left, and what a contradiction leaves of the confidence at most.
_RAISES: Final = {
    "place": 0.5,
    "birth_year": 0.3,
    "sex_digit": 0.4,
    "name_twice": 0.5,
    "name_spelling": 0.5,
    "date_words": 0.9,
    "signing_day": 0.9,
}
_LEAVES: Final = {
    "birth_year": 0.6,
    "sex_digit": 0.6,
    "date_words": 0.6,
    "name_spelling": 0.75,
    "place_unknown": 0.95,
    "birth_province": 0.95,
    "surname": 0.7,
    "syllables": 0.85,
    "number_province": 0.7,
}
_LEAVES_ELSE: Final = 0.5


def probability(spec: FieldSpec, draft: Draft, findings: Sequence[Finding], pages: Sequence[PageReading]) -> float:
    """The probability that the draft's value is right; of None, that the paper really has none."""
    if draft.value is None:
        return _none_there(spec, draft, pages)
    sure = draft.sureness
    if sure >= 0.5:  # a reading that was hardly one stays for a person
        for one in findings:
            sure = 1 - (1 - sure) * (1 - _RAISES.get(one.check, 0.0)) if one.agrees else sure
    if draft.evidence.place != "machine":
        sure = min([sure, *(_LEAVES.get(one.check, _LEAVES_ELSE) for one in findings if not one.agrees)])
    page = next((page for page in pages if page.number == draft.page), None)
    return min(sure, _POOR_PAGE) if page is not None and RETAKE in page.warnings else sure


def _none_there(spec: FieldSpec, draft: Draft, pages: Sequence[PageReading]) -> float:
    evidence = draft.evidence
    if evidence.left_empty:
        return _LEFT_EMPTY
    if evidence.unreadable:
        return _NOT_FOUND_REQUIRED
    if spec.type == "personal_number" and not spec.required and _no_long_number(pages):
        return _NONE_SEEN
    return _NOT_FOUND_REQUIRED if spec.required else _NOT_FOUND


def _no_long_number(pages: Sequence[PageReading]) -> bool:
    """True if the pages were read well and hold nothing that could be a personal number, not even in part."""
    well = all(page.confidence > 0.9 for page in pages)
    texts = " ".join(word.text for page in pages for word in page.words)
    return well and not re.search(r"[0-9OoIl](?:[ .]?[0-9OoIl]){6,}", texts)
