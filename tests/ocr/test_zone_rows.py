"""What the rows of a machine-readable zone may say, and how misread ones are put right."""

from __future__ import annotations

import pytest

from ocr.zone_rows import PATTERNS, Sightings, cleaned, laid_on, name_row, spelt

FIRST = "IDVNM0953180613025095318061<<4"
SECOND = "9501119M3501117VNM<<<<<<<<<<<8"


def laid(text: str, row: int) -> str:
    return "".join(letter or "?" for letter in laid_on(cleaned(text), PATTERNS[row])[0])


def sightings(*rows: tuple[str, str]) -> Sightings:
    seen = Sightings()
    for first, second in rows:
        seen.add(0, laid_on(first, PATTERNS[0])[0])
        seen.add(1, laid_on(second, PATTERNS[1])[0])
    return seen


@pytest.mark.parametrize(
    ("read", "row", "meant"),
    [
        ("TDVNM0953180613025095318061<<4", 0, FIRST),
        ("DVNM0953180613025095318061<<4", 0, FIRST),
        ("1 DVNM O95318O613025095318061 <<4", 0, FIRST),
        ("IDVNMO95318O6I3025095318061«4", 0, FIRST),
        ("9501119M35O1117VNM<<<<<<<<<8", 1, SECOND),
        ("9501119M350111WVNM<<<<<<<<<<<8", 1, "9501119M350111?VNM<<<<<<<<<<<8"),
        ("N0NG<<XUAN<PHU0C<<<<<<<<<<<<<<", 2, "NONG<<XUAN<PHUOC<<<<<<<<<<<<<<"),
    ],
)
def test_letters_are_laid_on_the_places_they_can_stand_in(read: str, row: int, meant: str) -> None:
    assert laid(read, row) == meant


def test_rows_in_which_all_check_digits_hold_are_taken_as_they_are() -> None:
    assert sightings((FIRST, SECOND)).rows() == (FIRST, SECOND)


def test_of_two_looks_each_with_its_own_mistake_the_check_digits_choose() -> None:
    seen = sightings(
        (FIRST.replace("095318", "695318", 1), SECOND), (FIRST[:-1] + "9", "9501119M3501147VNM<<<<<<<<<<<8")
    )
    assert seen.rows() == (FIRST, SECOND)


def test_a_number_misread_in_one_of_its_two_places_is_settled_by_the_other() -> None:
    assert sightings((FIRST[:5] + "9" + FIRST[6:], SECOND)).rows() == (FIRST, SECOND)


def test_rows_that_do_not_hold_name_the_row_to_look_at_again() -> None:
    assert sightings((FIRST, "9501119M3501147VNM<<<<<<<<<<<8")).unsound() == [1]
    assert sightings((FIRST[:14] + "7" + FIRST[15:], SECOND)).unsound() == [0]
    assert sightings((FIRST, SECOND[:-1] + "1")).unsound() == [0, 1]


def test_one_figure_is_exchanged_for_one_it_is_taken_for_if_that_makes_everything_hold() -> None:
    seen = sightings((FIRST.replace("0953", "9953"), SECOND))
    assert seen.rows() is None
    assert seen.rows_with_one_exchanged() == (FIRST, SECOND)


def test_nothing_is_exchanged_where_two_exchanges_would_do() -> None:
    # A 0 for a 6 weighs as much as a 1 for a 7 three places on.
    seen = sightings((FIRST.replace("95318061", "95318001"), SECOND))
    assert seen.rows_with_one_exchanged() is None


def test_a_place_that_could_not_be_read_holds_what_the_check_digits_say() -> None:
    seen = sightings((FIRST, "95W1119M3501117VNM<<<<<<<<<<<8"))
    assert seen.rows() is None
    assert seen.rows_with_one_exchanged() == (FIRST, SECOND)


def test_two_misread_figures_are_not_guessed() -> None:
    seen = sightings((FIRST, "9561119M3561117VNM<<<<<<<<<<<1"))
    assert seen.rows() is None
    assert seen.rows_with_one_exchanged() is None


def test_the_number_printed_on_the_card_helps_where_the_zone_leaves_a_choice() -> None:
    misread = FIRST.replace("95318061", "95318001")
    seen = sightings((misread, SECOND))
    seen.add_number("025095318061")
    assert seen.rows() == (FIRST, SECOND)


def test_the_number_of_somebody_else_does_not() -> None:
    seen = sightings((FIRST.replace("95318061", "95318001"), SECOND))
    seen.add_number("001188224466")
    assert seen.rows() is None


@pytest.mark.parametrize(
    ("read", "names", "meant"),
    [
        ("QUACH<<DUC<TRTET", (), "QUACH<<DUC<TRIET"),
        ("DTNH<<AT<BUOT", ("ĐINH", "AI", "BUOI"), "DINH<<AI<BUOI"),
        ("HA<<THT<HANH", (), "HA<<THI<HANH"),
        ("TITI<<TITI", (), None),
    ],
)
def test_t_that_was_i_is_settled_by_names_and_syllables(read: str, names: tuple[str, ...], meant: str | None) -> None:
    assert spelt(read, names) == meant


def test_behind_the_name_stand_fillers_alone() -> None:
    assert name_row(laid_on("HO<<BA<TRUONG<<<<<<<<<<K<<<<<<", PATTERNS[2])[0]) == "HO<<BA<TRUONG".ljust(30, "<")
