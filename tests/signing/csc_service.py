"""Remote signing services: certomancer's double of CSC 1.0.4, and one of ours written from the specification.

Certomancer's knows no PIN, so something stands before it that asks for one. Ours speaks both versions, checks PIN and
one-time password, ties activations to hashes if told so, and counts.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import secrets
import ssl
import threading
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed, decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.signing.pki import PIN, Root

SHA256, ECDSA, PSS = "2.16.840.1.101.3.4.2.1", "1.2.840.10045.4.3.2", "1.2.840.113549.1.1.10"
TOKEN = "mã truy cập của cơ quan".encode().hex()

_CERTOMANCER = """
external-url-prefix: "http://127.0.0.1:1"
keysets: {all: {keys: {root: {path: root.pem}, ecdsa: {path: ecdsa.pem}, rsa: {path: rsa.pem}}}}
pki-architectures:
  vn:
    keyset: all
    entity-defaults: {country-name: VN}
    entities:
      root: {common-name: Gốc}
      ecdsa: {common-name: Nguyễn Thị Ánh}
      rsa: {common-name: Lê Văn Bình}
    certs:
      root: {subject: root, issuer: root, validity: &long {valid-from: "2020-01-01T00:00:00+0000", valid-to:
        "2050-01-01T00:00:00+0000"}, profiles: [{id: simple-ca, params: {max-path-len: 2}}]}
      ecdsa: {subject: ecdsa, issuer: root, validity: *long}
      rsa: {subject: rsa, issuer: root, validity: *long}
