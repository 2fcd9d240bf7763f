"""One person alone: never, unless the office allows it, with a reason, and then register, copy and log say so."""

from __future__ import annotations

import time

import pytest

from signing import act
from signing.second_factor import code_at
from signing.trust import Trust
from signing.verification import verify
from storage.audit.log import entries
from storage.copies import copies
from storage.offices.break_glass import set_break_glass
from storage.scope import system
from terms.errors import HosoError
from tests.signing.scene import CERTIFIER_PIN, OFFICE_PIN, Counter
from tests.signing.test_second_factor import enrol

WHY = "Văn thư nghỉ ốm, người dân cần bản sao để nộp trong ngày"


def certified(counter: Counter) -> str:
    """A copy that Bình, who keeps the seal too, has certified."""
    return act.begin(counter.services, counter.tokens["binh"], CERTIFIER_PIN, counter.request()).copy_id


def allow(counter: Counter) -> None:
    with counter.database.session() as session:
        set_break_glass(session, None, counter.office_id, allowed=True)


def seal(counter: Counter, copy_id: str, why: str, code: str = "") -> act.Issued:
    ask = counter.services, counter.tokens["binh"], OFFICE_PIN, copy_id
    return act.seal(*ask, code=code, break_glass=why)


def refused(counter: Counter, copy_id: str, why: str, code: str = "") -> str:
    with pytest.raises(HosoError) as refusal:
        seal(counter, copy_id, why, code)
    assert counter.copy(copy_id).state == "certified", "it waits as it was"
    return refusal.value.code


def test_where_the_office_does_not_allow_it_a_reason_helps_nothing(counter: Counter) -> None:
    copy_id = certified(counter)
    assert refused(counter, copy_id, WHY) == "break_glass_closed"
    assert refused(counter, copy_id, "") == "same_person_twice"


def test_without_a_reason_that_says_something_there_is_no_seal(counter: Counter) -> None:
    allow(counter)
    copy_id = certified(counter)
    assert refused(counter, copy_id, "") == "same_person_twice"
    assert refused(counter, copy_id, "bận") == "break_glass_reason"
    assert refused(counter, copy_id, " " * 30) == "bad_request"


def test_register_copy_and_log_say_that_one_person_signed_both(counter: Counter) -> None:
    allow(counter)
    copy_id = certified(counter)
    issued = seal(counter, copy_id, WHY)
    assert counter.copy(copy_id).break_glass_reason == WHY
    (entry,) = counter.entries()
    assert WHY in entry.note
    with counter.database.session() as session:
        program = system(counter.office_id)
        assert [one.id for one in copies.broken_glass(session, program)] == [copy_id]
        assert "copy.break_glass" in {one.action for one in entries(session, program, object_id=copy_id)}
    path = counter.issued_file(issued.pdf_sha256)
    assert verify(path, Trust(counter.services.settings).anchors).verdict == "valid"


def test_a_reason_of_two_people_is_not_kept(counter: Counter) -> None:
    """Whoever seals another's copy breaks no glass, whatever the form says."""
    allow(counter)
    copy_id = act.begin(counter.services, counter.tokens["anh"], CERTIFIER_PIN, counter.request()).copy_id
    seal(counter, copy_id, WHY)
    assert counter.copy(copy_id).break_glass_reason == ""


def test_whoever_has_enrolled_is_asked_for_a_code(counter: Counter) -> None:
    allow(counter)
    secret = enrol(counter, "binh")
    copy_id = certified(counter)
    assert refused(counter, copy_id, WHY) == "wrong_code"
    seal(counter, copy_id, WHY, code_at(secret, int(time.time() // 30)))
    assert counter.copy(copy_id).state == "issued"
