"""Contradictions to plant: what forged, mistaken or mixed-up papers say against themselves.

Each sort has a code, the same that a check would report; a paper names those that really stand on it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Literal, get_args

from samples import world
from samples.stage import Plant, Stage, merged
from samples.world import Person, Place
from terms import units

Flaw = Literal[
    "birth_year", "sex_digit", "province_digits", "date_in_words", "before_birth", "commune_in_district", "name_twice",
    "qr_and_print", "mrz_and_print",
]  # fmt: skip
FLAWS: tuple[Flaw, ...] = get_args(Flaw)


def contradict(one: Stage, flaw: Flaw) -> Stage:
    """The same family with one thing that cannot be.

    birth_year, sex_digit, province_digits: the twelve digits of everybody disagree with the birth, the sex or the place
    where it was registered. commune_in_district: everybody lives in a commune that lies elsewhere. before_birth: what
    needs a birth or a death is registered before it. date_in_words, name_twice, qr_and_print, mrz_and_print: planted by
    the layouts that print such a thing, and by no other.
    """
    one = replace(one, flaw=flaw, plants=[])
    if flaw in ("birth_year", "sex_digit", "province_digits"):
        return _people(one, lambda who: _renumbered(one, who, flaw))
    if flaw == "commune_in_district":
        astray = _astray(one)
        return _people(one, lambda who: replace(who, home=astray))
    if flaw == "before_birth":
        return _born_late(one)
    return one


def _people(one: Stage, change: Callable[[Person], Person]) -> Stage:
    husband, wife, child = change(one.husband), change(one.wife), change(one.child)
    return replace(one, husband=husband, wife=wife, child=child, person=husband if one.person is one.husband else wife)


def _renumbered(one: Stage, who: Person, flaw: Flaw) -> Person:
    digits = who.number
    if flaw == "birth_year":
        number = f"{digits[:4]}{(int(digits[4:6]) + 7) % 100:02d}{digits[6:]}"
        needles: tuple[str, ...] = (number, str(who.born.year))
    elif flaw == "sex_digit":
        number = f"{digits[:3]}{int(digits[3]) ^ 1}{digits[4:]}"
        needles = (number, rf"(giới tính|sex|nam, nữ|nam/nữ)[^.;]{{0,20}}\b{who.sex_word}\b")
    else:
        other = "001" if digits[:3] != "001" else "079"
        number = other + digits[3:]
        needles = (number, re.escape(world.bare(units.provinces(one.day)[_province_code(one, who)].full_name)))
    one.plants.append(Plant(flaw, needles))
    return replace(who, number=number)


def _province_code(one: Stage, who: Person) -> str:
    commune = who.origin.commune
    return units.communes(one.day)[commune.successors[0]].province_code if merged(one.day) else commune.province_code


def _astray(one: Stage) -> Place:
    """The family's commune under a district, or since July 2025 a province, that has none of that name."""
    rng, home = Random(f"astray {one.day} {one.wife.number}"), one.wife.home
    name = units.communes(one.day)[home.commune.successors[0]] if merged(one.day) else home.commune
    namesakes = units.communes_named(name.full_name)
    while True:
        if merged(one.day):
            other = world.place(rng).commune
            taken = {found.province_code for found in namesakes if found.district is None}
            fits = units.communes(one.day)[other.successors[0]].province_code not in taken
        else:
            other = world.place(rng, home.province_code).commune
            fits = other.district not in {found.district for found in namesakes}
            if not fits and rng.random() < 0.1:
                other = world.place(rng).commune
                fits = other.district not in {found.district for found in namesakes}
        if fits:
            break
    moved = replace(home, astray=other)
    commune, above = (re.escape(world.bare(unit)) for unit in moved.units_on(one.day)[:2])
    one.plants.append(Plant("commune_in_district", (rf"{commune}, (\S+ ){{0,3}}{above}",)))
    return moved


def _born_late(one: Stage) -> Stage:
    """The child is born after the day the paper gives for its registration; who died, died after it too."""
    born = one.day + timedelta(days=12 + one.day.day)
    one.plants.append(Plant("before_birth", (re.escape(one.child.name),)))
    number = f"{one.child.number[:4]}{born.year % 100:02d}{one.child.number[6:]}"
    return replace(one, child=replace(one.child, born=born, number=number))
