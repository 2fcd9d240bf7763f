"""Certificates end, are renewed, overlap; an officer leaves."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from signing import act, renewal
from signing.keys.file import current_of
from signing.settings import SigningSettings
from signing.trust import Trust
from storage.audit.log import entries as log_entries
from storage.offices import people
from storage.scope import system
from terms.errors import HosoError
from tests.signing.pki import PIN, Root, write_key
from tests.signing.scene import CERTIFIER_PIN, Counter
from tests.signing.softhsm import SoftHsm

DAY = dt.timedelta(days=1)
HOLDER = "Nguyễn Thị Ánh"


@pytest.fixture
def settings(tmp_path: Path) -> SigningSettings:
    return SigningSettings(tmp_path / "signing")


@pytest.fixture
def key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


@pytest.fixture
def root() -> Root:
    return Root.make()


def file_of(folder: Path, *chain: x509.Certificate) -> Path:
    path = folder / "new.pem"
    path.write_bytes(b"".join(one.public_bytes(Encoding.PEM) for one in chain))
    return path


def opened(settings: SigningSettings) -> x509.Certificate:
    return Trust(settings).source("anh").open(bytearray(PIN, "utf-8")).certificate


def code_of(failure: pytest.ExceptionInfo[HosoError]) -> str:
    return failure.value.code


class TestRenewal:
    @pytest.fixture
    def old(self, settings: SigningSettings, key: ec.EllipticCurvePrivateKey, root: Root) -> x509.Certificate:
        """Ánh's certificate, which ends in twenty days."""
        certificate = root.issue(HOLDER, key.public_key(), begins=-300 * DAY, days=320)
        write_key(settings.folder / "keys", "anh", key, certificate, root.certificate)
        return certificate

    def test_a_renewed_certificate_is_used_at_once_if_it_holds(
        self, settings: SigningSettings, key: ec.EllipticCurvePrivateKey, root: Root, old: x509.Certificate,
        tmp_path: Path,
    ) -> None:  # fmt: skip
        new = root.issue(HOLDER, key.public_key(), days=700)
        renewal.install(settings, "anh", file_of(tmp_path, new, root.certificate))
        assert opened(settings) == new
        (known,) = renewal.known(settings)
        assert (known.holder, known.until) == (HOLDER, new.not_valid_after_utc)

    def test_one_that_begins_later_waits_for_its_day(
        self, settings: SigningSettings, key: ec.EllipticCurvePrivateKey, root: Root, old: x509.Certificate,
        tmp_path: Path,
    ) -> None:  # fmt: skip
        new = root.issue(HOLDER, key.public_key(), begins=15 * DAY, days=700)
        renewal.install(settings, "anh", file_of(tmp_path, new))
        assert opened(settings) == old
        now = dt.datetime.now(dt.UTC)
        assert [current_of([old, new], now + days * DAY) for days in (0, 16, 30)] == [old, new, new]

    def test_one_of_another_key_holder_or_shorter_term_is_refused_and_changes_nothing(
        self, settings: SigningSettings, key: ec.EllipticCurvePrivateKey, root: Root, old: x509.Certificate,
        tmp_path: Path,
    ) -> None:  # fmt: skip
        other = ec.generate_private_key(ec.SECP256R1())
        wrong = {
            "certificate_other_key": root.issue(HOLDER, other.public_key(), days=700),
            "certificate_wrong_holder": root.issue("Lê Văn Bình", key.public_key(), days=700),
            "wrong_state": root.issue(HOLDER, key.public_key(), days=5),
            "certificate_expired": root.issue(HOLDER, key.public_key(), begins=-9 * DAY, days=5),
            "certificate_wrong_purpose": root.issue(HOLDER, key.public_key(), days=700, digital_signature=False),
        }
        for code, certificate in wrong.items():
            with pytest.raises(HosoError) as failure:
                renewal.install(settings, "anh", file_of(tmp_path, certificate))
            assert code_of(failure) == code
        assert opened(settings) == old

    def test_rubbish_is_no_certificate(self, settings: SigningSettings, old: x509.Certificate, tmp_path: Path) -> None:
        (tmp_path / "new.pem").write_bytes(b"not a certificate")
        with pytest.raises(HosoError) as failure:
            renewal.install(settings, "anh", tmp_path / "new.pem")
        assert code_of(failure) == "bad_certificate"

    def test_on_a_token_the_renewed_one_beside_it_is_used(
        self, settings: SigningSettings, root: Root, key: ec.EllipticCurvePrivateKey, hsm: SoftHsm, tmp_path: Path
    ) -> None:
        old = root.issue(HOLDER, key.public_key(), begins=-300 * DAY, days=320)
        beside = settings.folder / "keys" / "renewed.crt.pem"
        source = hsm.put("hoso-test", "renewed", key, beside, old, root.certificate)
        new = root.issue(HOLDER, key.public_key(), days=700)
        renewal.install(settings, "renewed", file_of(tmp_path, new))
        held = source.open(bytearray(PIN, "utf-8"))
        assert held.certificate == new
        held.close()

    def test_the_first_certificate_of_a_ceremonys_key_must_fit_its_request(
        self, settings: SigningSettings, root: Root, key: ec.EllipticCurvePrivateKey, tmp_path: Path
    ) -> None:
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOLDER)])
        request = x509.CertificateSigningRequestBuilder().subject_name(name).sign(key, hashes.SHA256())
        (tmp_path / "anh.csr.pem").write_bytes(request.public_bytes(Encoding.PEM))
        other = root.issue(HOLDER, ec.generate_private_key(ec.SECP256R1()).public_key())
        for certificate, given in ((other, tmp_path / "anh.csr.pem"), (root.issue(HOLDER, key.public_key()), None)):
            with pytest.raises(HosoError) as failure:
                renewal.install(settings, "anh", file_of(tmp_path, certificate), request=given)
            assert code_of(failure) == "certificate_other_key"
        mine = root.issue(HOLDER, key.public_key())
        renewal.install(settings, "anh", file_of(tmp_path, mine), request=tmp_path / "anh.csr.pem")
        assert [one.name for one in renewal.known(settings)] == ["anh"]


