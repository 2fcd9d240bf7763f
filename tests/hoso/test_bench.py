"""The benchmark counts rightly: what it says of ours and of the peers' must be what happened. No figure is tested."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pikepdf
import pytest

import samples
from hoso.bench import peers, read
from hoso.bench.cost import run_and_measure
from hoso.bench.papers import prepare
from hoso.bench.plot import draw
from hoso.bench.score import Tally, calibration_error, character_errors, same_value, score_reading, score_text, total
from terms.errors import HosoError

TRUTH: dict[str, Any] = {
    "file": "a.pdf",
    "level": 1,
    "rotation": [0, 90],
    "text": "GIẤY KHAI SINH\nHọ và tên: NGUYỄN THỊ ÁNH",
    "documents": [
        {"kind": "birth_certificate", "pages": [1], "fields": {"full_name": "NGUYỄN THỊ ÁNH", "sex": "female"}},
        {"kind": "citizen_id", "pages": [2], "fields": {"personal_id": "040190000017"}},
    ],
}


def answer(*documents: dict[str, Any], rotations: tuple[int, ...] = (0, 90)) -> dict[str, Any]:
    pages = [{"text": TRUTH["text"] if number == 0 else "", "rotation": turn} for number, turn in enumerate(rotations)]
    return {"file": "a.pdf", "pages": pages, "documents": list(documents)}


def document(kind: str, page: int, chance: float = 0.99, **fields: tuple[str | None, float]) -> dict[str, Any]:
    values = {name: {"value": value, "confidence": sure} for name, (value, sure) in fields.items()}
    return {"kind": kind, "kind_confidence": chance, "pages": [page], "fields": values}


# --- the scorer -------------------------------------------------------------------------------------------------------


def test_letters_are_counted_line_by_line_wherever_the_line_was_read() -> None:
    assert character_errors("dòng thứ nhất\ndòng thứ hai", "dòng thứ hai\ndòng thứ nhất") == (0, 25)
    assert character_errors("Nguyễn Thị Ánh", "Nguyễn Thi Anh") == (2, 14)


def test_a_line_that_was_not_read_is_wholly_wrong_and_no_more() -> None:
    assert character_errors("không có ở đây", "") == (14, 14)
    wrong, letters = character_errors("abcdef", "x" * 400)
    assert wrong == letters == 6


def test_what_is_read_beyond_the_print_is_extra_and_not_an_error() -> None:
    figures = score_text({"level": 1, "text": "một dòng"}, "một dòng và nữa").figures()
    assert figures["character_errors"] == 0
    assert figures["extra"] == pytest.approx(7 / 8)


def test_of_a_paper_transcribed_in_part_nothing_is_called_extra() -> None:
    figures = score_text({"level": "real", "text": "một dòng"}, "một dòng và nhiều trang nữa").figures()
    assert figures["character_errors"] == 0
    assert figures["extra"] is None


def test_composed_and_decomposed_letters_and_both_tone_habits_are_the_same() -> None:
    assert character_errors("hộ tịch", "hộ tịch") == (0, 7)
    assert same_value("Hoà Bình", "hòa  bình")
    assert not same_value("Hoa Bình", "hòa bình")
    assert same_value("cấp giấy phép", "V/v cấp giấy phép.", "subject")


def test_a_right_answer_is_right_in_everything() -> None:
    tally = score_reading(
        TRUTH,
        answer(
            document("birth_certificate", 1, full_name=("Nguyễn Thị Ánh", 0.98), sex=("female", 0.95)),
            document("citizen_id", 2, personal_id=("040190000017", 0.99)),
        ),
    )
    figures = tally.figures()
    assert (figures["upright"], figures["kinds"], figures["splits"], figures["fields_exact"]) == (1, 1, 1, 1)
    assert (figures["flagged"], figures["silently_wrong"], figures["unanswered"]) == (0, 0, 0)


def test_wrong_and_sure_is_silent_wrong_and_unsure_is_flagged() -> None:
    tally = score_reading(
        TRUTH,
        answer(
            document("birth_certificate", 1, full_name=("NGUYỄN THỊ ANH", 0.95), sex=(None, 0.4)),
            document("driving_licence", 2, personal_id=("040190000018", 0.5)),
            rotations=(0, 0),
        ),
    )
    assert (tally.silently_wrong, tally.flagged, tally.missing, tally.exact) == (1, 2, 1, 0)
    assert (tally.kinds_right, tally.kinds_silently_wrong) == (1, 1)
    assert (tally.pages, tally.upright) == (2, 1)


def test_denying_a_field_that_is_there_with_certainty_is_silently_wrong() -> None:
    tally = score_reading(TRUTH, answer(document("birth_certificate", 1, full_name=(None, 0.97), sex=("female", 0.9))))
    assert tally.silently_wrong == 1


def test_a_document_not_found_on_its_pages_leaves_its_fields_missing_and_flagged() -> None:
    tally = score_reading(TRUTH, answer(document("birth_certificate", 3, full_name=("NGUYỄN THỊ ÁNH", 0.99))))
    assert (tally.split_right, tally.piled) == (0, 2)
    assert (tally.missing, tally.flagged, tally.fields) == (3, 3, 3)


@pytest.mark.parametrize("nothing", [None, {"file": "a.pdf", "error": {"code": "damaged"}}])
def test_a_file_without_an_answer_is_counted_as_such(nothing: dict[str, Any] | None) -> None:
    assert score_reading(TRUTH, nothing).unanswered == 1


def test_confidence_that_keeps_its_word_has_no_calibration_error() -> None:
    assert calibration_error([(0.75, True)] * 3 + [(0.75, False)]) == 0
    assert calibration_error([(1.0, False)]) == 1
    assert calibration_error([]) is None


def test_tallies_add_up() -> None:
    one = Tally(files=1, wrong_letters=1, letters=10, claims=[(0.9, True)])
    both = total([one, Tally(files=1, letters=10, claims=[(0.8, False)])])
    assert both.figures()["character_errors"] == 0.05
    assert len(both.claims) == 2
    assert len(one.claims) == 1


# --- what a process costs ---------------------------------------------------------------------------------------------


def test_what_a_process_started_is_part_of_its_cost(tmp_path: Path) -> None:
    work = "import time\nwhile time.process_time() < 0.5: pass\nkept = bytearray(80_000_000)\ntime.sleep(0.7)"
    outer = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {work!r}], check=True)"
    cost = run_and_measure([sys.executable, "-c", outer], log=tmp_path / "log")
    assert cost.status == 0
    assert 0.5 <= cost.cpu_s <= cost.wall_s * 2
    assert cost.peak_mb > 80


def test_a_process_that_fails_says_so(tmp_path: Path) -> None:
    cost = run_and_measure([sys.executable, "-c", "print('why'); raise SystemExit(3)"], log=tmp_path / "log")
    assert cost.status == 3
    assert (tmp_path / "log").read_text() == "why\n"


# --- the papers -------------------------------------------------------------------------------------------------------


def test_every_engine_gets_the_pages_as_they_are(tmp_path: Path) -> None:
    file, _ = samples.dossier("bench", ["citizen_id", "diploma"])
    folder = tmp_path / "set"
    folder.mkdir()
    (folder / file.name).write_bytes(file.data)
    (folder / "truth.jsonl").write_text(json.dumps(dict(file.truth)), "utf-8")
    papers = prepare(folder, tmp_path / "work")
    with pikepdf.open(folder / file.name) as original, pikepdf.open(papers.bound) as bound:
        assert len(papers.pages) == len(original.pages) == len(bound.pages)
        for page, one, other in zip(papers.pages, original.pages, bound.pages, strict=True):
            stream = next(iter(one.get_images().values())).read_raw_bytes()
            assert page.picture.read_bytes() == stream == next(iter(other.get_images().values())).read_raw_bytes()


def test_a_pdf_without_a_scan_is_drawn_for_those_who_read_pictures_only(tmp_path: Path) -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(298, 421))
        pdf.save(tmp_path / "drawn.pdf")
    (tmp_path / "truth.jsonl").write_text(json.dumps({**TRUTH, "file": "drawn.pdf"}), "utf-8")
    papers = prepare(tmp_path, tmp_path / "work")
    assert [page.picture.suffix for page in papers.pages] == [".png"]
    with pikepdf.open(papers.bound) as bound:
        assert [float(side) for side in bound.pages[0].mediabox[2:]] == pytest.approx([298, 421], abs=1)


def test_a_folder_without_truth_is_refused(tmp_path: Path) -> None:
    with pytest.raises(HosoError) as refused:
        prepare(tmp_path, tmp_path / "work")
    assert refused.value.code == "not_found"
    assert read.main(["--set", str(tmp_path), "--work", str(tmp_path / "work"), "--out", str(tmp_path / "out")]) == 1


def test_a_set_that_would_be_deleted_is_refused(tmp_path: Path) -> None:
    inside = tmp_path / "read" / "papers"
    inside.mkdir(parents=True)
    with pytest.raises(SystemExit) as refused:
        read.main(["--set", str(inside), "--work", str(tmp_path)])
    assert refused.value.code == 2
    assert inside.exists()


# --- the whole of it --------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_benchmark_of_one_paper_runs_and_does_without_a_peer_that_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    truth = json.loads(samples.write_set(tmp_path / "set", 1, "bench 2", levels=(2,)).read_text("utf-8"))
    assert truth["rotation"] == 0
    monkeypatch.setattr(peers, "find_ocrmypdf", lambda: None)
    places = ["--set", str(tmp_path / "set"), "--work", str(tmp_path / "work"), "--out", str(tmp_path / "out")]
    assert read.main([*places, "--engines", "tesseract", "read", "pdf", "ocrmypdf", "--long", "2"]) == 0
    said = capsys.readouterr()
    assert "OCRmyPDF is not installed" in said.err
    assert peers.INSTALL_OCRMYPDF in said.err
    record = json.loads((tmp_path / "out" / "read-set.json").read_text("utf-8"))
    runs = {run["name"]: run for run in record["runs"]}
    assert set(runs) == {"Tesseract", "Hoso read --json", "Hoso pdf"}
    assert all(name in said.out for name in runs)
    assert runs["Hoso read --json"]["accuracy"]["all"]["unanswered"] == 0
    assert set(runs["Tesseract"]["accuracy"]) == {"all", "laid upright", "office scans"}
    stages = runs["Hoso pdf"]["cpu_s_a_page_by_stage"]
    assert set(stages) == {"writing PDF/A", "image work", "Tesseract", "start and rest"}
    assert sum(stages.values()) == pytest.approx(runs["Hoso pdf"]["cpu_s_a_page"], abs=0.01)
    assert record["long_pdf"]["pages"] == 2
    assert record["long_pdf"]["peak_mb"]["child"] > 20
    ElementTree.parse(tmp_path / "out" / "read-set.svg")


def test_an_engine_that_failed_is_named_and_has_no_figures() -> None:
    run = {"accuracy": {}, "cpu_s_a_page_by_stage": {}, "load_before": 0.0, "peak_mb": 1, "pages_a_minute": 60.0}
    fine = {"name": "Tesseract", "command": "t", "finished": True, "cpu_s_a_page": 1.0, "times_bare_tesseract": 1.0}
    broken = {"name": "OCRmyPDF", "command": "ocrmypdf x", "finished": False, "exit_status": 6}
    record = {
        "papers": {"pages": 1, "files": 1, "source": "the <mill> & co"},
        "when": "2026-11-20T00:00:00",
        "runs": [{**fine, **run}, broken],
        "long_pdf": None,
    }
    assert "OCRmyPDF did not come to its end (status 6)" in read.table(record)
    picture = ElementTree.fromstring(draw(record))
    words = [node.text for node in picture.iter("{http://www.w3.org/2000/svg}text")]
    assert "Tesseract" in words
    assert "OCRmyPDF" not in words
