"""A key at a remote service: what goes wrong there is said here in words, and nothing secret leaks."""

from __future__ import annotations

import datetime as dt
import ipaddress
import logging
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from signing.keys import RemoteAddress, open_remote
from signing.settings import SigningSettings
from signing.trust import Trust
from terms.errors import HosoError
from tests.signing.csc_service import TOKEN, Service, served
from tests.signing.pki import PIN, Root

NO_BODY = b"<html>502</html>"


@pytest.fixture(scope="module")
def root() -> Root:
    return Root.make()


@pytest.fixture(params=["1.0.4", "2"])
def service(request: pytest.FixtureRequest, root: Root) -> Iterator[Service]:
    with served(Service.of(root, request.param)) as service:
        yield service


def at(service: Service, **changes: object) -> RemoteAddress:
    return RemoteAddress(service.address, "anh", service.version, **changes)  # type: ignore[arg-type]


def pin(text: str = PIN) -> bytearray:
    return bytearray(text, "utf-8")


def code_of(error: pytest.ExceptionInfo[HosoError]) -> str:
    return error.value.code


class TestConfirmation:
    def test_one_confirmation_covers_the_batch_where_hashes_are_not_named(self, service: Service) -> None:
        service.pinned, service.at_once = False, 50
        key = open_remote(at(service), pin(), count=20)
        for number in range(20):
            key.sign(bytes([number]))
        assert [one["numSignatures"] for one in service.asked("credentials/authorize")] == [20]

    def test_a_batch_longer_than_the_service_allows_is_confirmed_in_parts(self, service: Service) -> None:
        service.pinned, service.at_once = False, 8
        key = open_remote(at(service), pin(), count=20)
        for number in range(20):
            key.sign(bytes([number]))
        assert len(service.asked("credentials/authorize")) == 3

    def test_a_confirmation_for_named_hashes_names_the_one_that_is_signed(self, service: Service) -> None:
        key = open_remote(at(service), pin(), count=2)
        key.sign(b"first")
        key.sign(b"second")
        name = "hashes" if service.version == "2" else "hash"
        confirmed = [one[name] for one in service.asked("credentials/authorize")]
        assert confirmed[1:] == [one[name] for one in service.asked("signatures/signHash")]
        assert len(confirmed) == 3  # the first only tried the PIN, before any number is taken

    def test_a_one_time_password_confirms_once_and_then_the_next_is_asked_for(self, service: Service) -> None:
        service.wants, service.passwords = ("PIN", "OTP"), {"654321"}
        key = open_remote(at(service), pin(f"{PIN} 654321"), count=2)
        key.sign(b"first")
        with pytest.raises(HosoError) as refusal:
            key.sign(b"second")
        assert code_of(refusal) == "pin_used_up"

    def test_a_used_or_wrong_password_is_a_wrong_pin(self, service: Service) -> None:
        service.wants, service.pinned = ("PIN", "OTP"), False
        with pytest.raises(HosoError) as refusal:
            open_remote(at(service), pin(f"{PIN} 000000"))
        assert code_of(refusal) == "wrong_pin"

    def test_a_pin_without_the_password_is_a_wrong_pin(self, service: Service) -> None:
        service.wants = ("PIN", "OTP")
        with pytest.raises(HosoError) as refusal:
            open_remote(at(service), pin())
        assert code_of(refusal) == "wrong_pin"

    def test_where_the_person_confirms_on_a_telephone_nothing_typed_is_sent(self, service: Service) -> None:
        service.mode, service.wants = "implicit", ()
        open_remote(at(service), pin("bất kỳ")).sign(b"data")
        (question,) = service.asked("credentials/authorize")
        assert not {"PIN", "OTP", "authData"} & set(question)

    def test_an_activation_that_ran_out_asks_for_the_pin_again(self, service: Service) -> None:
        service.pinned = False
        key = open_remote(at(service), pin(), count=5)
        key.sign(b"first")
        service.activations.clear()
        with pytest.raises(HosoError) as refusal:
            key.sign(b"second")
        assert code_of(refusal) == "pin_used_up"

    def test_a_closed_key_has_forgotten_the_pin(self, service: Service) -> None:
        key = open_remote(at(service), pin())
        key.close()
        assert all(set(secret) == {0} for secret in key._typed.values())


