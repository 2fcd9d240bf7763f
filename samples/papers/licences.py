"""Driving licences of the transport departments and of the police, and health insurance cards."""

from __future__ import annotations

from datetime import date

from samples import ink, world
from samples.papers.cards import WIDE, card_sheet, faces_of, pair
from samples.papers.common import MOTTO, NATION, layout, paper
from samples.sheet import Sheet, px
from samples.stage import Office, Paper, Stage
from samples.world import slashed

# --- driving licence --------------------------------------------------------------------------------------------------


@layout("driving_licence", date(2015, 1, 1), date(2025, 3, 1))
def licence_of_transport(stage: Stage) -> Paper:
    return _licence(
        stage, "BỘ GTVT", "MOT", "SỞ GIAO THÔNG VẬN TẢI", ("A1", "A2", "B1", "B2", "C"), "licence_of_transport"
    )


@layout("driving_licence", date(2025, 3, 1))
def licence_of_police(stage: Stage) -> Paper:
    return _licence(
        stage, "BỘ CÔNG AN", "MPS", "PHÒNG CẢNH SÁT GIAO THÔNG", ("A1", "A", "B", "C1", "C"), "licence_of_police"
    )


def _licence(stage: Stage, ministry: str, abbreviation: str, issuer: str, classes: tuple[str, ...], name: str) -> Paper:
    rng, who, scale = stage.rng, stage.person, stage.rng.choice((1.0, 1.4))
    front = card_sheet(stage, scale, (250, 236, 206))
    kind = rng.choice(classes)
    number = f"{who.number[1:3]}{rng.randrange(10**10):010d}"
    forever = kind.startswith("A")
    until = (
        None
        if forever
        else date(stage.day.year + (10 if kind.startswith("B") else 5), stage.day.month, min(stage.day.day, 28))
    )
    front.put(12 * scale, 2.5 * scale, ministry, "b", points=6 * scale, align="c")
    front.put(12 * scale, 5 * scale, abbreviation, points=5 * scale, align="c")
    front.put(52 * scale, 2.2 * scale, NATION, "b", points=6.2 * scale, align="c")
    front.put(52 * scale, 5 * scale, MOTTO, "b", points=5.6 * scale, align="c")
    front.put(
        52 * scale,
        8.8 * scale,
        "GIẤY PHÉP LÁI XE / DRIVER'S LICENSE",
        "b",
        points=7.4 * scale,
        align="c",
        colour=(180, 30, 40),
    )
    front.put(52 * scale, 12.6 * scale, f"Số/No: {number}", "b", points=8 * scale, align="c", colour=(180, 30, 40))
    front.picture(ink.portrait(px(19 * scale), px(25 * scale), rng), 3.5 * scale, 13 * scale)
    x, y = 26 * scale, 17.4 * scale
    home = who.home.text(stage.day)
    for label, value in (
        ("Họ tên/Full name:", who.name.upper()),
        ("Ngày sinh/Date of birth:", slashed(who.born)),
        ("Quốc tịch/Nationality:", "VIỆT NAM"),
    ):
        y = pair(front, x, y, label, value, scale)
    front.y = y
    front.line("Nơi cư trú/Address: ", (home, "b"), left=x, right=(WIDE - 2) * scale, points=5.6 * scale, after=0)
    place = world.bare(who.home.units_on(stage.day)[-1])
    d = stage.day
    text = f"{place}, ngày/date {d.day:02d} tháng/month {d.month:02d} năm/year {d.year}"
    front.put(57 * scale, front.y + 0.8 * scale, text, "i", points=5.2 * scale, align="c")
    y = front.y + 3.4 * scale
    front.put(
        57 * scale, y, rng.choice(("GIÁM ĐỐC", "KT. GIÁM ĐỐC", "TRƯỞNG PHÒNG")), "b", points=5.4 * scale, align="c"
    )
    front.picture(ink.seal(issuer, place.upper(), px(13 * scale), rng), 42 * scale, y)
    front.picture(ink.signature(px(18 * scale), px(7 * scale), rng, ink.BLACK), 50 * scale, y + 2.5 * scale)
    front.put(57 * scale, 48.4 * scale, world.name_of_official(rng), "b", points=6 * scale, align="c")
    front.put(4 * scale, 40 * scale, f"Hạng/Class: {kind}", "b", points=7 * scale, colour=(180, 30, 40))
    front.put(4 * scale, 44 * scale, "Có giá trị đến/Expires:", points=5 * scale)
    front.put(4 * scale, 46.6 * scale, slashed(until) if until else "Không thời hạn", "b", points=6 * scale)
    back = card_sheet(stage, scale, (250, 240, 216))
    back.put(
        WIDE * scale / 2, 3 * scale, "CÁC LOẠI XE CƠ GIỚI ĐƯỜNG BỘ ĐƯỢC ĐIỀU KHIỂN", "b", points=6 * scale, align="c"
    )
    back.put(WIDE * scale / 2, 6 * scale, "CLASSIFICATION OF MOTOR VEHICLES", points=5 * scale, align="c")
    back.y = 10 * scale
    passed = world.day_between(rng, max(who.at_age(18), date(d.year - 8, 1, 1)), d)
    what = {"A": "Xe mô tô hai bánh", "B": "Xe ô tô chở người đến 9 chỗ ngồi, xe tải dưới 3.500 kg"}.get(
        kind[0], "Xe ô tô tải trên 3.500 kg"
    )
    back.left = 3 * scale
    back.table(
        (12 * scale, 46 * scale, 21 * scale),
        (("Hạng", "Loại xe", "Ngày trúng tuyển"), (kind, what, slashed(passed))),
        points=5.6 * scale,
    )
    back.picture(ink.qr(f"GPLX|{number}|{who.name}|{kind}", px(15 * scale)), 65 * scale, 35 * scale)
    return faces_of(
        stage,
        "driving_licence",
        name,
        front,
        back,
        {
            "licence_number": number,
            "full_name": who.name.upper(),
            "date_of_birth": who.born.isoformat(),
            "class": kind,
            "issue_date": d.isoformat(),
            "expiry_date": until.isoformat() if until else None,
        },
    )


