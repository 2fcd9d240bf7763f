"""The demo is the newcomer's first look and the road's own test: from paper to a verified copy, by real processes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.verapdf import assert_pdfa


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The data folder after one demo, and what it told."""
    data = tmp_path_factory.mktemp("demo")
    answer = run(data, "demo")
    assert answer.returncode == 0, answer.stderr + answer.stdout
    return data, answer.stdout


def run(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HOSO_")}
    return subprocess.run(
        [sys.executable, "-m", "hoso", *words],
        capture_output=True,
        text=True,
        check=False,
        env=environment | {"HOSO_DATA": str(data)},
    )


@pytest.fixture
def copy(told: tuple[Path, str]) -> Path:
    (found,) = (told[0] / "demo").glob("ban-sao-*.pdf")
    return found


@pytest.mark.slow
def test_the_demo_tells_what_was_read_stored_certified_and_verified(told: tuple[Path, str]) -> None:
    data, account = told
    assert account.count("trang (pages)") >= 7
    assert "HỢP LỆ (valid); DÙNG THỬ" in account
    assert "đổi một byte (one byte changed): KHÔNG HỢP LỆ (invalid)" in account
    assert "đã có, không phải nộp lại (already here)" in account
    assert "http://127.0.0.1:8000" in account
    assert len(list((data / "demo").glob("*.pdf"))) == 8


@pytest.mark.slow
def test_it_leaves_nothing_running_and_nothing_wrong(told: tuple[Path, str]) -> None:
    data, _ = told
    assert not (data / "signing" / "worker.socket").exists()
    answer = run(data, "check")
    assert answer.returncode == 0, answer.stdout
    assert "0 lỗi (errors)" in answer.stdout


@pytest.mark.slow
def test_passwords_pins_and_personal_numbers_are_not_told(told: tuple[Path, str]) -> None:
    data, account = told
    secrets = json.loads((data / "practice-accounts.json").read_text("utf-8"))["accounts"]
    assert (data / "practice-accounts.json").stat().st_mode & 0o077 == 0
    assert not any(person["password"] in account for person in secrets)
    assert not any(person["pin"] and person["pin"] in account for person in secrets)
    truth = (data / "sample-dossier" / "truth.jsonl").read_text("utf-8").splitlines()
    papers = [paper for line in truth for paper in json.loads(line)["documents"]]
    numbers = {paper["fields"]["personal_id"] for paper in papers if "personal_id" in paper["fields"]}
    assert numbers
    assert not any(number in account for number in numbers)


@pytest.mark.slow
def test_the_copy_is_pdfa_3b_and_valid_for_us_and_for_poppler(told: tuple[Path, str], copy: Path) -> None:
    data, _ = told
    assert_pdfa(copy, "3b")
    answer = run(data, "verify", str(copy), "--json")
    verdict = json.loads(answer.stdout)
    assert (answer.returncode, verdict["verdict"], verdict["demo"]) == (0, "valid", True)
    assert [s["level"] for s in verdict["signatures"]] == ["B-LTA", "B-LTA", "DocTimeStamp"]
    assert verdict["certified_copy"]["status"] == "in_force"
    assert verdict["certified_copy"]["hash_matches"] is True
    if shutil.which("pdfsig") is None:
        pytest.fail("pdfsig is missing: tools/install dev brings it")
    judged = subprocess.run(["pdfsig", str(copy)], capture_output=True, text=True, check=False).stdout
    assert judged.count("Signature Validation: Signature is Valid.") == 2


@pytest.mark.slow
def test_offline_and_elsewhere_the_copy_is_no_longer_taken_at_its_word(
    told: tuple[Path, str], copy: Path, tmp_path: Path
) -> None:
    data, _ = told
    offline = json.loads(run(data, "verify", str(copy), "--offline", "--json").stdout)
    assert offline["certified_copy"]["status"] == "unknown"
    elsewhere = run(tmp_path, "verify", str(copy), "--json")
    assert elsewhere.returncode == 3
    assert json.loads(elsewhere.stdout)["verdict"] == "indeterminate"


@pytest.mark.slow
def test_a_second_demo_knows_the_papers_and_takes_the_next_number(told: tuple[Path, str]) -> None:
    data, _ = told
    again = run(data, "demo")
    assert again.returncode == 0, again.stderr
    assert "nothing is scanned twice" in again.stdout
    assert "số chứng thực (number) 2" in again.stdout
