"""Keys: one contract for files, tokens and remote services."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from asn1crypto import pem
from asn1crypto.keys import EncryptedPrivateKeyInfo
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)

from signing.keys import FileKey, Key, KeySource, RemoteAddress, TokenAddress, TokenKey
from signing.keys.csc import Version
from terms.errors import AccessError, UnavailableError
from tests.signing.csc_service import Service, certomancer_service, served
from tests.signing.pki import PIN, Root, write_key
from tests.signing.softhsm import LIBRARY, SoftHsm

TOKEN = "hoso-test"
HELD_HERE = ["file-ecdsa", "file-rsa", "pkcs12", "token-ecdsa", "token-rsa"]
# CSC API: certomancer's double of 1.0.4; ours of both, with activations for named hashes (SCAL2) and without
REMOTE = ["certomancer-ecdsa", "certomancer-rsa", "csc1-scal1-ecdsa", "csc2-scal1-rsa", "csc2-scal2-ecdsa"]
KINDS = HELD_HERE + REMOTE


@pytest.fixture(scope="module")
def root() -> Root:
    return Root.make()


@pytest.fixture(scope="module")
def rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 3072)


@pytest.fixture(scope="module")
def sources(
    root: Root, rsa_key: rsa.RSAPrivateKey, hsm: SoftHsm, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, KeySource]:
    """A key of each kind, with a certificate of the same root."""
    folder = tmp_path_factory.mktemp("keys")
    curve_key = ec.generate_private_key(ec.SECP256R1())
    curve, modulus = (root.issue("Nguyễn Thị Ánh", key.public_key()) for key in (curve_key, rsa_key))
    bundle = pkcs12.serialize_key_and_certificates(
        b"anh", curve_key, curve, [root.certificate], BestAvailableEncryption(PIN.encode())
    )
    (folder / "anh.p12").write_bytes(bundle)
    return {
        "file-ecdsa": write_key(folder, "anh", curve_key, curve, root.certificate),
        "file-rsa": write_key(folder, "anh-rsa", rsa_key, modulus, root.certificate),
        "pkcs12": KeySource("anh", path=folder / "anh.p12"),
        "token-ecdsa": hsm.put(TOKEN, "ecdsa", curve_key, folder / "ecdsa.crt.pem", curve, root.certificate),
        "token-rsa": hsm.put(TOKEN, "rsa", rsa_key, folder / "rsa.crt.pem", modulus, root.certificate),
    }


@pytest.fixture(scope="module")
def certomancer(
    rsa_key: rsa.RSAPrivateKey, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, x509.Certificate]]:
    with certomancer_service(tmp_path_factory.mktemp("csc"), rsa_key) as found:
        yield found


@dataclass(frozen=True)
class Held:
    """A key somewhere, and the root its certificate leads to."""

    source: KeySource
    root: x509.Certificate


@pytest.fixture(params=KINDS)
def held(request: pytest.FixtureRequest, root: Root, rsa_key: rsa.RSAPrivateKey) -> Iterator[Held]:
    kind: str = request.param
    service, _, rest = kind.partition("-")
    if service == "certomancer":
        address, certificate = request.getfixturevalue("certomancer")
        yield Held(KeySource("anh", remote=RemoteAddress(address, f"vn/{rest}")), certificate)
    elif service in ("csc1", "csc2"):
        remote = Service.of(root, "2" if service == "csc2" else "1.0.4", rsa_key if rest.endswith("rsa") else None)
        remote.pinned = rest.startswith("scal2")
        with served(remote):
            version: Version = "2" if service == "csc2" else "1.0.4"
            yield Held(KeySource("anh", remote=RemoteAddress(remote.address, "anh", version)), root.certificate)
    else:
        yield Held(request.getfixturevalue("sources")[kind], root.certificate)


@pytest.fixture
def source(held: Held) -> KeySource:
    return held.source


class TestEveryKey:
    """What a key promises, wherever it lies."""

    def test_signs_with_pss_or_ecdsa_and_nothing_else(self, source: KeySource) -> None:
        key = source.open(bytearray(PIN, "utf-8"))
        _verify(key.certificate, key.sign(b"data"), b"data")

    def test_a_signature_holds_for_no_other_data(self, source: KeySource) -> None:
        key = source.open(bytearray(PIN, "utf-8"))
        with pytest.raises(InvalidSignature):
            _verify(key.certificate, key.sign(b"data"), b"other data")

    def test_signs_as_often_as_it_was_opened_for(self, source: KeySource) -> None:
        key = source.open(bytearray(PIN, "utf-8"), count=12)
        for number in range(12):
            data = f"copy {number}".encode()
            _verify(key.certificate, key.sign(data), data)

    def test_shows_its_certificate_and_those_above(self, held: Held) -> None:
        key = held.source.open(bytearray(PIN, "utf-8"))
        assert key.certificate.issuer == held.root.subject
        assert key.issuers == (held.root,)

    def test_whoever_opened_it_may_wipe_the_pin(self, source: KeySource) -> None:
        pin = bytearray(PIN, "utf-8")
        key = source.open(pin, count=2)
        pin[:] = bytes(len(pin))
        _verify(key.certificate, key.sign(b"data"), b"data")

    def test_a_wrong_pin_is_refused(self, source: KeySource) -> None:
        with pytest.raises(AccessError) as refusal:
            source.open(bytearray(b"654321"))
        assert refusal.value.code == "wrong_pin"

    def test_a_closed_key_signs_no_more(self, source: KeySource) -> None:
        key = source.open(bytearray(PIN, "utf-8"))
        key.close()
        with pytest.raises(UnavailableError) as refusal:
            key.sign(b"data")
        assert refusal.value.code == "key_unavailable"

    def test_closing_twice_is_no_error(self, source: KeySource) -> None:
        key = source.open(bytearray(PIN, "utf-8"))
        key.close()
        key.close()


def test_each_kind_is_what_it_says(sources: dict[str, KeySource]) -> None:
    kinds: dict[str, type[Key]] = {"file-ecdsa": FileKey, "pkcs12": FileKey, "token-rsa": TokenKey}
    assert {name: type(sources[name].open(bytearray(PIN, "utf-8"))) for name in kinds} == kinds


def _unreadable(folder: Path, root: Root) -> KeySource:
    source = write_key(folder, "x", ec.generate_private_key(ec.SECP256R1()), root.certificate)
    assert source.path is not None
    source.path.write_bytes(source.path.read_bytes()[:200])
    return source


def _not_encrypted(folder: Path, root: Root) -> KeySource:
    key = ec.generate_private_key(ec.SECP256R1())
    source = write_key(folder, "x", key, root.issue("A", key.public_key()))
    assert source.path is not None
    source.path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return source


def _of_another(folder: Path, root: Root) -> KeySource:
    return write_key(folder, "x", ec.generate_private_key(ec.SECP256R1()), root.certificate)


def _missing(folder: Path, root: Root) -> KeySource:
    return KeySource("x", path=folder / "nowhere.p12")


def _nowhere(folder: Path, root: Root) -> KeySource:
    return KeySource("x")


def _no_token(folder: Path, root: Root) -> KeySource:
    return KeySource("x", token=TokenAddress(LIBRARY, "no such token", "anh"))


def _no_library(folder: Path, root: Root) -> KeySource:
    return KeySource("x", token=TokenAddress(folder / "no.so", TOKEN, "anh"))


def _no_such_key(folder: Path, root: Root) -> KeySource:
    return KeySource("x", token=TokenAddress(LIBRARY, TOKEN, "nobody"))


@pytest.mark.parametrize(
    "broken",
    [_unreadable, _not_encrypted, _of_another, _missing, _nowhere, _no_token, _no_library, _no_such_key],
)
def test_a_key_that_cannot_be_had_says_so(
    broken: Callable[[Path, Root], KeySource], tmp_path: Path, root: Root, hsm: SoftHsm
) -> None:
    with pytest.raises(UnavailableError) as refusal:
        broken(tmp_path, root).open(bytearray(PIN, "utf-8"))
    assert refusal.value.code == "key_unavailable"


def test_a_wrong_pin_that_seems_to_decrypt_is_a_wrong_pin(tmp_path: Path, sources: dict[str, KeySource]) -> None:
    """One wrong PIN in 256 gives something padded as it should be that is no key, as the first block's change does."""
    source = sources["file-ecdsa"]
    assert source.path is not None
    _, _, der = pem.unarmor(source.path.read_bytes())
    info = EncryptedPrivateKeyInfo.load(der)
    secret = bytearray(info["encrypted_data"].native)
    secret[0] ^= 1
    info["encrypted_data"] = bytes(secret)
    changed = tmp_path / "changed.key.pem"
    changed.write_bytes(pem.armor("ENCRYPTED PRIVATE KEY", info.dump(force=True)))
    with pytest.raises(AccessError) as refusal:
        replace(source, path=changed).open(bytearray(PIN, "utf-8"))
    assert refusal.value.code == "wrong_pin"


