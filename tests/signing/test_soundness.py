"""Our own look at what was just signed: nothing but the expected signatures, each byte of each update accounted for."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from pdf import Archive, Leaf, Place
from pdf.plain import Objects
from pdf.revisions import NotPlain, PlainFile, Update
from signing.authority import DemoAuthority, DemoTimestamps
from signing.evidence import EvidenceKept
from signing.settings import SigningSettings
from signing.signatures import SignatureWords, preserve, sign
from signing.soundness import Expected, certificates_in, check
from signing.trust import Trust
from storage.database import now
from terms.errors import StateError
from tests.signing.scene import CERTIFIER_PIN, OFFICE_PIN

FIELDS = {"anh": ("person", CERTIFIER_PIN), "office": ("office", OFFICE_PIN)}


@pytest.fixture
def unsigned(tmp_path: Path) -> bytes:
    archive = Archive(title="Bản sao", created=now())
    archive.add_leaves([Leaf(210, 297)])
    for number, (name, _) in enumerate(FIELDS.values()):
        archive.add_signature_field(name, Place(0, (50 + 250 * number, 50, 250 + 250 * number, 120)), name)
    archive.save(tmp_path / "unsigned.pdf")
    return (tmp_path / "unsigned.pdf").read_bytes()


@pytest.fixture
def signed(unsigned: bytes, authority: DemoAuthority) -> tuple[bytes, Expected]:
    """A file with both signatures, preserved, and what must be found in it."""
    pdf, signers, timestamps = unsigned, [], DemoTimestamps(authority)
    for holder, (field, pin) in FIELDS.items():
        key = authority.source(holder).open(bytearray(pin.encode()))
        words = SignatureWords("Chứng thực", "Bình Minh")
        pdf = sign(
            pdf, key, field=field, certify=holder == "anh", appearance=Leaf(70, 25), words=words, timestamps=timestamps
        )
        from cryptography.hazmat.primitives.serialization import Encoding

        signers.append((field, hashlib.sha256(key.certificate.public_bytes(Encoding.DER)).hexdigest()))
    trust = Trust(SigningSettings(authority.folder.parent))
    whole = preserve(pdf, EvidenceKept().of(certificates_in(pdf), trust, with_demo=True), timestamps)
    return whole, Expected(tuple(signers), begins_with=unsigned, preserved=True, ours=True)


def test_what_was_signed_as_it_should_be_is_sound(signed: tuple[bytes, Expected]) -> None:
    check(*signed)


def _between_objects(pdf: bytes) -> bytes:
    """A remark between two objects of the last update, with the table moved along."""
    file = PlainFile(pdf)
    last = file.revisions[-1]
    at = min(last.objects.values())
    return pdf[:at] + b"% nothing\n" + pdf[at:]


def _one_more_object(pdf: bytes) -> bytes:
    update = Update(PlainFile(pdf))
    update.new.add("<< /Type /Unasked >>")
    return update.appended(bytes(16))


def _another_page_size(pdf: bytes) -> bytes:
    file = PlainFile(pdf)
    update = Update(file)
    page = re.search(rb"/Kids \[ ?(\d+) 0 R", pdf)
    assert page is not None
    update.change(int(page[1]), {"MediaBox": "[0 0 100 100]"})
    return update.appended(bytes(16))


def _capital_digits(pdf: bytes) -> bytes:
    found = re.search(rb"/Contents <([0-9a-f]*[a-f][0-9a-f]*)>", pdf)
    assert found is not None
    return pdf[: found.start(1)] + found[1].upper() + pdf[found.end(1) :]


def _padding_used(pdf: bytes) -> bytes:
    found = re.search(rb"/Contents <[0-9a-f]*(00)>", pdf)
    assert found is not None
    return pdf[: found.start(1)] + b"01" + pdf[found.end(1) :]


def _cut(pdf: bytes) -> bytes:
    return pdf[:-1]


def _longer(pdf: bytes) -> bytes:
    return pdf + b"\n"


@pytest.mark.parametrize(
    "change",
    [_between_objects, _one_more_object, _another_page_size, _capital_digits, _padding_used, _cut, _longer],
)
def test_whatever_else_is_in_it_is_refused(signed: tuple[bytes, Expected], change: Callable[[bytes], bytes]) -> None:
    pdf, expected = signed
    with pytest.raises(StateError) as refusal:
        check(change(pdf), expected)
    assert refusal.value.code == "copy_unsound"


def test_every_byte_of_the_updates_counts(signed: tuple[bytes, Expected]) -> None:
    """A changed byte anywhere behind what was sent is noticed, but for letters of the file's own name of itself."""
    pdf, expected = signed
    start = len(expected.begins_with)
    for at in range(start, len(pdf), 97):
        changed = pdf[:at] + bytes([pdf[at] ^ 0x20]) + pdf[at + 1 :]
        with pytest.raises(StateError):
            check(changed, expected)


def test_the_order_of_signers_and_their_certificates_count(signed: tuple[bytes, Expected]) -> None:
    pdf, expected = signed
    first, second = expected.signers
    for signers in ((second, first), (first,), (first, (second[0], first[1]))):
        with pytest.raises(StateError):
            check(pdf, Expected(signers, begins_with=b"", preserved=True, ours=True))


def test_a_file_written_otherwise_is_not_read_at_all() -> None:
    objects = Objects()
    root = objects.add("<< /Type /Catalog >>")
    file = objects.file(root)
    assert PlainFile(file).root == root
    for other in (
        file.replace(b"xref\n", b"xref\r\n"),
        file + b" ",
        file.replace(b"0000000000 65535 f ", b"0 65535 f "),
    ):
        with pytest.raises(NotPlain):
            PlainFile(other)