class TestFailure:
    @pytest.mark.parametrize("status", [301, 401, 403, 404, 429, 500, 502, 503])
    def test_a_service_that_refuses_is_unavailable(self, service: Service, status: int) -> None:
        service.status = status
        with pytest.raises(HosoError) as refusal:
            open_remote(at(service), pin())
        assert code_of(refusal) == "key_unavailable"

    @pytest.mark.parametrize("status", [401, 500, 503])
    def test_a_service_lost_between_two_signatures_is_unavailable(self, service: Service, status: int) -> None:
        key = open_remote(at(service), pin(), count=2)
        key.sign(b"first")
        service.status = status
        with pytest.raises(HosoError) as refusal:
            key.sign(b"second")
        assert code_of(refusal) == "key_unavailable"
        service.status = 200
        key.sign(b"second")  # and goes on where it stopped

    @pytest.mark.parametrize(
        "answer", [b"", NO_BODY, b"[]", b"{}", b'{"key": 7}', b"[" * 9999, b'"' + b"x" * 1_100_000]
    )
    def test_an_answer_that_is_none_is_unavailable(self, service: Service, answer: bytes) -> None:
        service.answer = answer or b" "
        with pytest.raises(HosoError) as refusal:
            open_remote(at(service), pin())
        assert code_of(refusal) == "key_unavailable"

    def test_nobody_there_is_unavailable(self) -> None:
        with pytest.raises(HosoError) as refusal:
            open_remote(RemoteAddress("http://127.0.0.1:9", "anh", timeout_s=1), pin())
        assert code_of(refusal) == "key_unavailable"

    def test_a_signature_by_another_key_is_not_taken(self, service: Service) -> None:
        key = open_remote(at(service), pin())
        service.key = ec.generate_private_key(ec.SECP256R1())
        with pytest.raises(HosoError) as refusal:
            key.sign(b"data")
        assert code_of(refusal) == "key_unavailable"

    def test_a_key_that_is_disabled_or_asks_for_a_browser_is_unavailable(self, service: Service) -> None:
        service.state = "disabled"
        with pytest.raises(HosoError, match="signing key"):
            open_remote(at(service), pin())
        service.state, service.mode = "enabled", "oauth2code"
        with pytest.raises(HosoError, match="signing key"):
            open_remote(at(service), pin())

    def test_r_and_s_side_by_side_are_understood(self, service: Service) -> None:
        service.raw = True
        key = open_remote(at(service), pin())
        public = key.certificate.public_key()
        assert isinstance(public, ec.EllipticCurvePublicKey)
        public.verify(key.sign(b"data"), b"data", ec.ECDSA(hashes.SHA256()))


