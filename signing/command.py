"""Certifying from the command line: two people sign in one after the other, each with password and PIN."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from signing import act
from signing.act import Issued
from signing.request import CopyRequest
from signing.services import SigningServices
from storage.offices.signin import sign_in, sign_out
from terms.errors import InputError, StateError

Ask = Callable[[str], str]
"""Puts a question to the person at the keyboard and gives the answer, which is not shown."""


def certify(
    services: SigningServices, document_id: str, *, certifier: str, seal_keeper: str, answers: Path, ask: Ask
) -> Issued:
    """Issue a certified copy of a document. Passwords and PINs are asked for, never arguments.

    `answers`: a JSON file, see `read_answers`. Both people sign in before anything is begun.
    Raises StateError("same_person_twice"), InputError("answers_incomplete"), and what `act.begin` and `act.seal` raise.
    """
    if certifier.casefold() == seal_keeper.casefold():
        raise StateError("same_person_twice")
    request = read_answers(answers, document_id)
    with (
        _signed_in(services, certifier, ask(f"Mật khẩu của {certifier}")) as first,
        _signed_in(services, seal_keeper, ask(f"Mật khẩu của {seal_keeper}")) as second,
    ):
        pin, code = ask(f"PIN khóa ký của {certifier}"), _code(services, first, certifier, ask)
        certified = act.begin(services, first, pin, request, code=code)
        pin, code = ask(f"PIN khóa của cơ quan ({seal_keeper})"), _code(services, second, seal_keeper, ask)
        return act.seal(services, second, pin, certified.copy_id, code=code)


def _code(services: SigningServices, token: str, username: str, ask: Ask) -> str:
    """A code of this person's second factor, if the office asks for one; else nothing is asked."""
    told = services.worker.ask({"do": "second_factor", "token": token})
    return ask(f"Mã xác thực thứ hai của {username}") if told["single"] else ""


def read_answers(path: Path, document_id: str) -> CopyRequest:
    """What the certifier says, from a JSON file.

    `{"requester_name": "…", "answers": {"altered": false, …}, "pages_compared": [1, 2], "original_name": "…",
    "copies_made": 1}`; the last two may be missing. Raises InputError("answers_incomplete"), ("bad_request").
    """
    try:
        said: Any = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise InputError("bad_request", detail=f"{path.name}: {type(error).__name__}") from error
    known = {"requester_name", "answers", "pages_compared", "original_name", "copies_made"}
    if not isinstance(said, dict) or not set(said) <= known:
        raise InputError("bad_request", detail=f"{path.name}: {', '.join(sorted(known))}")
    answers, compared, copies_made = said.get("answers"), said.get("pages_compared"), said.get("copies_made", 1)
    names = [said.get("requester_name", ""), said.get("original_name", "")]
    if not isinstance(answers, dict) or not isinstance(compared, list) or type(copies_made) is not int:
        raise InputError("answers_incomplete")
    if not all(isinstance(name, str) for name in names):
        raise InputError("bad_request", detail=f"{path.name}: requester_name, original_name")
    return CopyRequest(document_id, names[0], answers, compared, original_name=names[1], copies_made=copies_made)


@contextmanager
def _signed_in(services: SigningServices, username: str, password: str) -> Iterator[str]:
    """A session of this person, ended when the block does; its token."""
    with services.database.session() as session:
        token = sign_in(session, username, password).token
    try:
        yield token
    finally:
        with services.database.session() as session:
            sign_out(session, token)
