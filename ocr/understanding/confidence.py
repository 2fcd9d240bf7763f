"""How sure a field is: from what was found, and from what the checks said, to a probability that can be believed.

A model of few weights (`features`) gives a first probability, a curve fitted on papers the weights have not seen turns
it into the one that is shown. Both are data, `trained/fields.json`; `fitting` makes it.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from ocr.model import Finding, PageReading
from ocr.quality import RETAKE
from ocr.understanding.draft import Draft
from ocr.understanding.features import FEATURES, FIGURES, GUESS, features, has_scraps, log_odds
from terms.kinds import FieldSpec

SHIPPED: Final = Path(__file__).with_name("trained") / "fields.json"
SURE: Final = 0.9
"""From here on no person need look (docs/contract.md)."""

# Readers of values give this fit and less to what they had to repair.
_REPAIRED: Final = 0.72
_NO_LABEL: Final = 0.75
_CLEAR: Final = 0.98
# What is hardly what was looked for (a number whose figures were lost) is there to begin with, and rarely right.
_A_START: Final = 0.4
_CLEAR_HAND: Final = 0.85
_DOUBTED: Final = 0.8
_WHOLE_DATE: Final = len("2026-11-20")
# Contradictions that are common on sound papers.
_MILD: Final = ("birth_province", "place_unknown", "other_paper", "store")

# Of fields without a value: the probability that the paper really has none, before any data.
ABSENT: Final[Mapping[str, float]] = {
    "left_empty": 0.8,
    "unreadable": 0.2,
    "not_there": 0.92,
    "not_found_required": 0.2,
    "not_found": 0.5,
}


@dataclass(frozen=True)
class FieldModel:
    """`weights` of the features; `curve`: points (first probability, shown probability), both rising; `for_a_person`:
    the same for values that must be looked at whatever speaks for them, all below `SURE`; `absent`: the probability
    that a missing value is missing on the paper, by why it is missing. `meta`: of what it was made."""

    weights: Mapping[str, float]
    curve: tuple[tuple[float, float], ...]
    for_a_person: tuple[tuple[float, float], ...]
    absent: Mapping[str, float]
    meta: Mapping[str, Any] = field(default_factory=dict)

    def first(self, numbers: Mapping[str, float]) -> float:
        """The probability before the curve."""
        return chance(sum(self.weights.get(name, 0.0) * value for name, value in numbers.items()))

    def shown(self, first: float, *, for_a_person: bool = False) -> float:
        """The probability that a value with this first probability is right."""
        curve = self.for_a_person if for_a_person else self.curve
        at = bisect_right(curve, (first, math.inf))
        if at == 0:
            return curve[0][1]
        if at == len(curve):
            return curve[-1][1]
        (left, low), (right, high) = curve[at - 1], curve[at]
        return low + (high - low) * (first - left) / (right - left) if right > left else high

    def to_json(self) -> str:
        """As kept in a file, with a digest of itself."""
        body = {
            "weights": dict(self.weights),
            "curve": [list(point) for point in self.curve],
            "for_a_person": [list(point) for point in self.for_a_person],
            "absent": dict(self.absent),
            "meta": dict(self.meta),
        }
        return json.dumps({"sha256": _digest(body), **body}, ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str) -> FieldModel:
        """The model that `to_json` wrote. Raises ValueError if it is damaged or of other features."""
        body = json.loads(text)
        if body.pop("sha256", None) != _digest(body):
            raise ValueError("the model is not what was written")
        if set(body["weights"]) != set(FEATURES):
            raise ValueError("the model is of other features than the program's")
        curve, doubted = _curve(body["curve"]), _curve(body["for_a_person"])
        if any(shown >= SURE for _, shown in doubted):
            raise ValueError("what is for a person must not be sure")
        return cls(body["weights"], curve, doubted, body["absent"], body["meta"])


def _curve(points: Sequence[Sequence[float]]) -> tuple[tuple[float, float], ...]:
    curve = tuple((float(first), float(shown)) for first, shown in points)
    if not curve or list(curve) != sorted(curve) or any(not 0 <= shown <= 1 for _, shown in curve):
        raise ValueError("the model's curve does not rise")
    return curve


START: Final = FieldModel(
    {name: feature.start for name, feature in FEATURES.items()},
    ((0.0, 0.0), (1.0, 1.0)),
    ((0.0, 0.0), (1.0, 0.89)),
    ABSENT,
)
"""What sense says before any data: to begin fitting with."""


@lru_cache(maxsize=4)
def load(path: Path = SHIPPED) -> FieldModel:
    """The model of a file. Raises OSError, ValueError."""
    return FieldModel.from_json(path.read_text("utf-8"))


def probability(
    spec: FieldSpec,
    draft: Draft,
    findings: Sequence[Finding],
    pages: Sequence[PageReading],
    model: FieldModel | None = None,
) -> float:
    """The probability that the draft's value is right; of None, that the paper really has none."""
    model = model or load()
    if draft.value is None:
        return model.absent[why_absent(spec, draft, pages)]
    first = model.first(features(spec, draft, findings, pages))
    if draft.evidence.place == "machine":
        return min(model.shown(first), draft.sureness)  # a code knows best how sure it is
    sure = model.shown(first, for_a_person=for_a_person(spec, draft, findings, pages))
    return min(sure, _A_START) if draft.evidence.fit < GUESS else sure


