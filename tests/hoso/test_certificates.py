"""`./run admin certificate` and what `./run check` says of certificates that end."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from tests.signing.pki import Root, write_key

DAY = dt.timedelta(days=1)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with the key `anh`, whose certificate ends in twenty days."""
    return tmp_path / "var"


def hoso(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "ignore", "-m", "hoso", *words]
    environment = os.environ | {"HOSO_DATA": str(data)}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)


def test_a_certificate_is_told_of_renewed_and_told_of_no_more(data: Path, tmp_path: Path) -> None:
    key, root = ec.generate_private_key(ec.SECP256R1()), Root.make()
    old = root.issue("Nguyễn Thị Ánh", key.public_key(), begins=-345 * DAY, days=365)
    write_key(data / "signing" / "keys", "anh", key, old)
    assert hoso(data, "admin", "migrate").returncode == 0
    listed = hoso(data, "admin", "certificate")
    assert listed.returncode == 0, listed.stderr
    assert listed.stdout.startswith("!  anh"), listed.stdout
    assert "Nguyễn Thị Ánh" in listed.stdout
    checked = hoso(data, "check", "--quick")
    assert "certificate_ends anh" in checked.stdout
    assert checked.returncode == 0, "nothing is missing or altered"

    renewed = tmp_path / "renewed.pem"
    renewed.write_bytes(root.issue("Nguyễn Thị Ánh", key.public_key(), days=900).public_bytes(Encoding.PEM))
    assert hoso(data, "admin", "certificate", "anh", str(renewed)).returncode == 0
    assert "certificate_ends" not in hoso(data, "check", "--quick").stdout
    assert len(x509.load_pem_x509_certificates((data / "signing" / "keys" / "anh.crt.pem").read_bytes())) == 2


def test_a_certificate_of_another_key_is_refused_in_words(data: Path, tmp_path: Path) -> None:
    key, other, root = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1()), Root.make()
    write_key(data / "signing" / "keys", "anh", key, root.issue("Nguyễn Thị Ánh", key.public_key()))
    wrong = tmp_path / "wrong.pem"
    wrong.write_bytes(root.issue("Nguyễn Thị Ánh", other.public_key(), days=900).public_bytes(Encoding.PEM))
    refused = hoso(data, "admin", "certificate", "anh", str(wrong))
    assert refused.returncode == 1
    assert "của một khóa khác" in refused.stderr
