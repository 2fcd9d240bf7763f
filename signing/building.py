"""Building a copy or a conversion in a limited child: the bytes it decodes came from outside, and it holds no key."""

from __future__ import annotations

import datetime as dt
import gc
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from PIL import Image

from signing.conversion_file import ConversionPlan, build_conversion
from signing.copy import BuiltCopy, CopyPlan, SourcePages, build
from signing.nursery import Nurseries
from signing.office_copy_file import OfficeCopyPlan, build_office_copy
from signing.statement import StatementWording, statement

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


def warm() -> None:
    """Build a copy of nothing, so that what a building loads when it is first needed is there for every child."""
    with tempfile.TemporaryDirectory() as folder:
        scan, out = Path(folder) / "blank.jpg", Path(folder) / "copy.pdf"
        Image.new("RGB", (300, 400), "white").save(scan)
        source = SourcePages(str(scan), "image/jpeg", "", (1,), (0,), 1)
        moment = dt.datetime.now(dt.UTC)
        words = StatementWording()
        build(
            CopyPlan(
                code="",
                number=0,
                register="",
                year=0,
                office_code="",
                office_name="",
                original_name="",
                certifier_name="",
                certifier_title="",
                certifier_hash="",
                certificate_sha256="",
                moment=moment.isoformat(),
                verify_url="https://blank.example/v/A",
                salt="",
                statement=statement(words, number=0, register="", moment=moment),
                conversion_mark="",
                demo=True,
                sources=(source,),
            ),
            out,
        )
    gc.collect()
    gc.freeze()  # what is here now outlives every child; looking through it would only copy its memory
