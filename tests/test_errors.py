"""The table of errors: every code can be told to a person in both languages and to a program."""

from __future__ import annotations

import re

import pytest

from terms.errors import PROBLEMS, HosoError


@pytest.mark.parametrize("code", sorted(PROBLEMS))
def test_every_problem_has_a_message_in_both_languages_and_an_error_status(code: str) -> None:
    problem = PROBLEMS[code]
    assert problem.vi
    assert problem.en
    assert problem.vi != problem.en
    assert 400 <= problem.status < 600
    assert re.fullmatch(r"[a-z_]+", code)


@pytest.mark.parametrize("code", sorted(PROBLEMS))
def test_a_message_never_shows_braces_even_when_a_detail_is_missing(code: str) -> None:
    for language in ("vi", "en"):
        assert "{" not in HosoError(code).message(language)


def test_an_unknown_code_cannot_be_raised() -> None:
    with pytest.raises(KeyError):
        HosoError("no_such_code")
