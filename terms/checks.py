"""The checks that hold a field against something else, by code, with what each says when it agrees and when not.

A check never changes a value: contradictions exist on real papers too. It makes the value surer or more doubtful, and a
reviewer is told which check spoke.
"""

from __future__ import annotations

from dataclasses import dataclass

from terms.kinds import Words


@dataclass(frozen=True)
class Finding:
    """What one check said of a field: that it agrees with something on the paper or in a table, or that it does not.

    `check` is a stable code; `CHECKS` has its words in both languages. `beside`: what the field was held against, as
    the reviewer should see it (the other value, the name of another paper); "" where the code says it all.
    """

    check: str
    agrees: bool
    beside: str = ""


@dataclass(frozen=True)
class CheckWords:
    """What a reviewer reads when the check agrees, and when it does not."""

    agrees: Words
    differs: Words


CHECKS: dict[str, CheckWords] = {
    "birth_year": CheckWords(
        Words(vi="Khớp với năm sinh trong số định danh", en="Agrees with the year of birth in the personal number"),
        Words(
            vi="Năm sinh không khớp với số định danh",
            en="The year of birth and the personal number contradict each other",
        ),
    ),
    "sex_digit": CheckWords(
        Words(vi="Khớp với giới tính trong số định danh", en="Agrees with the sex in the personal number"),
        Words(vi="Giới tính không khớp với số định danh", en="The sex and the personal number contradict each other"),
    ),
}


def words(check: str, *, agrees: bool) -> Words:
    """What the check says. An unknown code speaks for itself: an older record may name a check that is gone."""
    found = CHECKS.get(check)
    if found is None:
        return Words(vi=check, en=check)
    return found.agrees if agrees else found.differs
