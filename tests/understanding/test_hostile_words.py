"""Whatever was read, understanding answers, quickly, and says nothing it cannot stand behind."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ocr.model import Code, PageReading, Word
from ocr.understanding import understand
from terms.text import fold
from tests.understanding.paper import CATALOGUE, page
from tests.understanding.test_cards_and_diplomas import CCCD_BACK, CCCD_FRONT
from tests.understanding.test_civil_status import BIRTH_2020, MARRIAGE_TWO_COLUMNS
from tests.understanding.test_land_and_business import ENTERPRISE, LAND_2014
from tests.understanding.test_other_papers import CONTRACT, DECISION

PAPERS = [BIRTH_2020, MARRIAGE_TWO_COLUMNS, LAND_2014, ENTERPRISE, CONTRACT, DECISION, CCCD_FRONT, CCCD_BACK]
SCRAPS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["Số:", "ngày", "tháng", "năm", "Ông", "Bà", ":", "/", "Họ", "và", "tên", "99/99/9999", "IDVNM", "<<<", "VNM",
         "V/v", "QUYẾT", "ĐỊNH", "Diện", "tích:", "1.2.3,4", "0" * 400, "\u0301", "ĐĐĐ", "(((", "[0-9]+", "CĂN", "CƯỚC"]
    ),
)  # fmt: skip
NUMBERS = st.integers(-50, 5000)
WORDS = st.builds(
    Word,
    SCRAPS,
    st.tuples(NUMBERS, NUMBERS, st.integers(0, 900), st.integers(0, 300)),
    st.floats(0, 1),
    st.integers(0, 40),
    st.integers(0, 3),
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(WORDS, max_size=60),
    st.floats(-10, 10),
    st.lists(st.text(max_size=60).map(lambda text: Code("QRCode", text, (0, 0, 1, 1))), max_size=2),
)
def test_any_words_in_any_places_get_an_answer(words: list[Word], skew: float, codes: list[Code]) -> None:
    made = PageReading(1, 2480, 3508, 300, 0, skew, "", 0.5, False, words=tuple(words), codes=tuple(codes))
    for document in understand([made], CATALOGUE):
        assert set(document.fields) == {spec.name for spec in CATALOGUE[document.kind].fields}
        assert 0 <= document.kind_confidence <= 1
        assert all(0 <= field.confidence <= 1 for field in document.fields.values())


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(PAPERS), st.randoms(use_true_random=False))
def test_a_paper_with_words_lost_is_never_answered_with_words_that_are_not_there(text: str, dice: object) -> None:
    whole = page(text)
    kept = tuple(word for word in whole.words if dice.random() > 0.2)  # type: ignore[attr-defined]
    left = {fold(word.text.strip(":.,;()")) for word in kept}  # a surname there is not is spelt as the nearest one
    for document in understand([replace(whole, words=kept)], CATALOGUE):
        for name in ("full_name", "wife_name", "husband_name", "mother_name", "father_name", "representative_name"):
            value = document.fields[name].value if name in document.fields else None
            assert value is None or all(fold(word) in left for word in value.split())


def test_a_long_page_takes_no_longer_than_a_tenth_of_a_second() -> None:
    text = DECISION + "\n".join(
        "Căn cứ Nghị định số 45/2020/NĐ-CP ngày 08 tháng 4 năm 2020 của Chính phủ" for _ in range(40)
    )
    made = [page(text, number) for number in range(1, 6)]
    understand(made[:1], CATALOGUE)
    start = time.process_time()
    understand(made, CATALOGUE)
    assert (time.process_time() - start) / len(made) < 0.1


@pytest.mark.parametrize("text", PAPERS)
def test_the_same_pages_give_the_same_documents(text: str) -> None:
    assert understand([page(text)], CATALOGUE) == understand([page(text)], CATALOGUE)
