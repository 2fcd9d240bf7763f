"""Signing on a person's own machine: the file leaves, comes back signed once, and nothing else is taken for it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import update

from signing import act, errands, prepared
from signing.authority import DemoAuthority
from signing.errands import Sent
from signing.trust import Trust
from signing.verification import verify
from storage.blobs import FolderBlobStore
from storage.copies.tables import CertifiedCopy
from storage.database import Database, now
from storage.offices.second_factor import set_second_factor
from storage.scope import system
from storage.signings.errands import errand_by_id
from storage.signings.tables import AgentErrand
from storage.signings.terms import set_term
from terms.errors import AccessError, HosoError
from tests.signing.agent_program import (
    Program,
    another_attachment,
    another_page,
    grown_field,
    rewritten,
    updated,
)  # fmt: skip
from tests.signing.scene import CERTIFIER_PIN, OFFICE_PIN, Counter, make_counter


@pytest.fixture
def programs(authority: DemoAuthority) -> dict[str, Program]:
    """The signing programs of Ánh, Bình and the seal keeper, each with the key of its owner."""
    pins = {"anh": CERTIFIER_PIN, "binh": CERTIFIER_PIN, "office": OFFICE_PIN}
    return {name: Program.holding(authority.source(name), pin) for name, pin in pins.items()}


@pytest.fixture
def desk(
    sqlite: Database, tmp_path: Path, authority: DemoAuthority, programs: dict[str, Program], scan: Path
) -> Iterator[Counter]:
    """A counter whose keys lie with their owners: here are only the certificates."""
    keys = tmp_path / "signing" / "keys"
    keys.mkdir()
    for name in ("anh", "office"):
        certificates = authority.folder / "keys" / f"{name}.crt.pem"
        (keys / f"{name}.agent.pem").write_bytes(certificates.read_bytes())
    with make_counter(sqlite, tmp_path, scan, agents=True) as counter:
        yield counter


def put_off(desk: Counter) -> str:
    """A paper that Ánh has compared: the id of its prepared copy."""
    return prepared.put_off(desk.services, desk.tokens["anh"], desk.request())


def out(desk: Counter) -> tuple[Sent, bytes]:
    """A copy that is out to be certified, and the file that left."""
    sent = errands.send_out(desk.services, desk.tokens["anh"], put_off(desk))
    return sent, errands.collect(desk.services, sent.token)


def certified(desk: Counter, programs: dict[str, Program]) -> str:
    sent, pdf = out(desk)
    errands.hand_back(desk.services, sent.token, programs["anh"].sign(pdf))
    return sent.copy_id


def refused(desk: Counter, sent: Sent, data: bytes) -> str:
    """The code with which this file is turned away."""
    with pytest.raises(HosoError) as refusal:
        errands.hand_back(desk.services, sent.token, data)
    return refusal.value.code


def errand(desk: Counter, sent: Sent) -> AgentErrand:
    with desk.database.session() as session:
        return errand_by_id(session, system(desk.office_id), sent.errand_id)


def stored(desk: Counter) -> int:
    assert isinstance(desk.services.blobs, FolderBlobStore)
    return len(list(desk.services.blobs))


def _bring_at_once(desk: Counter, program: Program) -> None:
    """Four bring the same file back at once: one is taken, and the others do not take its file away."""
    sent, pdf = out(desk)
    signed, said = program.sign(pdf), []

    def bring() -> None:
        try:
            said.append(errands.hand_back(desk.services, sent.token, signed).sha256)
        except HosoError as error:
            said.append(error.code)

    threads = [threading.Thread(target=bring) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    copy = desk.copy(sent.copy_id)
    assert copy.state == "certified"
    assert sorted(said) == sorted([str(copy.certified_sha256), *["errand_settled"] * 3])
    assert desk.issued_file(str(copy.certified_sha256)).read_bytes() == signed


class TestTheWayThereAndBack:
    def test_both_sign_on_their_own_machines_and_the_copy_is_issued_whole(
        self, desk: Counter, programs: dict[str, Program]
    ) -> None:
        copy_id = certified(desk, programs)
        assert desk.copy(copy_id).state == "certified"
        sent = errands.send_out(desk.services, desk.tokens["dung"], copy_id)
        assert sent.purpose == "seal"
        back = errands.hand_back(
            desk.services, sent.token, programs["office"].sign(errands.collect(desk.services, sent.token))
        )
        copy = desk.copy(copy_id)
        assert (copy.state, copy.pdf_sha256, copy.seal_keeper_id) == ("issued", back.sha256, desk.people["dung"].id)
        verdict = verify(desk.issued_file(back.sha256), Trust(desk.services.settings).anchors)
        assert verdict.verdict == "valid", verdict.to_json()
        assert [one.intact for one in verdict.signatures] == [True] * 3
        assert [entry.state for entry in desk.entries()] == ["issued"]

    def test_a_copy_certified_at_home_is_sealed_with_a_pin(
        self, desk: Counter, authority: DemoAuthority, programs: dict[str, Program]
    ) -> None:
        copy_id = certified(desk, programs)
        (desk.services.settings.folder / "keys" / "office.agent.pem").unlink()  # the demo authority's key is used
        issued = act.seal(desk.services, desk.tokens["dung"], OFFICE_PIN, copy_id)
        verdict = verify(desk.issued_file(issued.pdf_sha256), Trust(desk.services.settings).anchors)
        assert verdict.verdict == "valid", verdict.to_json()

    def test_what_left_is_forgotten_once_it_is_back(self, desk: Counter, programs: dict[str, Program]) -> None:
        before = put_off(desk)
        count = stored(desk)
        sent = errands.send_out(desk.services, desk.tokens["anh"], before)
        pdf = errands.collect(desk.services, sent.token)
        errands.hand_back(desk.services, sent.token, programs["anh"].sign(pdf))
        assert stored(desk) == count + 1
        assert list(desk.services.settings.returned.iterdir()) == []

    def test_the_number_is_taken_when_the_file_leaves(self, desk: Counter) -> None:
        out(desk)
        assert [(entry.number, entry.state) for entry in desk.entries()] == [(1, "reserved")]


# What comes back instead of the signed file, and how it is turned away.
HOSTILE: dict[str, tuple[Callable[[bytes, dict[str, Program]], bytes], str]] = {
    "unsigned": (lambda pdf, _: pdf, "errand_unsigned"),
    "empty": (lambda pdf, _: b"", "errand_other_file"),
    "another file": (lambda pdf, _: b"%PDF-1.7\n" + b"x" * len(pdf), "errand_other_file"),
    "a byte of it changed": (lambda pdf, p: _changed(p["anh"].sign(pdf)), "errand_rewritten"),
    "written anew": (lambda pdf, p: p["anh"].sign(rewritten(pdf)), "errand_rewritten"),
    "cut short": (lambda pdf, p: p["anh"].sign(pdf)[: len(pdf) - 10], "errand_rewritten"),
    "signed by another": (lambda pdf, p: p["binh"].sign(pdf), "errand_other_certificate"),
    "signed twice": (lambda pdf, p: p["binh"].sign(p["anh"].sign(pdf)), "errand_two_signatures"),
    "signed in the office's field": (lambda pdf, p: p["anh"].sign(pdf, "CoQuanChungThuc"), "errand_other_field"),
    "updated, not signed": (lambda pdf, _: updated(pdf, another_page), "errand_unsigned"),
    "another page first": (lambda pdf, p: p["anh"].sign(updated(pdf, another_page)), "errand_changed"),
    "a field grown over the page": (lambda pdf, p: p["anh"].sign(updated(pdf, grown_field)), "errand_changed"),
    "the attachments taken away": (lambda pdf, p: p["anh"].sign(updated(pdf, another_attachment)), "errand_changed"),
    "changed after signing": (lambda pdf, p: updated(p["anh"].sign(pdf), another_page), "errand_unsound"),
    "bytes behind it": (lambda pdf, p: p["anh"].sign(pdf) + b"\n%%EOF\n", "errand_unsound"),
    "the signature broken": (lambda pdf, p: _broken(p["anh"].sign(pdf), len(pdf)), "errand_unsound"),
    "rubbish behind it": (lambda pdf, _: pdf + b"\x00" * 5000, "errand_unsound"),
}  # fmt: skip


def _changed(pdf: bytes) -> bytes:
    return pdf[:100] + bytes([pdf[100] ^ 1]) + pdf[101:]


def _broken(pdf: bytes, after: int) -> bytes:
    """The last digits of what stands in the field, which are the signature itself, are others."""
    start = pdf.index(b"/Contents <", after) + len(b"/Contents <")
    end = start + len(pdf[start : pdf.index(b">", start)].rstrip(b"0")) - 10
    return pdf[:end] + (b"0" if pdf[end : end + 1] != b"0" else b"1") + pdf[end + 1 :]


class TestHostileReturns:
    @pytest.mark.parametrize("what", HOSTILE)
    def test_nothing_else_is_taken_for_the_signed_file(
        self, desk: Counter, programs: dict[str, Program], what: str
    ) -> None:
        make, code = HOSTILE[what]
        sent, pdf = out(desk)
        count = stored(desk)
        assert refused(desk, sent, make(pdf, programs)) == code
        assert (errand(desk, sent).state, errand(desk, sent).error) == ("refused", code)
        assert desk.copy(sent.copy_id).state == "prepared"  # compared it was: it can be signed again
        (entry,) = desk.entries()
        assert entry.state == "void"
        assert entry.void_reason
        assert stored(desk) == count - 1
        assert list(desk.services.settings.returned.iterdir()) == []

    def test_each_has_a_message_of_its_own(self) -> None:
        codes = {code for _, code in HOSTILE.values()} | {"errand_settled", "errand_expired", "errand_unknown"}
        for language in ("vi", "en"):
            assert len({HosoError(code).message(language) for code in codes}) == len(codes) == 11

    def test_it_can_be_sent_again_and_gets_another_number(self, desk: Counter, programs: dict[str, Program]) -> None:
        sent, pdf = out(desk)
        refused(desk, sent, pdf)
        again = errands.send_out(desk.services, desk.tokens["anh"], sent.copy_id)
        errands.hand_back(desk.services, again.token, programs["anh"].sign(errands.collect(desk.services, again.token)))
        assert [(entry.number, entry.state) for entry in desk.entries()] == [(1, "void"), (2, "reserved")]

    def test_the_file_of_an_earlier_errand_is_another_file(self, desk: Counter, programs: dict[str, Program]) -> None:
        first, pdf = out(desk)
        signed = programs["anh"].sign(pdf)
        errands.call_off_all(desk.services, desk.tokens["anh"], first.copy_id)
        second = errands.send_out(desk.services, desk.tokens["anh"], first.copy_id)
        assert refused(desk, first, signed) == "errand_settled"
        assert refused(desk, second, signed) in ("errand_other_file", "errand_rewritten")

    def test_what_came_back_comes_back_once(self, desk: Counter, programs: dict[str, Program]) -> None:
        sent, pdf = out(desk)
        signed = programs["anh"].sign(pdf)
        back = errands.hand_back(desk.services, sent.token, signed)
        assert refused(desk, sent, signed) == "errand_settled"
        assert desk.issued_file(back.sha256).read_bytes() == signed
        with pytest.raises(HosoError) as refusal:
            errands.collect(desk.services, sent.token)
        assert refusal.value.code == "errand_settled"

    def test_what_comes_late_is_not_taken(self, desk: Counter, programs: dict[str, Program]) -> None:
        sent, pdf = out(desk)
        signed = programs["anh"].sign(pdf)
        with desk.database.session() as session:
            session.execute(update(AgentErrand).values(expires_at=now()))
        assert refused(desk, sent, signed) == "errand_expired"
        assert desk.copy(sent.copy_id).state == "prepared"

    def test_too_much_is_not_even_written_down(self, desk: Counter) -> None:
        sent, pdf = out(desk)
        assert refused(desk, sent, pdf + bytes(5 * 1024 * 1024)) == "too_large"
        assert errand(desk, sent).state == "out"

    def test_a_token_nobody_gave_out_opens_nothing(self, desk: Counter) -> None:
        out(desk)
        for token in ("", "x" * 43, "Ổ"):
            with pytest.raises(AccessError) as refusal:
                errands.collect(desk.services, token)
            assert refusal.value.code == "errand_unknown"

    def test_at_the_seal_a_hostile_return_leaves_the_copy_waiting(
        self, desk: Counter, programs: dict[str, Program]
    ) -> None:
        copy_id = certified(desk, programs)
        sent = errands.send_out(desk.services, desk.tokens["dung"], copy_id)
        pdf = errands.collect(desk.services, sent.token)
        assert refused(desk, sent, programs["office"].sign(updated(pdf, another_page))) in (
            "errand_changed",
            "errand_unsound",
        )
        assert desk.copy(copy_id).state == "certified"
        assert [entry.state for entry in desk.entries()] == ["reserved"]
        assert desk.issued_file(str(desk.copy(copy_id).certified_sha256)).read_bytes() == pdf


class TestWhoAndWhen:
    def test_the_seam_is_closed_unless_the_settings_open_it(self, counter: Counter) -> None:
        copy_id = put_off(counter)
        with pytest.raises(HosoError) as refusal:
            errands.send_out(counter.services, counter.tokens["anh"], copy_id)
        assert refusal.value.code == "agents_closed"
        with pytest.raises(HosoError) as refusal:
            counter.services.worker.ask({"do": "take_back", "errand": "x", "file": "0" * 32})
        assert refusal.value.code == "agents_closed"

    def test_a_revoked_certificate_is_refused_before_a_number_is_taken(
        self, desk: Counter, authority: DemoAuthority
    ) -> None:
        copy_id = put_off(desk)
        authority.revoke(Trust(desk.services.settings).source("anh").held_elsewhere().certificate)
        with pytest.raises(HosoError) as refusal:
            errands.send_out(desk.services, desk.tokens["anh"], copy_id)
        assert refusal.value.code == "certificate_revoked"
        assert desk.entries() == []

    def test_a_certificate_revoked_while_the_file_was_out_is_refused(
        self, desk: Counter, authority: DemoAuthority, programs: dict[str, Program]
    ) -> None:
        sent, pdf = out(desk)
        authority.revoke(Trust(desk.services.settings).source("anh").held_elsewhere().certificate)
        assert refused(desk, sent, programs["anh"].sign(pdf)) == "certificate_revoked"

    def test_who_has_left_meanwhile_signs_no_more(self, desk: Counter, programs: dict[str, Program]) -> None:
        sent, pdf = out(desk)
        with desk.database.session() as session:
            session.get_one(type(desk.people["anh"]), desk.people["anh"].id).active = False
        assert refused(desk, sent, programs["anh"].sign(pdf)) == "not_allowed"

    def test_a_certifier_does_not_seal_their_own_copy(self, desk: Counter) -> None:
        copy_id = prepared.put_off(desk.services, desk.tokens["anh"], desk.request())
        with desk.database.session() as session:
            session.get_one(CertifiedCopy, copy_id).certifier_id = desk.people["binh"].id
        with pytest.raises(HosoError):
            errands.send_out(desk.services, desk.tokens["binh"], copy_id)  # no key of his lies elsewhere

    def test_only_who_sent_it_calls_it_off(self, desk: Counter) -> None:
        sent, _ = out(desk)
        with pytest.raises(AccessError):
            errands.call_off_all(desk.services, desk.tokens["binh"], sent.copy_id)
        assert errands.call_off_all(desk.services, desk.tokens["anh"], sent.copy_id) == 1
        assert desk.copy(sent.copy_id).state == "prepared"
        with pytest.raises(HosoError) as refusal:
            errands.collect(desk.services, sent.token)
        assert refusal.value.code == "errand_settled"

    def test_a_key_at_home_opens_with_no_pin_here_and_one_here_is_not_sent_for(self, desk: Counter) -> None:
        with pytest.raises(HosoError) as refusal:
            act.begin(desk.services, desk.tokens["anh"], CERTIFIER_PIN, desk.request())
        assert refusal.value.code == "key_at_agent"
        other = prepared.put_off(desk.services, desk.tokens["binh"], desk.request())
        with pytest.raises(HosoError) as refusal:
            errands.send_out(desk.services, desk.tokens["binh"], other)
        assert refusal.value.code == "key_not_at_agent"
        assert desk.entries() == []

    def test_with_no_worker_the_file_may_be_brought_again(self, desk: Counter, programs: dict[str, Program]) -> None:
        sent, pdf = out(desk)
        signed = programs["anh"].sign(pdf)
        nowhere = replace(
            desk.services, settings=replace(desk.services.settings, folder=desk.services.settings.folder / "gone")
        )
        with pytest.raises(HosoError) as refusal:
            errands.hand_back(nowhere, sent.token, signed)
        assert refusal.value.code == "worker_unavailable"
        errands.hand_back(desk.services, sent.token, signed)
        assert desk.copy(sent.copy_id).state == "certified"

    def test_who_is_in_no_term_today_sends_nothing_out(self, desk: Counter) -> None:
        copy_id = put_off(desk)
        with desk.database.session() as session:
            set_term(
                session, system(desk.office_id), desk.people["anh"].id, purpose="certify", title="Phó Chủ tịch",
                first_day="2020-01-01", last_day="2020-12-31",
            )  # fmt: skip
        with pytest.raises(AccessError) as refusal:
            errands.send_out(desk.services, desk.tokens["anh"], copy_id)
        assert refusal.value.code == "no_term"
        assert desk.entries() == []

    def test_an_office_that_asks_for_a_second_factor_each_time_sends_nothing_out(self, desk: Counter) -> None:
        copy_id = put_off(desk)
        with desk.database.session() as session:
            set_second_factor(session, None, desk.office_id, "always")
        with pytest.raises(AccessError) as refusal:
            errands.send_out(desk.services, desk.tokens["anh"], copy_id)
        assert refusal.value.code == "agents_second_factor"


class TestOnEachDatabase:
    def test_of_two_at_once_one_is_taken(
        self, database: Database, tmp_path: Path, authority: DemoAuthority, programs: dict[str, Program], scan: Path
    ) -> None:
        keys = tmp_path / "signing" / "keys"
        keys.mkdir()
        (keys / "anh.agent.pem").write_bytes((authority.folder / "keys" / "anh.crt.pem").read_bytes())
        with make_counter(database, tmp_path, scan, agents=True) as desk:
            _bring_at_once(desk, programs["anh"])
