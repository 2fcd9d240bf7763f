"""Provinces and communes, before and after 1 July 2025.

Until 30 June 2025 there were 63 provinces, districts, and some ten thousand communes; since then 34 provinces and 3 321
communes and no districts (Resolutions 202/2025/QH15 and 1654 … 1687/NQ-UBTVQH15). Codes were used again for other
provinces (15, 24, 44, 52, 80, 82, 91): a code is looked up with a date or not at all. The first three digits of a
personal number are always of the older table.
"""

from __future__ import annotations

import gzip
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from terms.text import bare

MERGED_ON = date(2025, 7, 1)

_BEFORE_TEXT = """\
01 Hà Nội|02 Hà Giang|04 Cao Bằng|06 Bắc Kạn|08 Tuyên Quang|10 Lào Cai|11 Điện Biên|12 Lai Châu|14 Sơn La
15 Yên Bái|17 Hòa Bình|19 Thái Nguyên|20 Lạng Sơn|22 Quảng Ninh|24 Bắc Giang|25 Phú Thọ|26 Vĩnh Phúc|27 Bắc Ninh
30 Hải Dương|31 Hải Phòng|33 Hưng Yên|34 Thái Bình|35 Hà Nam|36 Nam Định|37 Ninh Bình|38 Thanh Hóa|40 Nghệ An
42 Hà Tĩnh|44 Quảng Bình|45 Quảng Trị|46 Huế|48 Đà Nẵng|49 Quảng Nam|51 Quảng Ngãi|52 Bình Định|54 Phú Yên
56 Khánh Hòa|58 Ninh Thuận|60 Bình Thuận|62 Kon Tum|64 Gia Lai|66 Đắk Lắk|67 Đắk Nông|68 Lâm Đồng|70 Bình Phước
72 Tây Ninh|74 Bình Dương|75 Đồng Nai|77 Bà Rịa - Vũng Tàu|79 Hồ Chí Minh|80 Long An|82 Tiền Giang|83 Bến Tre
84 Trà Vinh|86 Vĩnh Long|87 Đồng Tháp|89 An Giang|91 Kiên Giang|92 Cần Thơ|93 Hậu Giang|94 Sóc Trăng|95 Bạc Liêu
96 Cà Mau"""
_SINCE_TEXT = """\
01 Hà Nội|04 Cao Bằng|08 Tuyên Quang|11 Điện Biên|12 Lai Châu|14 Sơn La|15 Lào Cai|19 Thái Nguyên|20 Lạng Sơn
22 Quảng Ninh|24 Bắc Ninh|25 Phú Thọ|31 Hải Phòng|33 Hưng Yên|37 Ninh Bình|38 Thanh Hóa|40 Nghệ An|42 Hà Tĩnh
44 Quảng Trị|46 Huế|48 Đà Nẵng|51 Quảng Ngãi|52 Gia Lai|56 Khánh Hòa|66 Đắk Lắk|68 Lâm Đồng|75 Đồng Nai
79 Hồ Chí Minh|80 Tây Ninh|82 Đồng Tháp|86 Vĩnh Long|91 An Giang|92 Cần Thơ|96 Cà Mau"""
_BEFORE = dict(entry.split(" ", 1) for line in _BEFORE_TEXT.splitlines() for entry in line.split("|"))
_SINCE = dict(entry.split(" ", 1) for line in _SINCE_TEXT.splitlines() for entry in line.split("|"))

# Old code → new code, where a province was merged into another or had its code changed.
_MERGED = {
    "02": "08", "10": "15", "15": "15", "06": "19", "26": "25", "17": "25", "24": "24", "27": "24", "34": "33",
    "30": "31", "35": "37", "36": "37", "44": "44", "45": "44", "49": "48", "62": "51", "52": "52", "64": "52",
    "58": "56", "54": "66", "67": "68", "60": "68", "70": "75", "77": "79", "74": "79", "80": "80", "72": "80",
    "82": "82", "87": "82", "83": "86", "84": "86", "89": "91", "91": "91", "94": "92", "93": "92", "95": "96",
}  # fmt: skip
_CITIES_BEFORE = frozenset({"01", "31", "46", "48", "79", "92"})
_CITIES_SINCE = _CITIES_BEFORE | {"75"}  # Đồng Nai: Resolution 30/2026/QH16


@dataclass(frozen=True)
class Province:
    """A province or a city of its rank. `name` is the bare one ("Tuyên Quang"), `full_name` what papers print."""

    code: str
    name: str
    full_name: str


@dataclass(frozen=True)
class Commune:
    """A commune, ward, township or special zone, with the district it had (None since July 2025).

    `successors`: codes of the communes it went into on 1 July 2025, several if it was divided.
    """

    code: str
    full_name: str
    district: str | None
    province_code: str
    successors: tuple[str, ...] = ()


