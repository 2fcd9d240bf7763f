"""Certificates of every kind a counter may meet: of a real root of our own, and of nobody's."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from signing.keys import KeySource
from signing.keys.scrypt import encrypted_pem

PIN = "123456"


@dataclass(frozen=True)
class Root:
    """A root that knows nothing of the demo authority, in the manner of a public one."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @classmethod
    def make(cls, name: str = "Root CA thử nghiệm") -> Root:
        key = ec.generate_private_key(ec.SECP256R1())
        subject = _name(name)
        builder = _builder(subject, subject, key.public_key(), dt.timedelta(days=-10), 3650)
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        builder = builder.add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
        return cls(key, builder.sign(key, hashes.SHA256()))

    def write(self, path: Path) -> Path:
        path.write_bytes(self.certificate.public_bytes(Encoding.PEM))
        return path

    def issue(
        self,
        holder: str,
        public_key: ec.EllipticCurvePublicKey | rsa.RSAPublicKey,
        *,
        begins: dt.timedelta = dt.timedelta(days=-1),
        days: int = 365,
        purpose: x509.ObjectIdentifier | None = ExtendedKeyUsageOID.EMAIL_PROTECTION,
        digital_signature: bool = True,
    ) -> x509.Certificate:
        builder = _builder(_name(holder), self.certificate.subject, public_key, begins, days)
        builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        builder = builder.add_extension(
            _usage(digital_signature=digital_signature, key_agreement=not digital_signature), critical=True
        )
        if purpose is not None:
            builder = builder.add_extension(x509.ExtendedKeyUsage([purpose]), critical=False)
        return builder.sign(self.key, hashes.SHA256())


def write_key(
    folder: Path, name: str, key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey, *chain: x509.Certificate
) -> KeySource:
    """The key and its certificates as files, as an administrator lays them down."""
    folder.mkdir(parents=True, exist_ok=True)
    path, beside = folder / f"{name}.key.pem", folder / f"{name}.crt.pem"
    path.write_bytes(encrypted_pem(key, PIN.encode()))
    beside.write_bytes(b"".join(one.public_bytes(Encoding.PEM) for one in chain))
    return KeySource(name, path=path, certificates=beside)


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    public_key: ec.EllipticCurvePublicKey | rsa.RSAPublicKey,
    begins: dt.timedelta,
    days: int,
) -> x509.CertificateBuilder:
    begin = dt.datetime.now(dt.UTC).replace(microsecond=0) + begins
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + dt.timedelta(days=days))
    )


def _usage(**wanted: bool) -> x509.KeyUsage:
    names = (
        "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
        "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
    )  # fmt: skip
    return x509.KeyUsage(**{name: wanted.get(name, False) for name in names})


def _name(common_name: str) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"), x509.NameAttribute(NameOID.COMMON_NAME, common_name)]
    )
