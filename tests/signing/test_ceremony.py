"""The key ceremony, rehearsed on a software token: what it makes, what it leaves on paper, what it refuses."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from signing.ceremony import read_plan
from signing.ceremony.pins import check_pin
from terms.errors import HosoError
from tests.signing.softhsm import LIBRARY
from tests.verapdf import assert_pdfa

SO_PIN, PIN = "Qu4n-tri_61", "cA7!vong_29"
PEOPLE = {"Chủ trì": "Vũ Thị Bích", "Người giữ mã PIN": "Lê Minh Quang", "Người chứng kiến": "Phạm Thu Hà"}


def plan(folder: Path, **changes: str) -> Path:
    """A plan in `folder`, some of its lines said otherwise."""
    said = {
        "algorithm": "ECDSA P-256", "name": "office-h60-12", "library": str(LIBRARY), "rehearsal": "true",
        "sha256": hashlib.sha256(LIBRARY.read_bytes()).hexdigest(),
        "people": "".join(f'[[person]]\nrole = "{role}"\nname = "{name}"\n' for role, name in PEOPLE.items()),
    } | changes  # fmt: skip
    path = folder / "plan.toml"
    path.write_text(
        f"""
title = "Tạo khóa của Ủy ban nhân dân xã Bình Minh"
office = "Ủy ban nhân dân xã Bình Minh"
place = "Phòng họp số 2"
rehearsal = {said["rehearsal"]}
[token]
library = "{said["library"]}"
label = "H60-12"
[key]
name = "{said["name"]}"
algorithm = "{said["algorithm"]}"
holder = "Ủy ban nhân dân xã Bình Minh"
serial = "MST:0100000000"
[[tool]]
path = "{said["library"]}"
sha256 = "{said["sha256"]}"
{said["people"]}"""
    )
    return path


def held(folder: Path, plan: Path, *typed: str) -> subprocess.CompletedProcess[str]:
    """The command, run as at a keyboard without a terminal: what is typed comes line by line."""
    (folder / "tokens").mkdir(exist_ok=True)
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder}/tokens\n")
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "hoso", "admin", "ceremony", str(plan), "--out", str(folder / "out")],
        input="".join(f"{line}\n" for line in ("y", *typed)),
        env=os.environ | {"SOFTHSM2_CONF": str(folder / "softhsm2.conf"), "HOSO_DATA": str(folder / "var")},
        capture_output=True, text=True, check=False, timeout=120, start_new_session=True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("algorithm", "kind"), [("ECDSA P-256", ec.EllipticCurvePublicKey), ("RSA 3072", rsa.RSAPublicKey)]
)
def test_a_rehearsal_leaves_a_key_that_cannot_leave_a_request_and_minutes_to_sign(
    tmp_path: Path, algorithm: str, kind: type
) -> None:
    done = held(tmp_path, plan(tmp_path, algorithm=algorithm), SO_PIN, SO_PIN, PIN, PIN)
    assert done.returncode == 0, done.stderr
    out = tmp_path / "out"
    request = x509.load_pem_x509_csr((out / "office-h60-12.csr.pem").read_bytes())
    assert request.is_signature_valid
    assert isinstance(request.public_key(), kind)
    assert "DÙNG THỬ" in request.subject.rfc4514_string()
    openssl = ["openssl", "req", "-in", str(out / "office-h60-12.csr.pem"), "-noout", "-verify"]
    assert "OK" in subprocess.run(openssl, capture_output=True, text=True, check=True).stderr

    transcript = (out / "office-h60-12.transcript.txt").read_bytes()
    digest = hashlib.sha256(transcript).hexdigest()
    assert digest in done.stdout
    assert_pdfa(out / "office-h60-12.minutes.pdf", "3b")
    said = subprocess.run(
        ["pdftotext", "-layout", out / "office-h60-12.minutes.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout
    for needed in ("TỔNG DUYỆT", digest[:8], *PEOPLE.values(), "Ký tên"):
        assert needed in said, needed
    assert not [pin for pin in (SO_PIN, PIN) if pin in done.stdout + done.stderr + transcript.decode() + said]
    assert {path.stat().st_mode & 0o077 for path in out.iterdir()} == {0}


def test_the_pins_typed_open_the_token_and_no_others_do(tmp_path: Path) -> None:
    assert held(tmp_path, plan(tmp_path), SO_PIN, SO_PIN, PIN, PIN).returncode == 0
    second = plan(tmp_path, name="second", rehearsal="false")
    assert "PIN" in held(tmp_path, second, "Khac-hoan_77").stderr
    assert (tmp_path / "out" / "second.transcript.txt").read_text().endswith("wrong_pin\n")
    third = plan(tmp_path, name="third", rehearsal="false")
    assert held(tmp_path, third, PIN).returncode == 0


def test_a_second_ceremony_overwrites_neither_token_nor_key_nor_paper(tmp_path: Path) -> None:
    assert held(tmp_path, plan(tmp_path), SO_PIN, SO_PIN, PIN, PIN).returncode == 0
    before = {path: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert held(tmp_path, plan(tmp_path), SO_PIN, SO_PIN, PIN, PIN).returncode == 1
    assert {path: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before
    assert held(tmp_path, plan(tmp_path, name="x"), SO_PIN, SO_PIN, PIN, PIN).returncode == 1  # the token is there


def test_a_tool_that_is_another_stops_the_ceremony_before_a_pin_is_asked(tmp_path: Path) -> None:
    done = held(tmp_path, plan(tmp_path, sha256="0" * 64))
    assert done.returncode == 1
    assert "SHA-256" in done.stderr
    assert "ceremony_tool" in (tmp_path / "out" / "office-h60-12.transcript.txt").read_text()
    assert list((tmp_path / "tokens").iterdir()) == []


def test_weak_pins_make_no_token(tmp_path: Path) -> None:
    done = held(tmp_path, plan(tmp_path), "12345678", "12345678")
    assert (done.returncode, list((tmp_path / "tokens").iterdir())) == (1, [])
    assert "12345678" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    "pin",
    ["", "1234567", "12345678", "aaaaaaaa", "87654321", "19051990", "17051990x", "Matkhau-7", "ababab-1", "x" * 65],
)
def test_a_weak_pin_is_refused_without_being_repeated(pin: str) -> None:
    with pytest.raises(HosoError) as refusal:
        check_pin(pin)
    assert refusal.value.code == "weak_pin"
    assert not pin or pin not in refusal.value.message("vi")


@pytest.mark.parametrize("pin", [SO_PIN, PIN, "80417362"])
def test_a_pin_nobody_guesses_at_once_will_do(pin: str) -> None:
    check_pin(pin)


@pytest.mark.parametrize(
    "changes",
    [
        {"algorithm": "RSA 1024"},
        {"name": "../x"},
        {"people": '[[person]]\nrole = "Chủ trì"\nname = "Một người"\n'},
        {"rehearsal": '"x"\nmore = 1'},
        {"sha256": 'x"\nlabel = "y'},
    ],
)
def test_a_plan_with_a_mistake_is_refused(tmp_path: Path, changes: dict[str, str]) -> None:
    with pytest.raises(HosoError) as refusal:
        read_plan(plan(tmp_path, **changes))
    assert refusal.value.code == "ceremony_plan"
