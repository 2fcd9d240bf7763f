"""A reviewer's corrections make the next papers better: through the pipeline, the verbs of review and the command."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner, Result

from hoso.bench import learning
from hoso.bench.learning import House, Paper, measure, reworded
from hoso.commands import learning as command
from hoso.settings import Settings
from ingest.learning import shared_papers
from ocr.understanding.cues import stands_in
from ocr.understanding.layout import lay_out
from ocr.understanding.learning import learn
from storage.audit.log import entries
from storage.documents import readings, review
from storage.learning import consent
from storage.learning.labels import current_labels
from storage.offices import passwords
from tests.understanding.paper import MOTTO, page

KIND = "marital_status_certificate"
NAMES = ("Nguyễn Văn An", "Trần Thị Bích", "Lê Hoàng Cường", "Phạm Thu Dung", "Vũ Minh Đức", "Bùi Thanh Hà")


@pytest.fixture(autouse=True)
def _every_third_is_held_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which documents are held out follows from their ids, which differ each time; few papers need an even share."""
    numbers: dict[str, int] = {}

    def even(document_id: str) -> bool:
        return numbers.setdefault(document_id, len(numbers)) % 3 == 2

    monkeypatch.setattr("ingest.learning.is_held_out", even)
    monkeypatch.setattr(passwords, "hashed", lambda password: "x")


def paper(number: int) -> Paper:
    """A certificate whose labels the catalogue does not know."""
    name = NAMES[number % len(NAMES)]
    text = f"""{MOTTO}
^GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN
Họ và tên: {name}
Ngày, tháng, năm sinh: {number + 1:02d}/03/1990
Tình trạng hôn nhân: Chưa đăng ký kết hôn với ai"""
    fields = {"full_name": name, "date_of_birth": f"1990-03-{number + 1:02d}"}
    return reworded(Paper(KIND, (page(text),), fields), learning.UNUSUAL[KIND])


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    yield house
    house.database.dispose()


def reviewed(house: House, count: int = 6) -> None:
    for number in range(count):
        house.review(house.hand_in(paper(number)), paper(number))


def _house_of(house: House) -> SimpleNamespace:
    return SimpleNamespace(database=house.database, catalogue=house.catalogue, settings=Settings(data=house.folder))


def run(house: House, monkeypatch: pytest.MonkeyPatch, *words: str) -> Result:
    monkeypatch.setattr(command, "_house", lambda: _house_of(house))
    verb = {"corrections": command.corrections, "retrain": command.retrain, "training-export": command.training_export}
    return CliRunner().invoke(verb[words[0]], words[1:])


def test_a_reworded_paper_bears_the_other_labels_and_the_same_values() -> None:
    sheet = lay_out(paper(0).pages[0])
    assert stands_in("Danh tính đương sự", sheet.key)
    assert stands_in("Nguyễn Văn An", sheet.key)
    assert not stands_in("Họ và tên", sheet.key)


def test_the_next_papers_are_read_better_after_a_reviewer_corrected_some(tmp_path: Path) -> None:
    papers = [paper(number) for number in range(9)]
    result = measure(tmp_path, papers[:6], papers[6:])
    assert (result.before.fields, result.after.fields) == (6, 6)
    assert result.before.right <= 3
    assert (result.after.right, result.after.flagged, result.after.silent) == (6, 0, 0)
    assert {label.cue for label in result.taught.labels} == {"Danh tính đương sự", "Chào đời vào"}


def test_what_waits_is_read_again_and_what_a_person_decided_is_not(house: House) -> None:
    waiting, touched = house.hand_in(paper(6)), house.hand_in(paper(7))
    with house.database.session() as session:
        (document,) = readings.documents_of(session, house.lan, touched)
        review.decide_field(session, house.lan, document.id, "full_name", "Ai Đó", version=document.version)
    reviewed(house)
    house.learn()
    with house.database.session() as session:
        for dossier, name in ((waiting, "Nguyễn Văn An"), (touched, "Ai Đó")):
            (document,) = readings.documents_of(session, house.lan, dossier)
            states = {state.name: state for state in review.fields_of(session, house.lan, document.id)}
            assert states["full_name"].value == name