def for_a_person(spec: FieldSpec, draft: Draft, findings: Sequence[Finding], pages: Sequence[PageReading]) -> bool:
    """True if a value must be looked at whatever else speaks for it: the program has put something right in it, what
    led to it is hardly a label, a check contradicts it, looks at its figures do not agree, signs stand in it that no
    value has, or its page should be captured again. Nothing from a code."""
    if draft.evidence.place == "machine":
        return False
    evidence = draft.evidence
    borne_out = any(one.agrees and one.check == "name_twice" for one in findings)
    if (
        (evidence.put_right and not borne_out)
        or evidence.fit < _REPAIRED
        or (evidence.place == "label" and evidence.label < _NO_LABEL)
    ):
        return True
    if any(not one.agrees and one.check not in _MILD for one in findings):
        return True
    # Figures on which looks at them do not agree, and nothing else on the paper bears them out.
    if evidence.disputed and spec.type in FIGURES and not any(one.agrees for one in findings):
        return True
    # Figures that were read with doubt, and no second look or other place on the paper bears out.
    seen_twice = evidence.agreed >= evidence.words
    if (
        evidence.worst < _DOUBTED
        and not seen_twice
        and spec.type in FIGURES
        and not any(one.agrees for one in findings)
    ):
        return True
    # A document's number has nothing beside it that would bear its figures out; hands vary more than any mill's.
    if spec.type == "number" and any(
        token.replaced and token.confidence < _CLEAR_HAND and any(letter.isdigit() for letter in token.text)
        for token in draft.tokens
    ):
        return True
    if evidence.mixed and evidence.worst < _CLEAR:
        return True  # a letter among figures has no neighbours that would give a misreading away
    value = draft.value or ""
    if has_scraps(value) or (spec.type == "date" and _lacks_its_day(spec, value)):
        return True
    return any(page.number == draft.page and RETAKE in page.warnings for page in pages)


def with_finding(confidence: float, finding: Finding, model: FieldModel | None = None) -> float:
    """The probability of a value whose `confidence` is known, once one more check has spoken."""
    model = model or load()
    weight = model.weights.get(f"{'agrees' if finding.agrees else 'differs'}:{finding.check}", 0.0)
    return round(chance(log_odds(confidence) + weight), 4)


def chance(odds: float) -> float:
    """The probability that log-odds stand for."""
    return 1 / (1 + math.exp(-odds)) if odds > -500 else 0.0


def why_absent(spec: FieldSpec, draft: Draft, pages: Sequence[PageReading]) -> str:
    """Why a field has no value: a name of `ABSENT`."""
    if draft.evidence.left_empty:
        return "left_empty"
    if draft.evidence.unreadable:
        return "unreadable"
    if spec.type == "personal_number" and not spec.required and _no_long_number(pages):
        return "not_there"
    return "not_found_required" if spec.required else "not_found"


def _no_long_number(pages: Sequence[PageReading]) -> bool:
    """True if the pages were read well and hold nothing that could be a personal number, not even in part."""
    well = all(page.confidence > SURE for page in pages)
    texts = " ".join(word.text for page in pages for word in page.words)
    return well and not re.search(r"[0-9OoIl](?:[ .]?[0-9OoIl]){6,}", texts)


def _digest(body: Mapping[str, Any]) -> str:
    canonical = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _lacks_its_day(spec: FieldSpec, date: str) -> bool:
    """Of births the year alone may be printed, hardly ever month and year; of all else the whole date is."""
    return len(date) < _WHOLE_DATE and ("birth" not in spec.name or "-" in date)
