"""Building a copy or a conversion in a limited child: the bytes it decodes came from outside, and it holds no key."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from signing.conversion_file import ConversionPlan, build_conversion
from signing.copy import BuiltCopy, CopyPlan, build
from signing.nursery import Nurseries
from signing.office_copy_file import OfficeCopyPlan, build_office_copy

_nurseries = Nurseries("signing.building_main")


def build_copy(plan: CopyPlan, out: Path) -> BuiltCopy:
    """`signing.copy.build`, in a child. Raises InputError, UnavailableError("disk_full")."""
    answer = _nurseries.ask({"what": "copy", "plan": plan.to_json(), "out": str(out.absolute())})
    return BuiltCopy(answer["manifest"], answer["page_count"])


def build_converted(plan: ConversionPlan, out: Path) -> None:
    """`signing.conversion_file.build_conversion`, in a child."""
    _nurseries.ask({"what": "conversion", "plan": plan.to_json(), "out": str(out.absolute())})


def build_office(plan: OfficeCopyPlan, out: Path) -> None:
    """`signing.office_copy_file.build_office_copy`, in a child."""
    _nurseries.ask({"what": "office_copy", "plan": plan.to_json(), "out": str(out.absolute())})


def end_builders() -> None:
    """End the processes that are kept warm (at the end of a test, or before a long rest)."""
    _nurseries.end()


def work(question: dict[str, Any]) -> dict[str, Any]:
    """What a child does with a question."""
    out = Path(question["out"])
    if question["what"] == "copy":
        return asdict(build(CopyPlan.from_json(question["plan"]), out))
    if question["what"] == "office_copy":
        build_office_copy(OfficeCopyPlan.from_json(question["plan"]), out)
    else:
        build_conversion(ConversionPlan.from_json(question["plan"]), out)
    return {}
