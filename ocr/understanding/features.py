"""What is known of a draft as numbers for the confidence model: each says something a person would look at too.

Few and general, so that they mean the same on kinds, faces and wordings that nobody has seen yet. `FEATURES` names them
with the weight that sense gives them before any data, and the side of zero on which it has to stay.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest
from typing import Final

from ocr.model import Finding, PageReading
from ocr.quality import RETAKE
from ocr.syllable_counts import syllable_counts
from ocr.understanding.draft import Draft
from ocr.understanding.shapes import shapes_of
from ocr.understanding.values import is_body
from terms.kinds import FieldSpec
from terms.names import is_name_syllable, name_rivals
from terms.syllables import is_syllable
from terms.text import bare, nfc, spelling_key
from terms.units import place_words

FIGURES: Final = ("personal_number", "date", "number", "code", "area")
_WORDED: Final = ("text", "place", "authority", "person_or_body")
_NAMED: Final = ("name", "names")
_SCRAPS: Final = '[]{}|_~^*"“”‘’`´<>=+\\•°§€'
# A spelling that this many times as often stands after the word before as the one that was read.
_FAR_LIKELIER: Final = 30.0
_SCRAP: Final = re.compile(rf"[{re.escape(_SCRAPS)}]|(?<!\w)'(?=\w)")
_NUMBER_FORM: Final = re.compile(r"[0-9]{1,6}[a-zA-Z]?(?:/[0-9]{4})?(?:/[^/]+)?")


@dataclass(frozen=True)
class Feature:
    """`start`: the weight before any data. `side`: +1 it may only raise the probability, -1 only lower it, 0 either."""

    start: float
    side: int
    about: str


FEATURES: Final[Mapping[str, Feature]] = {
    "base": Feature(0.0, 0, "always 1"),
    "reading": Feature(1.0, 1, "log-odds that all words of the value are read right"),
    "reading_figures": Feature(0.3, 1, "the same, where the value is of figures"),
    "faint": Feature(-0.3, -1, "how far those log-odds are below what print in good order has"),
    "misfit": Feature(-3.0, -1, "how far the value is from what its type looks like"),
    "guess": Feature(-8.5, -1, "hardly what was looked for: a start for whoever looks at it"),
    "weak_label": Feature(-3.0, -1, "how far what led to it is from a sure label"),
    "inexact_label": Feature(-0.3, -1, "the label is not printed as the catalogue has it"),
    "zone": Feature(0.0, 0, "found where such papers have it, without a label"),
    "anywhere": Feature(-0.5, 0, "found by its shape alone"),
    "machine": Feature(1.0, 0, "read from a code"),
    "words": Feature(-0.3, -1, "logarithm of the number of words"),
    "replaced": Feature(-1.0, -1, "share of words that a second reading put in place of the first"),
    "agreed": Feature(1.0, 1, "share of words that several looks agree on"),
    "outvoted": Feature(-1.0, -1, "share of words that other looks outvoted"),
    "disputed": Feature(-2.0, -1, "share of words that looks do not agree on"),
    "shapes_plain": Feature(1.0, 1, "how plainly its letters by themselves look like what was read"),
    "shapes_differ": Feature(-1.0, -1, "how much likelier something else is, by the letters themselves"),
    "unshaped": Feature(0.5, 0, "its letters were looked at by themselves and told nothing"),
    "put_right": Feature(-2.0, -1, "a name spelt as it must be and not as it was read"),
    "place_put_right": Feature(-4.0, -1, "a unit spelt as it must be and not as it was read"),
    "mixed": Feature(-2.0, -1, "letters among digits"),
    "figures": Feature(0.0, 0, "the value is of figures"),
    "unchecked_figures": Feature(-0.3, -1, "logarithm of its digits, where nothing agrees with them"),
    "named": Feature(0.0, 0, "the value is a name"),
    "several": Feature(-0.3, -1, "logarithm of how many names it holds"),
    "short_name": Feature(-0.7, -1, "a name of two syllables: its surname may be missing"),
    "place_unheld": Feature(-1.0, -1, "a place of which no table knows anything"),
    "name_rivals": Feature(-0.5, -1, "syllables of a name that other marks make another usual syllable"),
    "stacked": Feature(-0.2, -1, "letters with two marks"),
    "odd_words": Feature(-1.5, -1, "words that are no syllables, or far likelier with other marks"),
    "no_unit": Feature(-3.0, -1, "an area without a unit"),
    "scraps": Feature(-1.0, -1, "signs that no value has"),
    "second_same": Feature(0.7, 1, "another candidate has the same value"),
    "second_other": Feature(-0.7, -1, "sureness of the best other candidate with another value"),
    "poor_page": Feature(-2.0, -1, "how unsurely the page was read"),
    "warned_page": Feature(-0.3, -1, "the page could have been captured better"),
    "retake_page": Feature(-3.0, -1, "the page should be captured again"),
    "small_print": Feature(-0.5, -1, "how far the letters are below the height that reads well"),
    # Of what the checks say, sense knows the order of magnitude; data moves it where there is any.
    "agrees:date_words": Feature(2.5, 1, "the date in words agrees"),
    "agrees:birth_year": Feature(0.8, 1, "year of birth and personal number agree"),
    "agrees:sex_digit": Feature(0.8, 1, "sex and personal number agree"),
    "agrees:birth_province": Feature(0.7, 1, "place of origin and personal number agree"),
    "agrees:name_twice": Feature(0.7, 1, "the name stands twice, spelt alike"),
    "agrees:name_spelling": Feature(0.7, 1, "the name is spelt alike in another field"),
    "agrees:number_twice": Feature(2.0, 1, "the number stands twice, alike"),
    "agrees:signing_day": Feature(2.5, 1, "the electronic signature was made on that day"),
    "agrees:tax_code": Feature(2.5, 1, "the check digit holds"),
    "agrees:place": Feature(2.5, 1, "commune and province are in the tables"),
    "agrees:code": Feature(4.0, 1, "a QR code or machine-readable zone says the same"),
    "agrees:other_paper": Feature(1.5, 1, "another paper of the dossier says the same"),
    "agrees:store": Feature(2.5, 1, "the owner's store says the same"),
    "differs:hard": Feature(-4.0, -1, "what cannot be so: no such date, number, check digit"),
    "differs:date_words": Feature(-4.0, -1, "the date in words is another"),
    "differs:number": Feature(-3.5, -1, "year of birth or sex contradict the personal number"),
    "differs:birth_province": Feature(-0.5, -1, "place of origin and personal number differ, as they may"),
    "differs:dates": Feature(-3.5, -1, "dates that run backwards or lie too near"),
    "differs:spelling": Feature(-3.5, -1, "the same name or unit with other marks, on the paper or in the tables"),
    "differs:syllables": Feature(-3.0, -1, "syllables that names do not have"),
    "differs:place_unknown": Feature(-0.5, -1, "a unit that no table has"),
    "differs:code": Feature(-2.0, -1, "a QR code or machine-readable zone says something else"),
    "differs:other_paper": Feature(-2.0, -1, "another paper of the dossier says something else"),
    "differs:store": Feature(-2.0, -1, "the owner's store says something else"),
}

_AGREES: Final = {"qr": "agrees:code", "mrz": "agrees:code"}
_DIFFERS: Final = {
    "qr": "differs:code",
    "mrz": "differs:code",
    "birth_year": "differs:number",
    "sex_digit": "differs:number",
    "date_order": "differs:dates",
    "years_apart": "differs:dates",
    "signing_day": "differs:dates",
    "name_twice": "differs:spelling",
    "name_spelling": "differs:spelling",
    "number_twice": "differs:spelling",
    "place_spelling": "differs:spelling",
    "place": "differs:spelling",
    "surname": "",  # told by `put_right`
    "letter_shapes": "",  # told by `shapes_differ`
}
GUESS: Final = 0.35
_IN_ORDER: Final = 2.5
# Odds (as a logarithm) at which a letter is plain by its shape.
_PLAIN: Final = 8.0
_READS_WELL_PX: Final = 24.0


def features(
    spec: FieldSpec, draft: Draft, findings: Sequence[Finding], pages: Sequence[PageReading]
) -> dict[str, float]:
    """The numbers of a draft that has a value; those that are 0 left out."""
    page = next((page for page in pages if page.number == draft.page), None)
    found = {
        **_of_reading(spec, draft, any(one.agrees and one.check == "name_twice" for one in findings)),
        **_of_value(spec, draft, findings),
        **_of_rivals(draft),
        **(_of_page(draft, page) if page is not None and draft.evidence.place != "machine" else {}),
        **_of_findings(findings, draft.evidence.put_right),
        "base": 1.0,
    }
    return {name: round(value, 4) for name, value in found.items() if value}


def has_scraps(value: str) -> bool:
    """True if signs stand in the value that none has, as stamps and lines leave them."""
    return bool(_SCRAP.search(nfc(value)))


def log_odds(chance: float, limit: float = 0.999) -> float:
    """Log-odds of a chance, itself kept between `1 - limit` and `limit`."""
    chance = min(limit, max(1 - limit, chance))
    return math.log(chance / (1 - chance))


def _of_reading(spec: FieldSpec, draft: Draft, borne_out: bool) -> dict[str, float]:
    evidence = draft.evidence
    figures = spec.type in FIGURES
    # Below even odds a confidence says nothing more: such words were mostly put right by other means.
    reading = max(0.0, log_odds(_figures_read(draft) if figures else evidence.reading))
    return {
        "reading": reading,
        "reading_figures": reading if figures else 0.0,
        "faint": max(0.0, _IN_ORDER - reading),
        "misfit": max(0.0, 1 - evidence.fit),
        "guess": evidence.fit < GUESS,
        "weak_label": max(0.0, 1 - evidence.label) if evidence.place == "label" else 0.0,
        "inexact_label": evidence.place == "label" and not evidence.exact,
        "zone": evidence.place == "zone",
        "anywhere": evidence.place == "anywhere",
        "machine": evidence.place == "machine",
        "words": math.log(max(1, evidence.words)),
        "replaced": evidence.replaced / max(1, evidence.words),
        "agreed": evidence.agreed / max(1, evidence.words),
        "outvoted": evidence.outvoted / max(1, evidence.words),
        "disputed": evidence.disputed / max(1, evidence.words),
        **_of_shapes(draft, figures=figures),
        "put_right": evidence.put_right and spec.type in _NAMED and not borne_out,
        "place_put_right": evidence.put_right and spec.type not in _NAMED,
        "mixed": evidence.mixed,
        "figures": figures,
        "named": spec.type in _NAMED,
    }


def _of_shapes(draft: Draft, *, figures: bool) -> dict[str, float]:
    """What the letters look like by themselves: as sure as the word that looks most like another."""
    if draft.evidence.place == "machine":
        return {}
    shapes = shapes_of(draft, figures=figures)
    return {
        "shapes_plain": min(1.0, max(0.0, -shapes.odds / _PLAIN)) if shapes.told else 0.0,
        "shapes_differ": min(1.0, max(0.0, shapes.odds / _PLAIN)),
        "unshaped": shapes.looked_at and not shapes.told,
    }


def _figures_read(draft: Draft) -> float:
    """The probability that the words with figures in them are read right: "ngày" and "tháng" are beside the point."""
    confidences = sorted(token.confidence for token in draft.tokens if any(map(str.isdigit, token.text)))
    return confidences[0] * math.prod(confidences[1:]) ** 0.35 if confidences else draft.evidence.reading


def _of_value(spec: FieldSpec, draft: Draft, findings: Sequence[Finding]) -> dict[str, float]:
    value = nfc(draft.value or "")
    named = spec.type in _NAMED and not is_body(value)
    found: dict[str, float] = {"scraps": len(_SCRAP.findall(value))}
    if draft.evidence.place == "machine":
        return found
    if spec.type in FIGURES and not any(one.agrees for one in findings):
        found["unchecked_figures"] = math.log(1 + sum(letter.isdigit() for letter in value))
    if spec.type == "number":
        found["odd_words"] = _NUMBER_FORM.fullmatch(value) is None
    if spec.type == "area":
        found["no_unit"] = draft.evidence.fit < 1
    if spec.type in (*_NAMED, *_WORDED):
        found["stacked"] = min(4, sum(_two_marks(letter) for letter in value))
    if named:
        found["short_name"] = any(len(name.split()) == 2 for name in value.split("; "))
        found["several"] = math.log(1 + value.count(";"))
        found["name_rivals"] = sum(map(name_rivals, value.replace(";", " ").split()))
        found["odd_words"] = sum(word.isalpha() and not is_syllable(word) for word in value.split())
    elif spec.type in (*_NAMED, *_WORDED):
        found["odd_words"] = min(3, _odd_words(value) if spec.type != "place" else _odd_in_place(value))
        found["place_unheld"] = spec.type == "place" and not findings
    return found


def _of_rivals(draft: Draft) -> dict[str, float]:
    key = spelling_key(draft.value or "")
    others = [rival for rival in draft.rivals if rival.value is not None and rival.refused != "outranked"]
    same = any(spelling_key(rival.value or "") == key and rival.tokens != draft.tokens for rival in others)
    other = max((rival.sureness for rival in others if spelling_key(rival.value or "") != key), default=0.0)
    return {"second_same": same, "second_other": other}


def _of_page(draft: Draft, page: PageReading) -> dict[str, float]:
    heights = sorted(token.height for token in draft.tokens)
    height = heights[len(heights) // 2] if heights else _READS_WELL_PX
    return {
        "poor_page": 1 - page.confidence,
        "warned_page": bool(page.warnings),
        "retake_page": RETAKE in page.warnings,
        "small_print": max(0.0, math.log(_READS_WELL_PX / max(1.0, height))),
    }


def _of_findings(findings: Sequence[Finding], put_right: bool) -> dict[str, float]:
    found: dict[str, float] = {}
    for one in findings:
        if one.check == "place_spelling" and put_right:
            continue
        if one.agrees:
            name = _AGREES.get(one.check, f"agrees:{one.check}")
        else:
            name = _DIFFERS.get(one.check, f"differs:{one.check}")
            name = name if name in FEATURES or not name else "differs:hard"
        if name in FEATURES:
            found[name] = 1.0
    return found


def _two_marks(letter: str) -> bool:
    """True for a letter with two marks (Ẩ, ợ): of these the upper one is what reading gets wrong."""
    return len(unicodedata.normalize("NFD", letter)) > 2


def _odd_in_place(text: str) -> int:
    """How many words of an address can be neither a syllable nor part of a unit's name. The rest say the tables."""
    words = [word.strip(_SCRAPS + ".,;:()-–/") for word in text.split()]
    return sum(
        (word.isalpha() and not is_syllable(word) and bare(word) not in place_words()) or word in _LONELY
        for word in words
    )


