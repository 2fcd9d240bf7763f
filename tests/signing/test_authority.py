"""The demo authority: whole, marked, and worth nothing in law."""

from __future__ import annotations

import asyncio
import hashlib
import stat
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from asn1crypto import tsp
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.sign.timestamps import TimeStamper

from signing.authority import MARK, DemoAuthority, DemoTimestamps, HttpTimestamps, is_marked
from terms.errors import AccessError, StateError, UnavailableError
from tests.signing.scene import AUTHORITY_PIN, OFFICE

DIGEST = hashlib.sha256(b"that these bytes existed").digest()


def test_everything_it_issues_is_marked(authority: DemoAuthority) -> None:
    certificates = [x509.load_pem_x509_certificate(path.read_bytes()) for path in authority.folder.rglob("*.crt.pem")]
    assert len(certificates) >= 7
    for certificate in certificates:
        assert is_marked(certificate)
        assert MARK in certificate.subject.rfc4514_string()


def test_nobody_else_reads_its_keys(authority: DemoAuthority) -> None:
    keys = list(authority.folder.rglob("*.key.pem"))
    assert {stat.S_IMODE(path.stat().st_mode) for path in keys} == {0o600}
    open_ones = {path.name for path in keys if b"ENCRYPTED" not in path.read_bytes()}
    assert open_ones == {"status.key.pem", "timestamps.key.pem"}  # they work unattended and sign no copy


def test_it_is_made_once(authority: DemoAuthority) -> None:
    with pytest.raises(StateError):
        DemoAuthority.create(authority.folder, AUTHORITY_PIN)


def test_it_is_made_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("signing.authority.demo.empty_list", fail)
    with pytest.raises(OSError, match="No space"):
        DemoAuthority.create(tmp_path / "demo", AUTHORITY_PIN)
    assert list(tmp_path.iterdir()) == []


def test_issuing_needs_the_authoritys_pin(authority: DemoAuthority) -> None:
    with pytest.raises(AccessError) as refusal:
        authority.issue("new", holder="Ai đó", organisation=OFFICE, pin="1", authority_pin="not it")
    assert refusal.value.code == "wrong_pin"
    assert not authority.has("new")


def test_a_long_name_keeps_its_mark(authority: DemoAuthority) -> None:
    long = "Ủy ban nhân dân xã có tên gọi rất dài tại một tỉnh cũng có tên gọi dài"
    source = authority.issue("long", holder=long, organisation=long, pin="12", authority_pin=AUTHORITY_PIN)
    (name,) = source.open(bytearray(b"12")).certificate.subject.get_attributes_for_oid(x509.oid.NameOID.COMMON_NAME)
    assert str(name.value).startswith("Ủy ban nhân dân xã có tên")
    assert str(name.value).endswith(f"… ({MARK})")


def test_openssl_agrees_with_its_status_answers(authority: DemoAuthority, tmp_path: Path) -> None:
    certificate = x509.load_pem_x509_certificate((authority.folder / "keys" / "anh.crt.pem").read_bytes())
    assert "good" in _asked(authority, certificate, tmp_path)
    authority.revoke(certificate)
    assert "revoked" in _asked(authority, certificate, tmp_path)


class TestEveryTimestampSource:
    """What a source of timestamps promises, in this process or over HTTP."""

    @pytest.fixture(params=["demo", "http"])
    def source(self, request: pytest.FixtureRequest, authority: DemoAuthority) -> TimeStamper:
        if request.param == "demo":
            return DemoTimestamps(authority)
        return HttpTimestamps(request.getfixturevalue("server"))

    @pytest.fixture
    def server(self, authority: DemoAuthority) -> Iterator[str]:
        yield from served(_answering(authority))

    def test_openssl_verifies_the_token(self, source: TimeStamper, authority: DemoAuthority, tmp_path: Path) -> None:
        token = asyncio.run(source.async_timestamp(DIGEST, "sha256"))
        (tmp_path / "token.der").write_bytes(token.dump())
        told = subprocess.run(
            ["openssl", "ts", "-verify", "-digest", DIGEST.hex(), "-token_in", "-in", str(tmp_path / "token.der"),
             "-CAfile", str(authority.folder / "root.crt.pem")],
            capture_output=True, text=True, check=False, timeout=20,
        )  # fmt: skip
        assert "Verification: OK" in told.stdout + told.stderr

    def test_every_token_has_a_number_of_its_own(self, source: TimeStamper) -> None:
        tokens = [asyncio.run(source.async_timestamp(DIGEST, "sha256")) for _ in range(2)]
        numbers = {token["content"]["encap_content_info"]["content"].parsed["serial_number"].native for token in tokens}
        assert len(numbers) == 2


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"not a timestamp",
        bytes.fromhex("30053003020102"),  # TimeStampResp with the status "rejection"
    ],
    ids=["empty", "rubbish", "rejected"],
)
def test_an_authority_that_answers_wrongly_is_unavailable(answer: bytes) -> None:
    for address in served(lambda _: answer):
        with pytest.raises(UnavailableError) as refusal:
            asyncio.run(HttpTimestamps(address).async_timestamp(DIGEST, "sha256"))
        assert refusal.value.code == "timestamp_unavailable"


def test_an_authority_that_is_not_there_is_unavailable() -> None:
    with pytest.raises(UnavailableError) as refusal:
        asyncio.run(HttpTimestamps("http://127.0.0.1:9/", timeout_s=1).async_timestamp(DIGEST, "sha256"))
    assert refusal.value.code == "timestamp_unavailable"


def _answering(authority: DemoAuthority):  # type: ignore[no-untyped-def]
    stamps = DemoTimestamps(authority)

    def answer(question: bytes) -> bytes:
        request = tsp.TimeStampReq.load(question)
        reply: bytes = asyncio.run(stamps.async_request_tsa_response(request)).dump()
        return reply

    return answer


def served(answer) -> Iterator[str]:  # type: ignore[no-untyped-def]
    """The address of a server that answers each POST with what `answer` makes of it."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            reply = answer(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(reply)))
            self.end_headers()
            self.wfile.write(reply)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/"
        finally:
            server.shutdown()
            thread.join()


def _asked(authority: DemoAuthority, certificate: x509.Certificate, folder: Path) -> str:
    (folder / "answer.der").write_bytes(authority.status(certificate))
    (folder / "holder.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    (folder / "chain.pem").write_bytes(
        authority.issuing.public_bytes(Encoding.PEM) + authority.root.public_bytes(Encoding.PEM)
    )
    told = subprocess.run(
        ["openssl", "ocsp", "-respin", str(folder / "answer.der"), "-sha256",
         "-issuer", str(authority.folder / "issuing.crt.pem"), "-cert", str(folder / "holder.pem"),
         "-CAfile", str(folder / "chain.pem"), "-no_nonce"],
        capture_output=True, text=True, check=True, timeout=20,
    )  # fmt: skip
    assert "Response verify OK" in told.stderr
    return told.stdout
