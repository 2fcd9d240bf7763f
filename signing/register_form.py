"""The form of a register (mẫu sổ): its eight columns. Names, order and choice are configuration.

The columns of a book of copies are known from memory and practice; the annex of Decree 280/2025 was not seen
(docs/law.md, [M]). So an office may name, order and leave out columns by its settings.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from terms.errors import HosoError


@dataclass(frozen=True)
class Column:
    """A column: what stands in it (one of PRESCRIBED's codes) and its heading."""

    code: str
    heading: str


PRESCRIBED = (
    Column("number", "Số chứng thực"),
    Column("date", "Ngày, tháng, năm chứng thực"),
    Column("requester", "Họ tên của người yêu cầu chứng thực"),
    Column("original", "Tên của bản chính giấy tờ, văn bản"),
    Column("signer", "Họ tên, chức danh người ký chứng thực"),
    Column("copies", "Số bản sao đã được chứng thực"),
    Column("fee", "Lệ phí/Phí chứng thực (đồng)"),
    Column("note", "Ghi chú"),
)

TITLES = {
    "electronic_copy": "SỔ CHỨNG THỰC BẢN SAO ĐIỆN TỬ TỪ BẢN CHÍNH",
    "paper_copy": "SỔ CHỨNG THỰC BẢN SAO TỪ BẢN CHÍNH",
}


def columns_of(texts: Sequence[str]) -> tuple[Column, ...]:
    """The columns as they stand in the settings: `number`, or `number: Số thứ tự` for another heading.

    The prescribed ones where none are named. Raises HosoError("settings_invalid").
    """
    if not texts:
        return PRESCRIBED
    headings = {column.code: column.heading for column in PRESCRIBED}
    found: list[Column] = []
    for text in texts:
        code, _, heading = (part.strip() for part in text.partition(":"))
        if code not in headings or code in (one.code for one in found):
            known = ", ".join(headings)
            raise HosoError("settings_invalid", detail=f"signing.register_columns: {code!r}; each once of: {known}")
        found.append(Column(code, heading or headings[code]))
    if "number" not in (one.code for one in found):
        raise HosoError("settings_invalid", detail="signing.register_columns: a register has its numbers")
    return tuple(found)
