"""Diplomas (Circular 21/2019/TT-BGDĐT) and criminal records (Law on criminal records; with the police since 2025)."""

from __future__ import annotations

from datetime import date
from random import Random

from samples import ink, world
from samples.papers.common import MOTTO, NATION, a4, framed, layout, letterhead, number_runs, paper, signed, title
from samples.sheet import Sheet
from samples.stage import Office, Paper, Stage, province_body
from samples.world import Person, long_date, slashed
from terms.text import fold


def graduate(stage: Stage, years: int) -> Person:
    """The person as they were when they took the degree: the day is made to fit their age."""
    who = stage.person
    return who if who.age_on(stage.day) >= years else stage.husband


@layout("diploma", date(2008, 1, 1), date(2025, 1, 1))
def diploma_of_a_high_school(stage: Stage) -> Paper:
    """Bằng tốt nghiệp trung học phổ thông: landscape, the department's director signs."""
    rng, who = stage.rng, graduate(stage, 18)
    day = world.workday(rng, date(who.born.year + 18, 7, 20), date(who.born.year + 18, 11, 20))
    sheet = landscape(rng)
    province = who.home.units_on(day)[-1]
    sheet.y = 18
    sheet.put(105, sheet.y, NATION, "b", points=13, align="c")
    sheet.put(105, sheet.y + 6, MOTTO, "b", points=12, align="c")
    sheet.y = 36
    office = Office(
        "", ("SỞ GIÁO DỤC VÀ ĐÀO TẠO", world.bare(province).upper()), world.bare(province), world.bare(province)
    )
    sheet.line((f"GIÁM ĐỐC SỞ GIÁO DỤC VÀ ĐÀO TẠO {world.bare(province).upper()}", "b"), align="c", points=12)
    sheet.line("cấp", align="c")
    title(sheet, "BẰNG TỐT NGHIỆP", "TRUNG HỌC PHỔ THÔNG", red=True, points=21, after=2)
    school = f"THPT {rng.choice(('Nguyễn Khuyến', 'Lê Quý Đôn', 'số 2', 'Chu Văn An', 'Phan Bội Châu'))}"
    number = f"{rng.choice('ABC')} {rng.randrange(10**8):08d}"
    for label, value in (
        ("Cho: ", f"{who.honorific} {who.name}"),
        ("Ngày sinh: ", slashed(who.born)),
        ("Nơi sinh: ", world.bare(who.origin.units_on(day)[-1])),
        ("Giới tính: ", f"{who.sex_word}        Dân tộc: {who.ethnicity}"),
        ("Học sinh trường: ", school),
        ("Năm tốt nghiệp: ", f"{day.year}        Xếp loại tốt nghiệp: {rng.choice(('Khá', 'Giỏi', 'Trung bình'))}"),
    ):
        sheet.line(label, (value, "b"), left=42, after=0.4)
    row = sheet.y + 2
    sheet.put(150, row, f"{office.short}, {long_date(day)}", "i", align="c", points=11)
    sheet.y = row + 5.5
    signed(sheet, office, ["GIÁM ĐỐC"], stage.official, x=150, room=22)
    sheet.put(20, 130, f"Số hiệu: {number}", points=10.5)
    sheet.put(20, 135.5, f"Số vào sổ gốc cấp bằng: {rng.randint(10, 900)}/{day.year}/THPT", points=10.5)
    return paper(stage, "diploma", "diploma_of_a_high_school", [sheet], degree_fields(who.name, who, number, day))


