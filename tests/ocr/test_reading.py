"""A paper goes in, its words come out: upright, in order, with boxes where they stand on the page."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image
from rapidfuzz.distance import Levenshtein

import ocr
from ocr.limits import Limits
from ocr.model import DocumentReading, FieldValue, PageReading, Word
from terms.errors import InputError
from tests.ocr.papers import (
    BODY,
    LEFT_HEAD,
    RIGHT_HEAD,
    as_jpeg,
    blank_pdf,
    born_digital_pdf,
    leaning,
    letter,
    photographed,
    scanned_pdf,
    with_seal,
    with_stamp,
)

PRINTED = "\n".join([*LEFT_HEAD, *RIGHT_HEAD, *BODY])


def _wrong(text: str, printed: str = PRINTED) -> float:
    """The share of characters that differ."""
    return Levenshtein.distance(printed, text) / len(printed)


def _word(page: PageReading, text: str) -> Word:
    return next(word for word in page.words if word.text == text)


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "scan.jpg"
    path.write_bytes(as_jpeg(letter()))
    return path


def test_a_letter_is_read_in_order_with_its_boxes(scan: Path) -> None:
    page = ocr.read_page(scan, 1)
    assert _wrong(page.text) < 0.01
    assert (page.width, page.height, page.dpi, page.rotation, page.blank) == (1654, 2338, 200, 0, False)
    assert page.confidence > 0.9
    x, y, width, height = _word(page, "BÌNH").box
    assert 160 < x < 500
    assert 130 < y < 200
    assert 40 < width < 130
    assert 15 < height < 60
    assert {word.line for word in page.words} == set(range(len(page.text.splitlines())))


def test_a_page_on_its_side_that_leans_is_read_and_its_boxes_lie_on_the_page_after_rotation_only(
    tmp_path: Path,
) -> None:
    path = tmp_path / "scan.jpg"
    laid = leaning(letter(), 2.0).transpose(Image.Transpose.ROTATE_90)
    path.write_bytes(as_jpeg(laid))
    page = ocr.read_page(path, 1)
    assert page.rotation == 90
    assert page.skew == pytest.approx(2.0, abs=0.15)
    assert (page.width, page.height) == (1654, 2338)
    assert _wrong(page.text) < 0.02
    x, y, width, height = _word(page, "Người").box
    turned = np.asarray(leaning(letter(), 2.0).convert("L"))
    assert turned[y : y + height, x : x + width].min() < 80, "the box must hold ink of the leaning page"
    assert turned[y - 14 : y - 4, x : x + width].min() > 120


def test_a_photo_of_a_page_on_a_desk_is_read(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(as_jpeg(photographed(letter(250)), dpi=72))
    page = ocr.read_page(path, 1)
    assert _wrong(page.text) < 0.03


def test_a_seal_over_a_line_does_not_spoil_it(tmp_path: Path) -> None:
    path = tmp_path / "sealed.jpg"
    path.write_bytes(as_jpeg(with_seal(letter(), (620, 560), 150)))
    page = ocr.read_page(path, 1)
    assert BODY[1] in page.text
    assert BODY[2] in page.text


def test_a_blank_page_is_marked_and_kept(tmp_path: Path) -> None:
    page = ocr.read_page(blank_pdf(tmp_path / "a.pdf"), 1)
    assert page.blank
    assert page.text == ""
    assert (page.width, page.height, page.dpi) == (2479, 3508, 300)


def test_a_scan_in_a_pdf_counts_in_its_own_pixels(tmp_path: Path) -> None:
    path = scanned_pdf(tmp_path / "a.pdf", [as_jpeg(letter(150), dpi=150)])
    page = ocr.open_file(path).pages[0]
    assert (page.source, page.width, page.height, page.dpi) == ("scan", 1240, 1754, 150)
    assert _wrong(ocr.read_page(path, 1).text) < 0.02


def test_an_electronic_stamp_over_a_scan_is_taken_letter_by_letter(tmp_path: Path) -> None:
    scan = scanned_pdf(tmp_path / "scan.pdf", [as_jpeg(letter(150), dpi=150)])
    path = with_stamp(scan, tmp_path / "a.pdf", "l0I/O0-S5B8 24.01.2025", (80, 300))
    page = ocr.read_page(path, 1)
    stamp = _word(page, "l0I/O0-S5B8")
    assert stamp.confidence == 1.0
    assert abs(stamp.box[0] - 82 / 72 * 150) < 8
    assert page.text.count("24.01.2025") == 1
    assert _wrong(page.text.replace("l0I/O0-S5B8 24.01.2025", "").strip()) < 0.03


def test_a_page_turned_by_the_pdf_is_read_as_a_viewer_shows_it(tmp_path: Path) -> None:
    sideways = letter(150).transpose(Image.Transpose.ROTATE_90)
    path = scanned_pdf(tmp_path / "a.pdf", [as_jpeg(sideways, dpi=150)], turn=90, size_pt=(841.7, 595.4))
    page = ocr.read_page(path, 1)
    assert page.rotation == 0
    assert page.height > page.width
    assert _wrong(page.text) < 0.02


def test_the_own_text_of_a_born_digital_page_is_taken_with_boxes_at_300_dpi(tmp_path: Path) -> None:
    path = born_digital_pdf(tmp_path / "a.pdf")
    page = ocr.read_page(path, 1)
    assert page.source == "text"
    assert page.text == "\n".join(BODY)
    x, y, width, height = _word(page, "Căn").box
    assert x == pytest.approx(72 / 72 * 300, abs=6)
    assert y + height == pytest.approx(120 / 72 * 300, abs=20)
    assert 60 < width < 120
    assert "Vietnamese marks" in ocr.open_file(path).pages[0].why


@pytest.mark.parametrize(
    "lines",
    [
        ("The quick brown fox jumps over the lazy dog and runs away from it again",),
        ("CéNG HßA X· HéI CHñ NGHÜA VIÖT NAM §éc lËp Tù do H¹nh phóc ñy ban nh©n d©n",),
        ("Q9 k2 zz. ii l1 vv ,, x7 rr nn mm 00 oo qq ww pp ss dd ff gg hh jj kk ll xx",),
    ],
)
def test_own_text_that_is_not_vietnamese_is_not_trusted(tmp_path: Path, lines: tuple[str, ...]) -> None:
    assert ocr.open_file(born_digital_pdf(tmp_path / "a.pdf", lines)).pages[0].source == "rendering"


def test_a_hidden_text_layer_is_not_trusted(tmp_path: Path) -> None:
    assert ocr.open_file(born_digital_pdf(tmp_path / "a.pdf", hidden=True)).pages[0].source == "rendering"


def test_a_tiff_of_several_fax_pages_is_read_page_by_page(tmp_path: Path) -> None:
    first, second = letter(150).convert("1"), letter(150, lines=("Trang thứ hai của hồ sơ.",)).convert("1")
    path = tmp_path / "fax.tif"
    first.save(path, "TIFF", compression="group4", save_all=True, append_images=[second], dpi=(150, 150))
    opened = ocr.open_file(path)
    assert (opened.media_type, len(opened.pages)) == ("image/tiff", 2)
    pages = ocr.read_pages(path, opened)
    assert "thẩm quyền" in pages[0].text
    assert "Trang thứ hai của hồ sơ." in pages[1].text


def test_a_photo_in_a_phones_own_format_is_read() -> None:
    path = Path(__file__).parent / "phone.heic"
    assert ocr.open_file(path).media_type == "image/heic"
    page = ocr.read_page(path, 1)
    assert page.rotation == 270
    assert page.text == "Ảnh chụp từ điện thoại của công dân."


def test_an_image_for_the_screen_is_upright_and_no_wider_than_asked(tmp_path: Path) -> None:
    path = tmp_path / "scan.jpg"
    path.write_bytes(as_jpeg(letter().transpose(Image.Transpose.ROTATE_180)))
    picture = ocr.page_picture(path, 1, width=600)
    assert picture.rotation == 180
    assert (picture.width, picture.height) == (1654, 2338)
    with Image.open(io.BytesIO(picture.data)) as shown:
        assert shown.format == "JPEG"
        assert shown.width == 600
    kept = cv2.imdecode(np.frombuffer(ocr.page_image(path, 1, width=300, rotation=0), np.uint8), cv2.IMREAD_GRAYSCALE)
    assert kept.shape == (424, 300)


def test_a_page_that_does_not_exist_is_refused(scan: Path) -> None:
    with pytest.raises(InputError) as refusal:
        ocr.read_page(scan, 2)
    assert refusal.value.code == "no_pages"


def test_a_whole_file_is_read_with_its_hash_and_understood(scan: Path) -> None:
    def understand(pages: tuple[PageReading, ...]) -> tuple[DocumentReading, ...]:
        word = _word(pages[0], "45/UBND-TP")
        number = FieldValue(word.text, word.confidence, 1, word.box)
        return (DocumentReading("administrative_document", 0.9, (1,), {"document_number": number}),)

    reading = ocr.read_with(scan, understand, Limits())
    record = ocr.reading_to_contract(scan, reading)
    assert record["sha256"] == hashlib.sha256(scan.read_bytes()).hexdigest()
    assert record["pages"][0]["text"] == reading.pages[0].text
    field = record["documents"][0]["fields"]["document_number"]
    assert field["value"] == "45/UBND-TP"
    assert field["source"] == "ocr"
    assert len(field["box"]) == 4


def test_a_page_reading_survives_being_kept_as_json(scan: Path) -> None:
    page = ocr.read_page(scan, 1)
    assert ocr.page_from_json(ocr.page_to_json(page)) == page
    opened = ocr.open_file(scan)
    assert ocr.opened_from_record(ocr.opened_to_record(opened)) == opened


def test_a_file_that_cannot_be_read_is_told_in_the_contracts_words(tmp_path: Path) -> None:
    record = ocr.error_to_contract(tmp_path / "b.pdf", InputError("encrypted"))
    assert record["error"]["code"] == "encrypted"
    assert "mật khẩu" in record["error"]["message"]