def test_an_open_token_does_not_open_for_whoever_comes_next(sources: dict[str, KeySource]) -> None:
    """PKCS#11 logs in the process, not the caller: the second PIN is checked all the same."""
    first = sources["token-ecdsa"].open(bytearray(PIN, "utf-8"))
    with pytest.raises(AccessError) as refusal:
        sources["token-rsa"].open(bytearray(b"654321"))
    assert refusal.value.code == "wrong_pin"
    second = sources["token-rsa"].open(bytearray(PIN, "utf-8"))
    first.close()
    _verify(second.certificate, second.sign(b"data"), b"data")
    second.close()


def test_a_certificate_of_another_key_is_noticed_and_nobody_stays_logged_in(
    sources: dict[str, KeySource], hsm: SoftHsm
) -> None:
    wrong = KeySource("x", token=sources["token-ecdsa"].token, certificates=sources["token-rsa"].certificates)
    with pytest.raises(UnavailableError) as refusal:
        wrong.open(bytearray(PIN, "utf-8"))
    assert refusal.value.code == "key_unavailable"
    with hsm.drawn(TOKEN), pytest.raises(UnavailableError):
        sources["token-ecdsa"].open(bytearray(PIN, "utf-8"))
    key = sources["token-ecdsa"].open(bytearray(PIN, "utf-8"))  # known again: the library could be loaded anew
    _verify(key.certificate, key.sign(b"data"), b"data")


def test_a_key_file_costs_a_thief_memory_for_each_guess(tmp_path: Path, root: Root) -> None:
    """scrypt, not the 2048 rounds of PBKDF2 that writers of such files use; openssl reads it all the same."""
    source = write_key(tmp_path, "x", ec.generate_private_key(ec.SECP256R1()), root.certificate)
    told = subprocess.run(
        ["openssl", "asn1parse", "-in", str(source.path)], capture_output=True, text=True, check=True
    ).stdout
    assert "scrypt" in told
    assert "PBKDF2" not in told
    assert "4000" in told  # N = 16384
    subprocess.run(
        ["openssl", "pkey", "-in", str(source.path), "-passin", f"pass:{PIN}", "-noout"], check=True, timeout=20
    )


def _verify(certificate: x509.Certificate, signature: bytes, data: bytes) -> None:
    public_key = certificate.public_key()
    if isinstance(public_key, rsa.RSAPublicKey):
        public_key.verify(signature, data, padding.PSS(padding.MGF1(hashes.SHA256()), 32), hashes.SHA256())
    else:
        assert isinstance(public_key, ec.EllipticCurvePublicKey)
        public_key.verify(signature, data, ec.ECDSA(hashes.SHA256()))
