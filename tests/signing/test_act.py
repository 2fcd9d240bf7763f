"""The act of certification: from request to issued copy, and every way in which there is none."""

from __future__ import annotations

import errno
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from signing import act
from signing.services import SigningServices
from signing.trust import Trust
from signing.verification import verify
from storage.copies import copies, register
from storage.copies.tables import CertifiedCopy
from storage.documents import review
from storage.offices import people
from storage.scope import system
from terms.errors import HosoError
from tests.signing.scene import CERTIFIER_PIN, NOTHING_APPLIES, OFFICE_PIN, Counter, restarted
from tests.verapdf import assert_pdfa


def begin(counter: Counter, request: act.CopyRequest | None = None, who: str = "anh") -> act.Certified:
    return act.begin(counter.services, counter.tokens[who], CERTIFIER_PIN, request or counter.request())


def seal(counter: Counter, copy_id: str, who: str = "dung") -> act.Issued:
    return act.seal(counter.services, counter.tokens[who], OFFICE_PIN, copy_id)


def with_settings(counter: Counter, **settings: object) -> SigningServices:
    """The same services as the counter's, otherwise configured."""
    changed = replace(counter.services.settings, **settings)  # type: ignore[arg-type]
    return replace(counter.services, settings=changed)


def test_certified_by_one_sealed_by_another_and_valid_everywhere(any_counter: Counter) -> None:
    counter = any_counter
    certified = begin(counter)
    assert counter.copy(certified.copy_id).state == "certified"
    issued = seal(counter, certified.copy_id)

    copy = counter.copy(certified.copy_id)
    assert (copy.state, copy.status, copy.pdf_sha256) == ("issued", "in_force", issued.pdf_sha256)
    (entry,) = counter.entries()
    assert (entry.number, entry.state, entry.fee, entry.signer_name) == (1, "issued", 2000, "Nguyễn Thị Ánh")

    path = counter.issued_file(issued.pdf_sha256)
    verdict = verify(path, Trust(counter.services.settings).anchors)
    assert verdict.verdict == "valid", verdict.to_json()
    assert [one.level for one in verdict.signatures][:2] == ["B-LTA", "B-LTA"]
    assert_pdfa(path, "3b")
    told = subprocess.run(["pdfsig", path], capture_output=True, text=True, check=True).stdout
    assert told.count("Signature is Valid.") == 2


# --- nothing is begun that the law refuses, and no number is taken for it


def test_answers_and_ticks_are_asked_before_anything_else(counter: Counter) -> None:
    """Which answers will do: tests/signing/test_law.py."""
    document_id = counter.document()
    refused(counter, counter.request(document_id, answers={}), "answers_incomplete")
    refused(counter, counter.request(document_id, pages_compared=[]), "answers_incomplete")
    refused(counter, counter.request(document_id, pages_compared=[1, 2]), "answers_incomplete")
    refused(counter, counter.request(document_id, answers=NOTHING_APPLIES | {"secret": True}), "refused_by_law")


def test_the_document_was_confirmed_by_a_person(counter: Counter) -> None:
    document_id = counter.document()
    with counter.database.session() as session:
        reviewer = people.actor_for(session, counter.people["anh"])
        document = review.document_by_id(session, reviewer, document_id)
        review.reopen(session, reviewer, document_id, document.version)
    refused(counter, counter.request(document_id), "wrong_state")


def test_a_register_is_open(counter: Counter) -> None:
    program = system(counter.office_id)
    with counter.database.session() as session:
        book = register.open_register_of(session, program)
        assert book is not None
        keeper = people.actor_for(session, counter.people["dung"])
        counted = register.count_register(session, keeper, book.id)
        register.close_register(session, keeper, book.id, counted=counted, closing_sha256="0" * 64)
    with pytest.raises(HosoError) as refusal:
        begin(counter)
    assert refusal.value.code == "no_open_register"


def test_the_requester_has_a_name(counter: Counter) -> None:
    refused(counter, counter.request(requester_name="  "), "bad_request")


