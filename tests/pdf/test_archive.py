"""PDF/A-3b of scans, pages of text, marks and attachments."""

from __future__ import annotations

import hashlib
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from pdf import Archive, Attachment, Sheets
from terms.errors import HosoError
from tests.pdf.conftest import LINES, drawn, jpeg, streams
from tests.verapdf import assert_pdfa

WHEN = datetime(2026, 11, 20, 3, 4, 5, tzinfo=UTC)


def statement() -> Sheets:
    sheets = Sheets()
    sheets.add_page()
    sheets.paragraph("LỜI CHỨNG", style="B", align="C", points=14)
    sheets.paragraph("Chứng thực bản sao đúng với bản chính.")
    sheets.rows([("Tên giấy tờ", "Giấy khai sinh"), ("Cơ quan cấp", "Ủy ban nhân dân xã Thử Nghiệm")])
    sheets.qr("https://example.vn/v/ABCDEFGHIJKLMNOP", 150, 200, 30)
    return sheets


def written(folder: Path, name: str = "copy.pdf") -> Path:
    image, text = drawn()
    source = folder / "scan.jpg"
    source.write_bytes(jpeg(image.rotate(90, expand=True)))
    archive = Archive(title="Bản sao chứng thực", created=WHEN, author="UBND xã Thử Nghiệm")
    scanned = archive.add_scan(source, "image/jpeg", [text.__class__(1, 1240, 1754, rotation=90, words=text.words)])
    mark = Sheets(size=(60, 16), margins=(1, 1, 1), points=10)
    mark.add_page()
    mark.paragraph("SAO Y", align="L")
    width, height = archive.size(scanned[0])
    archive.draw_over(scanned[0], mark, (width - 190, height - 65, width - 20, height - 20))
    assert archive.add_sheets(statement()) == range(1, 2)
    archive.attach(Attachment("manifest.json", b'{"schema":1}', "application/json", "Data", "Bản kê"))
    archive.attach(Attachment("quét.jpg", source.read_bytes(), "image/jpeg", "Source", "Bản quét gốc"))
    archive.save(folder / name)
    return folder / name


def test_it_is_pdfa_3b_with_everything_in_it(tmp_path: Path) -> None:
    out = written(tmp_path)
    assert_pdfa(out, "3b")
    assert ("/DCTDecode", (tmp_path / "scan.jpg").read_bytes()) in streams(out)
    text = subprocess.run(["pdftotext", str(out), "-"], capture_output=True, text=True, check=True).stdout
    for line in (*LINES, "SAO Y", "LỜI CHỨNG", "Chứng thực bản sao đúng với bản chính."):
        assert line in text
    with pikepdf.open(out) as pdf:
        carried = {name: pdf.attachments[name] for name in pdf.attachments}
        assert {name: str(one.obj.AFRelationship) for name, one in carried.items()} == {
            "manifest.json": "/Data",
            "quét.jpg": "/Source",
        }
        assert carried["manifest.json"].get_file().read_bytes() == b'{"schema":1}'
        assert len(pdf.Root.AF) == 2


def test_the_mark_stands_upright_in_the_corner_of_a_turned_page(tmp_path: Path) -> None:
    out = written(tmp_path)
    subprocess.run(["pdftoppm", "-r", "72", "-png", "-singlefile", str(out), str(tmp_path / "page")], check=True)
    with Image.open(tmp_path / "page.png") as shown:
        corner = shown.convert("L").crop((shown.width - 190, 20, shown.width - 20, 65))
        assert min(corner.tobytes()) < 100
        elsewhere = shown.convert("L").crop((0, shown.height - 65, 170, shown.height - 20))
        assert min(elsewhere.tobytes()) > 200


def test_the_same_content_gives_the_same_bytes(tmp_path: Path) -> None:
    assert written(tmp_path, "one.pdf").read_bytes() == written(tmp_path, "two.pdf").read_bytes()


def test_room_for_a_signature_is_given_in_points_of_its_page(tmp_path: Path) -> None:
    sheets = Sheets()
    sheets.add_page()
    sheets.add_page()
    place = sheets.keep_free(80, 30, x=100, y=200)
    assert place.page == 1
    assert place.box == pytest.approx((283.46, 190.0, 510.24, 275.0), abs=0.1)


def test_only_the_wanted_pages_of_a_file_go_in(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        for width in (100, 200, 300):
            pdf.add_blank_page(page_size=(width, 100))
        pdf.save(tmp_path / "three.pdf")
    archive = Archive(title="Hai trang", created=WHEN)
    assert archive.add_scan(tmp_path / "three.pdf", "application/pdf", only=[3, 1]) == range(0, 2)
    assert [archive.size(page)[0] for page in (0, 1)] == [300, 100]
    with pytest.raises(HosoError) as refusal:
        archive.add_scan(tmp_path / "three.pdf", "application/pdf", only=[4])
    assert refusal.value.code == "damaged"


def test_the_digest_of_a_scanned_page_is_that_of_its_jpeg(tmp_path: Path) -> None:
    source = tmp_path / "scan.jpg"
    source.write_bytes(jpeg(drawn()[0]))
    archive = Archive(title="Một trang", created=WHEN)
    archive.add_scan(source, "image/jpeg")
    archive.add_sheets(statement())
    assert archive.picture_digest(0) == hashlib.sha256(source.read_bytes()).hexdigest()
    assert archive.picture_digest(1) == hashlib.sha256(b"").hexdigest()


def test_nothing_is_written_without_pages_or_with_two_attachments_of_one_name(tmp_path: Path) -> None:
    archive = Archive(title="Trống", created=WHEN)
    with pytest.raises(HosoError) as refusal:
        archive.save(tmp_path / "empty.pdf")
    assert refusal.value.code == "no_pages"
    archive.attach(Attachment("a.json", b"{}", "application/json", "Data"))
    with pytest.raises(HosoError):
        archive.attach(Attachment("a.json", b"{}", "application/json", "Data"))
    assert not (tmp_path / "empty.pdf").exists()


def test_every_vietnamese_letter_has_a_shape_in_every_face() -> None:
    from fontTools.ttLib import TTFont

    from pdf import fonts

    letters = "aăâbcdđeêghiklmnoôơpqrstuưvxyàằầèềìòồờùừỳảẳẩẻểỉỏổởủửỷãẵẫẽễĩõỗỡũữỹáắấéếíóốớúứýạặậẹệịọộợụựỵ"
    for family in ("serif", "sans"):
        for style in ("regular", "bold", "italic"):
            with TTFont(fonts.path(family, style)) as font:
                assert font["head"].unitsPerEm == 1000
                assert not {c for c in letters + letters.upper() + "–“”…₫" if ord(c) not in font.getBestCmap()}
