"""Keys: one contract for files and tokens."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
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

from signing.keys import FileKey, Key, KeySource, TokenAddress, TokenKey
from terms.errors import AccessError, UnavailableError
from tests.signing.pki import PIN, Root, write_key

LIBRARY = Path("/usr/lib/softhsm/libsofthsm2.so")
TOKEN = "hoso-test"
KINDS = ["file-ecdsa", "file-rsa", "pkcs12", "token-ecdsa", "token-rsa"]


@pytest.fixture(scope="module")
def root() -> Root:
    return Root.make()


@pytest.fixture(scope="module")
def rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 3072)


@pytest.fixture(scope="module")
def token(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A SoftHSM token of the test run's own."""
    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder}/tokens\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(folder / "softhsm2.conf"))
        _softhsm("--init-token", "--free", "--label", TOKEN, "--so-pin", "87654321", "--pin", PIN)
        yield


@pytest.fixture(scope="module")
def sources(
    root: Root, rsa_key: rsa.RSAPrivateKey, token: None, tmp_path_factory: pytest.TempPathFactory
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
        "token-ecdsa": _on_token(folder, "ecdsa", "01", curve_key, curve, root.certificate),
        "token-rsa": _on_token(folder, "rsa", "02", rsa_key, modulus, root.certificate),
    }


@pytest.fixture(params=KINDS)
def source(request: pytest.FixtureRequest, sources: dict[str, KeySource]) -> KeySource:
    return sources[request.param]


class TestEveryKey:
    """What a key promises, wherever it lies."""

    def test_signs_with_pss_or_ecdsa_and_nothing_else(self, source: KeySource) -> None:
        key = source.open(bytearray(PIN, "utf-8"))
        _verify(key.certificate, key.sign(b"data"), b"data")

    def test_a_signature_holds_for_no_other_data(self, source: KeySource) -> None:
        key = source.open(bytearray(PIN, "utf-8"))
        with pytest.raises(InvalidSignature):
            _verify(key.certificate, key.sign(b"data"), b"other data")

    def test_shows_its_certificate_and_those_above(self, source: KeySource, root: Root) -> None:
        key = source.open(bytearray(PIN, "utf-8"))
        assert key.certificate.issuer == root.certificate.subject
        assert key.issuers == (root.certificate,)

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
    broken: Callable[[Path, Root], KeySource], tmp_path: Path, root: Root, token: None
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


def test_a_certificate_of_another_key_is_noticed(sources: dict[str, KeySource]) -> None:
    wrong = KeySource("x", token=sources["token-ecdsa"].token, certificates=sources["token-rsa"].certificates)
    with pytest.raises(UnavailableError) as refusal:
        wrong.open(bytearray(PIN, "utf-8"))
    assert refusal.value.code == "key_unavailable"


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


def _on_token(
    folder: Path,
    label: str,
    number: str,
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey,
    certificate: x509.Certificate,
    above: x509.Certificate,
) -> KeySource:
    """The key on the token; its certificates beside it, as with tokens that hold none."""
    plain = folder / f"{label}.pk8"
    plain.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    _softhsm("--import", str(plain), "--token", TOKEN, "--label", label, "--id", number, "--pin", PIN)
    beside = folder / f"{label}.crt.pem"
    beside.write_bytes(certificate.public_bytes(Encoding.PEM) + above.public_bytes(Encoding.PEM))
    return KeySource(label, token=TokenAddress(LIBRARY, TOKEN, label), certificates=beside)


def _softhsm(*words: str) -> None:
    subprocess.run(["softhsm2-util", *words], check=True, capture_output=True, timeout=30, env=dict(os.environ))
