"""The signing worker believes nobody: it looks up for itself who acts and what stands in the copy's row."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from signing import act, channel
from signing.act import _reserve, build_unsigned, signed_in_as
from signing.batches import WRONG_PINS
from signing.channel import Batch, WorkerClient
from signing.services import SigningServices
from signing.worker import CUT_SHORT, serve, void_cut_short
from storage.offices.signin import sign_out
from terms.errors import HosoError, StateError
from tests.signing.scene import CERTIFIER_PIN, OFFICE_PIN, Counter, running

ROOT = Path(__file__).resolve().parents[2]


def opened(counter: Counter, who: str = "anh", purpose: channel.Purpose = "certify", count: int = 1) -> Batch:
    pin = CERTIFIER_PIN if purpose == "certify" else OFFICE_PIN
    return counter.services.worker.open_batch(counter.tokens[who], pin, purpose, count=count)


def drafted(counter: Counter, batch: Batch) -> tuple[str, str]:
    """A draft with its number, and its unsigned file: all that comes before the certifier's signature."""
    request = counter.request()
    with counter.database.session() as session:
        signed_in = signed_in_as(session, batch.token)
        draft, _ = _reserve(session, counter.services.catalogue, signed_in, request)
    return draft.copy_id, build_unsigned(counter.services, batch, signed_in, draft)


def set_row(counter: Counter, copy_id: str, change: str, **values: object) -> None:
    """Change the copy's row behind everybody's back."""
    with counter.database.engine.begin() as connection:
        connection.execute(text(f"UPDATE certified_copies SET {change} WHERE id = :id"), {"id": copy_id, **values})


def refusal_of(batch: Batch, do: str, **what: object) -> str:
    with pytest.raises(HosoError) as refusal:
        batch.sign(do, **what)
    return refusal.value.code


# --- before the certifier's signature


def test_the_worker_certifies_what_stands_in_the_row(counter: Counter) -> None:
    batch = opened(counter)
    copy_id, unsigned = drafted(counter, batch)
    batch.sign("certify", copy_id=copy_id, unsigned_sha256=unsigned)
    assert counter.copy(copy_id).state == "certified"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("answers = NULL", "answers_incomplete"),
        ("answers = '{}'", "answers_incomplete"),
        ("answers = json_set(answers, '$.secret', json('true'))", "refused_by_law"),
        ("answers = json_remove(answers, '$.secret')", "answers_incomplete"),
        ("pages_compared = '[]'", "answers_incomplete"),
        ("pages_compared = NULL", "answers_incomplete"),
        ("page_count = 2", "answers_incomplete"),
        ("entry_id = NULL", "wrong_state"),
        ("state = 'void'", "wrong_state"),
        ("certifier_id = (SELECT id FROM people WHERE username = 'binh')", "not_allowed"),
        ("code = 'another'", "copy_unsound"),
    ],
)
def test_without_answers_ticks_number_or_the_right_person_it_signs_nothing(
    counter: Counter, change: str, code: str
) -> None:
    batch = opened(counter)
    copy_id, unsigned = drafted(counter, batch)
    set_row(counter, copy_id, change)
    assert refusal_of(batch, "certify", copy_id=copy_id, unsigned_sha256=unsigned) == code
    assert counter.copy(copy_id).certified_sha256 is None


def test_the_file_of_another_copy_is_not_signed_in_its_place(counter: Counter) -> None:
    batch = opened(counter, count=5)
    mine, _ = drafted(counter, batch)
    _, another = drafted(counter, batch)
    assert refusal_of(batch, "certify", copy_id=mine, unsigned_sha256=another) == "copy_unsound"
    no_copy = counter.services.blobs.put(counter.scan.read_bytes()).sha256
    assert refusal_of(batch, "certify", copy_id=mine, unsigned_sha256=no_copy) == "copy_unsound"
    assert refusal_of(batch, "certify", copy_id=mine, unsigned_sha256="0" * 64) == "blob_missing"


# --- before the seal


def test_the_certifier_gets_no_seal_from_the_worker_either(counter: Counter) -> None:
    certified = act.begin(counter.services, counter.tokens["binh"], CERTIFIER_PIN, counter.request())
    batch = opened(counter, "binh", "seal")
    assert refusal_of(batch, "seal", copy_id=certified.copy_id) == "same_person_twice"


@pytest.mark.parametrize("change", ["answers = NULL", "pages_compared = '[]'"])
def test_the_seal_too_asks_for_answers_and_ticks(counter: Counter, change: str) -> None:
    certified = act.begin(counter.services, counter.tokens["anh"], CERTIFIER_PIN, counter.request())
    set_row(counter, certified.copy_id, change)
    batch = opened(counter, "dung", "seal")
    assert refusal_of(batch, "seal", copy_id=certified.copy_id) == "answers_incomplete"


