"""Cover sheets to print: laid on the papers of a dossier, or between two papers, they tell the reading where to part.

One sheet of A4 each, to be printed on one side: what it is in large letters, what to do with it, and its code, for the
scanner in a QR code and for people in letters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pdf import Sheets
from terms.covers import Cover
from terms.kinds import Kind

_MARGINS: Final = (20.0, 22.0, 20.0)
_CODE_SIDE: Final = 92.0
_LONGEST_NAME: Final = 90
_QUIET: Final = 90


@dataclass(frozen=True)
class CoverSheet:
    """One sheet: what its code says, and what people read on it. `name`: the title of the dossier, or the name of the
    kind of paper; `name_en`: that in English, where there is one."""

    cover: Cover
    name: str = ""
    name_en: str = ""
    office: str = ""

    @classmethod
    def before(cls, kind: Kind | None, office: str = "") -> CoverSheet:
        """The sheet before a paper of this kind; before any paper without one."""
        if kind is None:
            return cls(Cover(), office=office)
        return cls(Cover(kind=kind.code), kind.names["vi"], kind.names["en"], office)


def cover_sheets(sheets: Sequence[CoverSheet]) -> bytes:
    """The sheets as PDF/A, one a page. Raises ValueError for a dossier code that no sheet can carry."""
    drawn = Sheets(margins=_MARGINS, family="sans", points=12)
    drawn.set_auto_page_break(False)
    drawn.set_title("Tờ bìa")
    drawn.set_lang("vi-VN")
    for sheet in sheets:
        drawn.add_page()
        _draw(drawn, sheet)
    return drawn.pdf()


def _draw(on: Sheets, sheet: CoverSheet) -> None:
    payload = sheet.cover.payload
    of_dossier = sheet.cover.dossier is not None
    if sheet.office:
        on.paragraph(sheet.office, points=11, align="C", space_after=6)
    else:
        on.ln(10)
    on.paragraph("TỜ BÌA HỒ SƠ" if of_dossier else "TỜ PHÂN CÁCH", style="B", points=40, align="C", space_after=0)
    _english(on, "Dossier cover sheet" if of_dossier else "Separator sheet", space_after=7)
    if of_dossier:
        code = sheet.cover.dossier or ""
        on.paragraph(code, style="B", points=30 if len(code) <= 24 else 16, align="C", space_after=1)
        if sheet.name:
            on.paragraph(_short(sheet.name), points=14, align="C", space_after=1)
    else:
        on.paragraph(sheet.name or "Giấy tờ tiếp theo", style="B", points=22, align="C", space_after=0.5)
        _english(on, sheet.name_en or "The next paper", space_after=1)
    on.qr(payload, (on.w - _CODE_SIDE) / 2, on.get_y() + 3, _CODE_SIDE)
    on.set_y(on.get_y() + _CODE_SIDE + 4)
    on.paragraph(payload, points=10, align="C", space_after=9)
    for vietnamese, english in _ON_DOSSIER if of_dossier else _ON_PAPER:
        on.paragraph(vietnamese, points=13, align="L", space_after=0)
        _english(on, english, align="L", space_after=2.5)


_ON_DOSSIER: Final = (
    (
        "1. Đặt tờ này lên trên giấy tờ của hồ sơ rồi quét cả tập.",
        "Lay this sheet on the papers of the dossier and scan them together.",
    ),
    (
        "2. Các trang sau tờ này vào hồ sơ mang mã trên, đến tờ bìa hồ sơ kế tiếp.",
        "The pages behind it go into this dossier, up to the next dossier cover sheet.",
    ),
    (
        "3. Tờ này không phải giấy tờ của hồ sơ. Giữ lại để dùng lần sau.",
        "It is no paper of the dossier. Keep it for the next time.",
    ),
)
_ON_PAPER: Final = (
    (
        "1. Đặt tờ này giữa hai giấy tờ, trước giấy tờ mới, rồi quét cả tập.",
        "Lay this sheet before the paper that begins, and scan the pile.",
    ),
    (
        "2. Trang ngay sau tờ này bắt đầu một giấy tờ mới.",
        "The page behind it begins a new paper.",
    ),
    (
        "3. Tờ này không phải giấy tờ của hồ sơ. Giữ lại để dùng lần sau.",
        "It is no paper of the dossier. Keep it for the next time.",
    ),
)


def _english(on: Sheets, text: str, *, align: str = "C", space_after: float) -> None:
    on.set_text_color(_QUIET)
    on.paragraph(text, points=10, align="L" if align == "L" else "C", space_after=space_after)
    on.set_text_color(0)


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1].rstrip()}…"
