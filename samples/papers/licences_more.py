"""Driving licences on paper and of 2013, health insurance cards of 2015 and those with both days of validity."""

from __future__ import annotations

from datetime import date, timedelta

from samples import ink, world
from samples.papers.cards import WIDE, card_sheet, faces_of, pair
from samples.papers.common import MOTTO, NATION, layout, paper
from samples.papers.rows import Manner, particulars, pick
from samples.sheet import Sheet, px
from samples.stage import Office, Paper, Stage
from samples.world import dashed, slashed


def _printed(stage: Stage, number: str, kind: str, until: date | None) -> dict[str, str | None]:
    """The fields that a licence bears."""
    return {
        "licence_number": number,
        "full_name": stage.person.name.upper(),
        "date_of_birth": stage.person.born.isoformat(),
        "class": kind,
        "issue_date": stage.day.isoformat(),
        "expiry_date": until.isoformat() if until else None,
    }


@layout("driving_licence", date(2002, 1, 1), date(2013, 6, 1))
def licence_on_paper(stage: Stage) -> Paper:
    """The folded paper in plastic, before 2013: filled in on a machine, the class in a line of the text."""
    rng, who, day = stage.rng, stage.person, stage.day
    card = Sheet(rng, size=(110, 76), margins=(5, 4, 4), family="times", points=8.4, fill=pick(rng, "typewriter|times"))
    card.under(ink.guilloche(card.image.width, card.image.height, (236, 236, 210), rng, 40), 0, 0)
    kind = rng.choice(("A1", "A1", "A2", "B2", "C"))
    number = f"{pick(rng, 'A|AB|AP|BC')}{rng.randrange(10**6):06d}"
    until = None if kind.startswith("A") else date(day.year + 5, day.month, min(day.day, 28))
    province = world.bare(who.home.units_on(day)[-1])
    card.put(26, 4, f"SỞ {pick(rng, 'GTVT|GIAO THÔNG CÔNG CHÍNH|GIAO THÔNG VẬN TẢI')}", points=7, align="c")
    card.put(26, 7.4, province.upper(), "b", points=7, align="c")
    card.put(76, 4, NATION, "b", points=6.6, align="c")
    card.put(76, 7.4, MOTTO, "b", points=6.6, align="c")
    card.put(66, 13, "GIẤY PHÉP LÁI XE", "b", points=13, align="c", colour=(190, 40, 50))
    card.put(66, 19.5, f"Số: {number}", "b", points=10, align="c")
    card.picture(ink.portrait(px(22), px(30), rng), 5, 18)
    card.y = 26
    card.left = 31
    residence = who.home.text(day)
    particulars(
        card,
        [
            ("Họ và tên", who.name.upper()),
            ("Sinh ngày", slashed(who.born) if rng.random() < 0.6 else dashed(who.born)),
            ("Nơi cư trú", residence),
            ("Được phép lái xe hạng", kind),
            ("Có giá trị đến", slashed(until) if until else "Không thời hạn"),
        ],
        Manner(value="f", leader=True, after=0.5),
    )
    x, y = 78, card.y + 1
    card.put(x, y, f"{province}, ngày {day.day:02d} tháng {day.month:02d} năm {day.year}", "i", points=7.4, align="c")
    card.put(x, y + 3.4, "GIÁM ĐỐC", "b", points=7.4, align="c")
    card.picture(ink.seal("SỞ GIAO THÔNG VẬN TẢI", province, px(17), rng), x - 20, y + 3)
    card.picture(ink.signature(px(20), px(7), rng), x - 8, y + 6)
    fields = {
        "licence_number": number,
        "full_name": who.name.upper(),
        "date_of_birth": who.born.isoformat(),
        "class": kind,
        "issue_date": day.isoformat(),
        "expiry_date": until.isoformat() if until else None,
    }
    return paper(stage, "driving_licence", "licence_on_paper", [card], fields)