def test_a_copy_nobody_certified_is_not_sealed(counter: Counter) -> None:
    certifying = opened(counter)
    copy_id, unsigned = drafted(counter, certifying)
    batch = opened(counter, "dung", "seal", count=3)
    assert refusal_of(batch, "seal", copy_id=copy_id) == "wrong_state"
    # The row says "certified", but the file carries no signature.
    set_row(counter, copy_id, "state = 'certified', certified_sha256 = :sha256", sha256=unsigned)
    assert refusal_of(batch, "seal", copy_id=copy_id) in ("copy_unsound", "blob_missing")


# --- who may open a key, for whom, for how long


@pytest.mark.parametrize(
    ("who", "purpose", "code"),
    [("dung", "certify", "not_allowed"), ("anh", "seal", "not_allowed")],
)
def test_a_key_opens_for_the_role_it_belongs_to(
    counter: Counter, who: str, purpose: channel.Purpose, code: str
) -> None:
    with pytest.raises(HosoError) as refusal:
        opened(counter, who, purpose)
    assert refusal.value.code == code


def test_a_batch_is_one_persons_and_for_one_purpose(counter: Counter) -> None:
    batch = opened(counter, count=9)
    copy_id, unsigned = drafted(counter, batch)
    stolen = replace(batch, token=counter.tokens["binh"])
    assert refusal_of(stolen, "certify", copy_id=copy_id, unsigned_sha256=unsigned) == "not_allowed"
    certified = act.begin(counter.services, counter.tokens["anh"], CERTIFIER_PIN, counter.request())
    personal = opened(counter, "binh")
    assert refusal_of(personal, "seal", copy_id=certified.copy_id) == "not_allowed"


def test_a_pin_is_good_for_as_many_signatures_as_were_asked_for(counter: Counter) -> None:
    batch = opened(counter, count=1)
    first, unsigned = drafted(counter, batch)
    batch.sign("certify", copy_id=first, unsigned_sha256=unsigned)
    second, unsigned = drafted(counter, batch)
    assert refusal_of(batch, "certify", copy_id=second, unsigned_sha256=unsigned) == "pin_used_up"


@pytest.mark.parametrize("count", [0, -1, 51, "1", None])
def test_a_batch_has_a_size(counter: Counter, count: object) -> None:
    question = {"do": "open", "token": counter.tokens["anh"], "purpose": "certify", "count": count}
    with pytest.raises(HosoError) as refusal:
        counter.services.worker.ask(question, bytearray(CERTIFIER_PIN, "utf-8"))
    assert refusal.value.code == "bad_request"


def test_a_closed_batch_and_a_session_that_ended_sign_nothing(counter: Counter) -> None:
    batch = opened(counter, count=3)
    copy_id, unsigned = drafted(counter, batch)
    other = opened(counter, count=3)
    other.close()
    assert refusal_of(other, "certify", copy_id=copy_id, unsigned_sha256=unsigned) == "pin_used_up"
    with counter.database.session() as session:
        sign_out(session, counter.tokens["anh"])
    assert refusal_of(batch, "certify", copy_id=copy_id, unsigned_sha256=unsigned) == "not_signed_in"


