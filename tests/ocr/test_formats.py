"""A file is what it contains, whatever it is called."""

from pathlib import Path

import pytest

from ocr.formats import media_type, recognise
from ocr.limits import Limits
from terms.errors import InputError


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"II*\0\x08\0\0\0", "image/tiff"),
        (b"MM\0*\0\0\0\x08", "image/tiff"),
        (b"\0\0\0\x18ftypheic", "image/heic"),
        (b"%PDF-1.7\n", "application/pdf"),
        (b"\n\n junk before %PDF-1.4", "application/pdf"),
    ],
)
def test_known_formats_are_told_from_their_content(head: bytes, expected: str) -> None:
    assert media_type(head) == expected


@pytest.mark.parametrize(
    "head",
    [
        b"<html><script>alert(1)</script>",
        b"PK\x03\x04 a zip that hides %PDF-1.4",
        b"GIF89a",
        b"plain text",
        b"MZ\x90\0",
        b"\0\0\0\x0cjP  \r\n\x87\n",
    ],
)
def test_anything_else_is_refused_even_if_it_carries_a_pdf_inside(head: bytes) -> None:
    with pytest.raises(InputError) as refusal:
        media_type(head)
    assert refusal.value.code == "unsupported_format"


def test_an_empty_file_says_so(tmp_path: Path) -> None:
    (tmp_path / "scan.pdf").touch()
    with pytest.raises(InputError) as refusal:
        recognise(tmp_path / "scan.pdf", Limits())
    assert refusal.value.code == "empty_file"


def test_a_file_beyond_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "scan.jpg"
    path.write_bytes(b"\xff\xd8\xff" + b"\0" * 2_000_000)
    with pytest.raises(InputError) as refusal:
        recognise(path, Limits(file_bytes=1024 * 1024))
    assert refusal.value.code == "too_large"
    assert "1 MB" in refusal.value.message()
