"""Confirmations of residence by the police of a commune: form CT07 of 2021 and of 2024."""

from __future__ import annotations

from datetime import date, timedelta

from samples import world
from samples.papers.common import a4, layout, letterhead, number_runs, paper, signed, title
from samples.stage import Office, Paper, Stage
from samples.world import Person, slashed

# --- residence --------------------------------------------------------------------------------------------------------


def police_of(who: Person, day: date) -> Office:
    commune, *above = who.home.units_on(day)
    return Office(f"CÔNG AN {above[-1].upper()}", (f"CÔNG AN {commune.upper()}",), above[-1], world.bare(commune))


@layout("residence_confirmation", date(2021, 7, 1), date(2024, 1, 1))
def ct07_of_2021(stage: Stage) -> Paper:
    """Circular 56/2021/TT-BCA: particulars run two to a line."""
    return _ct07(stage, "Mẫu CT07 ban hành kèm theo TT số 56/2021/TT-BCA ngày 15/5/2021", "ct07_of_2021", two=True)


@layout("residence_confirmation", date(2024, 1, 1))
def ct07_of_2024(stage: Stage) -> Paper:
    """Circular 66/2023/TT-BCA, with the household in a table."""
    return _ct07(stage, "Mẫu CT07 ban hành kèm theo Thông tư số 66/2023/TT-BCA", "ct07_of_2024", two=False)


def _ct07(stage: Stage, form: str, name: str, *, two: bool) -> Paper:
    rng, who, sheet = stage.rng, stage.person, a4(stage.rng)
    office = police_of(who, stage.day)
    number = f"{rng.randint(12, 2400)}/{rng.choice(('XN-CAX', 'XNCT', 'XN-CAP'))}"
    sheet.line((form, "i"), align="r", points=9, after=1)
    letterhead(sheet, office, number_runs(rng, *halves(number)), stage.day)
    title(sheet, "XÁC NHẬN THÔNG TIN VỀ CƯ TRÚ", after=3)
    residence = who.home.text(stage.day, hamlet=rng.random() < 0.5)
    sheet.line(("I. Theo đề nghị của Ông/Bà:", "b"), after=0.8)
    particulars = [
        ("1. Họ, chữ đệm và tên: ", who.name.upper()),
        ("2. Ngày, tháng, năm sinh: ", slashed(who.born)),
        ("3. Giới tính: ", who.sex_word),
        ("4. Số định danh cá nhân: ", who.number),
        ("5. Dân tộc: ", who.ethnicity),
        ("6. Tôn giáo: ", who.religion),
        ("7. Quốc tịch: ", "Việt Nam"),
        ("8. Quê quán: ", who.origin.text(stage.day)),
    ]
    if two:
        for (label, value), (other, beside) in zip(particulars[1:7:2], particulars[2:7:2], strict=True):
            if label.startswith("2"):
                sheet.line("1. Họ, chữ đệm và tên: ", (who.name.upper(), "b"))
            row = sheet.y
            sheet.put(sheet.left, row, label + value)
            sheet.put(sheet.left + 88, row, other + beside)
            sheet.y += sheet.line_height() + 0.6
        sheet.line(*particulars[7], after=2)
    else:
        for label, value in particulars:
            sheet.line(label, (value, "b" if label.startswith("1") else ""))
    sheet.line(
        (
            (
                f"II. {office.issuing.title().replace('Công An', 'Công an')} xác nhận thông tin "
                "về cư trú của công dân như sau:"
            ),
            "b",
        )
    )
    head = stage.husband
    for label, value in (
        ("1. Nơi thường trú: ", residence),
        ("2. Nơi tạm trú: ", "Không"),
        ("3. Nơi ở hiện tại: ", residence),
        ("4. Họ, chữ đệm và tên chủ hộ: ", head.name.upper()),
        ("5. Quan hệ với chủ hộ: ", "Chủ hộ" if who is head else "Vợ"),
        ("6. Số định danh cá nhân của chủ hộ: ", head.number),
    ):
        sheet.line(label, value)
    if not two:
        sheet.line("7. Thông tin các thành viên khác trong hộ gia đình:")
        widths = (10, 52, 28, 42, sheet.right - sheet.left - 132)
        rows = [("TT", "Họ, chữ đệm và tên", "Ngày sinh", "Số định danh cá nhân", "Quan hệ với chủ hộ")]
        others = [one for one in (stage.husband, stage.wife, stage.child) if one is not who]
        words = {stage.husband.number: "Chủ hộ", stage.wife.number: "Vợ", stage.child.number: "Con"}
        rows += [
            (str(k), one.name, slashed(one.born), one.number, words[one.number]) for k, one in enumerate(others, 1)
        ]
        sheet.table(widths, rows, points=10.5)
    until = stage.day + timedelta(days=365 if not two else 30)
    sheet.line((f"Xác nhận thông tin về cư trú này có giá trị đến hết ngày {slashed(until)}.", "i"), after=4)
    signed(
        sheet,
        office,
        [rng.choice(("TRƯỞNG CÔNG AN", "KT. TRƯỞNG CÔNG AN"))],
        f"{rng.choice(('Thiếu tá', 'Đại úy', 'Trung tá'))} {stage.official}",
    )
    return paper(
        stage,
        "residence_confirmation",
        name,
        [sheet],
        {
            "document_number": number,
            "full_name": who.name.upper(),
            "date_of_birth": who.born.isoformat(),
            "personal_id": who.number,
            "permanent_residence": residence,
            "issue_date": stage.day.isoformat(),
        },
    )


def halves(number: str) -> tuple[str, str]:
    figure, _, rest = number.partition("/")
    return figure, f"/{rest}"
