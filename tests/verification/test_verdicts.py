"""Who signed, when, and whether that holds: with authorities, OCSP, CRLs and timestamps of a real local PKI."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from pyhanko.sign.fields import SigSeedSubFilter

from signing.verification import Anchor, TrustAnchors, Verdict, Verifier
from tests.verification.local_pki import LocalPki, Signing, paper


def codes(verdict: Verdict) -> list[str]:
    return [reason.code for reason in verdict.reasons]


def soon() -> datetime:
    return datetime.now(UTC) + timedelta(minutes=1)


def test_a_copy_signed_by_person_and_office_is_valid(verifier: Verifier, copy: bytes, anchors: TrustAnchors) -> None:
    verdict = verifier.verify(copy, anchors)

    assert (verdict.verdict, codes(verdict)) == ("valid", ["all_sound"])
    person, office, stamp = verdict.signatures
    assert person.signer == "Nguyễn Thị Ánh"
    assert person.organisation == "UBND phường Thử Nghiệm"
    assert (person.level, person.certified, person.time_source) == ("B-LTA", 2, "timestamp")
    assert (office.level, office.intact, office.covers_whole_file) == ("B-LTA", True, False)
    assert (stamp.kind, stamp.covers_whole_file) == ("document_timestamp", True)
    assert all(item.indication == "TOTAL-PASSED" and item.sub_indication is None for item in verdict.signatures)


def test_validation_data_without_a_document_timestamp_is_enough_for_now(
    verifier: Verifier, pki: LocalPki, blank: bytes
) -> None:
    verdict = verifier.verify(pki.sign(blank, Signing(level="B-LT")), pki.anchors())

    assert verdict.verdict == "valid"
    assert verdict.signatures[0].level == "B-LT"


def test_a_copy_outlives_the_certificates_of_its_signers(verifier: Verifier, pki: LocalPki, copy: bytes) -> None:
    years_later = datetime(2030, 1, 1, tzinfo=UTC)

    verdict = verifier.verify(copy, pki.fresh(years_later, "tsa"), at=years_later)

    assert verdict.verdict == "valid"


def test_the_last_timestamp_needs_fresh_revocation_data(verifier: Verifier, pki: LocalPki, copy: bytes) -> None:
    later = datetime.now(UTC) + timedelta(days=60)

    stale = verifier.verify(copy, pki.anchors(), at=later)
    fresh = verifier.verify(copy, pki.fresh(later, "tsa"), at=later)

    assert (stale.verdict, fresh.verdict) == ("indeterminate", "valid")
    assert "no_revocation_data" in codes(stale)
    assert all(signature.intact for signature in stale.signatures)


def test_a_renewed_copy_stays_valid(verifier: Verifier, pki: LocalPki, copy: bytes) -> None:
    verdict = verifier.verify(pki.timestamp(copy), pki.anchors(), at=soon())

    assert verdict.verdict == "valid"
    assert [signature.kind for signature in verdict.signatures][-2:] == ["document_timestamp"] * 2


def test_a_document_timestamp_alone_proves_the_time(verifier: Verifier, pki: LocalPki, blank: bytes) -> None:
    pdf = pki.timestamp(pki.sign(blank, Signing(level="B-B")))

    verdict = verifier.verify(pdf, pki.fresh(soon()), at=soon())

    assert verdict.verdict == "valid"
    assert verdict.signatures[0].time_source == "timestamp"


def test_no_proof_of_time_is_never_valid(verifier: Verifier, pki: LocalPki, blank: bytes) -> None:
    verdict = verifier.verify(pki.sign(blank, Signing(level="B-B")), pki.fresh(soon()), at=soon())

    assert (verdict.verdict, codes(verdict)) == ("indeterminate", ["no_proof_of_time"])
    assert verdict.signatures[0].time_source == "claimed"
    assert verdict.signatures[0].intact


def test_missing_revocation_data_is_indeterminate(verifier: Verifier, pki: LocalPki, blank: bytes) -> None:
    verdict = verifier.verify(pki.sign(blank, Signing(level="B-T")), pki.anchors())

    assert verdict.verdict == "indeterminate"
    assert codes(verdict)[0] == "no_revocation_data"
    assert verdict.signatures[0].sub_indication == "TRY_LATER"


def test_a_revoked_signer_who_signed_afterwards_has_failed(verifier: Verifier, pki: LocalPki, blank: bytes) -> None:
    pdf = pki.sign(blank, Signing(who="revoked", level="B-T"))

    verdict = verifier.verify(pdf, pki.fresh(soon(), "revoked", "tsa"), at=soon())

    assert (verdict.verdict, codes(verdict)[0]) == ("invalid", "revoked")
    assert (verdict.signatures[0].sub_indication, verdict.signatures[0].intact) == ("REVOKED", True)


def test_a_signature_proven_older_than_the_revocation_stands(verifier: Verifier, pki: LocalPki, blank: bytes) -> None:
    before = datetime(2025, 5, 1, tzinfo=UTC)
    pdf = pki.timestamp(pki.sign(blank, Signing(who="revoked", level="B-T", at=before)), at=before)

    verdict = verifier.verify(pdf, pki.fresh(soon(), "revoked", "tsa"), at=soon())

    assert verdict.signatures[0].time == before
    assert verdict.signatures[0].verdict == "valid", codes(verdict)


def test_an_expired_signer_is_not_valid(verifier: Verifier, pki: LocalPki, blank: bytes) -> None:
    pdf = pki.sign(blank, Signing(who="expired", level="B-T"))

    verdict = verifier.verify(pdf, pki.fresh(soon(), "expired", "tsa"), at=soon())

    assert verdict.verdict == "indeterminate"
    assert codes(verdict)[0] == "expired"


def test_a_certificate_for_a_web_server_does_not_sign_papers(verifier: Verifier, pki: LocalPki, blank: bytes) -> None:
    pdf = pki.sign(blank, Signing(who="server", level="B-T"))

    verdict = verifier.verify(pdf, pki.fresh(soon(), "server", "tsa"), at=soon())

    assert (verdict.verdict, codes(verdict)) == ("indeterminate", ["certificate_not_for_signing"])


def test_certificates_inside_a_file_are_never_roots(verifier: Verifier, pki: LocalPki, copy: bytes) -> None:
    verdict = verifier.verify(copy, TrustAnchors())

    assert verdict.verdict == "indeterminate"
    assert {signature.sub_indication for signature in verdict.signatures} == {"NO_CERTIFICATE_CHAIN_FOUND"}
    assert all(signature.intact for signature in verdict.signatures)


def test_an_end_certificate_may_be_an_anchor_but_proves_nothing_of_revocation(
    verifier: Verifier, pki: LocalPki, blank: bytes
) -> None:
    pdf = pki.sign(blank, Signing(who="stranger", level="B-B"))

    unknown = verifier.verify(pdf, pki.anchors())
    trusted = verifier.verify(pdf, pki.anchors("stranger"))

    assert codes(unknown)[0] == "untrusted"
    assert (trusted.verdict, codes(trusted)[0]) == ("indeterminate", "no_revocation_data")


def test_an_end_certificate_as_anchor_vouches_for_no_other(verifier: Verifier, pki: LocalPki, copy: bytes) -> None:
    verdict = verifier.verify(copy, pki.anchors("ocsp"))

    assert {signature.sub_indication for signature in verdict.signatures} == {"NO_CERTIFICATE_CHAIN_FOUND"}


@pytest.mark.parametrize(
    "dates",
    [{"trusted_until": datetime(2026, 1, 1, tzinfo=UTC)}, {"trusted_from": datetime(2100, 1, 1, tzinfo=UTC)}],
    ids=["withdrawn before", "trusted only later"],
)
def test_an_anchor_counts_between_its_dates(
    verifier: Verifier, pki: LocalPki, copy: bytes, dates: dict[str, datetime]
) -> None:
    verdict = verifier.verify(copy, pki.anchors(**dates))

    assert verdict.verdict == "indeterminate"
    assert "anchor_out_of_dates" in codes(verdict)


def test_what_rests_on_a_demo_anchor_says_so(verifier: Verifier, pki: LocalPki, copy: bytes) -> None:
    verdict = verifier.verify(copy, pki.anchors(demo=True))

    assert verdict.verdict == "valid"
    assert verdict.demo
    assert codes(verdict) == ["all_sound", "demo_authority"]
    assert all(signature.demo for signature in verdict.signatures)


def test_a_signature_not_bound_to_its_certificate_is_open(verifier: Verifier, pki: LocalPki, blank: bytes) -> None:
    pdf = pki.sign(blank, Signing(level="B-LTA", subfilter=SigSeedSubFilter.ADOBE_PKCS7_DETACHED))

    verdict = verifier.verify(pdf, pki.anchors())

    assert verdict.signatures[0].intact
    assert verdict.verdict in ("valid", "indeterminate")
    assert ("no_signing_certificate" in codes(verdict)) == (verdict.verdict == "indeterminate")


def test_judged_as_of_a_time_in_the_past(verifier: Verifier, pki: LocalPki, blank: bytes) -> None:
    then = datetime(2026, 3, 1, tzinfo=UTC)
    pdf = pki.sign(blank, Signing(at=then))

    verdict = verifier.verify(pdf, pki.anchors(), at=then + timedelta(days=1))

    assert verdict.verdict == "valid"
    assert verdict.checked_at == then + timedelta(days=1)


def test_a_signature_from_the_future_is_not_valid(verifier: Verifier, pki: LocalPki, copy: bytes) -> None:
    verdict = verifier.verify(copy, pki.anchors(), at=datetime(2021, 1, 1, tzinfo=UTC))

    assert verdict.verdict == "indeterminate"


def test_the_wrong_root_with_the_right_name_is_no_anchor(
    verifier: Verifier, pki: LocalPki, copy: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    impostor = LocalPki(tmp_path_factory.mktemp("impostor"))

    verdict = verifier.verify(copy, impostor.anchors())

    assert verdict.verdict == "indeterminate"
    assert all(signature.sub_indication == "NO_CERTIFICATE_CHAIN_FOUND" for signature in verdict.signatures)


def test_one_signature_out_of_two_in_doubt_makes_the_file_doubtful(
    verifier: Verifier, pki: LocalPki, certified: bytes
) -> None:
    pdf = pki.sign(certified, Signing(who="stranger", field="office", level="B-T"))

    verdict = verifier.verify(pdf, replace(pki.fresh(soon()), anchors=pki.anchors().anchors), at=soon())

    assert [signature.verdict for signature in verdict.signatures] == ["valid", "indeterminate"]
    assert verdict.verdict == "indeterminate"


def test_a_file_without_signature_is_indeterminate(verifier: Verifier, anchors: TrustAnchors) -> None:
    verdict = verifier.verify(paper(), anchors)

    assert (verdict.verdict, codes(verdict), verdict.signatures) == ("indeterminate", ["no_signature"], ())


def test_anchor_files_are_pem_or_der(pki: LocalPki, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("anchors")
    der = pki.certificate("root").dump()
    (folder / "root.der").write_bytes(der)

    assert TrustAnchors.from_files([folder / "root.der"]) == TrustAnchors((Anchor(der),))
