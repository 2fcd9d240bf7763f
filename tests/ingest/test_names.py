"""File names come from anywhere and are shown to people: NFC, no folders, nothing that makes one look like another."""

from __future__ import annotations

import unicodedata

import pytest

from ingest.names import natural_order, safe_name, without_suffix


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Giấy khai sinh.pdf", "Giấy khai sinh.pdf"),
        ("C:\\Scan\\2026\\a.pdf", "a.pdf"),
        ("../../etc/passwd", "passwd"),
        ("a\x00b\r\n.pdf", "ab .pdf"),
        ("gpj\u202efdp.exe", "gpjfdp.exe"),
        ("\udcff\udcfe.pdf", "pdf"),
        ("...", "unnamed"),
        ("", "unnamed"),
        ("a:b|c?.pdf", "a_b_c_.pdf"),
    ],
)
def test_a_name_is_made_safe(given: str, kept: str) -> None:
    assert safe_name(given) == kept


def test_a_name_from_a_mac_is_composed() -> None:
    assert safe_name(unicodedata.normalize("NFD", "Hộ tịch.pdf")) == "Hộ tịch.pdf"


def test_a_long_name_keeps_its_suffix_and_whole_letters() -> None:
    short = safe_name("ộ" * 300 + ".pdf")
    assert short.endswith(".pdf")
    assert 240 < len(short.encode()) <= 255
    assert set(short[:-4]) == {"ộ"}


def test_pages_are_ordered_as_a_person_counts() -> None:
    assert sorted(["tr10.png", "tr2.png", "Tr1.png"], key=natural_order) == ["Tr1.png", "tr2.png", "tr10.png"]


def test_a_title_has_no_suffix() -> None:
    assert without_suffix("Hồ sơ ông An.pdf") == "Hồ sơ ông An"
    assert without_suffix("Hồ sơ 12.05 của ông An") == "Hồ sơ 12.05 của ông An"
