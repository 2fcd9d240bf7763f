"""Births in further wordings: forms of 1999 and 2010, and what is printed from the electronic register."""

from __future__ import annotations

from datetime import date, timedelta

from samples import ink, world
from samples.papers.births import LAW_OF_2014, birth_fields, office_words, red_form, registrar
from samples.papers.common import (
    a4,
    dated,
    form_mark,
    layout,
    letterhead,
    nation,
    number_runs,
    paper,
    signed,
    title,
)
from samples.papers.rows import Manner, grid, manner, particulars, pick, two_columns
from samples.sheet import Sheet, px
from samples.stage import Paper, Stage, commune_office
from samples.world import Person, dashed, slashed

_FILLED = Manner(leader=True, value="f", name="b", after=0.9)


def later(stage: Stage, most: int = 2500) -> date:
    """The day on which an extract was made of what was registered on the stage's day."""
    last = min(stage.day + timedelta(days=most), date(2026, 10, 1))
    return world.workday(stage.rng, min(stage.day + timedelta(days=20), last - timedelta(days=1)), last)


def _born_at(stage: Stage, day: date) -> str:
    district = ", ".join(world.lowered(unit) for unit in stage.child.origin.units_on(day)[1:])
    return f"{pick(stage.rng, 'Bệnh viện đa khoa|Bệnh viện Phụ sản|Trung tâm Y tế|Nhà hộ sinh')} {district}"


@layout("birth_certificate", date(2010, 4, 1), date(2015, 12, 20))
def birth_copy_of_2010(stage: Stage) -> Paper:
    """Circular 08.a/2010/TT-BTP: the copy from the register, parents in lines of their own."""
    rng, child, sheet, day = stage.rng, stage.child, a4(stage.rng, points=12.5), stage.day
    office, issued = commune_office(child.origin, stage.day), later(stage, 600)
    number, place = str(rng.randint(2, 320)), child.origin.text(day)
    form_mark(sheet, "Mẫu TP/HT-2010-KS.2")
    letterhead(sheet, office)
    title(sheet, "GIẤY KHAI SINH", "(BẢN SAO)", after=1)
    sheet.line(f"Số: {number}", align="r", right=sheet.right - 10, after=0)
    sheet.line(f"Quyển số: 0{rng.randint(1, 3)}/{day.year}", align="r", right=sheet.right - 10, after=2)
    words = stage.words(child.born)
    particulars(
        sheet,
        [
            ("Họ và tên", child.name.upper(), "Giới tính", child.sex_word),
            ("Ngày, tháng, năm sinh", slashed(child.born)),
            ("(Ghi bằng chữ", f"{words})"),
            ("Nơi sinh", _born_at(stage, day)),
            ("Quê quán", place),
            ("Dân tộc", child.ethnicity, "Quốc tịch", "Việt Nam"),
            ("Họ và tên cha", stage.husband.name.upper()),
            ("Dân tộc", stage.husband.ethnicity, "Quốc tịch", "Việt Nam", "Năm sinh", str(stage.husband.born.year)),
            ("Nơi thường trú/tạm trú", stage.husband.home.text(day)),
            ("Họ và tên mẹ", stage.wife.name.upper()),
            ("Dân tộc", stage.wife.ethnicity, "Quốc tịch", "Việt Nam", "Năm sinh", str(stage.wife.born.year)),
            ("Nơi thường trú/tạm trú", stage.wife.home.text(day)),
            ("Nơi đăng ký", office_words(office.issuing)),
            ("Ngày, tháng, năm đăng ký", slashed(day)),
            ("Ghi chú", ""),
        ],
        manner(rng, label=""),
    )
    sheet.line(("Sao từ Sổ đăng ký khai sinh", "b"), align="c", after=1)
    dated(sheet, office.short, issued)
    signed(sheet, office, ["NGƯỜI KÝ BẢN SAO GIẤY KHAI SINH", *registrar(stage)[0]], stage.official)
    fields = birth_fields(stage, number, place) | {"personal_id": None}
    return paper(stage, "birth_certificate", "birth_copy_of_2010", [sheet], fields)


