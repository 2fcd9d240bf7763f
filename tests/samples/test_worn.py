"""Paper as it reaches a counter: scanned, photographed, turned; and the sets and dossiers made of it."""

from __future__ import annotations

import io
import json
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image

import samples
from samples.dossiers import photocopied
from samples.stage import Paper

SMALL = (120, 170)


@pytest.fixture(scope="module")
def paper() -> Paper:
    return samples.draw("marital_status_certificate", 2, "marital_status_of_2015")


def alike(one: Image.Image, other: Image.Image) -> float:
    """Correlation of two pictures seen from afar: 1 is the same."""
    first, second = (np.asarray(image.convert("L").resize(SMALL), float).ravel() for image in (one, other))
    return float(np.corrcoef(first, second)[0, 1])


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("level", [1, 2])
def test_turned_clockwise_by_its_rotation_it_stands_upright(paper: Paper, level: samples.Level, rotation: int) -> None:
    (worn,) = samples.wear(paper, level, 5, rotation=rotation)
    assert worn.rotation == rotation
    with Image.open(io.BytesIO(worn.jpeg)) as scan:
        assert scan.info["dpi"] == (worn.dpi, worn.dpi)
        likeness = {turn: alike(scan.rotate(-turn, expand=True), paper.pages[0]) for turn in (0, 90, 180, 270)}
    assert max(likeness, key=lambda turn: likeness[turn]) == rotation
    assert likeness[rotation] > 0.5


def test_a_phone_shows_a_table_around_the_sheet(paper: Paper) -> None:
    (worn,) = samples.wear(paper, 3, 7, rotation=0)
    with Image.open(io.BytesIO(worn.jpeg)) as photo:
        assert "dpi" not in photo.info or photo.info["dpi"][0] < 100
        grey = np.asarray(photo.convert("L"), float)
    middle = grey[grey.shape[0] // 3 : grey.shape[0] // 2, grey.shape[1] // 3 : grey.shape[1] // 2].mean()
    corner = grey[:40, :40].mean()
    assert abs(middle - corner) > 20


def test_wear_follows_from_its_seed(paper: Paper) -> None:
    assert samples.wear(paper, 3, 9) == samples.wear(paper, 3, 9)
    assert samples.wear(paper, 2, 9) != samples.wear(paper, 2, 10)


def test_a_set_has_files_and_one_line_of_truth_each_and_the_same_bytes_again(tmp_path: Path) -> None:
    first = samples.write_set(tmp_path / "a", 3, 42, dossiers=1)
    samples.write_set(tmp_path / "b", 3, 42, dossiers=1)
    lines = [json.loads(line) for line in first.read_text("utf-8").splitlines()]
    assert len(lines) == 4
    for line in lines:
        file = tmp_path / "a" / line["file"]
        assert file.read_bytes() == (tmp_path / "b" / line["file"]).read_bytes()
        pages = [*line["blank"], *(number for document in line["documents"] for number in document["pages"])]
        assert sorted(pages) == list(range(1, len(pages) + 1))
        if file.suffix == ".pdf":
            with pikepdf.open(file) as pdf:
                assert len(pdf.pages) == len(pages) == len(line["rotation"])


def test_the_papers_of_a_dossier_are_of_one_family() -> None:
    file, family = samples.dossier(3, kinds=["birth_certificate", "marriage_certificate", "citizen_id"], level=1)
    birth, marriage, card = (document["fields"] for document in file.truth["documents"])
    assert birth["mother_name"] == marriage["wife_name"] == family.wife.name.upper()
    assert birth["father_name"] == marriage["husband_name"] == family.husband.name.upper()
    assert card["full_name"] in (birth["mother_name"], birth["father_name"])
    assert marriage["registration_date"] < birth["date_of_birth"] < birth["registration_date"]


def test_a_sheet_scanned_on_both_sides_has_its_empty_back_behind_it_and_that_belongs_to_no_paper() -> None:
    truth = samples.dossier(5, ["death_extract", "residence_confirmation"], 1, shape="duplex")[0].truth
    assert [document["pages"] for document in truth["documents"]] == [[1], [3]]
    assert truth["blank"] == [2, 4]
    assert len(truth["rotation"]) == 4


def test_a_card_s_back_may_lie_behind_another_paper() -> None:
    truth = samples.dossier(6, ["death_extract"], 1, shape="faces_apart")[0].truth
    assert [(one["kind"], one["pages"]) for one in truth["documents"]] == [
        ("death_extract", [1]),
        ("citizen_id", [2, 4]),
        ("residence_confirmation", [3]),
    ]


def test_papers_of_two_families_in_one_pile_name_different_people() -> None:
    truth = samples.dossier(7, ["residence_confirmation"], 1, shape="two_families")[0].truth
    numbers = {one["fields"].get("personal_id") for one in truth["documents"]}
    assert len(numbers - {None}) > 1


def test_a_dossier_at_odds_gives_two_names_or_two_births_for_one_number() -> None:
    truth = samples.dossier(8, ["death_extract"], 1, contradicting=True)[0].truth
    odd = set(truth["contradictions"])
    assert odd
    assert odd <= {"other_name", "other_birth"}
    assert not samples.dossier(8, ["death_extract"], 1)[0].truth["contradictions"]


def test_a_photocopy_says_so_and_has_no_colour() -> None:
    drawn = samples.draw("death_extract", 3)
    copy, pages = photocopied(drawn, samples.wear(drawn, 1, 3), 3)
    assert copy.marks == (*drawn.marks, "photocopy")
    with Image.open(io.BytesIO(pages[0].jpeg)) as scan:
        red, green, blue = (np.asarray(channel, int) for channel in scan.convert("RGB").split())
    assert np.abs(red - green).mean() < 2 > np.abs(green - blue).mean()


def test_the_demo_s_dossier_is_one_applicant_s_in_scans_of_several_kinds(tmp_path: Path) -> None:
    files = samples.demo_dossier(tmp_path)
    lines = [json.loads(line) for line in (tmp_path / "truth.jsonl").read_text("utf-8").splitlines()]
    assert [path.name for path in files] == [line["file"] for line in lines]
    documents = [document for line in lines for document in line["documents"]]
    assert sum(len(document["pages"]) for document in documents) >= 6
    assert len({document["kind"] for document in documents}) >= 4
    assert {path.suffix for path in files} == {".jpg", ".pdf"}
    names = [value for document in documents for value in document["fields"].values()]
    assert sum("NGUYỄN THỊ ÁNH" in value.upper() for value in names) >= 5
    assert not any(line["contradictions"] for line in lines)