@layout("diploma", date(2010, 1, 1))
def degree_in_two_languages(stage: Stage) -> Paper:
    """Bằng cử nhân or kỹ sư: English to the left, Vietnamese to the right, as universities print it."""
    rng, who = stage.rng, graduate(stage, 22)
    day = world.workday(rng, date(who.born.year + 22, 6, 1), date(who.born.year + 23, 11, 30))
    sheet = landscape(rng)
    grade, english_grade = rng.choice((("Giỏi", "Very good"), ("Khá", "Good"), ("Trung bình", "Ordinary")))
    field, english_field = rng.choice(
        (
            ("Kế toán", "Accounting"),
            ("Công nghệ thông tin", "Information Technology"),
            ("Nông học", "Agronomy"),
            ("Kỹ thuật xây dựng", "Civil Engineering"),
        )
    )
    engineer = field in ("Kỹ thuật xây dựng", "Nông học")
    degree, english = (
        ("BẰNG KỸ SƯ", "THE DEGREE OF ENGINEER") if engineer else ("BẰNG CỬ NHÂN", "THE DEGREE OF BACHELOR")
    )
    school, english_school = rng.choice(
        (
            ("TRƯỜNG ĐẠI HỌC SÔNG CẦU", "SONG CAU UNIVERSITY"),
            ("TRƯỜNG ĐẠI HỌC KINH TẾ VÀ KỸ THUẬT MIỀN TRUNG", "CENTRAL UNIVERSITY OF ECONOMICS AND TECHNOLOGY"),
        )
    )
    number = f"{rng.choice(('QB', 'DHK', 'TDV'))}{rng.randrange(10**6):06d}"
    plain = world.bare(who.origin.units_on(day)[-1])
    left = (
        ("SOCIALIST REPUBLIC OF VIET NAM", "b"),
        ("Independence - Freedom - Happiness", "b"),
        ("THE RECTOR OF", ""),
        (english_school, "b"),
        ("confers", "i"),
        (english, "br"),
        (f"Major: {english_field}", ""),
        (f"Upon: {_plain(who.name)}", "b"),
        (f"Date of birth: {who.born.day:02d}/{who.born.month:02d}/{who.born.year}", ""),
        (f"Degree classification: {english_grade}", ""),
        ("Mode of study: Full-time", ""),
    )
    right = (
        (NATION, "b"),
        (MOTTO, "b"),
        ("HIỆU TRƯỞNG", ""),
        (school, "b"),
        ("cấp", "i"),
        (degree, "br"),
        (f"Ngành: {field}", ""),
        (f"Cho: {who.honorific} {who.name}", "b"),
        (f"Ngày sinh: {slashed(who.born)}", ""),
        (f"Xếp loại tốt nghiệp: {grade}", ""),
        ("Hình thức đào tạo: Chính quy", ""),
    )
    sheet.y = 20
    for (english_line, style), (line, same) in zip(left, right, strict=True):
        points = 16 if "r" in style else 9.5
        row = sheet.y
        for x, text, how in ((58, english_line, style), (152, line, same)):
            for part in _fit(sheet, text, how, points, 86):
                sheet.put(x, sheet.y, part, how, points=points, align="c")
                sheet.y += points * 0.47
            low = sheet.y
            sheet.y = row
        sheet.y = max(low, row + points * 0.47) + 1
    office = Office("", (school,), plain, plain)
    sheet.put(152, sheet.y + 1, f"{plain}, {long_date(day)}", "i", points=9.5, align="c")
    sheet.y += 6
    signed(sheet, office, ["HIỆU TRƯỞNG"], stage.official, x=152, room=20)
    sheet.put(18, 128, f"Serial number/Số hiệu: {number}", points=9)
    sheet.put(18, 133, f"Reg. No/Số vào sổ gốc cấp văn bằng: {rng.randint(20, 1900)}/{day.year}", points=9)
    return paper(stage, "diploma", "degree_in_two_languages", [sheet], degree_fields(who.name, who, number, day))


def landscape(rng: Random) -> Sheet:
    sheet = Sheet(
        rng, size=(210, 148), margins=(16, 14, 16), points=12, family=rng.choice(("times", "noto serif", "free serif"))
    )
    tint = rng.choice(((250, 238, 214), (226, 240, 230), (232, 232, 248)))
    sheet.under(ink.guilloche(sheet.image.width, sheet.image.height, tint, rng, 70), 0, 0)
    framed(sheet, rng.choice(((180, 120, 40), (40, 110, 80), (160, 40, 50))), 6)
    sheet.leading = 1.15
    return sheet


