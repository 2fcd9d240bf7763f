"""The file of a SAO Y: the scan as it is; top right on its first page the corner block, which is the signature itself.

Decree 30/2020/NĐ-CP, Annex I: form of copy, office and time of signing; size 10, upright, black; no picture of a
signature. Runs in a limited child (`signing.building`).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pdf import Archive, Fonts, Leaf, Place, TextPage, Type
from pdf.leaf import wrapped
from signing.copy import SourcePages, mark_as_demo
from signing.statement import signing_time

OFFICE_COPY_FIELD = "CoQuanSao"
FORM_NAMES = {"sao_y": "SAO Y", "sao_luc": "SAO LỤC", "trich_sao": "TRÍCH SAO"}
_MM = 25.4 / 72
_LETTERS, _SIDE = Type(10.0, leading=1.2), 0.5
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


def build_office_copy(plan: OfficeCopyPlan, out: Path) -> None:
    """Write the unsigned SAO Y to `out`, the field for the office's signature in place."""
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
    place = Place(0, (right - across / _MM, top - high / _MM, right, top))
    archive.add_signature_field(OFFICE_COPY_FIELD, place, f"{name}: chữ ký số của {plan.office_name}")
    archive.save(out)


def corner_lines(form: str, office_name: str, moment: dt.datetime) -> tuple[str, str, str]:
    """What the corner block says, in the order of the decree."""
    return FORM_NAMES[form], office_name, f"Thời gian ký: {signing_time(moment)}"


def corner_block(size: tuple[float, float], lines: tuple[str, ...]) -> Leaf:
    """The block, of `size` (millimetres): letters alone, black, upright, size 10."""
    leaf = Leaf(*size, Fonts("0123456789/:+ "))
    y = 0.0
    for line in lines:
        y = leaf.text(line, _SIDE, y, leaf.width - 2 * _SIDE, _LETTERS, None)
    return leaf


def _corner_size(lines: tuple[str, ...], widest: float) -> tuple[float, float]:
    """Width and height in millimetres that the lines need; the office's name wraps where it is too long."""
    # A digit may be a little wider than the one that stands there when the block is signed.
    width = min(widest, max(_LETTERS.width(line) for line in lines) + 3.0)
    count = sum(len(wrapped(line, width - 2 * _SIDE, _LETTERS)) for line in lines)
    return width, count * _LETTERS.line + 0.5