def provinces(on: date) -> Mapping[str, Province]:
    """The provinces that existed on a day, by code."""
    return _provinces(on >= MERGED_ON)


def province(code: str, on: date) -> Province | None:
    """The province with this two-digit code on a day; None if there was none."""
    return provinces(on).get(code)


def birth_province(code: str) -> Province | None:
    """The province a personal number's second and third digit name: always of the table before July 2025."""
    return _provinces(False).get(code)


def successor(code: str) -> Province | None:
    """The province that a province of the table before July 2025 belongs to now."""
    if code not in _BEFORE:
        return None
    return _provinces(True).get(_MERGED.get(code, code))


def communes(on: date) -> Mapping[str, Commune]:
    """The communes of a day, by code: those of 1 July 2025 and after, or those of the last months before."""
    return _communes(on >= MERGED_ON)


def communes_named(text: str, on: date | None = None) -> tuple[Commune, ...]:
    """The communes of this name, with or without "xã", "phường" …, accents and case aside; of both tables if no day."""
    key = unit_key(text)
    tables = (False, True) if on is None else (on >= MERGED_ON,)
    return tuple(found for since in tables for found in _by_name(since).get(key, ()))


@cache
def place_words() -> frozenset[str]:
    """The folded words that names of units are made of: "Lắk" is no Vietnamese syllable, and no misreading either."""
    names = [one.full_name for since in (False, True) for one in _communes(since).values()]
    names += [one.district for one in _communes(False).values() if one.district]
    names += [one.name for since in (False, True) for one in _provinces(since).values()]
    return frozenset(word for name in names for word in bare(name).split())


@cache
def _provinces(since: bool) -> Mapping[str, Province]:
    table, cities = (_SINCE, _CITIES_SINCE) if since else (_BEFORE, _CITIES_BEFORE)
    return {
        code: Province(code, name, f"{'Thành phố' if code in cities else 'Tỉnh'} {name}")
        for code, name in table.items()
    }


@cache
def _communes(since: bool) -> Mapping[str, Commune]:
    table: dict[str, Commune] = {}
    for row in _rows("communes_2025.tsv.gz" if since else "communes_2024.tsv.gz"):
        if since:
            code, name, province_code = row
            table[code] = Commune(code, name, None, province_code)
        else:
            code, name, _district_code, district, province_code, successors = row
            if code:
                table[code] = Commune(code, name, district, province_code, tuple(filter(None, successors.split(","))))
    return table


def _rows(name: str) -> list[list[str]]:
    with gzip.open(Path(__file__).parent / name, "rt", encoding="utf-8") as lines:
        return [line.rstrip("\n").split("\t") for line in lines]


@cache
def _by_name(since: bool) -> Mapping[str, tuple[Commune, ...]]:
    table: dict[str, list[Commune]] = defaultdict(list)
    for commune in _communes(since).values():
        table[unit_key(commune.full_name)].append(commune)
    return {key: tuple(found) for key, found in table.items()}


@cache
def districts() -> Mapping[tuple[str, str], str]:
    """The districts there were until 30 June 2025, by `unit_key` and their province's code."""
    return {
        (unit_key(one.district), one.province_code): one.district for one in _communes(False).values() if one.district
    }


@cache
def _province_keys(since: bool) -> Mapping[str, Province]:
    keys = {unit_key(one.name): one for one in _provinces(since).values()}
    keys[unit_key("Thừa Thiên Huế")] = _provinces(since)["46"]
    for short in ("hcm", "tphcm", "tp hcm", "sai gon"):
        keys[short] = _provinces(since)["79"]
    return keys


def province_named(text: str) -> Province | None:
    """The province that a part of an address names, as of either table; None where it is of another rank."""
    if rank_of(text) in (*DISTRICT_RANKS[:-2], *COMMUNE_RANKS):
        return None
    return province_in(text, False) or province_in(text, True)


def province_in(text: str, since: bool) -> Province | None:
    """The province of this name in the table `since` 1 July 2025 or before it."""
    return _province_keys(since).get(unit_key(text))


COMMUNE_RANKS = ("thi tran", "dac khu", "phuong", "xa", "tt", "p", "x")
DISTRICT_RANKS = ("thi xa", "huyen", "quan", "tx", "q", "h", "thanh pho", "tp")
_RANKS = (*COMMUNE_RANKS, *DISTRICT_RANKS, "tinh", "t")


def rank_of(text: str) -> str:
    """The rank a unit is printed with ("xa", "huyen" …), "" if with none."""
    key = bare(text)
    return next((rank for rank in _RANKS if key.startswith(rank + " ")), "")


def unit_key(text: str) -> str:
    """The name of a unit without its rank, accents and case: "Xã Lục Hành" and "lục hành" are one."""
    key = bare(text)
    rest = key.removeprefix(rank_of(text)).strip()
    # Numbered units keep their rank: "Phường 1" and "Quận 1" are names of different things.
    return key if rest.isdigit() else rest