def _fit(sheet: Sheet, text: str, style: str, points: float, width: float) -> list[str]:
    rows, row = [], ""
    for word in text.split():
        if row and sheet.measure(f"{row} {word}", style, points) > width:
            rows.append(row)
            row = word
        else:
            row = f"{row} {word}".strip()
    return [*rows, row]


def _plain(name: str) -> str:
    return fold(name).title()


def degree_fields(printed: str, who: Person, number: str, day: date) -> dict[str, str | None]:
    return {
        "full_name": printed,
        "date_of_birth": who.born.isoformat(),
        "diploma_number": number,
        "issue_date": day.isoformat(),
    }


# --- criminal records -------------------------------------------------------------------------------------------------


@layout("judicial_record", date(2011, 1, 1), date(2025, 3, 1))
def record_of_justice(stage: Stage) -> Paper:
    office = province_body(stage.home, stage.day, "Sở Tư pháp")
    return _record(stage, office, "STP-LLTP", ["GIÁM ĐỐC"], "1", "record_of_justice")


@layout("judicial_record", date(2025, 3, 1))
def record_of_police(stage: Stage) -> Paper:
    province = stage.home.units_on(stage.day)[-1]
    office = Office("BỘ CÔNG AN", (f"CÔNG AN {province.upper()}",), "Bộ Công an", world.bare(province))
    return _record(stage, office, "CAT-HSNV", ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"], "2", "record_of_police")


def _record(stage: Stage, office: Office, letters: str, titles: list[str], which: str, name: str) -> Paper:
    rng, who, day, sheet = stage.rng, stage.person, stage.day, a4(stage.rng)
    card = who.card(day)
    number = f"{rng.randint(12, 9000)}/{letters}"
    figure, _, rest = number.partition("/")
    letterhead(sheet, office, number_runs(rng, figure, f"/{rest}"), day)
    title(sheet, f"PHIẾU LÝ LỊCH TƯ PHÁP SỐ {which}", after=1)
    sheet.line(("Căn cứ Luật Lý lịch tư pháp ngày 17 tháng 6 năm 2009;", "i"), align="c", after=3)
    sheet.line(("XÁC NHẬN:", "b"), align="c", after=2)
    rows = [
        ("1. Họ và tên: ", who.name.upper()),
        ("2. Giới tính: ", who.sex_word),
        ("3. Ngày, tháng, năm sinh: ", slashed(who.born)),
        ("4. Nơi sinh: ", who.origin.text(day)),
        ("5. Quốc tịch: ", "Việt Nam"),
        ("6. Nơi thường trú: ", who.home.text(day, hamlet=True)),
        ("7. Nơi tạm trú: ", "Không"),
        ("8. Giấy tờ tùy thân: ", f"{card.name} số {card.number} cấp ngày {slashed(card.issued)} tại {card.issuer}"),
    ]
    if which == "2":
        spouse = stage.wife if who is stage.husband else stage.husband
        rows += [("9. Họ và tên cha: ", stage.elder.name), ("10. Họ và tên vợ (chồng): ", spouse.name)]
    for label, value in rows:
        sheet.line(label, (value, "b" if label.startswith("1.") else ""), indent=6)
    sheet.line(f"{len(rows) + 1}. Tình trạng án tích: ", ("Không có án tích", "b"), indent=6)
    sheet.line(
        (
            f"{len(rows) + 2}. Thông tin về cấm đảm nhiệm chức vụ, thành lập, quản lý doanh "
            "nghiệp, hợp tác xã: Không bị cấm."
        ),
        indent=6,
        after=5,
    )
    signed(sheet, office, titles, stage.official)
    fields = {
        "document_number": number,
        "full_name": who.name.upper(),
        "date_of_birth": who.born.isoformat(),
        "personal_id": card.number,
        "issue_date": day.isoformat(),
    }
    return paper(stage, "judicial_record", name, [sheet], fields)