@pytest.mark.parametrize("name", ["Bằng 证书", "Giấy \U0001f389", "Giấy\x07tờ", "x" * 501])
def test_a_name_that_cannot_be_printed_whole_is_refused(counter: Counter, name: str) -> None:
    refused(counter, counter.request(original_name=name), "bad_request")


@pytest.mark.parametrize("pin", ["", "1" * 300, "\udcff", "\x00"])
def test_a_strange_pin_is_a_wrong_pin(counter: Counter, pin: str) -> None:
    with pytest.raises(HosoError) as refusal:
        act.begin(counter.services, counter.tokens["anh"], pin, counter.request())
    assert refusal.value.code == "wrong_pin"


def test_a_batch_of_three_takes_one_pin_each(counter: Counter) -> None:
    requests = [counter.request() for _ in range(3)]
    worker = counter.services.worker
    with worker.open_batch(counter.tokens["anh"], CERTIFIER_PIN, "certify", count=3) as batch:
        certified = [act.begin_in(counter.services, batch, request) for request in requests]
    with worker.open_batch(counter.tokens["dung"], OFFICE_PIN, "seal", count=3) as batch:
        for one in certified:
            act.seal_in(counter.services, batch, one.copy_id)
    assert [(entry.number, entry.state) for entry in counter.entries()] == [(1, "issued"), (2, "issued"), (3, "issued")]


def test_only_a_certifier_certifies(counter: Counter) -> None:
    refused(counter, counter.request(), "not_allowed", who="dung")


def test_nobody_certifies_with_a_session_that_ended(counter: Counter) -> None:
    with pytest.raises(HosoError) as refusal:
        act.begin(counter.services, "no such token", CERTIFIER_PIN, counter.request())
    assert refusal.value.code == "not_signed_in"
    assert counter.entries() == []


def test_a_wrong_pin_costs_no_number(counter: Counter) -> None:
    with pytest.raises(HosoError) as refusal:
        act.begin(counter.services, counter.tokens["anh"], "999999", counter.request())
    assert refusal.value.code == "wrong_pin"
    assert counter.entries() == []


def test_a_certificate_that_may_not_sign_costs_no_number(counter: Counter) -> None:
    with counter.database.session() as session:  # the key of a colleague, assigned by mistake
        session.get_one(type(counter.people["anh"]), counter.people["anh"].id).key_name = "binh"
    refused(counter, counter.request(), "certificate_wrong_holder")


def test_a_second_copy_of_a_document_waits_for_the_first(counter: Counter) -> None:
    document_id = counter.document()
    first = begin(counter, counter.request(document_id))
    with pytest.raises(HosoError) as refusal:
        begin(counter, counter.request(document_id))
    assert refusal.value.code == "wrong_state"
    seal(counter, first.copy_id)
    assert begin(counter, counter.request(document_id)).number == 2


# --- a failure after the number was taken leaves a void with its reason, and no copy