class TestWhoWeAre:
    def test_the_token_is_read_anew_from_its_file(self, service: Service, tmp_path: Path) -> None:
        path = tmp_path / "token"
        path.write_text("first\n")
        key = open_remote(at(service, token_file=path), pin())
        path.write_text("second\n")
        key.sign(b"data")
        said = [token for _, _, token in service.heard]
        assert (said[0], said[-1]) == ("Bearer first", "Bearer second")

    def test_a_client_asks_for_a_token_with_its_secret(self, service: Service, tmp_path: Path) -> None:
        (tmp_path / "secret").write_text("bí mật")
        open_remote(at(service, client_id="hoso", client_secret_file=tmp_path / "secret"), pin()).sign(b"data")
        assert {token for method, _, token in service.heard if method != "oauth2/token"} == {f"Bearer {TOKEN}"}

    def test_a_missing_token_file_is_unavailable(self, service: Service, tmp_path: Path) -> None:
        with pytest.raises(HosoError) as refusal:
            open_remote(at(service, token_file=tmp_path / "none"), pin())
        assert code_of(refusal) == "key_unavailable"
        assert service.heard == []

    def test_neither_token_nor_pin_is_logged_or_told(
        self, service: Service, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        (tmp_path / "token").write_text("MẬT-MÃ-TRUY-CẬP")
        with caplog.at_level(logging.DEBUG), pytest.raises(HosoError) as refusal:
            open_remote(at(service, token_file=tmp_path / "token"), pin("PIN-SAI-999"))
        told = caplog.text + repr(refusal.value) + refusal.value.message("vi") + str(refusal.value.details)
        assert not [secret for secret in ("MẬT-MÃ-TRUY-CẬP", "PIN-SAI-999") if secret in told]


class TestTls:
    @pytest.fixture
    def secure(self, root: Root, tmp_path: Path) -> Iterator[Service]:
        with served(Service.of(root, "2"), _self_signed(tmp_path)) as service:
            yield service

    def test_a_service_nobody_vouches_for_is_not_spoken_to(self, secure: Service) -> None:
        with pytest.raises(HosoError) as refusal:
            open_remote(at(secure), pin())
        assert code_of(refusal) == "key_unavailable"
        assert secure.heard == []

    def test_one_whose_root_is_configured_is(self, secure: Service, tmp_path: Path) -> None:
        open_remote(at(secure, ca_file=tmp_path / "tls.crt.pem"), pin()).sign(b"data")

    def test_one_of_another_name_is_not(self, secure: Service, tmp_path: Path) -> None:
        secure.address = secure.address.replace("127.0.0.1", "localhost")
        with pytest.raises(HosoError) as refusal:
            open_remote(at(secure, ca_file=tmp_path / "tls.crt.pem"), pin())
        assert code_of(refusal) == "key_unavailable"


class TestConfiguration:
    def test_a_key_is_found_by_its_file(self, service: Service, tmp_path: Path) -> None:
        keys = tmp_path / "keys"
        keys.mkdir()
        (keys / "token").write_text("t")
        (keys / "anh.remote.toml").write_text(
            f'service = "{service.address}"\ncredential = "anh"\nversion = "{service.version}"\ntoken_file = "token"\n'
        )
        source = Trust(SigningSettings(tmp_path)).source("anh")
        source.open(pin()).sign(b"data")
        assert service.heard[0][2] == "Bearer t"

    @pytest.mark.parametrize(
        "text",
        [
            "",
            'service = "http://ky.example.vn"\ncredential = "anh"',  # in the open
            'service = "ftp://127.0.0.1"\ncredential = "anh"',
            'service = "https://ky.example.vn"\ncredential = "anh"\nversion = "3"',
            'service = "https://ky.example.vn"\ncredential = "anh"\nsecret = "x"',
            'service = "https://ky.example.vn"\ncredential = "anh"\ntimeout_s = 0',
            'service = "https://ky.example.vn"\ncredential = ""',
            "service = ",
        ],
    )
    def test_a_mistake_in_it_is_said_before_anything_is_sent(self, tmp_path: Path, text: str) -> None:
        (tmp_path / "x.remote.toml").write_text(text)
        with pytest.raises(HosoError) as refusal:
            RemoteAddress.read(tmp_path / "x.remote.toml")
        assert code_of(refusal) == "key_unavailable"

    def test_a_service_that_signs_only_in_a_way_the_law_does_not_name_is_refused(self, root: Root) -> None:
        """Circular 15/2025/TT-BKHCN, Annex I: RSASSA-PSS or ECDSA."""
        modulus = Service.of(root, "2", rsa.generate_private_key(65537, 2048))
        with served(modulus):
            open_remote(at(modulus), pin())
            modulus.key = ec.generate_private_key(ec.SECP256R1())  # lists ECDSA only, for a certificate of RSA
            with pytest.raises(HosoError) as refusal:
                open_remote(at(modulus), pin())
        assert code_of(refusal) == "key_unavailable"


def _self_signed(folder: Path) -> ssl.SSLContext:
    """A server certificate for 127.0.0.1 that only its own file vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    where = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(where, critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "tls.crt.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    plain = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "tls.key.pem").write_bytes(plain)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "tls.crt.pem", folder / "tls.key.pem")
    return context
