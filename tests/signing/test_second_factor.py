"""One-time codes: as RFC 6238 has them, good once, kept by the signing worker alone."""

from __future__ import annotations

import base64
import stat
import time
from pathlib import Path

import pytest

from signing import second_factor
from signing.channel import WorkerClient
from signing.second_factor import SecondFactors, code_at
from storage.audit.log import entries
from storage.offices import people
from storage.offices.second_factor import set_second_factor
from storage.scope import system
from terms.errors import HosoError
from tests.signing.scene import CERTIFIER_PIN, PASSWORD, Counter
from tests.signing.test_batches import confirm, digest, put_off, rested

PERSON = "0198a0b0-1111-7000-8000-000000000001"


class Clock:
    """A clock that a test sets."""

    def __init__(self, at: float) -> None:
        self.at = at

    def __call__(self) -> float:
        return self.at


@pytest.mark.parametrize(
    ("at", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (2000000000, "279037")],
)
def test_codes_are_those_of_rfc_6238(at: int, code: str) -> None:
    secret = base64.b32encode(b"12345678901234567890").decode()
    assert code_at(secret, at // second_factor.STEP_S) == code


def enrolled(folder: Path, clock: Clock) -> tuple[SecondFactors, str]:
    factors = SecondFactors(folder, clock=clock)
    secret = factors.enrol(PERSON)
    factors.confirm(PERSON, code_at(secret, int(clock.at // 30)))
    return factors, secret


def refused(factors: SecondFactors, code: str) -> bool:
    try:
        factors.check(PERSON, code)
    except HosoError as refusal:
        return refusal.code == "wrong_code"
    return False


def test_a_code_is_good_once_and_near_its_time_only(tmp_path: Path) -> None:
    clock = Clock(1_800_000_000)
    factors, secret = enrolled(tmp_path, clock)
    step = int(clock.at // 30)
    assert refused(factors, code_at(secret, step)), "the code that enrolled is used up"
    clock.at += 60
    factors.check(PERSON, code_at(secret, step + 2))
    assert refused(factors, code_at(secret, step + 2)), "a code seen over a shoulder is used up"
    assert refused(factors, code_at(secret, step + 1)), "so are those before it"
    assert refused(factors, code_at(secret, step + 5)), "the future is not yet"
    clock.at += 300
    assert refused(factors, code_at(secret, step + 9)), "the past is gone"
    after_restart = SecondFactors(tmp_path, clock=clock)
    assert refused(after_restart, code_at(secret, step + 2)), "it is remembered across a restart"
    after_restart.check(PERSON, code_at(secret, step + 12))


@pytest.mark.parametrize("code", ["", "12345", "abcdef", "１２３４５６", "0" * 100])
def test_rubbish_is_a_wrong_code(tmp_path: Path, code: str) -> None:
    factors, _ = enrolled(tmp_path, Clock(1_800_000_000))
    assert refused(factors, code)


def test_until_a_code_confirmed_it_nothing_counts(tmp_path: Path) -> None:
    clock = Clock(1_800_000_000)
    factors = SecondFactors(tmp_path, clock=clock)
    secret = factors.enrol(PERSON)
    assert not factors.is_enrolled(PERSON)
    assert refused(factors, code_at(secret, int(clock.at // 30)))
    newer = factors.enrol(PERSON)
    assert newer != secret


def test_the_secret_lies_where_only_the_worker_reads(tmp_path: Path) -> None:
    enrolled(tmp_path / "second-factor", Clock(1_800_000_000))
    (file,) = (tmp_path / "second-factor").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


# --- at the worker


def enrol(counter: Counter, who: str = "anh") -> str:
    """Enrol somebody as the account page does; the secret of their app."""
    worker, token = counter.services.worker, counter.tokens[who]
    password = bytearray(PASSWORD, "utf-8")
    secret = str(worker.ask({"do": "enrol_second_factor", "token": token}, password)["key"])
    code = code_at(secret, int(time.time() // 30) - 1)
    worker.ask({"do": "confirm_second_factor", "token": token}, bytearray(code, "ascii"))
    return secret


def told(worker: WorkerClient, token: str) -> dict[str, object]:
    return worker.ask({"do": "second_factor", "token": token})


def ask(counter: Counter, copy_ids: list[str], code: str) -> str:
    from signing import batch_list

    shown = digest(counter, "anh", "certify", copy_ids)
    token = counter.tokens["anh"]
    return batch_list.confirm(counter.services, token, CERTIFIER_PIN, code, "certify", copy_ids, shown)


def demand(counter: Counter, mode: str) -> None:
    with counter.database.session() as session:
        set_second_factor(session, None, counter.office_id, mode)


def code_of(counter: Counter, copy_ids: list[str], code: str) -> str:
    with pytest.raises(HosoError) as refusal:
        ask(counter, copy_ids, code)
    return refusal.value.code


def test_a_batch_asks_for_pin_and_code(counter: Counter) -> None:
    demand(counter, "batches")
    copy_ids = put_off(counter, 2)
    assert code_of(counter, copy_ids, "") == "second_factor_required", "not enrolled: no way around"
    secret = enrol(counter)
    assert code_of(counter, copy_ids, "") == "wrong_code"
    assert code_of(counter, copy_ids, "000000") == "wrong_code"
    fresh = code_at(secret, int(time.time() // 30))
    assert rested(counter, ask(counter, copy_ids, fresh)).state == "done"
    more = put_off(counter, 1)
    assert code_of(counter, more, fresh) == "wrong_code", "the same code a second time"


def test_a_demo_office_asks_nobody_and_one_copy_asks_only_where_always(counter: Counter) -> None:
    enrol(counter)
    worker, token = counter.services.worker, counter.tokens["anh"]
    assert told(worker, token) == {"enrolled": True, "single": False, "batch": False}
    rested(counter, confirm(counter, put_off(counter, 1)))
    demand(counter, "batches")
    assert told(worker, token) == {"enrolled": True, "single": False, "batch": True}
    demand(counter, "always")
    with pytest.raises(HosoError) as refusal:
        worker.open_batch(token, CERTIFIER_PIN, "certify")
    assert refusal.value.code == "wrong_code"


def test_five_wrong_codes_lock(counter: Counter) -> None:
    demand(counter, "always")
    enrol(counter)
    worker, token = counter.services.worker, counter.tokens["anh"]
    codes = []
    for _ in range(6):
        with pytest.raises(HosoError) as refusal:
            worker.open_batch(token, CERTIFIER_PIN, "certify", code="000000")
        codes.append(refusal.value.code)
    assert codes == ["wrong_code"] * 5 + ["locked_out"]


def test_enrolling_asks_for_the_password_and_happens_once(counter: Counter) -> None:
    worker, token = counter.services.worker, counter.tokens["anh"]
    with pytest.raises(HosoError) as refusal:
        worker.ask({"do": "enrol_second_factor", "token": token}, bytearray(b"guess"))
    assert refusal.value.code == "wrong_credentials"
    enrol(counter)
    with pytest.raises(HosoError) as refusal:
        enrol(counter)
    assert refusal.value.code == "wrong_state"


def test_an_administrator_resets_it_and_that_is_recorded(counter: Counter) -> None:
    enrol(counter)
    worker, anh = counter.services.worker, counter.people["anh"]
    question = {"do": "reset_second_factor", "person_id": anh.id}
    with pytest.raises(HosoError) as refusal:
        worker.ask(question | {"token": counter.tokens["dung"]})
    assert refusal.value.code == "not_allowed"
    with counter.database.session() as session:
        people.grant_role(session, None, counter.people["dung"].id, "administrator")
    worker.ask(question | {"token": counter.tokens["dung"]})
    assert told(worker, counter.tokens["anh"])["enrolled"] is False
    with counter.database.session() as session:
        acts = {entry.action for entry in entries(session, system(counter.office_id), object_id=anh.id)}
    assert {"person.enrol_second_factor", "person.reset_second_factor"} <= acts
    enrol(counter)
