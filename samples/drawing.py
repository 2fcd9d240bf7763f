"""Papers drawn by kind and seed: which layouts there are, which are kept apart, and papers of a given family."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Literal

from samples import world
from samples.flaws import FLAWS, Flaw, contradict
from samples.papers import LAYOUTS
from samples.papers.common import TODAY
from samples.stage import Paper, Stage, stage

KINDS = tuple(sorted(LAYOUTS))

Wordings = Literal["all", "first", "second"] | Collection[str]
"""Which layouts to draw from: all, those to fit on, those kept apart to judge with, or those of these names."""


def draw(
    kind: str,
    seed: int | str,
    layout: str | None = None,
    *,
    contradicting: bool | Flaw = False,
    wordings: Wordings = "all",
) -> Paper:
    """A paper of this kind about fictitious people; the same for the same seed.

    `layout`: the name of one of `layouts(kind)`, drawn if not given. `contradicting`: the sort of contradiction to
    plant, or True for any that the paper can bear; `Paper.contradictions` says what came to stand on it, which is
    nothing if no layout of these bears it. Raises KeyError for a kind or layout unknown.
    """
    if not contradicting:
        return _drawn(kind, seed, layout, wordings, None)
    flaws = [contradicting] if isinstance(contradicting, str) else Random(f"flaw {seed}").sample(FLAWS, len(FLAWS))
    for flaw in flaws:
        paper = _drawn(kind, seed, layout, wordings, flaw)
        if paper.contradictions:
            break
    return paper


def _drawn(kind: str, seed: int | str, layout: str | None, wordings: Wordings, flaw: Flaw | None) -> Paper:
    rng = Random(f"{kind} {layout} {seed}")
    chosen = LAYOUTS[kind][layout or rng.choice(layouts(kind, wordings))]
    day = world.workday(rng, chosen.since, min(chosen.until, TODAY) - timedelta(days=5))
    scene = stage(rng, day, kind)
    return chosen.draw(contradict(scene, flaw) if flaw else scene)


def layouts(kind: str, wordings: Wordings = "all") -> tuple[str, ...]:
    """The names of the layouts of a kind. Of names given, those that are the kind's; all of the kind's if none is."""
    every = LAYOUTS[kind]
    if isinstance(wordings, str):
        return tuple(name for name, one in every.items() if wordings == "all" or one.apart == (wordings == "second"))
    return tuple(name for name in every if name in wordings) or tuple(every)


def paper_of(family: Stage, kind: str, seed: int | str, layout: str | None = None, wordings: Wordings = "all") -> Paper:
    """A paper of this kind about this family, on the day on which it would have been issued."""
    rng = Random(f"{kind} of {seed}")
    if kind == "birth_certificate":
        day = world.workday(rng, family.child.born + timedelta(days=3), family.child.born + timedelta(days=50))
    elif kind == "marriage_certificate":
        day = family.married
    elif kind in ("application_form", "administrative_document"):
        day = family.day
    elif kind in ("residence_confirmation", "marital_status_certificate", "judicial_record"):
        day = world.workday(rng, family.day - timedelta(days=90), family.day)  # they hold for months only
    else:
        day = world.workday(rng, max(date(2021, 8, 1), family.child.born), family.day)
    scene = replace(family, rng=rng, day=day)
    return LAYOUTS[kind][layout or _in_use(rng, kind, day, wordings)].draw(scene)


def _in_use(rng: Random, kind: str, day: date, wordings: Wordings) -> str:
    """The name of a layout that was in use on a day; of any of the kind's if none of these was."""
    names = layouts(kind, wordings)
    return rng.choice([name for name in names if LAYOUTS[kind][name].fits(day)] or list(names))
