"""Probabilities that can be believed: from evidence and checks, by a model that is data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ocr.model import Finding
from ocr.understanding.confidence import SHIPPED, START, FieldModel, load, with_finding
from ocr.understanding.confidence_fitting import Row, fit
from ocr.understanding.features import FEATURES
from tests.understanding.paper import one
from tests.understanding.test_civil_status import BIRTH_2020


def papers(count: int) -> list[Row]:
    """Rows in which well-read values are right, and every third of the badly read ones is wrong."""
    rows = []
    for number in range(count):
        clear = number % 10 != 0
        numbers = {"base": 1.0, "reading": 4.5 if clear else 0.5, "faint": 0.0 if clear else 2.0}
        rows.append(Row(f"paper {number // 4}", numbers, "", right=clear or number % 30 != 0))
    return [*rows, Row("paper 0", None, "not_found", right=False)]


def test_the_shipped_model_is_sound_and_of_the_program_s_features() -> None:
    model = load()
    assert set(model.weights) == set(FEATURES)
    wrong_side = [name for name, one in FEATURES.items() if one.side * model.weights[name] < 0]
    assert wrong_side == []


def test_a_model_that_was_altered_is_refused(tmp_path: Path) -> None:
    body = json.loads(SHIPPED.read_text("utf-8"))
    body["weights"]["base"] += 1
    path = tmp_path / "fields.json"
    path.write_text(json.dumps(body), "utf-8")
    with pytest.raises(ValueError, match="not what was written"):
        load(path)


def test_a_model_of_other_features_is_refused() -> None:
    other = FieldModel({"base": 1.0}, START.curve, START.for_a_person, START.absent)
    with pytest.raises(ValueError, match="other features"):
        FieldModel.from_json(other.to_json())


def test_the_same_rows_give_the_same_model() -> None:
    assert fit(papers(300)).to_json() == fit(papers(300)).to_json()


def test_what_is_read_badly_comes_out_as_sure_as_it_is_right() -> None:
    model = fit(papers(3000))
    clear = model.shown(model.first({"base": 1.0, "reading": 4.5}))
    faint = model.shown(model.first({"base": 1.0, "reading": 0.5, "faint": 2.0}))
    assert clear > 0.99
    assert faint < 0.9


def test_nothing_to_fit_on_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing to fit on"):
        fit([Row("paper", None, "not_found", right=True)])


@pytest.mark.parametrize(
    ("finding", "raises"), [(Finding("store", agrees=True), True), (Finding("store", agrees=False), False)]
)
def test_one_more_check_moves_a_probability_its_way(finding: Finding, raises: bool) -> None:
    assert (with_finding(0.95, finding) > 0.95) is raises


def test_the_worse_the_words_are_read_the_less_sure_the_field() -> None:
    sure = [one(BIRTH_2020, sure=read).fields["registration_number"].confidence for read in (0.99, 0.9, 0.6)]
    assert sure == sorted(sure, reverse=True)
    assert sure[0] > sure[-1]
