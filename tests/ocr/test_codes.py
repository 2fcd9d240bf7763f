"""Codes are read though the scan is coarse and soft, wherever they stand, and what only looks like one says nothing."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
import zxingcpp

from ocr.codes import codes_on
from ocr.model import Code
from ocr.pixels import Image
from samples import ink
from tests.ocr.papers import as_array, letter

CARD = "001092004771|012345678|Nguyễn Văn Thành|22061992|Nam|Thôn 3, xã Thiện Kế, huyện Sơn Dương|02082021"


def laid_on_a_letter(symbol: Image, x: int = 1200, y: int = 1400, *, soft: float = 0.0) -> Image:
    """A letter at 200 dpi with the symbol stuck on it."""
    page = as_array(letter())
    height, width = symbol.shape[:2]
    page[y : y + height, x : x + width] = symbol[..., None]
    return np.asarray(cv2.GaussianBlur(page, (0, 0), soft), dtype=np.uint8) if soft else page


def card_code(side: int) -> Image:
    """The code of a card, `side` pixels wide."""
    drawn = np.asarray(ink.qr(CARD, side * 3).convert("L"))
    return np.asarray(cv2.resize(drawn, (side, side), interpolation=cv2.INTER_AREA), dtype=np.uint8)


def bars(kind: zxingcpp.BarcodeFormat, text: str) -> Image:
    return np.asarray(zxingcpp.create_barcode(text, kind).to_image(scale=3), dtype=np.uint8)


def spoilt(symbol: Image) -> Image:
    """The middle of a code covered by a thumb: its corners are found, its content does not hold."""
    side = symbol.shape[0]
    symbol = symbol.copy()
    symbol[side // 4 : 3 * side // 4, side // 4 : 3 * side // 4] = 255
    return symbol


@pytest.mark.parametrize(("side", "soft"), [(130, 0.5), (100, 0.9), (120, 1.1)])
def test_a_cards_code_of_little_more_than_a_pixel_a_module_is_read(side: int, soft: float) -> None:
    (code,) = codes_on(laid_on_a_letter(card_code(side), soft=soft))
    assert (code.format, code.text) == ("QRCode", CARD)
    x, y, width, height = code.box
    assert abs(x - 1200) < 16
    assert abs(y - 1400) < 16
    assert abs(width - side) < 32
    assert abs(height - side) < 32


@pytest.mark.parametrize("turn", [cv2.ROTATE_90_CLOCKWISE, cv2.ROTATE_180, cv2.ROTATE_90_COUNTERCLOCKWISE])
def test_a_code_is_read_any_way_up(turn: int) -> None:
    page = cv2.rotate(laid_on_a_letter(card_code(120), soft=1.1), turn)
    assert [code.text for code in codes_on(np.asarray(page, dtype=np.uint8))] == [CARD]


def test_two_cards_on_one_sheet_give_two_codes_each_once() -> None:
    page = laid_on_a_letter(card_code(160))
    page[400:520, 1200:1320] = card_code(120)[..., None]
    page = np.asarray(cv2.GaussianBlur(page, (0, 0), 0.9), dtype=np.uint8)
    assert [code.text for code in codes_on(page)] == [CARD, CARD]


def test_a_code_whose_content_does_not_hold_is_left_out() -> None:
    assert codes_on(laid_on_a_letter(spoilt(card_code(200)))) == ()


def test_a_page_of_print_has_no_codes() -> None:
    assert codes_on(as_array(letter())) == ()


@pytest.mark.parametrize("kind", ["Code128", "Code39", "PDF417"])
def test_bars_are_read(kind: str) -> None:
    page = laid_on_a_letter(bars(getattr(zxingcpp.BarcodeFormat, kind), "H60-261120-0001"), x=400, y=1600)
    assert [(code.format, code.text) for code in codes_on(page)] == [(kind, "H60-261120-0001")]


def test_a_picture_of_noise_is_looked_at_within_bounds() -> None:
    noise = np.random.default_rng(1).integers(0, 256, (1200, 900), dtype=np.uint8)
    found: tuple[Code, ...] = codes_on(noise)
    assert found == ()
