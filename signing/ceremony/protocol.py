"""What is signed on paper: the minutes of a ceremony, with hashes to compare and lines to sign on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pdf import Sheets
from signing.ceremony.plan import Plan

_REHEARSAL = "TỔNG DUYỆT – KHÔNG CÓ GIÁ TRỊ · REHEARSAL – WORTHLESS"
_SIGN_HEIGHT = 27.0


@dataclass(frozen=True)
class Entry:
    """A line of the transcript: when (ISO, UTC), what was done, and what came of it."""

    time: str
    step: str
    result: str = ""

    @property
    def line(self) -> str:
        return "\t".join(part.replace("\t", " ").replace("\n", " ") for part in (self.time, self.step, self.result))


def minutes(plan: Plan, entries: Sequence[Entry], transcript_sha256: str) -> bytes:
    """The minutes as PDF/A: who, with what, each step with its time and hash, and a blank for each signature."""
    sheets = Sheets(margins=(25, 18, 18), points=11)
    sheets.set_title(plan.title)
    sheets.set_lang("vi-VN")
    sheets.add_page()
    sheets.paragraph("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", style="B", align="C", space_after=0)
    sheets.paragraph("Độc lập - Tự do - Hạnh phúc", style="B", align="C", space_after=4)
    if plan.rehearsal:
        sheets.paragraph(_REHEARSAL, style="B", points=13, align="C")
    sheets.paragraph("BIÊN BẢN LỄ TẠO KHÓA", style="B", points=15, align="C", space_after=1)
    sheets.paragraph(plan.title, style="I", align="C", space_after=4)
    sheets.rows(
        [
            ("Cơ quan", plan.office),
            ("Nơi thực hiện", plan.place),
            ("Khóa", f"{plan.key.name}, {plan.key.algorithm}"),
            ("Chủ thể chứng thư số", plan.key.holder),
            ("Thiết bị (token)", plan.token.label),
            ("SHA-256 kịch bản", _spaced(plan.sha256)),
            ("SHA-256 nhật ký", _spaced(transcript_sha256)),
        ],
        label_width=45,
    )
    _head(sheets, "Công cụ đã đối chiếu")
    for tool in plan.tools:
        sheets.paragraph(f"{tool.path}", align="L", space_after=0)
        sheets.paragraph(_spaced(tool.sha256.lower()), points=9, align="L")
    _head(sheets, "Các bước")
    for number, entry in enumerate(entries, 1):
        sheets.paragraph(f"{number}. {entry.time}  {entry.step}", align="L", space_after=0)
        if entry.result:
            sheets.paragraph(_spaced(entry.result), points=9, align="L")
    _head(sheets, "Người tham dự ký tên")
    sheets.paragraph(
        "Tôi đã có mặt suốt buổi lễ, đã so các mã SHA-256 trên giấy này với màn hình, và xác nhận khóa được tạo trong"
        " thiết bị, mã PIN chỉ người giữ biết.",
        align="L",
    )
    for person in plan.people:
        if sheets.will_page_break(_SIGN_HEIGHT):
            sheets.add_page()
        sheets.paragraph(f"{person.role}: {person.name}", align="L", space_after=10)
        sheets.paragraph(f"Ký tên: {'.' * 54}   Giờ: {'.' * 20}", align="L", space_after=4)
    return sheets.pdf()


def _head(sheets: Sheets, text: str) -> None:
    sheets.ln(2)
    sheets.paragraph(text, style="B", points=12, align="L")


def _spaced(text: str) -> str:
    """A hash in groups of eight, as people compare it; anything else as it is."""
    if len(text) == 64 and set(text) <= set("0123456789abcdef"):
        return " ".join(text[place : place + 8] for place in range(0, 64, 8))
    return text
