"""What the law prescribes word for word and number by number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest

from signing.refusals import ARTICLE_22, Refusal, check_answers, check_ticks
from signing.statement import StatementWording, conversion_mark, fee, signing_time, statement
from terms.errors import InputError
from tests.signing.scene import NOTHING_APPLIES

MOMENT = dt.datetime(2026, 1, 4, 17, 30, 7, tzinfo=dt.UTC)  # in Viet Nam it is the 5th already


def test_article_22_has_six_items_in_two_languages() -> None:
    assert [item.code for item in ARTICLE_22] == [
        "altered", "damaged", "secret", "unlawful_content", "not_legalised", "self_made",
    ]  # fmt: skip
    assert all(item.vi.endswith(".") and item.en.endswith(".") for item in ARTICLE_22)
    assert ARTICLE_22[0].vi == "Bản chính bị tẩy xóa, sửa chữa, thêm, bớt nội dung không hợp lệ."


def test_nothing_applies_and_everything_is_answered() -> None:
    assert check_answers(NOTHING_APPLIES) == NOTHING_APPLIES


@pytest.mark.parametrize("item", ARTICLE_22, ids=lambda item: item.code)
class TestEveryItem:
    def test_must_be_answered(self, item: Refusal) -> None:
        answers = {code: applies for code, applies in NOTHING_APPLIES.items() if code != item.code}
        assert refusal_of(answers).code == "answers_incomplete"

    def test_refuses_the_copy_in_the_words_of_the_law_if_it_applies(self, item: Refusal) -> None:
        refusal = refusal_of(NOTHING_APPLIES | {item.code: True})
        assert refusal.code == "refused_by_law"
        assert item.vi in refusal.message("vi")
        assert refusal.details["items"] == [item.code]

    @pytest.mark.parametrize("answer", [None, "no", 0, "false", []])
    def test_is_answered_with_yes_or_no_alone(self, item: Refusal, answer: object) -> None:
        assert refusal_of(NOTHING_APPLIES | {item.code: answer}).code == "answers_incomplete"


def test_an_answer_to_a_question_nobody_asked_is_refused() -> None:
    assert refusal_of(NOTHING_APPLIES | {"everything_fine": False}).code == "answers_incomplete"


def test_every_page_is_ticked() -> None:
    assert check_ticks([2, 1, 2], 2) == [1, 2]


@pytest.mark.parametrize("ticks", [[], [1], [2], [1, 2, 3], ["1", "2"], [True, 2], [0, 1, 2], "12", None])
def test_a_missing_or_strange_tick_is_refused(ticks: object) -> None:
    with pytest.raises(InputError) as refusal:
        check_ticks(ticks, 2)
    assert refusal.value.code == "answers_incomplete"


@pytest.mark.parametrize(
    ("pages", "copies", "dong"),
    [
        (1, 1, 2_000),
        (2, 1, 4_000),
        (3, 1, 5_000),
        (10, 1, 12_000),
        (198, 1, 200_000),
        (500, 1, 200_000),
        (3, 4, 20_000),
    ],
)
def test_the_fee(pages: int, copies: int, dong: int) -> None:
    assert fee(pages, copies) == dong


def test_the_statement_carries_number_register_and_the_date_in_viet_nam() -> None:
    said = statement(StatementWording(), number=125, register="01/2026-SCTĐT/BS", moment=MOMENT)
    assert said.title == "CHỨNG THỰC BẢN SAO ĐÚNG VỚI BẢN CHÍNH"
    assert said.number == "Số chứng thực: 125, quyển số: 01/2026-SCTĐT/BS"
    assert said.date == "Ngày 05 tháng 01 năm 2026"


def test_the_wording_is_configuration() -> None:
    wording = StatementWording(number="Số {number}/ĐT   Quyển số: {register}")
    assert statement(wording, number=7, register="01/2026", moment=MOMENT).number == "Số 7/ĐT   Quyển số: 01/2026"


def test_the_conversion_mark_is_in_letters_with_time_and_full_name() -> None:
    mark = conversion_mark(office="UBND xã A", converter="Nguyễn Thị Ánh", moment=MOMENT, code="H60.12_X_000001_V1")
    assert mark == (
        "BẢN ĐIỆN TỬ CHUYỂN ĐỔI TỪ VĂN BẢN GIẤY – UBND xã A – Nguyễn Thị Ánh – 2026-01-05T00:30:07+07:00"
        " – Mã: H60.12_X_000001_V1"
    )


def test_the_time_of_a_signature_as_decree_30_prints_it() -> None:
    assert signing_time(MOMENT) == "05/01/2026 00:30:07 +07:00"


def refusal_of(answers: Mapping[str, object]) -> InputError:
    with pytest.raises(InputError) as refusal:
        check_answers(answers)
    return refusal.value
