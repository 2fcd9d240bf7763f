"""What a forger can do to a signed PDF, and that none of it passes."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable

import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from hoso.prove.forgeries import FORGERIES, REVISIONS, Sort, forge, updated
from signing.verification import TrustAnchors, Verdict, Verifier
from tests.verification import forgeries
from tests.verification.local_pki import LocalPki, Signing, paper


def codes(verdict: Verdict) -> list[str]:
    return [reason.code for reason in verdict.reasons]


@pytest.mark.parametrize(
    ("attack", "code"),
    [
        (forgeries.page_replaced, "pages_changed"),
        (forgeries.page_removed, "pages_changed"),
        (forgeries.fonts_swapped, "pages_changed"),
        (forgeries.evil_annotation, "annotations_changed"),
        (forgeries.script_added, "modified_after_signing"),
        (forgeries.signature_field_forgotten, "hidden_signature"),
        (forgeries.contents_emptied, "malformed_signature"),
        (forgeries.bytes_appended, "invisible_bytes"),
    ],
    ids=lambda value: value.__name__ if callable(value) else value,
)
def test_an_altered_copy_is_invalid(
    verifier: Verifier, copy: bytes, anchors: TrustAnchors, attack: Callable[[bytes], bytes], code: str
) -> None:
    verdict = verifier.verify(attack(copy), anchors)

    assert verdict.verdict == "invalid"
    assert code in codes(verdict)


def test_signature_wrapping_is_invalid(verifier: Verifier, pki: LocalPki, copy: bytes) -> None:
    verdict = verifier.verify(forgeries.gap_widened(copy), pki.anchors())

    assert verdict.verdict == "invalid"


def test_an_annotation_on_a_certified_page_breaks_the_certification(
    verifier: Verifier, pki: LocalPki, blank: bytes
) -> None:
    certified = pki.sign(blank, Signing(level="B-LT", certify=2))

    verdict = verifier.verify(forgeries.evil_annotation(certified), pki.anchors())

    assert verdict.verdict == "invalid"
    assert not verdict.signatures[0].intact


def test_an_annotation_the_certifier_allows_is_still_not_valid(verifier: Verifier, pki: LocalPki, blank: bytes) -> None:
    certified = pki.sign(blank, Signing(level="B-LT", certify=3))

    verdict = verifier.verify(forgeries.evil_annotation(certified), pki.anchors())

    assert (verdict.verdict, codes(verdict)[0]) == ("indeterminate", "annotations_changed")


def test_a_signature_drawn_over_certified_text_is_caught(verifier: Verifier, pki: LocalPki, blank: bytes) -> None:
    certified = pki.sign(blank, Signing(level="B-LT", certify=2))
    prepared = forgeries.field_for_sneaky_signature(certified)

    forged = pki.sign(prepared, Signing(who="stranger", field="sneaky", level="B-T"))
    verdict = verifier.verify(forged, pki.anchors("root", "stranger"))

    assert verdict.verdict == "indeterminate"
    assert verdict.signatures[0].verdict == "indeterminate"
    assert "signature_drawn_later" in codes(verdict)


def test_nothing_may_follow_a_certification_that_allows_no_change(
    verifier: Verifier, pki: LocalPki, blank: bytes
) -> None:
    certified = pki.sign(blank, Signing(level="B-LT", certify=1))
    after = certified_then_filled(pki, certified)

    verdict = verifier.verify(after, pki.anchors())

    assert verdict.verdict == "invalid"
    assert "certification_broken" in codes(verdict)


def certified_then_filled(pki: LocalPki, certified: bytes) -> bytes:
    """The second field signed all the same, by a program that does not care (pyHanko itself refuses)."""
    relaxed = certified.replace(b"/P 1\n", b"/P 2\n")
    assert relaxed != certified
    signed = pki.sign(relaxed, Signing(who="office", field="office", level="B-T"))
    return signed.replace(b"/P 2\n", b"/P 1\n", 1)


def test_a_second_signer_in_the_field_made_for_it_changes_nothing(
    verifier: Verifier, pki: LocalPki, certified: bytes
) -> None:
    verdict = verifier.verify(pki.sign(certified, Signing(who="office", field="office")), pki.anchors())

    assert verdict.signatures[0].intact
    assert verdict.signatures[0].certified == 2


def test_padding_around_every_signature_is_looked_at(verifier: Verifier, copy: bytes, anchors: TrustAnchors) -> None:
    for _, end in forgeries.gaps(copy):
        altered = copy[: end - 9] + b"1" + copy[end - 8 :]

        verdict = verifier.verify(altered, anchors)

        assert verdict.verdict == "invalid"


def test_the_case_of_a_digit_is_looked_at(verifier: Verifier, copy: bytes, anchors: TrustAnchors) -> None:
    """`a` and `A` are one value to every PDF reader, so no hash of the signature tells them apart."""
    begin, end = forgeries.gaps(copy)[-1]
    letter = next(at for at in range(begin + 1, end) if copy[at : at + 1].isalpha())

    verdict = verifier.verify(copy[:letter] + copy[letter : letter + 1].swapcase() + copy[letter + 1 :], anchors)

    assert verdict.verdict == "indeterminate"


def test_no_single_byte_can_be_changed_unnoticed(verifier: Verifier, copy: bytes, anchors: TrustAnchors) -> None:
    """A sample over the whole file and over each container; `./run prove verdicts` does it fifty thousand times."""
    chance = random.Random(20261120)
    whole = [chance.randrange(len(copy)) for _ in range(40)]
    inside = [at for begin, end in forgeries.gaps(copy) for at in (chance.randrange(begin, end) for _ in range(10))]
    last_begin, last_end = forgeries.gaps(copy)[-1]
    used = last_begin + len(copy[last_begin:last_end].rstrip(b"0>"))
    last = [chance.randrange(last_begin, used) for _ in range(40)]

    survivors = [
        position
        for position, altered in forgeries.one_byte_changed(copy, iter([*whole, *inside, *last]), seed=7)
        if verifier.verify(altered, anchors).verdict == "valid"
    ]

    assert survivors == []


@pytest.mark.parametrize("sort", sorted(FORGERIES))
def test_a_sample_of_the_proof_of_the_copies_finds_nothing_valid(
    verifier: Verifier, copy: bytes, anchors: TrustAnchors, sort: Sort
) -> None:
    """A few of each sort; `./run prove copies` makes twenty-two thousand."""
    forged = [forge(sort, "copy", copy, random.Random(number)) for number in range(12)]

    survivors = [done for changed, done in forged if verifier.verify(changed, anchors).verdict == "valid"]

    assert survivors == []


@pytest.mark.parametrize("name", sorted(REVISIONS))
def test_no_update_of_the_proof_leaves_a_copy_valid(
    verifier: Verifier, copy: bytes, anchors: TrustAnchors, name: str
) -> None:
    update = IncrementalPdfFileWriter(io.BytesIO(copy))
    REVISIONS[name](update, random.Random(1))

    assert verifier.verify(updated(update), anchors).verdict != "valid"


def test_the_case_of_a_letter_in_the_name_of_an_authority_is_looked_at(
    verifier: Verifier, copy: bytes, anchors: TrustAnchors
) -> None:
    """Found by `./run prove copies`: whom a signature names is not signed, and names are alike in capitals and not."""
    begin, end = forgeries.gaps(copy)[-1]
    signed = bytes.fromhex(copy[begin + 1 : end - 1].decode())
    letters = [found.start() for found in re.finditer(rb"[A-Za-z]{3,}", signed)]
    assert len(letters) > 5

    def forged(at: int) -> bytes:
        changed = signed[:at] + signed[at : at + 1].swapcase() + signed[at + 1 :]
        return copy[: begin + 1] + changed.hex().encode() + copy[end - 1 :]

    survivors = [signed[at : at + 12] for at in letters if verifier.verify(forged(at), anchors).verdict == "valid"]

    assert survivors == []


def test_no_byte_hides_between_a_signature_and_its_padding(
    verifier: Verifier, copy: bytes, anchors: TrustAnchors
) -> None:
    """Two zeros of the padding taken into the container, by its length alone."""
    begin, _ = forgeries.gaps(copy)[-1]
    digits = copy[begin + 5 : begin + 9]
    longer = b"%04x" % (int(digits, 16) + 2)

    verdict = verifier.verify(copy[: begin + 5] + longer + copy[begin + 9 :], anchors)

    assert verdict.verdict != "valid"


def test_an_object_slipped_in_where_no_table_lists_it_is_caught(
    verifier: Verifier, pki: LocalPki, blank: bytes
) -> None:
    """Readers that repair files find such objects; those that follow the tables do not."""
    pdf = pki.sign(blank, Signing(level="B-LT"))
    last_table = pdf.rindex(b"xref\n", 0, pdf.rindex(b"startxref"))
    hidden = b"4 0 obj\n<< /Length 9 >>\nstream\n1 0 0 rg \nendstream\nendobj\n"
    moved = pdf[:last_table] + hidden + pdf[last_table:]
    begin, end = moved.rindex(b"startxref\n") + 10, moved.rindex(b"\n%%EOF")
    forged = moved[:begin] + str(last_table + len(hidden)).encode() + moved[end:]

    sound, verdict = (verifier.verify(file, pki.anchors()) for file in (pdf, forged))

    assert sound.verdict == "valid"
    assert (verdict.verdict, codes(verdict)[0]) == ("indeterminate", "unexplained_change")


def test_a_truncated_copy_is_not_valid(verifier: Verifier, copy: bytes, anchors: TrustAnchors) -> None:
    verdicts = {verifier.verify(copy[:-cut], anchors).verdict for cut in (1, 2, 7, 600, len(copy) // 2)}

    assert "valid" not in verdicts


def test_a_timestamp_taken_from_another_signature_is_refused(verifier: Verifier, pki: LocalPki, blank: bytes) -> None:
    one, two = (pki.sign(page, Signing(level="B-LTA")) for page in (blank, paper("Khác")))
    (begin, end), (other_begin, other_end) = forgeries.gaps(one)[-1], forgeries.gaps(two)[-1]
    token = two[other_begin:other_end].rstrip(b">").ljust(end - begin - 1, b"0")[: end - begin - 1] + b">"

    verdict = verifier.verify(one[:begin] + token + one[end:], pki.anchors())

    assert verdict.verdict == "invalid"
    assert verdict.signatures[-1].sub_indication == "HASH_FAILURE"
