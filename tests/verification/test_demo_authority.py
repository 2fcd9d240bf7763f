"""A copy of the demo authority: valid, also in later years, and marked as a demo wherever it is shown."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pdf import Archive, Leaf, Place
from signing.authority import DemoAuthority
from signing.evidence import EvidenceKept
from signing.settings import SigningSettings
from signing.signatures import SignatureWords, preserve, sign
from signing.soundness import certificates_in
from signing.trust import Trust
from signing.verification import Verifier

PIN = "2468"


@pytest.fixture(scope="module")
def trust(tmp_path_factory: pytest.TempPathFactory) -> Trust:
    settings = SigningSettings(folder=tmp_path_factory.mktemp("signing"))
    DemoAuthority.create(settings.authority, PIN)
    return Trust(settings)


@pytest.fixture(scope="module")
def demo_copy(trust: Trust, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Certified by a person, signed by the office, with validation data under a document timestamp."""
    assert trust.demo is not None
    timestamps = trust.timestamps(office_is_demo=True)
    assert timestamps is not None
    pdf = _paper(tmp_path_factory.mktemp("paper") / "paper.pdf")
    for name, holder in (("person", "Nguyễn Thị Ánh"), ("office", "UBND phường Thử")):
        source = trust.demo.issue(name, holder=holder, organisation="UBND phường Thử", pin=PIN, authority_pin=PIN)
        pdf = sign(
            pdf,
            source.open(bytearray(PIN.encode())),
            field=name,
            certify=name == "person",
            appearance=Leaf(70, 25),
            words=SignatureWords("Chứng thực bản sao", "Hà Nội"),
            timestamps=timestamps,
        )
    return preserve(pdf, EvidenceKept().of(certificates_in(pdf), trust, with_demo=True), timestamps)


def _paper(path: Path) -> bytes:
    """A page with two fields to be signed."""
    archive = Archive(title="Bản sao", created=datetime.now(UTC))
    archive.add_leaves([Leaf(210, 297)])
    for number, name in enumerate(("person", "office")):
        archive.add_signature_field(name, Place(0, (50 + 250 * number, 50, 250 + 250 * number, 120)), name)
    archive.save(path)
    return path.read_bytes()


def test_it_is_valid_and_says_that_it_is_a_demo(verifier: Verifier, trust: Trust, demo_copy: bytes) -> None:
    verdict = verifier.verify(demo_copy, trust.anchors)

    assert verdict.verdict == "valid"
    assert [reason.code for reason in verdict.reasons] == ["all_sound", "demo_authority"]
    assert [signature.level for signature in verdict.signatures] == ["B-LTA", "B-LTA", "DocTimeStamp"]


def test_it_is_valid_years_later_without_asking_anybody(verifier: Verifier, trust: Trust, demo_copy: bytes) -> None:
    years_later = datetime.now(UTC) + timedelta(days=1500)

    verdict = verifier.verify(demo_copy, trust.anchors, at=years_later)

    assert verdict.verdict == "valid"