@layout("driving_licence", date(2013, 7, 1), date(2020, 1, 1), apart=True)
def licence_of_2013(stage: Stage) -> Paper:
    """The first plastic cards: number and class to the right, English under the Vietnamese."""
    rng, who, scale, day = stage.rng, stage.person, stage.rng.choice((1.0, 1.3)), stage.day
    family = rng.choice(("arial", "noto sans display", "times"))
    front, back = (card_sheet(stage, scale, (250, 232, 214), family) for _ in range(2))
    kind = rng.choice(("A1", "B1", "B2", "C", "D", "E"))
    number = f"{rng.randrange(10**12):012d}"
    until = None if kind == "A1" else date(day.year + (10 if kind[0] == "B" else 5), day.month, min(day.day, 28))
    front.put(50 * scale, 2 * scale, NATION, "b", points=6 * scale, align="c")
    front.put(50 * scale, 4.6 * scale, "SOCIALIST REPUBLIC OF VIETNAM", points=4.4 * scale, align="c")
    front.put(50 * scale, 7.4 * scale, "GIẤY PHÉP LÁI XE", "b", points=9.4 * scale, align="c", colour=(190, 40, 40))
    front.put(50 * scale, 11.4 * scale, "DRIVER'S LICENSE", "b", points=5.6 * scale, align="c", colour=(190, 40, 40))
    front.put(82 * scale, 14.6 * scale, f"Số/No.: {number}", "b", points=7 * scale, align="r", colour=(190, 40, 40))
    front.picture(ink.portrait(px(19 * scale), px(24 * scale), rng), 3.5 * scale, 13 * scale)
    x, y = 25 * scale, 18.4 * scale
    for label, value in (
        ("Họ tên/Full name:", who.name.upper()),
        ("Ngày sinh/Date of birth:", slashed(who.born)),
        ("Quốc tịch/Nationality:", "Việt Nam"),
    ):
        y = pair(front, x, y, label, value, scale) + 0.3 * scale
    front.y = y
    home = who.home.text(day, ranks=False)
    front.line("Nơi cư trú/Address: ", (home, "b"), left=x, right=(WIDE - 2) * scale, points=5.6 * scale, after=0.3)
    pair(front, x, front.y, "Hạng/Class:", kind, scale * 1.1)
    shown = slashed(until) if until else "Không thời hạn"
    pair(front, x + 20 * scale, front.y, "Có giá trị đến/Expires:", shown, scale)
    place = world.bare(who.home.units_on(day)[-1])
    y = front.y + 4.4 * scale
    made = f"{place}, ngày/date {day.day:02d} tháng/month {day.month:02d} năm/year {day.year}"
    front.put(57 * scale, y, made, points=5 * scale, align="c")
    front.put(57 * scale, y + 2.4 * scale, pick(rng, "GIÁM ĐỐC|PHÓ GIÁM ĐỐC"), "b", points=5.2 * scale, align="c")
    front.picture(ink.seal("SỞ GIAO THÔNG VẬN TẢI", place, px(12 * scale), rng), 43 * scale, y + 1.5 * scale)
    front.picture(ink.signature(px(18 * scale), px(6 * scale), rng, ink.BLACK), 50 * scale, y + 4 * scale)
    back.left, back.y = 3 * scale, 4 * scale
    rows = [("Hạng xe", "Loại xe cơ giới được điều khiển", "Ngày trúng tuyển")]
    passed = world.day_between(rng, max(who.at_age(18), date(day.year - 8, 1, 1)), day)
    rows.append((kind, "Theo quy định tại Luật Giao thông đường bộ", dashed(passed)))
    back.table((13 * scale, 46 * scale, 20 * scale), rows, points=5.4 * scale)
    back.put(4 * scale, 44 * scale, f"Số phôi: {rng.randrange(10**8):08d}", points=5 * scale)
    return faces_of(stage, "driving_licence", "licence_of_2013", front, back, _printed(stage, number, kind, until))


