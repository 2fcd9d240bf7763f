"""Who stands behind one paper or one dossier, and on which day: a family, its officials, its places."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from random import Random

from PIL import Image

from samples import world
from samples.world import Person, Place
from terms import units


@dataclass(frozen=True)
class Paper:
    """A drawn paper and the truth about it.

    `pages` at 300 dpi, upright and clean; `texts`: the printed lines of each page, joined by newlines; `fields` as
    docs/contract.md writes them, without those that the paper does not bear; `contradictions`: what was planted;
    `marks`: what was pressed on afterwards ("certified_copy", "received").
    """

    kind: str
    layout: str
    pages: tuple[Image.Image, ...]
    texts: tuple[str, ...]
    fields: Mapping[str, str] = field(default_factory=dict)
    contradictions: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plant:
    """A contradiction that was laid: its code, and patterns that all stand on the paper where it came to be printed."""

    code: str
    needles: tuple[str, ...] = ()

    def stands_in(self, text: str, spelt: Callable[[str], str] = str) -> bool:
        return all(re.search(spelt(needle), text, re.IGNORECASE) for needle in self.needles)


@dataclass(frozen=True)
class Stage:
    """A family on the day a paper is issued. `person` is the one the paper is about, husband or wife.

    `flaw`: the contradiction to plant, and `plants` those laid so far, one list for the stage and all its copies.
    """

    rng: Random
    day: date
    husband: Person
    wife: Person
    child: Person
    married: date
    person: Person
    flaw: str | None = None
    plants: list[Plant] = field(default_factory=list)

    def contradictions(self, printed: str, spelt: Callable[[str], str] = str) -> tuple[str, ...]:
        """The codes of what was planted and stands in the print, each once; `spelt`: how the sheet spells words."""
        text = " ".join(printed.split())
        return tuple(dict.fromkeys(plant.code for plant in self.plants if plant.stands_in(text, spelt)))

    def words(self, day: date) -> str:
        """A day in words: "Ngày mười bảy, tháng năm, năm …"."""
        if self.flaw != "date_in_words":
            return world.date_in_words(day)
        wrong = (
            day.replace(day=day.day % 28 + 1) if day.day % 2 else day.replace(day=min(day.day, 28), year=day.year - 1)
        )
        said = world.date_in_words(wrong)
        self.plants.append(Plant(self.flaw, (re.escape(said),)))
        return said

    def again(self, name: str) -> str:
        """A name that stands on the paper already, printed once more."""
        if self.flaw != "name_twice":
            return name
        other = world.respelt(name)
        self.plants.append(Plant(self.flaw, (rf"\b{re.escape(name)}\b", rf"\b{re.escape(other)}\b")))
        return other

    def coded(self, who: Person, how: str) -> Person:
        """Whom the QR code ("qr_and_print") or the machine-readable zone ("mrz_and_print") of a card tells of."""
        if self.flaw != how:
            return who
        self.plants.append(Plant(how))
        born = who.born.replace(day=who.born.day % 28 + 1)
        return replace(who, born=born, number=f"{who.number[:-2]}{(int(who.number[-2:]) + 31) % 100:02d}")

    def died(self, latest: int = 14) -> date:
        """When the one died whose death is registered today."""
        days = self.rng.randint(1, latest)
        if self.flaw != "before_birth":
            return self.day - timedelta(days=days)
        self.plants.append(Plant(self.flaw))
        return self.day + timedelta(days=days)

    @property
    def home(self) -> Place:
        return self.wife.home

    @cached_property
    def elder(self) -> Person:
        """A parent of the person's, old enough to have died."""
        born = self.person.born.replace(day=min(self.person.born.day, 28), year=self.person.born.year - 27)
        family = self.person.name.split()[0]
        return world.person(
            Random(self.person.number),
            world.day_between(self.rng, date(born.year - 8, 1, 1), born),
            sex="male",
            origin=self.home,
            home=self.home,
            family_name=family,
            ethnicity=self.person.ethnicity,
        )

    @cached_property
    def official(self) -> str:
        return world.name_of_official(self.rng)

    def at(self, day: date) -> Stage:
        """The same family on another day."""
        return replace(self, day=day)


def stage(rng: Random, day: date, kind: str) -> Stage:
    """A family for a paper of this kind issued on `day`: a birth or a marriage has just been where one is needed."""
    if kind == "birth_certificate":
        born = day - timedelta(days=rng.randint(2, 55))
        married = born - timedelta(days=rng.randint(300, 2500))
    elif kind == "marriage_certificate":
        married, born = day, day - timedelta(days=200)
    else:
        married = day - timedelta(days=rng.randint(900, 5200))
        born = min(married + timedelta(days=rng.randint(300, 1500)), day - timedelta(days=90))
    husband, wife = world.couple(rng, married)
    child = world.child_of(rng, husband, wife, born)
    return Stage(rng, day, husband, wife, child, married, rng.choice((husband, wife)))


@dataclass(frozen=True)
class Office:
    """A body as letterheads and seals name it, in capitals. `short`: the place a paper is dated at."""

    superior: str
    name: tuple[str, ...]
    seal_below: str
    short: str

    @property
    def issuing(self) -> str:
        """The body that issued, its lines joined, without its superior."""
        return " ".join(self.name)


def commune_office(place: Place, on: date) -> Office:
    """The people's committee of a commune."""
    commune, *above = place.units_on(on)
    below = " - ".join(_abbreviated(unit) for unit in above)
    return Office("", ("ỦY BAN NHÂN DÂN", commune.upper()), below, world.bare(commune))


def district_body(place: Place, on: date, body: str | None = None) -> Office:
    """The people's committee of a district, or a division of it (before July 2025 only)."""
    _, district, province = place.units_on(on)
    if body is None:
        return Office("", ("ỦY BAN NHÂN DÂN", district.upper()), _abbreviated(province), world.bare(district))
    return Office(f"ỦY BAN NHÂN DÂN {district.upper()}", (body.upper(),), _abbreviated(district), world.bare(district))


def province_body(place: Place, on: date, body: str) -> Office:
    """A department of a province."""
    province = place.units_on(on)[-1]
    return Office(f"ỦY BAN NHÂN DÂN {province.upper()}", (body.upper(),), _abbreviated(province), world.bare(province))


def commune_division(place: Place, on: date, body: str) -> Office:
    """A division of a commune's committee (since July 2025)."""
    commune = place.units_on(on)[0]
    return Office(f"ỦY BAN NHÂN DÂN {commune.upper()}", (body.upper(),), _abbreviated(commune), world.bare(commune))


def _abbreviated(unit: str) -> str:
    """ "Huyện Nam Đàn" → "H. Nam Đàn", as seals do."""
    rank = {"Huyện": "H.", "Tỉnh": "T.", "Thành phố": "TP.", "Thị xã": "TX.", "Quận": "Q.", "Xã": "X.", "Phường": "P."}
    for long, short in rank.items():
        if unit.startswith(f"{long} "):
            return f"{short} {unit.removeprefix(f'{long} ')}"
    return unit


def merged(day: date) -> bool:
    """Whether a day lies after districts ceased to be."""
    return day >= units.MERGED_ON
