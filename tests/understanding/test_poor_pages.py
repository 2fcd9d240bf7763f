"""A page that should be captured again may be read, but nothing on it counts as sure."""

from __future__ import annotations

from dataclasses import replace

from ocr.quality import RETAKE
from ocr.understanding import lift, understand
from tests.understanding.paper import CATALOGUE, page
from tests.understanding.test_civil_status import BIRTH_2020


def test_fields_of_a_page_to_be_captured_again_are_left_to_a_person() -> None:
    poor = replace(page(BIRTH_2020), warnings=("blurred", RETAKE))
    (document,) = understand([poor], CATALOGUE)
    read = [value for value in document.fields.values() if value.page == 1]
    assert read
    assert all(value.confidence < 0.9 for value in read)
    lifted = lift([poor], CATALOGUE["birth_certificate"], CATALOGUE)
    assert all(value.confidence < 0.9 for value in lifted.values() if value.page == 1)


def test_a_page_that_could_have_been_captured_better_keeps_what_is_sure() -> None:
    fair = replace(page(BIRTH_2020), warnings=("low_resolution",))
    (document,) = understand([fair], CATALOGUE)
    assert document.fields["full_name"].confidence >= 0.9
