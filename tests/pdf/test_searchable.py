"""A scan goes in; the same picture comes out, byte for byte, with its words where a reader sees them, as PDF/A-2b."""

from __future__ import annotations

import io
import math
import subprocess
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import img2pdf
import pikepdf
import pypdfium2
import pytest
from PIL import Image

from pdf import TextPage, TextWord, searchable
from terms.errors import InputError
from tests.pdf.conftest import LINES, drawn, jpeg, streams
from tests.verapdf import assert_pdfa


def read(path: Path) -> list[str]:
    """What a viewer selects, line by line."""
    text = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True).stdout
    return [line for line in text.replace("\f", "\n").splitlines() if line]


def boxes(path: Path) -> dict[str, tuple[float, ...]]:
    """Each word of the first page with its edges as shares of the page, as poppler shows it."""
    layout = subprocess.run(["pdftotext", "-bbox", str(path), "-"], capture_output=True, text=True, check=True).stdout
    root = ET.fromstring(layout)
    space = "{http://www.w3.org/1999/xhtml}"
    page = next(root.iter(f"{space}page"))
    wide, high = float(page.get("width", 0)), float(page.get("height", 0))
    with pikepdf.open(path) as pdf:
        if pdf.pages[0].obj.get("/Rotate", 0) in (90, 270):  # poppler gives the size before turning
            wide, high = high, wide
    return {
        word.text or "": tuple(
            float(word.get(edge, 0)) / whole
            for edge, whole in (("xMin", wide), ("yMin", high), ("xMax", wide), ("yMax", high))
        )
        for word in page.iter(f"{space}word")
    }


def assert_words_lie_right(path: Path, text: TextPage) -> None:
    found = boxes(path)
    for word in text.words:
        x, y, wide, high = word.box
        left, top, right, bottom = found[word.text]
        assert left == pytest.approx(x / text.width, abs=0.004)
        assert right == pytest.approx((x + wide) / text.width, abs=0.004)
        assert (top + bottom) / 2 == pytest.approx((y + high / 2) / text.height, abs=0.01)


def test_a_jpeg_keeps_its_bytes_and_gains_its_words(tmp_path: Path, page: tuple[Image.Image, TextPage]) -> None:
    image, text = page
    source, out = tmp_path / "scan.jpg", tmp_path / "scan.pdf"
    source.write_bytes(jpeg(image))
    assert searchable(source, "image/jpeg", [text], out, title="Giấy khai sinh").rendered == ()
    assert ("/DCTDecode", source.read_bytes()) in streams(out)
    assert read(out) == list(LINES)
    assert_words_lie_right(out, text)
    assert_pdfa(out, "2b")


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_lay_on_its_side_is_shown_upright(tmp_path: Path, turn: int) -> None:
    image, text = drawn()
    source, out = tmp_path / "scan.jpg", tmp_path / "scan.pdf"
    source.write_bytes(jpeg(image.rotate(turn, expand=True)))  # Pillow turns the other way: `turn` sets it right
    searchable(source, "image/jpeg", [replace(text, rotation=turn)], out, title="Trang xoay")
    assert ("/DCTDecode", source.read_bytes()) in streams(out)
    assert read(out) == list(LINES)
    assert_words_lie_right(out, text)


@pytest.mark.parametrize("orientation", range(2, 9))
def test_a_phone_photo_is_shown_as_its_exif_asks(tmp_path: Path, orientation: int) -> None:
    seen, text = drawn()
    undo = {
        2: [Image.Transpose.FLIP_LEFT_RIGHT],
        3: [Image.Transpose.ROTATE_180],
        4: [Image.Transpose.FLIP_TOP_BOTTOM],
        5: [Image.Transpose.TRANSPOSE],
        6: [Image.Transpose.ROTATE_90],
        7: [Image.Transpose.TRANSVERSE],
        8: [Image.Transpose.ROTATE_270],
    }[orientation]
    stored = seen.transpose(undo[0])
    exif = Image.Exif()
    exif[0x0112] = orientation
    source, out = tmp_path / "photo.jpg", tmp_path / "photo.pdf"
    source.write_bytes(jpeg(stored, exif=exif))
    searchable(source, "image/jpeg", [text], out, title="Ảnh chụp")
    subprocess.run(["pdftoppm", "-r", "75", "-png", "-singlefile", str(out), str(tmp_path / "shown")], check=True)
    with Image.open(tmp_path / "shown.png") as shown:
        expected = seen.convert("L").resize(shown.size)
        difference = sum(abs(a - b) for a, b in zip(expected.tobytes(), shown.convert("L").tobytes(), strict=True))
        assert difference / (shown.width * shown.height) < 2
    assert_words_lie_right(out, text)


