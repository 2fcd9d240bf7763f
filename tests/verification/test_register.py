"""What the register says is joined to what the signatures say."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, replace

import pikepdf
import pytest

from signing.verification import RegisterEntry, TrustAnchors, Verdict, Verifier
from tests.verification.local_pki import LocalPki, Signing, paper

ENTRY = RegisterEntry("12/2026", "Sổ chứng thực bản sao", "in_force", matches=True)


@dataclass
class Register:
    """A register with one entry; remembers what it was asked."""

    entry: RegisterEntry | None = ENTRY
    asked: tuple[str, str | None] | None = None

    def look_up(self, sha256: str, code: str | None) -> RegisterEntry | None:
        self.asked = (sha256, code)
        return self.entry


@pytest.fixture(scope="module")
def with_manifest(pki: LocalPki) -> bytes:
    """A signed copy that carries a manifest, as ours do."""
    pdf = pikepdf.open(io.BytesIO(paper()))
    content = json.dumps({"code": "ABC234", "number": 12, "register": "CTBS-2026"}).encode()
    attached = pikepdf.AttachedFileSpec(pdf, content, filename="manifest.json", mime_type="application/json")
    pdf.attachments["manifest.json"] = attached
    pdf.Root.AF = pikepdf.Array([attached.obj])
    out = io.BytesIO()
    pdf.save(out)
    return pki.sign(out.getvalue(), Signing(level="B-LTA"))


def codes(verdict: Verdict) -> list[str]:
    return [reason.code for reason in verdict.reasons]


def test_offline_the_status_is_unknown(verifier: Verifier, anchors: TrustAnchors, with_manifest: bytes) -> None:
    verdict = verifier.verify(with_manifest, anchors)

    assert verdict.verdict == "valid"
    assert verdict.to_json()["certified_copy"] == {
        "number": "12",
        "register": "CTBS-2026",
        "status": "unknown",
        "hash_matches": None,
        "log_proof": "not_logged",
        "code": "ABC234",
    }


def test_the_register_is_asked_by_hash_and_by_the_code_in_the_manifest(
    verifier: Verifier, anchors: TrustAnchors, with_manifest: bytes
) -> None:
    register = Register()

    verdict = verifier.verify(with_manifest, anchors, register=register)

    assert register.asked == (verdict.sha256, "ABC234")
    assert verdict.verdict == "valid"
    assert verdict.certified_copy is not None
    assert (verdict.certified_copy.status, verdict.certified_copy.hash_matches) == ("in_force", True)


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (replace(ENTRY, matches=False), "not_the_registered_copy"),
        (replace(ENTRY, status="annulled", annulled_by="QĐ 5/QĐ-UBND"), "copy_annulled"),
        (replace(ENTRY, status="void"), "copy_void"),
    ],
    ids=["other bytes", "annulled", "void"],
)
def test_a_sound_signature_on_a_copy_that_does_not_count_is_not_valid(
    verifier: Verifier, anchors: TrustAnchors, with_manifest: bytes, entry: RegisterEntry, code: str
) -> None:
    verdict = verifier.verify(with_manifest, anchors, register=Register(entry))

    assert (verdict.verdict, codes(verdict)[0]) == ("invalid", code)
    assert all(signature.verdict == "valid" for signature in verdict.signatures)


def test_a_file_of_somebody_else_has_no_copy_part(verifier: Verifier, anchors: TrustAnchors, copy: bytes) -> None:
    verdict = verifier.verify(copy, anchors, register=Register(None))

    assert verdict.verdict == "valid"
    assert verdict.to_json("a.pdf")["certified_copy"] is None


def test_the_json_is_what_the_contract_says(verifier: Verifier, anchors: TrustAnchors, copy: bytes) -> None:
    answer = verifier.verify(copy, anchors).to_json("copy.pdf")

    assert {"file", "verdict", "reasons", "signatures", "certified_copy"} <= answer.keys()
    assert answer["file"] == "copy.pdf"
    signatures = answer["signatures"]
    assert isinstance(signatures, list)
    first = signatures[0]
    wanted = "signer organisation time time_source level covers_whole_file intact verdict indication sub_indication"
    assert set(wanted.split()) <= first.keys()
    assert first["time"].endswith("Z")
    assert json.loads(json.dumps(answer, ensure_ascii=False)) == answer
