"""How true a reading is: what was read against what is printed.

Characters are counted line by line, each printed line against the place in the read text that fits it best, so that the
order of reading does not matter. A line that was not found at all counts as wholly wrong. What was read beyond the
printed text is counted apart (`extra`). A confidence of `SURE` or more says that no person need look; what is wrong
there is wrong silently.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

SURE = 0.9
_SHORTEST_LINE = 3
_BANDS = 10
_TONE_BEFORE_VOWEL = re.compile("([oOuU])([aAeEyY])([\u0300\u0301\u0303\u0309\u0323])")
_SUBJECT_LEAD = re.compile(r"^(v/v|về việc|về)[:\s]+")


@dataclass
class Tally:
    """Counts over some files; `figures` makes shares of them."""

    files: int = 0
    unanswered: int = 0
    wrong_letters: int = 0
    letters: int = 0
    # The same for files all of whose pages are transcribed: only there is it known what is extra.
    read_letters: int = 0
    fully_known_letters: int = 0
    pages: int = 0
    upright: int = 0
    documents: int = 0
    kinds_right: int = 0
    kinds_silently_wrong: int = 0
    piled: int = 0
    split_right: int = 0
    fields: int = 0
    exact: int = 0
    missing: int = 0
    flagged: int = 0
    silently_wrong: int = 0
    claims: list[tuple[float, bool]] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)

    def figures(self) -> dict[str, float | int | None]:
        """Shares from 0 to 1 (`extra` may be below 0), None where there was nothing to count."""
        extra = _share(self.read_letters, self.fully_known_letters)
        return {
            "files": self.files,
            "unanswered": self.unanswered,
            "letters": self.letters,
            "character_errors": _share(self.wrong_letters, self.letters),
            "extra": None if extra is None else round(extra - 1, 5),
            "upright": _share(self.upright, self.pages),
            "documents": self.documents,
            "kinds": _share(self.kinds_right, self.documents),
            "kinds_silently_wrong": self.kinds_silently_wrong,
            "splits": _share(self.split_right, self.piled),
            "fields": self.fields,
            "fields_exact": _share(self.exact, self.fields),
            "fields_missing": _share(self.missing, self.fields),
            "flagged": _share(self.flagged, self.fields),
            "silently_wrong": _share(self.silently_wrong, self.fields),
            "calibration_error": calibration_error(self.claims),
        }


def score_text(truth: Mapping[str, Any], text: str | None) -> Tally:
    """Text alone against one line of `truth.jsonl`; None if there was no answer."""
    tally = Tally(files=1)
    if text is None:
        tally.unanswered = 1
        return tally
    wrong, letters = character_errors(str(truth.get("text") or ""), text)
    tally.wrong_letters, tally.letters = wrong, letters
    if truth.get("level") != "real":
        tally.read_letters, tally.fully_known_letters = len(_plain(text)), letters
    return tally


def score_reading(truth: Mapping[str, Any], answer: Mapping[str, Any] | None) -> Tally:
    """An answer of `read --json` against one line of `truth.jsonl`; None if there was none."""
    if answer is None or "error" in answer:
        return score_text(truth, None)
    tally = score_text(truth, "\n".join(page["text"] for page in answer["pages"]))
    if truth.get("level") != "real":
        wanted = truth["rotation"] if isinstance(truth["rotation"], list) else [truth["rotation"]]
        turns = [page["rotation"] for page in answer["pages"]]
        tally.pages = len(wanted)
        tally.upright = sum(turn == want for turn, want in zip(turns, wanted, strict=False))
    found = {tuple(one["pages"]): one for one in answer["documents"]}
    if len(truth["documents"]) > 1:
        tally.piled = len(truth["documents"])
        tally.split_right = sum(tuple(one["pages"]) in found for one in truth["documents"])
    for document in truth["documents"]:
        _score_document(tally, document, _match(document["pages"], found))
    return tally


def character_errors(printed: str, read: str) -> tuple[int, int]:
    """How many letters of the printed lines are wrong or missing in the read text, and how many there are."""
    text = _plain(read)
    wrong = letters = 0
    for line in map(_plain, printed.split("\n")):
        if len(line) < _SHORTEST_LINE:
            continue
        place = fuzz.partial_ratio_alignment(line, text)
        nearest = text[place.dest_start : place.dest_end] if place else ""
        wrong += min(len(line), Levenshtein.distance(line, nearest))
        letters += len(line)
    return wrong, letters


def same_value(read: str, printed: str, name: str = "") -> bool:
    """Whether a field's value is the printed one: case, spaces and the place of a tone mark (hoà, hòa) aside."""
    one, other = (_without_tone_habit(_plain(text).casefold()) for text in (read, printed))
    if name == "subject":
        one, other = (_SUBJECT_LEAD.sub("", text).strip(" .") for text in (one, other))
    return one == other


def calibration_error(claims: Sequence[tuple[float, bool]]) -> float | None:
    """How far claimed confidences lie from the share that was right, on average over ten bands of confidence."""
    if not claims:
        return None
    error = 0.0
    for band in range(_BANDS):
        inside = [claim for claim in claims if min(_BANDS - 1, int(claim[0] * _BANDS)) == band]
        if inside:
            error += abs(sum(chance for chance, _ in inside) - sum(right for _, right in inside))
    return round(error / len(claims), 5)


def total(tallies: Iterable[Tally]) -> Tally:
    """The sum of the counts."""
    whole = Tally()
    for tally in tallies:
        whole.add(tally)
    return whole


def _match(pages: Sequence[int], found: Mapping[tuple[int, ...], Any]) -> Mapping[str, Any] | None:
    """The document found on exactly these pages; where the truth names none, the one that begins the file."""
    if pages:
        return found.get(tuple(pages))
    return next((one for key, one in found.items() if key[:1] == (1,)), None)


def _score_document(tally: Tally, truth: Mapping[str, Any], found: Mapping[str, Any] | None) -> None:
    tally.documents += 1
    tally.fields += len(truth["fields"])
    if found is None:
        tally.missing += len(truth["fields"])
        tally.flagged += len(truth["fields"])
        return
    if found["kind"] == truth["kind"]:
        tally.kinds_right += 1
    elif found["kind_confidence"] >= SURE:
        tally.kinds_silently_wrong += 1
    for name, printed in truth["fields"].items():
        claimed = found["fields"].get(name) or {"value": None, "confidence": 0.0}
        value, chance = claimed["value"], claimed["confidence"]
        right = bool(value) and same_value(value, printed, name)
        tally.exact += right
        tally.missing += not value
        tally.flagged += chance < SURE
        tally.silently_wrong += not right and chance >= SURE
        if value:
            tally.claims.append((chance, right))


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _without_tone_habit(text: str) -> str:
    apart = _TONE_BEFORE_VOWEL.sub(r"\1\3\2", unicodedata.normalize("NFD", text))
    return unicodedata.normalize("NFC", apart)


def _share(part: float, whole: float) -> float | None:
    return round(part / whole, 5) if whole else None
