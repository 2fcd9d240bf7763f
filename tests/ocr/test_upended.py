"""Labels of a list that were taken for a line of vertical writing are given back to their lines."""

from __future__ import annotations

from ocr.recognise import LineId, RawWord
from ocr.upended import label_columns, lengthened

COLUMN: LineId = (7, 1, 1)
FIGURES = [
    RawWord(text, (291, top, 30, 30), 0.7, COLUMN) for text, top in (("ƠI", 731), ("+>", 685), ("C2", 625), ("2", 590))
]


def listed(left: int) -> dict[LineId, list[RawWord]]:
    return {
        (4, 1, row): [
            RawWord(".", (left, 600 + 50 * row, 4, 5), 0.9, (4, 1, row)),
            RawWord("Giới", (left + 14, 580 + 50 * row, 60, 29), 0.98, (4, 1, row)),
            RawWord("tính:", (left + 84, 580 + 50 * row, 60, 29), 0.98, (4, 1, row)),
        ]
        for row in range(4)
    }


def test_lines_beside_a_column_of_figures_begin_with_it() -> None:
    lines = {**listed(325), COLUMN: FIGURES}
    columns = label_columns(lines)
    assert list(columns) == [COLUMN]
    assert lengthened((325, 630, 500, 29), list(columns.values())) == (291, 630, 534, 29)


def test_lines_that_stand_elsewhere_stay_as_they_are() -> None:
    for box in ((600, 630, 500, 29), (325, 1400, 500, 29), (200, 630, 500, 29)):
        assert lengthened(box, [(291, 590, 30, 171)]) == box


def test_writing_from_below_upwards_in_a_margin_is_no_column_of_labels() -> None:
    assert label_columns({**listed(600), COLUMN: FIGURES}) == {}


def test_words_of_a_level_line_do_not_stand_above_each_other() -> None:
    assert label_columns(listed(325)) == {}