# Letters that stand alone in no name of a place.
_LONELY: Final = frozenset("ùúủũụừứửữựìíỉĩịèéẻẽẹềếểễệòóỏõọồốổỗộờớởỡợ")


def _odd_words(text: str) -> int:
    """How many words can be no Vietnamese syllable, or would be far likelier there with other marks."""
    words = [bare_word for word in text.split() if (bare_word := word.strip(_SCRAPS + ".,;:()-–/'"))]
    odd = 0
    before: str | None = None
    for word, after in zip_longest(words, words[1:], fillvalue=""):
        if not word.isalpha():
            before = None
            continue
        key = spelling_key(word)
        if word.islower() or text.isupper():  # of proper nouns nobody knows which there are
            follows = spelling_key(after) if after.isalpha() else None
            odd += _odd(key, before, follows, capital=word.isupper() and len(word) < 5)
        before = key
    return odd


@lru_cache(maxsize=4096)
def _odd(key: str, before: str | None, after: str | None, *, capital: bool) -> bool:
    counts = syllable_counts()
    alike = [one for one in counts.alike(key) if one != key]
    if not is_syllable(key):
        return bool(alike) or not (capital or bare(key) in place_words())
    if after is not None and any(
        counts.times(one, after) > _FAR_LIKELIER * (1 + counts.times(key, after)) for one in alike
    ):
        return True
    if is_name_syllable(key):
        return False
    return any(counts.chance(one, before) > _FAR_LIKELIER * counts.chance(key, before) for one in alike)
