"""Authorities in the manner of real ones, answering over HTTP on this machine: OCSP, CRL, timestamps (certomancer)."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from certomancer.integrations.animator import Animator, AnimatorArchStore
from certomancer.registry import ArchLabel, CertLabel, CertomancerConfig, PKIArchitecture
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.signing.pki import write_key

_RSA = ("anh",)
_HOLDERS = ("anh", "office", "revoked", "expired", "early", "server", "weak")
_KEYS = ("root", "issuing", "ocsp", "tsa", *_HOLDERS)
_CONFIG = """
external-url-prefix: "http://127.0.0.1:{PORT}"
keysets:
  all:
    keys: {KEYS}
pki-architectures:
  vn:
    keyset: all
    entity-defaults: {country-name: VN, organization-name: Tổ chức chứng thực thử nghiệm}
    entities:
      root: {common-name: Gốc}
      issuing: {common-name: Cơ quan cấp chứng thư}
      ocsp: {common-name: OCSP}
      tsa: {common-name: Dấu thời gian}
      anh: {common-name: Nguyễn Thị Ánh}
      office: {common-name: Ủy ban nhân dân xã Bình Minh}
      revoked: {common-name: Nguyễn Thị Ánh}
      expired: {common-name: Nguyễn Thị Ánh}
      early: {common-name: Nguyễn Thị Ánh}
      server: {common-name: Nguyễn Thị Ánh}
      weak: {common-name: Nguyễn Thị Ánh}
    certs:
      root:
        subject: root
        issuer: root
        validity: {valid-from: "2020-01-01T00:00:00+0000", valid-to: "2050-01-01T00:00:00+0000"}
        profiles: [{id: simple-ca, params: {crl-repo: root, max-path-len: 2}}]
      issuing:
        subject: issuing
        issuer: root
        validity: {valid-from: "2020-01-01T00:00:00+0000", valid-to: "2045-01-01T00:00:00+0000"}
        profiles: [{id: simple-ca, params: {max-path-len: 0}}]
      ocsp:
        subject: ocsp
        issuer: issuing
        validity: {valid-from: "2020-01-01T00:00:00+0000", valid-to: "2045-01-01T00:00:00+0000"}
        profiles: [ocsp-responder]
      tsa:
        subject: tsa
        issuer: issuing
        validity: {valid-from: "2020-01-01T00:00:00+0000", valid-to: "2045-01-01T00:00:00+0000"}
        extensions:
          - {id: key_usage, critical: true, smart-value: {schema: key-usage, params: [digital_signature]}}
          - {id: extended_key_usage, critical: true, value: [time_stamping]}
          - {id: crl_distribution_points, smart-value: {schema: crl-dist-url, params: {crl-repo-names: [issuing]}}}
      anh: &signer
        subject: anh
        issuer: issuing
        validity: {valid-from: "2024-01-01T00:00:00+0000", valid-to: "2040-01-01T00:00:00+0000"}
        extensions:
          - id: key_usage
            critical: true
            smart-value: {schema: key-usage, params: [digital_signature, non_repudiation]}
          - {id: extended_key_usage, value: [email_protection, client_auth]}
          - id: authority_information_access
            smart-value: {schema: aia-urls, params: {ocsp-responder-names: [issuing]}}
      office: {<<: *signer, subject: office}
      revoked:
        <<: *signer
        subject: revoked
        revocation: {revoked-since: "2025-06-01T00:00:00+0000", reason: key_compromise}
      expired:
        <<: *signer
        subject: expired
        validity: {valid-from: "2022-01-01T00:00:00+0000", valid-to: "2024-01-01T00:00:00+0000"}
      early:
        <<: *signer
        subject: early
        validity: {valid-from: "2039-01-01T00:00:00+0000", valid-to: "2041-01-01T00:00:00+0000"}
      server:
        <<: *signer
        subject: server
        extensions:
          - {id: key_usage, critical: true, smart-value: {schema: key-usage, params: [digital_signature]}}
          - {id: extended_key_usage, value: [server_auth]}
      weak: {<<: *signer, subject: weak}
    services:
      ocsp:
        issuing: {for-issuer: issuing, responder-cert: ocsp}
      crl-repo:
        root: {for-issuer: root, signing-key: root, simulated-update-schedule: P90D}
        issuing: {for-issuer: issuing, signing-key: issuing, simulated-update-schedule: P90D}
      time-stamping:
        tsa: {signing-key: tsa, signing-cert: tsa, certs-to-embed: [issuing]}
"""


@dataclass(frozen=True)
class HttpPki:
    """The authorities at work. `timestamps`: the address of the timestamp service."""

    architecture: PKIArchitecture
    folder: Path
    timestamps: str

    def certificate(self, name: str) -> x509.Certificate:
        return x509.load_der_x509_certificate(self.architecture.get_cert(CertLabel(name)).dump())

    @property
    def root(self) -> Path:
        """A PEM file with the root."""
        path = self.folder / "root.crt.pem"
        path.write_bytes(self.certificate("root").public_bytes(Encoding.PEM))
        return path

    def install(self, folder: Path, key_name: str, holder: str) -> None:
        """Lay the holder's key down in `folder` under the name that the signing worker knows it by."""
        write_key(folder, key_name, self.key(holder), self.certificate(holder), self.certificate("issuing"))

    def key(self, holder: str) -> rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey:
        """The holder's private key, in the clear."""
        key = load_pem_private_key((self.folder / f"{holder}.pem").read_bytes(), None)
        assert isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey)
        return key


@contextlib.contextmanager
def http_pki(folder: Path) -> Iterator[HttpPki]:
    """The authorities, until the block ends."""
    for name in _KEYS:
        key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey = ec.generate_private_key(ec.SECP256R1())
        if name in _RSA or name == "weak":
            key = rsa.generate_private_key(65537, 3072 if name in _RSA else 1024)
        (folder / f"{name}.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    keys = "{" + ", ".join(f"{name}: {{path: {name}.pem}}" for name in _KEYS) + "}"
    config = CertomancerConfig.from_yaml(
        _CONFIG.replace("{PORT}", str(port)).replace("{KEYS}", keys), key_search_dir=str(folder)
    )
    architecture = config.get_pki_arch(ArchLabel("vn"))
    animator = Animator(AnimatorArchStore({ArchLabel("vn"): architecture}), with_web_ui=False)
    server = make_server("127.0.0.1", port, animator, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1})
    thread.start()
    try:
        yield HttpPki(architecture, folder, f"http://127.0.0.1:{port}/vn/tsa/tsa")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Quiet(WSGIRequestHandler):
    def log(self, *_: object) -> None:
        pass