@layout("birth_certificate", date(2000, 1, 10), date(2006, 5, 1), apart=True)
def birth_of_1999(stage: Stage) -> Paper:
    """Decree 83/1998/NĐ-CP: sex as "Nam hay nữ", the parents in a table by columns, filled in on a typewriter."""
    rng, child, day = stage.rng, stage.child, stage.day
    sheet = red_form(stage, (244, 236, 220))
    sheet.fill = "typewriter"
    office = commune_office(child.origin, day)
    number, place = str(rng.randint(2, 260)), child.origin.text(day)
    form_mark(sheet, "Mẫu TP/HT-1999-A3")
    nation(sheet)
    title(sheet, "GIẤY KHAI SINH", red=True, points=22, after=0.5)
    sheet.line(("(BẢN CHÍNH)", ""), align="c", after=1)
    sheet.line(f"Số {number}     Quyển số 0{rng.randint(1, 2)}", align="r", after=2)
    filled = Manner(mark=" ", leader=True, value="f", after=1.2)
    particulars(
        sheet,
        [
            ("Họ và tên:", child.name.upper()),
            ("Nam hay nữ:", child.sex_word),
            ("Sinh ngày, tháng, năm:", dashed(child.born)),
            ("(viết bằng chữ)", stage.words(child.born)),
            ("Nơi sinh:", _born_at(stage, day)),
            ("Quê quán:", place),
            ("Dân tộc:", child.ethnicity, "Quốc tịch:", "Việt Nam"),
        ],
        filled,
    )
    half = (sheet.right - sheet.left - 40) / 2
    rows = [("PHẦN GHI VỀ CHA MẸ", "NGƯỜI MẸ", "NGƯỜI CHA")]
    for label, of in (
        ("Họ và tên", lambda p: p.name.upper()),
        ("Năm sinh", lambda p: str(p.born.year)),
        ("Dân tộc", lambda p: p.ethnicity),
        ("Quốc tịch", lambda p: "Việt Nam"),
        ("Nghề nghiệp", lambda p: "Làm ruộng"),
        ("Nơi thường trú", lambda p: p.home.text(day)),
    ):
        rows.append((label, of(stage.wife), of(stage.husband)))
    sheet.table((40, half, half), rows, points=11)
    sheet.line("Họ và tên người đứng khai: ", (stage.again(stage.wife.name), "f"), leader=True)
    sheet.line("Đăng ký ngày: ", (dashed(day), "f"), after=3)
    signed(sheet, office, ["TM. ỦY BAN NHÂN DÂN", *registrar(stage)[0]], stage.official)
    fields = birth_fields(stage, number, place) | {"personal_id": None}
    return paper(stage, "birth_certificate", "birth_of_1999", [sheet], fields)


@layout("birth_certificate", date(2024, 6, 6))
def birth_extract_of_2024(stage: Stage) -> Paper:
    """Printed from the electronic register (Circular 04/2024/TT-BTP) with a code in the corner; numbers of parents."""
    rng, child, sheet, day = stage.rng, stage.child, a4(stage.rng), stage.day
    issued = later(stage)
    office = commune_office(child.origin, issued)
    number, place = f"{rng.randint(1, 480)}/{day.year}", child.origin.text(day)
    letterhead(sheet, office, number_runs(rng, rng.randint(5, 900), "/TLKS-BS"), issued)
    title(sheet, "TRÍCH LỤC KHAI SINH (BẢN SAO)", after=3)
    how = manner(rng, leader=False)
    rows = [
        ("Họ, chữ đệm, tên", child.name.upper()),
        ("Ngày, tháng, năm sinh", f"{slashed(child.born)} ghi bằng chữ: {stage.words(child.born).lower()}"),
        ("Giới tính", child.sex_word, "Dân tộc", child.ethnicity, "Quốc tịch", "Việt Nam"),
        ("Nơi sinh", _born_at(stage, day)),
        ("Quê quán", place),
        ("Số định danh cá nhân", child.number),
    ]
    for word, parent in (("mẹ", stage.wife), ("cha", stage.husband)):
        rows += [
            (f"Họ, chữ đệm, tên người {word}", parent.name.upper()),
            ("Năm sinh", str(parent.born.year), "Dân tộc", parent.ethnicity, "Quốc tịch", "Việt Nam"),
            ("Số định danh cá nhân/Giấy tờ tùy thân", parent.number),
            ("Nơi cư trú", parent.home.text(day)),
        ]
    rows += [
        ("Nơi đăng ký khai sinh", office_words(commune_office(child.origin, day).issuing)),
        ("Số", number, "ngày đăng ký", slashed(day)),
    ]
    particulars(sheet, rows, how)
    sheet.space(4)
    if rng.random() < 0.6:
        sheet.picture(ink.qr(f"https://hotich.example.vn/{rng.getrandbits(48):012x}", px(22)), sheet.left, sheet.y)
    signed(sheet, office, ["NGƯỜI KÝ TRÍCH LỤC", *registrar(stage)[0]], stage.official)
    fields = birth_fields(stage, number, place)
    return paper(stage, "birth_certificate", "birth_extract_of_2024", [sheet], fields)


