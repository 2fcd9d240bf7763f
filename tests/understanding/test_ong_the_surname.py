"""Ông, a title before most names and the surname of some."""

from __future__ import annotations

import pytest

from terms.names import strip_titles
from tests.understanding.paper import MOTTO, one, values


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Ông Như Vui", "Ông Như Vui"),  # no Như is a surname, and Nhữ is rare
        ("Ông Thị Trang Hạnh", "Ông Thị Trang Hạnh"),
        ("Ông Nguyên Vui", "Nguyên Vui"),  # Nguyễn read without its mark is commoner than any Ông
        ("Ông Lê Vui", "Lê Vui"),
        ("Ông Không Vui", "Không Vui"),  # Khổng: no one is given the name Không
    ],
)
def test_ong_is_a_surname_where_no_full_name_follows(printed: str, name: str) -> None:
    assert strip_titles(printed) == name


def test_ong_behind_a_label_that_asks_for_ong_or_ba_is_the_surname_where_no_full_name_follows() -> None:
    letter = MOTTO + "\n^GIẤY ỦY QUYỀN\n\nTôi tên là: Đặng Thị Lan\nỦy quyền cho ông/bà: {}\nSinh ngày: 14/04/1975\n"
    assert values(one(letter.format("Ông Thị Trang Hạnh")))["agent_name"] == "Ông Thị Trang Hạnh"
    assert values(one(letter.format("Ông Trần Văn Hạnh")))["agent_name"] == "Trần Văn Hạnh"


def test_ong_in_a_cell_of_a_table_is_no_label_of_another_name() -> None:
    letter = one(
        MOTTO
        + """
^GIẤY ỦY QUYỀN

Nội dung              Người ủy quyền           Người được ủy quyền
Họ và tên             Ông Như Vui              Lê Loan
Ngày sinh             26/06/1984               02/03/1971
Số giấy tờ tùy thân   367506854                398968057

Nội dung ủy quyền: nộp hồ sơ.
"""
    )
    assert (values(letter)["principal_name"], values(letter)["agent_name"]) == ("Ông Như Vui", "Lê Loan")
