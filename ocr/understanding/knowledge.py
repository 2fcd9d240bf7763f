"""What was learned from papers: which evidence tells a kind, which words, and which signs open a paper in a pile.

Two linear models as data, nothing but numbers by name: `knowledge.json` ships in `trained/`, an office may train its
own (`./run admin retrain`). A file carries the SHA-256 of its content and is refused if that does not hold.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any, Final

from ocr.understanding.evidence import Aspects
from terms.errors import InputError
from terms.kinds import OTHER

SHIPPED: Final = Path(__file__).parent / "trained" / "knowledge.json"
_MOST_BYTES: Final = 8_000_000
_MOST_SURE: Final = 0.999


@dataclass(frozen=True)
class KindModel:
    """How surely the pages of a document are a paper of each kind: log-odds against `other` that add up.

    `aspects`: one weight for each number of `ocr.understanding.evidence.ASPECTS`, the same for all kinds, so that a
    kind never seen before is judged as well. `words`: for the kinds that papers were seen of (`codes`, `other` among
    them), how much each folded word or pair of words speaks for them.
    """

    aspects: Mapping[str, float]
    codes: tuple[str, ...] = ()
    words: Mapping[str, tuple[float, ...]] = field(default_factory=dict)

    def chances(self, found: Mapping[str, Aspects], words: Iterable[str]) -> dict[str, float]:
        """The probability of each kind in `found` and of `other`."""
        spoken = self.spoken(words)
        scores = {OTHER: spoken.get(OTHER, 0.0)}
        for code, one in found.items():
            scores[code] = spoken.get(code, 0.0) + sum(
                self.aspects.get(name, 0.0) * value for name, value in one.items()
            )
        highest = max(scores.values())
        shares = {code: math.exp(score - highest) for code, score in scores.items()}
        total = sum(shares.values())
        return {code: min(_MOST_SURE, share / total) for code, share in shares.items()}

    def spoken(self, words: Iterable[str]) -> dict[str, float]:
        """How much the words speak for each kind that papers were seen of, in log-odds."""
        known = [self.words[word] for word in words if word in self.words]
        if not known:
            return {}
        length = math.sqrt(len(known))
        return {code: sum(weights[at] for weights in known) / length for at, code in enumerate(self.codes)}


@dataclass(frozen=True)
class BoundaryModel:
    """How surely a page opens a paper: log-odds, one weight a sign (see `ocr.understanding.group`)."""

    signs: Mapping[str, float]

    def opens(self, signs: Mapping[str, float]) -> float:
        """The probability that a page with these signs opens a paper."""
        score = sum(self.signs.get(name, 0.0) * value for name, value in signs.items())
        return 1.0 / (1.0 + math.exp(-max(-50.0, min(50.0, score))))


@dataclass(frozen=True)
class Knowledge:
    """Both models. `about`: from what they were made, when, and how well they did on papers kept aside."""

    kinds: KindModel
    boundaries: BoundaryModel
    about: Mapping[str, Any] = field(default_factory=dict)
    digest: str = ""

    def write(self, path: Path) -> Knowledge:
        """Write the file, whole or not at all; returns the same knowledge with its digest."""
        content = {
            "about": dict(self.about),
            "aspects": dict(self.kinds.aspects),
            "codes": list(self.kinds.codes),
            "words": {word: list(weights) for word, weights in sorted(self.kinds.words.items())},
            "signs": dict(self.boundaries.signs),
        }
        digest = _digest(content)
        text = json.dumps({"sha256": digest, **content}, ensure_ascii=False, separators=(",", ":"))
        aside = path.with_name(path.name + ".new")
        aside.write_text(text.replace('],"', '],\n"').replace('},"', '},\n"') + "\n", "utf-8")
        aside.replace(path)
        return Knowledge(self.kinds, self.boundaries, self.about, digest)


def read_knowledge(path: Path) -> Knowledge:
    """The knowledge of one file. Raises InputError("model_invalid") if it was altered or makes no sense."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ValueError("too large")
        content = json.loads(path.read_text("utf-8"))
        digest = content.pop("sha256")
        if digest != _digest(content):
            raise ValueError("its content is not what its sha256 says")
        kinds = KindModel(
            aspects=_numbers(content["aspects"]),
            codes=tuple(map(str, content["codes"])),
            words={word: tuple(map(float, weights)) for word, weights in content["words"].items()},
        )
        if any(len(weights) != len(kinds.codes) for weights in kinds.words.values()):
            raise ValueError("words: not one weight a kind")
        if not all(map(math.isfinite, chain.from_iterable(kinds.words.values()))):
            raise ValueError("words: a weight is no number")
        return Knowledge(kinds, BoundaryModel(_numbers(content["signs"])), content["about"], digest)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InputError("model_invalid", detail=f"{path.name}: {' '.join(str(error).split())[:200]}") from error


@cache
def shipped() -> Knowledge:
    """The knowledge that comes with the program."""
    return read_knowledge(SHIPPED)


def _numbers(given: Mapping[str, Any]) -> dict[str, float]:
    numbers = {str(name): float(value) for name, value in given.items()}
    if not all(map(math.isfinite, numbers.values())):
        raise ValueError("a weight is no number")
    return numbers


def _digest(content: Mapping[str, Any]) -> str:
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
