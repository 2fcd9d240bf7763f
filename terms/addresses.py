"""A printed address against the tables of administrative units, before and after 1 July 2025.

What is printed stays as it is: the tables say whether such units exist, how they are spelt, and how they are called
today.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from terms.text import bare, fold, nfc, spelling_key
from terms.units import (
    COMMUNE_RANKS,
    DISTRICT_RANKS,
    MERGED_ON,
    Commune,
    Province,
    communes,
    communes_named,
    districts,
    province_in,
    province_named,
    provinces,
    rank_of,
    successor,
    unit_key,
)


@dataclass(frozen=True)
class Address:
    """The parts of an address that are units of administration, in full as the tables spell them, None if not found."""

    commune: Commune | None
    district: str | None
    province: Province | None

    @property
    def units(self) -> tuple[str, ...]:
        """The full names found, from small to large."""
        province = self.province.full_name if self.province else None
        return tuple(one for one in (self.commune and self.commune.full_name, self.district, province) if one)


def find_address(text: str) -> Address:
    """The commune, district and province that a printed address names, as far as they are in the tables.

    A commune of 2019 and before may be in neither table: None then says nothing against the paper.
    """
    return _found(_parts(text))[0]


@dataclass(frozen=True)
class Held:
    """An address held against the tables.

    `spelt`: units that it names with other marks than the tables have, as the tables have them. `unknown`: the part
    where a unit should stand that no table has, "" if none; `near`: the units whose names come nearest to it.
    `complete`: commune and province were found (and the district, where one is printed), spelt as in the tables.
    `today`: the commune and province, or the province alone, that it lies in now, where that is not what is printed.
    """

    spelt: tuple[str, ...] = ()
    unknown: str = ""
    near: tuple[str, ...] = ()
    complete: bool = False
    today: str = ""


def hold_against_tables(text: str) -> Held:
    """What the tables say of an address; nothing where it names no unit (a foreign country, a hamlet alone)."""
    parts = _parts(text)
    address, below = _found(parts)
    spelt = tuple(unit for unit in address.units if _spelt_otherwise(unit, text))
    unknown, near = _unknown(parts, below, address)
    complete = not spelt and not unknown and address.commune is not None
    return Held(spelt, unknown, near, complete, _today(text, address))


def _parts(text: str) -> list[str]:
    """An address at its commas; at its dashes too, but for a name that holds one (Bà Rịa - Vũng Tàu)."""
    parts: list[str] = []
    for piece in nfc(text).replace(" – ", " - ").split(","):
        whole = " - " not in piece or province_named(piece) or communes_named(piece)
        parts += [piece] if whole else piece.split(" - ")
    return [part for part in (piece.strip(" .;") for piece in parts) if part]


def _found(parts: Sequence[str]) -> tuple[Address, list[str]]:
    """The units found, and the parts that stand before the province and are none of them."""
    where, named = next(
        ((index, found) for index, part in reversed(list(enumerate(parts))) if (found := province_named(part))),
        (len(parts), None),
    )
    below = list(parts[:where])
    codes = _codes(named)
    district: str | None = None
    for part in list(below):
        for code in codes:
            if district is None and rank_of(part) not in COMMUNE_RANKS:
                district = districts().get((unit_key(part), code))
                if district is not None:
                    below.remove(part)
    for part in reversed(below):
        if rank_of(part) not in DISTRICT_RANKS and (commune := _commune_in(part, codes, district)):
            below.remove(part)
            return Address(commune, commune.district, named), below
    return Address(None, district, named), below


def _codes(named: Province | None) -> set[str]:
    """The codes that a province of this name has or had."""
    if named is None:
        return set()
    return {found.code for found in (province_in(named.name, since) for since in (False, True)) if found}


def _commune_in(part: str, codes: set[str], district: str | None) -> Commune | None:
    """The commune that `part` names in these provinces and this district, of the same rank if there is one."""
    found = [
        commune
        for commune in communes_named(part)
        if commune.province_code in codes and (district is None or commune.district in (district, None))
    ]
    found.sort(key=lambda commune: (rank_of(commune.full_name) != rank_of(part), commune.district is None))
    return found[0] if found else None


def _spelt_otherwise(unit: str, text: str) -> bool:
    """True if the text has the unit's name with other marks."""
    return _names(text, unit) and spelling_key(_bare_name(unit)) not in spelling_key(text)


def _names(text: str, unit: str) -> bool:
    """True if the unit's name stands in the text, whatever its marks."""
    return f" {bare(_bare_name(unit))} " in f" {bare(text)} "


def _bare_name(unit: str) -> str:
    """A unit's name without its rank, as it is spelt."""
    rank = rank_of(unit)
    return unit if unit_key(unit) == bare(unit) else unit[len(rank) :].strip()


def _unknown(parts: Sequence[str], below: Sequence[str], address: Address) -> tuple[str, tuple[str, ...]]:
    """The part that should be a unit and is in no table, and what comes nearest."""
    if address.province is None:
        part = next((part for part in reversed(parts) if fold(part).startswith(("tinh ", "thanh pho "))), "")
        everyone = [
            one.full_name for day in (MERGED_ON.replace(year=2020), MERGED_ON) for one in provinces(day).values()
        ]
        near = _near(part, everyone) if part else ()
        return (part, near) if near else ("", ())
    codes = _codes(address.province)
    part = next((part for part in below if rank_of(part) in DISTRICT_RANKS), "")
    if part:
        return part, _near(part, {name for (_, code), name in districts().items() if code in codes})
    if address.commune is not None:
        return "", ()
    ranked = next((part for part in below if rank_of(part) in COMMUNE_RANKS), "")
    part = ranked or (below[-1] if below and address.district is not None else "")
    if not part:
        return "", ()
    there = [
        one.full_name
        for day in (MERGED_ON.replace(year=2020), MERGED_ON)
        for one in communes(day).values()
        if one.province_code in codes and (address.district is None or one.district in (address.district, None))
    ]
    return part, _near(part, there)


def _near(part: str, units: Iterable[str]) -> tuple[str, ...]:
    """The units whose names differ from the part's by a letter or two."""
    key = unit_key(part)
    most = 1 if len(key) < 6 else 2
    distances = {unit: Levenshtein.distance(key, unit_key(unit), score_cutoff=most) for unit in units}
    least = min(distances.values(), default=most + 1)
    return tuple(sorted(unit for unit, distance in distances.items() if distance == least))[:3] if least <= most else ()


def _today(text: str, address: Address) -> str:
    """The commune and province now, or the province alone if the commune was divided or is not known."""
    commune, named = address.commune, address.province
    if named is None:
        return ""
    if commune is not None and commune.district is None:
        return ""
    old = province_in(named.name, False)
    now = successor(old.code) if old is not None else named
    if now is None:
        return ""
    names = [now.full_name]
    if commune is not None and len(commune.successors) == 1:
        new = communes(MERGED_ON).get(commune.successors[0])
        if new is not None:
            names.insert(0, new.full_name)
    if commune is None and address.district is None and now.name == named.name:
        return ""
    return ", ".join(names)
