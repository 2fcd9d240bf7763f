"""Passwords and client secrets: argon2id with the library's defaults (RFC 9106, low-memory profile)."""

from __future__ import annotations

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from terms.errors import InputError
from terms.text import nfc

SHORTEST, LONGEST = 8, 200
_hasher = PasswordHasher()


def hashed(password: str) -> str:
    """The argon2id hash to keep. Raises InputError("bad_request") for one that is too short or too long."""
    password = nfc(password)
    if not SHORTEST <= len(password) <= LONGEST:
        raise InputError("bad_request", detail=f"a password has {SHORTEST} to {LONGEST} characters")
    return _hasher.hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Whether `password` is the one kept; with `kept` None it takes as long and is False."""
    try:
        return _hasher.verify(kept or _nobodys(), nfc(password)[: LONGEST + 1]) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def outdated(kept: str) -> bool:
    """Whether `kept` was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(kept)


@cache
def _nobodys() -> str:
    return _hasher.hash("the password of nobody at all")