def test_a_pin_is_good_for_a_limited_time(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = opened(counter, count=3)
    copy_id, unsigned = drafted(counter, batch)
    real = time.monotonic
    monkeypatch.setattr("signing.batches.time.monotonic", lambda: real() + counter.services.settings.pin_s + 1)
    assert refusal_of(batch, "certify", copy_id=copy_id, unsigned_sha256=unsigned) == "pin_used_up"


def test_guessing_a_pin_locks_the_key(counter: Counter) -> None:
    worker, token = counter.services.worker, counter.tokens["anh"]
    codes = []
    for guess in range(WRONG_PINS + 1):
        with pytest.raises(HosoError) as refusal:
            worker.open_batch(token, f"{guess:06}", "certify")
        codes.append(refusal.value.code)
    assert codes == ["wrong_pin"] * WRONG_PINS + ["locked_out"]
    with pytest.raises(HosoError) as refusal:
        worker.open_batch(token, CERTIFIER_PIN, "certify")
    assert refusal.value.code == "locked_out"


def test_a_key_name_is_no_path(counter: Counter) -> None:
    with counter.database.session() as session:
        person = session.get_one(type(counter.people["anh"]), counter.people["anh"].id)
        person.key_name = "../demo-authority/issuing"
    with pytest.raises(HosoError) as refusal:
        opened(counter)
    assert refusal.value.code == "key_unavailable"


# --- the socket


def test_the_socket_is_for_nobody_else(counter: Counter) -> None:
    settings = counter.services.settings
    assert stat.S_IMODE(settings.socket.stat().st_mode) == 0o600
    assert stat.S_ISSOCK(settings.socket.stat().st_mode)


@pytest.mark.parametrize(
    "rubbish",
    [
        b"",
        b"\x00",
        b"GET / HTTP/1.1\r\n\r\n",
        b"\xff\xff\xff\xff" + b"x" * 64,
        b"\x00\x00\x00\x02[]",
        b"\x00\x00\x00\x04{{{{",
    ],
)
def test_rubbish_on_the_socket_harms_nobody(counter: Counter, rubbish: bytes) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(5)
        connection.connect(str(counter.services.settings.socket))
        connection.sendall(rubbish)
        connection.shutdown(socket.SHUT_WR)
        with contextlib.suppress(ConnectionResetError):
            assert connection.recv(100) == b""
    assert counter.services.worker.is_running()


@pytest.mark.parametrize("question", [{}, {"do": "everything"}, {"do": "certify"}, {"do": ["seal"]}, {"do": "open"}])
def test_a_question_that_makes_no_sense_gets_a_refusal(counter: Counter, question: dict[str, object]) -> None:
    with pytest.raises(HosoError) as refusal:
        counter.services.worker.ask(question)
    assert refusal.value.code in ("bad_request", "not_signed_in")


def test_a_pin_is_wiped_on_its_way(counter: Counter) -> None:
    secret = bytearray(CERTIFIER_PIN, "utf-8")
    question = {"do": "open", "token": counter.tokens["anh"], "purpose": "certify", "count": 1}
    counter.services.worker.ask(question, secret)
    assert secret == bytearray(len(CERTIFIER_PIN))


def test_a_folder_with_a_long_name_has_a_worker_too(counter: Counter, tmp_path: Path) -> None:
    folder = tmp_path / ("thư-mục-rất-dài-" * 5) / ("x" * 60)
    moved = replace(counter.services, settings=replace(counter.services.settings, folder=folder))
    with running(moved):
        assert WorkerClient(moved.settings.socket).is_running()


def test_there_is_one_worker(counter: Counter) -> None:
    services = counter.services
    with pytest.raises(StateError):
        serve(services.settings, services.database, services.blobs, stop=threading.Event(), close_memory=False)


# --- when it dies


def test_a_worker_killed_at_work_leaves_nothing_half_done_and_is_simply_started_again(
    counter: Counter, tmp_path: Path
) -> None:
    services = _in_a_process_of_its_own(counter, tmp_path)
    first = _started(services)
    batch = services.worker.open_batch(counter.tokens["anh"], CERTIFIER_PIN, "certify", count=5)
    copy_id, unsigned = drafted(replace(counter, services=services), batch)
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    assert refusal_of(batch, "certify", copy_id=copy_id, unsigned_sha256=unsigned) == "worker_unavailable"
    assert services.settings.socket.exists()  # left behind by the dead

    second = _started(services)
    try:
        assert refusal_of(batch, "certify", copy_id=copy_id, unsigned_sha256=unsigned) == "pin_used_up"
        assert counter.copy(copy_id).state == "draft"
        certified = act.begin(services, counter.tokens["anh"], CERTIFIER_PIN, counter.request())
        assert counter.copy(certified.copy_id).state == "certified"
    finally:
        second.terminate()
        assert second.wait(10) == 0
    assert not services.settings.socket.exists()


def test_an_act_that_was_cut_short_is_voided_by_the_worker(counter: Counter) -> None:
    copy_id, _ = drafted(counter, opened(counter))
    assert void_cut_short(counter.database, dt.timedelta(minutes=15)) == 0  # it may still be at work
    assert void_cut_short(counter.database, dt.timedelta(0)) == 1
    assert counter.copy(copy_id).state == "void"
    assert [(entry.state, entry.void_reason) for entry in counter.entries()] == [("void", CUT_SHORT)]


def _in_a_process_of_its_own(counter: Counter, tmp_path: Path) -> SigningServices:
    """The counter's services, with a folder in which no worker runs yet."""
    folder = tmp_path / "process"
    folder.mkdir()
    shutil.copytree(counter.services.settings.authority, folder / "demo-authority")
    return replace(counter.services, settings=replace(counter.services.settings, folder=folder))


def _started(services: SigningServices) -> subprocess.Popen[bytes]:
    program = """
import sys
from pathlib import Path
from signing.settings import SigningSettings
from signing.worker import serve
from storage.blobs import FolderBlobStore
from storage.database import Database

class Ready:
    def set(self):
        print("ready", flush=True)

folder, url, blobs = sys.argv[1:]
sys.exit(serve(SigningSettings(Path(folder)), Database(url), FolderBlobStore(Path(blobs)), ready=Ready()))
"""
    blobs = services.settings.folder.parent / "blobs"
    arguments = [str(services.settings.folder), services.database.url, str(blobs)]
    process = subprocess.Popen([sys.executable, "-c", program, *arguments], cwd=ROOT, stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    process.stdout.close()
    return process
