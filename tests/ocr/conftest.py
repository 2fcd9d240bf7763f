"""Whatever these tests start is ended with them."""

from collections.abc import Iterator

import pytest

import ocr


@pytest.fixture(autouse=True, scope="package")
def _no_child_left_behind() -> Iterator[None]:
    yield
    ocr.end_children()
