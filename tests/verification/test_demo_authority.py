"""A copy of the demo authority: valid, also in later years, and marked as a demo wherever it is shown."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import fpdf
import pytest

from signing.authority import DemoAuthority
from signing.settings import SigningSettings
from signing.signatures import SignatureWords, preserve, sign
from signing.trust import Trust
from signing.verification import Verifier
from tests.verification.local_pki import paper

PIN = "2468"


@pytest.fixture(scope="module")
def trust(tmp_path_factory: pytest.TempPathFactory) -> Trust:
    settings = SigningSettings(folder=tmp_path_factory.mktemp("signing"))
    DemoAuthority.create(settings.authority, PIN)
    return Trust(settings)


@pytest.fixture(scope="module")
def demo_copy(trust: Trust) -> bytes:
    """Certified by a person, signed by the office, with validation data under a document timestamp."""
    assert trust.demo is not None
    timestamps = trust.timestamps(office_is_demo=True)
    assert timestamps is not None
    drawing = fpdf.FPDF()
    drawing.add_page()
    pdf, certificates = paper(), []
    for name, holder in (("person", "Nguyễn Thị Ánh"), ("office", "UBND phường Thử")):
        source = trust.demo.issue(name, holder=holder, organisation="UBND phường Thử", pin=PIN, authority_pin=PIN)
        key = source.open(bytearray(PIN.encode()))
        certificates.append(key.certificate)
        pdf = sign(
            pdf,
            key,
            field=name,
            certify=name == "person",
            appearance=bytes(drawing.output()),
            words=SignatureWords("Chứng thực bản sao", "Hà Nội"),
            timestamps=timestamps,
        )
    context = trust.context(certificates, revocation="required", with_demo=True)
    return preserve(pdf, context, timestamps)


def test_it_is_valid_and_says_that_it_is_a_demo(verifier: Verifier, trust: Trust, demo_copy: bytes) -> None:
    verdict = verifier.verify(demo_copy, trust.anchors)

    assert verdict.verdict == "valid"
    assert [reason.code for reason in verdict.reasons] == ["all_sound", "demo_authority"]
    assert [signature.level for signature in verdict.signatures] == ["B-LTA", "B-LTA", "DocTimeStamp"]


def test_it_is_valid_years_later_without_asking_anybody(verifier: Verifier, trust: Trust, demo_copy: bytes) -> None:
    years_later = datetime.now(UTC) + timedelta(days=1500)

    verdict = verifier.verify(demo_copy, trust.anchors, at=years_later)

    assert verdict.verdict == "valid"
