"""What may not sign is refused before it does, and told why."""

from __future__ import annotations

import asyncio
import datetime as dt
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID

from signing.authority import DemoAuthority
from signing.certificates import check_before_signing
from signing.keys import Key
from signing.settings import SigningSettings
from signing.trust import Revocation, Trust
from terms.errors import HosoError
from tests.signing.pki import PIN, Root, write_key
from tests.signing.scene import CERTIFIER_PIN

DAY = dt.timedelta(days=1)


@pytest.fixture
def root() -> Root:
    return Root.make()


@pytest.fixture
def trust(tmp_path: Path, root: Root) -> Trust:
    """One anchor: the real root."""
    return Trust(SigningSettings(tmp_path / "signing", anchors=(root.write(tmp_path / "root.pem"),)))


@pytest.fixture
def demo(tmp_path: Path, authority: DemoAuthority) -> Trust:
    """The demo authority, and no other."""
    return Trust(SigningSettings(tmp_path / "signing"))


def key_of(folder: Path, root: Root, holder: str = "Nguyễn Thị Ánh", **profile: object) -> Key:
    private_key = ec.generate_private_key(ec.SECP256R1())
    certificate = root.issue(holder, private_key.public_key(), **profile)  # type: ignore[arg-type]
    return write_key(folder, "key", private_key, certificate).open(bytearray(PIN, "utf-8"))


def refusal(
    key: Key,
    trust: Trust,
    *,
    office_is_demo: bool = False,
    revocation: Revocation = "if_available",
    holder: str | None = None,
) -> str | None:
    """The code of the refusal, None if the certificate may sign."""
    try:
        check = check_before_signing(key, trust, office_is_demo=office_is_demo, revocation=revocation, holder=holder)
        asyncio.run(check)
    except HosoError as error:
        return error.code
    return None


def test_a_sound_certificate_may_sign(tmp_path: Path, root: Root, trust: Trust) -> None:
    assert refusal(key_of(tmp_path, root), trust, holder="NGUYỄN THỊ ÁNH") is None


@pytest.mark.parametrize(
    ("profile", "code"),
    [
        ({"begins": -400 * DAY, "days": 30}, "certificate_expired"),
        ({"begins": 2 * DAY}, "certificate_not_yet_valid"),
        ({"purpose": ExtendedKeyUsageOID.SERVER_AUTH}, "certificate_wrong_purpose"),
        ({"purpose": ExtendedKeyUsageOID.TIME_STAMPING}, "certificate_wrong_purpose"),
        ({"digital_signature": False}, "certificate_wrong_purpose"),
        ({"purpose": None}, None),
    ],
)
def test_validity_and_purpose(
    tmp_path: Path, root: Root, trust: Trust, profile: dict[str, object], code: str | None
) -> None:
    assert refusal(key_of(tmp_path, root, **profile), trust) == code


def test_a_foreign_certificate_is_refused(tmp_path: Path, trust: Trust) -> None:
    assert refusal(key_of(tmp_path, Root.make("Root CA của ai đó")), trust) == "certificate_foreign"


def test_a_root_that_borrows_the_name_of_ours_helps_nobody(tmp_path: Path, trust: Trust) -> None:
    assert refusal(key_of(tmp_path, Root.make()), trust) == "certificate_refused"


def test_an_authority_is_no_signer(tmp_path: Path, root: Root, trust: Trust) -> None:
    key = write_key(tmp_path, "root", root.key, root.certificate).open(bytearray(PIN, "utf-8"))
    assert refusal(key, trust) == "certificate_wrong_purpose"


def test_a_weak_key_is_refused(tmp_path: Path, root: Root, trust: Trust) -> None:
    private_key = rsa.generate_private_key(65537, 1024)
    certificate = root.issue("Nguyễn Thị Ánh", private_key.public_key())
    key = write_key(tmp_path, "weak", private_key, certificate).open(bytearray(PIN, "utf-8"))
    assert refusal(key, trust) == "certificate_weak"


def test_another_persons_certificate_is_refused(tmp_path: Path, root: Root, trust: Trust) -> None:
    assert refusal(key_of(tmp_path, root), trust, holder="Lê Văn Bình") == "certificate_wrong_holder"


def test_without_a_status_nothing_is_signed_unless_the_office_chose_so(
    tmp_path: Path, root: Root, trust: Trust
) -> None:
    key = key_of(tmp_path, root)
    assert refusal(key, trust, revocation="required") == "certificate_status_unknown"
    assert refusal(key, trust, revocation="if_available") is None


def test_a_revoked_certificate_is_refused(demo: Trust, authority: DemoAuthority) -> None:
    key = authority.source("anh").open(bytearray(CERTIFIER_PIN, "utf-8"))
    assert refusal(key, demo, office_is_demo=True, revocation="required", holder="Nguyễn Thị Ánh") is None
    authority.revoke(key.certificate)
    for revocation in ("required", "if_available"):
        assert refusal(key, demo, office_is_demo=True, revocation=revocation) == "certificate_revoked"


def test_the_demo_authority_is_refused_in_a_real_office(demo: Trust, authority: DemoAuthority) -> None:
    key = authority.source("anh").open(bytearray(CERTIFIER_PIN, "utf-8"))
    assert refusal(key, demo, office_is_demo=False, revocation="required") == "demo_authority"


def test_the_demo_root_configured_as_a_real_anchor_is_still_the_demo(tmp_path: Path, authority: DemoAuthority) -> None:
    smuggled = Trust(SigningSettings(tmp_path / "elsewhere", anchors=(authority.folder / "root.crt.pem",)))
    key = authority.source("anh").open(bytearray(CERTIFIER_PIN, "utf-8"))
    assert refusal(key, smuggled, office_is_demo=False) == "demo_authority"
    assert [anchor.demo for anchor in smuggled.anchors] == [True]
