"""Every file gets an answer: what is in it, or a code that says why not. None ends the reader."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

import ocr
from ocr.limits import Limits
from terms.errors import HosoError
from tests.ocr.papers import as_array, as_jpeg, blank_pdf, born_digital_pdf, letter, scanned_pdf

LIMITS = Limits(page_seconds=30, file_seconds=60)


def _code(path: Path, limits: Limits = LIMITS) -> str:
    """The code the file is refused with, when it is opened or else when its first page is read."""
    with pytest.raises(HosoError) as refusal:
        ocr.read_pages(path, ocr.open_file(path, limits), limits)
    return refusal.value.code


def _png_header(width: int, height: int) -> bytes:
    """A PNG that claims to be this large and holds almost nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    lines = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


def test_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").touch()
    assert _code(tmp_path / "a.pdf") == "empty_file"


def test_a_zip_renamed_to_pdf(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.pdf", b"%PDF-1.4 hidden in a zip")
    assert _code(path) == "unsupported_format"


def test_html_with_a_script_named_pdf(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_text("<html><script>alert('%PDF')</script></html>")
    assert _code(tmp_path / "a.pdf") == "unsupported_format"


@pytest.mark.parametrize("part", [0.3, 0.9])
def test_a_jpeg_that_was_cut_off(tmp_path: Path, part: float) -> None:
    data = as_jpeg(letter(100))
    (tmp_path / "a.jpg").write_bytes(data[: int(len(data) * part)])
    assert _code(tmp_path / "a.jpg") == "damaged"


def test_a_jpeg_that_is_only_a_header(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0")
    assert _code(tmp_path / "a.jpg") == "damaged"


def test_a_png_with_broken_data(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    letter(100).save(buffer, "PNG")
    data = bytearray(buffer.getvalue())
    data[len(data) // 2 : len(data) // 2 + 400] = b"\xaa" * 400
    (tmp_path / "a.png").write_bytes(bytes(data))
    assert _code(tmp_path / "a.png") == "damaged"


def test_a_picture_of_50_000_by_50_000_pixels(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(_png_header(50_000, 50_000))
    assert _code(tmp_path / "a.png") == "too_many_pixels"


def test_a_pdf_page_whose_scan_has_50_000_by_50_000_pixels(tmp_path: Path) -> None:
    pdf = pikepdf.open(scanned_pdf(tmp_path / "b.pdf", [as_jpeg(letter(60))]))
    image = pdf.pages[0].Resources.XObject["/Im0"]
    image.Width = image.Height = 50_000
    pdf.save(tmp_path / "a.pdf")
    assert _code(tmp_path / "a.pdf") == "too_many_pixels"


def test_a_page_as_large_as_a_football_field_is_drawn_smaller(tmp_path: Path) -> None:
    opened = ocr.open_file(blank_pdf(tmp_path / "a.pdf", size_pt=(14_400, 14_400)), LIMITS)
    page = opened.pages[0]
    assert page.width * page.height <= LIMITS.render_pixels * 1.01
    assert page.dpi < 300


def test_an_encrypted_pdf(tmp_path: Path) -> None:
    pdf = pikepdf.open(blank_pdf(tmp_path / "b.pdf"))
    pdf.save(tmp_path / "a.pdf", encryption=pikepdf.Encryption(user="mo", owner="chu"))
    assert _code(tmp_path / "a.pdf") == "encrypted"


def test_a_pdf_that_only_forbids_copying_is_read(tmp_path: Path) -> None:
    pdf = pikepdf.open(born_digital_pdf(tmp_path / "b.pdf"))
    rights = pikepdf.Permissions(extract=False, print_lowres=False, print_highres=False)
    pdf.save(tmp_path / "a.pdf", encryption=pikepdf.Encryption(user="", owner="chu", allow=rights))
    assert "Luật Tổ chức chính quyền" in ocr.read_page(tmp_path / "a.pdf", 1, LIMITS).text


def test_a_pdf_of_10_000_pages(tmp_path: Path) -> None:
    pdf = pikepdf.open(blank_pdf(tmp_path / "b.pdf"))
    page = pdf.pages[0]
    pdf.pages.extend([page] * 9_999)
    pdf.save(tmp_path / "a.pdf")
    with pytest.raises(HosoError) as refusal:
        ocr.open_file(tmp_path / "a.pdf", LIMITS)
    assert refusal.value.code == "too_many_pages"
    assert "2000" in refusal.value.message()


def test_a_pdf_cut_off_and_one_of_noise(tmp_path: Path) -> None:
    whole = scanned_pdf(tmp_path / "b.pdf", [as_jpeg(letter(60))]).read_bytes()
    (tmp_path / "noise.pdf").write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 40)
    (tmp_path / "cut.pdf").write_bytes(whole[:200])
    assert _code(tmp_path / "noise.pdf") == "damaged"
    assert _code(tmp_path / "cut.pdf") == "damaged"


def test_a_pdf_without_pages(tmp_path: Path) -> None:
    pikepdf.new().save(tmp_path / "a.pdf")
    assert _code(tmp_path / "a.pdf") in {"no_pages", "damaged"}


def test_a_tiff_whose_pages_run_in_a_circle_ends(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    letter(60).convert("1").save(path, "TIFF", compression="group4")
    data = bytearray(path.read_bytes())
    start = struct.unpack("<I", data[4:8])[0]
    entries = struct.unpack("<H", data[start : start + 2])[0]
    data[start + 2 + 12 * entries : start + 6 + 12 * entries] = struct.pack("<I", start)
    path.write_bytes(bytes(data))
    assert 1 <= len(ocr.open_file(path, LIMITS).pages) <= 2


def test_a_pdf_with_scripts_and_attachments_is_read_and_said_to_be_active(tmp_path: Path) -> None:
    pdf = pikepdf.open(born_digital_pdf(tmp_path / "b.pdf"))
    pdf.attachments["a.exe"] = b"MZ"
    pdf.Root.OpenAction = pikepdf.Dictionary(
        S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.launchURL('http://127.0.0.1')")
    )
    pdf.save(tmp_path / "a.pdf")
    opened = ocr.open_file(tmp_path / "a.pdf", LIMITS)
    assert opened.active
    assert "đăng ký hộ tịch" in ocr.read_page(tmp_path / "a.pdf", 1, LIMITS).text


def test_a_signed_pdf_is_read_and_not_touched(tmp_path: Path) -> None:
    pdf = pikepdf.open(born_digital_pdf(tmp_path / "b.pdf"))
    value = pikepdf.Dictionary(
        Type=pikepdf.Name.Sig, Filter=pikepdf.Name("/Adobe.PPKLite"), Contents=b"\0" * 64, ByteRange=[0, 1, 2, 3]
    )
    field = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Widget,
            FT=pikepdf.Name.Sig,
            T=pikepdf.String("ky"),
            V=value,
            Rect=[0, 0, 0, 0],
        )
    )
    pdf.pages[0].Annots = pikepdf.Array([field])
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[field], SigFlags=3)
    pdf.save(tmp_path / "a.pdf")
    before = (tmp_path / "a.pdf").read_bytes()
    assert ocr.open_file(tmp_path / "a.pdf", LIMITS).signed
    assert "hộ tịch" in ocr.read_page(tmp_path / "a.pdf", 1, LIMITS).text
    assert (tmp_path / "a.pdf").read_bytes() == before


def test_one_broken_page_does_not_take_the_others_with_it(tmp_path: Path) -> None:
    good = as_jpeg(letter(100))
    pdf = pikepdf.open(scanned_pdf(tmp_path / "b.pdf", [good, good]))
    image = pdf.pages[0].Resources.XObject["/Im0"]
    image.Width = image.Height = 60_000
    pdf.save(tmp_path / "a.pdf")
    first, second = ocr.read_pages(tmp_path / "a.pdf", ocr.open_file(tmp_path / "a.pdf", LIMITS), LIMITS)
    assert first.warnings == ("too_many_pixels",)
    assert first.confidence == 0.0
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in second.text


def test_pages_that_do_not_fit_into_the_time_say_so(tmp_path: Path) -> None:
    path = scanned_pdf(tmp_path / "a.pdf", [as_jpeg(letter(100))] * 2)
    opened = ocr.open_file(path, LIMITS)
    with pytest.raises(HosoError) as refusal:
        ocr.read_pages(path, opened, Limits(page_seconds=30, file_seconds=0.5))
    assert refusal.value.code == "too_slow"


def test_odd_but_valid_pictures_are_read(tmp_path: Path) -> None:
    page = letter(100)
    page.convert("CMYK").save(tmp_path / "cmyk.jpg", quality=90)
    page.convert("P").save(tmp_path / "palette.png")
    see_through = Image.fromarray(255 - as_array(page)[:, :, 0])
    layer = Image.new("RGBA", page.size, (0, 0, 0, 0))
    layer.paste((0, 0, 0, 255), mask=see_through)
    layer.save(tmp_path / "transparent.png")
    deep = Image.fromarray(as_array(page)[:, :, 0].astype("uint16") * 257)
    deep.save(tmp_path / "sixteen.tif")
    for name in ("cmyk.jpg", "palette.png", "transparent.png", "sixteen.tif"):
        opened = ocr.open_file(tmp_path / name, LIMITS)
        assert opened.pages[0].width == page.width
        assert "NHÂN DÂN" in ocr.read_page(tmp_path / name, 1, LIMITS).text, name
