"""The file of a converted paper: searchable pages, and a page with the law's mark behind them.

Law 20/2023/QH15, Article 12.1; Decree 137/2024/NĐ-CP, Article 4. The mark stands on a page of its own, never over
content. Runs in a limited child (`signing.building`).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pdf import Archive, Place, Sheets, TextPage, TextWord
from signing.copy import OFFICE_FIELD, SourcePages, demo_band

_SIGNATURE = (84.0, 26.0)  # millimetres


@dataclass(frozen=True)
class ConversionPlan:
    """All that goes into a converted paper. `words`: what was read on each page, in the order of the sources' pages.

    `to_be_signed`: whether room for the office's signature is made.
    """

    title: str
    doc_code: str
    office_name: str
    converter_name: str
    mark: str
    moment: str
    demo: bool
    to_be_signed: bool
    sources: tuple[SourcePages, ...]
    words: tuple[TextPage, ...]

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, record: dict[str, Any]) -> ConversionPlan:
        pages = []
        for page in record["words"]:
            words = tuple(TextWord(word["text"], tuple(word["box"]), word["line"]) for word in page["words"])
            pages.append(TextPage(**{**page, "words": words}))
        sources = tuple(SourcePages.from_json(source) for source in record["sources"])
        return cls(**{**record, "sources": sources, "words": tuple(pages)})


def build_conversion(plan: ConversionPlan, out: Path) -> None:
    """Write the converted paper to `out`, with a field for the office's signature if it is to be signed."""
    archive = Archive(
        title=plan.title,
        created=dt.datetime.fromisoformat(plan.moment),
        author=plan.office_name,
        subject=plan.mark,
    )
    read = iter(plan.words)
    for source in plan.sources:
        words = [next(read) for _ in source.pages]
        archive.add_scan(Path(source.path), source.media_type, words, only=source.pages)
    first = len(archive)
    sheet, place = _mark_page(plan)
    archive.add_sheets(sheet)
    if place is not None:
        place = Place(first + place.page, place.box)
        archive.add_signature_field(OFFICE_FIELD, place, f"Chữ ký số của {plan.office_name}")
    archive.save(out)


def _mark_page(plan: ConversionPlan) -> tuple[Sheets, Place | None]:
    sheet = Sheets(margins=(25, 20, 20))
    sheet.add_page()
    if plan.demo:
        demo_band(sheet, points=12)
        sheet.ln(4)
    sheet.paragraph(plan.office_name.upper(), style="B", points=13, align="C", space_after=8)
    sheet.paragraph("VĂN BẢN ĐƯỢC CHUYỂN ĐỔI TỪ BẢN GIẤY", style="B", points=14, align="C", space_after=2)
    legal = "Điều 12 Luật Giao dịch điện tử số 20/2023/QH15; Điều 4 Nghị định số 137/2024/NĐ-CP"
    sheet.paragraph(f"({legal})", style="I", points=11, align="C", space_after=8)
    sheet.paragraph(plan.mark, points=12, align="L", space_after=8)
    if not plan.to_be_signed:
        return sheet, None
    width, high = _SIGNATURE
    x = sheet.w - sheet.r_margin - width
    sheet.set_x(x)
    sheet.set_font("serif", "B", 12)
    sheet.multi_cell(width, 6, "Cơ quan thực hiện chuyển đổi", align="C")
    return sheet, sheet.keep_free(width, high, x=x, y=sheet.get_y() + 2)
