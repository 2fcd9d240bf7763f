"""What a text was found to say; and letters that stand for figures in it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TWIN = "[0-9OoQDlIiSsBZzGgó|]"
_DIGIT_RUN = re.compile(
    rf"(?<![^\W\d_])(?:{_TWIN}{{1,2}}[/.-]{_TWIN}{{1,2}}[/.-]{_TWIN}{{4}}|{_TWIN}{{4,}})(?![^\W\d_])"
)
DIGIT_TWINS = str.maketrans("OoQDlIi|SsBZzGgó", "0000111155822696")


@dataclass(frozen=True)
class Value:
    """What a text says: `start` and `end` are characters of the text given; `fit` is 0 to 1."""

    text: str
    start: int
    end: int
    fit: float


def repair_digits(text: str) -> str:
    """Letters that stand among digits as the digits they were printed as (O 0, l 1, S 5, B 8)."""

    def repaired(run: re.Match[str]) -> str:
        return run.group().translate(DIGIT_TWINS) if sum(one.isdigit() for one in run.group()) >= 3 else run.group()

    return _DIGIT_RUN.sub(repaired, text)