@pytest.mark.parametrize(
    ("days", "ending", "urgent"),
    [(200, False, False), (61, False, False), (59, True, False), (29, True, False), (6, True, True), (-1, True, True)],
)
def test_a_certificate_that_ends_is_spoken_of_in_time(days: int, ending: bool, urgent: bool) -> None:
    now = dt.datetime(2026, 11, 20, tzinfo=dt.UTC)
    known = renewal.KnownCertificate("anh", HOLDER, now + days * DAY)
    assert (known.is_ending(now), known.is_urgent(now)) == (ending, urgent)


def test_what_a_token_showed_when_it_was_opened_is_remembered(counter: Counter) -> None:
    act.begin(counter.services, counter.tokens["anh"], CERTIFIER_PIN, counter.request())
    remembered = counter.services.settings.folder / "certificates" / "anh.crt.pem"
    assert x509.load_pem_x509_certificate(remembered.read_bytes()).not_valid_after_utc


def test_who_leaves_has_no_key_any_more_and_an_open_one_signs_no_further(counter: Counter) -> None:
    """An officer leaves or is replaced: sessions, terms and key end in one act."""
    with counter.services.worker.open_batch(counter.tokens["anh"], CERTIFIER_PIN, "certify", count=5) as batch:
        act.begin_in(counter.services, batch, counter.request())
        with counter.database.session() as session:
            people.deactivate(session, None, counter.people["anh"].id)
        with pytest.raises(HosoError) as failure:
            act.begin_in(counter.services, batch, counter.request())
    assert code_of(failure) == "not_signed_in"
    with counter.database.session() as session:
        left = session.get_one(type(counter.people["anh"]), counter.people["anh"].id)
        assert (left.active, left.key_name) == (False, None)
        said = [one for one in log_entries(session, system(counter.office_id)) if one.action == "person.deactivate"]
    assert [one.details for one in said] == [{"key": "anh"}]
    assert [entry.state for entry in counter.entries()] == ["reserved"]
