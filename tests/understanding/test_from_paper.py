"""From drawn and scanned paper to fields, the whole way: what is given as sure is right."""

from __future__ import annotations

from pathlib import Path

import pytest

import ocr
import samples
from samples.dossiers import file_of
from terms.text import same_spelling
from tests.understanding.paper import CATALOGUE


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "layout", "seed"),
    [
        ("birth_certificate", "birth_on_the_red_form", 7),
        ("marriage_certificate", "marriage_of_2006", 8),
        ("citizen_id", "identity_card_of_2024", 9),
        ("driving_licence", "licence_of_police", 10),
    ],
)
def test_a_scanned_paper_is_named_and_its_fields_are_right_or_for_a_person(
    tmp_path: Path, kind: str, layout: str, seed: int
) -> None:
    paper = samples.draw(kind, seed, layout)
    worn = samples.wear(paper, level=1, seed=seed)
    file = file_of("paper", [(paper, worn)], 1)
    path = tmp_path / file.name
    path.write_bytes(file.data)
    (document, *others) = ocr.read_file(path, CATALOGUE).documents
    assert (document.kind, others) == (kind, [])
    right = {
        name: field.value is not None and same_spelling(field.value, paper.fields[name])
        for name, field in document.fields.items()
        if name in paper.fields
    }
    assert sum(right.values()) >= 0.8 * len(right)
    assert [name for name, good in right.items() if not good and document.fields[name].confidence >= 0.9] == []