"""


@contextlib.contextmanager
def certomancer_service(folder: Path, rsa_key: rsa.RSAPrivateKey) -> Iterator[tuple[str, x509.Certificate]]:
    """Certomancer's double, with a PIN before it: its address, and the root of what it holds.

    Credentials: `vn/ecdsa`, `vn/rsa`.
    """
    pytest.importorskip("csc_dummy", reason="certomancer-csc-dummy is not installed; ./run test does it")
    from aiohttp import web
    from certomancer.registry import ArchLabel, CertLabel, CertomancerConfig
    from csc_dummy.csc_dummy_server import CSCWithCertomancer, DummyServiceParams

    keys = {"root": ec.generate_private_key(ec.SECP256R1()), "ecdsa": ec.generate_private_key(ec.SECP256R1())}
    for name, key in {**keys, "rsa": rsa_key}.items():
        plain = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (folder / f"{name}.pem").write_bytes(plain)
    config = CertomancerConfig.from_yaml(_CERTOMANCER, key_search_dir=str(folder))
    root = config.get_pki_arch(ArchLabel("vn")).get_cert(CertLabel("root"))

    @web.middleware
    async def asks_for_a_pin(request: web.Request, handler: Any) -> web.StreamResponse:
        said = await request.json()
        if request.path.endswith("/credentials/authorize") and said.get("PIN") != PIN:
            return web.json_response({"error": "invalid_pin", "error_description": "Invalid PIN"}, status=400)
        answer = await handler(request)
        if request.path.endswith("/credentials/info"):
            info = json.loads(answer.text) | {"authMode": "explicit", "PIN": {"presence": "true"}}
            return web.json_response(info)
        return answer  # type: ignore[no-any-return]

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the double names its parts by strings
        service = CSCWithCertomancer(config, service_params=DummyServiceParams(hash_pinning_required=True))
    service.app.middlewares.append(asks_for_a_pin)
    service.register_routes()
    with _aiohttp(service.app) as address:
        yield address, x509.load_der_x509_certificate(root.dump())


@contextlib.contextmanager
def _aiohttp(app: Any) -> Iterator[str]:
    from aiohttp import web

    loop, ready, address = asyncio.new_event_loop(), threading.Event(), ""

    async def begin() -> Any:
        nonlocal address
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        address = f"http://127.0.0.1:{runner.addresses[0][1]}"
        ready.set()
        return runner

    def work() -> None:
        runner = loop.run_until_complete(begin())
        loop.run_forever()
        loop.run_until_complete(runner.cleanup())
        loop.close()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        assert ready.wait(10)
        yield address
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()


@dataclass
class Service:
    """A service with one credential (`anh`), and what may be said of it while it runs.

    `pinned`: SCAL2; `wants`: what the holder types; `at_once`: signatures an activation covers; `passwords`: one-time
    passwords not used yet. `status` and `answer`: said to everything instead. `raw`: ECDSA as r and s side by side.
    `heard`: what was asked, by method, PINs and all.
    """

    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
    chain: tuple[x509.Certificate, ...]
    version: str
    pinned: bool = True
    wants: tuple[str, ...] = ("PIN",)
    mode: str = "explicit"
    at_once: int = 10
    passwords: set[str] = field(default_factory=set)
    raw: bool = False
    state: str = "enabled"
    status: int = 200
    answer: bytes = b""
    heard: list[tuple[str, dict[str, Any], str]] = field(default_factory=list)
    activations: dict[str, tuple[int, list[str] | None]] = field(default_factory=dict)
    address: str = ""

    @classmethod
    def of(cls, root: Root, version: str, key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | None = None) -> Service:
        key = key or ec.generate_private_key(ec.SECP256R1())
        return cls(key, (root.issue("Nguyễn Thị Ánh", key.public_key()), root.certificate), version)

    def asked(self, method: str) -> list[dict[str, Any]]:
        return [question for name, question, _ in self.heard if name == method]

    def do(self, method: str, question: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if method == "oauth2/token":
            return 200, {"access_token": TOKEN, "token_type": "Bearer", "expires_in": 60}
        if question.get("credentialID") != "anh":
            return 400, {"error": "invalid_request", "error_description": "Invalid parameter credentialID"}
        return {"credentials/info": self._info, "credentials/authorize": self._authorize}.get(method, self._sign)(
            question
        )

    def _info(self, _: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        algorithm = PSS if isinstance(self.key, rsa.RSAPrivateKey) else ECDSA
        certificates = [base64.b64encode(one.public_bytes(Encoding.DER)).decode() for one in self.chain]
        said: dict[str, Any] = {
            "key": {"status": self.state, "algo": [algorithm], "len": self.key.key_size},
            "cert": {"status": "valid", "certificates": certificates},
            "SCAL": "2" if self.pinned else "1",
            "multisign": self.at_once,
        }
        if self.version == "2":
            objects = [{"type": "Password", "id": name, "format": "N"} for name in self.wants]
            return 200, said | {"auth": {"mode": self.mode, "expression": " AND ".join(self.wants), "objects": objects}}
        return 200, said | {"authMode": self.mode} | {name: {"presence": "true"} for name in self.wants}

    def _authorize(self, question: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        named = question.get("hashes" if self.version == "2" else "hash")
        typed = {one["id"]: one["value"] for one in question.get("authData", ())} if self.version == "2" else question
        if "PIN" in self.wants and typed.get("PIN") != PIN:
            return 400, {"error": "invalid_pin", "error_description": "The PIN is invalid"}
        if "OTP" in self.wants:
            if typed.get("OTP") not in self.passwords:
                return 400, {"error": "invalid_otp", "error_description": "The OTP is invalid"}
            self.passwords.remove(typed["OTP"])
        if self.pinned and (not named or len(named) != question["numSignatures"]):
            return 400, {"error": "invalid_request", "error_description": "Missing parameter hash"}
        if self.version == "2" and named and question.get("hashAlgorithmOID") != SHA256:
            return 400, {"error": "invalid_request", "error_description": "Missing parameter hashAlgorithmOID"}
        if question["numSignatures"] > self.at_once:
            return 400, {"error": "invalid_request", "error_description": "Invalid parameter numSignatures"}
        activation = secrets.token_hex(8)
        self.activations[activation] = (question["numSignatures"], named)
        return 200, {"SAD": activation, "expiresIn": 300}

    def _sign(self, question: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        left, named = self.activations.get(question["SAD"], (0, None))
        hashed = question["hashes" if self.version == "2" else "hash"]
        algorithm = question.get("hashAlgorithmOID" if self.version == "2" else "hashAlgo")
        if left < len(hashed) or (named is not None and not set(hashed) <= set(named)) or algorithm != SHA256:
            return 400, {"error": "invalid_request", "error_description": "Invalid parameter SAD"}
        self.activations[question["SAD"]] = (left - len(hashed), named)
        made = [base64.b64encode(self._signature(base64.b64decode(one), question)).decode() for one in hashed]
        return 200, {"signatures": made}

    def _signature(self, digest: bytes, question: dict[str, Any]) -> bytes:
        if isinstance(self.key, rsa.RSAPrivateKey):
            assert question["signAlgo"] == PSS
            assert question["signAlgoParams"]
            scheme = padding.PSS(padding.MGF1(hashes.SHA256()), 32)
            return self.key.sign(digest, scheme, Prehashed(hashes.SHA256()))
        assert question["signAlgo"] == ECDSA
        made = self.key.sign(digest, ec.ECDSA(Prehashed(hashes.SHA256())))
        if not self.raw:
            return made
        return b"".join(number.to_bytes(32, "big") for number in decode_dss_signature(made))


@contextlib.contextmanager
def served(service: Service, tls: ssl.SSLContext | None = None) -> Iterator[Service]:
    """The service, answering at `service.address` until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            method = "/".join(self.path.split("/")[3:])
            assert self.path.startswith("/csc/v2/" if service.version == "2" else "/csc/v1/")
            question = {} if method == "oauth2/token" else json.loads(body)
            service.heard.append((method, question, self.headers.get("Authorization", "")))
            status, said = (service.status, {}) if service.status != 200 else service.do(method, question)
            data = service.answer or json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            if 300 <= status < 400:
                self.send_header("Location", service.address + self.path)
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    with _Server(("127.0.0.1", 0), Handler) as server:
        if tls is not None:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        service.address = f"{'https' if tls else 'http'}://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield service
        finally:
            server.shutdown()
            thread.join()


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Who does not trust us hangs up."""