@layout("driving_licence", date(2025, 3, 1))
def licence_of_2025(stage: Stage) -> Paper:
    """Circular 12/2025/TT-BCA: the police as issuer, values below their labels, the code on the front."""
    rng, who, scale, day = stage.rng, stage.person, stage.rng.choice((1.0, 1.25, 1.5)), stage.day
    front, back = (card_sheet(stage, scale, (252, 226, 224)) for _ in range(2))
    kind = rng.choice(("A1", "A", "B1", "B", "C1", "C", "D2", "BE"))
    number = f"{who.number[1:3]}{rng.randrange(10**10):010d}"
    until = None if kind[0] == "A" else date(day.year + (10 if kind == "B" else 5), day.month, min(day.day, 28))
    front.put(50 * scale, 2 * scale, NATION, "b", points=6 * scale, align="c")
    front.put(50 * scale, 4.6 * scale, MOTTO, "b", points=5.4 * scale, align="c")
    front.put(
        50 * scale, 7.6 * scale, "GIẤY PHÉP LÁI XE/DRIVING LICENSE", "b", points=7.4 * scale, align="c", colour=ink.RED
    )
    front.put(26 * scale, 12 * scale, f"Số/No: {number}", "b", points=8 * scale, colour=ink.RED)
    front.picture(ink.portrait(px(19 * scale), px(25 * scale), rng), 3 * scale, 12 * scale)
    x, y = 26 * scale, 16 * scale
    y = pair(front, x, y, "Họ tên/Full name:", who.name.upper(), scale, value_below=True)
    y = pair(front, x, y, "Ngày sinh/Date of birth:", slashed(who.born), scale) + 0.4 * scale
    y = pair(front, x, y, "Quốc tịch/Nationality:", "VIỆT NAM/VIETNAMESE", scale) + 0.4 * scale
    front.y = y
    front.line("Nơi cư trú/Address: ", (who.home.text(day), "b"), left=x, right=(WIDE - 16) * scale, points=5.4 * scale)
    front.put(3.5 * scale, 38.5 * scale, f"Hạng/Class: {kind}", "b", points=8 * scale)
    front.put(3.5 * scale, 42.6 * scale, "Có giá trị đến/Expires:", points=4.8 * scale)
    front.put(3.5 * scale, 45 * scale, slashed(until) if until else "Không thời hạn", "b", points=6 * scale)
    province = world.bare(who.home.units_on(day)[-1])
    made = f"{province}, ngày/date {day.day:02d} tháng/month {day.month:02d} năm/year {day.year}"
    y = max(front.y + 0.5 * scale, 37 * scale)
    front.put(57 * scale, y, made, "i", points=4.8 * scale, align="c")
    front.put(57 * scale, y + 2.2 * scale, "TRƯỞNG PHÒNG", "b", points=5 * scale, align="c")
    front.picture(ink.seal("PHÒNG CẢNH SÁT GIAO THÔNG", province, px(11 * scale), rng), 42 * scale, y + 2 * scale)
    front.picture(ink.signature(px(18 * scale), px(5 * scale), rng, ink.BLACK), 50 * scale, y + 4 * scale)
    front.picture(ink.qr(f"{number}|{who.name}|{kind}", px(12 * scale)), (WIDE - 14) * scale, 21 * scale)
    back.put(4 * scale, 4 * scale, "Các loại xe được điều khiển / Vehicles permitted", "b", points=6 * scale)
    back.put(4 * scale, 9 * scale, f"{kind}:  {slashed(day - timedelta(days=20))}", points=6 * scale)
    return faces_of(stage, "driving_licence", "licence_of_2025", front, back, _printed(stage, number, kind, until))


# --- health insurance -------------------------------------------------------------------------------------------------


@layout("health_insurance_card", date(2021, 4, 1))
def insurance_card_with_both_days(stage: Stage) -> Paper:
    """Ten digits, and both days of validity as for households that pay by the year."""
    rng, who, scale, day = stage.rng, stage.person, stage.rng.choice((1.0, 1.25, 1.5)), stage.day
    card = card_sheet(stage, scale, (230, 238, 246), pick(rng, "times|arial|noto sans"))
    number = f"{rng.randrange(10**10):010d}"
    until = date(day.year + 1, day.month, min(day.day, 28)) - timedelta(days=1)
    card.put(44 * scale, 2.5 * scale, "BẢO HIỂM XÃ HỘI VIỆT NAM", points=6.4 * scale, align="c")
    card.put(44 * scale, 5.6 * scale, "THẺ BẢO HIỂM Y TẾ", "b", points=11 * scale, align="c", colour=(30, 60, 150))
    card.put(44 * scale, 10.8 * scale, f"Mã số: {number}", "b", points=9.4 * scale, align="c")
    x, y = 4 * scale, 16.4 * scale
    y = pair(card, x, y, "Họ và tên:", who.name.upper(), scale) + 0.3 * scale
    pair(card, x, y, "Ngày sinh:", slashed(who.born), scale)
    y = pair(card, x + 40 * scale, y, "Giới tính:", who.sex_word, scale) + 0.3 * scale
    hospital = f"Trạm y tế {world.lowered(who.home.units_on(day)[0])}"
    for label, value in (
        ("Nơi đăng ký KCB ban đầu:", hospital),
        ("Giá trị sử dụng:", f"từ {slashed(day)} đến {slashed(until)}"),
        ("Thời điểm đủ 5 năm liên tục:", slashed(date(day.year + 4, 1, 1))),
        ("Mức hưởng:", f"{rng.randint(1, 5)}"),
    ):
        y = pair(card, x, y, label, value, scale) + 0.3 * scale
    card.picture(ink.qr(f"{number}|{who.name}|{who.born:%d%m%Y}", px(14 * scale)), (WIDE - 17) * scale, 36 * scale)
    card.put(30 * scale, 43 * scale, "TỔNG GIÁM ĐỐC", "b", points=5.4 * scale, align="c")
    card.picture(ink.seal("BẢO HIỂM XÃ HỘI", "VIỆT NAM", px(10 * scale), rng), 14 * scale, 43 * scale)
    fields = {
        "card_number": number,
        "full_name": who.name.upper(),
        "date_of_birth": who.born.isoformat(),
        "expiry_date": until.isoformat(),
    }
    return paper(stage, "health_insurance_card", "insurance_card_with_both_days", [card], fields)