@layout("birth_certificate", LAW_OF_2014, apart=True)
def birth_extract_in_a_table(stage: Stage) -> Paper:
    """Some offices print the particulars as a numbered table, father before mother."""
    rng, child, day = stage.rng, stage.child, stage.day
    sheet = a4(rng, family=pick(rng, "arial|noto sans|times|dejavu serif"), points=11.5)
    issued = later(stage)
    office = commune_office(child.origin, issued)
    number, place = f"{rng.randint(1, 480)}/{day.year}", child.origin.text(day)
    letterhead(sheet, office, number_runs(rng, rng.randint(5, 900), "/TLKS"), issued)
    title(sheet, "TRÍCH LỤC", "KHAI SINH", after=2)
    rows = [
        ("Họ, chữ đệm, tên", child.name.upper()),
        ("Ngày, tháng, năm sinh", slashed(child.born)),
        ("Bằng chữ", stage.words(child.born)),
        ("Giới tính", child.sex_word),
        ("Dân tộc", child.ethnicity),
        ("Quốc tịch", "Việt Nam"),
        ("Quê quán", place),
        ("Nơi sinh", _born_at(stage, day)),
        ("Số định danh cá nhân", child.number),
        ("Họ, chữ đệm, tên cha", stage.husband.name.upper()),
        ("Họ, chữ đệm, tên mẹ", stage.wife.name.upper()),
        ("Số đăng ký khai sinh", number),
        ("Ngày đăng ký", slashed(day)),
        ("Nơi đăng ký", office_words(commune_office(child.origin, day).issuing)),
    ]
    grid(sheet, rows, count=rng.choice(("{n}. ", "({n}) ", "")))
    sheet.space(3)
    signed(sheet, office, ["NGƯỜI KÝ TRÍCH LỤC", *registrar(stage)[0]], stage.official)
    fields = birth_fields(stage, number, place)
    return paper(stage, "birth_certificate", "birth_extract_in_a_table", [sheet], fields)


