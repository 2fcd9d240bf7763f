"""Whatever the bytes are, there is a verdict, and no verdict costs more than it may."""

from __future__ import annotations

import os
import threading
import time
import zlib
from pathlib import Path

import pikepdf
import pytest

from signing.verification import Limits, TrustAnchors, Verdict, Verifier
from tests.verification.local_pki import LocalPki


def codes(verdict: Verdict) -> list[str]:
    return [reason.code for reason in verdict.reasons]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not_a_pdf"),
        (b"PK\x03\x04" + b"\0" * 5000, "not_a_pdf"),
        (b"%PDF-1.7\n" + b"\xff" * 5000, "unreadable"),
        (b"%PDF-1.7\ntrailer << /Root 1 0 R >>\nstartxref\n0\n%%EOF", "unreadable"),
        (os.urandom(20_000), "not_a_pdf"),
    ],
    ids=["empty", "zip", "garbage after the header", "no objects", "noise"],
)
def test_what_is_not_a_signed_pdf_is_indeterminate(
    verifier: Verifier, anchors: TrustAnchors, content: bytes, code: str
) -> None:
    verdict = verifier.verify(content, anchors)

    assert (verdict.verdict, codes(verdict)) == ("indeterminate", [code])


def test_a_broken_file_that_claims_a_signature_is_invalid(verifier: Verifier, anchors: TrustAnchors) -> None:
    verdict = verifier.verify(b"%PDF-1.7\n/ByteRange [0 1 2 3]\n" + b"\xff" * 500, anchors)

    assert (verdict.verdict, codes(verdict)) == ("invalid", ["unreadable"])


def test_an_encrypted_file_is_indeterminate(verifier: Verifier, anchors: TrustAnchors, tmp_path: Path) -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(owner="một", user="hai"))

    verdict = verifier.verify(tmp_path / "locked.pdf", anchors)

    assert (verdict.verdict, codes(verdict)) == ("indeterminate", ["encrypted"])


def test_a_file_over_the_limit_is_not_read(anchors: TrustAnchors, tmp_path: Path) -> None:
    small = Verifier(Limits(file_size=1024 * 1024))
    huge = tmp_path / "huge.pdf"
    with huge.open("wb") as out:
        out.truncate(2 * 1024 * 1024)

    verdict = small.verify(huge, anchors)

    assert (verdict.verdict, codes(verdict)) == ("indeterminate", ["too_large"])
    assert verdict.reasons[0].message("en") == "The file is larger than 1 MiB and cannot be checked."


def test_a_device_is_no_file(verifier: Verifier, anchors: TrustAnchors) -> None:
    assert codes(verifier.verify(Path("/dev/zero"), anchors)) == ["not_a_pdf"]


def test_a_file_that_needs_too_much_memory_is_stopped(anchors: TrustAnchors, copy: bytes) -> None:
    tight = Verifier(Limits(memory=64 * 1024 * 1024))
    try:
        verdict = tight.verify(copy, anchors)
    finally:
        tight.close()

    assert verdict.verdict == "indeterminate"
    assert codes(verdict)[0] in ("too_much_memory", "checker_failed")


def test_a_file_that_takes_too_long_is_stopped(verifier: Verifier, anchors: TrustAnchors) -> None:
    """An object stream of objects that all point at each other keeps any parser busy."""
    hurried = Verifier(Limits(seconds=0.3))
    try:
        began = time.monotonic()
        verdict = hurried.verify(deep_nesting(), anchors)
        took = time.monotonic() - began
    finally:
        hurried.close()

    assert verdict.verdict in ("indeterminate", "invalid")
    assert took < 5


def deep_nesting() -> bytes:
    """A catalogue of a million nested arrays, compressed: small outside, large inside."""
    body = b"[" * 1_000_000 + b"]" * 1_000_000
    packed = zlib.compress(b"1 0 " + body)
    return (
        b"%PDF-1.7\n2 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length "
        + str(len(packed)).encode()
        + b" >>\nstream\n"
        + packed
        + b"\nendstream\nendobj\ntrailer << /Root 1 0 R /Size 3 >>\nstartxref\n9\n%%EOF"
    )


def test_a_killed_nursery_is_replaced(verifier: Verifier, pki: LocalPki, copy: bytes) -> None:
    own = Verifier()
    try:
        first = own.verify(copy, pki.anchors())
        own._idle[0]._process.kill()
        own._idle[0]._process.wait()
        second, third = own.verify(copy, pki.anchors()), own.verify(copy, pki.anchors())
    finally:
        own.close()

    assert first.verdict == third.verdict == "valid"
    assert second.verdict in ("valid", "indeterminate")


def test_many_threads_share_one_verifier(verifier: Verifier, pki: LocalPki, copy: bytes) -> None:
    verdicts: list[str] = []
    threads = [
        threading.Thread(target=lambda: verdicts.append(verifier.verify(copy, pki.anchors()).verdict)) for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert verdicts == ["valid"] * 6
