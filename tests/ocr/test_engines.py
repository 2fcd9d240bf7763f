"""Both engines recognise alike: Tesseract as a library that stays loaded, and as a program."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ocr import engines
from ocr.engines import Engine, Library, Program
from ocr.pixels import Image, grey
from ocr.recognise import AUTOMATIC, NO_OPTIONS
from terms.errors import InputError
from tests.ocr.papers import BODY, as_array, letter


@pytest.fixture(params=["library", "program"], scope="module")
def engine(request: pytest.FixtureRequest) -> Engine:
    if request.param == "program":
        return Program()
    models = engines.models_folder()
    assert models is not None
    return Library(models)


@pytest.fixture(scope="module")
def page() -> Image:
    return grey(as_array(letter()))


def text(table: str) -> str:
    return " ".join(row.split("\t")[11] for row in table.splitlines() if row.startswith("5\t"))


class TestEveryEngine:
    def test_reads_a_page(self, engine: Engine, page: Image) -> None:
        read = text(engine.table(page, dpi=200, layout=AUTOMATIC, options=NO_OPTIONS, seconds=60))
        assert all(line in read for line in BODY)

    def test_a_blank_page_has_no_words(self, engine: Engine) -> None:
        blank = np.full((300, 400), 255, np.uint8)
        assert text(engine.table(blank, dpi=200, layout=AUTOMATIC, options=NO_OPTIONS, seconds=60)) == ""

    def test_options_hold_for_one_call_only(self, engine: Engine) -> None:
        line = grey(as_array(letter(lines=["Ngày 05 tháng 3"])))[400:560]
        only_figures = {"tessedit_char_whitelist": "0123456789"}
        figures = text(engine.table(line, dpi=200, layout=6, options=only_figures, seconds=60))
        assert figures
        assert not any(letter.isalpha() for letter in figures)
        assert "Ngày" in text(engine.table(line, dpi=200, layout=6, options=NO_OPTIONS, seconds=60))

    def test_says_when_its_time_is_over(self, engine: Engine, page: Image) -> None:
        with pytest.raises(InputError) as refused:
            engine.table(page, dpi=200, layout=AUTOMATIC, options=NO_OPTIONS, seconds=0.001)
        assert refused.value.code == "too_slow"

    def test_reads_the_next_page_after_a_refusal(self, engine: Engine, page: Image) -> None:
        with pytest.raises(InputError):
            engine.table(page, dpi=200, layout=AUTOMATIC, options=NO_OPTIONS, seconds=0.001)
        assert BODY[0] in text(engine.table(page, dpi=200, layout=AUTOMATIC, options=NO_OPTIONS, seconds=60))


def test_models_are_looked_for_where_the_environment_says_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "vie.traineddata").write_bytes(b"")
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    assert engines.models_folder() == tmp_path


def test_without_a_usable_model_folder_the_program_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "vie.traineddata").write_bytes(b"no model")
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    engines.engine.cache_clear()
    try:
        assert isinstance(engines.engine(), Program)
    finally:
        engines.engine.cache_clear()
