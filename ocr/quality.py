"""How well a page was captured, as data: what is wrong with it and whether it should be captured again.

The verdict itself is `ocr.verdict`; here is only what is handed on, so that whoever shows it needs no pixels.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal, get_args

from ocr.model import Box

Code = Literal["too_dark", "too_light", "blurred", "cut_off", "covered", "glare", "shadow", "low_resolution"]
Severity = Literal["advice", "retake"]
RETAKE: Final = "retake"
"""The warning that stands behind the faults of a page that should be captured again."""
WARNINGS: Final = frozenset({*get_args(Code), RETAKE})


@dataclass(frozen=True)
class Fault:
    """What is wrong with a page. `retake`: it will hardly be read right as it is.

    `measure`: the value it was told by (see the function that does); `box`: where, in pixels of the page as given; None
    for all of it.
    """

    code: Code
    severity: Severity
    measure: float
    box: Box | None = None


@dataclass(frozen=True)
class Quality:
    """The verdict on a page, the worst fault first."""

    faults: tuple[Fault, ...] = ()

    @property
    def grade(self) -> Literal["good", "fair", "retake"]:
        if not self.faults:
            return "good"
        return "retake" if self.faults[0].severity == "retake" else "fair"

    @property
    def warnings(self) -> tuple[str, ...]:
        """The faults as codes of warnings, and RETAKE behind them where the page should be captured again."""
        codes: tuple[str, ...] = tuple(fault.code for fault in self.faults)
        return (*codes, RETAKE) if self.grade == "retake" else codes


def reason_unread(warnings: Iterable[str]) -> str | None:
    """The warning that says why a page was not read; None if the warnings are only about how it was captured."""
    return next((code for code in warnings if code not in WARNINGS), None)


def quality_to_record(quality: Quality) -> dict[str, Any]:
    """A verdict as a JSON object."""
    return {"grade": quality.grade, "faults": [asdict(fault) for fault in quality.faults]}


def quality_from_record(record: dict[str, Any]) -> Quality:
    """The verdict that `quality_to_record` was given. Raises KeyError, TypeError or ValueError on anything else."""
    faults = []
    for fields in record["faults"]:
        box = fields["box"]
        faults.append(Fault(**{**fields, "box": None if box is None else tuple(box)}))
    return Quality(tuple(faults))
