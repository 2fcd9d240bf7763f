"""What was found for a field and what speaks for it, in plain numbers. How sure that makes it says `confidence`."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ocr.model import Box, Source
from ocr.understanding.layout import Token, box_of

Place = Literal["label", "zone", "anywhere", "machine", "nowhere"]
"""What led to a value: a printed label, a zone of the paper, its own shape, a code; or nothing did."""

_AT_MOST = 0.995


@dataclass(frozen=True)
class Evidence:
    """What speaks for a value or against it.

    `words` it was taken from, `worst` and `mean` of their confidences, `reading` the probability that all are read
    right; `replaced`: how many of them a second reading put in place of the first. `fit`: how well it answers the
    type expected (0 to 1). `label`: how surely what leads to it is a label (1 where none is needed), `exact` whether
    that is printed as the catalogue has it. `left_empty`: the form's line was left blank; `unreadable`: something of
    the type stands there and could not be read. `mixed`: letters stand among digits.
    `put_right`: the value is spelt as it must be and not as it was read.
    """

    place: Place = "nowhere"
    words: int = 0
    worst: float = 1.0
    mean: float = 1.0
    reading: float = 0.9
    replaced: int = 0
    agreed: int = 0
    outvoted: int = 0
    disputed: int = 0
    fit: float = 1.0
    label: float = 1.0
    exact: bool = True
    left_empty: bool = False
    unreadable: bool = False
    mixed: bool = False
    put_right: bool = False

    @property
    def sureness(self) -> float:
        """A first guess at the probability that the value is right, by which one candidate is chosen before another."""
        if self.place == "label":
            fit = 1.0 if self.fit >= 0.95 else 0.4 + 0.6 * self.fit
            behind = 1.0 if self.label >= 0.85 else 0.55 + 0.5 * self.label
            # A letter among digits has no neighbours that would give a misreading away.
            return float(min(_AT_MOST, self.reading * fit * behind) ** (3 if self.mixed else 1))
        if self.place == "zone":
            return min(_AT_MOST, self.reading * (0.35 + 0.65 * self.fit if self.fit < 1 else 1.0))
        return min(_AT_MOST, self.reading * self.fit)


Refusal = Literal["weaker", "later", "no_value", "not_of_pattern", "outranked"]
"""Why a candidate was not taken: another is surer, another was come upon before, it has no value or not one of the
field's pattern, a code outranks it."""


@dataclass(frozen=True)
class Draft:
    """A candidate for a field: a value (None: the paper has none there, or it cannot be read) with its evidence.

    `label`: the printed words (or the zone) that led to it. `place`: where it stands, if not where its words do.
    `read_as`: the value as it was read, where it is spelt as it must be instead. `rivals`: the candidates that were not
    taken, each with its `refused`.
    """

    value: str | None
    tokens: tuple[Token, ...]
    page: int
    source: Source
    evidence: Evidence
    label: str = ""
    place: Box | None = None
    read_as: str = ""
    refused: Refusal | None = None
    rivals: tuple[Draft, ...] = ()

    @property
    def sureness(self) -> float:
        return self.evidence.sureness

    @property
    def box(self) -> Box | None:
        return self.place or box_of(self.tokens)


def measured(place: Place, tokens: Sequence[Token], fit: float, label: float = 1.0, *, exact: bool = True) -> Evidence:
    """The evidence that the words of a value give."""
    confidences = sorted(token.confidence for token in tokens)
    if not confidences:
        return Evidence(place, fit=fit, label=label, exact=exact)
    # Words of one line succeed or fail together: the weakest counts whole and the others in part.
    reading = confidences[0] * math.prod(confidences[1:]) ** 0.35
    return Evidence(
        place,
        words=len(confidences),
        worst=confidences[0],
        mean=sum(confidences) / len(confidences),
        reading=reading,
        replaced=sum(token.replaced for token in tokens),
        agreed=sum(token.looks == (2, 2) for token in tokens),
        outvoted=sum(token.looks == (2, 3) for token in tokens),
        disputed=sum(token.looks is not None and token.looks[0] == 1 for token in tokens),
        fit=fit,
        label=label,
        exact=exact,
    )


def joined(parts: Sequence[Evidence]) -> Evidence:
    """The evidence for several values together, of which there is one at least: as weak as the weakest of each."""
    words = sum(part.words for part in parts)
    return replace(
        parts[0],
        words=words,
        worst=min(part.worst for part in parts),
        mean=sum(part.mean * part.words for part in parts) / max(1, words),
        reading=math.prod(part.reading for part in parts),
        replaced=sum(part.replaced for part in parts),
        agreed=sum(part.agreed for part in parts),
        outvoted=sum(part.outvoted for part in parts),
        disputed=sum(part.disputed for part in parts),
        fit=min(part.fit for part in parts),
        label=min(part.label for part in parts),
        exact=all(part.exact for part in parts),
        mixed=any(part.mixed for part in parts),
    )