@pytest.mark.parametrize("lean", [-1.4, 1.4, 4.0])
def test_words_of_a_leaning_page_lie_where_they_are_seen(tmp_path: Path, lean: float) -> None:
    image, text = drawn()
    cos, sin = math.cos(math.radians(lean)), math.sin(math.radians(lean))
    words = []
    for word in text.words:
        x, y, wide, high = word.box
        corners = [(x + dx - 620, y + dy - 877) for dx in (0, wide) for dy in (0, high)]
        across = [620 + u * cos - v * sin for u, v in corners]
        down = [877 + u * sin + v * cos for u, v in corners]
        box = (round(min(across)), round(min(down)), round(max(across) - min(across)), round(max(down) - min(down)))
        words.append(TextWord(word.text, box, word.line))
    leaning = replace(text, words=tuple(words), skew=lean)
    source, out = tmp_path / "scan.jpg", tmp_path / "scan.pdf"
    source.write_bytes(jpeg(image.rotate(-lean, fillcolor="white")))
    searchable(source, "image/jpeg", [leaning], out, title="Trang nghiêng")
    assert_words_lie_right(out, leaning)
    if abs(lean) < 2:
        assert read(out) == list(LINES)
    with pypdfium2.PdfDocument(out) as document:
        selected = document[0].get_textpage().get_text_bounded()
    assert [line.strip() for line in selected.splitlines()] == list(LINES)


@pytest.mark.parametrize("mode", ["1", "L", "RGB", "RGBA", "P", "CMYK", "I;16"])
def test_png_and_tiff_of_every_kind_become_pdfa(tmp_path: Path, mode: str) -> None:
    image, text = drawn()
    media, name = ("image/tiff", "scan.tif") if mode in ("1", "CMYK") else ("image/png", "scan.png")
    source, out = tmp_path / name, tmp_path / "scan.pdf"
    settings = {"compression": "group4", "tiffinfo": {278: image.height}} if mode == "1" else {}  # one strip
    stored = image.convert("L").point(lambda level: level * 257, "I") if mode == "I;16" else image
    stored.convert(mode).save(source, dpi=(150, 150), **settings)
    searchable(source, media, [text], out, title="Bản quét")
    assert read(out) == list(LINES)
    assert_pdfa(out, "2b")
    if mode == "1":
        with Image.open(source) as stored:
            offset, length = stored.tag_v2[273][0], stored.tag_v2[279][0]
        assert ("/CCITTFaxDecode", source.read_bytes()[offset : offset + length]) in streams(out)


def test_a_phone_s_heic_becomes_a_page_that_any_viewer_shows(tmp_path: Path) -> None:
    source, out = Path(__file__).parent.parent / "ocr" / "phone.heic", tmp_path / "photo.pdf"
    searchable(source, "image/heic", [], out, title="Ảnh điện thoại")
    assert [name for name, _ in streams(out)] == ["/DCTDecode"]
    assert_pdfa(out, "2b")
    (tmp_path / "broken.heic").write_bytes(source.read_bytes()[:400])
    with pytest.raises(InputError) as refusal:
        searchable(tmp_path / "broken.heic", "image/heic", [], out, title="Hỏng")
    assert refusal.value.code == "damaged"


def test_a_tiff_of_three_pages_gives_three_pages(tmp_path: Path) -> None:
    pages = [drawn((f"Trang số {number}",))[0].convert("1") for number in (1, 2, 3)]
    source, out = tmp_path / "scan.tif", tmp_path / "scan.pdf"
    pages[0].save(source, save_all=True, append_images=pages[1:], compression="group4", dpi=(150, 150))
    texts = [replace(drawn((f"Trang số {number}",))[1], number=number) for number in (1, 2, 3)]
    assert searchable(source, "image/tiff", texts, out, title="Ba trang").pages == 3
    assert read(out) == ["Trang số 1", "Trang số 2", "Trang số 3"]


def test_a_scanned_pdf_keeps_its_streams_and_loses_its_old_words_and_its_scripts(tmp_path: Path) -> None:
    image, text = drawn()
    with pikepdf.open(io.BytesIO(img2pdf.convert(jpeg(image)))) as scanned:
        page = scanned.pages[0]
        page.obj.Resources.Font = pikepdf.Dictionary(
            F0=pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        )
        page.contents_add(b"BT /F0 20 Tf 3 Tr 100 700 Td (garbage) Tj ET")
        scanned.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        scanned.save(tmp_path / "scan.pdf")
    out = tmp_path / "out.pdf"
    result = searchable(tmp_path / "scan.pdf", "application/pdf", [text], out, title="Bản quét")
    assert result.rendered == ()
    assert ("/DCTDecode", jpeg(image)) in streams(out)
    assert read(out) == list(LINES)
    assert b"JavaScript" not in out.read_bytes()
    assert_pdfa(out, "2b")


