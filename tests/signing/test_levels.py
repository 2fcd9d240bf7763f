"""How much proof a copy carries, from signatures alone to a timestamp over all, with both kinds of keys."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from signing import act
from signing.settings import Level
from signing.trust import Trust
from signing.verification import verify
from storage.database import Database
from tests.signing.http_pki import HttpPki, http_pki
from tests.signing.pki import PIN
from tests.signing.scene import Counter, make_counter
from tests.verapdf import assert_pdfa

LEVELS: tuple[Level, ...] = ("B-B", "B-T", "B-LT", "B-LTA")


@pytest.fixture(scope="module")
def pki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HttpPki]:
    """The certifier's key is RSA 3072 (RSASSA-PSS), the office's ECDSA P-256; OCSP and timestamps over HTTP."""
    with http_pki(tmp_path_factory.mktemp("pki")) as pki:
        yield pki


@pytest.fixture
def desk(sqlite: Database, tmp_path: Path, scan: Path, pki: HttpPki, level: Level) -> Iterator[Counter]:
    """A counter of a real office whose copies carry this much proof."""
    for name in ("anh", "office"):
        pki.install(tmp_path / "signing" / "keys", name, name)
    with make_counter(
        sqlite, tmp_path, scan, is_demo=False, anchors=(pki.root,), timestamp_url=pki.timestamps,
        fetch_revocation=True, level=level,
    ) as counter:  # fmt: skip
        yield counter


@pytest.mark.parametrize("level", LEVELS)
def test_a_copy_of_each_level_is_what_it_says_to_all_who_read_it(desk: Counter, level: Level) -> None:
    certified = act.begin(desk.services, desk.tokens["anh"], PIN, desk.request())
    issued = act.seal(desk.services, desk.tokens["dung"], PIN, certified.copy_id)
    path = desk.issued_file(issued.pdf_sha256)

    verdict = verify(path, Trust(desk.services.settings).anchors)
    signatures = [one for one in verdict.signatures if one.kind == "signature"]
    assert [one.level for one in signatures] == [level, level]
    assert all(one.intact for one in verdict.signatures)
    if level == "B-LTA":
        assert verdict.verdict == "valid", verdict.to_json()
    else:
        assert verdict.verdict != "invalid", verdict.to_json()
    told = subprocess.run(["pdfsig", path], capture_output=True, text=True, check=False).stdout
    assert told.count("Signature is Valid.") == 2, told
    assert_pdfa(path, "3b")
