"""Births: the red form of 2015 (Circular 15/2015/TT-BTP), its extract, and the form of 2006 (Decision 01/2006/QĐ-BTP).

Also what forms of civil status have in common.
"""

from __future__ import annotations

from datetime import date, timedelta

from samples import world
from samples.ink import RED, guilloche
from samples.papers.common import a4, framed, layout, letterhead, nation, number_runs, paper, signed, title
from samples.sheet import Sheet, px
from samples.stage import Paper, Stage, commune_office
from samples.world import Person, slashed

LAW_OF_2014 = date(2016, 1, 1)


def red_form(stage: Stage, tint: tuple[int, int, int]) -> Sheet:
    """A pre-printed certificate: coloured ground, red frame, and the particulars typed in by another machine."""
    rng = stage.rng
    typed = rng.choice(("times", "arial", "typewriter", "times"))
    sheet = a4(rng, points=12.5, fill=typed, fill_colour=rng.choice(((20, 20, 24), (24, 34, 92))), margins=(24, 20, 22))
    sheet.under(guilloche(sheet.image.width - px(24), sheet.image.height - px(24), tint, rng, 90), 12, 12)
    framed(sheet, RED)
    return sheet


def registrar(stage: Stage) -> tuple[list[str], str]:
    titles = stage.rng.choice((["CHỦ TỊCH"], ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]))
    return titles, stage.official


@layout("birth_certificate", LAW_OF_2014)
def birth_on_the_red_form(stage: Stage) -> Paper:
    rng, child, sheet = stage.rng, stage.child, red_form(stage, (250, 226, 226))
    office = commune_office(child.origin, stage.day)
    number = f"{rng.randint(1, 480)}/{stage.day.year}"
    place = ", ".join(world.lowered(unit) for unit in child.origin.units_on(stage.day))
    sheet.y += 4
    nation(sheet)
    sheet.space(3)
    title(sheet, "GIẤY KHAI SINH", red=True, points=22, after=2)
    sheet.line("Số: ", (number, "bf"), align="r", right=sheet.right - 6, after=3)
    sheet.line("Họ, chữ đệm, tên: ", (child.name.upper(), "bf"), leader=True, after=1)
    sheet.line("Ngày, tháng, năm sinh: ", (slashed(child.born), "f"), leader=True, after=1)
    sheet.line("ghi bằng chữ: ", (stage.words(child.born), "f"), leader=True, after=1)
    row = sheet.y
    sheet.put(sheet.left, row, f"Giới tính: {child.sex_word}")
    sheet.put(sheet.left + 48, row, f"Dân tộc: {child.ethnicity}")
    sheet.put(sheet.left + 104, row, "Quốc tịch: Việt Nam")
    sheet.y += sheet.line_height() + 1
    hospital = f"Trung tâm Y tế {'khu vực ' if not child.origin.commune.district else ''}{_near(child, stage.day)}"
    sheet.line("Nơi sinh: ", (hospital, "f"), leader=True, after=1)
    sheet.line("Quê quán: ", (place, "f"), leader=True, after=1)
    sheet.line("Số định danh cá nhân: ", (child.number, "bf"), leader=True, after=2.5)
    for word, parent in (("mẹ", stage.wife), ("cha", stage.husband)):
        sheet.line(f"Họ, chữ đệm, tên người {word}: ", (parent.name.upper(), "bf"), leader=True, after=1)
        row = sheet.y
        sheet.put(sheet.left, row, f"Năm sinh: {parent.born.year}")
        sheet.put(sheet.left + 48, row, f"Dân tộc: {parent.ethnicity}")
        sheet.put(sheet.left + 104, row, "Quốc tịch: Việt Nam")
        sheet.y += sheet.line_height() + 1
        sheet.line("Nơi cư trú: ", (parent.home.text(stage.day, hamlet=True), "f"), leader=True, after=2.5)
    card = stage.husband.card(stage.day)
    sheet.line("Họ, chữ đệm, tên người đi khai sinh: ", (stage.husband.name, "f"), leader=True, after=1)
    sheet.line(
        "Giấy tờ tùy thân: ", (f"{card.short} số {card.number}, cấp ngày {slashed(card.issued)}", "f"), leader=True
    )
    sheet.line("Nơi đăng ký khai sinh: ", (office_words(office.issuing), "f"))
    sheet.line("Ngày, tháng, năm đăng ký: ", (slashed(stage.day), "f"), after=3)
    titles, name = registrar(stage)
    signed(sheet, office, ["NGƯỜI KÝ GIẤY KHAI SINH", *titles], name)
    return paper(stage, "birth_certificate", "birth_on_the_red_form", [sheet], birth_fields(stage, number, place))


