"""Red seals on a page are counted in the limited child; a page without colour says that it cannot be told."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from PIL import Image, ImageDraw

from ocr import page_seals
from samples.ink import RED, press, seal
from terms.errors import InputError
from tests.ocr.papers import as_jpeg, letter


def kept(folder: Path, page: Image.Image) -> Path:
    path = folder / "page.jpg"
    path.write_bytes(as_jpeg(page))
    return path


def sealed(times: int) -> Image.Image:
    page = letter()
    for number in range(times):
        press(
            page,
            seal("ỦY BAN NHÂN DÂN XÃ NGHĨA HÀNH", "TỈNH QUẢNG NGÃI", 276, Random(1), RED),
            300 + 500 * number,
            1500,
        )
    return page


@pytest.mark.parametrize("times", [1, 2])
def test_each_red_seal_is_counted(tmp_path: Path, times: int) -> None:
    assert page_seals(kept(tmp_path, sealed(times)), 1) == times


def test_a_page_in_colour_without_a_seal_has_none(tmp_path: Path) -> None:
    page = letter()
    ImageDraw.Draw(page).rectangle((200, 1400, 1400, 1500), fill=(40, 60, 200))  # blue ink, a stroke of it
    assert page_seals(kept(tmp_path, page), 1) == 0


def test_of_a_page_without_colour_nothing_is_claimed(tmp_path: Path) -> None:
    assert page_seals(kept(tmp_path, sealed(1).convert("L")), 1) is None
    assert page_seals(kept(tmp_path, letter()), 1) is None


def test_a_page_that_is_not_there_is_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        page_seals(kept(tmp_path, letter()), 2)
