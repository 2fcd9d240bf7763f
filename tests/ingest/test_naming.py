"""An office learns kinds and splits from what its people confirmed, keeps the history, and never reads worse."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hoso.bench.learning import House, Paper
from ingest import naming
from ingest.naming import Naming, adopt_naming, confirmed_rows, learn_naming
from ingest.shelf import Shelf
from ingest.workplace import Workplace
from ocr.understanding.fitting import BY_HAND, fit
from ocr.understanding.knowledge import Knowledge, shipped
from ocr.understanding.rows import Rows, is_held_out, shipped_rows
from storage.documents import readings, review
from storage.documents.arrangement import arrangement_of
from storage.documents.arranging import merge_documents
from storage.offices import passwords
from terms.errors import InputError, StateError
from tests.understanding.paper import page
from tests.understanding.test_naming import ABOUT_A_BIRTH, BIRTH
from tests.understanding.test_other_papers import CT07, DECISION, JUDICIAL

OFFICE = "0190-office"
TRUE = (
    (BIRTH, "birth_certificate"),
    (ABOUT_A_BIRTH, "application_form"),
    (CT07, "residence_confirmation"),
    (JUDICIAL, "judicial_record"),
)


@pytest.fixture(autouse=True)
def _few_rows_and_no_slow_password(monkeypatch: pytest.MonkeyPatch) -> None:
    rows, vocabulary = shipped_rows()
    papers = set(sorted({row.paper for row in rows.kinds})[::6])
    few = Rows(tuple(row for row in rows.kinds if row.paper in papers), rows.boundaries[::9])
    monkeypatch.setattr(naming, "shipped_rows", lambda: (few, vocabulary[::20]))
    monkeypatch.setattr(passwords, "hashed", lambda password: "x")
    numbers: dict[str, int] = {}

    def third(name: str) -> bool:
        """Documents have another id each time; of few papers an even share is held out."""
        return numbers.setdefault(name, len(numbers)) % 3 == 2 if len(name) == 36 else is_held_out(name)

    monkeypatch.setattr("ocr.understanding.rows.is_held_out", third)


@pytest.fixture(scope="module")
def of_few() -> Knowledge:
    """What the few rows teach: an office that has learned before starts from the like."""
    rows, vocabulary = shipped_rows()
    papers = set(sorted({row.paper for row in rows.kinds})[::6])
    few = Rows(tuple(row for row in rows.kinds if row.paper in papers), rows.boundaries[::9])
    return fit(few.parted()[0], vocabulary[::20])


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    yield house
    house.database.dispose()


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "knowledge")


def learn(house: House, shelf: Shelf) -> Naming:
    """As the command does: tried while others work, then adopted."""
    with house.database.reading() as session:
        named = learn_naming(session, house.program, house.catalogue, shelf)
    with house.database.session() as session:
        adopt_naming(session, house.program, shelf, named)
    return named


def confirm(house: House, dossier_id: str, *kinds: str) -> None:
    """A reviewer names each paper of the dossier, and answers for it."""
    with house.database.session() as session:
        for document, kind in zip(readings.documents_of(session, house.lan, dossier_id), kinds, strict=True):
            if document.kind != kind:
                document = review.decide_kind(session, house.lan, document.id, kind, document.version)
            names = [spec.name for spec in house.catalogue[kind].fields]
            for state in review.fields_of(session, house.lan, document.id):
                if state.name in names:
                    document = review.decide_field(
                        session, house.lan, document.id, state.name, state.value, version=document.version
                    )
            review.confirm(session, house.lan, document.id, document.version, names=names)


# --- the shelf --------------------------------------------------------------------------------------------------------


def test_an_office_that_learned_nothing_reads_with_what_ships(shelf: Shelf) -> None:
    assert shelf.of(OFFICE) == shipped()
    assert shelf.history(OFFICE) == []
    with pytest.raises(StateError):
        shelf.take_back(OFFICE)


def test_what_was_adopted_is_read_with_until_it_is_taken_back(shelf: Shelf) -> None:
    first = shelf.adopt(OFFICE, BY_HAND, {"wrong": 2})
    second = shelf.adopt(OFFICE, shipped(), {"wrong": 1})
    assert (shelf.of(OFFICE), shelf.of("0190-another")) == (second, shipped())
    shelf.take_back(OFFICE)
    assert shelf.of(OFFICE).digest == first.digest
    shelf.take_back(OFFICE)
    assert shelf.present(OFFICE) is None
    assert [line.get("wrong") for line in shelf.history(OFFICE)] == [2, 1, None, None]
    assert all(line["at"] for line in shelf.history(OFFICE))


@pytest.mark.parametrize("damage", ["altered", "exchanged", "gone", "history"])
def test_altered_knowledge_is_refused_and_what_ships_reads_on(shelf: Shelf, damage: str) -> None:
    written = shelf.adopt(OFFICE, BY_HAND, {})
    path = shelf.folder / OFFICE / f"{written.digest}.json"
    if damage == "altered":
        path.write_text(path.read_text("utf-8").replace("6.3", "66.3", 1), "utf-8")
    elif damage == "exchanged":
        shipped().write(path)
    elif damage == "gone":
        path.unlink()
    else:
        (shelf.folder / OFFICE / "history.jsonl").write_text("{", "utf-8")
    with pytest.raises(InputError) as refusal:
        shelf.present(OFFICE)
    assert refusal.value.code == "model_invalid"
    assert shelf.of(OFFICE) == shipped()


def test_an_offices_id_is_no_way_out_of_the_folder(shelf: Shelf) -> None:
    with pytest.raises(ValueError, match="no path"):
        shelf.of("../elsewhere")


# --- learning ---------------------------------------------------------------------------------------------------------


def test_nothing_confirmed_teaches_nothing(house: House, shelf: Shelf) -> None:
    house.hand_in(Paper("birth_certificate", (page(BIRTH),), {}))
    assert learn(house, shelf).trial is None
    assert shelf.history(house.program.office_id) == []


def test_confirmed_papers_are_adopted_and_the_workers_read_with_them(
    house: House, shelf: Shelf, of_few: Knowledge
) -> None:
    shelf.adopt(house.program.office_id, of_few, {})
    for text, kind in TRUE * 2:
        confirm(house, house.hand_in(Paper(kind, (page(text),), {})), kind)
    named = learn(house, shelf)
    assert (named.papers, named.adopted) == (8, True)
    _, line = shelf.history(house.program.office_id)
    assert line["own_after"]["wrong"] <= line["own_before"]["wrong"]
    worker = Workplace(house.database, house.workplace.blobs, house.catalogue, shelf=shelf)
    assert worker.knowledge(house.program.office_id).digest == line["sha256"]
    assert worker.knowledge("0190-another").digest == shipped().digest


def test_confirmations_that_make_no_sense_are_not_adopted(house: House, shelf: Shelf, of_few: Knowledge) -> None:
    of_few_written = shelf.adopt(house.program.office_id, of_few, {})
    kinds = [kind for _, kind in TRUE]
    for number, (text, _) in enumerate(TRUE * 5):
        wrong = kinds[(number * 3 + 1) % len(kinds)]
        confirm(house, house.hand_in(Paper(wrong, (page(text),), {})), wrong)
    named = learn(house, shelf)
    assert (named.papers, named.adopted) == (20, False)
    assert shelf.of(house.program.office_id) == of_few_written


def test_what_people_put_together_teaches_where_papers_begin(house: House) -> None:
    apart = house.hand_in(Paper("x", (page(BIRTH), page(DECISION, 2)), {}))
    confirm(house, apart, "birth_certificate", "administrative_document")
    joined = house.hand_in(Paper("x", (page(DECISION), page(JUDICIAL, 2)), {}))
    with house.database.session() as session:
        first, second = (document.id for document in readings.documents_of(session, house.lan, joined))
        seen = arrangement_of(session, house.lan, joined).digest
        merge_documents(session, house.lan, joined, second, into=first, seen=seen)
    confirm(house, joined, "administrative_document")
    with house.database.session() as session:
        rows = confirmed_rows(session, house.program, house.catalogue, shipped())
    assert sorted((row.pile == joined, row.opens) for row in rows.boundaries) == [(False, True), (True, False)]


def test_history_and_knowledge_hold_no_word_that_only_an_owners_paper_bears(
    house: House, shelf: Shelf, of_few: Knowledge
) -> None:
    shelf.adopt(house.program.office_id, of_few, {})
    for text, kind in TRUE * 2:
        confirm(house, house.hand_in(Paper(kind, (page(text),), {})), kind)
    assert learn(house, shelf).adopted
    kept = " ".join(path.read_text("utf-8") for path in (shelf.folder / house.program.office_id).iterdir())
    for name in ("vuong", "quyet", "nguyen thi vuong", "tran thi hoa", "008061"):
        assert f'"{name}"' not in kept