def test_retraining_by_command_adopts_and_undoes(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    reviewed(house)
    answer = run(house, monkeypatch, "retrain")
    assert answer.exit_code == 0, answer.output
    assert "Danh tính đương sự" in answer.output
    with house.database.session() as session:
        assert current_labels(session, house.program.office_id) is not None
    assert "giữ như cũ" in run(house, monkeypatch, "retrain").output  # nothing new since
    assert "đã bỏ" in run(house, monkeypatch, "retrain", "--undo").output
    with house.database.session() as session:
        assert current_labels(session, house.program.office_id) is None
    assert "không có gì để bỏ" in run(house, monkeypatch, "retrain", "--undo", "--office", "H00.01").output


def test_corrections_are_told_without_any_value(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Chưa có giấy tờ" in run(house, monkeypatch, "corrections").output
    reviewed(house)
    answer = run(house, monkeypatch, "corrections", "--office", "H00.01").output
    assert "full_name" in answer.splitlines()[0] + answer.splitlines()[1]
    assert "thêm nhãn hoặc học lại" in answer
    assert not any(word in answer for name in NAMES for word in name.split())
    lines = [json.loads(line) for line in run(house, monkeypatch, "corrections", "--json").output.splitlines()]
    first = next(line for line in lines if line["field"] == "full_name")
    assert (first["seen"], first["corrected"], first["missed"], first["advice"]) == (6, 6, 6, "label")
    assert run(house, monkeypatch, "corrections", "--since", "2100-01-01", "--json").output == ""


def test_what_is_exported_needs_consent_is_logged_and_holds_no_value(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    reviewed(house)
    run(house, monkeypatch, "retrain")
    refused = run(house, monkeypatch, "training-export", "--office", "H00.01")
    assert refused.exit_code != 0
    assert refused.output == ""
    with house.database.session() as session:
        administrator = replace(house.lan, roles=frozenset({"administrator"}))
        consent.set_consent(session, administrator, administrator.office_id, share=True)
    given = run(house, monkeypatch, "training-export", "--office", "H00.01")
    exported = json.loads(given.output)
    assert {label["cue"] for label in exported["labels"]} == {"Danh tính đương sự", "Chào đời vào"}
    assert {one["field"] for one in exported["corrections"]} >= {"full_name", "date_of_birth", "kind"}
    assert not any(name in given.output for name in NAMES)
    assert "1990" not in given.output
    with house.database.session() as session:
        assert len(entries(session, house.program, action="learning.export")) == 1


def test_what_this_office_learned_is_offered_to_another_only_with_its_consent(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered: set[str] = set()

    def watched(papers: Any, held_out: Any, catalogue: Any, known: Any, others: Any) -> Any:
        offered.update(label.cue for label in others)
        return learn(papers, held_out, catalogue, known, others)

    reviewed(house)
    house.learn()
    monkeypatch.setattr("ingest.learning.learn", watched)
    other = house.another("H00.02")
    other.learn()
    assert offered == set()
    with house.database.session() as session:
        administrator = replace(house.lan, roles=frozenset({"administrator"}))
        consent.set_consent(session, administrator, administrator.office_id, share=True)
    other.learn()
    assert offered == {"Danh tính đương sự", "Chào đời vào"}


def test_papers_of_an_office_without_consent_stay_out_of_common_training(house: House) -> None:
    reviewed(house, 3)
    other = house.another("H00.02")
    reviewed(other, 2)
    with house.database.session() as session:
        assert list(shared_papers(session, KIND)) == []
        administrator = replace(other.lan, roles=frozenset({"administrator"}))
        consent.set_consent(session, administrator, administrator.office_id, share=True)
        names = {paper.values["full_name"] for paper in shared_papers(session, KIND)}
    assert names == {"Nguyễn Văn An", "Trần Thị Bích"}
