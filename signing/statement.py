"""What the law has printed: the certifier's statement, the fee, the mark of a converted paper.

The statement's words and the register's suffix are fixed by no text that was seen for electronic copies (what is
used here is in use in the field), so both are configuration.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import TypeVar
from zoneinfo import ZoneInfo

from terms.errors import HosoError

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

FEE_PER_PAGE, FEE_FROM_THIRD_PAGE, FEE_AT_MOST = 2_000, 1_000, 200_000  # đồng; Circular 226/2016/TT-BTC


@dataclass(frozen=True)
class StatementWording:
    """The statement's lines. Braces: {number}, {register}, {day}, {month}, {year}."""

    title: str = "CHỨNG THỰC BẢN SAO ĐÚNG VỚI BẢN CHÍNH"
    number: str = "Số chứng thực: {number}, quyển số: {register}"
    date: str = "Ngày {day:02} tháng {month:02} năm {year}"
    certifier: str = "Người thực hiện chứng thực"
    office: str = "Cơ quan thực hiện chứng thực"


@dataclass(frozen=True)
class PaperWording:
    """The lines of the statement on paper copies, to be signed by hand and stamped. Braces as in `StatementWording`."""

    title: str = "Chứng thực bản sao đúng với bản chính"
    number: str = "Số chứng thực: {number}, quyển số: {register}"
    date: str = "Ngày {day:02} tháng {month:02} năm {year}"
    certifier: str = "Người thực hiện chứng thực"
    by_hand: str = "(Ký, ghi rõ họ tên, đóng dấu)"


Wording = TypeVar("Wording", StatementWording, PaperWording)


@dataclass(frozen=True)
class Statement:
    """The statement of one copy, filled in."""

    title: str
    number: str
    date: str
    certifier: str
    office: str


def worded(wording: Wording, said: Mapping[str, str], prefix: str) -> Wording:
    """`wording` with the lines that `said` names under `prefix`, tried out; an empty line keeps the one in use.

    Raises HosoError("settings_invalid") for braces that nothing is known of.
    """
    lines = {field.name: said.get(f"{prefix}{field.name}") for field in fields(wording)}
    for name, line in lines.items():
        try:
            filled(line or "", number=1, register="", moment=dt.datetime.now(dt.UTC))
        except (KeyError, ValueError, IndexError, AttributeError) as error:
            raise HosoError("settings_invalid", detail=f"signing.{prefix}{name}: {error}") from error
    return replace(wording, **{name: line for name, line in lines.items() if line})


def checked_symbol(template: str) -> str:
    """Number and symbol of a SAO Y as they stand in the settings, tried out. Raises HosoError("settings_invalid")."""
    try:
        if "{number" in template and len(template.format(number=9999, form="TrS")) <= 60:
            return template
        reason = "it needs {number} and at most 60 characters"
    except (KeyError, ValueError, IndexError, AttributeError) as error:
        reason = str(error)
    raise HosoError("settings_invalid", detail=f"signing.office_copy_symbol: {reason}")


def filled(line: str, *, number: int, register: str, moment: dt.datetime) -> str:
    """A line of a statement with what stands in braces filled in, dated where Viet Nam is. Raises ValueError, KeyError

    for braces it does not know.
    """
    day = moment.astimezone(VIETNAM)
    return line.format(number=number, register=register, day=day.day, month=day.month, year=day.year)


def statement(wording: StatementWording, *, number: int, register: str, moment: dt.datetime) -> Statement:
    """The statement for a number of a register (its symbol, `01/2026-SCTĐT/BS`), dated where Viet Nam is."""
    return Statement(
        title=wording.title,
        number=filled(wording.number, number=number, register=register, moment=moment),
        date=filled(wording.date, number=number, register=register, moment=moment),
        certifier=wording.certifier,
        office=wording.office,
    )


def fee(pages: int, copies: int = 1) -> int:
    """The fee in đồng: 2 000 a page, 1 000 from the third on, at most 200 000 a copy; pages of the original count."""
    one = FEE_PER_PAGE * min(pages, 2) + FEE_FROM_THIRD_PAGE * max(pages - 2, 0)
    return copies * min(one, FEE_AT_MOST)


def conversion_mark(*, office: str, converter: str, moment: dt.datetime, code: str) -> str:
    """The mark in letters of a paper turned into data, with time and full name of who did it.

    Law 20/2023/QH15, Article 12.1.c; Decree 137/2024/NĐ-CP, Article 4.1.a.
    """
    time = moment.astimezone(VIETNAM).replace(microsecond=0).isoformat()
    return f"BẢN ĐIỆN TỬ CHUYỂN ĐỔI TỪ VĂN BẢN GIẤY – {office} – {converter} – {time} – Mã: {code}"


def signing_time(moment: dt.datetime) -> str:
    """A moment as Decree 30/2020/NĐ-CP prints the time of a digital signature: 05/01/2026 10:12:07 +07:00."""
    return moment.astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M:%S +07:00")
