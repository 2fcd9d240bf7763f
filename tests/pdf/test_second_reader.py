"""What we write is read by others: pypdf, which had no part in writing it, finds the same pictures, words and files."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

from PIL import Image, ImageDraw
from pypdf import PdfReader

from pdf import Archive, Attachment, Sheets, TextPage, TextWord, searchable


def scan(path: Path) -> bytes:
    picture = Image.new("RGB", (1240, 1754), "white")
    ImageDraw.Draw(picture).rectangle((100, 100, 400, 160), outline="black")
    picture.save(path, "JPEG", quality=80, dpi=(150, 150))
    return path.read_bytes()


def test_the_original_picture_and_its_words_are_found(tmp_path: Path) -> None:
    original = scan(tmp_path / "scan.jpg")
    words = (TextWord("Giấy", (100, 100, 90, 40), 0), TextWord("khai", (200, 100, 80, 40), 0))
    words += (TextWord("sinh", (290, 100, 80, 40), 0), TextWord("NGUYỄN", (100, 200, 160, 40), 1))
    page = TextPage(1, 1240, 1754, words=words)
    searchable(tmp_path / "scan.jpg", "image/jpeg", [page], tmp_path / "out.pdf", title="Giấy khai sinh")
    reader = PdfReader(tmp_path / "out.pdf")
    assert reader.pages[0].extract_text().split() == ["Giấy", "khai", "sinh", "NGUYỄN"]
    (image,) = reader.pages[0].images
    assert image.indirect_reference is not None
    assert image.indirect_reference.get_object().get_data() == original
    assert reader.metadata is not None
    assert reader.metadata.title == "Giấy khai sinh"


def test_attachments_of_a_copy_come_out_byte_for_byte(tmp_path: Path) -> None:
    original = scan(tmp_path / "scan.jpg")
    archive = Archive(title="Bản sao", created=dt.datetime(2026, 11, 20, tzinfo=dt.UTC))
    archive.add_scan(tmp_path / "scan.jpg", "image/jpeg")
    sheets = Sheets()
    sheets.add_page()
    sheets.paragraph("Chứng thực bản sao đúng với bản chính")
    archive.add_sheets(sheets)
    archive.attach(Attachment("manifest.json", b'{"a":1}', "application/json", "Data", "manifest"))
    archive.attach(Attachment("scan.jpg", original, "image/jpeg", "Source", "scan"))
    archive.save(tmp_path / "copy.pdf")
    reader = PdfReader(io.BytesIO((tmp_path / "copy.pdf").read_bytes()))
    assert {name: data[0] for name, data in reader.attachments.items()} == {
        "manifest.json": b'{"a":1}',
        "scan.jpg": original,
    }
    assert "Chứng thực bản sao đúng với bản chính" in reader.pages[-1].extract_text()
