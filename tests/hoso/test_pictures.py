"""Pages as captured beside pages as read: what docs/reading.md shows can be made again, and says what it shows."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np

from hoso.bench.pictures import side_by_side
from ocr.pixels import Pixels
from tests.ocr.papers import as_array, leaning, letter

DOCS = Path(__file__).parents[2] / "docs"


def test_a_page_is_shown_as_captured_and_level_as_read() -> None:
    captured = as_array(leaning(letter(100), 4.0))
    shown = side_by_side(Pixels(captured, 100, stated=True))
    assert shown.shape[1] <= 1600
    left, right = shown[:, : shown.shape[1] // 2 - 8], shown[:, shown.shape[1] // 2 + 8 :]

    def rows_of_print(half: np.ndarray) -> float:
        """How unlike each other rows are: most where lines of print are level."""
        return float(half[100:-100, 100:-100].mean(axis=(1, 2)).std())

    assert rows_of_print(right) > 1.3 * rows_of_print(left)


def test_the_page_about_hard_pages_shows_all_of_them_with_their_figures() -> None:
    said = (DOCS / "reading.md").read_text("utf-8")
    figures = json.loads((DOCS / "images" / "reading" / "figures.json").read_text("utf-8"))
    pictures = {path.stem: path for path in (DOCS / "images" / "reading").glob("*.jpg")}
    assert set(re.findall(r"images/reading/([\w-]+)\.jpg", said)) == set(figures) == set(pictures)
    assert max(path.stat().st_size for path in pictures.values()) <= 150_000
    for name, found in figures.items():
        assert f"{100 * found['tesseract'] / found['letters']:.1f} %" in said, name
        assert f"**{100 * found['hoso'] / found['letters']:.1f} %**" in said, name
