"""The peer of `./run bench sign`: pyHanko, as its command line signs; and RSA keys for an office of the bench."""

from __future__ import annotations

import datetime as dt
import importlib.util
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from hoso.prove.justice import PIN, JusticeOffice, scans
from signing.authority.certificates import Issuer, issue_leaf
from signing.authority.names import MARK, marked
from signing.building import build_copy
from signing.copy import PERSON_FIELD, CopyPlan, SourcePages
from signing.statement import StatementWording, statement

_LIBRARY = """
import sys
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
signer = signers.SimpleSigner.load(sys.argv[1], sys.argv[2], prefer_pss=False)
with open(sys.argv[3], "rb") as source, open(sys.argv[4], "wb") as out:
    signers.sign_pdf(IncrementalPdfFileWriter(source), signers.PdfSignatureMetadata(field_name=sys.argv[5]),
                     signer=signer, output=out)
"""


@dataclass(frozen=True)
class PeerCost:
    """Processor milliseconds a signature. `how`: through which door pyHanko was used."""

    how: str
    signatures: int
    cpu_ms: float
    cpu_ms_loading: float


def signed(folder: Path, count: int) -> PeerCost:
    """Have pyHanko sign one of our unsigned files so often, a process each time."""
    unsigned, key, certificate, out = (folder / name for name in ("unsigned.pdf", "k.pem", "c.pem", "signed.pdf"))
    _build(folder, unsigned)
    private = ec.generate_private_key(ec.SECP256R1())
    key.write_bytes(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    certificate.write_bytes(_self_signed(private).public_bytes(Encoding.PEM))
    if importlib.util.find_spec("pyhanko.cli") is not None:
        how = "command line: sign addsig pemder"
        words = ["-m", "pyhanko", "sign", "addsig", "--field", PERSON_FIELD, "pemder", "--no-pass"]
        words += ["--key", str(key), "--cert", str(certificate), str(unsigned), str(out)]
        start = ["-m", "pyhanko", "--version"]
    else:
        how = "its library, as its command line calls it"
        words = ["-c", _LIBRARY, str(key), str(certificate), str(unsigned), str(out), PERSON_FIELD]
        start = ["-c", "from pyhanko.sign import signers"]
    return PeerCost(how, count, _each_ms(words, count), _each_ms(start, max(1, count // 4)))


def give_rsa_keys(office: JusticeOffice) -> None:
    """Put RSA keys of 3072 bits in the place of the certifier's and the office's, from the same demo authority."""
    folder = office.services.settings.authority
    authority = load_pem_private_key((folder / "issuing.key.pem").read_bytes(), (PIN * 2).encode())
    issuing = x509.load_pem_x509_certificate((folder / "issuing.crt.pem").read_bytes())
    if not isinstance(authority, ec.EllipticCurvePrivateKey):
        raise TypeError(type(authority).__name__)
    for beside in (folder / "keys").glob("*.crt.pem"):
        old = x509.load_pem_x509_certificate(beside.read_bytes())
        private = rsa.generate_private_key(65537, 3072)
        said = {one.oid: str(one.value) for one in old.subject}
        certificate = issue_leaf(
            Issuer(authority, issuing),
            private.public_key(),
            name=said.get(x509.NameOID.COMMON_NAME, marked("")),
            organisation=said.get(x509.NameOID.ORGANIZATION_NAME, MARK),
            purpose="signing",
            days=30,
        )
        beside.write_bytes(b"".join(one.public_bytes(Encoding.PEM) for one in (certificate, issuing)))
        secret = BestAvailableEncryption(PIN.encode())
        path = beside.with_name(beside.name.replace(".crt.", ".key."))
        path.write_bytes(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, secret))


def _build(folder: Path, out: Path) -> None:
    (page,) = scans("sign", 1)
    scan, moment = folder / "scan.jpg", dt.datetime.now(dt.UTC)
    scan.write_bytes(page)
    nothing = dict.fromkeys(
        ("code", "office_code", "office_name", "original_name", "certifier_name", "certifier_title", "certifier_hash",
         "certificate_sha256", "salt", "conversion_mark"), "x",
    )  # fmt: skip
    said = statement(StatementWording(), number=1, register="x", moment=moment)
    source = SourcePages(str(scan), "image/jpeg", "", (1,), (0,), 1)
    plan = CopyPlan(
        **nothing, number=1, register="x", year=2026, moment=moment.isoformat(), verify_url="https://x.example/v/A",
        statement=said, demo=True, sources=(source,),
    )  # fmt: skip
    build_copy(plan, out)


def _self_signed(private: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    from cryptography.hazmat.primitives import hashes

    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Bench")])
    now = dt.datetime.now(dt.UTC)
    usage = x509.KeyUsage(
        digital_signature=True, content_commitment=True, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(private.public_key())
    builder = builder.serial_number(1).not_valid_before(now).not_valid_after(now + dt.timedelta(days=1))
    return builder.add_extension(usage, critical=True).sign(private, hashes.SHA256())


def _each_ms(words: list[str], count: int) -> float:
    """Processor milliseconds of a process with these words, on the average."""
    spent = 0.0
    with tempfile.TemporaryFile() as told:
        for _ in range(count):
            process = subprocess.Popen([sys.executable, *words], stdout=told, stderr=told)
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode:
                told.seek(0)
                raise RuntimeError(told.read().decode("utf-8", "replace")[-500:])
            spent += used.ru_utime + used.ru_stime
    return round(1000 * spent / count, 1)