def test_a_scan_that_cannot_be_taken_over_voids_the_number(counter: Counter, tmp_path: Path) -> None:
    (tmp_path / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 no picture at all")
    document_id = counter.document([tmp_path / "broken.jpg"])
    with pytest.raises(HosoError) as failure:
        begin(counter, counter.request(document_id))
    assert failure.value.code == "damaged"
    voided(counter, failure.value.message("vi"))
    assert begin(counter).number == 2  # never used again


def test_a_timestamp_authority_that_is_down_voids_the_number(counter: Counter) -> None:
    down = with_settings(counter, timestamp_url="http://127.0.0.1:9/", timestamp_timeout_s=1.0)
    with restarted(counter, down) as counter:
        with pytest.raises(HosoError) as failure:
            begin(counter)
        assert failure.value.code == "timestamp_unavailable"
        voided(counter, failure.value.message("vi"))


@pytest.mark.parametrize("write", [1, 2], ids=["the unsigned copy", "the certified copy"])
def test_a_full_disk_voids_the_number(counter: Counter, monkeypatch: pytest.MonkeyPatch, write: int) -> None:
    request = counter.request()
    fill_disk_at(monkeypatch, write)
    with pytest.raises(HosoError) as failure:
        begin(counter, request)
    assert failure.value.code == "disk_full"
    voided(counter, failure.value.message("vi"))


def test_a_worker_that_is_gone_is_said_before_a_number_is_taken(counter: Counter) -> None:
    gone = with_settings(counter, folder=counter.services.settings.folder / "nowhere")
    with pytest.raises(HosoError) as failure:
        act.begin(gone, counter.tokens["anh"], CERTIFIER_PIN, counter.request())
    assert failure.value.code == "worker_unavailable"
    assert counter.entries() == []


# --- the seal


def test_nobody_seals_what_they_certified(counter: Counter) -> None:
    """Bình may certify and may seal; not both on one copy."""
    certified = begin(counter, who="binh")
    with pytest.raises(HosoError) as refusal:
        seal(counter, certified.copy_id, who="binh")
    assert refusal.value.code == "same_person_twice"
    assert counter.copy(certified.copy_id).state == "certified"
    seal(counter, certified.copy_id)


def test_a_certifier_without_the_seal_cannot_seal(counter: Counter) -> None:
    certified = begin(counter, who="binh")
    with pytest.raises(HosoError) as refusal:
        seal(counter, certified.copy_id, who="anh")
    assert refusal.value.code == "not_allowed"


def test_what_fails_around_the_seal_leaves_the_copy_waiting(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    certified = begin(counter)
    with pytest.raises(HosoError) as refusal:
        act.seal(counter.services, counter.tokens["dung"], "999999", certified.copy_id)
    assert refusal.value.code == "wrong_pin"

    with monkeypatch.context() as full:
        fill_disk_at(full, 1)
        with pytest.raises(HosoError) as failure:
            seal(counter, certified.copy_id)
    assert failure.value.code == "disk_full"

    down = with_settings(counter, timestamp_url="http://127.0.0.1:9/", timestamp_timeout_s=1.0)
    with restarted(counter, down) as without_time:
        with pytest.raises(HosoError) as failure:
            seal(without_time, certified.copy_id)
        assert failure.value.code == "timestamp_unavailable"
        assert counter.copy(certified.copy_id).state == "certified"
    with restarted(counter, counter.services):
        seal(counter, certified.copy_id)
    assert [entry.state for entry in counter.entries()] == ["issued"]


def test_a_certified_copy_that_was_tampered_with_is_never_sealed(counter: Counter) -> None:
    certified = begin(counter)
    path = counter.services.blobs.path(counter.copy(certified.copy_id).certified_sha256 or "")
    path.chmod(0o600)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(HosoError) as failure:
        seal(counter, certified.copy_id)
    assert failure.value.code == "blob_altered"
    voided(counter, failure.value.message("vi"))


def test_the_seal_keeper_sends_back_with_a_reason(counter: Counter) -> None:
    certified = begin(counter)
    with pytest.raises(HosoError):
        act.send_back(counter.services, counter.tokens["dung"], certified.copy_id, " ")
    with pytest.raises(HosoError) as refusal:
        act.send_back(counter.services, counter.tokens["anh"], certified.copy_id, "Mờ")
    assert refusal.value.code == "not_allowed"
    act.send_back(counter.services, counter.tokens["dung"], certified.copy_id, "Trang 1 mờ, quét lại")
    voided(counter, "Trả lại: Trang 1 mờ, quét lại")


def test_an_issued_copy_is_annulled_by_decision_and_its_number_stays(counter: Counter) -> None:
    certified = begin(counter)
    seal(counter, certified.copy_id)
    decision = copies.Annulment("12/QĐ-UBND", "2026-11-20")
    with pytest.raises(HosoError) as refusal:
        act.annul(counter.services, counter.tokens["dung"], certified.copy_id, decision)
    assert refusal.value.code == "not_allowed"
    act.annul(counter.services, counter.tokens["anh"], certified.copy_id, decision)
    assert counter.copy(certified.copy_id).status == "annulled"
    assert [entry.state for entry in counter.entries()] == ["issued"]


# --- the database has the last word


def test_the_database_refuses_an_issued_copy_that_is_not_whole(any_counter: Counter) -> None:
    values = {"id": begin(any_counter).copy_id, "keeper": any_counter.people["dung"].id}
    whole = "state = 'issued', seal_keeper_id = :keeper, pdf_sha256 = 'x'"
    for change in (
        "seal_keeper_id = certifier_id",
        "state = 'issued'",
        "state = 'issued', seal_keeper_id = :keeper",
        whole.replace(":keeper", "certifier_id"),
        f"{whole}, answers = NULL",
        f"{whole}, pages_compared = NULL",
        f"{whole}, entry_id = NULL",
    ):
        statement = text(f"UPDATE certified_copies SET {change} WHERE id = :id")
        used = {name: value for name, value in values.items() if f":{name}" in statement.text}
        with pytest.raises(IntegrityError), any_counter.database.engine.begin() as connection:
            connection.execute(statement, used)


def test_side_by_side_no_number_is_given_twice_and_none_is_missing(any_counter: Counter) -> None:
    counter = any_counter
    requests = [counter.request() for _ in range(5)]
    requests.append(replace(counter.request(), requester_name=" "))  # refused: takes none

    def one(request: act.CopyRequest) -> int | str:
        try:
            certified = begin(counter, request)
            seal(counter, certified.copy_id)
        except HosoError as error:
            return error.code
        return certified.number

    with ThreadPoolExecutor(6) as pool:
        numbers = list(pool.map(one, requests))
    assert sorted(map(str, numbers)) == ["1", "2", "3", "4", "5", "bad_request"]
    assert [(entry.number, entry.state) for entry in counter.entries()] == [(n, "issued") for n in range(1, 6)]


def test_what_was_done_is_in_the_audit_log_and_no_pin_is_anywhere(
    counter: Counter, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    pin = "PIN-rất-riêng-7351"
    certified = begin(counter)
    with pytest.raises(HosoError):
        act.seal(counter.services, counter.tokens["dung"], pin, certified.copy_id)
    seal(counter, certified.copy_id)
    with counter.database.engine.connect() as connection:
        done = connection.execute(text("SELECT action FROM audit_entries")).scalars().all()
    expected = {"key.open", "key.wrong_pin", "register.reserve", "copy.begin", "copy.certify", "copy.issue"}
    assert expected <= set(done)
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert pin.encode() not in path.read_bytes(), path
    assert pin not in caplog.text


# --- helpers


def refused(counter: Counter, request: act.CopyRequest, code: str, who: str = "anh") -> None:
    """Certifying is refused with `code`, and no number was taken."""
    with pytest.raises(HosoError) as refusal:
        begin(counter, request, who)
    assert refusal.value.code == code
    assert counter.entries() == []


def voided(counter: Counter, reason: str) -> None:
    """The one number taken is void with this reason, the copy too, and nobody can look it up as a copy."""
    (entry,) = counter.entries()
    assert (entry.state, entry.void_reason) == ("void", reason)
    with counter.database.session() as session:
        (copy,) = session.query(CertifiedCopy).all()
        public = copies.copy_by_code(session, copy.code)
    assert (copy.state, copy.status, copy.pdf_sha256) == ("void", "void", None)
    assert copy.certified_sha256 is None or not counter.services.blobs.exists(copy.certified_sha256)
    assert public is None or public.status == "void"


def fill_disk_at(monkeypatch: pytest.MonkeyPatch, write: int) -> None:
    """The disk is full when the blob store makes its `write`-th file durable, and from then on."""
    real, count = os.fsync, 0

    def fsync(handle: int) -> None:
        nonlocal count
        count += os.fstat(handle).st_mode & 0o170000 == 0o100000  # files, not folders
        if count >= write:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(handle)

    monkeypatch.setattr("storage.blobs.store.os.fsync", fsync)
