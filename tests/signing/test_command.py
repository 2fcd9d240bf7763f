"""Certifying from the command line: two people, two passwords, two PINs, and never as arguments."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from sqlalchemy import text

from signing.command import certify
from signing.outfit import outfit_demo
from signing.second_factor import code_at
from storage.offices.second_factor import set_second_factor
from storage.offices.tables import Office
from terms.errors import HosoError
from tests.signing.scene import AUTHORITY_PIN, CERTIFIER_PIN, NOTHING_APPLIES, OFFICE_PIN, PASSWORD, Counter
from tests.signing.test_second_factor import enrol


def answers(folder: Path, **changes: object) -> Path:
    said = {"requester_name": "Trần Thị Cúc", "answers": NOTHING_APPLIES, "pages_compared": [1]} | changes
    path = folder / "answers.json"
    path.write_text(json.dumps(said), "utf-8")
    return path


class Keyboard:
    """Gives the answers in their order and remembers what was asked."""

    def __init__(self, *words: str) -> None:
        self.words = list(words)
        self.asked: list[str] = []

    def __call__(self, prompt: str) -> str:
        self.asked.append(prompt)
        return self.words.pop(0)


def test_both_sign_in_and_both_unlock(counter: Counter, tmp_path: Path) -> None:
    keyboard = Keyboard(PASSWORD, PASSWORD, CERTIFIER_PIN, OFFICE_PIN)
    issued = certify(
        counter.services,
        counter.document(),
        certifier="anh",
        seal_keeper="dung",
        answers=answers(tmp_path),
        ask=keyboard,
    )
    assert counter.copy(issued.copy_id).state == "issued"
    assert ["anh" in keyboard.asked[0], "dung" in keyboard.asked[1]] == [True, True]
    assert len(keyboard.asked) == 4
    with counter.database.engine.connect() as connection:  # nobody stays signed in
        query = text("SELECT count(*) FROM staff_sessions WHERE revoked_at IS NULL")
        assert connection.execute(query).scalar() == len(counter.tokens)


def test_codes_are_asked_for_where_the_office_wants_them(counter: Counter, tmp_path: Path) -> None:
    codes = []
    for who in ("anh", "dung"):
        secret = enrol(counter, who)
        codes.append(code_at(secret, int(time.time() // 30)))
    with counter.database.session() as session:
        set_second_factor(session, None, counter.office_id, "always")
    keyboard = Keyboard(PASSWORD, PASSWORD, CERTIFIER_PIN, codes[0], OFFICE_PIN, codes[1])
    issued = certify(
        counter.services,
        counter.document(),
        certifier="anh",
        seal_keeper="dung",
        answers=answers(tmp_path),
        ask=keyboard,
    )
    assert counter.copy(issued.copy_id).state == "issued"


@pytest.mark.parametrize(
    ("certifier", "seal_keeper", "words", "code"),
    [
        ("anh", "ANH", (), "same_person_twice"),
        ("anh", "dung", ("wrong",), "wrong_credentials"),
        ("anh", "dung", (PASSWORD, "wrong"), "wrong_credentials"),
        ("anh", "dung", (PASSWORD, PASSWORD, "999999"), "wrong_pin"),
        ("dung", "anh", (PASSWORD, PASSWORD, CERTIFIER_PIN), "not_allowed"),
    ],
)
def test_without_two_people_nothing_is_begun(
    counter: Counter, tmp_path: Path, certifier: str, seal_keeper: str, words: tuple[str, ...], code: str
) -> None:
    with pytest.raises(HosoError) as refusal:
        certify(
            counter.services, counter.document(), certifier=certifier, seal_keeper=seal_keeper,
            answers=answers(tmp_path), ask=Keyboard(*words),
        )  # fmt: skip
    assert refusal.value.code == code
    assert counter.entries() == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"answers": []}, "answers_incomplete"),
        ({"pages_compared": "all"}, "answers_incomplete"),
        ({"copies_made": "2"}, "answers_incomplete"),
        ({"requester_name": 5}, "bad_request"),
        ({"pin": CERTIFIER_PIN}, "bad_request"),
    ],
)
def test_a_file_of_answers_says_what_it_must_and_no_more(
    counter: Counter, tmp_path: Path, changes: dict[str, object], code: str
) -> None:
    with pytest.raises(HosoError) as refusal:
        certify(
            counter.services, "any", certifier="anh", seal_keeper="dung", answers=answers(tmp_path, **changes),
            ask=Keyboard(),
        )  # fmt: skip
    assert refusal.value.code == code


def test_a_demo_office_is_outfitted_and_a_real_one_is_not(counter: Counter) -> None:
    settings, pins = counter.services.settings, {"anh": CERTIFIER_PIN}
    for _ in range(2):  # once more changes nothing
        with counter.database.session() as session:
            outfit_demo(
                session, settings, counter.office_id, authority_pin=AUTHORITY_PIN, office_pin=OFFICE_PIN, pins=pins
            )
    batch = counter.services.worker.open_batch(counter.tokens["anh"], CERTIFIER_PIN, "certify")
    assert "Nguyễn Thị Ánh (DÙNG THỬ)" in batch.holder
    with counter.database.session() as session:
        session.get_one(Office, counter.office_id).is_demo = False
    with pytest.raises(HosoError) as refusal, counter.database.session() as session:
        outfit_demo(session, settings, counter.office_id, authority_pin=AUTHORITY_PIN, office_pin=OFFICE_PIN, pins=pins)
    assert refusal.value.code == "demo_authority"
    with pytest.raises(HosoError) as refusal:
        counter.services.worker.open_batch(counter.tokens["anh"], CERTIFIER_PIN, "certify")
    assert refusal.value.code == "demo_authority"
