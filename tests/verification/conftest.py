from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from signing.verification import Limits, TrustAnchors, Verifier
from tests.verification.local_pki import LocalPki, Signing, paper


@pytest.fixture(scope="session")
def pki(tmp_path_factory: pytest.TempPathFactory) -> LocalPki:
    folder: Path = tmp_path_factory.mktemp("pki")
    return LocalPki(folder, rsa_keys=("office",))


@pytest.fixture(scope="session")
def anchors(pki: LocalPki) -> TrustAnchors:
    return pki.anchors()


@pytest.fixture(scope="session")
def blank() -> bytes:
    """Two pages with both signature fields, not signed yet."""
    return paper(pages=2)


@pytest.fixture(scope="session")
def certified(pki: LocalPki, blank: bytes) -> bytes:
    """Certified by a person (form filling allowed), with a timestamp."""
    return pki.sign(blank, Signing(level="B-T", certify=2))


@pytest.fixture(scope="session")
def copy(pki: LocalPki, certified: bytes) -> bytes:
    """As an office issues it: certified by the person, signed by the office, B-LTA."""
    return pki.sign(certified, Signing(who="office", field="office"))


@pytest.fixture(scope="session")
def verifier() -> Iterator[Verifier]:
    """One warm set of limited children for all tests."""
    warm = Verifier(Limits(seconds=30))  # the machine may be busy with other tests
    yield warm
    warm.close()