# --- health insurance -------------------------------------------------------------------------------------------------


@layout("health_insurance_card", date(2021, 4, 1))
def insurance_card_of_2021(stage: Stage) -> Paper:
    rng, who, scale = stage.rng, stage.person, stage.rng.choice((1.0, 1.4))
    card = card_sheet(stage, scale, (240, 230, 240))
    number = f"{rng.randrange(10**10):010d}"
    card.put(52 * scale, 3 * scale, "BẢO HIỂM XÃ HỘI VIỆT NAM", "b", points=6.6 * scale, align="c")
    card.put(52 * scale, 6.4 * scale, "THẺ BẢO HIỂM Y TẾ", "b", points=10 * scale, align="c", colour=(170, 30, 60))
    card.put(52 * scale, 11.4 * scale, f"Mã số: {number}", "b", points=9 * scale, align="c")
    x, y = 4 * scale, 17 * scale
    hospital = f"Trung tâm Y tế {', '.join(world.lowered(unit) for unit in who.home.units_on(stage.day)[:1])}"
    for label, value in (
        ("Họ và tên:", who.name),
        ("Ngày sinh:", slashed(who.born)),
        ("Giới tính:", who.sex_word),
        ("Mã nơi đối tượng sinh sống:", rng.choice(("K1", "K2", "K3"))),
        ("Nơi đăng ký KCB ban đầu:", hospital),
        ("Giá trị sử dụng: từ ngày", slashed(stage.day)),
        ("Thời điểm đủ 05 năm liên tục: từ ngày", slashed(date(stage.day.year + 5, 1, 1))),
    ):
        y = pair(card, x, y, label, value, scale) + 0.4 * scale
    card.picture(ink.qr(f"{number}|{who.name}", px(13 * scale)), (WIDE - 16) * scale, 33 * scale)
    card.put((WIDE - 12) * scale, 47.5 * scale, "GIÁM ĐỐC", "b", points=5 * scale, align="c")
    fields = {"card_number": number, "full_name": who.name, "date_of_birth": who.born.isoformat(), "expiry_date": None}
    return paper(stage, "health_insurance_card", "insurance_card_of_2021", [card], fields)


@layout("health_insurance_card", date(2014, 1, 1), date(2021, 4, 1))
def insurance_card_of_fifteen(stage: Stage) -> Paper:
    """The paper card with its fifteen characters in boxes and both days of validity."""
    rng, who = stage.rng, stage.person
    card = Sheet(rng, size=(102, 68), margins=(4, 3, 4), family="times", points=8.5)
    card.under(ink.guilloche(card.image.width, card.image.height, (236, 226, 246), rng, 50), 0, 0)
    digits = rng.choice(("GD", "HN", "DN", "TE")) + rng.choice("1234") + who.home.province_code
    digits += f"{rng.randrange(10**10):010d}"
    number = f"{digits[:2]} {digits[2]} {digits[3:5]} {digits[5:7]} {digits[7:10]} {digits[10:]}"
    until = date(stage.day.year, 12, 31)
    card.put(51, 3, NATION, "b", points=7.5, align="c")
    card.put(51, 6.6, MOTTO, "b", points=7.5, align="c")
    card.put(51, 11, "THẺ BẢO HIỂM Y TẾ", "b", points=13, align="c", colour=(40, 60, 150))
    card.put(51, 18, f"Số: {number}", "b", points=12, align="c")
    card.y = 25
    for label, value in (
        ("Họ và tên", who.name.upper()),
        ("Ngày sinh", f"{slashed(who.born)}        Giới tính: {who.sex_word}"),
        ("Địa chỉ", who.home.text(stage.day)),
        ("Nơi đăng ký KCB BĐ", f"Trạm y tế {world.lowered(who.home.units_on(stage.day)[0])}"),
        ("Giá trị sử dụng", f"từ ngày {slashed(stage.day)} đến ngày {slashed(until)}"),
    ):
        card.line(f"{label}: ", (value, "b"), after=0.2)
    office = Office("", ("BẢO HIỂM XÃ HỘI",), world.bare(who.home.units_on(stage.day)[-1]), "")
    card.put(76, card.y, f"Ngày {stage.day.day} tháng {stage.day.month} năm {stage.day.year}", "i", points=7, align="c")
    card.put(76, card.y + 3, "GIÁM ĐỐC", "b", points=7, align="c")
    card.picture(ink.seal(office.issuing, office.seal_below, px(19), rng), 60, card.y + 2)
    card.picture(ink.signature(px(22), px(8), rng), 67, card.y + 5)
    fields = {
        "card_number": number,
        "full_name": who.name.upper(),
        "date_of_birth": who.born.isoformat(),
        "expiry_date": until.isoformat(),
    }
    return paper(stage, "health_insurance_card", "insurance_card_of_fifteen", [card], fields)
