"""Files and folders from the command line: what belongs together, and an answer for each file."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.sources.command import bundles, ingest
from storage.documents.tables import Original
from storage.dossiers.dossiers import open_dossier
from storage.dossiers.tables import Dossier
from terms.errors import HosoError
from tests.ingest.office import Office
from tests.ingest.papers import BIRTH, MARITAL, png


@pytest.fixture
def pile(tmp_path: Path) -> Path:
    """A folder as somebody might have it: dossiers in folders, and this and that."""
    files = {
        "Nguyễn Văn An/trang 10.png": png(*MARITAL),
        "Nguyễn Văn An/trang 9.png": png(*BIRTH),
        "Trần Thị Bình/1.png": png(*BIRTH),
        "lẻ.png": png(*MARITAL),
        ".DS_Store": b"\0",
        "Trần Thị Bình/ghi chú.txt": "chữ".encode(),
    }
    for name, data in files.items():
        path = tmp_path / "pile" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return tmp_path / "pile"


def test_each_folder_is_a_dossier_in_the_order_of_its_names(pile: Path) -> None:
    assert [(one.title, [file.name for file in one.files]) for one in bundles([pile])] == [
        ("pile", ["lẻ.png"]),
        ("Nguyễn Văn An", ["trang 9.png", "trang 10.png"]),
        ("Trần Thị Bình", ["1.png", "ghi chú.txt"]),
    ]


def test_loose_files_are_one_dossier(pile: Path) -> None:
    named = [pile / "lẻ.png", pile / "Trần Thị Bình" / "1.png"]
    (bundle,) = bundles(named)
    assert (bundle.title, bundle.files) == ("lẻ", tuple(named))


def test_a_path_that_does_not_exist_is_told_before_anything_is_stored(pile: Path, office: Office) -> None:
    with pytest.raises(HosoError) as missing:
        _ingest(office, [pile, pile / "gone.png"])
    assert missing.value.code == "not_found"
    assert office.all(Original) == []


def test_every_file_has_its_answer_and_stays_where_it_is(pile: Path, office: Office) -> None:
    answers = _ingest(office, [pile])
    told = {answer.filename: answer.error.code if answer.error else answer.received.duplicate_of for answer in answers}
    assert told.pop("ghi chú.txt") == "unsupported_format"
    # The loose page came first; the same bytes in a folder are linked to what is there.
    assert told == {"lẻ.png": None, "trang 9.png": None, "trang 10.png": answers[0].received.original_id} | {
        "1.png": answers[1].received.original_id
    }
    assert [row.title for row in office.all(Dossier)] == ["pile", "Nguyễn Văn An", "Trần Thị Bình"]
    assert (pile / "lẻ.png").exists()
    assert all(office.job(job).priority == 7 for job in office.sent)


def test_all_of_it_may_go_into_one_dossier(pile: Path, office: Office) -> None:
    with office.database.session() as session:
        dossier = open_dossier(session, office.actor)
    answers = _ingest(office, [pile], dossier_id=dossier.id)
    assert {answer.received.dossier_id for answer in answers if answer.received} == {dossier.id}


def test_a_file_that_may_not_be_read_does_not_keep_the_others_out(pile: Path, office: Office) -> None:
    (pile / "lẻ.png").unlink()
    (pile / "lẻ.png").symlink_to(pile / "nowhere")
    answers = _ingest(office, [pile / "Nguyễn Văn An", pile])
    assert len(office.all(Original)) == 2
    assert [answer.error.code for answer in answers if answer.error] == ["unsupported_format"]


def _ingest(office: Office, paths: list[Path], **options: str):
    return ingest(
        office.database,
        office.workplace.blobs,
        paths,
        actor=office.actor,
        limits=office.workplace.limits,
        send=office.send,
        **options,
    )