@layout("birth_certificate", LAW_OF_2014)
def birth_extract(stage: Stage) -> Paper:
    rng, child = stage.rng, stage.child
    issued = world.workday(
        rng, stage.day + timedelta(days=30), min(stage.day + timedelta(days=2600), date(2026, 10, 1))
    )
    sheet = a4(rng)
    office = commune_office(child.origin, issued)
    number = f"{rng.randint(1, 480)}/{stage.day.year}"
    place = child.origin.text(stage.day)
    letterhead(sheet, office, number_runs(rng, rng.randint(5, 900), "/TLKS-BS"), issued)
    title(sheet, "TRÍCH LỤC KHAI SINH", "(BẢN SAO)", after=3)
    for label, value, style in (
        ("Họ, chữ đệm, tên", child.name.upper(), "b"),
        ("Ngày, tháng, năm sinh", slashed(child.born), ""),
        ("Ghi bằng chữ", stage.words(child.born), "i"),
        ("Giới tính", child.sex_word, ""),
        ("Dân tộc", child.ethnicity, ""),
        ("Quốc tịch", "Việt Nam", ""),
        ("Nơi sinh", f"Bệnh viện đa khoa {_near(child, stage.day)}", ""),
        ("Quê quán", place, ""),
        ("Số định danh cá nhân", child.number, ""),
        ("Họ, chữ đệm, tên người mẹ", stage.wife.name.upper(), "b"),
        ("Năm sinh", str(stage.wife.born.year), ""),
        ("Nơi cư trú", stage.wife.home.text(stage.day), ""),
        ("Họ, chữ đệm, tên người cha", stage.husband.name.upper(), "b"),
        ("Năm sinh", str(stage.husband.born.year), ""),
        ("Nơi cư trú", stage.husband.home.text(stage.day), ""),
    ):
        sheet.line(f"{label}: ", (value, style), after=0.9)
    sheet.line("Đăng ký khai sinh tại: ", office_words(commune_office(child.origin, stage.day).issuing), after=0.9)
    sheet.line(f"Số: {number}    ngày {slashed(stage.day)}", after=4)
    signed(sheet, office, ["NGƯỜI KÝ TRÍCH LỤC", *registrar(stage)[0]], stage.official)
    return paper(stage, "birth_certificate", "birth_extract", [sheet], birth_fields(stage, number, place))


@layout("birth_certificate", date(2006, 6, 1), date(2015, 12, 20))
def birth_of_2006(stage: Stage) -> Paper:
    """Parents side by side in a table, book and number apart, no personal number yet."""
    rng, child, sheet = stage.rng, stage.child, red_form(stage, (246, 232, 214))
    office = commune_office(child.origin, stage.day)
    number = str(rng.randint(3, 260))
    sheet.put(sheet.left, sheet.y, "Mẫu TP/HT-2006-KS.1", "i", points=9)
    sheet.y += 5
    nation(sheet)
    title(sheet, "GIẤY KHAI SINH", red=True, points=21, after=0.5)
    sheet.line(("(BẢN CHÍNH)", "b"), align="c", after=1)
    row = sheet.y
    sheet.put(sheet.left + 90, row, f"Số: {number}")
    sheet.put(sheet.left + 118, row, f"Quyển số: 01/{stage.day.year}")
    sheet.y += sheet.line_height() + 2
    place = child.origin.text(stage.day)
    sheet.line("Họ và tên: ", (child.name.upper(), "bf"), leader=True)
    sheet.line("Ngày, tháng, năm sinh: ", (slashed(child.born), "f"), leader=True)
    sheet.line("(Ghi bằng chữ: ", (stage.words(child.born), "f"), ")", leader=True)
    sheet.line("Nơi sinh: ", (f"Bệnh viện đa khoa {_near(child, stage.day)}", "f"), leader=True)
    sheet.line(
        "Dân tộc: ", (child.ethnicity, "f"), "     Giới tính: ", (child.sex_word, "f"), "     Quốc tịch: Việt Nam"
    )
    sheet.line("Quê quán: ", (place, "f"), leader=True, after=2)
    father, mother = stage.husband, stage.wife
    sheet.table(
        (42, (sheet.right - sheet.left - 42) / 2, (sheet.right - sheet.left - 42) / 2),
        (
            ("Phần khai về cha, mẹ", "NGƯỜI CHA", "NGƯỜI MẸ"),
            ("Họ và tên", father.name.upper(), mother.name.upper()),
            ("Dân tộc", father.ethnicity, mother.ethnicity),
            ("Quốc tịch", "Việt Nam", "Việt Nam"),
            ("Năm sinh", str(father.born.year), str(mother.born.year)),
            ("Nơi thường trú/tạm trú", father.home.text(stage.day), mother.home.text(stage.day)),
        ),
    )
    sheet.line("Nơi đăng ký: ", (office_words(office.issuing), "f"), leader=True)
    sheet.line("Ngày, tháng, năm đăng ký: ", (slashed(stage.day), "f"), leader=True)
    sheet.line("Họ và tên, quan hệ với người được khai sinh của người đi khai: ", (f"{mother.name}, mẹ", "f"), after=4)
    signed(sheet, office, ["NGƯỜI KÝ GIẤY KHAI SINH", *registrar(stage)[0]], stage.official)
    fields = birth_fields(stage, number, place) | {"personal_id": None}
    return paper(stage, "birth_certificate", "birth_of_2006", [sheet], fields)


def birth_fields(stage: Stage, number: str, place: str) -> dict[str, str | None]:
    child = stage.child
    return {
        "registration_number": number,
        "full_name": child.name.upper(),
        "date_of_birth": child.born.isoformat(),
        "sex": child.sex,
        "ethnicity": child.ethnicity,
        "personal_id": child.number,
        "place_of_origin": place,
        "mother_name": stage.wife.name.upper(),
        "father_name": stage.husband.name.upper(),
        "registration_date": stage.day.isoformat(),
    }


def _near(person: Person, day: date) -> str:
    return ", ".join(world.lowered(unit) for unit in person.origin.units_on(day)[1:])


def office_words(issuing: str) -> str:
    """ "ỦY BAN NHÂN DÂN XÃ KIM LIÊN" as it stands in a sentence."""
    rest = issuing.removeprefix("ỦY BAN NHÂN DÂN ").title()
    return f"Ủy ban nhân dân {world.lowered(rest)}"
