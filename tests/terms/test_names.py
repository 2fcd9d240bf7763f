"""Names without what stands around them; surnames that look like titles; syllables."""

from __future__ import annotations

import pytest

from terms.names import clean_name, plausibility, strip_titles
from terms.syllables import is_syllable


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Ông: NGUYỄN MINH TÀI, sinh năm 1984", "NGUYỄN MINH TÀI"),
        ("Và vợ là bà: NGUYỄN MỸ YẾN, sinh năm 1989", "NGUYỄN MỸ YẾN"),
        ("và chồng là ông Lò Văn Páo", "Lò Văn Páo"),
        ("Hộ ông Lò Văn Páo - CMND 012345678", "Lò Văn Páo"),
        ("Ông/Bà: Trần Thị A", "Trần Thị A"),
        ("Ông (Bà) Lê Bình ......", "Lê Bình"),
        ("ÔNG VĂN TẤN", "ÔNG VĂN TẤN"),
        ("Ông ÔNG VĂN TẤN", "ÔNG VĂN TẤN"),
        ("BÀN THỊ ÔNG", "BÀN THỊ ÔNG"),
        ("H'Hen Niê", "H'Hen Niê"),
        (": Bùi Bích Yến .", "Bùi Bích Yến"),
    ],
)
def test_a_name_stands_alone(printed: str, name: str) -> None:
    assert clean_name(printed) == name


def test_a_title_alone_is_left() -> None:
    assert strip_titles("Ông:") == "Ông:"


def test_names_look_like_names_and_other_words_less() -> None:
    assert plausibility("NGUYỄN THỊ ÁNH") > 0.9
    assert plausibility("Giàng A Sử") > 0.9
    assert plausibility("Ksor H'Bia") > 0.5
    for other in ("", "Nơi cư trú hiện nay của tôi là đây", "NGUYỄN TH1 ÁNH", "nguyễn thị ánh", "NGUYễN Thị"):
        assert plausibility(other) < 0.5


@pytest.mark.parametrize(
    "word",
    [
        "Nguyễn",
        "khuyến",
        "QUỐC",
        "quý",
        "gì",
        "giếng",
        "nghiêng",
        "thuỷ",
        "thủy",
        "khuỷu",
        "Quỳnh",
        "tuyết",
        "hoẵng",
        "xoong",
    ],
)
def test_syllables_are_known(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["Hmông", "lât", "kach", "Vietnam", "xyz", "thưởngh", "tốị", ""])
def test_what_no_syllable_can_be_is_known(word: str) -> None:
    assert not is_syllable(word)
