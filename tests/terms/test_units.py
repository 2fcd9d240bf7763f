"""Units of administration: two tables, and never a code without a date."""

from __future__ import annotations

from datetime import date

import pytest

from terms.addresses import find_address
from terms.units import birth_province, communes, communes_named, province, provinces, successor

BEFORE, SINCE = date(2025, 6, 30), date(2025, 7, 1)


def test_there_were_63_provinces_and_there_are_34() -> None:
    assert (len(provinces(BEFORE)), len(provinces(SINCE))) == (63, 34)
    assert len(communes(SINCE)) == 3321
    assert len(communes(BEFORE)) > 10_000


@pytest.mark.parametrize(
    ("code", "then", "now"),
    [
        ("15", "Yên Bái", "Lào Cai"),
        ("24", "Bắc Giang", "Bắc Ninh"),
        ("44", "Quảng Bình", "Quảng Trị"),
        ("52", "Bình Định", "Gia Lai"),
        ("80", "Long An", "Tây Ninh"),
        ("82", "Tiền Giang", "Đồng Tháp"),
        ("91", "Kiên Giang", "An Giang"),
    ],
)
def test_a_code_means_what_it_meant_on_the_day(code: str, then: str, now: str) -> None:
    old, new = province(code, BEFORE), province(code, SINCE)
    assert old is not None
    assert new is not None
    assert (old.name, new.name) == (then, now)


def test_every_old_province_has_a_successor_that_exists() -> None:
    assert all(successor(code) is not None for code in provinces(BEFORE))
    found = successor("70")
    assert found is not None
    assert found.full_name == "Thành phố Đồng Nai"
    assert successor("99") is None


def test_a_personal_number_names_a_province_of_the_older_table() -> None:
    found = birth_province("02")
    assert found is not None
    assert found.name == "Hà Giang"


def test_every_successor_of_a_commune_exists() -> None:
    new = communes(SINCE)
    old = communes(BEFORE)
    assert all(code in new for commune in old.values() for code in commune.successors)
    assert sum(not commune.successors for commune in old.values()) < 20


def test_an_old_address_has_three_levels_and_a_new_one_two() -> None:
    old = find_address("Số 5, P. Hàng Bài, Q. Hoàn Kiếm, Hà Nội")
    assert old.commune is not None
    assert (old.commune.full_name, old.district) == ("Phường Hàng Bài", "Quận Hoàn Kiếm")
    new = find_address("thôn 3, xã Na Hang, tỉnh Tuyên Quang")
    assert new.commune is not None
    assert (new.commune.full_name, new.district) == ("Xã Nà Hang", None)


def test_a_commune_that_is_in_no_table_still_has_its_district() -> None:
    found = find_address("xã Không Có, huyện Sơn Dương, tỉnh Tuyên Quang")
    assert (found.commune, found.district) == (None, "Huyện Sơn Dương")
    assert found.province is not None
    assert found.province.code == "08"


def test_numbered_wards_are_told_from_numbered_districts() -> None:
    found = find_address("Phường 1, Quận 3, TP. Hồ Chí Minh")
    assert found.commune is not None
    assert (found.commune.full_name, found.district) == ("Phường 1", "Quận 3")


def test_text_without_a_place_is_nowhere() -> None:
    assert find_address("").province is None
    assert communes_named("Không Đâu Cả") == ()
