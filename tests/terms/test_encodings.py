"""Vietnamese that went through the wrong encoding is put right; what was right, or is past help, stays as it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terms.encodings import is_vietnamese, lost_letters, put_right

NAME = "Huỳnh Hiếu Thuận"


@pytest.mark.parametrize(
    "taken",
    [NAME, NAME.encode().decode("latin-1"), "Hu廙軟h Hi廕簑 Thu廕要", NAME.encode().decode("cp1251")],
)
def test_what_readers_made_of_a_name_is_put_right(taken: str) -> None:
    assert put_right(taken).startswith("Huỳnh Hiế"[:7])
    assert is_vietnamese(put_right(taken))


def test_windows_letters_and_bytes_without_a_letter_mix() -> None:
    text = "Đặng Thị Nữ, xã Bình Hòa"
    assert put_right("".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in text.encode())) == text


@pytest.mark.parametrize("text", ["Đặng Văn Ỷ", "NGUYỄN THỊ ÁNH – số 5", "ÂU CƠ", ""])
def test_what_is_right_stays(text: str) -> None:
    assert put_right(text) == text
    assert not lost_letters(text)


@pytest.mark.parametrize("text", ["Nguy?n", "Nguy\ufffdn", "Nguy▯n", "中文"])
def test_lost_letters_are_told(text: str) -> None:
    assert lost_letters(put_right(text))


@given(st.text(max_size=60))
def test_any_text_comes_through(text: str) -> None:
    assert isinstance(put_right(text), str)
