"""What is done to a page before it is read: turned upright, set level, cleaned, and mapped back."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from ocr.clean import even_light, looks_blank, seal_places, uneven, without_seals
from ocr.codes import codes_on
from ocr.formats import JPEG
from ocr.limits import Limits
from ocr.pictures import picture_pixels
from ocr.pixels import grey, sensible_dpi, turned
from ocr.straighten import level, scaled, skew_of, whole_view
from ocr.upright import upright_turn
from tests.ocr.papers import as_array, as_jpeg, leaning, letter, with_seal


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_page_is_turned_upright_however_it_was_laid(turn: int) -> None:
    laid = turned(as_array(letter(100)), turn)
    found, certainty = upright_turn(laid)
    assert found == (360 - turn) % 360
    assert certainty > 0.5


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_dark_page_is_turned_upright_too(turn: int) -> None:
    dark = (as_array(letter(100)) * 0.2).astype(np.uint8)
    assert upright_turn(turned(dark, turn))[0] == (360 - turn) % 360


def test_exif_orientation_is_applied_before_anything_else(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    path = tmp_path / "phone.jpg"
    path.write_bytes(as_jpeg(letter(60).rotate(90, expand=True), exif=exif.tobytes()))
    image = picture_pixels(path, JPEG, 1, Limits()).image
    assert image.shape[0] > image.shape[1]
    assert upright_turn(image)[0] == 0


@pytest.mark.parametrize("lean", [-4.0, -0.7, 0.0, 1.3, 6.0])
def test_the_lean_of_a_page_is_measured_to_a_tenth_of_a_degree(lean: float) -> None:
    assert skew_of(grey(as_array(leaning(letter(150), lean)))) == pytest.approx(lean, abs=0.12)


def test_a_page_without_lines_does_not_lean() -> None:
    assert skew_of(np.full((800, 600), 255, np.uint8)) == 0.0


def test_a_box_of_the_reading_image_is_mapped_back_to_where_it_stands_on_the_page() -> None:
    width, height = 1654, 2339
    view = level(scaled(whole_view(width, height), 0.5), 3.0)
    spot = cv2.perspectiveTransform(np.array([[[900.0, 700.0]]]), view.matrix)[0][0]
    left, top, wide, high = view.back((round(spot[0]) - 5, round(spot[1]) - 5, 10, 10), width, height)
    assert left < 900 < left + wide
    assert top < 700 < top + high
    assert wide < 30


def test_a_seal_fades_from_the_print_under_it() -> None:
    page = letter(150)
    sealed = as_array(with_seal(page, (500, 480), 110))
    places = seal_places(sealed)
    assert len(places) == 1
    left, top, right, bottom = places[0]
    assert left < 500 < right
    assert top < 480 < bottom
    faded = without_seals(sealed, sealed)[top:bottom, left:right].astype(int)
    clean = grey(as_array(page))[top:bottom, left:right].astype(int)
    assert np.abs(faded - clean).mean() < 8
    assert np.abs(grey(sealed)[top:bottom, left:right].astype(int) - clean).mean() > 15


def test_a_red_title_is_no_seal() -> None:
    page = np.full((1700, 1200, 3), 255, np.uint8)
    cv2.putText(page, "GIAY KHAI SINH", (250, 300), cv2.FONT_HERSHEY_SIMPLEX, 2.2, (40, 30, 200), 8)
    assert seal_places(page) == []
    assert without_seals(page, page).min() < 120


def test_a_shadow_is_evened_out() -> None:
    page = grey(as_array(letter(100)))
    shade = np.linspace(1.0, 0.45, page.shape[1])[None, :]
    dark = (page * shade).astype(np.uint8)
    assert uneven(dark)
    assert not uneven(page)
    lit = even_light(dark)
    assert np.percentile(lit[:, -80:], 60) > 235
    assert lit.min() < 60


def test_a_blank_page_is_told_from_one_with_a_single_line() -> None:
    assert looks_blank(np.full((1200, 800), 250, np.uint8))
    noisy = np.random.default_rng(4).normal(246, 2.5, (1200, 800)).clip(0, 255).astype(np.uint8)
    assert looks_blank(noisy)
    assert not looks_blank(grey(as_array(letter(100, lines=("Một dòng.",)))))


def test_the_qr_of_a_paper_is_read_with_its_place() -> None:
    import segno

    code = segno.make("001085000123||Nguyễn Thị Ánh|17051990|Nữ|xã Hòa Bình|05032024", error="m")
    module = np.array(list(code.matrix), np.uint8)
    picture = np.kron(1 - module, np.ones((4, 4), np.uint8)) * 255
    page = as_array(letter(150))
    size = picture.shape[0]
    page[1200 : 1200 + size, 700 : 700 + size] = picture[:, :, None]
    found = codes_on(page)
    assert [code.text for code in found] == ["001085000123||Nguyễn Thị Ánh|17051990|Nữ|xã Hòa Bình|05032024"]
    left, top, width, height = found[0].box
    assert abs(left - 700) < 25
    assert abs(top - 1200) < 25
    assert abs(width - size) < 50
    assert abs(height - size) < 50


@pytest.mark.parametrize(
    ("size", "stated", "expected"),
    [
        ((2480, 3508), 300, (300, True)),
        ((3024, 4032), 72, (345, False)),
        ((830, 1176), 100, (100, True)),
        ((1654, 2339), None, (200, False)),
        ((1654, 2339), 20000, (200, False)),
    ],
)
def test_a_stated_resolution_is_believed_only_if_a_paper_could_have_it(
    size: tuple[int, int], stated: float | None, expected: tuple[int, bool]
) -> None:
    assert sensible_dpi(*size, stated) == expected
