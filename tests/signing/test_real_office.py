"""An office that is no demo: its own root, keys and timestamps, statuses asked over HTTP."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from signing import act
from signing.trust import Trust
from signing.verification import verify
from storage.database import Database
from terms.errors import HosoError
from tests.signing.http_pki import HttpPki, http_pki
from tests.signing.pki import PIN
from tests.signing.scene import Counter, make_counter, running
from tests.verapdf import assert_pdfa


@pytest.fixture(scope="module")
def pki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HttpPki]:
    with http_pki(tmp_path_factory.mktemp("pki")) as pki:
        yield pki


@pytest.fixture
def office(sqlite: Database, tmp_path: Path, pki: HttpPki, scan: Path) -> Iterator[Counter]:
    keys = tmp_path / "signing" / "keys"
    pki.install(keys, "anh", "anh")  # RSA 3072
    pki.install(keys, "office", "office")  # P-256
    settings = {"timestamp_url": pki.timestamps, "anchors": (pki.root,), "fetch_revocation": True}
    with make_counter(sqlite, tmp_path, scan, is_demo=False, **settings) as counter:
        yield counter


def test_a_copy_rests_on_real_authorities_and_is_valid_offline(office: Counter) -> None:
    certified = act.begin(office.services, office.tokens["anh"], PIN, office.request())
    issued = act.seal(office.services, office.tokens["dung"], PIN, certified.copy_id)
    path = office.issued_file(issued.pdf_sha256)
    assert not office.copy(certified.copy_id).is_demo
    verdict = verify(path, Trust(office.services.settings).anchors)
    assert verdict.verdict == "valid", verdict.to_json()
    assert (verdict.demo, [one.level for one in verdict.signatures][:2]) == (False, ["B-LTA", "B-LTA"])
    assert_pdfa(path, "3b")
    told = subprocess.run(["pdfsig", path], capture_output=True, text=True, check=True).stdout
    assert told.count("Signature is Valid.") == 2
    assert "DÙNG THỬ" not in subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout


def test_a_revoked_certificate_is_refused_before_a_number_is_taken(office: Counter, pki: HttpPki) -> None:
    pki.install(office.services.settings.folder / "keys", "anh", "revoked")
    with pytest.raises(HosoError) as refusal:
        act.begin(office.services, office.tokens["anh"], PIN, office.request())
    assert refusal.value.code == "certificate_revoked"
    assert office.entries() == []


def test_a_status_nobody_gives_is_no_good_status(office: Counter, pki: HttpPki, tmp_path: Path) -> None:
    silent = replace(office.services.settings, fetch_revocation=False, folder=tmp_path / "silent")
    pki.install(silent.folder / "keys", "anh", "anh")
    services = replace(office.services, settings=silent)
    with running(services), pytest.raises(HosoError) as refusal:
        act.begin(services, office.tokens["anh"], PIN, office.request())
    assert refusal.value.code == "certificate_status_unknown"
    assert office.entries() == []


def test_without_a_timestamp_authority_the_copy_says_only_what_its_signers_claim(
    office: Counter, pki: HttpPki, tmp_path: Path
) -> None:
    settings = replace(office.services.settings, timestamp_url="", folder=tmp_path / "timeless")
    for name in ("anh", "office"):
        pki.install(settings.folder / "keys", name, name)
    services = replace(office.services, settings=settings)
    with running(services):
        certified = act.begin(services, office.tokens["anh"], PIN, office.request())
        issued = act.seal(services, office.tokens["dung"], PIN, certified.copy_id)
    verdict = verify(office.issued_file(issued.pdf_sha256), Trust(settings).anchors)
    assert [(one.level, one.time_source, one.intact) for one in verdict.signatures] == [("B-B", "claimed", True)] * 2
    assert verdict.verdict == "indeterminate"