@layout("birth_certificate", date(2020, 7, 16))
def birth_of_2020(stage: Stage) -> Paper:
    """Circular 04/2020/TT-BTP, printed at the office on the form: parents side by side, where and when at the foot."""
    rng, child, sheet, day = stage.rng, stage.child, red_form(stage, (252, 230, 224)), stage.day
    office = commune_office(child.origin, day)
    number, place = f"{rng.randint(1, 480)}/{day.year}", child.origin.text(day)
    nation(sheet)
    title(sheet, "GIẤY KHAI SINH", red=True, points=21, after=1)
    sheet.line(f"Số: {number}", align="c", after=3)
    how = Manner(mark=rng.choice((": ", " : ")), value="f", after=rng.uniform(0.6, 1.4), leader=rng.random() < 0.5)
    particulars(
        sheet,
        [
            ("Họ, chữ đệm, tên", child.name.upper()),
            ("Ngày, tháng, năm sinh", slashed(child.born)),
            ("Ghi bằng chữ", stage.words(child.born)),
            ("Giới tính", child.sex_word, "Dân tộc", child.ethnicity, "Quốc tịch", "Việt Nam"),
            ("Số định danh cá nhân", child.number),
            ("Nơi sinh", _born_at(stage, day)),
            ("Quê quán", place),
        ],
        how,
    )
    sheet.space(2)
    left, right = (
        [
            (f"Họ, chữ đệm, tên người {word}", parent.name.upper()),
            ("Năm sinh", str(parent.born.year)),
            ("Dân tộc", parent.ethnicity),
            ("Quốc tịch", "Việt Nam"),
            ("Nơi cư trú", parent.home.text(day)),
        ]
        for word, parent in (("mẹ", stage.wife), ("cha", stage.husband))
    )
    two_columns(sheet, left, right, Manner(value="f", after=0.6, points=sheet.points - 0.5))
    sheet.space(2)
    who = rng.choice((stage.husband, stage.wife))
    particulars(
        sheet,
        [
            ("Họ, chữ đệm, tên người đi khai sinh", stage.again(who.name)),
            ("Giấy tờ tùy thân", _paper_of(who, day)),
            ("Nơi đăng ký khai sinh", office_words(office.issuing)),
            ("Ngày, tháng, năm đăng ký", slashed(day)),
        ],
        how,
    )
    sheet.space(2)
    signed(sheet, office, ["NGƯỜI KÝ GIẤY KHAI SINH", *registrar(stage)[0]], stage.official)
    return paper(stage, "birth_certificate", "birth_of_2020", [sheet], birth_fields(stage, number, place))


@layout("birth_certificate", date(2016, 1, 1), apart=True)
def birth_in_two_languages(stage: Stage) -> Paper:
    """For use abroad: each label again in English, as consulates and translators print it."""
    rng, child, day = stage.rng, stage.child, stage.day
    sheet = Sheet(rng, margins=(26, 16, 20), family=pick(rng, "times|noto serif"), points=11.5)
    office = commune_office(child.origin, day)
    number, place = f"{rng.randint(1, 300)}/{day.year}", child.origin.text(day)
    nation(sheet)
    sheet.line(("SOCIALIST REPUBLIC OF VIET NAM", "b"), align="c", points=10, after=0)
    sheet.line(("Independence - Freedom - Happiness", ""), align="c", points=10, after=3)
    title(sheet, "GIẤY KHAI SINH", points=18, after=0)
    sheet.line(("BIRTH CERTIFICATE", "b"), align="c", points=12, after=1)
    sheet.line(f"Số/No.: {number}", align="r", after=2)
    particulars(
        sheet,
        [
            ("Họ, chữ đệm, tên/Full name", child.name.upper()),
            ("Ngày, tháng, năm sinh/Date of birth", slashed(child.born)),
            ("Ghi bằng chữ/In words", stage.words(child.born)),
            ("Giới tính/Sex", child.sex_word, "Dân tộc/Ethnicity", child.ethnicity),
            ("Quốc tịch/Nationality", "Việt Nam"),
            ("Nơi sinh/Place of birth", _born_at(stage, day)),
            ("Quê quán/Place of origin", place),
            ("Số định danh cá nhân/Personal identification number", child.number),
            ("Họ, chữ đệm, tên người mẹ/Mother's full name", stage.wife.name.upper()),
            ("Năm sinh/Year of birth", str(stage.wife.born.year), "Quốc tịch/Nationality", "Việt Nam"),
            ("Nơi cư trú/Residence", stage.wife.home.text(day)),
            ("Họ, chữ đệm, tên người cha/Father's full name", stage.husband.name.upper()),
            ("Năm sinh/Year of birth", str(stage.husband.born.year), "Quốc tịch/Nationality", "Việt Nam"),
            ("Nơi cư trú/Residence", stage.husband.home.text(day)),
            ("Nơi đăng ký khai sinh/Place of registration", office_words(office.issuing)),
            ("Ngày, tháng, năm đăng ký/Date of registration", slashed(day)),
        ],
        manner(rng, leader=False, label=""),
    )
    sheet.space(3)
    signed(sheet, office, registrar(stage)[0], stage.official)
    return paper(stage, "birth_certificate", "birth_in_two_languages", [sheet], birth_fields(stage, number, place))


def _paper_of(who: Person, day: date) -> str:
    card = who.card(day)
    return f"{card.short} số {card.number} cấp ngày {slashed(card.issued)}"
