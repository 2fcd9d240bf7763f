"""The act of certification from request to issued copy."""

from __future__ import annotations

import subprocess

from signing import act
from signing.verification import verify
from tests.signing.scene import CERTIFIER_PIN, OFFICE_PIN, Counter
from tests.verapdf import assert_pdfa


def test_a_copy_is_certified_by_one_person_sealed_by_another_and_holds_everywhere(counter: Counter) -> None:
    certified = act.begin(counter.services, counter.tokens["anh"], CERTIFIER_PIN, counter.request())
    assert counter.copy(certified.copy_id).state == "certified"
    issued = act.seal(counter.services, counter.tokens["dung"], OFFICE_PIN, certified.copy_id)

    copy = counter.copy(certified.copy_id)
    assert (copy.state, copy.status, copy.pdf_sha256) == ("issued", "in_force", issued.pdf_sha256)
    (entry,) = counter.entries()
    assert (entry.number, entry.state, entry.fee, entry.signer_name) == (1, "issued", 2000, "Nguyễn Thị Ánh")

    path = counter.issued_file(issued.pdf_sha256)
    from signing.trust import Trust

    verdict = verify(path, Trust(counter.services.settings).anchors)
    assert verdict.verdict == "valid", verdict.to_json()
    assert [one.level for one in verdict.signatures][:2] == ["B-LTA", "B-LTA"]
    assert_pdfa(path, "3b")
    said = subprocess.run(["pdfsig", path], capture_output=True, text=True, check=True).stdout
    assert said.count("Signature is Valid.") == 2
