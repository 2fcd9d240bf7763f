"""Fictitious people in real places: whom the papers are about, so that they agree with each other and with their day.

The twelve digits name the province where the birth was registered, sex and year; communes lie in their districts;
nothing after 30 June 2025 has a district; identity papers are of the kind in use on the day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Literal

from terms import units
from terms.text import fold

Sex = Literal["male", "female"]
NUMBERS_SINCE = date(2016, 1, 1)
"""Since the Law on civil status (60/2014/QH13) a child gets the personal number when its birth is registered."""


def _words(text: str) -> list[str]:
    return text.split()


_KINH = _words(
    "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Mai Tô Lưu Trịnh "
    "Đoàn Cao Tạ Thái Hà Chu Quách Kiều Lương Trương Phùng Vương Lâm Nghiêm Đào Tăng Âu Khổng Mạc "
    "Thân Ông Từ Viên"
)
_MIDDLE: dict[Sex, list[str]] = {
    "male": _words(
        "Văn Văn Văn Đức Hữu Quốc Xuân Minh Thành Duy Ngọc Thế Viết Tiến Công Trung Hoàng Gia "
        "Nhật Phước Khắc Bá Thiện Tấn Như"
    ),
    "female": _words(
        "Thị Thị Thị Thị Ngọc Thu Thanh Minh Bích Hồng Kim Phương Thùy Mỹ Diệu Quỳnh Hoàng Khánh "
        "Tuyết Cẩm Ái Như Bảo Huyền Thúy"
    ),
}
_GIVEN: dict[Sex, list[str]] = {
    "male": _words(
        "Hùng Dũng Tuấn Sơn Hải Long Nam Phong Quân Thắng Vinh Khoa Bình Cường Đạt Giang Hiếu Huy "
        "Khánh Kiệt Lâm Lộc Mạnh Nghĩa Phúc Quang Quyền Tài Tâm Thịnh Thọ Tín Toàn Trí Trường "
        "Tùng Việt Vượng Đăng Ẩn Út Ký Sỹ Duẩn Thuật Khuê Triết Ngữ"
    ),
    "female": _words(
        "Hương Lan Hoa Mai Hạnh Hằng Thảo Trang Linh Ngân Nhung Oanh Phượng Quyên Thơ Thủy Trinh "
        "Uyên Vân Xuân Yến Ánh Bưởi Châu Diễm Duyên Gấm Hiền Huệ Khuyên Liễu Loan Lý Mận Nga "
        "Nguyệt Nhàn Nữ Sen Sương Tươi Thắm Tuyền Vui Mỵ Kỷ Ngoãn"
    ),
}
# Peoples where they live, with the names they bear there.
_PEOPLES: dict[str, tuple[tuple[str, ...], list[str]]] = {
    "Tày": (("04", "06", "20", "02"), ["Nông", "Hoàng", "Lý", "Ma", "Bế", "Đàm", "Vi", "Lục", "Hứa"]),
    "Nùng": (("04", "20", "24"), ["Nông", "Vi", "Hoàng", "Lăng", "Chu", "Mông"]),
    "Mông": (("02", "10", "11", "12", "15"), ["Giàng", "Vàng", "Sùng", "Thào", "Lầu", "Hạng", "Mùa", "Cứ"]),
    "Thái": (("14", "11", "40"), ["Lò", "Cà", "Quàng", "Lường", "Hà", "Vi", "Tòng"]),
    "Mường": (("17", "38"), ["Bùi", "Đinh", "Quách", "Bạch", "Hà"]),
    "Dao": (("02", "15", "10"), ["Bàn", "Triệu", "Đặng", "Phùng", "Chảo", "Lý"]),
    "Khmer": (("84", "94", "91"), ["Thạch", "Sơn", "Kim", "Danh", "Lâm", "Châu", "Kiên"]),
    "Chăm": (("58", "60"), ["Đàng", "Quảng", "Bá", "Thành", "Báo", "Châu"]),
    "Ê Đê": (("66",), []),
    "Hoa": (("79", "93", "94"), ["Lâm", "Quách", "Trần", "Lý", "Tăng", "Vương", "Huỳnh"]),
}
_EDE_CLANS = _words("Niê Mlô Êban Kbuôr Byă Ayŭn Kđoh Hđơk")
_EDE: dict[Sex, list[str]] = {
    "male": ["Y Krông", "Y Thuyết", "Y Bliê", "Y Wem", "Y Đức"],
    "female": ["H' Bia", "H' Ngơi", "H' Yun", "H' Loan"],
}
# Without Huế, whose districts were others until the last months before the merger.
_PROVINCES = _words(
    "01 24 30 31 33 34 36 38 40 42 44 45 48 49 51 52 56 58 60 62 64 66 67 68 70 72 74 75 77 79 80 "
    "82 83 84 86 87 89 91 92 94 96 02 04 10 11 14 15 17 20 22 25 26"
)


@dataclass(frozen=True)
class Place:
    """A commune as it was in the last months before July 2025, with the district and province it lay in.

    `astray`: a commune elsewhere, under whose district and province this one is falsely said to lie.
    """

    commune: units.Commune
    hamlet: str
    astray: units.Commune | None = None

    @property
    def province_code(self) -> str:
        return self.commune.province_code

    def units_on(self, on: date) -> tuple[str, ...]:
        """The units' full names from small to large, as they were on a day: ("Xã Kim Liên", "Huyện Nam Đàn", …)."""
        above = self.astray or self.commune
        if on < units.MERGED_ON:
            province = units.provinces(on)[above.province_code]
            return (self.commune.full_name, above.district or "", province.full_name)
        now, over = (units.communes(on)[one.successors[0]] for one in (self.commune, above))
        return (now.full_name, units.provinces(on)[over.province_code].full_name)

    def text(self, on: date, *, hamlet: bool = False, ranks: bool = True) -> str:
        """The address as papers print it: "xã Kim Liên, huyện Nam Đàn, tỉnh Nghệ An", without ranks on cards."""
        parts = [lowered(unit) if ranks else bare(unit) for unit in self.units_on(on)]
        return ", ".join(([self.hamlet] if hamlet else []) + parts)


