"""The verdict on a page before it is read: what is wrong with it, and nothing where nothing is."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

import ocr
import samples
from ocr.pixels import Pixels
from ocr.quality import RETAKE, Fault, Quality, quality_from_record, quality_to_record, reason_unread
from ocr.verdict import verdict
from samples.stage import Paper
from samples.worn import WornPage
from tests.ocr.papers import BODY, as_array, as_jpeg, born_digital_pdf, letter, scanned_pdf

CODE_OF = {"moved": "blurred"}


@pytest.fixture(scope="module")
def paper() -> Paper:
    return samples.draw("marital_status_certificate", 2, "marital_status_of_2015")


@pytest.fixture(scope="module")
def photo(paper: Paper) -> WornPage:
    return samples.wear(paper, 3, 12, rotation=0)[0]


def judge(folder: Path, jpeg: bytes) -> Quality:
    """The verdict on a file, by the road it takes after an upload."""
    path = folder / "page.jpg"
    path.write_bytes(jpeg)
    return ocr.page_quality(path, 1)


@pytest.mark.parametrize("level", [1, 2])
def test_of_an_ordinary_scan_nothing_is_said_however_it_lies(
    paper: Paper, tmp_path: Path, level: samples.Level
) -> None:
    (worn,) = samples.wear(paper, level, 12, rotation=90 * level)
    assert judge(tmp_path, worn.jpeg) == Quality()


def test_of_a_photo_that_can_be_read_nothing_is_said(photo: WornPage, tmp_path: Path) -> None:
    assert judge(tmp_path, photo.jpeg) == Quality()


@pytest.mark.parametrize("fault", samples.FAULTS)
def test_a_page_that_nobody_would_accept_is_to_be_captured_again_and_told_why(
    photo: WornPage, tmp_path: Path, fault: samples.Fault
) -> None:
    found = judge(tmp_path, samples.spoil(photo, fault, 1.0, 6).jpeg)
    assert found.grade == "retake"
    assert found.faults[0].code == CODE_OF.get(fault, fault)


@pytest.mark.parametrize("fault", samples.FAULTS)
def test_a_fault_that_hardly_shows_asks_for_no_other_picture(
    photo: WornPage, tmp_path: Path, fault: samples.Fault
) -> None:
    assert judge(tmp_path, samples.spoil(photo, fault, 0.1, 6).jpeg).grade != "retake"


@pytest.mark.parametrize("fault", ["covered", "glare"])
def test_a_thumb_and_a_mirrored_lamp_are_pointed_at(photo: WornPage, tmp_path: Path, fault: samples.Fault) -> None:
    spoilt = samples.spoil(photo, fault, 0.7, 6)
    box = next(one.box for one in judge(tmp_path, spoilt.jpeg).faults if one.code == fault)
    assert box is not None
    before, after = (cv2.imdecode(np.frombuffer(page.jpeg, np.uint8), cv2.IMREAD_GRAYSCALE) for page in (photo, spoilt))
    changed = cv2.absdiff(before, after) > 25
    x, y, wide, high = box
    assert changed[y : y + high, x : x + wide].mean() > 0.3
    assert changed[y : y + high, x : x + wide].sum() > 0.6 * changed.sum()


@pytest.mark.parametrize(("dpi", "grade"), [(50, "retake"), (150, "fair"), (200, "good"), (300, "good")])
def test_a_scan_of_less_than_200_dpi_is_too_coarse(dpi: int, grade: str) -> None:
    found = verdict(Pixels(as_array(letter(dpi)), dpi, True))
    assert found.grade == grade
    assert {fault.code for fault in found.faults} <= {"low_resolution"}


def test_of_an_empty_page_nothing_is_said() -> None:
    assert verdict(Pixels(np.full((2339, 1654, 3), 250, np.uint8), 200, True)) == Quality()


def test_a_black_picture_is_too_dark_whatever_is_on_it() -> None:
    assert verdict(Pixels(np.full((2339, 1654, 3), 12, np.uint8), 200, False)).warnings == ("too_dark", RETAKE)


def test_of_a_page_that_was_never_on_paper_nothing_is_said(tmp_path: Path) -> None:
    assert ocr.page_quality(born_digital_pdf(tmp_path / "born.pdf"), 1) == Quality()


def test_a_page_inside_a_pdf_is_judged_as_well(tmp_path: Path) -> None:
    dark = letter(150).point(lambda value: value // 8)
    path = scanned_pdf(tmp_path / "scan.pdf", [as_jpeg(letter(200)), as_jpeg(dark)])
    assert ocr.page_quality(path, 1) == Quality()
    assert ocr.page_quality(path, 2).grade == "retake"


def test_a_page_that_was_read_bears_its_faults_as_warnings_and_counts_as_read(tmp_path: Path) -> None:
    path = tmp_path / "dark.jpg"
    path.write_bytes(as_jpeg(letter(200).point(lambda value: value // 3)))
    reading = ocr.read_with(path, lambda pages: ())
    (page,) = reading.pages
    assert page.warnings == ("too_dark",)
    assert BODY[3] in page.text
    assert reason_unread(page.warnings) is None
    assert ocr.reading_to_contract(path, reading)["pages"][0]["warnings"] == list(page.warnings)


def test_the_reason_why_a_page_was_not_read_is_told_from_how_it_was_captured() -> None:
    assert reason_unread(()) is None
    assert reason_unread(("blurred", "glare", RETAKE)) is None
    assert reason_unread(("page_unreadable",)) == "page_unreadable"


def test_a_verdict_comes_back_from_its_record_as_it_was() -> None:
    found = Quality((Fault("glare", "retake", 0.12, (1, 2, 3, 4)), Fault("shadow", "advice", 0.3)))
    assert quality_from_record(quality_to_record(found)) == found
    assert found.warnings == ("glare", "shadow", RETAKE)
    assert Quality((Fault("shadow", "advice", 0.3),)).grade == "fair"
