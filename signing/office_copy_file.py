"""The file of a SAO Y: the scan as it is; top right on its first page the corner block, which is the signature itself.

Decree 30/2020/NĐ-CP, Annex I: form of copy, office and time of signing; size 10, upright, black; no picture of a
signature. Runs in a limited child (`signing.building`).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pdf import Archive, Place, Sheets, TextPage
from signing.copy import SourcePages, mark_as_demo
from signing.statement import signing_time

OFFICE_COPY_FIELD = "CoQuanSao"
FORM_NAMES = {"sao_y": "SAO Y", "sao_luc": "SAO LỤC", "trich_sao": "TRÍCH SAO"}
_MM = 25.4 / 72
_POINTS, _LEADING = 10.0, 1.2
_EDGE, _TOP, _TOP_IN_DEMO = 5.0, 3.0, 7.5  # millimetres from the edges of the sheet: inside its margins, off the text
_WIDEST = 88.0


@dataclass(frozen=True)
class OfficeCopyPlan:
    """All that goes into a SAO Y. `form`: sao_y, sao_luc, trich_sao; `symbol`: its number and symbol, `12/SY-UBND`."""

    form: str
    symbol: str
    title: str
    office_name: str
    moment: str
    demo: bool
    sources: tuple[SourcePages, ...]

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, record: dict[str, Any]) -> OfficeCopyPlan:
        sources = tuple(SourcePages.from_json(source) for source in record["sources"])
        return cls(**{**record, "sources": sources})


def build_office_copy(plan: OfficeCopyPlan, out: Path) -> Place:
    """Write the unsigned SAO Y to `out`: the place of the office's signature."""
    moment = dt.datetime.fromisoformat(plan.moment)
    name = FORM_NAMES[plan.form]
    archive = Archive(
        title=f"{name}: {plan.title}",
        created=moment,
        author=plan.office_name,
        subject=f"{name} số {plan.symbol} (Nghị định số 30/2020/NĐ-CP)",
    )
    for source in plan.sources:
        turned = [
            TextPage(number, 1, 1, rotation=rotation)
            for number, rotation in zip(source.pages, source.rotations, strict=True)
        ]
        archive.add_scan(Path(source.path), source.media_type, turned, only=source.pages)
    if plan.demo:
        for page in range(len(archive)):
            mark_as_demo(archive, page)
    archive.stand_upright(0)  # the block is no part of the page's content, so the page's turn would turn it
    width, height = archive.size(0)
    lines = corner_lines(plan.form, plan.office_name, moment)
    across, high = _corner_size(lines, min(_WIDEST, width * _MM - 2 * _EDGE))
    right, top = width - _EDGE / _MM, height - (_TOP_IN_DEMO if plan.demo else _TOP) / _MM
    archive.save(out)
    return Place(0, (right - across / _MM, top - high / _MM, right, top))


def corner_lines(form: str, office_name: str, moment: dt.datetime) -> tuple[str, str, str]:
    """What the corner block says, in the order of the decree."""
    return FORM_NAMES[form], office_name, f"Thời gian ký: {signing_time(moment)}"


def corner_block(size: tuple[float, float], lines: tuple[str, ...]) -> bytes:
    """The block as a PDF page of `size` (millimetres): letters alone, black, upright, size 10."""
    sheet = _corner(size)
    for line in lines:
        sheet.paragraph(line, points=_POINTS, align="L", leading=_LEADING, space_after=0)
    return bytes(sheet.output())


def _corner(size: tuple[float, float]) -> Sheets:
    sheet = Sheets(size=size, margins=(0, 0, 0), points=_POINTS)
    sheet.c_margin = 0.5
    sheet.set_auto_page_break(False)
    sheet.add_page()
    return sheet


def _corner_size(lines: tuple[str, ...], widest: float) -> tuple[float, float]:
    """Width and height in millimetres that the lines need; the office's name wraps where it is too long."""
    sheet = _corner((widest, 100.0))
    # A digit may be a little wider than the one that stands there when the block is signed.
    width = min(widest, max(float(sheet.get_string_width(line)) for line in lines) + 3.0)
    sheet = _corner((width, 100.0))
    for line in lines:
        sheet.paragraph(line, points=_POINTS, align="L", leading=_LEADING, space_after=0)
    return width, float(sheet.get_y()) + 0.5
