"""What may not sign is refused before a number is taken: keys in files and on tokens, real authorities over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from signing import act
from storage.database import Database
from terms.errors import HosoError
from tests.signing.http_pki import HttpPki, http_pki
from tests.signing.pki import PIN, Root
from tests.signing.scene import Counter, make_counter, running
from tests.signing.softhsm import LIBRARY, SoftHsm

TOKEN = "hoso-office"

# Whose certificate lies with Ánh's key, what is said, and words of the message that tell what to do.
REFUSED = {
    "expired": ("certificate_expired", "gia hạn"),
    "early": ("certificate_not_yet_valid", "đồng hồ"),
    "revoked": ("certificate_revoked", "không được ký"),
    "server": ("certificate_wrong_purpose", "chứng thư số để ký văn bản"),
    "weak": ("certificate_weak", "cấp chứng thư số mới"),
    "office": ("certificate_wrong_holder", "không phải của Nguyễn Thị Ánh. Dùng đúng thiết bị"),
    "foreign": ("certificate_foreign", "khai báo chứng thư gốc"),
    "silent": ("certificate_status_unknown", "Thử lại"),
}


@pytest.fixture(scope="module")
def pki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HttpPki]:
    with http_pki(tmp_path_factory.mktemp("pki")) as pki:
        yield pki


@pytest.fixture
def office(sqlite: Database, tmp_path: Path, pki: HttpPki, scan: Path) -> Iterator[Counter]:
    """A real office, its keys not yet in place."""
    settings = {
        "timestamp_url": pki.timestamps, "anchors": (pki.root,), "fetch_revocation": True,
        "pkcs11_library": LIBRARY, "pkcs11_token": TOKEN,
    }  # fmt: skip
    with make_counter(sqlite, tmp_path, scan, is_demo=False, **settings) as counter:
        yield counter


def lay_down(office: Counter, pki: HttpPki, hsm: SoftHsm, where: str, holder: str) -> None:
    """Ánh's key, with the certificate of this holder, in a file or on the token."""
    key = pki.key("anh" if holder in ("silent", "foreign") else holder)
    if holder == "foreign":
        other = Root.make("Root CA của ai đó")
        chain = (other.issue("Nguyễn Thị Ánh", key.public_key()), other.certificate)
    else:
        chain = (pki.certificate("anh" if holder == "silent" else holder), pki.certificate("issuing"))
    keys = office.services.settings.folder / "keys"
    if where == "file":
        from tests.signing.pki import write_key

        write_key(keys, "anh", key, *chain)
    else:
        name = f"anh-{holder}"
        hsm.put(TOKEN, name, key, keys / f"{name}.crt.pem", *chain)
        with office.database.session() as session:
            session.get_one(type(office.people["anh"]), office.people["anh"].id).key_name = name


@pytest.mark.parametrize("where", ["file", "token"])
@pytest.mark.parametrize("holder", REFUSED)
def test_it_is_refused_before_signing_and_no_number_is_spent(
    office: Counter, pki: HttpPki, hsm: SoftHsm, tmp_path: Path, where: str, holder: str
) -> None:
    code, remedy = REFUSED[holder]
    lay_down(office, pki, hsm, where, holder)
    with _asking_nobody(office, tmp_path, silent=holder == "silent") as counter, pytest.raises(HosoError) as refusal:
        act.begin(counter.services, counter.tokens["anh"], PIN, counter.request())
    assert refusal.value.code == code
    assert remedy in refusal.value.message("vi")
    assert office.entries() == []


@pytest.mark.parametrize("where", ["file", "token"])
def test_a_sound_certificate_signs_from_either(
    office: Counter, pki: HttpPki, hsm: SoftHsm, tmp_path: Path, where: str
) -> None:
    lay_down(office, pki, hsm, where, "anh")
    certified = act.begin(office.services, office.tokens["anh"], PIN, office.request())
    assert office.copy(certified.copy_id).state == "certified"


def test_each_refusal_has_a_message_of_its_own() -> None:
    said = [HosoError(code).message(language) for code, _ in REFUSED.values() for language in ("vi", "en")]
    assert len(set(said)) == 2 * len(REFUSED)


class _asking_nobody:
    """The counter, its worker asking no authority where `silent`."""

    def __init__(self, office: Counter, folder: Path, *, silent: bool) -> None:
        self._office, self._silent = office, silent
        self._folder = folder / "silent"

    def __enter__(self) -> Counter:
        if not self._silent:
            return self._office
        settings = replace(self._office.services.settings, fetch_revocation=False, folder=self._folder)
        self._folder.mkdir()
        (self._folder / "keys").symlink_to(self._office.services.settings.folder / "keys")
        services = replace(self._office.services, settings=settings)
        self._worker = running(services)
        self._worker.__enter__()
        return replace(self._office, services=services)

    def __exit__(self, *_: object) -> None:
        if self._silent:
            self._worker.__exit__(None, None, None)