def test_text_of_a_page_that_ocr_read_is_not_found_twice(tmp_path: Path) -> None:
    """A stamp's own text, or a page in an old encoding: what we read takes its place, and it still looks the same."""
    image, text = drawn()
    source, out = tmp_path / "scan.pdf", tmp_path / "out.pdf"
    searchable_once = tmp_path / "once.pdf"
    (tmp_path / "scan.jpg").write_bytes(jpeg(image))
    searchable(tmp_path / "scan.jpg", "image/jpeg", [text], searchable_once, title="Một lần")
    with pikepdf.open(searchable_once) as pdf:
        pdf.pages[0].contents_add(b"BT /HosoText 12 Tf 0 Tr 50 50 Td <004F004F> Tj ET")
        pdf.save(source)
    searchable(source, "application/pdf", [text], out, title="Hai lần")
    assert read(out) == list(LINES)
    assert_pdfa(out, "2b")


def test_a_born_digital_page_keeps_its_own_text(tmp_path: Path) -> None:
    from pdf import Sheets

    sheet = Sheets()
    sheet.add_page()
    sheet.paragraph("Quyết định số 12/QĐ-UBND")
    source, out = tmp_path / "born.pdf", tmp_path / "out.pdf"
    source.write_bytes(sheet.pdf())
    own = TextPage(1, 2480, 3508, words=(TextWord("Quyết", (300, 300, 90, 40), 0),), own_text=True)
    assert searchable(source, "application/pdf", [own], out, title="Văn bản").rendered == ()
    assert read(out) == ["Quyết định số 12/QĐ-UBND"]
    assert_pdfa(out, "2b")


def test_a_page_that_nobody_read_keeps_the_text_it_has(tmp_path: Path) -> None:
    from pdf import Sheets

    sheet = Sheets()
    sheet.add_page()
    sheet.paragraph("Quyết định số 12/QĐ-UBND")
    (tmp_path / "born.pdf").write_bytes(sheet.pdf())
    searchable(tmp_path / "born.pdf", "application/pdf", [TextPage(1, 1, 1)], tmp_path / "out.pdf", title="Văn bản")
    assert read(tmp_path / "out.pdf") == ["Quyết định số 12/QĐ-UBND"]


def test_what_cannot_stand_in_pdfa_is_drawn_anew_and_said(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        for _ in range(2):
            pdf.add_blank_page(page_size=(300, 200))
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Courier)
        pdf.pages[1].obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F0=font))
        pdf.pages[1].obj.Contents = pdf.make_stream(b"BT /F0 20 Tf 40 90 Td (Not embedded) Tj ET")
        pdf.save(tmp_path / "old.pdf")
    own = TextPage(2, 1250, 833, words=(TextWord("Not", (160, 400, 150, 60), 0),), own_text=True)
    result = searchable(tmp_path / "old.pdf", "application/pdf", [own], tmp_path / "out.pdf", title="Phông cũ")
    assert result.pages == 2
    assert result.rendered == (2,)
    assert read(tmp_path / "out.pdf") == ["Not"]
    assert_pdfa(tmp_path / "out.pdf", "2b")


def test_a_picture_without_a_resolution_becomes_a_page_of_paper_size(tmp_path: Path) -> None:
    drawn()[0].save(tmp_path / "photo.jpg")
    searchable(tmp_path / "photo.jpg", "image/jpeg", [], tmp_path / "out.pdf", title="Ảnh")
    with pikepdf.open(tmp_path / "out.pdf") as pdf:
        assert float(pdf.pages[0].mediabox[3]) == pytest.approx(841.89, abs=0.1)


def test_a_resolution_that_reading_found_is_used_where_the_file_has_none(tmp_path: Path) -> None:
    image, text = drawn()
    image.save(tmp_path / "photo.jpg")
    searchable(tmp_path / "photo.jpg", "image/jpeg", [replace(text, dpi=200)], tmp_path / "out.pdf", title="Ảnh")
    with pikepdf.open(tmp_path / "out.pdf") as pdf:
        assert float(pdf.pages[0].mediabox[3]) == pytest.approx(1754 * 72 / 200, abs=0.1)


