"""Is a PIN good enough for a key that signs for an office? Asked before it is set, never afterwards."""

from __future__ import annotations

import re
from itertools import pairwise

from terms.errors import InputError

SHORTEST, LONGEST = 8, 64
_FEWEST_DIFFERENT = 5
_DAY = re.compile(r"(0[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])(19|20)\d\d|(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")
_COMMON = ("password", "matkhau", "12345678", "87654321", "11223344", "qwerty", "abcd1234")


def check_pin(pin: str) -> None:
    """Raise InputError("weak_pin") naming what is wrong with `pin`, never the PIN.

    Eight characters or more, five different ones, no run (12345, aaaa), no day, no word everybody tries first.
    """
    if not SHORTEST <= len(pin) <= LONGEST:
        raise InputError("weak_pin", detail=f"{SHORTEST}–{LONGEST} ký tự / characters")
    if len(set(pin)) < _FEWEST_DIFFERENT:
        raise InputError("weak_pin", detail=f"ít nhất {_FEWEST_DIFFERENT} ký tự khác nhau / different characters")
    steps = [ord(second) - ord(first) for first, second in pairwise(pin)]
    if any(len(set(steps[place : place + 3])) == 1 and abs(steps[place]) <= 1 for place in range(len(steps) - 2)):
        raise InputError("weak_pin", detail="dãy liên tiếp (1234, aaaa) / a run")
    if _DAY.search(pin) or any(word in pin.casefold() for word in _COMMON):
        raise InputError("weak_pin", detail="ngày tháng hoặc từ dễ đoán / a day or a common word")