def lowered(unit: str) -> str:
    """ "Xã Kim Liên" → "xã Kim Liên"."""
    return unit[0].lower() + unit[1:]


def bare(unit: str) -> str:
    """ "Xã Kim Liên" → "Kim Liên"; a numbered ward keeps its rank."""
    for rank in ("Thị trấn", "Thị xã", "Thành phố", "Đặc khu", "Phường", "Quận", "Huyện", "Tỉnh", "Xã"):
        rest = unit.removeprefix(f"{rank} ")
        if rest != unit:
            return unit if rest.isdigit() else rest
    return unit


@dataclass(frozen=True)
class Person:
    """`name` in title case. `number`: the 12 digits; `old_number`: the 9 of the chứng minh nhân dân, if they had one.

    `origin` is where the birth was registered, `home` where they live.
    """

    name: str
    sex: Sex
    born: date
    ethnicity: str
    religion: str
    number: str
    old_number: str | None
    origin: Place
    home: Place
    phone: str

    @property
    def sex_word(self) -> str:
        return "Nam" if self.sex == "male" else "Nữ"

    @property
    def honorific(self) -> str:
        return "Ông" if self.sex == "male" else "Bà"

    def age_on(self, day: date) -> int:
        return day.year - self.born.year - ((day.month, day.day) < (self.born.month, self.born.day))

    def card(self, on: date) -> IdentityPaper:
        """The identity paper this person would show on a day."""
        lot = Random(self.number + str(on.year // 3))
        if on < date(2021, 1, 1) and self.old_number and (on.year < 2017 or lot.random() < 0.5):
            issued = max(date(on.year - lot.randint(1, 9), lot.randint(1, 12), lot.randint(1, 28)), self.at_age(15))
            province = units.provinces(issued)[self.origin.province_code]
            issuer = (
                f"Công an {lowered(province.full_name)}" if province.name != "Huế" else "Công an tỉnh Thừa Thiên Huế"
            )
            return IdentityPaper("Chứng minh nhân dân", "CMND", self.old_number, issued, issuer)
        earliest = date(2016, 1, 1) if on < date(2021, 2, 1) else date(2021, 2, 1)
        span = max((on - earliest).days - 20, 1)
        issued = max(earliest + timedelta(days=lot.randrange(span)), self.at_age(14))
        if issued >= date(2024, 7, 1):
            return IdentityPaper("Căn cước", "Căn cước", self.number, issued, "Bộ Công an")
        return IdentityPaper("Căn cước công dân", "CCCD", self.number, issued, "Cục Cảnh sát QLHC về TTXH")

    def at_age(self, years: int) -> date:
        return date(self.born.year + years, self.born.month, min(self.born.day, 28))


@dataclass(frozen=True)
class IdentityPaper:
    """`name` in full and `short` as forms abbreviate it."""

    name: str
    short: str
    number: str
    issued: date
    issuer: str


def person(
    rng: Random,
    born: date,
    *,
    sex: Sex | None = None,
    origin: Place | None = None,
    home: Place | None = None,
    family_name: str | None = None,
    ethnicity: str | None = None,
) -> Person:
    """Somebody born on a day; what is not given is drawn."""
    either: Sex = rng.choice(("male", "female"))
    sex = sex or either
    origin = origin or place(rng)
    ethnicity = ethnicity or _ethnicity(rng, origin.province_code)
    century = (born.year - 1900) // 100 * 2 + (sex == "female")
    number = f"0{origin.province_code}{century}{born.year % 100:02d}{rng.randrange(10**6):06d}"
    old = f"{rng.choice('0123')}{rng.randrange(10**8):08d}" if born.year < 2002 else None
    religion = rng.choices(("Không", "Phật giáo", "Công giáo"), (9, 1, 1))[0]
    name = _name(rng, sex, ethnicity, family_name)
    if home is None:
        home = origin if rng.random() < 0.55 else place(rng, origin.province_code)
    return Person(name, sex, born, ethnicity, religion, number, old, origin, home, phone(rng))


def couple(rng: Random, married: date) -> tuple[Person, Person]:
    """Husband and wife, of age on the day they married (20 and 18: Law on marriage and family, Article 8)."""
    origin = place(rng)
    husband = person(rng, _before(rng, married, 20, 36), sex="male", origin=origin, home=origin)
    near = place(rng, origin.province_code)
    return husband, person(
        rng, _before(rng, married, 18, 32), sex="female", origin=near, home=rng.choice((origin, near))
    )


def child_of(rng: Random, father: Person, mother: Person, born: date) -> Person:
    """A child bearing the father's family name and people, registered where the mother lives."""
    child = person(
        rng,
        born,
        origin=mother.home,
        home=mother.home,
        family_name=father.name.split()[0],
        ethnicity=father.ethnicity if father.ethnicity != "Ê Đê" else "Kinh",
    )
    return replace(child, religion="Không")


def day_between(rng: Random, first: date, last: date) -> date:
    return first + timedelta(days=rng.randrange(max((last - first).days, 1)))


def workday(rng: Random, first: date, last: date) -> date:
    """A day on which offices are open."""
    day = day_between(rng, first, last)
    while day.weekday() > 4 or (day.month, day.day) in ((1, 1), (4, 30), (5, 1), (9, 2)):
        day += timedelta(days=1)
    return day


def _before(rng: Random, day: date, youngest: int, oldest: int) -> date:
    return day_between(
        rng,
        date(day.year - oldest, day.month, min(day.day, 28)),
        date(day.year - youngest, day.month, min(day.day, 28)),
    )


def place(rng: Random, province_code: str | None = None) -> Place:
    """A commune that still has a successor, and a hamlet or street in it."""
    commune = rng.choice(_communes()[province_code or rng.choice(_PROVINCES)])
    number = rng.randint(1, 14)
    if commune.full_name.startswith("Phường"):
        streets = (
            "Lê Lợi",
            "Trần Phú",
            "Nguyễn Trãi",
            "Quang Trung",
            "Phan Đình Phùng",
            "Hai Bà Trưng",
            "Lý Thường Kiệt",
        )
        hamlet = rng.choice(
            (f"Tổ {number}", f"số {rng.randint(2, 380)} đường {rng.choice(streets)}", f"Khu phố {number}")
        )
    else:
        words = ("Đoài", "Trung", "Thượng", "Nà Pán", "Đông Hòa", "Phú Lợi", "Tân An", "Bình Minh", "Hạ", "Yên Lãng")
        far = commune.province_code < "18" and commune.province_code != "01"
        kind = "ấp" if commune.province_code >= "70" else rng.choice(("thôn", "bản" if far else "xóm"))
        hamlet = f"{kind} {rng.choice((str(number), rng.choice(words)))}"
    return Place(commune, hamlet[0].upper() + hamlet[1:])


@cache
def _communes() -> Mapping[str, tuple[units.Commune, ...]]:
    by_province: dict[str, list[units.Commune]] = {}
    since = units.communes(units.MERGED_ON)
    for one in units.communes(date(2025, 6, 1)).values():
        if one.successors and one.successors[0] in since and one.district and len(one.full_name) < 28:
            by_province.setdefault(one.province_code, []).append(one)
    return {code: tuple(found) for code, found in by_province.items()}


def _ethnicity(rng: Random, province_code: str) -> str:
    peoples = [name for name, (provinces, _) in _PEOPLES.items() if province_code in provinces]
    return rng.choice(peoples) if peoples and rng.random() < 0.4 else "Kinh"


def _name(rng: Random, sex: Sex, ethnicity: str, family_name: str | None) -> str:
    if ethnicity == "Ê Đê" and family_name is None:
        return f"{rng.choice(_EDE[sex])} {rng.choice(_EDE_CLANS)}"
    family = family_name or rng.choice(
        _PEOPLES[ethnicity][1] if ethnicity in _PEOPLES and _PEOPLES[ethnicity][1] else _KINH
    )
    given, middle = rng.choice(_GIVEN[sex]), rng.choice(_MIDDLE[sex])
    if rng.random() < 0.14:
        return f"{family} {given}"
    second = rng.choice(_GIVEN[sex])
    if rng.random() < 0.15 and second not in (given, middle):
        return f"{family} {middle} {second} {given}"
    return f"{family} {middle} {given}" if middle != given else f"{family} {given}"


def name_of_official(rng: Random) -> str:
    return _name(rng, rng.choice(("male", "male", "female")), "Kinh", None)


def phone(rng: Random) -> str:
    return f"0{rng.choice('35789')}{rng.randrange(10**8):08d}"


# --- words ------------------------------------------------------------------------------------------------------------

_DIGITS = _words("không một hai ba bốn năm sáu bảy tám chín")


def in_words(number: int) -> str:
    """A number up to 9999 as it is read aloud: 2024 → "hai nghìn không trăm hai mươi tư" (with "bốn")."""
    if number < 10:
        return _DIGITS[number]
    if number < 100:
        ten, one = divmod(number, 10)
        head = "mười" if ten == 1 else f"{_DIGITS[ten]} mươi"
        tail = "" if one == 0 else "mốt" if one == 1 and ten > 1 else "lăm" if one == 5 else _DIGITS[one]
        return f"{head} {tail}".strip()
    if number < 1000:
        hundred, rest = divmod(number, 100)
        tail = "" if rest == 0 else f"linh {_DIGITS[rest]}" if rest < 10 else in_words(rest)
        return f"{_DIGITS[hundred]} trăm {tail}".strip()
    thousand, rest = divmod(number, 1000)
    tail = (
        ""
        if rest == 0
        else f"không trăm {'linh ' if rest < 10 else ''}{in_words(rest)}"
        if rest < 100
        else in_words(rest)
    )
    return f"{_DIGITS[thousand]} nghìn {tail}".strip()


def date_in_words(day: date) -> str:
    """ "Ngày mười bảy, tháng năm, năm một nghìn chín trăm chín mươi"."""
    return (
        f"Ngày {in_words(day.day)}, tháng {'tư' if day.month == 4 else in_words(day.month)}, năm {in_words(day.year)}"
    )


def long_date(day: date) -> str:
    """ "ngày 05 tháng 01 năm 2024": days below ten and the first two months take a zero (Decree 30/2020)."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def slashed(day: date) -> str:
    return day.strftime("%d/%m/%Y")


def dashed(day: date) -> str:
    return day.strftime("%d-%m-%Y")


def respelt(name: str) -> str:
    """A name with one syllable as another hand would write it: "Ánh" → "Anh", else a syllable left out or doubled."""
    words = name.split()
    for place in range(len(words) - 1, 0, -1):
        plain = fold(words[place])
        if plain.casefold() != words[place].casefold():
            return " ".join(
                [*words[:place], plain.upper() if words[place].isupper() else plain.title(), *words[place + 1 :]]
            )
    return " ".join([words[0], *words[2:]] if len(words) > 2 else [*words, words[-1]])