def test_a_stamp_that_lies_over_a_scan_is_drawn_and_the_scan_is_left_alone(tmp_path: Path) -> None:
    """A visible signature or an annotation: fonts that are not embedded must not cost the page its picture."""
    image, text = drawn()
    with pikepdf.open(io.BytesIO(img2pdf.convert(jpeg(image)))) as scanned:
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        look = scanned.make_stream(
            b"BT /F0 30 Tf 1 0 0 rg 5 10 Td (STAMP) Tj ET",
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Form,
            BBox=[0, 0, 150, 40],
            Resources=pikepdf.Dictionary(Font=pikepdf.Dictionary(F0=font)),
        )
        stamp = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Stamp,
            Rect=[300, 300, 450, 340],
            F=4,
            AP=pikepdf.Dictionary(N=look),
        )
        scanned.pages[0].obj.Annots = scanned.make_indirect(pikepdf.Array([scanned.make_indirect(stamp)]))
        scanned.save(tmp_path / "stamped.pdf")
    out = tmp_path / "out.pdf"
    assert searchable(tmp_path / "stamped.pdf", "application/pdf", [text], out, title="Có dấu").rendered == ()
    assert ("/DCTDecode", jpeg(image)) in streams(out)
    assert_pdfa(out, "2b")
    subprocess.run(["pdftoppm", "-r", "72", "-png", "-singlefile", str(out), str(tmp_path / "page")], check=True)
    with Image.open(tmp_path / "page.png") as shown:
        where = shown.crop((300, shown.height - 340, 450, shown.height - 300))
        red = [
            pixel
            for pixel in zip(*[iter(where.convert("RGB").tobytes())] * 3, strict=True)
            if pixel[0] > 150 > pixel[1]
        ]
    assert len(red) > 100


def test_a_colour_space_in_a_list_of_one_does_not_cost_the_page_its_picture(tmp_path: Path) -> None:
    image, text = drawn()
    with pikepdf.open(io.BytesIO(img2pdf.convert(jpeg(image.convert("L"))))) as scanned:
        (name,) = scanned.pages[0].obj.Resources.XObject.keys()
        scanned.pages[0].obj.Resources.XObject[name].ColorSpace = pikepdf.Array([pikepdf.Name.DeviceGray])
        scanned.save(tmp_path / "scan.pdf")
    out = tmp_path / "out.pdf"
    assert searchable(tmp_path / "scan.pdf", "application/pdf", [text], out, title="Xám").rendered == ()
    assert_pdfa(out, "2b")


def test_more_pages_than_anybody_scans_are_refused(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        for _ in range(11):
            pdf.pages.extend(list(pdf.pages))
        pdf.save(tmp_path / "many.pdf")
    with pytest.raises(InputError) as refusal:
        searchable(tmp_path / "many.pdf", "application/pdf", [], tmp_path / "out.pdf", title="Nhiều trang")
    assert refusal.value.code == "too_many_pages"


def test_the_file_says_what_it_is(tmp_path: Path) -> None:
    image, text = drawn()
    (tmp_path / "a.jpg").write_bytes(jpeg(image))
    searchable(tmp_path / "a.jpg", "image/jpeg", [text], tmp_path / "a.pdf", title="Giấy khai sinh <Ánh> & mẹ")
    with pikepdf.open(tmp_path / "a.pdf") as pdf, pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == "Giấy khai sinh <Ánh> & mẹ"
        assert metadata.pdfa_status == "2B"
        assert str(pdf.Root.Lang) == "vi"


@pytest.mark.parametrize(
    ("content", "media", "code"),
    [
        (b"\xff\xd8\xff\xe0 not a picture", "image/jpeg", "damaged"),
        (b"%PDF-1.7 nothing follows", "application/pdf", "damaged"),
        (b"PK", "application/zip", "unsupported_format"),
    ],
)
def test_what_is_no_scan_is_refused_and_nothing_is_left(tmp_path: Path, content: bytes, media: str, code: str) -> None:
    (tmp_path / "bad").write_bytes(content)
    with pytest.raises(InputError) as refusal:
        searchable(tmp_path / "bad", media, [], tmp_path / "out.pdf", title="Hỏng")
    assert refusal.value.code == code
    assert [one.name for one in tmp_path.iterdir()] == ["bad"]


def test_an_encrypted_pdf_is_refused(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(user="khóa", owner="khóa"))
    with pytest.raises(InputError) as refusal:
        searchable(tmp_path / "locked.pdf", "application/pdf", [], tmp_path / "out.pdf", title="Khóa")
    assert refusal.value.code == "encrypted"