@layout("health_insurance_card", date(2015, 1, 1), date(2021, 4, 1), apart=True)
def insurance_card_of_2015(stage: Stage) -> Paper:
    """Fifteen characters in boxes or in one run, a bar code along the foot; validity as "từ … đến"."""
    rng, who, day = stage.rng, stage.person, stage.day
    card = Sheet(rng, size=(98, 66), margins=(4, 3, 4), family=pick(rng, "arial|times|noto serif"), points=8)
    card.under(ink.guilloche(card.image.width, card.image.height, (222, 240, 230), rng, 44), 0, 0)
    digits = (
        f"{pick(rng, 'GD|HN|DN|CH|HT|TE|HS')}{rng.choice('1234')}{who.home.province_code}{rng.randrange(10**10):010d}"
    )
    in_boxes = rng.random() < 0.5
    until = date(day.year + rng.choice((0, 1)), 12, 31)
    card.put(24, 3, "BHXH VIỆT NAM", "b", points=7, align="c")
    place = world.bare(who.home.units_on(day)[-1])
    card.put(24, 6, f"BHXH {place.upper()}", "b", points=7, align="c")
    card.put(70, 3, NATION, "b", points=5.4, align="c")
    card.put(70, 6, MOTTO, "b", points=5.4, align="c")
    card.put(49, 10.5, "THẺ BẢO HIỂM Y TẾ", "b", points=12, align="c", colour=(190, 30, 50))
    groups = (digits[:2], digits[2], digits[3:5], digits[5:])
    number = " ".join(groups) if in_boxes else digits
    if in_boxes:
        x = 18.0
        for group in groups:
            wide = card.measure(group, "b", 10.5) + 3
            card.box(x, 16.4, x + wide, 22, 0.25)
            card.draw(x + 1.5, 16.9, group, "b", 10.5, None)
            x += wide + 1.5
        card.lines.append(f"{number}")
    else:
        card.put(49, 17, f"Mã thẻ: {digits}", "b", points=11, align="c")
    card.y = 24
    particulars(
        card,
        [
            ("Họ và tên", who.name.upper()),
            ("Ngày sinh", slashed(who.born), "Giới tính", who.sex_word),
            ("Nơi ĐK KCB BĐ", f"Bệnh viện đa khoa {world.lowered(who.home.units_on(day)[1])}"),
            ("Giá trị sử dụng", f"Từ ngày {slashed(day)} đến ngày {slashed(until)}"),
            ("Thời điểm đủ 5 năm liên tục", slashed(date(day.year + 5, 1, 1))),
        ],
        Manner(value="b", after=0.2),
    )
    y = card.y + 1
    card.put(74, y, f"Ngày {day.day:02d} tháng {day.month:02d} năm {day.year}", "i", points=6.6, align="c")
    card.put(74, y + 3, "GIÁM ĐỐC", "b", points=6.6, align="c")
    office = Office("", ("BẢO HIỂM XÃ HỘI",), place, "")
    card.picture(ink.seal(office.issuing, place, px(15), rng), 58, y + 1)
    card.picture(ink.signature(px(18), px(6), rng), 66, y + 5)
    card.picture(ink.barcode(digits, px(44), px(6)), 5, 58)
    fields = {
        "card_number": number,
        "full_name": who.name.upper(),
        "date_of_birth": who.born.isoformat(),
        "expiry_date": until.isoformat(),
    }
    return paper(stage, "health_insurance_card", "insurance_card_of_2015", [card], fields)
