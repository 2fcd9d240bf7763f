"""What stands on our own cover sheets, and that nothing else is taken for one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terms.covers import Cover, parse_cover


@pytest.mark.parametrize(
    "cover",
    [Cover(dossier="H60.12-261120-0001"), Cover(dossier="Hồ sơ: đất 7"), Cover(kind="birth_certificate"), Cover()],
)
def test_what_is_written_is_read(cover: Cover) -> None:
    assert parse_cover(cover.payload) == cover
    assert cover.payload.startswith("HOSO1:")


@pytest.mark.parametrize("at", range(6, 24))
def test_a_misread_sign_is_refused(at: int) -> None:
    payload = Cover(dossier="H60.12-261120-0001").payload
    assert parse_cover(payload[:at] + ("8" if payload[at] != "8" else "3") + payload[at + 1 :]) is None


@pytest.mark.parametrize(
    "text",
    ["", "HOSO1", "HOSO1:", "HOSO1:P", "HOSO1:D::00", "HOSO2:P:00", "https://example.test", "HOSO1:P:land:XX"],
)
def test_other_codes_are_no_cover_sheets(text: str) -> None:
    assert parse_cover(text) is None


@pytest.mark.parametrize("code", ["", " H60", "H60\n", "x" * 120])
def test_a_dossier_code_that_no_sheet_can_carry_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="no cover sheet"):
        _ = Cover(dossier=code).payload


@given(st.text(max_size=200))
def test_no_text_breaks_the_reading(text: str) -> None:
    found = parse_cover(text)
    assert found is None or parse_cover(found.payload) == found
