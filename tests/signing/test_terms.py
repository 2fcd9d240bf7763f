"""Terms of office: who signs today, as what, and that it stands on the paper and in the register."""

from __future__ import annotations

import datetime as dt
import subprocess
from typing import Any

import pytest

from signing import act
from storage.offices import people
from storage.scope import Actor
from storage.signings import terms
from terms.errors import HosoError
from terms.titles import title_lines
from tests.signing.scene import CERTIFIER_PIN, OFFICE_PIN, Counter
from tests.signing.test_batches import confirm, put_off, rested

DAY = dt.timedelta(days=1)


def administrator(counter: Counter) -> Actor:
    with counter.database.session() as session:
        people.grant_role(session, None, counter.people["dung"].id, "administrator")
        return people.actor_for(session, counter.people["dung"])


def day(offset: int) -> str:
    return (dt.date.fromisoformat(terms.today()) + offset * DAY).isoformat()


def set_term(counter: Counter, who: str = "anh", **changes: Any) -> str:
    given = {
        "purpose": "certify", "form": "KT.", "for_title": "CHỦ TỊCH", "title": "PHÓ CHỦ TỊCH",
        "basis": "Quyết định số 12/QĐ-UBND ngày 05/01/2026", "first_day": day(0), "last_day": None,
    }  # fmt: skip
    actor = administrator(counter)
    with counter.database.session() as session:
        return terms.set_term(session, actor, counter.people[who].id, **(given | changes)).id


def begun(counter: Counter) -> act.Certified:
    return act.begin(counter.services, counter.tokens["anh"], CERTIFIER_PIN, counter.request())


def code_of(work: Any) -> str:
    with pytest.raises(HosoError) as refusal:
        work()
    return refusal.value.code


def test_the_title_of_the_term_stands_on_the_paper_and_in_the_register(counter: Counter) -> None:
    set_term(counter)
    certified = begun(counter)
    (entry,) = counter.entries()
    assert entry.signer_title == "KT. CHỦ TỊCH – PHÓ CHỦ TỊCH"
    path = counter.issued_file(str(counter.copy(certified.copy_id).certified_sha256))
    text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    lines = [line.strip() for line in text.splitlines()]
    above = next(place for place, line in enumerate(lines) if line.endswith("KT. CHỦ TỊCH"))
    name = max(place for place, line in enumerate(lines) if "Nguyễn Thị Ánh" in line and "BẢN ĐIỆN TỬ" not in line)
    assert lines[above + 1].endswith("PHÓ CHỦ TỊCH")
    assert above < name, "as what one signs stands above the name"


@pytest.mark.parametrize(("first", "last"), [(-30, -1), (1, None), (1, 30)])
def test_whoever_has_terms_signs_in_one_of_them_only(counter: Counter, first: int, last: int | None) -> None:
    set_term(counter, first_day=day(first), last_day=day(last) if last is not None else None)
    assert code_of(lambda: begun(counter)) == "no_term"
    assert counter.entries() == [], "no number is spent"


def test_the_first_and_the_last_day_count_whole(counter: Counter) -> None:
    set_term(counter, first_day=day(0), last_day=day(0))
    assert counter.copy(begun(counter).copy_id).state == "certified"


def test_the_seal_has_terms_of_its_own(counter: Counter) -> None:
    certified = begun(counter)
    set_term(counter, "dung", purpose="seal", form="", for_title="", title="Văn thư", first_day=day(1))
    seal = counter.services, counter.tokens["dung"], OFFICE_PIN, certified.copy_id
    assert code_of(lambda: act.seal(*seal)) == "no_term"
    assert counter.copy(certified.copy_id).state == "certified", "it waits as it was"


def test_a_term_that_ends_pauses_a_batch(counter: Counter) -> None:
    copy_ids = put_off(counter, 1)
    set_term(counter, first_day=day(1))
    batch = rested(counter, confirm(counter, copy_ids))
    assert (batch.state, batch.last_error) == ("paused", "no_term")


def test_terms_of_one_purpose_do_not_overlap(counter: Counter) -> None:
    set_term(counter, first_day=day(-10), last_day=day(10))
    for first, last in ((-20, -10), (10, 20), (0, 1), (-20, 20), (-20, None)):
        end = day(last) if last is not None else None
        assert code_of(lambda first=first, end=end: set_term(counter, first_day=day(first), last_day=end)) == (
            "wrong_state"
        )
    set_term(counter, first_day=day(11))
    set_term(counter, purpose="seal", form="", for_title="", title="Văn thư")


@pytest.mark.parametrize(
    "changes",
    [
        {"form": "KT.", "for_title": ""},
        {"form": "", "for_title": "CHỦ TỊCH"},
        {"form": "PP."},
        {"purpose": "judge"},
        {"title": "  "},
        {"first_day": "hôm nay"},
        {"last_day": "2020-01-01"},
    ],
)
def test_a_term_that_says_nothing_clear_is_refused(counter: Counter, changes: dict[str, str]) -> None:
    assert code_of(lambda: set_term(counter, **changes)) == "bad_request"


def test_whoever_leaves_has_no_term_any_more(counter: Counter) -> None:
    set_term(counter, first_day=day(-5))
    set_term(counter, purpose="seal", form="", for_title="", title="Văn thư", first_day=day(5))
    actor, anh = administrator(counter), counter.people["anh"]
    with counter.database.session() as session:
        people.deactivate(session, actor, anh.id)
    with counter.database.session() as session:
        (left,) = terms.terms_of(session, actor, anh.id)
    assert (left.last_day, left.ended_by) == (day(0), actor.person_id)


def test_only_an_administrator_sets_terms(counter: Counter) -> None:
    with counter.database.session() as session:
        anh = people.actor_for(session, counter.people["anh"])
    own = {"purpose": "certify", "title": "CHỦ TỊCH", "first_day": day(0)}

    def set_own() -> None:
        with counter.database.session() as session:
            terms.set_term(session, anh, str(anh.person_id), **own)

    assert code_of(set_own) == "not_allowed"


def test_a_title_is_two_lines_where_it_names_whom_one_signs_for() -> None:
    assert title_lines("KT. CHỦ TỊCH – PHÓ CHỦ TỊCH") == ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    assert title_lines("Chủ tịch") == ("Chủ tịch",)
    assert title_lines("") == ()
