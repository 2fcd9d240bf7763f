"""The same particulars in the arrangements forms have: tables, pairs on a line, dots, notes, translations, lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from tests.understanding.paper import HEAD, MOTTO, one, values

Pairs = Sequence[tuple[str, str]]
_HOME = "xã Tân Lập, huyện Yên Sơn, tỉnh Tuyên Quang"
BIRTH: Pairs = (
    ("Họ, chữ đệm, tên", "NGUYỄN BẢO NAM"),
    ("Ngày, tháng, năm sinh", "09/10/2020"),
    ("Giới tính", "Nam"),
    ("Dân tộc", "Kinh"),
    ("Quốc tịch", "Việt Nam"),
    ("Quê quán", _HOME),
    ("Số định danh cá nhân", "008220001234"),
    ("Họ, chữ đệm, tên người mẹ", "NGÔ NGỌC HẰNG"),
    ("Năm sinh", "2000"),
    ("Họ, chữ đệm, tên người cha", "NGUYỄN VĂN HẢI"),
    ("Năm sinh", "1998"),
    ("Ngày, tháng, năm đăng ký", "19/10/2020"),
)
MARRIAGE: Pairs = (
    ("Họ, chữ đệm, tên vợ", "PHAN THỊ CÚC"),
    ("Ngày, tháng, năm sinh", "01/02/1990"),
    ("Dân tộc", "Kinh"),
    ("Nơi cư trú", _HOME),
    ("Giấy tờ tùy thân", "008190001111"),
    ("Họ, chữ đệm, tên chồng", "LÊ VĂN TÁM"),
    ("Ngày, tháng, năm sinh", "03/04/1988"),
    ("Giấy tờ tùy thân", "008088001112"),
    ("Ngày, tháng, năm đăng ký", "20/10/2022"),
)
RESIDENCE: Pairs = (
    ("Họ và tên", "TRẦN THỊ NĂM"),
    ("Sinh ngày", "12/03/1990"),
    ("Số CCCD/CMND", "008190001122"),
    ("Nơi thường trú", _HOME),
    ("Họ và tên chủ hộ", "LÊ VĂN BA"),
)


def _in_a_table(pairs: Pairs) -> list[str]:
    return [f"{number}. {label:<36}{value}" for number, (label, value) in enumerate(pairs, 1)]


def _in_capitals(pairs: Pairs) -> list[str]:
    return [f"{label.upper()}: {value}" for label, value in pairs]


def _with_notes(pairs: Pairs) -> list[str]:
    return [f"{label} (1) : {value}" for label, value in pairs]


def _with_translations(pairs: Pairs) -> list[str]:
    return [f"- {label} (Information): {value};" for label, value in pairs]


def _values_below(pairs: Pairs) -> list[str]:
    return [line for label, value in pairs for line in (f"{label}:", f"   {value}")]


def _on_dots(pairs: Pairs) -> list[str]:
    return [f"{label}:.....{value}........................" for label, value in pairs]


def _on_dots_alone(pairs: Pairs) -> list[str]:
    return [f"{label} ......{value} ......" for label, value in pairs]


def _two_on_a_line(pairs: Pairs) -> list[str]:
    texts = [f"{label}: {value}" for label, value in pairs]
    return [f"{left:<48}{right}" for left, right in zip(texts[::2], [*texts[1::2], ""], strict=False)]


def _running_on(pairs: Pairs) -> list[str]:
    lines = [""]
    for label, value in pairs:
        part = f"{label}: {value}; "
        lines = [*lines[:-1], lines[-1] + part] if len(lines[-1] + part) < 86 else [*lines, part]
    return lines


ARRANGEMENTS = [
    _in_a_table,
    _in_capitals,
    _with_notes,
    _with_translations,
    _values_below,
    _on_dots,
    _on_dots_alone,
    _two_on_a_line,
    _running_on,
]


def _read(head: str, pairs: Pairs, arranged: Callable[[Pairs], list[str]]) -> dict[str, str | None]:
    return values(one(head + "\n".join(arranged(pairs)) + "\n>CHỦ TỊCH\n"))


@pytest.mark.parametrize("arranged", ARRANGEMENTS)
def test_a_birth_in_every_arrangement(arranged: Callable[[Pairs], list[str]]) -> None:
    found = _read(MOTTO + "\n^GIẤY KHAI SINH\n>Số: 215/2020\n", BIRTH, arranged)
    assert found == {
        "registration_number": "215/2020",
        "full_name": "NGUYỄN BẢO NAM",
        "date_of_birth": "2020-10-09",
        "sex": "male",
        "ethnicity": "Kinh",
        "personal_id": "008220001234",
        "place_of_origin": _HOME,
        "mother_name": "NGÔ NGỌC HẰNG",
        "father_name": "NGUYỄN VĂN HẢI",
        "registration_date": "2020-10-19",
    }


@pytest.mark.parametrize("arranged", ARRANGEMENTS)
def test_a_marriage_in_every_arrangement(arranged: Callable[[Pairs], list[str]]) -> None:
    found = _read(MOTTO + "\n^GIẤY CHỨNG NHẬN KẾT HÔN\n>Số: 41/2022\n", MARRIAGE, arranged)
    assert found == {
        "registration_number": "41/2022",
        "wife_name": "PHAN THỊ CÚC",
        "husband_name": "LÊ VĂN TÁM",
        "wife_date_of_birth": "1990-02-01",
        "husband_date_of_birth": "1988-04-03",
        "wife_personal_id": "008190001111",
        "husband_personal_id": "008088001112",
        "registration_date": "2022-10-20",
    }


@pytest.mark.parametrize("arranged", ARRANGEMENTS)
def test_a_residence_in_every_arrangement(arranged: Callable[[Pairs], list[str]]) -> None:
    head = HEAD.replace("ỦY BAN NHÂN DÂN", "CÔNG AN HUYỆN YÊN SƠN").replace("XÃ TÂN LẬP", "CÔNG AN XÃ TÂN LẬP")
    head += "\nSố: 15/XNCT     Tân Lập, ngày 19 tháng 9 năm 2025\n^XÁC NHẬN THÔNG TIN VỀ CƯ TRÚ\n"
    found = _read(head, RESIDENCE, arranged)
    assert found == {
        "document_number": "15/XNCT",
        "full_name": "TRẦN THỊ NĂM",
        "date_of_birth": "1990-03-12",
        "personal_id": "008190001122",
        "permanent_residence": _HOME,
        "issue_date": "2025-09-19",
    }
